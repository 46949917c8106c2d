"""Those of whom a registry says that an article may mean them, and how well each of them fits."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from scoring import PersonEvidence, PersonVerdict
from service.resolve.academic_fields import same_field
from service.resolve.names import Likeness, Name, best_likeness, cleaned
from service.resolve.organisations import same_organisation

# More people of one name than these, and no registry can tell which of them is meant.
MOST_CANDIDATES = 20
ENOUGH_WORKS = 3
_ORCID = re.compile(r"\d{4}-\d{4}-\d{4}-\d{3}[\dX]")
_QID = re.compile(r"Q[1-9]\d{0,11}")
_OPENALEX = re.compile(r"A[1-9]\d{0,14}")


@dataclass(frozen=True, slots=True)
class Home:
    """The organisation that an article claims for somebody, as ROR knows it."""

    ror: str
    names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Claimed:
    """What an article says of somebody."""

    text: str
    name: Name
    role: str | None = None
    affiliation: str | None = None
    home: Home | None = None


@dataclass(frozen=True, slots=True)
class Candidate:
    """Somebody a registry knows. `curated` marks an entry that others keep, `declared` one that the person alone does."""

    spellings: tuple[str, ...]
    organisations: tuple[str, ...] = ()
    rors: frozenset[str] = frozenset()
    topics: tuple[str, ...] = ()
    works: int = 0
    orcid: str | None = None
    wikidata: str | None = None
    openalex: str | None = None
    curated: bool = False
    declared: bool = False
    dead: bool = False


@dataclass(frozen=True, slots=True)
class Match:
    """How well one candidate fits; `at_home` says that the claimed organisation is theirs."""

    verdict: PersonVerdict
    reason: str
    origin: str
    candidate: Candidate
    at_home: bool = False


_ORDER = {PersonVerdict.CONFIRMED: 2, PersonVerdict.PLAUSIBLE: 1, PersonVerdict.NOT_FOUND: 0}


def best_match(claimed: Claimed, candidates: Iterable[Candidate], origin: str) -> Match | None:
    """The candidate that fits best; None where nobody bears a name that could be the claimed one."""
    matches = [match for one in candidates if (match := _match(claimed, one, origin))]
    return max(matches, key=lambda match: (_ORDER[match.verdict], match.at_home), default=None)


def named_like(claimed: Claimed, candidates: Iterable[Candidate]) -> list[Candidate]:
    """The candidates whose name could be the claimed one, an initial included."""
    return [one for one in candidates if best_likeness(claimed.name, one.spellings)]


def _match(claimed: Claimed, one: Candidate, origin: str) -> Match | None:
    alike = best_likeness(claimed.name, one.spellings)
    if alike is Likeness.NONE:
        return None
    at_home = _at_home(claimed, one)
    field = same_field(claimed.role, claimed.affiliation, one.topics)
    verdict, reason = _ruled(alike, at_home, field, one)
    return Match(verdict, reason, origin, one, bool(at_home) and alike is Likeness.SAME)


def _ruled(alike: Likeness, at_home: bool | None, field: bool, one: Candidate) -> tuple[PersonVerdict, str]:
    if at_home is False:
        return PersonVerdict.NOT_FOUND, "other_organisation"
    if alike is Likeness.COMPATIBLE:
        # An initial fits many; it never confirms.
        enough = at_home and field
        return (PersonVerdict.PLAUSIBLE if enough else PersonVerdict.NOT_FOUND), "initials"
    if at_home is None:
        return (PersonVerdict.PLAUSIBLE, "field") if field else (PersonVerdict.NOT_FOUND, "name_only")
    backed = field or one.works >= ENOUGH_WORKS or one.curated
    if one.dead or one.declared or not backed:
        return PersonVerdict.PLAUSIBLE, "dead" if one.dead else "organisation"
    return PersonVerdict.CONFIRMED, "organisation_and_field" if field else "organisation_and_works"


def _at_home(claimed: Claimed, one: Candidate) -> bool | None:
    """Whether the claimed organisation is the candidate's; None where either has none."""
    if claimed.affiliation is None or not (one.organisations or one.rors):
        return None
    if claimed.home and claimed.home.ror in one.rors:
        return True
    names = [claimed.affiliation, *(claimed.home.names if claimed.home else ())]
    return any(same_organisation(name, one.organisations) for name in names)


def merged(matches: Sequence[Match]) -> Match | None:
    """What several registries say together: two that know the name at the claimed organisation confirm each other."""
    best = max(matches, key=lambda match: _ORDER[match.verdict], default=None)
    if best is None or best.verdict is PersonVerdict.CONFIRMED:
        return best
    home = [match for match in matches if match.at_home and not match.candidate.dead]
    told = [match for match in home if not match.candidate.declared]
    if told and len({match.origin for match in home}) > 1:
        return Match(PersonVerdict.CONFIRMED, "two_registries", told[0].origin, told[0].candidate, True)
    return best


def evidence(match: Match, checked_at: str) -> PersonEvidence:
    """A match as evidence: everything that a registry wrote is cleaned, its ids are ids or left out."""
    one = match.candidate
    return PersonEvidence(
        match.verdict,
        match.reason,
        match.origin,
        label=cleaned(one.spellings[0]) or None,
        orcid=orcid_id(one.orcid),
        wikidata=_whole(_QID, one.wikidata),
        openalex=_whole(_OPENALEX, one.openalex),
        checked_at=checked_at,
    )


def orcid_id(value: object) -> str | None:
    """The bare id in an ORCID iD or URL whose last sign proves it (ISO 7064); None for anything else."""
    found = _whole(_ORCID, str(value).rpartition("/")[2].upper() if value else None)
    if found is None:
        return None
    total = 0
    for digit in found[:-1].replace("-", ""):
        total = (total + int(digit)) * 2
    return found if "0123456789X"[(12 - total % 11) % 11] == found[-1] else None


def _whole(shape: re.Pattern[str], value: str | None) -> str | None:
    return value if value and shape.fullmatch(value) else None

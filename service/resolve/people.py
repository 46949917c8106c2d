"""Finds out whether a named expert is known under that name at that organisation."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from scoring import Lookup, PersonEvidence, PersonVerdict
from service.logs import Log, NoLog
from service.resolve.academic_fields import academic
from service.resolve.candidates import (
    Candidate,
    Claimed,
    Home,
    Match,
    best_match,
    evidence,
    merged,
    named_like,
)
from service.resolve.names import cleaned, name_of
from service.resolve.people_registries import Crossref, OpenAlex, Orcid, Registry, Ror, TooManyMatchesError
from service.resolve.registry_client import RegistryClient, RegistryUnavailableError
from service.resolve.wikidata import Wikidata

# An organisation with so many works would have those of its professors too.
PUBLISHES_MUCH = 10_000


@dataclass(frozen=True, slots=True)
class PeopleBases:
    """Where the registries of people answer; an empty one is not asked."""

    wikidata: str = ""
    openalex: str = ""
    orcid: str = ""
    ror: str = ""
    crossref: str = ""
    openalex_key: str | None = None
    contact: str | None = None

    @property
    def asked(self) -> bool:
        """Whether people are looked up at all. ROR knows no people, and Crossref alone would know too little."""
        return bool(self.wikidata or self.openalex or self.orcid)


class PersonAsker:
    """Rules on named experts. Registries are asked one after another, until one confirms."""

    def __init__(
        self,
        caller: RegistryClient,
        bases: PeopleBases,
        *,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
        log: Log | None = None,
    ) -> None:
        self._log = log or NoLog()
        self._now = now
        self._ror = Ror(caller, bases.ror) if bases.ror else None
        self._authors = OpenAlex(caller, bases.openalex, bases.openalex_key) if bases.openalex else None
        others: list[tuple[str, Registry]] = [
            (bases.wikidata, Wikidata(caller, bases.wikidata)),
            (bases.orcid, Orcid(caller, bases.orcid)),
            (bases.crossref, Crossref(caller, bases.crossref, bases.contact)),
        ]
        self._registries: list[Registry] = [self._authors] if self._authors else []
        self._registries += [registry for base, registry in others if base]

    async def find(self, lookup: Lookup, before: PersonEvidence | None = None) -> PersonEvidence:
        """What registries know of a person. Never raises."""
        try:
            return await self._find(lookup)
        except Exception:
            # One answer that nobody thought of must not take the look-ups of all others with it.
            self._log.exception("lookup_failed", kind=str(lookup.kind))
            return self._told(PersonVerdict.NOT_CHECKED, "check_failed")

    async def _find(self, lookup: Lookup) -> PersonEvidence:
        text = cleaned(lookup.claim("name") or lookup.key)
        name = name_of(text)
        if name is None:
            return self._told(PersonVerdict.NOT_FOUND, "no_full_name")
        claimed = Claimed(text, name, lookup.claim("role"), _plain(lookup.claim("affiliation")))
        asking = _Asking()
        claimed = replace(claimed, home=await self._home(claimed, asking))
        for registry in self._registries:
            await asking.ask(registry, claimed)
            found = merged(asking.matches)
            if found is not None and found.verdict is PersonVerdict.CONFIRMED:
                return evidence(found, self._now().isoformat())
        found = merged(asking.matches)
        if found is not None and found.verdict is PersonVerdict.PLAUSIBLE:
            return evidence(found, self._now().isoformat())
        if asking.silent:
            return self._told(PersonVerdict.NOT_CHECKED, asking.silent[0])
        if asking.too_many:
            return self._told(PersonVerdict.NOT_FOUND, "common_name")
        if await self._contradicted(claimed, asking):
            return self._told(PersonVerdict.CONTRADICTED, "unknown_at_organisation", OpenAlex.name)
        if asking.silent:
            return self._told(PersonVerdict.NOT_CHECKED, asking.silent[0])
        return self._told(PersonVerdict.NOT_FOUND, found.reason if found else "nobody_of_that_name")

    async def _home(self, claimed: Claimed, asking: "_Asking") -> Home | None:
        if self._ror is None or not claimed.affiliation:
            return None
        try:
            return await self._ror.home(claimed.affiliation)
        except RegistryUnavailableError as silence:
            asking.silent.append(f"ror_{silence.reason}")
            return None

    async def _contradicted(self, claimed: Claimed, asking: "_Asking") -> bool:
        """Whether an academic post is claimed at an organisation that publishes much, and nobody of the name does there.

        Said only after everybody else was asked and answered: nothing else may know the name at all.
        """
        if self._authors is None or claimed.home is None or not academic(claimed.role) or asking.matches:
            return False
        try:
            if named_like(claimed, await self._authors.family(claimed, claimed.home)):
                return False
            return await self._authors.works_of(claimed.home) >= PUBLISHES_MUCH
        except TooManyMatchesError:
            return False
        except RegistryUnavailableError as silence:
            asking.silent.append(f"openalex_{silence.reason}")
            return False

    def _told(self, verdict: PersonVerdict, reason: str, origin: str | None = None) -> PersonEvidence:
        return PersonEvidence(verdict, reason, origin, checked_at=self._now().isoformat())


class _Asking:
    """What came of asking one registry after another."""

    def __init__(self) -> None:
        self.matches: list[Match] = []
        self.silent: list[str] = []
        self.too_many = False

    async def ask(self, registry: Registry, claimed: Claimed) -> None:
        """Ask one; what it does not answer is noted."""
        candidates: Sequence[Candidate] = ()
        try:
            candidates = await registry.candidates(claimed)
        except TooManyMatchesError:
            self.too_many = True
        except RegistryUnavailableError as silence:
            self.silent.append(f"{registry.name}_{silence.reason}")
        if match := best_match(claimed, candidates, registry.name):
            self.matches.append(match)


def _plain(affiliation: str | None) -> str | None:
    """An affiliation without its article."""
    if affiliation is None:
        return None
    line = cleaned(affiliation)
    return (line[4:] if line[:4].lower() == "the " else line) or None

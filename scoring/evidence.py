"""What was learnt outside the article, frozen so that a report can be replayed without a network."""

from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, field, replace
from datetime import datetime
from enum import StrEnum
from typing import Any, ClassVar, NamedTuple, Protocol

from scoring.document import Identifier, IdentifierKind
from scoring.line_evidence import TemplateEvidence


class LookupKind(StrEnum):
    """What can be asked outside the article."""

    LINK = "link"
    DOI = "doi"
    ARXIV = "arxiv"
    PMID = "pmid"
    ISBN = "isbn"
    PERSON = "person"


class Lookup(NamedTuple):
    """One question to the outside; `key` is a URL, an identifier or a source key.

    `claims` is what the article says of it, sorted by name: `title`, `outlet`, `published` of a citation as far as they are
    beyond doubt, `entry` with all words of its entry, `scheme` where the address was written without one, `name`, `role`, `affiliation` of a person. The same URL cited under two titles is two questions.
    """

    kind: LookupKind
    key: str
    claims: tuple[tuple[str, str], ...] = ()

    def claim(self, name: str) -> str | None:
        """What the article says under one name, or None where it says nothing."""
        return next((value for claimed, value in self.claims if claimed == name), None)


# The claim `scheme` of an address that was written without one: whoever asks may try another.
ASSUMED = "assumed"


def lookup_for(kind: LookupKind, key: str, **claims: str | None) -> Lookup:
    """A look-up with the claims that the article makes; those that are None or empty are left out."""
    return Lookup(kind, key, tuple(sorted((name, value) for name, value in claims.items() if value)))


_IDENTIFIER_LOOKUPS = {
    IdentifierKind.DOI: LookupKind.DOI,
    IdentifierKind.ARXIV: LookupKind.ARXIV,
    IdentifierKind.PMID: LookupKind.PMID,
    IdentifierKind.ISBN: LookupKind.ISBN,
}


def identifier_lookup(identifier: Identifier) -> Lookup | None:
    """The question that settles an identifier, or None where no registry answers it."""
    kind = _IDENTIFIER_LOOKUPS.get(identifier.kind)
    return Lookup(kind, identifier.value) if kind else None


class Verdict(StrEnum):
    """What became of a citation. Only DEAD, SOFT_DEAD and MISMATCH speak against it."""

    RESOLVES = "resolves"
    SOFT_DEAD = "soft_dead"
    DEAD = "dead"
    MISMATCH = "mismatch"
    BLOCKED = "blocked"
    TRANSIENT = "transient"
    UNSAFE = "unsafe"
    UNCHECKED = "unchecked"


# Verdicts that settle a look-up; after any other one nobody knows.
CONCLUSIVE = frozenset({Verdict.RESOLVES, Verdict.SOFT_DEAD, Verdict.DEAD, Verdict.MISMATCH})


@dataclass(frozen=True, slots=True)
class LinkEvidence:
    """What a look-up of one citation found. `reason` is a short stable word; times are RFC 3339, UTC.

    `confidence` is how sure the verdict is, 0 to 1. `origin` of a page that is gone is `archived`, `never_seen` (no
    record of it, though there are records of its site) or `unknown`. `strikes` counts the failures that lie at least a day apart, the last one at `struck_at`; `etag` is the page's
    validator for the next look.
    """

    verdict: Verdict = Verdict.UNCHECKED
    reason: str = "not_looked_up"
    status: int | None = None
    final_url: str | None = None
    title: str | None = None
    published: str | None = None
    outlet: str | None = None
    archived: str | None = None
    checked_at: str | None = None
    strikes: int = 0
    struck_at: str | None = None
    etag: str | None = None
    confidence: float = 1.0
    origin: str | None = None

    group: ClassVar[str] = "links"

    @property
    def settled(self) -> bool:
        """Whether the look-up told anything; after any other verdict nobody knows."""
        return self.verdict in CONCLUSIVE

    @property
    def speaks_against(self) -> bool:
        """Whether it counts against the citation."""
        return self.verdict in (Verdict.DEAD, Verdict.SOFT_DEAD, Verdict.MISMATCH)

    def as_dict(self) -> dict[str, Any]:
        """A JSON-ready copy; `LinkEvidence.from_dict` restores an equal value."""
        return asdict(self)

    @classmethod
    def from_dict(cls, stored: Mapping[str, Any]) -> "LinkEvidence":
        """The value that `as_dict` wrote. Raises ValueError or TypeError on anything else."""
        return cls(**{**stored, "verdict": Verdict(stored["verdict"])})


UNCHECKED = LinkEvidence()
NO_TEMPLATES = TemplateEvidence()


class PersonVerdict(StrEnum):
    """What became of a named expert. Only CONTRADICTED speaks against the name: registries do not know everybody."""

    CONFIRMED = "confirmed"
    PLAUSIBLE = "plausible"
    CONTRADICTED = "contradicted"
    NOT_FOUND = "not_found"
    NOT_CHECKED = "not_checked"


@dataclass(frozen=True, slots=True)
class PersonEvidence:
    """What a look-up of one named expert found. `reason` is a short stable word; times are RFC 3339, UTC.

    `origin` is the service that settled it, or `memory` where an editor did. `label` is the name as that origin
    spells it, `url` the page that an editor gave, `note` what else there is to say.
    """

    verdict: PersonVerdict = PersonVerdict.NOT_CHECKED
    reason: str = "not_looked_up"
    origin: str | None = None
    label: str | None = None
    orcid: str | None = None
    wikidata: str | None = None
    openalex: str | None = None
    url: str | None = None
    note: str | None = None
    checked_at: str | None = None

    group: ClassVar[str] = "people"

    @property
    def settled(self) -> bool:
        """Whether somebody was asked and answered."""
        return self.verdict is not PersonVerdict.NOT_CHECKED

    @property
    def speaks_against(self) -> bool:
        """Whether it counts against the name."""
        return self.verdict is PersonVerdict.CONTRADICTED

    def as_dict(self) -> dict[str, Any]:
        """A JSON-ready copy; `PersonEvidence.from_dict` restores an equal value."""
        return asdict(self)

    @classmethod
    def from_dict(cls, stored: Mapping[str, Any]) -> "PersonEvidence":
        """The value that `as_dict` wrote. Raises ValueError or TypeError on anything else."""
        return cls(**{**stored, "verdict": PersonVerdict(stored["verdict"])})


UNASKED = PersonEvidence()


class Answer(Protocol):
    """What a look-up found, whatever its kind. A new kind of evidence is a class like this and a row in `ANSWERS`.

    `group` is the list under which stored evidence has it. An answer made without arguments is that of a look-up
    that nobody made.
    """

    group: ClassVar[str]

    @property
    def reason(self) -> str: ...  # noqa: D102 - the classes say it

    @property
    def origin(self) -> str | None: ...  # noqa: D102

    @property
    def checked_at(self) -> str | None: ...  # noqa: D102

    @property
    def settled(self) -> bool: ...  # noqa: D102

    @property
    def speaks_against(self) -> bool: ...  # noqa: D102

    def as_dict(self) -> dict[str, Any]: ...  # noqa: D102


Found = LinkEvidence | PersonEvidence

# The class of answers to each kind of look-up: the one place where a kind is told from another.
ANSWERS: Mapping[LookupKind, type[Found]] = {
    **dict.fromkeys(LookupKind, LinkEvidence),
    LookupKind.PERSON: PersonEvidence,
}
_CLASSES: tuple[type[Found], ...] = tuple(dict.fromkeys(ANSWERS.values()))


def found_from_dict(kind: LookupKind, stored: Mapping[str, Any]) -> Found:
    """What a look-up of a kind found, from its `as_dict`. Raises ValueError or TypeError on anything else."""
    return ANSWERS[kind].from_dict(stored)


def unanswered(kind: LookupKind, reason: str) -> Found:
    """The answer to a look-up that has told nothing, and why not."""
    return ANSWERS[kind](reason=reason)


def verdicts_of(kind: LookupKind) -> tuple[Verdict | PersonVerdict, ...]:
    """Every verdict that a look-up of a kind can have."""
    return tuple(type(ANSWERS[kind]().verdict))


# What is known of a look-up that nobody made, by its kind.
_NOTHING_KNOWN = {kind: answer() for kind, answer in ANSWERS.items()}
_LOOKUP = frozenset({"kind", "key", "claims"})


@dataclass(frozen=True, slots=True)
class Evidence:
    """All evidence for one article. `as_of` is when the article was received: the only clock that checks know.

    `online` says whether anything was asked at all; offline, citations are unchecked and confidence is lower.
    `found` has the answers of every kind, `templates` is about lines that other articles share: empty where nobody
    knew other articles. `left_out` counts the look-ups of the article that were
    not made because it has more than one article may have.
    """

    as_of: datetime | None = None
    online: bool = False
    found: Mapping[Lookup, Found] = field(default_factory=dict)
    templates: TemplateEvidence = NO_TEMPLATES
    left_out: int = 0
    # Answers of releases that asked without the entry's words; what they said of a title may not hold for it.
    _before: Mapping[tuple[LookupKind, str], LinkEvidence] = field(
        init=False, repr=False, compare=False, default_factory=dict
    )

    def __post_init__(self) -> None:
        before = {
            lookup[:2]: found
            for lookup, found in self.found.items()
            if isinstance(found, LinkEvidence)
            and lookup.claims
            and not lookup.claim("entry")
            and found.verdict is not Verdict.MISMATCH
        }
        object.__setattr__(self, "_before", before)

    @classmethod
    def gathered(
        cls, as_of: datetime | None, online: bool, found: Mapping[Lookup, Found], left_out: int = 0
    ) -> "Evidence":
        """Evidence from answers of every kind, before other articles are compared."""
        return cls(as_of, online, found, left_out=left_out)

    def having(self, more: Mapping[Lookup, Found]) -> "Evidence":
        """This evidence with more answers, or others in place of them."""
        return replace(self, found={**self.found, **more})

    @property
    def links(self) -> dict[Lookup, LinkEvidence]:
        """The answers about citations."""
        return {lookup: answer for lookup, answer in self.found.items() if isinstance(answer, LinkEvidence)}

    @property
    def people(self) -> dict[Lookup, PersonEvidence]:
        """The answers about named experts."""
        return {lookup: answer for lookup, answer in self.found.items() if isinstance(answer, PersonEvidence)}

    def answer(self, lookup: Lookup) -> Found:
        """What is known of one look-up of any kind.

        What was found for the bare URL holds for every citation of it that was not asked for on its own.
        """
        if not self.found:
            return _NOTHING_KNOWN[lookup.kind]
        found = self.found.get(lookup) or self.found.get(lookup._replace(claims=()))
        found = found or (self._before.get(lookup[:2]) if lookup.claim("entry") else None)
        return found or _NOTHING_KNOWN[lookup.kind]

    def link(self, lookup: Lookup) -> LinkEvidence:
        """What is known of one citation; UNCHECKED where it was never looked up."""
        found = self.answer(lookup)
        return found if isinstance(found, LinkEvidence) else UNCHECKED

    def person(self, lookup: Lookup) -> PersonEvidence:
        """What is known of one named expert; UNASKED where nobody was asked."""
        found = self.answer(lookup)
        return found if isinstance(found, PersonEvidence) else UNASKED

    def as_dict(self) -> dict[str, Any]:
        """A JSON-ready copy; `Evidence.from_dict` restores an equal value."""
        return {
            "as_of": self.as_of.isoformat() if self.as_of else None,
            "online": self.online,
            **{kind.group: _rows(self.found, kind) for kind in _CLASSES},
            **({"templates": self.templates.as_dict()} if self.templates.lines else {}),
            **({"left_out": self.left_out} if self.left_out else {}),
        }

    @classmethod
    def from_dict(cls, stored: Mapping[str, Any]) -> "Evidence":
        """The value that `as_dict` wrote, also before it knew of people. Raises KeyError or ValueError on anything else."""
        as_of = stored["as_of"]
        gathered = cls.gathered(
            datetime.fromisoformat(as_of) if as_of else None,
            stored["online"],
            dict(_answer(row) for rows in (stored["links"], *_further(stored)) for row in rows),
            stored.get("left_out", 0),
        )
        return replace(gathered, templates=TemplateEvidence.from_dict(stored.get("templates", {})))


def _rows(found: Mapping[Lookup, Found], kind: type[Found]) -> list[dict[str, Any]]:
    return [
        {"kind": lookup.kind, "key": lookup.key, "claims": dict(lookup.claims), **answer.as_dict()}
        for lookup, answer in sorted(found.items())
        if isinstance(answer, kind)
    ]


def _further(stored: Mapping[str, Any]) -> Iterator[Any]:
    """The lists that evidence of earlier releases may not have."""
    return (stored.get(kind.group, ()) for kind in _CLASSES if kind is not LinkEvidence)


def _answer(row: Mapping[str, Any]) -> tuple[Lookup, Found]:
    kind = LookupKind(row["kind"])
    fields = {name: value for name, value in row.items() if name not in _LOOKUP}
    return lookup_for(kind, row["key"], **row.get("claims", {})), found_from_dict(kind, fields)

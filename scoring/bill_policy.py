"""The numbers of the bill: what each of its lines may cost, what each rung of support is worth, and where the curves bend."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
from typing import Any

from scoring.article import Genre
from scoring.policy import RulesetError, check_names, number, numbers


@dataclass(frozen=True, slots=True)
class Lines:
    """The most that each line of the bill can cost, in points of 100."""

    support: float = 48.0
    unverified: float = 9.0
    particulars: float = 20.0
    wording: float = 15.0


@dataclass(frozen=True, slots=True)
class Ladder:
    """What each rung is worth, 0 to 1: how well a reader could follow a statement up. One field for each `Rung`."""

    nobody: float = 0.0
    experts: float = 0.05
    anonymous: float = 0.15
    marker: float = 0.15
    vague_document: float = 0.2
    link: float = 0.25
    role: float = 0.3
    outlet: float = 0.4
    pronoun: float = 0.45
    surname: float = 0.45
    body: float = 0.45
    office: float = 0.5
    known_body: float = 0.55
    full_name: float = 0.55
    document: float = 0.6
    described: float = 0.65
    placed: float = 0.75


@dataclass(frozen=True, slots=True)
class SupportCurve:
    """How support adds up.

    A statement weighs its words, `shortest` to `longest` of them; under `fewest_words` it makes no claim. One in the first person or of opinion that nobody is named for
    weighs by the factor `subjective`. A source adds `traced` where the text says when or where, up to `traced_most`; the word of a `wish` told by the article, of a report
    without content (`empty`), of a source that is only mentioned (`mention`) and of each further report by one unnamed body (`repeated`) are factors.
    `near` is what a statement has of its neighbour's support, `list_reach` how many entries of a list the sentence before it reaches; `record` is what a dated, named event is worth by itself.
    `prior` are statements without support that every article is given. One source alone loses `one_source` of all support, and less the more there are, by the scale `sources`. `enough` support leaves nothing to pay; on the way there the first statements count less by the exponent `toe`, and the last ones by `bend`.
    A statement on a rung worth `sourced` or more counts as sourced.
    """

    fewest_words: float = 5
    shortest: float = 8
    longest: float = 30
    subjective: float = 0.75
    traced: float = 0.1
    traced_most: float = 0.85
    wish: float = 0.15
    empty: float = 0.5
    mention: float = 0.6
    repeated: float = 0.95
    near: float = 0.2
    list_reach: float = 8
    record: float = 0.2
    prior: float = 1.5
    one_source: float = 0.3
    sources: float = 1.2
    enough: float = 0.42
    toe: float = 1.0
    bend: float = 1.3
    sourced: float = 0.15


@dataclass(frozen=True, slots=True)
class ParticularsCurve:
    """How particulars add up: `scale` new ones in a sentence of `full_words` are worth 1 - 1/e; `prior` words have none. `enough` leaves nothing to pay."""

    scale: float = 2.3
    date: float = 0.5
    full_words: float = 20
    prior: float = 20
    enough: float = 0.55
    bend: float = 1.2


@dataclass(frozen=True, slots=True)
class WordingCurve:
    """How the lean of the wording counts: half at `middle`, over a `width` of log-odds; less where there are few own `words`, or less than `share` of all."""

    middle: float = -0.3
    width: float = 0.5
    words: float = 30
    share: float = 0.6


@dataclass(frozen=True, slots=True)
class Relief:
    """What is not asked of an essay, or of an organisation that writes of itself, by the form alone: shares of the support line.

    Up to `form` as the share of subjective sentences goes from `form_from` over a span of `form_span`. Or `guessed` of what a genre is relieved of that
    the caller names, by how likely the form makes it, and up to `links` more as far as the form is that of an organisation's own writing which links, up to
    the share `linked` of its sentences. The larger of the two holds. `particulars` is how much of the relief holds for that line too.
    """

    form: float = 0.15
    form_from: float = 0.25
    form_span: float = 0.5
    links: float = 0.0
    linked: float = 0.2
    guessed: float = 0.5
    particulars: float = 0.0


_DEFECTS = 1.4
_GIVEN = {
    Genre.OPINION: 0.4,
    Genre.ANALYSIS: 0.4,
    Genre.INTERVIEW: 0.4,
    Genre.REVIEW: 0.4,
    Genre.SPEECH: 0.5,
    Genre.ORGANISATION: 0.5,
    Genre.RELEASE: 0.2,
    Genre.EXPLAINER: 0.2,
    Genre.SERVICE: 0.2,
    Genre.SPORT: 0.1,
    Genre.OBITUARY: 0.1,
}
_SECTIONS: dict[str, tuple[Any, float]] = {
    "lines": (Lines, 100),
    "ladder": (Ladder, 1),
    "support": (SupportCurve, 100),
    "particulars": (ParticularsCurve, 100),
    "wording": (WordingCurve, 1000),
    "relief": (Relief, 1),
}


@dataclass(frozen=True, slots=True)
class BillPolicy:
    """The numbers of a ruleset whose score is 100 less a bill.

    `defects` bends what findings cost together, so that many of them never cost more than what is left. `genres` is the share of the support
    line that is not charged where the caller or the address names the genre. Statements that a finding of a `voiding` code touches have no
    support; those that one of a `levelling` code touches have no more than a role without a name would give, and such a finding costs beyond that only by the
    part of its strength above 1, which a look-up has to contradict; a finding of a `doubting` code takes what unverified markers are worth.
    """

    lines: Lines = field(default_factory=Lines)
    ladder: Ladder = field(default_factory=Ladder)
    support: SupportCurve = field(default_factory=SupportCurve)
    particulars: ParticularsCurve = field(default_factory=ParticularsCurve)
    wording: WordingCurve = field(default_factory=WordingCurve)
    relief: Relief = field(default_factory=Relief)
    genres: Mapping[Genre, float] = field(default_factory=lambda: dict(_GIVEN))
    defects: float = _DEFECTS
    voiding: tuple[str, ...] = ()
    levelling: tuple[str, ...] = ()
    doubting: tuple[str, ...] = ()

    def as_dict(self) -> dict[str, Any]:
        """A JSON-ready copy; `BillPolicy.from_dict` restores an equal value."""
        return {
            **{name: asdict(getattr(self, name)) for name in _SECTIONS},
            "genres": {str(genre): share for genre, share in self.genres.items()},
            "defects": self.defects,
            "voiding": list(self.voiding),
            "levelling": list(self.levelling),
            "doubting": list(self.doubting),
        }

    def marks(self, code: str) -> bool:
        """Whether the findings of a code touch the support of statements."""
        return code in self.voiding or code in self.levelling or code in self.doubting

    def without(self, codes: frozenset[str]) -> "BillPolicy":
        """These numbers, where the findings of some codes leave the support of statements alone."""
        voiding, levelling, doubting = (
            tuple(code for code in marking if code not in codes)
            for marking in (self.voiding, self.levelling, self.doubting)
        )
        return replace(self, voiding=voiding, levelling=levelling, doubting=doubting)

    @classmethod
    def from_dict(cls, table: Any) -> "BillPolicy":
        """Build the numbers from a table; what it leaves out is as in 2027.1. Raises RulesetError naming the first wrong key."""
        if not isinstance(table, Mapping):
            raise RulesetError("bill: must be a table")
        check_names(table, {*_SECTIONS, "genres", "defects", "voiding", "levelling", "doubting"}, "bill.")
        sections = {name: _section(table, name, *kind) for name, kind in _SECTIONS.items()}
        return cls(
            **sections,
            genres=_genres(table.get("genres", _GIVEN)),
            defects=number(table, "defects", "bill.", default=_DEFECTS),
            voiding=_codes(table, "voiding"),
            levelling=_codes(table, "levelling"),
            doubting=_codes(table, "doubting"),
        )


def _section(table: Mapping[str, Any], name: str, kind: Any, most: float) -> Any:
    return kind(**numbers(table, name, "bill", kind(), most=most, signed=kind is WordingCurve))


def _genres(rows: Any) -> dict[Genre, float]:
    if not isinstance(rows, Mapping):
        raise RulesetError("bill.genres: must be a table")
    check_names(rows, {str(genre) for genre in Genre}, "bill.genres.")
    return {Genre(name): number(rows, name, "bill.genres.", most=1) for name in rows}


def _codes(table: Mapping[str, Any], name: str) -> tuple[str, ...]:
    codes = table.get(name, ())
    if not isinstance(codes, list | tuple) or not all(isinstance(code, str) for code in codes):
        raise RulesetError(f"bill.{name}: must be a list of codes")
    return tuple(codes)

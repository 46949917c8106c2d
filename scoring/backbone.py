"""What the statements of an article rest on and how particular they are, in points of the bill."""

import math
from collections import Counter
from collections.abc import Collection, Sequence
from typing import NamedTuple

from scoring.article import Genre
from scoring.bill_policy import BillPolicy, SupportCurve
from scoring.document import Document, Span
from scoring.evidence import CONCLUSIVE, Evidence, Lookup, LookupKind, PersonVerdict, Verdict
from scoring.reading.genre import genres_by_form
from scoring.views.cited_pages import Subject, subject_of
from scoring.views.given_genre import given_genre
from scoring.views.provenance import Rung
from scoring.views.statements import MOSTLY, Prop, Statement, statements_of
from scoring.views.wording import own_words, wording_of

_WHOLLY = 0.8
# Under this worth a source is none whose saying when or where adds to it.
_WORTH_TRACING = 0.25
_PER_WORDS = 20


class Charges(NamedTuple):
    """What the four lines that belong to no finding cost, in points."""

    support: float
    unverified: float
    particulars: float
    wording: float


class Standing(NamedTuple):
    """How one statement stands: its weight as a claim, the worth of its own source, its support in all, and its particulars.

    `offline` is the worth of the source before anything was looked up; `confirmed` says that a look-up stands behind it; `levelled` is
    its support were its source no more than a role.
    """

    statement: Statement
    weight: float
    own: float
    offline: float
    key: str | None
    confirmed: bool
    support: float
    levelled: float
    particulars: float
    words: float


class Backbone:
    """Support, particulars and wording of one article under one policy. `doubted` citations are worth nothing until a look-up confirms them."""

    def __init__(
        self, document: Document, evidence: Evidence, policy: BillPolicy, *, doubted: bool = False
    ) -> None:
        self._policy = policy
        self.standings = _standings(document, evidence, policy, doubted)
        support = policy.support
        self._claims = sum(it.weight for it in self.standings)
        self._supported = sum(it.weight * it.support for it in self.standings)
        self._spread = _spread(self.standings, support)
        self._verified = _verified_share(self.standings)
        self._particular = sum(it.words * it.particulars for it in self.standings)
        self._words = sum(it.words for it in self.standings)
        relief = _relief(document, policy)
        self._asked = policy.lines.support * (1 - relief)
        self._shown = policy.lines.particulars * (1 - relief * policy.relief.particulars)
        self._wording = policy.lines.wording * _generality(document, policy)

    def charges(self, voided: Collection[int] = (), levelled: Collection[int] = ()) -> Charges:
        """The four lines, where some statements, by their numbers, have neither support nor particulars, and some no better source than a role."""
        supported, particular = self._supported, self._particular
        for number in voided:
            standing = self.standings[number]
            supported -= standing.weight * standing.support
            particular -= standing.words * standing.particulars
        for number in levelled:
            if number not in voided:
                standing = self.standings[number]
                supported -= standing.weight * (standing.support - standing.levelled)
        lines, support, curve = self._policy.lines, self._policy.support, self._policy.particulars
        share = self._spread * max(0.0, supported) / (self._claims + support.prior)
        held = _bent(share, support.enough, support.bend, support.toe)
        shown = 1.0
        if self._words:
            shown = _bent(max(0.0, particular) / (self._words + curve.prior), curve.enough, curve.bend)
        return Charges(
            support=self._asked * (1 - held),
            unverified=lines.unverified * held * (1 - self._verified),
            particulars=self._shown * (1 - shown),
            wording=self._wording,
        )


def _bent(share: float, enough: float, bend: float, toe: float = 1.0) -> float:
    """A share as it counts: 0 at 0, 1 from `enough` on; the first parts of it count less by `toe`, the last ones by `bend`."""
    return float(1 - (1 - min(1.0, share / enough) ** toe) ** bend) if enough else 1.0


def _standings(
    document: Document, evidence: Evidence, policy: BillPolicy, doubted: bool
) -> tuple[Standing, ...]:
    statements = statements_of(document)
    worth = _Worth(document, evidence, policy, doubted)
    held = [worth.of(statement) for statement in statements]
    weights = [
        _weight(statement, best.now > 0, policy.support)
        for statement, best in zip(statements, held, strict=True)
    ]
    near = _neighbours(statements, [best.now for best in held], policy.support)
    records = [_record(statement, policy.support) for statement in statements]
    role = policy.ladder.role
    return tuple(
        Standing(
            statement=statement,
            weight=weight,
            own=best.now,
            offline=best.offline,
            key=best.key,
            confirmed=best.confirmed,
            support=max(best.now, beside, record),
            levelled=max(min(best.now, role), beside, record),
            particulars=_particularity(statement, policy),
            words=_own_words(statement, policy.support),
        )
        for statement, weight, best, beside, record in zip(
            statements, weights, held, near, records, strict=True
        )
    )


def _weight(statement: Statement, sourced: bool, curve: SupportCurve) -> float:
    """How much of a claim a sentence makes, 1 for twenty words."""
    if statement.repeated or statement.words < curve.fewest_words:
        return 0.0
    if statement.question and statement.quoted < MOSTLY:
        return 0.0
    weight = max(curve.shortest, min(curve.longest, statement.words)) / _PER_WORDS
    subjective = statement.first_person or statement.opinion
    if subjective and not sourced and statement.quoted < _WHOLLY:
        weight *= curve.subjective
    return weight


def _record(statement: Statement, curve: SupportCurve) -> float:
    """What a dated, named event is worth by itself: it can be followed up a little without a source."""
    found = statement.particulars
    return curve.record * (1 - math.exp(-(found.new_names + found.new_numbers + found.dates) / 2))


def _neighbours(statements: Sequence[Statement], held: Sequence[float], curve: SupportCurve) -> list[float]:
    """What each statement has of the source beside it: in its block or the next one, or in the sentence that brings its list in."""
    found: list[float] = []
    lead: int | None = None
    for number, statement in enumerate(statements):
        if statement.listed:
            reached = lead is not None and number - lead <= curve.list_reach
            found.append(curve.near * held[lead] if reached and lead is not None else 0.0)
            continue
        lead = number
        beside = [
            held[other]
            for other in (number - 1, number + 1)
            if 0 <= other < len(statements)
            and not statements[other].listed
            and abs(statements[other].block - statement.block) <= 1
        ]
        found.append(curve.near * max(beside, default=0.0))
    return found


def _own_words(statement: Statement, curve: SupportCurve) -> float:
    """The words by which a sentence counts as the article's own; none where it is mostly quoted, hardly a sentence, or said before."""
    if statement.repeated or statement.quoted >= MOSTLY or statement.words < curve.fewest_words:
        return 0.0
    return min(curve.longest, statement.words)


def _particularity(statement: Statement, policy: BillPolicy) -> float:
    curve, found = policy.particulars, statement.particulars
    new = found.new_names + found.new_numbers + curve.date * found.dates
    length = max(0.6, min(2.0, statement.words / curve.full_words))
    return 1 - math.exp(-new / length / curve.scale)


class _Best(NamedTuple):
    """The best source of a sentence: what it is worth now, and what it was worth before anything was looked up."""

    now: float = 0.0
    offline: float = 0.0
    key: str | None = None
    confirmed: bool = False


_NO_SOURCE = _Best()


class _Worth:
    """What sources are worth, statement by statement in text order: one unnamed body's word tires."""

    def __init__(self, document: Document, evidence: Evidence, policy: BillPolicy, doubted: bool) -> None:
        self._document = document
        self._evidence = evidence
        self._ladder = policy.ladder
        self._curve = policy.support
        self._doubted = doubted
        self._reports: Counter[str] = Counter()
        self._spoken = Counter(
            prop.key for it in statements_of(document) for prop in it.props if not prop.mention
        )

    def of(self, statement: Statement) -> _Best:
        best = _NO_SOURCE
        if statement.repeated:
            return best
        for prop in statement.props:
            offline = self._offline(prop, statement)
            now, confirmed = self._now(prop, statement.span, offline)
            if now > best.now or (confirmed and now == best.now):
                best = _Best(now, max(offline, best.offline), prop.key, confirmed)
            elif offline > best.offline:
                best = best._replace(offline=offline)
        return best

    def _offline(self, prop: Prop, statement: Statement) -> float:
        if prop.author or (self._doubted and prop.rung is Rung.MARKER):
            return 0.0
        curve = self._curve
        worth: float = getattr(self._ladder, prop.rung.value)
        if prop.mention:
            return worth * curve.mention
        if prop.traced and worth > _WORTH_TRACING:
            worth = max(worth, min(curve.traced_most, worth + curve.traced))
        if prop.wish:
            return worth * curve.wish
        if prop.indirect and prop.impersonal:
            worth *= curve.repeated ** self._reports[prop.key]
            self._reports[prop.key] += 1
        # Words without a name or a number tell little, the more so where their speaker says nothing else.
        if (
            not statement.particulars.content
            and prop.speaks
            and (prop.indirect or self._spoken[prop.key] == 1)
        ):
            worth *= curve.empty
        return worth

    def _now(self, prop: Prop, sentence: Span, offline: float) -> tuple[float, bool]:
        """What a prop is worth after the look-ups, and whether one of them stands behind it."""
        if prop.lookup is None or prop.author:
            return offline, False
        if prop.lookup.kind is LookupKind.PERSON:
            verdict = self._evidence.person(prop.lookup).verdict
            if verdict is PersonVerdict.CONTRADICTED:
                return 0.0, False
            confirmed = verdict is PersonVerdict.CONFIRMED and not prop.wish
            return (1.0, True) if confirmed else (offline, False)
        return self._page(prop.lookup, prop.rung, sentence, offline)

    def _page(self, lookup: Lookup, rung: Rung, sentence: Span, offline: float) -> tuple[float, bool]:
        found = self._evidence.link(lookup)
        if found.verdict not in CONCLUSIVE:
            return offline, False
        if found.verdict is not Verdict.RESOLVES:
            return 0.0, False
        if rung is not Rung.LINK:
            # The look-up compared what the reference says of the source with the source.
            return 1.0, True
        subject = subject_of(self._document, sentence, found)
        if subject is Subject.OTHER:
            return 0.0, False
        return (1.0, True) if subject is Subject.SAME else (offline, False)


def _spread(standings: Sequence[Standing], curve: SupportCurve) -> float:
    """How far support is spread over sources: one alone is worth less than several, by mass and before any look-up."""
    masses: dict[str, float] = {}
    for it in standings:
        if it.key is not None and it.offline > 0:
            masses[it.key] = masses.get(it.key, 0.0) + it.weight * it.offline
    squares = sum(mass * mass for mass in masses.values())
    several = sum(masses.values()) ** 2 / squares if squares else 0.0
    return 1 - curve.one_source * math.exp(-max(0.0, several - 1) / curve.sources)


def _verified_share(standings: Sequence[Standing]) -> float:
    """The share of the support that look-ups confirmed."""
    total = sum(it.weight * it.own for it in standings)
    return sum(it.weight * it.own for it in standings if it.confirmed) / total if total else 0.0


def _relief(document: Document, policy: BillPolicy) -> float:
    """The share of the support line that is not charged: by a genre that the caller or the address names, else by the form alone."""
    genre = given_genre(document)
    if genre is not None:
        return policy.genres.get(genre, 0.0)
    relief, rows = policy.relief, statements_of(document)
    words = [min(policy.support.longest, it.words) for it in rows]
    whole = max(1.0, sum(words))
    own = [it.quoted < MOSTLY for it in rows]
    subjective = sum(
        n for it, n, ours in zip(rows, words, own, strict=True) if ours and (it.first_person or it.opinion)
    )
    share = max(0.0, min(1.0, (subjective / whole - relief.form_from) / relief.form_span))
    links = sum(n for it, n in zip(rows, words, strict=True) if any(p.rung is Rung.LINK for p in it.props))
    by_voice = share * relief.form
    likely = genres_by_form(document)
    by_genre = relief.guessed * sum(likely[genre] * part for genre, part in policy.genres.items())
    # A body that writes of itself can be followed up by what it links; anybody else's links are support of their sentences alone.
    by_genre += likely[Genre.ORGANISATION] * relief.links * min(1.0, links / whole / relief.linked)
    return max(by_voice, by_genre)


def _generality(document: Document, policy: BillPolicy) -> float:
    """How far the article's own words lean to what fits any subject, 0 to 1."""
    curve = policy.wording
    words = own_words(document)
    leans = 1 / (1 + math.exp(-(wording_of(document).lean - curve.middle) / curve.width))
    enough = words / (words + curve.words) if words else 0.0
    return leans * enough * min(1.0, words / max(1, document.words) / curve.share)

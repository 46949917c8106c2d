"""What the report says of its own bill: counts and sentences that an editor can check against the text."""

from collections.abc import Mapping, Sequence

from scoring.backbone import Backbone
from scoring.bill_policy import BillPolicy
from scoring.document import Document
from scoring.policy import Band
from scoring.report import BillLine, Support, Unsourced
from scoring.views.newsroom_ranges import usual_bare
from scoring.views.plain_words import counted
from scoring.views.wording import wording_of

# Up to this share of the line, wording is what newsrooms write too.
_HARDLY = 0.2
# So many stock words are shown, and fewer different ones are anybody's vocabulary.
_SHOWN = 3


def support_of(document: Document, backbone: Backbone, voided: frozenset[int], policy: BillPolicy) -> Support:
    """Count the statements of fact, and list those without a source with what each costs."""
    least = policy.support.sourced
    line = backbone.charges().support
    missing = sum(it.weight * (1 - it.support) for it in backbone.standings)
    statements = sourced = verified = 0
    unsourced = []
    for number, it in enumerate(backbone.standings):
        if not it.weight:
            continue
        statements += 1
        if it.offline >= least and it.own > 0 and number not in voided:
            sourced += 1
            verified += it.confirmed
        elif it.confirmed:
            sourced, verified = sourced + 1, verified + 1
        else:
            cost = line * it.weight * (1 - it.support) / missing if missing else 0.0
            unsourced.append(Unsourced(it.statement.span, -round(cost, 2) or 0.0))
    unsourced.sort(key=lambda it: (it.points, it.span))
    return Support(statements, sourced, verified, tuple(unsourced))


def reasons(
    document: Document, backbone: Backbone, support: Support, policy: BillPolicy
) -> Mapping[str, str]:
    """One sentence for each of the four lines."""
    return {
        "support": _support(support),
        "unverified": _unverified(support),
        "particulars": _particulars(backbone),
        "wording": _wording(document, backbone.charges().wording, policy.lines.wording),
    }


def _support(support: Support) -> str:
    if not support.statements:
        return "The text makes no statement that could be followed up."
    if not support.sourced:
        what = (
            "The only statement names"
            if support.statements == 1
            else f"None of the {support.statements} statements names"
        )
        return f"{what} a person, body, document or link that it comes from.".replace(
            "The only statement names a", "The only statement names no"
        )
    missing = support.statements - support.sourced
    if not missing:
        return "Every statement names where it comes from, some of them only in part."
    verb = "does" if missing == 1 else "do"
    return f"{missing} of {counted(support.statements, 'statement')} {verb} not say where the information comes from."


def _unverified(support: Support) -> str:
    if not support.sourced:
        return "There is no source that could be looked up."
    if not support.verified:
        return f"Nobody has confirmed yet what the {counted(support.sourced, 'sourced statement')} {'rests' if support.sourced == 1 else 'rest'} on."
    return f"Look-ups confirmed the sources of {support.verified} of {counted(support.sourced, 'sourced statement')}."


def _particulars(backbone: Backbone) -> str:
    own = [it.statement for it in backbone.standings if it.words]
    if not own:
        return "The article says nothing in its own words."
    bare = sum(it.bare for it in own)
    again = sum(not it.bare and not it.particulars.news for it in own)
    repeated = (
        f"{again} only {'repeats' if again == 1 else 'repeat'} names and numbers that it has had before"
    )
    if not bare:
        subject = "The only sentence" if len(own) == 1 else f"Each of the {len(own)} sentences"
        told = f"{subject} in the article's own words has a name, a number or a date"
        return f"{told}; {repeated}." if again else f"{told}."
    usual = usual_bare(len(own))
    told = (
        f"{bare} of {counted(len(own), 'sentence')} in the article's own words {'names' if bare == 1 else 'name'} nobody, no number and no date; "
        f"newsroom articles of this length: {usual.middle} (5th to 95th percentile {usual.low} to {usual.high})."
    )
    # Where no more are bare than usual, what costs is what comes back.
    return f"{told} Of the others, {repeated}." if again and bare <= usual.high else told


def _wording(document: Document, cost: float, most: float) -> str:
    if cost < most * _HARDLY:
        return "The article's own sentences are worded much as newsroom copy is."
    stock = wording_of(document).stock
    words = sorted(stock, key=lambda word: (-stock[word], word))[:_SHOWN]
    if len(words) < _SHOWN:
        return "The article's own sentences are worded in more general terms than most newsroom copy."
    return (
        "The article's own sentences are worded in more general terms than most newsroom copy, with words such as "
        f"{', '.join(f'“{word}”' for word in words)}."
    )


_OPENINGS = {
    Band.HIGH: "Most of this can be followed up",
    Band.MIXED: "Much of this can be followed up, not all",
    Band.WEAK: "A reader can follow up little of this",
    Band.LOW: "A reader can follow up next to nothing here",
}
# Where findings cost more than what is missing, the sources are not what is wrong.
_FAULTY = "The faults found in this cost more than the sources that it lacks"
# A line that costs less is no reason worth the words above the score.
_NOTED = 3.0


def summary(bill: Sequence[BillLine], why: Mapping[str, str], band: Band) -> str:
    """One sentence that says why the score is what it is: its dearest lines, or its dearest findings where these cost more."""
    found = [line for line in bill if line.line not in why]
    lacking = sum(line.points for line in bill if line.line in why)
    faulty = band is not Band.HIGH and sum(line.points for line in found) < lacking
    causes: dict[str, float] = {}
    for line in found if faulty else bill:
        causes[line.why] = causes.get(line.why, 0.0) + line.points
    dearest = sorted(causes, key=lambda cause: causes[cause])[:2]
    told = [_in_a_sentence(cause) for cause in dearest if causes[cause] <= -_NOTED]
    opening = _FAULTY if faulty else _OPENINGS[band]
    return f"{opening}: {'; '.join(told)}." if told else f"{opening}."


def _in_a_sentence(reason: str) -> str:
    """A reason without what it is compared with, as a part of a longer sentence."""
    text = reason.partition("; ")[0].rstrip(".")
    begins = text.partition(" ")[0]
    return text[:1].lower() + text[1:] if begins in _COMMON else text


# How reasons begin where the first word is no name.
_COMMON = frozenset(
    {"The", "A", "All", "No", "None", "There", "Nobody", "Every", "Each", "Look-ups", "Much", "Some"}
)

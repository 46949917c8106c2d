"""Bullets that are a label and a sentence that says little."""

import re
from collections.abc import Iterator
from itertools import groupby

from scoring.check import check
from scoring.document import Block, BlockKind, Document, Span
from scoring.evidence import Evidence
from scoring.finding import Family, Finding, Severity
from scoring.lexicons import sections
from scoring.reading.units import joined, touched
from scoring.views.plain_words import counted

_FEWEST = 5
# Bullets of full weight from which a list is as bad as it gets.
_FULL = 10
# The share of the labelled entries that say nothing, from which the list is one of bullets that say nothing.
_MOST_LABELLED = 0.6
# So large a share of the words of such bullets are abstractions; advice and descriptions have fewer.
_ABSTRACTIONS = 0.065
# What begins a sentence, not a label.
_SUBJECTS = frozenset(["they", "it", "this", "these", "we", "i", "you", "he", "she", "there", "if", "when"])
# What a tip begins with, after its label or as its label: it can be followed, and promises no fact.
_IMPERATIVES = sections("genre_words")["imperative"]
_LABEL = re.compile(r"[^:\n]{3,90}(?::|(?<=\w) [–—-](?= ))")
# What makes a bullet empty: abstractions and evaluations that would fit any subject.
_ABSTRACT = re.compile(
    r"\b[a-z]{3,}(?:tion|tions|sion|sions|ment|ments|ness|ity|ities|ance|ence|ances|ences|ship|ability|isation|ization)\b"
    r"|\b(?:crucial|vital|essential|key|important|significant|critical|effective|robust|potential|various|overall|complex|strategic|innovative|sustainable|enhanced?|enhances|enhancing"
    r"|improv\w+|ensur\w+|foster\w*|promot\w+|support\w*|strengthen\w*|provid\w+|offer\w*|leverag\w+|driv\w+|shap\w+|impact\w*|benefit\w*|challenge\w*|factors?|outcomes?|trends?"
    r"|issues?|approach\w*|strateg\w+|concerns?|channels?|expect\w*|perspectives?|growth|progress|success|role|landscape|ongoing|remain\w*|reflect\w*|highlight\w*|underscor\w+)\b"
)
# What makes a bullet checkable: a number, a quotation, a date or a link.
_DIGITS = re.compile(r"(?<![A-Za-z])\d[\d.,]*(?![A-Za-z])")
_NAME = re.compile(r"(?<=[a-z,] )(?:[A-Z][a-z]+ ){1,3}[A-Z][a-z]+")
_MONTHS = re.compile(
    r"\b(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day\b|\b(?:January|February|April|June|July|August|September|October|November|December)\b"
)


@check("FIL_LABELLIST", family=Family.FILLER, severity=Severity.LOW)
def labellist(document: Document, evidence: Evidence) -> Iterator[Finding]:
    """Lists of "Label: sentence" bullets promise facts and deliver none.

    Why it matters: the label announces examples, evidence or impact, and the sentence after it names nothing that a reader could check.
    What counts: five or more bullets made of a label, a colon and a sentence in general terms; those with a number, date, name, quotation or link do not count.
    Limits: tips that tell the reader what to do, newsletters, recipes, schedules, contact lists, ratings of players, glossaries, casts and questions with answers stay unflagged.
    Maps to: W3C CredWeb baa89d32; PASTEL 1.
    Since: 2026.11
    """
    items = list(document.of_kind(BlockKind.LIST_ITEM))
    links = [link.span for link in document.links] if len(items) >= _FEWEST else []
    found = [
        bullet
        for _, entries in groupby(items, key=lambda block: block.group)
        for bullet in _bullets(document, list(entries), links)
    ]
    total = sum(weight for _, weight in found)
    if len(found) >= _FEWEST and total >= 0.8 * _FEWEST and _speak_in_general(document, found):
        yield Finding(
            spans=joined(document, (block for block, _ in found)),
            message=f"{counted(len(found), 'bullet')} of the list {'gives' if len(found) == 1 else 'give'} a label and a sentence that names nobody, no number, no date and no source.",
            fix="Give each bullet the name, number, date or source that its label promises, or write prose.",
            evidence={"bullets": len(found), "weight": round(total, 1)},
            strength=min(1.0, round(total / _FULL, 2)),
        )


def _bullets(document: Document, items: list[Block], links: list[Span]) -> list[tuple[Block, float]]:
    """The entries of one list that are such bullets, each with its weight; none of a list that holds other things."""
    weighed = [(block, _emptiness(document[block.span], bool(touched(block.span, links)))) for block in items]
    bullets = [(block, weight) for block, weight in weighed if weight]
    labelled = sum(_LABEL.match(document[block.span]) is not None for block in items)
    return bullets if len(bullets) >= _MOST_LABELLED * labelled else []


def _speak_in_general(document: Document, bullets: list[tuple[Block, float]]) -> bool:
    """Whether such bullets, of all lists of an article together, speak in general terms."""
    general = sum(len(_ABSTRACT.findall(document.lower, *block.span)) for block, _ in bullets)
    words = sum(len(document[block.span].split()) for block, _ in bullets)
    return general >= _ABSTRACTIONS * words


def _emptiness(text: str, linked: bool) -> float:
    """How little a bullet delivers after its label, 0 to 1; 0 also where it is no label and sentence."""
    label = _LABEL.match(text)
    if not label or not (text[0].isupper() or text[0] in '*_"“') or len(label[0].split()) > 14:
        return 0.0
    if ". " in label[0] or label[0].partition(" ")[0].lower() in _SUBJECTS:
        return 0.0  # sentences with a colon in them
    body = text[label.end() :].strip("* _")
    words = body.split()
    if len(words) < 4 or len(body) < 25 or body[-1:] == "?" or label[0].rstrip(":").lower() in ("q", "a"):
        return 0.0
    if not _IMPERATIVES.isdisjoint((words[0].lower(), label[0].split()[0].lower())):
        return 0.0
    if body[0].islower() and not label[0][:-1].strip("* _").count(" "):
        return 0.0  # a word and what it means
    if (
        linked
        or _DIGITS.search(body)
        or _MONTHS.search(body)
        or any(mark in body for mark in '"“«@')
        or "http" in body
    ):
        return 0.0
    return 0.5 if _NAME.search(body) else 1.0

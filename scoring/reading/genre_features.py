"""What the form of an article measures: shares of its own words, sentences and blocks, each between 0 and 1.

Every measure is a share or a density with a cap, so that one sentence more or less hardly moves it.
"""

import re
from collections import Counter
from collections.abc import Sequence

from scoring.document import PROSE, BlockKind, Draft, Quote, QuoteKind, SourceKind, Span
from scoring.lexicons import sections
from scoring.reading.words import letters_of
from scoring.straight import straight

_WORDS = sections("genre_words")
# The share of all own words at which a group of words counts in full.
_CAPS = {
    "i": 0.03, "we": 0.03, "you": 0.03, "he or she": 0.06, "duty": 0.015, "view": 0.03, "reporting": 0.03,
    "past": 0.05, "present": 0.06, "future": 0.015, "weekday": 0.01, "negation": 0.02, "joining": 0.03,
    "sport": 0.05, "promotion": 0.04, "release": 0.005, "review": 0.04, "recipe": 0.04, "advice": 0.04,
    "obituary": 0.015, "speech": 0.015, "explain": 0.02, "institute": 0.03,
}  # fmt: skip
_GROUPS: dict[str, tuple[str, ...]] = {}
for _group in _CAPS:
    for _word in _WORDS[_group]:
        _GROUPS[_word] = (*_GROUPS.get(_word, ()), _group)
_FIRST_PERSONS = _WORDS["i"] | _WORDS["we"]
_IMPERATIVES = _WORDS["imperative"]

# A pattern that begins with a digit is sought from digit to digit; one that begins with `\b` is tried at every character,
# which takes three times as long. `(?<!\w\d)` behind the first digit says what `\b` before it would.
_RESULT = re.compile(r"\d(?<!\w\d)\d{0,2}\s?[-–]\s?\d{1,3}\b")
_UNITS = frozenset(
    [
        "g",
        "kg",
        "ml",
        "oz",
        "lb",
        "tbsp",
        "tsp",
        "cup",
        "cups",
        "tablespoon",
        "tablespoons",
        "teaspoon",
        "teaspoons",
    ]
)
_AMOUNT = re.compile(rf"\d(?<!\w\d)\d*(?:/\d)?\s{{0,4}}(?:{'|'.join(sorted(_UNITS))})\b")
_QUESTION = re.compile(r"(?:q|question)\s?[:.](?=\s)|[^.\n]{8,300}\?$")
_ANSWER = re.compile(r"(?:a|answer)\s?[:.](?=\s)")
_CLOCK = re.compile(r"(?:\[|\()?(?:updated?\s)?\d{1,2}[:.h]\d{2}\s?(?:a\.?m\.?|p\.?m\.?)?\b", re.IGNORECASE)
_LEADS = re.compile(
    r"^(?:how|why|what|when|where|who|which|can|is|are|do|does|should)\b|\bexplain(?:ed|er)\b|\bwhat (?:to|you need to) know\b"
)
_NUMBERED = re.compile(
    r"^(?:the )?\d{1,3} (?:best |ways|things|tips|reasons|signs|steps|ideas|recipes)|^how to\b|\bguide to\b|^best "
)
_BOILERPLATE = re.compile(
    r"^(?:about [a-z]|media contact|press contact|contact information|contact:|contacts:|for more information,? (?:please )?(?:visit|contact)"
    r"|for immediate release|source:? |notes? to editors)|\bforward-looking statements\b|/prnewswire|\(globe newswire\)|\bfor immediate release\b",
    re.MULTILINE,
)
_DEATH = re.compile(
    r"\b(?:died|has died|passed away|dies)\b[^.\n]{0,80}\b(?:aged|age|at the age of|(?:he|she) was) \d{2,3}\b|\bsurvived by\b|\b(?:dies|dead) at \d{2,3}\b"
)
_ADDRESS = re.compile(
    r"\b(?:ladies and gentlemen|my fellow|thank you (?:all|so much|very much)|good (?:morning|afternoon|evening),? (?:everyone|everybody|all|ladies)|\(applause\)|\[applause\])"
)
# Words of which each form has one; those that begin a line stand after its break.
_RELEASE_WORDS = (
    "\nabout ",
    "\nmedia contact",
    "\npress contact",
    "\ncontact",
    "\nfor more information",
    "immediate release",
    "\nsource",
    "\nnote",
    "forward-looking statements",
    "newswire",
)
_DEATH_WORDS = ("died", "dies", "dead", "passed away", "survived by")
_ADDRESS_WORDS = ("ladies", "fellow", "thank you", "good ", "applause")
# Shorter pieces are measured as if they were so long: in them a single sentence would move every share.
_FEWEST_WORDS, _FEWEST_SENTENCES = 250, 12


def measure(document: Draft, quotes: Sequence[Quote]) -> dict[str, float]:
    """The measures of an article's form; those that are zero are left out."""
    own = _own_text(document)
    # A word of its own each, so that "I," is "i"; apostrophes stay.
    for mark in ",.;:!?()":
        own = own.replace(mark, " ")
    words = own.split()
    total = max(len(words), _FEWEST_WORDS)
    counts = Counter(words)
    groups: Counter[str] = Counter()
    for word, count in counts.items():
        for group in _GROUPS.get(word, ()):
            groups[group] += count
    values = {group: min(1.0, count / total / _CAPS[group]) for group, count in groups.items()}
    values["spread"] = _spread(words)
    values.update(_sentences(document, len(words)))
    values.update(_voices(document, quotes, len(words)))
    values.update(_blocks(document, total))
    values.update(_forms(document))
    # Who is interviewed speaks for himself; questions that nobody answers as "I" head an explainer.
    values["turns"] *= min(1.0, 3 * values.get("i", 0.0) + values.get("we", 0.0) + values["embedded"])
    return {name: round(value, 4) for name, value in values.items() if value > 0}


def _own_text(document: Draft) -> str:
    """The prose outside quotations, in small letters."""
    lower = document.lower
    pieces: list[str] = []
    quotations = iter(document.quotations)
    quotation = next(quotations, None)
    for block in document.blocks:
        if block.kind not in PROSE:
            continue
        at, end = block.span
        while quotation and quotation.end <= at:
            quotation = next(quotations, None)
        while quotation and quotation.start < end:
            pieces.append(lower[at : max(at, quotation.start)])
            at = max(at, min(end, quotation.end))
            if quotation.end > end:
                break
            quotation = next(quotations, None)
        pieces.append(lower[at:end])
    return straight(" ".join(pieces))


def _spread(words: list[str]) -> float:
    """How far the first person runs through the text, from its first to its last use."""
    used = _FIRST_PERSONS.intersection(words)
    if not used:
        return 0.0
    first = min(map(words.index, used))
    last = len(words) - 1 - min(map(words[::-1].index, used))
    return (last - first) / len(words)


def _sentences(document: Draft, own: int) -> dict[str, float]:
    sentences, text, lower = document.sentences, document.text, document.lower
    total = max(len(sentences), _FEWEST_SENTENCES)
    asked = excited = imperative = 0
    for sentence in sentences:
        start, end = sentence.span
        last = text[end - 1]
        asked += last == "?"
        excited += last == "!"
        imperative += lower[start : start + 12].partition(" ")[0] in _IMPERATIVES
    return {
        "questions": min(1.0, asked / total / 0.2),
        "exclamations": min(1.0, excited / total / 0.1),
        "imperatives": min(1.0, imperative / total / 0.4),
        "long sentences": min(1.0, max(0.0, own / total - 8) / 24),
    }


def _voices(document: Draft, quotes: Sequence[Quote], own: int) -> dict[str, float]:
    """How much of the prose is somebody's words, and how many speak."""
    quoted = sum(_word_count(document, span) for span in document.quotations)
    embedded = sum(_word_count(document, matter.span) for matter in document.embedded)
    words = own + quoted or 1
    told = [quote for quote in quotes if not quote.stance and quote.speaker]
    people = {
        quote.speaker.key for quote in told if quote.speaker and quote.speaker.kind is not SourceKind.DOCUMENT
    }
    sentences = max(len(document.sentences), _FEWEST_SENTENCES)
    return {
        "quoted": min(1.0, quoted / words / 0.4),
        "embedded": min(1.0, embedded / words / 0.6),
        "statements": min(1.0, sum(quote.kind is not QuoteKind.DIRECT for quote in told) / sentences / 0.4),
        "spoken": min(1.0, sum(quote.kind is QuoteKind.DIRECT for quote in told) / sentences / 0.4),
        "speakers": min(1.0, len(people) / sentences / 0.3),
    }


def _word_count(document: Draft, span: Span) -> int:
    return len(document.text[span.start : span.end].split())


def _blocks(document: Draft, words: int) -> dict[str, float]:
    kinds = Counter(block.kind for block in document.blocks)
    paragraphs = max(kinds[BlockKind.PARAGRAPH] + kinds[BlockKind.LIST_ITEM], 3)
    lower = document.lower
    links = sum(not link.furniture for link in document.links)
    asking = sum(
        lower[block.span.end - 1] == "?" for block in document.blocks if block.kind is BlockKind.HEADING
    )
    opening = lower[:20_000]
    measured = not _UNITS.isdisjoint(letters_of(document)[:20_000].split())
    amounts = len(_AMOUNT.findall(opening)) if measured else 0
    return {
        "headings": min(1.0, kinds[BlockKind.HEADING] / words * 100),
        "asking headings": min(1.0, asking / words * 200),
        "lists": min(1.0, kinds[BlockKind.LIST_ITEM] / paragraphs / 0.5),
        "links": min(1.0, links / words * 50),
        "references": float(len(document.references) > 1),
        "dateline": float(document.dateline is not None),
        "results": min(1.0, len(_RESULT.findall(opening)) / words * 100),
        "amounts": min(1.0, amounts / words * 50),
    }


def _hits(pattern: re.Pattern[str], words: tuple[str, ...], text: str) -> int:
    """How often a pattern stands in a text; it is tried only where one of its words stands."""
    return len(pattern.findall(text)) if any(word in text for word in words) else 0


def _plain(text: str) -> str:
    """The lines of a text with single blanks in them."""
    return "\n".join([" ".join(line.split()) for line in text.split("\n")])


def _forms(document: Draft) -> dict[str, float]:
    """The forms that a kind has by convention: turns, times of day, boilerplate, a death notice, an address."""
    lower = document.lower
    title = " ".join((document.title or "").lower().split())
    prose = [block for block in document.blocks if block.kind in (BlockKind.PARAGRAPH, BlockKind.HEADING)]
    asked = answered = timed = 0
    for block in prose:
        start, end = block.span
        labelled = lower.startswith(("q:", "q."), start)
        asking = lower[end - 1] in "?:" and _QUESTION.match(lower, start, min(end, start + 320))
        asked += labelled or bool(asking)
        answered += _ANSWER.match(lower, start, end) is not None
        timed += _CLOCK.match(lower, start, end) is not None
    blocks = max(len(prose), 6)
    opening, closing = _plain(lower[:1500]), _plain(lower[-2500:])
    return {
        "turns": min(1.0, (asked + answered) / blocks / 0.4) if asked >= 3 else 0.0,
        "times of day": min(1.0, timed / blocks / 0.3) if timed >= 3 else 0.0,
        "boilerplate": min(1.0, _hits(_BOILERPLATE, _RELEASE_WORDS, f"\n{opening[:400]}\n{closing}") / 2),
        "death notice": min(1.0, _hits(_DEATH, _DEATH_WORDS, title + "\n" + opening)),
        "address": min(1.0, _hits(_ADDRESS, _ADDRESS_WORDS, opening + "\n" + closing) / 4),
        "asking title": float(_LEADS.search(title) is not None),
        "listing title": float(_NUMBERED.search(title) is not None),
    }

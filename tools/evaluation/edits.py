"""Edits that make an article look better or worse sourced than it is: what each of them may move is a gate of `make eval`."""

import random
import re
from collections.abc import Callable, Iterator
from typing import NamedTuple

from scoring import Article, Document, read
from scoring.views.statements import statements_of
from scoring.views.wording import stock_spans

Edit = Callable[[str, random.Random], str]

_END = re.compile(r"(?<=[.!?])\s+")
_SHORTEST = 6
# Fewer words in a paragraph are a heading or a label.
_LINE = 8

ONE = (
    "The Treasury said on Thursday that it knew about the question.",
    "A spokesman for the Interior Ministry declined to comment on Monday.",
    "The BBC reported on the issue last week.",
    "“We take this seriously,” said Laura Whitfield, a deputy director of the Northern Water Authority.",
    "According to the Associated Press, talks go on.",
    "Mayor Daniel Okafor said that he had been informed.",
    "Police in Norwich said that they were looking into it.",
    "The Ardent Institute for Public Policy said that it had seen the figures.",
    "A 2023 study by Stanford University came to the same result.",
    "President Biden spoke about this on Friday.",
)
OFFICIALS = (
    "the Pentagon said",
    "Reuters reported",
    "the European Commission said",
    "the mayor’s office said",
)
FIRST = ("Clara", "Edwin", "Farida", "George", "Ines", "Malik", "Norah", "Stefan", "Tomas", "Wendy")
LAST = (
    "Abbott",
    "Brannigan",
    "Castell",
    "Dunmore",
    "Eklund",
    "Fairley",
    "Garrido",
    "Holm",
    "Iversen",
    "Kettle",
)
BODIES = (
    "Ashdown Planning Board",
    "Millbrook Health Trust",
    "Harrow County Roads Office",
    "Velden Fire Service",
)
POSTS = ("head", "spokeswoman", "deputy chief", "secretary")

# Plain words for stock ones; what stands for what is ours.
PLAIN_WORDS = {
    "additionally": "also", "aims": "wants", "ample": "enough", "approach": "way", "aspects": "sides",
    "challenges": "troubles", "complex": "tangled", "comprehensive": "full", "concerns": "worries",
    "continues": "goes on", "crucial": "needed", "demonstrate": "show", "demonstrates": "shows",
    "despite": "for all", "diverse": "mixed", "dynamic": "lively", "effective": "working", "efforts": "work",
    "emphasized": "said", "emphasizing": "saying", "enhance": "better", "ensure": "see to", "ensuring": "seeing to",
    "essential": "needed", "experience": "time", "explore": "look at", "focus": "eye", "foster": "help",
    "fostering": "helping", "furthermore": "then", "growing": "rising", "highlight": "show", "highlights": "shows",
    "highlighting": "showing", "however": "but", "impact": "mark", "implications": "results", "importance": "weight",
    "important": "big", "including": "with", "increasingly": "more and more", "individuals": "people",
    "innovative": "new", "insights": "views", "key": "main", "landscape": "field", "notable": "known",
    "ongoing": "running", "opportunities": "chances", "overall": "in all", "particularly": "above all",
    "potential": "promise", "potentially": "maybe", "provides": "gives", "providing": "giving", "raises": "brings up",
    "recent": "late", "reflects": "shows", "remains": "is", "resilience": "strength", "robust": "strong",
    "role": "part", "significant": "large", "significantly": "much", "significance": "weight", "strategic": "planned",
    "strategies": "plans", "sustainable": "lasting", "ultimately": "in the end", "underscores": "shows",
    "unique": "own", "unprecedented": "new", "various": "many", "vital": "needed", "while": "as",
}  # fmt: skip


def paragraphs(text: str) -> list[str]:
    """The paragraphs of a text; of one line, runs of three sentences."""
    parts = [part for part in re.split(r"\n\s*\n|\n", text) if part.strip()]
    if len(parts) >= 3:
        return parts
    sentences = _END.split(text)
    return [" ".join(sentences[place : place + 3]) for place in range(0, len(sentences), 3)]


def _is_prose(text: str) -> bool:
    return not text.lstrip().startswith(("#", "-", "*", ">", "|", "[")) and len(text.split()) >= _LINE


def _appended(*sentences: str) -> Edit:
    return lambda text, _: "\n\n".join([text.rstrip(), *sentences])


def _each_paragraph(change: Callable[[str, int, random.Random], str]) -> Edit:
    def edit(text: str, chance: random.Random) -> str:
        parts = paragraphs(text)
        return "\n\n".join(
            change(part, number, chance) if _is_prose(part) else part for number, part in enumerate(parts)
        )

    return edit


def _each_sentence(change: Callable[[str, int, random.Random], str]) -> Edit:
    def inside(part: str, number: int, chance: random.Random) -> str:
        return " ".join(
            change(sentence, number * 7 + place, chance)
            if len(sentence.split()) > _SHORTEST and sentence.endswith(".")
            else sentence
            for place, sentence in enumerate(_END.split(part))
        )

    return _each_paragraph(inside)


def _official(chance: random.Random) -> str:
    return (
        f"{chance.choice(FIRST)} {chance.choice(LAST)}, {chance.choice(POSTS)} of the {chance.choice(BODIES)}"
    )


def _in_mouths(part: str, number: int, _: random.Random) -> str:
    if number % 3 != 1 or '"' in part or "“" in part:
        return part
    return f"“{part.strip().rstrip('.')},” {OFFICIALS[number % 2 * 2]} in a statement."


def _synonyms(text: str, _: random.Random) -> str:
    def plain(match: re.Match[str]) -> str:
        found = PLAIN_WORDS.get(match[0].lower(), match[0])
        return found.capitalize() if match[0][0].isupper() else found

    return re.sub(r"[A-Za-z]+", plain, text)


def _without_stock(text: str, _: random.Random) -> str:
    document = read(Article(text, language="en"))
    for start, end in sorted(set(stock_spans(document)), reverse=True):
        text = text[:start] + text[end:].lstrip(" ")
    return text


def _references(text: str, _: random.Random) -> str:
    entries = [
        f"[{number}] Associated Press. Report {number * 41}. https://apnews.com/article/report-{number * 41}-2024"
        for number in range(1, 7)
    ]
    return "\n\n".join([text.rstrip(), "References", "\n".join(entries)])


def _cited(text: str, chance: random.Random) -> str:
    counter = iter(range(1, 10_000))
    marked = _each_sentence(lambda sentence, *_: f"{sentence[:-1]} [{next(counter)}].")(text, chance)
    entries = [
        f"[{number}] The Guardian. Story {number * 53}. https://www.theguardian.com/world/2024/mar/{1 + number % 28:02d}/story-{number * 53}"
        for number in range(1, next(counter))
    ]
    return "\n\n".join([marked, "References", "\n".join(entries)])


class Gate(NamedTuple):
    """How far an edit may lift low articles: in the mean, and any of them; None where it is only told.

    `pages` is the address that a look-up finds living and about the sentence with it; no other is looked at.
    """

    edit: Edit
    mean: float | None = None
    most: float | None = None
    pages: str | None = None


LINK = "https://www.theguardian.com/world/2025/mar/04/report"
GAMING: dict[str, Gate] = {
    **{f"one sentence: {sentence}": Gate(_appended(sentence), 2.5, 8.0) for sentence in ONE},
    "three sentences": Gate(_appended(*ONE[:3]), 6.0),
    "dateline": Gate(lambda text, _: f"LONDON (Reuters) - {text.lstrip()}", 1.0, 1.0),
    "label Opinion": Gate(lambda text, _: f"Opinion\n\n{text}", 1.0, 1.0),
    "last line Satire": Gate(_appended("Satire"), 1.0, 1.0),
    "byline and date": Gate(lambda text, _: f"By Helen Marsh\n4 March 2025\n\n{text}", 1.0, 1.0),
    "synonyms for stock words": Gate(_synonyms, 9.0),
    "stock words deleted": Gate(_without_stock, 9.0),
    "a third of the paragraphs in officials’ mouths": Gate(_each_paragraph(_in_mouths), 12.0),
    "attribution on every sentence": Gate(
        _each_sentence(lambda sentence, number, _: f"{sentence[:-1]}, {OFFICIALS[number % 4]}."), 35.0
    ),
    "one link, offline": Gate(_appended(f"Read more at {LINK} on this."), 3.0),
    "one living link, looked up": Gate(_appended(f"Read more at {LINK} on this."), 3.0, pages=LINK),
    "an invented reference list": Gate(_references, 5.0),
    "a link to every paragraph": Gate(
        _each_paragraph(lambda part, number, _: f"{part.rstrip()} ({LINK}-{number})")
    ),
    "invented citations on every sentence": Gate(_cited),
    "“I think” before every sentence": Gate(
        _each_sentence(lambda sentence, *_: f"I think {sentence[0].lower()}{sentence[1:]}")
    ),
    "“we” in every sentence": Gate(
        _each_sentence(lambda sentence, *_: f"We know that {sentence[0].lower()}{sentence[1:]}")
    ),
    "a quotation by an invented official in every paragraph": Gate(
        _each_paragraph(
            lambda part, _, chance: (
                f"{part.rstrip()} “We told the county so in writing,” said {_official(chance)}."
            )
        )
    ),
    "an invented official on every sentence": Gate(
        _each_sentence(lambda sentence, _, chance: f"{sentence[:-1]}, said {_official(chance)}, on Tuesday.")
    ),
}


def stripped(document: Document) -> str:
    """The text without the sentences that have any source."""
    return _without(document, lambda it: bool(it))


def _without(document: Document, has: Callable[[tuple[object, ...]], bool]) -> str:
    text = document.text
    for statement in reversed(statements_of(document)):
        if has(statement.props):
            text = text[: statement.span.start] + text[statement.span.end :].lstrip(" ")
    return text


def unattributed(document: Document) -> str:
    """The text with its claims, and without cues, speakers beside them and quotation marks."""
    text, last = document.text, len(document.text)
    cuts = set()
    for quote in document.quotes:
        if quote.speaker and quote.cue and not quote.stance:
            start, end = (
                min(quote.speaker.span.start, quote.cue.start),
                max(quote.speaker.span.end, quote.cue.end),
            )
            if end - start <= sum(len(document[span]) for span in (quote.speaker.span, quote.cue)) + 3:
                cuts.add((start, end))
    for start, end in sorted(cuts, reverse=True):
        if end <= last:
            text, last = text[:start] + text[end:], start
    return re.sub(r",\s*([.,])", r"\1", re.sub('[“”"]', "", text))


def one_sentence_less(document: Document, chance: random.Random, count: int) -> Iterator[str]:
    """The text with one sentence deleted, for some of its sentences."""
    spans = [sentence.span for sentence in document.sentences]
    for start, end in chance.sample(spans, min(count, len(spans))):
        yield document.text[:start] + document.text[end:].lstrip(" ")

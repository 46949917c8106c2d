"""Texts made to cost as much as possible, and how the work that each part does on them grows with their length."""

import gc
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import partial

from scoring import (
    CATALOGUE,
    Article,
    Document,
    Evidence,
    Format,
    LinkEvidence,
    Lookup,
    LookupKind,
    PersonEvidence,
    PersonVerdict,
    TemplateEvidence,
    Verdict,
    fingerprint_of,
    judge,
    read,
    report_json,
    shipped,
    wants,
)
from scoring.line_evidence import LineCounts

Make = Callable[[int], str]

# Ten times the text may take ten times the work and, as sorting does, a little more: n log n is 12 at most here.
# The rest is for a machine that does other things meanwhile; work that is quadratic comes to 100.
MOST_GROWTH = 25.0
# What takes less CPU than this many seconds counts as so much: it is not told from chance.
FLOOR = 0.002
# What one megabyte may take at most, in seconds of CPU.
MOST_SECONDS = 2.0

WHEN = datetime(2026, 11, 1, tzinfo=UTC)
FILLER = "The council approved the plan for the bridge on the river. " * 5

# One unit, again and again.
UNITS = {
    "space": " ", "tab": "\t", "newline": "\n", "crlf": "\r\n", "no-break space": "\u00a0", "line separator": "\u2028",
    "next line": "\x85", "form feed": "\x0c", "zero width": "\u200b", "right to left": "\u202e", "soft hyphen": "\u00ad",
    "byte order mark": "\ufeff", "accent": "\u0301", "accented": "a\u0301", "joiner": "\u200d", "emoji": "\U0001f600",
    "chinese": "\u6f22", "korean": "\uac00", "arabic": "\u0627", "hindi": "\u0915\u094d", "wide digit": "\uff11",
    "dotted i": "\u0130", "sharp s": "\u00df", "ligature": "\ufb03",
    "digit": "1", "capital": "A", "letter": "a", "word": "word ", "long word": "wordwordword",
    "straight quote": '"', "apostrophe": "'", "open quote": "“", "close quote": "”", "open single": "‘",
    "close single": "’", "guillemet": "«", "closing guillemet": "»", "low quote": "„", "nested quotes": "“‘",
    "hyphen": "-", "dash": "—", "short dash": "–", "comma": ",", "comma space": ", ", "stop": ".", "stop space": ". ",
    "ellipsis": "…", "colon": ":", "semicolon": ";", "question": "?", "bang": "!", "percent": "%", "dollar": "$",
    "at": "@", "plus": "+", "equals": "=", "slash": "/", "backslash": "\\", "pipe": "|", "hash": "#", "star": "*",
    "underscore": "_", "backtick": "`", "tilde": "~", "caret": "^", "bullet": "•",
    "paren": "(", "closing paren": ")", "bracket": "[", "closing bracket": "]", "brace": "{", "bracket paren": "([",
    "image": "![", "open link": "[a](", "closed nothing": "](", "less": "<", "greater": ">", "ampersand": "&",
    "entity": "&amp;", "numbered entity": "&#1;", "open entity": "&#", "half entity": "&a",
    "marker": "[1]", "marker space": "[1] ", "marker list": "[1, 2-9]", "footnote": "[^1] ", "reference link": "[a][b] ",
    "link": "[a](http://a.co) ", "definition": "[a]: http://a.co\n", "url": "http://a.co/ ", "urls run on": "http://a.co/",
    "www": "www.", "scheme": "://", "dotted host": "http://a.a.a.", "e-mail": "a@b.c ", "doi": "10.1000/a ",
    "dois run on": "10.1000/", "isbn": "ISBN 978-3-16-148410-0 ", "arxiv": "arXiv:2101.00001 ", "pmid": "PMID 12345678 ",
    "tracked url": "http://a.co/?utm_source=a&",
    "day": "3 March 2026 ", "iso day": "2026-03-04 ", "american day": "March 3, 2026, ", "figures day": "03/04/2026 ",
    "month": "March ", "year": "2026 ", "years": "2026-", "weekday": "on Monday ", "hour": "3 a.m. ", "ago": "three days ago ",
    "since until": "since 2010 until ", "born": "(born 3 March 1950) ", "dated weekday": "Monday, 3 March 2026. ",
    "share": "15 percent ", "money": "$5 million ", "thousands": "1,000,", "decimals": "1.", "range": "1-2-", "ordinal": "1st ",
    "roman": "XIV ", "said": "said ", "who said that": "who said that ", "quoted": "“Yes,” he said. ",
    "straight quoted": '"Yes," he said. ', "according to": "according to ", "according to a name": "according to John Smith, ",
    "name": "John Smith ", "name comma": "John Smith, ", "of a name": "of John ", "titles": "Dr. Mr. Prof. ",
    "initials": "J. K. ", "capitals": "The Big Man ", "hyphenated": "Ab-", "elided": "O'", "mr": "Mr ", "office": "President ",
    "university": "University of ", "spokesman": "a spokesman for ", "study": "a study published in ", "experts": "experts say ",
    "sources": "sources familiar with the matter ", "that": "that ", "and": "and ", "of the": "of the ",
    "report of": "the report of the ", "role said": "President Ada Berg said in 1999. ", "by": "By John Smith and ",
    "sentence": "A man went to the sea. ", "sentences run on": "A.B.", "abbreviation": "U.S. ", "latin": "e.g. i.e. ",
    "long sentence": "The council approved the plan for the bridge on the river today. ", "hyphened words": "a-b-c ",
    "long quotation": "“We will not do this again in our lives,” John Smith said. ",
    "keywords": "best cheap hotel london ", "filler words": "lorem ipsum dolor sit amet ",
    "short line": "a\n", "capital line": "A\n", "byline": "By John Smith\n", "caption": "Photo: ", "dateline": "LONDON (AP) — ",
    "numbered line": "1. a\n", "roman line": "i. a\n", "listed line": "- a\n", "list": "- ", "quoted line": "> ", "deep quote": ">",
    "references": "References\n", "entry": "[1] Smith, J. (2020). Title. http://a.co/1\n", "numbered entry": "1. Smith, J. Title. 2020.\n",
    "table": "| a ", "table rows": "|a|b|\n|-|-|\n", "heading": "# a\n", "emphasis": "*a **b ", "code": "```\n",
    "open tag": "<a ", "open tags": "<a<", "p": "<p>", "div": "<div>", "closed p": "</p>", "b": "<b>", "b p": "<b><p>",
    "text p": "<p>a</p>", "a": "<a href=", "quoted a": '<a href="x">', "attribute": " a=b", "open attribute": "<a b='",
    "comment": "<!--", "comments": "<!-- x ", "cdata": "<![CDATA[", "instruction": "<?", "declaration": "<!",
    "script": "<script>", "script end": "</scrip", "style": "<style>", "title": "<title>", "textarea": "<textarea>",
    "cells": "<table><tr><td>x", "items": "<ul><li>x", "ordered items": "<ol><li>", "q": "<q>", "block quotation": "<blockquote>",
    "raised": "<sup>", "raised call": '<sup><a href="#f1">1</a></sup>', "raised marker": "<p>word<sup>[1]</sup> ",
    "h1": "<h1>", "meta": '<meta property="article:author" content="John Smith">', "time": "<time datetime=",
    "data": '<script type="application/ld+json">{"headline":"x"}</script>', "open data": '<script type="application/ld+json">{"a":',
}  # fmt: skip


def run_of(unit: str, length: int) -> str:
    """A unit again and again, cut at a length."""
    return (unit * (length // len(unit) + 1))[:length]


def series(line: str, separator: str = " ") -> Make:
    """Lines that differ by their number, `{n}`, and by two letters that follow from it, `{x}`."""

    def make(length: int) -> str:
        lines: list[str] = []
        made = 0
        while made < length:
            number = len(lines)
            letters = chr(97 + number % 26) + chr(97 + number // 26 % 26)
            lines.append(line.format(n=number, x=letters, day=1 + number % 28, year=1900 + number % 200))
            made += len(lines[-1]) + len(separator)
        return separator.join(lines)

    return make


def between(before: str, unit: str, after: str = "") -> Make:
    """A run of a unit between two texts that make a pattern look through it."""
    return lambda length: before + run_of(unit, length) + after


def _called_list(length: int) -> str:
    calls = "".join(f"[{number}]" for number in range(1, length // 12))
    return f"Text. {calls}\n\nReferences\n" + series("[{n}] A title {n} https://a{n}.example/{n}", "\n")(
        length // 2
    )


def _echoed_titles(length: int) -> str:
    title = "one two three four five six seven eight nine"
    return (
        series("The board of {x} talked over plan {n} at length.")(length // 2)
        + "\n\nReferences\n"
        + series("[{n}] “" + title + " {n}”. Outlet, 2020. https://a.example/{n}", "\n")(length // 2)
    )


SERIES: dict[str, Make] = {
    "numbered lines": series("Line number {n} of text", "\n"),
    "slugs": series("a-b-c-{n}-d", "\n"),
    "rows": series("| {n} | x | y |", "\n"),
    "days": series("{day} March {year}."),
    "years": series("in {year}"),
    "quotations": series("“We will not do this {n} again,” said John Smith{x}."),
    "quotations of one": series("“We will not do this {n} again,” he said."),
    "sentences": series("The council approved plan {n} for bridge {n} on river {x}."),
    "names": series("John{x} Smith{x} said so."),
    "experts": series("Dr. Anna{x} Keller of Northgate University said {n}."),
    "quoted experts": series("“It is plan {n},” said Dr. Anna{x} Keller, professor of law at Northgate University."),
    "offices": series("President Ada{x} Berg said in {year}."),
    "urls": series("https://site{n}.co/p/{n}"),
    "urls of one site": series("https://site.co/p/title-of-the-page-{n}"),
    "isbns": series("ISBN 97800{n}"),
    "dois": series("doi:10.1000/{n}"),
    "markers": series("It is so[{n}]."),
    "notes": lambda length: series("[^{n}]")(length // 2) + "\n\n" + series("[^{n}]: x", "\n")(length // 2),
    "same entries": between("Text [1].\n\nReferences\n", "[1] Smith, J. (2020). A title. Journal. https://a.example/1\n"),
    "called entries": _called_list,
    "echoed titles": _echoed_titles,
    "linked entries": lambda length: f"{FILLER}\n\nReferences\n\n" + series("[{n}] https://a{n}.example/{n}", "\n")(length),
    "figures": series("It rose by {n} percent to {n} million."),
    "terms": series("He was elected in {year} and left in {year}."),
    "roles and days": series("Ada{x} Berg, the minister of trade, spoke on {day} March {year}."),
    "headings": series("## Part {n}\n\nText {n}.", "\n\n"),
    "markdown links": series("[the page {n}](https://site{n}.co/{n})"),
    "html links": series('<p><a href="https://site{n}.co/{n}">the page {n}</a> said {n}.</p>', ""),
    "html notes": series('<p>So it is<sup><a href="#n{n}">{n}</a></sup></p><li id="n{n}">Note {n}</li>', ""),
    "html quotations": series("<blockquote>We go {n}.</blockquote><p>John{x} Smith said.</p>", ""),
    "html rows": series("<tr><td>{n}</td><td>x {n}</td></tr>", ""),
    "long address": between("http://example.com/", "a"),
    "escaped address": between("http://example.com/", "%41"),
    "bracketed address": lambda length: "http://example.com/" + "(" * (length // 2) + ")" * (length // 2),
    "dotted address": between("http://example.com/", "."),
    "address with fields": between("http://example.com/?", "a=b&"),
    "long e-mail": between("", "a", "@"),
    "long doi": between("10.1000/", "a."),
    "long link words": between("[", "a", "](http://a.co)"),
    "brackets": lambda length: "[" * (length // 2) + "]" * (length // 2),
    "links in links": lambda length: "[a" * (length // 4) + "](b)" * (length // 8),
    "open quotation": between("“", "a "),
    "open paragraphs": between("", "“He went. "),
    "long quotation of one": between("“", "word ", "” he said."),
    "white space before a word": between("a", " ", "x"),
    "white space before a quotation": between("He said.", " ", "“Yes.”"),
    "blank lines": between("A.\n", "\n", "B."),
    "digits before a share": between("", "1", " percent"),
    "capitals before a cue": between("", "A", " said"),
    "name before a cue": between("", "John ", "said"),
    "names before a cue": between("", "John, ", "said"),
    "hyphenated name before a cue": between("Jo", "-Jo", " said"),
    "initials before a cue": between("", "J.", " Smith said"),
    "articles after a cue": between("according to ", "the "),
    "nested divs": lambda length: "<div>" * (length // 11) + "</div>" * (length // 11),
    "attributes": between("<p ", "a=b ", ">x</p>"),
    "attribute name": between("<p ", "a"),
    "attribute value": between("<p a='", "b"),
    "open comment": between("<!--", "-"),
    "script that never ends": between("<script>", "</scrip"),
    "title that never ends": between("<title>", "</titl"),
    "entity that never ends": between("<p>&", "a"),
    "large entity": between("<p>&#", "9", ";"),
    "picture text": between("<img alt='", "x ", "'>"),
    "spaced tag": between("<", " "),
    "nested data": between('<script type="application/ld+json">', "[", "</script>"),
    "nested objects": between('<script type="application/ld+json">', '{"a":', "</script>"),
    "large number": between('<script type="application/ld+json">{"a":', "9", "}</script>"),
}  # fmt: skip

# Units that are put into every place.
PLACED = (
    " ", "\t", "\u00a0", "\n", "1", "a", "A", ".", ",", "-", "'", '"', "“", "”", "A ", "a ", "A. ", "Aa ", "Aa, ", "Aa-", "a-", "1-",
    "1,", "1 ", "1(", "(1)", "[1]", "(", ")", "[", "]", "](", "/", "@", "%", "|", " | ", " - ", "— ", "and ", "by ", "the ", "of the ",
    "vol. ", "http://a.co ", "3 March 2026 ", "said ", "Mr. ", "\u0301",
)  # fmt: skip
PLACES = {
    "entry": FILLER + "[1]\n\nReferences\n\n[1] Smith, J. (2020). Title{}X. Journal, vol. 3. http://a.co/1",
    "author": FILLER + "[1]\n\nReferences\n\n[1] Smith{}, J. (2020). Title. Journal{}X",
    "entry start": FILLER + "[1]\n\nReferences\n\n[1] {}Smith",
    "definition": FILLER + "[^1]\n\n[^1]: {}X http://a.co/1",
    "byline": "By John{}Smith\n\n" + FILLER,
    "published": "Published: {}3 March 2026\n\n" + FILLER,
    "updated": "Last updated {}X 3 March 2026\n\n" + FILLER,
    "dateline": "LONDON, {} (AP) — It rained. " + FILLER,
    "speaker": "“We go,” said John {}Smith. " + FILLER,
    "speaker before": "John {} Smith said “We go now”. " + FILLER,
    "quotation": "“{}”, she said. " + FILLER,
    "after a colon": "John Smith said: “{}” " + FILLER,
    "according to": "According to {}X, it rained. " + FILLER,
    "institute": "According to the report of the {} Institute. " + FILLER,
    "day": "On {} March 2026. " + FILLER,
    "month": "On 3 {} 2026. " + FILLER,
    "weekday": "On Monday, {} 3 March 2026. " + FILLER,
    "share": "About {} percent of {} people. " + FILLER,
    "money": "It cost ${} million. " + FILLER,
    "items": FILLER + "\n- {}X\n- {}Y\n",
    "heading": "# {}X\n\n" + FILLER,
    "table": "| {} | x |\n|---|---|\n| {} | y |\n\n" + FILLER,
    "caption": "Photo: {}X / Getty\n\n" + FILLER,
    "parenthesis": "The man ({}X) rained. " + FILLER,
    "expert": "Dr. {}X, professor of {} at University of {}, said it rained. " + FILLER,
    "study": "A study published in {}X found it. " + FILLER,
    "role": "The {} minister of {} John Smith said so. " + FILLER,
    "term": "He was elected in {} 2020 until {}. " + FILLER,
    "label": "Smith: {}X. " + FILLER,
    "address": "See http://a.co/{} and http://a.co/x. " + FILLER,
    "identifier": "See doi:10.1000/{}x and ISBN {}x. " + FILLER,
    "marker": "It is so [{}] there. " + FILLER,
    "end": "The cat {}",
}
HTML_PLACES = {
    "title": "<title>X{} | Post</title><p>" + FILLER,
    "h1": "<h1>X{}Y</h1><p>" + FILLER,
    "author": '<meta name="author" content="X{}Y"><p>' + FILLER,
    "published": '<meta property="article:published_time" content="{}2026"><p>' + FILLER,
    "byline": '<p class="byline">By {}X</p><p>' + FILLER,
    "signed link": '<a rel="author" href="/x">{}X</a><p>' + FILLER,
    "time": '<time datetime="{}">x{}</time><p>' + FILLER,
    "href": '<p><a href="http://a.co/{}">x</a>' + FILLER,
    "link words": '<p>See <a href="http://a.co/1">{}X</a> said.' + FILLER,
    "picture": '<img alt="{}X" src=x><p>' + FILLER,
    "caption": "<figure><figcaption>{}X</figcaption></figure><p>" + FILLER,
    "block quotation": "<blockquote>{}X</blockquote><p>" + FILLER,
    "q": "<p>He said <q>{}X</q>." + FILLER,
    "entry": "<h2>References</h2><ol><li>{}X http://a.co/1</li></ol><p>" + FILLER,
    "cell": "<table><tr><td>{}X</td><td>1</td></tr></table><p>" + FILLER,
    "raised": "<p>x<sup>{}</sup> y" + FILLER,
    "code": "<pre><code>{}X</code></pre><p>" + FILLER,
    "class": '<p class="{}">x</p>' + FILLER,
    "id": '<p id="{}">x</p><a href="#{}">1</a>' + FILLER,
    "attribute name": "<p {}=x>x" + FILLER,
    "tag name": "<x{}>x" + FILLER,
    "headline": '<script type="application/ld+json">{{"@type":"NewsArticle","headline":"X{}Y"}}</script><p>'
    + FILLER,
    "declared author": '<script type="application/ld+json">{{"@type":"NewsArticle","author":{{"name":"X{}"}}}}</script><p>'
    + FILLER,
    "declared day": '<script type="application/ld+json">{{"@type":"NewsArticle","datePublished":"{}2026"}}</script><p>'
    + FILLER,
    "footer": "<footer>{}X</footer><p>" + FILLER,
    "comment": "<!--{}--><p>" + FILLER,
    "list of terms": "<dl><dt>{}X</dt><dd>{}Y</dd></dl><p>" + FILLER,
}


@dataclass(frozen=True)
class Shape:
    """One way to make a text of any length, in one format."""

    name: str
    format: Format
    make: Make

    def article(self, length: int) -> Article:
        """An article of about that many characters."""
        return Article(
            self.make(length), format=self.format, language="en", title="Port reopens", url="https://a.co/p"
        )


def shapes() -> Iterator[Shape]:
    """Every run and series in every format."""
    for format in Format:
        for name, unit in UNITS.items():
            yield Shape(f"{format}: {name}", format, partial(run_of, unit))
        for name, make in SERIES.items():
            yield Shape(f"{format}: {name}", format, make)


def placed_shapes() -> Iterator[Shape]:
    """Every placed unit in every place of a text or a page."""
    for formats, places in (((Format.TEXT, Format.MARKDOWN), PLACES), ((Format.HTML,), HTML_PLACES)):
        for format in formats:
            for place, template in places.items():
                for unit in PLACED:
                    yield Shape(f"{format}: {unit!r} in {place}", format, partial(_placed, template, unit))


def _placed(template: str, unit: str, length: int) -> str:
    run = run_of(unit, length // template.count("{}"))
    return (
        template.replace("{{", "\0")
        .replace("}}", "\1")
        .replace("{}", run)
        .replace("\0", "{")
        .replace("\1", "}")
    )


def seconds(article: Article) -> dict[str, float]:
    """What each part of reading and judging takes: seconds of this process's CPU, by the part's name.

    The collector of garbage is off meanwhile: it looks through what others hold, and is no part's doing.
    """
    collecting = gc.isenabled()
    gc.disable()
    try:
        return _laps(article)
    finally:
        if collecting:
            gc.enable()


def _laps(article: Article) -> dict[str, float]:
    spent: dict[str, float] = {}
    at = time.process_time()

    def lap(part: str) -> None:
        nonlocal at
        now = time.process_time()
        spent[part] = spent.get(part, 0.0) + now - at
        at = now

    document = read(article)
    lap("read")
    lookups = wants(document, shipped())
    lap("wants")
    fingerprint_of(document)
    lap("fingerprint_of")
    evidence = answered(document, lookups)
    at = time.process_time()
    if document.covered:
        for check in CATALOGUE:
            list(check(document, evidence))
            lap(check.code)
    report = judge(document, evidence, shipped())
    lap("judge")
    report_json(report)
    lap("report_json")
    return spent


def total(spent: Mapping[str, float]) -> float:
    """What an article takes in all; checks, which are measured one by one as well, count once."""
    return sum(spent[part] for part in ("read", "wants", "fingerprint_of", "judge", "report_json"))


def together(article: Article) -> float:
    """What reading, judging and telling an article takes in all, its parts not told apart: seconds of CPU."""
    began = time.process_time()
    document = read(article)
    lookups = wants(document, shipped())
    fingerprint_of(document)
    report_json(judge(document, answered(document, lookups), shipped()))
    return time.process_time() - began


def answered(document: Document, lookups: tuple[Lookup, ...]) -> Evidence:
    """Evidence that gives every check something to do: pages gone, experts unknown, lines seen elsewhere."""
    found = {
        lookup: PersonEvidence(PersonVerdict.NOT_FOUND, checked_at="2026-11-01T00:00:00Z")
        if lookup.kind is LookupKind.PERSON
        else LinkEvidence(
            list(Verdict)[number % len(Verdict)],
            title=f"Another page {number}",
            published="2020-01-01",
            status=404,
        )
        for number, lookup in enumerate(lookups)
    }
    gathered = Evidence.gathered(WHEN, True, found)
    lines = {digest: LineCounts(5, 5, 0, 0) for digest in fingerprint_of(document).digests}
    return replace(gathered, templates=TemplateEvidence(lines))


def too_fast(shape: Shape, length: int, attempts: int = 5) -> dict[str, tuple[float, float]]:
    """The parts whose work grows too fast from `length` to ten times as much, with both their seconds.

    Where a part looks so, all are measured again, and the least of each counts: what a busy machine adds is no fault of
    the part.
    """
    small: dict[str, float] = {}
    large: dict[str, float] = {}
    found: dict[str, tuple[float, float]] = {}
    for _ in range(attempts):
        for least, characters in ((small, length), (large, 10 * length)):
            for part, spent in seconds(shape.article(characters)).items():
                least[part] = min(spent, least.get(part, spent))
        found = suspects(small, large)
        if not found:
            break
    return found


def suspects(small: Mapping[str, float], large: Mapping[str, float]) -> dict[str, tuple[float, float]]:
    """The parts that took too much for ten times the text, with what they took before and after, in seconds."""
    return {
        part: (small.get(part, 0.0), spent)
        for part, spent in large.items()
        if spent > MOST_GROWTH * max(small.get(part, 0.0), FLOOR)
    }

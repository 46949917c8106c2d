"""When the page says that it was published and modified."""

import re
from dataclasses import replace

from scoring.document import Block, BlockKind, Dateline, Page, Span, Stamp, StampKind, StampOrigin
from scoring.reading.dates.flat_text import Flat
from scoring.reading.dates.named_months import Hit
from scoring.reading.dates.short_dates import day_values, url_date
from scoring.reading.dates.timex import readings
from scoring.reading.dates.triggers import explicit_dates

# A visible stamp stands near the top or the end, in a line of its own.
_FIRST, _LAST, _LONGEST = 14, 4, 200

_LABEL = re.compile(
    r"\b(?:(?P<modified>(?:last |recently )?(?:updated|modified|revised)|last (?:edited|reviewed))"
    r"|(?:(?:first|originally|date|article) )?(?:published|posted|answered|written|post on|publication date|pubdate|released|uploaded|dated?(?=:)))"
    r"\b(?: date)?(?: online)?:?(?: by [^|]{1,40}?)?(?: on| at)?:?,? ?(?=[a-z0-9])"
)
# What may stand before a label in its line: nothing, a mark, a reading time, a byline, "this article was".
_LEAD = re.compile(
    r"(?:^|[|•·:;,.)(/*-] ?|\bread |\bago |\d[ap]?\.?m?\.? |(?:article|story|post|page|piece|entry) (?:was |has been )?"
    r"(?:first |last |originally )?|\bby [^|]{2,60} )$"
)
# What a line may hold beside its dates for a bare date to be a stamp.
_REST = re.compile(
    r"\d{1,2}[:.]\d\d(?::\d\d)?|\b[ap]\.?m\.?(?![a-z])|\b(?:at|on|by|and|et|est|edt|gmt|utc|bst|cet|pst|pdt|ist|eest|msk|hrs)\b"
    r"|\b(?:min|minute|minutes|read|date|time|publication|article|news|source|author|last|first|originally)\b|[^a-z]+"
)
# The box of a book, a film, a record or a game: its date of publication is not the page's.
_PRODUCT = re.compile(
    r"(?:^|[|•·;,.] ?)(?:publishers?|pages|page count|isbn|price|rrp|hardback|hardcover|paperback|format|edition|translator|director|directed by|starring|cast"
    r"|running time|runtime|studio|distributor|label|tracks|developer|platforms?|genre|album|volume|issn|doi) ?:"
)
# What may follow a stamp in its line; other words are the headline that the date belongs to.
_AFTER = re.compile(
    r"[^a-z]*(?:$|t\d\d|[0-9|•·;,.:()/–—-]|(?:at|by|on|in|and|under|to|for|from|with|last|first|originally|updated?|modified|revised|edited|reviewed|published|posted|read"
    r"|share|comments?|min|mins|minutes?|views?|am|pm|et|est|edt|gmt|utc|bst|cet|cest|pst|pdt|ist|eest|msk|hrs|hours|source|author|tags?|filed|photo|print|email|as)\b)"
)
_ORIGINS = list(StampOrigin)
# A page with more dates than these is a list of other pages.
MOST = 20


def find_stamps(page: Page, declared: tuple[Stamp, ...], dateline: Dateline | None) -> tuple[Stamp, ...]:
    """All publication and modification stamps, strongest origin first; a date that reads two ways keeps both.

    `article.day_first` settles the order where the CMS knows it.
    """
    article = page.article
    found = _given(page)
    read = [_read(stamp, article.day_first) for stamp in declared[:MOST]]
    found += [stamp for stamp in read if all(len(reading.value) == 10 for reading in stamp.readings)]
    if article.url and len(value := url_date(article.url) or "") == 10:
        found.append(Stamp(StampKind.PUBLISHED, StampOrigin.URL, value, readings((value,))))
    found += _visible(page)[:MOST]
    found += _of_dateline(page, dateline)
    kinds = list(StampKind)
    found = [stamp for stamp in found if stamp.readings]
    return tuple(sorted(found, key=lambda s: (_ORIGINS.index(s.origin), kinds.index(s.kind))))


def _given(page: Page) -> list[Stamp]:
    given = (
        (StampKind.PUBLISHED, page.article.published_at),
        (StampKind.MODIFIED, page.article.modified_at),
    )
    return [
        _read(Stamp(kind, StampOrigin.CMS, text, ()), page.article.day_first) for kind, text in given if text
    ]


def _read(stamp: Stamp, day_first: bool | None) -> Stamp:
    """The stamp with the readings of its text."""
    return replace(stamp, readings=readings(day_values(stamp.text, day_first)))


def _visible(page: Page) -> list[Stamp]:
    flat = Flat(page, _candidates(page))
    found = []
    at = 0
    lines = flat.text.split("\n")
    for number, line in enumerate(lines):
        if any(map(str.isdigit, line)) and not any(
            map(_PRODUCT.search, lines[max(0, number - 1) : number + 2])
        ):
            found += _in_line(page, flat, line, at)
        at += len(line) + 1
    return found


def _candidates(page: Page) -> list[Block]:
    blocks = [block for block in page.blocks if block.kind not in (BlockKind.REFERENCE, BlockKind.CODE)]
    near = blocks if len(blocks) <= _FIRST + _LAST else blocks[:_FIRST] + blocks[-_LAST:]
    chosen = {id(block) for block in near if _may_date(page, block)}
    return [block for block in blocks if id(block) in chosen or block.kind is BlockKind.STAMP]


def _may_date(page: Page, block: Block) -> bool:
    """Whether a block near an end may date the page: in furniture, dates without a label are those of other items."""
    if block.span.end - block.span.start > _LONGEST:
        return False
    return block.kind is not BlockKind.FURNITURE or _LABEL.search(page.lower, *block.span) is not None


def _in_line(page: Page, flat: Flat, line: str, at: int) -> list[Stamp]:
    """The stamps of one line: dates with a label before them, else a date that has the line to itself."""
    hits = explicit_dates(line, page.article.day_first)
    hits = [hit for hit in hits if all(len(value) == 10 for value in hit.values)]
    if not hits or _prose(line, hits):
        return []
    labels = [match for match in _LABEL.finditer(line) if _LEAD.search(line, 0, match.start())]
    found = []
    for label in labels:
        hit = next((hit for hit in hits if 0 <= hit.start - label.end() <= 2), None)
        if hit and _AFTER.match(line, hit.end):
            kind = StampKind.MODIFIED if label["modified"] else StampKind.PUBLISHED
            found.append(_stamp(page, flat, kind, hit, at, at + label.start()))
    if not found and not labels and _alone(line, hits[0]):
        found.append(_stamp(page, flat, StampKind.PUBLISHED, hits[0], at, at + hits[0].start))
    return found


def _stamp(page: Page, flat: Flat, kind: StampKind, hit: Hit, at: int, start: int) -> Stamp:
    span = flat.span(start, at + hit.end)
    text = " ".join(page.text[flat.origin(at + hit.start) : span.end].split())
    return Stamp(kind, StampOrigin.LABEL, text, readings(hit.values), span)


def _prose(line: str, hits: list[Hit]) -> bool:
    """Whether a line is a sentence that happens to hold a date."""
    after = line[hits[-1].end :]
    return len(after.split()) > 12 or (line.endswith((".", "!", "?")) and len(after.split()) > 5)


def _alone(line: str, hit: Hit) -> bool:
    """Whether a line holds a date and nothing but a time, a zone or a signature."""
    rest = line[: hit.start] + " " + line[hit.end :]
    rest = re.sub(r"\bby [^|•·]{2,60}", " ", rest)
    return not _REST.sub("", rest).strip()


def _of_dateline(page: Page, dateline: Dateline | None) -> list[Stamp]:
    if dateline is None:
        return []
    text = " ".join(page[dateline.span].lower().split())
    hits = [hit for hit in explicit_dates(text, page.article.day_first) if len(hit.values[0]) == 10]
    if not hits:
        return []
    return [
        Stamp(
            StampKind.PUBLISHED,
            StampOrigin.DATELINE,
            page[dateline.span],
            readings(hits[0].values),
            Span(*dateline.span),
        )
    ]

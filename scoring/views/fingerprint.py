"""By which marks an article is known again: digests of its lines and of its frame of headings."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from hashlib import blake2b

from scoring.document import Block, BlockKind, Document, Span
from scoring.layout.furniture import EDGES
from scoring.line_evidence import signed
from scoring.sites import site_of
from scoring.straight import straight

# Shorter lines recur by chance: datelines, "Related", "What happens next".
SHORTEST_LINE = 25
# Longer ones are reporting: they tell copies, and are no lines of a template.
LONGEST_LINE = 300
# A frame is made of at least so many headings; two of them are everybody's.
FEWEST_HEADINGS = 3
# The smallest digests stand for a longer text, whatever their order: a megabyte costs what a long read costs.
MOST_LINES = 200

# Quotations, table rows and references recur for good reasons; titles, credits and furniture are no prose.
_COUNTED = frozenset({BlockKind.PARAGRAPH, BlockKind.LIST_ITEM, BlockKind.HEADING})


@dataclass(frozen=True, slots=True)
class Fingerprint:
    """The digests of an article's lines with their places, at most MOST_LINES of them; `long` are its longer ones.

    `work` and `second` are the digests of its two longest lines (0 for what it does not have): a copy of the
    article has both, an article out of the same template at most the one that is the template's; `frame` that of its headings in order, None where it has fewer than FEWEST_HEADINGS. `chars` is the length
    of all counted lines. Digests are signed 64-bit numbers.
    """

    lines: Mapping[int, tuple[Span, ...]]
    work: int = 0
    second: int = 0
    frame: int | None = None
    headings: tuple[Span, ...] = ()
    chars: int = 0
    long: frozenset[int] = frozenset()

    @property
    def digests(self) -> tuple[int, ...]:
        """The digests under which the article is kept and sought, in order of size."""
        return tuple(sorted({*self.lines, *filter(None, (self.work, self.second, self.frame))}))


def fingerprint_of(document: Document) -> Fingerprint:
    """The marks of a document."""
    return fingerprint_of_blocks(document.lower, document.blocks)


def fingerprint_of_blocks(text: str, blocks: Iterable[Block]) -> Fingerprint:
    """The marks of a text that was laid out, `text` being in lower case."""
    text = straight(text)
    lines: dict[int, list[Span]] = {}
    headings: list[tuple[str, Span]] = []
    long: list[str] = []
    longest = second = (0, "")
    chars = 0
    for block in blocks:
        if block.kind not in _COUNTED:
            continue
        chars += block.span.end - block.span.start
        line = " ".join(text[block.span.start : block.span.end].split()).strip(EDGES)
        if block.kind is BlockKind.HEADING:
            headings.append((line, block.span))
        if len(line) > LONGEST_LINE:
            long.append(line)
        elif len(line) >= SHORTEST_LINE:
            lines.setdefault(digest(line), []).append(block.span)
        else:
            continue
        sized = (len(line), line)
        if sized > longest:
            longest, second = sized, longest
        elif longest > sized > second:
            second = sized
    kept = sorted(lines)[:MOST_LINES]
    framed = len(headings) >= FEWEST_HEADINGS
    return Fingerprint(
        lines={mark: tuple(lines[mark]) for mark in kept},
        work=digest(longest[1]) if longest[1] else 0,
        second=digest(second[1]) if second[1] else 0,
        frame=digest("\n#".join(("", *(line for line, _ in headings)))) if framed else None,
        headings=tuple(span for _, span in headings) if framed else (),
        chars=chars,
        long=frozenset(sorted(map(digest, long))[:MOST_LINES]),
    )


def digest(line: str) -> int:
    """64 bits of BLAKE2b."""
    # A lone surrogate cannot be encoded; what is read from JSON may hold one.
    data = line.encode("utf-8", "surrogatepass")
    return signed(int.from_bytes(blake2b(data, digest_size=8).digest(), "big"))


def outlet_of(url: str | None, place: str | None) -> int | None:
    """The outlet of an article, as a digest of the site that its URL names, else of the CMS's `site`.

    None where neither is known. A `site` that is written like a host is the outlet of that host.
    """
    named = (url or "").strip() or (place or "").strip()
    if "." in named:
        named = site_of(named if "://" in named else f"https://{named}")
    return digest(named.lower()) if named else None

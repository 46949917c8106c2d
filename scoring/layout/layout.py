"""The shape that every format is brought to: one text, its blocks, and what the page says of itself."""

from dataclasses import dataclass

from scoring.document import Block, Link, Span, Stamp


@dataclass(frozen=True, slots=True)
class Layout:
    """One article laid out: `text` is what every span counts in, `blocks` tile its lines in order.

    `code` are stretches of code within blocks. `title_spans` are all places where the title stands as a line of its own. `language`, `authors` and
    `stamps` are what the page's markup declares; plain text declares nothing.
    """

    text: str
    blocks: tuple[Block, ...]
    title: str | None = None
    title_spans: tuple[Span, ...] = ()
    links: tuple[Link, ...] = ()
    code: tuple[Span, ...] = ()
    language: str | None = None
    authors: tuple[str, ...] = ()
    stamps: tuple[Stamp, ...] = ()

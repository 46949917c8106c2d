"""The metadata that static site generators put before the text of a Markdown file, in YAML or TOML."""

import re
from dataclasses import dataclass

from scoring.document import Stamp, StampKind, StampOrigin
from scoring.layout.declared_metadata import MOST_AUTHORS, make_stamp

LONGEST = 8_000
_BLOCK = re.compile(r"\ufeff?(---|\+\+\+)[ \t]*\r?\n(.*?)\r?\n(?:\1|\.\.\.)[ \t]*(?:\r?\n|$)", re.DOTALL)
_PAIR = re.compile(r"([A-Za-z_][\w.-]{0,40})\s*[:=](?:\s+|(?=[\"'\[{])|$)(.*)$")
# What else stands in such a block: items, deeper levels, folded text, tables, remarks.
_OTHER = re.compile(r"\s*(?:-\s|#|\[|\]|\}|[\w\"'-]+\s*[:=]|$)|\s{1,40}\S")
_TITLE = ("title", "headline")
_AUTHOR = ("author", "authors", "byline", "by")
_LANGUAGE = ("lang", "language", "locale")
_PUBLISHED = ("date", "published", "publishdate", "pubdate", "date_published", "published_at", "created")
_MODIFIED = ("lastmod", "updated", "modified", "last_modified_at", "date_modified", "updated_at")
# A block without any of these keys is no metadata.
_KNOWN = frozenset(
    (
        *_TITLE,
        *_AUTHOR,
        *_LANGUAGE,
        *_PUBLISHED,
        *_MODIFIED,
        "layout",
        "tags",
        "categories",
        "slug",
        "draft",
        "permalink",
        "description",
    )
)


@dataclass(frozen=True, slots=True)
class FrontMatter:
    """What a block of metadata says of its text; `end` is where the text begins."""

    end: int = 0
    title: str | None = None
    language: str | None = None
    authors: tuple[str, ...] = ()
    stamps: tuple[Stamp, ...] = ()


def read_front_matter(body: str) -> FrontMatter:
    """The front matter that a body begins with; an empty one where it begins with its text, a rule for instance."""
    found = _BLOCK.match(body[:LONGEST])
    if not found:
        return FrontMatter()
    values = _values(found[2].splitlines())
    if _KNOWN.isdisjoint(values) or not found[2].partition("\n")[0].strip():
        return FrontMatter()  # two rules with text between them
    stamps = [
        make_stamp(kind, StampOrigin.META, value)
        for kind, names in ((StampKind.PUBLISHED, _PUBLISHED), (StampKind.MODIFIED, _MODIFIED))
        if (value := _first(values, names))
    ]
    authors = [name for key in _AUTHOR for name in values.get(key, ()) if not name.startswith(("http", "@"))]
    return FrontMatter(
        found.end(),
        _first(values, _TITLE),
        _first(values, _LANGUAGE),
        tuple(dict.fromkeys(authors))[:MOST_AUTHORS],
        tuple(stamp for stamp in stamps if stamp),
    )


def _values(lines: list[str]) -> dict[str, list[str]]:
    """The values of each key, deeper levels under the key that opens them; empty where a line is none of metadata."""
    values: dict[str, list[str]] = {}
    key = ""
    for line in lines:
        if pair := _PAIR.match(line):
            key = pair[1].lower()
            values[key] = _items(pair[2])
        elif item := re.match(r"\s{0,8}-\s+(?:name\s*:\s*)?(.+)$", line):
            values.setdefault(key, []).append(_bare(item[1]))
        elif name := re.match(r"\s{1,8}name\s*:\s*(.+)$", line):
            values.setdefault(key, []).append(_bare(name[1]))
        elif not _OTHER.match(line):
            return {}
    return values


def _items(text: str) -> list[str]:
    text = text.strip()
    if text.startswith("[") and text.endswith("]"):
        return [bare for part in text[1:-1].split(",") if (bare := _bare(part))]
    return [bare] if (bare := _bare(text)) else []


def _bare(text: str) -> str:
    text = text.strip()
    if len(text) > 1 and text[0] == text[-1] and text[0] in "\"'":
        return " ".join(text[1:-1].split())
    return " ".join(re.sub(r"\s#.*$", "", text).split()).rstrip(",")


def _first(values: dict[str, list[str]], names: tuple[str, ...]) -> str | None:
    return next((values[name][0] for name in names if values.get(name)), None)

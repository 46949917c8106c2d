"""Archives in JSON: the export of a Ghost site, and wire items as ninjs (IPTC) has them."""

import re
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from typing import Any

import orjson

from service.cli.archives.records import Item, LeftOut, Readable, given

# These files are read whole.
LONGEST = 1 << 30
_GHOST = re.compile(rb'\s*\{\s*"(?:db"\s*:\s*\[|meta"\s*:\s*\{[^{}]{0,2000}\}\s*,\s*"data"\s*:)')
_NINJS = re.compile(rb'(?<!\\)"(?:body_(?:x?html|text)|bodies|versioncreated|versionCreated|headlines)"\s*:')


def is_ghost(head: bytes) -> bool:
    """Whether a JSON file begins as Ghost's exports do."""
    return _GHOST.match(head) is not None


def is_ninjs(head: bytes) -> bool:
    """Whether the first kilobytes of a JSON file name what only ninjs has."""
    return b'"uri"' in head and _NINJS.search(head) is not None


def ghost_items(file: Readable, limit: int, left_out: LeftOut) -> Iterator[Item]:
    """The posts and pages of a Ghost export."""
    try:
        data = _data(_loaded(file))
        posts = _rows(data, "posts")
    except (ValueError, KeyError, TypeError, IndexError) as error:
        yield Item(error=f"is no export of Ghost: {_why(error)}")
        return
    users = {row.get("id"): row.get("name") for row in _rows(data, "users")}
    authors: dict[Any, list[tuple[int, str]]] = {}
    for row in _rows(data, "posts_authors"):
        if name := users.get(row.get("author_id")):
            authors.setdefault(row.get("post_id"), []).append((_number(row.get("sort_order")), name))
    settings = {row.get("key"): row.get("value") for row in _rows(data, "settings")}
    for number, post in enumerate(posts, 1):
        if post.get("type", "post") not in ("post", "page"):
            left_out.add(str(post.get("type")))
            continue
        names = [name for _, name in sorted(authors.get(post.get("id"), []), key=lambda pair: pair[0])]
        if not names and (name := users.get(post.get("author_id"))):
            names = [name]
        yield _item(
            number,
            limit,
            {
                "html": post.get("html"),
                "text": None if post.get("html") else post.get("plaintext"),
                "title": post.get("title"),
                "url": _web(post.get("canonical_url")),
                "language": post.get("locale") or settings.get("locale") or settings.get("lang"),
                "authors": names,
                "published_at": _moment(post.get("published_at")),
                "modified_at": _moment(post.get("updated_at")),
                "external_id": _text(post.get("uuid") or post.get("id")),
            },
            "has neither html nor plaintext: export it from a Ghost that renders its posts",
        )


def ninjs_items(file: Readable, limit: int, left_out: LeftOut) -> Iterator[Item]:
    """The texts of a ninjs file: one item, a list of them, or one a line."""
    try:
        data = file.read(LONGEST + 1)
        rows = _ninjs_rows(data)
    except ValueError as error:
        yield Item(error=f"is no ninjs: {_why(error)}")
        return
    for number, row in enumerate(rows, 1):
        if isinstance(row, ValueError):
            yield Item(number=number, error=f"is no ninjs: {_why(row)}")
        elif not isinstance(row, dict):
            yield Item(number=number, error="is no ninjs: an item must be an object")
        elif row.get("type", "text") not in ("text", "composite"):
            left_out.add(str(row.get("type")))
        else:
            yield _item(number, limit, _ninjs_fields(row), "has no body: body_html, body_text or bodies")


def _ninjs_rows(data: bytes) -> Sequence[Any]:
    if len(data) > LONGEST:
        raise ValueError(f"longer than {LONGEST:,} bytes")
    try:
        loaded = orjson.loads(data.removeprefix(b"\xef\xbb\xbf"))
    except orjson.JSONDecodeError:
        lines = [line for line in data.splitlines() if line.strip()]
        if len(lines) < 2 or not lines[0].lstrip().startswith(b"{"):
            raise
        return [_line(line) for line in lines]
    if isinstance(loaded, dict):
        loaded = loaded.get("items") or loaded.get("_items") or [loaded]
    if not isinstance(loaded, list):
        raise ValueError("neither an item nor a list of them")
    return loaded


def _line(line: bytes) -> Any:
    try:
        return orjson.loads(line)
    except orjson.JSONDecodeError as error:
        return error


def _ninjs_fields(row: dict[str, Any]) -> dict[str, Any]:
    html, text = row.get("body_html") or row.get("body_xhtml"), row.get("body_text")
    for body in _list(row.get("bodies")):
        kind = str(body.get("contentType") or body.get("contenttype") or "")
        if "html" in kind:
            html = html or body.get("value")
        else:
            text = text or body.get("value")
    headlines = _list(row.get("headlines"))
    people = [_text(person.get("name")) for person in _list(row.get("authors"))]
    return {
        "html": html,
        "text": None if html else text,
        "title": row.get("headline") or (headlines[0].get("value") if headlines else None),
        "url": _web(row.get("uri")),
        "language": row.get("language"),
        "authors": [name for name in people if name] or ([row["byline"]] if row.get("byline") else []),
        "published_at": _moment(
            row.get("firstcreated") or row.get("firstCreated") or row.get("contentCreated")
        ),
        "modified_at": _moment(row.get("versioncreated") or row.get("versionCreated")),
        "external_id": _text(row.get("uri")),
    }


def _item(number: int, limit: int, fields: dict[str, Any], missing: str) -> Item:
    body = fields["html"] or fields["text"]
    if not isinstance(body, str) or not body.strip():
        return Item(number=number, error=missing)
    if len(body) > limit:
        return Item(number=number, error=f"longer than {limit:,} characters")
    if isinstance(fields["language"], str):
        fields["language"] = fields["language"].replace("_", "-")
    return Item(given(fields), number=number)


def _loaded(file: Readable) -> Any:
    data = file.read(LONGEST + 1)
    if len(data) > LONGEST:
        raise ValueError(f"longer than {LONGEST:,} bytes")
    return orjson.loads(data.removeprefix(b"\xef\xbb\xbf"))


def _data(export: Any) -> dict[str, Any]:
    """The tables of an export, which older releases wrapped in `db`."""
    data = (export["db"][0] if "db" in export else export)["data"]
    if not isinstance(data, dict):
        raise TypeError("data must be an object")
    return data


def _rows(data: dict[str, Any], table: str) -> list[dict[str, Any]]:
    return _list(data.get(table))


def _list(value: Any) -> list[dict[str, Any]]:
    return [row for row in value if isinstance(row, dict)] if isinstance(value, list) else []


def _number(value: Any) -> int:
    return value if isinstance(value, int) else 0


def _text(value: Any) -> str:
    return str(value) if isinstance(value, str | int) else ""


def _web(value: Any) -> str | None:
    return value if isinstance(value, str) and value.startswith(("http://", "https://")) else None


def _moment(value: Any) -> str | None:
    """A time as these archives write it: ISO 8601, in older exports of Ghost milliseconds since 1970."""
    if isinstance(value, int | float) and not isinstance(value, bool):
        try:
            return datetime.fromtimestamp(value / 1000, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
        except (OverflowError, OSError, ValueError):
            return None
    return value.strip() if isinstance(value, str) else None


def _why(error: Exception) -> str:
    if isinstance(error, orjson.JSONDecodeError):
        return f"line {error.lineno}, column {error.colno}: {error.msg}"
    return f"{error.args[0]} is missing" if isinstance(error, KeyError) else str(error)

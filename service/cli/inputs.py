"""From the command line's FILE arguments to single inputs, one at a time."""

import gzip
import os
import re
import sys
import zlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from io import BytesIO
from pathlib import Path
from typing import BinaryIO

import orjson

from service.cli.archives import Readable

STDIN = "-"
# What a folder holds beside articles; names that begin with a dot are passed over too.
SKIPPED = frozenset({"node_modules", "__pycache__", "site-packages", "venv"})
# So much of a file tells an archive.
HEAD = 1 << 16
_WXR = re.compile(rb"<rss\b|<!-- (?:This is a )?WordPress")


class Kind(StrEnum):
    """What an input holds."""

    TEXT = "text"
    HTML = "html"
    MARKDOWN = "markdown"
    JSON = "json"
    JSONL = "jsonl"
    PARQUET = "parquet"
    WXR = "wxr"
    GHOST = "ghost"
    NINJS = "ninjs"


ARCHIVES = frozenset({Kind.WXR, Kind.GHOST, Kind.NINJS})
SUFFIXES = {
    ".txt": Kind.TEXT,
    ".text": Kind.TEXT,
    ".md": Kind.MARKDOWN,
    ".markdown": Kind.MARKDOWN,
    ".html": Kind.HTML,
    ".htm": Kind.HTML,
    ".json": Kind.JSON,
    ".jsonl": Kind.JSONL,
    ".ndjson": Kind.JSONL,
    ".jsonl.gz": Kind.JSONL,
    ".ndjson.gz": Kind.JSONL,
    ".parquet": Kind.PARQUET,
    ".xml": Kind.WXR,
}


@dataclass(frozen=True, slots=True)
class Input:
    """One article to be: its bytes, or None where whoever scores it reads the file.

    `line` counts from 1 in a file of many articles, `item` numbers the articles of one that has no lines to speak of.
    `url` is where it was fetched from. `error` says why there is nothing to read, `note` what of an archive is no
    article, which is no fault.
    """

    path: str
    kind: Kind
    data: bytes | None = None
    line: int | None = None
    item: int | None = None
    url: str | None = None
    error: str | None = None
    note: str | None = None

    @property
    def where(self) -> str:
        """`file`, `file:line` or `file#item`, as error messages name it."""
        if self.line is not None:
            return f"{self.path}:{self.line}"
        return self.path if self.item is None else f"{self.path}#{self.item}"


def kind_of(path: str) -> Kind | None:
    """What a file holds, by its name; None where the name does not tell."""
    name = Path(path).name.lower()
    return next((kind for suffix, kind in SUFFIXES.items() if name.endswith(suffix)), None)


def is_url(path: str) -> bool:
    """Whether an argument is the address of a page."""
    return path.lower().startswith(("http://", "https://"))


def find_inputs(
    paths: Sequence[str],
    kind: Kind | None,
    limit: int,
    stdin: BinaryIO | None = None,
    pages: Mapping[str, Input] | None = None,
) -> Iterator[Input]:
    """Every input of the given files and folders, in order; `kind` overrules their names, `limit` is the most bytes of one.

    `stdin` is read in place of the process's own; `pages` are those that were fetched, by their addresses.
    """
    for path in paths:
        if path == STDIN:
            yield from _from_stdin(kind, limit, stdin or sys.stdin.buffer)
        elif is_url(path):
            yield (pages or {}).get(path) or Input(
                path, Kind.HTML, error="is an address, and nothing is fetched here"
            )
        elif os.path.isdir(path):
            yield from _from_folder(path, kind, limit)
        else:
            yield from _from_file(path, kind, limit)


def count_inputs(paths: Sequence[str], kind: Kind | None) -> int | None:
    """How many inputs there will be, for a progress bar; None where only reading would tell."""
    count = 0
    for path in paths:
        holds = kind or kind_of(path)
        if path == STDIN or holds is Kind.PARQUET or holds in ARCHIVES or os.path.isdir(path):
            return None
        if holds is Kind.JSONL:
            try:
                with _open(path) as file:
                    count += sum(block.count(b"\n") for block in iter(lambda: file.read(1 << 20), b""))
            except (OSError, EOFError, zlib.error):
                return None
        else:
            count += 1
    return count


def files_in(folder: str) -> Iterator[str]:
    """The files of a folder and of those in it whose names tell what they hold, in the order of their names.

    Left out: names that begin with a dot, SKIPPED, and links to folders.
    """
    for here, folders, files in os.walk(folder):
        folders[:] = sorted(name for name in folders if not name.startswith(".") and name not in SKIPPED)
        for name in sorted(files):
            if not name.startswith(".") and kind_of(name) is not None:
                yield os.path.join(here, name)


def _from_folder(folder: str, kind: Kind | None, limit: int) -> Iterator[Input]:
    found = False
    for path in files_in(folder):
        found = True
        yield from _from_file(path, kind, limit)
    if not found:
        yield Input(
            folder, Kind.TEXT, error=f"is a folder without articles: no file in it ends in {_known()}"
        )


def _known() -> str:
    return " ".join(sorted(SUFFIXES))


def _from_file(path: str, kind: Kind | None, limit: int) -> Iterator[Input]:
    holds = kind or kind_of(path)
    if not os.path.exists(path):
        yield Input(path, holds or Kind.TEXT, error="no such file or folder")
    elif holds is None:
        yield Input(
            path, Kind.TEXT, error=f"its name does not tell what it holds ({_known()}); say it with --as"
        )
    elif holds is Kind.JSONL:
        yield from _from_lines_file(path, limit)
    elif holds is Kind.PARQUET:
        yield from _from_parquet(path, limit)
    elif holds in ARCHIVES:
        yield from _from_archive_file(path, holds, limit)
    elif holds is Kind.JSON and kind is None and (archive := _archive_in(path)):
        yield from _from_archive_file(path, archive, limit)
    else:
        yield Input(path, holds)


def _archive_in(path: str) -> Kind | None:
    """Which archive a JSON file is; None for a submission, and for what cannot be read."""
    try:
        with open(path, "rb") as file:
            return _archive_of(file.read(HEAD))
    except OSError:
        return None


def _archive_of(head: bytes) -> Kind | None:
    from service.cli.archives.json_archives import is_ghost, is_ninjs

    if is_ghost(head):
        return Kind.GHOST
    return Kind.NINJS if is_ninjs(head) else None


def _from_archive_file(path: str, kind: Kind, limit: int) -> Iterator[Input]:
    try:
        with open(path, "rb") as file:
            yield from _from_archive(path, file, kind, limit)
    except OSError as error:
        yield Input(path, kind, error=reason(error))


def _from_archive(path: str, file: Readable, kind: Kind, limit: int) -> Iterator[Input]:
    """The articles of an archive, each as a submission."""
    from service.cli.archives import LeftOut, json_archives, wxr

    reader = {
        Kind.WXR: wxr.items,
        Kind.GHOST: json_archives.ghost_items,
        Kind.NINJS: json_archives.ninjs_items,
    }
    left_out = LeftOut()
    empty = True
    for item in reader[kind](file, limit, left_out):
        empty = False
        data = None if item.fields is None else orjson.dumps(item.fields)
        yield Input(path, Kind.JSON, data, item.line, item.number, error=item.error)
    told = left_out.told()
    if told:
        yield Input(path, kind, note=told)
    if empty:
        yield Input(path, kind, error="holds no article")


def _open(path: str) -> BinaryIO:
    return gzip.open(path, "rb") if path.lower().endswith(".gz") else open(path, "rb")  # type: ignore[return-value]


def _from_lines_file(path: str, limit: int) -> Iterator[Input]:
    number = 0
    try:
        with _open(path) as file:
            for number, line in _lines(file, limit):
                yield _line_input(path, number, line)
        if not number:
            yield Input(path, Kind.JSONL, error="is empty: there is nothing to score")
    except (OSError, EOFError, zlib.error) as error:
        yield Input(path, Kind.JSONL, line=number + 1 if number else None, error=reason(error))


def _from_parquet(path: str, limit: int) -> Iterator[Input]:
    from service.cli import parquet

    number = 0
    try:
        for number, row in enumerate(parquet.rows(path), 1):
            yield _line_input(path, number, row if len(row) <= limit else None)
        if not number:
            yield Input(path, Kind.PARQUET, error="has no rows: there is nothing to score")
    except (OSError, ValueError, parquet.ParquetMissingError) as error:
        yield Input(path, Kind.PARQUET, line=number + 1 if number else None, error=str(error))


def _lines(file: BinaryIO, limit: int, first: int = 1) -> Iterator[tuple[int, bytes | None]]:
    """Numbered lines that are not blank; None for a line longer than `limit` bytes."""
    number = first - 1
    while line := file.readline(limit + 1):
        number += 1
        too_long = len(line) > limit and not line.endswith(b"\n")
        while too_long and line and not line.endswith(b"\n"):
            line = file.readline(limit + 1)
        if too_long:
            yield number, None
        elif line.strip():
            yield number, line


def _line_input(path: str, number: int, line: bytes | None) -> Input:
    error = "the line is too long" if line is None else None
    return Input(path, Kind.JSON, line, number, error=error)


def _from_stdin(kind: Kind | None, limit: int, stdin: BinaryIO) -> Iterator[Input]:
    """Standard input: JSON, JSON Lines or an archive where it starts with `{`, a page or WXR with `<`, else plain text."""
    if kind is Kind.JSONL:
        for number, line in _lines(stdin, limit):
            yield _line_input(STDIN, number, line)
        return
    if kind in ARCHIVES:
        yield from _from_archive(STDIN, stdin, kind, limit)
        return
    if kind is not None:
        yield _whole(kind, stdin.read(limit + 1), limit)
        return
    first = _first_line(stdin, limit)
    begins = first.removeprefix(b"\xef\xbb\xbf").lstrip()[:1]
    if begins == b"<":
        yield from _stdin_markup(first, stdin, limit)
    elif begins == b"{" and _complete(first):
        yield from _stdin_lines(first, stdin, limit)
    elif begins in (b"{", b"["):
        yield from _stdin_json(first, stdin, limit)
    else:
        yield _whole(Kind.TEXT, first + stdin.read(limit + 1 - len(first)), limit)


def _stdin_markup(first: bytes, stdin: BinaryIO, limit: int) -> Iterator[Input]:
    head = first + stdin.read(max(0, HEAD - len(first)))
    if _WXR.search(head[:4096]):
        yield from _from_archive(STDIN, _Continued(head, stdin), Kind.WXR, limit)
    else:
        yield _whole(Kind.HTML, head + stdin.read(max(0, limit + 1 - len(head))), limit)


def _stdin_json(first: bytes, stdin: BinaryIO, limit: int) -> Iterator[Input]:
    head = first + stdin.read(max(0, HEAD - len(first)))
    if archive := _archive_of(head):
        yield from _from_archive(STDIN, _Continued(head, stdin), archive, limit)
    elif head.lstrip()[:1] == b"[":  # a text may begin with a bracket
        yield _whole(Kind.TEXT, head + stdin.read(max(0, limit + 1 - len(head))), limit)
    else:
        yield _whole(Kind.JSON, head + stdin.read(max(0, limit + 1 - len(head))), limit)


class _Continued:
    """A stream whose beginning was read already."""

    def __init__(self, head: bytes, rest: BinaryIO) -> None:
        self._head = head
        self._rest = rest

    def read(self, size: int = -1, /) -> bytes:
        """As of any stream."""
        if size < 0:
            head, self._head = self._head, b""
            return head + self._rest.read()
        if self._head:
            head, self._head = self._head[:size], self._head[size:]
            return head
        return self._rest.read(size)


def _first_line(stdin: BinaryIO, limit: int) -> bytes:
    """Everything up to the end of the first line that is not blank."""
    read = b""
    while (line := stdin.readline(limit + 1 - len(read))) and not (read := read + line).strip():
        pass
    return read


def _stdin_lines(first: bytes, stdin: BinaryIO, limit: int) -> Iterator[Input]:
    rest = _lines(stdin, limit, first=2)
    second = next(rest, None)
    if second is None and (archive := _archive_of(first)):
        yield from _from_archive(STDIN, BytesIO(first), archive, limit)
        return
    # A single line is one submission, not a file of one line.
    yield Input(STDIN, Kind.JSON, first, 1 if second else None)
    if second:
        yield _line_input(STDIN, *second)
        for number, line in rest:
            yield _line_input(STDIN, number, line)


def _complete(line: bytes) -> bool:
    try:
        orjson.loads(line.removeprefix(b"\xef\xbb\xbf"))
    except orjson.JSONDecodeError:
        return False
    return True


def _whole(kind: Kind, data: bytes, limit: int) -> Input:
    if len(data) > limit:
        return Input(STDIN, kind, error=f"longer than {limit:,} bytes")
    return Input(STDIN, kind, data)


def reason(error: Exception) -> str:
    """Why a file could not be read, in words."""
    return (error.strerror or str(error)).lower() if isinstance(error, OSError) else str(error).lower()

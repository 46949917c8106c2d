"""From the command line's FILE arguments to single inputs, one at a time."""

import gzip
import sys
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import BinaryIO

import orjson

STDIN = "-"


class Kind(StrEnum):
    """What an input holds."""

    TEXT = "text"
    HTML = "html"
    MARKDOWN = "markdown"
    JSON = "json"
    JSONL = "jsonl"
    PARQUET = "parquet"


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
}


@dataclass(frozen=True, slots=True)
class Input:
    """One article to be: its bytes, or None where whoever scores it reads the file.

    `line` counts from 1 in a JSON Lines file. `error` says why there is nothing to read.
    """

    path: str
    kind: Kind
    data: bytes | None = None
    line: int | None = None
    error: str | None = None

    @property
    def where(self) -> str:
        """`file` or `file:line`, as error messages name it."""
        return self.path if self.line is None else f"{self.path}:{self.line}"


def kind_of(path: str) -> Kind | None:
    """What a file holds, by its name; None where the name does not tell."""
    name = Path(path).name.lower()
    return next((kind for suffix, kind in SUFFIXES.items() if name.endswith(suffix)), None)


def find_inputs(
    paths: Sequence[str], kind: Kind | None, limit: int, stdin: BinaryIO | None = None
) -> Iterator[Input]:
    """Every input of the given files, in order; `kind` overrules their names, `limit` is the most bytes of one.

    `stdin` is read in place of the process's own.
    """
    for path in paths:
        if path == STDIN:
            yield from _from_stdin(kind, limit, stdin or sys.stdin.buffer)
            continue
        holds = kind or kind_of(path)
        if holds is None:
            known = " ".join(sorted(SUFFIXES))
            yield Input(
                path, Kind.TEXT, error=f"its name does not tell what it holds ({known}); say it with --as"
            )
        elif holds is Kind.JSONL:
            yield from _from_lines_file(path, limit)
        elif holds is Kind.PARQUET:
            yield from _from_parquet(path, limit)
        else:
            yield Input(path, holds)


def count_inputs(paths: Sequence[str], kind: Kind | None) -> int | None:
    """How many inputs there will be, for a progress bar; None where standard input is among them."""
    count = 0
    for path in paths:
        if path == STDIN or (kind or kind_of(path)) is Kind.PARQUET:
            return None
        if (kind or kind_of(path)) is Kind.JSONL:
            try:
                with _open(path) as file:
                    count += sum(block.count(b"\n") for block in iter(lambda: file.read(1 << 20), b""))
            except (OSError, EOFError, zlib.error):
                return None
        else:
            count += 1
    return count


def _open(path: str) -> BinaryIO:
    return gzip.open(path, "rb") if path.lower().endswith(".gz") else open(path, "rb")  # type: ignore[return-value]


def _from_lines_file(path: str, limit: int) -> Iterator[Input]:
    number = 0
    try:
        with _open(path) as file:
            for number, line in _lines(file, limit):
                yield _line_input(path, number, line)
    except (OSError, EOFError, zlib.error) as error:
        yield Input(path, Kind.JSONL, line=number + 1 if number else None, error=reason(error))


def _from_parquet(path: str, limit: int) -> Iterator[Input]:
    from service.cli import parquet

    number = 0
    try:
        for number, row in enumerate(parquet.rows(path), 1):
            yield _line_input(path, number, row if len(row) <= limit else None)
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
    return Input(path, Kind.JSON, line, number, error)


def _from_stdin(kind: Kind | None, limit: int, stdin: BinaryIO) -> Iterator[Input]:
    """Standard input: JSON or JSON Lines where it starts with `{`, else plain text."""
    if kind is Kind.JSONL:
        for number, line in _lines(stdin, limit):
            yield _line_input(STDIN, number, line)
        return
    if kind is not None:
        yield _whole(kind, stdin.read(limit + 1), limit)
        return
    first = _first_line(stdin, limit)
    if not first.removeprefix(b"\xef\xbb\xbf").lstrip().startswith(b"{"):
        yield _whole(Kind.TEXT, first + stdin.read(limit + 1 - len(first)), limit)
    elif _complete(first):
        yield from _stdin_lines(first, stdin, limit)
    else:
        yield _whole(Kind.JSON, first + stdin.read(limit + 1 - len(first)), limit)


def _first_line(stdin: BinaryIO, limit: int) -> bytes:
    """Everything up to the end of the first line that is not blank."""
    read = b""
    while (line := stdin.readline(limit + 1 - len(read))) and not (read := read + line).strip():
        pass
    return read


def _stdin_lines(first: bytes, stdin: BinaryIO, limit: int) -> Iterator[Input]:
    rest = _lines(stdin, limit, first=2)
    second = next(rest, None)
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

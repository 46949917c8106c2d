"""`assay export`: stored articles, or their newest reports, as JSON Lines or Parquet."""

import asyncio
import gzip
import os
import sys
from collections.abc import AsyncIterator, Mapping
from contextlib import closing
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated, Any, BinaryIO, Protocol

import orjson
import typer

from service.cli.terminal import fail, say

if TYPE_CHECKING:
    from service.storage import ArticleRecord, ReportRecord, Store

PAGE = 500
# Times as everywhere else: in UTC, to the second, ending in Z.
TIMES = orjson.OPT_UTC_Z | orjson.OPT_OMIT_MICROSECONDS


class What(StrEnum):
    """What is written."""

    SUBMISSIONS = "submissions"
    REPORTS = "reports"


class Writer(Protocol):
    """Where rows go."""

    def write(self, batch: list[Mapping[str, Any]]) -> None:
        """Add rows."""

    def close(self) -> None:
        """Finish."""


class LineWriter:
    """Writes a JSON object a line."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file

    def write(self, batch: list[Mapping[str, Any]]) -> None:
        """Add rows."""
        self._file.write(b"".join(orjson.dumps(row, option=TIMES) + b"\n" for row in batch))

    def close(self) -> None:
        """Finish the file, unless it is standard output."""
        if self._file is sys.stdout.buffer:
            self._file.flush()
        else:
            self._file.close()


def export(
    file: Annotated[
        str,
        typer.Argument(
            metavar="FILE", help="A .jsonl, .jsonl.gz or .parquet file, or -.", show_default=False
        ),
    ],
    what: Annotated[
        What, typer.Option(metavar="WHAT", help="submissions, as `assay score` reads them, or reports.")
    ] = What.REPORTS,
) -> None:
    """Write all stored articles to a file, in the order of their ids.

    Articles whose text was not kept are left out of `submissions`.
    """
    from service.cli.configuration import load_settings
    from service.cli.database import database_errors_as_one_line
    from service.storage import open_store

    url = load_settings().database_url
    writer = _open(file, what)

    async def told() -> int:
        count = 0
        async with open_store(url) as store:
            async for batch in _pages(store, what):
                writer.write(batch)
                count += len(batch)
        return count

    with database_errors_as_one_line(url), closing(writer):
        count = asyncio.run(told())
    say(f"wrote {count:,} {what}")


def _open(file: str, what: What) -> Writer:
    from service.cli.parquet import ParquetMissingError, ParquetWriter, require

    name = file.lower()
    try:
        if name.endswith(".parquet"):
            require()
            return ParquetWriter(private(file), what)
        if name.endswith((".jsonl.gz", ".ndjson.gz")):
            return LineWriter(gzip.open(private(file), "wb"))  # type: ignore[arg-type]
        if file == "-":
            return LineWriter(sys.stdout.buffer)
        if not name.endswith((".jsonl", ".ndjson")):
            fail(f"{file}: name it .jsonl, .jsonl.gz or .parquet, or - for standard output")
        return LineWriter(private(file))
    except (ParquetMissingError, OSError) as error:
        fail(str(error))


def private(file: str) -> BinaryIO:
    """A file to write, for its owner alone to read, as the database is; one that exists is emptied. Raises OSError."""
    made = os.open(file, os.O_CREAT | os.O_TRUNC | os.O_WRONLY, 0o600)
    if hasattr(os, "fchmod"):
        os.fchmod(made, 0o600)
    return os.fdopen(made, "wb")


async def _pages(store: "Store", what: What) -> AsyncIterator[list[Mapping[str, Any]]]:
    after = ""
    while pairs := await store.page(after, PAGE):
        after = pairs[-1][0].id
        if what is What.SUBMISSIONS:
            yield [dict(article.submission) for article, _ in pairs if article.submission is not None]
        else:
            yield [_report(*pair) for pair in pairs]


def _report(article: "ArticleRecord", report: "ReportRecord") -> Mapping[str, Any]:
    return {
        "article_id": article.id,
        "report_id": report.id,
        "site": article.site,
        "external_id": article.external_id,
        "ruleset": report.ruleset,
        "band": report.band,
        "score": report.score,
        "confidence": report.confidence,
        "scored_at": report.scored_at,
        "codes": [finding.code for finding in report.findings],
        "report": report.body.decode(),
    }

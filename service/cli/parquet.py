"""Articles in Parquet files, a column for each field of a submission; needs the extra `parquet`."""

from collections.abc import Iterator, Mapping, Sequence
from importlib.util import find_spec
from typing import Any, BinaryIO

import orjson

ROWS = 500


class ParquetMissingError(RuntimeError):
    """The extra that reads and writes Parquet is not installed."""


def require() -> None:
    """Raises ParquetMissingError where pyarrow is missing."""
    if find_spec("pyarrow") is None:
        raise ParquetMissingError("Parquet needs one more package: pip install 'assay[parquet]'")


def rows(path: str) -> Iterator[bytes]:
    """Each row as a JSON object without its nulls. Raises ParquetMissingError, OSError, or ValueError for another format."""
    require()
    import pyarrow.parquet as pq

    with pq.ParquetFile(path) as file:
        for batch in file.iter_batches(batch_size=ROWS):
            for row in batch.to_pylist():
                given = {name: value for name, value in row.items() if value is not None}
                yield orjson.dumps(_without_nulls(given))


def _without_nulls(row: Mapping[str, Any]) -> dict[str, Any]:
    if row.get("references"):
        kept = [
            {name: value for name, value in reference.items() if value is not None}
            for reference in row["references"]
        ]
        return {**row, "references": kept}
    return dict(row)


def _schemas() -> Mapping[str, Any]:
    import pyarrow as pa

    text = pa.string()
    reference = pa.struct([(name, text) for name in ("marker", "url", "title", "outlet", "published")])
    words = ("text", "html", "markdown", "title", "url", "language", "published_at", "modified_at", "site")
    rest = ("external_id", "genre", "callback_url", "id")
    submissions = [(name, text) for name in (*words, *rest)]
    submissions += [
        ("authors", pa.list_(text)),
        ("references", pa.list_(reference)),
        ("day_first", pa.bool_()),
    ]
    moment = pa.timestamp("us", tz="UTC")
    reports = [(name, text) for name in ("article_id", "report_id", "site", "external_id", "ruleset", "band")]
    reports += [("score", pa.float64()), ("confidence", pa.float64()), ("scored_at", moment)]
    reports += [("codes", pa.list_(text)), ("report", text)]
    return {"submissions": pa.schema(submissions), "reports": pa.schema(reports)}


class ParquetWriter:
    """Writes rows of one kind, `submissions` or `reports`, to a file. Raises ParquetMissingError."""

    def __init__(self, file: BinaryIO, kind: str) -> None:
        require()
        import pyarrow.parquet as pq

        self._schema = _schemas()[kind]
        self._under = file
        self._file = pq.ParquetWriter(file, self._schema, compression="zstd")

    def write(self, batch: Sequence[Mapping[str, Any]]) -> None:
        """Add rows."""
        import pyarrow as pa

        self._file.write_table(pa.Table.from_pylist(list(batch), schema=self._schema))

    def close(self) -> None:
        """Finish the file."""
        self._file.close()
        self._under.close()

"""The code of docs/library.md runs."""

import re
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
PAGE = (ROOT / "docs" / "library.md").read_text(encoding="utf-8")
BLOCKS = dict(re.findall(r"<!-- (\S+\.py) -->\n```python\n(.*?)```", PAGE, re.DOTALL))
PROSE = (
    "The borough council of Saltby voted on Tuesday to build a second pier on the western shore, by twelve votes to five. "
    '"We cannot keep turning passengers away every summer," said Marit Oduya, head of transport, at the meeting. '
) * 6


def run(name: str, folder: Path, *arguments: str) -> str:
    """What a block of the page prints, with the others beside it."""
    for block, code in BLOCKS.items():
        (folder / block).parent.mkdir(exist_ok=True)
        (folder / block).write_text(code, encoding="utf-8")
    done = subprocess.run(
        [sys.executable, name, *arguments],
        cwd=folder,
        env={"PYTHONPATH": f"{ROOT}:{folder}", "PATH": "/usr/bin:/bin"},
        capture_output=True,
        text=True,
        timeout=300,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def write_articles(path: Path, count: int, first: int = 0) -> None:
    import pyarrow as pa
    import pyarrow.parquet as pq

    rows = [
        {"id": str(number), "text": f"{PROSE} Notice {number} was read out. [3]"}
        for number in range(first, first + count)
    ]
    pq.write_table(pa.Table.from_pylist([*rows, {"id": f"short-{first}", "text": "Too short."}]), path)


def test_a_text_is_scored_in_five_lines(tmp_path: Path) -> None:
    (tmp_path / "article.txt").write_text(f"{PROSE} [3]")
    assert len([line for line in BLOCKS["five_lines.py"].splitlines() if line]) <= 5
    assert re.match(r"\d+(\.\d+)? \w+ \[.*CIT_ORPHAN_MARKER", run("five_lines.py", tmp_path))


def test_dask_scores_an_archive_and_goes_on_where_it_was(tmp_path: Path) -> None:
    pytest.importorskip("dask")
    import pyarrow.parquet as pq

    (tmp_path / "in").mkdir()
    for number in range(3):
        write_articles(tmp_path / "in" / f"{number}.parquet", 4, number * 4)
    assert run("with_dask.py", tmp_path, "in", "out").split() == ["15", "articles", "scored"]
    rows = pq.read_table(tmp_path / "out").to_pylist()
    assert len(rows) == 15
    scored = [row for row in rows if not row["id"].startswith("short")]
    assert all(0 <= row["score"] <= 100 and "CIT_ORPHAN_MARKER" in row["codes"] for row in scored)
    assert {(row["score"], row["band"]) for row in rows if row not in scored} == {(None, "insufficient")}
    (tmp_path / "out" / "1.parquet").unlink()
    (tmp_path / "out" / "1.unfinished").write_bytes(b"cut off")
    assert run("with_dask.py", tmp_path, "in", "out").split() == ["5", "articles", "scored"]
    assert [path.name for path in sorted((tmp_path / "out").iterdir())] == [f"{n}.parquet" for n in range(3)]


def test_duckdb_scores_in_a_query(tmp_path: Path) -> None:
    pytest.importorskip("duckdb")
    write_articles(tmp_path / "articles.parquet", 2)
    rows = [line.split() for line in run("duckdb_function.py", tmp_path).splitlines()]
    assert {row[0] for row in rows} == {"0", "1", "short-0"}
    assert dict(rows)["short-0"] == "None"


def test_sqlite_scores_in_a_query(tmp_path: Path) -> None:
    """As Datasette loads the plugin; where that is not installed, with a hook that does nothing in its place."""
    if find_spec("datasette") is None:
        (tmp_path / "datasette.py").write_text("hookimpl = lambda function: function\n")
    (tmp_path / "try.py").write_text(
        "import sqlite3, plugins.assay_score as plugin\n"
        "database = sqlite3.connect(':memory:')\n"
        "plugin.prepare_connection(database)\n"
        f"print(*database.execute('select assay_score(?, ?), assay_score(null, null)', ('The pier', {PROSE!r})).fetchone())\n"
    )
    score, none = run("try.py", tmp_path).split()
    assert 0 <= float(score) <= 100
    assert none == "None"


def test_every_block_compiles() -> None:
    assert set(BLOCKS) >= {"archive.py", "with_ray.py"}
    for name, code in BLOCKS.items():
        compile(code, name, "exec")

"""Migrations: up, down, up again, at once from two processes, and never away from the tables."""

import asyncio
import sqlite3
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest
from alembic.script import ScriptDirectory

import migrations
from service.storage import SchemaBehindError, StoreBusyError, migrate, open_store, schema_state
from service.storage.schema import head

FOLDER = Path(migrations.__file__).parent


async def ready(url: str) -> None:
    async with open_store(url) as store:
        await store.ready()


def test_the_head_is_the_one_that_alembic_sees():
    assert ScriptDirectory(str(FOLDER)).get_heads() == [head()]


def test_a_migrated_database_is_at_the_head_without_drift(empty_database_url):
    migrate(empty_database_url)
    state = schema_state(empty_database_url)
    assert (state.current, state.drift) == (head(), [])
    asyncio.run(ready(empty_database_url))


def test_every_step_goes_down_and_up_again(empty_database_url):
    migrate(empty_database_url)
    steps = [step.revision for step in ScriptDirectory(str(FOLDER)).walk_revisions()]
    for lower in [*steps[1:], "base"]:
        migrate(empty_database_url, lower)
        assert schema_state(empty_database_url).current == (None if lower == "base" else lower)
    for upper in reversed(steps):
        migrate(empty_database_url, upper)
        assert schema_state(empty_database_url).current == upper
    migrate(empty_database_url, "-1")
    migrate(empty_database_url)
    assert schema_state(empty_database_url).drift == []


def test_a_database_behind_the_code_is_not_ready(empty_database_url):
    migrate(empty_database_url)
    migrate(empty_database_url, "-1")
    with pytest.raises(SchemaBehindError, match="db upgrade"):
        asyncio.run(ready(empty_database_url))


def test_an_empty_database_is_not_ready(empty_database_url, tmp_path):
    (tmp_path / "new").mkdir()
    with pytest.raises(SchemaBehindError):
        asyncio.run(ready(empty_database_url))


def test_a_database_that_does_not_answer_is_not_ready():
    with pytest.raises(StoreBusyError):
        asyncio.run(ready("postgresql://nobody@127.0.0.1:1/none"))


def test_a_look_at_the_schema_makes_no_file(tmp_path):
    state = schema_state(f"sqlite:///{tmp_path}/none.sqlite3")
    assert (state.current, state.head) == (None, head())
    assert list(tmp_path.iterdir()) == []


def test_drift_is_told(database_url):
    from service.storage.engines import database_url as parsed
    from service.storage.schema import under_lock

    def spoil(connection):
        connection.exec_driver_sql("DROP INDEX ix_finding_code")
        connection.exec_driver_sql("ALTER TABLE report ADD COLUMN mood INTEGER")

    under_lock(parsed(database_url), spoil)
    drift = " ".join(schema_state(database_url).drift)
    assert "ix_finding_code" in drift
    assert "mood" in drift


def test_a_failed_step_leaves_the_database_as_it_was(empty_database_url, monkeypatch):
    def fail(connection, revision):
        connection.exec_driver_sql("CREATE TABLE half_done (id INTEGER)")
        raise RuntimeError("cut off")

    monkeypatch.setattr("service.storage.schema._move", fail)
    with pytest.raises(RuntimeError, match="cut off"):
        migrate(empty_database_url)
    monkeypatch.undo()
    migrate(empty_database_url)
    assert schema_state(empty_database_url).drift == []


def test_processes_that_start_together_migrate_once(empty_database_url, tmp_path):
    start = time.time() + 1.5
    code = f"""
import time
from service.storage import migrate, schema_state
import alembic.command
time.sleep(max(0, {start} - time.time()))
migrate({empty_database_url!r})
assert schema_state({empty_database_url!r}).drift == []
"""
    running = [
        subprocess.Popen([sys.executable, "-c", code], cwd=FOLDER.parent, stderr=subprocess.PIPE)
        for _ in range(3)
    ]
    errors = [process.communicate(timeout=60)[1].decode() for process in running]
    assert [process.returncode for process in running] == [0, 0, 0], errors


def test_a_new_file_that_another_process_is_writing_is_waited_for(tmp_path):
    path = tmp_path / "assay.sqlite3"
    # Not in write-ahead mode yet; there, SQLite itself would wait.
    other = sqlite3.connect(path, isolation_level=None, check_same_thread=False)
    other.execute("BEGIN IMMEDIATE")
    released = threading.Timer(0.2, other.rollback)
    released.start()
    migrate(f"sqlite:///{path}")
    released.join()
    other.close()
    assert schema_state(f"sqlite:///{path}").drift == []


def test_migrating_works_from_any_folder_and_inside_an_event_loop(empty_database_url, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)

    async def story():
        migrate(empty_database_url)
        await ready(empty_database_url)

    asyncio.run(story())


def test_alembic_is_not_imported_where_nothing_is_to_do(sqlite_url):
    code = f"""
import sys
from service.storage import migrate
migrate({sqlite_url!r})
assert not [name for name in sys.modules if name.split(".")[0] in ("alembic", "asyncpg")]
"""
    subprocess.run([sys.executable, "-c", code], cwd=FOLDER.parent, check=True, timeout=60)

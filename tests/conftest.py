"""Databases for the tests: SQLite always, PostgreSQL where it is found or can be started."""

import asyncio
import os
import pwd
import secrets
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hypothesis import settings

from service.storage import migrate
from service.storage.engines import database_url as parsed_url

# Chance finds new counterexamples at a desk, where somebody looks at them; a build must not depend on it.
# A deadline for each example would be a stop-watch: tests run beside each other, on machines that others use.
settings.register_profile("desk", deadline=None)
settings.register_profile("ci", deadline=None, derandomize=True)
settings.load_profile("ci" if os.environ.get("CI") else "desk")

LOCAL = ["postgresql://root@127.0.0.1:5432/postgres", "postgresql://postgres@127.0.0.1:5432/postgres"]


@pytest.fixture(scope="session")
def anyio_backend() -> str:
    """Tests that are coroutines run on the event loop that the service runs on."""
    return "asyncio"


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[str]:
    """The URL of a PostgreSQL server where databases may be made."""
    given = os.environ.get("ASSAY_TEST_POSTGRES_URL")
    if given:
        yield given
        return
    for url in LOCAL:
        if _answers(url):
            yield url
            return
    binaries = _binaries()
    if binaries is None:
        reason = "no PostgreSQL: set ASSAY_TEST_POSTGRES_URL or install its server"
        if os.environ.get("CI"):
            pytest.fail(reason)
        pytest.skip(reason)
    yield from _started(binaries)


@pytest.fixture(scope="session")
def postgres_database(postgres_server: str) -> Iterator[str]:
    """The URL of a database of this session alone."""
    name = f"assay_test_{secrets.token_hex(6)}"
    _sql(postgres_server, f"CREATE DATABASE {name} ENCODING 'UTF8' TEMPLATE template0")
    try:
        url = parsed_url(postgres_server).set(drivername="postgresql", database=name)
        yield url.render_as_string(hide_password=False)
    finally:
        _sql(postgres_server, f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture
def empty_postgres_url(postgres_database: str) -> str:
    """A PostgreSQL database with nothing in it."""
    _sql(postgres_database, "DROP SCHEMA public CASCADE; CREATE SCHEMA public")
    return postgres_database


@pytest.fixture
def postgres_url(empty_postgres_url: str) -> str:
    """A migrated PostgreSQL database without rows."""
    migrate(empty_postgres_url)
    return empty_postgres_url


@pytest.fixture(scope="session")
def migrated_sqlite_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated SQLite file, to be copied."""
    path = tmp_path_factory.mktemp("migrated") / "assay.sqlite3"
    migrate(f"sqlite:///{path}")
    return path


@pytest.fixture
def sqlite_url(migrated_sqlite_file: Path, tmp_path: Path) -> str:
    """A migrated SQLite file without rows."""
    return f"sqlite:///{shutil.copy(migrated_sqlite_file, tmp_path / 'assay.sqlite3')}"


@pytest.fixture(params=["sqlite", "postgres"])
def database_url(request: pytest.FixtureRequest) -> str:
    """A migrated database without rows, of each kind in turn."""
    url: str = request.getfixturevalue(f"{request.param}_url")
    return url


@pytest.fixture(params=["sqlite", "postgres"])
def empty_database_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """A database before its first migration, of each kind in turn."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'new' / 'assay.sqlite3'}"
    url: str = request.getfixturevalue("empty_postgres_url")
    return url


def _sql(url: str, statement: str) -> None:
    async def run() -> None:
        import asyncpg

        connection = await asyncpg.connect(url, timeout=5)
        try:
            await connection.execute(statement)
        finally:
            await connection.close()

    asyncio.run(run())


def _answers(url: str) -> bool:
    try:
        _sql(url, "SELECT 1")
    except Exception:
        return False
    return True


def _binaries() -> Path | None:
    """The folder of `initdb` and `pg_ctl`, the newest version's where PATH names none."""
    folders = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda folder: float(folder.parent.name))
    found = shutil.which("pg_ctl")
    if found:
        folders.append(Path(found).resolve().parent)
    return next((folder for folder in reversed(folders) if (folder / "initdb").exists()), None)


def _started(binaries: Path) -> Iterator[str]:
    """A private server on a free port, gone when the session ends. PostgreSQL refuses to run as root."""
    folder = Path(tempfile.mkdtemp(prefix="assay-postgres-"))
    data = str(folder / "data")
    run = _runner(binaries, folder)
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    options = f"-p {port} -c listen_addresses=127.0.0.1 -c unix_socket_directories={folder} -c fsync=off"
    try:
        run("initdb", "-D", data, "-U", "postgres", "-A", "trust", "-E", "UTF8", "--locale=C", "--no-sync")
        run("pg_ctl", "-D", data, "-l", str(folder / "log"), "-o", options, "-w", "start")
        try:
            yield f"postgresql://postgres@127.0.0.1:{port}/postgres"
        finally:
            run("pg_ctl", "-D", data, "-m", "immediate", "-w", "stop")
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _runner(binaries: Path, folder: Path) -> Callable[..., None]:
    user = None
    if os.getuid() == 0:
        names = {entry.pw_name for entry in pwd.getpwall()}
        user = "postgres" if "postgres" in names else "nobody"
        shutil.chown(folder, user)

    def run(program: str, *arguments: str) -> None:
        command = [str(binaries / program), *arguments]
        extra_groups: list[str] | None = [] if user else None
        quiet = (
            subprocess.DEVNULL
        )  # a pipe would stay open in the server, and nobody would ever reach its end
        subprocess.run(
            command, user=user, extra_groups=extra_groups, cwd=folder, stdout=quiet, check=True, timeout=120
        )

    return run

"""`assay doctor`: what is wrong with this installation, and what to do about it."""

import asyncio
import os
import re
import sys
from collections.abc import Iterator
from datetime import UTC, date, datetime
from importlib.metadata import PackageNotFoundError, requires, version
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import typer

from service.cli.terminal import coloured

if TYPE_CHECKING:
    from service.settings import Settings

OLDEST_PYTHON = (3, 11)


class Line(NamedTuple):
    """One thing that was looked at; `bad` lines say what to do."""

    bad: bool
    text: str


def doctor() -> None:
    """Look at everything that Assay needs and say what to change.

    Exit status: 0 all well, 1 something is wrong.
    """
    sick = False
    for line in _examine():
        sick |= line.bad
        word = "wrong" if line.bad else "ok"
        if coloured(sys.stdout):
            word = f"\x1b[{31 if line.bad else 32}m{word}\x1b[0m" + " " * (5 - len(word))
        print(f"{word:<5}  {line.text}")
    raise typer.Exit(1 if sick else 0)


def _examine() -> Iterator[Line]:
    yield _python()
    dependencies = list(_dependencies())
    yield from dependencies
    if any(line.bad for line in dependencies):
        return
    from service.cli.configuration import SettingsError, read_settings

    try:
        settings = read_settings()
    except SettingsError as error:
        yield Line(True, str(error))
        return
    yield _ruleset(settings)
    yield offices_line(datetime.now(UTC).date())
    yield from _database(settings)
    yield _outside(settings)
    yield _port(settings)


def _python() -> Line:
    now = ".".join(map(str, sys.version_info[:3]))
    if sys.version_info < OLDEST_PYTHON:
        return Line(True, f"Python {now} is too old: Assay needs 3.11 or later")
    return Line(False, f"Python {now}")


def _dependencies() -> Iterator[Line]:
    """Each dependency that is missing or older than the package asks for, or one line that all are there."""
    count = 0
    for requirement in requires("assay") or ():
        name, _, marker = requirement.partition(";")
        if "extra ==" in marker:
            continue
        match = re.match(r"([A-Za-z0-9._-]+)\s*(?:>=\s*([\d.]+))?", name.strip())
        if match is None:
            continue
        count += 1
        package, oldest = match[1], match[2] or "0"
        try:
            found = version(package)
        except PackageNotFoundError:
            if not marker:
                yield Line(True, f"{package} is not installed: pip install -c constraints.txt .")
            continue
        if _numbers(found) < _numbers(oldest):
            yield Line(True, f"{package} {found} is older than {oldest}: pip install -c constraints.txt .")
    yield Line(False, f"Assay {version('assay')} with {count} dependencies")
    postgres = find_spec("asyncpg") and find_spec("greenlet")
    yield Line(
        False, f"extra postgres: {'installed' if postgres else 'not installed, SQLite does without it'}"
    )


def _numbers(release: str) -> list[int]:
    return [int(number) for number in re.findall(r"\d+", release)]


def _ruleset(settings: "Settings") -> Line:
    from scoring import RulesetError
    from service.extensions import ExtensionError, catalogue, use
    from service.rulesets import load_ruleset

    try:
        use(settings.lexicons)
        ruleset = load_ruleset(settings.ruleset)
    except ExtensionError as error:
        return Line(True, f"checks and word lists: {error}: correct it, or take it away")
    except RulesetError as error:
        return Line(True, f"ruleset {error}: correct it or unset ASSAY_RULESET")
    active = sum(map(ruleset.costs, catalogue().codes))
    return Line(False, f"ruleset {ruleset.version}, {active} rules that cost points")


def offices_line(today: date) -> Line:
    """How old the table of public offices is on a day."""
    from scoring import offices_reviewed_and_expire

    reviewed, expires = offices_reviewed_and_expire()
    if today >= expires:
        return Line(
            True,
            f"the table of public offices, reviewed {reviewed}, expired on {expires}: former holders are no longer told apart "
            "(DAT_ROLE_AFTER_TERM), so install a newer release",
        )
    return Line(False, f"table of public offices, reviewed {reviewed}, good until {expires}")


def _database(settings: "Settings") -> Iterator[Line]:
    from service.cli.database import first_line, shown
    from service.storage import database_errors, schema_state

    url = settings.database_url
    if url.startswith("sqlite"):
        yield _folder(url)
    try:
        state = schema_state(url)
    except database_errors() as error:
        yield Line(
            True, f"database {shown(url)}: {first_line(error)}: correct ASSAY_DATABASE_URL or start it"
        )
        return
    if state.current is None:
        yield Line(False, f"database {shown(url)} is empty: `assay serve` or `assay db upgrade` fills it")
    elif state.current != state.head:
        yield Line(
            True, f"database {shown(url)} is at {state.current}, not {state.head}: run `assay db upgrade`"
        )
        return
    elif state.drift:
        yield Line(True, f"database {shown(url)} differs from the code: `assay db check` says where")
    else:
        yield Line(False, f"database {shown(url)} is at {state.current}")
    yield _keys(settings, empty=state.current is None)


def _folder(url: str) -> Line:
    path = Path(url.partition(":///")[2].partition("?")[0] or ".")
    folder = next(parent for parent in (path.absolute().parent, *path.absolute().parents) if parent.exists())
    for place in (folder, path):
        if place.exists() and not os.access(place, os.W_OK):
            return Line(True, f"{place} cannot be written: change its owner, or set ASSAY_DATABASE_URL")
    return Line(False, f"{folder} can be written")


def _keys(settings: "Settings", *, empty: bool) -> Line:
    from service.storage import open_store

    async def count() -> int:
        async with open_store(settings.database_url) as store:
            return sum(key.revoked_at is None for key in await store.keys())

    keys = 0 if empty else asyncio.run(count())
    if keys:
        return Line(False, f"{keys} API keys in use, listening on {settings.host}")
    if settings.loopback:
        return Line(False, f"no API key, and only this machine reaches {settings.host}")
    return Line(
        True,
        f"no API key, and other machines reach {settings.host}: run `assay keys create`, or set ASSAY_HOST=127.0.0.1",
    )


def _outside(settings: "Settings") -> Line:
    """Whether look-ups and messages can begin, as `assay serve` begins them."""
    from scoring import AssayError
    from service.resolve.outside import open_outside

    async def opened() -> None:
        async with open_outside(settings):
            pass

    try:
        asyncio.run(opened())
    except (AssayError, OSError) as error:
        return Line(True, f"look-ups cannot begin: {error}: correct the ASSAY_FETCH_ settings")
    if settings.offline:
        return Line(False, "nothing is looked up: ASSAY_OFFLINE is set")
    if why := _why_no_names(settings):
        return Line(
            True,
            f"names cannot be looked up ({why}), so nothing outside is reached: mend the name service, or set ASSAY_OFFLINE=true",
        )
    return Line(False, "look-ups and webhooks can begin")


def _why_no_names(settings: "Settings") -> str | None:
    """Why the first registry's name leads nowhere; None where some registry's does."""
    import socket
    from urllib.parse import urlsplit

    why = None
    for url in (settings.doi_url, settings.crossref_url):
        host = urlsplit(url).hostname
        try:
            socket.getaddrinfo(host, 443, type=socket.SOCK_STREAM)
        except OSError as error:
            why = why or f"{host}: {(error.strerror or str(error)).lower()}"
        else:
            return None
    return why


def _port(settings: "Settings") -> Line:
    where = f"{settings.host}:{settings.port}"

    from service.cli.serve import why_not_listening

    why = asyncio.run(why_not_listening(settings.host, settings.port))
    if why is None:
        return Line(False, f"{where} is free to listen on")
    if _answers_as_assay(settings):
        return Line(False, f"Assay is running on {where}")
    return Line(True, f"cannot listen on {where}: {why}; stop what does, or set ASSAY_PORT or ASSAY_HOST")


def _answers_as_assay(settings: "Settings") -> bool:
    from urllib.error import URLError
    from urllib.request import ProxyHandler, build_opener

    host = "127.0.0.1" if settings.host in ("0.0.0.0", "::") else settings.host
    address = f"http://{f'[{host}]' if ':' in host else host}:{settings.port}/healthz"
    try:
        with build_opener(ProxyHandler({})).open(address, timeout=2) as answer:
            return bool(answer.read(100) == b'{"status":"ok"}')
    except (URLError, OSError, ValueError):
        return False

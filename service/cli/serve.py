"""`assay serve`: the HTTP service, ready with no configuration."""

import asyncio
import json
import logging
import os
import secrets
import shutil
import signal
import sys
from threading import Thread
from typing import TYPE_CHECKING, Annotated, Any

import typer

from service.cli.terminal import fail

if TYPE_CHECKING:
    from service.settings import Settings

# What requests in flight get to finish after SIGTERM or Ctrl-C, in seconds.
GRACE = 20
LOOPBACK = "127.0.0.1"
ANYWHERE = ("0.0.0.0", "::", "")


def serve(
    host: Annotated[
        str | None, typer.Option(help="Address to listen on (default: 127.0.0.1).", show_default=False)
    ] = None,
    port: Annotated[
        int | None,
        typer.Option(
            "--port",
            "-p",
            min=0,
            max=65535,
            help="Port (default: 8000); 0 takes a free one.",
            show_default=False,
        ),
    ] = None,
    workers: Annotated[
        int | None,
        typer.Option(min=1, max=64, metavar="N", help="Processes (default: 1).", show_default=False),
    ] = None,
    demo: Annotated[bool, typer.Option("--demo", help="Add a few articles to look at.")] = False,
) -> None:
    """Run the service.

    Makes and upgrades the database (a SQLite file in this folder, unless
    ASSAY_DATABASE_URL names another), then prints its address and a curl line
    to try it with. Ctrl-C stops it.
    """
    from service.cli.configuration import load_settings

    settings = load_settings(host=host, port=port, workers=workers)
    keys = _prepare(settings, demo)
    # What is no HTTP is counted, and told by our own log.
    logging.getLogger("uvicorn.error").setLevel(logging.ERROR)
    # uvicorn raises the signal again when it has stopped in good order: that is success.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    if settings.workers > 1:
        _run_workers(settings, keys)
    else:
        _run_one(settings, keys)


def _prepare(settings: "Settings", demo: bool) -> bool:
    """Migrate, and open everything once, so that what is wrong is said in one line. Whether keys exist."""
    from scoring import AssayError
    from service.app import open_services
    from service.cli.database import database_errors_as_one_line
    from service.demo import demo_articles
    from service.storage import database_errors, migrate

    async def open_once() -> bool:
        await _port_must_be_free(settings)
        async with open_services(settings) as services:
            if demo:
                for article in demo_articles():
                    await services.intake.submit(article)
            return await services.keyring.defined()

    with database_errors_as_one_line(settings.database_url):
        migrate(settings.database_url)
        try:
            return asyncio.run(open_once())
        except database_errors():
            raise
        except AssayError as error:
            fail(str(error))


async def _port_must_be_free(settings: "Settings") -> None:
    if why := await why_not_listening(settings.host, settings.port):
        fail(
            f"cannot listen on {settings.host}:{settings.port}: {why}; stop what does, or choose another --port"
        )


async def why_not_listening(host: str, port: int) -> str | None:
    """Why a server could not listen there, or None where it could."""
    try:
        server = await asyncio.start_server(lambda *_: None, host, port)
    except OSError as error:
        # asyncio puts the address before the reason.
        return (error.strerror or str(error)).rpartition(": ")[2].lower()
    server.close()
    await server.wait_closed()
    return None


def _run_one(settings: "Settings", keys: bool) -> None:
    import uvicorn

    from service.app import create_app

    class Announcing(uvicorn.Server):
        """Says where it listens as soon as it does."""

        async def startup(self, *arguments: Any, **named: Any) -> None:
            await super().startup(*arguments, **named)
            if self.started:
                port = self.servers[0].sockets[0].getsockname()[1]
                _announce(settings, port, keys)

    Announcing(uvicorn.Config(create_app(settings), port=settings.port, **_options(settings))).run()


def _run_workers(settings: "Settings", keys: bool) -> None:
    import uvicorn

    from service.api.pace import share_pace
    from service.metrics import share_between_workers

    if settings.port == 0:
        fail("several workers need a port of their own: choose one with --port")
    # Workers start afresh and read their settings from the environment.
    for name in ("host", "port", "workers"):
        os.environ[f"ASSAY_{name.upper()}"] = str(getattr(settings, name))
    shared = share_between_workers()
    if settings.rate_limit:
        share_pace(shared)
    try:
        announcing = Thread(target=asyncio.run, args=(_announce_workers(settings, keys),), daemon=True)
        announcing.start()
        uvicorn.run(
            "service.app:create_app",
            factory=True,
            port=settings.port,
            workers=settings.workers,
            **_options(settings),
        )
    finally:
        shutil.rmtree(shared, ignore_errors=True)


async def _announce_workers(settings: "Settings", keys: bool) -> None:
    """Say where the workers listen as soon as one of them does."""
    host = LOOPBACK if settings.host in ANYWHERE else settings.host
    while True:
        try:
            _, connection = await asyncio.open_connection(host, settings.port)
        except OSError:
            await asyncio.sleep(0.1)
        else:
            connection.close()
            _announce(settings, settings.port, keys)
            return


def _options(settings: "Settings") -> dict[str, Any]:
    return {
        "host": settings.host,
        "lifespan": "on",
        "log_config": None,
        "access_log": False,
        "http": "service.server:BoundedProtocol",
        "ws": "none",
        "proxy_headers": bool(settings.trusted_proxies),
        "forwarded_allow_ips": settings.trusted_proxies,
        "server_header": False,
        "timeout_graceful_shutdown": GRACE,
    }


def _announce(settings: "Settings", port: int, keys: bool) -> None:
    """Where it listens, who may call, and a line to try."""
    from importlib.metadata import version

    from service.cli.database import shown

    host = LOOPBACK if settings.host in ANYWHERE else settings.host
    address = f"http://{f'[{host}]' if ':' in host else host}:{port}"
    print(
        f"Assay {version('assay')} listens on {address} (Ctrl-C stops it); its documentation is at {address}/docs"
    )
    print(f"Database: {shown(settings.database_url)}")
    if keys:
        print("Callers need a key (`assay keys create` makes one); put it in ASSAY_KEY to try this line:")
    else:
        print(
            "No API key exists, so it answers this machine only; `assay keys create --name cms --scope score`"
        )
        print("makes the first one. Try it:")
    print(curl_line(address, keys), flush=True)


def curl_line(address: str, keys: bool) -> str:
    """A command that posts an article; an identity of its own makes it a new one each time it is printed."""
    from service.demo import first_article

    article = {**first_article(), "site": "try.example", "external_id": secrets.token_hex(4)}
    key = ' -H "authorization: Bearer $ASSAY_KEY"' if keys else ""
    return (
        f"curl -sS {address}/v1/articles -H 'content-type: application/json'{key} -d '{json.dumps(article)}'"
    )

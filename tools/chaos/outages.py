"""Fills the disk, removes the file, stops and freezes PostgreSQL: callers are told to come back, and nothing is lost."""

import contextlib
import os
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

from tools.chaos.auditing import audit
from tools.chaos.load import Load
from tools.chaos.places import Place, frozen
from tools.chaos.serving import Answer, Service, ask
from tools.chaos.texts import article
from tools.rescore_faults import Server

DISK_MEGABYTES = 12
# So many articles are there when a rescoring of them begins, before the disk is full.
FIRST = 40
# What /readyz and a write may take while the database does not answer, in seconds.
MOST_READY, MOST_WRITE = 5.0, 25.0
# In how many seconds the service is itself again.
MOST_RECOVERY = 15.0


class NotRun(Exception):
    """A trial that this machine does not allow."""


def full_disk(place: Place, folder: Path, seconds: float) -> None:
    """Fill the disk of a SQLite database under load, in mid-rescoring, and give it room again."""
    with _small_disk(folder / "disk") as disk:
        url = f"sqlite:///{disk / 'assay.sqlite3'}"
        service = Service(folder, url, settings={"RESCORE_CHUNK": "10"})
        service.start()
        try:
            load = Load(service.port, characters=4000)
            while len(load.acknowledged) < FIRST:
                time.sleep(0.05)
            run = ask(service.port, "POST", "/v1/rescores", {"max_rate": 20.0, "drift_limit": 1.0})
            assert run.status == 202, run
            _until_refused(load, seconds)
            time.sleep(seconds)
            away = _while_away(service, "/readyz", "/healthz", "/v1/articles?limit=2", "/metrics")
            erased = ask(service.port, "DELETE", f"/v1/articles/{next(iter(load.acknowledged))}").status
            statuses = load.end()
            subprocess.run(["mount", "-o", "remount,size=200m", disk], check=True)
            back = _until_ready(service)
            ended = _until_ended(service, run.headers["location"])
            kept = dict(load.acknowledged)
            if erased == 204:
                kept.pop(next(iter(kept)))
            found = audit(url, kept)
            print(
                f"  full disk: statuses {statuses}; while full {away}, DELETE {erased}; ready {back:.1f} s after"
                f" there is room; {len(kept)} acknowledged, missing {found.missing}, torn {found.torn}; rescoring"
                f" {ended}; tracebacks {service.logged('Traceback')}, outages told"
                f" {service.logged('database_refuses_writes')}, {service.logged('rescoring_waits')}"
            )
            found.must_be_clean()
            load.must_have_met_only("200", "201", "503")
            assert away["/readyz"] == 503
            assert away["/healthz"] == away["/v1/articles?limit=2"] == away["/metrics"] == 200
            assert erased in (204, 503)
            assert ended == ("published", 0)
            service.must_be_quiet()
        finally:
            service.stop()


def removed_file(place: Place, folder: Path) -> None:
    """Remove the file of a SQLite database while the service runs: nothing is acknowledged that would be lost."""
    url = f"sqlite:///{folder / 'assay.sqlite3'}"
    service = Service(folder, url)
    service.start()
    try:
        assert ask(service.port, "POST", "/v1/articles", article(1)).status == 201
        (folder / "assay.sqlite3").unlink()
        answer = ask(service.port, "POST", "/v1/articles", article(2))
        away = _while_away(service, "/readyz", "/healthz")
        print(f"  removed file: POST {answer.status}, {away}")
        assert answer.status == 503
        assert "retry-after" in answer.headers
        assert (away["/readyz"], away["/healthz"]) == (503, 200)
        service.must_be_quiet()
    finally:
        service.stop()


def restarted(place: Place, folder: Path, seconds: float) -> None:
    """Stop PostgreSQL under load, in good order and as a crash would, and start it again."""
    server = _server(place)
    url = place.new(folder)
    service = Service(folder, url)
    service.start()
    try:
        for number, mode in enumerate(("fast", "immediate")):
            load = Load(service.port, start=number * 1_000_000)
            time.sleep(4)
            server.stop(mode)
            time.sleep(seconds)
            away = _while_away(service, "/readyz", "/healthz", "/metrics")
            server.start()
            back = _until_ready(service)
            time.sleep(3)
            statuses = load.end()
            found = audit(url, load.acknowledged)
            print(
                f"  PostgreSQL stopped ({mode}) for {seconds:.0f} s: statuses {statuses}; {away}; ready {back:.1f} s"
                f" after it is back; {len(load.acknowledged)} acknowledged, missing {found.missing}, torn"
                f" {found.torn}; tracebacks {service.logged('Traceback')}"
            )
            found.must_be_clean()
            load.must_have_met_only("200", "201", "503")
            assert load.statuses["503"], "nobody was told"
            assert (away["/readyz"], away["/healthz"], away["/metrics"]) == (503, 200, 200)
            service.must_be_quiet()
    finally:
        service.stop()


def froze(place: Place, folder: Path, seconds: float) -> None:
    """Freeze PostgreSQL (SIGSTOP) under load, so that its sockets stay open and nothing answers."""
    server = _server(place)
    url = place.new(folder)
    service = Service(folder, url)
    service.start()
    try:
        load = Load(service.port)
        time.sleep(4)
        with frozen(server):
            time.sleep(1)
            begun = time.monotonic()
            ready = ask(service.port, "GET", "/readyz")
            ready_seconds = time.monotonic() - begun
            alive = ask(service.port, "GET", "/healthz").status
            begun = time.monotonic()
            write = ask(service.port, "POST", "/v1/articles", article(77_000_001))
            write_seconds = time.monotonic() - begun
            time.sleep(max(0.0, seconds - ready_seconds - write_seconds))
        back = _until_ready(service)
        time.sleep(3)
        statuses = load.end()
        found = audit(url, load.acknowledged)
        print(
            f"  PostgreSQL frozen for {seconds:.0f} s: /readyz {ready.status} after {ready_seconds:.1f} s, /healthz"
            f" {alive}, POST {write.status} after {write_seconds:.1f} s; statuses {statuses}, the slowest"
            f" {load.slowest:.1f} s; ready {back:.1f} s after it goes on; {len(load.acknowledged)} acknowledged,"
            f" missing {found.missing}, torn {found.torn}; tracebacks {service.logged('Traceback')}"
        )
        found.must_be_clean()
        load.must_have_met_only("200", "201", "503")
        assert (ready.status, write.status, alive) == (503, 503, 200)
        assert "retry-after" in ready.headers
        assert "retry-after" in write.headers
        assert ready_seconds <= MOST_READY
        assert write_seconds <= MOST_WRITE
        service.must_be_quiet()
    finally:
        service.stop()


@contextlib.contextmanager
def _small_disk(folder: Path) -> Iterator[Path]:
    """A file system of a few megabytes. Raises NotRun where nobody may mount one."""
    folder.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", f"size={DISK_MEGABYTES}m", "tmpfs", str(folder)]
    if os.geteuid() or subprocess.run(mount, stderr=subprocess.DEVNULL).returncode:
        raise NotRun("a full disk needs root, to mount a small file system")
    try:
        yield folder
    finally:
        subprocess.run(["umount", folder], check=True)


def _server(place: Place) -> Server:
    if place.server is None:
        raise NotRun("SQLite has no server")
    return place.server


def _while_away(service: Service, *paths: str) -> dict[str, int]:
    """What each path answers; a 503 must say when to come again."""
    answers: dict[str, Answer] = {path: ask(service.port, "GET", path) for path in paths}
    for answer in answers.values():
        assert answer.status != 503 or "retry-after" in answer.headers
    return {path: answer.status for path, answer in answers.items()}


def _until_refused(load: Load, seconds: float) -> None:
    until = time.monotonic() + 10 * seconds
    while not load.statuses["503"]:
        assert time.monotonic() < until, f"the disk did not fill: {load.statuses}"
        time.sleep(0.1)


def _until_ready(service: Service) -> float:
    """Seconds until it is ready. Raises AssertionError where that takes too long."""
    begun = time.monotonic()
    while not service.is_ready():
        assert time.monotonic() - begun < MOST_RECOVERY, "the service did not recover"
        time.sleep(0.1)
    return time.monotonic() - begun


def _until_ended(service: Service, run: str) -> tuple[str, int]:
    """How a rescoring ended, and how many articles failed in it."""
    until = time.monotonic() + 120
    while (told := ask(service.port, "GET", run).json)["state"] == "running" and time.monotonic() < until:
        time.sleep(0.5)
    return told["state"], told["failed"]

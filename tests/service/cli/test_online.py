"""`assay score`, `assay links` and the service look up names and identifiers, and rule alike."""

import asyncio
import json
import multiprocessing
import subprocess
from collections.abc import Callable, Iterator
from typing import Any

import httpx
import pytest

from service.app import create_app
from service.cli import scoring
from service.resolve.registries import RegistryAsker
from service.settings import Settings
from service.storage import migrate
from tests.service.named_web import DOI, GONE, NOWHERE, SETTINGS, STORY, UNKNOWN_DOI, named_web

Run = Callable[..., subprocess.CompletedProcess[bytes]]
ENVIRONMENT = {f"ASSAY_{name.upper()}": value for name, value in SETTINGS.items()}
IDENTIFIERS = (f"doi:{DOI}", f"doi:{UNKNOWN_DOI}")
EXPECTED = {
    STORY: ("resolves", "title"),
    GONE: ("dead", "status_404"),
    NOWHERE: ("dead", "no_such_name"),
    IDENTIFIERS[0]: ("resolves", "registered"),
    IDENTIFIERS[1]: ("dead", "no_such_doi"),
}


@pytest.fixture(autouse=True)
def _web(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    # Names resolve to what is served here in this process and in its forks alone.
    monkeypatch.setattr(scoring, "_context", lambda: multiprocessing.get_context("fork"))
    with named_web(monkeypatch):
        yield


@pytest.fixture
def citing(clean: str) -> str:
    return f"{clean}\nSee {STORY} and {GONE} and {NOWHERE} too, and ({IDENTIFIERS[0]}) beside ({IDENTIFIERS[1]}).\n"


def verdicts(report: dict[str, Any]) -> dict[str, str]:
    return {row["url"] or row["marker"]: row["verdict"] for row in report["citations"]}


def test_links_names_and_identifiers_are_looked_up(assay: Run) -> None:
    done = assay("links", "-", stdin="\n".join(EXPECTED).encode(), **ENVIRONMENT)
    rows = [json.loads(line) for line in done.stdout.splitlines()]
    assert [(row["verdict"], row["reason"]) for row in rows] == list(EXPECTED.values())


@pytest.mark.parametrize(
    ("fail_on", "status"), [([], 0), (["--fail-on", "dead"], 1), (["--fail-on", "unsafe,blocked"], 0)]
)
def test_a_verdict_stops_links_where_asked(assay: Run, fail_on: list[str], status: int) -> None:
    assert (
        assay("links", *fail_on, "-", stdin=f"{STORY}\n{GONE}\n".encode(), **ENVIRONMENT).returncode == status
    )


def test_a_line_that_is_no_citation_is_told(assay: Run) -> None:
    given = b'not a url\n{"url": 5}\n{"title": "x"}\n'
    done = assay("links", "-", stdin=given, **ENVIRONMENT)
    assert (done.returncode, done.stdout) == (2, b"")
    assert done.stderr.decode().splitlines() == [
        "standard input:1: is neither a URL nor an identifier: 'not a url'; a URL has no blanks",
        "standard input:2: url: must be text",
        "standard input:3: url: is missing",
    ]
    done = assay("links", "--fail-on", "gone", "-", stdin=b"", **ENVIRONMENT)
    assert done.returncode == 2
    assert done.stderr.startswith(b"assay: --fail-on: there is no verdict gone; there are resolves, ")


@pytest.mark.parametrize("jobs", ["1", "2"])
def test_score_rules_on_names_and_identifiers_as_links_does(assay: Run, citing: str, jobs: str) -> None:
    done = assay("score", "--format", "json", "--jobs", jobs, "-", stdin=citing.encode(), **ENVIRONMENT)
    assert (done.returncode, done.stderr) == (0, b"")
    assert verdicts(json.loads(done.stdout)) == {asked: verdict for asked, (verdict, _) in EXPECTED.items()}


def test_what_is_scored_into_the_database_is_looked_up_too(
    assay: Run, citing: str, write_lines: Callable[[str, list[Any]], Any]
) -> None:
    rows = [{"text": citing, "site": "vantry", "external_id": str(n)} for n in range(3)]
    path = write_lines("three.jsonl", rows)
    done = assay("score", "--store", "--jobs", "1", str(path), **ENVIRONMENT)
    assert done.returncode == 0, done.stderr
    assert b"failed 0" in done.stderr


def test_the_service_rules_alike(tmp_path: Any, citing: str) -> None:
    settings = Settings(_env_file=None, database_url=f"sqlite:///{tmp_path}/a.sqlite3", **SETTINGS)
    migrate(settings.database_url)

    async def preview() -> dict[str, Any]:
        app = create_app(settings)
        async with app.router.lifespan_context(app):
            transport = httpx.ASGITransport(app)
            async with httpx.AsyncClient(transport=transport, base_url="http://127.0.0.1:8000") as client:
                wait = {"Prefer": "wait=10"}
                return (await client.post("/v1/preview", json={"text": citing}, headers=wait)).json()

    assert verdicts(asyncio.run(preview())) == {asked: verdict for asked, (verdict, _) in EXPECTED.items()}


def test_a_look_up_that_fails_does_not_cost_the_report(
    assay: Run, citing: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def fail(*_: Any) -> None:
        raise RuntimeError("cannot schedule new futures after shutdown")

    monkeypatch.setattr(RegistryAsker, "find", fail)
    done = assay("score", "--format", "json", "--jobs", "1", "-", stdin=citing.encode(), **ENVIRONMENT)
    found = verdicts(json.loads(done.stdout))
    assert {found[identifier] for identifier in IDENTIFIERS} == {"transient"}
    assert (found[STORY], found[GONE]) == ("resolves", "dead")


def test_a_registry_that_fails_is_silent_for_its_own_identifier_only(
    assay: Run, citing: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def fail(*_: Any) -> None:
        raise RuntimeError("an answer that nobody thought of")

    monkeypatch.setattr(RegistryAsker, "_doi", fail)
    done = assay("links", "-", stdin="\n".join(EXPECTED).encode(), **ENVIRONMENT)
    rows = [json.loads(line) for line in done.stdout.splitlines()]
    assert [row["reason"] for row in rows if row["verdict"] == "transient"] == ["registry_check_failed"] * 2

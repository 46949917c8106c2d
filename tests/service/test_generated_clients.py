"""Generators make usable clients of our OpenAPI document: each submits, reads, previews, says and verifies.

`make clients` installs the generators (npm, and a virtual environment of their own) and runs this.
"""

import json
import os
import shutil
import subprocess
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import orjson
import pytest

from service.app import create_app
from service.settings import Settings
from service.showing import show
from service.webhooks import report_message, secrets_of, signed_headers
from tools.clients import FOLDER, PROGRAMS
from tools.conformance import serving

SECRET = "whsec_" + "c2VjcmV0IGZvciBhIHRlc3Q="
TEXT = "The water board of Norrvik has put off the repair of the old lock by a year.[3] " * 3
MODULES = FOLDER / "node_modules"
PYTHON = FOLDER / "venv" / "bin"

pytestmark = [
    pytest.mark.skipif(shutil.which("npm") is None, reason="npm is not installed: the generators run on it"),
    pytest.mark.skipif(not MODULES.is_dir(), reason="the generators are not installed: run `make clients`"),
]


def run(*command: str | Path, folder: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    done = subprocess.run(
        [str(part) for part in command],
        cwd=folder,
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        timeout=300,
    )
    assert done.returncode == 0, f"{command}\n{done.stdout}\n{done.stderr}"
    return done


@pytest.fixture(scope="module")
def workshop(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with our document, the programs, and the installed packages."""
    folder = tmp_path_factory.mktemp("clients")
    for program in PROGRAMS.iterdir():
        shutil.copy(program, folder)
    (folder / "node_modules").symlink_to(MODULES)
    document = create_app(Settings(_env_file=None)).openapi()
    (folder / "openapi.json").write_bytes(orjson.dumps(document))
    return folder


@pytest.fixture(scope="module")
def service(workshop: Path) -> Iterator[tuple[str, str]]:
    """A running service with its address and a key for one site."""
    with serving(workshop, scopes=("score", "feedback"), site="norrvik.org") as (address, key):
        assert key is not None
        yield address, key


@pytest.fixture(scope="module")
def message(workshop: Path) -> Path:
    """A signed webhook message, with what a client needs to verify it."""
    sealed: dict[str, Any] = {"id": "r", "article_id": "a", "findings": [], "citations": [], "quotes": []}
    sealed |= {"dates": [], "external_id": "1", "score": None, "band": "insufficient", "confidence": 0.0}
    sealed |= {"coverage": {}, "ruleset": "2027.1", "scored_at": "2026-11-28T10:00:00Z", "language": "en"}
    sealed |= {"genre": "news", "genre_guessed": True, "words": 0, "families": {}, "failed": []}
    now = datetime.now(UTC)
    body = report_message(
        show(orjson.dumps(sealed), ""),
        now,
        id=None,
        article_id="a",
        site="norrvik.org",
        external_id="1",
        final=True,
    )
    headers = signed_headers(secrets_of(SECRET), "msg_1", now, body)
    path = workshop / "message.json"
    told = {"text": TEXT, "secret": SECRET, "body": body.decode(), "headers": dict(headers)}
    path.write_text(json.dumps(told), encoding="utf-8")
    return path


def test_spectral_finds_no_error(workshop: Path) -> None:
    (workshop / ".spectral.yaml").write_text('extends: ["spectral:oas"]\n', encoding="utf-8")
    run("npx", "spectral", "lint", "openapi.json", folder=workshop)


def test_redocly_finds_no_error(workshop: Path) -> None:
    run("npx", "redocly", "lint", "openapi.json", folder=workshop, REDOCLY_TELEMETRY="off")


def test_the_clients_in_typescript_compile_and_work(
    workshop: Path, service: tuple[str, str], message: Path
) -> None:
    run("npx", "openapi-typescript", "openapi.json", "-o", "generated/schema.d.ts", folder=workshop)
    run("npx", "openapi-ts", "-i", "openapi.json", "-o", "generated/hey", folder=workshop)
    run("npx", "tsc", "-p", "tsconfig.json", "--noEmit", folder=workshop)
    for program in ("fetch_client", "hey_client"):
        run(
            "npx", "esbuild", f"{program}.ts", "--bundle", "--platform=node", "--format=esm",
            f"--outfile=out/{program}.mjs", folder=workshop,
        )  # fmt: skip
        assert run("node", f"out/{program}.mjs", *service, message, folder=workshop).stdout == "ok\n"


def test_the_client_in_python_works(workshop: Path, service: tuple[str, str], message: Path) -> None:
    told = run(
        PYTHON / "openapi-python-client", "generate", "--path", "openapi.json", "--output-path", "generated_python",
        "--meta", "none", "--overwrite", folder=workshop,
    )  # fmt: skip
    # Streams of lines are no content that it knows; everything else is there.
    missing = [line for line in f"{told.stdout}{told.stderr}".splitlines() if "will not be generated" in line]
    assert missing == [
        "WARNING parsing POST /v1/articles:batch within articles. Endpoint will not be generated."
    ]
    work = workshop / "python"
    work.mkdir()
    (workshop / "generated_python").rename(work / "generated")
    program = workshop / "python_client.py"
    assert (
        run(PYTHON / "python", program, *service, message, folder=work, PYTHONPATH=str(work)).stdout == "ok\n"
    )

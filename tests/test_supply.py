"""What the image is built from: pinned, hashed, listed, and audited by an audit that can fail."""

import json
import re
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any

import pytest

from tools import audit_pins, check_lock, sbom

ROOT = Path(__file__).parent.parent
BAD = {"id": "PYSEC-1", "fixed_in": ["9.9"]}

Registry = Callable[..., str]


@pytest.fixture
def registry() -> Iterator[Registry]:
    """A registry on this machine: told what it answers for a name, or for all others."""
    servers: list[HTTPServer] = []

    def start(answers: dict[str, Any], otherwise: Any) -> str:
        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                answer = answers.get(self.path.split("/")[1], otherwise)
                self.send_response(200 if answer is not None else 404)
                self.end_headers()
                self.wfile.write(json.dumps(answer).encode())

            def log_message(self, *_: Any) -> None:
                pass

        server = HTTPServer(("127.0.0.1", 0), Handler)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        servers.append(server)
        return f"http://127.0.0.1:{server.server_port}"

    yield start
    for server in servers:
        server.shutdown()
        server.server_close()


KNOWS = {name: {"vulnerabilities": [BAD]} for name, _ in audit_pins.KNOWN_BAD}


def test_pins_without_advisories_pass(registry: Registry, capsys: pytest.CaptureFixture[str]) -> None:
    assert audit_pins.main([registry(KNOWS, {"vulnerabilities": []})]) == 0
    assert re.match(r"\d\d+ pins, no known vulnerability", capsys.readouterr().out)


def test_an_advisory_is_named(registry: Registry, capsys: pytest.CaptureFixture[str]) -> None:
    answers = {**KNOWS, "fastapi": {"vulnerabilities": [BAD, {"id": "PYSEC-2", "withdrawn": "2026-01-01"}]}}
    assert audit_pins.main([registry(answers, {"vulnerabilities": []})]) == 1
    out = capsys.readouterr().out
    assert "PYSEC-1, mended in 9.9" in out
    assert "PYSEC-2" not in out


@pytest.mark.parametrize(
    "otherwise", [None, {}, {"vulnerabilities": None}, {"vulnerabilities": []}, "a page"]
)
def test_a_registry_that_serves_no_advisories_is_no_audit(registry: Registry, otherwise: Any) -> None:
    assert audit_pins.main([registry({}, otherwise)]) == 2


def test_one_pin_without_an_answer_is_no_audit(registry: Registry) -> None:
    assert audit_pins.main([registry({**KNOWS, "fastapi": {}}, {"vulnerabilities": []})]) == 2


def test_a_registry_that_is_away_is_no_audit() -> None:
    assert audit_pins.main(["http://127.0.0.1:9"]) == 2


def test_an_audit_without_an_address_is_no_audit(capsys: pytest.CaptureFixture[str]) -> None:
    assert audit_pins.main([]) == 2
    assert "give the address" in capsys.readouterr().err


def test_no_pins_are_no_audit(registry: Registry) -> None:
    with pytest.raises(audit_pins.NoAudit):
        list(audit_pins.audit(registry(KNOWS, {"vulnerabilities": []}), []))


def test_the_bill_lists_every_pin_with_its_hashes() -> None:
    locked = check_lock.LOCK.read_text()
    document = sbom.bill(locked, {"name": "assay", "version": "1", "license": "Apache-2.0"})
    assert [(one["name"], one["version"]) for one in document["components"]] == check_lock.PIN.findall(locked)
    hashes = [one["content"] for component in document["components"] for one in component["hashes"]]
    assert len(hashes) == locked.count("--hash=sha256:")
    assert all(re.fullmatch("[0-9a-f]{64}", one) for one in hashes)


@pytest.mark.parametrize("package", ["procrastinate", "psycopg", "asyncpg", "uvicorn"])
def test_the_image_has_what_the_commands_need(package: str) -> None:
    assert package in dict(check_lock.PIN.findall(check_lock.LOCK.read_text()))


def test_the_image_installs_nothing_without_a_hash() -> None:
    text = (ROOT / "Dockerfile").read_text().replace("\\\n", " ")
    installs = [line for line in text.splitlines() if "pip " in line]
    assert installs
    for line in installs:
        assert "--require-hashes" in line or ("--no-index" in line and "--no-deps" in line), line
    assert all("${PYTHON_IMAGE}" in line for line in text.splitlines() if line.startswith("FROM"))


def test_a_pin_without_a_hash_is_a_fault(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    lock = tmp_path / "requirements.lock"
    lock.write_text(
        re.sub(r"(?m)^(fastapi==\S+) \\\n(    --hash=\S+( \\)?\n)+", r"\1\n", check_lock.LOCK.read_text())
    )
    monkeypatch.setattr(check_lock, "LOCK", lock)
    assert [fault for fault in check_lock.check() if fault.endswith("has no hash")]

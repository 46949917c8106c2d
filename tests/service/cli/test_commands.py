"""The smaller commands: rules, db, keys, doctor, openapi."""

import json
import re
import socket
import sqlite3
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
import typer

from scoring import CATALOGUE
from service.cli.database import database_errors_as_one_line, shown
from service.storage import StoreBusyError

Run = Callable[..., subprocess.CompletedProcess[bytes]]


@pytest.mark.parametrize(
    "path",
    [
        ["serve"], ["score"], ["rules"], ["doctor"], ["openapi"], ["db", "upgrade"], ["db", "check"],
        ["keys", "create"], ["keys", "list"], ["keys", "revoke"], ["sources", "add"], ["sources", "list"],
        ["sources", "remove"], ["audit"], ["mcp"], ["links"], ["export"], ["rescore", "moved"],
    ],
)  # fmt: skip
def test_every_command_has_help_with_an_example(assay: Run, path: list[str]) -> None:
    done = assay(*path, "--help")
    assert done.returncode == 0
    assert f"assay {' '.join(path)}" in done.stdout.decode().partition("Example:")[2]
    assert max(map(len, done.stdout.decode().splitlines())) <= 80
    assert b"<bool>" not in done.stdout


def test_the_version_is_told(assay: Run) -> None:
    assert re.fullmatch(r"assay \d{4}\.\d+\.\d+\n", assay("--version").stdout.decode())


class TestRules:
    def test_the_list_names_every_rule_within_80_columns(self, assay: Run) -> None:
        listed = assay("rules").stdout.decode()
        assert re.findall(r"^  ([A-Z0-9_]+) +", listed, re.M) == [check.code for check in CATALOGUE]
        assert max(map(len, listed.splitlines())) <= 80

    def test_one_rule_is_its_page(self, assay: Run) -> None:
        page = assay("rules", "cit_orphan_marker").stdout.decode()
        assert page.startswith("# CIT_ORPHAN_MARKER\n")
        assert "## Examples" in page

    def test_rules_come_as_json_too(self, assay: Run) -> None:
        assert len(json.loads(assay("rules", "--json").stdout)) == len(CATALOGUE)
        assert json.loads(assay("rules", "CIT_ORPHAN_MARKER", "--json").stdout)["family"] == "citations"

    def test_a_near_miss_is_helped(self, assay: Run) -> None:
        done = assay("rules", "CIT_ORPHAN_MARKERS")
        assert done.returncode == 2
        assert b"did you mean CIT_ORPHAN_MARKER?" in done.stderr


class TestDatabase:
    def test_it_is_made_and_then_in_order(self, assay: Run, tmp_path: Path) -> None:
        assert assay("db", "check").returncode == 1
        assert not (tmp_path / "assay.sqlite3").exists()
        made = assay("db", "upgrade")
        assert made.returncode == 0
        assert b"went from nothing to" in made.stdout
        assert b" is at " in assay("db", "upgrade").stdout
        assert assay("db", "check").returncode == 0

    def test_it_goes_down_and_up(self, assay: Run) -> None:
        assay("db", "upgrade")
        assert assay("db", "upgrade", "base").returncode == 0
        assert assay("db", "check").returncode == 1
        assert assay("db", "upgrade").returncode == 0
        assert assay("db", "check").returncode == 0

    @pytest.mark.parametrize(
        "url", ["nonsense", "mysql://u:secret@127.0.0.1/x", "postgresql://u:secret@127.0.0.1:1/x"]
    )
    def test_one_that_cannot_be_reached_is_one_line_without_its_password(self, assay: Run, url: str) -> None:
        for command in (["db", "upgrade"], ["db", "check"], ["keys", "list"], ["sources", "list"], ["serve"]):
            done = assay(*command, ASSAY_DATABASE_URL=url)
            assert done.returncode == 2
            assert done.stderr.decode().count("\n") == 1
            assert b"secret" not in done.stderr

    def test_a_report_that_replays_differently_is_named(
        self, assay: Run, tmp_path: Path, faulty: str
    ) -> None:
        _store_demo(assay, tmp_path)
        well = assay("db", "check")
        assert well.returncode == 0
        assert re.search(rb"^[1-9]\d* reports replay to the same bytes, 0 do not", well.stdout, re.M)
        with sqlite3.connect(tmp_path / "assay.sqlite3") as database:
            id, body = database.execute("SELECT id, body FROM report LIMIT 1").fetchone()
            database.execute(
                "UPDATE report SET body = ? WHERE id = ?", (bytes(body).replace(b"2026-", b"2027-"), id)
            )
        done = assay("db", "check")
        assert done.returncode == 1
        assert str(id) in done.stderr.decode() or done.stderr.decode().count("comes out differently") == 1
        assert assay("db", "check", "--sample", "0").returncode == 0

    def test_a_report_of_another_release_is_no_fault(self, assay: Run, tmp_path: Path) -> None:
        _store_demo(assay, tmp_path)
        with sqlite3.connect(tmp_path / "assay.sqlite3") as database:
            id, body = database.execute("SELECT id, body FROM report LIMIT 1").fetchone()
            older = {**json.loads(body), "engine": "2026.10.0", "words": 1}
            database.execute("UPDATE report SET body = ? WHERE id = ?", (json.dumps(older).encode(), id))
        done = assay("db", "check")
        assert done.returncode == 0
        assert b"1 of another release come out differently" in done.stdout


class TestSources:
    def test_an_entry_is_attached_listed_and_removed(self, assay: Run) -> None:
        assert assay("db", "upgrade").returncode == 0
        added = assay(
            "sources", "add", "Hanna Ilves", "--note", "Met\x1b[31m her.", "--expires-at", "2030-01-01"
        )
        assert added.returncode == 2
        assert b"note: control character" in added.stderr
        added = assay("sources", "add", "Hanna Ilves", "--note", "Met her.", "--expires-at", "2030-01-01")
        id = added.stdout.decode().strip()
        listed = assay("sources", "list").stdout.decode()
        assert listed == f"{id}  Hanna Ilves: Met her. (until 2030-01-01)\n"
        assert assay("sources", "remove", id).returncode == 0
        assert assay("sources", "remove", id).returncode == 1
        assert assay("sources", "list").stdout == b""

    @pytest.mark.parametrize(
        ("name", "fault"), [("Hanna", b"name: "), ("Hanna Ilves", b"add: give url or note")]
    )
    def test_what_cannot_be_attached_is_refused(self, assay: Run, name: str, fault: bytes) -> None:
        done = assay("sources", "add", name)
        assert done.returncode == 2
        assert fault in done.stderr


class TestKeys:
    def test_a_key_is_shown_once_listed_and_revoked(self, assay: Run) -> None:
        made = assay("keys", "create", "--name", "cms", "--scope", "score", "--scope", "read")
        token = made.stdout.decode().strip()
        assert made.returncode == 0
        assert re.fullmatch(r"assay_[0-9a-f]+_[\w-]{40,}", token)
        id = token.split("_")[1]
        secret = token.removeprefix(f"assay_{id}_")
        listed = assay("keys", "list").stdout.decode()
        assert id in listed
        assert "read,score" in listed
        assert secret not in listed
        assert secret not in made.stderr.decode()
        assert assay("keys", "revoke", id).returncode == 0
        assert "revoked" in assay("keys", "list").stdout.decode()
        assert assay("keys", "revoke", id).returncode == 1

    def test_a_key_is_bound_to_sites(self, assay: Run) -> None:
        sites = ["--site", "vantry.org", "--site", "norrvik.org"]
        made = assay("keys", "create", "--name", "cms", "--scope", "score", *sites)
        assert "score for norrvik.org, vantry.org" in made.stderr.decode()
        assay("keys", "create", "--name", "desk", "--scope", "read")
        listed = assay("keys", "list").stdout.decode().splitlines()
        assert [line.split()[-1] for line in listed[1:]] == ["norrvik.org,vantry.org", "all"]
        assert assay("keys", "create", "--name", "cms", "--scope", "score", "--site", "").returncode == 2

    def test_a_pasted_key_is_revoked_by_its_id(self, assay: Run) -> None:
        token = assay("keys", "create", "--name", "cms", "--scope", "admin").stdout.decode().strip()
        assert assay("keys", "revoke", token).returncode == 0

    def test_a_scope_that_is_none_makes_no_key(self, assay: Run, tmp_path: Path) -> None:
        done = assay("keys", "create", "--name", "cms", "--scope", "everything")
        assert done.returncode == 2
        assert b"scopes are some of" in done.stderr
        assert not (tmp_path / "assay.sqlite3").exists()

    def test_no_database_is_said(self, assay: Run, tmp_path: Path) -> None:
        done = assay("keys", "list")
        assert done.returncode == 2
        assert b"assay db upgrade" in done.stderr
        assert not (tmp_path / "assay.sqlite3").exists()


class TestDoctor:
    def test_a_new_folder_is_well(self, assay: Run, tmp_path: Path) -> None:
        done = assay("doctor", ASSAY_PORT="0", ASSAY_OFFLINE="true")
        assert done.returncode == 0
        assert all(line.startswith("ok ") for line in done.stdout.decode().splitlines())
        assert list(tmp_path.iterdir()) == []

    @pytest.mark.parametrize(
        ("settings", "advice"),
        [
            ({"ASSAY_HOST": "0.0.0.0"}, "run `assay keys create`"),
            ({"ASSAY_PORT": "many"}, "ASSAY_PORT"),
            ({"ASSAY_RULESET": "gone.toml"}, "unset ASSAY_RULESET"),
            ({"ASSAY_DATABASE_URL": "postgresql://u:secret@127.0.0.1:1/x"}, "correct ASSAY_DATABASE_URL"),
        ],
    )
    def test_what_is_wrong_comes_with_advice(self, assay: Run, settings: dict[str, str], advice: str) -> None:
        done = assay("doctor", **{"ASSAY_PORT": "0", "ASSAY_OFFLINE": "true", **settings})
        wrong = [line for line in done.stdout.decode().splitlines() if line.startswith("wrong")]
        assert done.returncode == 1
        assert len(wrong) == 1
        assert advice in wrong[0]
        assert "secret" not in wrong[0]

    def test_a_machine_without_names_is_told(self, assay: Run, monkeypatch: pytest.MonkeyPatch) -> None:
        def nobody(*_: object, **__: object) -> None:
            raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")

        monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: [])
        assert b"ok     look-ups and webhooks can begin" in assay("doctor", ASSAY_PORT="0").stdout
        monkeypatch.setattr(socket, "getaddrinfo", nobody)
        done = assay("doctor", ASSAY_PORT="0", ASSAY_HOST="127.0.0.1")
        assert b"wrong  names cannot be looked up (doi.org: name or service not known)" in done.stdout
        assert done.returncode == 1

    def test_a_database_that_is_behind_is_wrong(self, assay: Run) -> None:
        assay("db", "upgrade")
        assert b"is at 0" in assay("doctor", ASSAY_PORT="0").stdout
        assay("keys", "create", "--name", "a", "--scope", "score")
        assert b"1 API keys in use" in assay("doctor", ASSAY_PORT="0", ASSAY_HOST="0.0.0.0").stdout


def test_openapi_needs_no_database(assay: Run, tmp_path: Path) -> None:
    schema = json.loads(assay("openapi").stdout)
    assert schema["openapi"].startswith("3.")
    assert {"/v1/articles", "/v1/preview", "/healthz"} <= set(schema["paths"])
    assert list(tmp_path.iterdir()) == []


def _store_demo(assay: Run, folder: Path) -> None:
    """A database with the demo's articles, filled as `serve --demo` fills it before it listens."""
    from service.cli.serve import _prepare
    from service.settings import Settings

    assay("db", "upgrade")
    _prepare(Settings(_env_file=None, database_url=f"sqlite:///{folder}/assay.sqlite3", port=0), demo=True)


def test_the_tables_that_dates_are_held_against_can_be_read(assay: Run) -> None:
    shown = assay("rules", "--roles").stdout.decode()
    assert "as_of:" in shown
    assert "office,country,person,aliases,start,end,source" in shown
    assert "COVID-19,2020-02-11" in shown


class TestAudit:
    def test_what_was_done_is_listed_newest_first(self, assay: Run) -> None:
        token = assay("keys", "create", "--name", "cms", "--scope", "read").stdout.decode().strip()
        id = token.split("_")[1]
        assert assay("keys", "revoke", id).returncode == 0
        lines = assay("audit").stdout.decode().splitlines()
        assert [line.split("  ")[2:4] for line in lines] == [["key.revoke", id], ["key.create", id]]
        assert all("command line" in line for line in lines)
        assert len(assay("audit", "--limit", "1").stdout.decode().splitlines()) == 1

    def test_nothing_done_is_said(self, assay: Run) -> None:
        assay("db", "upgrade")
        assert b"No act" in assay("audit").stderr


@pytest.mark.parametrize("name", ["out.jsonl", "out.jsonl.gz", "out.parquet"])
@pytest.mark.parametrize("before", [None, 0o644])
def test_an_export_is_for_its_owner_alone(assay: Run, tmp_path: Path, name: str, before: int | None) -> None:
    assay("db", "upgrade")
    file = tmp_path / name
    if before is not None:
        file.write_bytes(b"old" * 1000)
        file.chmod(before)
    assert assay("export", name, "--what", "submissions").returncode == 0
    assert file.stat().st_mode & 0o777 == 0o600
    assert b"oldold" not in file.read_bytes()


@pytest.mark.parametrize(
    ("url", "secrets"),
    [
        ("postgresql://u:swordfish@h/db", ["swordfish"]),
        ("postgresql://u:p@ss:w/rd@h/db", ["p@ss", "ss:w", "w/rd"]),
        ("postgresql://u:sword%40fish@h/db", ["sword"]),
        ("postgresql://u:sword fish@h/db", ["sword", "fish"]),
        ("postgresql://u:two\nlines@h/db", ["two", "lines"]),
        ("postgresql://h/db?user=u&password=swordfish", ["swordfish"]),
        ("postgresql://h/db?PassWord=swordfish&x=1", ["swordfish"]),
        ("postgresql://u@h/db?sslpassword=swordfish", ["swordfish"]),
        ("postgresql://:swordfish@h/db", ["swordfish"]),
    ],
)
def test_no_password_is_printed(url: str, secrets: list[str]) -> None:
    printed = shown(url)
    assert printed.startswith("postgresql://")
    assert not [secret for secret in secrets if secret in printed]


@pytest.mark.parametrize("url", ["sqlite:///a@b:c.sqlite3", "postgresql://user@host:5432/db?sslmode=require"])
def test_what_is_no_password_is_printed(url: str) -> None:
    assert shown(url) == url


def test_a_defect_of_ours_is_not_called_a_database_error() -> None:
    with pytest.raises(KeyError), database_errors_as_one_line("sqlite:///x"):
        raise KeyError("a defect")
    with pytest.raises(typer.Exit), database_errors_as_one_line("sqlite:///x"):
        raise StoreBusyError("the disk is full")


@pytest.mark.parametrize("command", ["serve", "doctor"])
def test_a_setting_that_cannot_be_used_ends_serve_and_doctor_with_its_name(assay: Run, command: str) -> None:
    done = assay(command, ASSAY_PORT="0", ASSAY_FETCH_ALLOW_NETWORKS="nonsense")
    assert done.returncode != 0
    told = done.stdout + done.stderr
    assert b"ASSAY_FETCH_ALLOW_NETWORKS: must be networks" in told
    assert b"database" not in told

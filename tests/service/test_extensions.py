"""Checks of other packages and word lists of a newsroom's own, brought in without a change of ours."""

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from scoring import ENGLISH, Ruleset, shipped
from service import extensions
from service.extensions import ExtensionError, lexicon_of

CHECK = '''
from scoring import Family, Finding, Severity, Span
from scoring.check import check

@check("WEIR_NAMED", family=Family.FILLER, severity=Severity.LOW)
def named(document, evidence):
    """A weir is named."""
    at = document.lower.find("weir")
    if at >= 0:
        yield Finding((Span(at, at + 4),), "A weir is named.", "Name a bridge.")
'''
ARTICLE = {
    "text": "The weir will be closed, the Eastmarch Reach Conservancy said in its annual report on Monday.\n\n"
    + "The gates are old and let the water through, and the path beside them has been shut since the flood. "
    * 8,
    "language": "en",
}
Run = Callable[..., "subprocess.CompletedProcess[bytes]"]


@pytest.fixture
def weir(tmp_path: Path) -> Path:
    """A folder with an installed package that brings one check."""
    site = tmp_path / "site"
    info = site / "weir-1.0.dist-info"
    info.mkdir(parents=True)
    (site / "weir.py").write_text(CHECK)
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: weir\nVersion: 1.0\n")
    (info / "entry_points.txt").write_text("[assay.checks]\nweir = weir:named\n")
    return site


@pytest.fixture
def lists(tmp_path: Path) -> Path:
    folder = tmp_path / "lists"
    folder.mkdir()
    (folder / "known_sources.txt").write_text("# ours, 2026-11\n[body]\neastmarch reach conservancy\n")
    return folder


@pytest.fixture
def assay(tmp_path: Path) -> Run:
    def run(*arguments: str, stdin: bytes = b"", **environment: str) -> "subprocess.CompletedProcess[bytes]":
        kept = {name: value for name, value in os.environ.items() if not name.startswith("ASSAY_")}
        code = "import sys; from service.cli import main; sys.argv[0] = 'assay'; main()"
        return subprocess.run(
            [sys.executable, "-c", code, *arguments],
            input=stdin,
            capture_output=True,
            cwd=tmp_path,
            env=kept | environment,
            timeout=120,
        )

    return run


def report(ran: "subprocess.CompletedProcess[bytes]") -> dict[str, Any]:
    assert ran.returncode == 0, ran.stderr
    body: dict[str, Any] = json.loads(ran.stdout)
    return body


def score(assay: Run, **environment: str) -> dict[str, Any]:
    article = json.dumps(ARTICLE).encode()
    return report(assay("score", "--format", "json", "-", stdin=article, **environment))


def test_a_check_of_another_package_is_in_the_report_and_the_list(assay: Run, weir: Path) -> None:
    before, after = score(assay), score(assay, PYTHONPATH=str(weir))
    codes = [finding["code"] for finding in after["findings"]]
    assert [code for code in codes if code not in {it["code"] for it in before["findings"]}] == ["WEIR_NAMED"]
    assert before["ruleset"] == shipped().version
    assert after["ruleset"].startswith(f"{shipped().version}+with-")
    page = assay("rules", "WEIR_NAMED", PYTHONPATH=str(weir))
    assert b"A weir is named." in page.stdout


def test_its_code_can_be_weighed(assay: Run, weir: Path, tmp_path: Path) -> None:
    (tmp_path / "rules.toml").write_text("[rules.WEIR_NAMED]\noff = true\n")
    found = score(assay, PYTHONPATH=str(weir), ASSAY_RULESET=str(tmp_path / "rules.toml"))
    assert "WEIR_NAMED" not in [finding["code"] for finding in found["findings"]]


def test_a_package_that_cannot_be_loaded_is_named(assay: Run, weir: Path) -> None:
    (weir / "weir.py").write_text("named = 'no check'\n")
    ran = assay("score", "-", stdin=b"{}", PYTHONPATH=str(weir))
    assert ran.returncode != 0
    assert b"assay.checks: weir = weir:named: TypeError" in ran.stderr
    assert b"Traceback" not in ran.stderr


def test_a_newsrooms_own_list_is_merged(assay: Run, lists: Path) -> None:
    before, after = score(assay), score(assay, ASSAY_LEXICONS=str(lists))
    assert before["score"] < after["score"]
    assert after["ruleset"].startswith(f"{shipped().version}+with-")


@pytest.mark.parametrize("name", ["known_source.txt", "furniture.txt"])
def test_a_list_that_is_none_of_ours_is_refused_by_name(assay: Run, lists: Path, name: str) -> None:
    (lists / name).write_text("a\n")
    ran = assay("score", "-", stdin=b"{}", ASSAY_LEXICONS=str(lists))
    assert ran.returncode != 0
    assert name.encode() in ran.stderr
    assert b"Traceback" not in ran.stderr


def test_a_folder_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(ExtensionError, match=r"ASSAY_LEXICONS: .*nowhere: No such file"):
        lexicon_of(tmp_path / "nowhere")


def test_a_binary_file_is_no_word_list(lists: Path) -> None:
    (lists / "outlets.csv").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(ExtensionError, match="ASSAY_LEXICONS"):
        lexicon_of(lists)


def test_without_a_folder_the_shipped_lists_are_used() -> None:
    assert lexicon_of(None) is ENGLISH


def test_a_ruleset_made_for_other_lists_judges_nothing_here(lists: Path) -> None:
    from scoring import Article, Evidence, RulesetError

    ruleset: Ruleset = shipped().made_for(lexicon_of(lists).mark)
    document = extensions.read(Article("The weir is closed.", language="en"))
    with pytest.raises(RulesetError, match="made for other checks or word lists"):
        extensions.judge(document, Evidence(), ruleset)

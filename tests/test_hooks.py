"""The GitHub action and the pre-commit hook do what they say, as far as that shows without either."""

import json
import os
import re
import shlex
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

ROOT = Path(__file__).parent.parent
ACTION: dict[str, Any] = yaml.safe_load((ROOT / "action.yml").read_text(encoding="utf-8"))
(HOOK,) = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text(encoding="utf-8"))
PROSE = (
    "The borough council of Saltby voted on Tuesday to build a second pier on the western shore, by twelve votes to five. "
    '"We cannot keep turning passengers away every summer," said Marit Oduya, head of transport, at the meeting. '
) * 6


@pytest.fixture
def articles(tmp_path: Path) -> Path:
    """A folder with a clean draft and one that calls a reference which it does not list."""
    (tmp_path / "my drafts").mkdir()
    (tmp_path / "my drafts" / "clean.md").write_text(f"# The pier\n\n{PROSE}\n")
    (tmp_path / "my drafts" / "faulty.md").write_text(f"# The pier\n\n{PROSE} [3]\n")
    return tmp_path


def environment(folder: Path) -> dict[str, str]:
    """An environment in which `assay` is this checkout's."""
    (folder / "bin").mkdir()
    assay = folder / "bin" / "assay"
    assay.write_text(
        f'#!/bin/sh\nexec {shlex.quote(sys.executable)} -c "from service.cli import main; main()" "$@"\n'
    )
    assay.chmod(0o755)
    kept = {name: value for name, value in os.environ.items() if not name.startswith("ASSAY_")}
    return {**kept, "PATH": f"{folder / 'bin'}:{os.environ['PATH']}", "PYTHONPATH": str(ROOT)}


def step(name: str) -> dict[str, Any]:
    found: dict[str, Any] = next(step for step in ACTION["runs"]["steps"] if step["name"] == name)
    return found


def run_action(folder: Path, **inputs: str) -> subprocess.CompletedProcess[str]:
    """Run the scoring step as a runner does: a file of the script, bash with -e and -o pipefail."""
    given = {name: row.get("default", "") for name, row in ACTION["inputs"].items()} | inputs
    (folder / "assay").symlink_to(folder)
    variables = {
        name: re.sub(r"\$\{\{ inputs\.([\w-]+) \}\}", lambda found: given[found[1]], value).replace(
            "${{ runner.temp }}", str(folder)
        )
        for name, value in step("Score")["env"].items()
    }
    (folder / "step.sh").write_text(step("Score")["run"])
    return subprocess.run(
        ["bash", "--noprofile", "--norc", "-eo", "pipefail", "step.sh"],
        cwd=folder,
        env=environment(folder) | variables | {"GITHUB_OUTPUT": str(folder / "output")},
        capture_output=True,
        text=True,
        timeout=120,
    )


class TestAction:
    def test_it_fails_on_what_is_high_and_writes_sarif(self, articles: Path) -> None:
        done = run_action(articles, paths="my drafts")
        assert done.returncode == 1, done.stderr
        assert re.search(r"^my drafts/faulty\.md:3:\d+: CIT_ORPHAN_MARKER high: ", done.stdout, re.M)
        assert (articles / "output").read_text() == "sarif=assay.sarif\n"
        (run,) = json.loads((articles / "assay.sarif").read_text())["runs"]
        assert "CIT_ORPHAN_MARKER" in {result["ruleId"] for result in run["results"]}

    def test_it_passes_where_nothing_is_to_fail_it(self, articles: Path) -> None:
        hostile = "$(touch hacked)\nmy drafts/faulty.md"
        done = run_action(articles, **{"paths": hostile, "fail-on": ""})
        assert done.returncode == 2
        assert "no such file or folder" in done.stderr
        assert not (articles / "hacked").exists()

    def test_inputs_reach_scripts_by_the_environment_alone(self) -> None:
        for part in ACTION["runs"]["steps"]:
            assert "${{" not in part["run"]
            assert part["shell"] == "bash"
            checked = subprocess.run(["bash", "-n"], input=part["run"], text=True, capture_output=True)
            assert checked.returncode == 0, checked.stderr

    def test_every_input_is_used_and_described(self) -> None:
        used = set(re.findall(r"inputs\.([\w-]+)", json.dumps(ACTION["runs"])))
        assert used == set(ACTION["inputs"])
        assert all(row["description"] for row in ACTION["inputs"].values())


class TestHook:
    def test_it_stops_a_commit_with_a_line_a_finding(self, articles: Path) -> None:
        command = [*shlex.split(HOOK["entry"]), *HOOK["args"]]
        where = environment(articles)
        for names, status in (
            (["my drafts/clean.md"], 0),
            (["my drafts/clean.md", "my drafts/faulty.md"], 1),
        ):
            done = subprocess.run(
                [*command, *names], cwd=articles, env=where, capture_output=True, text=True, timeout=120
            )
            assert done.returncode == status, done.stdout + done.stderr
        assert re.search(r"^my drafts/faulty\.md:3:\d+: CIT_ORPHAN_MARKER high: ", done.stdout, re.M)

    def test_it_takes_what_score_knows_by_its_name(self) -> None:
        from service.cli.inputs import kind_of

        for name in ("a.md", "a.markdown", "a.html", "a.htm", "a.txt"):
            assert re.search(HOOK["files"], name)
            assert kind_of(name)
        assert not re.search(HOOK["files"], "a.py")
        assert HOOK["language"] == "python"


def test_what_the_page_shows_is_what_there_is() -> None:
    page = (ROOT / "docs" / "command-line.md").read_text(encoding="utf-8")
    configured, workflow = (
        yaml.safe_load(block) for block in re.findall(r"```yaml\n(.*?)```", page, re.DOTALL)
    )
    (shown,) = configured["repos"][0]["hooks"]
    assert (shown["id"], shown["args"]) == (HOOK["id"], HOOK["args"])
    (given,) = (step["with"] for step in workflow["jobs"]["sourcing"]["steps"] if "assay@" in step["uses"])
    assert set(given) <= set(ACTION["inputs"])
    from service.cli.inputs import SKIPPED, SUFFIXES

    for name in (*SUFFIXES, *SKIPPED):
        assert f"`{name}`" in page or name.endswith((".gz", ".htm", ".text", ".markdown")), name

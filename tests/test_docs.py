"""The generated pages are fresh and say what the cases show, and the scaffold makes a check that passes."""

import subprocess
import sys
from pathlib import Path

import pytest

from scoring import CATALOGUE, Document, Finding, Span, shipped
from scoring.article import Article
from tools import build_docs, new_check
from tools.rule_rates import rates_in
from tools.rule_references import linked

ROOT = Path(__file__).parent.parent
CATALOGUE_NOW = (ROOT / "scoring" / "catalogue.py").read_text(encoding="utf-8")


def test_generated_pages_are_fresh() -> None:
    assert [str(path.relative_to(ROOT)) for path in build_docs.stale()] == [], "run `make docs`"


def test_the_index_links_every_page() -> None:
    index = build_docs.INDEX.read_text(encoding="utf-8")
    for check in CATALOGUE:
        link = f"../../service/rules/pages/{check.code}.md"
        assert f"[{check.code}]({link})" in index
        assert (build_docs.INDEX.parent / link).exists()


def test_flagged_words_are_underlined_where_they_stand() -> None:
    text = "one two three\n" + "word " * 30 + "end"
    finding = Finding(spans=(Span(4, 7), Span(len(text) - 3, len(text))), message="m", fix="f")
    lines = build_docs.underlined(Document(Article(text), text), [finding]).split("\n")
    assert lines[:2] == ["one two three", "    ~~~"]
    assert lines[-2].index("end") == lines[-1].index("~~~")
    assert max(map(len, lines)) <= build_docs.WIDTH


def test_words_with_markdown_in_them_stay_words() -> None:
    assert build_docs._escape("a_b [3] <b> `x` *y*") == r"a\_b \[3\] \<b\> \`x\` \*y\*"
    assert build_docs._fenced("```\ncode", "text").startswith("````text\n")
    assert build_docs._code("a ` b") == "``a ` b``"


def test_a_rule_page_says_what_its_findings_cost_and_how_often_they_are_wrong() -> None:
    pages = {check.code: build_docs.page(check) for check in CATALOGUE}
    assert all("\n## How often it is wrong\n" in page for page in pages.values())
    bill = shipped().bill
    assert bill is not None
    for code in bill.voiding:
        assert "weight: 0" not in pages[code], "it takes the support of what it flags"


def test_the_rates_of_a_rule_page_are_those_of_the_table_of_precision() -> None:
    row = "| ATT_CIRCULAR | genuine | 0.44% | 16 | 15 | 10 | 0 | 2 | 3 | 67% [42%, 85%] | 0 |"
    unread = "| ATT_CIRCULAR | generated | 1.00% | 19 | 0 |  |  |  |  |  |  |"
    genuine, generated = rates_in(f"{row}\n{unread}\n")["ATT_CIRCULAR"]
    assert (genuine.articles, genuine.findings, genuine.judged) == (0.44, 16, 15)
    assert genuine.words == {"true": 10, "unhelpful": 0, "arguable": 2, "false": 3}
    assert generated.judged == 0


def test_frameworks_are_linked_where_they_can_be_read() -> None:
    told = linked("JTI 10; arXiv 2606.02184 (ensembles of invented names); TrustServista pseudonyms.")
    assert told.splitlines() == [
        "- JTI 10: [Journalism Trust Initiative, CEN CWA 17493:2019](https://jti-app.com/footer/cwa)",
        "- arXiv 2606.02184 (ensembles of invented names): <https://arxiv.org/abs/2606.02184>",
        "- TrustServista pseudonyms",
    ]
    assert linked("none.") == "None: no public framework names this fault."


class TestNewCheck:
    @pytest.fixture
    def checkout(self, tmp_path: Path) -> Path:
        for folder in (
            "scoring/rulesets",
            "tests/cases",
            *(f"scoring/checks/{f}" for f in new_check.FAMILIES.values()),
        ):
            (tmp_path / folder).mkdir(parents=True)
        (tmp_path / "scoring" / "catalogue.py").write_text(CATALOGUE_NOW, encoding="utf-8")
        toml = ROOT / "scoring" / "rulesets" / f"{shipped().version}.toml"
        (tmp_path / "scoring" / "rulesets" / toml.name).write_bytes(toml.read_bytes())
        return tmp_path

    @pytest.mark.parametrize("code", ["FIL_ZZ_TOP", "CIT_A_FIRST", "ATT_MIDDLE"])
    def test_all_places_are_filled_and_no_released_ruleset_changes(self, checkout: Path, code: str) -> None:
        rulesets = checkout / "scoring" / "rulesets"
        before = {path.name: path.read_bytes() for path in rulesets.iterdir()}
        check, cases, catalogue = new_check.scaffold(checkout, code)
        family, name = new_check.FAMILIES[code[:3]], code[4:].lower()
        assert check == checkout / "scoring" / "checks" / family / f"{name}.py"
        assert f'@check("{code}"' in check.read_text()
        assert "expect: fires" in cases.read_text()
        assert f"from scoring.checks.{family}.{name} import {name}\n" in catalogue.read_text()
        assert {path.name: path.read_bytes() for path in rulesets.iterdir()} == before

    @pytest.mark.parametrize("code", ["FIL_ZZ_TOP", "CIT_A_FIRST"])
    def test_what_it_makes_runs_and_is_formatted(self, checkout: Path, code: str) -> None:
        paths = [path for path in new_check.scaffold(checkout, code) if path.suffix == ".py"]
        ruff = [sys.executable, "-m", "ruff"]
        config = ["--config", str(ROOT / "pyproject.toml")]
        # Half of the package is not in this checkout, so ruff cannot tell that it is our own.
        config += ["--config", "lint.isort.known-first-party=['scoring']"]
        for arguments in (["format", "--check", *config], ["check", *config]):
            done = subprocess.run(
                [*ruff, *arguments, *map(str, paths)], capture_output=True, text=True, cwd=checkout
            )
            assert done.returncode == 0, done.stdout
        space: dict[str, object] = {}
        exec(compile(paths[0].read_text(), str(paths[0]), "exec"), space)
        made = space[code[4:].lower()]
        fault = code[4:].lower().replace("_", " ")
        text = f"This is an example of {fault} here."
        (finding,) = made(Document(Article(text), text, lower=text.lower()), None)  # type: ignore[operator]
        assert [text[span.start : span.end] for span in finding.spans] == [f"example of {fault}"]

    @pytest.mark.parametrize("code", ["fil_x", "XYZ_A", "FIL_", "FIL_A/../B", CATALOGUE.checks[0].code])
    def test_a_code_that_cannot_be_changes_nothing(self, checkout: Path, code: str) -> None:
        before = {path: path.read_bytes() for path in checkout.rglob("*") if path.is_file()}
        with pytest.raises(new_check.CannotScaffold):
            new_check.scaffold(checkout, code)
        assert {path: path.read_bytes() for path in checkout.rglob("*") if path.is_file()} == before

    def test_a_catalogue_of_one_line_takes_one_more(self) -> None:
        source = (
            "from scoring.check import Check\nfrom scoring.checks.citations.b import b\n\n"
            "CATALOGUE: tuple[Check, ...] = (b,)\n"
        )
        more = new_check.with_entry(new_check.with_entry(source, "filler", "c"), "citations", "a")
        assert more.endswith("CATALOGUE: tuple[Check, ...] = (a, b, c,)\n")

"""Scaffold a check: its file, its cases and its line in the catalogue."""

import argparse
import ast
import re
import subprocess
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent))

from scoring.ruleset import CURRENT

FAMILIES = {"CIT": "citations", "DAT": "dates", "ATT": "attribution", "FIL": "filler"}

CHECK = '''"""{Fault}."""

from collections.abc import Iterator

from scoring.check import check
from scoring.document import Document, Span
from scoring.evidence import Evidence
from scoring.finding import Family, Finding, Severity

_FAULT = "example of {fault}"


@check("{code}", family=Family.{FAMILY}, severity=Severity.LOW)
def {name}(document: Document, evidence: Evidence) -> Iterator[Finding]:
    """State the fault in one sentence.

    Why it matters: what a reader loses by it.
    What counts: what must be in the text for a finding.
    Limits: how it can be wrong, and what it leaves out on purpose.
    Maps to: the W3C signal, JTI clause or guideline behind it.
    Since: {since}
    """
    at = document.lower.find(_FAULT)
    if at >= 0:
        yield Finding(
            spans=(Span(at, at + len(_FAULT)),),
            message="Say in one plain sentence what is wrong here.",
            fix="Say what the editor should do.",
        )
'''

CASES = """- name: say what happens in this case
  expect: fires
  article: {{text: "The council met on Monday. This is an example of {fault} in a sentence."}}
  spans: ["example of {fault}"]
- name: say which trap this case is
  expect: quiet
  article: {{text: "The council met on Monday and agreed to repair the bridge."}}
"""


class CannotScaffold(Exception):
    """The code cannot be used; the message says why."""


def scaffold(root: Path, code: str) -> list[Path]:
    """Write or change the three files under `root` and return them. Raises CannotScaffold and then changes nothing.

    A check without an entry in the ruleset is in preview, so that no released ruleset changes.
    """
    if not re.fullmatch(rf"({'|'.join(FAMILIES)})(_[A-Z][A-Z0-9]*)+", code):
        raise CannotScaffold(
            f"{code!r}: write a code as {'_…, '.join(FAMILIES)}_…, in capitals, named by the fault"
        )
    family, name = FAMILIES[code[:3]], code[4:].lower()
    check = root / "scoring" / "checks" / family / f"{name}.py"
    cases = root / "tests" / "cases" / f"{code}.yaml"
    catalogue = root / "scoring" / "catalogue.py"
    for path in (check, cases):
        if path.exists():
            raise CannotScaffold(f"{path.relative_to(root)} is already there")
    listed = with_entry(catalogue.read_text(encoding="utf-8"), family, name)
    fault = name.replace("_", " ")
    check.write_text(
        CHECK.format(
            code=code,
            name=name,
            fault=fault,
            Fault=fault.capitalize(),
            FAMILY=family.upper(),
            since=CURRENT,
        ),
        encoding="utf-8",
    )
    cases.write_text(CASES.format(fault=fault), encoding="utf-8")
    catalogue.write_text(listed, encoding="utf-8")
    return [check, cases, catalogue]


def with_entry(source: str, family: str, name: str) -> str:
    """The catalogue with one more import and entry, each in its place. Raises CannotScaffold where it has the entry already."""
    tree = ast.parse(source)
    # A function may be imported under another name; its module is named by the fault.
    places = {
        node.names[0].asname or node.names[0].name: _place(*node.module.split(".")[2:4])
        for node in tree.body
        if isinstance(node, ast.ImportFrom) and node.module and node.module.startswith("scoring.checks.")
    }
    listing = next(
        node.value
        for node in tree.body
        if isinstance(node, ast.AnnAssign) and isinstance(node.value, ast.Tuple)
    )
    if _place(family, name) in places.values():
        raise CannotScaffold(f"{family}/{name} is in the catalogue already")
    entries = [element for element in listing.elts if isinstance(element, ast.Name)]
    after = next((entry for entry in entries if places[entry.id] > _place(family, name)), None)
    lines = source.split("\n")
    if listing.lineno == listing.end_lineno:
        names = [entry.id for entry in entries]
        names.insert(entries.index(after) if after else len(names), name)
        start = lines[listing.lineno - 1][: listing.col_offset]
        lines[listing.lineno - 1] = f"{start}({', '.join(names)},)"
    else:
        lines.insert((after.lineno if after else listing.end_lineno or 0) - 1, f"    {name},")
    line = f"from scoring.checks.{family}.{name} import {name}"
    imports = [number for number, text in enumerate(lines) if text.startswith("from scoring.")]
    lines.insert(next((number for number in imports if lines[number] > line), imports[-1] + 1), line)
    return "\n".join(lines)


def _place(family: str, fault: str) -> tuple[int, str]:
    return list(FAMILIES.values()).index(family), fault


def main() -> int:
    """Scaffold the code given, and say what to do next."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("code", help="such as FIL_EMPTY_PHRASE; CODE=… is understood too")
    parser.add_argument("--root", type=Path, default=Path(__file__).parent.parent, help="the checkout")
    given = parser.parse_args()
    try:
        changed = scaffold(given.root, given.code.removeprefix("CODE="))
    except CannotScaffold as error:
        print(error, file=sys.stderr)
        return 2
    subprocess.run([sys.executable, "-m", "ruff", "format", "-q", *[p for p in changed if p.suffix == ".py"]])
    for path in changed:
        print(path.relative_to(given.root))
    print(
        "Write the check and its cases; `.venv/bin/pytest -n0 tests/scoring/test_cases.py -k CODE` tries them. Then "
        "`make docs check test-fast`. The check is in preview until it has a weight."
    )
    return 0


if __name__ == "__main__":
    sys.exit(main())

"""Write the rule pages from the checks' docstrings, their cases and the shipped ruleset."""

import re
import sys
from pathlib import Path

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT))

from scoring import CATALOGUE, Check, Document, Finding, Span, read, shipped  # noqa: E402
from tools.cases import WHOLE, Case, CaseError, cases_of, flagged, has_cases  # noqa: E402
from tools.rule_rates import error_rates  # noqa: E402
from tools.rule_references import linked  # noqa: E402

PAGES = ROOT / "service" / "rules" / "pages"
INDEX = ROOT / "docs" / "rules" / "README.md"
WIDTH = 76
# The sections of a docstring that are printed as they stand.
PROSE = ("Why it matters", "What counts", "Limits")
# A text of more lines is abridged to its opening, its end and what is flagged.
LONG = 16
# A page shows so many cases of each outcome; the rest stand in the check's file.
MOST_EXAMPLES = 14
OPENING = 3
CLOSING = 5
OUTCOMES = {
    "fires": "Flagged",
    "quiet": "Not flagged",
    "unknown": "Could not be looked up",
}


def pages() -> dict[Path, str]:
    """Every generated file with the text that it must have."""
    made = {PAGES / f"{check.code}.md": page(check) for check in CATALOGUE}
    return {**made, INDEX: index()}


def page(check: Check) -> str:
    """One rule's page."""
    rule = shipped().rule(check.code)
    weight = f"{rule.weight:g} (at most {rule.cap:g} an article)" if rule.weight else _unweighted(check.code)
    facts = [
        f"family: {check.family}",
        f"severity: {check.severity}",
        f"weight: {weight}",
        f"ruleset: {shipped().version}",
    ]
    if check.needs:
        facts.append(f"needs: {', '.join(sorted(check.needs))}")
    source = Path(check.function.__code__.co_filename).relative_to(ROOT)
    parts = [
        f"<!-- Made by tools/build_docs.py from {source} and tests/cases/{check.code}.yaml. -->",
        f"# {check.code}",
        check.summary,
        " · ".join(facts),
        *(f"## {name}\n\n{_sentence(text)}" for name, text in check.sections.items() if name in PROSE),
        f"## How often it is wrong\n\n{error_rates(check)}",
        f"## References\n\n{linked(check.sections.get('Maps to', 'none'))}",
        "## Examples",
        *(example(check, case) for case in _cases(check.code)),
        f"Since {check.sections.get('Since', shipped().version)}.",
    ]
    return "\n\n".join(parts) + "\n"


def _unweighted(code: str) -> str:
    """What a finding costs that has no points of its own."""
    bill = shipped().bill
    if shipped().rule(code).off:
        return "none (off: the line `support` of the bill says the same)"
    if bill is not None and bill.marks(code):
        return "no points of its own; the sentences that it flags lose their support"
    return "0 (preview: reported, and costs nothing)"


def _cases(code: str) -> list[Case]:
    """The first cases of each outcome; none for a check that is being written."""
    cases = cases_of(code) if has_cases(code) else []
    return [
        case for name in OUTCOMES for case in [one for one in cases if one.expect == name][:MOST_EXAMPLES]
    ]


def example(check: Check, case: Case) -> str:
    """One case: what it shows, the article, and where it is flagged."""
    submission = case.submission
    document = read(case.article)
    findings = list(check(document, case.evidence))
    parts = [f"### {OUTCOMES[case.expect]}: {_escape(case.name)}"]
    if given := _given(case):
        parts.append(given)
    if submission.text is not None:
        parts.append(_fenced(underlined(document, findings), "text"))
        if any(not finding.spans for finding in findings):
            parts.append(f"Flagged: {WHOLE}")
    else:
        parts.append(_fenced(submission.body, "html" if submission.html else "markdown"))
        if words := flagged(document, findings):
            parts.append(f"Flagged: {', '.join(it if it == WHOLE else _code(it) for it in words)}")
    parts += [f"> {_escape(message)}" for message in dict.fromkeys(finding.message for finding in findings)]
    return "\n\n".join(parts)


def underlined(document: Document, findings: list[Finding]) -> str:
    """A text in lines of bounded width, with `~` under every flagged span."""
    flags = bytearray(len(document.text))
    for finding in findings:
        for span in finding.spans:
            flags[span.start : span.end] = b"\1" * (span.end - span.start)
    shown: list[tuple[str, bool]] = []
    for start, end in _lines(document.text):
        marks = "".join("~" if flag else " " for flag in flags[start:end]).rstrip()
        line = document.text[start:end].replace("\t", " ")
        shown.append((f"{line}\n{marks}" if marks else line, bool(marks)))
    return "\n".join(_abridged(shown)).strip("\n")


def _abridged(lines: list[tuple[str, bool]]) -> list[str]:
    """The lines of a long text that matter: the first, the last, and those around a flagged one."""
    if len(lines) <= LONG:
        return [line for line, _ in lines]
    near = {
        at for number, (_, flagged) in enumerate(lines) if flagged for at in range(number - 1, number + 2)
    }
    near |= {*range(OPENING), *range(len(lines) - CLOSING, len(lines))}
    kept = sorted(near & set(range(len(lines))))
    short = []
    for before, number in zip([-1, *kept], kept, strict=False):
        short += ["[…]"] if number > before + 1 else []
        short.append(lines[number][0])
    return short


def _lines(text: str) -> list[Span]:
    """The text's own lines, broken at blanks where they are too long."""
    lines = []
    at = 0
    for line in text.split("\n"):
        end = at + len(line)
        while end - at > WIDTH:
            cut = text.rfind(" ", at, at + WIDTH)
            cut = cut if cut > at else at + WIDTH
            lines.append(Span(at, cut))
            at = cut + (text[cut] == " ")
        lines.append(Span(at, end))
        at = end + 1
    return lines


def _given(case: Case) -> str:
    """The rest of the submission and the evidence, as a list."""
    rows = [
        f"- {name}: {_code(str(value))}"
        for name, value in case.given.items()
        if name not in ("text", "html", "markdown", "language", "references")
    ]
    rows += [
        "- reference: " + _code(", ".join(f"{name} {value}" for name, value in reference.items()))
        for reference in case.given.get("references", [])
    ]
    for lookup, found in case.looked_up:
        status = f" ({found.status})" if found.status else ""
        rows.append(f"- evidence: {lookup.kind} {_code(lookup.key)} {found.verdict}{status}")
    return "\n".join(rows)


def index() -> str:
    """The list of all rules, by family."""
    lines = [
        "<!-- Made by tools/build_docs.py. -->",
        "# Rules",
        "",
        f"{len(CATALOGUE)} checks, ruleset {shipped().version}. Weights are points, before findings are bent together "
        "(docs/score.md). Weight 0 is preview: reported, and costs nothing. `assay rules CODE` and `GET /v1/rules/CODE` "
        "serve the same pages.",
    ]
    family = None
    for check in CATALOGUE:
        if check.family is not family:
            family = check.family
            lines += ["", f"## {family.capitalize()}", ""]
            lines += ["| code | what it finds | severity | weight |", "|---|---|---|---|"]
        link = f"[{check.code}](../../service/rules/pages/{check.code}.md)"
        summary = _escape(check.summary).replace("|", "\\|")
        lines.append(f"| {link} | {summary} | {check.severity} | {shipped().rule(check.code).weight:g} |")
    return "\n".join(lines) + "\n"


def _sentence(text: str) -> str:
    escaped = _escape(text)
    return escaped[:1].upper() + escaped[1:]


def _escape(text: str) -> str:
    """Text with Markdown's and HTML's signs taken literally."""
    return re.sub(r"([\\`*_\[\]<>#|~])", r"\\\1", text)


def _code(text: str) -> str:
    ticks = "`" * (_longest_run(text) + 1)
    pad = " " if text.startswith("`") or text.endswith("`") else ""
    return f"{ticks}{pad}{' '.join(text.split())}{pad}{ticks}"


def _fenced(text: str, language: str) -> str:
    fence = "`" * max(3, _longest_run(text) + 1)
    return f"{fence}{language}\n{text.rstrip()}\n{fence}"


def _longest_run(text: str) -> int:
    return max(map(len, re.findall("`+", text)), default=0)


def stale() -> list[Path]:
    """Generated files that are missing, out of date, or left over from a check that is gone."""
    wanted = pages()
    old = [
        path for path, text in wanted.items() if not path.exists() or path.read_text(encoding="utf-8") != text
    ]
    return old + sorted(set(PAGES.glob("*.md")) - set(wanted))


def main() -> int:
    """Write what is stale; with --check only name it, and exit 1."""
    try:
        wanted, old = pages(), stale()
    except CaseError as error:
        print(error, file=sys.stderr)
        return 1
    for path in old:
        print(path.relative_to(ROOT))
        if "--check" not in sys.argv[1:]:
            if path in wanted:
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_text(wanted[path], encoding="utf-8")
            else:
                path.unlink()
    if old and "--check" in sys.argv[1:]:
        print("These pages are stale; `make docs` writes them.", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())

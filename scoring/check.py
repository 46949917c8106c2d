"""What a check is: one pure function from an article and its evidence to findings, and its entry's facts."""

import inspect
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from scoring.document import Document
from scoring.evidence import Evidence, LookupKind
from scoring.finding import Family, Finding, Severity

Function = Callable[[Document, Evidence], Iterable[Finding]]

# The headings that every check's docstring has, in this order; the first line is the summary.
SECTIONS = ("Why it matters", "What counts", "Limits", "Maps to", "Since")


@dataclass(frozen=True, slots=True)
class Check:
    """One entry of the catalogue. `needs` names the look-ups whose evidence it reads."""

    code: str
    family: Family
    severity: Severity
    function: Function
    needs: frozenset[LookupKind] = frozenset()

    def __call__(self, document: Document, evidence: Evidence) -> Iterator[Finding]:
        """Yield what the check finds."""
        yield from self.function(document, evidence)

    @property
    def summary(self) -> str:
        """The fault in one sentence."""
        return inspect.cleandoc(self.function.__doc__ or "").partition("\n")[0]

    @property
    def sections(self) -> dict[str, str]:
        """The docstring's sections by heading."""
        found: dict[str, list[str]] = {}
        lines: list[str] | None = None
        for line in inspect.cleandoc(self.function.__doc__ or "").splitlines()[1:]:
            heading = next((name for name in SECTIONS if line.startswith(f"{name}:")), None)
            if heading:
                lines = found[heading] = [line[len(heading) + 1 :].strip()]
            elif lines is not None:
                lines.append(line.strip())
        return {name: "\n".join(text).strip() for name, text in found.items()}


def check(
    code: str, *, family: Family, severity: Severity, needs: Iterable[LookupKind] = ()
) -> Callable[[Function], Check]:
    """Make a function the check called `code`; its docstring becomes the check's page."""

    def wrap(function: Function) -> Check:
        return Check(code, family, severity, function, frozenset(needs))

    return wrap

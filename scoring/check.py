"""What a check is: one pure function from an article and its evidence to findings; and what a catalogue of checks is."""

import hashlib
import inspect
import re
import sys
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property

from scoring.document import Document
from scoring.errors import AssayError
from scoring.evidence import Evidence, LookupKind
from scoring.finding import Family, Finding, Severity

Function = Callable[[Document, Evidence], Iterable[Finding]]

# The headings that every check's docstring has, in this order; the first line is the summary.
SECTIONS = ("Why it matters", "What counts", "Limits", "Maps to", "Since")


@dataclass(frozen=True, slots=True)
class Check:
    """One entry of the catalogue. One of `any_language` reads no words, and judges articles that no other check can.

    `needs` names the look-ups whose evidence it reads.

    `yields_to` are codes that raise the same doubt: where one of them found something that costs as many points,
    this check's findings are left out. Judging sees to that, since it knows which codes are active.
    """

    code: str
    family: Family
    severity: Severity
    function: Function
    needs: frozenset[LookupKind] = frozenset()
    yields_to: frozenset[str] = frozenset()
    any_language: bool = False

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
    code: str,
    *,
    family: Family,
    severity: Severity,
    needs: Iterable[LookupKind] = (),
    yields_to: Iterable[str] = (),
    any_language: bool = False,
) -> Callable[[Function], Check]:
    """Make a function the check called `code`; its docstring becomes the check's page."""

    def wrap(function: Function) -> Check:
        return Check(code, family, severity, function, frozenset(needs), frozenset(yields_to), any_language)

    return wrap


# How a code is written: a family's three letters and the fault, or three and more letters of its maker's own.
_CODE = re.compile(r"[A-Z]{3,12}(?:_[A-Z0-9]{1,20}){1,4}")


class CatalogueError(AssayError, ValueError):
    """Checks that cannot be added; the message names the code at fault."""


@dataclass(frozen=True)
class Catalogue:
    """The checks by which articles are judged, beside the ruleset that weighs them.

    `CATALOGUE` has the shipped checks; `extended` makes another one with checks that others wrote. `mark` tells
    extended catalogues apart: it is empty for the shipped checks, else a hash of the added ones, and part of the
    ruleset's version.
    """

    checks: tuple[Check, ...]
    mark: str = ""

    def __iter__(self) -> Iterator[Check]:
        return iter(self.checks)

    def __len__(self) -> int:
        return len(self.checks)

    def __contains__(self, check: object) -> bool:
        return check in self.checks

    def of_code(self, code: str) -> Check:
        """The check of a code. Raises KeyError for a code that is not there."""
        return self._by_code[code]

    @property
    def codes(self) -> frozenset[str]:
        """The codes of all checks."""
        return frozenset(self._by_code)

    @cached_property
    def _by_code(self) -> dict[str, Check]:
        return {check.code: check for check in self.checks}

    def extended(self, checks: Iterable[Check]) -> "Catalogue":
        """This catalogue with more checks at its end.

        Raises CatalogueError for a code that is there already or is not written as codes are.
        """
        added = tuple(checks)
        codes = set(self.codes)
        for check in added:
            if not _CODE.fullmatch(check.code):
                raise CatalogueError(f"{check.code}: a code is written like FIL_CHAT, in capitals")
            if check.code in codes:
                raise CatalogueError(f"{check.code}: there is a check of this code already")
            codes.add(check.code)
        if not added:
            return self
        told = self.mark + "".join(sorted(map(_told, added)))
        return Catalogue((*self.checks, *added), hashlib.sha256(told.encode()).hexdigest()[:8])


def _told(check: Check) -> str:
    """All that makes a check what it is, its module's source included where it can be read."""
    module = sys.modules.get(check.function.__module__)
    try:
        source = inspect.getsource(module) if module else ""
    except (OSError, TypeError):
        source = ""
    needs, yields_to = ",".join(sorted(check.needs)), ",".join(sorted(check.yields_to))
    languages = " any_language" if check.any_language else ""
    return f"{check.code} {check.family} {check.severity} {needs} {yields_to}{languages}\n{source}\0"

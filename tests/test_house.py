"""The house's habits, executable."""

import ast
import importlib
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi import FastAPI
from prometheus_client import CollectorRegistry
from sqlalchemy import Engine
from sqlalchemy.ext.asyncio import AsyncEngine

import scoring
from scoring import CATALOGUE, Family, Severity, shipped
from scoring.check import SECTIONS, Check
from service.settings import Settings
from tools.cases import cases_of

ROOT = Path(__file__).parent.parent
PREFIXES = {Family.CITATIONS: "CIT_", Family.DATES: "DAT_", Family.ATTRIBUTION: "ATT_", Family.FILLER: "FIL_"}
CODES = [check.code for check in CATALOGUE]
# The guidelines and studies that docs/sources.md explains.
SOURCES = re.findall(r"^\| ([^|]+?) \| ", (ROOT / "docs" / "sources.md").read_text(encoding="utf-8"), re.M)[
    1:
]
MODULES = [
    path
    for room in ("scoring", "service", "migrations", "tools", "benchmarks")
    for path in (ROOT / room).rglob("*.py")
]


@pytest.mark.parametrize("check", CATALOGUE, ids=CODES)
def test_a_check_is_named_by_its_fault(check: Check) -> None:
    fault = check.code.removeprefix(PREFIXES[check.family]).lower()
    module = check.function.__module__
    assert module == f"scoring.checks.{check.family}.{fault}"
    assert check.function.__name__ == fault


@pytest.mark.parametrize("check", CATALOGUE, ids=CODES)
def test_a_check_explains_itself(check: Check) -> None:
    assert re.fullmatch(r"[A-Z].*\.", check.summary)
    assert tuple(check.sections) == SECTIONS
    assert all(check.sections.values())


@pytest.mark.parametrize("check", CATALOGUE, ids=CODES)
def test_what_a_check_maps_to_is_explained(check: Check) -> None:
    for part in check.sections["Maps to"].rstrip(".").split(";"):
        named = part.strip().startswith(tuple(SOURCES))
        assert named or part.strip() in ("none", "a note to whoever submits"), part


@pytest.mark.parametrize("check", CATALOGUE, ids=CODES)
def test_a_check_has_cases_that_fire_and_that_must_not(check: Check) -> None:
    outcomes = {case.expect for case in cases_of(check.code)}
    assert outcomes >= {"fires", "quiet"}
    # What could not be looked up is a case of its own, and only of checks that look something up.
    assert ("unknown" in outcomes) == bool(check.needs)


def test_the_catalogue_lists_every_check_once_in_order() -> None:
    order = list(Family)
    assert sorted(set(CODES), key=lambda code: (order.index(_family(code)), code)) == CODES
    written = {
        path.stem for path in (ROOT / "scoring" / "checks").rglob("*.py") if not path.stem.startswith("_")
    }
    assert written == {check.function.__name__ for check in CATALOGUE}


def test_every_case_file_belongs_to_a_check() -> None:
    assert {path.stem for path in (ROOT / "tests" / "cases").glob("*.yaml")} == set(CODES)


def test_the_ruleset_weighs_no_check_that_is_not_there() -> None:
    rules = shipped().rules
    assert set(rules) <= set(CODES)
    assert all(rule.weight <= rule.cap for rule in rules.values())


def test_a_check_yields_to_checks_of_its_family() -> None:
    families = {check.code: check.family for check in CATALOGUE}
    for check in CATALOGUE:
        assert {families.get(code) for code in check.yields_to} <= {check.family}
        assert check.code not in check.yields_to


def test_information_costs_nothing() -> None:
    assert [
        check.code
        for check in CATALOGUE
        if check.severity is Severity.INFO and shipped().rule(check.code).weight
    ] == []


def test_an_unverified_citation_costs_what_none_costs() -> None:
    # Otherwise adding a link that nobody could check would raise the score.
    assert shipped().rule("CIT_UNVERIFIED") == shipped().rule("CIT_NO_SOURCES")


def test_the_face_is_exact() -> None:
    imported = {
        alias.asname or alias.name
        for node in ast.parse((ROOT / "scoring" / "__init__.py").read_text()).body
        if isinstance(node, ast.ImportFrom)
        for alias in node.names
    }
    assert imported == set(scoring.__all__)


def test_the_service_judges_by_what_is_installed() -> None:
    # `service.extensions` has the three verbs with others' checks and word lists; the bare ones would leave them out.
    bare = {"CATALOGUE", "ENGLISH", "read", "wants", "judge"}
    for path in (ROOT / "service").rglob("*.py"):
        if path.name == "extensions.py":
            continue
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ImportFrom) and node.module == "scoring":
                assert not bare & {alias.name for alias in node.names}, path


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(ROOT)))
def test_a_module_opens_with_one_plain_sentence(path: Path) -> None:
    doc = ast.get_docstring(ast.parse(path.read_text(encoding="utf-8")))
    assert doc
    assert doc.split("\n\n")[0].rstrip().endswith((".", "?", "!", "anew with uv."))


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(ROOT)))
def test_no_module_is_a_drawer(path: Path) -> None:
    assert not re.search(r"util|helper|common|manager|misc", path.stem)


# Endpoints raise problems, which OpenAPI lists; commands end with an exit status, which their help tells.
SAYS_OTHERWISE = (ROOT / "service" / "api", ROOT / "service" / "cli", ROOT / "migrations")


@pytest.mark.parametrize(
    "path",
    [path for path in MODULES if not any(map(path.is_relative_to, SAYS_OTHERWISE))],
    ids=lambda path: str(path.relative_to(ROOT)),
)
def test_what_a_public_function_raises_is_said(path: Path) -> None:
    silent = [
        function.name
        for function in _public_functions(ast.parse(path.read_text(encoding="utf-8")))
        if _raises(function)
        and "aises " not in (ast.get_docstring(function) or "").replace("Raise ", "Raises ")
    ]
    assert silent == []


def _public_functions(parent: ast.AST) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    """Functions and methods that others call; what is defined inside a function is its own affair."""
    for node in ast.iter_child_nodes(parent):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            if not node.name.startswith("_"):
                yield node
        else:
            yield from _public_functions(node)


def _raises(parent: ast.AST) -> bool:
    """Whether a function raises an error by name; what it only passes on is said where it begins."""
    for node in ast.iter_child_nodes(parent):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda):
            continue
        if (isinstance(node, ast.Raise) and node.exc is not None) or _raises(node):
            return True
    return False


def test_importing_the_service_builds_nothing() -> None:
    built = (AsyncEngine, Engine, CollectorRegistry, FastAPI, Settings)
    for name in (
        "service.app",
        "service.storage",
        "service.storage.store",
        "service.metrics",
        "service.api.routes",
    ):
        module = importlib.import_module(name)
        assert not [key for key, value in vars(module).items() if isinstance(value, built)]


def _family(code: str) -> Family:
    return next(family for family, prefix in PREFIXES.items() if code.startswith(prefix))

"""The catalogue for readers: every rule as JSON and as the page that its docstring and cases make."""

from importlib import resources
from typing import Any

from scoring import Check, Ruleset, shipped
from service.extensions import catalogue, made_for


def rules_json(ruleset: Ruleset | None = None) -> list[dict[str, Any]]:
    """Every rule in catalogue order, with its numbers under a ruleset (by default the shipped one)."""
    return [_rule(check, ruleset or made_for(shipped())) for check in catalogue()]


def rule_json(code: str, ruleset: Ruleset | None = None) -> dict[str, Any]:
    """One rule with its page (Markdown) and the page's sections. Raises KeyError for an unknown code."""
    check = catalogue().of_code(code)
    return {
        **_rule(check, ruleset or made_for(shipped())),
        "sections": check.sections,
        "page": rule_page(code),
    }


def rule_page(code: str) -> str:
    """The rule's page as Markdown. Raises KeyError for an unknown code."""
    check = catalogue().of_code(code)
    page = resources.files(__name__).joinpath("pages", f"{code}.md")
    if page.is_file():
        return page.read_text(encoding="utf-8")
    # A check that is being written has no generated page yet; its docstring is the page.
    sections = "\n\n".join(f"## {name}\n\n{text}" for name, text in check.sections.items())
    return f"# {code}\n\n{check.summary}\n\n{sections}\n"


def _rule(check: Check, ruleset: Ruleset) -> dict[str, Any]:
    rule = ruleset.rule(check.code)
    return {
        "code": check.code,
        "family": check.family.value,
        "severity": check.severity.value,
        "summary": check.summary,
        "status": "off" if rule.off else "active" if ruleset.costs(check.code) else "preview",
        "weight": rule.weight,
        "cap": rule.cap,
        "needs": sorted(need.value for need in check.needs),
        "since": check.sections.get("Since"),
        "ruleset": ruleset.version,
        "help": f"/rules/{check.code}",
    }

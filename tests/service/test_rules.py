"""The catalogue as JSON and as pages, at run time."""

import builtins
from typing import Any

import pytest

from scoring import CATALOGUE, shipped
from service.rules import rule_json, rule_page, rules_json

CODES = [check.code for check in CATALOGUE]


def test_every_rule_is_listed_in_order_with_its_numbers() -> None:
    rules = rules_json()
    assert [rule["code"] for rule in rules] == CODES
    for rule in rules:
        assert rule["weight"] == shipped().rule(rule["code"]).weight
        off, costs = shipped().rule(rule["code"]).off, shipped().costs(rule["code"])
        assert rule["status"] == ("off" if off else "active" if costs else "preview")
        assert rule["help"] == f"/rules/{rule['code']}"


def test_the_ruleset_in_use_is_shown() -> None:
    code = CODES[0]
    off = shipped().overridden(f"[rules.{code}]\noff = true\n", frozenset(CODES))
    assert rules_json(off)[0]["status"] == "off"
    assert rule_json(code, off)["ruleset"] == off.version


@pytest.mark.parametrize("code", CODES)
def test_every_rule_has_a_page_with_its_sections_and_examples(code: str) -> None:
    page = rule_page(code)
    assert f"\n# {code}\n" in page
    for heading in (
        "Why it matters",
        "What counts",
        "Limits",
        "How often it is wrong",
        "References",
        "Examples",
    ):
        assert f"\n## {heading}\n" in page
    assert "\n### Flagged: " in page
    assert "\n### Not flagged: " in page
    assert rule_json(code)["page"] == page


def test_an_unknown_code_is_a_key_error() -> None:
    with pytest.raises(KeyError):
        rule_page("CIT_NO_SUCH")
    with pytest.raises(KeyError):
        rule_json("../CIT_ORPHAN_MARKER")


def test_pages_need_no_yaml(monkeypatch: pytest.MonkeyPatch) -> None:
    real = builtins.__import__

    def refuse(name: str, *rest: Any, **named: Any) -> Any:
        assert name.partition(".")[0] != "yaml"
        return real(name, *rest, **named)

    monkeypatch.setattr(builtins, "__import__", refuse)
    assert all(rule_page(code) for code in CODES)

"""The numbers of the score: weights and caps of a version, and how a TOML file changes them."""

import hashlib
import json
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from importlib import resources
from typing import Any

from scoring.bill_policy import BillPolicy
from scoring.finding import Family
from scoring.policy import Policy, RulesetError, check_names, number

CURRENT = "2027.1"


@dataclass(frozen=True, slots=True)
class Rule:
    """What one code costs: `weight` for a finding of full strength, at most `cap` for all of them.

    In points before they are bent together where the ruleset has a bill, else in log-odds.

    Weight 0 is preview: the finding is reported and costs nothing. `off` leaves the check out altogether.
    """

    weight: float = 0.0
    cap: float = 0.0
    off: bool = False


PREVIEW = Rule()
# The numbers that a ruleset without a bill has beside its weights, and the bounds of weights and caps.
_LOG_ODDS = ("base", "credit", "credit_cap", "mild")
_MOST_LOG_ODDS, _MOST_POINTS = 20.0, 200.0


@dataclass(frozen=True, slots=True)
class Ruleset:
    """A version of the numbers. With a `bill` the score is 100 less the bill, and all are points.

    Without one, as in 2026.11, all are log-odds and `base` is an article without findings. `caps` bounds each family's total, `credit` is earned by a verified citation, at most `credit_cap`;
    `mild` is the factor on attribution outside news. `extensions` are the marks of the catalogue and the lexicon
    that it was made for, empty for the shipped ones.
    """

    version: str
    base: float
    caps: Mapping[Family, float]
    rules: Mapping[str, Rule]
    credit: float = 0.0
    credit_cap: float = 0.0
    mild: float = 1.0
    policy: Policy = field(default_factory=Policy)
    extensions: str = ""
    bill: BillPolicy | None = None

    def rule(self, code: str) -> Rule:
        """The numbers of a code; a code without an entry is in preview."""
        return self.rules.get(code, PREVIEW)

    def costs(self, code: str) -> bool:
        """Whether a finding of a code may cost anything: by its weight, or by the support that it takes from statements."""
        rule = self.rule(code)
        return not rule.off and (rule.weight > 0 or (self.bill is not None and self.bill.marks(code)))

    def as_dict(self) -> dict[str, Any]:
        """A JSON-ready copy; `Ruleset.from_dict` restores an equal value.

        Codes in preview are not in it: a release with one more of them has the same numbers.
        """
        return {
            "version": self.version,
            **({"bill": self.bill.as_dict()} if self.bill else self._log_odds()),
            "policy": self.policy.as_dict(),
            "caps": {str(family): cap for family, cap in self.caps.items()},
            "rules": {
                code: {"weight": rule.weight, "cap": rule.cap, "off": rule.off}
                for code, rule in self.rules.items()
            },
            **({"extensions": self.extensions} if self.extensions else {}),
        }

    def _log_odds(self) -> dict[str, float]:
        return {name: getattr(self, name) for name in _LOG_ODDS}

    @classmethod
    def from_dict(cls, table: Mapping[str, Any]) -> "Ruleset":
        """Build a ruleset from a table. Raises RulesetError naming the first key that is wrong."""
        billed = "bill" in table
        known = {"version", "policy", "caps", "rules", "extensions"} | (
            {"bill"} if billed else set(_LOG_ODDS)
        )
        check_names(table, known, "")
        version = table.get("version")
        if not isinstance(version, str) or not version:
            raise RulesetError("version: a ruleset needs a version, as text")
        caps = table.get("caps", {})
        most = _MOST_POINTS if billed else _MOST_LOG_ODDS
        check_names(caps, {str(family) for family in Family}, "caps.")
        return cls(
            version=version,
            base=number(table, "base", "", signed=True),
            caps={family: number(caps, family, "caps.", most=most) for family in Family},
            rules=_in_force({code: _rule(code, row, most) for code, row in table.get("rules", {}).items()}),
            credit=number(table, "credit", ""),
            credit_cap=number(table, "credit_cap", ""),
            mild=number(table, "mild", ""),
            policy=Policy.from_dict(table.get("policy", {})),
            extensions=str(table.get("extensions", "")),
            bill=BillPolicy.from_dict(table["bill"]) if billed else None,
        )

    def overridden(self, toml: str, codes: frozenset[str]) -> "Ruleset":
        """This ruleset with a TOML text's changes on top; its version gets a hash of them as suffix.

        Raises RulesetError for text that is no TOML, a key that does not exist or a code outside `codes`.
        """
        try:
            changes = tomllib.loads(toml)
        except tomllib.TOMLDecodeError as error:
            raise RulesetError(f"not TOML: {error}") from None
        table = self.as_dict()
        for name, value in changes.items():
            if name == "extensions":
                raise RulesetError("extensions: there is no such setting")
            if name in ("caps", "rules", "policy", "bill") and name in table:
                if not isinstance(value, dict):
                    raise RulesetError(f"{name}: must be a table")
                for key, row in value.items():
                    if name == "rules" and key not in codes:
                        raise RulesetError(f"rules.{key}: there is no such code")
                    old = table[name].get(key, {})
                    table[name][key] = {**old, **row} if isinstance(row, dict) else row
            else:
                table[name] = value
        if "version" not in changes:
            canonical = json.dumps(changes, sort_keys=True, default=str).encode()
            table["version"] = self._suffixed(hashlib.sha256(canonical).hexdigest()[:8])
        return Ruleset.from_dict(table)

    def made_for(self, *marks: str) -> "Ruleset":
        """This ruleset for a catalogue and a lexicon of these marks, which go into its version.

        Nothing changes where all marks are empty, as those of the shipped checks and word lists are.
        """
        if self.fits(*marks):
            return self
        told = ".".join(filter(None, marks))
        suffix = f"with-{hashlib.sha256(told.encode()).hexdigest()[:8]}"
        return replace(self, version=self._suffixed(suffix), extensions=told)

    def only(self, wanted: frozenset[str], codes: frozenset[str]) -> "Ruleset":
        """This ruleset with all `codes` off but the wanted ones, to try a check by itself; its version says so."""
        others = {code: replace(self.rule(code), off=True) for code in codes - wanted}
        mark = hashlib.sha256(",".join(sorted(wanted)).encode()).hexdigest()[:8]
        return replace(self, version=self._suffixed(f"only-{mark}"), rules={**self.rules, **others})

    def fits(self, *marks: str) -> bool:
        """Whether it was made for a catalogue and a lexicon of these marks."""
        return ".".join(filter(None, marks)) == self.extensions

    def _suffixed(self, suffix: str) -> str:
        return f"{self.version}{'.' if '+' in self.version else '+'}{suffix}"

    def shadowed(self, codes: frozenset[str]) -> "Ruleset":
        """This ruleset with some codes at weight 0: they are still reported and cost nothing.

        The version gets a hash of the codes as suffix, the same wherever it is made; without codes nothing changes.
        """
        if not codes:
            return self
        names = ",".join(sorted(codes)).encode()
        version = self._suffixed(f"shadow-{hashlib.sha256(names).hexdigest()[:8]}")
        rules = {code: replace(self.rule(code), weight=0.0, cap=0.0) for code in sorted(codes)}
        bill = self.bill.without(codes) if self.bill else None
        return replace(self, version=version, rules=_in_force({**self.rules, **rules}), bill=bill)


def shipped(version: str = CURRENT) -> Ruleset:
    """A ruleset that comes with the package. Raises RulesetError for an unknown version."""
    path = resources.files("scoring.rulesets").joinpath(f"{version}.toml")
    if not path.is_file():
        raise RulesetError(f"version: no ruleset {version!r} in this release")
    return Ruleset.from_dict(tomllib.loads(path.read_text(encoding="utf-8")))


def _in_force(rules: Mapping[str, Rule]) -> dict[str, Rule]:
    """The rules without those in preview, which is what a code without a rule is."""
    return {code: rule for code, rule in rules.items() if rule != PREVIEW}


def _rule(code: str, row: Any, most: float) -> Rule:
    where = f"rules.{code}."
    if not isinstance(row, dict):
        raise RulesetError(f"rules.{code}: must be a table with weight and cap")
    check_names(row, {"weight", "cap", "off"}, where)
    off = row.get("off", False)
    if not isinstance(off, bool):
        raise RulesetError(f"{where}off: must be true or false")
    weight = number(row, "weight", where, most=most)
    return Rule(weight, number(row, "cap", where, most=most) if "cap" in row else weight, off)

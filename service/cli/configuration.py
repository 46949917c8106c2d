"""Settings and ruleset for the commands, with errors that say which setting is wrong."""

from pathlib import Path
from typing import Any

from pydantic import ValidationError

from scoring import AssayError, Ruleset, RulesetError
from service.cli.terminal import fail
from service.extensions import ExtensionError
from service.rulesets import load_ruleset
from service.settings import SECRETS, Settings

# Of a value that cannot be used, so much is shown.
LONGEST_VALUE = 100


class SettingsError(AssayError, ValueError):
    """A setting that cannot be used; the message names it."""


def read_settings(**overrides: Any) -> Settings:
    """The settings from the environment and `.env`; overrides that are not None win. Raises SettingsError."""
    try:
        return Settings(**{name: value for name, value in overrides.items() if value is not None})
    except ValidationError as error:
        fault = error.errors(include_url=False, include_context=False)[0]
        name = "_".join(map(str, fault["loc"]))
        allowed = fault["msg"].removeprefix("Value error, ").removeprefix("Input ")
        given = "" if name in SECRETS else f" (it is {str(fault['input'])[:LONGEST_VALUE]!r})"
        raise SettingsError(f"ASSAY_{name.upper()}: {allowed}{given}") from None


def load_settings(**overrides: Any) -> Settings:
    """`read_settings` for a command, which errors end."""
    try:
        return read_settings(**overrides)
    except SettingsError as error:
        fail(str(error))


def ruleset_in_use(path: Path | None) -> Ruleset:
    """The shipped ruleset, changed by a TOML file where one is given. Ends the command on errors."""
    try:
        return load_ruleset(path)
    except (ExtensionError, RulesetError) as error:
        fail(str(error))

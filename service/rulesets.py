"""The ruleset that judges here: the shipped one for the installed checks, with a newsroom's changes."""

from pathlib import Path

from scoring import Ruleset, RulesetError, shipped
from service.extensions import catalogue, made_for


def load_ruleset(override: Path | None) -> Ruleset:
    """The current ruleset, with the changes of a TOML file on top where one is given.

    Raises RulesetError, whose message begins with the file, and ExtensionError.
    """
    ruleset = made_for(shipped())
    if override is None:
        return ruleset
    try:
        return ruleset.overridden(override.read_text(encoding="utf-8"), catalogue().codes)
    except OSError as error:
        raise RulesetError(f"{override}: {(error.strerror or 'cannot be read').lower()}") from None
    except (RulesetError, UnicodeDecodeError) as error:
        raise RulesetError(f"{override}: {error}") from None

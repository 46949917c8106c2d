"""The numbers that each version of a ruleset stands for."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Connection, select

from scoring import Ruleset
from service.storage.dialects import insert_into
from service.storage.errors import ConflictError
from service.storage.tables import ruleset


def kept_ruleset(connection: Connection, version: str) -> Mapping[str, Any] | None:
    """The numbers of a ruleset version."""
    table: Mapping[str, Any] | None = connection.execute(
        select(ruleset.c.rules).where(ruleset.c.version == version)
    ).scalar()
    return table


def keep_ruleset(connection: Connection, version: str, rules: Mapping[str, Any]) -> None:
    """Keep the numbers of a version. Raises ConflictError where it is kept already with other numbers.

    What earlier releases kept is compared by its meaning: they listed codes in preview as well.
    """
    put = insert_into(connection, ruleset).on_conflict_do_nothing()
    connection.execute(put, {"version": version, "rules": rules})
    kept = kept_ruleset(connection, version)
    if kept != rules and (kept is None or Ruleset.from_dict(kept).as_dict() != rules):
        raise ConflictError(
            f"ruleset {version} is stored with other numbers: a changed ruleset needs a new version"
        )

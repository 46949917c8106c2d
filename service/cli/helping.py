"""Help that shows what an option takes: a word in capitals, and nothing for one that takes no value."""

from collections.abc import Callable
from typing import Any

import typer
from typer.core import TyperCommand, TyperGroup


def _named(params: list[Any]) -> list[Any]:
    """Give options that name no value of theirs a name, and those that take none an empty one."""
    for param in params:
        if param.param_type_name == "option" and param.metavar is None:
            param.metavar = "" if param.is_flag else param.opts[0].lstrip("-").upper()
    return params


class PlainCommand(TyperCommand):
    """A command whose flags are shown without a type."""

    def get_params(self, ctx: Any) -> list[Any]:
        """As of any command."""
        return _named(super().get_params(ctx))


class PlainGroup(TyperGroup):
    """A group of commands whose flags are shown without a type."""

    def get_params(self, ctx: Any) -> list[Any]:
        """As of any group."""
        return _named(super().get_params(ctx))


class Commands(typer.Typer):
    """A table of commands with such help."""

    def __init__(self, **given: Any) -> None:
        super().__init__(cls=PlainGroup, **given)

    def command(self, name: str | None = None, **given: Any) -> Callable[..., Any]:
        """As of any table."""
        return super().command(name, cls=PlainCommand, **given)

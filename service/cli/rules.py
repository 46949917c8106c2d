"""`assay rules`: the catalogue, and the page of one rule."""

import sys
from typing import Annotated

import typer

from service.cli.terminal import coloured, fail


def rules(
    code: Annotated[
        str | None, typer.Argument(metavar="CODE", help="Show this rule's page.", show_default=False)
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="As JSON, for scripts.")] = False,
    roles: Annotated[
        bool, typer.Option("--roles", help="The tables of offices and of dated words, as CSV.")
    ] = False,
) -> None:
    """List what Assay checks, or show one rule's page with its examples."""
    import orjson

    from service.rules import rule_json, rules_json

    if roles:
        _show_tables()
    elif as_json:
        code = known_code(code) if code else None
        body = rule_json(code) if code else rules_json()
        sys.stdout.buffer.write(orjson.dumps(body, option=orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE))
    elif code:
        _show_page(known_code(code))
    else:
        _list()


def _show_tables() -> None:
    from scoring import lexicon_text

    for name in ("roles.csv", "terms.csv"):
        sys.stdout.write(lexicon_text(name))


def known_code(code: str, where: str = "") -> str:
    """The code of a rule, in capitals. Ends the command for one that is not there, with `where` before the message."""
    from difflib import get_close_matches

    from service.extensions import catalogue

    codes = [check.code for check in catalogue()]
    wanted = code.upper()
    if wanted not in codes:
        near = get_close_matches(wanted, codes, n=1)
        fail(
            f"{where}there is no rule {code}; "
            + (f"did you mean {near[0]}?" if near else "`assay rules` lists all")
        )
    return wanted


def _show_page(code: str) -> None:
    from service.rules import rule_page

    # The note on how the page was made is for those who read the file.
    page = rule_page(code).partition("-->\n")[2].lstrip() or rule_page(code)
    if coloured(sys.stdout):
        from rich.console import Console
        from rich.markdown import Markdown

        Console(width=min(100, Console().width)).print(Markdown(page, code_theme="ansi_dark"))
    else:
        print(page, end="")


def _list() -> None:
    from itertools import groupby
    from textwrap import wrap

    from service.rules import rules_json

    for family, members in groupby(rules_json(), key=lambda rule: str(rule["family"])):
        print(family)
        for rule in members:
            weight = "preview" if rule["status"] == "preview" else f"{rule['weight']:g}"
            first, *rest = wrap(rule["summary"], 31)
            print(f"  {rule['code']:<30}{rule['severity']:<8}{weight:>7}  {first}")
            for line in rest:
                print(f"{'':<49}{line}")
        print()

"""The table of commands; importing it must stay cheap, so commands import their work when called."""

from typing import Annotated

import typer

from service.cli import db, keys, rescore, sources
from service.cli.audit import audit
from service.cli.doctor import doctor
from service.cli.export import export
from service.cli.helping import Commands
from service.cli.links import links
from service.cli.mcp import mcp
from service.cli.openapi import openapi
from service.cli.rules import rules
from service.cli.score import score
from service.cli.serve import serve
from service.cli.worker import worker

app = Commands(
    name="assay",
    epilog="Start with [bold]assay score article.txt[/] or [bold]assay serve --demo[/].",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode="rich",
    context_settings={"help_option_names": ["-h", "--help"]},
)


def _version(wanted: bool) -> None:
    if wanted:
        from importlib.metadata import version

        print(f"assay {version('assay')}")
        raise typer.Exit


@app.callback()
def root(
    version: Annotated[
        bool, typer.Option("--version", help="Show the version and exit.", callback=_version, is_eager=True)
    ] = False,
) -> None:
    """Score how far an article's sourcing can be checked, with reasons."""


app.command(epilog="Example: [bold]assay serve --demo --port 8080[/]")(serve)
app.command(epilog="Example: [bold]assay score --offline --format jsonl drafts/*.md[/]")(score)
app.command(epilog="Example: [bold]assay links cited.txt[/]")(links)
app.command(epilog="Example: [bold]assay rules CIT_ORPHAN_MARKER[/]")(rules)
app.command(epilog="Example: [bold]assay export reports.parquet[/]")(export)
app.add_typer(rescore.app, name="rescore")
app.command(epilog="Example: [bold]assay worker --jobs 2[/]")(worker)
app.command(epilog="Example: [bold]assay mcp --http --port 8001[/]")(mcp)
app.add_typer(db.app, name="db")
app.add_typer(keys.app, name="keys")
app.command(epilog="Example: [bold]assay audit --limit 200[/]")(audit)
app.add_typer(sources.app, name="sources")
app.command(epilog="Example: [bold]assay doctor[/]")(doctor)
app.command(epilog="Example: [bold]assay openapi > openapi.json[/]")(openapi)

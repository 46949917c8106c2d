"""`assay sources`: what is known of the people whom articles cite."""

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Annotated

import typer

from service.cli.audit import by_command_line
from service.cli.database import ask_store
from service.cli.helping import Commands
from service.cli.terminal import fail, say

if TYPE_CHECKING:
    from service.storage import SourceRecord

MOST_LISTED = 1000

app = Commands(no_args_is_help=True, help="Attach evidence to people, once for all articles.")


@app.command(epilog="Example: [bold]assay sources add 'Ada Moe' --note 'Met her.'[/]")
def add(
    name: Annotated[str, typer.Argument(metavar="NAME", help="Given and family name.")],
    affiliation: Annotated[str | None, typer.Option(help="Their organisation.", show_default=False)] = None,
    role: Annotated[str | None, typer.Option(help="What they work on.", show_default=False)] = None,
    url: Annotated[str | None, typer.Option(help="A page that shows it.", show_default=False)] = None,
    note: Annotated[str | None, typer.Option(help="How it is known.", show_default=False)] = None,
    expires_at: Annotated[
        str | None, typer.Option(help="Later articles do not inherit it.", show_default=False)
    ] = None,
) -> None:
    """Attach evidence to a person; give url, note or both."""
    from pydantic import ValidationError
    from uuid_utils import uuid7

    from service.acts import new_act
    from service.api.problems import faults
    from service.api.source_shapes import SourceGiven

    given = {"affiliation": affiliation, "role": role, "url": url, "note": note, "expires_at": expires_at}
    try:
        source = SourceGiven.model_validate(
            {"name": name, **{k: v for k, v in given.items() if v is not None}}
        )
    except ValidationError as error:
        told = faults(error.errors(include_url=False, include_context=False, include_input=False))[0]
        fail(f"{told['pointer'].strip('/') or 'add'}: {told['message']}")
    record = source.record(str(uuid7()), datetime.now(UTC))
    act = new_act(by_command_line(), "source.attach", record.id)
    ask_store(lambda store: store.recording(act).add_source(record))
    print(record.id)


@app.command("list", epilog="Example: [bold]assay sources list[/]")
def list_sources() -> None:
    """List what is attached, newest first, a thousand entries at most."""
    records = ask_store(lambda store: store.sources(limit=MOST_LISTED))
    for record in records:
        print(_row(record))
    if not records:
        say("Nothing is attached. `assay sources add NAME --note …` attaches something.")


@app.command(epilog="Example: [bold]assay sources remove 01a21977-…[/]")
def remove(id: Annotated[str, typer.Argument(metavar="ID", help="The entry's id, as listed.")]) -> None:
    """Remove an entry; stored reports keep what they rested on."""
    from service.acts import new_act

    act = new_act(by_command_line(), "source.remove", id)
    from service.api.source_shapes import ATTACHED_UNDER

    if not ask_store(lambda store: store.recording(act).remove_source(id, ATTACHED_UNDER)):
        fail(f"there is no entry {id}", status=1)
    print(f"removed {id}")


def _row(record: "SourceRecord") -> str:
    from service.formats.excerpt import plain

    what = [record.affiliation, record.role, record.url, record.note]
    told = "; ".join(plain(text) for text in what if text)
    until = f" (until {record.expires_at:%Y-%m-%d})" if record.expires_at else ""
    return f"{record.id}  {plain(record.name)}: {told}{until}"

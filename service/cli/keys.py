"""`assay keys`: make, list and revoke the keys that callers send."""

import asyncio
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Annotated

import typer

from service.cli.audit import by_command_line
from service.cli.database import ask_store, database_errors_as_one_line, with_store
from service.cli.helping import Commands
from service.cli.terminal import fail, say

if TYPE_CHECKING:
    from service.storage import KeyRecord

app = Commands(no_args_is_help=True, help="Make, list and revoke API keys.")


@app.command(epilog="Example: [bold]assay keys create --name wordpress --scope score --scope read[/]")
def create(
    name: Annotated[
        str, typer.Option(help="What the key is for, to tell it from others.", show_default=False)
    ],
    scope: Annotated[
        list[str],
        typer.Option(
            help="score, read, feedback, erase, metrics or admin; give it again for more than one.",
            show_default=False,
        ),
    ],
    site: Annotated[
        list[str] | None,
        typer.Option(
            help="Bind the key to articles of this site; give it again for more than one. For all sites without it.",
            show_default=False,
        ),
    ] = None,
) -> None:
    """Make a key and print it, this once: only its hash is kept.

    score submits, previews and reads what the key itself sent; read reads all;
    feedback takes readers' verdicts; erase erases; metrics opens /metrics;
    admin does everything.
    """
    from service.acts import new_act
    from service.cli.configuration import load_settings
    from service.keys import issue
    from service.storage import migrate

    url = load_settings().database_url
    try:
        record, token = issue(name, scope, site or ())
    except ValueError as error:
        fail(str(error))
    act = new_act(by_command_line(), "key.create", record.id)
    with database_errors_as_one_line(url):
        migrate(url)
        asyncio.run(with_store(url, lambda store: store.recording(act).add_key(record)))
    print(token)
    bound = f" for {', '.join(sorted(record.sites))}" if record.sites else ""
    say(f"Key {record.id} ({name}: {', '.join(sorted(record.scopes))}{bound}) is not shown again. Send it as")
    say("Authorization: Bearer assay_…")


@app.command("list", epilog="Example: [bold]assay keys list[/]")
def list_keys() -> None:
    """List all keys, oldest first; secrets are not kept, so none are shown."""
    records = ask_store(lambda store: store.keys())
    row = "{:<14}{:<20} {:<18}{:<12}{:<12}{:<18} {}"
    if records:
        print(row.format("id", "name", "scopes", "made", "last used", "sites", ""))
    for record in records:
        print(_row(row, record).rstrip())
    if not records:
        say("There are no keys. `assay keys create --name cms --scope score` makes one.")


@app.command(epilog="Example: [bold]assay keys revoke 3f9a0c2b71d4[/]")
def revoke(id: Annotated[str, typer.Argument(metavar="ID", help="The key's id, as listed.")]) -> None:
    """Revoke a key; running servers stop taking it within seconds."""
    from service.acts import new_act

    # A whole key is easily pasted where its id is meant.
    key_id = id.split("_")[1] if id.startswith("assay_") else id
    act = new_act(by_command_line(), "key.revoke", key_id)
    if not ask_store(lambda store: store.recording(act).revoke_key(key_id, datetime.now(UTC))):
        fail(f"no key {key_id} is in use", status=1)
    print(f"revoked {key_id}")


def _row(row: str, record: "KeyRecord") -> str:
    from service.formats.excerpt import plain

    return row.format(
        record.id,
        plain(record.name),
        ",".join(sorted(record.scopes)),
        f"{record.created_at:%Y-%m-%d}",
        f"{record.last_used_at:%Y-%m-%d}" if record.last_used_at else "never",
        plain(",".join(sorted(record.sites))) or "all",
        f"revoked {record.revoked_at:%Y-%m-%d}" if record.revoked_at else "",
    )

"""How Alembic runs a step: on the connection that it is handed, or on the configured database."""

from alembic import context
from sqlalchemy import Connection

from service.settings import Settings
from service.storage.engines import database_url
from service.storage.rescoring_tables import metadata
from service.storage.schema import head, ours, under_lock


def number(_context: object, _revision: object, directives: list) -> None:  # type: ignore[type-arg]
    """Number a new revision after the one before, as `head` expects."""
    directives[0].rev_id = f"{int(head()) + 1:04}"


def run(connection: Connection) -> None:
    """Run the steps asked for, inside the connection's transaction."""
    context.configure(
        connection=connection,
        target_metadata=metadata,
        compare_type=True,
        include_name=ours,
        render_as_batch=connection.dialect.name == "sqlite",
        process_revision_directives=number,
    )
    with context.begin_transaction():
        context.run_migrations()


given = context.config.attributes.get("connection")
if given is not None:
    run(given)
else:
    under_lock(database_url(Settings().database_url), run)

"""Administrators' acts, as the audit trail keeps them: who changed what, when, and by which request."""

from datetime import UTC, datetime

from uuid_utils import uuid7

from service.records import Act


def new_act(actor: str, action: str, subject: str, request_id: str | None = None) -> Act:
    """An act that is done now. `actor` is a key's id, an address, or a user of the command line."""
    return Act(str(uuid7()), datetime.now(UTC), actor, action, subject, request_id)

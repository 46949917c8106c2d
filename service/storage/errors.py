"""What can go wrong in storage, as its callers see it."""


class StoreBusy(Exception):
    """Too many writes wait, or the database gave no turn in time; try again later."""


class Conflict(Exception):
    """Another row already holds this identity: read it again and decide anew."""


class SchemaBehind(Exception):
    """The database's schema is not the one that this version of the code works with."""


class LeaseLost(Exception):
    """A range of a rescoring belongs to somebody else by now; what was done for it here is dropped."""

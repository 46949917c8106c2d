"""What can go wrong in storage, as its callers see it."""


class StoreBusy(Exception):
    """The database takes no write or gives no answer now; the same request may succeed later.

    The message is a plain sentence without its full stop that says why, fit for a caller to read.
    """


class Conflict(Exception):
    """The article is not what it was when it was read: read it again and decide anew."""


class RunConflict(Exception):
    """Another rescoring stands in the way; the message says which, and what to do about it."""


class SchemaBehind(Exception):
    """The database's schema is not the one that this version of the code works with."""


class LeaseLost(Exception):
    """A range of a rescoring belongs to somebody else by now; what was done for it here is dropped."""

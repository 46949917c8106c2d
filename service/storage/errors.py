"""What can go wrong in storage, as its callers see it."""

from scoring import AssayError


class StorageError(AssayError):
    """Something that storage cannot do."""


class StoreBusyError(StorageError):
    """The database takes no write or gives no answer now; the same request may succeed later.

    The message is a plain sentence without its full stop that says why, fit for a caller to read.
    """


class ConflictError(StorageError):
    """The article is not what it was when it was read: read it again and decide anew."""


class TooManyDismissalsError(StorageError):
    """The article has as many dismissals as it may; the message says how many."""


class RunConflictError(StorageError):
    """Another rescoring stands in the way; the message says which, and what to do about it."""


class SchemaBehindError(StorageError):
    """The database's schema is not the one that this version of the code works with."""


class LeaseLostError(StorageError):
    """A range of a rescoring belongs to somebody else by now; what was done for it here is dropped."""

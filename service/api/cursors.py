"""Signed page cursors: where a list goes on, in a form that callers pass back and cannot make up."""

import hashlib
import hmac
from base64 import urlsafe_b64decode, urlsafe_b64encode
from datetime import datetime

import orjson

from scoring import AssayError

SIGNATURE = 16
# What every cursor looks like, whatever it says.
SHAPE = r"^[A-Za-z0-9_-]{40,200}$"


class BadCursorError(AssayError, ValueError):
    """A cursor that we did not make, or not for this list."""


class Cursors:
    """Makes and reads cursors. `secret` is the same in all processes of a service."""

    def __init__(self, secret: str) -> None:
        self._key = hashlib.sha256(b"assay cursor " + secret.encode()).digest()

    def make(self, place: tuple[datetime, str], filters: bytes) -> str:
        """A cursor for going on after `place` in the list that `filters` chose."""
        payload = orjson.dumps([place[0].isoformat(), place[1]])
        return self._sealed(payload, filters)

    def read(self, cursor: str, filters: bytes) -> tuple[datetime, str]:
        """Where to go on. Raises BadCursorError for anything that `make` did not return for the same filters."""
        try:
            raw = urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4))
        except ValueError:
            raise BadCursorError from None
        signature, payload = raw[:SIGNATURE], raw[SIGNATURE:]
        if not hmac.compare_digest(signature, self._sign(payload, filters)):
            raise BadCursorError
        return _place(payload)

    def _sealed(self, payload: bytes, filters: bytes) -> str:
        return urlsafe_b64encode(self._sign(payload, filters) + payload).rstrip(b"=").decode()

    def _sign(self, payload: bytes, filters: bytes) -> bytes:
        return hmac.digest(self._key, hashlib.sha256(filters).digest() + payload, "sha256")[:SIGNATURE]


def _place(payload: bytes) -> tuple[datetime, str]:
    """What a payload says. A secret may be known to others, or be the one of an older version: nothing is believed."""
    try:
        moment, id = orjson.loads(payload)
        at = datetime.fromisoformat(moment)
    except (ValueError, TypeError):
        raise BadCursorError from None
    if at.tzinfo is None or not isinstance(id, str):
        raise BadCursorError
    return at, id

"""Unpacks what a server sends, never to more than was asked for."""

import zlib
from collections.abc import Iterable

from scoring import AssayError
from service.unpacking import DEFLATE, GZIP, MOST_RATIO, RAW_DEFLATE, Unpacker

# Before so much came out, a ratio says nothing.
RATIO_FROM = 64_000

CODINGS = {"gzip": GZIP, "x-gzip": GZIP, "deflate": DEFLATE}


class DecompressionBombError(AssayError):
    """A body that grows out of proportion, or is packed more than once."""


class UnknownCodingError(AssayError):
    """A body in a coding that was not asked for."""


class Inflater:
    """Collects a body up to `limit` bytes; what comes in is unpacked by no more than there is room for."""

    def __init__(self, codings: Iterable[str], limit: int) -> None:
        """Raises DecompressionBombError for a body that is packed twice, UnknownCodingError for one that cannot be unpacked."""
        named = [coding.strip().lower() for coding in codings]
        named = [coding for coding in named if coding not in ("", "identity")]
        if len(named) > 1:
            raise DecompressionBombError("packed twice")
        if named and named[0] not in CODINGS:
            raise UnknownCodingError(named[0])
        self._packed = Unpacker(CODINGS[named[0]]) if named else None
        self._raw_deflate = bool(named) and named[0] == "deflate"
        self._limit = limit
        self.body = bytearray()
        self.full = False

    def take(self, chunk: bytes) -> bool:
        """Add what arrived; False once nothing more is wanted. Raises DecompressionBombError or zlib.error."""
        room = self._limit - len(self.body)
        if self._packed is None:
            self.body += chunk[:room]
            self.full = len(chunk) >= room
            return not self.full
        self._packed.feed(chunk)
        try:
            grown = self._packed.piece(room)
        except zlib.error:
            if not self._raw_deflate or self.body:
                raise
            # Some servers call a stream without zlib's header deflate too.
            self._packed = Unpacker(RAW_DEFLATE)
            self._packed.feed(chunk)
            grown = self._packed.piece(room)
        self._raw_deflate = False
        self.body += grown
        if len(self.body) > RATIO_FROM and len(self.body) > MOST_RATIO * max(1, self._packed.unpacked):
            raise DecompressionBombError("grows out of proportion")
        self.full = len(self.body) >= self._limit or self._packed.whole
        return not self.full

    @property
    def whole(self) -> bool:
        """Whether what came in so far is not the beginning of something longer."""
        return self._packed is None or self._packed.whole

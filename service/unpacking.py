"""Unpacks what others sent, piece by piece: no input, however small, takes more memory at once than was asked for."""

import zlib

# Text and markup shrink to a twentieth; what shrinks more than this was made to burst.
MOST_RATIO = 100

GZIP = 16 + zlib.MAX_WBITS
DEFLATE = zlib.MAX_WBITS
# What some servers call deflate too: without zlib's header.
RAW_DEFLATE = -zlib.MAX_WBITS


class Unpacker:
    """One packed stream, or several that follow one another. `fed` and `given` are the bytes that went in and came out."""

    def __init__(self, kind: int) -> None:
        """`kind` is GZIP, DEFLATE or RAW_DEFLATE."""
        self._kind = kind
        self._stream = zlib.decompressobj(kind)
        self._packed = b""
        self._full = False
        self.fed = 0
        self.given = 0
        self.streams = 1

    @property
    def pending(self) -> bool:
        """Whether `piece` may have something to give."""
        return self._full or bool(self._packed)

    @property
    def whole(self) -> bool:
        """Whether the stream that was begun last has ended."""
        return self._stream.eof

    @property
    def unpacked(self) -> int:
        """The bytes that went in and were unpacked already."""
        return self.fed - len(self._packed)

    def feed(self, packed: bytes) -> None:
        """Take the next bytes as they came."""
        self.fed += len(packed)
        self._packed += packed

    def piece(self, most: int) -> bytes:
        """Unpack at most so many bytes, more than none. Raises zlib.error for what is not of this kind."""
        if self._stream.eof:
            self._stream = zlib.decompressobj(self._kind)
            self.streams += 1
        plain = self._stream.decompress(self._packed, most)
        self._full = len(plain) == most
        self._packed = self._stream.unused_data if self._stream.eof else self._stream.unconsumed_tail
        self.given += len(plain)
        return plain

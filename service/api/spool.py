"""Holds answers for a caller that reads slowly: in memory first, then in a temporary file."""

import asyncio
from collections import deque
from tempfile import TemporaryFile
from typing import IO

MEMORY = 1_000_000
DISK = 1_000_000_000
BLOCK = 65_536


class Spool:
    """A first-in first-out of bytes with one writer and one reader.

    Many callers send their whole batch before they read a line; held back in memory alone, the two sides
    would wait for each other for ever.
    """

    def __init__(self, memory: int = MEMORY, disk: int = DISK) -> None:
        self._memory = memory
        self._disk = disk
        self._chunks: deque[bytes] = deque()
        self._held = 0
        self._file: IO[bytes] | None = None
        self._read_at = self._write_at = 0
        self._closed = False
        self._changed = asyncio.Event()

    async def put(self, chunk: bytes) -> None:
        """Add a chunk; waits only while the disk's share is full."""
        while self._write_at - self._read_at >= self._disk:
            await self._change()
        if self._write_at == self._read_at and self._held < self._memory:
            self._chunks.append(chunk)
            self._held += len(chunk)
        else:
            self._file = self._file or TemporaryFile(prefix="assay-batch-")  # noqa: SIM115 - lives as long as this
            self._file.seek(self._write_at)
            self._file.write(chunk)
            self._write_at += len(chunk)
        self._changed.set()

    def end(self) -> None:
        """Say that no more comes."""
        self._closed = True
        self._changed.set()

    async def take(self) -> bytes:
        """The next bytes, or none at the end."""
        while not self._chunks and self._read_at == self._write_at:
            if self._closed:
                return b""
            await self._change()
        if self._chunks:
            chunk = self._chunks.popleft()
            self._held -= len(chunk)
        else:
            chunk = self._unspool()
        self._changed.set()
        return chunk

    def _unspool(self) -> bytes:
        assert self._file is not None
        self._file.seek(self._read_at)
        chunk = self._file.read(min(BLOCK, self._write_at - self._read_at))
        self._read_at += len(chunk)
        if self._read_at == self._write_at:
            self._file.truncate(0)
            self._read_at = self._write_at = 0
        return chunk

    async def _change(self) -> None:
        self._changed.clear()
        await self._changed.wait()

    def close(self) -> None:
        """Drop what is left."""
        if self._file is not None:
            self._file.close()

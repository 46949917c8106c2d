"""What every reader of an archive gives."""

from collections import Counter
from typing import Any, NamedTuple, Protocol


class Readable(Protocol):
    """A stream of bytes."""

    def read(self, size: int = -1, /) -> bytes:
        """So many bytes, or fewer where there are no more at once; all that is left without a size."""
        ...


class Item(NamedTuple):
    """One article of an archive as the fields of a submission, or what is wrong with it.

    `line` is where it begins in the file, `number` which of the file's items it is; a reader knows one of them.
    """

    fields: dict[str, Any] | None = None
    line: int | None = None
    number: int | None = None
    error: str | None = None


class LeftOut:
    """Counts the items that are no articles, by what they are."""

    def __init__(self) -> None:
        self._kinds: Counter[str] = Counter()

    def add(self, kind: str) -> None:
        """One more of a kind."""
        self._kinds[kind[:40] or "of no kind"] += 1

    def told(self) -> str | None:
        """`left out 7 items that are no articles: 5 attachment, 2 draft`, or None where none was."""
        if not self._kinds:
            return None
        kinds = ", ".join(f"{count} {kind}" for kind, count in self._kinds.most_common(8))
        items = "item that is no article" if self._kinds.total() == 1 else "items that are no articles"
        return f"left out {self._kinds.total():,} {items}: {kinds}"


def given(fields: dict[str, Any]) -> dict[str, Any]:
    """The fields that say something."""
    return {name: value for name, value in fields.items() if value not in (None, "", [])}

"""Word lists as data, one entry a line, each list with its source and date.

The lists of one language stand in a folder of that name (`en/`); lists over several languages stand here.
"""

import csv
import gzip
import hashlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from functools import cache, lru_cache, wraps
from importlib import resources
from types import MappingProxyType
from typing import Any, TypeVar

from scoring.errors import AssayError

T = TypeVar("T")

LANGUAGE = "en"

# Lists to which a newsroom may add its own entries: everything that uses them asks the document's lexicon.
EXTENSIBLE = frozenset({"known_sources.txt", "outlets.csv", "stock_names.csv", "terms.csv"})
# Columns that a newsroom's own rows may leave out.
_OPTIONAL = {"outlets.csv": frozenset({"aliases", "owner", "role"})}
# Columns that hold a day.
_DAYS = frozenset({"first", "start", "end"})


class LexiconError(AssayError, ValueError):
    """A word list that cannot be added; the message names the file and the line or section at fault."""


class Lexicon:
    """All word lists of one language, loaded once and never changed.

    `ENGLISH` has the shipped lists; `extended` makes another one with a newsroom's own entries merged in. What is
    worked out from the lists is kept with them (`once_per_lexicon`). `mark` tells extended lexicons apart: it is
    empty for the shipped lists, else a hash of what was added, and part of the ruleset's version.
    """

    def __init__(self, language: str = LANGUAGE, added: Mapping[str, str] = MappingProxyType({})) -> None:
        self.language = language
        self._added = dict(sorted(added.items()))
        self._kept: dict[Any, Any] = {}
        told = "".join(f"{name}\0{text}\0" for name, text in self._added.items())
        self.mark = hashlib.sha256(told.encode()).hexdigest()[:8] if told else ""

    def extended(self, added: Mapping[str, str]) -> "Lexicon":
        """This lexicon with entries added to its lists: file names and their texts, in the form of the shipped files.

        Raises LexiconError for a name that is not in `EXTENSIBLE`, for a section or heading that the shipped list
        does not have, and for a row with too few or too many cells.
        """
        for name, text in added.items():
            if name not in EXTENSIBLE:
                raise LexiconError(
                    f"{name}: there is no such list to add to; there are {_listed(EXTENSIBLE)}"
                )
            if name.endswith(".csv"):
                self._check_rows(name, text)
            else:
                self._check_sections(name, text)
        return _made(self.language, tuple(sorted({**self._added, **added}.items())))

    def __reduce__(self) -> tuple[Any, ...]:
        """Travels to another process as what was added; there, too, each lexicon is made once."""
        return _made, (self.language, tuple(self._added.items()))

    def sections(self, name: str) -> Mapping[str, frozenset[str]]:
        """The entries of `NAME.txt` by their `[section]`; lines that start with `#` are remarks.

        Entries before the first heading are in the section named by the empty string.
        """
        return self._once(("sections", name), lambda: self._read_sections(name))

    def _read_sections(self, name: str) -> Mapping[str, frozenset[str]]:
        found = _sections(shipped_text(f"{name}.txt", self.language))
        for section, entries in _sections(self._added.get(f"{name}.txt", "")).items():
            found[section] = found.get(section, frozenset()) | entries
        return MappingProxyType(found)

    def table(self, name: str) -> Sequence[Mapping[str, str]]:
        """The rows of `NAME.csv` by its headings, added ones last; lines that start with `#` are remarks."""
        return self._once(("table", name), lambda: self._read_table(name))

    def _read_table(self, name: str) -> Sequence[Mapping[str, str]]:
        shipped, added = _rows(shipped_text(f"{name}.csv", self.language)), self._added.get(f"{name}.csv", "")
        rows = shipped + [dict.fromkeys(shipped[0], "") | row for row in _rows(added)]
        return tuple(map(MappingProxyType, rows))

    def kept(self, function: Callable[["Lexicon"], T]) -> T:
        """What a function makes of this lexicon, worked out once."""
        return self._once(function, lambda: function(self))

    def _once(self, what: Any, make: Callable[[], T]) -> T:
        try:
            made: T = self._kept[what]
        except KeyError:
            made = self._kept[what] = make()
        return made

    def _check_sections(self, name: str, text: str) -> None:
        known = _sections(shipped_text(name, self.language))
        for section, entries in _sections(text).items():
            if entries and not known.get(section):
                place = f"section [{section}]" if section else "entries before the first [section]"
                raise LexiconError(f"{name}: {place}; there are {_listed(name for name in known if name)}")

    def _check_rows(self, name: str, text: str) -> None:
        headings = list(_rows(shipped_text(name, self.language))[0])
        needed = [column for column in headings if column not in _OPTIONAL.get(name, ())]
        told = f"{','.join(needed)}{' and may be more of ' if needed != headings else ''}{','.join(headings[len(needed) :])}"
        for number, row in enumerate(_rows(text), 1):
            if (
                list(row) not in [headings[:count] for count in range(len(needed), len(headings) + 1)]
                or None in row.values()
            ):
                raise LexiconError(f"{name}: row {number}: its columns must be {told}")
            for column in _DAYS & row.keys():
                if row[column] and not _is_day(row[column]):
                    raise LexiconError(f"{name}: row {number}: {column} must be a day, such as 2026-11-28")


def once_per_lexicon(function: Callable[[Lexicon], T]) -> Callable[[Lexicon], T]:
    """Let a function of a lexicon work once for each; its value is kept on the lexicon."""

    @wraps(function)
    def kept(lexicon: Lexicon) -> T:
        return lexicon.kept(function)

    return kept


@cache
def shipped_text(name: str, language: str = LANGUAGE) -> str:
    """The shipped list in file `name`, as it stands: the language's own, else the one for all languages."""
    folder = resources.files("scoring.lexicons")
    own = folder.joinpath(language, name)
    return (own if own.is_file() else folder.joinpath(name)).read_text(encoding="utf-8")


def packed(name: str) -> str:
    """The long list kept in `NAME.txt.gz`, as it stands; see the tool that its first line names."""
    folder = resources.files("scoring.lexicons")
    return gzip.decompress(folder.joinpath(LANGUAGE, f"{name}.txt.gz").read_bytes()).decode("utf-8")


def _sections(text: str) -> dict[str, frozenset[str]]:
    found: dict[str, set[str]] = {}
    current = found.setdefault("", set())
    for line in text.splitlines():
        entry = line.strip()
        if entry.startswith("[") and entry.endswith("]"):
            current = found.setdefault(entry[1:-1], set())
        elif entry and not entry.startswith("#"):
            current.add(entry)
    return {section: frozenset(entries) for section, entries in found.items()}


def _rows(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(line for line in text.splitlines() if not line.startswith("#")))


def _is_day(text: str) -> bool:
    try:
        return bool(date.fromisoformat(text))
    except ValueError:
        return False


def _listed(names: Iterable[str]) -> str:
    return ", ".join(sorted(names))


@lru_cache(maxsize=8)
def _made(language: str, added: tuple[tuple[str, str], ...]) -> Lexicon:
    return Lexicon(language, dict(added))


ENGLISH = _made(LANGUAGE, ())


def sections(name: str) -> Mapping[str, frozenset[str]]:
    """The shipped list `NAME.txt` by section, for what no newsroom may change."""
    return ENGLISH.sections(name)


def table(name: str) -> Sequence[Mapping[str, str]]:
    """The shipped table `NAME.csv`, for what no newsroom may change."""
    return ENGLISH.table(name)

"""Word lists as data, one entry a line, each list with its source and date.

The lists of one language stand in a folder of that name (`en/`); lists over several languages stand here.
"""

import csv
from importlib import resources

LANGUAGE = "en"


def text(name: str) -> str:
    """The list kept in file `name`, as it stands: of the language where it has one, else of all languages."""
    folder = resources.files("scoring.lexicons")
    own = folder.joinpath(LANGUAGE, name)
    return (own if own.is_file() else folder.joinpath(name)).read_text(encoding="utf-8")


def sections(name: str) -> dict[str, frozenset[str]]:
    """The entries of `NAME.txt` by their `[section]`; lines that start with `#` are remarks.

    Entries before the first heading are in the section named by the empty string.
    """
    found: dict[str, set[str]] = {}
    current = found.setdefault("", set())
    for line in text(f"{name}.txt").splitlines():
        entry = line.strip()
        if entry.startswith("[") and entry.endswith("]"):
            current = found.setdefault(entry[1:-1], set())
        elif entry and not entry.startswith("#"):
            current.add(entry)
    return {section: frozenset(entries) for section, entries in found.items()}


def table(name: str) -> list[dict[str, str]]:
    """The rows of `NAME.csv` by its headings; lines that start with `#` are remarks."""
    lines = text(f"{name}.csv").splitlines()
    return list(csv.DictReader(line for line in lines if not line.startswith("#")))

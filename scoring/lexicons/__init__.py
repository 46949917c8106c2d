"""Word lists as data, one entry a line, each list with its source and date."""

from importlib import resources


def sections(name: str) -> dict[str, frozenset[str]]:
    """The entries of `NAME.txt` by their `[section]`; lines that start with `#` are remarks.

    Entries before the first heading are in the section named by the empty string.
    """
    found: dict[str, set[str]] = {}
    current = found.setdefault("", set())
    text = resources.files("scoring.lexicons").joinpath(f"{name}.txt").read_text(encoding="utf-8")
    for line in text.splitlines():
        entry = line.strip()
        if entry.startswith("[") and entry.endswith("]"):
            current = found.setdefault(entry[1:-1], set())
        elif entry and not entry.startswith("#"):
            current.add(entry)
    return {section: frozenset(entries) for section, entries in found.items()}

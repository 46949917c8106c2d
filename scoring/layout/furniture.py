"""Which lines belong to the page around an article."""

from scoring.lexicons import sections
from scoring.straight import straight

LONGEST_LINE = 80
LONGEST_OPENING = 160
MOST_BUTTONS = 12

_LISTS = sections("furniture")
_LINES = _LISTS["lines"]
_BARS = _LISTS["bars"]
_RELATED = _LISTS["related"]
_BAR_WORDS = _LISTS["bar words"]
EDGES = " \t\n.,:;!?…|•·»«›‹>→←↓↑▶▸▾▼×✕✖-–—_*#=~+\"'()[]{}"


def _first_word(line: str) -> str:
    return line.split(None, 1)[0].split(":", 1)[0]


def _by_first_word(section: str) -> dict[str, tuple[str, ...]]:
    found: dict[str, list[str]] = {}
    for opening in sorted(_LISTS[section]):
        found.setdefault(_first_word(opening), []).append(opening)
    return {word: tuple(openings) for word, openings in found.items()}


_OPENINGS = _by_first_word("openings")
_NOTICES = _by_first_word("notices")


def plain_form(line: str) -> str:
    """A line in lower case with straight quotes, single spaces and no punctuation at its ends."""
    return " ".join(straight(line).lower().split()).strip(EDGES)


def is_furniture(line: str) -> bool:
    """Whether the whole line is navigation, sharing, advertising or a pointer to another page."""
    if len(line) > LONGEST_OPENING:
        return False
    words = straight(line).lower().split()
    if len(line) <= LONGEST_LINE and " ".join(words).strip(EDGES) in _LINES:
        return True
    if not words:
        return False
    if 1 < len(words) <= MOST_BUTTONS and _BAR_WORDS.issuperset(words):
        return True
    first = _first_word(words[0])
    openings = _NOTICES.get(first, ())
    if not line.endswith("."):
        openings += _OPENINGS.get(first, ())
    return bool(openings) and " ".join(words).startswith(openings)


def may_be_furniture(line: str) -> bool:
    """Whether the line is furniture where it stands next to other furniture (`Facebook`, `Print`)."""
    return len(line) <= LONGEST_LINE and plain_form(line) in _BARS


def lists_other_pages(line: str) -> bool:
    """Whether the line is the label of a list of other pages."""
    return len(line) <= LONGEST_LINE and plain_form(line) in _RELATED

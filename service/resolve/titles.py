"""Whether two titles name the same thing, in any script and however a site decorates them."""

import re
import unicodedata
from collections.abc import Iterable
from urllib.parse import unquote

from anyascii import anyascii

# So much of a claimed title must be found in the other one. Sites add their name and section, so the reverse is not asked.
AGREES_FROM = 0.7
# A page's title of so many words is named in an entry that has so much of it.
LONG_TITLE, NAMED_FROM = 4, 0.85
# A slug of fewer words is an id or a section, not a title.
FEWEST_SLUG_WORDS = 3

# Vowel signs of Indian scripts are parts of words.
_WORD = re.compile(r"[\w\u0900-\u0963\u0966-\u0dff]+")
_SEPARATOR = re.compile(r"\s+(?:[|·•»«–—-]|::)\s+|\s*\|\s*")
# Scripts that are written without spaces between words.
_UNSPACED = re.compile(r"[\u0e00-\u0e7f\u3040-\u30ff\u3400-\u9fff]+")
_LATIN_PAIRS = str.maketrans(
    {"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss", "ø": "oe", "å": "aa", "æ": "ae", "œ": "oe", "ł": "l", "đ": "d", "ı": "i"}
)  # fmt: skip
_SLUG_NOISE = re.compile(r"\.(?:html?|php|aspx?|jsp|shtml|amp)$|^(?:article|story|news|post)$", re.IGNORECASE)


def words(text: str) -> frozenset[str]:
    """The words of a text without case, marks and punctuation; pairs of signs where none are spaced."""
    found: set[str] = set()
    for word in _WORD.findall(unicodedata.normalize("NFKC", text).casefold()):
        word = word.strip("_")
        if _UNSPACED.fullmatch(word):
            found.update(word[place : place + 2] for place in range(max(1, len(word) - 1)))
        elif word:
            found.add(_plain(word))
    return frozenset(found)


def _plain(word: str) -> str:
    # Turkish capitals lose the difference between its two letters i.
    word = unicodedata.normalize("NFD", word).replace("ı", "i")
    return "".join(sign for sign in word if not unicodedata.combining(sign))


def _spelt_out(text: str) -> frozenset[str]:
    """The same as slugs spell it: umlauts and ligatures as two letters, other scripts in Latin ones."""
    return words(anyascii(text.casefold().translate(_LATIN_PAIRS))) if not text.isascii() else frozenset()


def recall(claimed: frozenset[str], other: frozenset[str]) -> float:
    """The share of a title's words that another one has."""
    return len(claimed & other) / len(claimed) if claimed else 0.0


def agrees(claimed: str, candidates: Iterable[str]) -> bool:
    """Whether a claimed title is one of these, the decoration of either left out."""
    parts = [words(part) for part in _parts(" ".join(claimed.split()))]
    for candidate in candidates:
        found = words(candidate) | _spelt_out(candidate)
        for part in parts:
            # Of two or three words all must be there: "Annual report" is not "Annual meeting".
            if recall(part, found) >= (AGREES_FROM if len(part) > 3 else 1.0):
                return True
    return False


def parts_of(title: str) -> list[str]:
    """What stands between the dashes and bars of a title."""
    return [part for part in _SEPARATOR.split(title) if part.strip()]


def named_in(entry: str, titles: Iterable[str], besides: Iterable[str] = ()) -> bool:
    """Whether one of a page's titles stands among the words of an entry that cites it.

    Words of `besides`, the names of its site, make no title. A short one must stand there in one piece.
    """
    said, names = words(entry), words(" ".join(besides))
    flat = " ".join(_WORD.findall(entry.casefold()))
    for title in titles:
        for part in _parts(" ".join(title.split())):
            own = words(part) - names
            if len(own) >= LONG_TITLE and recall(own, said) >= NAMED_FROM:
                return True
            if len(own) > 1 and f" {' '.join(_WORD.findall(part.casefold()))} " in f" {flat} ":
                return True
    return False


def _parts(title: str) -> list[str]:
    """A title whole and, where it is decorated, the longest part of it."""
    parts = parts_of(title)
    return [title, max(parts, key=len)] if len(parts) > 1 else [title]


def slug_title(path: str) -> str | None:
    """The title that a URL's path spells, or None where it spells none."""
    for segment in reversed(path.partition("?")[0].split("/")):
        segment = _SLUG_NOISE.sub("", unquote(segment))
        parts = [part for part in re.split(r"[-_+.\s]+", segment) if part]
        named = [part for part in parts if not any(sign.isdigit() for sign in part) and len(part) > 1]
        if len(named) >= FEWEST_SLUG_WORDS:
            return " ".join(named)
    return None

"""What an element's attributes say of it: hidden, furniture, references, byline."""

import re

from scoring.lexicons import sections

_MARKUP = sections("furniture_markup")
FURNITURE_ROLES = _MARKUP["furniture roles"]
_FURNITURE_WORDS = _MARKUP["furniture"]
_PLAIN_WORDS = _MARKUP["no furniture"]
REFERENCE_WORDS = _MARKUP["references"]
REFERENCE_ROLES = _MARKUP["reference roles"]
BYLINE_WORDS = _MARKUP["bylines"]
_HIDDEN_CLASSES = _MARKUP["hidden"]
_WORD = re.compile(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])")
_NO_DISPLAY = re.compile(r"display\s{0,5}:\s{0,5}none|visibility\s{0,5}:\s{0,5}hidden", re.IGNORECASE)
LONGEST_CLASS = 300


def hides(found: dict[str, str]) -> bool:
    """Whether an element with these attributes is not shown."""
    if "hidden" in found or "popover" in found or found.get("aria-hidden") == "true":
        return True
    if (style := found.get("style")) and _NO_DISPLAY.search(style):
        return True
    return "class" in found and not _HIDDEN_CLASSES.isdisjoint(found["class"].split())


def words_of(found: dict[str, str]) -> set[str]:
    """The words of an element's class and id, also of `relatedPosts` and `related_posts`."""
    if "class" not in found and "id" not in found:
        return set()
    source = f"{found.get('class', '')[:LONGEST_CLASS]} {found.get('id', '')[:LONGEST_CLASS]} {found.get('rel', '')}"
    return {word.lower() for word in _WORD.findall(source)}


def flags(words: set[str]) -> bool:
    """Whether these words mark a part of the page that is not the article."""
    if words.isdisjoint(_FURNITURE_WORDS):
        return {"site", "header"} <= words
    return words.isdisjoint(_PLAIN_WORDS)

"""Which lines head a list of references or notes, in any language."""

import re
from functools import lru_cache

from scoring.layout.furniture import plain_form
from scoring.lexicons import sections

_HEADINGS = sections("reference_headings")
_REFERENCES, _NOTES = _HEADINGS["references"], _HEADINGS["notes"]
_JOINED_BY = _HEADINGS["joined by"]
_QUALIFIERS = sorted(_HEADINGS["qualifiers"], key=len, reverse=True)
_WORD = re.compile(r"\w+")
# What a heading that is made of such words and no others may hold.
_NOUNS = _HEADINGS["nouns"]
_FITTING = (
    _NOUNS
    | _HEADINGS["words"]
    | _JOINED_BY
    | frozenset(word for words in _QUALIFIERS for word in words.split())
)
# A line without any of these words heads nothing, and most lines have none.
_VOCABULARY = frozenset(
    word for entry in _REFERENCES | _NOTES | _NOUNS for word in _WORD.findall(entry) if len(word) > 3
)
MOST_WORDS = 7
LONGEST_HEADING = 60
_UNSPACED_FROM = "\u3040"
# `1.`, `VII.`, `A)`, `8` before a heading, and `[edit]`, `(3)` behind it.
_NUMBER = re.compile(r"^(?:(?:\d{1,2}(?:\.\d{1,2})*|[ivx]{1,5}|[a-h])[.):]|\d{1,2}(?:\.\d{1,2})*)\s+")
_TAIL = re.compile(r"\s*[\[(][^\])\n]{0,24}[\])]$")
# Vowel signs of Indian scripts, Thai and Arabic are parts of words.
_MARKS_BEFORE = re.compile(r"^[^\w(\[\u0900-\u0963\u0966-\u0dff\u0e00-\u0eff]+")
_MARKS_BEHIND = re.compile(r"[^\w)\]\u064b-\u065f\u0900-\u0963\u0966-\u0dff\u0e00-\u0eff]+$")
_PARTS = re.compile(
    r"\s+|(?<=\w)(?=[/&,+、・])|(?<=[/&,+、・])(?=\w)|(?<=[\u3400-\u9fff])(?=[及和與与])|(?<=[及和與与])(?=[\u3400-\u9fff])"
)


def heads_references(line: str) -> bool:
    """Whether a line says that whatever follows it is a list of references."""
    return _kind(line) == "references"


def heads_notes(line: str) -> bool:
    """Whether a line heads notes, sources or links, of which only what looks like an entry is one."""
    return _kind(line) == "notes"


def heads_list(line: str) -> bool:
    """Whether a line heads either."""
    return _kind(line) is not None


def _kind(line: str) -> str | None:
    return _told(line) if 0 < len(line) <= LONGEST_HEADING else None


@lru_cache(maxsize=4096)
def _told(line: str) -> str | None:
    if line.isascii() and _VOCABULARY.isdisjoint(_WORD.findall(line.lower())):
        return None
    form = _bare(line)
    if (kind := _listed(form)) is not None:
        return kind
    shorter = _NUMBER.sub("", form)
    return _listed(shorter) or _joined(shorter) or _qualified(shorter) or _composed(shorter)


def _bare(line: str) -> str:
    """A line without `[edit]` and a count, and without marks and pictures at its ends."""
    form = _MARKS_BEHIND.sub("", _MARKS_BEFORE.sub("", " ".join(line.lower().split())))
    return plain_form(_TAIL.sub("", form))


def _listed(form: str) -> str | None:
    if form in _REFERENCES:
        return "references"
    return "notes" if form in _NOTES else None


def _joined(form: str) -> str | None:
    """What two headings in one are: references where either is."""
    parts: list[list[str]] = [[]]
    for word in _PARTS.split(form):
        if word in _JOINED_BY or word in (",", "、", "・"):
            parts.append([])
        elif word:
            parts[-1].append(word.strip(",、"))
    if len(parts) < 2 or not all(parts):
        return None
    kinds = [_listed(" ".join(part)) or _qualified(" ".join(part)) for part in parts]
    if None in kinds:
        return None
    return "references" if "references" in kinds else "notes"


def _qualified(form: str) -> str | None:
    """A known heading with words before or behind it that leave it one ("Key sources", "Sources for this story")."""
    for _ in range(3):
        shorter = next((it for words in _QUALIFIERS if (it := _without(form, words))), None)
        if shorter is None:
            return None
        form = shorter
        if kind := _listed(form):
            return kind
    return None


def _composed(form: str) -> str | None:
    """A heading of which every word fits one and a word names sources ("Full list of the sources quoted"): notes, so that
    only what looks like an entry is one.
    """
    words = [word for word in _PARTS.split(form) if word and word not in (",", "、", "・", "·")]
    if not 1 < len(words) <= MOST_WORDS:
        return None
    plain = [word.strip(",、:()") for word in words]
    fits = all(word in _FITTING or _parted(word) in _FITTING for word in plain)
    return "notes" if fits and any(word in _NOUNS or _parted(word) in _NOUNS for word in plain) else None


def _parted(word: str) -> str:
    """A word without the `and` that Arabic and Hebrew write in one with it."""
    return word[1:] if word[:1] in "وו" else word


def _without(form: str, words: str) -> str | None:
    """A heading without a qualifier at either end; None where it has none there. East Asian ones stand without a blank."""
    blank = "" if words[0] >= _UNSPACED_FROM else " "
    if form.startswith(f"{words}{blank}"):
        return form[len(words) :].strip()
    return form[: -len(words)].strip() if form.endswith(f"{blank}{words}") else None

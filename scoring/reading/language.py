"""Which language the text is in, and whether this release covers it."""

from collections import Counter
from collections.abc import Iterable

from scoring.document import PROSE, Block, BlockKind, Page
from scoring.lexicons import sections

COVERED = "en"
UNKNOWN = "und"

# English function words make up 25 to 35 % of English prose and at most 5 % of any other language tried.
ENOUGH = 0.10
CLEARLY_NOT = 0.04
CLEARLY = 0.20
# Terse English (lists, code, figures) with its further function words counted in.
ENOUGH_OF_ALL = 0.18
# Fewer words than this do not tell a language.
FEWEST = 25

_PROFILES = {name: words for name, words in sections("languages").items() if len(name) == 2}
_ENGLISH = _PROFILES[COVERED]
_MORE_ENGLISH = _ENGLISH | sections("languages")["more"]
_HEADS = frozenset({BlockKind.TITLE, BlockKind.HEADING})
# The share of its profile's words that a text in one of the other languages reaches.
_NAMED = 0.12

# First and last letter of a script, and the language that it most often writes.
_SCRIPTS = (
    ("\u3040", "\u30ff", "ja"),
    ("\uac00", "\ud7a3", "ko"),
    ("\u4e00", "\u9fff", "zh"),
    ("\u0590", "\u05ff", "he"),
    ("\u0600", "\u06ff", "ar"),
    ("\u0370", "\u03ff", "el"),
    ("\u0900", "\u097f", "hi"),
    ("\u0980", "\u09ff", "bn"),
    ("\u0b80", "\u0bff", "ta"),
    ("\u0e00", "\u0e7f", "th"),
    ("\u10a0", "\u10ff", "ka"),
    ("\u0530", "\u058f", "hy"),
)
_CYRILLIC = ("\u0400", "\u04ff")
# How much of the text is looked at for its script.
_SCRIPT_SAMPLE = 4000

_MARKS = frozenset("-–—•·|*&/=+>»«…:.,;\"'“”‘’()[]#~") | {
    "--",
    "---",
    "...",
    "|---|",
    "||",
    "##",
    "###",
    "**",
    "***",
}
_COUNTED = (PROSE | _HEADS | {BlockKind.TABLE_ROW, BlockKind.CAPTION}) - {BlockKind.CODE}


def tell_language(page: Page, declared: str | None) -> tuple[str, bool]:
    """The language as a BCP 47 primary subtag (`und` where unknown), and whether it is covered.

    What the words say goes before what was declared; the declaration decides where the text is too short
    or undecided.
    """
    stated = _primary(declared)
    words = _words(page, page.of_kind(*PROSE))
    if len(words) < FEWEST:
        words += _words(page, page.of_kind(*_HEADS, BlockKind.TABLE_ROW))
    share = _share(words, _ENGLISH)
    if share >= CLEARLY and len(words) >= FEWEST:
        return COVERED, True
    other = _other(page.lower, words, share)
    if len(words) < FEWEST and not (other and _foreign_script(other)):
        if stated:
            return stated, stated == COVERED
        language = COVERED if share >= ENOUGH else other or UNKNOWN
        return language, language == COVERED
    if other:
        return other, False
    if share >= ENOUGH or (share >= CLEARLY_NOT and _share(words, _MORE_ENGLISH) >= ENOUGH_OF_ALL):
        return COVERED, True
    if stated and (stated != COVERED or share >= CLEARLY_NOT):
        return stated, stated == COVERED
    return UNKNOWN, False


def count_words(page: Page) -> int:
    """Words of prose, headings, titles and table cells; furniture, credits, references and code left out."""
    words = _words(page, (block for block in page.blocks if block.kind in _COUNTED))
    return len(words) - sum(map(_MARKS.__contains__, words))


def _words(page: Page, blocks: Iterable[Block]) -> list[str]:
    """The white-space separated words of the blocks, in lower case; a table's words are those of its cells."""
    lower = page.lower or page.text.lower()
    spans = [span for block in blocks for span in (block.cells or (block.span,))]
    return " ".join([lower[start:end] for start, end in spans]).split()


def _primary(declared: str | None) -> str | None:
    """The primary subtag of a declared language, or None where the declaration says nothing."""
    subtag = (declared or "").strip().replace("_", "-").partition("-")[0].lower()
    return (
        subtag
        if subtag.isascii() and subtag.isalpha() and 2 <= len(subtag) <= 3 and subtag != UNKNOWN
        else None
    )


def _share(words: list[str], profile: frozenset[str]) -> float:
    return sum(map(profile.__contains__, words)) / len(words) if words else 0.0


def _other(lower: str, words: list[str], english: float) -> str | None:
    """The language other than English that the text is written in, or None where that is not clear."""
    if script := _script(lower):
        if script != "cyrl":
            return script
        return _cyrillic(words, lower)
    counts = Counter(words)
    hits = {
        name: sum(map(counts.__getitem__, profile)) for name, profile in _PROFILES.items() if name != COVERED
    }
    name = max(hits, key=lambda name: (hits[name], name))
    best = hits[name] / len(words) if words else 0.0
    return name if best >= _NAMED and best > english else None


def _foreign_script(language: str) -> bool:
    return language in {row[2] for row in _SCRIPTS} or language in ("ru", "uk", "bg")


def _script(lower: str) -> str | None:
    """The language that the prevailing non-Latin script writes, `cyrl` for Cyrillic, None for Latin."""
    if lower.isascii():
        return None
    letters = [letter for letter in lower[:_SCRIPT_SAMPLE] if letter.isalpha()]
    counts: Counter[str] = Counter()
    for letter in letters:
        if letter < "\u0370":
            continue
        if _CYRILLIC[0] <= letter <= _CYRILLIC[1]:
            counts["cyrl"] += 1
            continue
        for first, last, language in _SCRIPTS:
            if first <= letter <= last:
                counts[language] += 1
                break
    if not counts or 2 * counts.total() < len(letters):
        return None
    if counts["ja"] * 10 > counts.total():
        return "ja"
    return max(counts, key=lambda name: (counts[name], name))


def _cyrillic(words: list[str], lower: str) -> str:
    """Ukrainian, Russian or Bulgarian: by letters that only one of them writes, then by function words."""
    sample = lower[:_SCRIPT_SAMPLE]
    ukrainian = sum(map(sample.count, "іїєґ"))
    russian = sum(map(sample.count, "ыэё"))
    if ukrainian != russian:
        return "uk" if ukrainian > russian else "ru"
    return max((_share(words, _PROFILES[name]), name) for name in ("bg", "ru", "uk"))[1]

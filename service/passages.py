"""Passages: the stretches of a text that a report speaks of, quoted so that any client finds them again.

A sealed report has offsets alone. When it is shown, each of its spans is told as the two selectors of the W3C Web
Annotation model: the position, in code points and in UTF-16 units, and the quote with what stands before and after.
"""

import hashlib
import re
import unicodedata
from array import array
from bisect import bisect_left
from collections.abc import Iterator, Mapping
from typing import Any

Row = dict[str, Any]

# How many code points of what stands before and after a passage are quoted with it.
CONTEXT = 32
# All quotes of a report together have at most so many times the length of its text, and what short texts may need:
# passages that lie in each other cannot make an answer that outgrows its text without bound.
MOST_COPIES = 8
FREE_COPIES = 100_000

# A passage of fewer characters is told apart from others of the same words by so much of its line on either side.
SHORT = 40
NEIGHBOURHOOD = 24
# Of longer ones the words count as they are, without folding.
FOLDED = 4_000

_ASTRAL = re.compile("[\U00010000-\U0010ffff]")
# Marks that nobody sees: variation selectors (in which C2PA hides manifests), joiners, soft hyphens, marks of order.
_INVISIBLE = re.compile(
    "[\u00ad\u034f\u061c\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff\U000e0000-\U000e01ef]+"
)
_TYPOGRAPHY = str.maketrans(
    {**dict.fromkeys("‘’‚‛′", "'"), **dict.fromkeys("“”„‟«»″", '"'), **dict.fromkeys("‐‑‒–—―−", "-")}
)


class Passages:
    """Quotes passages of one text. Made in one pass over it; each passage then costs its own length."""

    def __init__(self, text: str) -> None:
        self._text = text
        # Where the code points stand that are two UTF-16 units.
        self._astral = array("L", (found.start() for found in _ASTRAL.finditer(text)))
        self._left = MOST_COPIES * len(text) + FREE_COPIES
        self._digests: dict[tuple[int, int], bytes] = {}

    def utf16(self, offset: int) -> int:
        """An offset in code points, in UTF-16 units."""
        return offset + bisect_left(self._astral, offset)

    def quoted(self, span: Mapping[str, Any]) -> Row:
        """A span with its offsets in UTF-16 units, its words, and what stands before and after them.

        The words are None once the quotes of this text are longer together than MOST_COPIES allows.
        """
        start, end = span["start"], span["end"]
        self._left -= end - start
        return {
            **span,
            "start16": self.utf16(start),
            "end16": self.utf16(end),
            "exact": self._text[start:end] if self._left >= 0 else None,
            "prefix": self._text[max(0, start - CONTEXT) : start],
            "suffix": self._text[end : end + CONTEXT],
        }

    def fingerprint(self, code: str, spans: list[Row]) -> str:
        """What a finding of a code is known by, `<code>.<digest>`: equal as long as its passages read the same.

        Letter case, white space, quotation marks and invisible characters aside. A short passage that stands alone
        takes a little of its own line with it, several count by their words alone. Edits elsewhere change nothing. A
        finding on the whole article is known by its code.
        """
        digest = hashlib.sha256(code.encode())
        if len(spans) == 1:
            digest.update(self._place(spans[0]["start"], spans[0]["end"]))
        else:
            for words in sorted({self._digest(span["start"], span["end"]) for span in spans}):
                digest.update(words)
        return f"{code}.{digest.hexdigest()[:24]}"

    def _place(self, start: int, end: int) -> bytes:
        """The digest of a passage with its neighbourhood, where it is too short to be told by itself."""
        if end - start >= SHORT:
            return self._digest(start, end)
        before = self._text[max(0, start - 3 * NEIGHBOURHOOD) : start].rpartition("\n")[2]
        after = self._text[end : end + 3 * NEIGHBOURHOOD].partition("\n")[0]
        parts = (
            folded(before)[-NEIGHBOURHOOD:],
            folded(self._text[start:end]),
            folded(after)[:NEIGHBOURHOOD],
        )
        return hashlib.sha256("\0".join(parts).encode("utf-8", "replace")).digest()

    def _digest(self, start: int, end: int) -> bytes:
        known = self._digests.get((start, end))
        if known is None:
            words = self._text[start:end]
            words = folded(words) if len(words) <= FOLDED else words
            known = hashlib.sha256(words.encode("utf-8", "replace")).digest()
            self._digests[start, end] = known
        return known


def folded(words: str) -> str:
    """Words as they are compared: in one case, one kind of blank, quotation mark and dash, without what is invisible."""
    plain = unicodedata.normalize("NFKC", _INVISIBLE.sub("", words).translate(_TYPOGRAPHY))
    return " ".join(plain.casefold().split())


def quote_passages(report: Row, text: str | None) -> None:
    """Put the quotes and fingerprints into a report's JSON values; None in their place without the `text`.

    The text of a report that another release sealed may be read otherwise today. Where the report's own words do not
    stand in `text` at their places, it is as if there were none.
    """
    if text is not None and not _fits(report, text):
        text = None
    passages = None if text is None else Passages(text)
    for holder, name in _spans(report):
        span = holder[name]
        holder[name] = {**span, **_UNKNOWN} if passages is None else passages.quoted(span)
    for finding in report["findings"]:
        spans = finding["spans"]
        finding["whole_article"] = not spans
        finding["fingerprint"] = (
            passages.fingerprint(finding["code"], spans) if passages else _whole(finding["code"], spans)
        )
        finding["dismissed"] = None


_UNKNOWN = dict.fromkeys(("start16", "end16", "exact", "prefix", "suffix"))


def _whole(code: str, spans: list[Row]) -> str | None:
    """The fingerprint of a finding whose text is not known: only one that needs no words has one."""
    return None if spans else Passages("").fingerprint(code, [])


def _spans(report: Row) -> Iterator[tuple[Any, Any]]:
    """Every place of a report that holds a span: the list or the object it stands in, and under which name."""
    lists = [finding["spans"] for finding in report["findings"]]
    if report.get("support"):
        lists.append(report["support"]["unsourced"])
    for spans in lists:
        yield from ((spans, number) for number in range(len(spans)))
    for row in (*report["citations"], *report["quotes"], *report["dates"]):
        for holder in (row, row.get("speaker"), row.get("cue")):
            if holder and holder["span"]:
                yield holder, "span"


def _fits(report: Row, text: str) -> bool:
    """Whether the words that a report has of its text stand where it says."""
    for row in (*report["dates"], *(quote["cue"] for quote in report["quotes"] if quote["cue"])):
        if text[row["span"]["start"] : row["span"]["end"]] != row["text"]:
            return False
    return all(holder[name]["end"] <= len(text) for holder, name in _spans(report))

"""Passages are quoted so that every client finds them, and fingerprints tell them from others."""

import unicodedata

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st

from service import passages
from service.passages import CONTEXT, Passages, folded, quote_passages
from service.showing import show

EMOJI = "😀👩‍🚀🏳️‍🌈🇳🇴"
# A text manifest as C2PA hides it: a byte order mark and variation selectors of both planes.
MANIFEST = "\ufeff" + "".join(chr(0xFE00 + n % 16) + chr(0xE0100 + n) for n in range(40))
PIECES = st.sampled_from(
    [
        *EMOJI,
        MANIFEST,
        "\u00a0",
        "\u202f",
        "e\u0301",
        "A\u030a\u0323",
        "word",
        " ",
        "\n",
        "“said”",
        "𝒳",
        "ﬁ",
        ".",
    ]
)
TEXTS = st.lists(PIECES, max_size=40).map("".join)


def units(text: str) -> bytes:
    return text.encode("utf-16-le")


@st.composite
def texts_with_spans(draw):
    text = draw(TEXTS)
    ends = sorted(draw(st.tuples(st.integers(0, len(text)), st.integers(0, len(text)))))
    return text, {"start": ends[0], "end": ends[1]}


@given(texts_with_spans())
def test_a_passage_is_found_by_code_points_by_utf16_units_and_by_its_words(given):
    text, span = given
    found = Passages(text).quoted(span)
    assert (found["start"], found["end"]) == (span["start"], span["end"])
    assert text[found["start"] : found["end"]] == found["exact"]
    assert units(text)[2 * found["start16"] : 2 * found["end16"]] == units(found["exact"])
    assert text[: found["start"]].endswith(found["prefix"])
    assert text[found["end"] :].startswith(found["suffix"])
    assert len(found["prefix"]) == min(CONTEXT, span["start"])
    assert len(found["suffix"]) == min(CONTEXT, len(text) - span["end"])


def test_javascript_counts_an_emoji_twice_and_a_passage_knows_it():
    text = "😀 The vote [3] 👩‍🚀 stands."
    found = Passages(text).quoted({"start": 11, "end": 14})
    assert found["exact"] == "[3]"
    assert (found["start16"], found["end16"]) == (12, 15)
    assert (found["prefix"], found["suffix"]) == ("😀 The vote ", " 👩‍🚀 stands.")


def test_long_passages_that_lie_in_each_other_do_not_outgrow_the_text():
    text = "a" * 200_000
    quoting = Passages(text)
    total = sum(len(quoting.quoted({"start": n, "end": len(text)})["exact"] or "") for n in range(100))
    assert total <= passages.MOST_COPIES * len(text) + passages.FREE_COPIES


def test_what_is_told_of_a_text_grows_with_it_and_no_faster():
    def length(size):
        text = "😀 word. " * size
        report = report_on(text, [{"start": 8 * n, "end": 8 * n + 1} for n in range(size)])
        return len(show(orjson.dumps(report), text))

    assert length(5000) < 11 * length(500)


def report_on(text, spans, code="CIT_ORPHAN_MARKER"):
    return {
        "id": None,
        "article_id": None,
        "findings": [{"code": code, "spans": spans}],
        "citations": [{"span": None}],
        "quotes": [],
        "dates": [],
    }


def fingerprint(text, *words, code="CIT_ORPHAN_MARKER"):
    spans = []
    for word in words:
        at = text.index(word)
        spans.append({"start": at, "end": at + len(word)})
    report = report_on(text, spans, code)
    quote_passages(report, text)
    return report["findings"][0]["fingerprint"]


STORY = "The board met on Monday.\n\nIt put off the repair[3] by a year, said Ilse Tamm.\n\nNothing else was decided."


@given(TEXTS, TEXTS)
def test_a_fingerprint_survives_edits_elsewhere(before, after):
    edited = f"{before}\n\n{STORY}\n\n{after}"
    at = len(before) + 2 + STORY.index("[3]")
    report = report_on(edited, [{"start": at, "end": at + 3}])
    quote_passages(report, edited)
    assert report["findings"][0]["fingerprint"] == fingerprint(STORY, "[3]")


@pytest.mark.parametrize(
    "edit",
    [
        ("repair[3]", "repairs[3]"),
        ("[3] by a year", "[3] by two years"),
    ],
)
def test_a_short_passage_is_known_by_what_stands_around_it(edit):
    assert fingerprint(STORY.replace(*edit), "[3]") != fingerprint(STORY, "[3]")


def test_a_fingerprint_vanishes_with_its_words_and_belongs_to_one_code():
    claim = "It put off the repair[3] by a year, said Ilse Tamm."
    assert fingerprint(STORY, claim) != fingerprint(
        STORY.replace("a year", "a day"), claim.replace("a year", "a day")
    )
    assert fingerprint(STORY, claim) != fingerprint(STORY, claim, code="FIL_ECHO")
    assert fingerprint(STORY, claim).startswith("CIT_ORPHAN_MARKER.")


def test_letter_case_blanks_typography_and_what_nobody_sees_change_no_fingerprint():
    plain = 'She said: "We will not wait - never again", and left the room at once.'
    typeset = "She  said:\u00a0“We will not wait – never\u200b again”, and left the ro\u00adom at once."
    assert fingerprint(plain, plain) == fingerprint(typeset, typeset)
    assert folded(f"Never{MANIFEST} again") == "never again"


def test_several_passages_are_known_by_their_words_wherever_they_stand():
    text = "A vital role. Nothing else. A pivotal moment."
    assert fingerprint(text, "vital", "pivotal") == fingerprint(f"Before. {text}", "vital", "pivotal")
    assert fingerprint(text, "vital", "pivotal") != fingerprint(text, "vital", "moment")


def test_a_finding_on_the_whole_article_says_so_and_is_known_by_its_code():
    report = report_on("", [])
    quote_passages(report, "Some text.")
    other = report_on("", [])
    quote_passages(other, None)
    assert report["findings"][0]["whole_article"] is True
    assert report["findings"][0]["fingerprint"] == other["findings"][0]["fingerprint"] is not None


def test_without_a_text_the_words_are_unknown():
    report = report_on("", [{"start": 0, "end": 4}])
    quote_passages(report, None)
    (finding,) = report["findings"]
    assert finding["fingerprint"] is None
    assert finding["spans"][0] == {
        "start": 0, "end": 4, "start16": None, "end16": None, "exact": None, "prefix": None, "suffix": None,
    }  # fmt: skip


def test_a_text_that_is_read_otherwise_than_when_it_was_sealed_is_not_quoted():
    report = report_on("", [{"start": 0, "end": 4}])
    report["dates"] = [{"span": {"start": 0, "end": 6}, "text": "Monday"}]
    quote_passages(report, "On Monday it met.")
    assert report["findings"][0]["spans"][0]["exact"] is None
    assert report["dates"][0]["span"]["exact"] is None


def test_what_is_folded_stays_folded():
    for text in (STORY, EMOJI, "ǅ ﬁ ß"):
        assert folded(folded(text)) == folded(text) == unicodedata.normalize("NFKC", folded(text))

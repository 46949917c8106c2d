"""Lines that stand in other articles: how they are counted, and what a report makes of them."""

import random
import sys
from collections.abc import Callable
from types import FrameType
from typing import Any

import pytest

from scoring import (
    Article,
    Evidence,
    Format,
    LineIndex,
    Sample,
    TemplateEvidence,
    fingerprint_of,
    fingerprint_of_article,
    is_saturated,
    judge,
    outlet_of,
    read,
    recurring,
    report_json,
    shipped,
)
from scoring.line_evidence import LineCounts

LINES = (
    "Our desk gathered this item from the feeds it follows and put it into a readable form.",
    "Worth a closer look for everybody who works in the field",
    "Readers who stay informed make better choices in a changing world.",
)
NOTICE = "This paper is free to read because its readers pay for it; become one of them today."
COPY = (
    "The port authority of Norrvik closed the eastern basin on Tuesday after divers had found a crack in the sluice, "
    "its spokeswoman Ilse Tamm said, and ships for the grain terminal wait in the roads until the gates are examined."
)


def own(number: int) -> str:
    return (
        f"Ward {number} of the borough counted {number * 7} new trees at the end of the week, the office for parks said, "
        f"and planted {number + 2} of them along the canal that runs past the school of the ward, where older ones had died."
    )


def poured(number: int) -> str:
    return (
        f"## Overview\n\n{own(number)}\n\n## Key points\n\n{LINES[0]}\n\n- {LINES[1]}\n\n"
        f"## In closing\n\n{LINES[2]}\n"
    )


def counted(texts: list[tuple[str, str | None]]) -> list[TemplateEvidence]:
    ledger = LineIndex()
    for text, url in texts:
        ledger.enter(fingerprint_of_article(Article(text)), outlet_of(url, None))
    return [
        ledger.evidence(fingerprint_of_article(Article(text)), outlet_of(url, None)) for text, url in texts
    ]


def codes(text: str, templates: TemplateEvidence) -> set[str]:
    report = judge(read(Article(text, language="en")), Evidence(templates=templates), shipped())
    assert report.failed == ()
    return {judged.check.code for judged in report.findings}


def test_a_mould_that_many_articles_came_out_of_is_found_in_each():
    texts = [(poured(number), f"https://mill{number}.example/{number}") for number in range(5)]
    for (text, _), evidence in zip(texts, counted(texts), strict=True):
        assert codes(text, evidence) >= {"FIL_TEMPLATE", "CIT_TEMPLATE_BODY"}


def test_drafts_whose_outlet_nobody_named_accuse_nobody():
    texts = [(poured(number), None) for number in range(8)]
    assert all(not evidence.lines for evidence in counted(texts))


def test_helplines_and_appeals_under_unlike_stories_are_no_template():
    lines = (
        "In this country the Harbour Samaritans can be called at any hour on 555 0116.",
        "Elsewhere a list of helplines is kept by the Befrienders of the Coast.",
        "Anyone with information is asked to write to the desk officer of the port.",
        "A crisis line for the young answers on freephone 555 0199 until midnight.",
    )
    texts = [("\n\n".join((own(n), *lines)), f"https://paper{n}.example/{n}") for n in range(6)]
    for (text, _), evidence in zip(texts, counted(texts), strict=True):
        assert "FIL_TEMPLATE" not in codes(text, evidence)


def test_three_articles_are_not_enough_for_each_to_have_three_others():
    texts = [(poured(number), None) for number in range(3)]
    assert all(not evidence.lines for evidence in counted(texts))


def test_the_house_lines_of_one_outlet_are_listed_and_cost_nothing():
    texts = [(f"{own(n)}\n\n{NOTICE}", f"https://www.paper.example/{n}") for n in range(6)]
    for (text, _), evidence in zip(texts, counted(texts), strict=True):
        report = judge(read(Article(text, language="en")), Evidence(templates=evidence), shipped())
        found = {judged.check.code: judged for judged in report.findings}
        assert "FIL_TEMPLATE" not in found
        assert [report.document[span] for span in found["FIL_CHROME"].finding.spans] == [NOTICE]
        assert found["FIL_CHROME"].points == 0


def test_an_outlets_own_form_is_no_template():
    texts = [(poured(number), f"https://paper.example/{number}") for number in range(6)]
    for (text, _), evidence in zip(texts, counted(texts), strict=True):
        assert not codes(text, evidence) & {"FIL_TEMPLATE", "CIT_TEMPLATE_BODY"}


def test_a_donation_line_in_articles_that_name_no_outlet_is_not_filler():
    texts = [(f"{own(number)}\n\n{NOTICE}", None) for number in range(9)]
    assert all(
        "FIL_TEMPLATE" not in codes(text, e) for (text, _), e in zip(texts, counted(texts), strict=True)
    )


def test_the_same_agency_text_at_many_outlets_is_one_article():
    story = "\n\n".join((COPY, *LINES))
    texts = [(f"{story}\n\nFrom page {n} of our paper.", f"https://paper{n}.example/a") for n in range(8)]
    assert all(
        not codes(text, e) & {"FIL_TEMPLATE"} for (text, _), e in zip(texts, counted(texts), strict=True)
    )


def test_a_shortened_copy_of_an_agency_text_is_still_a_copy():
    full = "\n\n".join((COPY, *LINES))
    texts = [(full, f"https://paper{n}.example/a") for n in range(3)]
    texts += [
        ("\n\n".join((COPY, LINES[n % 3], LINES[(n + 1) % 3])), f"https://short{n}.example/")
        for n in range(3)
    ]
    assert all(not evidence.lines for evidence in counted(texts))


def test_a_mould_with_one_standing_paragraph_longer_than_all_else_is_found():
    notice = f"{NOTICE} {NOTICE.upper()} {NOTICE} {NOTICE}"
    texts = [(f"{poured(number)}\n\n{notice}", f"https://mill{number}.example/") for number in range(5)]
    assert all("FIL_TEMPLATE" in codes(text, e) for (text, _), e in zip(texts, counted(texts), strict=True))


def test_paragraphs_of_reporting_are_no_lines_of_a_template():
    long = f"{COPY} {COPY.replace('Tuesday', 'Monday')}"
    texts = [(f"{long}\n\n{own(n)} {own(n + 50)} {own(n + 90)}", f"https://p{n}.example/") for n in range(6)]
    assert all(not evidence.lines for evidence in counted(texts))


def test_taking_a_flagged_line_or_heading_away_never_lowers_the_score():
    bodies = ["\n\n".join(own(10 * number + part) for part in range(10, 16)) for number in range(5)]
    texts = [
        (f"{body}\n\n{poured(number)}", f"https://mill{number}.example/")
        for number, body in enumerate(bodies)
    ]
    templates = counted(texts)[0]
    document = read(Article(texts[0][0], language="en"))
    report = judge(document, Evidence(templates=templates), shipped())
    assert report.score is not None
    flagged = {
        span
        for judged in report.findings
        if judged.check.code in ("FIL_TEMPLATE", "CIT_TEMPLATE_BODY")
        for span in judged.finding.spans
    }
    assert len(flagged) == 6
    for span in flagged:
        less = document.text[: span.start] + document.text[span.end :]
        better = judge(read(Article(less, language="en")), Evidence(templates=templates), shipped())
        assert better.score is not None
        assert better.score >= report.score


def test_counts_do_not_depend_on_the_order():
    texts = [(poured(n), None if n % 3 else f"https://site{n}.example/") for n in range(80)]
    expected = dict(zip((text for text, _ in texts), counted(texts), strict=True))
    for seed in range(5):
        random.Random(seed).shuffle(texts)
        assert dict(zip((text for text, _ in texts), counted(texts), strict=True)) == expected


def test_a_large_outlet_does_not_hide_the_others_that_have_its_lines():
    texts = [(poured(number), "https://large.example/") for number in range(200)]
    texts += [(poured(number), f"https://small{number % 2}.example/") for number in range(200, 206)]
    for (text, _), evidence in zip(texts, counted(texts), strict=True):
        assert "FIL_TEMPLATE" in codes(text, evidence)


def steps(work: Callable[[], None]) -> int:
    """How many instructions of the interpreter a piece of work takes: the same on a busy machine."""
    count = 0

    def trace(frame: FrameType, event: str, argument: Any) -> Any:
        nonlocal count
        frame.f_trace_opcodes = True
        count += event == "opcode"
        return trace

    before = sys.gettrace()
    sys.settrace(trace)
    try:
        work()
    finally:
        sys.settrace(before)
    return count


def test_what_a_line_is_kept_for_is_bounded_and_takes_linear_time():
    def work(many: int) -> Callable[[], None]:
        marks = [fingerprint_of_article(Article(poured(number))) for number in range(many)]

        def compare() -> None:
            index = LineIndex()
            for mark in marks:
                index.enter(mark, mark.work)
            seen = [index.evidence(mark, 1) for mark in marks]
            assert max(line.elsewhere for one in seen for line in one.lines.values()) <= 24

        return compare

    # Beyond the bound, an article costs what the one before it cost.
    few, more, most = (steps(work(many)) for many in (50, 100, 200))
    assert most - more <= 2.1 * (more - few)


def test_a_ledger_that_was_asked_takes_nothing_more():
    ledger = LineIndex()
    ledger.enter(fingerprint_of_article(Article(own(1))), None)
    ledger.evidence(fingerprint_of_article(Article(own(1))), None)
    with pytest.raises(RuntimeError, match="closed"):
        ledger.enter(fingerprint_of_article(Article(own(2))), None)


def test_a_skimmed_article_has_the_marks_of_its_document():
    article = Article(f"Trees\n\n{poured(3)}\n\nShare\n", title="Trees", language="en")
    assert fingerprint_of_article(article) == fingerprint_of(read(article))


def test_html_and_curly_quotes_do_not_change_a_line():
    plain = fingerprint_of_article(Article("“It's done,” the office for parks said on Monday."))
    page = fingerprint_of_article(
        Article('<p>"It’s  done," the office\nfor parks said on Monday.</p>', Format.HTML)
    )
    assert plain.digests == page.digests


def test_evidence_comes_back_from_json_as_it_was_and_older_evidence_loads():
    texts = [(poured(number), f"https://mill{number}.example/") for number in range(5)]
    evidence = Evidence(templates=counted(texts)[0])
    assert evidence.templates.lines
    assert Evidence.from_dict(evidence.as_dict()) == evidence
    older = {"as_of": None, "online": False, "links": []}
    assert Evidence.from_dict(older) == Evidence()
    assert "templates" not in Evidence().as_dict()


def test_template_evidence_that_speaks_of_other_lines_changes_nothing():
    document = read(Article(own(4), language="en"))
    alone = judge(document, Evidence(), shipped())
    told = judge(document, Evidence(templates=TemplateEvidence({5: LineCounts(9, 9, 9, 9)})), shipped())
    assert report_json(told) == report_json(alone)


@pytest.mark.parametrize(
    ("url", "site", "same"),
    [
        ("https://www.paper.example/a", None, True),
        ("https://news.paper.example/b?x=1", "other", True),
        (None, "paper.example", True),
        (None, "https://Paper.example", True),
        ("https://else.example/a", None, False),
        (None, "The Paper", False),
    ],
)
def test_an_outlet_is_its_site_however_it_is_told(url, site, same):
    assert (outlet_of(url, site) == outlet_of("https://paper.example/", None)) is same


def test_without_url_and_site_there_is_no_outlet():
    assert outlet_of(None, None) is None
    assert outlet_of("", " ") is None


def test_a_line_of_one_outlet_needs_no_more_than_four_articles():
    assert not is_saturated([Sample(n, 0, 7) for n in range(3)], Sample(99, 0, 7))
    assert is_saturated([Sample(n, 0, 7) for n in range(4)], Sample(99, 0, 7))
    assert not is_saturated([Sample(n, 0, 7) for n in range(4)], Sample(99, 0, 8))
    assert is_saturated([Sample(n, 0, None) for n in range(16)], Sample(99, 0, None))
    assert is_saturated([Sample(n, 0, n) for n in range(24)], Sample(99, 0, 99))


def test_a_line_needs_no_more_than_three_copies_of_one_text():
    assert not is_saturated([Sample(1, 2, n) for n in range(2)], Sample(1, 2, 9))
    assert is_saturated([Sample(1, 2, n) for n in range(3)], Sample(1, 2, 9))
    assert not is_saturated([Sample(1, 2, n) for n in range(3)], Sample(1, 3, 9))


def test_an_article_is_not_among_the_others():
    marks = fingerprint_of_article(Article(poured(1)))
    samples = {mark: [Sample(marks.work, marks.second, None)] * 9 for mark in marks.digests}
    assert recurring(marks, None, samples) == TemplateEvidence()

"""What all filler checks have in common, and the shapes that their cases leave out."""

import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import yaml

from scoring import Article, Document, Evidence, Family, Finding, Format, read
from scoring.catalogue import CATALOGUE
from scoring.check import Check
from scoring.document import Span
from scoring.lexicons import sections
from scoring.reading.units import merged, sentence_at, touched
from scoring.reading.words import Words
from service.submission import Submission

CASES = Path(__file__).parents[2] / "cases"
CHECKS = {check.code: check for check in CATALOGUE if check.family is Family.FILLER}
TEXTS = [
    pytest.param(CHECKS[code], case, id=f"{code}: {case['name']}")
    for code in CHECKS
    for case in yaml.safe_load((CASES / f"{code}.yaml").read_text(encoding="utf-8"))
    if "text" in case["article"]
]


def article(case: dict[str, Any]) -> Article:
    return Submission.model_validate({"language": "en", **case["article"]}).article()


def run(check: Check, given: Article) -> tuple[Document, list[Finding]]:
    document = read(given)
    return document, list(check(document, Evidence()))


def told(check: Check, given: Article) -> list[str]:
    document, findings = run(check, given)
    return [plain(document[span]) for finding in findings for span in finding.spans]


def plain(text: str) -> str:
    text = re.sub("[“”]", '"', re.sub("[‘’]", "'", text))
    return " ".join(text.split())


def found(code: str, text: str, **given: Any) -> list[str]:
    return told(CHECKS[code], Article(text, language="en", **given))


@pytest.mark.parametrize(("check", "case"), TEXTS)
def test_removing_the_flagged_spans_silences_the_check(check: Check, case: dict[str, Any]) -> None:
    given = article(case)
    document, findings = run(check, given)
    body = document.text
    for span in sorted((span for finding in findings for span in finding.spans), reverse=True):
        body = body[: span.start] + body[span.end :]
    assert told(check, replace(given, body=body)) == []


@pytest.mark.parametrize(("check", "case"), TEXTS)
@pytest.mark.parametrize("change", ["curly", "straight", "spaces", "blank lines"])
def test_quote_styles_and_white_space_do_not_matter(check: Check, case: dict[str, Any], change: str) -> None:
    given = article(case)
    body = given.body
    if change == "curly":
        body = re.sub(r'"(?=\w)', "“", body).replace('"', "”").replace("'", "’")
    elif change == "straight":
        body = re.sub("[“”]", '"', re.sub("[‘’]", "'", body))
    elif change == "spaces":
        body = re.sub(r"(?<=\w) (?=\w)", "  ", body)
    else:
        body = re.sub(r"\n\n", "\n\n\n", body)
    assert told(check, replace(given, body=body)) == told(check, given)


@pytest.mark.parametrize("code", sorted(CHECKS))
@pytest.mark.parametrize("text", ["", " \n", "[", "【", "and and and", "|\n|\n|", "- : \n- : ", "\ue200"])
def test_fragments_are_no_filler(code: str, text: str) -> None:
    assert found(code, text, title=text) == []


def test_a_table_in_html_and_markdown_repeats_the_same_row() -> None:
    rows = [
        ["Option", "Effect"],
        ["Night buses", "Fewer cars"],
        ["Toll road", "Less noise"],
        ["Night buses", "Fewer cars"],
    ]
    html = "<p>The plan has parts.</p><table>"
    html += (
        "".join("<tr>" + "".join(f"<td>{cell}</td>" for cell in row) + "</tr>" for row in rows) + "</table>"
    )
    lines = [" | ".join(row) for row in rows]
    markdown = "\n".join([f"| {lines[0]} |", "|---|---|", *(f"| {line} |" for line in lines[1:])])
    assert len(found("FIL_DUP_ROW", html, format=Format.HTML)) == 1
    assert len(found("FIL_DUP_ROW", markdown, format=Format.MARKDOWN)) == 1


def test_labels_set_in_bold_are_labels() -> None:
    labels = ["Economic outlook", "Public opinion", "Political support", "Social impact", "Security concerns"]
    items = [
        f"<li><strong>{label}:</strong> The long-term effects will likely shape the region.</li>"
        for label in labels
    ]
    html = "<p>The change has many sides.</p><ul>" + "".join(items) + "</ul>"
    _, (finding,) = run(CHECKS["FIL_LABELLIST"], Article(html, Format.HTML, language="en"))
    assert finding.evidence["bullets"] == 5


def test_more_empty_bullets_weigh_more() -> None:
    bullet = "- {}: The long-term effects will likely shape the region.\n"
    strengths = []
    for count in (5, 8, 20):
        text = "The change has many sides.\n\n" + "".join(
            bullet.format(f"Side {chr(65 + n)}") for n in range(count)
        )
        _, (finding,) = run(CHECKS["FIL_LABELLIST"], Article(text, language="en"))
        strengths.append(finding.strength)
    assert strengths == [0.5, 0.8, 1.0]


def test_one_fact_in_each_bullet_is_enough() -> None:
    bullet = "- {}: The cost rose by {} percent over the year, the council said.\n"
    text = "What changed.\n\n" + "".join(bullet.format(f"Side {chr(65 + n)}", n + 3) for n in range(8))
    assert found("FIL_LABELLIST", text) == []


def test_code_may_show_what_prose_may_not() -> None:
    code = "Templates look so:\n\n```\n{{city}} [Insert Date] oaicite:4 [cite_start] HQKvestment\n```\n"
    for name in ("FIL_PLACEHOLDER", "FIL_MARKUP", "FIL_GARBLED"):
        assert found(name, code, format=Format.MARKDOWN) == []


def test_a_quotation_does_not_thin_out_stock_phrases() -> None:
    (check,) = (CHECKS["FIL_PHRASE"],)
    text = (
        "The fair stands as a testament to the town. It sent shockwaves through the valley. Only time will tell "
        "what follows. It is important to note that the mill is a beacon of hope. " + "The mill is old. " * 90
    )
    _, (alone,) = run(check, Article(text, language="en"))
    quotation = "“We have been here since the year of the flood and we will stay,” the miller said. "
    _, (quoted,) = run(check, Article(text + quotation * 20, language="en"))
    assert quoted.strength == alone.strength
    assert quoted.evidence == alone.evidence


def test_a_title_below_the_article_is_a_copy_from_the_first() -> None:
    body = (
        "Night buses run again since Monday, two years after the council took them off the road to save money. "
        * 2
    )
    text = f"{body}\n\nWhy Night Buses Came Back\n\nWhy Night Buses Came Back"
    assert len(found("FIL_DUP_TITLE", text, title="Why Night Buses Came Back")) == 2


@pytest.mark.parametrize("word", ["investment", "government", "development", "legislation", "environment"])
@pytest.mark.parametrize("capitals", ["QX", "GFK", "BWN"])
@pytest.mark.parametrize("lost", [1, 2, 3])
def test_a_word_whose_head_was_overwritten_is_garbled(word: str, capitals: str, lost: int) -> None:
    token = capitals + word[lost:]
    text = f"The plan foresees {token} measures for smaller firms."
    _, (finding,) = run(CHECKS["FIL_GARBLED"], Article(text, language="en"))
    assert finding.evidence["tokens"] == [token]


@pytest.mark.parametrize(
    "name",
    ["JPMorgan", "SABMiller", "NBCUniversal", "SCOTUSblog", "DREAMers", "UMass", "QAnon", "USAToday", "PDFs"],
)
def test_a_name_with_inner_capitals_is_not_garbled(name: str) -> None:
    assert found("FIL_GARBLED", f"The plan foresees {name} measures for smaller firms.") == []


def test_words_are_found_across_lines_marks_and_spaces() -> None:
    text = "Only  time\nwill — “tell”. Only time will tell."
    spans = list(Words(text.lower()).find("only time will tell"))
    assert [plain(text[span.start : span.end]) for span in spans] == [
        'Only time will — "tell',
        "Only time will tell",
    ]


def test_words_keep_their_places_where_lower_case_grows() -> None:
    document = read(Article("İstanbul waits. Only time will tell.", language="en"))
    (span,) = Words(document.lower).find("only time will tell")
    assert document[span] == "Only time will tell"


def test_spans_that_touch_become_one() -> None:
    assert merged([Span(5, 9), Span(0, 3), Span(4, 6)], gap=1) == (Span(0, 9),)
    assert merged([Span(5, 9), Span(0, 3)]) == (Span(0, 3), Span(5, 9))


def test_a_place_belongs_to_its_sentence() -> None:
    document = read(Article("The bridge is shut. It opens in May.", language="en"))
    place = document.text.index("opens")
    assert document[sentence_at(document, place) or Span(0, 0)] == "It opens in May."


def test_the_span_that_a_place_touches() -> None:
    spans = (Span(0, 3), Span(10, 12))
    assert touched(Span(2, 11), spans) == Span(10, 12)
    assert touched(Span(2, 5), spans) == Span(0, 3)
    assert touched(Span(3, 10), spans) is None
    assert touched(Span(0, 1), ()) is None


@pytest.mark.parametrize("name", ["chat_frames", "stock_phrases"])
def test_every_listed_phrase_is_listed_once(name: str) -> None:
    forms = [
        " ".join(Words(form.lower()).tokens)
        for entries in sections(name).values()
        for entry in entries
        for form in entry.split(" / ")
    ]
    assert len(forms) == len(set(forms))
    assert all(forms)

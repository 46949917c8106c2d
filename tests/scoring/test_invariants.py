"""The invariants of the score."""

import hashlib
import html
import re
import subprocess
import sys
from dataclasses import replace
from datetime import UTC, datetime

import orjson
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scoring import (
    CATALOGUE,
    Article,
    Band,
    Catalogue,
    Document,
    Evidence,
    Family,
    Format,
    LinkEvidence,
    LookupKind,
    PersonEvidence,
    PersonVerdict,
    Report,
    Rule,
    Ruleset,
    Severity,
    Verdict,
    judge,
    lookup_for,
    read,
    report_json,
    shipped,
    unanswered,
    verdicts_of,
    wants,
)
from scoring.document import BlockKind
from tests.golden import ARTICLES, CLEAN, FAULTY, submission

NAMES = FAULTY + CLEAN
RULES = shipped()
OFFLINE = Evidence()
PLAIN = [name for name in NAMES if (ARTICLES / name / "article.txt").exists()]
INCONCLUSIVE = [Verdict.BLOCKED, Verdict.TRANSIENT, Verdict.UNCHECKED]

UNVERIFIED = [
    "More is said at https://www.nordvik-observer.example-press.org/2025/04/02/ports-and-berths.html today.",
    "The figures were published later [17].",
    "A study gives the same picture (doi 10.5555/abcd.2025.001).",
    "“We see the same pattern in every district,” said Dr. Selma Vaughn, a leading expert on planning at the "
    "University of Kestrel.",
    "“It was colder than I had thought,” said Martin Oakes.",
    '"Nobody asked us," one resident said.',
    "Many experts believe that the plan will be changed again.",
    "Sources close to the matter say that the talks go on.",
    "Professor Ada Lindholm, a renowned authority on the subject, argues that little will change.",
]

# Sources that only the text knows, and that sound as if everybody did.
INVENTED = [
    "According to Dr. Ivo Brandt, a researcher, the effect is small.",
    "The Kestrel Institute for Coastal Policy said that the figures are sound.",
    "“The trend is clear,” said Nora Quist, director of the Halden Centre for Market Research.",
    "A study by the Veldt Foundation found that most people agree.",
    "Hanna Ilves, a spokeswoman for Norvale Analytics, said that demand had doubled.",
    "“It will pass,” Selma Vaughn, an economist, said at the Halden Forum on 3 May.",
    "Analysts at Corvane Partners expect a slow year.",
    "The Kestrel Tribune reported that the talks had ended.",
    "Researchers at the Nature Institute of Halden said that the water was clean.",
]

names = st.sampled_from(NAMES)
plain_names = st.sampled_from(PLAIN)


def scored(article: Article, evidence: Evidence = OFFLINE, ruleset: Ruleset = RULES) -> Report:
    return judge(read(article), evidence, ruleset)


def article(name: str) -> Article:
    return submission(name).article()


def answered(document: Document, link: LinkEvidence, person: PersonVerdict) -> Evidence:
    """Evidence in which every look-up of the document got the same answer."""
    known = PersonEvidence(person, "test", checked_at="2026-11-01T00:00:00Z")
    found = {it: known if it.kind is LookupKind.PERSON else link for it in wants(document, RULES)}
    return Evidence.gathered(None, True, found)


def points(report: Report) -> float:
    assert report.score is not None
    return report.score


def told(report: Report) -> list[tuple[str, tuple[str, ...]]]:
    """Codes with the words they speak of, free of offsets, white space and quote styles."""
    document = report.document
    return sorted(
        (judged.check.code, tuple(_plain(document[span]) for span in judged.finding.spans))
        for judged in report.findings
    )


def _plain(text: str) -> str:
    return re.sub(r"\s+", " ", re.sub("[“”„]", '"', re.sub("[‘’]", "'", text))).strip()


def with_addition(before: Article, addition: str, place: int) -> Article:
    paragraphs = before.body.split("\n\n")
    return replace(before, body="\n\n".join([*paragraphs[:place], addition, *paragraphs[place:]]))


def test_one_unverified_statement_lifts_by_three_points_on_average_and_eight_at_most() -> None:
    lifts = []
    for name in PLAIN:
        before = article(name)
        usual, length = points(scored(before)), len(before.body.split("\n\n"))
        for addition in UNVERIFIED + INVENTED:
            lifts += [points(scored(with_addition(before, addition, place))) - usual for place in {1, length}]
    assert max(lifts) <= 8
    assert sum(lifts) / len(lifts) <= 3


@pytest.mark.parametrize("name", PLAIN)
@pytest.mark.parametrize(
    "label", ["Opinion", "Satire", "Analysis", "By Helen Marsh", "LONDON (Reuters)", "Norway"]
)
def test_nothing_that_anybody_can_type_over_a_text_moves_its_score(name: str, label: str) -> None:
    before = article(name)
    usual = points(scored(before))
    for place in (0, len(before.body.split("\n\n"))):
        assert abs(points(scored(with_addition(before, label, place))) - usual) <= 0.5


@pytest.mark.parametrize("name", NAMES)
def test_unverified_support_alone_ends_below_91(name: str) -> None:
    offline = scored(article(name))
    assert points(offline) <= 91
    lines = {line.line: line.points for line in offline.bill}
    assert lines["unverified"] + lines["support"] <= -9 + 0.05


ABOUT_TIDES = " ".join(
    f"The tide at the northern quay rose {height} centimetres above the mark that winter."
    for height in range(11, 31)
)
TIDE_TABLES = "https://tides.example.org/tables"
LINKED = Article(
    f"{ABOUT_TIDES} The [tide tables of the northern quay]({TIDE_TABLES}) list every height since the winter.",
    Format.MARKDOWN,
    language="en",
)


def with_page(page: LinkEvidence) -> float:
    return points(scored(LINKED, answered(read(LINKED), page, PersonVerdict.NOT_CHECKED)))


def test_a_confirmed_source_counts_for_the_sentences_that_it_stands_behind_and_for_no_others() -> None:
    usual = points(scored(LINKED))
    about = LinkEvidence(
        Verdict.RESOLVES, status=200, title="Tide tables for the northern quay", final_url=TIDE_TABLES
    )
    assert usual < with_page(about) <= usual + 8


def test_a_living_page_about_something_else_is_no_support() -> None:
    usual = points(scored(LINKED))
    other = LinkEvidence(
        Verdict.RESOLVES, status=200, title="Cheap holidays and car insurance", final_url="https://x.example"
    )
    assert with_page(other) <= usual
    dead = LinkEvidence(Verdict.DEAD, "not_found", 404)
    assert with_page(dead) < usual


@pytest.mark.parametrize("name", NAMES)
def test_the_bill_is_exact(name: str) -> None:
    document = read(article(name))
    for evidence in (OFFLINE, answered(document, LinkEvidence(Verdict.RESOLVES), PersonVerdict.CONFIRMED)):
        report = judge(document, evidence, RULES)
        assert round(100 + sum(line.points for line in report.bill), 1) == report.score
        assert [line.line for line in report.bill][:4] == ["support", "unverified", "particulars", "wording"]
        told = [(line.line, line.points) for line in report.bill[4:]]
        assert told == [(it.check.code, it.loss) for it in report.findings if it.loss]
        assert round(100 + sum(family.points for family in report.families.values()), 1) == report.score


@pytest.mark.parametrize("name", NAMES)
def test_severity_and_loss_agree(name: str) -> None:
    findings = scored(article(name)).findings
    order = list(Severity)
    assert [*findings] == sorted(
        findings, key=lambda it: (order.index(it.severity), it.loss, it.check.code, it.finding.spans)
    )
    costs = [it.loss for it in findings]
    assert costs == sorted(costs)
    assert all(it.severity is Severity.INFO for it in findings if not (it.loss or it.points))


@pytest.mark.parametrize("name", NAMES)
def test_a_line_goes_when_its_cause_is_mended(name: str) -> None:
    report = scored(article(name))
    for code in {it.check.code for it in report.findings if it.loss}:
        rules = {**RULES.rules, code: Rule(off=True)}
        mended = scored(article(name), ruleset=replace(RULES, rules=rules))
        assert code not in {line.line for line in mended.bill}
        assert points(mended) >= points(report)


def test_one_sentence_less_moves_a_score_by_six_points_at_most_in_99_of_100() -> None:
    moves = []
    for name in PLAIN:
        document = read(article(name))
        usual = points(scored(document.article))
        for start, end in (sentence.span for sentence in document.sentences):
            body = document.text[:start] + document.text[end:].lstrip(" ")
            moves.append(
                abs(points(scored(replace(document.article, body=body, title=document.title))) - usual)
            )
    moves.sort()
    assert moves[int(0.99 * len(moves)) - 1] <= 6
    assert moves[-1] <= 15


NAMED = [
    ("Officials said", "Selma Vaughn, a council officer, said"),
    ("Experts say", "Dr. Selma Vaughn, a leading expert on ports at the University of Kestrel, says"),
    ("An analyst said", "Martin Oakes, an analyst, said"),
    ("A spokesman said", "Martin Oakes, a spokesman for Norvale Harbour, said"),
]


@pytest.mark.parametrize("name", PLAIN)
@pytest.mark.parametrize(("nameless", "named"), NAMED)
def test_naming_a_source_never_costs_more_than_leaving_the_name_out(
    name: str, nameless: str, named: str
) -> None:
    before = article(name)
    place = len(before.body.split("\n\n"))
    without, given = (
        points(scored(with_addition(before, f"{who} that the quay would be closed for two weeks.", place)))
        for who in (nameless, named)
    )
    assert given >= without - 0.1


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("verdict", INCONCLUSIVE)
def test_an_inconclusive_look_up_lowers_confidence_only(name: str, verdict: Verdict) -> None:
    document = read(article(name))
    lookups = wants(document, RULES)
    verified = answered(document, LinkEvidence(Verdict.RESOLVES), PersonVerdict.CONFIRMED)
    unknown = answered(document, LinkEvidence(verdict, "test"), PersonVerdict.NOT_CHECKED)
    offline, inconclusive = judge(document, OFFLINE, RULES), judge(document, unknown, RULES)
    assert inconclusive.score == offline.score
    told = [judged for judged in inconclusive.findings if judged.check.code == "CIT_INCONCLUSIVE"]
    assert not any(judged.points for judged in told)
    assert [judged.check.code for judged in inconclusive.findings if judged not in told] == [
        judged.check.code for judged in offline.findings
    ]
    if lookups:
        assert inconclusive.confidence < judge(document, verified, RULES).confidence


@pytest.mark.parametrize("name", NAMES)
def test_a_verified_citation_never_lowers_the_score(name: str) -> None:
    document = read(article(name))
    verified = answered(document, LinkEvidence(Verdict.RESOLVES), PersonVerdict.CONFIRMED)
    assert points(judge(document, verified, RULES)) >= points(judge(document, OFFLINE, RULES))


@pytest.mark.parametrize("name", NAMES)
def test_only_a_contradicted_expert_costs_more_than_one_that_nobody_looked_up(name: str) -> None:
    document = read(article(name))
    found = {
        verdict: points(judge(document, answered(document, LinkEvidence(), verdict), RULES))
        for verdict in PersonVerdict
    }
    unasked = points(judge(document, Evidence(online=True), RULES))
    assert found[PersonVerdict.NOT_FOUND] == found[PersonVerdict.PLAUSIBLE] == unasked
    assert found[PersonVerdict.NOT_CHECKED] == unasked
    assert found[PersonVerdict.CONTRADICTED] <= unasked <= found[PersonVerdict.CONFIRMED]


OLD = shipped("2026.11")


@pytest.mark.parametrize("name", NAMES)
def test_a_report_of_release_2026_11_is_made_again_by_its_own_formula(name: str) -> None:
    report = scored(article(name), ruleset=OLD)
    assert report.ruleset == "2026.11"
    assert not report.bill
    assert report.support is None
    # Two formulas may come to one score, but not by the same parts.
    assert report.families != scored(article(name)).families


@pytest.mark.parametrize("name", NAMES)
def test_fixing_one_finding_gives_back_the_points_it_names(name: str) -> None:
    report = scored(article(name))
    codes = [judged.check.code for judged in report.findings]
    for judged in report.findings:
        if codes.count(judged.check.code) == 1:
            rules = {**RULES.rules, judged.check.code: Rule(off=True)}
            fixed = scored(article(name), ruleset=replace(RULES, rules=rules))
            assert points(fixed) - points(report) == pytest.approx(-judged.points, abs=1e-9)
            assert judged.points <= 0


@settings(max_examples=60, deadline=None)
@given(plain_names, st.sampled_from(["curly", "straight", "spaces", "blank lines", "final newline"]))
def test_quote_styles_and_white_space_change_nothing(name: str, change: str) -> None:
    before = article(name)
    body = before.body
    if change == "curly":
        body = re.sub(r'"(?=\w)', "“", body).replace('"', "”").replace("'", "’")
    elif change == "straight":
        body = re.sub("[“”]", '"', re.sub("[‘’]", "'", body))
    elif change == "spaces":
        body = re.sub(r"(?<=\w) (?=\w)", "  ", body)
    elif change == "blank lines":
        body = body.replace("\n\n", "\n\n\n\n")
    else:
        body += "\n"
    after = scored(replace(before, body=body))
    assert told(after) == told(scored(before))
    assert after.score == scored(before).score


@pytest.mark.parametrize("name", NAMES)
def test_text_html_and_markdown_get_the_same_findings(name: str) -> None:
    document = read(article(name))
    base = replace(document.article, title=document.title)
    reports = [
        scored(replace(base, body=body, format=format))
        for format, body in (
            (Format.TEXT, _as_text(document)),
            (Format.HTML, _as_html(document)),
            (Format.MARKDOWN, _as_markdown(document)),
        )
    ]
    assert told(reports[0]) == told(reports[1]) == told(reports[2])
    assert reports[0].score == reports[1].score == reports[2].score


def _rows(document: Document) -> list[tuple[BlockKind, int, str, list[str]]]:
    return [
        (block.kind, block.group, document[block.span], [document[cell] for cell in block.cells])
        for block in document.blocks
        if block.kind is not BlockKind.FURNITURE
    ]


def _as_text(document: Document) -> str:
    lines = []
    for kind, _, text, cells in _rows(document):
        if kind is BlockKind.LIST_ITEM:
            text = f"- {text}"
        elif cells:
            text = " | ".join(cells)
        lines.append(text)
    return "\n\n".join(lines).replace("\n\n- ", "\n- ")


def _as_html(document: Document) -> str:
    out, open_tag = [], ""
    for kind, group, text, cells in _rows(document):
        tag = {BlockKind.LIST_ITEM: f"ul{group}", BlockKind.TABLE_ROW: f"table{group}"}.get(kind, "")
        if tag != open_tag:
            out.append(f"</{open_tag.rstrip('0123456789')}>" if open_tag else "")
            out.append(f"<{tag.rstrip('0123456789')}>" if tag else "")
            open_tag = tag
        text = html.escape(text, quote=False)
        if kind is BlockKind.LIST_ITEM:
            out.append(f"<li>{text}</li>")
        elif cells:
            out.append("<tr>" + "".join(f"<td>{html.escape(cell)}</td>" for cell in cells) + "</tr>")
        elif kind in (BlockKind.HEADING, BlockKind.TITLE):
            out.append(f"<h2>{text}</h2>")
        else:
            out.append(f"<p>{text}</p>")
    return "\n".join(out)


def _as_markdown(document: Document) -> str:
    out: list[str] = []
    last = (BlockKind.PARAGRAPH, 0)
    for kind, group, text, cells in _rows(document):
        text = re.sub(r"([\\`*_\[\]<>#])", r"\\\1", text) if not cells else text
        if kind is BlockKind.LIST_ITEM:
            out.append(("" if (kind, group) == last else "\n") + f"- {text}")
        elif cells:
            row = "| " + " | ".join(cells) + " |"
            out.append(row if (kind, group) == last else f"\n{row}\n" + "|---" * len(cells) + "|")
        elif kind in (BlockKind.HEADING, BlockKind.TITLE):
            out.append(f"\n## {text}\n")
        else:
            out.append(f"\n{text}\n")
        last = (kind, group)
    return "\n".join(out)


@settings(max_examples=80, deadline=None)
@given(names, st.floats(0, 20), st.floats(0, 4))
def test_filler_alone_moves_an_article_by_one_band_at_most_in_2026_11(
    name: str, weight: float, base: float
) -> None:
    caps = {**OLD.caps, Family.FILLER: 20.0}
    rules = {
        code: Rule(weight, 20.0) if code.startswith("FIL_") and weight else rule
        for code, rule in OLD.rules.items()
    }
    heavy = replace(OLD, base=base, caps=caps, rules=rules)
    none = replace(heavy, rules={c: Rule(off=True) if c.startswith("FIL_") else r for c, r in rules.items()})
    order = [band for band, _ in OLD.policy.bands.rows]
    with_filler = scored(article(name), ruleset=heavy).band
    without = scored(article(name), ruleset=none).band
    assert 0 <= order.index(with_filler) - order.index(without) <= 1


DIGEST = """
import hashlib, sys
from tests.golden import rendered
print(hashlib.sha256(b"".join(rendered(name) for name in sys.argv[1:])).hexdigest())
"""


def test_another_process_gives_the_same_bytes() -> None:
    run = subprocess.run(
        [sys.executable, "-c", DIGEST, *NAMES],
        capture_output=True, text=True, check=True, cwd=ARTICLES.parent.parent,
        env={"PYTHONHASHSEED": "4711"},
    )  # fmt: skip
    here = {name: orjson.dumps(report_json(scored(article(name)))) for name in reversed(NAMES)}
    again = [orjson.dumps(report_json(scored(article(name)))) for name in NAMES]
    assert again == [here[name] for name in NAMES]
    whole = b"".join((ARTICLES / name / "report.json").read_bytes() for name in NAMES)
    assert run.stdout.strip() == hashlib.sha256(whole).hexdigest()


def test_evidence_survives_its_own_json() -> None:
    document = read(article("council-page"))
    links = {
        lookup: LinkEvidence(Verdict.DEAD, "not_found", 404, checked_at="2026-11-01T00:00:00Z")
        for lookup in wants(document, RULES)
    }
    assert links
    people = dict.fromkeys(wants(read(article("farm-expert")), RULES), KNOWN)
    assert {lookup.kind for lookup in people} == {LookupKind.PERSON}
    evidence = Evidence.gathered(datetime(2026, 11, 1, tzinfo=UTC), True, {**links, **people})
    assert Evidence.from_dict(orjson.loads(orjson.dumps(evidence.as_dict()))) == evidence


KNOWN = PersonEvidence(
    PersonVerdict.CONFIRMED, "name_and_organisation", "openalex", "Hanna Ilves", openalex="A5000000001",
    note="3 works", checked_at="2026-11-01T00:00:00Z",
)  # fmt: skip


def test_evidence_that_was_stored_before_people_were_looked_up_still_loads() -> None:
    stored = {"as_of": None, "online": True, "links": []}
    assert Evidence.from_dict(stored) == Evidence(online=True)


@settings(max_examples=300, deadline=None)
@given(
    st.one_of(st.text(max_size=3000), st.lists(st.sampled_from(
        ["[1]", "“", '"', "''", "said", "Dr. ", "References:\n", "|", "---|---|", "\n", "<p>", "</div>", "<table>",
         "- ", "# ", "31 June 2023", "11/07/2024", "https://x.org/2021/10/16/", "according to", "\x00", "İ", "🙂",
         "President ", "experts say ", "&nbsp;", "[Insert", "```", "1. ", "By ", "Updated: "]
    ), max_size=400).map(" ".join)),
    st.sampled_from(list(Format)),
)  # fmt: skip
def test_any_text_is_read_and_judged(body: str, format: Format) -> None:
    document = read(Article(body, format, language="en"))
    report = judge(document, OFFLINE, RULES)
    assert report.failed == ()
    end = len(document.text)
    spans = [span for judged in report.findings for span in judged.finding.spans]
    spans += [block.span for block in document.blocks] + [sentence.span for sentence in document.sentences]
    spans += [quote.span for quote in document.quotes] + [source.span for source in document.sources]
    spans += [mention.span for mention in document.dates] + [link.span for link in document.links]
    spans += [marker.span for marker in document.markers] + list(document.quotations)
    assert all(0 <= span.start <= span.end <= end for span in spans)
    orjson.dumps(report_json(report))


def test_an_article_that_is_too_short_is_not_scored() -> None:
    report = scored(Article("The bridge was closed on Monday, the council said.", language="en"))
    assert report.score is None
    assert report.band is Band.INSUFFICIENT
    assert report.confidence == 0


def test_a_broken_check_is_named_and_costs_nothing() -> None:
    def broken(document: Document, evidence: Evidence) -> None:
        raise RuntimeError("a defect of ours")

    document = read(article("wire-flood"))
    whole = judge(document, OFFLINE, RULES)
    first, *others = CATALOGUE
    check = replace(first, function=broken)
    report = judge(document, OFFLINE, RULES, Catalogue((check, *others)))
    (failure,) = report.failed
    assert failure.code == check.code
    assert str(failure.exception) == "a defect of ours"
    # Whoever logs it wants to know where it was raised.
    assert failure.exception.__traceback__ is not None
    assert report_json(report)["failed"] == [check.code]
    assert report.coverage[check.family] == "partial"
    assert report.score == whole.score
    assert report.confidence < whole.confidence


# An article of 2015 that names an office-holder of 2021 and tells of a day in 2030: one doubt about its stamp.
DOUBTED = Article(
    "The bridge collapsed on 3 March 2030, and two boats sank. "
    + "The work took two years, and the boats waited in the bay until the wind had turned. " * 16
    + "\n\nPresident Joe Biden said that he would come. "
    + "The ferry runs twice a day and carries timber, fish and mail to the islands. " * 8,
    language="en",
    published_at="2015-05-04",
)
DOUBTS = frozenset({"DAT_FUTURE_AS_PAST", "DAT_ROLE_BEFORE_TERM"})


def doubts(report: Report) -> dict[str, float]:
    return {it.check.code: it.points for it in report.findings if it.check.code in DOUBTS}


def test_one_doubt_is_one_finding() -> None:
    document = read(DOUBTED)
    assert {
        check.code for check in CATALOGUE if check.code in DOUBTS and [*check(document, OFFLINE)]
    } == DOUBTS
    assert len(doubts(judge(document, OFFLINE, RULES))) == 1


@pytest.mark.parametrize("how", ["off", "preview"])
def test_a_check_that_is_off_or_costs_nothing_silences_no_other(how: str) -> None:
    change = "off = true" if how == "off" else "weight = 0.0"
    ruleset = RULES.overridden(f"[rules.DAT_FUTURE_AS_PAST]\n{change}\n", CATALOGUE.codes)
    told = doubts(judge(read(DOUBTED), OFFLINE, ruleset))
    assert told["DAT_ROLE_BEFORE_TERM"] < 0


def test_points_are_true_where_one_finding_hides_another() -> None:
    def scored_without(code: str) -> float:
        # The fault is fixed: its check finds nothing any more.
        quiet = tuple(
            replace(it, function=lambda document, evidence: ()) if it.code == code else it for it in CATALOGUE
        )
        score = judge(read(DOUBTED), OFFLINE, RULES, Catalogue(quiet)).score
        assert score is not None
        return score

    whole = judge(read(DOUBTED), OFFLINE, RULES)
    assert whole.score is not None
    for finding in whole.findings:
        assert finding.points == pytest.approx(whole.score - scored_without(finding.check.code), abs=0.051)


def test_of_two_codes_with_one_doubt_the_heavier_is_heard() -> None:
    change = "[rules.DAT_ROLE_BEFORE_TERM]\nweight = 18.0\ncap = 18.0\n"
    told = doubts(judge(read(DOUBTED), OFFLINE, RULES.overridden(change, CATALOGUE.codes)))
    assert told.keys() == {"DAT_ROLE_BEFORE_TERM"}
    assert told["DAT_ROLE_BEFORE_TERM"] < 0


def test_evidence_of_every_kind_comes_back_from_its_table() -> None:
    for kind in LookupKind:
        lookup = lookup_for(kind, "key", name="A Name")
        evidence = Evidence.gathered(None, True, {lookup: unanswered(kind, "timed_out")})
        assert Evidence.from_dict(evidence.as_dict()) == evidence
        assert evidence.answer(lookup).reason == "timed_out"
        assert not evidence.answer(lookup).settled
        assert not Evidence().answer(lookup).settled
        assert Evidence().having(evidence.found).found == evidence.found


def test_only_verdicts_that_settle_speak_against() -> None:
    for kind in LookupKind:
        for verdict in verdicts_of(kind):
            answer = replace(unanswered(kind, "test"), verdict=verdict)
            assert answer.settled or not answer.speaks_against
    against = {
        verdict
        for kind in LookupKind
        for verdict in verdicts_of(kind)
        if replace(unanswered(kind, "test"), verdict=verdict).speaks_against
    }
    assert against == {Verdict.DEAD, Verdict.SOFT_DEAD, Verdict.MISMATCH, PersonVerdict.CONTRADICTED}


NAMED = [
    "Ina Marrow, director of the Arden Water Board,",
    "Ole Brandt, a professor of law at the University of Norvale,",
    "Mayor Hana Ilves",
    "The Arden Water Board",
    "Jonas Orr, a resident of Mill Street,",
    "Dr. Hanna Ilves, a leading expert on tides,",
    "Port economist Beth Lund",
    "Reuters",
    "Runa Aldis",
]
UNNAMED = ["", "Officials", "Experts", "A source close to the matter", "It was", "Some"]
CLAIMS = [
    "the repair of the lock would take eleven weeks",
    "the toll had risen to 40 kroner since May",
    "nobody had read the report of the engineers",
    "the ferry carried 900 people on its first day",
    "the old pier would be closed for good",
    "the board had lost the papers of the sale",
    "the new gate had been ordered from a yard in the north",
    "seven boats had to turn back on Sunday",
    "the keeper would leave his post in the autumn",
    "nobody was hurt when the crane fell",
    "the school had asked for a second bus",
    "the price of salt would rise again",
]
BETWEEN = [
    "The lock was built in 1931 and has been mended twice.",
    "Boats wait at the gate for an hour on most days.",
    "Two shops on the quay have closed since the spring.",
    "The next meeting is on 12 May in the hall.",
]


def told_by(speakers: list[str]) -> float:
    """The score of a report in which each claim is told by one of the speakers, or by nobody."""
    sentences = []
    for number, (speaker, claim) in enumerate(zip(speakers, CLAIMS, strict=True)):
        sentences.append(f"{speaker} said that {claim}." if speaker else f"{claim[0].upper()}{claim[1:]}.")
        if number % 3 == 2:
            sentences.append(BETWEEN[number // 3])
    paragraphs = [" ".join(sentences[at : at + 4]) for at in range(0, len(sentences), 4)]
    return points(scored(Article("\n\n".join(paragraphs), language="en")))


@pytest.mark.parametrize("name", NAMED)
def test_naming_the_source_of_a_report_never_costs_more_than_leaving_the_name_out(name: str) -> None:
    left_out = [told_by([unnamed] * len(CLAIMS)) for unnamed in UNNAMED]
    assert told_by([name] * len(CLAIMS)) >= max(left_out)


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.sampled_from(NAMED + UNNAMED), min_size=len(CLAIMS), max_size=len(CLAIMS)),
    st.integers(0, len(CLAIMS) - 1),
    st.sampled_from(NAMED),
    st.sampled_from(UNNAMED),
)
def test_naming_one_source_of_many_costs_no_more_than_its_words(
    speakers: list[str], place: int, name: str, unnamed: str
) -> None:
    """A weak source makes a claim longer, and a longer claim without much support weighs a little more: a point and a half at most."""
    named, left_out = (told_by([*speakers[:place], who, *speakers[place + 1 :]]) for who in (name, unnamed))
    assert named >= left_out - 1.5

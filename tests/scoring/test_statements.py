"""What counts as a statement, what is particular in it, and what the bill says of both."""

import pytest

from scoring import Article, Evidence, Format, judge, read, shipped
from scoring.views.newsroom_ranges import usual_bare
from scoring.views.plain_words import markers_in_words
from scoring.views.statements import statements_of

RULES = shipped()
STORY = (
    "The harbour board of Saltby met on Tuesday and put off the repair of the western pier. "
    "“We would rather wait than pay for two cranes,” said Marit Oduya, who chairs the board. "
    "The council of Norrvik counted 23 boats in the basin and asked for a survey of the shore. "
    "Engineer Tom Reeve told the meeting that the lock could stay shut for six weeks. "
    "The work costs 400,000 kroner, according to the board's budget for 2026. "
)
PLAIN = "The work is hard and it goes on from one day to the next without an end in sight. "


def scored(text: str, **fields: str):
    return judge(read(Article(text, language="en", **fields)), Evidence(), RULES)


def line(report, name: str):
    return next(it for it in report.bill if it.line == name)


def test_what_an_article_says_twice_is_one_statement() -> None:
    text = STORY + PLAIN * 2 + "\n\n" + STORY
    first, second = statements_of(read(Article(text, language="en"))), 5 + 2
    assert not any(it.repeated for it in first[:6])
    assert first[6].repeated
    assert all(it.repeated for it in first[second:])


def test_saying_a_sourced_sentence_again_never_raises_the_score() -> None:
    article = (
        STORY
        + PLAIN
        + STORY.replace("Saltby", "Wickmouth").replace("23", "31")
        + PLAIN.replace("day", "week") * 3
    )
    quoted = "“We would rather wait than pay for two cranes,” said Marit Oduya, who chairs the board."
    before = scored(article).score
    for copies in (1, 2, 3):
        assert scored(f"{article}\n\n" + f"{quoted} " * copies).score <= before


def test_the_label_of_a_list_entry_names_nobody() -> None:
    entries = "- Market Impact Overview: traders expect swings in the near term.\n- Singapore Airlines: flights leave at nine.\n"
    found = statements_of(read(Article(f"{STORY}\n\n{entries}\n{STORY}", Format.MARKDOWN, language="en")))
    listed = [it for it in found if it.listed]
    assert len(listed) == 2
    assert all(it.particulars.new_names == 0 for it in listed)


def test_numbers_in_words_are_content() -> None:
    text = f"{STORY}Ship's cook Ann Dale said that she had milk for three days. Ann Dale said that she had milk for some days."
    *_, counted, vague = statements_of(read(Article(text, language="en")))
    assert counted.particulars.content == 1
    assert vague.particulars.content == 0


def test_a_dateline_says_of_no_claim_where_it_comes_from() -> None:
    rumour = "The mayor of Norrvik has reportedly asked the board for a bridge. " + STORY.replace(
        "Marit Oduya", "a woman"
    )
    codes = {it.check.code for it in scored(rumour * 3).findings}
    dated = {it.check.code for it in scored(f"LONDON (Reuters) - {rumour * 3}").findings}
    assert "ATT_AGENTLESS" in codes
    assert "ATT_AGENTLESS" in dated


def test_particulars_are_told_beside_what_is_usual_in_newsrooms() -> None:
    report = scored(
        STORY
        + "\n\n".join(
            PLAIN.replace("hard", word)
            for word in ("hard", "slow", "long", "dull", "grey", "wet", "cold", "late")
        )
    )
    usual = usual_bare(12)
    assert line(report, "particulars").why.startswith(
        "8 of 12 sentences in the article's own words name nobody, no number and no date; newsroom articles of this length: "
        f"{usual.middle} (5th to 95th percentile {usual.low} to {usual.high})."
    )
    assert ";" not in report.summary.split(": ", 1)[1].replace("; the", ", the").replace(
        "; nobody", ", nobody"
    ).replace("; 8", ", 8")


@pytest.mark.parametrize("sentences", [1, 5, 12, 40, 250])
def test_what_is_usual_is_a_range_within_the_article(sentences: int) -> None:
    usual = usual_bare(sentences)
    assert 0 <= usual.low <= usual.middle <= usual.high <= sentences


def test_markers_are_listed_as_a_sentence_lists_them() -> None:
    assert markers_in_words([1]) == "[1]"
    assert markers_in_words([1, 2]) == "[1] and [2]"
    assert markers_in_words([1, 2, 5]) == "[1], [2] and [5]"
    assert markers_in_words(list(range(1, 8))) == "[1], [2], [3], [4] and 3 more"


def test_where_faults_cost_most_the_words_above_the_score_do_not_blame_the_sources() -> None:
    dates = "The divers come on 31 April, said Inspector Mona Vik. Mona Vik said that the checks of Monday, 11 March 2025, were over by 31 June."
    others = (
        "Nurse Ida Holt told the board that 44 people had come. Teacher Ann Roe said that school began at 8.20. Pilot Lars Moe said that "
        "the tide rose by 31 centimetres. Baker Eva Lind told this newspaper that she had sold 212 loaves. Farmer Jan Holub said that 19 cows were out."
    )
    report = scored(f"{STORY}\n\n{dates}\n\n{others}")
    assert report.summary.startswith("The faults found in this cost more than the sources that it lacks: ")
    assert "no calendar has the date 31" in report.summary


def test_wording_that_costs_little_is_not_called_general() -> None:
    report = scored(STORY + STORY.replace("Saltby", "Wickmouth").replace("23", "31"))
    told = line(report, "wording")
    assert (told.points > -3) == (
        told.why == "The article's own sentences are worded much as newsroom copy is."
    )


def test_a_quotation_stands_in_one_pair_of_marks() -> None:
    report = scored(
        STORY.replace("on Tuesday ", "") + "“I will wait for the second tide,” said Ole Brandt. " + PLAIN * 5
    )
    messages = [it.finding.message for it in report.findings if it.check.code == "ATT_QUOTE_NO_VENUE"]
    assert messages
    assert all("““" not in message for message in messages)


def test_a_link_in_an_essay_is_support_of_its_sentence_alone() -> None:
    essay = (
        "I think that we should walk more. My street was wrong to ban the bell, and we ought to say so. " * 8
    )
    link = "I read of it at https://www.norrvik-courier.com/bells last week."
    before = scored(f"{essay}\n\nI read of it last week.").score
    assert scored(f"{essay}\n\n{link}").score - before <= 4

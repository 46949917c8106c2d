"""Well attributed stories about places and people that no list knows stand high."""

from statistics import fmean

from scoring import Article, Evidence, judge, read, shipped
from tools.evaluation.gates import stories


def test_thirty_local_stories_stand_high_without_any_list_of_names() -> None:
    scores = {}
    for story in stories():
        report = judge(read(Article(story["text"], title=story["title"])), Evidence(), shipped())
        assert report.score is not None, story["title"]
        scores[story["title"]] = report.score
    assert len(scores) == 30
    assert fmean(scores.values()) >= 80
    assert min(scores.values()) >= 68, min(scores, key=lambda title: scores[title])

"""Shows stored reports: with the words of their passages, and with what editors dismissed."""

import hashlib
from collections.abc import Mapping, Sequence
from typing import Any

import orjson

from scoring import text_of
from service.pipeline import RunCpu
from service.records import Dismissal, ReportRecord
from service.sealing import rfc3339
from service.showing import ShownReport, show
from service.storage import Store
from service.submission import Submission

# Bodies of at most so many characters are read again in a thread, at once; longer ones where they are judged.
SHORT = 65_536
# Counted up when reports are shown in another form, so that nobody goes on with one of before.
FORM = 2


class Presenter:
    """Tells what stored reports say. `at_once` computes over short texts, `apart` over any, in time or not at all."""

    def __init__(self, store: Store, at_once: RunCpu, apart: RunCpu) -> None:
        self._store = store
        self._at_once = at_once
        self._apart = apart

    async def shown(
        self,
        reports: Sequence[ReportRecord],
        dismissals: Mapping[str, Mapping[str, Any]],
        *,
        include_text: bool = False,
    ) -> list[ShownReport]:
        """Reports of one article as they are answered. Raises what `apart` does."""
        judged = await self._store.judged_submissions([report.id for report in reports])
        by_content: dict[str, list[ReportRecord]] = {}
        for report in reports:
            by_content.setdefault(judged[report.id][0] if report.id in judged else "", []).append(report)
        done: dict[str, ShownReport] = {}
        for group in by_content.values():
            submission = judged.get(group[0].id, ("", None))[1]
            given = Submission.model_validate(submission) if submission is not None else None
            shown = await self._shown(given, [report.body for report in group], include_text)
            done |= {report.id: one for report, one in zip(group, shown, strict=True)}
        return [done[report.id].with_dismissals(dismissals) for report in reports]

    async def of_submission(
        self, submission: Submission, report: ReportRecord, *, include_text: bool = False
    ) -> tuple[ShownReport, str]:
        """A stored report on the very content that a caller sends, and its tag. Raises what `apart` does."""
        (shown,) = await self._shown(submission, [report.body], include_text)
        dismissals = await self.dismissals(report.article_id)
        return shown.with_dismissals(dismissals), report_tag(report.id, dismissals)

    async def dismissals(self, article_id: str) -> Mapping[str, Mapping[str, Any]]:
        """What a finding of an article carries as `dismissed`, by its fingerprint."""
        return {kept.fingerprint: told(kept) for kept in await self._store.dismissals(article_id)}

    async def _shown(
        self, submission: Submission | None, sealed: Sequence[bytes], include_text: bool
    ) -> list[ShownReport]:
        size = len(submission.body) if submission else 0
        run = self._at_once if size <= SHORT else self._apart
        return await run(_show, submission, list(map(bytes, sealed)), include_text, size=size)


def report_tag(
    report_id: str, dismissals: Mapping[str, Mapping[str, Any]], *, with_text: bool = False
) -> str:
    """A validator for a report as it is shown: it changes when something of the article is dismissed, or not any more."""
    tag = f"{report_id}.{FORM}"
    if dismissals:
        said = orjson.dumps(dismissals, option=orjson.OPT_SORT_KEYS)
        tag += f".{hashlib.sha256(said).hexdigest()[:16]}"
    return f'"{tag}+text"' if with_text else f'"{tag}"'


def told(kept: Dismissal) -> dict[str, Any]:
    """A dismissal as a finding carries it."""
    return {"by": kept.reader, "at": rfc3339(kept.dismissed_at), "reason": kept.reason}


def _show(submission: Submission | None, sealed: Sequence[bytes], include_text: bool) -> list[ShownReport]:
    text = text_of(submission.article()) if submission else None
    return [show(report, text, include_text=include_text) for report in sealed]

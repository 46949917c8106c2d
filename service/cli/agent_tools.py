"""What agents that write or check articles are given: score, explain, links, compare. Nothing is stored.

Answers hold passages and not offsets, since language models do not count, and so much of each that it can be found.
"""

import asyncio
from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from difflib import get_close_matches
from typing import Any

from pydantic import ValidationError

from scoring import AssayError, Evidence, Lookup, LookupKind, Ruleset, lookup_for
from service.cli.scoring import explain_faults
from service.extensions import catalogue
from service.formats.bill import costs, why_no_score
from service.reports.judging import judge_read, read_article
from service.resolve.outside import CitationAsker, Outside
from service.rules import rule_json
from service.sealing import Labels
from service.settings import Settings
from service.submission import Submission

# Of each finding so many passages are quoted, of each so many characters.
MOST_PASSAGES = 5
LONGEST_PASSAGE = 300
MOST_FINDINGS = 40
MOST_LINKS = 50
# Seconds that the look-ups of one article get where they are asked for.
LOOK_UP_SECONDS = 20.0
# Articles that are judged at a time; the others wait.
AT_ONCE = 2
FORMS = ("text", "markdown", "html")

Row = dict[str, Any]


class ToolFaultError(AssayError, ValueError):
    """A call that cannot be answered; the message says what is wrong and what to do."""


class AgentTools:
    """The four tools, under one ruleset. Without `outside` and `citations` nothing is looked up."""

    def __init__(
        self,
        settings: Settings,
        ruleset: Ruleset,
        outside: Outside | None = None,
        citations: CitationAsker | None = None,
    ) -> None:
        self._settings = settings
        self._ruleset = ruleset
        self._outside = outside
        self._citations = citations
        self._judging = asyncio.Semaphore(AT_ONCE)

    async def score(self, article: Mapping[str, Any], *, look_up: bool = False) -> Row:
        """Score an article, given as the fields of a submission. Raises ToolFaultError."""
        if look_up and self._outside is None:
            raise ToolFaultError("This server looks nothing up (--offline): leave look_up out.")
        report, text = await self._report(article, look_up=look_up)
        return {
            "score": report["score"],
            "band": report["band"],
            "confidence": report["confidence"],
            "summary": report.get("summary") or why_no_score(report),
            "bill": {line: points for line, points in costs(report).items() if points},
            "findings": [_finding(found, text) for found in report["findings"][:MOST_FINDINGS]],
            "findings_left_out": max(0, len(report["findings"]) - MOST_FINDINGS),
            "unsourced_statements": [
                _passage(text, span)
                for span in (report.get("support") or {}).get("unsourced", [])[:MOST_PASSAGES]
            ],
            "citations": [
                {name: row[name] for name in ("marker", "url", "title", "verdict")}
                for row in report["citations"][:MOST_LINKS]
            ],
            "language": report["language"],
            "words": report["words"],
            "ruleset": report["ruleset"],
        }

    def explain(self, code: str) -> Row:
        """What a code of a finding means, with examples. Raises ToolFaultError for one that is not there."""
        codes = [check.code for check in catalogue()]
        wanted = code.strip().upper()
        if wanted not in codes:
            near = get_close_matches(wanted, codes, n=3)
            hint = f"Did you mean {' or '.join(near)}?" if near else f"Codes look like {codes[0]}."
            raise ToolFaultError(f"There is no rule {code[:60]!r}. {hint}")
        rule = rule_json(wanted, self._ruleset)
        return {name: rule[name] for name in ("code", "family", "severity", "summary", "status", "page")}

    async def links(self, urls: Sequence[str]) -> list[Row]:
        """What became of cited URLs, in their order. Raises ToolFaultError."""
        if self._citations is None:
            raise ToolFaultError(
                "This server looks nothing up (--offline): start it without that to check links."
            )
        if not 0 < len(urls) <= MOST_LINKS:
            raise ToolFaultError(f"Give 1 to {MOST_LINKS} URLs at a time; these are {len(urls)}.")
        return list(await asyncio.gather(*(self._link(self._citations, url) for url in urls)))

    async def _link(self, citations: CitationAsker, url: str) -> Row:
        from service.resolve.door import Budget

        found = await citations.find(
            lookup_for(LookupKind.LINK, url[:4096]), None, Budget(self._settings.fetch_timeout)
        )
        told = {"url": url, "verdict": found.verdict.value, "reason": found.reason, "status": found.status}
        return {**told, "final_url": found.final_url, "title": found.title}

    async def compare(self, before: Mapping[str, Any], after: Mapping[str, Any]) -> Row:
        """What a change of an article did to its score and its findings. Raises ToolFaultError."""
        (old, old_text), (new, new_text) = await asyncio.gather(self._report(before), self._report(after))
        gone = _named(old, old_text) - _named(new, new_text)
        come = _named(new, new_text) - _named(old, old_text)
        old_bill, new_bill = costs(old), costs(new)
        moved = {
            line: round(new_bill.get(line, 0.0) - old_bill.get(line, 0.0), 1)
            for line in {**old_bill, **new_bill}
        }
        change = None
        if old["score"] is not None and new["score"] is not None:
            change = round(new["score"] - old["score"], 1)
        return {
            "before": {"score": old["score"], "band": old["band"]},
            "after": {"score": new["score"], "band": new["band"]},
            "change": change,
            "mended": [{"code": code, "passage": passage} for code, passage in gone.elements()],
            "new": [{"code": code, "passage": passage} for code, passage in come.elements()],
            "bill_change": {line: points for line, points in moved.items() if points},
        }

    async def _report(self, article: Mapping[str, Any], *, look_up: bool = False) -> tuple[Row, str]:
        """The report on an article, and the text that its spans count in."""
        submission = self._submission(article)
        now = datetime.now(UTC).replace(microsecond=0)
        async with self._judging:
            read = await asyncio.to_thread(read_article, submission.article(), self._ruleset, compare=False)
        evidence = await self._evidence(read.lookups, now, look_up=look_up)
        async with self._judging:
            scored = await asyncio.to_thread(
                judge_read,
                read.document,
                evidence,
                self._ruleset,
                Labels(now, external_id=submission.external_id),
            )
        return scored.body.members(), read.document.text

    def _submission(self, article: Mapping[str, Any]) -> Submission:
        given = {name: value for name, value in article.items() if value not in (None, [], "")}
        if not any(isinstance(given.get(form), str) and given[form].strip() for form in FORMS):
            raise ToolFaultError(f"There is no article: give its body as one of {', '.join(FORMS)}.")
        try:
            submission = Submission.model_validate(given)
        except ValidationError as error:
            raise ToolFaultError(f"The article cannot be read: {explain_faults(error)}.") from None
        most = self._settings.max_text_chars
        if len(submission.body) > most:
            raise ToolFaultError(f"The article is longer than {most:,} characters: send it in parts.")
        return submission

    async def _evidence(self, lookups: Sequence[Lookup], now: datetime, *, look_up: bool) -> Evidence:
        if not look_up or self._outside is None or not lookups:
            return Evidence(as_of=now, online=False)
        return await self._outside.resolver.resolve(lookups, now, LOOK_UP_SECONDS)


def _finding(found: Mapping[str, Any], text: str) -> Row:
    return {
        "code": found["code"],
        "severity": found["severity"],
        "points": found["points"],
        "message": found["message"],
        "fix": found["fix"],
        "passages": [_passage(text, span) for span in found["spans"][:MOST_PASSAGES]],
    }


def _passage(text: str, span: Mapping[str, int]) -> str:
    words = text[span["start"] : span["end"]]
    if len(words) <= LONGEST_PASSAGE:
        return words
    half = LONGEST_PASSAGE // 2
    return f"{words[:half].rstrip()} […] {words[-half:].lstrip()}"


def _named(report: Mapping[str, Any], text: str) -> Counter[tuple[str, str]]:
    """A report's findings by their codes and first passages."""
    return Counter(
        (found["code"], _passage(text, found["spans"][0]) if found["spans"] else "")
        for found in report["findings"]
    )

"""Finds out what became of one cited URL: visits it, once more where it may help, and rules."""

import asyncio
import hashlib
import random
from collections import OrderedDict
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import partial
from time import monotonic

from scoring import ASSUMED, LinkEvidence, Lookup, Verdict
from service.logs import Log, NoLog
from service.resolve.door import (
    MOST_HOPS,
    Answer,
    Budget,
    Door,
    FetchFailedError,
    HostCannotExistError,
    RedirectTrail,
    UrlRefusedError,
)
from service.resolve.page import Page, decode, plain_page, read_page
from service.resolve.retry_after import retry_after
from service.resolve.urls import Target
from service.resolve.verdict import (
    Claim,
    Ruling,
    Sibling,
    Visit,
    claims_to_be_home,
    last_word,
    of_failure,
    of_file,
    of_front_page,
    of_noise,
    of_page,
    of_status,
)

# Seconds before the second and the third attempt; a server's Retry-After is waited for up to LONGEST_PAUSE.
PAUSES = (0.25, 0.75)
LONGEST_PAUSE = 3.0
RETRIED = frozenset({429, 500, 502, 503, 504, 520, 521, 522, 523, 524})
RETRIED_FAILURES = frozenset({"reset", "closed", "connect_timeout", "connection_refused"})
# An attempt that ended this way took so long that there is time for a short one more only.
LAST_SECONDS = 2.0
SLOW_FAILURES = frozenset({"connect_timeout"})
# Each holds the text of a page; what a server answers for any name holds for a day.
MOST_SIBLINGS = 500
SIBLING_SECONDS = 86_400.0
# A claimed title longer than this is no title.
LONGEST_CLAIM = 500
# Bytes; data that is longer is what was asked for.
LONGEST_NOTE = 600


_MAGIC = (
    b"%PDF", b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"RIFF", b"PK\x03\x04", b"\x1f\x8b", b"ID3", b"OggS", b"\xd0\xcf\x11\xe0", b"7z\xbc\xaf", b"BM6",
)  # fmt: skip
_MARKUP = (
    b"<!doctype html",
    b"<html",
    b"<head",
    b"<body",
    b"<title",
    b"<meta",
    b"<!--",
    b"<h1",
    b"<div",
    b"<p",
)


@dataclass(frozen=True, slots=True)
class _Reached:
    """The end of a visit: the last answer, and the page where it is one."""

    visit: Visit
    answer: Answer
    page: Page | None


class LinkAsker:
    """Rules on cited URLs. Every request goes through `door`."""

    def __init__(
        self,
        door: Door,
        *,
        check_seconds: float = 8.0,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
        jitter: Callable[[], float] = random.random,
        log: Log | None = None,
    ) -> None:
        self._log = log or NoLog()
        self._door = door
        self._check_seconds = check_seconds
        self._now = now
        self._jitter = jitter
        self._visits: dict[str, asyncio.Task[_Reached]] = {}
        self._siblings: OrderedDict[str, tuple[float, Sibling | None]] = OrderedDict()

    async def find(
        self, lookup: Lookup, before: LinkEvidence | None = None, budget: Budget | None = None
    ) -> LinkEvidence:
        """What became of a cited URL. Never raises; `before` spares a page that has not changed."""
        budget = budget or Budget(self._check_seconds)
        claim = Claim(*(_short(lookup.claim(name)) for name in ("title", "outlet", "published", "entry")))
        try:
            reached = await self._either_scheme(lookup, before, budget)
            ruling = await self._ruled(reached, claim, budget)
        except HostCannotExistError as refusal:
            return self._told(Ruling(Verdict.DEAD, refusal.reason))
        except UrlRefusedError as refusal:
            return self._told(Ruling(Verdict.UNSAFE, refusal.reason))
        except FetchFailedError as failure:
            return self._told(of_failure(failure.reason))
        except Exception:
            # One page that nobody thought of must not take the look-ups of all others with it.
            self._log.exception("lookup_failed", kind=str(lookup.kind))
            return self._told(Ruling(Verdict.TRANSIENT, "check_failed"))
        if reached.answer.status == 304 and before is not None:
            return replace(before, checked_at=self._now().isoformat())
        return self._told(ruling, reached)

    async def _either_scheme(self, lookup: Lookup, before: LinkEvidence | None, budget: Budget) -> _Reached:
        """Visit a URL; one that was written without a scheme is tried with both, as browsers do."""
        try:
            return await self._visited(lookup.key, before, budget)
        except FetchFailedError:
            if lookup.claim("scheme") != ASSUMED or not lookup.key.startswith("https://"):
                raise
            return await self._visited(f"http://{lookup.key.removeprefix('https://')}", None, budget)

    async def _visited(self, url: str, before: LinkEvidence | None, budget: Budget) -> _Reached:
        headers = {"If-None-Match": before.etag} if before and before.etag else {}
        if headers:
            return await self._visit(url, headers, budget)
        # Two citations of one page, under two titles or of two of its parts, are one visit.
        asked = self._door.vet(url)
        task = self._visits.get(asked.url)
        if task is None:
            task = self._visits[asked.url] = asyncio.create_task(self._visit(asked.url, {}, budget))
            task.add_done_callback(partial(self._landed, asked.url))
        reached = await asyncio.shield(task)
        return replace(reached, visit=replace(reached.visit, asked=asked))

    def _landed(self, url: str, task: asyncio.Task[_Reached]) -> None:
        del self._visits[url]
        if not task.cancelled():
            task.exception()  # seen, also where nobody waits for it any more

    async def _visit(self, url: str, headers: dict[str, str], budget: Budget) -> _Reached:
        asked = self._door.vet(url)
        walk = RedirectTrail()
        answer = await self._patiently(url, headers, budget, walk)
        while True:
            final = self._door.vet(answer.url)
            page = _page_of(answer)
            visit = Visit(asked, final, page or Page(), answer.cut)
            if page is None or page.moves_to is None or len(walk.hops) >= MOST_HOPS:
                return _Reached(visit, answer, page)
            target = self._door.next_target(final, page.moves_to)
            if target.url == final.url:  # reloads itself
                return _Reached(visit, answer, page)
            answer = await self._patiently(target.url, {}, budget, walk)

    async def _patiently(
        self, url: str, headers: dict[str, str], budget: Budget, walk: RedirectTrail
    ) -> Answer:
        """Ask, and again after a pause where a server is busy or a connection broke."""
        slow = False
        for pause in (*PAUSES, None):
            attempt = walk.copy()
            try:
                answer = await self._door.get(url, headers=headers, budget=budget, walk=attempt)
            except FetchFailedError as failure:
                hopeless = failure.reason not in RETRIED_FAILURES or (
                    slow and failure.reason in SLOW_FAILURES
                )
                if pause is None or hopeless or budget.left <= pause:
                    raise
                slow = failure.reason in SLOW_FAILURES
                wait = pause
            else:
                wait = max(pause or 0.0, retry_after(answer.headers, self._now()))
                if (
                    pause is None
                    or answer.status not in RETRIED
                    or wait > LONGEST_PAUSE
                    or budget.left <= wait
                ):
                    walk.resume(attempt)
                    return answer
            wait *= 1 + 0.2 * self._jitter()
            budget.spend(wait)
            if slow:
                budget.left = min(budget.left, LAST_SECONDS)
            await asyncio.sleep(wait)
        raise AssertionError("the last attempt returns or raises")

    async def _ruled(self, reached: _Reached, claim: Claim, budget: Budget) -> Ruling:
        answer, page = reached.answer, reached.page
        ruling = of_status(answer.status, answer.headers, "location" in answer.headers)
        if ruling is not None:
            return ruling
        if answer.cut == "coding":
            return Ruling(Verdict.BLOCKED, "unknown_coding")
        if page is None and _is_noise(answer):
            return of_noise()
        if page is None:
            return of_file(answer.cut, len(answer.body), _note(answer))
        ruling = of_page(reached.visit, claim)
        if ruling is not None:
            return ruling
        if claims_to_be_home(reached.visit):
            front = await self._front_page(reached.visit.final, budget)
            if ruling := of_front_page(reached.visit, front):
                return ruling
        return last_word(reached.visit, claim, await self._sibling(reached.visit.final, budget))

    async def _front_page(self, target: Target, budget: Budget) -> Page | None:
        """The front page of a server, where it answers."""
        with suppress(UrlRefusedError, FetchFailedError):
            answer = await self._door.get("/".join(target.url.split("/", 3)[:3]) + "/", budget=budget)
            return _page_of(answer) if answer.status < 300 else None
        return None

    async def _sibling(self, target: Target, budget: Budget) -> Sibling | None:
        """The page under a name in the same folder that nobody uses, where the server answers for it too."""
        folder = target.url.partition("?")[0].rpartition("/")[0]
        until, known = self._siblings.get(folder, (0.0, None))
        if until > monotonic():
            return known
        ending = target.path.partition("?")[0].rpartition("/")[2].rpartition(".")
        name = hashlib.sha256(folder.encode()).hexdigest()[:14]
        sibling: Sibling | None = None
        try:
            answer = await self._door.get(
                f"{folder}/{name}{f'.{ending[2]}' if ending[0] and len(ending[2]) < 6 else ''}", budget=budget
            )
            if answer.status < 300:
                page = _page_of(answer)
                sibling = Sibling(name, page) if page else None
        except (UrlRefusedError, FetchFailedError):
            return None
        self._siblings[folder] = monotonic() + SIBLING_SECONDS, sibling
        if len(self._siblings) > MOST_SIBLINGS:
            self._siblings.popitem(last=False)
        return sibling

    def _told(self, ruling: Ruling, reached: _Reached | None = None) -> LinkEvidence:
        found = LinkEvidence(
            ruling.verdict,
            ruling.reason,
            checked_at=self._now().isoformat(),
            confidence=ruling.confidence,
        )
        if reached is None:
            return found
        page = reached.page or Page()
        return replace(
            found,
            status=reached.answer.status,
            final_url=reached.visit.final.url,
            title=page.titles[0] if page.titles else None,
            published=page.dates[0].isoformat() if page.dates else None,
            outlet=page.sites[0] if page.sites else None,
            etag=_etag(reached.answer),
        )


def _note(answer: Answer) -> str:
    """What stands in a few lines where a document or data was to come."""
    body = answer.body
    if len(body) > LONGEST_NOTE or b"\0" in body or body.startswith(_MAGIC):
        return ""
    return decode(body, answer.headers.get("content-type", ""))


def _short(claim: str | None) -> str | None:
    return " ".join(claim[: LONGEST_CLAIM * 4].split())[:LONGEST_CLAIM] if claim else None


def _etag(answer: Answer) -> str | None:
    etag: str = answer.headers.get("etag", "")
    return etag if 0 < len(etag) <= 200 and etag.isascii() and len(answer.hops) == 1 else None


def _is_noise(answer: Answer) -> bool:
    """Whether an answer says that it is HTML and is bytes without a meaning, so many that no text has as many."""
    kind = answer.headers.get("content-type", "").lower()
    start = answer.body[:4096]
    if "html" not in kind or "utf-16" in kind or start.startswith((*_MAGIC, b"\xff\xfe", b"\xfe\xff")):
        return False
    controls = sum(byte < 9 or 13 < byte < 32 for byte in start)
    return len(start) >= 64 and controls > len(start) / 20


def _page_of(answer: Answer) -> Page | None:
    """The page in an answer, or None for a document, a picture or data: the bytes decide, then the header."""
    body = answer.body
    kind = answer.headers.get("content-type", "").lower()
    start = body[:1024].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if body.startswith(_MAGIC) or (
        b"\0" in body[:1024] and not body.startswith((b"\xff\xfe", b"\xfe\xff")) and "utf-16" not in kind
    ):
        return None
    if (not start and "html" not in kind) or _is_noise(answer):
        return None
    if start.startswith(_MARKUP) or "html" in kind or not kind:
        text = decode(body, kind)
        if start and b"<" not in body and "refresh" not in answer.headers:
            return plain_page(text)  # a table or a text that is served as HTML
        return read_page(text, answer.headers.get("refresh"))
    if kind.startswith("text/plain"):
        return plain_page(decode(body, kind))
    return None

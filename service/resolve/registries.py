"""Finds out whether a DOI, arXiv number, PMID or ISBN exists, and whether it is the work that is cited."""

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any
from urllib.parse import quote

import orjson

from scoring import LinkEvidence, Lookup, LookupKind, Verdict
from service.logs import Log, NoLog
from service.resolve.door import Answer, Budget, Door, FetchFailedError, UrlRefusedError
from service.resolve.links import LinkAsker
from service.resolve.titles import agrees, named_in
from service.resolve.verdict import Ruling, of_status

REPLY_BYTES = 256_000
JSON = {"Accept": "application/json"}
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
# Online first and print differ by a year at most.
YEARS_ASIDE = 1


@dataclass(frozen=True, slots=True)
class Bases:
    """Where the registries answer; each may be a mirror."""

    doi: str
    crossref: str
    arxiv: str
    pubmed: str
    openlibrary: str


@dataclass(frozen=True, slots=True)
class _Work:
    title: str | None = None
    outlet: str | None = None
    year: int | None = None
    url: str | None = None


class RegistryAsker:
    """Rules on identifiers. arXiv and PubMed are asked as pages, the others through their interfaces."""

    def __init__(
        self,
        door: Door,
        pages: LinkAsker,
        bases: Bases,
        *,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
        log: Log | None = None,
    ) -> None:
        self._log = log or NoLog()
        self._door = door
        self._pages = pages
        self._bases = bases
        self._now = now

    async def find(
        self, lookup: Lookup, before: LinkEvidence | None = None, budget: Budget | None = None
    ) -> LinkEvidence:
        """What a registry knows of an identifier. Never raises."""
        if lookup.kind in (LookupKind.ARXIV, LookupKind.PMID):
            base = f"{self._bases.arxiv}/abs" if lookup.kind is LookupKind.ARXIV else self._bases.pubmed
            page = f"{base}/{quote(lookup.key, safe='/.')}"
            found = await self._pages.find(lookup._replace(kind=LookupKind.LINK, key=page), before, budget)
            # A registry that is down, moved or out of bounds says nothing about the work.
            unasked = found.status is None and found.verdict in (Verdict.DEAD, Verdict.UNSAFE)
            return replace(found, **_silent(found.reason)._asdict()) if unasked else found
        budget = budget or Budget()
        try:
            if lookup.kind is LookupKind.DOI:
                ruling, work = await self._doi(lookup, budget)
            else:
                ruling, work = await self._isbn(lookup, budget)
        except UrlRefusedError as refusal:
            ruling, work = _silent(refusal.reason), _Work()
        except FetchFailedError as failure:
            ruling, work = _silent(failure.reason), _Work()
        except Exception:
            # A registry that nobody thought of must not take the look-ups of all others with it.
            self._log.exception("lookup_failed", kind=str(lookup.kind))
            ruling, work = _silent("check_failed"), _Work()
        return LinkEvidence(
            ruling.verdict,
            ruling.reason,
            final_url=work.url,
            title=work.title,
            outlet=work.outlet,
            published=str(work.year) if work.year else None,
            checked_at=self._now().isoformat(),
            confidence=ruling.confidence,
        )

    async def _doi(self, lookup: Lookup, budget: Budget) -> tuple[Ruling, _Work]:
        """Ask the handle system whether it exists (responseCode 1), then Crossref what it is."""
        doi = quote(lookup.key, safe="/")
        answer = await self._get(f"{self._bases.doi}/api/handles/{doi}", budget)
        handle = _json(answer)
        if handle.get("responseCode") == 100 or answer.status == 404:
            return Ruling(Verdict.DEAD, "no_such_doi", 0.95), _Work()
        if handle.get("responseCode") not in (1, 200):
            return _unusable(answer), _Work()
        answer = await self._get(f"{self._bases.crossref}/works/{doi}", budget)
        message = _json(answer).get("message")
        if answer.status == 404 or not isinstance(message, dict):
            return Ruling(Verdict.RESOLVES, "registered", 0.8), _Work()
        return _compared(lookup, _crossref(message))

    async def _isbn(self, lookup: Lookup, budget: Budget) -> tuple[Ruling, _Work]:
        """Ask Open Library, which does not know every book: one that it does not know may exist."""
        key = f"ISBN:{lookup.key}"
        answer = await self._get(
            f"{self._bases.openlibrary}/api/books?bibkeys={key}&format=json&jscmd=data", budget
        )
        if answer.status >= 300:
            return _unusable(answer), _Work()
        book = _json(answer).get(key)
        if not isinstance(book, dict):
            return Ruling(Verdict.BLOCKED, "not_in_registry", 0.5), _Work()
        year = _YEAR.search(str(book.get("publish_date", "")))
        title = " ".join(str(book[name]) for name in ("title", "subtitle") if book.get(name))
        # A book has many printings, so its year is not compared.
        ruling, work = _compared(lookup, _Work(title[:500] or None, url=_text(book.get("url"))))
        return ruling, _Work(work.title, None, int(year[0]) if year else None, work.url)

    async def _get(self, url: str, budget: Budget) -> Answer:
        return await self._door.get(url, headers=JSON, limit=REPLY_BYTES, budget=budget)


def _silent(reason: str) -> Ruling:
    return Ruling(Verdict.TRANSIENT, f"registry_{reason}")


def _unusable(answer: Answer) -> Ruling:
    ruling = of_status(answer.status, answer.headers, False)
    if ruling is not None and ruling.verdict in (Verdict.BLOCKED, Verdict.TRANSIENT):
        return Ruling(ruling.verdict, f"registry_{ruling.reason}")
    return Ruling(Verdict.TRANSIENT, "registry_unreadable")


def _compared(lookup: Lookup, work: _Work) -> tuple[Ruling, _Work]:
    claimed, published, entry = lookup.claim("title"), lookup.claim("published"), lookup.claim("entry")
    named = work.title is not None and (
        (claimed is not None and (agrees(claimed, [work.title]) or agrees(work.title, [claimed])))
        or (entry is not None and named_in(entry, [work.title]))
    )
    if claimed and work.title and not named:
        return Ruling(Verdict.MISMATCH, "title", 0.85), work
    year = _YEAR.search(published or "")
    if year and work.year and abs(int(year[0]) - work.year) > YEARS_ASIDE:
        return Ruling(Verdict.MISMATCH, "published", 0.8), work
    return Ruling(Verdict.RESOLVES, "title" if claimed and work.title else "registered", 0.95), work


def _crossref(message: dict[str, Any]) -> _Work:
    parts = message.get("issued", {})
    try:
        year = int(parts["date-parts"][0][0])
    except (KeyError, IndexError, TypeError, ValueError):
        year = None
    return _Work(
        _first(message.get("title")), _first(message.get("container-title")), year, _text(message.get("URL"))
    )


def _first(texts: Any) -> str | None:
    return _text(texts[0]) if isinstance(texts, list) and texts else None


def _text(value: Any) -> str | None:
    return " ".join(value.split())[:500] if isinstance(value, str) and value.strip() else None


def _json(answer: Answer) -> dict[str, Any]:
    try:
        value = orjson.loads(answer.body)
    except orjson.JSONDecodeError:
        return {}
    return value if isinstance(value, dict) else {}

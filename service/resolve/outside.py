"""The way out, as long as the service runs: who answers look-ups, and who takes messages there."""

from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from ipaddress import ip_address
from typing import Any, Protocol
from urllib.parse import urlsplit

from scoring import ANSWERS, Found, LinkEvidence, Lookup, LookupKind, PersonEvidence, unanswered
from service.logs import Log
from service.networks import networks
from service.resolve import OfflineResolver, Resolver
from service.resolve.addresses import Address
from service.resolve.archive import Archive, with_origin
from service.resolve.caching import CachingResolver, Kept
from service.resolve.door import Answer, Budget, Door, FetchMetrics, NoMetrics, open_door
from service.resolve.link_answers import FAILED
from service.resolve.links import LinkAsker
from service.resolve.network import Rules
from service.resolve.people import PeopleBases, PersonAsker
from service.resolve.registries import Bases, RegistryAsker
from service.resolve.registry_client import RegistryClient
from service.settings import Settings

# The archive asks its guests for no more than a request a second.
ARCHIVE_GAP = 1.0
# Registries of people are asked one question at a time, with a pause between them.
PEOPLE_GAP = 0.1
# Reasons that no archive can tell anything about.
UNFETCHABLE = frozenset({"reserved_name", "no_such_top_level_domain"})


LOOPBACK = ("127.0.0.1", "::1")
EVERYWHERE = {
    "localhost": LOOPBACK,
    "0.0.0.0": ("0.0.0.0", *LOOPBACK),
    "::": ("::", *LOOPBACK),
}


class Poster(Protocol):
    """The door to the outside, as far as messages need it."""

    async def post(self, url: str, *, body: bytes, headers: Mapping[str, str]) -> Answer:
        """Post once. Raises UrlRefusedError or FetchFailedError."""
        ...


@dataclass(frozen=True, slots=True)
class Outside:
    """What an app needs of the outside."""

    resolver: Resolver
    poster: Poster


class CitationAsker:
    """Rules on any citation; a page that fails a second time is looked for in the archive."""

    def __init__(
        self,
        pages: LinkAsker,
        registries: RegistryAsker,
        archive: Archive | None,
        watcher: FetchMetrics | None = None,
    ) -> None:
        self._pages = pages
        self._registries = registries
        self._archive = archive
        self._watcher = watcher or NoMetrics()

    async def find(
        self, lookup: Lookup, before: LinkEvidence | None = None, budget: Budget | None = None
    ) -> LinkEvidence:
        """What became of a citation. Never raises."""
        if lookup.kind is not LookupKind.LINK:
            return await self._registries.find(lookup, before, budget)
        found = await self._pages.find(lookup, before, budget)
        failed_twice = found.verdict in FAILED and before is not None and before.verdict in FAILED
        if failed_twice and self._archive is not None and found.reason not in UNFETCHABLE:
            origin = await self._archive.origin(lookup)
            self._watcher.archived(origin[0])
            return with_origin(found, origin)
        return found


# How one class of answers is got: a look-up and the answer before it, of the same class.
_Ask = Callable[[Lookup, Any], Awaitable[Found]]


class Asker:
    """Rules on anything that an article makes somebody look up: one asker for each class of answers."""

    def __init__(self, citations: CitationAsker, people: PersonAsker | None) -> None:
        self._askers: dict[type[Found], _Ask] = {LinkEvidence: citations.find}
        if people is not None:
            self._askers[PersonEvidence] = people.find

    async def find(self, lookup: Lookup, before: Found | None = None) -> Found:
        """What became of it; `not_asked` where there is nobody to ask for its kind. Never raises."""
        kind = ANSWERS[lookup.kind]
        ask = self._askers.get(kind)
        if ask is None:
            return unanswered(lookup.kind, "not_asked")
        return await ask(lookup, before if isinstance(before, kind) else None)


def people_bases(settings: Settings) -> PeopleBases:
    """Where people are looked up under these settings."""
    return PeopleBases(
        wikidata=settings.wikidata_url,
        openalex=settings.openalex_url,
        orcid=settings.orcid_url,
        ror=settings.ror_url,
        crossref=settings.crossref_url,
        openalex_key=settings.openalex_key,
        contact=settings.contact,
    )


def fetch_rules(settings: Settings) -> Rules:
    """Which addresses may be reached under these settings; the service and its database never.

    Raises NetworksError for a list of networks that cannot be read.
    """
    own = {(settings.host, settings.port)}
    database = urlsplit(settings.database_url)
    if database.hostname:
        own.add((database.hostname, database.port or 5432))
    denied: set[tuple[Address, int]] = set()
    for host, port in own:
        # What listens on every address is reached at the loopback ones too.
        for address in EVERYWHERE.get(host, (host,)):
            try:
                denied.add((ip_address(address), port))
            except ValueError:  # a name: its address is private, or vetted like any other
                continue
    return Rules(networks(settings.fetch_allow_networks), denied=frozenset(denied))


@asynccontextmanager
async def open_settled_door(settings: Settings, watcher: FetchMetrics | None = None) -> AsyncIterator[Door]:
    """A door under these settings. Raises NetworksError, OSError or ssl.SSLError for what cannot be used."""
    async with open_door(
        fetch_rules(settings),
        per_place=settings.fetch_per_host,
        ca_file=settings.fetch_ca_file,
        watcher=watcher,
    ) as door:
        yield door


@asynccontextmanager
async def open_citations(
    settings: Settings, door: Door, watcher: FetchMetrics | None = None, log: Log | None = None
) -> AsyncIterator[CitationAsker]:
    """Who rules on citations under these settings: the one place where that is put together."""
    async with AsyncExitStack() as stack:
        archive = None
        if settings.archive_url:
            slow = open_door(
                door.rules, per_place=1, ca_file=settings.fetch_ca_file, watcher=watcher, gap=ARCHIVE_GAP
            )
            archive = Archive(await stack.enter_async_context(slow), settings.archive_url)
        pages = LinkAsker(door, check_seconds=settings.fetch_timeout, log=log)
        bases = Bases(
            settings.doi_url,
            settings.crossref_url,
            settings.arxiv_url,
            settings.pubmed_url,
            settings.openlibrary_url,
        )
        yield CitationAsker(pages, RegistryAsker(door, pages, bases, log=log), archive, watcher)


@asynccontextmanager
async def open_outside(
    settings: Settings,
    kept: Kept | None = None,
    watcher: FetchMetrics | None = None,
    log: Log | None = None,
) -> AsyncIterator[Outside]:
    """The outside under these settings; `kept` holds the verdicts that outlive the process, if any do.

    Defects of ours that a look-up meets go to `log`.
    """
    async with AsyncExitStack() as stack:
        door = await stack.enter_async_context(open_settled_door(settings, watcher))
        if settings.offline:
            yield Outside(OfflineResolver(), door)
            return
        # Messages have a door of their own: neither they nor look-ups wait for the other's slow servers.
        messages = await stack.enter_async_context(open_settled_door(settings, watcher))
        citations = await stack.enter_async_context(open_citations(settings, door, watcher, log))
        bases_of_people = people_bases(settings)
        people = None
        if bases_of_people.asked:
            serial = open_door(
                door.rules, per_place=1, ca_file=settings.fetch_ca_file, watcher=watcher, gap=PEOPLE_GAP
            )
            caller = RegistryClient(await stack.enter_async_context(serial), settings.contact)
            people = PersonAsker(caller, bases_of_people, log=log)
        resolver = CachingResolver(
            Asker(citations, people),
            kept,
            people=people is not None,
            most_lookups=settings.article_lookups,
            log=log,
        )
        stack.push_async_callback(resolver.close)
        yield Outside(resolver, messages)

"""Who may call what: keys, scopes, pace, and no parameter that means nothing."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from functools import lru_cache
from ipaddress import ip_address

from starlette.requests import Request
from structlog.contextvars import bind_contextvars

from service.acts import new_act
from service.api.problems import (
    FORBIDDEN,
    NOT_LOCAL,
    OTHER_SITE,
    TOO_FAST,
    UNAUTHORIZED,
    Problem,
    wrong_parameter,
)
from service.api.services import Services, services_of
from service.keys import allows
from service.networks import is_loopback
from service.records import Act, ArticleRecord, KeyRecord
from service.sharing import works_for

# Where a request's scope holds its id, and the headers about its pace.
REQUEST_ID = "assay.request_id"
PACE_HEADERS = "assay.pace"
CHALLENGE = {"WWW-Authenticate": 'Bearer realm="assay"'}
# Whatever passes a request on leaves one of these; whoever really asks is not on this machine then.
PASSED_ON = frozenset({b"forwarded", b"via", b"x-real-ip"})


@dataclass(frozen=True, slots=True)
class Caller:
    """Who sent a request. `name` is a key's id, or the address where the service is open."""

    name: str
    key: KeyRecord | None = None

    @property
    def sites(self) -> frozenset[str]:
        """The sites that the caller is bound to; empty for one that is bound to none."""
        return self.key.sites if self.key else frozenset()

    @property
    def own_only(self) -> bool:
        """Whether the caller reads nothing but what it sent itself."""
        return self.key is not None and not allows(self.key, "read")

    @property
    def sees_all(self) -> bool:
        """Whether the caller reads articles of every site and sender."""
        return not self.sites and not self.own_only

    def serves(self, site: str | None) -> bool:
        """Whether articles of a site are any of the caller's business."""
        return not self.sites or site in self.sites

    def may_read(self, article: ArticleRecord) -> bool:
        """Whether the caller may see an article: of its site, and without the scope `read` only what it sent."""
        return self.serves(article.site) and (not self.own_only or article.sent_by == self.name)

    def check_site(self, site: str | None) -> None:
        """Raises Problem for a site that the caller is not bound to, and for none where it is bound to some."""
        if not self.serves(site):
            named = " or ".join(f"`{name}`" for name in sorted(self.sites))
            raise Problem(OTHER_SITE, f"This key is bound to the site {named}: send that as `site`.")

    def act(self, request: Request, action: str, subject: str) -> Act:
        """What this caller does with a request, for the audit trail."""
        return new_act(self.name, action, subject, request.scope.get(REQUEST_ID))


class Guard:
    """A dependency that lets callers with one of some scopes pass; any key will do where none is named.

    `query` names the query parameters of the route. With `all_sites` it concerns the whole installation, which
    is closed to keys that are bound to a site. With `open_here`, callers on this machine need no key, also where
    keys exist.
    """

    def __init__(
        self, *scopes: str, query: Iterable[str] = (), all_sites: bool = False, open_here: bool = False
    ) -> None:
        self.scopes = scopes
        self.query = frozenset(query)
        self.all_sites = all_sites
        self.open_here = open_here

    async def __call__(self, request: Request) -> Caller:
        """The caller. Raises Problem: 401, 403, 422 or 429."""
        services = services_of(request)
        try:
            caller = await self._identify(request, services)
        except Problem:
            _step(request, services, _address(request), refused=True)
            raise
        works_for(caller.name)
        _step(request, services, caller.name)
        if request.scope["query_string"]:
            for name in request.query_params:
                if name not in self.query:
                    raise wrong_parameter(name, "there is no such parameter")
        return caller

    async def _identify(self, request: Request, services: Services) -> Caller:
        header = request.headers.get("authorization")
        if header is None:
            return await self._without_key(request, services)
        method, _, token = header.partition(" ")
        key = await services.keyring.holder(token.strip()) if method.lower() == "bearer" else None
        if key is None:
            services.metrics.key_refused("wrong")
            raise Problem(
                UNAUTHORIZED,
                "The key is malformed, unknown or revoked.",
                headers={"WWW-Authenticate": CHALLENGE["WWW-Authenticate"] + ', error="invalid_token"'},
            )
        bind_contextvars(key=key.id)
        if self.scopes and not any(allows(key, scope) for scope in self.scopes):
            services.metrics.key_refused("scope")
            needed = " or ".join(f"`{scope}`" for scope in self.scopes)
            raise Problem(
                FORBIDDEN,
                f"This needs a key with the scope {needed}.",
                headers={
                    "WWW-Authenticate": f'{CHALLENGE["WWW-Authenticate"]}, error="insufficient_scope", '
                    f'scope="{self.scopes[0]}"'
                },
            )
        if self.all_sites and key.sites:
            services.metrics.key_refused("site")
            raise Problem(OTHER_SITE, "This concerns all sites: it needs a key that is bound to none.")
        if (now := services.keyring.news_of_use(key)) is not None:
            services.spawn(services.store.touch_key(key.id, now))
        return Caller(key.id, key)

    async def _without_key(self, request: Request, services: Services) -> Caller:
        if services.local and _came_by_loopback(request.scope.get("server")):
            scheme = request.scope.get("scheme", "http")
            why = foreign(request.scope["headers"], scheme, services.settings.origins)
            # Where nothing depends on it, nobody asks whether there are keys: the database may be away.
            if why is None and (self.open_here or not await services.keyring.defined()):
                bind_contextvars(key="none")
                return Caller(_address(request))
            if why is not None and not await services.keyring.defined():
                services.metrics.key_refused("foreign")
                raise Problem(NOT_LOCAL, f"{why}; without any API key, only this machine is answered.")
        services.metrics.key_refused("missing")
        raise Problem(UNAUTHORIZED, "Send a key as `Authorization: Bearer assay_…`.", headers=CHALLENGE)


def foreign(headers: Iterable[tuple[bytes, bytes]], scheme: str, friends: Collection[str] = ()) -> str | None:
    """Why a request that came by loopback is not from this machine's own programs, or None where it seems so.

    A page in a browser here may send requests here, under a name of its own that leads to 127.0.0.1 (DNS
    rebinding: the Host differs) or across sites (the Origin differs); a proxy here sends those of everybody. `friends` are origins whose pages may call.
    """
    hosts, origins = [], []
    for name, value in headers:
        if name in PASSED_ON or name.startswith(b"x-forwarded-"):
            return f"The request was passed on by a proxy ({name.decode('latin-1')})"
        if name == b"host":
            hosts.append(value.decode("latin-1").lower())
        elif name == b"origin":
            origins.append(value.decode("latin-1").lower())
    if not all(_names_loopback(host) for host in hosts):
        return "The Host is not this machine"
    own = {f"{scheme}://{host}" for host in hosts}
    if any(origin not in own and origin not in friends for origin in origins):
        return "The Origin is another site"
    return None


def _step(request: Request, services: Services, caller: str, *, refused: bool = False) -> None:
    """Count a request. Raises Problem where it is one too many."""
    if services.pace is None:
        return
    standing = services.pace.step(caller, refused=refused)
    request.scope[PACE_HEADERS] = services.pace.headers(standing)
    if not standing.allowed:
        raise Problem(
            TOO_FAST,
            f"The limit is {services.settings.rate_limit} for each key, and for refused requests of each address.",
            headers={"Retry-After": str(standing.seconds)},
        )


def _address(request: Request) -> str:
    return request.client.host if request.client else "local"


def _came_by_loopback(server: tuple[str, int | None] | None) -> bool:
    """Whether the address that was called is one of this machine's own; a name is a test's or a socket's."""
    return server is None or _is_own(server[0])


@lru_cache(64)
def _is_own(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return True


@lru_cache(64)
def _names_loopback(host: str) -> bool:
    """Whether a Host header names this machine, with or without a port."""
    name = host[1:].partition("]")[0] if host.startswith("[") else host.partition(":")[0]
    return is_loopback(name)

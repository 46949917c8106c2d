"""Who may call what: keys, scopes, pace, and no parameter that means nothing."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from ipaddress import ip_address

from starlette.requests import Request

from service.api.problems import FORBIDDEN, OTHER_SITE, TOO_FAST, UNAUTHORIZED, Problem, wrong_parameter
from service.api.services import Services, services_of
from service.keys import allows
from service.sharing import works_for
from service.storage.records import ArticleRecord, KeyRecord

PACE_HEADERS = "assay.pace"
CHALLENGE = {"WWW-Authenticate": 'Bearer realm="assay"'}


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


class Guard:
    """A dependency that lets callers with one of some scopes pass.

    `query` names the query parameters of the route. With `all_sites` it concerns the whole installation, which
    is closed to keys that are bound to a site.
    """

    def __init__(self, *scopes: str, query: Iterable[str] = (), all_sites: bool = False) -> None:
        self.scopes = scopes
        self.query = frozenset(query)
        self.all_sites = all_sites

    async def __call__(self, request: Request) -> Caller:
        """The caller. Raises Problem: 401, 403, 422 or 429."""
        services = services_of(request)
        caller = await self._identify(request, services)
        works_for(caller.name)
        if services.pace is not None:
            standing = await services.pace.step(caller.name)
            request.scope[PACE_HEADERS] = services.pace.headers(standing)
            if not standing.allowed:
                raise Problem(
                    TOO_FAST,
                    f"The limit is {services.settings.rate_limit} for each key.",
                    headers={"Retry-After": str(standing.seconds)},
                )
        if request.scope["query_string"]:
            for name in request.query_params:
                if name not in self.query:
                    raise wrong_parameter(name, "there is no such parameter")
        return caller

    async def _identify(self, request: Request, services: Services) -> Caller:
        header = request.headers.get("authorization")
        if header is None:
            local = services.local and _came_by_loopback(request.scope.get("server"))
            if local and not await services.keyring.defined():
                return Caller(request.client.host if request.client else "local")
            services.metrics.key_refused("missing")
            raise Problem(UNAUTHORIZED, "Send a key as `Authorization: Bearer assay_…`.", headers=CHALLENGE)
        method, _, token = header.partition(" ")
        key = await services.keyring.holder(token.strip()) if method.lower() == "bearer" else None
        if key is None:
            services.metrics.key_refused("wrong")
            raise Problem(
                UNAUTHORIZED,
                "The key is malformed, unknown or revoked.",
                headers={"WWW-Authenticate": CHALLENGE["WWW-Authenticate"] + ', error="invalid_token"'},
            )
        if not any(allows(key, scope) for scope in self.scopes):
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


def _came_by_loopback(server: tuple[str, int | None] | None) -> bool:
    """Whether the address that was called is one of this machine's own; a name is a test's or a socket's."""
    return server is None or _is_own(server[0])


@lru_cache(64)
def _is_own(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return True

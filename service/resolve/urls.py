"""Which URLs are asked for at all: read once by the WHATWG rules, refused where two readers would differ."""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from ipaddress import IPv4Address
from urllib.parse import urlsplit

import can_ada
import httpx
from publicsuffixlist import PublicSuffixList

from scoring import AssayError
from service.networks import Network
from service.resolve.addresses import Address, is_in, literal, why_forbidden

LONGEST_URL = 2048
LONGEST_NAME = 253
LONGEST_LABEL = 63
WEB_PORTS = frozenset({80, 443})
DEFAULT_PORTS = {"http": 80, "https": 443}

# Names that mean something inside a network only (RFC 6761, 6762, 7686, 8375, 9476 and usage).
INSIDE = frozenset(
    ["localhost", "local", "internal", "home.arpa", "onion", "alt", "lan", "intranet", "corp", "home", "localdomain", "metadata.google.internal"]
)  # fmt: skip
# Names that nobody can own (RFC 2606, 6761): a citation of one cannot be right, and nobody need be asked.
NOBODYS = frozenset(["example", "invalid", "test", "example.com", "example.net", "example.org"])

_HTTP = re.compile(r"https?:", re.IGNORECASE)
_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:")
_CONTROL = re.compile(r"[\x00-\x20\x7f-\xa0\u2028\u2029]")
_HIDDEN_CONTROL = re.compile(r"%0[0ad]", re.IGNORECASE)
_AUTHORITY = re.compile(r"https?://([^/?#\\]*)", re.IGNORECASE)
_QUAD = re.compile(r"(?:\d{1,3}\.){3}\d{1,3}")
_DOTS = "。．｡"


class UrlRefusedError(AssayError):
    """A URL that nobody is asked for; `reason` names the rule, never an address that a name has."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class HostCannotExistError(UrlRefusedError):
    """A URL whose host cannot exist."""


@dataclass(frozen=True, slots=True)
class Target:
    """A URL that may be asked for: `url` is its normal form, `host` as it goes on the wire, without brackets."""

    url: str
    scheme: str
    host: str
    port: int
    path: str
    address: Address | None
    fragment: str

    @property
    def origin(self) -> tuple[str, str, int]:
        """Scheme, host and port."""
        return self.scheme, self.host, self.port

    @property
    def place(self) -> str:
        """Host and port, the unit of politeness."""
        return f"{self.host}:{self.port}"


@cache
def _suffixes() -> PublicSuffixList:
    # Reading the list takes as long as asking for a hundred pages.
    return PublicSuffixList(accept_unknown=False)


@lru_cache(maxsize=4096)
def vet(text: str, allowed: tuple[Network, ...] = (), *, ports: frozenset[int] = WEB_PORTS) -> Target:
    """Read a URL. Raises UrlRefusedError, or HostCannotExistError for a host that cannot exist; nothing is sent for either.

    `allowed` networks count as public, on any port where the URL gives an address of theirs.
    """
    if len(text) > LONGEST_URL:
        raise UrlRefusedError("url_too_long")
    if _CONTROL.search(text) or _HIDDEN_CONTROL.search(text):
        raise UrlRefusedError("control_character")
    if not _HTTP.match(text):
        raise UrlRefusedError("scheme" if _SCHEME.match(text) else "not_absolute")
    authority = _AUTHORITY.match(text)
    if authority is None or not authority[1]:
        raise UrlRefusedError("slashes")
    if "\\" in re.split("[?#]", text, maxsplit=1)[0]:
        raise UrlRefusedError("backslash")
    # Some take "a.org#@b.org" for the host b.org with a name before it.
    if "@" in authority[1] or text[authority.end() :].startswith(("#@", "?@")):
        raise UrlRefusedError("userinfo")
    _vet_spelling(authority[1])
    try:
        read = can_ada.parse(text)
    except ValueError:
        raise UrlRefusedError("not_a_url") from None
    scheme = read.protocol.removesuffix(":")
    host = read.hostname.removeprefix("[").removesuffix("]")
    port = int(read.port) if read.port else DEFAULT_PORTS[scheme]
    _compare(text, read.href, read.hostname, port)
    address = literal(host)
    if address is None:
        _vet_name(host)
    elif rule := why_forbidden(address, allowed):
        raise UrlRefusedError(f"address_{rule}")
    elif isinstance(address, IPv4Address) and not _QUAD.fullmatch(_host_of(authority[1])):
        raise UrlRefusedError("odd_address")
    _vet_port(port, address, allowed, ports)
    return Target(
        url=read.href.partition("#")[0],
        scheme=scheme,
        host=host,
        port=port,
        path=f"{read.pathname}{read.search}",
        address=address,
        fragment=read.hash.removeprefix("#"),
    )


def _host_of(authority: str) -> str:
    return authority if authority.endswith("]") else authority.rpartition(":")[0] or authority


def _vet_spelling(authority: str) -> None:
    host = _host_of(authority)
    if "%" in host:
        raise UrlRefusedError("percent_in_host")
    if not host.isascii():
        # Letters of other scripts are names; what merely stands for an ASCII character hides one.
        for character in host:
            if character in _DOTS or (
                not character.isascii() and unicodedata.normalize("NFKC", character).isascii()
            ):
                raise UrlRefusedError("lookalike_character")
    if re.search(r"[:.](?:$|[:.])", authority) and not host.startswith("["):
        raise UrlRefusedError("odd_host")


def _compare(text: str, href: str, host: str, port: int) -> None:
    """Refuse what another reader takes for another host: what is vetted must be what is asked."""
    try:
        other = httpx.URL(href)
        raw = other.raw_host.decode("ascii")
        raw = f"[{raw}]" if ":" in raw else raw
        plain = urlsplit(text).hostname or ""
    except (httpx.InvalidURL, ValueError, UnicodeError):
        raise UrlRefusedError("parsers_disagree") from None
    if raw != host or (other.port or DEFAULT_PORTS[other.scheme]) != port:
        raise UrlRefusedError("parsers_disagree")
    if plain.isascii() and _QUAD.fullmatch(host) and plain != host:
        raise UrlRefusedError("odd_address")
    if plain.isascii() and plain != host.strip("[]") and literal(plain) != literal(host):
        raise UrlRefusedError("parsers_disagree")


def _vet_name(host: str) -> None:
    labels = host.split(".")
    if len(host) > LONGEST_NAME or any(not 0 < len(label) <= LONGEST_LABEL for label in labels):
        raise UrlRefusedError("name_too_long" if host else "no_host")
    endings = {".".join(labels[start:]) for start in range(len(labels))}
    if endings & INSIDE or len(labels) == 1:
        raise UrlRefusedError("inside_name")
    if endings & NOBODYS:
        raise HostCannotExistError("reserved_name")
    if _suffixes().publicsuffix(host) is None:
        raise HostCannotExistError("no_such_top_level_domain")


def _vet_port(port: int, address: Address | None, allowed: Sequence[Network], ports: frozenset[int]) -> None:
    if port not in ports and not (port and address is not None and is_in(address, allowed)):
        raise UrlRefusedError("port")

"""Which addresses a stranger's URL may lead to, and by what rule another one is refused."""

from collections.abc import Iterable
from ipaddress import (
    IPv4Address,
    IPv4Network,
    IPv6Address,
    IPv6Network,
    ip_address,
)

from service.networks import Network

Address = IPv4Address | IPv6Address

# IANA's special-purpose registries (RFC 6890 and its successors), multicast, and the metadata services that
# clouds put on public-looking addresses. `is_global` of Python 3.11 lets 17 of the 41 forms in the tests pass.
FORBIDDEN_V4: tuple[tuple[IPv4Network, str], ...] = tuple(
    (IPv4Network(network), rule)
    for network, rule in (
        ("0.0.0.0/8", "this_network"),
        ("10.0.0.0/8", "private"),
        ("100.64.0.0/10", "shared"),
        ("127.0.0.0/8", "loopback"),
        ("168.63.129.16/32", "metadata"),
        ("169.254.0.0/16", "link_local"),
        ("172.16.0.0/12", "private"),
        ("192.0.0.0/24", "protocol"),
        ("192.0.2.0/24", "documentation"),
        ("192.88.99.0/24", "relay"),
        ("192.168.0.0/16", "private"),
        ("198.18.0.0/15", "benchmarking"),
        ("198.51.100.0/24", "documentation"),
        ("203.0.113.0/24", "documentation"),
        ("224.0.0.0/3", "multicast_or_reserved"),
    )
)
# Of IPv6 only global unicast is let through at all: that one rule drops ::, ::1, IPv4-compatible, mapped and
# translated addresses, NAT64, discard, unique local, link local, site local and multicast.
GLOBAL_UNICAST = IPv6Network("2000::/3")
FORBIDDEN_V6: tuple[tuple[IPv6Network, str], ...] = tuple(
    (IPv6Network(network), rule)
    for network, rule in (
        ("2001::/23", "protocol"),
        ("2001:db8::/32", "documentation"),
        ("2002::/16", "relay"),
        ("3fff::/20", "documentation"),
    )
)
# Interface identifiers that hold an IPv4 address (ISATAP, RFC 5214), locally or universally administered.
ISATAP = frozenset({0x00005EFE, 0x02005EFE})
NAT64 = (IPv6Network("64:ff9b::/96"), IPv6Network("64:ff9b:1::/48"))


def is_in(address: Address, listed: Iterable[Network]) -> bool:
    """Whether an address lies in one of these networks."""
    return any(address.version == network.version and address in network for network in listed)


def why_forbidden(address: Address, allowed: Iterable[Network] = (), *, nat64: bool = False) -> str | None:
    """The rule that refuses an address, or None for one that may be reached.

    `allowed` are networks that count as public. With `nat64`, for hosts that have IPv6 only, an address of the
    well-known translation prefix (RFC 6052) is judged by the IPv4 address in it.
    """
    if is_in(address, allowed):
        return None
    if isinstance(address, IPv4Address):
        return next((rule for network, rule in FORBIDDEN_V4 if address in network), None)
    if nat64 and address in NAT64[0]:
        return why_forbidden(IPv4Address(int(address) & 0xFFFFFFFF), allowed)
    if address.scope_id is not None or address not in GLOBAL_UNICAST:
        return "not_global"
    if (int(address) >> 32) & 0xFFFFFFFF in ISATAP:
        return "isatap"
    return next((rule for network, rule in FORBIDDEN_V6 if address in network), None)


def literal(host: str) -> Address | None:
    """The address that a URL's host is, or None for a name."""
    try:
        return ip_address(host.removeprefix("[").removesuffix("]"))
    except ValueError:
        return None

"""Networks as a setting names them, and names of this machine."""

from ipaddress import IPv4Network, IPv6Network, ip_address, ip_network

from scoring import AssayError

Network = IPv4Network | IPv6Network


class NetworksError(AssayError, ValueError):
    """A list of networks that cannot be read; the message names the one at fault."""


def networks(listed: str) -> tuple[Network, ...]:
    """The networks of a comma-separated list of CIDRs. Raises NetworksError, naming the one at fault."""
    found = []
    for part in filter(None, (part.strip() for part in listed.split(","))):
        try:
            found.append(ip_network(part))
        except ValueError as error:
            raise NetworksError(f"{part}: {error}") from None
    return tuple(found)


def is_loopback(host: str) -> bool:
    """Whether a host, by name or address without port and brackets, is reachable from this machine only."""
    if host == "localhost":
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False

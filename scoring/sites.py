"""Whose site a URL leads to: by the Public Suffix List, and by the hosts on which many publish."""

from collections.abc import Collection
from functools import cache, lru_cache

from publicsuffixlist import PublicSuffixList

# Hosts that give everybody a name under their own and are not in the Public Suffix List as such.
SHARED_HOSTS = frozenset(
    {
        "beehiiv.com",
        "blogs.com",
        "bravenet.com",
        "buttondown.email",
        "canalblog.com",
        "exblog.jp",
        "hashnode.dev",
        "hubpages.com",
        "jimdofree.com",
        "livejournal.com",
        "medium.com",
        "mystrikingly.com",
        "over-blog.com",
        "pixnet.net",
        "posthaven.com",
        "skyrock.com",
        "squarespace.com",
        "substack.com",
        "tumblr.com",
        "typepad.com",
        "webnode.com",
        "weebly.com",
        "wixsite.com",
        "wordpress.com",
        "write.as",
        "yolasite.com",
    }
)


def host_of(url: str) -> str:
    """The host of a URL in small letters, without user, port and final dot; empty for what has none."""
    authority = url.partition("://")[2].partition("/")[0].partition("?")[0].partition("#")[0]
    host = authority.rpartition("@")[2].lower()
    if host.startswith("["):
        return host.partition("]")[0] + "]"
    return host.partition(":")[0].strip(".")


def path_of(url: str) -> str:
    """What follows the host of a URL, without its first slash; empty for a bare host."""
    return url.partition("://")[2].partition("/")[2]


def site_of(url: str) -> str:
    """The site that a URL leads to: `bbc.co.uk`, `town.kyoto.jp`, `somebody.blogspot.com`; the host where it is an address."""
    return site_of_host(host_of(url))


@lru_cache(maxsize=4096)
def site_of_host(host: str) -> str:
    """The part of a host's name that somebody registered, or was given on a host that many share."""
    host = host.lower().strip(".")
    if host.startswith("[") or host.rpartition(".")[2].isdigit():
        return host
    suffixes = _suffixes()
    site = suffixes.privatesuffix(host)
    if site is None:
        return host
    if site in SHARED_HOSTS and host != site:
        given = host.removesuffix(f".{site}").rpartition(".")[2]
        return site if given == "www" else f"{given}.{site}"
    return site


def is_under(host: str, names: Collection[str]) -> bool:
    """Whether a host is one of some names, or lies under one of them."""
    labels = host.split(".")
    return any(".".join(labels[start:]) in names for start in range(len(labels)))


@cache
def _suffixes() -> PublicSuffixList:
    return PublicSuffixList()

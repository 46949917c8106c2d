"""Who publishes where: the outlets' sites, names and owners, and whose copy others print. Asked here and nowhere else."""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from scoring.lexicons import ENGLISH, Lexicon, once_per_lexicon
from scoring.sites import host_of, is_under

# The columns of outlets.csv; a newsroom's own list needs no more than the first two.
COLUMNS = ("outlet", "sites", "aliases", "owner", "role")

# "AP/Reuters", "Reuters, London", "AFP via Getty Images", "Associated Press (AP)": each part may be an outlet by itself.
_APART = re.compile(
    r"\s*[/,;|()\[\]&+·•–—]\s*|\s+(?:via|with|and|for|und|et|y|i|та|и|through|on behalf of)\s+|\s+-\s+"
)
_LONGEST_NAME = 200


class Role(StrEnum):
    """What an outlet's name on another one's page means."""

    AGENCY = "agency"
    SERVICE = "service"
    CARRIER = "carrier"


@dataclass(frozen=True, slots=True)
class Outlets:
    """The table, by name and by site."""

    sites: dict[str, frozenset[str]]
    names: dict[str, str]
    houses: dict[str, frozenset[str]]
    owners: dict[str, frozenset[str]]
    shared: frozenset[str]
    carriers: frozenset[str]


def may_print(
    outlet: str, hosts: Iterable[str], publishers: Iterable[str] = (), lexicon: Lexicon = ENGLISH
) -> bool:
    """Whether a page of an outlet may well stand at these hosts, or under these publishers' names.

    It may where others print the outlet's copy, where a host or a publisher carries the pages of others, and where the outlet, a
    host and a publisher belong to one owner. False says only that the table knows of nothing like it.
    """
    table = _table(lexicon)
    hosts = [host.removeprefix("www.") for host in hosts]
    named, shown = _parts(outlet), [part for name in publishers for part in _parts(name)]
    if table.shared & set(named) or any(is_under(host, table.carriers) for host in hosts):
        return True
    if any(is_under(host, table.sites.get(name, ())) for name in named for host in hosts):
        return True
    own = frozenset().union(*(table.houses.get(name, frozenset()) for name in named))
    theirs = [
        *(owners_of(host, lexicon) for host in hosts),
        *(table.houses.get(name, frozenset()) for name in shown),
    ]
    return any(own & other for other in theirs)


def published_elsewhere(outlet: str, url: str, lexicon: Lexicon = ENGLISH) -> str | None:
    """The outlet to whose site a URL leads, where that is another than the one named and nothing in the table explains it."""
    table, host = _table(lexicon), host_of(url).removeprefix("www.")
    other = _longest(host, table.names)
    if (
        other is None
        or not any(name in table.sites for name in _parts(outlet))
        or may_print(outlet, [host], (), lexicon)
    ):
        return None
    return None if _plain(other).split()[:1] == _plain(outlet).split()[:1] else other


def owners_of(host: str, lexicon: Lexicon = ENGLISH) -> frozenset[str]:
    """Who publishes at a host, as far as the table has it."""
    owners = _table(lexicon).owners
    return frozenset().union(*(owners.get(name, frozenset()) for name in _above(host)))


def same_owner(one: str, other: str, lexicon: Lexicon = ENGLISH) -> bool:
    """Whether two hosts have an owner in common."""
    return bool(owners_of(one, lexicon) & owners_of(other, lexicon))


def outlet_names(lexicon: Lexicon = ENGLISH) -> list[str]:
    """The names of outlets that publish under an address of their own, and such other names as are no common word."""
    rows = [
        row
        for row in lexicon.table("outlets")
        if row["outlet"] and row["sites"] and row["role"] != Role.CARRIER
    ]
    aliases = [alias for row in rows for alias in _split(row["aliases"])]
    return [row["outlet"] for row in rows] + [
        name for name in aliases if re.search(r"[ /]", name.removeprefix("The "))
    ]


def _parts(outlet: str) -> list[str]:
    """The names that a cited outlet may be: as it stands, and what stands beside another one."""
    whole = outlet[:_LONGEST_NAME]
    return list(dict.fromkeys(filter(None, map(_plain, (whole, *_APART.split(whole))))))


def _plain(outlet: str) -> str:
    name = unicodedata.normalize("NFKC", outlet).casefold().replace(".", "").replace("’", "'")
    return " ".join(name.split()).removeprefix("the ")


def _above(host: str) -> list[str]:
    labels = host.split(".")
    return [".".join(labels[start:]) for start in range(len(labels))]


def _longest(host: str, known: Mapping[str, str]) -> str | None:
    return next((known[name] for name in _above(host) if name in known), None)


def _split(cell: str) -> list[str]:
    return [part for part in cell.split(";") if part]


@once_per_lexicon
def _table(lexicon: Lexicon) -> Outlets:
    sites: dict[str, set[str]] = defaultdict(set)
    houses: dict[str, set[str]] = defaultdict(set)
    owners: dict[str, set[str]] = defaultdict(set)
    names: dict[str, str] = {}
    shared: set[str] = set()
    carriers: set[str] = set()
    for row in lexicon.table("outlets"):
        own, role = _split(row["sites"]), row["role"]
        plain = [_plain(name) for name in (row["outlet"], *_split(row["aliases"])) if name]
        if role == Role.CARRIER:
            carriers.update(own)
        if role:
            shared.update(plain)
        for name in plain:
            sites[name].update(own)
            houses[name].update(_split(row["owner"]))
        for host in own:
            owners[host].update(_split(row["owner"]))
            if plain and role != Role.CARRIER:
                names.setdefault(host, row["outlet"])
    return Outlets(
        {name: frozenset(own) for name, own in sites.items() if own},
        names,
        _frozen(houses),
        _frozen(owners),
        frozenset(shared),
        frozenset(carriers),
    )


def _frozen(sets: dict[str, set[str]]) -> dict[str, frozenset[str]]:
    return {name: frozenset(found) for name, found in sets.items() if found}


def carries(host: str, lexicon: Lexicon = ENGLISH) -> bool:
    """Whether a host shows the pages of others: an archive, a portal, a library, a social medium."""
    return is_under(host.removeprefix("www."), _table(lexicon).carriers)

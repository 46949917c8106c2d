"""Write the table of outlets anew: our own rows, and further sites of their publishers from open data.

    python -m tools.outlets.build FOLDER

FOLDER holds what sources.toml names. Our own rows are in kept.csv: outlets with the sites on which they publish, their other
names, their owner and whether others print their copy; `source` is where a row can be looked up and `seen` when it was. The
same files give the same bytes, so the diff of the table is what changed in the world.
"""

import argparse
import csv
import json
import tomllib
from collections import defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from scoring.lexicons import LANGUAGE
from scoring.outlets import COLUMNS, Role
from scoring.sites import SHARED_HOSTS, is_under, site_of_host

HERE = Path(__file__).parent
TABLE = HERE.parent.parent / "scoring" / "lexicons" / LANGUAGE / "outlets.csv"
HEAD = """\
# Outlets: the name as references print it, the sites on which it publishes (with their subdomains), other names, its owner, and
# its role: others print the copy of an `agency` and a `service`; a `carrier` shows the pages of others. A row without an outlet
# names sites of an owner. Sites, names and owners are apart by ";".
# Written by tools/outlets/build.py from tools/outlets/kept.csv, where each row has its source and date, and from open data of
# {retrieved}: {sources}.
"""
Row = dict[str, str]


def kept() -> list[Row]:
    """Our own rows, with their sources."""
    with (HERE / "kept.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def sources() -> dict[str, Any]:
    """What sources.toml says."""
    return tomllib.loads((HERE / "sources.toml").read_text(encoding="utf-8"))


def built(folder: Path) -> str:
    """The table as it is shipped."""
    said = sources()
    sites: dict[str, set[str]] = defaultdict(set)
    carriers = {site for row in kept() if row["role"] == Role.CARRIER for site in row["sites"].split(";")}
    for owner, host in (
        *_local_news(folder, said["local_news"]),
        *_related_sites(folder, said["related_sites"]),
        *_site_lists(folder, said["site_lists"]),
    ):
        # What many publish on is nobody's.
        if "." in host and not is_under(host, carriers | SHARED_HOSTS):
            sites[owner].add(host)
    rows = [{column: row[column] for column in COLUMNS} for row in kept()]
    for row in rows:
        if not row["outlet"]:
            row["sites"] = ";".join(_merged(row["sites"].split(";"), sites.pop(row["owner"], ())))
    # One site more or less of a publisher that has no other tells nothing.
    rows += [
        dict.fromkeys(COLUMNS, "") | {"owner": owner, "sites": ";".join(sorted(found))}
        for owner, found in sorted(sites.items())
        if len(found) > 1
    ]
    parts = [said[name] for name in ("local_news", "related_sites", "site_lists")]
    named = "; ".join(f"{part['address']} ({part['licence'].partition(',')[0]})" for part in parts)
    head = HEAD.format(retrieved=said["retrieved"], sources=named)
    return head + _as_csv(rows)


def _merged(ours: Iterable[str], found: Iterable[str]) -> list[str]:
    mine = list(ours)
    return mine + sorted(host for host in found if not is_under(host, mine))


def _as_csv(rows: list[Row]) -> str:
    lines = [",".join(COLUMNS)]
    for row in rows:
        if any("," in cell or '"' in cell for cell in row.values()):
            raise ValueError(f"a cell holds a comma: {row}")
        lines.append(",".join(row.values()))
    return "\n".join(lines) + "\n"


def _local_news(folder: Path, said: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """The sites of American stations and papers by their owner, where one is given."""
    with (folder / said["file"]).open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            owner, domain = row["owner"].strip(), row["domain"].strip().lower()
            if owner and domain:
                yield (
                    said["houses"].get(owner, owner).replace(",", ""),
                    site_of_host(domain.removeprefix("www.")),
                )


def _related_sites(folder: Path, said: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """The sites that publishers declared to be theirs."""
    for group in json.loads((folder / said["file"]).read_text(encoding="utf-8"))["sets"]:
        names = [group["primary"], *group.get("associatedSites", [])]
        names += [site for variants in group.get("ccTLDs", {}).values() for site in variants]
        hosts = [name.removeprefix("https://") for name in names]
        if owner := said["houses"].get(hosts[0]):
            yield from ((owner, host) for host in hosts)


def _site_lists(folder: Path, said: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """The sites of lists that have a company each; lines with a colon are rules of another kind."""
    for name, owner in said["houses"].items():
        for line in (folder / said["file"] / name).read_text(encoding="utf-8").splitlines():
            entry = line.partition("#")[0].split("@")[0].strip()
            if entry and ":" not in entry:
                yield owner, site_of_host(entry)


def main() -> None:
    """Write the table."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folder", type=Path)
    TABLE.write_text(built(parser.parse_args().folder), encoding="utf-8")


if __name__ == "__main__":
    main()

"""Writes the list of weak hosts from the CRED-1 data set.

    npm pack @aloth/cred1 && tar -xf aloth-cred1-*.tgz
    python -m tools.weak_hosts package/data/cred1_current.csv 2026.8.4

CRED-1 by Alexander Loth is an open list of hosts that published false or misleading matter, made of OpenSources.co (CC BY
4.0) and the Iffy.news index (MIT), and is licensed under CC BY 4.0. Its scores are left out: a host is on the list or not. So are the hosts that it calls reliable.
"""

import argparse
import csv
import re
from pathlib import Path

LIST = Path(__file__).parent.parent / "scoring" / "lexicons" / "weak_hosts.txt"
HEAD = """\
# Hosts that an open list names as sources of false, misleading or satirical matter, by its category.
# Source: CRED-1 by Alexander Loth, version {version}, https://github.com/aloth/cred-1 (npm: @aloth/cred1), CC BY 4.0,
# made of OpenSources.co (CC BY 4.0) and the Iffy.news index (MIT). Changed: hosts and categories only.
# Written by tools/weak_hosts.py.

[version]
{version}
"""
_HOST = re.compile(r"[a-z0-9-]{1,63}(?:\.[a-z0-9-]{1,63})+")


def listed(rows: list[dict[str, str]], version: str) -> str:
    """The list as a lexicon, one section a category. Rows that name no whole host are left out."""
    by_category: dict[str, list[str]] = {}
    for row in rows:
        host, category = row["domain"].strip().lower().removeprefix("www."), row["category"].strip().lower()
        # A part of a site says nothing of the rest, and a slip of the list nothing at all.
        if _HOST.fullmatch(host) and category.isalpha() and category != "reliable":
            by_category.setdefault(category, []).append(host)
    sections = [
        f"\n[{category}]\n" + "\n".join(sorted(set(hosts))) + "\n"
        for category, hosts in sorted(by_category.items())
    ]
    return HEAD.format(version=version) + "".join(sections)


def main() -> None:
    """Read the CSV of a release and write the list."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("csv", type=Path, help="cred1_current.csv of a release")
    parser.add_argument("version", help="the release, which is its date")
    given = parser.parse_args()
    with given.csv.open(encoding="utf-8", newline="") as file:
        LIST.write_text(listed(list(csv.DictReader(file)), given.version), encoding="utf-8")


if __name__ == "__main__":
    main()

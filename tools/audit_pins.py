"""Asks the registry for known vulnerabilities of every pin; an audit that learns nothing fails.

`python tools/audit_pins.py ADDRESS`: the address of an index's JSON interface (`/pypi` at PyPI, or at a mirror that
serves advisories); the repository names none. Exit status: 0 no advisory, 1 advisories, 2 the audit could not be made.
"""

import json
import sys
from collections.abc import Iterator
from http.client import HTTPException
from pathlib import Path
from urllib.error import URLError
from urllib.parse import quote
from urllib.request import Request, urlopen

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT))

from tools.check_lock import BUILD_LOCK, LOCK, PIN  # noqa: E402

SECONDS = 30
# Releases with advisories since 2019: a registry that knows none of them knows nothing.
KNOWN_BAD = (("urllib3", "1.24.1"), ("jinja2", "2.10"))


class NoAudit(Exception):
    """The registry does not say what it would have to say."""


def main(arguments: list[str]) -> int:
    """Audit both locks, and say what was found."""
    if len(arguments) != 1:
        print("no audit was made: give the address of an index's JSON interface", file=sys.stderr)
        return 2
    registry = arguments[0].rstrip("/")
    pins = sorted({pin for lock in (LOCK, BUILD_LOCK) for pin in PIN.findall(lock.read_text())})
    try:
        found = list(audit(registry, pins))
    except NoAudit as error:
        print(f"no audit was made: {error}", file=sys.stderr)
        return 2
    print("\n".join(found) or f"{len(pins)} pins, no known vulnerability")
    return int(bool(found))


def audit(registry: str, pins: list[tuple[str, str]]) -> Iterator[str]:
    """A line for each advisory. Raises NoAudit where there are no pins, or the registry has no advisories to give."""
    if not pins:
        raise NoAudit("the locks name no package")
    for name, version in KNOWN_BAD:
        if not _advisories(registry, name, version):
            raise NoAudit(
                f"{registry} knows nothing against {name} {version}, which has known vulnerabilities"
            )
    for name, version in pins:
        for advisory in _advisories(registry, name, version):
            mended = ", ".join(advisory.get("fixed_in") or ()) or "nowhere yet"
            yield f"{name} {version}: {advisory.get('id', 'an advisory without a name')}, mended in {mended}"


def _advisories(registry: str, name: str, version: str) -> list[dict[str, list[str]]]:
    address = f"{registry}/{quote(name)}/{quote(version)}/json"
    try:
        with urlopen(Request(address, headers={"Accept": "application/json"}), timeout=SECONDS) as answer:
            told = json.load(answer)
        advisories = told["vulnerabilities"]
    except (URLError, HTTPException, OSError, ValueError, KeyError, TypeError) as error:
        raise NoAudit(f"{address}: {type(error).__name__}: {error}") from None
    if not isinstance(advisories, list):
        raise NoAudit(f"{address}: its advisories are no list")
    return [one for one in advisories if not one.get("withdrawn")]


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

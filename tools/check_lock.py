"""Pins: are they complete, hashed and free of addresses? `--write` makes them anew with uv."""

import re
import subprocess
import sys
import tomllib
from pathlib import Path

ROOT = Path(__file__).parent.parent
CONSTRAINTS = ROOT / "constraints.txt"
LOCK = ROOT / "requirements.lock"
PIN = re.compile(r"^([A-Za-z0-9._-]+)==(\S+)", re.M)
ADDRESS = re.compile(r"https?://|--(extra-)?index-url|--find-links")


def main(arguments: list[str]) -> int:
    """Check or write both files; 1 when something is wrong."""
    if arguments == ["--write"]:
        write()
    faults = list(check())
    print("\n".join(faults) or "pins are complete, hashed and free of addresses")
    return int(bool(faults))


def write() -> None:
    """Resolve again. uv leaves addresses out unless asked for them."""
    base = ["uv", "pip", "compile", "-q", "--universal", "--no-header", "--no-annotate", "pyproject.toml"]
    subprocess.run([*base, "--all-extras", "-o", str(CONSTRAINTS)], cwd=ROOT, check=True)
    subprocess.run(
        [*base, "-c", CONSTRAINTS.name, "--extra", "postgres", "--generate-hashes", "-o", str(LOCK)],
        cwd=ROOT,
        check=True,
    )


def check() -> list[str]:
    """Every fault, in words."""
    faults = []
    pins = set(PIN.findall(CONSTRAINTS.read_text()))
    locked = LOCK.read_text()
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    extras = project["optional-dependencies"].values()
    wanted = [*project["dependencies"], *(line for extra in extras for line in extra)]
    names = {re.split(r"[\[<>=; ]", line, maxsplit=1)[0] for line in wanted} - {"assay"}
    pinned = {_folded(name) for name, _ in pins}
    faults += [
        f"constraints.txt: {name} is not pinned" for name in sorted(names) if _folded(name) not in pinned
    ]
    for name, version in PIN.findall(locked):
        if (name, version) not in pins:
            faults.append(f"requirements.lock: {name} {version} differs from constraints.txt")
    if len(PIN.findall(locked)) > locked.count("--hash=sha256:"):
        faults.append("requirements.lock: a pin has no hash")
    faults += [
        f"{path.name}: names an address" for path in (CONSTRAINTS, LOCK) if ADDRESS.search(path.read_text())
    ]
    return faults


def _folded(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

"""Pins of the service and of its build: complete, hashed, without addresses? `--write` makes them anew with uv."""

import re
import subprocess
import sys
import tomllib
from collections.abc import Iterable
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parent.parent
CONSTRAINTS = ROOT / "constraints.txt"
LOCK = ROOT / "requirements.lock"
# What builds the wheel, which pip would otherwise fetch by itself and without hashes.
BUILD_LOCK = ROOT / "requirements-build.lock"
# The image has what every command of the README needs; Parquet is for those who export.
EXTRA = "worker"
HASH = "--hash=sha256:"
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
    """Resolve again; pins that still fit stay. uv leaves addresses out unless asked for them."""
    base = ["uv", "pip", "compile", "-q", "--universal", "--no-header", "--no-annotate"]
    hashed = [*base, "--generate-hashes", "-c", CONSTRAINTS.name]
    build = "\n".join(_project("build-system")["requires"])
    _run([*base, "pyproject.toml", "--all-extras", "-o", str(CONSTRAINTS)])
    _run([*hashed, "pyproject.toml", "--extra", EXTRA, "-o", str(LOCK)])
    _run([*hashed, "-", "-o", str(BUILD_LOCK)], build)


def _run(command: list[str], given: str | None = None) -> None:
    subprocess.run(command, cwd=ROOT, check=True, input=given, text=True)


def _project(table: str) -> dict[str, Any]:
    found: dict[str, Any] = tomllib.loads((ROOT / "pyproject.toml").read_text())[table]
    return found


def check() -> list[str]:
    """Every fault, in words."""
    faults = []
    pins = set(PIN.findall(CONSTRAINTS.read_text()))
    project = _project("project")
    extras = project["optional-dependencies"].values()
    names = _names([*project["dependencies"], *(line for extra in extras for line in extra)])
    pinned = {_folded(name) for name, _ in pins}
    faults += [f"constraints.txt: {name} is not pinned" for name in names if _folded(name) not in pinned]
    for lock in (LOCK, BUILD_LOCK):
        locked = lock.read_text()
        for name, version in PIN.findall(locked):
            strange = lock is BUILD_LOCK and _folded(name) not in pinned
            if not strange and (name, version) not in pins:
                faults.append(f"{lock.name}: {name} {version} differs from constraints.txt")
        faults += [
            f"{lock.name}: {entry.split()[0]} has no hash" for entry in entries(locked) if HASH not in entry
        ]
    for lock, wanted in ((LOCK, _wanted(project, EXTRA)), (BUILD_LOCK, _project("build-system")["requires"])):
        locked_names = {_folded(name) for name, _ in PIN.findall(lock.read_text())}
        faults += [
            f"{lock.name}: {name} is not pinned"
            for name in _names(wanted)
            if _folded(name) not in locked_names
        ]
    faults += [
        f"{path.name}: names an address"
        for path in (CONSTRAINTS, LOCK, BUILD_LOCK)
        if ADDRESS.search(path.read_text())
    ]
    return faults


def entries(locked: str) -> list[str]:
    """The pins of a lock, each with its marker and hashes."""
    return [entry for entry in re.split(r"\n(?=\S)", locked.strip()) if PIN.match(entry)]


def _wanted(project: dict[str, Any], extra: str) -> list[str]:
    """What the project needs with an extra, and with those that the extra names."""
    wanted = list(project["dependencies"])
    for line in project["optional-dependencies"][extra]:
        inner = re.fullmatch(r"assay\[([\w,]+)\]", line)
        wanted += (
            [line]
            if inner is None
            else [one for name in inner[1].split(",") for one in project["optional-dependencies"][name]]
        )
    return wanted


def _names(lines: Iterable[str]) -> list[str]:
    return sorted({re.split(r"[\[<>=; ]", line, maxsplit=1)[0] for line in lines} - {"assay"})


def _folded(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

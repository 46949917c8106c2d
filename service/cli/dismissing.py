"""The findings that a newsroom found all right, from a file that is kept beside its articles."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import orjson

from service.cli.inputs import reason
from service.cli.terminal import fail

MOST = 100_000


def read_dismissals(path: Path) -> Mapping[str, Mapping[str, Any]]:
    """What is said of each finding, by its fingerprint. Ends the command for a file that cannot be used."""
    try:
        lines = path.read_bytes().splitlines()
    except OSError as error:
        fail(f"{path}: {reason(error)}")
    if len(lines) > MOST:
        fail(f"{path}: more than {MOST:,} lines")
    return dict(_dismissal(line, f"{path}:{number}") for number, line in enumerate(lines, 1) if line.strip())


def _dismissal(line: bytes, where: str) -> tuple[str, Mapping[str, Any]]:
    try:
        row = orjson.loads(line)
    except orjson.JSONDecodeError as error:
        fail(f"{where}: is not JSON: {error.msg}")
    if not isinstance(row, dict):
        fail(f"{where}: must be an object with fingerprint and reason")
    for name in ("fingerprint", "reason"):
        if not isinstance(row.get(name), str) or not row[name].strip():
            fail(f"{where}: {name}: must be text; `--format json` shows the fingerprint of every finding")
    for name in ("by", "at"):
        if not isinstance(row.get(name), str | None):
            fail(f"{where}: {name}: must be text")
    # As the service tells of a dismissal.
    return row["fingerprint"], {"by": row.get("by"), "at": row.get("at"), "reason": row["reason"]}

"""Does a database that an earlier release filled open, migrate, replay and rescore under this one?

    python -m tools.upgrade_from path/to/the/other/release/bin/assay [postgresql://…]

The other release stores a hundred articles in a new database: a file in a temporary folder, or the empty database that
is named. Everything after that is done by the code that this runs from.
"""

import asyncio
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path

from service.app import open_services
from service.settings import Settings
from service.submission import Submission
from tools.texts import articles

COUNT = 100


def main() -> None:
    """Say what each step came to; ends with status 1 at the first one that fails."""
    other = sys.argv[1]
    with tempfile.TemporaryDirectory() as folder:
        url = sys.argv[2] if len(sys.argv) > 2 else f"sqlite:///{folder}/filled.sqlite3"
        environment = {**os.environ, "ASSAY_DATABASE_URL": url, "ASSAY_OFFLINE": "true"}
        # Another ruleset is for this release alone, as a newsroom would change it with the release.
        others = {name: value for name, value in environment.items() if name != "ASSAY_RULESET"}
        lines = Path(folder, "articles.jsonl")
        lines.write_text("".join(json.dumps(given(number)) + "\n" for number in range(COUNT)))
        _run([other, "--version"], others)
        _run([other, "score", "--store", "--offline", str(lines)], others)
        ours = [sys.executable, "-c", "from service.cli import main; main()"]
        _run([*ours, "db", "upgrade"], environment)
        _run([*ours, "db", "check", "--sample", str(2 * COUNT)], environment)
        _run([*ours, "rescore", "start", "--drift-limit", "1"], environment)
        _run([*ours, "db", "check", "--sample", str(2 * COUNT)], environment)
        asyncio.run(_serve(url))


def given(number: int) -> dict[str, str]:
    """A submission with an identity of its own."""
    text = articles(COUNT, 2000)[number]
    return {"text": text, "language": "en", "site": "news.example", "external_id": f"post-{number}"}


async def _serve(url: str) -> None:
    """Start what `assay serve` starts: what is known is answered, what is new is stored."""
    settings = Settings(database_url=url, offline=True, log_level="error")
    async with open_services(settings) as services:
        known = await services.intake.submit(Submission.model_validate(given(0)))
        new = await services.intake.submit(Submission.model_validate({**given(1), "external_id": "new"}))
    print(f"served: known article new={known.new}, new article new={new.new}")
    if known.new or not new.new:
        raise SystemExit(1)


def _run(command: list[str], environment: Mapping[str, str]) -> None:
    print("$", *command[-4:], flush=True)
    if subprocess.run(command, env=environment, check=False).returncode:
        raise SystemExit(1)


if __name__ == "__main__":
    main()

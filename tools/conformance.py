"""Does the running service do what its schema says? Every phase of schemathesis, every check, without keys and with them.

`python tools/conformance.py [examples per operation] [seed]` starts services of its own on free ports.
"""

import contextlib
import os
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator, Sequence
from pathlib import Path

BIN = Path(sys.executable).parent
CONFIG = Path(__file__).with_name("conformance.toml")
HOOKS = Path(__file__).with_name("conformance_hooks.py")


def main(arguments: list[str]) -> int:
    """0, or schemathesis's exit status where a run failed."""
    examples, seed = [*arguments, *("50", "1")[len(arguments) :]]
    status = 0
    for scopes in ((), ("admin",)):
        with (
            tempfile.TemporaryDirectory() as folder,
            serving(Path(folder), scopes=scopes) as (address, key),
        ):
            command = [
                str(BIN / "schemathesis"), "--config-file", str(CONFIG), "run", f"{address}/openapi.json", "--phases", "examples,coverage,fuzzing,stateful",
                "--checks", "all", "--max-examples", examples, "--seed", seed, "--generation-database", "none",
                *(("--header", f"Authorization: Bearer {key}") if key else ()),
            ]  # fmt: skip
            environment = {**os.environ, "SCHEMATHESIS_HOOKS": str(HOOKS)}
            status = subprocess.run(command, cwd=folder, env=environment).returncode or status
    return status


@contextlib.contextmanager
def serving(
    folder: Path, *, scopes: Sequence[str] = (), site: str | None = None
) -> Iterator[tuple[str, str | None]]:
    """A service on a database of its own in `folder`; gives its address, and a key where it has scopes.

    Raises RuntimeError if it does not start.
    """
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    environment = {**os.environ, "ASSAY_PORT": str(port), "ASSAY_LOG_LEVEL": "error"}
    key = _key(folder, environment, scopes, site) if scopes else None
    log = folder / "serve.log"
    with log.open("wb") as out:
        process = subprocess.Popen(
            [BIN / "assay", "serve"], cwd=folder, env=environment, stdout=out, stderr=out
        )
    address = f"http://127.0.0.1:{port}"
    try:
        for _ in range(1200):
            with contextlib.suppress(OSError):
                urllib.request.urlopen(f"{address}/readyz", timeout=5)
                break
            if process.poll() is not None:
                break
            time.sleep(0.1)
        else:
            raise RuntimeError(f"not ready after two minutes:\n{log.read_text()}")
        if process.poll() is not None:
            raise RuntimeError(f"ended at once:\n{log.read_text()}")
        yield address, key
    finally:
        process.terminate()
        process.wait(30)


def _key(folder: Path, environment: dict[str, str], scopes: Sequence[str], site: str | None) -> str:
    command = [str(BIN / "assay"), "keys", "create", "--name", "conformance"]
    for scope in scopes:
        command += ["--scope", scope]
    if site is not None:
        command += ["--site", site]
    made = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=True)
    return next(word for word in made.stdout.split() if word.startswith("assay_"))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

"""Does the running service do what its schema says? Every phase of schemathesis, every check.

`python tools/conformance.py [examples per operation] [seed]` starts a service of its own on a free port.
"""

import contextlib
import os
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

BIN = Path(sys.executable).parent
CONFIG = Path(__file__).with_name("conformance.toml")


def main(arguments: list[str]) -> int:
    """schemathesis's exit status."""
    examples, seed = [*arguments, *("50", "1")[len(arguments) :]]
    with tempfile.TemporaryDirectory() as folder, serving(Path(folder)) as address:
        command = [
            str(BIN / "schemathesis"), "--config-file", str(CONFIG), "run", f"{address}/openapi.json", "--phases", "examples,coverage,fuzzing,stateful",
            "--checks", "all", "--max-examples", examples, "--seed", seed, "--generation-database", "none",
        ]  # fmt: skip
        return subprocess.run(command, cwd=folder).returncode


@contextlib.contextmanager
def serving(folder: Path) -> Iterator[str]:
    """A service on a database of its own in `folder`; gives its address. Raises RuntimeError if it does not start."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    environment = {**os.environ, "ASSAY_PORT": str(port), "ASSAY_LOG_LEVEL": "error"}
    log = folder / "serve.log"
    with log.open("wb") as out:
        process = subprocess.Popen(
            [BIN / "assay", "serve"], cwd=folder, env=environment, stdout=out, stderr=out
        )
    address = f"http://127.0.0.1:{port}"
    try:
        for _ in range(200):
            with contextlib.suppress(OSError):
                urllib.request.urlopen(f"{address}/readyz", timeout=5)
                break
            if process.poll() is not None:
                break
            time.sleep(0.1)
        else:
            raise RuntimeError(f"not ready after 20 s:\n{log.read_text()}")
        if process.poll() is not None:
            raise RuntimeError(f"ended at once:\n{log.read_text()}")
        yield address
    finally:
        process.terminate()
        process.wait(30)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

"""Installs the generators of clients that the test of our OpenAPI document uses: `make clients` runs both.

They go to a folder of their own, `.clients`: npm packages as `tests/clients/package.json` names them, and a virtual
environment.
"""

import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parent.parent
FOLDER = ROOT / ".clients"
PROGRAMS = ROOT / "tests" / "clients"
PACKAGES = ("openapi-python-client==0.29.1", "standardwebhooks>=1.0")


def main() -> int:
    """0, or 1 where npm is missing."""
    if shutil.which("npm") is None:
        print("npm is not installed: the generators run on it", file=sys.stderr)
        return 1
    FOLDER.mkdir(exist_ok=True)
    shutil.copy(PROGRAMS / "package.json", FOLDER)
    subprocess.run(["npm", "install", "--no-audit", "--no-fund", "--ignore-scripts"], cwd=FOLDER, check=True)
    subprocess.run([sys.executable, "-m", "venv", FOLDER / "venv"], check=True)
    subprocess.run([FOLDER / "venv" / "bin" / "pip", "install", "-q", *PACKAGES], check=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())

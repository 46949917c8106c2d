"""The running service does what its schema says."""

import subprocess
import sys
from pathlib import Path

TOOL = Path(__file__).parent.parent.parent / "tools" / "conformance.py"


def test_no_phase_of_schemathesis_fails() -> None:
    run = subprocess.run([sys.executable, TOOL, "15", "1"], capture_output=True, text=True, timeout=900)
    assert run.returncode == 0, run.stdout[-6000:] + run.stderr[-2000:]

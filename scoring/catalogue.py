"""Every check, in code order within its family; docs, metrics and tests walk this tuple."""

from scoring.check import Check
from scoring.checks.citations.orphan_marker import orphan_marker

CATALOGUE: tuple[Check, ...] = (orphan_marker,)

"""Every check, in code order within its family; docs, metrics and tests walk this tuple."""

from scoring.check import Check
from scoring.checks.citations.actor_swap import actor_swap
from scoring.checks.citations.no_sources import no_sources
from scoring.checks.citations.orphan_marker import orphan_marker
from scoring.checks.citations.predates_event import predates_event
from scoring.checks.citations.uniform_day import uniform_day
from scoring.checks.citations.unverified import unverified
from scoring.checks.dates.impossible_date import impossible_date
from scoring.checks.dates.order_ambiguous import order_ambiguous
from scoring.checks.dates.updated_only import updated_only
from scoring.checks.dates.weekday_mismatch import weekday_mismatch

CATALOGUE: tuple[Check, ...] = (
    actor_swap,
    no_sources,
    orphan_marker,
    predates_event,
    uniform_day,
    unverified,
    impossible_date,
    order_ambiguous,
    updated_only,
    weekday_mismatch,
)

"""How long a verdict holds before the outside is asked again."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from zlib import crc32

from scoring import Found, LinkEvidence, Lookup, PersonEvidence, PersonVerdict, Verdict

LIFETIMES = {
    Verdict.RESOLVES: timedelta(days=7),
    Verdict.MISMATCH: timedelta(days=7),
    Verdict.DEAD: timedelta(days=1),
    Verdict.SOFT_DEAD: timedelta(days=1),
    Verdict.BLOCKED: timedelta(days=1),
    Verdict.TRANSIENT: timedelta(minutes=10),
    Verdict.UNSAFE: timedelta(days=30),
    Verdict.UNCHECKED: timedelta(0),
}
# Who is known stays known; who is not may have been registered meanwhile.
PEOPLE_LIFETIMES = {
    PersonVerdict.CONFIRMED: timedelta(days=30),
    PersonVerdict.PLAUSIBLE: timedelta(days=30),
    PersonVerdict.CONTRADICTED: timedelta(days=3),
    PersonVerdict.NOT_FOUND: timedelta(days=3),
    PersonVerdict.NOT_CHECKED: timedelta(minutes=10),
}
# A server that is being repaired is often back within the hour.
FIRST_FAILURE = timedelta(hours=1)
FINAL = timedelta(days=30)
# So many failures, each at least a day after the one before, and a page counts as gone for good.
STRIKES = 3
STRIKES_APART = timedelta(days=1)
# Lifetimes differ by up to a tenth, so that what was learnt together is not asked again together.
JITTER = 0.1

FAILED = frozenset({Verdict.DEAD, Verdict.SOFT_DEAD})


def is_final(found: LinkEvidence) -> bool:
    """Whether a page has failed often enough to be given up."""
    return found.verdict in FAILED and found.strikes >= STRIKES


def fresh_until(lookup: Lookup, found: Found) -> datetime:
    """When to ask again; long past for what was never asked."""
    if found.checked_at is None:
        return datetime.min.replace(tzinfo=UTC)
    lifetime = _lifetime(found)
    share = crc32(lookup.key.encode("utf-8", "surrogatepass")) / 0xFFFFFFFF
    return datetime.fromisoformat(found.checked_at) + lifetime * (1 - JITTER + 2 * JITTER * share)


def _lifetime(found: Found) -> timedelta:
    if isinstance(found, PersonEvidence):
        return PEOPLE_LIFETIMES[found.verdict]
    if is_final(found):
        return FINAL
    if found.verdict in FAILED and found.strikes == 1 and found.struck_at == found.checked_at:
        return FIRST_FAILURE
    return LIFETIMES[found.verdict]


def counted(before: Found | None, found: Found) -> Found:
    """A new finding with its strikes: one more than `before` had, where both failed and a day lies between."""
    if isinstance(found, PersonEvidence) or isinstance(before, PersonEvidence):
        return found
    if found.verdict not in FAILED or found.checked_at is None:
        return found
    if before is None or before.verdict not in FAILED or before.struck_at is None:
        return replace(found, strikes=1, struck_at=found.checked_at)
    apart = datetime.fromisoformat(found.checked_at) - datetime.fromisoformat(before.struck_at)
    if apart < STRIKES_APART:
        return replace(found, strikes=before.strikes, struck_at=before.struck_at)
    return replace(found, strikes=before.strikes + 1, struck_at=found.checked_at)

"""Answers about pages and identifiers: how long they hold, and how often one may fail before it is given up."""

from dataclasses import replace
from datetime import datetime, timedelta

from scoring import LinkEvidence, Verdict
from service.resolve.answer_kind import AnswerKind

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
# A server that is being repaired is often back within the hour.
FIRST_FAILURE = timedelta(hours=1)
FINAL = timedelta(days=30)
# So many failures, each at least a day after the one before, and a page counts as gone for good.
STRIKES = 3
STRIKES_APART = timedelta(days=1)
FAILED = frozenset({Verdict.DEAD, Verdict.SOFT_DEAD})


def is_final(found: LinkEvidence) -> bool:
    """Whether a page has failed often enough to be given up."""
    return found.verdict in FAILED and found.strikes >= STRIKES


class LinkAnswers(AnswerKind[LinkEvidence]):
    """Answers about pages and identifiers."""

    def lifetime(self, found: LinkEvidence) -> timedelta:
        """By the verdict; a page that has just failed is soon asked for again, one that is given up seldom."""
        if is_final(found):
            return FINAL
        if found.verdict in FAILED and found.strikes == 1 and found.struck_at == found.checked_at:
            return FIRST_FAILURE
        return LIFETIMES[found.verdict]

    def may_change(self, found: LinkEvidence) -> bool:
        """A server was busy, or a page failed and is not given up."""
        return found.verdict is Verdict.TRANSIENT or (found.verdict in FAILED and not is_final(found))

    def failed(self, checked_at: str) -> LinkEvidence:
        """Nobody knows now."""
        return LinkEvidence(Verdict.TRANSIENT, "check_failed", checked_at=checked_at)

    def counted(self, before: LinkEvidence | None, found: LinkEvidence) -> LinkEvidence:
        """With its strikes: one more than `before` had, where both failed and a day lies between."""
        if found.verdict not in FAILED or found.checked_at is None:
            return found
        if before is None or before.verdict not in FAILED or before.struck_at is None:
            return replace(found, strikes=1, struck_at=found.checked_at)
        apart = datetime.fromisoformat(found.checked_at) - datetime.fromisoformat(before.struck_at)
        if apart < STRIKES_APART:
            return replace(found, strikes=before.strikes, struck_at=before.struck_at)
        return replace(found, strikes=before.strikes + 1, struck_at=found.checked_at)

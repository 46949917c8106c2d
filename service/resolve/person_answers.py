"""Answers about named experts: how long they hold."""

from datetime import timedelta

from scoring import PersonEvidence, PersonVerdict
from service.resolve.answer_kind import AnswerKind

# Who is known stays known; who is not may have been registered meanwhile.
LIFETIMES = {
    PersonVerdict.CONFIRMED: timedelta(days=30),
    PersonVerdict.PLAUSIBLE: timedelta(days=30),
    PersonVerdict.CONTRADICTED: timedelta(days=3),
    PersonVerdict.NOT_FOUND: timedelta(days=3),
    PersonVerdict.NOT_CHECKED: timedelta(minutes=10),
}


class PersonAnswers(AnswerKind[PersonEvidence]):
    """Answers about named experts."""

    def lifetime(self, found: PersonEvidence) -> timedelta:
        """By the verdict."""
        return LIFETIMES[found.verdict]

    def may_change(self, found: PersonEvidence) -> bool:
        """Nobody could be asked."""
        return found.verdict is PersonVerdict.NOT_CHECKED

    def failed(self, checked_at: str) -> PersonEvidence:
        """Nobody knows."""
        return PersonEvidence(reason="check_failed", checked_at=checked_at)

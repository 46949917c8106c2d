"""What a kind of evidence has to say of its answers, so that nothing else in the service tells one kind from another."""

from abc import ABC, abstractmethod
from datetime import timedelta
from typing import Generic, TypeVar

from scoring import Found

F = TypeVar("F", bound=Found)


class AnswerKind(ABC, Generic[F]):
    """One class of answers. A new one is a file like `person_answers.py` and a row in `lifetimes.KINDS`."""

    @abstractmethod
    def lifetime(self, found: F) -> timedelta:
        """How long an answer holds before the outside is asked again."""

    @abstractmethod
    def may_change(self, found: F) -> bool:
        """Whether an answer is unknown for now, or of a sort that is often mended."""

    @abstractmethod
    def failed(self, checked_at: str) -> F:
        """The answer where asking failed through a defect of ours, at this time (RFC 3339)."""

    def counted(self, before: F | None, found: F) -> F:
        """A new answer, with what is carried over from the one `before` it."""
        return found

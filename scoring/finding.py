"""One defect that a reader can verify: what, where, how we know, and what would fix it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from scoring.document import Span


class Family(StrEnum):
    """The four families of checks, each with a cap of its own."""

    CITATIONS = "citations"
    DATES = "dates"
    ATTRIBUTION = "attribution"
    FILLER = "filler"


class Severity(StrEnum):
    """How strongly a finding speaks; INFO costs no points."""

    HIGH = "high"
    MEDIUM = "medium"
    LOW = "low"
    INFO = "info"


# The spans of a finding that no passage is to blame for: it is about the article as a whole.
WHOLE_ARTICLE: tuple[Span, ...] = ()


@dataclass(frozen=True, slots=True)
class Finding:
    """One defect, as a check yields it; code, family and severity are its check's.

    `spans` are the passages at fault, in text order; WHOLE_ARTICLE where it is about no passage.
    `strength` is the share of the rule's weight that this finding carries: a density check says 0.4 where it is
    less sure, and what a look-up contradicts counts for more than 1. The rule's cap holds all the same.
    `severity` is set where this finding speaks more or less strongly than its check does. `evidence` is JSON-ready.
    """

    spans: tuple[Span, ...]
    message: str
    fix: str
    evidence: Mapping[str, Any] = field(default_factory=dict)
    strength: float = 1.0
    severity: Severity | None = None

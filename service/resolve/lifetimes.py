"""How long an answer holds before the outside is asked again, whatever it is about."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any
from zlib import crc32

from scoring import ANSWERS, Found, LinkEvidence, Lookup, PersonEvidence
from service.resolve.answer_kind import AnswerKind
from service.resolve.link_answers import LinkAnswers
from service.resolve.person_answers import PersonAnswers

# Lifetimes differ by up to a tenth, so that what was learnt together is not asked again together.
JITTER = 0.1

KINDS: Mapping[type[Found], AnswerKind[Any]] = {LinkEvidence: LinkAnswers(), PersonEvidence: PersonAnswers()}


def fresh_until(lookup: Lookup, found: Found) -> datetime:
    """When to ask again; long past for what was never asked."""
    if found.checked_at is None:
        return datetime.min.replace(tzinfo=UTC)
    lifetime = KINDS[type(found)].lifetime(found)
    share = crc32(lookup.key.encode("utf-8", "surrogatepass")) / 0xFFFFFFFF
    return datetime.fromisoformat(found.checked_at) + lifetime * (1 - JITTER + 2 * JITTER * share)


def may_change(found: Found) -> bool:
    """Whether an answer is unknown for now, or of a sort that is often mended."""
    return KINDS[type(found)].may_change(found)


def counted(before: Found | None, found: Found) -> Found:
    """A new answer, with what is carried over from the one `before` it, which may be of another kind."""
    answer: Found = KINDS[type(found)].counted(before if type(before) is type(found) else None, found)
    return answer


def failed(lookup: Lookup, now: datetime) -> Found:
    """The answer to a look-up that failed through a defect of ours."""
    answer: Found = KINDS[ANSWERS[lookup.kind]].failed(now.isoformat())
    return answer

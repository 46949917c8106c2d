"""What storage keeps, as values; rows never leave this package."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any


@dataclass(frozen=True, slots=True)
class KeptMarks:
    """By which digests an article is to be known again; `work` and `second` are those of its longest lines."""

    digests: tuple[int, ...]
    work: int
    second: int
    outlet: int | None


@dataclass(frozen=True, slots=True)
class ArticleRecord:
    """One stored article. `submission` is None where the service keeps no text.

    `sent_by` is the key's id, or the address, that its newest revision came from. `content_hash` is the SHA-256 (hex) of the submission without what makes no other content. `marks` are
    written with the article and not read with it; None leaves those that are kept.
    """

    id: str
    site: str | None
    external_id: str | None
    content_hash: str
    title: str | None
    url: str | None
    submission: Mapping[str, Any] | None
    received_at: datetime
    marks: KeptMarks | None = field(default=None, compare=False)
    sent_by: str | None = None


@dataclass(frozen=True, slots=True)
class FindingRecord:
    """One finding, kept as a row of its own to filter and count by; `number` is its place in the report."""

    number: int
    code: str
    family: str
    severity: str
    points: float


@dataclass(frozen=True, slots=True)
class ReportRecord:
    """One stored report. `body` is the JSON that was answered; `evidence` is None where none is kept."""

    id: str
    article_id: str
    ruleset: str
    scored_at: datetime
    score: float | None
    band: str
    confidence: float
    body: bytes
    evidence: Mapping[str, Any] | None
    findings: tuple[FindingRecord, ...] = ()


@dataclass(frozen=True, slots=True)
class ArticleFilter:
    """Which articles to list. `since` is the earliest `received_at`; `band` and `code` speak of the newest report.

    `sites`, where there are any, and `sent_by` are what a caller may see.
    """

    site: str | None = None
    band: str | None = None
    code: str | None = None
    since: datetime | None = None
    sites: frozenset[str] = frozenset()
    sent_by: str | None = None
    external_id: str | None = None


@dataclass(frozen=True, slots=True)
class KeyRecord:
    """One API key: its public id, the SHA-256 (hex) of its secret, what it may do, and for which sites: none means all."""

    id: str
    name: str
    secret_hash: str
    scopes: frozenset[str]
    created_at: datetime
    revoked_at: datetime | None = None
    last_used_at: datetime | None = None
    sites: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Act:
    """What an administrator did to `subject` (an id), and the X-Request-Id where it was asked for over HTTP."""

    id: str
    at: datetime
    actor: str
    action: str
    subject: str
    request_id: str | None = None


@dataclass(frozen=True, slots=True)
class Opinion:
    """What one reader says of one finding.

    `caller` is a key's id, or an address where the service is open; `giver` is the reader within it.
    """

    report_id: str
    number: int
    giver: str
    caller: str
    code: str
    agrees: bool
    note: str | None
    given_at: datetime


@dataclass(frozen=True, slots=True)
class Dismissal:
    """That somebody finds a passage of an article all right, and why.

    `fingerprint` is the finding's, `code` its check's. `reader` is who says so, in the words of the `caller` (a key's
    id, or an address) that vouches for them.
    """

    article_id: str
    fingerprint: str
    code: str
    reason: str
    reader: str | None
    caller: str
    dismissed_at: datetime


@dataclass(frozen=True, slots=True)
class Tally:
    """How many readers agree and disagree with the findings of a code, each counted once."""

    agreed: int = 0
    disagreed: int = 0

    @property
    def total(self) -> int:
        """All readers."""
        return self.agreed + self.disagreed


@dataclass(frozen=True, slots=True)
class ShadowRecord:
    """A code in the shadow, with the verdicts that put it there."""

    code: str
    tally: Tally
    since: datetime


@dataclass(frozen=True, slots=True)
class StoredResponse:
    """A finished answer kept under an idempotency key."""

    status: int
    headers: Mapping[str, str]
    body: bytes


@dataclass(frozen=True, slots=True)
class ClaimedKey:
    """An idempotency key of a caller and a path, claimed by one request: `holder` is a name of that request's own."""

    scope: str
    key: str
    holder: str


@dataclass(frozen=True, slots=True)
class IdempotencyClaim:
    """What an idempotency key met: it is `held` (go on), `running`, `different` (other body), or has a `reply`."""

    held: ClaimedKey | None = None
    running: bool = False
    different: bool = False
    reply: StoredResponse | None = None


@dataclass(frozen=True, slots=True)
class SourceRecord:
    """What an editor attached to a person: evidence at `url` or in `note`, that counts before `expires_at`.

    `key` is equal for all spellings of a name.
    """

    id: str
    key: str
    name: str
    affiliation: str | None
    role: str | None
    url: str | None
    note: str | None
    created_at: datetime
    expires_at: datetime | None = None

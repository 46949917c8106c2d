"""What is kept of an article: its text and the lines it is known by, or neither."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from scoring import Fingerprint, Sample, is_saturated
from service.records import ArticleRecord, KeptMarks
from service.submission import Submission


def article_record(
    submission: Submission,
    article_id: str,
    received_at: datetime,
    *,
    keep_text: bool,
    sent_by: str | None = None,
) -> ArticleRecord:
    """A submission as storage keeps it. Without its text, only what identifies it is kept."""
    return ArticleRecord(
        id=article_id,
        site=submission.site,
        external_id=submission.external_id,
        content_hash=submission.content_hash,
        title=submission.title if keep_text else None,
        url=submission.url,
        submission=submission.stored() if keep_text else None,
        received_at=received_at,
        sent_by=sent_by,
    )


def kept_marks(
    fingerprint: Fingerprint, samples: Mapping[int, Sequence[Sample]], outlet: int | None
) -> KeptMarks | None:
    """Under which of its lines an article is kept, so that later ones are compared with it; None without long lines.

    `samples` are the articles that are kept under these lines already. A line that has enough of them gets no
    further one, so that looking it up costs the same however many articles carry it.
    """
    if not fingerprint.work:
        return None
    new = Sample(fingerprint.work, fingerprint.second, outlet)
    digests = tuple(
        digest for digest in fingerprint.digests if not is_saturated(samples.get(digest, ()), new)
    )
    return KeptMarks(digests, new.work, new.second, outlet)

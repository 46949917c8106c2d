"""What stored articles tell of the lines of another one."""

from collections.abc import Mapping, Sequence
from typing import Protocol

from scoring import Fingerprint, Sample, TemplateEvidence, recurring
from service.records import KeptMarks
from service.reports.keeping import kept_marks

NONE_KNOWN = TemplateEvidence()


class Shelf(Protocol):
    """Where articles are kept with their lines."""

    async def samples(
        self, digests: Sequence[int], besides: str | None = None
    ) -> Mapping[int, Sequence[Sample]]:
        """In which articles these lines stand, but for the article with the id `besides`."""
        ...


class Templates:
    """Looks an article's lines up, and says under which of them the article is worth keeping."""

    def __init__(self, shelf: Shelf) -> None:
        self._shelf = shelf

    async def compare(
        self, marks: Fingerprint, outlet: int | None, article_id: str | None
    ) -> tuple[TemplateEvidence, KeptMarks | None]:
        """What is known of the lines, in one query; lines that stand in enough articles need no further one."""
        if not marks.work:
            return NONE_KNOWN, None
        samples = await self._shelf.samples(marks.digests, article_id)
        return recurring(marks, outlet, samples), kept_marks(marks, samples, outlet)

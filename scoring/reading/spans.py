"""Questions about spans that stand in text order and do not overlap, answered without a walk over all of them."""

from bisect import bisect_right
from collections.abc import Sequence

from scoring.document import Span


def inside(span: Span, spans: Sequence[Span]) -> bool:
    """Whether one of `spans` covers `span`."""
    index = bisect_right(spans, span.start, key=_start) - 1
    return index >= 0 and spans[index].covers(span)


def _start(span: Span) -> int:
    return span.start

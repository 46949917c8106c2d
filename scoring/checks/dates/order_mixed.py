"""Numeric dates in two orders."""

import re
from collections.abc import Iterator

from scoring.check import check
from scoring.document import Document, Span
from scoring.evidence import Evidence
from scoring.finding import Family, Finding, Severity

_NUMERIC = re.compile(r"(?<![\d/.-])(\d{1,2})([/.-])(\d{1,2})\2((?:19|20)\d\d)(?![\d/])")


@check("DAT_ORDER_MIXED", family=Family.DATES, severity=Severity.LOW)
def order_mixed(document: Document, evidence: Evidence) -> Iterator[Finding]:
    """One page writes numeric dates both day first and month first.

    Why it matters: a reader cannot tell which order the ambiguous ones follow.
    What counts: at least one date that can only be day first and one that can only be month first, in the article's own prose.
    Limits: quoted documents and foreign material bring their own order.
    Maps to: W3C CredWeb 656673f8.
    Since: 2026.11
    """
    orders: dict[bool, Span] = {}
    for mention in document.dates:
        found = _NUMERIC.match(document.text, mention.span.start)
        if found is None:
            continue
        first, second = int(found[1]), int(found[3])
        span = Span(*found.span())
        if (first > 12) == (second > 12) or max(first, second) > 31 or document.inside_quotation(span):
            continue
        orders.setdefault(first > 12, span)
    if len(orders) == 2:
        yield Finding(
            spans=tuple(sorted(orders.values())),
            message="Some dates in figures put the day first, others the month.",
            fix="Write months as words, or keep to one order.",
            evidence={"day_first": document[orders[True]], "month_first": document[orders[False]]},
        )

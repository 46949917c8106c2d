"""Links that say which chatbot handed them out."""

import re
from collections.abc import Iterator

from scoring.check import check
from scoring.document import Document, Span
from scoring.evidence import Evidence
from scoring.finding import Family, Finding, Severity
from scoring.reading.units import merged, touched
from scoring.views.plain_words import counted

_TRIGGERS = ("utm_source=", "utm_medium=", "utm_campaign=", "referrer=", "ref=")
_TAG = re.compile(
    r"(?:utm_(?:source|medium|campaign)|referrer|ref)="
    r"(?:chat\.|www\.)?"
    r"(?:chatgpt|openai|copilot|perplexity|claude|gemini|deepseek|grok|mistral|you\.com)"
    r"(?:\.(?:com|ai|org))?(?=$|[&#?\s)\]}>\"'”’*_.,;|/])"
)
_URL = re.compile(r"[^\s<>\"“”()\[\]{}|]+")
_BREAKS = ' \n\t\xa0<>"“”()[]{}|'
# No URL that anybody shares is longer.
_LONGEST = 2000


@check("FIL_UTM", family=Family.FILLER, severity=Severity.LOW)
def utm(document: Document, evidence: Evidence) -> Iterator[Finding]:
    """A link carries the tracking tag of a chatbot.

    Why it matters: the source was found by asking a chatbot; whether anybody opened it cannot be seen.
    What counts: `utm_source`, `referrer` and the like naming ChatGPT, Copilot, Perplexity, Claude, Gemini, Grok and kin.
    Limits: a journalist may find a sound source this way, so the finding weighs little.
    Maps to: JTI 10.
    Since: 2026.11
    """
    spans = [link.span for link in document.links if _tagged(link.url.lower())]
    if _triggered(document.lower):
        linked = merged(spans)
        spans += [span for span in _written_out(document) if not touched(span, linked)]
    if spans:
        yield Finding(
            spans=merged(spans),
            message=f"{counted(len(spans), 'link')} {'carries' if len(spans) == 1 else 'carry'} the tracking tag of a chatbot.",
            fix="Open the source, check that it says what the article says, and link it without the tag.",
            evidence={"links": len(spans)},
        )


def _triggered(text: str) -> bool:
    return any(trigger in text for trigger in _TRIGGERS)


def _tagged(url: str) -> bool:
    return _triggered(url) and _TAG.search(url) is not None


def _written_out(document: Document) -> Iterator[Span]:
    """The URLs that stand in the text as such."""
    lower = document.lower
    end = 0
    for match in _TAG.finditer(lower):
        if match.start() >= end:
            first = max(end, match.start() - _LONGEST)
            start = max(first - 1, *(lower.rfind(mark, first, match.start()) for mark in _BREAKS)) + 1
            url = _URL.match(document.text, start)
            end = max(match.end(), url.end() if url else 0)
            yield Span(start, end)

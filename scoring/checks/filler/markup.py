"""Leftovers of a chat tool's own markup."""

import re
from collections.abc import Iterator

from scoring.check import check
from scoring.document import Document, Span
from scoring.evidence import Evidence
from scoring.finding import Family, Finding, Severity
from scoring.reading.units import block_at, merged, own_words
from scoring.reading.words import Words, words_of
from scoring.views.plain_words import counted

# One of these words, or one of these strings behind its first mark, is in every token below.
_WORDS = frozenset(("oaicite", "oai", "contentreference", "attributableindex", "ppl", "grok"))
_MARKED = {
    "[": ("[cite", "[span_", "[attached", "[web:", "[file:", "[/inst]", "[inst]"),
    "<": ("<think>", "</think>", "<|", "<grok"),
    "【": ("†",),
    "\ue200": ("\ue200",),
    "t": ("turn0", "turn1", "turn2"),
}
# Every alternative begins with a fixed letter, so that the pattern passes quickly over all else.
_TOKEN = re.compile(
    r"contentreference\[oaicite:\d{1,3}\](?:\{index=\d{1,3}\})?"
    r"|oaicite:\d{1,3}\]?(?:\{index=\d{1,3}\})?"
    r"|\[oai_citation[:‡][^\]\n]{0,200}\](?:\([^)\s]{1,500}\))?"
    r"|\ue200[a-z_]{1,20}\ue202[^\ue201\n]{0,200}\ue201?"
    r"|turn\d{1,2}(?:search|news|view|file|image|fetch|maps|academia|click|product|finance|sports)\d{1,3}"
    r"|【\d{1,4}(?::\d{1,4})?†[^】\n]{0,120}】"
    r"|\[cite_start\]|\[cite_end\]|\[cite: ?\d[^\]\n]{0,60}\]"
    r"|\[span_\d{1,4}\]\((?:start|end)_span\)"
    r"|<grok:[^<>\n]{0,300}>|</grok:[^<>\n]{0,60}>|<grok-card[^<>\n]{0,300}>|grok_card\w{0,60}"
    r"|https?://[^\s()\[\]]{0,100}ppl-ai-file-upload[^\s()\[\]]{0,300}"
    r"|\[(?:attached_file|attached-file|web|file):\d{1,4}\]"
    r"|<think>|</think>"
    r"|<\|(?:im_start|im_end|endoftext|eot_id|start_header_id|end_header_id|assistant|user|system|end)\|>"
    r"|attributableindex\"?:[^}\n]{0,60}\}?"
    r"|\[inst\]|\[/inst\]"
)
# What belongs to a token though it stands before it.
_LEADS = ("filecite", "cite", "navlist", "video", "image", "[", ":", "{", '"', "\ue202")
# An article about these tools may show their markup, and a line about markup names it.
_SUBJECT = frozenset(("chatgpt", "chatbot", "chatbots", "openai", "gemini", "perplexity", "grok", "copilot", "llm", "llms"))  # fmt: skip
_TELLING = _SUBJECT | {"token", "tokens", "markup"}
_OFTEN = 3


@check("FIL_MARKUP", family=Family.FILLER, severity=Severity.HIGH)
def markup(document: Document, evidence: Evidence) -> Iterator[Finding]:
    """Internal markup of a chat tool stands in the text.

    Why it matters: the passage was copied out of a chat tool, with call numbers that lead the reader nowhere.
    What counts: citation and card tokens, wrapped or bare, thinking tags and chat-template tokens.
    Limits: code, quotations and articles about such tools may show the tokens and stay unflagged.
    Maps to: JTI 10; W3C CredWeb 334e1ec7.
    Since: 2026.11
    """
    lower = document.lower
    if words_of(document).known.isdisjoint(_WORDS) and not any(
        mark in lower and any(string in lower for string in strings) for mark, strings in _MARKED.items()
    ):
        return
    spans = [_with_leads(lower, *match.span()) for match in _TOKEN.finditer(lower)]
    spans = [span for span in merged(spans) if not _shown(document, span)]
    if spans and not _about_tools(document):
        yield Finding(
            spans=tuple(spans),
            message=f"The text contains {counted(len(spans), 'leftover')} of a chat tool's own markup, such as “{document[spans[0]][:40]}”.",
            fix="Remove it, open the source behind it and cite that source properly.",
            evidence={"tokens": [document[span].strip()[:80] for span in spans[:10]]},
        )


def _with_leads(lower: str, start: int, end: int) -> Span:
    if not lower.startswith(("[", "<"), start):
        for _ in range(3):
            start -= next((len(lead) for lead in _LEADS if lower.endswith(lead, 0, start)), 0)
    return Span(start, end)


def _shown(document: Document, span: Span) -> bool:
    """Whether a token is shown rather than left: in code, in quotation marks, or in a line about such tools."""
    block = block_at(document, span.start)
    if block is None or not own_words(document, span):
        return block is not None
    line = document.lower[block.span.start : span.start] + " " + document.lower[span.end : block.span.end]
    return not _TELLING.isdisjoint(Words(line).tokens)


def _about_tools(document: Document) -> bool:
    words = words_of(document)
    return sum(words.line.count(f" {name} ") for name in _SUBJECT & words.known) >= _OFTEN

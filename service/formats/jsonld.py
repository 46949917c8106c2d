"""Reports as a schema.org graph: a Review of each article with a Review of each faulty passage."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import orjson

from service.formats.located import LocatedReport, Part

_ASSAY = {"@type": "Organization", "@id": "#assay", "name": "Assay"}


@dataclass
class JsonLdFormat:
    """One graph; `reviewRating` is the score, `hasPart` the findings."""

    include_text: bool = False
    joint: bytes = b",\n"

    def opening(self) -> bytes:
        """The context."""
        return b'{"@context": "https://schema.org", "@graph": [\n'

    def part(self, located: LocatedReport) -> Part:
        """One Review."""
        # Publishers paste this into a <script> element, which "</" would end.
        return Part(orjson.dumps(self._review(located)).replace(b"</", b"<\\/"))

    def closing(self, appendices: Sequence[bytes]) -> bytes:
        """The graph's end."""
        return b"\n]}\n"

    def _review(self, located: LocatedReport) -> dict[str, Any]:
        report = located.report
        review: dict[str, Any] = {
            "@type": "Review",
            "name": f"Sourcing of {located.name}",
            "author": _ASSAY,
            "datePublished": report["scored_at"],
            "reviewAspect": "sourcing",
            "inLanguage": "en",
            "version": report["ruleset"],
            "itemReviewed": self._article(located),
            "reviewBody": _verdict(report),
            "hasPart": [_passage(finding, located) for finding in report["findings"]],
        }
        if report["score"] is not None:
            review["reviewRating"] = {
                "@type": "Rating",
                "ratingValue": report["score"],
                "worstRating": 0,
                "bestRating": 100,
                "alternateName": report["band"],
            }
        return review

    def _article(self, located: LocatedReport) -> dict[str, Any]:
        article = {
            "@type": "NewsArticle" if located.report["genre"] == "news" else "Article",
            "identifier": located.report["external_id"] or located.report["id"],
            "headline": located.title,
            "url": located.url,
            "inLanguage": located.report["language"],
            "wordCount": located.report["words"],
            "articleBody": located.text if self.include_text else None,
        }
        return {name: value for name, value in article.items() if value is not None}


def _verdict(report: dict[str, Any]) -> str:
    if report["score"] is None:
        return "Too short, or in a language that is not covered: no score."
    count = len(report["findings"])
    return f"Score {report['score']:g} of 100 ({report['band']}), {count} finding{'' if count == 1 else 's'}."


def _passage(finding: dict[str, Any], located: LocatedReport) -> dict[str, Any]:
    passages = [
        {
            "@type": "Quotation",
            "text": located.text[span["start"] : span["end"]],
            "position": span["start"],
        }
        for span in finding["spans"]
    ]
    return {
        "@type": "Review",
        "name": finding["code"],
        "reviewAspect": finding["family"],
        "reviewBody": f"{finding['message']} {finding['fix']}",
        # What a finding on the whole article is about, the review around it says.
        **({"itemReviewed": passages} if passages else {}),
    }

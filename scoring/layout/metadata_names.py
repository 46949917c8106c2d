"""Under which names pages declare what they are, and the objects of their JSON-LD: the same for a citing and a cited page."""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class MetadataNames:
    """Names of `<meta>` elements (`name`, `property` or `itemprop`, in lower case) by what they say; best first where ordered."""

    published: frozenset[str]
    modified: frozenset[str]
    authors: frozenset[str]
    titles: tuple[str, ...]
    sites: tuple[str, ...]


METADATA = MetadataNames(
    published=frozenset(
    [
        "article:published_time", "og:published_time", "datepublished", "publishdate", "publish-date", "publish_date",
        "pubdate", "publication_date", "date", "dc.date", "dc.date.issued", "dcterms.date", "dcterms.created",
        "dcterms.issued", "parsely-pub-date", "sailthru.date", "article.published", "date.release", "datecreated",
        "citation_publication_date", "citation_date", "originalpublicationdate", "article_date_original", "pub_date",
    ]
    ),
    modified=frozenset(
    ["article:modified_time", "og:updated_time", "datemodified", "dcterms.modified", "last-modified", "lastmod", "revised", "article.updated", "updated_time"]
    ),
    authors=frozenset(
    ["author", "article:author", "dc.creator", "dcterms.creator", "parsely-author", "sailthru.author", "byl", "citation_author"]
    ),
    titles=("og:title", "twitter:title", "dc.title", "parsely-title", "citation_title"),
    sites=("og:site_name", "application-name", "citation_journal_title", "dc.publisher"),
)  # fmt: skip
# Where an object keeps what the page is about; everything else may be about other pages.
MAIN_ENTITIES = ("@graph", "mainEntityOfPage", "mainEntity")
MOST_OBJECTS = 5_000
_LOOSE = re.compile(r'"(datePublished|dateModified|headline)"\s{0,9}:\s{0,9}"([^"\\]{1,300})"')


def json_ld_objects(
    script: str, below: tuple[str, ...] | None = None, most: int = MOST_OBJECTS
) -> Iterator[dict[str, Any]]:
    """The objects that a script declares, from the top down: those `below` these keys alone, or all; at most so many.

    Raises ValueError for what is no JSON.
    """
    try:
        data = json.loads(_bare_json(script), strict=False)
    except RecursionError:
        raise ValueError("nested too deeply") from None
    return _objects(data, below, most)


def loose_json_ld(script: str) -> dict[str, str]:
    """Dates and headline of JSON-LD that is no JSON, by their names; the first of each."""
    found: dict[str, str] = {}
    for key, value in _LOOSE.findall(script):
        found.setdefault(key, value)
    return found


def _objects(data: Any, below: tuple[str, ...] | None, most: int) -> Iterator[dict[str, Any]]:
    waiting, count = [data], 0
    while waiting and count < most:
        item = waiting.pop()
        count += 1
        if isinstance(item, list):
            waiting += reversed(item[:most])
        elif isinstance(item, dict):
            yield item
            values = item.values() if below is None else [item.get(key) for key in below]
            waiting += reversed([value for value in values if isinstance(value, dict | list)])


def _bare_json(script: str) -> str:
    text = script.strip()
    for opened, closed in (
        ("<![CDATA[", "]]>"),
        ("//<![CDATA[", "//]]>"),
        ("<!--", "-->"),
        ("/*<![CDATA[*/", "/*]]>*/"),
    ):
        if text.startswith(opened):
            text = text[len(opened) :].removesuffix(closed).strip()
    return text.rstrip(";")

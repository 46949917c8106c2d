"""What a page's markup declares: title, language, authors and dates."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from scoring.document import Stamp, StampKind, StampOrigin
from scoring.layout.furniture import plain_form
from scoring.layout.metadata_names import MAIN_ENTITIES, METADATA, json_ld_objects, loose_json_ld

_ARTICLES = frozenset(
    ["article", "newsarticle", "blogposting", "reportagenewsarticle", "analysisnewsarticle", "opinionnewsarticle", "reviewnewsarticle", "backgroundnewsarticle", "askpublicnewsarticle", "liveblogposting", "report", "scholarlyarticle", "techarticle", "socialmediaposting", "satiricalarticle", "advertisercontentarticle"]
)  # fmt: skip
_SEPARATED = re.compile(r"\s+(?:[|·•»]|::|[-–—])\s+")
# A stamp is no longer than this.
LONGEST_STAMP = 200
MOST_AUTHORS = 20


def make_stamp(kind: StampKind, origin: StampOrigin, text: str) -> Stamp | None:
    """A stamp as the markup has it, still to be read; None for one without a figure."""
    words = text.strip()[:LONGEST_STAMP]
    return Stamp(kind, origin, words, ()) if any(map(str.isdigit, words)) else None


@dataclass(slots=True)
class Declared:
    """What is gathered while a page is read; `titles` best first."""

    language: str | None = None
    site: str = ""
    base: str | None = None
    canonical: str | None = None
    page_title: str = ""
    meta: dict[str, list[str]] = field(default_factory=dict)
    scripts: list[str] = field(default_factory=list)
    headlines: list[str] = field(default_factory=list)
    first_headings: list[str] = field(default_factory=list)
    authors: list[str] = field(default_factory=list)
    stamps: list[Stamp] = field(default_factory=list)

    def add_meta(self, attributes: dict[str, str]) -> None:
        """Take one <meta> element."""
        content = " ".join(attributes.get("content", "").split())
        name = attributes.get("property") or attributes.get("name") or attributes.get("itemprop")
        if name and content:
            self.meta.setdefault(name.lower(), []).append(content)

    def finish(self, title: str | None = None) -> None:
        """Read the gathered JSON-LD and <meta> elements; `title` is the article's where it is known."""
        items = [pair for script in self.scripts for pair in self._read_json(script)]
        if items:
            self._take(*self._own(items, title))
        self.stamps += self._meta_stamps()
        for name in ("author", *sorted(METADATA.authors - {"author"})):
            self.authors += [value for value in self.meta.get(name, ()) if not value.startswith("http")]
        self.authors = list(dict.fromkeys(self.authors))[:MOST_AUTHORS]
        self.headlines += [value for name in METADATA.titles for value in self.meta.get(name, ())[:1]]
        if self.page_title:
            self.headlines.append(self.page_title)
        self.site = next((self.meta[name][0] for name in METADATA.sites if name in self.meta), "")
        self.headlines = [without_site(title, self.site) for title in self.headlines]

    def _meta_stamps(self) -> Iterator[Stamp]:
        for names, kind in (
            (METADATA.published, StampKind.PUBLISHED),
            (METADATA.modified, StampKind.MODIFIED),
        ):
            for name, values in self.meta.items():
                if name in names and (stamp := make_stamp(kind, StampOrigin.META, values[0])):
                    yield stamp

    def _own(
        self, items: list[tuple[dict[str, Any], dict[str, Any]]], title: str | None
    ) -> tuple[dict[str, Any], dict[str, Any]]:
        """Of several declared articles the one that has the page's address or title; else the first one."""
        if len(items) == 1:
            return items[0]
        addresses = {it for it in (self.canonical, *self.meta.get("og:url", ())) if it}
        titles = [
            title,
            self.page_title,
            *(it for name in METADATA.titles for it in self.meta.get(name, ())),
            *self.first_headings,
        ]
        forms = [form for form in (plain_form(it) for it in titles if it) if form]
        for item, named in items:
            if addresses.intersection(_addresses(item)):
                return item, named
        for item, named in items:
            headline = plain_form(next(iter(_strings(item.get("headline"))), ""))
            if headline and any(headline in form or form in headline for form in forms):
                return item, named
        return items[0]

    def _read_json(self, script: str) -> Iterator[tuple[dict[str, Any], dict[str, Any]]]:
        """The articles that a script declares, each with what it refers to by name; else its pages."""
        try:
            objects = list(json_ld_objects(script, MAIN_ENTITIES))
        except ValueError:
            self._read_loosely(script)
            return
        named = {item["@id"]: item for item in objects if isinstance(item.get("@id"), str) and "name" in item}
        articles = [item for item in objects if _types(item) & _ARTICLES]
        for item in articles or [item for item in objects if "webpage" in _types(item)][:1]:
            yield item, named

    def _take(self, item: dict[str, Any], named: dict[str, Any]) -> None:
        for key, kind in (("datePublished", StampKind.PUBLISHED), ("dateModified", StampKind.MODIFIED)):
            for value in _strings(item.get(key)):
                if stamp := make_stamp(kind, StampOrigin.JSON_LD, value):
                    self.stamps.append(stamp)
                break
        self.headlines += [" ".join(value.split()) for value in _strings(item.get("headline"))][:1]
        self.authors += list(_names(item.get("author"), named))

    def _read_loosely(self, script: str) -> None:
        """Dates and headline of JSON-LD that is no JSON."""
        for key, value in loose_json_ld(script).items():
            if key == "headline":
                self.headlines.append(" ".join(value.split()))
                continue
            kind = StampKind.PUBLISHED if key == "datePublished" else StampKind.MODIFIED
            if stamp := make_stamp(kind, StampOrigin.JSON_LD, value):
                self.stamps.append(stamp)


def without_site(title: str, site: str) -> str:
    """A page title without the site's name behind a bar or a dash."""
    title = " ".join(title.split())
    parts = _SEPARATED.split(title)
    if len(parts) < 2:
        return title
    last = parts[-1]
    bare = title[: len(title) - len(last)].rstrip(" |·•»:-–—")
    known = bool(site) and last.lower() == site.lower()
    return bare if known or (len(last.split()) <= 4 and len(bare.split()) >= 3) else title


def _addresses(item: dict[str, Any]) -> Iterator[str]:
    """The addresses that an object gives as its own."""
    for key in ("url", "@id", "mainEntityOfPage"):
        value = item.get(key)
        if isinstance(value, dict):
            value = value.get("@id")
        if isinstance(value, str):
            yield value.partition("#")[0]


def _types(item: dict[str, Any]) -> set[str]:
    return {value.rpartition("/")[2].lower() for value in _strings(item.get("@type"))}


def _strings(value: Any) -> Iterable[str]:
    values = value[:MOST_AUTHORS] if isinstance(value, list) else [value]
    return [item for item in values if isinstance(item, str) and item.strip()]


def _names(value: Any, named: dict[str, Any]) -> Iterator[str]:
    for item in (value if isinstance(value, list) else [value])[:MOST_AUTHORS]:
        if isinstance(item, dict):
            key = item.get("@id")
            known = named.get(key) if isinstance(key, str) and "name" not in item else None
            for name in _strings((known or item).get("name")):
                yield " ".join(name.split())
        else:
            for name in _strings(item):
                yield " ".join(name.split())

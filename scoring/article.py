"""What a newsroom sends: one article as its CMS holds it."""

from dataclasses import dataclass
from enum import StrEnum


class Format(StrEnum):
    """How the body is written."""

    TEXT = "text"
    HTML = "html"
    MARKDOWN = "markdown"


class Genre(StrEnum):
    """What kind of piece it is; attribution is judged more mildly outside news.

    `organisation` is a body's own voice (a blog, a notice of its own), `release` what it sends to the press,
    `service` a how-to, a recipe or advice on products, `live` a running report of dated entries.
    """

    NEWS = "news"
    OPINION = "opinion"
    ANALYSIS = "analysis"
    INTERVIEW = "interview"
    REVIEW = "review"
    SPORT = "sport"
    SERVICE = "service"
    OBITUARY = "obituary"
    SPEECH = "speech"
    RELEASE = "release"
    ORGANISATION = "organisation"
    EXPLAINER = "explainer"
    LIVE = "live"
    SATIRE = "satire"
    FICTION = "fiction"


class Status(StrEnum):
    """Where an article stands in its CMS; one that nobody can read yet may be dated ahead."""

    DRAFT = "draft"
    SCHEDULED = "scheduled"
    PUBLISHED = "published"


@dataclass(frozen=True, slots=True)
class GivenReference:
    """One reference that the CMS keeps apart from the body."""

    marker: str | None = None
    url: str | None = None
    title: str | None = None
    outlet: str | None = None
    published: str | None = None


@dataclass(frozen=True, slots=True)
class Article:
    """One submission, already validated: exactly one body, and whatever its CMS knows besides.

    `published_at` and `modified_at` are RFC 3339 stamps or plain ISO dates, kept as sent: what a newsroom
    wrote is evidence. `genre` is None where the caller left it to be guessed, `status` where nothing was said.
    """

    body: str
    format: Format = Format.TEXT
    title: str | None = None
    url: str | None = None
    language: str | None = None
    authors: tuple[str, ...] = ()
    published_at: str | None = None
    modified_at: str | None = None
    references: tuple[GivenReference, ...] = ()
    genre: Genre | None = None
    status: Status | None = None
    day_first: bool | None = None

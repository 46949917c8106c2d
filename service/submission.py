"""A submission on the wire: validated once, then an Article."""

import hashlib
import re
from datetime import date, datetime
from typing import Annotated, Any

import orjson
from pydantic import (
    AfterValidator,
    BaseModel,
    ConfigDict,
    Field,
    StrictBool,
    WithJsonSchema,
    model_validator,
)

from scoring import Article, Format, Genre, GivenReference, Status, outlet_of

MAX_REFERENCES = 1000
HALF_IDENTITY = "is missing: `site` and `external_id` are the article's identity together"
# Fields that make no other content of an article.
NO_CONTENT = frozenset({"id", "callback_url", "modified_at"})


# White space stays; any other control character has no business in an article and breaks what shows it.
_CONTROL = re.compile("[\\x00-\\x08\\x0e-\\x1f\\x7f\ud800-\udfff]")


def _no_controls(text: str) -> str:
    if found := _CONTROL.search(text):
        raise ValueError(f"control character U+{ord(found[0]):04X} at offset {found.start()}")
    return text


def _stamp(text: str) -> str:
    try:
        if len(text) == 10:
            date.fromisoformat(text)
        else:
            datetime.fromisoformat(text)
    except ValueError:
        raise ValueError("must be an RFC 3339 time or a date such as 2026-11-22") from None
    return text


_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(?:[-_][A-Za-z0-9]{1,8}){0,3}")


def _language_tag(text: str) -> str:
    """A language tag with hyphens: a CMS may keep its locale as `en_US`."""
    if not _LANGUAGE.fullmatch(text):
        raise ValueError("must be a language tag such as en, en-GB or en_US")
    return text.replace("_", "-")


def _web_address(text: str) -> str:
    if not text.startswith(("http://", "https://")):
        raise ValueError("must begin with http:// or https://")
    return text


# The same rules once more, for the schema that callers read.
_PLAIN = "[^\\u0000-\\u0008\\u000e-\\u001f\\u007f]*$"
_PATTERN = Field(json_schema_extra={"pattern": f"^{_PLAIN}"})
_STAMP = WithJsonSchema({"anyOf": [{"type": "string", "format": form} for form in ("date-time", "date")]})
# The three bodies, each with the name and the description of a submission that has it.
BODIES = {
    "text": ("TextSubmission", "An article whose body is plain text."),
    "html": ("HtmlSubmission", "An article whose body is HTML."),
    "markdown": ("MarkdownSubmission", "An article whose body is Markdown."),
}
EXAMPLE = "The water board of Norrvik has put off the repair of the old lock by a year.[3]"

Text = Annotated[str, _PATTERN, AfterValidator(_no_controls)]
Line = Annotated[str, Field(max_length=2000), _PATTERN, AfterValidator(_no_controls)]
# Both parts of an article's identity stand in one index, whose rows take 2,704 bytes on PostgreSQL. What is stored may
# be older than this bound: it is held where articles come in.
LONGEST_IDENTITY = 200
Identity = Annotated[Line, Field(json_schema_extra={"maxLength": LONGEST_IDENTITY})]
Callback = Annotated[
    str,
    Field(max_length=2000, json_schema_extra={"pattern": f"^https?://{_PLAIN}"}),
    AfterValidator(_no_controls),
    AfterValidator(_web_address),
]
LanguageTag = Annotated[
    str,
    AfterValidator(_language_tag),
    Field(json_schema_extra={"pattern": "^[A-Za-z]{2,3}([-_][A-Za-z0-9]{1,8}){0,3}$"}),
]
StampText = Annotated[str, Field(max_length=40), AfterValidator(_stamp), _STAMP]


class Reference(BaseModel):
    """A reference that the CMS keeps apart from the body."""

    model_config = ConfigDict(extra="forbid")

    marker: Line | None = Field(None, description="What calls it in the text.", examples=["[1]"])
    url: Line | None = Field(None, description="Where it points.")
    title: Line | None = Field(None, description="The title that it gives.")
    outlet: Line | None = Field(None, description="The outlet that it names.")
    published: Line | None = Field(None, description="The date that it gives, in any form.")


class Submission(BaseModel):
    """One article as a CMS sends it; exactly one of `text`, `html` and `markdown` is its body."""

    model_config = ConfigDict(extra="forbid")

    id: Line | None = Field(None, description="Any string of the caller's, handed back.")
    text: Text | None = Field(None, description="The body as plain text.", examples=[EXAMPLE])
    html: Text | None = Field(
        None,
        description="The body as HTML: a whole page or the CMS's fragment, rendered, without short codes or block marks.",
        examples=[f"<p>{EXAMPLE}</p>"],
    )
    markdown: Text | None = Field(None, description="The body as Markdown.", examples=[EXAMPLE])
    title: Line | None = Field(None, description="The headline.", examples=["Lock repair put off by a year"])
    url: Line | None = Field(None, description="Where the article is, or will be, published.")
    language: LanguageTag | None = Field(
        None,
        description="The language that the CMS keeps the article under, `en_US` as well as `en-US`. Only English is judged in full.",
        examples=["en"],
    )
    authors: list[Line] = Field(
        default_factory=list, max_length=100, description="Who wrote it, as the byline has them."
    )
    published_at: StampText | None = Field(
        None,
        description="When it was, or will be, published: RFC 3339 or a date.",
        examples=["2026-10-05T18:30:00Z"],
    )
    modified_at: StampText | None = Field(
        None,
        description="When it was changed last: RFC 3339 or a date. A new one alone makes no other content.",
    )
    site: Identity | None = Field(
        None,
        description="With `external_id`, the article's identity in its CMS: the same pair again is a new revision. Alone, it names the outlet.",
        examples=["norrvik.example"],
    )
    external_id: Identity | None = Field(
        None, description="The article's id in its CMS. Needs `site`.", examples=["4711"]
    )
    references: list[Reference] = Field(
        default_factory=list,
        max_length=MAX_REFERENCES,
        description="References that the CMS keeps apart from the body.",
    )
    genre: Genre | None = Field(
        None, description="What kind of piece it is; guessed from its form where nothing is given."
    )
    status: Status | None = Field(
        None,
        description="Where it stands in its CMS. A `draft` or `scheduled` article may be dated ahead.",
    )
    day_first: StrictBool | None = Field(
        None, description="Whether `3/4/2026` is 3 April on this site; nobody knows where it is left out."
    )
    callback_url: Callback | None = Field(
        None,
        description="Where a later report is posted; see the webhook. A public web address: others are refused at once.",
        examples=["https://cms.norrvik.org/hooks/assay"],
    )

    @model_validator(mode="after")
    def _one_body(self) -> "Submission":
        if sum(body is not None for body in (self.text, self.html, self.markdown)) != 1:
            raise ValueError("give exactly one of text, html and markdown")
        return self

    @property
    def format(self) -> Format:
        """Which of the three bodies was given."""
        if self.text is not None:
            return Format.TEXT
        return Format.HTML if self.html is not None else Format.MARKDOWN

    @property
    def body(self) -> str:
        """The body, whichever format it has."""
        return self.text or self.html or self.markdown or ""

    def article(self) -> Article:
        """The article that `scoring.read` takes."""
        return Article(
            body=self.body,
            format=self.format,
            title=self.title,
            url=self.url,
            language=self.language,
            authors=tuple(self.authors),
            published_at=self.published_at,
            modified_at=self.modified_at,
            references=tuple(GivenReference(**reference.model_dump()) for reference in self.references),
            genre=self.genre,
            status=self.status,
            day_first=self.day_first,
        )

    @property
    def outlet(self) -> int | None:
        """Which outlet the article is of, by its URL or else its site; None where neither says."""
        return outlet_of(self.url, self.site)

    @property
    def content_hash(self) -> str:
        """What makes two submissions the same: SHA-256 (hex) of all fields but those of NO_CONTENT.

        A CMS writes `modified_at` anew whenever somebody presses its button.
        """
        return self._hash(NO_CONTENT)

    @property
    def content_hash_of_before(self) -> str | None:
        """The hash under which release 2027.1.0 and before stored the same content; None where it is no other."""
        return None if self.modified_at is None else self._hash(NO_CONTENT - {"modified_at"})

    def _hash(self, without: frozenset[str]) -> str:
        fields = {name: value for name, value in self.stored().items() if name not in without}
        return hashlib.sha256(orjson.dumps(fields, option=orjson.OPT_SORT_KEYS)).hexdigest()

    def overlong(self) -> list[str]:
        """The parts of the identity that are too long to be stored."""
        identity = {"site": self.site, "external_id": self.external_id}
        return [name for name, value in identity.items() if value and len(value) > LONGEST_IDENTITY]

    def stored(self) -> dict[str, Any]:
        """The fields that were given, JSON-ready; `Submission.model_validate` restores an equal value."""
        return self.model_dump(mode="json", exclude_none=True, exclude_defaults=True)

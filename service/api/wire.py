"""The answers' shapes, for the OpenAPI page; answers themselves are written as bytes."""

from typing import Any, Literal

from pydantic import BaseModel, Field

from scoring import Band, Coverage, Family, Genre, PersonVerdict, Severity, Verdict

Time = Field(description="RFC 3339, UTC.", json_schema_extra={"format": "date-time"})
LISTED = "Page to go on with; null on the last one."


class Span(BaseModel):
    """A stretch of `text`, in Unicode code points; `end` is the first one after it."""

    start: int = Field(ge=0)
    end: int = Field(ge=0)


class FamilyScore(BaseModel):
    """One family of checks on its own."""

    score: float | None
    points: float = Field(le=0)
    findings: int = Field(ge=0)


class Finding(BaseModel):
    """One defect that a reader can verify."""

    id: str | None = Field(None, description="Only in stored reports.")
    code: str
    family: Family
    severity: Severity
    loss: float = Field(0.0, le=0, description="Its line of the bill; 0 in reports before ruleset 2027.1.")
    points: float = Field(le=0, description="Fixing this alone gives them back.")
    message: str
    spans: list[Span]
    omitted_spans: int | None = Field(
        None, ge=1, description="Spans beyond the first 50; absent where there are none."
    )
    evidence: dict[str, Any]
    fix: str
    help: str


class BillLine(BaseModel):
    """One line of the bill: 100 and the points of all lines are the score."""

    line: str = Field(description="`support`, `unverified`, `particulars`, `wording`, or a finding's code.")
    points: float = Field(le=0)
    why: str


class Unsourced(Span):
    """A statement that does not say where the information comes from."""

    points: float = Field(le=0, description="Its share of the line `support`.")


class Support(BaseModel):
    """How many statements of fact the article makes, and what they rest on."""

    statements: int = Field(ge=0)
    sourced: int = Field(ge=0)
    verified: int = Field(ge=0, description="Sourced statements whose source a look-up confirmed.")
    unsourced: list[Unsourced] = Field(description="Dearest first.")


class Citation(BaseModel):
    """Anything that points to a source, and what became of it."""

    marker: str | None
    kind: str
    span: Span | None
    url: str | None
    title: str | None
    outlet: str | None
    published: str | None
    verdict: Verdict
    status: int | None
    archived: Any
    checked_at: str | None


class PersonFound(BaseModel):
    """What a look-up of a named expert found; what is not known is left out."""

    verdict: PersonVerdict
    reason: str
    origin: str | None = Field(None, description="The service that settled it, or `memory`.")
    label: str | None = None
    orcid: str | None = None
    wikidata: str | None = None
    openalex: str | None = None
    url: str | None = None
    note: str | None = None
    checked_at: str | None = None


class Speaker(BaseModel):
    """Whom a statement is tied to."""

    text: str
    span: Span
    kind: Literal["person", "organisation", "document", "group", "anonymous"]
    role: str | None
    affiliation: str | None
    known: PersonFound | None = Field(None, description="Who the speaker is, where that was looked up.")


class Cue(BaseModel):
    """The words that tie a statement to its speaker."""

    text: str
    span: Span


class Quote(BaseModel):
    """A statement tied to a source."""

    kind: Literal["direct", "indirect", "mixed"]
    span: Span
    speaker: Speaker | None
    cue: Cue | None
    provenance: int
    verdict: Literal["verified", "unverified", "contradicted", "unchecked"]


class DateMention(BaseModel):
    """An expression of time."""

    span: Span
    text: str
    value: str
    grain: str
    readings: list[str]


class Omitted(BaseModel):
    """How many rows each list of a report leaves out; the score knows all of them."""

    findings: int | None = Field(None, ge=1, description="Beyond the first 100 of each check.")
    citations: int | None = Field(None, ge=1, description="Beyond the first 1,000.")
    quotes: int | None = Field(None, ge=1, description="Beyond the first 500.")
    dates: int | None = Field(None, ge=1, description="Beyond the first 1,000.")


class Report(BaseModel):
    """What is said of one article under one ruleset."""

    id: str | None = Field(description="The report's id, or the `id` that the caller gave.")
    report_id: str | None = Field(None, description="The report's id where `id` is the caller's.")
    article_id: str | None
    external_id: str | None
    score: float | None = Field(ge=0, le=100)
    band: Band
    summary: str = Field("", description="Why the score is what it is, in one sentence.")
    confidence: float = Field(ge=0, le=1)
    coverage: dict[Family, Coverage]
    lookups_left_out: int | None = Field(
        None, ge=1, description="Look-ups that were not made, because the article has more than it may have."
    )
    ruleset: str
    engine: str = Field(
        "", description="The release that judged it; absent from reports of release 2026.11.0 and before."
    )
    scored_at: str = Time
    language: str | None
    genre: Genre
    genre_guessed: bool
    genre_probability: float = Field(
        1.0, ge=0, le=1, description="How likely the genre is, 1 where the caller gave it."
    )
    genre_cues: list[str] = Field([], description="What told a guessed genre, strongest first.")
    words: int = Field(ge=0)
    families: dict[Family, FamilyScore]
    bill: list[BillLine] = Field([], description="Empty without a score, and before ruleset 2027.1.")
    support: Support | None = Field(None, description="Null without a score, and before ruleset 2027.1.")
    findings: list[Finding]
    citations: list[Citation]
    quotes: list[Quote]
    dates: list[DateMention]
    omitted: Omitted | None = Field(None, description="Absent where nothing is left out.")
    failed: list[str]


class ReportWithText(Report):
    """A report, with the text that its spans point into where that was asked for."""

    text: str | None = Field(None, description="Null where the text was not kept.")


class Reports(BaseModel):
    """A page of an article's reports, newest first."""

    reports: list[Report]
    next: str | None = Field(description="Cursor of the next page.")


class Score(BaseModel):
    """A report in brief."""

    id: str
    score: float | None
    band: Band
    confidence: float
    ruleset: str
    scored_at: str = Time


class ArticleSummary(BaseModel):
    """One stored article."""

    id: str
    site: str | None
    external_id: str | None
    title: str | None
    url: str | None
    received_at: str = Time
    report: Score


class ArticlePage(BaseModel):
    """One page of a list."""

    articles: list[ArticleSummary]
    next: str | None = Field(description=LISTED)


class FeedbackKept(BaseModel):
    """A verdict as it is kept."""

    finding: str
    code: str
    verdict: Literal["agree", "disagree"]
    reader: str | None
    note: str | None
    given_at: str = Time


class FeedbackList(BaseModel):
    """What readers said of one finding, oldest first."""

    feedback: list[FeedbackKept]


class Confirmation(BaseModel):
    """What readers said of a rule's findings; `shadowed` says that it costs nothing for that reason."""

    agree: int = Field(ge=0)
    disagree: int = Field(ge=0)
    precision: float | None = Field(ge=0, le=1)
    shadowed: bool


class Rule(BaseModel):
    """One entry of the catalogue."""

    code: str
    family: Family
    severity: Severity
    summary: str
    status: Literal["off", "active", "preview"]
    weight: float
    cap: float
    needs: list[str]
    since: str | None
    ruleset: str
    help: str
    feedback: Confirmation


class RuleWithPage(Rule):
    """One entry of the catalogue with its page."""

    sections: dict[str, str]
    page: str


class Rules(BaseModel):
    """The catalogue."""

    ruleset: str
    rules: list[Rule]


class Status(BaseModel):
    """How the service is."""

    status: Literal["ok", "ready"]


class ProblemType(BaseModel):
    """A sort of problem, as its address answers."""

    type: str = Field(description="The address itself, as errors carry it.")
    title: str
    status: int

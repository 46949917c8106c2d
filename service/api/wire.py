"""The answers' shapes, for the OpenAPI page; answers themselves are written as bytes."""

from typing import Any, Literal

from pydantic import BaseModel, Field

from scoring import Band, Coverage, Family, Genre, PersonVerdict, Severity, Verdict

Time = Field(description="RFC 3339, UTC.", json_schema_extra={"format": "date-time"})
LISTED = "Page to go on with; null on the last one."


class Span(BaseModel):
    """A passage: where it stands in `text`, and its words with what stands around them (W3C Web Annotation).

    Where the text is not kept, a stored report has `start` and `end` alone, and null for the rest.
    """

    start: int = Field(ge=0, description="The first code point of the passage, from 0.", examples=[1201])
    end: int = Field(ge=0, description="The first code point after it.", examples=[1204])
    start16: int | None = Field(
        ge=0,
        description="`start` in UTF-16 units, as JavaScript, Java and .NET count: an emoji is two.",
        examples=[1203],
    )
    end16: int | None = Field(ge=0, description="`end` in UTF-16 units.", examples=[1206])
    exact: str | None = Field(
        description="The words of the passage. Null too where long passages lie in each other so often that the answer would outgrow its text.",
        examples=["[3]"],
    )
    prefix: str | None = Field(
        description="Up to 32 code points that stand before it.",
        examples=["put off the repair of the lock "],
    )
    suffix: str | None = Field(
        description="Up to 32 code points that stand after it.", examples=[" by a year."]
    )


class FamilyScore(BaseModel):
    """One family of checks on its own."""

    score: float | None = Field(
        description="0 to 100: what the score would be if only this family's checks existed; null without a score."
    )
    points: float = Field(le=0, description="What its findings cost.")
    findings: int = Field(ge=0, description="How many findings it has.")


class Dismissed(BaseModel):
    """Who finds a passage all right, when and why."""

    by: str | None = Field(description="The `reader` who said so; null where none was named.")
    at: str = Time
    reason: str = Field(description="Why it is fine, in the reader's words.")


class Finding(BaseModel):
    """One defect that a reader can verify."""

    id: str | None = Field(None, description="`<report id>.<number>`, for feedback. Only in stored reports.")
    code: str = Field(description="The rule's code, an entry of `/v1/rules`.", examples=["CIT_ORPHAN_MARKER"])
    family: Family = Field(description="The family of checks.")
    severity: Severity = Field(
        description="How strongly it speaks. `info` costs nothing; findings stand by severity, then `loss`."
    )
    loss: float = Field(0.0, le=0, description="Its line of the bill; 0 in reports before ruleset 2027.1.")
    points: float = Field(le=0, description="Fixing this alone gives them back.")
    message: str = Field(description="What is wrong, for an editor.")
    spans: list[Span] = Field(
        description="The passages at fault, in text order. Empty for a finding on the whole article."
    )
    whole_article: bool = Field(description="Whether it is about no passage, but the whole article.")
    fingerprint: str | None = Field(
        description="Equal in all reports in which the passages read the same, whatever else was edited: for dismissals. Null where the text is not kept.",
        examples=["CIT_ORPHAN_MARKER.5f0c1d2e3a4b5c6d7e8f9a0b"],
    )
    dismissed: Dismissed | None = Field(
        description="Set where somebody said that this is fine. It costs what it costs all the same."
    )
    omitted_spans: int | None = Field(
        None, ge=1, description="Spans beyond the first 50; absent where there are none."
    )
    evidence: dict[str, Any] = Field(description="What the check saw, by names of its own.")
    fix: str = Field(description="What would mend it.")
    help: str = Field(description="Where the rule is explained, a path of this service.")


class BillLine(BaseModel):
    """One line of the bill: 100 and the points of all lines are the score."""

    line: str = Field(description="`support`, `unverified`, `particulars`, `wording`, or a finding's code.")
    points: float = Field(le=0, description="What the line takes off.")
    why: str = Field(description="What it is for, in a sentence.")


class Unsourced(Span):
    """A statement that does not say where the information comes from."""

    points: float = Field(le=0, description="Its share of the line `support`.")


class Support(BaseModel):
    """How many statements of fact the article makes, and what they rest on."""

    statements: int = Field(ge=0, description="Statements of fact that a reader may want to check.")
    sourced: int = Field(ge=0, description="Those that say where the information comes from.")
    verified: int = Field(ge=0, description="Sourced statements whose source a look-up confirmed.")
    unsourced: list[Unsourced] = Field(description="Those that do not, dearest first; the first 200.")


class Citation(BaseModel):
    """Anything that points to a source, and what became of it."""

    marker: str | None = Field(description="As it stands in the text: `[1]`, a DOI.", examples=["[1]"])
    kind: Literal["link", "marker", "reference", "doi", "arxiv", "pmid", "isbn"] = Field(
        description="What points to the source; a `marker` calls a `reference`."
    )
    span: Span | None = Field(description="Null for a reference that the CMS keeps apart from the body.")
    url: str | None = Field(description="Where it points.")
    title: str | None = Field(description="The title that it gives.")
    outlet: str | None = Field(description="The outlet that it names.")
    published: str | None = Field(description="The date that it gives, as precise as it is given.")
    verdict: Verdict = Field(
        description="What became of the source. Only `dead`, `soft_dead` (a page that says it is gone) and `mismatch` (another work) speak against it; `blocked`, `transient`, `unsafe` and `unchecked` say that nobody knows."
    )
    status: int | None = Field(description="HTTP status of the last answer.")
    archived: str | None = Field(description="Where an archive keeps a page that is gone.")
    checked_at: str | None = Field(description="When it was looked up: RFC 3339, UTC.")


class PersonFound(BaseModel):
    """What a look-up of a named expert found; what is not known is left out."""

    verdict: PersonVerdict = Field(description="Whether such a person is known, and as what.")
    reason: str = Field(description="Why, as a short stable word.")
    origin: str | None = Field(None, description="The service that settled it, or `memory`.")
    label: str | None = Field(None, description="The name under which the service knows the person.")
    orcid: str | None = Field(None, description="ORCID iD.")
    wikidata: str | None = Field(None, description="Wikidata item.")
    openalex: str | None = Field(None, description="OpenAlex author.")
    url: str | None = Field(None, description="The page that an editor attached.")
    note: str | None = Field(None, description="How an editor knows the person.")
    checked_at: str | None = Field(None, description="When it was looked up: RFC 3339, UTC.")


class Speaker(BaseModel):
    """Whom a statement is tied to."""

    text: str = Field(description="The words that name the speaker.", examples=["Ilse Tamm"])
    span: Span = Field(description="The whole noun phrase.")
    kind: Literal["person", "organisation", "document", "group", "anonymous"] = Field(
        description="What the speaker is."
    )
    role: str | None = Field(description="Office or profession, as the article gives it.")
    affiliation: str | None = Field(description="Whom the speaker belongs to, as the article gives it.")
    known: PersonFound | None = Field(None, description="Who the speaker is, where that was looked up.")


class Cue(BaseModel):
    """The words that tie a statement to its speaker."""

    text: str = Field(description="The words.", examples=["said"])
    span: Span = Field(description="Where they stand.")


class Quote(BaseModel):
    """A statement tied to a source."""

    kind: Literal["direct", "indirect", "mixed"] = Field(description="Quoted, reported, or both.")
    span: Span = Field(description="The words attributed, quotation marks included.")
    speaker: Speaker | None = Field(description="Null where nobody is named.")
    cue: Cue | None = Field(description="Null where no words tie it to its speaker.")
    provenance: int = Field(
        ge=0,
        le=4,
        description="How well the words can be traced: 0 nobody, 1 a role, 2 a name, 3 name and affiliation, 4 these and when, where or a link.",
    )
    verdict: Literal["verified", "unverified", "contradicted", "unchecked"] = Field(
        description="What a look-up of the speaker told."
    )


class DateMention(BaseModel):
    """An expression of time."""

    span: Span = Field(description="Where it stands.")
    text: str = Field(description="The words.", examples=["June 2024"])
    value: str = Field(
        description="A TIMEX3 value: `2024-06`, `2024-W23`, `PRESENT_REF` (now), `XXXX-WXX-1` (some Monday).",
        examples=["2024-06"],
    )
    grain: Literal[
        "day", "week", "month", "quarter", "season", "year", "decade", "century", "time", "ref", "vague"
    ] = Field(description="How fine it is.")
    readings: list[str] = Field(description="Every value that it may have, where it has more than one.")


class Omitted(BaseModel):
    """How many rows each list of a report leaves out; the score knows all of them."""

    findings: int | None = Field(None, ge=1, description="Beyond the first 100 of each check.")
    citations: int | None = Field(None, ge=1, description="Beyond the first 1,000.")
    quotes: int | None = Field(None, ge=1, description="Beyond the first 500.")
    dates: int | None = Field(None, ge=1, description="Beyond the first 1,000.")
    unsourced: int | None = Field(None, ge=1, description="Beyond the first 200.")


class Report(BaseModel):
    """What is said of one article under one ruleset."""

    id: str | None = Field(
        description="The `id` that the caller gave, else the report's own. Null in a preview without one."
    )
    report_id: str | None = Field(description="The report's own id; null in a preview.")
    article_id: str | None = Field(description="The article's id; null in a preview.")
    external_id: str | None = Field(description="The article's id in its CMS, as it was sent.")
    score: float | None = Field(
        ge=0, le=100, description="Higher is more reliable; null in the band `insufficient`.", examples=[84.6]
    )
    band: Band = Field(
        description="`high` from 75, `mixed` from 60, `weak` from 40, `low` under that. `insufficient`: too short, or not in a language that is covered."
    )
    summary: str = Field("", description="Why the score is what it is, in one sentence.")
    confidence: float = Field(
        ge=0,
        le=1,
        description="How much of what the score rests on could be looked up and judged. Look-ups that settle nothing lower it, never the score.",
    )
    coverage: dict[Family, Coverage] = Field(
        description="By family, whether everything that its checks ask for was looked up."
    )
    lookups_left_out: int | None = Field(
        None, ge=1, description="Look-ups that were not made, because the article has more than it may have."
    )
    ruleset: str = Field(description="The version of the weights that it was judged by.")
    engine: str = Field(
        "", description="The release that judged it; absent from reports of release 2026.11.0 and before."
    )
    scored_at: str = Time
    language: str | None = Field(
        description="The language of the text, as it was told from it.", examples=["en"]
    )
    genre: Genre = Field(description="What kind of piece it was judged as.")
    genre_guessed: bool = Field(description="Whether the genre was told from the form, not given.")
    genre_probability: float = Field(
        1.0, ge=0, le=1, description="How likely the genre is, 1 where the caller gave it."
    )
    genre_cues: list[str] = Field([], description="What told a guessed genre, strongest first.")
    words: int = Field(ge=0, description="Words of the article, without page furniture.")
    families: dict[Family, FamilyScore] = Field(description="Each family of checks on its own.")
    bill: list[BillLine] = Field([], description="Empty without a score, and before ruleset 2027.1.")
    support: Support | None = Field(None, description="Null without a score, and before ruleset 2027.1.")
    findings: list[Finding] = Field(description="What is wrong, by severity, then `loss`.")
    citations: list[Citation] = Field(description="What points to sources, in text order.")
    quotes: list[Quote] = Field(description="Statements tied to sources, in text order.")
    dates: list[DateMention] = Field(description="Expressions of time, in text order.")
    omitted: Omitted | None = Field(None, description="Absent where nothing is left out.")
    failed: list[str] = Field(description="Codes of checks that could not be run.")
    text: str | None = Field(
        None,
        description="With `include=text`: the text that spans count in; null where it was not kept. For a plain-text submission what was submitted, unchanged.",
    )


class Reports(BaseModel):
    """A page of an article's reports, newest first."""

    reports: list[Report] = Field(description="The reports.")
    next: str | None = Field(description="Cursor of the next page; null on the last one.")


class Score(BaseModel):
    """A report in brief."""

    id: str = Field(description="The report's id.")
    score: float | None = Field(description="0 to 100; null in the band `insufficient`.")
    band: Band = Field(description="The band of the score.")
    confidence: float = Field(description="0 to 1, as in the report.")
    ruleset: str = Field(description="The version of the weights.")
    scored_at: str = Time


class ArticleSummary(BaseModel):
    """One stored article."""

    id: str = Field(description="The article's id.")
    site: str | None = Field(description="The site that it was sent for.")
    external_id: str | None = Field(description="Its id in its CMS.")
    title: str | None = Field(description="Its title as it was sent; null where no text is kept.")
    url: str | None = Field(description="Its address as it was sent.")
    received_at: str = Time
    report: Score = Field(description="Its newest report in brief.")


class ArticlePage(BaseModel):
    """One page of a list."""

    articles: list[ArticleSummary] = Field(description="The articles, newest first.")
    next: str | None = Field(description=LISTED)


class DismissalKept(Dismissed):
    """A finding that somebody finds all right."""

    fingerprint: str = Field(description="The finding's fingerprint.")
    code: str = Field(description="The rule's code.")
    stands: bool | None = Field(
        description="Whether the article's newest report still has the finding; null where the text is not kept."
    )


class DismissalList(BaseModel):
    """What is dismissed of an article, oldest first."""

    dismissals: list[DismissalKept] = Field(description="The dismissals.")


class LinkChecked(BaseModel):
    """What became of the source of one citation."""

    id: str | None = Field(description="The caller's.")
    url: str = Field(description="As it was given.")
    verdict: Verdict = Field(description="As in a report's citations.")
    reason: str = Field(description="Why, as a short stable word; docs/links.md lists them.")
    status: int | None = Field(description="HTTP status of the last answer.")
    final_url: str | None = Field(description="Where redirects led.")
    title: str | None = Field(description="The title of what was found there.")
    archived: str | None = Field(description="Where an archive keeps a page that is gone.")
    checked_at: str | None = Field(description="When it was looked up: RFC 3339, UTC.")


class LinksChecked(BaseModel):
    """What became of the sources of a list of citations."""

    complete: bool = Field(description="False where look-ups are still under way: ask again for the rest.")
    links: list[LinkChecked] = Field(description="One for each that was given, in the order given.")


class WebhookData(BaseModel):
    """Of which article a message tells, and what."""

    id: str | None = Field(description="The `id` that the submission had.")
    article_id: str = Field(description="The article's id.")
    site: str | None = Field(description="The site that it was sent for.")
    external_id: str | None = Field(description="Its id in its CMS.")
    final: bool = Field(
        description="Whether every look-up has come back. After several tries a message is sent all the same; another one follows where a look-up changes the report later."
    )
    report: Report = Field(description="The article's newest report.")


class WebhookMessage(BaseModel):
    """What is posted to `callback_url`, signed as Standard Webhooks describes."""

    type: Literal["report.final", "report.partial"] = Field(description="What happened.")
    timestamp: str = Time
    data: WebhookData = Field(description="To which article it happened.")


class FeedbackKept(BaseModel):
    """A verdict as it is kept."""

    finding: str = Field(description="The finding's id.")
    code: str = Field(description="The rule's code.")
    verdict: Literal["agree", "disagree"] = Field(description="What the reader says.")
    reader: str | None = Field(description="Who says so; null for readers of other keys.")
    note: str | None = Field(description="Why; null for readers of other keys.")
    given_at: str = Time


class FeedbackList(BaseModel):
    """What readers said of one finding, oldest first."""

    feedback: list[FeedbackKept] = Field(description="The verdicts.")


class Confirmation(BaseModel):
    """What readers said of a rule's findings; `shadowed` says that it costs nothing for that reason."""

    agree: int = Field(ge=0, description="Readers who mostly agree.")
    disagree: int = Field(ge=0, description="Readers who mostly disagree.")
    precision: float | None = Field(
        ge=0, le=1, description="The share that agrees; null before anybody spoke."
    )
    shadowed: bool = Field(description="Whether too few confirm it, so that it costs nothing.")


class Rule(BaseModel):
    """One entry of the catalogue."""

    code: str = Field(description="Names the rule for ever.")
    family: Family = Field(description="The family of checks.")
    severity: Severity = Field(description="How strongly its findings speak, unless one says otherwise.")
    summary: str = Field(description="The fault, in a sentence.")
    status: Literal["off", "active", "preview"] = Field(
        description="`preview`: it is reported and costs nothing; `off`: it is not run."
    )
    weight: float = Field(description="What one finding weighs under the ruleset.")
    cap: float = Field(description="What all of its findings together weigh at most.")
    needs: list[str] = Field(description="Which look-ups it asks for.")
    since: str | None = Field(description="The release that brought it.")
    ruleset: str = Field(description="The ruleset that the numbers are of.")
    help: str = Field(description="Where it is explained, a path of this service.")
    feedback: Confirmation = Field(description="What readers said of its findings.")


class RuleWithPage(Rule):
    """One entry of the catalogue with its page."""

    sections: dict[str, str] = Field(description="The page's sections by their headings.")
    page: str = Field(description="The page, as Markdown.")


class Rules(BaseModel):
    """The catalogue."""

    ruleset: str = Field(description="The ruleset in use.")
    rules: list[Rule] = Field(description="Every rule.")


class Health(BaseModel):
    """How the service is."""

    status: Literal["ok", "ready"] = Field(description="The only good answer.")


class ProblemType(BaseModel):
    """A sort of problem, as its address answers."""

    type: str = Field(description="The address itself, as errors carry it.")
    title: str = Field(description="What it is, in a few words.")
    status: int = Field(description="The HTTP status that it comes with.")

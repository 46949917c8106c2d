"""Judge the sourcing of an article: read it, say what to look up, judge it. Pure: no network, no clock."""

from scoring.article import Article, Format, Genre, GivenReference
from scoring.catalogue import CATALOGUE
from scoring.check import Catalogue, CatalogueError, Check
from scoring.document import Document, Span
from scoring.errors import AssayError
from scoring.evidence import (
    ANSWERS,
    ASSUMED,
    Evidence,
    Found,
    LinkEvidence,
    Lookup,
    LookupKind,
    PersonEvidence,
    PersonVerdict,
    Verdict,
    found_from_dict,
    identifier_lookup,
    lookup_for,
    unanswered,
    verdicts_of,
)
from scoring.finding import Family, Finding, Severity
from scoring.judging import judge, wants
from scoring.layout.element_attributes import hides
from scoring.layout.html_tokens import attributes, decoded, tokens
from scoring.layout.metadata_names import METADATA, json_ld_objects, loose_json_ld
from scoring.layout.source_map import SourceMap, map_source
from scoring.lexicons import ENGLISH, Lexicon, LexiconError
from scoring.lexicons import shipped_text as lexicon_text
from scoring.line_evidence import TemplateEvidence
from scoring.line_index import LineIndex, Sample, fingerprint_of_article, is_saturated, recurring
from scoring.outlets import may_print, same_owner
from scoring.policy import Band, RulesetError
from scoring.reading import read
from scoring.reading.dates.short_dates import read_date
from scoring.reading.offices import offices_reviewed_and_expire
from scoring.reading.particles import NAME_PARTICLES
from scoring.reading.references.identifiers import only_identifier
from scoring.report import CheckFailure, Coverage, Report
from scoring.ruleset import Rule, Ruleset, shipped
from scoring.sites import site_of_host
from scoring.views.fingerprint import Fingerprint, fingerprint_of, outlet_of
from scoring.wire import report_json

__all__ = [
    "ANSWERS",
    "ASSUMED",
    "CATALOGUE",
    "ENGLISH",
    "METADATA",
    "NAME_PARTICLES",
    "Article",
    "AssayError",
    "Band",
    "Catalogue",
    "CatalogueError",
    "Check",
    "CheckFailure",
    "Coverage",
    "Document",
    "Evidence",
    "Family",
    "Finding",
    "Fingerprint",
    "Format",
    "Found",
    "Genre",
    "GivenReference",
    "Lexicon",
    "LexiconError",
    "LineIndex",
    "LinkEvidence",
    "Lookup",
    "LookupKind",
    "PersonEvidence",
    "PersonVerdict",
    "Report",
    "Rule",
    "Ruleset",
    "RulesetError",
    "Sample",
    "Severity",
    "SourceMap",
    "Span",
    "TemplateEvidence",
    "Verdict",
    "attributes",
    "decoded",
    "fingerprint_of",
    "fingerprint_of_article",
    "found_from_dict",
    "hides",
    "identifier_lookup",
    "is_saturated",
    "json_ld_objects",
    "judge",
    "lexicon_text",
    "lookup_for",
    "loose_json_ld",
    "map_source",
    "may_print",
    "offices_reviewed_and_expire",
    "only_identifier",
    "outlet_of",
    "read",
    "read_date",
    "recurring",
    "report_json",
    "same_owner",
    "shipped",
    "site_of_host",
    "tokens",
    "unanswered",
    "verdicts_of",
    "wants",
]

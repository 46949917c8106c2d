"""Judge the sourcing of an article: read it, say what to look up, judge it. Pure: no network, no clock."""

from scoring.article import Article, Format, Genre, GivenReference
from scoring.catalogue import CATALOGUE
from scoring.check import Check
from scoring.document import Document, Span
from scoring.evidence import (
    Evidence,
    Found,
    LinkEvidence,
    Lookup,
    LookupKind,
    PersonEvidence,
    PersonVerdict,
    Verdict,
    asked,
    found_from_dict,
)
from scoring.finding import Family, Finding, Severity
from scoring.judging import judge, wants
from scoring.reading import read
from scoring.reading.markup import attributes, decoded, tokens
from scoring.reading.page import read_date
from scoring.report import Band, Coverage, Report
from scoring.ruleset import Rule, Ruleset, RulesetError, shipped
from scoring.wire import report_json

__all__ = [
    "CATALOGUE",
    "Article",
    "Band",
    "Check",
    "Coverage",
    "Document",
    "Evidence",
    "Family",
    "Finding",
    "Format",
    "Found",
    "Genre",
    "GivenReference",
    "LinkEvidence",
    "Lookup",
    "LookupKind",
    "PersonEvidence",
    "PersonVerdict",
    "Report",
    "Rule",
    "Ruleset",
    "RulesetError",
    "Severity",
    "Span",
    "Verdict",
    "asked",
    "attributes",
    "decoded",
    "found_from_dict",
    "judge",
    "read",
    "read_date",
    "report_json",
    "shipped",
    "tokens",
    "wants",
]

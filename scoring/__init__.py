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
    identifier_lookup,
)
from scoring.finding import Family, Finding, Severity
from scoring.judging import judge, wants
from scoring.ledger import Ledger, Sample, crowded, recurring, skim
from scoring.reading import read
from scoring.reading.identifiers import only_identifier
from scoring.reading.marks import Marks, marks_of, outlet_of
from scoring.reading.markup import attributes, decoded, tokens
from scoring.reading.page import read_date
from scoring.report import Band, Coverage, Report
from scoring.ruleset import Rule, Ruleset, RulesetError, shipped
from scoring.standing import TemplateEvidence
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
    "Ledger",
    "LinkEvidence",
    "Lookup",
    "LookupKind",
    "Marks",
    "PersonEvidence",
    "PersonVerdict",
    "Report",
    "Rule",
    "Ruleset",
    "RulesetError",
    "Sample",
    "Severity",
    "Span",
    "TemplateEvidence",
    "Verdict",
    "asked",
    "attributes",
    "crowded",
    "decoded",
    "found_from_dict",
    "identifier_lookup",
    "judge",
    "marks_of",
    "only_identifier",
    "outlet_of",
    "read",
    "read_date",
    "recurring",
    "report_json",
    "shipped",
    "skim",
    "tokens",
    "wants",
]

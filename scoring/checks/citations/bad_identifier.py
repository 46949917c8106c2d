"""Identifiers that cannot exist."""

from collections.abc import Iterator

from scoring.check import check
from scoring.document import Document, Identifier, IdentifierKind
from scoring.evidence import Evidence
from scoring.finding import Family, Finding, Severity

# PubMed had passed 41 million records in late 2026; what lies far beyond it has not been given out.
HIGHEST_PMID = 60_000_000
# The first month of numbers such as 0704.0001; five digits followed from 1501 on (arXiv, identifier scheme).
FIRST_ARXIV, FIVE_DIGITS = 704, 1501
# Prefixes with which registries and manuals make examples.
EXAMPLE_PREFIXES = frozenset({"10.1234", "10.5555", "10.12345", "10.99999"})


@check("CIT_BAD_IDENTIFIER", family=Family.CITATIONS, severity=Severity.HIGH, any_language=True)
def bad_identifier(document: Document, evidence: Evidence) -> Iterator[Finding]:
    """An ISBN, ISSN, DOI, arXiv number or PMID breaks the rules of its registry, so no work can have it.

    Why it matters: the check digit catches every slip of a single digit, and numbers that were made up.
    What counts: wrong check digits, arXiv months outside 01 to 12 or after the article came in, DOIs that are placeholders or have
    the prefix of examples, PMIDs
    that have not been given out.
    Limits: old books carry misprinted numbers; whether a well-formed number exists is not said here.
    Maps to: WP Signs of AI writing, invalid DOI and ISBN; ISO 2108 and ISO 3297 (check digits).
    Since: 2026.11
    """
    for identifier in document.identifiers:
        if why := _why(identifier, evidence):
            yield Finding(
                spans=(identifier.span,),
                message=f"{identifier.kind.value.upper()} {identifier.value} {why}.",
                fix="Look the work up and give the identifier that it has.",
                evidence={"identifier": identifier.value, "kind": identifier.kind.value},
            )


def _why(identifier: Identifier, evidence: Evidence) -> str | None:
    value = identifier.value
    match identifier.kind:
        case IdentifierKind.ISBN:
            return None if isbn_fits(value) else "has a wrong check digit"
        case IdentifierKind.ISSN:
            return None if issn_fits(value) else "has a wrong check digit"
        case IdentifierKind.PMID:
            return "is higher than any that was given out" if int(value) > HIGHEST_PMID else None
        case IdentifierKind.ARXIV:
            return _arxiv(value, evidence)
        case IdentifierKind.DOI:
            prefix, _, suffix = value.lower().partition("/")
            made_up = (
                prefix in EXAMPLE_PREFIXES
                or not suffix.strip("x0.-/")
                or suffix in ("pending", "example", "tbd", "doi")
            )
            return "is a placeholder" if made_up else None


def isbn_fits(value: str) -> bool:
    """Whether an ISBN's check digit is right: modulo 11 for ten digits, modulo 10 with weights 1 and 3 for thirteen."""
    if len(value) == 10:
        digits = [10 if sign == "X" else int(sign) for sign in value]
        return sum((10 - place) * digit for place, digit in enumerate(digits)) % 11 == 0
    if not value.isdigit():
        return False
    return sum((3 if place % 2 else 1) * int(sign) for place, sign in enumerate(value)) % 10 == 0


def issn_fits(value: str) -> bool:
    """Whether an ISSN's check digit is right: modulo 11 with weights from 8 down."""
    digits = [10 if sign == "X" else int(sign) for sign in value.replace("-", "")]
    return sum((8 - place) * digit for place, digit in enumerate(digits)) % 11 == 0


def _arxiv(value: str, evidence: Evidence) -> str | None:
    number = value.rpartition("/")[2]
    year, month = int(number[:2]), int(number[2:4])
    if not 1 <= month <= 12:
        return "names a month that there is not"
    if "/" in value or evidence.as_of is None:
        return None
    if year * 100 + month < FIRST_ARXIV:
        return "is older than numbers of its form"
    if (len(number.partition(".")[2]) == 5) != (year * 100 + month >= FIVE_DIGITS):
        return "has a digit too few or too many for its month"
    now = evidence.as_of
    return "lies in the future" if (2000 + year, month) > (now.year, now.month) else None

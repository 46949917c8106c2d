"""What an article makes one want to look up, by the kind of question; each kind has its place in coverage and confidence."""

from collections.abc import Callable
from typing import NamedTuple

from scoring.document import Document
from scoring.evidence import Lookup
from scoring.finding import Family
from scoring.views.citations import citation_lookups
from scoring.views.experts import expert_lookups


class Question(NamedTuple):
    """One kind of question: `name` is that of its share in the ruleset's confidence; what is open lowers `family`'s coverage."""

    name: str
    family: Family
    lookups: Callable[[Document], tuple[Lookup, ...]]


QUESTIONS = (
    Question("links", Family.CITATIONS, citation_lookups),
    Question("people", Family.ATTRIBUTION, expert_lookups),
)

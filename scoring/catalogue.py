"""Every check, in code order within its family; docs, metrics and tests walk this tuple."""

from scoring.check import Check
from scoring.checks.attribution.agentless import agentless
from scoring.checks.attribution.no_sources import no_sources as no_attributed_sources
from scoring.checks.attribution.quote_echo import quote_echo
from scoring.checks.attribution.unverifiable_expert import unverifiable_expert
from scoring.checks.attribution.vague_group import vague_group
from scoring.checks.citations.actor_swap import actor_swap
from scoring.checks.citations.no_sources import no_sources
from scoring.checks.citations.orphan_marker import orphan_marker
from scoring.checks.citations.predates_event import predates_event
from scoring.checks.citations.uniform_day import uniform_day
from scoring.checks.citations.unverified import unverified
from scoring.checks.dates.impossible_date import impossible_date
from scoring.checks.dates.order_ambiguous import order_ambiguous
from scoring.checks.dates.updated_only import updated_only
from scoring.checks.dates.weekday_mismatch import weekday_mismatch
from scoring.checks.filler.chat import chat
from scoring.checks.filler.chrome import chrome
from scoring.checks.filler.dup_row import dup_row
from scoring.checks.filler.dup_sentence import dup_sentence
from scoring.checks.filler.dup_title import dup_title
from scoring.checks.filler.echo import echo
from scoring.checks.filler.garbled import garbled
from scoring.checks.filler.keyword import keyword
from scoring.checks.filler.labellist import labellist
from scoring.checks.filler.markup import markup
from scoring.checks.filler.phrase import phrase
from scoring.checks.filler.placeholder import placeholder
from scoring.checks.filler.scaffold import scaffold
from scoring.checks.filler.slug import slug
from scoring.checks.filler.utm import utm

CATALOGUE: tuple[Check, ...] = (
    actor_swap,
    no_sources,
    orphan_marker,
    predates_event,
    uniform_day,
    unverified,
    impossible_date,
    order_ambiguous,
    updated_only,
    weekday_mismatch,
    agentless,
    no_attributed_sources,
    quote_echo,
    unverifiable_expert,
    vague_group,
    chat,
    chrome,
    dup_row,
    dup_sentence,
    dup_title,
    echo,
    garbled,
    keyword,
    labellist,
    markup,
    phrase,
    placeholder,
    scaffold,
    slug,
    utm,
)

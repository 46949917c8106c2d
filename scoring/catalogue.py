"""Every check, in code order within its family; docs, metrics and tests walk the catalogue."""

from scoring.check import Catalogue, Check
from scoring.checks.attribution.agentless import agentless
from scoring.checks.attribution.anonymous import anonymous
from scoring.checks.attribution.circular import circular as circular_attribution
from scoring.checks.attribution.desk_byline import desk_byline
from scoring.checks.attribution.no_byline import no_byline
from scoring.checks.attribution.no_sources import no_sources as no_attributed_sources
from scoring.checks.attribution.quote_echo import quote_echo
from scoring.checks.attribution.quote_no_content import quote_no_content
from scoring.checks.attribution.quote_no_venue import quote_no_venue
from scoring.checks.attribution.self_citation import self_citation
from scoring.checks.attribution.stock_name import stock_name
from scoring.checks.attribution.unsupported import unsupported
from scoring.checks.attribution.unverifiable_expert import unverifiable_expert
from scoring.checks.attribution.vague_document import vague_document
from scoring.checks.attribution.vague_group import vague_group
from scoring.checks.citations.actor_swap import actor_swap
from scoring.checks.citations.after_publication import after_publication
from scoring.checks.citations.bad_identifier import bad_identifier
from scoring.checks.citations.circular import circular
from scoring.checks.citations.dead import dead
from scoring.checks.citations.future_dated import future_dated
from scoring.checks.citations.id_hijack import id_hijack
from scoring.checks.citations.id_timestamp import id_timestamp
from scoring.checks.citations.inconclusive import inconclusive
from scoring.checks.citations.no_archive import no_archive
from scoring.checks.citations.no_sources import no_sources
from scoring.checks.citations.number_gap import number_gap
from scoring.checks.citations.orphan_marker import orphan_marker
from scoring.checks.citations.outlet_domain import outlet_domain
from scoring.checks.citations.placeholder import placeholder as citation_placeholder
from scoring.checks.citations.predates_event import predates_event
from scoring.checks.citations.retrieved_order import retrieved_order
from scoring.checks.citations.shared_url import shared_url
from scoring.checks.citations.slug_echo import slug_echo
from scoring.checks.citations.soft_404 import soft_404
from scoring.checks.citations.stat_unsourced import stat_unsourced
from scoring.checks.citations.template_body import template_body
from scoring.checks.citations.title_anachronism import title_anachronism
from scoring.checks.citations.title_echoes_text import title_echoes_text
from scoring.checks.citations.title_mismatch import title_mismatch
from scoring.checks.citations.uncited_entry import uncited_entry
from scoring.checks.citations.uniform_day import uniform_day
from scoring.checks.citations.unverified import unverified
from scoring.checks.citations.weak_host import weak_host
from scoring.checks.citations.year_mismatch import year_mismatch
from scoring.checks.dates.dateline_gap import dateline_gap
from scoring.checks.dates.elect_window import elect_window
from scoring.checks.dates.future_as_past import future_as_past
from scoring.checks.dates.holiday_mismatch import holiday_mismatch
from scoring.checks.dates.impossible_date import impossible_date
from scoring.checks.dates.meta_disagree import meta_disagree
from scoring.checks.dates.modified_before_published import modified_before_published
from scoring.checks.dates.order_ambiguous import order_ambiguous
from scoring.checks.dates.order_mixed import order_mixed
from scoring.checks.dates.placeholder_stamp import placeholder_stamp
from scoring.checks.dates.pub_in_future import pub_in_future
from scoring.checks.dates.range_reversed import range_reversed
from scoring.checks.dates.relative_conflict import relative_conflict
from scoring.checks.dates.role_after_term import role_after_term
from scoring.checks.dates.role_before_term import role_before_term
from scoring.checks.dates.sequence_conflict import sequence_conflict
from scoring.checks.dates.span_arithmetic import span_arithmetic
from scoring.checks.dates.term_too_early import term_too_early
from scoring.checks.dates.undated import undated
from scoring.checks.dates.updated_only import updated_only
from scoring.checks.dates.url_self_mismatch import url_self_mismatch
from scoring.checks.dates.weekday_mismatch import weekday_mismatch
from scoring.checks.dates.year_ahead import year_ahead
from scoring.checks.filler.chat import chat
from scoring.checks.filler.chrome import chrome
from scoring.checks.filler.dup_row import dup_row
from scoring.checks.filler.dup_sentence import dup_sentence
from scoring.checks.filler.dup_title import dup_title
from scoring.checks.filler.echo import echo
from scoring.checks.filler.garbled import garbled
from scoring.checks.filler.generic import generic
from scoring.checks.filler.keyword import keyword
from scoring.checks.filler.labellist import labellist
from scoring.checks.filler.markup import markup
from scoring.checks.filler.phrase import phrase
from scoring.checks.filler.placeholder import placeholder
from scoring.checks.filler.scaffold import scaffold
from scoring.checks.filler.slug import slug
from scoring.checks.filler.template import template
from scoring.checks.filler.utm import utm

CHECKS: tuple[Check, ...] = (
    actor_swap,
    after_publication,
    bad_identifier,
    circular,
    dead,
    future_dated,
    id_hijack,
    id_timestamp,
    inconclusive,
    no_archive,
    no_sources,
    number_gap,
    orphan_marker,
    outlet_domain,
    citation_placeholder,
    predates_event,
    retrieved_order,
    shared_url,
    slug_echo,
    soft_404,
    stat_unsourced,
    template_body,
    title_anachronism,
    title_echoes_text,
    title_mismatch,
    uncited_entry,
    uniform_day,
    unverified,
    weak_host,
    year_mismatch,
    dateline_gap,
    elect_window,
    future_as_past,
    holiday_mismatch,
    impossible_date,
    meta_disagree,
    modified_before_published,
    order_ambiguous,
    order_mixed,
    placeholder_stamp,
    pub_in_future,
    range_reversed,
    relative_conflict,
    role_after_term,
    role_before_term,
    sequence_conflict,
    span_arithmetic,
    term_too_early,
    undated,
    updated_only,
    url_self_mismatch,
    weekday_mismatch,
    year_ahead,
    agentless,
    anonymous,
    circular_attribution,
    desk_byline,
    no_byline,
    no_attributed_sources,
    quote_echo,
    quote_no_content,
    quote_no_venue,
    self_citation,
    stock_name,
    unsupported,
    unverifiable_expert,
    vague_document,
    vague_group,
    chat,
    chrome,
    dup_row,
    dup_sentence,
    dup_title,
    echo,
    garbled,
    generic,
    keyword,
    labellist,
    markup,
    phrase,
    placeholder,
    scaffold,
    slug,
    template,
    utm,
)

CATALOGUE = Catalogue(CHECKS)

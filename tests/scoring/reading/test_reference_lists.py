"""A marker is answered wherever its label or its target stands, whatever the heading says and whoever made the markup."""

import pytest

from scoring import Article, Document, Format, read
from scoring.checks.citations.orphan_marker import orphan_marker
from scoring.checks.citations.uncited_entry import uncited_entry
from scoring.evidence import Evidence
from scoring.layout.reference_headings import heads_list, heads_references

PROSE = (
    "The pier was closed for the winter [1]. The storm took nine planks of it [2]. The harbour master measured the rest [3]. "
    "He said that the work would be done before the ferries return in May and that nobody would have to move."
)
ENTRIES = (
    "Harbour office, register of repairs, 14 January 2025, https://office.harbour-press.org/register",
    "Storm office, damage on the coast, February 2025, https://storms.harbour-press.org/damage",
    "Lights and lengths, a manual, 2019, https://manuals.harbour-press.org/lights",
)


def document(text: str, form: Format = Format.TEXT) -> Document:
    return read(Article(text, format=form, language="en"))


def orphans(found: Document) -> list[str]:
    return [found[span] for finding in orphan_marker(found, Evidence()) for span in finding.spans]


def labels(found: Document) -> list[tuple[str | None, bool]]:
    return [(it.label, bool(it.anchors)) for it in found.references]


ALL = [("1", True), ("2", True), ("3", True)]
HEADINGS = [
    "References & notes", "References [edit]", "References[edit]", "References (3)", "VII. References", "4. Sources", "Sources & references",
    "Sources for this story", "Sources for this article", "Sources and links", "Data sources", "Key sources", "Primary sources", "List of sources",
    "Works consulted", "Selected bibliography", "Bibliography and sources", "End notes", "Foot notes", "Note", "Resources", "Documents",
    "Webography", "📚 Sources", "Sources 📚", "Further reading and sources", "Références", "Quellen", "Fuentes", "Källor", "Πηγές", "Kaynakça",
    "Список літератури", "المصادر والمراجع", "参考文献", "出典", "참고문헌", "מקורות", "संदर्भ", "What we read", "Where this comes from", "The paper trail",
]  # fmt: skip


@pytest.mark.parametrize("heading", HEADINGS)
@pytest.mark.parametrize("form", [Format.TEXT, Format.MARKDOWN, Format.HTML])
def test_the_list_that_the_labels_fit_is_the_list(heading: str, form: Format) -> None:
    if form is Format.HTML:
        items = "".join(f"<li>{entry}</li>" for entry in ENTRIES)
        text = f"<p>{PROSE}</p><h2>{heading}</h2><ol>{items}</ol>"
    else:
        mark = "## " if form is Format.MARKDOWN else ""
        items = "\n".join(f"{number}. {entry}" for number, entry in enumerate(ENTRIES, 1))
        text = f"{PROSE}\n\n{mark}{heading}\n\n{items}\n"
    found = document(text, form)
    assert (orphans(found), labels(found)) == ([], ALL)


@pytest.mark.parametrize(
    "heading", [it for it in HEADINGS if it[0] not in "WT" or it.startswith(("Works", "Web"))]
)
def test_headings_of_thirty_languages_are_known(heading: str) -> None:
    assert heads_list(heading)


@pytest.mark.parametrize(
    "heading",
    [
        "Full list of the sources quoted", "8 References", "Appendix: sources", "Links and references used in this article", "Sources & methodology", "All the sources we used",
        "Verzeichnis der verwendeten Quellen", "Quellen zum Artikel", "Les sources de cet article", "Fuentes y referencias", "Links e fontes", "Le fonti di questo articolo", "Lijst van bronnen",
        "Lista källor", "Liste over kilder", "Lähteet ja linkit", "Wykaz literatury", "Seznam použitých zdrojů", "Források listája", "Lista de surse", "Popis izvora", "Списък на използваните източници",
        "Перелік використаних джерел", "Список источников и литературы", "Λίστα πηγών", "Kaynaklar listesi", "قائمة المصادر والمراجع", "מקורות והערות", "सन्दर्भ सूची", "स्रोत और संदर्भ",
        "主な参考文献", "出典一覧", "引用元・参考文献", "资料来源与注释", "주요 참고문헌", "출처 목록", "Danh sách nguồn", "Daftar sumber", "บรรณานุกรม",
    ],
)  # fmt: skip
def test_headings_made_of_words_for_sources_head_lists_without_numbers(heading: str) -> None:
    assert heads_list(heading)
    items = "\n".join(f"- {entry}" for entry in ENTRIES)
    assert len(document(f"{PROSE}\n\n## {heading}\n\n{items}\n", Format.MARKDOWN).references) == 3


@pytest.mark.parametrize(
    "line",
    [
        "Energy sources in the north",
        "Sources of funding for the pier",
        "Documents that changed the vote",
        "Links to the old quay",
        "The literature of the sea",
        "Notes and coins",
        "Fuentes de agua",
        "Источники энергии",
        "The source of the river",
        "Sources said the pier was open",
        "A note to readers",
        "Reference to the storm",
        "Notes from the harbour",
        "2",
        "",
    ],
)
def test_other_lines_head_nothing(line: str) -> None:
    assert not heads_list(line)
    assert not heads_references(line)


LABELS = ["[{}] ", "[{}]. ", "{}. ", "{}) ", "({}) ", "{}: ", "**[{}]** "]


@pytest.mark.parametrize("label", LABELS)
@pytest.mark.parametrize("form", [Format.TEXT, Format.MARKDOWN])
@pytest.mark.parametrize("lead", ["References\n\n", "", "---\n", "Official papers\n\n"])
def test_labels_are_read_in_every_shape(label: str, form: Format, lead: str) -> None:
    items = "\n".join(label.format(number) + entry for number, entry in enumerate(ENTRIES, 1))
    found = document(f"{PROSE}\n\n{lead}{items}\n", form)
    assert (orphans(found), labels(found)) == ([], ALL)


def test_superscript_labels_answer_superscript_calls() -> None:
    prose = PROSE.replace(" [1]", "¹").replace(" [2]", "²").replace(" [3]", "³")
    items = "\n".join(f"{sign} {entry}" for sign, entry in zip("¹²³", ENTRIES, strict=True))
    assert orphans(document(f"{prose}\n\n{items}\n")) == []


@pytest.mark.parametrize(
    "text",
    [
        "Sources: " + "; ".join(f"[{number}] {entry}" for number, entry in enumerate(ENTRIES, 1)),
        "References " + "\n".join(f"[{number}] {entry}" for number, entry in enumerate(ENTRIES, 1)),
        "References\n\nOfficial\n\n1. {}\n\nWeather\n\n2. {}\n3. {}".format(*ENTRIES),
        "References\n\n1. {}\n\nKept by the desk.\n\n2. {}\n\nKept by the desk.\n\n3. {}\n\nKept by the desk.".format(
            *ENTRIES
        ),
    ],
)
def test_lists_run_in_parted_and_annotated_are_lists(text: str) -> None:
    found = document(f"{PROSE}\n\n{text}\n")
    assert (orphans(found), labels(found)) == ([], ALL)


def test_an_address_on_the_line_below_belongs_to_its_entry() -> None:
    lines = [entry.rpartition(", ") for entry in ENTRIES]
    items = "\n".join(f"[{number}] {words}\n{url}" for number, (words, _, url) in enumerate(lines, 1))
    found = document(f"{PROSE}\n\nReferences\n\n{items}\n")
    assert [it.url for it in found.references] == [url for _, _, url in lines]


def test_notes_at_the_foot_of_each_page_answer_their_calls() -> None:
    pages = "\n\n".join(
        f"The pier has a story of its own, and it goes on for some lines [{number}].\n\n[{number}] {entry}"
        for number, entry in enumerate(ENTRIES, 1)
    )
    assert orphans(document(pages)) == []


def test_a_table_of_sources_is_a_list() -> None:
    rows = "\n".join(f"| {number} | {entry} |" for number, entry in enumerate(ENTRIES, 1))
    found = document(f"{PROSE}\n\n## Papers\n\n| No | Source |\n|---|---|\n{rows}\n", Format.MARKDOWN)
    assert (orphans(found), labels(found)) == ([], ALL)


@pytest.mark.parametrize("second", ["Further reading", "Bibliography", "External links", "Notes", "See also"])
@pytest.mark.parametrize("first", [True, False])
def test_further_reading_is_a_list_of_its_own(second: str, first: bool) -> None:
    cited = "References\n\n" + "\n".join(f"[{number}] {entry}" for number, entry in enumerate(ENTRIES, 1))
    books = f"{second}\n\n- Ruus, Ivo. Timber and tide. Norvale Press, 1988.\n- Okk, Ann. The old lamps. Norvale Press, 2003.\n- Saar, Eva. Walls. 1995.\n- Tamm, Leo. Ropes. 1999."
    found = document(f"{PROSE}\n\n{cited}\n\n{books}\n" if first else f"{PROSE}\n\n{books}\n\n{cited}\n")
    assert (orphans(found), labels(found)) == ([], ALL)
    assert list(uncited_entry(found, Evidence())) == []


def test_numbered_steps_do_not_answer_markers() -> None:
    steps = "\n".join(
        f"{number}. Take the rope, pull it tight, and go on to the next ring [{number + 3}]."
        for number in (1, 2, 3)
    )
    found = document(
        f"{PROSE}\n\nWhat to do\n\n{steps}\n\n{PROSE.replace('[1]', '').replace('[2]', '').replace('[3]', '')}\n"
    )
    assert "[1]" in orphans(found)


CALLED = (
    "<p>The pier was closed for the winter.{} The storm took nine planks of it.{} The harbour master measured the rest, and said that the "
    "work would be done before the ferries return in May.</p>"
)
NOTE = "Harbour office, register of repairs, 14 January 2025."
OTHER = "Measured at low tide."
SHAPES = {
    "substack": (
        '<a class="footnote-anchor" href="#footnote-{0}" id="footnote-anchor-{0}">{0}</a>',
        '<div class="footnote"><a id="footnote-{0}" href="#footnote-anchor-{0}" class="footnote-number">{0}</a><div class="footnote-content"><p>{1}</p></div></div>',
    ),
    "ghost": ('<sup><a href="#fn{0}" id="fnref{0}">[{0}]</a></sup>', '<p id="fn{0}"><sup>{0}</sup> {1} <a href="#fnref{0}">↩</a></p>'),
    "wordpress core": ('<sup data-fn="a{0}" class="fn"><a href="#a{0}" id="a{0}-link">{0}</a></sup>', '<ol class="wp-block-footnotes"><li id="a{0}" value="{0}">{1} <a href="#a{0}-link">↩︎</a></li></ol>'),
    "easy footnotes": ('<sup class="easy-footnote"><a href="#easy-footnote-bottom-{0}">{0}</a></sup>', '<ol class="easy-footnotes-wrapper" start="{0}"><li id="easy-footnote-bottom-{0}">{1}</li></ol>'),
    "mci footnotes": ('<sup><a href="#footnote_plugin_reference_{0}">[{0}]</a></sup>', '<table><tbody><tr><th scope="row"><a id="footnote_plugin_reference_{0}"><span>&#8593;</span>{0}</a></th><td>{1}</td></tr></tbody></table>'),
    "modern footnotes": ('<sup class="modern-footnotes-footnote" data-mfn="{0}"><a href="javascript:void(0)">{0}</a></sup><span role="tooltip" class="modern-footnotes-footnote__note">{1}</span>', ""),
    "word": ('<a href="#_ftn{0}" name="_ftnref{0}"><sup>[{0}]</sup></a>', '<div id="ftn{0}"><p class="MsoFootnoteText"><a href="#_ftnref{0}" name="_ftn{0}">[{0}]</a> {1}</p></div>'),
    "google docs": ('<sup><a href="#ftnt{0}" id="ftnt_ref{0}">[{0}]</a></sup>', '<div><p><a href="#ftnt_ref{0}" id="ftnt{0}">[{0}]</a><span> {1}</span></p></div>'),
    "kramdown": ('<sup id="fnref:{0}"><a href="#fn:{0}" class="footnote" role="doc-noteref">{0}</a></sup>', '<div class="footnotes" role="doc-endnotes"><ol start="{0}"><li id="fn:{0}"><p>{1} <a href="#fnref:{0}" class="reversefootnote">&#8617;</a></p></li></ol></div>'),
    "pandoc": ('<a href="#fn{0}" class="footnote-ref" id="fnref{0}" role="doc-noteref"><sup>{0}</sup></a>', '<section class="footnotes" role="doc-endnotes"><hr><ol start="{0}"><li id="fn{0}"><p>{1}<a href="#fnref{0}" role="doc-backlink">↩︎</a></p></li></ol></section>'),
    "quarto": ('<span class="citation">[<a href="#ref-{0}" role="doc-biblioref">{0}</a>]</span>', '<div id="refs" class="references"><div id="ref-{0}" class="csl-entry"><div class="csl-left-margin">{0}.</div><div class="csl-right-inline">{1}</div></div></div>'),
    "asciidoc": ('<sup class="footnote">[<a id="_footnoteref_{0}" class="footnote" href="#_footnotedef_{0}">{0}</a>]</sup>', '<div id="footnotes"><hr><div class="footnote" id="_footnotedef_{0}"><a href="#_footnoteref_{0}">{0}</a>. {1}</div></div>'),
    "mediawiki": ('<sup id="cite_ref-{0}" class="reference"><a href="#cite_note-{0}">&#91;{0}&#93;</a></sup>', '<ol class="references" start="{0}"><li id="cite_note-{0}"><span class="mw-cite-backlink"><a href="#cite_ref-{0}">^</a></span> <span class="reference-text">{1}</span></li></ol>'),
    "ids of one's own": ('<a href="#s{0}">[{0}]</a>', '<ol start="{0}"><li id="s{0}">{1}</li></ol>'),
    "terms": ("<sup>[{0}]</sup>", "<dl><dt>[{0}]</dt><dd>{1}</dd></dl>"),
    "bare terms": ("<sup>[{0}]</sup>", "<dl><dt>{0}.</dt><dd>{1}</dd></dl>"),
    "paragraphs": ("<sup>{0}</sup>", "<p><sup>{0}</sup> {1}</p>"),
    "aside": ('<sup><a href="#n{0}">{0}</a></sup>', '<aside class="notes"><ol start="{0}"><li id="n{0}">{1}</li></ol></aside>'),
    "folded": ('<sup><a href="#n{0}">{0}</a></sup>', '<div class="accordion" style="display:none"><h2>Sources</h2><ol start="{0}"><li id="n{0}">{1}</li></ol></div>'),
    "drupal": ('<a class="see-footnote" id="footnoteref{0}_x" title="note" href="#footnote{0}_x">{0}</a>', '<ul class="footnotes"><li class="footnote" id="footnote{0}_x"><a class="footnote-label" href="#footnoteref{0}_x">{0}.</a> {1}</li></ul>'),
    "table of sources": ("[{0}]", "<table><tr><td>[{0}]</td><td>{1}</td></tr></table>"),
    "break after label": ("[{0}]", "<p>[{0}]<br>{1}</p>"),
    "bigfoot": ('<sup id="fnref:{0}"><a href="#fn:{0}" rel="footnote">{0}</a></sup>', '<div class="footnotes"><ol start="{0}"><li class="footnote" id="fn:{0}"><p>{1} <a href="#fnref:{0}" title="return">↩</a></p></li></ol></div>'),
    "hugo": ('<sup id="fnref:{0}"><a href="#fn:{0}" class="footnote-ref" role="doc-noteref">{0}</a></sup>', '<div class="footnotes" role="doc-endnotes"><hr><ol start="{0}"><li id="fn:{0}"><p>{1}&#160;<a href="#fnref:{0}" class="footnote-backref">&#x21a9;&#xfe0e;</a></p></li></ol></div>'),
    "sphinx": ('<a class="footnote-reference brackets" href="#id{0}" id="r{0}" role="doc-noteref"><span class="fn-bracket">[</span>{0}<span class="fn-bracket">]</span></a>', '<aside class="footnote brackets" id="id{0}" role="doc-footnote"><span class="label"><span class="fn-bracket">[</span><a role="doc-backlink" href="#r{0}">{0}</a><span class="fn-bracket">]</span></span><p>{1}</p></aside>'),
    "medium": ("<sup>{0}</sup>", "<blockquote><p>[{0}] {1}</p></blockquote>"),
}  # fmt: skip


@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize("whole", [True, False])
def test_footnotes_of_a_cms_answer_their_calls(shape: str, whole: bool) -> None:
    call, note = SHAPES[shape]
    body = (
        CALLED.format(call.format(1, NOTE), call.format(2, OTHER))
        + note.format(1, NOTE)
        + note.format(2, OTHER)
    )
    html = (
        f"<html lang=en><body><article><h1>The pier is closed</h1>{body}</article></body></html>"
        if whole
        else body
    )
    found = document(html, Format.HTML)
    assert (orphans(found), labels(found)) == ([], [("1", True), ("2", True)])


@pytest.mark.parametrize("opening", ["<ol reversed>", "<ol reversed start=2>"])
def test_a_list_that_counts_down_has_its_numbers(opening: str) -> None:
    found = document(
        f"{CALLED.format('[2]', '[1]')}<h2>References</h2>{opening}<li>{NOTE}</li><li>{OTHER}</li></ol>",
        Format.HTML,
    )
    assert [it.label for it in found.references] == ["2", "1"]


def test_items_have_the_numbers_that_they_are_given() -> None:
    found = document(
        f"{CALLED.format('[5]', '[6]')}<h2>References</h2><ol><li value=5>{NOTE}</li><li>{OTHER}</li></ol>",
        Format.HTML,
    )
    assert [it.label for it in found.references] == ["5", "6"]


def test_a_list_beside_the_article_ends_with_what_it_stands_in() -> None:
    found = document(
        f"<p>{PROSE}</p><aside class=related><p>References</p><ul><li>A theory of gates. Harrow, Coast Review (2011)</li></ul></aside>"
        "<h3>Small gates</h3><p>The small gate is a kind of gate with a door of its own.</p><p>It opens in two stages.</p>",
        Format.HTML,
    )
    assert [it.words for it in found.references] == ["A theory of gates. Harrow, Coast Review (2011)"]


@pytest.mark.parametrize("form", [Format.TEXT, Format.MARKDOWN, Format.HTML])
@pytest.mark.parametrize("label", ["[{}] ", "[{}]"])
def test_a_list_in_the_paragraph_of_its_heading_is_one(form: Format, label: str) -> None:
    listed = "\n".join(f"{label.format(number)}{entry}" for number, entry in enumerate(ENTRIES, 1))
    if form is Format.HTML:
        listed = listed.replace("\n", "<br>")
        text = f"<p>{PROSE}</p><p><b>Sources:</b><br>{listed}</p><p>About the author: Jo Hall minds the gate.</p>"
    else:
        heading = "**Sources:**" if form is Format.MARKDOWN else "Sources:"
        text = f"{PROSE}\n\n{heading}\n{listed}\n\nAbout the author: Jo Hall minds the gate.\n"
    found = document(text, form)
    assert (orphans(found), labels(found)) == ([], ALL)
    assert all(found[it.span].startswith("[") for it in found.references if it.span)

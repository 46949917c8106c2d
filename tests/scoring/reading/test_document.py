"""An article is read in stages, each of which knows what the one before it found."""

from dataclasses import replace

from scoring import Article, read
from scoring.document import Document, Draft, Page, grown
from scoring.memo import once_per_document

TEXT = "LONDON (Example Wire) - President Joe Biden met the council on 12 May 2021, the mayor said."


def test_what_is_worked_out_of_a_page_is_not_worked_out_again() -> None:
    asked: list[Page] = []

    @once_per_document
    def length(page: Page) -> int:
        asked.append(page)
        return len(page.text)

    page = Page(Article(TEXT), TEXT, lower=TEXT.lower())
    draft = grown(Draft, page, language="en", words=3)
    assert length(page) == len(TEXT)
    document = grown(Document, grown(Draft, page, words=3))
    assert [length(draft), length(document), length(page)] == [len(TEXT)] * 3
    assert len(asked) == 2  # `draft` was made before the page was asked
    assert document.words == 3


def test_a_changed_document_forgets_what_was_worked_out() -> None:
    calls: list[str] = []

    @once_per_document
    def text(page: Page) -> str:
        calls.append(page.text)
        return page.text

    document = read(Article(TEXT, language="en"))
    assert text(document) == TEXT
    assert text(replace(document, text="other")) == "other"
    assert text(document) == TEXT
    assert calls == [TEXT, "other"]


def test_what_is_worked_out_goes_with_its_document() -> None:
    one, other = read(Article(TEXT, language="en")), read(Article(TEXT, language="en"))
    assert one == other
    assert one.memo is not other.memo


def test_a_text_in_another_language_has_its_layout_and_dates_only() -> None:
    document = read(
        Article("Am 3. Mai 2021 tagte der Rat. Der Rat und die Stadt sind sich einig.", language="de")
    )
    assert not document.covered
    assert [document[mention.span] for mention in document.dates] == ["3. Mai 2021"]
    assert document.sentences == document.quotes == document.stamps == ()

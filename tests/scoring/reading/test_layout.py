"""What holds for the layout of every format: equal blocks, sound spans, and no text that breaks it."""

import re

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from scoring import Article
from scoring.article import Format
from scoring.document import BlockKind
from scoring.layout.layout import Layout
from scoring.layout.lowercase import lower
from scoring.layout.pieces import MOST_PIECES
from scoring.reading import LAY_OUT

WALL = {
    Format.TEXT: """The harbour wall waits for autumn

By Jane Roe

Published 3 May 2025

The council put off its vote on the harbour wall on Tuesday, after two hours of argument over who pays for it.[1]

What it costs

The plan has three parts, and each of them has its own bill:

- The wall itself: 9 million
- Dredging: 4 million
- A new quay

Part | Cost
Wall | 9m
Quay | 3m

> “We cannot pay for it,” said the treasurer.

What comes next

The council meets again in October.[2] Until then, the boats stay where they are.

References

[1] Harbour Board. (2025). Minutes of the meeting. https://board.example.org/minutes

[2] The Quay Post. (2025). Council calendar.
""",
    Format.MARKDOWN: """# The harbour wall waits for autumn

By Jane Roe

Published 3 May 2025

The council **put off** its vote on the harbour wall on Tuesday,
after two hours of argument over who pays for it.[1]

## What it costs

The plan has three parts, and each of them has its own bill:

* The wall itself: 9 million
* Dredging: 4 million
* A new quay

| Part | Cost |
|------|------|
| Wall | 9m   |
| Quay | 3m   |

> “We cannot pay for it,” said the treasurer.

## What comes next

The council meets again in October.[2] Until then, the boats stay where they are.

## References

[1] Harbour Board. (2025). Minutes of the meeting. https://board.example.org/minutes

[2] The Quay Post. (2025). Council calendar.
""",
    Format.HTML: """<!doctype html><html lang="en"><head><title>The harbour wall waits for autumn | The Quay Post</title></head>
<body><a href="#main">Skip to content</a><nav><a href="/">Home</a></nav><main id="main"><article>
<h1>The harbour wall waits for autumn</h1><p class="byline">By Jane Roe</p><p>Published <time>3 May 2025</time></p>
<p>The council <strong>put off</strong> its vote on the harbour wall on Tuesday, after two hours of argument over who
pays for it.<sup><a href="#r1">1</a></sup></p><h2>What it costs</h2>
<p>The plan has three parts, and each of them has its own bill:</p>
<ul><li>The wall itself: 9 million</li><li>Dredging: 4 million</li><li><p>A new quay</p></li></ul>
<table><tr><th>Part</th><th>Cost</th></tr><tr><td>Wall</td><td>9m</td></tr><tr><td>Quay</td><td>3m</td></tr></table>
<blockquote><p>“We cannot pay for it,” said the treasurer.</p></blockquote>
<h2>What comes next</h2><p>The council meets again in October.<sup>[2]</sup> Until then, the boats stay where they are.</p>
<h2>References</h2><ol><li id="r1">Harbour Board. (2025). Minutes of the meeting. https://board.example.org/minutes</li>
<li>The Quay Post. (2025). Council calendar.</li></ol></article></main>
<aside class="related"><h3>Related stories</h3><ul><li><a href="/x">What dredgers do</a></li></ul></aside>
<footer>© 2025 The Quay Post</footer></body></html>""",
}

FERRY = {
    Format.TEXT: """Ferry to the island stops for good
The last ferry to the island left on Friday with four passengers and a goat.
Why it ends
Fewer people take it every year, the company said.
1. It costs too much to run.
2. Its engine is older than its captain.
3. The bridge opened in spring.
What remains
The islanders have a bridge now, and they say that they will miss the boat.
Photo: Jane Roe
Read also: The bridge in pictures
""",
    Format.MARKDOWN: """Ferry to the island stops for good
==================================

The last ferry to the island left on Friday with four passengers and a goat.

### Why it ends

Fewer people take it every year, the company said.

1. It costs too much to run.
2. Its engine is older than its captain.
3. The bridge opened in spring.

### What remains

The islanders have a bridge now, and they say that they will miss the boat.

*Photo: Jane Roe*

Read also: [The bridge in pictures](/bridge)
""",
    Format.HTML: """<div class="entry"><p><b>Ferry to the island stops for good</b></p>
<p>The last ferry to the island left on Friday with four passengers and a goat.</p>
<h3>Why it ends</h3><p>Fewer people take it every year, the company said.</p>
<ol><li>It costs too much to run.<li>Its engine is older than its captain.<li>The bridge opened in spring.</ol>
<h3>What remains</h3><p>The islanders have a bridge now, and they say that they will miss the boat.</p>
<figure><img src="b.jpg"><figcaption>Photo: Jane Roe</figcaption></figure>
<p>Read also: <a href="/bridge">The bridge in pictures</a></p></div>""",
}

CODE = {
    Format.TEXT: """How the tide table is made
The port counts the hours by hand, and then it runs this:

```
tide = moon + sun
```

> Nobody checks it, said the harbour master.

It has been right since 1978.
""",
    Format.MARKDOWN: """# How the tide table is made

The port counts the hours by hand, and then it runs this:

    tide = moon + sun

> Nobody checks it, said the harbour master.

It has been right since 1978.
""",
    Format.HTML: """<h1>How the tide table is made</h1><p>The port counts the hours by hand, and then it runs this:</p>
<pre><code>tide = moon + sun
</code></pre><blockquote>Nobody checks it, said the harbour master.</blockquote><p>It has been right since 1978.""",
}


def blocks(layout: Layout) -> list[tuple[str, str]]:
    """Kind and words of the blocks, page furniture aside."""
    return [
        (block.kind.value, " ".join(layout.text[slice(*block.span)].split()))
        for block in layout.blocks
        if block.kind is not BlockKind.FURNITURE
    ]


def laid(body: str, form: Format) -> Layout:
    return LAY_OUT[form](Article(body, form))


@pytest.mark.parametrize("article", [WALL, FERRY, CODE], ids=["wall", "ferry", "code"])
@pytest.mark.parametrize("form", [Format.HTML, Format.MARKDOWN])
def test_an_article_has_the_same_blocks_in_every_format(article: dict[Format, str], form: Format) -> None:
    plain, other = laid(article[Format.TEXT], Format.TEXT), laid(article[form], form)
    assert blocks(other) == blocks(plain)
    assert other.title == plain.title
    assert len(other.title_spans) == len(plain.title_spans)


@pytest.mark.parametrize("article", [WALL, FERRY], ids=["wall", "ferry"])
@pytest.mark.parametrize("form", [Format.HTML, Format.MARKDOWN])
def test_the_text_made_of_html_reads_as_plain_text_too(article: dict[Format, str], form: Format) -> None:
    layout = laid(article[form], form)
    own = "".join(
        "" if block.kind is BlockKind.FURNITURE else layout.text[before:end]
        for block, before, end in zip(
            layout.blocks,
            [0, *[block.span.end for block in layout.blocks]],
            [block.span.end for block in layout.blocks],
            strict=False,
        )
    )
    assert blocks(laid(own, Format.TEXT)) == blocks(layout)


@pytest.mark.parametrize("gap", ["\n", "\n\n", "\n \t\n\n"])
def test_blank_lines_change_no_block(gap: str) -> None:
    article = FERRY[Format.TEXT]
    assert blocks(laid(article.replace("\n", gap), Format.TEXT)) == blocks(laid(article, Format.TEXT))


def sound(layout: Layout) -> None:
    end = 0
    for block in layout.blocks:
        assert end <= block.span.start < block.span.end <= len(layout.text)
        end = block.span.end
        words = layout.text[slice(*block.span)]
        assert words == words.strip()
        for cell in block.cells:
            assert block.span.start <= cell.start <= cell.end <= block.span.end
    titles = [block.span for block in layout.blocks if block.kind is BlockKind.TITLE]
    assert list(layout.title_spans) == titles
    for link in layout.links:
        assert 0 <= link.span.start < link.span.end <= len(layout.text)
    for stamp in layout.stamps:
        assert stamp.span is None or 0 <= stamp.span.start < stamp.span.end <= len(layout.text)


# Two spaces part the scraps.
SCRAPS = st.sampled_from(
    re.split(
        r"\s{2,}",
        """<div>  </div>  <p>  </p>  <ul>  <ol>  <li>  </li>  </ul>  <table>  <tr>  <td>  <th>  </td>  </tr>  </table>  <h1>  <h2>
        </h2>  <br>  <a  <a href="https://a.example">  <a href="#fn1">  <a href="http://[">  </a>  <sup>  </sup>  <blockquote>
        </blockquote>  <pre>  </pre>  <script>  </script>  <!--  -->  <!x  <style>  <span hidden>  </span>  <nav>  </nav>
        <article>  </article>  <header>  <footer>  <section class="references">  <time datetime="2025-01-01">  </time>
        <title>  </title>  <html lang=en>  <body>  <q>  </q>  <svg>  <meta name=date content=2025-02-30>  <p class=byline>
        <div class=related>  &amp;  &#0;  &#xD800;  &#99999999999;  &lt;  <  >  "  '  =  -  *  #  >  |  ||  ---  [1]  [^1]
        [^1]:  1.  12)  •  ```  ~~~  **  _  word  Word  word.  By Jane Roe  References  Sources:  Read also:  Latest
        Photo:  2025  3 May  Published  https://a.example/b  ,  .  ?  !  “  ”  İ  日本  😀  \0""",
    )
    + list("\n \t\xa0\x0b\x1c\u2028")
    + ["\n\n", "  ", "\r\n", "| a | b |\n", "|---|---|\n"]
)
TEXTS = st.one_of(
    st.lists(SCRAPS, max_size=60).map("".join),
    st.lists(SCRAPS, max_size=60).map(" ".join),
    st.lists(SCRAPS, max_size=60).map("\n".join),
    st.text(st.characters(exclude_categories=["Cs"]), max_size=200),
)


@pytest.mark.parametrize("form", list(Format))
@settings(max_examples=400, deadline=None)
@given(text=TEXTS, title=st.none() | st.sampled_from(["word", "Word word.", " ", "..."]))
@example(text="<script type=application/ld+json>" + "[" * 3000, title=None)
@example(text="&#" + "9" * 5000 + ";", title=None)
@example(text="\t| | |\x0c|\n1[ |-|-|[:", title=None)
@example(text="1.  Why it matters\n\nThe bridge carries half of the town's traffic.", title=None)
@example(text="1.  > | a |\n[^1]: 1``\t", title=None)
def test_no_text_breaks_the_layout(form: Format, text: str, title: str | None) -> None:
    sound(LAY_OUT[form](Article(text, form, title=title)))


HOSTILE = {
    "open brackets": "<" * 100_000,
    "nested parts": "<div>" * 50_000,
    "nested lists": "<ul><li>a" * 20_000,
    "nested tables": "<table><tr><td>" * 20_000,
    "unclosed bold": "".join(f"<b a={n}>" for n in range(5_000)) + "<p>x" * 5_000,
    "unclosed tags": "<a " * 50_000,
    "unclosed quotes": '<a x="<a " ' * 20_000,
    "ends without starts": "<table><td>" + "<div>" * 20_000 + "</section>" * 20_000,
    "raised links": '<sup class="ref"><a href="//a">1</a></sup>' * 8_000,
    "squares": "[" * 200_000,
    "bars": "|" * 200_000,
    "bullets": "- \n" * 60_000,
    "quotes": ">" * 100_000,
    "short lines": "a\n" * 100_000,
    "spaces": " " * 200_000,
    "nulls": "\0" * 100_000,
    "entities": "&" * 100_000,
    "footnotes": "[^1]: a\n\n" + "[^1]" * 20_000,
    "entries": "[1] a\n" * 40_000,
    "fences": "```a\n~~~\n" * 20_000,
}


@pytest.mark.parametrize("form", list(Format))
@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_hostile_texts_are_laid_out_like_any_other(form: Format, text: str) -> None:
    layout = laid(text, form)
    sound(layout)
    assert len(layout.blocks) <= MOST_PIECES + 1


@given(st.text(st.characters(exclude_categories=["Cs"])))
@example("İstanbul ẞ ΑΣ")
def test_lowering_keeps_every_offset(text: str) -> None:
    lowered = lower(text)
    assert len(lowered) == len(text)
    assert all(
        small in (letter, letter.lower(), "ς", "σ") for letter, small in zip(text, lowered, strict=True)
    )

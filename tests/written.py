"""Files of articles made by chance, of our own words, in every shape that Markdown and HTML have."""

import random
import re
from html import escape

from scoring import Document, Span, decoded

_WORDS = [
    "council",
    "harbour",
    "ferry",
    "budget",
    "residents",
    "café",
    "naïve",
    "🚢",
    "2024",
    "report",
    "mayor",
    "Saltby",
    "lane",
    "bridge",
    "&",
    "<",
    ">",
    "“quoted”",
    "it's",
    "water-level",
    "coöperate",
    "étude",
    "12.5%",
    "£40,000",
    "the",
    "a",
    "of",
    "said",
    "and",
    "to",
    "was",
    "in",
    "on",
    "by",
    "at",
]
_ADDRESS = "https://saltby.example/the-report/said-the-mayor_(2024)"
_LETTER = re.compile(r"[^\W_]")


class Writer:
    """Writes articles of our own words in every shape that a file may have; the same seed writes the same file."""

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)

    def words(self, least: int = 3, most: int = 18) -> list[str]:
        return [self.random.choice(_WORDS) for _ in range(self.random.randint(least, most))]

    def markdown(self) -> str:
        parts = [
            self.random.choice(["", "---\ntitle: Council delays vote\ndate: 2026-11-25\n---\n\n", "\n\n"]),
            *(self.random.choice(_MARKDOWN)(self) for _ in range(self.random.randint(4, 14))),
        ]
        return self.random.choice(["\n", "\r\n"]).join("".join(parts).split("\n"))

    def html(self) -> str:
        body = "".join(self.random.choice(_HTML)(self) for _ in range(self.random.randint(4, 14)))
        return self.random.choice(["", _HEAD]) + body

    def markdown_line(self) -> str:
        return " ".join(
            self.random.choice(
                [w, w, w, w, f"**{w}**", f"*{w}*", f"[{w}]({_ADDRESS})", f'[{w}]({_ADDRESS} "t")', f"`{w}`"]
            )
            if w not in "<>&"
            else f"&{ {'<': 'lt', '>': 'gt', '&': 'amp'}[w] };"
            for w in self.words()
        )

    def html_line(self) -> str:
        return (
            self.random.choice([" ", "\n", "\n  "])
            .join(
                self.random.choice(
                    [
                        w,
                        w,
                        w,
                        f"<b>{w}</b>",
                        f'<a class="said" href="{_ADDRESS}">{w}</a>',
                        f"<i>{w[:1]}</i>{w[1:]}",
                    ]
                    if w[0].isalnum()
                    else [w]
                )
                for w in map(escape, self.words())
            )
            .replace("“", "&ldquo;")
        )


_MARKDOWN = (
    lambda w: f"# {w.markdown_line()}\n\n",
    lambda w: f"{w.markdown_line()}\n{w.markdown_line()}.\n\n",
    lambda w: f"{w.markdown_line()}.\n\n",
    lambda w: f"- {w.markdown_line()}\n- {w.markdown_line()}\n  - {w.markdown_line()}\n\n",
    lambda w: f"1. {w.markdown_line()}\n2. {w.markdown_line()}\n\n",
    lambda w: f"> {w.markdown_line()}\n> {w.markdown_line()}\n\n",
    lambda w: f"| a | b |\n|---|---|\n| {w.markdown_line()} | {w.markdown_line()} |\n\n",
    lambda w: f"[1]: {' '.join(w.words())}. {_ADDRESS}\n\n",
    lambda w: f"<div>{' '.join(map(escape, w.words()))}</div>\n\n",
    lambda w: (
        f"{w.markdown_line()}.[^n{w.random.randint(1, 9)}]\n\n[^n{w.random.randint(1, 9)}]: {w.markdown_line()}\n\n"
    ),
    lambda w: f"```\n{' '.join(w.words())}\n```\n\n",
)
_HTML = (
    lambda w: f"<h2>{w.html_line()}</h2>\n",
    lambda w: f'<p class="council report">{w.html_line()}.</p>\n\n',
    lambda w: f"<p>{w.html_line()}.\n",
    lambda w: f"<ul><li>{w.html_line()}<li>{w.html_line()}</ul>",
    lambda w: f"<blockquote><p>{w.html_line()}</p></blockquote>",
    lambda w: f"<table><tr><th>{w.html_line()}<th>b<tr><td>{w.html_line()}<td>{w.html_line()}</table>",
    lambda w: f"<p hidden>{w.html_line()}</p><!-- {' '.join(w.words())} -->",
    lambda w: f"<script>said = '{' '.join(w.words())}'</script>",
    lambda w: f"<p>{w.html_line()}<sup><a href='#fn1'>1</a></sup></p><ol><li id=fn1>{w.html_line()}</ol>",
    lambda w: f"<nav><a href=/>{w.html_line()}</a></nav>",
    lambda w: f"<p><q>{w.html_line()}</q> {w.html_line()}<br>{w.html_line()}</p>",
)
_HEAD = "<!doctype html>\n<html lang=en><head><title>The council said</title>\n<style>p{}</style></head>\n<body>\n"


def shown(stretch: str) -> str:
    """The letters and figures of a stretch of a file, without its markup."""
    stretch = re.sub(
        r"<!--.*?-->|<(?:script|style).*?</(?:script|style)>|</?[a-z][^<>]*>", "", stretch, flags=re.S
    )
    stretch = re.sub(r"\]\([^()\s]*(?:\([^()\s]*\))?[^()\s]*(?: \"t\")?\)", "]", stretch)
    return "".join(_LETTER.findall(decoded(stretch)))


def passages(document: Document) -> list[Span]:
    """Every block, and stretches of words within them. Numbers of notes in brackets are written by the reader."""
    found = [block.span for block in document.blocks]
    for block in document.blocks:
        inside = document.text[slice(*block.span)]
        found += [
            Span(block.span.start + part.start(), block.span.start + part.end())
            for part in re.finditer(r"(?<![\[\w])[^\W\d][\w ]{0,60}", inside)
        ]
    return found


def letters(text: str) -> str:
    return "".join(_LETTER.findall(re.sub(r"\[\d\]", "", text)))

"""Read and judge what nobody writes until the time is over: `make fuzz`, a minute over bytes that coverage guides.

    python tools/fuzz.py [--seconds 60] [--corpus FOLDER]

Needs atheris, which `make fuzz` installs in an environment of its own. An input that raises, or takes longer than a
second a hundred kilobytes, ends the command with a traceback and is written to the folder that libFuzzer names.
"""

import argparse
import sys
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path

import atheris

sys.path.insert(0, str(Path(__file__).parent.parent))

with atheris.instrument_imports(include=["scoring"]):
    from scoring import Article, Evidence, Format, fingerprint_of, judge, read, report_json, shipped, wants

FORMATS = tuple(Format)
LONGEST = 4096
# Shorter texts are not judged, so each is made long enough.
FILLER = "\n\n" + "The council approved the plan for the bridge on the river. " * 15
EVIDENCE = Evidence(datetime(2026, 11, 1, tzinfo=UTC))
# One input of a few kilobytes that takes this many seconds of CPU grows badly.
MOST_SECONDS = 2.0
SEEDS = (
    "\0By Ada Berg\n\n“We go,” said Ada Berg.[1]\n\nReferences\n\n[1] Berg, A. (2020). Title. https://a.example/1",
    "\1<h1>Title</h1><p class='byline'>By Ada Berg</p><p>It is so<sup><a href='#n1'>1</a></sup>.</p><ol><li id=n1>Note</li></ol>",
    '\2# Title\n\nSee [the page](https://a.example/x "t").[^1]\n\n## References\n\n<ol><li>See [www.a.example](http://b.example).</li></ol>\n\n[^1]: x',
)


def main() -> None:
    """Fuzz until the time is over."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=int, default=60)
    parser.add_argument("--corpus", type=Path, help="folder of inputs that are kept from one run to the next")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        corpus = given.corpus or Path(folder)
        corpus.mkdir(parents=True, exist_ok=True)
        for number, seed in enumerate(SEEDS):
            (corpus / f"seed-{number}").write_bytes(seed.encode())
        dictionary = Path(folder) / "dictionary"
        dictionary.write_text("".join(f"{_quoted(word)}\n" for word in WORDS))
        options = (
            f"-max_total_time={given.seconds}",
            f"-max_len={LONGEST}",
            f"-dict={dictionary}",
            "-timeout=60",
        )
        atheris.Setup([sys.argv[0], str(corpus), *options], check)
        atheris.Fuzz()


WORDS = (
    "<p>", "</p>", "<a href=\"", "<li>", "<ol>", "<sup>", "<table><tr><td>", "<blockquote>", "<script type=\"application/ld+json\">",
    "<!--", "-->", "&amp;", "&#", "](http://", "[^1]", "[1]", "www.", "https://", "## References\n", "\n\n", "“", "”", " said ",
    "according to ", "3 March 2026", "2026-03-04", "10.1000/", "ISBN ", "Retrieved ", "By ", " | ", "|-|", "```", "> ", "- ", "1. ",
)  # fmt: skip


def _quoted(word: str) -> str:
    return '"' + "".join(f"\\x{byte:02x}" for byte in word.encode()) + '"'


def check(data: bytes) -> None:
    """Judge one input: its first byte chooses the format.

    Raises what reading, judging or a check raised, and TimeoutError for one that takes too much CPU.
    """
    if not data:
        return
    format = FORMATS[data[0] % len(FORMATS)]
    text = data[1:].decode("utf-8", "replace").replace("\0", " ")
    article = Article(text + FILLER, format=format, language="en", title="Port reopens")
    begun = time.process_time()
    document = read(article)
    wants(document, shipped())
    fingerprint_of(document)
    report = judge(document, EVIDENCE, shipped())
    report_json(report)
    for failure in report.failed:
        raise failure.exception
    spent = time.process_time() - begun
    if spent > MOST_SECONDS:
        raise TimeoutError(f"{spent:.1f} s of CPU for {len(text)} characters")


if __name__ == "__main__":
    main()

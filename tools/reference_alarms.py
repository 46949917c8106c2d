"""What the citation checks say of articles that are known to be genuine, one line for each finding that costs something.

    python -m tools.reference_alarms FILE... [--references] [--most N]

Reads what `assay score` reads (.jsonl: one submission a line; .html, .md, .txt and folders of them), offline. `--references` keeps the
articles that have a list of two entries or more. Every line is for a person to read: whether the finding is wrong, no
program can tell. Prints the counts by code last, and no more of a text than the flagged words.
"""

import argparse
import gzip
import json
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from scoring import Article, AssayError, Document, Evidence, Family, Format, Severity, judge, read, shipped

FORMATS = {".html": Format.HTML, ".htm": Format.HTML, ".md": Format.MARKDOWN, ".txt": Format.TEXT}
LONGEST_SHOWN = 100
SERIOUS = (Severity.HIGH, Severity.MEDIUM)


def articles(path: Path) -> Iterator[tuple[str, Article]]:
    """Every article of a file or folder with its name."""
    if path.is_dir():
        for inner in sorted(path.rglob("*")):
            if inner.suffix in FORMATS:
                yield from articles(inner)
    elif ".jsonl" in path.name:
        body = gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes()
        for line in body.splitlines():
            row = json.loads(line)
            if row.get("label") in (None, "reliable", "human"):
                yield row["id"], _submitted(row)
    else:
        text = path.read_bytes().decode("utf-8", "replace")
        yield path.name, Article(text, format=FORMATS[path.suffix])


def _submitted(row: dict[str, str]) -> Article:
    name = next(name for name in ("html", "markdown", "text") if row.get(name))
    return Article(
        row[name],
        format=Format(name),
        title=row.get("title"),
        url=row.get("url"),
        published_at=row.get("published_at"),
    )


def told(document: Document) -> Iterator[tuple[str, str]]:
    """The codes of citation findings that cost something, each with what it is about."""
    for judged in judge(document, Evidence(), shipped()).findings:
        if judged.check.family is Family.CITATIONS and judged.severity in SERIOUS:
            words = [document[span] for span in judged.finding.spans[:2]]
            yield f"{judged.severity.value} {judged.check.code}", " … ".join([judged.finding.message, *words])


def main() -> None:
    """Print each finding, then the counts."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("paths", type=Path, nargs="+")
    parser.add_argument("--references", action="store_true", help="only articles with a list of references")
    parser.add_argument("--most", type=int, default=1_000_000, help="so many articles at most")
    given = parser.parse_args()
    counts: Counter[str] = Counter()
    for path in given.paths:
        for name, article in articles(path):
            if counts["articles"] >= given.most:
                break
            try:
                document = read(article)
            except AssayError:
                counts["unreadable"] += 1
                continue
            if given.references and len(document.references) < 2:
                continue
            counts["articles"] += 1
            counts["references"] += len(document.references)
            counts["markers"] += len(document.markers)
            for code, about in told(document):
                counts[code] += 1
                print(f"{name}: {code}: {' '.join(about.split())[: 3 * LONGEST_SHOWN]}")
    print(dict(counts))


if __name__ == "__main__":
    main()

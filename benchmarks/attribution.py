"""Quotes and sources in articles: reading them on one core, beside textacy on spaCy in the same text."""

import importlib
import statistics

from benchmarks.reading import MODEL, cpu_seconds, tail
from scoring import Article, read
from scoring.reading.attribution.quotes import find_attributions
from tools.texts import articles

CHARACTERS = 4_500


def main() -> None:
    """Print CPU time for each article and the ratio."""
    texts = [text[:CHARACTERS] for text in articles(100)]
    documents = {text: read(Article(text)) for text in texts}
    spent = cpu_seconds(lambda text: find_attributions(documents[text]), texts, rounds=3)
    mean = statistics.mean(spent)
    p95 = sorted(spent)[int(len(spent) * 0.95)]
    print(f"\nattribution: {len(texts)} articles of {CHARACTERS} characters, one core, CPU time")
    print(f"  assay             mean {mean * 1e3:6.2f} ms   p95 {p95 * 1e3:.2f}   {tail(spent)}")
    try:
        parse = importlib.import_module(MODEL).load()
        quotations = importlib.import_module("textacy.extract.triples").direct_quotations
    except ImportError:
        print("  textacy on spaCy  not installed: pip install -r benchmarks/requirements.txt")
        return
    refused = set()

    def theirs(text: str) -> None:
        document = parse(text)
        try:
            list(quotations(document))
        except (
            ValueError
        ):  # an odd number of quotation marks; the parse, which is nearly all of the time, was done
            refused.add(text)

    slow = cpu_seconds(theirs, texts[:8], rounds=1)
    other = statistics.mean(slow)
    print(
        f"  textacy on spaCy  mean {other * 1e3:6.0f} ms   {tail(slow)}   refuses {len(refused)} of {len(slow)}"
    )
    print(f"  ratio             {other / mean:6.0f} x")

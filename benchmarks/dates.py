"""Dates in articles: reading them and every date check on one core, beside dateparser's search in the same text."""

import importlib
import statistics
import time
from dataclasses import replace

from benchmarks.reading import cpu_seconds, tail
from scoring import CATALOGUE, Article, Evidence, Family, read
from scoring.reading.dates.mentions import find_dates
from tools.texts import articles

CHECKS = [check for check in CATALOGUE if check.family is Family.DATES]


def main() -> None:
    """Print CPU time for each article and the ratio."""
    texts = articles(100)
    documents = {text: read(Article(text, published_at="2024-06-10")) for text in texts}
    evidence = Evidence()

    def ours(text: str) -> object:
        # A copy knows nothing of what an earlier round worked out.
        document = replace(documents[text])
        return find_dates(document, document.stamps, document.words), [
            list(check(document, evidence)) for check in CHECKS
        ]

    spent = cpu_seconds(ours, texts, rounds=3)
    mean = statistics.mean(spent)
    print(
        f"\ndates: {len(texts)} articles of {len(texts[0])} characters, found and judged by {len(CHECKS)} checks"
    )
    print(f"  assay               mean {mean * 1e3:6.2f} ms   {tail(spent)}")
    flood = "It was 12 May 2021, 31 June 2022, last week and 3/4/2021. " * 1750
    started = time.process_time()
    read(Article(flood, language="en"))
    print(f"  100 kB of dates     {time.process_time() - started:6.2f} s")
    try:
        search = importlib.import_module("dateparser.search").search_dates
    except ImportError:
        print("  dateparser.search   not installed: pip install -r benchmarks/requirements.txt")
        return
    slow = cpu_seconds(lambda text: search(text, languages=["en"]), texts[:5], rounds=1)
    other = statistics.mean(slow)
    print(f"  dateparser.search   mean {other * 1e3:6.0f} ms   {tail(slow)}")
    print(f"  ratio               {other / mean:6.0f} x")

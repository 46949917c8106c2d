"""Filler in articles: all of its checks on one core over what was read, beside the peers on the same text.

The texts repeat some paragraphs, at which slop-guard is several times slower than on real articles: see ADR 5.
"""

from dataclasses import replace
from statistics import median

from benchmarks.reading import cpu_seconds
from scoring import CATALOGUE, Article, Check, Document, Evidence, Family, read
from tools.evaluation import peers
from tools.texts import articles

CHECKS = [check for check in CATALOGUE if check.family is Family.FILLER]
BESIDE = ("slop-guard", "proselint")
SLOWEST = 5
# The least of so many rounds counts, for all; peers are slow, so that they get fewer articles.
ROUNDS, FEW = 3, 50


def main() -> None:
    """Print CPU time for each article, the costliest checks, and the ratio of medians."""
    texts = articles(200)
    documents = {text: read(Article(text)) for text in texts}
    spent = _spent(CHECKS, documents)
    print(f"\nfiller: {len(texts)} articles of {len(texts[0])} characters, judged by {len(CHECKS)} checks")
    print(f"  assay         {_ranks(spent)}")
    alone = {check.code: median(_spent([check], documents)) for check in CHECKS}
    for code in sorted(alone, key=lambda code: -alone[code])[:SLOWEST]:
        print(f"    {code:18} p50 {alone[code] * 1e3:6.3f} ms alone")
    if not peers.is_installed():
        print("  peers         not installed: make peers")
        return
    for name in BESIDE:
        told = list(peers.scored_by(name, texts[:FEW] * ROUNDS))
        if len(told) < FEW * ROUNDS:
            print(f"  {name:13} not installed: make peers")
            continue
        slow = [min(seconds for _, _, seconds in told[place::FEW]) for place in range(FEW)]
        print(f"  {name:13} {_ranks(slow)}   {median(slow) / median(spent):.0f} x   (version {told[0][0]})")


def _spent(checks: list[Check], documents: dict[str, Document]) -> list[float]:
    evidence = Evidence()

    def judged(text: str) -> object:
        # A copy knows nothing of what an earlier round worked out.
        document = replace(documents[text])
        return [list(check(document, evidence)) for check in checks]

    return cpu_seconds(judged, list(documents), rounds=ROUNDS)


def _ranks(spent: list[float]) -> str:
    ranked = sorted(spent)
    return f"p50 {median(ranked) * 1e3:6.2f}  p95 {ranked[int(len(ranked) * 0.95)] * 1e3:6.2f} ms"

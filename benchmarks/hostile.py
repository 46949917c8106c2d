"""The slowest megabytes: read and judge on text made to be slow, beside a megabyte of plain words."""

import time

from scoring import Article, Evidence, Format, judge, read, shipped

SIZE = 1_000_000
PLAIN = "the river rose and the town stayed dry "
UNITS = (
    "a ", "[1] ", "“", '"said ', "he said. ", "Dr. Anya said that ", "President Trump said ", "31 June 2023 ",
    "11/07/2024 ", "Monday, ", "| a | b |\n", "- x\n", "# h\n", "<div>", "<p>", "<b>x", "<a href=x>", "&amp;",
    "https://x.org/2021/10/16/a ", "[1] Times. (2021). T. https://a.b/c\n", "many analysts believe that ",
    "it is believed ", "according to X, ", '"a" said B. ', "''", "(", "[", "]", "\\", "`", "```\n", "*a_b", "> ",
    "1. x\n", "\n", " ", "İ", "🙂", "X", "U.S. ", "By Jane Roe\n", "Updated: 11/07/2024\n", "policy-and-legislation ",
    "GFKecute ", "comprehensive and comprehensive policy ", "- Label: a sentence that goes here.\n", "<!--",
    "<script>", "<table><tr><td>x", "</", "&#x", "[Insert x] ", "{{", "doi 10.1234/abcd ", "two weeks ago ",
    "report by the Institute ", "a study by the Centre for X found that ", "Q: why\nA: because\n",
)  # fmt: skip


def main() -> None:
    """Print the ten slowest and their ratio to plain words."""
    rules, evidence = shipped(), Evidence()

    def spent(unit: str, format: Format) -> float:
        article = Article((unit * (SIZE // len(unit) + 1))[:SIZE], format, language="en")
        start = time.process_time()
        judge(read(article), evidence, rules)
        return time.process_time() - start

    plain = spent(PLAIN, Format.TEXT)
    slow = sorted(((spent(unit, format), unit, format) for unit in UNITS for format in Format), reverse=True)
    print(f"\nread + judge, 1 MB of one thing, CPU time; plain words take {plain:.2f} s")
    for seconds, unit, format in slow[:10]:
        print(f"  {seconds:6.2f} s {seconds / plain:6.1f} x  {format.value:9} {unit!r}")

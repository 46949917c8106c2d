"""The five sample articles: what each must and must not say."""

from collections import Counter

from tools.evaluation.corpora import DATA, Answer, answer

# The table of acceptance: from, to under, and codes that must be found.
SAMPLES: dict[str, tuple[float, float, set[str]]] = {
    "000": (0, 20, {
        "CIT_PREDATES_EVENT", "CIT_UNIFORM_DAY", "CIT_ACTOR_SWAP", "FIL_GARBLED", "FIL_SLUG", "ATT_VAGUE_GROUP",
    }),
    "001": (0, 40, {
        "ATT_UNVERIFIABLE_EXPERT", "ATT_QUOTE_ECHO", "ATT_VAGUE_GROUP", "FIL_SCAFFOLD", "FIL_DUP_TITLE",
        "FIL_KEYWORD", "FIL_LABELLIST",
    }),
    "002": (30, 59.95, {"CIT_ORPHAN_MARKER", "DAT_ORDER_AMBIGUOUS", "DAT_UPDATED_ONLY"}),
    "003": (0, 40, {"FIL_DUP_ROW", "FIL_LABELLIST"}),
    "004": (70, 100.1, set()),
}  # fmt: skip


def accept() -> bool:
    """Print the table of acceptance; whether every sample is as it should be."""
    print("samples")
    scores, well = {}, True
    for path in sorted((DATA / "samples").glob("*.txt")):
        name = path.name[:3]
        got = answer({"text": path.read_text(encoding="utf-8")})
        scores[name] = got.score or 0.0
        faults = _faults(name, got)
        well &= not faults
        print(f"  {name} {got.score!s:>5} {'; '.join(faults) or 'as it should be'}")
        print(f"       {dict(Counter(code for code, _, _ in got.findings))}")
    rest = [score for name, score in scores.items() if name != "004"]
    if scores and (scores["000"] > min(scores.values()) or scores["004"] < max(rest) + 25):
        well = False
        print("  order: 000 must be lowest and 004 highest by 25")
    return well


def _faults(name: str, got: Answer) -> list[str]:
    low, high, wanted = SAMPLES[name]
    codes = Counter(code for code, _, _ in got.findings)
    faults = [f"missing {sorted(missing)}"] if (missing := wanted - set(codes)) else []
    if got.score is None or not low <= got.score < high:
        faults.append(f"score outside [{low}, {high})")
    if name == "000" and codes["CIT_PREDATES_EVENT"] != 5:
        faults.append("not every reference predates")
    if name == "002" and "CIT_ORPHAN_MARKER" not in got.dearest[:3]:
        faults.append("the marker without an entry is none of the three dearest lines")
    if name == "004" and any(severity == "high" for _, severity, _ in got.findings):
        faults.append("a high finding")
    return faults

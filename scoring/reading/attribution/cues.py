"""Verbs that tie words to a source, and the words that may stand between a source and its verb."""

from enum import StrEnum

from scoring.lexicons import sections


class CueKind(StrEnum):
    """What a form of a cue verb needs before it counts as one."""

    FREE = "free"
    THAT = "that"
    QUOTED = "quoted"


def _forms(entry: str) -> tuple[str, str, str, str]:
    """Base, -s, -ed and -ing form of a lexicon line; a participle between the last two is passed over."""
    base, *rest = entry.split()
    if len(rest) > 2:
        return base, rest[0], rest[1], rest[-1]
    if rest:
        return base, rest[0], base, f"{base}ing"
    if base.endswith("e"):
        return base, f"{base}s", f"{base}d", f"{base[:-1]}ing"
    if base.endswith("y") and base[-2] not in "aeiou":
        return base, f"{base[:-1]}ies", f"{base[:-1]}ied", f"{base}ing"
    if base.endswith(("s", "x", "sh", "ch")):
        return base, f"{base}es", f"{base}ed", f"{base}ing"
    return base, f"{base}s", f"{base}ed", f"{base}ing"


def _compile() -> tuple[dict[str, CueKind], frozenset[str], frozenset[str]]:
    cues: dict[str, CueKind] = {}
    bare: set[str] = set()
    plural_nouns: set[str] = set()
    lists = sections("cue_verbs")
    for kind in CueKind:
        for entry in lists[kind]:
            base, third, past, participle = _forms(entry)
            bare |= {base, third} if base in lists["noun"] else {base}
            if base in lists["noun"]:
                plural_nouns.add(third)
            cues[participle] = CueKind.QUOTED
            cues[third] = cues[past] = kind
            if kind is CueKind.FREE and base in lists["noun"]:
                cues[third] = CueKind.THAT
            # A bare form has a plural subject or is a noun or an infinitive: it must earn its clause.
            cues[base] = CueKind.THAT if kind is CueKind.FREE else kind
    cues["say"] = cues["believe"] = cues["think"] = CueKind.FREE
    return cues, frozenset(bare - {"read", "forecast"}), frozenset(plural_nouns)


# Every cue form, those of them that may as well be infinitives or nouns, and those that may be nouns in the plural.
CUES, BARE, PLURAL_NOUNS = _compile()
# Forms that may be nouns in the singular.
NOUNS = sections("cue_verbs")["noun"]
# `point` is a cue only together with `out`.
POINTS = frozenset(["point", "points", "pointed", "pointing"])

# Verbs whose past or present alone, right after a name, says that the name speaks.
SAYING = frozenset(
    ["said", "says", "say", "told", "tells", "added", "adds", "wrote", "writes", "noted", "notes"]
)

# Forms that stand beside a quotation as firmly as `said`.
FIRM = frozenset(["asked", "called", "replied", "responded", "saying"])

# Forms that may name their hearer before the words: `told reporters that`.
ADDRESSING = frozenset(
    [
        "told",
        "tells",
        "tell",
        "telling",
        "asked",
        "asks",
        "warned",
        "assured",
        "reminded",
        "informed",
        "urged",
    ]
)

# Words between a subject and its cue.
BETWEEN = sections("function_words")["between"]

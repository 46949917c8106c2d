"""How names are spelt: the ways in which a sound is written in Latin letters, and the forms of one given name."""

import re
from functools import cache
from importlib import resources

# Spellings of one sound in Latin letters, made one; longer ones first.
_SPELLINGS = (
    ("shch", "s"), ("sch", "s"), ("tch", "c"), ("sh", "s"), ("zh", "z"), ("ch", "c"), ("kh", "h"), ("gh", "h"),
    ("ts", "c"), ("tz", "c"), ("cz", "c"), ("sz", "s"), ("ph", "f"), ("ks", "x"), ("iy", "i"), ("ij", "i"), ("yi", "i"),
    ("ii", "i"), ("yu", "u"), ("iu", "u"), ("ju", "u"), ("ya", "a"), ("ia", "a"), ("ja", "a"), ("ye", "e"), ("ie", "e"),
    ("je", "e"), ("yo", "o"), ("jo", "o"), ("io", "o"), ("w", "v"), ("y", "i"), ("j", "i"), ("h", "g"), ("ou", "u"),
)  # fmt: skip
_ENDINGS = (("ova", "ov"), ("eva", "ev"), ("off", "ov"), ("eff", "ev"), ("ow", "ov"), ("skaia", "ski"), ("skaya", "ski"),
    ("ska", "ski"), ("ina", "in"), ("sky", "ski"), ("skyi", "ski"), ("skiy", "ski"), ("skyy", "ski"))  # fmt: skip


def without_ending(family: str) -> str:
    """A family name without its ending for women, and in one spelling of the ending."""
    return next(
        (
            family.removesuffix(end) + new
            for end, new in _ENDINGS
            if family.endswith(end) and len(family) > len(end) + 2
        ),
        family,
    )


def romanised(word: str) -> str:
    """One spelling for all the ways in which a sound is written in Latin letters."""
    for spelling, one in _SPELLINGS:
        word = word.replace(spelling, one)
    return re.sub(r"(.)\1+", r"\1", word)


def forms(name: str) -> set[str]:
    """Every name of the groups that a folded given name belongs to."""
    return {form for group in given_groups(name) for form in _table()[1][group]}


def given_groups(name: str) -> frozenset[int]:
    """The groups of the table that a folded given name belongs to."""
    return _table()[0].get(name, frozenset())


def one_spelling(word: str) -> str:
    """One form for all the spellings of a folded word of a name, given or family name alike."""
    groups = given_groups(word)
    return _table()[1][min(groups)][0] if groups else romanised(without_ending(word))


@cache
def _table() -> tuple[dict[str, frozenset[int]], list[list[str]]]:
    """The groups of each given name, and the names of each group."""
    text = resources.files("service.resolve").joinpath("given_names.txt").read_text(encoding="utf-8")
    groups = [line.split() for line in text.splitlines() if line and not line.startswith("#")]
    found: dict[str, set[int]] = {}
    for number, names in enumerate(groups):
        for name in names:
            found.setdefault(name, set()).add(number)
    return {name: frozenset(numbers) for name, numbers in found.items()}, groups

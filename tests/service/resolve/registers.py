"""A loopback server that speaks the documented shapes of the registries of people, with people of our own making."""

import asyncio
import contextlib
import json
from urllib.parse import parse_qs, unquote, urlsplit

from service.networks import networks
from service.resolve.door import open_door
from service.resolve.network import Rules
from service.resolve.people import PeopleBases, PersonAsker
from service.resolve.registry_client import RegistryClient

HOST = "127.32.0.1"
RULES = Rules(networks("127.32.0.0/16"))
NORVALE = "https://ror.org/01abcde23"
KESTREL = "https://ror.org/02bcdef34"
HOUSES = {
    "University of Norvale": (NORVALE, ["University of Norvale", "Norvale universitet"], 61_000),
    "Kestrel College": (KESTREL, ["Kestrel College"], 300),
}


def author(number, name, *houses, topics=(), works=12, orcid=None, others=()):
    """One author as OpenAlex writes them."""
    return {
        "id": f"https://openalex.org/A{number}",
        "orcid": orcid and f"https://orcid.org/{orcid}",
        "display_name": name,
        "display_name_alternatives": list(others),
        "works_count": works,
        "affiliations": [
            {
                "institution": {"id": "https://openalex.org/I1", "ror": HOUSES[it][0], "display_name": it},
                "years": [2024],
            }
            for it in houses
        ],
        "topics": [{"display_name": it, "field": {"display_name": "Social Sciences"}} for it in topics],
    }


AUTHORS = [
    author(
        11,
        "Hanna Ilves",
        "University of Norvale",
        topics=["Port tariffs and shipping"],
        orcid="0000-0002-1825-0097",
    ),
    author(12, "Ekaterina Bondar", "University of Norvale", works=7),
    author(13, "M. Oakes", "University of Norvale", topics=["Harbour law"]),
    author(14, "Ruta Salm", "Kestrel College", topics=["Tidal energy"]),
    author(15, "Tove Marsh", "University of Norvale", topics=["Botany"], works=1),
    author(16, "Selma Vaughn", topics=["Urban planning"]),
]
PEOPLE = {
    "Q101": ("Olav Brenner", ["Q5"], ["Q901"], ["Q801"], None),
    "Q102": ("Olav Brenner", ["Q16521"], [], [], None),
    "Q103": ("Ida Quist", ["Q5"], ["Q901"], ["Q801"], "+1931-01-01T00:00:00Z"),
}
LABELS = {"Q901": "University of Norvale", "Q801": "economist"}
RECORDS = [
    {"orcid-id": "0000-0001-5109-3700", "given-names": "Tove", "family-names": "Marsh", "other-name": [],
     "institution-name": ["University of Norvale"]},
    {"orcid-id": "0000-0001-5109-3700", "given-names": "Nils", "family-names": "Aker", "other-name": None,
     "institution-name": ["University of Norvale"]},
]  # fmt: skip
WORKS = [
    {"DOI": f"10.5555/w.{number}", "title": [title], "issued": {"date-parts": [[2025]]},
     "author": [{"given": given, "family": family, "affiliation": [{"name": house}]}]}
    for number, (given, family, house, title) in enumerate([
        *[("Anya", "Petrova", "University of Norvale", f"Notes on piers, part {part}") for part in (1, 2, 3)],
        ("Tove", "Marsh", "Somewhere else", "Mosses of the north wall"),
    ])
]  # fmt: skip


class Registers:
    """Answers every registry. `faults` gives a path's beginning the raw answers to give first; the last one stays."""

    def __init__(self, faults=None):
        self.asked = []
        self.heads = []
        self.faults = {path: list(answers) for path, answers in (faults or {}).items()}

    def answer(self, target):
        """What is answered, as (status, extra headers, body)."""
        path, query = unquote(urlsplit(target).path), parse_qs(urlsplit(target).query)
        for start, answers in self.faults.items():
            if path.startswith(start):
                given = answers.pop(0) if len(answers) > 1 else answers[0]
                if given is not None:
                    return given
        for start, reply in (
            ("/w/api.php", self.wikidata), ("/authors", self.authors), ("/institutions/ror:", self.institution),
            ("/v2/organizations", self.organisations), ("/v3.0/expanded-search/", self.orcid), ("/works", self.works),
        ):  # fmt: skip
            if path.startswith(start):
                return 200, "", json.dumps(reply(path, query))
        return 404, "", "{}"

    def wikidata(self, path, query):
        if query["action"] == ["wbsearchentities"]:
            hits = [
                {"id": id, "label": row[0], "description": "", "match": {"type": "label", "text": row[0]}}
                for id, row in PEOPLE.items()
                if row[0].lower() == query["search"][0].lower()
            ]
            if query["search"] == ["John Smith"]:
                hits = [
                    {"id": f"Q{n}", "label": "John Smith", "match": {"text": "John Smith"}}
                    for n in range(1, 22)
                ]
            return {"searchinfo": {"search": query["search"][0]}, "search": hits, "success": 1}
        entities = {}
        for id in query["ids"][0].split("|"):
            if id in PEOPLE:
                name, kinds, homes, jobs, died = PEOPLE[id]
                claims = {"P31": kinds, "P108": homes, "P106": jobs}
                entities[id] = {
                    "id": id,
                    "labels": {"en": {"language": "en", "value": name}},
                    "aliases": {},
                    "claims": {
                        code: [{"mainsnak": {"snaktype": "value", "datavalue": {"type": "wikibase-entityid", "value": {"id": value}}}} for value in values]
                        for code, values in claims.items()
                    },
                }  # fmt: skip
                if died:
                    value = {"mainsnak": {"datavalue": {"type": "time", "value": {"time": died}}}}
                    entities[id]["claims"]["P570"] = [value]
            elif id in LABELS:
                entities[id] = {
                    "id": id,
                    "labels": {"en": {"language": "en", "value": LABELS[id]}},
                    "aliases": {},
                }
            else:
                entities[id] = {"id": id, "missing": ""}
        return {"entities": entities, "success": 1}

    def authors(self, path, query):
        words = query["search"][0].lower().split()
        ror = query.get("filter", [""])[0].rpartition(":")[2]
        found = [
            it
            for it in AUTHORS
            if any(word in it["display_name"].lower() for word in words)
            and (not ror or any(house["institution"]["ror"].endswith(ror) for house in it["affiliations"]))
        ]
        count = 4_000 if "smith" in words else len(found)
        return {"meta": {"count": count, "per_page": 21}, "results": found}

    def institution(self, path, query):
        ror = path.rpartition(":")[2]
        return {"id": "x", "works_count": next(row[2] for row in HOUSES.values() if row[0].endswith(ror))}

    def organisations(self, path, query):
        text = query["affiliation"][0]
        items = [
            {"substring": text, "score": 0.9, "matching_type": "PHRASE", "chosen": name == text,
             "organization": {"id": row[0], "names": [{"value": it, "types": ["label"]} for it in row[1]]}}
            for name, row in HOUSES.items()
        ]  # fmt: skip
        return {"number_of_results": len(items), "items": items}

    def orcid(self, path, query):
        found = [row for row in RECORDS if f'"{row["family-names"].lower()}"' in query["q"][0]]
        return {"expanded-result": found or None, "num-found": len(found)}

    def works(self, path, query):
        family = query["query.author"][0].split()[-1]
        items = [it for it in WORKS if it["author"][0]["family"] == family]
        return {"status": "ok", "message-type": "work-list", "message": {"total-results": 99, "items": items}}

    async def serve(self, reader, writer):
        """Answer one connection."""
        with contextlib.suppress(asyncio.IncompleteReadError, ConnectionError):
            while True:
                head = (await reader.readuntil(b"\r\n\r\n")).decode()
                self.heads.append(head)
                self.asked.append(head.split()[1])
                status, headers, body = self.answer(head.split()[1])
                if status is None:  # falls silent
                    await asyncio.sleep(30)
                    return
                content = body if isinstance(body, bytes) else body.encode()
                writer.write(
                    f"HTTP/1.1 {status} X\r\nContent-Type: application/json\r\n{headers}"
                    f"Content-Length: {len(content)}\r\n\r\n".encode()
                    + content
                )
                await writer.drain()
        writer.close()

    @contextlib.asynccontextmanager
    async def open(self):
        """The server's base while it is open."""
        listening = await asyncio.start_server(self.serve, HOST, 0)
        try:
            yield f"http://{HOST}:{listening.sockets[0].getsockname()[1]}"
        finally:
            listening.close()


SERVICES = ("wikidata", "openalex", "orcid", "ror", "crossref")


@contextlib.asynccontextmanager
async def people(registers, *services, **bases):
    """A PersonAsker on these services of the server, all of them where none is named; pauses take no time."""

    async def at_once(seconds):
        registers.slept = [*getattr(registers, "slept", ()), seconds]

    async with registers.open() as base, open_door(RULES, per_place=1, gap=0.0) as door:
        caller = RegistryClient(door, "desk@norvale.example", sleep=at_once)
        given = dict.fromkeys(services or SERVICES, base) | bases
        yield PersonAsker(caller, PeopleBases(contact="desk@norvale.example", **given))

"""The registries of people: what each is asked, and what its answer says of whom."""

from collections.abc import Iterator
from typing import Any, Protocol
from urllib.parse import quote, urlencode

from scoring import AssayError
from service.resolve.candidates import MOST_CANDIDATES, Candidate, Claimed, Home, orcid_id
from service.resolve.json_reading import inner, number, rows, text
from service.resolve.organisations import ror_id
from service.resolve.registry_client import RegistryClient

# One more than can be told apart, to see that there are too many.
ROWS = MOST_CANDIDATES + 1
MOST_LISTED = 50


class TooManyMatchesError(AssayError):
    """More people bear the name than can be told apart."""


class Registry(Protocol):
    """A place where people are registered. Its name is the `origin` of what it tells."""

    name: str

    async def candidates(self, claimed: Claimed) -> list[Candidate]:
        """Those whom the registry knows under such a name. Raises RegistryUnavailableError and TooManyMatchesError."""
        ...


class OpenAlex:
    """Authors of works, those of the claimed organisation where ROR knows it."""

    name = "openalex"

    def __init__(self, caller: RegistryClient, base: str, key: str | None = None) -> None:
        self._caller = caller
        self._base = base.rstrip("/")
        self._key = {"api_key": key} if key else {}

    async def candidates(self, claimed: Claimed) -> list[Candidate]:
        """Authors of this name; at the claimed organisation where that is known. Raises RegistryUnavailableError and TooManyMatchesError."""
        return await self._authors(claimed.text, claimed.home)

    async def family(self, claimed: Claimed, home: Home) -> list[Candidate]:
        """Authors of the family name at an organisation."""
        return await self._authors(claimed.name.family, home)

    async def works_of(self, home: Home) -> int:
        """How many works come from an organisation."""
        found = await self._ask(f"institutions/ror:{home.ror}", select="id,works_count")
        return number(found.get("works_count"))

    async def _authors(self, name: str, home: Home | None) -> list[Candidate]:
        at_home = {"filter": f"affiliations.institution.ror:{home.ror}"} if home else {}
        found = await self._ask("authors", search=name, **at_home, per_page=ROWS)
        if number(inner(found, "meta").get("count")) > MOST_CANDIDATES:
            raise TooManyMatchesError
        return [_author(row) for row in rows(found.get("results"))]

    async def _ask(self, path: str, **query: Any) -> dict[str, Any]:
        return await self._caller.json(self.name, f"{self._base}/{path}?{urlencode({**query, **self._key})}")


def _author(row: dict[str, Any]) -> Candidate:
    houses = [inner(it, "institution") for it in rows(row.get("affiliations"))]
    houses += rows(row.get("last_known_institutions"))
    topics = rows(row.get("topics"))
    names = row.get("display_name_alternatives")
    return Candidate(
        (
            text(row.get("display_name")),
            *(text(it) for it in (names if isinstance(names, list) else [])[:MOST_LISTED]),
        ),
        tuple(filter(None, (text(house.get("display_name")) for house in houses))),
        frozenset(filter(None, (ror_id(house.get("ror")) for house in houses))),
        tuple(text(it.get("display_name")) for topic in topics for it in (topic, inner(topic, "field"))),
        works=number(row.get("works_count")),
        orcid=orcid_id(row.get("orcid")),
        openalex=text(row.get("id")).rpartition("/")[2],
    )


class Orcid:
    """What people declare of themselves, which corroborates and no more."""

    name = "orcid"

    def __init__(self, caller: RegistryClient, base: str) -> None:
        self._caller = caller
        self._base = base.rstrip("/")

    async def candidates(self, claimed: Claimed) -> list[Candidate]:
        """Records of this name, at the claimed organisation where one is claimed. Raises RegistryUnavailableError and TooManyMatchesError."""
        query = f"family-name:{_quoted(claimed.name.family)} AND given-names:{_quoted(claimed.name.given[0])}"
        if claimed.affiliation:
            query += f" AND affiliation-org-name:{_quoted(claimed.affiliation)}"
        full = urlencode({"q": query, "rows": ROWS})
        found = await self._caller.json(self.name, f"{self._base}/v3.0/expanded-search/?{full}")
        if number(found.get("num-found")) > MOST_CANDIDATES:
            raise TooManyMatchesError
        return [_record(row) for row in rows(found.get("expanded-result"))]


def _record(row: dict[str, Any]) -> Candidate:
    others, houses = row.get("other-name"), row.get("institution-name")
    return Candidate(
        (
            f"{text(row.get('given-names'))} {text(row.get('family-names'))}",
            *(text(it) for it in (others if isinstance(others, list) else [])[:MOST_LISTED]),
        ),
        tuple(filter(None, (text(it) for it in (houses if isinstance(houses, list) else [])[:MOST_LISTED]))),
        orcid=orcid_id(row.get("orcid-id")),
        declared=True,
    )


class Crossref:
    """Authors as registered works name them. Invented people sign works too: see ATT_STOCK_NAME."""

    name = "crossref"

    def __init__(self, caller: RegistryClient, base: str, contact: str | None = None) -> None:
        self._caller = caller
        self._base = base.rstrip("/")
        self._contact = {"mailto": contact} if contact and "@" in contact else {}

    async def candidates(self, claimed: Claimed) -> list[Candidate]:
        """Authors of works that the register holds likely, one for each name and affiliation. Raises RegistryUnavailableError and TooManyMatchesError."""
        query = {
            "query.author": claimed.text,
            "rows": ROWS - 1,
            "select": "DOI,title,author,issued",
            **self._contact,
        }
        if claimed.affiliation:
            query["query.affiliation"] = claimed.affiliation
        found = await self._caller.json(self.name, f"{self._base}/works?{urlencode(query)}")
        held: dict[tuple[str, str], list[tuple[dict[str, Any], str]]] = {}
        for item in rows(inner(found, "message").get("items")):
            titles = item.get("title")
            title = text(titles[0]) if isinstance(titles, list) and titles else ""
            for author in rows(item.get("author")):
                name = f"{text(author.get('given'))} {text(author.get('family'))}"
                houses = [text(it.get("name")) for it in rows(author.get("affiliation"))]
                held.setdefault((name, "; ".join(houses)), []).append((author, title))
        return [_signed(name, works) for (name, _), works in held.items()]


def _signed(name: str, works: list[tuple[dict[str, Any], str]]) -> Candidate:
    author = works[0][0]
    return Candidate(
        (name,),
        tuple(filter(None, (text(it.get("name")) for it in rows(author.get("affiliation"))))),
        topics=tuple(title for _, title in works),
        works=len(works),
        orcid=next((found for one, _ in works if (found := orcid_id(one.get("ORCID")))), None),
    )


class Ror:
    """Which organisation a name means; only the one that ROR chooses counts, whatever its score."""

    name = "ror"

    def __init__(self, caller: RegistryClient, base: str) -> None:
        self._caller = caller
        self._base = base.rstrip("/")

    async def home(self, affiliation: str) -> Home | None:
        """The organisation; None where ROR chooses none. Raises RegistryUnavailableError."""
        found = await self._caller.json(
            self.name, f"{self._base}/v2/organizations?affiliation={quote(affiliation, safe='')}"
        )
        for item in rows(found.get("items")):
            if item.get("chosen") is True and (id := ror_id(inner(item, "organization").get("id"))):
                return Home(id, tuple(_house_names(inner(item, "organization"))))
        return None


def _house_names(organization: dict[str, Any]) -> Iterator[str]:
    """Its names without acronyms, which several share."""
    for row in rows(organization.get("names")):
        types = row.get("types")
        if text(row.get("value")) and not (isinstance(types, list) and "acronym" in types):
            yield text(row.get("value"))


def _quoted(value: str) -> str:
    """A phrase of a query, without the signs that would end it."""
    return '"' + "".join(sign if sign.isalnum() or sign in "'-." else " " for sign in value).strip() + '"'

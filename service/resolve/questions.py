"""The question about a citation that somebody gives by itself, without an article around it."""

from collections.abc import Mapping

from scoring import Lookup, LookupKind, identifier_lookup, lookup_for, only_identifier

# Of what is longer, nobody reads whether it is an identifier.
LONGEST_IDENTIFIER = 4096


def question(text: str, claims: Mapping[str, str | None]) -> Lookup:
    """The question about a URL or an identifier (`doi:10.…`, `arXiv:…`, `PMID …`, `ISBN …`), as an article asks it.

    `claims` may have the `title`, `outlet` and date (`published`) that the citation gives.
    """
    identifier = only_identifier(text[:LONGEST_IDENTIFIER])
    if identifier is not None and (lookup := identifier_lookup(identifier)):
        return lookup_for(
            lookup.kind, lookup.key, title=claims.get("title"), published=claims.get("published")
        )
    return lookup_for(LookupKind.LINK, text, **claims)

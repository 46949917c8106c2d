"""Answers first from what editors attached to people: no network, and before anybody else is asked."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Protocol

from scoring import Evidence, Found, Lookup, LookupKind, PersonEvidence, PersonVerdict
from service.records import SourceRecord
from service.resolve import Resolver
from service.resolve.academic_fields import same_field
from service.resolve.names import Likeness, cleaned, likeness, memory_key, name_of
from service.resolve.organisations import same_organisation

MEMORY = "memory"


class Remembered(Protocol):
    """Where editors keep what they know of people."""

    async def remembered(self, keys: Iterable[str]) -> list[SourceRecord]:
        """Everything that is kept of these people, newest first."""
        ...


class RememberingResolver:
    """A Resolver that asks another one only about those whom no editor has settled."""

    def __init__(self, resolver: Resolver, memory: Remembered) -> None:
        self._resolver = resolver
        self._memory = memory

    def known(self, lookups: Sequence[Lookup], as_of: datetime) -> Evidence | None:
        """What the other one knows where nobody is asked about; the memory is a database, which is waited for."""
        if any(lookup.kind is LookupKind.PERSON for lookup in lookups):
            return None
        return self._resolver.known(lookups, as_of)

    async def resolve(
        self, lookups: Sequence[Lookup], as_of: datetime, seconds: float, *, again: bool = False
    ) -> Evidence:
        """What editors know, then what the other one finds out. An entry counts that had not expired at `as_of`."""
        recalled = await self._recalled([it for it in lookups if it.kind is LookupKind.PERSON], as_of)
        rest = [it for it in lookups if it not in recalled]
        evidence = None if again else self._resolver.known(rest, as_of)
        if evidence is None:
            evidence = await self._resolver.resolve(rest, as_of, seconds, again=again)
        return evidence.having(recalled) if recalled else evidence

    async def _recalled(self, people: Sequence[Lookup], as_of: datetime) -> dict[Lookup, PersonEvidence]:
        keys = {lookup: memory_key(lookup.claim("name") or lookup.key) for lookup in people}
        records = await self._memory.remembered(keys.values()) if keys else []
        found = {}
        for lookup, key in keys.items():
            known = (_known(lookup, it) for it in records if it.key == key and _holds(it, as_of))
            # Somebody of that name who may be another does not keep the registries from being asked.
            if answer := next(filter(None, known), None):
                found[lookup] = answer
        return found


def _holds(record: SourceRecord, as_of: datetime) -> bool:
    return record.expires_at is None or as_of < record.expires_at


def _known(lookup: Lookup, record: SourceRecord) -> PersonEvidence | None:
    """What an entry says of a person in an article; None where it is about somebody else."""
    claimed, kept = name_of(lookup.claim("name") or lookup.key), name_of(record.name)
    if claimed is None or kept is None or likeness(claimed, kept) is not Likeness.SAME:
        return None
    reason = _fits(lookup, record)
    if reason is None:
        return None
    return PersonEvidence(
        PersonVerdict.CONFIRMED,
        reason,
        MEMORY,
        label=cleaned(record.name),
        url=record.url,
        note=record.note,
        checked_at=record.created_at.isoformat(),
    )


def _fits(lookup: Lookup, record: SourceRecord) -> str | None:
    """Why an entry of the right name is about the person of the article; None where it may be a namesake."""
    affiliation, role = lookup.claim("affiliation"), lookup.claim("role")
    if affiliation and record.affiliation:
        return "organisation" if same_organisation(affiliation, [record.affiliation]) else None
    if record.role and role:
        return "role" if same_field(role, affiliation, [record.role]) else None
    # An entry that says nothing but a name was meant for the name.
    return "name" if not record.affiliation and not record.role else None


def learnt(evidence: Evidence) -> dict[Lookup, Found]:
    """What was learnt outside and may be kept for other articles: what editors attached is kept already."""
    return {it: found for it, found in evidence.found.items() if found.origin != MEMORY}

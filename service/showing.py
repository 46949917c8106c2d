"""A report as everybody outside gets it: the sealed one, with the words that its spans stand for."""

from collections.abc import Mapping
from typing import Any

import orjson

from service.passages import quote_passages


class ShownReport(bytes):
    """The JSON of a report as it is answered. It is made of a sealed one whenever it is shown."""

    __slots__ = ()

    def members(self) -> dict[str, Any]:
        """The report as JSON values, a new copy."""
        # orjson takes bytes themselves and no subclass.
        members: dict[str, Any] = orjson.loads(memoryview(self))
        return members

    def with_caller_id(self, id: str | None) -> "ShownReport":
        """The report under the id that a caller gave; as it is without one."""
        return self if id is None else ShownReport(orjson.dumps({**self.members(), "id": id}))

    def with_dismissals(self, dismissals: Mapping[str, Mapping[str, Any]]) -> "ShownReport":
        """The report with what was said of its findings that are dismissed, by their fingerprints."""
        if not dismissals:
            return self
        members = self.members()
        for finding in members["findings"]:
            finding["dismissed"] = dismissals.get(finding["fingerprint"])
        return ShownReport(orjson.dumps(members))


def show(sealed: bytes, text: str | None, *, include_text: bool = False) -> ShownReport:
    """Quote the passages of a sealed report, whose spans count in `text`.

    The words are not sealed: a report is made again without them, and is kept where no text may be. Without a `text`,
    None stands in place of them. With `include_text` the text itself is the last member.
    """
    members: dict[str, Any] = orjson.loads(memoryview(sealed))
    # Whichever id it is shown under, its own stays where a program finds it. One that is not stored has none.
    own = members["id"] if members["article_id"] is not None else None
    members = {"id": members["id"], "report_id": own, **members}
    quote_passages(members, text)
    if include_text:
        members["text"] = text
    return ShownReport(orjson.dumps(members))

"""What is known of lines that stand in other articles too, frozen with the rest of the evidence."""

from collections.abc import Mapping
from dataclasses import dataclass, field

# Seen in fewer other articles, a line tells nothing.
FEWEST = 3


@dataclass(frozen=True, slots=True)
class LineCounts:
    """In how many other articles a line stands: `elsewhere` at other named outlets, of which there are `outlets`.

    `unnamed` are articles that came without a URL and a site, which tell nothing of outlets;
    `house` are those of the article's own outlet. Articles that share their longest line are one article,
    and near-copies of the article itself are none. Counts are of a bounded sample: at the bound they mean
    “so many or more”.
    """

    elsewhere: int = 0
    outlets: int = 0
    unnamed: int = 0
    house: int = 0

    @property
    def abroad(self) -> bool:
        """Whether named outlets that have nothing to do with each other carry the line.

        Articles whose outlet nobody named accuse nobody: they may all be drafts of one desk.
        """
        return self.elsewhere >= FEWEST and self.outlets >= 2

    @property
    def at_home(self) -> bool:
        """Whether it is a standing line of the article's own outlet, and of no other."""
        return self.house >= FEWEST and not self.abroad


NOWHERE = LineCounts()


@dataclass(frozen=True, slots=True)
class TemplateEvidence:
    """What is known of an article's lines, by their digest; lines that tell nothing are left out."""

    lines: Mapping[int, LineCounts] = field(default_factory=dict)

    def seen(self, digest: int) -> LineCounts:
        """Where a line was seen besides."""
        return self.lines.get(digest, NOWHERE)

    def as_dict(self) -> dict[str, list[int]]:
        """A JSON-ready copy: digests as 16 hex digits, since JSON's numbers end at 53 bits."""
        return {
            f"{digest & 0xFFFF_FFFF_FFFF_FFFF:016x}": [seen.elsewhere, seen.outlets, seen.unnamed, seen.house]
            for digest, seen in sorted(self.lines.items())
        }

    @classmethod
    def from_dict(cls, stored: Mapping[str, list[int]]) -> "TemplateEvidence":
        """The value that `as_dict` wrote. Raises ValueError or TypeError on anything else."""
        return cls({signed(int(digest, 16)): LineCounts(*counts) for digest, counts in stored.items()})


def signed(digest: int) -> int:
    """A 64-bit number as databases hold it: from -2**63 up."""
    return digest - (1 << 64) if digest >> 63 else digest

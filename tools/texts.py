"""Articles to measure with: the golden ones, cut and joined to one length."""

from itertools import cycle, islice

from tests.golden import CLEAN, FAULTY, submission


def articles(count: int, characters: int = 6000) -> list[str]:
    """`count` different plain-text articles of about `characters` each."""
    paragraphs = [
        paragraph
        for name in CLEAN + FAULTY
        for paragraph in submission(name).body.split("\n")
        if paragraph.strip() and not paragraph.lstrip().startswith("<")
    ]
    made = []
    for start in range(count):
        # A prime stride, so that neighbours share few paragraphs.
        order = cycle(paragraphs[(start * 37 + i * 11) % len(paragraphs)] for i in range(len(paragraphs)))
        body: list[str] = []
        size = 0
        for paragraph in islice(order, 10_000):
            body.append(paragraph)
            size += len(paragraph) + 2
            if size >= characters:
                break
        made.append("\n\n".join(body)[:characters])
    return made

"""What begins a name: a capital letter of any Latin, Greek or Cyrillic alphabet, as a part of a pattern."""

import unicodedata


def _capitals() -> str:
    """Every capital letter up to Cyrillic's supplement, and those of Latin Extended Additional, as ranges."""
    chosen = [
        code
        for code in (*range(0x41, 0x530), *range(0x1E00, 0x1F00))
        if unicodedata.category(chr(code)) == "Lu"
    ]
    ranges: list[list[int]] = []
    for code in chosen:
        if ranges and code == ranges[-1][1] + 1:
            ranges[-1][1] = code
        else:
            ranges.append([code, code])
    return "".join(chr(a) if a == b else f"{chr(a)}-{chr(b)}" for a, b in ranges)


# Stands inside square brackets.
CAPITALS = _capitals()
CAPITAL = f"[{CAPITALS}]"

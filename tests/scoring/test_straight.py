"""One fold of quotation marks for everything that compares texts."""

import re
from pathlib import Path

from scoring.straight import straight

SCORING = Path(__file__).parents[2] / "scoring"


def test_marks_are_straight_and_stay_in_their_places():
    text = "„Don’t‟ ‘say’ “Ó Súilleabháin” – \U0001f30d‛ʼ"
    assert straight(text) == "\"Don't\" 'say' \"Ó Súilleabháin\" – \U0001f30d''"
    assert len(straight(text)) == len(text)


def test_double_marks_are_folded_nowhere_else():
    others = [
        path.name
        for path in SCORING.rglob("*.py")
        if path.name != "straight.py" and re.search(r"replace\(\"[“”„‟]\"", path.read_text(encoding="utf-8"))
    ]
    assert others == []

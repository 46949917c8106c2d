"""Reports from four continents: every named source is found, with its role and its body."""

from pathlib import Path
from typing import Any

import pytest
import yaml

from scoring import Article, read
from scoring.reading.attribution.source_register import fold

STORIES = yaml.safe_load((Path(__file__).parent / "data" / "stories.yaml").read_text(encoding="utf-8"))


@pytest.mark.parametrize("story", STORIES, ids=lambda story: f"{story['country']}: {story['text'][:30]}")
def test_every_named_source_is_found_with_role_and_body(story: dict[str, Any]) -> None:
    document = read(Article(story["text"], language="en"))
    found = {fold(source.name): source for source in document.sources if source.name}
    for name, role, body in story["sources"]:
        source = found.get(fold(name))
        assert source is not None, (name, sorted(found))
        assert role.lower() in (source.role or "").lower(), (name, source.role)
        assert fold(body) in fold(f"{source.affiliation} {source.role}"), (name, source.affiliation)

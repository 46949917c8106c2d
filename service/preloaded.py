"""Everything that judging needs, imported and used once: processes that are forked from here start warm."""

from datetime import UTC, datetime

import service.jobs.rejudging
import service.pipeline  # noqa: F401  what processes find by its name is here already
from scoring import Evidence, shipped
from service.demo import demo_articles
from service.extensions import judge, made_for, read

# Word lists are read and patterns compiled when they are first used, which takes a second.
for _submission in demo_articles():
    judge(read(_submission.article()), Evidence(as_of=datetime(2026, 1, 1, tzinfo=UTC)), made_for(shipped()))

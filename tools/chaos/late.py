"""Kills the service while look-ups are under way and webhooks are owed: all of them come in the end."""

import random
import time
from pathlib import Path

import orjson

from tools.chaos.auditing import rows
from tools.chaos.load import place_of
from tools.chaos.places import Place
from tools.chaos.posting import NumberedPosting
from tools.chaos.serving import Connection, Cut, Service
from tools.chaos.texts import article
from tools.chaos.web import Web

CONNECTIONS = 8
PAGE_SECONDS = 0.3
# A look that was under way is another process's after its lease of 3 minutes; then it must be done and told of.
MOST_SECONDS = 400.0
ONLINE = {
    "OFFLINE": "false",
    "FETCH_ALLOW_NETWORKS": "127.0.0.0/8",
    "ARCHIVE_URL": "",
    "FETCH_PER_HOST": "16",
}


class Posting(NumberedPosting):
    """Posts articles that each cite a slow page and want to be told, until every one is acknowledged."""

    def __init__(self, port: int, posts: int, web: Web) -> None:
        self.acknowledged: dict[int, str] = {}
        self._web = web
        super().__init__(port, posts, CONNECTIONS)

    def post(self, connection: Connection, number: int) -> None:
        """Send one article until it is acknowledged."""
        page = self._web.page(f"pier-reopens-{number}", PAGE_SECONDS)
        submission = {**article(number, links=[page]), "callback_url": self._web.hook(number)}
        while number not in self.acknowledged:
            try:
                answer = connection.ask("POST", "/v1/articles", submission, {"Prefer": "wait=0"})
            except Cut:
                time.sleep(0.1)
                continue
            if answer.status < 300:
                self.acknowledged[number] = place_of(answer)[0]
            else:
                assert answer.status == 503, answer
                time.sleep(0.5)


def late(place: Place, folder: Path, posts: int, kills: int, seed: int = 5) -> None:
    """Raise AssertionError where a look or a webhook was lost."""
    chance = random.Random(seed)
    web = Web()
    url = place.new(folder)
    service = Service(folder, url, settings=ONLINE)
    service.start()
    try:
        posting = Posting(service.port, posts, web)
        for round_ in range(kills):
            while len(posting.acknowledged) < (round_ + 1) * posts / (kills + 1):
                time.sleep(0.02)
            time.sleep(chance.uniform(0, 1))
            service.kill()
            service.start()
        posting.join()
        begun = time.monotonic()
        while len(web.told) < posts and time.monotonic() - begun < MOST_SECONDS:
            time.sleep(1)
        lost = posts - len(web.told)
        unfinished, forgotten = _open_looks(url)
        twice = sum(len(messages) > 1 for messages in web.told.values())
        print(
            f"  {place.name}: {len(posting.acknowledged)} of {posts} acknowledged, {kills} kills; webhooks lost"
            f" {lost}, after {time.monotonic() - begun:.0f} s; articles with open look-ups {unfinished}, without a"
            f" planned look {forgotten}; told under more than one id {twice}"
        )
        assert lost == 0, f"{lost} webhooks did not come"
        assert forgotten == 0, f"{forgotten} articles are looked at by nobody"
        service.must_be_quiet()
    finally:
        service.stop()
        web.shutdown()


def _open_looks(url: str) -> tuple[int, int]:
    """Articles whose newest report still has an open look-up, and those of them that no look is planned for."""
    planned = {row[0] for row in rows(url, "SELECT article_id FROM recheck")}
    query = "SELECT a.id, r.body FROM article a JOIN report r ON r.id = a.newest_report"
    open_ = [
        article_id
        for article_id, body in rows(url, query)
        if any(
            it["kind"] == "link" and it["verdict"] == "unchecked" for it in orjson.loads(body)["citations"]
        )
    ]
    return len(open_), len(set(open_) - planned)

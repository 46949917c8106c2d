"""Kills the service, or one of its workers, while articles come in, and sends again what was not answered."""

import random
import time
from collections import Counter
from pathlib import Path

from tools.chaos.auditing import audit
from tools.chaos.load import place_of
from tools.chaos.places import Place
from tools.chaos.posting import NumberedPosting
from tools.chaos.serving import Answer, Connection, Cut, Service
from tools.chaos.texts import article

CONNECTIONS = 16
# How long after its process is gone a key may be held, seen by whoever sends the request again.
MOST_SECONDS = 5.0
RETRY = {409, 503}


class Posting(NumberedPosting):
    """Posts so many articles, each with a key of its own, until every one is acknowledged."""

    def __init__(self, port: int, posts: int) -> None:
        self.acknowledged: dict[int, tuple[str, str]] = {}
        self.statuses: Counter[str] = Counter()
        # Seconds from the first answer that a key is held to the answer to its request.
        self.held: list[float] = []
        self.wrong: list[str] = []
        super().__init__(port, posts, CONNECTIONS)

    def send(self, connection: Connection, number: int) -> Answer:
        """Send one article under its key."""
        return connection.ask("POST", "/v1/articles", article(number), {"Idempotency-Key": f"key-{number}"})

    def post(self, connection: Connection, number: int) -> None:
        """Send one article until it is acknowledged; the answers of some are asked for once more."""
        answer = self._until_answered(connection, number)
        if answer.status >= 300:
            self.wrong.append(f"{answer.status}: {answer.body[:200]!r}")
            return
        self.acknowledged[number] = place_of(answer)
        if number % 20 == 0:
            self._replay(connection, number, answer)

    def _until_answered(self, connection: Connection, number: int) -> Answer:
        held_since = None
        while True:
            try:
                answer = self.send(connection, number)
            except Cut as error:
                self.statuses[type(error).__name__] += 1
                held_since = None  # the service itself is away, not the key
                time.sleep(0.1)
                continue
            self.statuses[str(answer.status)] += 1
            if answer.status not in RETRY:
                if held_since is not None:
                    self.held.append(time.monotonic() - held_since)
                return answer
            if answer.status == 409 and held_since is None:
                held_since = time.monotonic()
            time.sleep(min(1.0, float(answer.headers.get("retry-after", "1"))))

    def _replay(self, connection: Connection, number: int, first: Answer) -> None:
        again = self._until_answered(connection, number)
        if place_of(again) != place_of(first) or again.body != first.body:
            self.wrong.append(f"the replay of {number} differs from its answer")


def kills(place: Place, folder: Path, posts: int, kills: int, workers: int, seed: int = 7) -> None:
    """Raise AssertionError where anything that was acknowledged is missing, torn or answered otherwise."""
    chance = random.Random(seed)
    url = place.new(folder)
    service = Service(folder, url, workers=workers)
    service.start()
    try:
        begun = time.monotonic()
        posting = Posting(service.port, posts)
        for round_ in range(kills):
            target = (round_ + chance.uniform(0.3, 1.0)) * posts / (kills + 1)
            while len(posting.acknowledged) < target:
                time.sleep(0.01)
            if workers > 1:
                service.kill_worker(round_)
                time.sleep(1.5)
            else:
                service.kill()
                service.start()
        posting.join()
        seconds = time.monotonic() - begun
        found = audit(url, dict(posting.acknowledged.values()))
        slowest = max(posting.held, default=0.0)
        print(
            f"  {place.name}, {workers} worker(s): {len(posting.acknowledged)} of {posts} acknowledged in"
            f" {seconds:.0f} s, {kills} kills; missing {found.missing}, torn {found.torn}, twice {found.twice};"
            f" {len(posting.held)} keys held, {slowest:.1f} s at most; wrong {len(posting.wrong)};"
            f" statuses {dict(posting.statuses)}"
        )
        found.must_be_clean()
        assert found.articles == posts, found
        assert not posting.wrong, posting.wrong[:5]
        assert slowest <= MOST_SECONDS, f"a key was held for {slowest:.1f} s"
        service.must_be_quiet()
    finally:
        service.stop()

"""Posts articles over several connections, counts the answers, and remembers what was acknowledged."""

import threading
import time
from collections import Counter
from collections.abc import Mapping
from itertools import count
from typing import Any

from tools.chaos.serving import Answer, Connection, Cut
from tools.chaos.texts import article


def place_of(answer: Answer) -> tuple[str, str]:
    """The ids of the article and of the report that an answer acknowledges."""
    return answer.headers["location"].rpartition("/")[2], answer.headers["etag"].strip('"')


class Load:
    """Goes on until it is ended; what was refused is not sent again."""

    def __init__(self, port: int, connections: int = 8, start: int = 0, characters: int = 900) -> None:
        self.statuses: Counter[str] = Counter()
        self.acknowledged: dict[str, str] = {}
        # Answers of 503 that do not say when to come again, and how long the slowest answer took.
        self.silent = 0
        self.slowest = 0.0
        self._port = port
        self._characters = characters
        self._numbers = count(start)
        self._over = threading.Event()
        self._threads = [threading.Thread(target=self._post, daemon=True) for _ in range(connections)]
        for thread in self._threads:
            thread.start()

    def end(self) -> Mapping[str, int]:
        """Stop posting; how often each status came, or each error of a connection."""
        self._over.set()
        for thread in self._threads:
            thread.join(90)
        return dict(self.statuses)

    def must_have_met_only(self, *statuses: str) -> None:
        """Raise AssertionError where anything else was answered, or a 503 without Retry-After."""
        assert set(self.statuses) <= set(statuses), self.statuses
        assert not self.silent, f"{self.silent} answers of 503 without Retry-After"

    def _post(self) -> None:
        connection = Connection(self._port)
        while not self._over.is_set():
            begun = time.monotonic()
            number = next(self._numbers)
            status = self._one(connection, article(number, self._characters))
            self.slowest = max(self.slowest, time.monotonic() - begun)
            self.statuses[status] += 1
            if not status.startswith("2"):
                time.sleep(0.1)

    def _one(self, connection: Connection, submission: dict[str, Any]) -> str:
        try:
            answer = connection.ask("POST", "/v1/articles", submission)
        except Cut as error:
            return type(error).__name__
        if answer.status < 300:
            article_id, report_id = place_of(answer)
            self.acknowledged[article_id] = report_id
        elif answer.status == 503 and "retry-after" not in answer.headers:
            self.silent += 1
        return str(answer.status)

"""Posts numbered articles over several connections until every one of them was handled."""

import queue
import threading

from tools.chaos.serving import Connection


class NumberedPosting:
    """Hands the numbers 0 to `posts` - 1 to `post` in as many threads as there are `connections`, each with one of its own.

    It begins when it is made, so a subclass sets up what its `post` needs first.
    """

    def __init__(self, port: int, posts: int, connections: int) -> None:
        self._port = port
        self._waiting: queue.SimpleQueue[int] = queue.SimpleQueue()
        for number in range(posts):
            self._waiting.put(number)
        self._threads = [threading.Thread(target=self._work, daemon=True) for _ in range(connections)]
        for thread in self._threads:
            thread.start()

    def join(self) -> None:
        """Wait until every number was posted."""
        for thread in self._threads:
            thread.join()

    def post(self, connection: Connection, number: int) -> None:
        """Post one article, and return when it needs no more. Raises NotImplementedError where a subclass does not say how."""
        raise NotImplementedError

    def _work(self) -> None:
        connection = Connection(self._port)
        while True:
            try:
                number = self._waiting.get_nowait()
            except queue.Empty:
                return
            self.post(connection, number)

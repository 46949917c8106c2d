"""The outside as the trials need it: pages that take their time, and a letterbox for webhooks."""

import http.server
import threading
import time
import urllib.parse
from collections.abc import Mapping


class Web(http.server.ThreadingHTTPServer):
    """Serves `/page/<title>?after=<seconds>` and takes what is posted to `/hook/<name>`."""

    daemon_threads = True
    request_queue_size = 512

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.taken: list[tuple[str, str]] = []
        threading.Thread(target=self.serve_forever, daemon=True).start()

    def page(self, title: str, after: float) -> str:
        """The URL of a page that answers after so many seconds."""
        return f"http://127.0.0.1:{self.server_address[1]}/page/{title}?after={after}"

    def hook(self, name: object) -> str:
        """The URL of a letterbox."""
        return f"http://127.0.0.1:{self.server_address[1]}/hook/{name}"

    def handle_error(self, request: object, client_address: object) -> None:
        """Nothing: those who ask are killed in mid-request."""

    @property
    def told(self) -> Mapping[str, set[str]]:
        """The ids of the messages that came to each letterbox."""
        found: dict[str, set[str]] = {}
        for name, message in list(self.taken):
            found.setdefault(name, set()).add(message)
        return found


class _Handler(http.server.BaseHTTPRequestHandler):
    server: Web
    protocol_version = "HTTP/1.1"

    def log_message(self, *_: object) -> None:
        pass

    def do_GET(self) -> None:
        place = urllib.parse.urlsplit(self.path)
        time.sleep(float(urllib.parse.parse_qs(place.query).get("after", ["0"])[0]))
        title = urllib.parse.unquote(place.path.rpartition("/")[2]).replace("-", " ")
        page = f"<!doctype html><title>{title}</title><h1>{title}</h1><p>{'A word. ' * 80}</p>"
        self._answer(200, page.encode())

    def do_POST(self) -> None:
        self.rfile.read(int(self.headers.get("content-length", "0")))
        self.server.taken.append((self.path.rpartition("/")[2], self.headers.get("webhook-id", "")))
        self._answer(204, b"")

    def _answer(self, status: int, body: bytes) -> None:
        try:
            self.send_response(status)
            self.send_header("content-type", "text/html")
            self.send_header("content-length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)
        except OSError:
            pass

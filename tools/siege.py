"""Besieges a running service without a key: are others served, and does its memory stay within bounds?"""

import json
import socket
import sys
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT))

from tools.servers import Served, serving  # noqa: E402

DESCRIPTORS = 1024
MOST_MEGABYTES = 300.0
MOST_SECONDS = 5.0
SILENT = 1006
HEADER_BYTES = 200_000_000
UNFINISHED = 150
BODY_BYTES = 3_800_000
HOLD_SECONDS = 8.0

HEAD = b"POST /v1/preview HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
SMALL = json.dumps({"text": "The port reopened in May. Ferries returned a week later.", "language": "en"})

Attack = Callable[[Served, list[socket.socket]], None]


def main() -> int:
    """Run each attack on a fresh service; 1 where anybody else had to suffer."""
    limit = ["bash", "-c", f'ulimit -n {DESCRIPTORS}; exec "$@"', "assay"]
    faults = 0
    for name, attack in ATTACKS.items():
        with serving(before=limit) as served:
            faults += not _watched(served, name, attack)
    return int(bool(faults))


def _watched(served: Served, name: str, attack: Attack) -> bool:
    held: list[socket.socket] = []
    base = peak = served.memory()
    times: list[float] = []
    failed = 0
    thread = threading.Thread(target=attack, args=(served, held), daemon=True)
    thread.start()
    ends = time.monotonic() + HOLD_SECONDS
    while thread.is_alive() or time.monotonic() < ends:
        for method, path, body in (("GET", "/healthz", None), ("POST", "/v1/preview", SMALL.encode())):
            try:
                status, _, seconds = served.call(method, path, body, MOST_SECONDS)
                failed += status != 200
                times.append(seconds)
            except OSError:
                failed += 1
        peak = max(peak, served.memory())
        time.sleep(0.05)
    for peer in held:
        peer.close()
    good = not failed and peak <= MOST_MEGABYTES and max(times) <= MOST_SECONDS
    print(
        f"{'ok  ' if good else 'FAIL'} {name}: {len(times)} others answered, {failed} not, "
        f"longest {max(times, default=0):.2f} s; memory {base:.0f} -> {peak:.0f} MB",
        flush=True,
    )
    return good


def _silent(served: Served, held: list[socket.socket]) -> None:
    for _ in range(SILENT):
        with suppress(OSError):
            held.append(socket.create_connection(("127.0.0.1", served.port), timeout=5))


def _endless(start: bytes, part: bytes) -> Attack:
    def attack(served: Served, held: list[socket.socket]) -> None:
        sent = 0
        while sent < HEADER_BYTES:
            with suppress(OSError), socket.create_connection(("127.0.0.1", served.port), timeout=5) as peer:
                peer.sendall(start)
                while sent < HEADER_BYTES:
                    sent += len(part)  # counted before it fails: the attack has an end
                    peer.sendall(part)

    return attack


def _unfinished(served: Served, held: list[socket.socket]) -> None:
    part = b'{"text": "' + b"a" * (BODY_BYTES - 10)
    for _ in range(UNFINISHED):
        with suppress(OSError):
            peer = socket.create_connection(("127.0.0.1", served.port), timeout=5)
            held.append(peer)
            peer.sendall(HEAD + b"Content-Length: %d\r\n\r\n" % (BODY_BYTES + 100) + part)


ATTACKS: dict[str, Attack] = {
    f"{SILENT} silent connections": _silent,
    "200 MB of headers": _endless(HEAD, b"X-Aaaaaaaaa: bbbbbbbbbbbbbbbb\r\n" * 2000),
    "200 MB in one header": _endless(HEAD + b"X-A: ", b"a" * 65_536),
    f"{UNFINISHED} unfinished bodies": _unfinished,
}

if __name__ == "__main__":
    sys.exit(main())

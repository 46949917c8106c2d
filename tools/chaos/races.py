"""Erases and revises articles while look-ups of them run, here and in another process: what was answered stands."""

import random
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from tools.chaos.late import ONLINE
from tools.chaos.places import Place
from tools.chaos.serving import Answer, Service, ask
from tools.chaos.texts import article
from tools.chaos.web import Web

AT_ONCE = 8
PAGE_SECONDS = 3.0
MARK = " This is the second revision."


def races(place: Place, folder: Path, articles: int, seed: int = 3) -> None:
    """Raise AssertionError where an erased article came back or an older text took the place of a newer one."""
    chance = random.Random(seed)
    web = Web()
    url = place.new(folder)
    services = [Service(folder, url, name, settings=ONLINE) for name in ("first", "second")]
    for service in services:
        service.start()
    try:
        plan = [
            (n, chance.choice(services), chance.choice(services), chance.uniform(0, 2.5))
            for n in range(articles)
        ]
        with ThreadPoolExecutor(AT_ONCE) as pool:
            erased = list(pool.map(lambda one: _erased(web, *one), plan))
            revised = list(pool.map(lambda one: _revised(web, *one), plan))
        # Every look that was under way has ended by now, and those after it.
        time.sleep(PAGE_SECONDS * 3)
        port = services[0].port
        back = sum(ask(port, "GET", path).status != 404 for path in erased)
        texts = [ask(port, "GET", f"{path}?include=text") for path in revised]
        older = sum(answer.status != 200 or MARK.strip() not in answer.json["text"] for answer in texts)
        print(
            f"  {place.name}, 2 processes: {len(erased)} erased while looked at, {back} came back;"
            f" {len(revised)} revised while looked at, {older} with an older text"
        )
        assert (back, older) == (0, 0)
        for service in services:
            service.must_be_quiet()
    finally:
        for service in services:
            service.stop()
        web.shutdown()


def _posted(web: Web, kind: str, number: int, service: Service) -> Answer:
    page = web.page(f"pier-reopens-{kind}-{number}", PAGE_SECONDS)
    submission = {**article(number, links=[page]), "external_id": f"{kind}-{number}"}
    answer = ask(service.port, "POST", "/v1/articles", submission, Prefer="wait=0")
    assert answer.status == 202, answer
    return answer


def _erased(web: Web, number: int, first: Service, second: Service, after: float) -> str:
    place = _posted(web, "erased", number, first).headers["location"]
    time.sleep(after)
    assert ask(second.port, "DELETE", place).status == 204
    return place


def _revised(web: Web, number: int, first: Service, second: Service, after: float) -> str:
    place = _posted(web, "revised", number, first).headers["location"]
    time.sleep(after)
    submission = {**article(number, mark=MARK), "site": "chaos.example", "external_id": f"revised-{number}"}
    answer = ask(second.port, "POST", "/v1/articles", submission, Prefer="wait=0")
    assert answer.status == 201, answer
    assert answer.headers["location"] == place
    return place

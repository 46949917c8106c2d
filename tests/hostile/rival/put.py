"""Puts the pages of the second web on its servers."""

from collections.abc import Callable
from urllib.parse import quote

from tests.hostile.cases import Case
from tests.hostile.rival.tongues import TONGUES, Tongue
from tests.hostile.web import HOT, MAIN, OTHER, SECURE, Handler, Request, Web, page

FOLDERS = ("news", "archivo", "artikel", "actu", "stories", "zpravy", "2019/11/03", "nyheter", "haber")


def shown(tongue: Tongue, head: str = "") -> str:
    """The story as its paper prints it."""
    return page(tongue.title, tongue.body, head)


def raw(data: bytes) -> Handler:
    """Sends exactly this, then closes."""

    async def handler(r: Request) -> None:
        await r.send(data)

    return handler


class Put:
    """The second web under construction: `variant` turns the languages, folders and wordings."""

    main, other, secure, hot = MAIN, OTHER, SECURE, HOT

    def __init__(self, web: Web, variant: int) -> None:
        self.web = web
        self.variant = variant
        self.made: list[Case] = []
        self.most = 0
        self.at = web.at

    def tongue(self, offset: int = 0) -> Tongue:
        return TONGUES[(self.variant * 5 + offset) % len(TONGUES)]

    def pick(self, options: tuple, offset: int = 0):
        return options[(self.variant + offset) % len(options)]

    def route(self, path: str, answer: bytes | Handler) -> None:
        self.web.routes[path] = answer if callable(answer) else lambda r: answer

    def alive(self, name: str, answer: bytes | Handler | None, tongue: Tongue | None, **said) -> None:
        self.case(name, "resolves", answer, tongue, **said)

    def case(
        self, name: str, verdict: str, answer: bytes | Handler | None, tongue: Tongue | None, *, accept=(), path: str | None = None, host: str = MAIN,
        scheme: str = "http", url: str | None = None, needs_title: bool = False, **claims: str | None,
    ) -> None:  # fmt: skip
        """One citation. Its path tells nothing about its fate; the title claimed is the story's unless given."""
        number = len(self.made)
        path = (
            path
            or f"/{FOLDERS[(number + self.variant) % len(FOLDERS)]}/{number}/{tongue.slug if tongue else number}"
        )
        if answer is not None:
            self.route(quote(path.partition("#")[0], safe="/%?&=+"), answer)
        if tongue is not None:
            claims.setdefault("title", tongue.title)
        self.made.append(
            Case(
                name,
                url or self.at(path, host, scheme),
                verdict,
                tuple(accept),
                needs_title=needs_title,
                **claims,
            )
        )


def make(web: Web, variant: int) -> list[Case]:
    """All cases of the second web."""
    from tests.hostile.rival import forbidden, gone, living, walls

    put = Put(web, variant)
    groups: list[Callable[[Put], None]] = [*living.GROUPS, *gone.GROUPS, *walls.GROUPS, *forbidden.GROUPS]
    for group in groups:
        group(put)
    return put.made

"""The servers that benchmarks/posting.py measures: `python -m benchmarks.servers empty|noop|full PORT`."""

import sys
from functools import partial

import uvicorn
from fastapi import FastAPI, Request

from scoring import Article, Document
from service.app import create_app
from service.pipeline import Pipeline
from service.settings import Settings
from service.storage import migrate


def empty() -> FastAPI:
    """The reference: FastAPI answering `{}`."""
    app = FastAPI()

    @app.get("/")
    async def nothing() -> dict[str, str]:
        return {}

    @app.post("/v1/articles", status_code=201)
    async def taken(request: Request) -> dict[str, str]:
        await request.body()
        return {}

    return app


def unread(article: Article) -> Document:
    """Reads nothing, so that nothing is found: what is left is the service around the checks."""
    return Document(article, article.body)


def main(kind: str, port: str) -> None:
    """Serve until stopped."""
    protocol = "service.server:BoundedProtocol"
    if kind == "empty":
        app, protocol = empty(), "httptools"
    else:
        settings = Settings(log_level="error", offline=True)
        migrate(settings.database_url)
        make_pipeline = partial(Pipeline, read=unread) if kind == "noop" else Pipeline
        app = create_app(settings, make_pipeline=make_pipeline)
    uvicorn.run(app, port=int(port), loop="uvloop", http=protocol, log_level="error", access_log=False)


if __name__ == "__main__":
    main(*sys.argv[1:])

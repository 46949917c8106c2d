"""The servers that benchmarks/posting.py measures: `python -m benchmarks.servers empty|noop|full PORT`."""

import sys

import uvicorn
from fastapi import FastAPI

from scoring import Article, Document, Ruleset
from service.app import create_app, offline_pipeline
from service.pipeline import Pipeline, RunCpu
from service.resolve import OfflineResolver
from service.settings import Settings
from service.storage import migrate


def empty() -> FastAPI:
    """The reference: FastAPI answering `{}`."""
    app = FastAPI()

    @app.get("/")
    async def nothing() -> dict[str, str]:
        return {}

    return app


def unread(ruleset: Ruleset, run_cpu: RunCpu) -> Pipeline:
    """Reads nothing and finds nothing: what is left is the service around the checks."""

    def read(article: Article) -> Document:
        return Document(article, article.body)

    return Pipeline(OfflineResolver(), ruleset, run_cpu, read=read)


def main(kind: str, port: str) -> None:
    """Serve until stopped."""
    if kind == "empty":
        app = empty()
    else:
        settings = Settings(log_level="error")
        migrate(settings.database_url)
        app = create_app(settings, make_pipeline=unread if kind == "noop" else offline_pipeline)
    uvicorn.run(app, port=int(port), loop="uvloop", http="httptools", log_level="error", access_log=False)


if __name__ == "__main__":
    main(*sys.argv[1:])

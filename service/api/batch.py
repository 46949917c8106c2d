"""Many articles in one request: a line in, a line out, in the same order, however many there are."""

import asyncio
from collections.abc import AsyncIterator
from typing import Annotated

import orjson
from fastapi import Depends
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from service.api.access import REQUEST_ID, Caller, Guard
from service.api.bodies import media_type, read_submission
from service.api.middleware import too_large
from service.api.problems import INTERNAL, MEDIA_TYPE_UNKNOWN, OVERLOADED, TOO_LARGE, Problem, not_judged
from service.api.queries import IncludeText
from service.api.services import Services, services_of
from service.api.spool import Spool
from service.judge_pool import JudgingFailedError
from service.storage import StoreBusyError

PATH = "/v1/articles:batch"
MEDIA_TYPES = ("application/x-ndjson", "application/jsonl", "text/jsonl")

# Articles of one batch that are held and worked on at the same time.
AT_ONCE = 8
# A batch yields to single articles while the database is busy; this many seconds, then its line is an error.
PATIENCE = 30.0
LONGEST_ID = 2000
# So many blank lines in a row are no slip any more.
MOST_BLANK = 10_000


async def submit_batch(
    request: Request,
    caller: Annotated[Caller, Depends(Guard("score", query=("include",)))],
    include: IncludeText = None,
) -> Response:
    """Store and score many articles, one JSON submission a line.

    Answers one line for each line that is not blank, in input order, as soon as it is known: the report, with
    the caller's `id` where one was given, or a problem with `line`, `status` and the caller's `id`. A line
    whose content is known gets the stored report, so sending a batch again is safe.
    """
    kind = media_type(request)
    if kind not in MEDIA_TYPES:
        raise Problem(
            MEDIA_TYPE_UNKNOWN,
            f"Send one JSON object a line, as one of {', '.join(MEDIA_TYPES)}.",
            headers={"Accept-Post": ", ".join(MEDIA_TYPES)},
        )
    return TwoWayResponse(_Batch(request, caller, include_text=include is not None), kind)


class TwoWayResponse(Response):
    """An answer that is sent while the request still comes in."""

    def __init__(self, batch: "_Batch", media_type: str) -> None:
        super().__init__(media_type=media_type)
        self._batch = batch
        del self.headers["content-length"]

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Send what the batch yields."""
        await send({"type": "http.response.start", "status": 200, "headers": self.raw_headers})
        spool = Spool()
        work = asyncio.create_task(self._batch.run(spool))
        try:
            while chunk := await spool.take():
                await send({"type": "http.response.body", "body": chunk, "more_body": True})
            await work
            await send({"type": "http.response.body", "body": b""})
        finally:
            work.cancel()
            spool.close()


class _Batch:
    def __init__(self, request: Request, caller: Caller, *, include_text: bool) -> None:
        self._include_text = include_text
        self._request = request
        self._caller = caller
        self._services: Services = services_of(request)

    async def run(self, spool: Spool) -> None:
        """Work through all lines; answers go to the spool in order."""
        slots = asyncio.Semaphore(AT_ONCE)
        answers: asyncio.Queue[asyncio.Task[bytes] | None] = asyncio.Queue()
        try:
            async with asyncio.TaskGroup() as tasks:
                tasks.create_task(_hand_over(answers, slots, spool))
                try:
                    async for number, line in self._numbered():
                        await slots.acquire()
                        if self._services.pace is not None:
                            await self._services.pace.wait(self._caller.name)
                        answers.put_nowait(tasks.create_task(self._answer(number, line)))
                except Problem as problem:
                    answers.put_nowait(tasks.create_task(self._end(problem)))
                except ClientDisconnect:
                    self._services.log.info("batch_cut_short")
                answers.put_nowait(None)
        finally:
            spool.end()

    async def _end(self, problem: Problem) -> bytes:
        return self._line(problem, None, None)

    async def _numbered(self) -> AsyncIterator[tuple[int, bytes | None]]:
        number = 0
        blank = 0
        async for line in lines(self._request.stream(), self._services.settings.max_body_bytes):
            number += 1
            if line is None or line.strip():
                blank = 0
                yield number, line
                continue
            blank += 1
            if blank > MOST_BLANK:
                raise Problem(TOO_LARGE, f"More than {MOST_BLANK} blank lines stand together.")
            if blank % 1000 == 0:  # nothing waits between them
                await asyncio.sleep(0)

    async def _answer(self, number: int, line: bytes | None) -> bytes:
        id = None
        try:
            if line is None:
                raise too_large(self._services.settings.max_body_bytes)
            submission = await read_submission(line, self._services)
            id = submission.id
            self._caller.check_site(submission.site)
            async with asyncio.timeout(PATIENCE):
                while True:
                    try:
                        taken = await self._services.intake.submit(
                            submission, include_text=self._include_text
                        )
                        return taken.shown.with_caller_id(id) + b"\n"
                    except StoreBusyError:
                        await asyncio.sleep(0.05)
        except Problem as problem:
            return self._line(problem, number, id or _id_of(line))
        except JudgingFailedError as error:
            return self._line(not_judged(error), number, id)
        except TimeoutError:
            return self._line(Problem(OVERLOADED, "Send this line again later."), number, id)
        except Exception:
            self._services.log.exception("batch_line_failed", line=number)
            return self._line(Problem(INTERNAL), number, id)

    def _line(self, problem: Problem, number: int | None, id: str | None) -> bytes:
        request_id = self._request.scope.get(REQUEST_ID)
        return orjson.dumps(problem.body(line=number, id=id, request_id=request_id)) + b"\n"


async def _hand_over(
    answers: asyncio.Queue[asyncio.Task[bytes] | None], slots: asyncio.Semaphore, spool: Spool
) -> None:
    while (task := await answers.get()) is not None:
        await spool.put(await task)
        slots.release()


async def lines(chunks: AsyncIterator[bytes], longest: int) -> AsyncIterator[bytes | None]:
    """The lines of a stream; None stands for one that is too long to be held."""
    parts: list[bytes] = []
    held = 0
    async for chunk in chunks:
        *ended, rest = chunk.split(b"\n")
        for piece in ended:
            held += len(piece)
            yield b"".join([*parts, piece]) if held <= longest else None
            parts, held = [], 0
        held += len(rest)
        if held > longest:
            parts = []
        elif rest:
            parts.append(rest)
    if held:
        yield b"".join(parts) if held <= longest else None


def _id_of(line: bytes | None) -> str | None:
    """The caller's id on a line whose submission is not valid, where it can be told."""
    try:
        given = orjson.loads(line or b"")
    except orjson.JSONDecodeError:
        return None
    id = given.get("id") if isinstance(given, dict) else None
    return id if isinstance(id, str) and len(id) <= LONGEST_ID else None

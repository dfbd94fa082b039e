"""What goes on, as it goes on: server-sent events, for pages that count along."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from http import HTTPStatus
from typing import Any

from starlette.requests import Request
from starlette.responses import Response, StreamingResponse
from starlette.routing import Route

from copydesk.web.filling import words_of
from copydesk.web.journal import Job
from copydesk.web.serving import Serving, serving

LOOK_SECONDS = 0.5
"""How often the journal of what goes on is looked at: as often as a person sees a number change."""
BREATH_SECONDS = 15.0
"""How long a stream may be silent: what stands between may take a silent one for dead."""
LONGEST_SECONDS = 3600.0
"""How long a stream goes on; a browser asks anew by itself."""


def progress(job: Job | None) -> dict[str, Any]:
    """How far a job is, for a page that shows it; empty where there is none."""
    if job is None:
        return {}
    names = ("id", "state", "pages", "unread", "adding", "step", "place", "steps", "done", "total", "failed", "share")
    return {**{name: getattr(job, name) for name in names}, "words": words_of(job)}


async def events(request: Request) -> Response:
    """A stream of `progress` events: the job that goes on, or the one that is named by `?job=`."""
    held, asked = serving(request), request.query_params.get("job")
    if request.method == "HEAD":
        return Response(media_type="text/event-stream")
    streams = request.app.state.streams
    if streams["open"] >= held.limits.most_streams:
        said = "too many pages count along; this one shows the same when it is loaded anew"
        return Response(said, HTTPStatus.SERVICE_UNAVAILABLE, media_type="text/plain")

    async def stream() -> AsyncIterator[str]:
        streams["open"] += 1
        try:
            async for line in _told(request, held, asked):
                yield line
        finally:
            streams["open"] -= 1

    return StreamingResponse(stream(), media_type="text/event-stream", headers={"cache-control": "no-store"})


async def _told(request: Request, held: Serving, asked: str | None) -> AsyncIterator[str]:
    before, silent, passed = None, 0.0, 0.0
    yield "retry: 3000\n\n"
    while passed < LONGEST_SECONDS and not held.board.closed and not await request.is_disconnected():
        job = await asyncio.to_thread(_job, held, asked)
        told = json.dumps(progress(job))
        if told != before:
            before, silent = told, 0.0
            yield f"event: progress\ndata: {told}\n\n"
            if job is not None and job.over:
                return
        elif silent >= BREATH_SECONDS:
            silent = 0.0
            yield ": still here\n\n"
        await asyncio.sleep(LOOK_SECONDS)
        silent, passed = silent + LOOK_SECONDS, passed + LOOK_SECONDS


def _job(held: Serving, asked: str | None) -> Job | None:
    return held.board.current() if asked is None else held.board.job(asked)


EVENTS = "/events"
ROUTES = (Route(EVENTS, events, methods=["GET"]),)

"""What the server counts and tells of itself: `/metrics` for Prometheus, and a line of the log for each request.

Whoever may read the desk may read `/metrics`, and nobody else. Addresses are told by their pattern (`/stories/{page}`),
so there are as many as there are routes; no name of a person or a page stands in a metric.
"""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, Any, NamedTuple

from prometheus_client import CollectorRegistry, Counter, Histogram, ProcessCollector, generate_latest
from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.registry import Collector
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from copydesk import __version__
from copydesk.desk import Desk
from copydesk.errors import DeskError
from copydesk.logs import fail, tell
from copydesk.observing import RunRecord
from copydesk.store import FailureGroup
from copydesk.web.guard import METRICS, STATIC
from copydesk.web.journal import State
from copydesk.web.live import EVENTS
from copydesk.web.visitors import SHARED

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

    from copydesk.web.serving import Serving

CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8"
"""The text format of Prometheus."""
SECONDS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)
"""Bounds of the histogram: a screen is made in some ten milliseconds, and nobody waits longer than ten seconds."""
COUNTED_SECONDS = 30.0
"""How long counts of the desk stand: to count a million records takes a second, and who asks does so every 15."""
METHODS = frozenset(["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"])
STATES: tuple[State, ...] = ("waiting", "working", "done", "stopped")
OTHER, NO_ROUTE = "other", "none"
PROGRAMS = "/api/v1"
RUNS_LOOKED_AT = 10


class Measures:
    """What is counted while the server is up, and what is read from the desk when somebody asks."""

    def __init__(self, serving: Serving) -> None:
        self._registry = CollectorRegistry(auto_describe=False)
        labels = ("method", "route", "status")
        self._requests = Counter(
            "copydesk_requests", "Requests answered, by the pattern of the address.", labels, registry=self._registry
        )
        self._seconds = Histogram(
            "copydesk_request_seconds",
            "Time until a request was answered.",
            ("route",),
            buckets=SECONDS,
            registry=self._registry,
        )
        ProcessCollector(registry=self._registry)
        self._registry.register(_OfTheDesk(serving))

    def answered(self, method: str, route: str, status: int, seconds: float) -> None:
        """A request was answered."""
        self._requests.labels(method if method in METHODS else OTHER, route, f"{status // 100}xx").inc()
        self._seconds.labels(route).observe(seconds)

    def text(self) -> bytes:
        """All of it, in the text format."""
        return generate_latest(self._registry)


class Observed:
    """The middleware before all others: counts and tells every request, whoever answers it."""

    def __init__(self, app: ASGIApp, *, measures: Measures, patterns: Mapping[Any, str]) -> None:
        self._app, self._measures, self._patterns = app, measures, patterns

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let a request through and note how it was answered."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        scope.setdefault("state", {})
        began = time.perf_counter()
        status, took = 500, None
        stream = scope["path"] == EVENTS

        async def sending(message: Message) -> None:
            nonlocal status, took
            if message["type"] == "http.response.start":
                status = message["status"]
                # What stays open for an hour was answered when it began.
                took = time.perf_counter() - began if stream else None
            await send(message)

        try:
            await self._app(scope, receive, sending)
        except Exception:
            self._note(scope, 500, time.perf_counter() - began, failed=True)
            raise
        self._note(scope, status, took if took is not None else time.perf_counter() - began)

    def _note(self, scope: Scope, status: int, seconds: float, *, failed: bool = False) -> None:
        route = _pattern(scope, self._patterns)
        self._measures.answered(scope["method"], route, status, seconds)
        visitor = scope["state"].get("visitor")
        facts = {"method": scope["method"], "route": route, "status": status, "ms": round(seconds * 1000, 1)}
        (fail if failed else tell)("request", **facts, who=getattr(visitor, "person", None))


def patterns_of(routes: Iterable[Route]) -> dict[Any, str]:
    """The pattern of the address at which each function answers; of several the first."""
    found: dict[Any, str] = {}
    for route in routes:
        found.setdefault(route.endpoint, route.path)
    return found


def _pattern(scope: Scope, patterns: Mapping[Any, str]) -> str:
    """The pattern of the address that a request asked for; `none` where there is none, or it was refused before."""
    path: str = scope["path"]
    if path.startswith(SHARED):
        return f"{SHARED}{{token}}"
    if path.startswith(STATIC):
        return f"{STATIC}{{name}}"
    for_programs = getattr(scope.get("route"), "path", None)
    if isinstance(for_programs, str):
        return f"{PROGRAMS}{for_programs}"
    return patterns.get(scope.get("endpoint"), NO_ROUTE)


def metrics(request: Request) -> Response:
    """What Prometheus asks for."""
    measures: Measures = request.app.state.measures
    return Response(
        measures.text(), media_type=None, headers={"content-type": CONTENT_TYPE, "cache-control": "no-store"}
    )


ROUTES = (Route(METRICS, metrics, methods=["GET"]),)


class _Held(NamedTuple):
    """What was read of the desk at a moment."""

    at: float
    counts: dict[str, int]
    failures: tuple[FailureGroup, ...]
    runs: tuple[RunRecord, ...]


class _OfTheDesk(Collector):
    """What stands on the desk, and how its jobs and runs are."""

    def __init__(self, serving: Serving) -> None:
        self._serving = serving
        self._lock = Lock()
        self._held: _Held | None = None

    def collect(self) -> Iterable[Metric]:
        """All metrics of the desk; where it cannot be read, only that."""
        yield _gauge("copydesk_build_info", "The version of copydesk, as a label.", {(__version__,): 1}, "version")
        states = [job.state for job in self._serving.board.jobs()]
        jobs = {(state,): float(states.count(state)) for state in STATES}
        yield _gauge("copydesk_jobs", "Jobs that the server remembers, by how they stand.", jobs, "state")
        if (size := self._size()) is not None:
            yield _gauge("copydesk_desk_size_bytes", "Size of the desk's file, with what waits beside it.", {(): size})
        try:
            held = self._read()
        except DeskError:
            yield _gauge("copydesk_desk_up", "Whether the desk can be read.", {(): 0})
            return
        yield _gauge("copydesk_desk_up", "Whether the desk can be read.", {(): 1})
        records = {(kind.lower(),): float(amount) for kind, amount in held.counts.items()}
        yield _gauge("copydesk_records", "Records on the desk, by kind.", records, "kind")
        failed: dict[tuple[str, ...], float] = {}
        for group in held.failures:
            failed[group.step,] = failed.get((group.step,), 0.0) + group.amount
        yield _gauge("copydesk_failures", "What could not be made, by the step where it failed.", failed, "step")
        yield from _of_runs(held.runs)

    def _size(self) -> float | None:
        """The size of the file; None where the desk is on a server."""
        path = self._serving.path
        if not isinstance(path, Path):
            return None
        sizes = (path.with_name(f"{path.name}{ending}") for ending in ("", "-wal"))
        return float(sum(one.stat().st_size for one in sizes if one.exists()))

    def _read(self) -> _Held:
        """What the desk holds; counted anew after a while, by one who asks while the others wait."""
        with self._lock:
            if self._held is None or time.monotonic() - self._held.at > COUNTED_SECONDS:
                with self._serving.readers.desk() as desk:
                    self._held = _held(desk)
            return self._held


def _held(desk: Desk) -> _Held:
    return _Held(time.monotonic(), desk.counts(), desk.failure_groups(), desk.runs(limit=RUNS_LOOKED_AT))


def _of_runs(runs: tuple[RunRecord, ...]) -> Iterator[Metric]:
    """The last run that has ended; nothing where none has."""
    run = next((one for one in runs if one.ended_at is not None), None)
    if run is None or run.ended_at is None:
        return
    begun, ended = (datetime.fromisoformat(one).timestamp() for one in (run.started_at, run.ended_at))
    yield _gauge("copydesk_last_run_start_timestamp_seconds", "When the last run that ended began.", {(): begun})
    yield _gauge("copydesk_last_run_end_timestamp_seconds", "When it ended.", {(): ended})
    done = 1.0 if run.state == "done" else 0.0
    yield _gauge("copydesk_last_run_success", "Whether it came to its end.", {(): done})
    seconds = {(one.step,): one.seconds for one in run.steps}
    yield _gauge("copydesk_last_run_step_seconds", "Time of each of its steps on the clock.", seconds, "step")
    cpu = {(one.step,): one.cpu_seconds for one in run.steps if one.cpu_seconds is not None}
    yield _gauge("copydesk_last_run_step_cpu_seconds", "Time of all processors for each step.", cpu, "step")
    memory = {(one.step,): float(one.memory + (one.worker_memory or 0)) for one in run.steps if one.memory is not None}
    yield _gauge(
        "copydesk_last_run_step_memory_bytes", "Memory of each step at its peak, with workers.", memory, "step"
    )
    jobs = {
        (one.step, name): float(getattr(one, name)) for one in run.steps for name in ("done", "failed", "taken_over")
    }
    yield _gauge("copydesk_last_run_step_jobs", "Jobs of each step, by what became of them.", jobs, "step", "outcome")


def _gauge(name: str, told: str, values: Mapping[Any, float], *labels: str) -> Metric:
    family = GaugeMetricFamily(name, told, labels=labels)
    for key, value in values.items():
        family.add_metric(key, value)
    return family

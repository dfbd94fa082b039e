"""The wire: lines of JSON over standard input and output, none without end; what is no message is answered so."""

from __future__ import annotations

import sys
from collections.abc import AsyncIterator
from typing import TYPE_CHECKING, Any, BinaryIO, cast

import anyio
from mcp.server.stdio import stdio_server
from mcp.shared.message import SessionMessage
from mcp_types import INVALID_REQUEST, PARSE_ERROR, ErrorData, JSONRPCError
from pydantic import ValidationError

if TYPE_CHECKING:
    from anyio.streams.memory import MemoryObjectSendStream
    from mcp.server import MCPServer

LONGEST_LINE = 1_000_000
"""Bytes of a line. The longest question holds a text that is asked about; an article has some 5,000 characters."""
DRAINED = 65_536
TOO_LONG = '"a line without end"'
"""What stands for a longer line: JSON, and no message."""
GONE = (BrokenPipeError, anyio.BrokenResourceError, anyio.ClosedResourceError)
"""What is raised where the other end is closed."""

Incoming = SessionMessage | Exception


class Lines:
    """The lines of a stream, one at a time; of a line that is too long no more than a part is ever held."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream

    def __aiter__(self) -> AsyncIterator[str]:
        return self

    async def __anext__(self) -> str:
        line = await anyio.to_thread.run_sync(self._next)
        if line is None:
            raise StopAsyncIteration
        return line

    def _next(self) -> str | None:
        """The next line that is not blank; None at the end."""
        while raw := self._stream.readline(LONGEST_LINE + 1):
            if len(raw) > LONGEST_LINE:
                self._pass(raw)
                return TOO_LONG
            if raw.strip():
                return raw.decode("utf-8", "replace")
        return None

    def _pass(self, raw: bytes) -> None:
        """Read on to the end of a line, and keep nothing of it."""
        while raw and not raw.endswith(b"\n"):
            raw = self._stream.readline(DRAINED)


def talk(server: MCPServer[Any]) -> None:
    """Serve one client over standard input and output until it hangs up."""
    try:
        anyio.run(_talk, server)
    except ExceptionGroup as group:
        # Where the client goes while it is answered, nobody is left to be told.
        _, others = group.split(GONE)
        if others is not None:
            raise others from None


async def _talk(server: MCPServer[Any]) -> None:
    # `run_stdio_async` (mcp 2.3) takes no streams, and its own hold a line however long it is.
    inner = server._lowlevel_server  # noqa: SLF001
    passed_on, taken = anyio.create_memory_object_stream[Incoming](0)
    lines = cast("Any", Lines(sys.stdin.buffer))
    async with stdio_server(stdin=lines) as (incoming, outgoing), anyio.create_task_group() as tasks:
        tasks.start_soon(_sorted, incoming, passed_on, outgoing)
        await inner.run(cast("Any", taken), outgoing, inner.create_initialization_options())
        tasks.cancel_scope.cancel()


async def _sorted(incoming: Any, passed_on: MemoryObjectSendStream[Incoming], outgoing: Any) -> None:
    """Hand messages on to the server; what is none is answered here, as JSON-RPC asks."""
    async with passed_on:
        async for one in incoming:
            if isinstance(one, Exception):
                await outgoing.send(SessionMessage(JSONRPCError(jsonrpc="2.0", id=None, error=_fault(one))))
            else:
                await passed_on.send(one)


def _fault(error: Exception) -> ErrorData:
    """What is wrong with a line that is no message; nothing of it is repeated."""
    told = error.errors(include_url=False) if isinstance(error, ValidationError) else []
    if any(one["type"] == "json_invalid" for one in told):
        return ErrorData(code=PARSE_ERROR, message="Parse error: the line is no JSON")
    if any(one.get("input") == TOO_LONG.strip('"') for one in told):
        return ErrorData(code=INVALID_REQUEST, message=f"Invalid request: a line has at most {LONGEST_LINE:,} bytes")
    return ErrorData(code=INVALID_REQUEST, message="Invalid request: the line is no message of JSON-RPC 2.0")

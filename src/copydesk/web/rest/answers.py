"""An answer to a program: JSON with an entity tag, a list with the way to its next page, a problem (RFC 9457)."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from hashlib import blake2b
from http import HTTPStatus
from typing import Any

from fastapi.exceptions import RequestValidationError
from pydantic import BaseModel
from starlette.requests import Request
from starlette.responses import Response

from copydesk.reports.contract import plain
from copydesk.web.guard import PROBLEM, Refusal, problem

MOST_ITEMS = 500
"""Rows of one page of a list."""
SHOWN_ERRORS = 8
"""Of what is wrong with a request so much is told."""


def nothing() -> list[Any]:
    """What a list in an address or a form is that is left out.

    `list` itself would do, but at each request it is asked how it is called, which Python answers for a builtin by
    parsing a text with a copy of the table of modules at hand: 50 KB that wait for the garbage collector.
    """
    return []


class Problem(BaseModel):
    """What is wrong with a request, as RFC 9457 tells it."""

    type: str
    title: str
    status: int
    detail: str


def problems(*statuses: int) -> dict[int | str, dict[str, Any]]:
    """How the description tells of refusals: the same for each of these, and for those that any request may meet."""
    always = (400, 401, 403, 413, 421, 422, 429, 503)
    content = {PROBLEM: {"schema": {"$ref": "#/components/schemas/Problem"}}}
    known = {status: HTTPStatus(status).phrase for status in sorted({*always, *statuses})}
    return {status: {"description": phrase, "content": content} for status, phrase in known.items()}


def answered(
    request: Request,
    body: Any,
    *,
    status: int = HTTPStatus.OK,
    headers: Mapping[str, str] | None = None,
    media_type: str = "application/json",
) -> Response:
    """A value as JSON, with the tag by which a program may ask whether it has changed."""
    return _tagged(request, _written(body), status=status, headers=headers, media_type=media_type)


def _written(body: Any) -> bytes:
    return json.dumps(body, default=plain, ensure_ascii=True, separators=(",", ":")).encode("ascii")


def _tagged(
    request: Request, content: bytes, *, status: int, headers: Mapping[str, str] | None, media_type: str
) -> Response:
    if request.method != "GET":
        return Response(content, status, dict(headers or {}), media_type)
    tag = f'"{blake2b(content, digest_size=16).hexdigest()}"'
    told = {**(headers or {}), "etag": tag}
    if _has(request, tag):
        return Response(status_code=HTTPStatus.NOT_MODIFIED, headers=told)
    return Response(content, status, told, media_type)


def listed(request: Request, items: Sequence[Any], cursor: str | None, **more: Any) -> Response:
    """A page of a list; the way to the next one stands in it, and in the `Link` of its head (RFC 8288).

    Lines are written one by one: all at once needed 7 MB more for 500 articles, while others need as much.
    """
    headers = {}
    if cursor is not None:
        following = request.url.include_query_params(after=cursor).replace(scheme="", netloc="")
        headers["link"] = f'<{following}>; rel="next"'
    before = b"".join(b'"%s":%s,' % (name.encode("ascii"), _written(value)) for name, value in more.items())
    lines = b",".join(map(_written, items))
    content = b'{%s"items":[%s],"next":%s}' % (before, lines, _written(cursor))
    return _tagged(request, content, status=HTTPStatus.OK, headers=headers, media_type="application/json")


async def unfit(_request: Request, error: Exception) -> Response:
    """What does not fit the description, told as a problem: where, and what was expected there."""
    assert isinstance(error, RequestValidationError)
    said = "; ".join(f"{_place(one['loc'])}: {one['msg']}" for one in error.errors()[:SHOWN_ERRORS])
    return problem(Refusal(HTTPStatus.UNPROCESSABLE_ENTITY, said or "this does not fit the description"))


def _place(path: Sequence[Any]) -> str:
    return ".".join(str(one) for one in path)


def _has(request: Request, tag: str) -> bool:
    """Whether the program holds the answer with this tag already (RFC 9110, 13.1.2)."""
    held = [one.strip().removeprefix("W/") for one in request.headers.get("if-none-match", "").split(",")]
    return tag in held or "*" in held

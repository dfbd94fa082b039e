"""The interface as one router, and its description."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter, Depends, FastAPI
from fastapi.openapi.utils import get_openapi
from starlette.requests import Request

from copydesk.web.rest import finding, reading, running, writing
from copydesk.web.rest.answers import Problem
from copydesk.web.serving import Absent, visitor

PREFIX = "/api/v1"
DESCRIPTION = """
The records of a desk, in the fields of the export contract. Lists come page by page: the way to the next stands in
`next` and in the `Link` of the head. Every answer to a GET has an `ETag`; ask with `If-None-Match`, and what has not
changed comes without a body. What goes wrong is told as RFC 9457 has it. Pages that are added, and runs, are jobs that
can be followed.

Findings are statements of evidence about texts in this collection. Counts measure independent reporting in it, not
truth.
"""


def _whole_desk(request: Request) -> None:
    """A link that shows one story opens no interface to all of them."""
    if visitor(request).story is not None:
        raise Absent("This link shows one story.")


def router() -> APIRouter:
    """Every address under `/api/v1`."""
    whole = APIRouter(dependencies=[Depends(_whole_desk)])
    for part in (finding.router, writing.router, running.router, reading.router):
        whole.include_router(part, prefix=PREFIX)
    return whole


def described(app: FastAPI) -> dict[str, Any]:
    """The description of the interface (OpenAPI 3.1), made once."""
    if app.openapi_schema is None:
        told = get_openapi(title=app.title, version=app.version, description=DESCRIPTION.strip(), routes=app.routes)
        parts = told.setdefault("components", {})
        parts.setdefault("schemas", {})["Problem"] = Problem.model_json_schema()
        said = (
            "The token of a person at the desk; a desk without people, which answers its own machine alone, asks none."
        )
        parts["securitySchemes"] = {"token": {"type": "http", "scheme": "bearer", "description": said}}
        told["security"] = [{"token": []}, {}]
        app.openapi_schema = _widely_read(told)
    return app.openapi_schema


def allowed(app: FastAPI, path: str) -> str:
    """The ways in which an address may be asked, as the head `Allow` lists them; empty where nothing is there.

    A router that has one route a method tells of the first route alone.
    """
    found = [ways for known, ways in described(app)["paths"].items() if _is_at(path, known)]
    return ", ".join(sorted({way.upper() for ways in found for way in ways}))


def _is_at(path: str, known: str) -> bool:
    given, parts = path.split("/"), known.split("/")
    return len(given) == len(parts) and all(
        one in (part, "") or part.startswith("{") for one, part in zip(given, parts, strict=True)
    )


def _widely_read(schema: Any) -> Any:
    """A schema in which a list of so many values of one type is told by `items`.

    What pydantic writes for it, `prefixItems`, is of a later JSON Schema than many programs read.
    """
    if isinstance(schema, list):
        return [_widely_read(one) for one in schema]
    if not isinstance(schema, dict):
        return schema
    told = {name: _widely_read(value) for name, value in schema.items()}
    first, *others = told.get("prefixItems", [None])
    if first is not None and all(one == first for one in others):
        told.pop("prefixItems")
        told["items"] = first
    return told

"""Forms as they come in: bounded, shown to be ours, and handed on when all of it is here."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import FormData
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response

from copydesk.web.serving import Forged, Refused, serving, visitor

Handler = Callable[[Request, FormData], Response]
MARK = "mark"
"""The field of every form that shows that we have sent it."""
MOST_FIELDS = 2_000
"""Fields of one form: a split may tick every article of a large story."""


def sent(handler: Handler) -> Callable[[Request], Awaitable[Response]]:
    """An endpoint that reads a form whole, checks that it is ours, and hands it to a handler in a thread."""

    async def endpoint(request: Request) -> Response:
        limits = serving(request).limits
        try:
            async with request.form(
                max_files=limits.most_files, max_fields=MOST_FIELDS, max_part_size=limits.largest_form_bytes
            ) as form:
                _refuse_forged(request, form)
                return await run_in_threadpool(handler, request, form)
        except ClientDisconnect as error:
            raise Refused("this is longer than what is taken here") from error

    return endpoint


def line(form: FormData, name: str) -> str:
    """A field of a form as one line, without what stands around it; empty where there is none."""
    return " ".join(text(form, name).split())


def text(form: FormData, name: str) -> str:
    """A field of a form as it is, its lines ending in one newline."""
    value = form.get(name)
    return value.replace("\r\n", "\n").strip() if isinstance(value, str) else ""


def several(form: FormData, name: str) -> list[str]:
    """All values of a field that may be given more than once."""
    return [value for value in form.getlist(name) if isinstance(value, str) and value]


def _refuse_forged(request: Request, form: FormData) -> None:
    """Refuse a form that we have not sent; a program that shows its token with each request needs no form of ours."""
    who = visitor(request)
    if who.by != "bearer" and not serving(request).forms.ours(who.visit, line(form, MARK)):
        raise Forged("this form is older than the server, or not from it; go back, load the page anew, send it again")

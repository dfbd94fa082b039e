"""The first screen: one row a story."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from copydesk.reports.cards import story_card
from copydesk.reports.holdings import hold
from copydesk.web.pages import home
from copydesk.web.serving import reading, serving, visitor


def inbox(request: Request) -> Response:
    """Every story, one row each."""
    if visitor(request).story is not None:
        return home(request)
    with reading(request) as desk:
        holdings = hold(desk.collection())
    rows = tuple(story_card(one, holdings, "") for one in holdings.stories.values())
    scale = max((one.ladder.pages for one in holdings.stories.values()), default=1)
    return serving(request).look.page(request, "inbox.html", {"root": "", "rows": rows}, scale=scale)


ROUTES = (Route("/", inbox, methods=["GET"]),)

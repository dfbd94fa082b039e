"""People of the desk: logging in and out, who they are, links that show one story, and the log of what was done."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from http import HTTPStatus

from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from copydesk.desk import Desk
from copydesk.records import Story, StoryId
from copydesk.reports.cards import LONGEST_TITLE
from copydesk.reports.safe import short
from copydesk.web.guard import LOGIN, cookie
from copydesk.web.sending import line, sent
from copydesk.web.serving import Refused, now, reading, see, serving, visitor, writing
from copydesk.web.visitors import SHARED, TOKEN_COOKIE, TOKEN_SECONDS

LOG_LINES = 100
LINK_DAYS = 14
"""How long a link shows its story where nobody says otherwise: a fortnight, the length of a story's first life."""


def login(request: Request) -> Response:
    """The form that asks for a token."""
    return serving(request).look.page(request, "login.html", {"root": "/"})


def logged_in(request: Request, form: FormData) -> Response:
    """Keep the token that was given, where it is one of this desk."""
    token = line(form, "token")
    with reading(request) as desk:
        person = desk.people.who(token)
    if person is None:
        said = "This is no token of this desk. It is told once, when a person is added; ask for a new one."
        values = {"root": "/"}
        return serving(request).look.page(request, "login.html", values, status=HTTPStatus.FORBIDDEN, notice=said)
    answer = see("/")
    secure = request.url.scheme == "https"
    answer.headers.append("set-cookie", cookie(TOKEN_COOKIE, token, secure=secure, seconds=TOKEN_SECONDS))
    return answer


def logged_out(request: Request, _form: FormData) -> Response:
    """Forget the token in this browser."""
    answer = see(LOGIN)
    answer.headers.append("set-cookie", cookie(TOKEN_COOKIE, "", secure=request.url.scheme == "https", seconds=0))
    return answer


# -- people and links -------------------------------------------------------------------------------------------------


def people(request: Request, *, token: str | None = None, link: str | None = None) -> Response:
    """Who may read and write, which links stand, and what was done; a new token or link is told this once."""
    with reading(request) as desk:
        shares = desk.people.shares()
        labels = _labels(desk, {one.story for one in shares})
        before = request.query_params.get("before", "")
        log = desk.people.audit(before=int(before) if before.isdigit() and len(before) < 18 else None, limit=LOG_LINES)
        values = {
            "root": "/",
            "people": desk.people.everyone(),
            "shares": tuple((one, labels.get(one.story, one.story)) for one in shares),
            "today": datetime.now(UTC).date(),
            "log": log,
            "older": log[-1].number if len(log) == LOG_LINES else None,
            "token": token,
            "link": link,
        }
    return serving(request).look.page(request, "people.html", values)


def person_added(request: Request, form: FormData) -> Response:
    """Give somebody a token. The first person is added on the machine itself, lest all be locked out by chance."""
    name, by = line(form, "name"), visitor(request).name
    if by is None:
        raise Refused(
            "the first person is added on the machine: copydesk --desk DESK people add NAME; from then on the desk asks"
            " everybody for a token"
        )
    right = "write" if line(form, "right") == "write" else "read"
    issued = writing(request, lambda desk: desk.people.add(name, right=right, by=by, at=now()))  # type: ignore[arg-type]
    return people(request, token=issued.token)


def person_renewed(request: Request, form: FormData) -> Response:
    """Give somebody a new token; who renews their own stays logged in with it."""
    name, by = line(form, "name"), visitor(request).name
    issued = writing(request, lambda desk: desk.people.renew(name, by=by, at=now()))
    answer = people(request, token=issued.token)
    if issued.person.name == by:
        secure = request.url.scheme == "https"
        answer.headers.append("set-cookie", cookie(TOKEN_COOKIE, issued.token, secure=secure, seconds=TOKEN_SECONDS))
    return answer


def person_removed(request: Request, form: FormData) -> Response:
    """Take somebody's token from them."""
    name, by = line(form, "name"), visitor(request).name
    writing(request, lambda desk: desk.people.remove(name, by=by, at=now()))
    return see("/people")


def shared(request: Request, form: FormData) -> Response:
    """Make a link that shows one story."""
    ident, by = line(form, "story"), visitor(request).name
    ends = _day(line(form, "ends"))

    def share(desk: Desk) -> str:
        found = desk.store.get(Story, [ident]).get(ident)
        if found is None:
            raise Refused("there is no such story at this desk; look for it among the stories")
        return desk.people.share(found, ends=ends, by=by, at=now()).token

    token = writing(request, share)
    return people(request, link=f"{request.url.scheme}://{request.headers['host']}{SHARED}{token}/")


def withdrawn(request: Request, form: FormData) -> Response:
    """End a link now."""
    ident, by = line(form, "share"), visitor(request).name
    writing(request, lambda desk: desk.people.withdraw(ident, by=by, at=now()))
    return see("/people")


def _day(given: str) -> date:
    if not given:
        return datetime.now(UTC).date() + timedelta(days=LINK_DAYS)
    try:
        return date.fromisoformat(given)
    except ValueError as error:
        raise Refused("the last day of a link is to be written as 2031-06-30") from error


def _labels(desk: Desk, stories: set[StoryId]) -> dict[str, str]:
    return {ident: short(one.label, LONGEST_TITLE) for ident, one in desk.store.get(Story, stories).items()}


def people_screen(request: Request) -> Response:
    """People, as a screen."""
    return people(request)


ROUTES = (
    Route(LOGIN, login, methods=["GET"]),
    Route(LOGIN, sent(logged_in), methods=["POST"]),
    Route("/logout", sent(logged_out), methods=["POST"]),
    Route("/people", people_screen, methods=["GET"]),
    Route("/people", sent(person_added), methods=["POST"]),
    Route("/people/renew", sent(person_renewed), methods=["POST"]),
    Route("/people/remove", sent(person_removed), methods=["POST"]),
    Route("/shares", sent(shared), methods=["POST"]),
    Route("/shares/withdraw", sent(withdrawn), methods=["POST"]),
)

"""Who asks: somebody with a token, somebody with a link to one story, or whoever sits at this machine.

At a desk without people (which answers this machine alone) whoever asks may read and write. From the first person on,
everybody needs a token: in a cookie that logging in sets, or as `Authorization: Bearer TOKEN`.
"""

from __future__ import annotations

import hmac
import secrets
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Literal

from starlette.requests import Request

from copydesk.desk import Desk
from copydesk.records import StoryId

TOKEN_COOKIE = "copydesk-token"  # noqa: S105  the name of a cookie, not what is in it
VISIT_COOKIE = "copydesk-visit"
SHARED = "/shared/"
"""What the path of a shared story begins with; the token of the link follows."""
TOKEN_SECONDS = 30 * 24 * 3600
"""How long a browser keeps a token: a month, then its person logs in again."""

By = Literal["machine", "cookie", "bearer", "link", "nobody"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Visitor:
    """Who asks. `name` and `person` (their id) are None at a desk without people.

    `story` is the one that a link shows, `root` its path. `by` is how they were known; `nobody` may log in, and no
    more. `form` is what each of their forms carries: it shows that we have sent it to them, and is empty where nothing
    may be sent.
    """

    by: By
    name: str | None = None
    person: str | None = None
    may_write: bool = False
    story: StoryId | None = None
    root: str = "/"
    visit: str = ""
    form: str = ""


class Forms:
    """The mark that forms carry against forgery: made from the visit of a browser and a secret of this server.

    A new start of the server makes a new secret; forms sent before are then asked for again.
    """

    def __init__(self) -> None:
        self._secret = secrets.token_bytes(32)

    def mark(self, visit: str) -> str:
        """The mark for the forms of a visit."""
        return hmac.new(self._secret, visit.encode("utf-8", "surrogatepass"), sha256).hexdigest()

    def ours(self, visit: str, mark: str) -> bool:
        """Whether we have sent the form that carries this mark, to this browser."""
        return bool(visit) and hmac.compare_digest(self.mark(visit).encode(), mark.encode("utf-8", "surrogatepass"))


def new_visit() -> str:
    """What a browser is known by, between its requests; it says nothing of anybody."""
    return secrets.token_urlsafe(18)


def bearer(request: Request) -> str | None:
    """The token in the head of a request."""
    scheme, _, token = request.headers.get("authorization", "").partition(" ")
    return token.strip() if scheme.casefold() == "bearer" and token.strip() else None


def known(request: Request, desk: Desk, *, wide: bool, now: datetime) -> Visitor | None:
    """Who asks; None where a token is needed and none is given that holds. `wide`: others than this machine may ask."""
    path = request.url.path
    if path.startswith(SHARED):
        return _by_link(path.removeprefix(SHARED).partition("/")[0], desk, now)
    if not wide and not desk.people.everyone():
        return Visitor(by="machine", may_write=True)
    token = bearer(request)
    person = desk.people.who(token or request.cookies.get(TOKEN_COOKIE, ""))
    if person is None:
        return None
    return Visitor(
        by="bearer" if token else "cookie", name=person.name, person=person.id, may_write=person.right == "write"
    )


def _by_link(token: str, desk: Desk, now: datetime) -> Visitor | None:
    share = desk.people.shared(token, on=now.date())
    return None if share is None else Visitor(by="link", story=share.story, root=f"{SHARED}{token}/")

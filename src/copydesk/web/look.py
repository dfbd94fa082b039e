"""How a screen looks: templates shared with the brief, and the styles and scripts that they link."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from hashlib import sha256
from http import HTTPStatus
from importlib import resources
from typing import Any, NamedTuple

from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from copydesk.reports.ladder import draw_ladder
from copydesk.reports.sheets import SCRIPTS, asset
from copydesk.reports.templating import environment, filled
from copydesk.web.journal import Job
from copydesk.web.visitors import Visitor

STYLES = ("brief.css", "desk.css")
OWN_SCRIPTS = dict.fromkeys(("inbox.html", "notes.html", "sources.html"), ("narrow.js",))
TYPES = {"css": "text/css; charset=utf-8", "js": "text/javascript; charset=utf-8", "svg": "image/svg+xml"}
FOR_EVER = "public, max-age=31536000, immutable"
"""A file's name holds the digest of what is in it, so what a name stands for never changes."""
NAVIGATION = (
    ("/", "Stories"),
    ("/sources", "Sources"),
    ("/notes", "Notes"),
    ("/decisions", "By hand"),
    ("/runs", "Runs"),
    ("/add", "Add"),
)


class Frame(NamedTuple):
    """What a served page has beside its matter: `desk` in the templates."""

    visitor: Visitor
    styles: tuple[str, ...]
    scripts: tuple[str, ...]
    icon: str
    navigation: tuple[tuple[str, str, bool], ...]
    asked: str
    here: str
    notice: str | None
    refresh: int | None
    work: Job | None


class Look:
    """The templates, ready, and the files that pages link."""

    def __init__(self) -> None:
        self._templates = environment("copydesk.web")
        shared = {"brief.css", "walk.js", *(name for names in SCRIPTS.values() for name in names)}
        held = {name: asset(name) for name in sorted(shared)}
        held |= {name: _static(name) for name in ("desk.css", "desk.js", "icon.svg")}
        self._address = {name: _address(name, content) for name, content in held.items()}
        self._files = {self._address[name]: content.encode() for name, content in held.items()}

    def page(  # noqa: PLR0913  what may be said of a page, each by name
        self,
        request: Request,
        template: str,
        values: Mapping[str, Any],
        *,
        as_of: str = "",
        settings: str = "",
        scale: int = 1,
        status: int = HTTPStatus.OK,
        notice: str | None = None,
        refresh: int | None = None,
    ) -> Response:
        """A screen. `notice` is told above it, `refresh` is after how many seconds it is asked for again."""
        visitor: Visitor = request.state.visitor
        told = self._frame(visitor, request.url.path, template, asked=request.query_params.get("words", ""))
        body = filled(
            self._templates.get_template(template),
            values,
            desk=told._replace(notice=notice, refresh=refresh, work=request.app.state.serving.board.current()),
            root=values.get("root", "../"),
            home=visitor.root,
            as_of=as_of,
            settings=settings,
            draw_ladder=partial(draw_ladder, scale=scale),
        )
        return HTMLResponse(body.encode("utf-8", "replace"), status)

    def plain(self, status: HTTPStatus, words: str, headers: Mapping[str, str] | None = None) -> Response:
        """A page that only says something: a refusal, before anything is known of who asks."""
        told = self._frame(Visitor(by="nobody"), "", "said.html", asked="")
        body = self._templates.get_template("said.html").render(
            desk=told, root="/", home="/", as_of="", settings="", heading=status.phrase, said=words, more=None
        )
        return HTMLResponse(body.encode("utf-8", "replace"), status, dict(headers or {}))

    def file(self, path: str) -> Response:
        """A style, a script or a picture, by its address."""
        content = self._files.get(path)
        if content is None:
            return self.plain(HTTPStatus.NOT_FOUND, "There is no such file; load the page anew.")
        kind = TYPES[path.rpartition(".")[2]]
        return Response(content, headers={"content-type": kind, "cache-control": FOR_EVER})

    def _frame(self, visitor: Visitor, path: str, template: str, *, asked: str) -> Frame:
        scripts = ("walk.js", *_scripts(template), "desk.js")
        shown = () if visitor.by in ("link", "nobody") else NAVIGATION
        return Frame(
            visitor=visitor,
            styles=tuple(self._address[name] for name in STYLES),
            scripts=tuple(self._address[name] for name in scripts),
            icon=self._address["icon.svg"],
            navigation=tuple((href, name, href == path) for href, name in shown),
            asked=asked,
            here=path,
            notice=None,
            refresh=None,
            work=None,
        )


def _scripts(template: str) -> tuple[str, ...]:
    """The scripts of a template of the brief that ours extends, or our own choice of them."""
    return SCRIPTS.get(template.removeprefix("desk_"), OWN_SCRIPTS.get(template, ()))


def _static(name: str) -> str:
    return (resources.files("copydesk.web") / "static" / name).read_text(encoding="utf-8")


def _address(name: str, content: str) -> str:
    stem, _, suffix = name.rpartition(".")
    return f"/static/{stem}.{sha256(content.encode()).hexdigest()[:12]}.{suffix}"

"""What every page of HTML wears: the style, the scripts, and the policy that lets nothing else in."""

from __future__ import annotations

from base64 import b64encode
from functools import cache, partial
from hashlib import sha256
from importlib import resources
from typing import TYPE_CHECKING, Any, NamedTuple

from copydesk.records import Collection
from copydesk.reports.ladder import draw_ladder
from copydesk.reports.templating import environment, filled

if TYPE_CHECKING:
    from jinja2 import Environment

# Scripts beside the one that every page has, by template.
SCRIPTS = {"pair.html": ("pair.js",), "speakers.html": ("narrow.js",), "figures.html": ("narrow.js",)}


class Sheet(NamedTuple):
    """A page to be made: where (below the folder of the brief), by which template, with what.

    `root` leads from the page to the folder of the index; None where the page stands alone.
    """

    place: str
    template: str
    root: str | None
    values: dict[str, Any]


def dressed(collection: Collection) -> Environment:
    """The templates with what every page of a collection needs at hand."""
    made = environment()
    made.globals.update(
        draw_ladder=partial(draw_ladder, scale=max((one.ladder.pages for one in collection.stories), default=1)),
        as_of=collection.as_of.isoformat(),
        settings=collection.settings,
    )
    return made


def rendered(sheet: Sheet, templates: Environment) -> str:
    """The page as HTML."""
    style = asset("brief.css")
    script = "\n".join(asset(name) for name in ("walk.js", *SCRIPTS.get(sheet.template, ())))
    home = None if sheet.root is None else f"{sheet.root}index.html"
    template = templates.get_template(sheet.template)
    values = sheet.values | {"root": sheet.root, "home": home}
    return filled(template, values, style=style, script=script, policy=policy(style, script))


def policy(style: str, script: str) -> str:
    """The content security policy of every page: this style, this script, and nothing else from anywhere."""
    return (
        f"default-src 'none'; style-src '{source_of(style)}'; script-src '{source_of(script)}';"
        " base-uri 'none'; form-action 'none'"
    )


@cache
def asset(name: str) -> str:
    """A file of the package that stands beside the templates."""
    return (resources.files("copydesk.reports") / "templates" / name).read_text(encoding="utf-8")


def source_of(text: str) -> str:
    """How a policy names a style or script of the page itself: by its digest."""
    return "sha256-" + b64encode(sha256(text.encode()).digest()).decode()

"""What can be asked for by kind: how each is called in an address, its rows, and the types of their fields."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, NamedTuple, get_type_hints

from pydantic import BaseModel, create_model

from copydesk import tables
from copydesk.desk import Desk
from copydesk.flow import QUIET
from copydesk.records import (
    Alone,
    Article,
    Attribution,
    Check,
    Copy,
    Dating,
    Decision,
    Edition,
    Fact,
    Failure,
    Family,
    Figure,
    Note,
    Quote,
    Story,
    Summary,
)
from copydesk.tabular import Records

Row = dict[str, Any]
Table = Callable[..., Records[Any]]


class Resource(NamedTuple):
    """A kind of record under a name.

    `of` says of what its records can be asked for. `table` makes their lines, given the records and, for each kind of
    `joined`, the records of it that point at them. `tells` says which records are told.
    """

    name: str
    kind: type[Any]
    what: str
    of: str | None
    table: Table
    joined: tuple[type[Any], ...] = ()
    tells: Callable[[Any], bool] = lambda _record: True


def _as_they_are(name: str, kind: type[Any], what: str, of: str | None) -> Resource:
    """Records that have no file in the export, told by their fields."""
    return Resource(name, kind, what, of, lambda found: Records(found, kind))


def _is_told(failure: Failure) -> bool:
    return failure.step not in QUIET


_OF_STORY = "story, storyline or article"
RESOURCES: tuple[Resource, ...] = (
    Resource("articles", Article, "Articles as their pages give them", "page, file or address", tables.articles,
             (Edition, Dating)),
    _as_they_are("editions", Edition, "Later readings of the same address", "article"),
    Resource("copies", Copy, "Pairs of articles that share text", "article", tables.copies),
    Resource("families", Family, "Copies that hang together", "article", tables.families),
    _as_they_are("datings", Dating, "What the collection adds to dates", "article"),
    Resource("stories", Story, "Events", "article or storyline", tables.stories),
    _as_they_are("summaries", Summary, "Stories in one line each", None),
    Resource("quotes", Quote, "Words that somebody said", "article", tables.quotes, (Attribution,)),
    Resource("figures", Figure, "Numbers that somebody gave", "article", tables.figures, (Fact,)),
    _as_they_are("facts", Fact, "Figures that state one thing", "story, storyline or figure"),
    Resource("checks", Check, "Comparisons of independent accounts", _OF_STORY, tables.checks),
    Resource("alone", Alone, "What one independent account tells alone", "story", tables.alone),
    _as_they_are("decisions", Decision, "What people decided of stories", "article"),
    _as_they_are("notes", Note, "What people remarked", "article, story or note"),
    Resource("failures", Failure, "What could not be read or made", None, tables.failures, tells=_is_told),
)  # fmt: skip
"""Every kind that can be asked for by its name, in the order in which they are made."""


def named(name: str) -> Resource:
    """The resource that is called so."""
    return next(one for one in RESOURCES if one.name == name)


def rows_of(desk: Desk, resource: Resource, found: Sequence[Any]) -> list[Row]:
    """The lines of records, as the export has them; each has its id, which two files of the export leave out."""
    table = resource.table(found, *(desk.store.pointing(kind, [one.id for one in found]) for kind in resource.joined))
    return [{"id": record.id, **line} for record, line in zip(found, table.lines(), strict=True)]


def line_type(resource: Resource) -> type[BaseModel]:
    """The type of a line of a resource, from which the description is made."""
    columns = resource.table((), *(() for _ in resource.joined)).columns
    fields: dict[str, Any] = {"id": (str, ...), **{name: (hint, ...) for name, hint in columns.items()}}
    return create_model(f"{resource.kind.__name__}Line", __doc__=resource.kind.__doc__, **fields)


def page_type(name: str, line: Any) -> type[BaseModel]:
    """The type of a page of a list of lines; `next` is the cursor of the page that follows."""
    return create_model(f"{name}Page", items=(list[line], ...), next=(str | None, ...))


def type_of(kind: type[Any]) -> type[BaseModel]:
    """The type of a record or a named tuple as JSON has it: an object."""
    fields: dict[str, Any] = {name: (hint, ...) for name, hint in get_type_hints(kind).items()}
    return create_model(kind.__name__, __doc__=kind.__doc__, **fields)

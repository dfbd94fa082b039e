"""What can be asked for by kind: how each is called in an address, its rows, and the types of their fields."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, NamedTuple, get_type_hints

from pydantic import BaseModel, create_model

from copydesk import tables
from copydesk.desk import Desk
from copydesk.flow import FLOW
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
from copydesk.reports.contract import plain
from copydesk.tabular import Records

Row = dict[str, Any]
Rows = Callable[[Desk, Sequence[Any]], Records[Any]]


class Resource(NamedTuple):
    """A kind of record under a name.

    `of` says of what its records can be asked for, `rows` makes their lines, `tells` which of them are told.
    """

    name: str
    kind: type[Any]
    what: str
    of: str | None
    rows: Rows
    tells: Callable[[Any], bool] = lambda _record: True


def _articles(desk: Desk, found: Sequence[Article]) -> Records[Any]:
    ids = [one.id for one in found]
    return tables.articles(found, desk.store.pointing(Edition, ids), desk.store.pointing(Dating, ids))


def _quotes(desk: Desk, found: Sequence[Quote]) -> Records[Any]:
    return tables.quotes(found, desk.store.pointing(Attribution, [one.id for one in found]))


def _figures(desk: Desk, found: Sequence[Figure]) -> Records[Any]:
    return tables.figures(found, desk.store.pointing(Fact, [one.id for one in found]))


def _as_they_are(kind: type[Any]) -> Rows:
    return lambda _desk, found: Records(found, kind)


QUIET = frozenset(step.name for step in FLOW if step.quiet)
"""Steps whose failures say nothing that a later step does not say again."""

RESOURCES: tuple[Resource, ...] = (
    Resource("articles", Article, "Articles as their pages give them", "page, file or address", _articles),
    Resource("editions", Edition, "Later readings of the same address", "article", _as_they_are(Edition)),
    Resource("copies", Copy, "Pairs of articles that share text", "article", lambda _, found: tables.copies(found)),
    Resource("families", Family, "Copies that hang together", "article", lambda _, found: tables.families(found)),
    Resource("datings", Dating, "What the collection adds to dates", "article", _as_they_are(Dating)),
    Resource("stories", Story, "Events", "article or storyline", lambda _, found: tables.stories(found)),
    Resource("summaries", Summary, "Stories in one line each", None, _as_they_are(Summary)),
    Resource("quotes", Quote, "Words that somebody said", "article", _quotes),
    Resource("figures", Figure, "Numbers that somebody gave", "article", _figures),
    Resource("facts", Fact, "Figures that state one thing", "story, storyline or figure", _as_they_are(Fact)),
    Resource("checks", Check, "Comparisons of independent accounts", "story, storyline or article",
             lambda _, found: tables.checks(found)),
    Resource("alone", Alone, "What one independent account tells alone", "story", _as_they_are(Alone)),
    Resource("decisions", Decision, "What people decided of stories", "article", _as_they_are(Decision)),
    Resource("notes", Note, "What people remarked", "article, story or note", _as_they_are(Note)),
    Resource("failures", Failure, "What could not be read or made", None, lambda _, found: tables.failures(found),
             lambda one: one.step not in QUIET),
)  # fmt: skip
"""Every kind that can be asked for by its name, in the order in which they are made."""


def named(name: str) -> Resource:
    """The resource that is called so."""
    return next(one for one in RESOURCES if one.name == name)


def rows_of(desk: Desk, resource: Resource, found: Sequence[Any]) -> list[Row]:
    """The lines of records, as the export has them; each has its id, which two files of the export leave out."""
    lines = resource.rows(desk, found).to_rows()
    return [{"id": record.id, **plain_row(line)} for record, line in zip(found, lines, strict=True)]


def plain_row(line: Row) -> Row:
    """A line in the values of JSON."""
    return {name: _plain(value) for name, value in line.items()}


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        return plain_row(value)
    return [_plain(one) for one in value] if isinstance(value, list) else plain(value)


def line_type(resource: Resource) -> type[BaseModel]:
    """The type of a line of a resource, from which the description is made."""
    empty = resource.rows(_NOBODY, ())
    fields: dict[str, Any] = {"id": (str, ...), **{name: (hint, ...) for name, hint in empty.columns.items()}}
    return create_model(f"{resource.kind.__name__}Line", __doc__=resource.kind.__doc__, **fields)


def page_type(name: str, line: Any) -> type[BaseModel]:
    """The type of a page of a list of lines; `next` is the cursor of the page that follows."""
    return create_model(f"{name}Page", items=(list[line], ...), next=(str | None, ...))


def type_of(kind: type[Any]) -> type[BaseModel]:
    """The type of a record or a named tuple as JSON has it: an object."""
    fields: dict[str, Any] = {name: (hint, ...) for name, hint in get_type_hints(kind).items()}
    return create_model(kind.__name__, __doc__=kind.__doc__, **fields)


class _Nobody:
    """A desk of which nothing is asked: rows of no records need none."""

    class store:  # noqa: N801  stands where a desk has its store
        """Points at nothing."""

        @staticmethod
        def pointing(_kind: type[Any], _ids: Sequence[str]) -> list[Any]:
            """Nothing points at nothing."""
            return []


_NOBODY: Any = _Nobody()

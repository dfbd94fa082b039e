"""The records of a `.jsonl` container: what each column of a line says of its page."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from copydesk.records import Form

COLUMNS = ("text", "html", "id", "url", "outlet", "title", "published", "fetched")
"""What a line may say of its page; a mapping from these to other names is `--columns`."""
DAY = re.compile(r"\s*(\d{4})-?(\d{2})-?(\d{2})(?!\d{1,5}(?:\D|$))")
"""A day in front of anything: `2031-05-02`, `2031-05-02T10:00Z`, `20310502`, `20310502101500` of web archives."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One line of a container. `words` is the page itself; the rest is None where the line says nothing."""

    words: str
    form: Form
    id: str | None
    url: str | None
    outlet: str | None
    title: str | None
    published: str | None
    fetched: date | None


def read_row(raw: str, *, columns: Mapping[str, str]) -> Row:
    """The row of one line; `columns` names the columns that are not called as in `COLUMNS`.

    Raises:
        ValueError: the line is no JSON object with a page in it; the message says what to do.

    """
    values = json_object(raw)
    told = {column: _told(values.get(columns.get(column, column))) for column in COLUMNS}
    words, form = _page_of(values, columns)
    return Row(
        words=words,
        form=form,
        id=told["id"],
        url=told["url"],
        outlet=told["outlet"],
        title=told["title"],
        published=told["published"],
        fetched=day_of(told["fetched"]),
    )


def json_object(raw: str) -> dict[str, Any]:
    """The JSON object of a line.

    Raises:
        ValueError: there is none.

    """
    try:
        values = json.loads(raw)
    except RecursionError as error:
        raise ValueError("the line is nested too deeply to be a record; fetch the file again") from error
    except ValueError as error:
        raise ValueError(f"the line is no JSON ({error}); write one object a line") from error
    if not isinstance(values, dict):
        raise ValueError("the line is JSON but no object; write one object a line, with a column text or html")  # noqa: TRY004  a malformed value, not a wrong call
    return values


def _page_of(values: dict[str, Any], columns: Mapping[str, str]) -> tuple[str, Form]:
    """The page on a line: its HTML where there is any, for that says more than the text."""
    forms: tuple[Form, ...] = ("html", "text")
    for form in forms:
        words = values.get(columns.get(form, form))
        if isinstance(words, str) and words.strip():
            return words, form
    names = " nor ".join(repr(columns.get(form, form)) for form in reversed(forms))
    raise ValueError(f"the line has neither {names} with anything in it; name the columns, as in --columns text=body")


def _told(value: Any) -> str | None:
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return None
    return " ".join(str(value).split()) or None


def day_of(text: str | None) -> date | None:
    """The day that a text begins with, None where it begins with none."""
    found = DAY.match(text or "")
    if found is None:
        return None
    try:
        return date(int(found[1]), int(found[2]), int(found[3]))
    except ValueError:
        return None

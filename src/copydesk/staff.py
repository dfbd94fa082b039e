"""Records of the people at a desk and of what they leave on it. Import them from `records`.

None of them is a finding: they are put by hand, no step makes them, and no run changes them. Moments are ISO 8601, UTC.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from copydesk.kinds import NoteTarget, Right, StoryId


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """Somebody who may read this desk, or also write on it (`right`); the token stays with the person."""

    id: str
    name: str
    right: Right
    added_at: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Share:
    """A link that shows one story, read-only, to whoever has it: through the day `ends`, until it is withdrawn."""

    id: str
    story: StoryId
    ends: date
    by: str | None
    made_at: str
    withdrawn_at: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """What a person saw of a story when last looking: counts by name, those that the inbox compares with today's.

    `person` is None where the desk has one reader and no names.
    """

    person: str | None
    story: StoryId
    state: Mapping[str, int]
    at: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SavedSearch:
    """A search that a person goes back to: `query` is as its address writes it (`words=ferry&near=2031-03-20`)."""

    id: str
    person: str | None
    name: str
    query: str
    at: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Note:
    """What somebody remarked on an article, a story, a pair of articles, or on another note.

    `targets` are the ids of what it is `on`: the article; the story, then the article it is named for; the two
    articles; the note. On words of an article, `exact` are they, `prefix` and `suffix` what stood around them, `start`
    and `end` where; `source` and `position` name the article's page, so that they are found again when it is read
    anew. `origin` is the address under which a note was written elsewhere.
    """

    id: str
    on: NoteTarget
    targets: tuple[str, ...]
    words: str
    made_at: str
    by: str | None = None
    exact: str | None = None
    prefix: str | None = None
    suffix: str | None = None
    start: int | None = None
    end: int | None = None
    source: str | None = None
    position: int | None = None
    origin: str | None = None
    resolved_by: str | None = None
    resolved_at: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditLine:
    """One line of the log of what people did by hand: who, when, what, to what. Lines are never changed or dropped.

    `by` is None where nobody gave a name, `target` the id of what it was done to, `words` say it for people.
    """

    number: int
    at: str
    by: str | None
    action: str
    target: str
    words: str

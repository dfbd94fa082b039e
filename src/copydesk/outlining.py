"""What passes between steps of the stories room: accounts without their texts, and events. `records` hands it on."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from copydesk.kinds import ArticleId, StoryId, StorylineId
from copydesk.records import Dating, EventDate, Link


@dataclass(frozen=True, slots=True, kw_only=True)
class Sentence:
    """A sentence in which names stand, by its place in the text: the names as they are written, and their words."""

    start: int
    end: int
    names: tuple[str, ...]
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Past:
    """A day or month that a sentence names as long past (`stories.past`): in what words, and what they mean.

    `sentence` is the place of the sentence among those of the outline; `terms` are its words where they tell the days
    `outright`.
    """

    words: str
    low: date
    high: date
    sentence: int
    outright: bool
    terms: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Stated:
    """Days that a text states in full: whether it looks back at them, and whether it names but their year."""

    low: date
    high: date
    back: bool
    year: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Outline:
    """An account (the articles of a family, or one that is nobody's copy): what its text decides on days and events.

    `face` is the article that speaks for it, `articles` are all of them, that one first; `datings` what the family
    alone tells of their days. Of the face: `served` is the day on which its page was, `head` and `head_names` are the
    words and names of its headline and lead, `called` all names as they are written, `names` their words with `counts`.
    `terms` packs the words and pairs of words by which texts are compared, `quoted` the runs of quoted words: base64 of
    32-bit checksums in order, each followed by a 32-bit weight in `terms`. An account whose day is open has its `lead`
    and the days that its text has `stated`. `blank` is an article without text.
    """

    id: str
    face: ArticleId
    articles: tuple[ArticleId, ...]
    datings: tuple[Dating, ...]
    source: str
    title: str | None
    served: date | None
    head: tuple[str, ...]
    head_names: tuple[str, ...]
    called: tuple[str, ...]
    names: tuple[str, ...]
    counts: tuple[int, ...]
    sentences: tuple[Sentence, ...]
    pasts: tuple[Past, ...]
    terms: str
    quoted: str
    lead: str = ""
    stated: tuple[Stated, ...] = ()
    blank: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Happening:
    """An event as the collection tells it: what a `Story` is but for what the texts of its own articles add.

    `accounts` are its articles by family, the earliest known first; `label` is the name that a person gave it.
    """

    id: str
    story: StoryId
    storyline: StorylineId | None
    day: EventDate | None
    accounts: tuple[tuple[ArticleId, ...], ...]
    links: tuple[Link, ...] = ()
    ties: tuple[Link, ...] = ()
    decisions: tuple[str, ...] = ()
    label: str | None = None

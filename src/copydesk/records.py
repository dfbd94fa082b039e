"""Every record that flows through copydesk; the file to read first.

Records are frozen and keyword-only, hold tuples and not lists, and carry a stable `id`. A derived record points at the
words it rests on: offsets are code points, end excluded, into `Article.text`, which never changes. What is not known is
`None`. The exported form of these records is the contract (`docs/contract.md`).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from copydesk.findings import (
    Alone, Attribution, Carriage, Check, Fact, Figure, Quote, Side,  # noqa: F401  what articles say
)  # fmt: skip
from copydesk.kinds import (
    AlterationKind, ArticleId, ArticleKind, BlockKind, BlockStyle, CopyKind, DateBasis, DateRole, DecisionKind,
    Direction, FamilyId, Form, PageId, Precision, Range, RungKind, StatementField, StatementSource, StoryId,
    StorylineId,
    ALTERATION_RANKING, CarriageRole, CheckKind, Credit, FigureId, NoteTarget, Outcome,  # noqa: F401  as are the others
    QuoteId, QuoteKind, Record, Right,  # noqa: F401
)  # fmt: skip
from copydesk.staff import AuditLine, Look, Note, Person, SavedSearch, Share  # noqa: F401  what people leave here
from copydesk.views import html_of
from copydesk.workings import Candidate, Fingerprint, Frame, Layout  # noqa: F401  what passes between steps


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """What was read, where and when. The bytes stay at `source` and are read again from there.

    `source` is the path as given (FILE#RECORD inside a container) or the address, `base` the folder from which a path
    is seen, `offset` the byte at which a record begins in its container. `content` is kept only where the source cannot
    be read again (standard input, a packed container, a feed, an address). `outlet`, `title`, `author`, `url`,
    `published` are what the container said; `credited` is the source that a feed names for an entry from elsewhere. Of
    what was fetched, `url` answered at `fetched_at` (UTC), `etag` and `last_modified` tell whether it changed.
    `reserved` is whether rights of text and data mining are (TDMRep), `reserved_by` where.
    """

    id: PageId
    source: str
    form: Form
    sha256: str
    size: int
    as_of: date
    fetched: date | None = None
    fetched_at: str | None = None
    url: str | None = None
    outlet: str | None = None
    title: str | None = None
    author: str | None = None
    credited: str | None = None
    published: str | None = None
    base: str | None = None
    offset: int | None = None
    content: str | None = None
    etag: str | None = None
    last_modified: str | None = None
    reserved: bool | None = None
    reserved_by: str | None = None
    _repr_html_ = html_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """A stretch of a page and what it is. The blocks of an article, laid end to end, are its whole page.

    `style` is how the page sets it, as far as its markup tells: a subheading, an item of a list, a block quotation.
    `recurs` is on how many other pages of the site it was seen as a part of the frame (`Frame`), 0 for none.
    """

    kind: BlockKind
    text: str
    style: BlockStyle = "paragraph"
    recurs: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class DateCandidate:
    """A date that was weighed.

    `value` is ISO 8601 (a day, a month, a year, or two days parted by `/`), `surface` the characters it was read from,
    `basis` where they stand, `zone` the time zone that is given with them, as it is written ("+02:00", "Z", "GMT").
    """

    value: str
    surface: str
    role: DateRole
    kept: bool
    why: str
    basis: DateBasis | None = None
    zone: str | None = None
    precision: Precision = "day"


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """A value that a page gives for a field, and where; `kept` when it is the article's, `why` says why or why not."""

    field: StatementField
    value: str
    source: StatementSource
    kept: bool
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Published:
    """The day, or the days between which, this page's text first stood at this outlet; `confidence` is 0 to 1."""

    low: date
    high: date
    precision: Precision
    basis: DateBasis
    confidence: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Article:
    """The text of one article and what its page says of it.

    `position` 0 is the page's main article; 1 and up are further articles, and stories carried on the page at length.
    `kind` is `live` where it is a report in entries, each under its time. `text` is the paragraphs joined by one
    newline and nothing else. `byline` holds names of people. `tdm_reserved` is its page's `reserved`.
    """

    id: ArticleId
    page: PageId
    source: str
    position: int
    text: str
    blocks: tuple[Block, ...]
    kind: ArticleKind = "article"
    fetched: date | None = None
    fetched_at: str | None = None
    url: str | None = None
    outlet: str | None = None
    credited_to: str | None = None
    title: str | None = None
    standfirst: str | None = None
    byline: tuple[str, ...] = ()
    dateline: str | None = None
    language: str | None = None
    published: Published | None = None
    page_date: date | None = None
    dates: tuple[DateCandidate, ...] = ()
    statements: tuple[Statement, ...] = ()
    tdm_reserved: bool | None = None
    _repr_html_ = html_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Edition:
    """`article` is another reading of `edition_of`: a later version of one address, or the text dump of its HTML."""

    id: str
    article: ArticleId
    edition_of: ArticleId
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Passage:
    """An aligned stretch of two texts; `same` when the words are equal."""

    a: Range
    b: Range
    same: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Alteration:
    """One difference between two aligned texts: `before` is the source's reading, `after` the copy's.

    Spans are None for what stands outside the text (title, byline, credit, dateline). `material`: a statement changes.
    """

    kind: AlterationKind
    before: str
    after: str
    a: Range | None
    b: Range | None
    material: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """One statement of evidence; kinds of direction are the contract's, `weight` log-odds that b was made from a."""

    kind: str
    text: str
    weight: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Match:
    """Two articles (`a` < `b`) that share text, judged alone; `lean`, the sum of `cues`: log-odds b was made from a."""

    id: str
    a: ArticleId
    b: ArticleId
    kind: CopyKind
    score: float
    confidence: float
    coverage_a: float
    coverage_b: float
    passages: tuple[Passage, ...]
    lean: float
    cues: tuple[Evidence, ...]
    why: tuple[Evidence, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Copy:
    """Two articles (`a` < `b`) share text: how, which way (`direction_sure`: how surely, 0 to 1), and what differs."""

    id: str
    a: ArticleId
    b: ArticleId
    kind: CopyKind
    direction: Direction
    score: float
    confidence: float
    coverage_a: float
    coverage_b: float
    passages: tuple[Passage, ...]
    alterations: tuple[Alteration, ...]
    why: tuple[Evidence, ...]
    direction_sure: float | None = None
    _repr_html_ = html_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Edge:
    """One line of a tree; `parent` is an article, a lost source or None, `shares` are those of `candidates`."""

    parent: str | None
    child: ArticleId
    confidence: float
    candidates: tuple[str, ...] = ()
    shares: tuple[float, ...] = ()
    same: bool = False  # word for word alike
    why: tuple[Evidence, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Lost:
    """A source that must have existed but is not in the collection."""

    id: str
    children: tuple[ArticleId, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Family:
    """Copies that hang together, as a tree (or several, where no line between them is established)."""

    id: FamilyId
    articles: tuple[ArticleId, ...]
    edges: tuple[Edge, ...]
    roots: tuple[str, ...]
    lost: tuple[Lost, ...] = ()
    _repr_html_ = html_of


@dataclass(frozen=True, slots=True, kw_only=True)
class EventDate:
    """The day, or the days between which, something happened, and what that rests on."""

    low: date
    high: date
    basis: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Dating:
    """What the collection adds to an article's own dates.

    `published` is the article's own or one inferred from its family (`basis` `copy` or `corpus`); `event` is the day
    of its main event; `candidates` are the event days that were weighed, best first.
    """

    id: str
    article: ArticleId
    published: Published | None
    event: EventDate | None
    candidates: tuple[EventDate, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A stretch of an article's text."""

    article: ArticleId
    start: int
    end: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Rung:
    """What counts once on a step of a ladder: its articles, why they do, and where the words for it stand.

    `name` is what an outlet, an owner, a document or an agency is called; None where no page tells.
    """

    kind: RungKind
    name: str | None
    articles: tuple[ArticleId, ...]
    why: str
    places: tuple[Place, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Ladder:
    """How many pages, and how few independent accounts; `documents` are kinds of primary documents leaned on.

    `rungs` explain each count from `texts` on; those of kind `agency` are told beside, and not counted.
    """

    pages: int
    texts: int
    publishers: int
    owners: int
    accounts: int
    documents: int
    rungs: tuple[Rung, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """A line from one story to another, with the words that make it."""

    story: StoryId
    why: str
    article: ArticleId
    start: int
    end: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Story:
    """The articles on one event, the earliest known first. `families` covers them all, singletons too.

    `links` are references to other events; `ties` lead to earlier stories of its storyline, each from the sentence that
    best tells why. `decisions` are the ids of what people decided of it.
    """

    id: StoryId
    label: str
    articles: tuple[ArticleId, ...]
    event_date: EventDate | None
    storyline: StorylineId | None
    families: tuple[tuple[ArticleId, ...], ...]
    ladder: Ladder
    links: tuple[Link, ...] = ()
    ties: tuple[Link, ...] = ()
    decisions: tuple[str, ...] = ()
    _repr_html_ = html_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """What a person decided of stories; it stands in every run until it is taken back.

    `merge`: the stories of `articles` are one. `split`: `articles` are of another event than `others`. `rename`: the
    story of the first of `articles` is called `label`. `pin`: `articles` are one event and the whole of it. `made_at`
    is UTC.
    """

    id: str
    kind: DecisionKind
    articles: tuple[ArticleId, ...]
    others: tuple[ArticleId, ...] = ()
    label: str | None = None
    by: str | None = None
    made_at: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Summary:
    """A story in one line of a list: when it was told, by how many, and how much of it needs a person.

    `first` and `last` are the earliest and the latest publication that is known, `undated` counts articles without any.
    `conflicts` and `changed` count checks, `altered` pairs that have a quotation otherwise, `material` what was changed
    on the lines of its copy trees, `spun` automated rewordings, `corrections` statements that copies still carry though
    their page was corrected, `lost` missing sources. `changes` are the kinds of material alterations, `places` those
    of datelines, `months` those of publication (`2031-03`).
    """

    id: str
    story: StoryId
    label: str
    storyline: StorylineId | None
    event: EventDate | None
    first: Published | None
    last: Published | None
    pages: int
    texts: int
    publishers: int
    owners: int
    accounts: int
    documents: int
    undated: int = 0
    conflicts: int = 0
    changed: int = 0
    altered: int = 0
    material: int = 0
    spun: int = 0
    corrections: int = 0
    lost: int = 0
    outlets: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    places: tuple[str, ...] = ()
    months: tuple[str, ...] = ()
    changes: tuple[AlterationKind, ...] = ()
    decisions: tuple[DecisionKind, ...] = ()

    @property
    def state(self) -> dict[str, int]:
        """What a person who looked at the story has seen of what matters: compare it with that of a later day."""
        return {name: getattr(self, name) for name in MATERIAL}


MATERIAL = ("accounts", "conflicts", "changed", "altered", "material", "spun", "corrections")
"""The counts of a summary that change materially; another page with the same text changes none of them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Failure:
    """A record that a step could not make, and why."""

    id: str
    step: str
    input: str
    reason: str
    _repr_html_ = html_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Dossier:
    """All that is known of the stories of one storyline (or of one story that belongs to none): what checks read."""

    stories: tuple[Story, ...]
    articles: tuple[Article, ...]
    families: tuple[Family, ...]
    editions: tuple[Edition, ...] = ()
    datings: tuple[Dating, ...] = ()
    quotes: tuple[Quote, ...] = ()
    attributions: tuple[Attribution, ...] = ()
    figures: tuple[Figure, ...] = ()
    facts: tuple[Fact, ...] = ()
    copies: tuple[Copy, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Collection:
    """Everything a desk holds at one moment: what reports read."""

    as_of: date
    settings: str
    articles: tuple[Article, ...]
    editions: tuple[Edition, ...] = ()
    copies: tuple[Copy, ...] = ()
    families: tuple[Family, ...] = ()
    datings: tuple[Dating, ...] = ()
    stories: tuple[Story, ...] = ()
    quotes: tuple[Quote, ...] = ()
    attributions: tuple[Attribution, ...] = ()
    figures: tuple[Figure, ...] = ()
    facts: tuple[Fact, ...] = ()
    checks: tuple[Check, ...] = ()
    alone: tuple[Alone, ...] = ()
    failures: tuple[Failure, ...] = ()
    decisions: tuple[Decision, ...] = ()


from copydesk.outlining import Happening, Outline, Past, Sentence, Stated  # noqa: E402, F401  they hold records of these

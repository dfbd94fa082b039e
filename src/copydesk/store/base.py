"""What every store promises, named by intent. The contract suite is `tests/contracts/test_store.py`."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from datetime import date
from typing import Any, Literal, NamedTuple, Protocol, TypeVar

from copydesk.records import AuditLine, Failure, Look, Person, Record, Right, SavedSearch, Share, StoryId, Summary
from copydesk.store.finding import Finding
from copydesk.store.history import History
from copydesk.store.memos import Watches
from copydesk.store.settled import Steps

R = TypeVar("R")


class LedgerLine(NamedTuple):
    """What was last done to one job of a step: by which run, on which inputs, and whether it failed."""

    run: str
    inputs: str
    failed: bool


class StepRun(NamedTuple):
    """Which step, at which version and settings, makes which kind of record: the provenance of every row."""

    step: str
    makes: type[Any]
    version: int
    settings: str

    @property
    def name(self) -> str:
        """How the ledger writes the run."""
        return f"{self.version}:{self.settings}"


class Outcome(NamedTuple):
    """What one job gave: `records`, or a `failure` (then what an earlier run made of it stays)."""

    job: str
    inputs: str
    records: tuple[Record, ...]
    failure: Failure | None = None


class Arrival(NamedTuple):
    """What articles that come and go change of the records of a job that looks at all of them.

    `made` come or take the place of those with their ids, `dropped` are ids of records that go. `members` are the
    digests of the prints of articles that come, by article, `keys` their keys by family; `gone` the articles that go
    (also those that come again with another print). Only with the `last` of several arrivals is the job done.
    """

    job: str
    made: tuple[Record, ...]
    dropped: tuple[str, ...]
    members: Mapping[str, str]
    keys: Mapping[str, Sequence[Sequence[int]]]
    gone: tuple[str, ...]
    last: bool = True


class StoredRow(NamedTuple):
    """A record with its provenance: the step, its version and settings digest, and the job that made it."""

    record: Record
    step: str
    version: int
    settings: str
    job: str


class Hit(NamedTuple):
    """An article that a search found, with a few of its words around the match."""

    article: str
    title: str | None
    outlet: str | None
    source: str
    snippet: str


Order = Literal["first", "last", "accounts", "changes", "news"]
"""How stories are listed: by their first or last publication, by accounts, by what needs a person, by what is new."""


class ListedPage(NamedTuple):
    """A page of a list of stories: its lines, how many there are in all, and the cursor behind the last, if more."""

    stories: tuple[Summary, ...]
    total: int
    cursor: str | None


class RunLine(NamedTuple):
    """One step at one version and with one digest of settings: its jobs, and how many failed when last tried."""

    step: str
    version: int
    settings: str
    jobs: int
    failed: int


class FailureGroup(NamedTuple):
    """Failures of one step for one reason, with the first of their inputs."""

    step: str
    reason: str
    amount: int
    input: str


class SiteCounts(NamedTuple):
    """What is counted of one site (None: pages that name none).

    `pages` are its articles; `reserved` and `free` those whose page reserves rights of mining, or says that it does
    not; `host` is the host of one of them. `shared` are those that stand in a family: `first` the earliest known of
    theirs, `taken` those made from another, `open` those whose source is not established; `credited` name an outlet for
    their text, `agency` an agency, `uncredited` are taken and name nobody. `material` is what they have otherwise than
    their sources, `corrections` what they carry though it was corrected. `lags` are days behind the source, in
    order, each with how many pages are so late.
    """

    site: str | None
    pages: int
    reserved: int
    free: int
    host: str | None
    shared: int
    first: int
    taken: int
    open: int
    credited: int
    agency: int
    uncredited: int
    material: int
    corrections: int
    lags: tuple[tuple[int, int], ...]


class Follower(Protocol):
    """What a store keeps beside its records: told, in the transaction, of every record of its kinds."""

    kinds: frozenset[str]

    def add(self, kind: str, place: int, row: Mapping[str, Any]) -> None:
        """A record has come: its kind, its place in the table of the kind, and what JSON has of it."""
        ...

    def drop(self, kind: str, gone: Sequence[tuple[int, str]]) -> None:
        """Records have gone: the place of each and its line of JSON."""
        ...


class Shelf(Protocol):
    """The reading half of a store: what steps see of it."""

    def all(self, kind: type[R]) -> Iterator[R]:
        """Every record of a kind, in the order of their ids."""
        ...

    def get(self, kind: type[R], ids: Iterable[str], *, without: Sequence[str] = ()) -> dict[str, R]:
        """The records with these ids, fields named in `without` empty; ids that are not there are left out."""
        ...

    def after(self, kind: type[R], ident: str, *, limit: int, without: Sequence[str] = ()) -> list[R]:
        """At most so many records of a kind whose ids come after this one (the empty one is before all), in order."""
        ...

    def pointing(self, kind: type[R], ids: Iterable[str], *, without: Sequence[str] = ()) -> list[R]:
        """The records of a kind that point at one of these (`store.pointers` tells by which fields), by id."""
        ...

    def pointers(self, kind: type[Any], ids: Iterable[str]) -> list[str]:
        """The ids of the records of a kind that point at one of these, in order."""
        ...

    def targets(self, kind: type[Any], prefix: str, *, limit: int) -> list[str]:
        """What records of a kind point at and begins so, in order."""
        ...

    def fields(self, kind: type[Any], *names: str, ids: Iterable[str] | None = None) -> Iterator[tuple[Any, ...]]:
        """These fields of the records of a kind, each a text, a number or None, in the order of their ids.

        A dot leads into the record of a field. With `ids` only of the records with these.
        """
        ...

    def as_of(self) -> date:
        """The latest day on which a page is read; the first of all days where there is none."""
        ...

    def arrived(self, articles: Iterable[str]) -> list[str]:
        """These articles in the order in which they first came to the desk."""
        ...

    def digests(self, kind: type[Any], ids: Iterable[str] | None = None) -> Mapping[str, str]:
        """The digest of every record of a kind, by id; with `ids` of those with these, as far as there are any."""
        ...

    def ids(self, kind: type[Any]) -> Iterator[str]:
        """The id of every record of a kind, in order; it can be walked through while nothing is written."""
        ...

    def made(self, kind: type[Any]) -> Mapping[str, tuple[str, ...]]:
        """The ids of the records of a kind by the job that made them; a job is named for what it was done to."""
        ...


class Keys(Protocol):
    """The keys of the articles that were blocked before: `copydesk.engine.base.KeyIndex`, and who they are."""

    def members(self) -> Mapping[str, str]:
        """The digest of the print of every article whose keys are here, by article."""
        ...

    def numbers(self, articles: Sequence[str]) -> Any:
        """The numbers of those of these articles that are here, in order."""
        ...

    def names(self, numbers: Any) -> Sequence[str]:
        """The ids of the articles with these numbers."""
        ...

    def holders(self, family: str, keys: Any) -> Any:
        """Every article that has one of these keys (in order, none twice), once for each."""
        ...

    def met(self, family: str, keys: Any) -> Any:
        """Every article that has one of these few keys, once for each; keys of very many articles are passed over."""
        ...

    def keys_of(self, family: str, numbers: Any) -> Any:
        """Every key of these articles (in order)."""
        ...


class People(Protocol):
    """People, share links, looks, saved searches and the audit log of a desk; tokens as digests alone.

    Each write is a transaction, or a part of the one it stands in; `at` is when (ISO 8601, UTC). Numbers in ids are
    never given twice.
    """

    def add(self, name: str, *, right: Right, digest: str, at: str) -> Person:
        """A new person, whose token has this digest."""
        ...

    def renew(self, person: str, *, digest: str) -> None:
        """The token of the person with this id has this digest from now on."""
        ...

    def remove(self, person: str) -> None:
        """The person with this id goes, with what only they can use: looks and saved searches."""
        ...

    def everyone(self) -> tuple[Person, ...]:
        """All people, in the order in which they came."""
        ...

    def person(self, ident: str) -> tuple[Person, str] | None:
        """The person with this id, and the digest that a token must have."""
        ...

    def share(self, story: StoryId, *, ends: date, digest: str, by: str | None, at: str) -> Share:
        """A new link to a story, whose token has this digest."""
        ...

    def shares(self) -> tuple[Share, ...]:
        """All links, withdrawn ones too, in the order in which they were made."""
        ...

    def shared(self, ident: str) -> tuple[Share, str] | None:
        """The link with this id, and the digest that its token must have."""
        ...

    def withdraw(self, share: str, *, at: str) -> None:
        """The link with this id shows nothing any more; the first withdrawal is what is told."""
        ...

    def looked(self, person: str | None, story: StoryId, state: Mapping[str, int], *, at: str) -> None:
        """A person has seen a story in this state."""
        ...

    def looks(self, person: str | None, stories: Iterable[str]) -> dict[str, Look]:
        """What a person last saw of these stories, by story; those never looked at are left out."""
        ...

    def save(self, person: str | None, name: str, query: str, *, at: str) -> SavedSearch:
        """A search is kept under a name; one that has the name gives way."""
        ...

    def saved(self, person: str | None) -> tuple[SavedSearch, ...]:
        """A person's searches, by name."""
        ...

    def unsave(self, person: str | None, ident: str) -> bool:
        """Drop a person's own saved search; whether there was one."""
        ...

    def log(self, action: str, target: str, *, words: str, by: str | None, at: str) -> int:
        """Write a line of the audit log; its number comes back."""
        ...

    def audit(self, *, before: int | None = None, target: str | None = None, limit: int = 100) -> tuple[AuditLine, ...]:
        """Lines of the audit log, the newest first: those before a number, those on one target."""
        ...


class Lists(Protocol):
    """The stories of a desk as a list, from their summaries; `filters` are the wanted values of facets."""

    def page(
        self,
        filters: Mapping[str, Sequence[str]] | None = None,
        *,
        order: Order = "first",
        person: str | None = None,
        after: str | None = None,
        limit: int = 50,
    ) -> ListedPage:
        """The stories that have one of the values of every facet, from a cursor on.

        Raises:
            UsageError: the cursor or a facet is none of this list.

        """
        ...

    def facets(
        self, filters: Mapping[str, Sequence[str]] | None = None, *, most: int = 40
    ) -> dict[str, tuple[tuple[str, int], ...]]:
        """How many of the stories that pass the filters have each value, by facet: the most frequent of each."""
        ...


class SiteTable(Protocol):
    """What is counted of the sites of a desk."""

    def total(self) -> int:
        """How many sites there are; pages that name none count as one."""
        ...

    def names(self, *, by_name: bool = False, begin: int = 0, limit: int = -1) -> list[str | None]:
        """Sites from a place in their order on: those with most pages first, or by name, those without one last."""
        ...

    def counts(self, names: Sequence[str | None]) -> list[SiteCounts]:
        """What is counted of these sites, in their order; those of which there is no page are left out."""
        ...


class Store(Shelf, Protocol):
    """A desk's memory: one writer, any number of readers, nothing half-written."""

    @property
    def keys(self) -> Keys:
        """The keys of the articles that have come by `arrive`."""
        ...

    @property
    def finding(self) -> Finding:
        """Which articles answer a question."""
        ...

    @property
    def listing(self) -> Lists:
        """The stories as a list: sorted, filtered, page by page."""
        ...

    @property
    def sites(self) -> SiteTable:
        """What each site holds, and how its articles came by their texts."""
        ...

    @property
    def people(self) -> People:
        """Who works at the desk, and what they leave on it."""
        ...

    @property
    def watches(self) -> Watches:
        """What a watch remembers between its rounds."""
        ...

    @property
    def history(self) -> History:
        """What is remembered of runs."""
        ...

    @property
    def settled(self) -> Steps:
        """Which steps are settled, so that nothing need be looked at of them."""
        ...

    def steady(self) -> AbstractContextManager[None]:
        """All that is read inside is of one moment, whatever is written meanwhile."""
        ...

    def turn(self, name: str, *, waiting: Callable[[], None] | None = None) -> AbstractContextManager[None]:
        """Wait until nobody else has the turn of this name at the desk, and have it inside. Who has it has it again.

        Where somebody else has it, `waiting` is called before the waiting begins.
        """
        ...

    def together(self) -> AbstractContextManager[None]:
        """All that is written inside is one transaction: kept whole, or not at all."""
        ...

    def arrive(self, run: StepRun, arrival: Arrival) -> None:
        """Keep what articles that come and go change, with the keys of those that come, in one transaction."""
        ...

    def clear_keys(self) -> None:
        """Forget all keys, as when they are made otherwise from now on."""
        ...

    def put(self, run: StepRun, outcomes: Sequence[Outcome]) -> None:
        """Keep what jobs gave, in one transaction: their former records go, the ledger tells the new state."""
        ...

    def forget(self, run: StepRun, jobs: Sequence[str]) -> None:
        """Drop jobs that exist no more, with all that they made."""
        ...

    def ledger(self, step: str, jobs: Iterable[str] | None = None) -> dict[str, LedgerLine]:
        """The last state of every job of a step, or of these; `LedgerLine.run` is the `name` of its `StepRun`."""
        ...

    def noted(self, step: str) -> Iterator[str]:
        """Every job of a step that is in the ledger, in order; to be walked through while nothing is written."""
        ...

    def row(self, ident: str) -> StoredRow | None:
        """The record of any kind with this id, with its provenance."""
        ...

    def of_sources(self, kind: type[R], sources: Iterable[str]) -> list[R]:
        """The records of a kind (pages, articles) whose `source` is one of these, what was put last coming last."""
        ...

    def matching(self, kind: type[Any], prefix: str) -> list[str]:
        """At most twenty ids of a kind that begin so."""
        ...

    def search(self, query: str, *, limit: int) -> list[Hit]:
        """Articles whose title or text holds all these words, best first; `"..."` asks for an exact phrase."""
        ...

    def runs(self) -> list[RunLine]:
        """Every step that has done something, by version and settings, in the order in which they first came."""
        ...

    def failure_groups(self) -> list[FailureGroup]:
        """Failures of one step for one reason together, the most frequent first."""
        ...

    def failures(
        self, *, but: Collection[str] = (), step: str | None = None, after: str | None = None, limit: int = 100
    ) -> list[Failure]:
        """Failures by id behind one, of one step or of all but some."""
        ...

    def counts(self) -> dict[str, int]:
        """How many records of each kind there are, by the name of the kind."""
        ...

    def snapshot(self) -> dict[str, dict[str, str]]:
        """The digest of every record, by kind and id: equal snapshots are equal desks."""
        ...

    def close(self) -> None:
        """Let go of the database."""
        ...

"""The one service. Faces ask it and print what comes back; it gives records and a few small views of them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from os import PathLike
from pathlib import Path
from types import TracebackType
from typing import Any, BinaryIO, Self

from copydesk import annotating, asking, carrying, deciding, running, searching, sites, slicing, tables
from copydesk.annotating import TakenIn
from copydesk.asking import Explanation
from copydesk.carrying import Carrier
from copydesk.engine import Engine, LocalEngine
from copydesk.engine.spools import Scratch
from copydesk.engine_settings import size_of
from copydesk.fetching import Fetching, find_sources, is_address
from copydesk.flow import QUIET
from copydesk.news import Correction, News, Standing, corrections_on, news_since, standing
from copydesk.noting import Notes
from copydesk.observing import RunRecord, keeping
from copydesk.observing.explaining import LAST, RunTold, explain_run
from copydesk.pages import Address as Link
from copydesk.pages import same_place
from copydesk.people import People
from copydesk.plugging import digest_of
from copydesk.records import (
    Alone,
    Article,
    Attribution,
    Check,
    Collection,
    Copy,
    Dating,
    Decision,
    Edition,
    Fact,
    Failure,
    Family,
    Figure,
    Page,
    Quote,
    Story,
)
from copydesk.reports.contract import write_contract
from copydesk.reports.holdings import Holdings, hold
from copydesk.reports.storyline import Storyline, storyline_named, storylines
from copydesk.running import KEPT_TOGETHER, Progress
from copydesk.searching import Answers, Question, SpeakerFound
from copydesk.settings import Settings
from copydesk.sites import Source, Sources
from copydesk.store import FailureGroup, Hit, ListedPage, Order, Outcome, StepRun, Store, open_store
from copydesk.store.address import Address, place_of
from copydesk.store.finding import Voice
from copydesk.tabular import Records

PAGES = "pages"


class Desk:
    """A collection of pages and all that was made of it. Use it as a context manager."""

    def __init__(
        self,
        store: Store,
        *,
        engine: Engine | None = None,
        settings: Settings | None = None,
        scratch: Scratch | None = None,
    ) -> None:
        self.store = store
        self.settings = settings or Settings()
        self.people = People(store)
        """Who may do what, share links, and the log of what was done by hand."""
        self.notes = Notes(store)
        """What people remark on articles, stories and pairs."""
        self._scratch = scratch or Scratch()
        self._engine = engine or LocalEngine(scratch=self._scratch)
        self._digest = self.settings.digest()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the file and of the worker processes."""
        self._engine.close()
        self.store.close()

    # -- filling it ---------------------------------------------------------------------------------------------

    def add(  # noqa: PLR0913  what may be said of pages, each by name
        self,
        sources: Sequence[str | Link],
        *,
        as_of: date,
        columns: Mapping[str, str] | None = None,
        stdin: BinaryIO | None = None,
        passed: Counter[str] | None = None,
        fetching: Fetching | None = None,
        keep: bool = False,
    ) -> Iterator[Page | Failure]:
        """Every page found, as it is put on the desk, and a `Failure` for what cannot be read.

        A source is a file, a folder, a pattern, `-` or an address, which is fetched. Pages that are on the desk already
        stay as they are; an address is asked whether its page has changed since, and what has is a page of its own.
        What containers hold besides pages is counted in `passed`. With `keep` the desk keeps the text of every page,
        so that the files may go.
        """
        run = StepRun(PAGES, Page, 1, digest_of(self.settings, "pages"))
        found = find_sources(
            sources,
            as_of=as_of,
            settings=self.settings,
            columns=columns,
            stdin=stdin,
            keep=keep,
            passed=passed,
            fetching=replace(fetching or Fetching(), held=self._held),
        )
        ledger = self.store.ledger(PAGES)
        failed = {job for job, line in ledger.items() if line.failed}
        of_content: dict[str, list[str]] = {}
        for job, line in ledger.items():
            of_content.setdefault(line.inputs, []).append(job)
        while portion := [self._as_held(one, of_content) for one in _kept_together(found)]:
            self.store.put(run, [_page_outcome(one) for one in portion])
            # What could not be read before and now can is a failure no more.
            self.store.forget(run, [one.source for one in portion if isinstance(one, Page) and one.source in failed])
            yield from portion

    def _as_held(self, one: Page | Failure, of_content: Mapping[str, Sequence[str]]) -> Page | Failure:
        """A page as the desk has it, where the same file was added under another name before (a relative one, say)."""
        if isinstance(one, Failure) or one.sha256 not in of_content:
            return one
        if one.id in of_content[one.sha256]:
            return self._as_fetched(one) if is_address(one.source) else one
        twins = self.store.get(Page, of_content[one.sha256]).values()
        return next((twin for twin in twins if same_place(twin, one)), one)

    def _as_fetched(self, one: Page) -> Page:
        """A page whose address gave the same bytes before, as the desk has it but for what is reserved on it now."""
        held = self.store.get(Page, [one.id]).get(one.id, one)
        return replace(held, reserved=one.reserved, reserved_by=one.reserved_by)

    def _held(self, sources: Sequence[str]) -> dict[str, list[Page]]:
        """The pages of these sources that are on the desk, the newest last."""
        held: dict[str, list[Page]] = {}
        for page in self.store.of_sources(Page, sources):
            held.setdefault(page.source, []).append(page)
        return held

    def run(self, *, through: str | None = None, waiting: Callable[[], None] | None = None) -> Iterator[Progress]:
        """Do what is pending, step by step; what is finished stays finished, whenever the run ends.

        With `through` the run ends after the step of this name, and later ones stay pending. A desk is run once at a
        time: where another run is at work, `waiting` is called, and this one begins when that has ended.
        """
        store, settings, scratch = self.store, self.settings, self._scratch
        yield from running.run(
            store, self._engine, settings=settings, through=through, scratch=scratch, waiting=waiting
        )

    # -- asking it ----------------------------------------------------------------------------------------------

    def collection(self) -> Collection:
        """Everything on the desk, articles in the order of their pages."""
        everything = self.store.all
        return Collection(
            as_of=max((page.as_of for page in everything(Page)), default=date.min),
            settings=self._digest,
            articles=tuple(sorted(everything(Article), key=lambda one: (one.source, one.position, one.id))),
            editions=tuple(everything(Edition)),
            copies=tuple(everything(Copy)),
            families=tuple(everything(Family)),
            datings=tuple(everything(Dating)),
            stories=tuple(everything(Story)),
            quotes=tuple(sorted(everything(Quote), key=_place)),
            attributions=tuple(everything(Attribution)),
            figures=tuple(sorted(everything(Figure), key=_place)),
            facts=tuple(everything(Fact)),
            checks=tuple(everything(Check)),
            alone=tuple(everything(Alone)),
            failures=self.failures(),
            decisions=self.decisions(),
        )

    def around_story(self, ident: str) -> Collection:
        """What the page of a story shows, cut out of the desk; this and the next raise `UsageError` without one."""
        return slicing.around_story(self.store, ident, settings=self._digest)

    def around_article(self, ident: str) -> Collection:
        """What the page of an article shows."""
        return slicing.around_article(self.store, ident, settings=self._digest)

    def around_pair(self, left: str, right: str) -> Collection:
        """What the page of two articles that share text shows."""
        return slicing.around_pair(self.store, left, right, settings=self._digest)

    def around_storyline(self, ident: str) -> Collection:
        """What the page of a storyline shows; a story that belongs to none is one by itself."""
        return slicing.around_storyline(self.store, ident, settings=self._digest)

    def around_speaker(self, name: str) -> Collection:
        """What the page of a speaker shows; nothing is in it where nobody is called so."""
        return slicing.around_speaker(self.store, name, settings=self._digest)

    def around_fact(self, ident: str) -> Collection:
        """What the page of a fact shows: the figures that state it."""
        return slicing.around_fact(self.store, ident, settings=self._digest)

    def export(self, folder: Path) -> dict[str, int]:
        """Write the files of the contract; the number of lines of each comes back."""
        return write_contract(self.collection(), folder)

    def article(self, name: str) -> Article:
        """The article with this id, the beginning of an id, or the name of its page.

        Raises:
            UsageError: there is none, or several.

        """
        return asking.article_named(self.store, name)

    def copies_of(self, article: str) -> tuple[Copy, ...]:
        """All that shares text with an article, most first."""
        return asking.copies_of(self.store, article)

    def copy(self, left: str, right: str) -> Copy | None:
        """What two articles share, or None."""
        return asking.copy_of(self.store, left, right)

    def family(self, ident: str) -> Family | None:
        """The family with this id, or the one that the family of this id has become a part of; None for neither."""
        return asking.family_named(self.store, ident)

    def standing(self) -> Standing:
        """What stands now: ask before a run, and `news` after it."""
        return standing(self.store)

    def news(self, before: Standing) -> News:
        """What was not there before: copies, families that grew, corrections that copies do not follow."""
        return news_since(before, self.store, settings=self.settings)

    def corrections(self) -> tuple[Correction, ...]:
        """Every statement that the last reading of a page has otherwise and a copy of the page still carries."""
        return tuple(corrections_on(self.store, settings=self.settings))

    def story(self, name: str) -> Story:
        """The story with this id, the beginning of one, or the one of an article with this id.

        Raises:
            UsageError: there is none, or several.

        """
        return deciding.story_named(self.store, name)

    def inbox(
        self,
        filters: Mapping[str, Sequence[str]] | None = None,
        *,
        order: Order = "first",
        person: str | None = None,
        after: str | None = None,
        limit: int = 50,
    ) -> ListedPage:
        """Stories in one line each, from a cursor on; see `store.listing` for facets and orders."""
        return self.store.listing.page(filters, order=order, person=person, after=after, limit=limit)

    def sources(self) -> tuple[Source, ...]:
        """Every site with what it holds and how its pages came by their texts, those with most pages first."""
        return sites.sources(self.store, settings=self.settings).found

    def sources_page(self, *, by_name: bool = False, begin: int = 0, limit: int = 100) -> Sources:
        """So many sites from a place in their order on, and how many there are."""
        return sites.sources(self.store, settings=self.settings, by_name=by_name, begin=begin, limit=limit)

    def source(self, name: str) -> Source | None:
        """The site that is called so (its outlet, else its host); None where no page is of it."""
        return sites.source_named(self.store, name, settings=self.settings)

    def timelines(self, name: str | None = None) -> tuple[tuple[Storyline, ...], Holdings]:
        """Storylines in order of time, and what they are told from; with a name the one that it names.

        The name is an id of a storyline, a story or an article, or the beginning of one; a story that belongs to no
        storyline is a timeline by itself.

        Raises:
            UsageError: nothing has this name, or several storylines have it.

        """
        holdings = hold(self.collection())
        if name is None:
            return tuple(storylines(holdings)), holdings
        return (storyline_named(name, holdings),), holdings

    def search(self, query: str, *, limit: int = 20) -> tuple[Hit, ...]:
        """Articles that hold all the words of a query, best first; `"..."` asks for an exact phrase."""
        return tuple(self.store.search(query, limit=limit))

    def find(self, question: Question, *, after: str | None = None, limit: int = 20) -> Answers:
        """What answers a question, by story and family; `after` is the cursor of the page before (`searching`)."""
        return searching.find(self.store, question, after=after, limit=limit, settings=self.settings)

    def carriers(self, text: str, *, limit: int = 8) -> Records[Carrier]:
        """Who carries a text that need not be on the desk: how, how much of it, and in which passages (`carrying`)."""
        return Records(carrying.carriers(self.store, text, limit=limit, settings=self.settings), Carrier)

    def speakers(self, begun: str = "", *, limit: int = 20) -> Records[Voice]:
        """Who is quoted, by words of a name, the last perhaps begun; the most quoted first."""
        return Records(searching.speakers(self.store, begun, limit=limit), Voice)

    def speaker(self, name: str, *, limit: int = 200) -> SpeakerFound:
        """Who is called so, with what they said; a `UsageError` where nobody is."""
        return searching.speaker(self.store, name, limit=limit)

    def figures(self, query: str | None = None, *, limit: int = 100) -> Records[Figure]:
        """All figures; with a query so many that say what it does, however they write it, the nearest first.

        Raises:
            UsageError: there is no number in the query.

        """
        if query is None:
            return tables.figures(sorted(self.store.all(Figure), key=_place), tuple(self.store.all(Fact)))
        found = searching.figures(self.store, query, limit=limit, settings=self.settings)
        return tables.figures(found, self.store.pointing(Fact, [one.id for one in found]))

    # -- whole tables, as in the export: each gives itself to pyarrow, pandas and polars --------------------------

    def articles(self) -> Records[Article]:
        """All articles, in the order of their pages."""
        found = sorted(self.store.all(Article), key=lambda one: (one.source, one.position, one.id))
        return tables.articles(found, tuple(self.store.all(Edition)), tuple(self.store.all(Dating)))

    def copies(self) -> Records[Copy]:
        """All pairs that share text."""
        return tables.copies(tuple(self.store.all(Copy)))

    def families(self) -> Records[Family]:
        """All families of copies."""
        return tables.families(tuple(self.store.all(Family)))

    def stories(self) -> Records[Story]:
        """All stories, the earliest event first, those without a day last."""
        return tables.stories(sorted(self.store.all(Story), key=lambda one: (_day(one), one.id)))

    def quotes(self) -> Records[Quote]:
        """All quotes, in the order of the articles' ids and of their places."""
        return tables.quotes(sorted(self.store.all(Quote), key=_place), tuple(self.store.all(Attribution)))

    def checks(self) -> Records[Check]:
        """All comparisons of what independent families state."""
        return tables.checks(tuple(self.store.all(Check)))

    # -- deciding by hand: it stands from the next run on ---------------------------------------------------------

    def merge(self, names: Sequence[str], *, by: str | None = None, at: str) -> Decision:
        """Stories are of one event; `at` is when it was decided (ISO 8601, UTC). See `deciding` for what is refused."""
        return deciding.merge(self.store, [deciding.story_named(self.store, name) for name in names], by=by, at=at)

    def split(self, name: str, articles: Sequence[str], *, by: str | None = None, at: str) -> Decision:
        """Articles of a story are of another event than its others."""
        story = deciding.story_named(self.store, name)
        return deciding.split(self.store, story, [self.article(one).id for one in articles], by=by, at=at)

    def rename(self, name: str, label: str, *, by: str | None = None, at: str) -> Decision:
        """A story is called so."""
        return deciding.rename(self.store, deciding.story_named(self.store, name), label, by=by, at=at)

    def pin(self, name: str, *, by: str | None = None, at: str) -> Decision:
        """A story is right and complete as it is."""
        return deciding.pin(self.store, deciding.story_named(self.store, name), by=by, at=at)

    def undo(self, name: str, *, by: str | None = None, at: str) -> Decision:
        """Take a decision back; it comes back."""
        return deciding.undo(self.store, name, by=by, at=at)

    def annotations(self) -> dict[str, Any]:
        """All notes as an annotation collection of the W3C, the newest first (`annotating`)."""
        return annotating.every_note(self.store)

    def annotate(self, given: Any, *, by: str | None = None, at: str) -> TakenIn:
        """Take in annotations of the W3C, one or many; what came in, and what did not, with the reason."""
        return annotating.take_in(given, self.store, by=by, at=at)

    def decisions(self) -> tuple[Decision, ...]:
        """What people decided, in the order in which they did."""
        return deciding.decisions(self.store)

    def explain(self, ident: str) -> Explanation:
        """A finding with the words it rests on and the run that made it.

        Raises:
            UsageError: nothing on the desk has this id.

        """
        return asking.explain(self.store, ident)

    def runs(self, *, limit: int = 20, before: int | None = None) -> tuple[RunRecord, ...]:
        """The runs that the desk remembers, the newest first; `before` the one with this number."""
        return keeping.runs(self.store, limit=limit, before=before)

    def explain_run(self, name: str = LAST) -> RunTold:
        """What a run did and why (`run-12`, or `last`); a `UsageError` where the desk remembers no such run."""
        return explain_run(self.store, name)

    def failures(self) -> Records[Failure]:
        """What could not be made, and why."""
        return tables.failures([failure for failure in self.store.all(Failure) if failure.step not in QUIET])

    def failures_page(
        self, *, step: str | None = None, after: str | None = None, limit: int = 100
    ) -> tuple[Failure, ...]:
        """What could not be made, and why: some, behind the failure with this id."""
        return tuple(self.store.failures(but=QUIET, step=step, after=after, limit=limit))

    def failure_groups(self) -> tuple[FailureGroup, ...]:
        """Failures of one step for one reason together, the most frequent first."""
        return tuple(one for one in self.store.failure_groups() if one.step not in QUIET)

    def counts(self) -> dict[str, int]:
        """How many records of each kind there are."""
        return self.store.counts()

    def inherited(self) -> dict[str, int]:
        """How many quotes and figures were taken over from another article of their family, by kind."""
        taken = {kind: self.store.fields(kind, "inherited") for kind in (Quote, Figure)}
        return {kind.__name__: sum(one is not None for (one,) in found) for kind, found in taken.items()}


def open_desk(
    path: str | PathLike[str] | Address | None = None,
    *,
    settings: Settings | None = None,
    workers: int = 1,
    read_only: bool = False,
) -> Desk:
    """The desk in a file, made if it is not there; without a path, a desk in memory that is gone when closed.

    `postgresql://user@host/database` is a desk on a server of PostgreSQL (docs/postgres.md).

    Raises:
        DeskError: the file is no desk, was made by a newer copydesk, or cannot be read or written; or the server.

    """
    place = None if path is None else place_of(path)
    settings = settings or Settings()
    folder = place.absolute().parent if isinstance(place, Path) else None
    scratch = Scratch(folder=folder, memory=size_of(settings.engine.memory))
    store = open_store(place, read_only=read_only)
    return Desk(store, engine=LocalEngine(workers, scratch=scratch), settings=settings, scratch=scratch)


# -- jobs and outcomes ----------------------------------------------------------------------------------------------


def _kept_together(found: Iterator[Page | Failure]) -> list[Page | Failure]:
    """The next pages to keep in one transaction; what was fetched is kept at once, for it took its time."""
    portion: list[Page | Failure] = []
    for one in found:
        portion.append(one)
        if len(portion) == KEPT_TOGETHER or is_address(one.source if isinstance(one, Page) else one.input):
            break
    return portion


def _page_outcome(found: Page | Failure) -> Outcome:
    if isinstance(found, Failure):
        return Outcome(found.input, "", (), found)
    return Outcome(found.id, found.sha256, (found,))


def _day(story: Story) -> date:
    return story.event_date.low if story.event_date is not None else date.max


def _place(record: Quote | Figure) -> tuple[str, int, int]:
    return (record.article, record.start, record.end)

"""The order of the day: which steps there are, what each reads and makes; the file to read second.

A step is a pure function from a batch of inputs to records. What it is done to is cut into *jobs*: one page, one pair,
one family, one storyline, or the whole collection. The ledger remembers for every job the step's version, the settings
that decided and the digest of its inputs; a run does what is pending and drops what no job stands for any more.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from typing import Any, Literal, Protocol

from copydesk import jobs
from copydesk.articles import READ_AGAIN, find_editions, find_frames
from copydesk.checks import check, stand_alone
from copydesk.claim_steps import figures_of, quotes_of
from copydesk.claims import attribute, find_facts
from copydesk.copies import build_family, compare, fingerprints, finish_copy, worth_comparing
from copydesk.copies.carriages import carriages
from copydesk.copies.corrections import Correction, find_corrections, last_edition
from copydesk.engine.base import Fault
from copydesk.jobs import Cut, Inputs
from copydesk.page_steps import lay_out_pages, read_pages
from copydesk.records import (
    Alone,
    Article,
    Attribution,
    Candidate,
    Carriage,
    Check,
    Copy,
    Dating,
    Decision,
    Dossier,
    Edition,
    Fact,
    Family,
    FamilyId,
    Figure,
    Fingerprint,
    Frame,
    Happening,
    Layout,
    Match,
    Outline,
    Page,
    Quote,
    Record,
    Story,
    Summary,
)
from copydesk.settings import Settings
from copydesk.stories import date_outlined, find_happenings, outline, summarise, tell_story
from copydesk.text.ids import stable_id


class Run(Protocol):
    """What a step does to a batch of inputs: one tuple of records for each, or a `Fault`."""

    def __call__(self, batch: Sequence[Inputs], settings: Settings) -> Iterator[tuple[Record, ...] | Fault]:
        """The records of each input, in order."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One line of the order of the day. Raise `version` when `run` gives other records for the same inputs.

    `reads` are the kinds that `cut` looks at and that jobs are over, all of them: it is shown no others, and while no
    record of them changes, a step that is finished is not looked at (by one release: another may cut otherwise).
    `settings` names the sections that decide; `cut` makes the jobs; `verb` is how an engine carries them. `run` is None
    where the engine's verb is itself the work (`block`). The failures of a `quiet` step are not told: what fails there
    fails again, and is told, in a later step. A job of a `wide` step may be over all there is: where that is much, its
    records lie on disk while it is done.
    """

    name: str
    reads: tuple[type[Any], ...]
    makes: type[Any]
    version: int
    settings: tuple[str, ...]
    cut: Cut
    run: Run | None
    verb: Literal["map", "block", "group"] = "map"
    quiet: bool = False
    wide: bool = False


# -- what each step does to a batch -----------------------------------------------------------------------------------


def _frames(batch: Sequence[Inputs], settings: Settings) -> Iterator[tuple[Record, ...]]:
    for inputs in batch:
        yield find_frames(inputs[Layout], settings=settings.articles.frame)


# It decides by addresses alone, but every step is called alike.
def _editions(batch: Sequence[Inputs], settings: Settings) -> Iterator[tuple[Record, ...]]:  # noqa: ARG001
    for inputs in batch:
        yield find_editions(inputs.get(Article, ()))


def _fingerprints(batch: Sequence[Inputs], settings: Settings) -> Iterator[tuple[Record, ...]]:
    articles = [one for inputs in batch for one in inputs[Article]]
    prints = iter(fingerprints(articles, settings=settings.copies))
    for inputs in batch:
        yield tuple(islice(prints, len(inputs[Article])))


def _compare(batch: Sequence[Inputs], settings: Settings) -> Iterator[tuple[Record, ...]]:
    pairs = [(*inputs[Candidate], *inputs[Article]) for inputs in batch]
    worth = worth_comparing(pairs, settings=settings.copies)
    for (_, left, right), wanted in zip(pairs, worth, strict=True):
        match = compare(left, right, settings=settings.copies) if wanted else None
        yield () if match is None else (match,)


def _family(batch: Sequence[Inputs], settings: Settings) -> Iterator[tuple[Record, ...]]:
    for inputs in batch:
        family = build_family(inputs[Article], inputs[Match], settings=settings.copies)
        yield (replace(family, id=family_id(inputs[Article][0].id)),)


def family_id(founder: str) -> FamilyId:
    """The id of the family that an article founds: the first of its members to have come to the desk.

    So a family that grows keeps its id, and of two that become one that of the older remains.
    """
    return FamilyId(stable_id("family", founder))


def _finish(batch: Sequence[Inputs], settings: Settings) -> Iterator[tuple[Record, ...]]:
    for inputs in batch:
        (match,) = inputs[Match]
        left, right = inputs[Article]
        families = inputs.get(Family, ())
        shared = families[0] if len(families) == 1 and _holds(families[0], left, right) else None
        yield (finish_copy(match, left, right, shared, settings=settings.copies),)


def _holds(family: Family, *articles: Article) -> bool:
    """Whether a family holds these articles; its ids are in order, and there may be thousands."""
    places = [(bisect_left(family.articles, one.id), one.id) for one in articles]
    return all(family.articles[place : place + 1] == (ident,) for place, ident in places)


def _outlines(batch: Sequence[Inputs], settings: Settings) -> Iterator[tuple[Record, ...]]:
    for inputs in batch:
        family = next(iter(inputs.get(Family, ())), None)
        yield (outline(inputs[Article], family, settings=settings.stories),)


def _datings(batch: Sequence[Inputs], settings: Settings) -> Iterator[tuple[Record, ...]]:
    for inputs in batch:
        yield date_outlined(inputs.get(Outline, ()), settings=settings.stories)


def _happenings(batch: Sequence[Inputs], settings: Settings) -> Iterator[tuple[Record, ...]]:
    for inputs in batch:
        said = inputs.get(Dating, ()), inputs.get(Decision, ())
        yield find_happenings(inputs.get(Outline, ()), *said, settings=settings.stories)


def _stories(batch: Sequence[Inputs], settings: Settings) -> Iterator[tuple[Record, ...]]:
    for inputs in batch:
        (happening,) = inputs[Happening]
        yield (tell_story(happening, inputs[Article], inputs.get(Edition, ()), settings=settings.stories),)


def _attributions(batch: Sequence[Inputs], settings: Settings) -> Iterator[tuple[Record, ...]]:
    for inputs in batch:
        yield attribute(inputs[Quote], settings=settings.claims)


def _facts(batch: Sequence[Inputs], settings: Settings) -> Iterator[tuple[Record, ...]]:
    for inputs in batch:
        yield find_facts(dossier(inputs), settings=settings.claims)


def _checks(batch: Sequence[Inputs], settings: Settings) -> Iterator[tuple[Record, ...]]:
    for inputs in batch:
        yield check(dossier(inputs), settings=settings.checks)


def _alone(batch: Sequence[Inputs], settings: Settings) -> Iterator[tuple[Record, ...]]:
    for inputs in batch:
        yield stand_alone(dossier(inputs), inputs.get(Check, ()), settings=settings.checks)


def _summaries(batch: Sequence[Inputs], settings: Settings) -> Iterator[tuple[Record, ...]]:
    for inputs in batch:
        (story,) = inputs[Story]
        late = sum(1 for _ in late_corrections(inputs, settings))
        yield (
            summarise(
                story,
                inputs[Article],
                datings=inputs.get(Dating, ()),
                editions=inputs.get(Edition, ()),
                families=inputs.get(Family, ()),
                copies=inputs.get(Copy, ()),
                checks=inputs.get(Check, ()),
                decisions=inputs.get(Decision, ()),
                corrections=late,
            ),
        )


# Families and copies have decided; to tell them needs no setting but those of corrections.
def _carriages(batch: Sequence[Inputs], settings: Settings) -> Iterator[tuple[Record, ...]]:
    for inputs in batch:
        yield carriages(
            inputs[Family][0],
            inputs[Article],
            copies=inputs.get(Copy, ()),
            datings=inputs.get(Dating, ()),
            late=Counter(one.copy for one in late_corrections(inputs, settings)),
        )


def late_corrections(inputs: Inputs, settings: Settings) -> Iterator[Correction]:
    """What copies among these records still carry though the page they share it with was corrected, page by page."""
    articles = {article.id: article for article in inputs.get(Article, ())}
    again = [one for one in inputs.get(Edition, ()) if one.why == READ_AGAIN and one.article in articles]
    for first in dict.fromkeys(one.edition_of for one in again if one.edition_of in articles):
        pairs = [copy for copy in inputs.get(Copy, ()) if first in (copy.a, copy.b)]
        beside = [(copy, articles[copy.b if copy.a == first else copy.a]) for copy in pairs]
        editions = [articles[one.article] for one in again if one.edition_of == first]
        yield from find_corrections(articles[first], last_edition(editions), beside, settings=settings.copies)


def dossier(inputs: Inputs) -> Dossier:
    """The records of a storyline as one value, in the order of the texts.

    Ids depend on the paths of pages; where a room must choose between equals, moving the pages must not change it.
    """
    articles = tuple(sorted(inputs[Article], key=lambda article: (article.position, article.text, article.id)))
    rank = {article.id: number for number, article in enumerate(articles)}

    def in_place(record: Quote | Figure) -> tuple[int, int, int]:
        return (rank[record.article], record.start, record.end)

    return Dossier(
        stories=inputs[Story],
        articles=articles,
        families=inputs.get(Family, ()),
        editions=inputs.get(Edition, ()),
        datings=inputs.get(Dating, ()),
        quotes=tuple(sorted(inputs.get(Quote, ()), key=in_place)),
        attributions=inputs.get(Attribution, ()),
        figures=tuple(sorted(inputs.get(Figure, ()), key=in_place)),
        facts=inputs.get(Fact, ()),
        copies=inputs.get(Copy, ()),
    )


_OF_FACTS = (Story, Article, Family, Edition, Dating, Figure)
_OF_ACCOUNTS = (*_OF_FACTS, Quote, Attribution, Fact)
_OF_CHECKS = (*_OF_ACCOUNTS, Copy)

FLOW: tuple[Step, ...] = (
    Step(
        name="layouts",
        reads=(Page,),
        makes=Layout,
        version=2,
        settings=("pages",),
        cut=jobs.each(Page),
        run=lay_out_pages,
        quiet=True,
    ),
    Step(
        name="frames",
        reads=(Layout,),
        makes=Frame,
        version=1,
        settings=("articles",),
        cut=jobs.sites,
        run=_frames,
        verb="group",
    ),
    Step(
        name="articles",
        reads=(Page, Frame),
        makes=Article,
        version=4,
        settings=("pages", "articles"),
        cut=jobs.pages,
        run=read_pages,
    ),
    Step(
        name="editions",
        reads=(Article,),
        makes=Edition,
        version=3,
        settings=("articles",),
        cut=jobs.readings,
        run=_editions,
        verb="group",
    ),
    Step(
        name="prints",
        reads=(Article,),
        makes=Fingerprint,
        version=2,
        settings=("copies",),
        cut=jobs.each(Article),
        run=_fingerprints,
    ),
    Step(
        name="candidates",
        reads=(Fingerprint, Edition),
        makes=Candidate,
        version=2,
        settings=("copies",),
        cut=jobs.current_prints,
        run=None,
        verb="block",
    ),
    Step(
        name="matches",
        reads=(Candidate, Article),
        makes=Match,
        version=3,
        settings=("copies",),
        cut=jobs.candidate_pairs,
        run=_compare,
    ),
    Step(
        name="families",
        reads=(Match, Article),
        makes=Family,
        version=2,
        settings=("copies",),
        cut=jobs.components,
        run=_family,
        verb="group",
    ),
    Step(
        name="copies",
        reads=(Match, Article, Family),
        makes=Copy,
        version=3,
        settings=("copies",),
        cut=jobs.matched_pairs,
        run=_finish,
    ),
    Step(
        name="outlines",
        reads=(Article, Family, Edition),
        makes=Outline,
        version=1,
        settings=("stories",),
        cut=jobs.accounts,
        run=_outlines,
        verb="group",
    ),
    Step(
        name="datings",
        reads=(Outline,),
        makes=Dating,
        version=6,
        settings=("stories",),
        cut=jobs.outlined,
        run=_datings,
        wide=True,
    ),
    Step(
        name="happenings",
        reads=(Outline, Dating, Decision),
        makes=Happening,
        version=3,
        settings=("stories",),
        cut=jobs.dated,
        run=_happenings,
        wide=True,
    ),
    Step(
        name="stories",
        reads=(Happening, Article, Edition),
        makes=Story,
        version=6,
        settings=("stories",),
        cut=jobs.happenings,
        run=_stories,
        verb="group",
    ),
    Step(
        name="quotes",
        reads=(Article, Family, Edition),
        makes=Quote,
        version=5,
        settings=("claims",),
        cut=jobs.beside_kin,
        run=quotes_of,
    ),
    Step(
        name="figures",
        reads=(Article, Family, Edition),
        makes=Figure,
        version=7,
        settings=("claims",),
        cut=jobs.beside_kin,
        run=figures_of,
    ),
    Step(
        name="attributions",
        reads=(Story, Quote),
        makes=Attribution,
        version=4,
        settings=("claims",),
        cut=jobs.lines(Quote),
        run=_attributions,
        verb="group",
    ),
    Step(
        name="facts",
        reads=_OF_FACTS,
        makes=Fact,
        version=4,
        settings=("claims",),
        cut=jobs.dossiers(*_OF_FACTS),
        run=_facts,
        verb="group",
    ),
    Step(
        name="checks",
        reads=_OF_CHECKS,
        makes=Check,
        version=5,
        settings=("checks",),
        cut=jobs.dossiers(*_OF_CHECKS),
        run=_checks,
        verb="group",
    ),
    Step(
        name="alone",
        reads=(*_OF_ACCOUNTS, Check),
        makes=Alone,
        version=2,
        settings=("checks",),
        cut=jobs.dossiers(*_OF_ACCOUNTS, Check),
        run=_alone,
        verb="group",
    ),
    Step(
        name="summaries",
        reads=(Story, Article, Dating, Edition, Family, Copy, Check, Decision),
        makes=Summary,
        version=2,
        settings=("stories", "copies"),
        cut=jobs.stories,
        run=_summaries,
        verb="group",
    ),
    Step(
        name="carriages",
        reads=(Family, Article, Dating, Edition, Copy),
        makes=Carriage,
        version=2,
        settings=("copies",),
        cut=jobs.families,
        run=_carriages,
        verb="group",
    ),
)

QUIET = frozenset(step.name for step in FLOW if step.quiet)
"""Steps of which what fails fails again, and is told, in a later one."""

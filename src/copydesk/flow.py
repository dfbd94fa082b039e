"""The order of the day: which steps there are, what each reads and makes; the file to read second.

A step is a pure function from a batch of inputs to records. What it is done to is cut into *jobs*: one page, one pair,
one family, one storyline, or the whole collection. The ledger remembers for every job the step's version, the settings
that decided and the digest of its inputs; a run does what is pending and drops what no job stands for any more.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice, pairwise
from typing import Any, Literal, NamedTuple, Protocol, cast

from copydesk.articles import edition_keys, find_editions, find_frames, frame_id
from copydesk.checks import check
from copydesk.claims import attribute, find_facts, find_figures, find_quotes
from copydesk.copies import build_family, compare, fingerprints, finish_copy, hangs_together, worth_comparing
from copydesk.engine import Engine
from copydesk.engine.base import Fault
from copydesk.page_steps import lay_out_pages, read_pages
from copydesk.records import (
    Article,
    Attribution,
    Candidate,
    Check,
    Copy,
    CopyKind,
    Dating,
    Dossier,
    Edition,
    Fact,
    Family,
    FamilyId,
    Figure,
    Fingerprint,
    Frame,
    Layout,
    Match,
    Page,
    Quote,
    Record,
    Story,
)
from copydesk.settings import Settings
from copydesk.store import Shelf
from copydesk.stories import date_articles, group_stories, with_editions
from copydesk.text.ids import stable_id

WHOLE = "collection"
"""The key of the one job of a step that looks at everything at once."""

Inputs = dict[type[Any], tuple[Any, ...]]
"""The records of one job, by kind."""


class Job(NamedTuple):
    """One piece of a step's work: its name, and the records it is done to."""

    key: str
    inputs: tuple[tuple[type[Any], str], ...]


Cut = Callable[[Shelf, Engine], Iterable[Job]]


class Run(Protocol):
    """What a step does to a batch of inputs: one tuple of records for each, or a `Fault`."""

    def __call__(self, batch: Sequence[Inputs], settings: Settings) -> Iterator[tuple[Record, ...] | Fault]:
        """The records of each input, in order."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One line of the order of the day. Raise `version` when `run` gives other records for the same inputs.

    `settings` names the sections that decide; `cut` makes the jobs; `verb` is how an engine carries them. `run` is None
    where the engine's verb is itself the work (`block`). The failures of a `quiet` step are not told: what fails there
    fails again, and is told, in a later step.
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


# -- cutting the work into jobs ---------------------------------------------------------------------------------------


def each(kind: type[Any]) -> Cut:
    """One job for every record of a kind, named for it."""
    return lambda shelf, _: (Job(ident, ((kind, ident),)) for ident in shelf.digests(kind))


def whole(*reads: type[Any]) -> Cut:
    """One job over all records of these kinds."""
    return lambda shelf, _: [Job(WHOLE, tuple((kind, ident) for kind in reads for ident in shelf.digests(kind)))]


def current(*reads: type[Any]) -> Cut:
    """One job over all records of these kinds: articles in the order in which they came, without later editions."""

    def cut(shelf: Shelf, _: Engine) -> list[Job]:
        later = {edition.article for edition in shelf.all(Edition)}
        articles = [ident for ident in shelf.arrived(shelf.digests(Article)) if ident not in later]
        ids = {kind: articles if kind is Article else list(shelf.digests(kind)) for kind in reads}
        return [Job(WHOLE, tuple((kind, ident) for kind in reads for ident in ids[kind]))]

    return cut


def _sites(shelf: Shelf, engine: Engine) -> Iterator[Job]:
    """One job for every site of which there are several pages, over their layouts."""
    for site, layouts in engine.group(shelf.fields(Layout, "site", "id"), lambda layout: str(layout[0])):
        if len(layouts) > 1:
            yield Job(site, tuple((Layout, ident) for _, ident in layouts))


def _readings(shelf: Shelf, engine: Engine) -> Iterator[Job]:
    """One job for every set of articles that may be editions of one another, by their pages and addresses."""
    members: dict[str, list[str]] = {}
    for ident, source, url in shelf.fields(Article, "id", "source", "url"):
        for key in edition_keys(source, url):
            members.setdefault(key, []).append(ident)
    for articles in engine.components(pair for together in members.values() for pair in pairwise(together)):
        yield Job(articles[0], tuple((Article, ident) for ident in articles))


def _pages(shelf: Shelf, _: Engine) -> Iterator[Job]:
    """One job for every page, over it and the frame of its site where one was seen."""
    frames = shelf.digests(Frame)
    for page in shelf.digests(Page):
        frame = frame_id(page)
        yield Job(page, ((Page, page), (Frame, frame)) if frame in frames else ((Page, page),))


def _current_prints(shelf: Shelf, _: Engine) -> list[Job]:
    """One job over the fingerprints of all articles that are no edition of another."""
    later = {edition.article for edition in shelf.all(Edition)}
    made = shelf.made(Fingerprint).items()
    return [Job(WHOLE, tuple((Fingerprint, ident) for article, ids in made if article not in later for ident in ids))]


def _candidate_pairs(shelf: Shelf, _: Engine) -> Iterator[Job]:
    """One job for every candidate pair, over its two articles."""
    for pair, left, right in shelf.fields(Candidate, "id", "a", "b"):
        yield Job(pair, ((Candidate, pair), (Article, left), (Article, right)))


class _Matched(NamedTuple):
    """What of a match tells where it belongs."""

    id: str
    a: str
    b: str
    kind: CopyKind


def _matches(shelf: Shelf) -> list[_Matched]:
    return [_Matched(*row) for row in shelf.fields(Match, "id", "a", "b", "kind")]


def _components(shelf: Shelf, engine: Engine) -> Iterator[Job]:
    """One job for every set of articles that matches hold together, the article that came first being the first."""
    # Only the kind of a match decides, so that its passages need not be read.
    matches = [match for match in _matches(shelf) if hangs_together(cast("Match", match))]
    family_of: dict[str, int] = {}
    members = engine.components((match.a, match.b) for match in matches)
    for number, articles in enumerate(members):
        family_of.update(dict.fromkeys(articles, number))
    for number, inside in engine.group(matches, lambda match: family_of[match.a]):
        founder, *others = shelf.arrived(members[number])
        named = ((Article, ident) for ident in (founder, *others))
        yield Job(founder, (*named, *((Match, match.id) for match in inside)))


def _matched_pairs(shelf: Shelf, _: Engine) -> Iterator[Job]:
    """One job for every match, over its two articles and the family that holds both."""
    family_of: dict[str, str] = {article: family.id for family in shelf.all(Family) for article in family.articles}
    for match in _matches(shelf):
        families = {family_of[one] for one in (match.a, match.b) if one in family_of}
        both = tuple((Family, ident) for ident in sorted(families))
        yield Job(match.id, ((Match, match.id), (Article, match.a), (Article, match.b), *both))


def _dossiers(*reads: type[Any]) -> Cut:
    """One job for every storyline (or story that belongs to none), over all that is known of its articles."""

    def cut(shelf: Shelf, engine: Engine) -> Iterator[Job]:
        by_article = _by_article(shelf, reads)
        facts = shelf.made(Fact) if Fact in reads else {}
        for line, stories in engine.group(shelf.all(Story), lambda story: story.storyline or story.id):
            inputs: list[tuple[type[Any], str]] = [(Story, story.id) for story in stories]
            for article in sorted({one for story in stories for one in story.articles}):
                inputs.append((Article, article))
                inputs.extend(by_article.get(article, ()))
            inputs.extend((Fact, ident) for ident in facts.get(line, ()))
            yield Job(line, tuple(dict.fromkeys(inputs)))

    return cut


def _by_article(shelf: Shelf, reads: Sequence[type[Any]]) -> dict[str, list[tuple[type[Any], str]]]:
    """The records of these kinds that speak of one article, by article."""
    found: dict[str, list[tuple[type[Any], str]]] = {}
    for kind in (Quote, Figure):
        for article, ids in shelf.made(kind).items() if kind in reads else ():
            found.setdefault(article, []).extend((kind, ident) for ident in ids)
    of_article: tuple[type[Edition | Dating], ...] = (Edition, Dating)
    for one_kind in of_article:
        for record in shelf.all(one_kind) if one_kind in reads else ():
            found.setdefault(record.article, []).append((one_kind, record.id))
    for family in shelf.all(Family) if Family in reads else ():
        for article in family.articles:
            found.setdefault(article, []).append((Family, family.id))
    if Attribution in reads:
        article_of = {quote: article for article, ids in shelf.made(Quote).items() for quote in ids}
        for one in shelf.all(Attribution):
            found.setdefault(article_of[one.quote], []).append((Attribution, one.id))
    return found


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
        shared = families[0] if len(families) == 1 and {left.id, right.id} <= set(families[0].articles) else None
        yield (finish_copy(match, left, right, shared, settings=settings.copies),)


def _datings(batch: Sequence[Inputs], settings: Settings) -> Iterator[tuple[Record, ...]]:
    for inputs in batch:
        yield date_articles(inputs.get(Article, ()), inputs.get(Family, ()), settings=settings.stories)


def _stories(batch: Sequence[Inputs], settings: Settings) -> Iterator[tuple[Record, ...]]:
    for inputs in batch:
        articles, families = inputs.get(Article, ()), inputs.get(Family, ())
        stories = group_stories(articles, families, inputs.get(Dating, ()), settings=settings.stories)
        yield with_editions(stories, inputs.get(Edition, ()))


def _quotes(batch: Sequence[Inputs], settings: Settings) -> Iterator[tuple[Record, ...]]:
    for inputs in batch:
        yield tuple(one for article in inputs[Article] for one in find_quotes(article, settings=settings.claims))


def _figures(batch: Sequence[Inputs], settings: Settings) -> Iterator[tuple[Record, ...]]:
    for inputs in batch:
        yield tuple(one for article in inputs[Article] for one in find_figures(article, settings=settings.claims))


def _attributions(batch: Sequence[Inputs], settings: Settings) -> Iterator[tuple[Record, ...]]:
    for inputs in batch:
        yield attribute(inputs.get(Article, ()), inputs.get(Quote, ()), settings=settings.claims)


def _facts(batch: Sequence[Inputs], settings: Settings) -> Iterator[tuple[Record, ...]]:
    for inputs in batch:
        yield find_facts(dossier(inputs), settings=settings.claims)


def _checks(batch: Sequence[Inputs], settings: Settings) -> Iterator[tuple[Record, ...]]:
    for inputs in batch:
        yield check(dossier(inputs), settings=settings.checks)


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
    )


_OF_FACTS = (Story, Article, Family, Edition, Dating, Figure)
_OF_CHECKS = (*_OF_FACTS, Quote, Attribution, Fact)

FLOW: tuple[Step, ...] = (
    Step(
        name="layouts",
        reads=(Page,),
        makes=Layout,
        version=2,
        settings=("pages",),
        cut=each(Page),
        run=lay_out_pages,
        quiet=True,
    ),
    Step(
        name="frames",
        reads=(Layout,),
        makes=Frame,
        version=1,
        settings=("articles",),
        cut=_sites,
        run=_frames,
        verb="group",
    ),
    Step(
        name="articles",
        reads=(Page, Frame),
        makes=Article,
        version=3,
        settings=("pages", "articles"),
        cut=_pages,
        run=read_pages,
    ),
    Step(
        name="editions",
        reads=(Article,),
        makes=Edition,
        version=2,
        settings=("articles",),
        cut=_readings,
        run=_editions,
        verb="group",
    ),
    Step(
        name="prints",
        reads=(Article,),
        makes=Fingerprint,
        version=2,
        settings=("copies",),
        cut=each(Article),
        run=_fingerprints,
    ),
    Step(
        name="candidates",
        reads=(Fingerprint, Edition),
        makes=Candidate,
        version=2,
        settings=("copies",),
        cut=_current_prints,
        run=None,
        verb="block",
    ),
    Step(
        name="matches",
        reads=(Candidate, Article),
        makes=Match,
        version=3,
        settings=("copies",),
        cut=_candidate_pairs,
        run=_compare,
    ),
    Step(
        name="families",
        reads=(Match, Article),
        makes=Family,
        version=2,
        settings=("copies",),
        cut=_components,
        run=_family,
        verb="group",
    ),
    Step(
        name="copies",
        reads=(Match, Article, Family),
        makes=Copy,
        version=3,
        settings=("copies",),
        cut=_matched_pairs,
        run=_finish,
    ),
    Step(
        name="datings",
        reads=(Article, Family, Edition),
        makes=Dating,
        version=3,
        settings=("stories",),
        cut=current(Article, Family),
        run=_datings,
    ),
    Step(
        name="stories",
        reads=(Article, Family, Dating, Edition),
        makes=Story,
        version=3,
        settings=("stories",),
        cut=current(Article, Family, Dating, Edition),
        run=_stories,
    ),
    Step(
        name="quotes",
        reads=(Article,),
        makes=Quote,
        version=2,
        settings=("claims",),
        cut=each(Article),
        run=_quotes,
    ),
    Step(
        name="figures",
        reads=(Article,),
        makes=Figure,
        version=2,
        settings=("claims",),
        cut=each(Article),
        run=_figures,
    ),
    Step(
        name="attributions",
        reads=(Article, Quote),
        makes=Attribution,
        version=1,
        settings=("claims",),
        cut=whole(Article, Quote),
        run=_attributions,
    ),
    Step(
        name="facts",
        reads=_OF_FACTS,
        makes=Fact,
        version=1,
        settings=("claims",),
        cut=_dossiers(*_OF_FACTS),
        run=_facts,
        verb="group",
    ),
    Step(
        name="checks",
        reads=_OF_CHECKS,
        makes=Check,
        version=2,
        settings=("checks",),
        cut=_dossiers(*_OF_CHECKS),
        run=_checks,
        verb="group",
    ),
)

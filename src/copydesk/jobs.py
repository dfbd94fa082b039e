"""How the work of each step is cut into jobs: what of the desk each is done to, reading no more than that takes."""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from itertools import pairwise
from typing import Any, NamedTuple, cast

from copydesk.articles import edition_keys, frame_id
from copydesk.copies import hangs_together
from copydesk.engine import Engine
from copydesk.engine.spools import together
from copydesk.records import (
    Article,
    Attribution,
    Candidate,
    Check,
    Copy,
    CopyKind,
    Dating,
    Decision,
    Edition,
    Fact,
    Family,
    Figure,
    Fingerprint,
    Frame,
    Happening,
    Layout,
    Match,
    Outline,
    Page,
    Quote,
    Story,
)
from copydesk.store import Shelf
from copydesk.stories import waits

ASKED = 10_000
"""Records that the store is asked about at once."""
WHOLE = "collection"
"""The key of the one job of a step that looks at everything at once."""

Inputs = dict[type[Any], tuple[Any, ...]]
"""The records of one job, by kind."""


class Job(NamedTuple):
    """One piece of a step's work: its name, and the records it is done to."""

    key: str
    inputs: tuple[tuple[type[Any], str], ...]


Cut = Callable[[Shelf, Engine], Iterable[Job]]
"""How a step is cut into jobs: it asks a shelf, and the verbs of an engine."""


def shown(shelf: Shelf, kinds: Collection[type[Any]]) -> Shelf:
    """A shelf on which nothing can be asked for but records of these kinds, and the order in which articles came.

    A step is left out of a run where none of what it declares has changed; so it is shown nothing else. The order of
    arrival is of articles on the desk and stays as it is.
    """
    return cast("Shelf", _Shown(shelf, kinds))


class _Shown:
    def __init__(self, shelf: Shelf, kinds: Collection[type[Any]]) -> None:
        self._kinds = frozenset(kinds)
        self._shelf = shelf
        self.arrived = shelf.arrived

    def __getattr__(self, name: str) -> Callable[..., Any]:
        asked = getattr(self._shelf, name)

        def answer(kind: type[Any], *rest: Any, **named: Any) -> Any:
            if kind not in self._kinds:
                raise TypeError(f"a step looks at {kind.__name__} and does not declare it: name it in `Step.reads`")
            return asked(kind, *rest, **named)

        return answer


def each(kind: type[Any]) -> Cut:
    """One job for every record of a kind, named for it."""
    return lambda shelf, _: (Job(ident, ((kind, ident),)) for ident in shelf.ids(kind))


def accounts(shelf: Shelf, _: Engine) -> Iterator[Job]:
    """One job for every family, and for every article in none that is no later edition: over its articles as they came.

    A new copy redoes its family alone.
    """
    later = _later_editions(shelf)
    family_of = {article: family for family, articles in _families(shelf) for article in articles}
    families = frozenset(family_of.values())
    members: dict[str, list[str]] = {}
    for article in shelf.arrived(shelf.digests(Article)):
        if article not in later:
            members.setdefault(family_of.get(article, article), []).append(article)
    for account, articles in members.items():
        family = ((Family, account),) if account in families else ()
        yield Job(account, (*((Article, one) for one in articles), *family))


def outlined(shelf: Shelf, _: Engine) -> Iterator[Job]:
    """One job for every account that tells its day, over its outline, and one over all for those that wait for it.

    That one sees the outlines in the order in which the articles that speak for them came.
    """
    waiting = False
    for ident, face, lead, blank in shelf.fields(Outline, "id", "face", "lead", "blank"):
        if waits(lead, blank=bool(blank)):
            waiting = True
        else:
            yield Job(face, ((Outline, ident),))
    if waiting:
        outline_of = {face: ident for ident, face in shelf.fields(Outline, "id", "face")}
        yield Job(WHOLE, tuple((Outline, outline_of[face]) for face in shelf.arrived(outline_of)))


def dated(shelf: Shelf, _: Engine) -> list[Job]:
    """One job over all outlines, over the datings of all articles in the order in which they came, and decisions."""
    dating_of = {article: ident for ident, article in shelf.fields(Dating, "id", "article")}
    return [
        Job(
            WHOLE,
            (
                *((Outline, ident) for ident in shelf.digests(Outline)),
                *((Dating, dating_of[article]) for article in shelf.arrived(dating_of)),
                *((Decision, ident) for ident in shelf.digests(Decision)),
            ),
        )
    ]


def happenings(shelf: Shelf, _: Engine) -> Iterator[Job]:
    """One job for every event: over what the collection tells of it, its articles, and other editions of them."""
    beside: dict[str, list[str]] = {}
    for ident, edition_of in shelf.fields(Edition, "id", "edition_of"):
        beside.setdefault(edition_of, []).append(ident)
    for one in shelf.all(Happening):
        articles = [article for account in one.accounts for article in account]
        editions = ((Edition, ident) for article in articles for ident in beside.get(article, ()))
        yield Job(one.story, ((Happening, one.id), *((Article, article) for article in articles), *editions))


def sites(shelf: Shelf, engine: Engine) -> Iterator[Job]:
    """One job for every site of which there are several pages, over their layouts."""
    for site, layouts in engine.group(shelf.fields(Layout, "site", "id"), lambda layout: str(layout[0])):
        if len(layouts) > 1:
            yield Job(site, tuple((Layout, ident) for _, ident in layouts))


def readings(shelf: Shelf, engine: Engine) -> Iterator[Job]:
    """One job for every set of articles that may be editions of one another, as they came, by pages and addresses."""
    keyed = (
        (key, ident)
        for ident, source, url in shelf.fields(Article, "id", "source", "url")
        for key in edition_keys(source, url)
    )
    alike = ([ident for _, ident in rows] for _, rows in engine.group(keyed, lambda row: str(row[0])))
    for articles in engine.components(pair for members in alike for pair in pairwise(members)):
        yield Job(articles[0], tuple((Article, ident) for ident in shelf.arrived(articles)))


def pages(shelf: Shelf, _: Engine) -> Iterator[Job]:
    """One job for every page, over it and the frame of its site where one was seen."""
    for portion in together(shelf.ids(Page), ASKED):
        frame_of = {page: frame_id(page) for page in portion}
        frames = shelf.digests(Frame, frame_of.values())
        for page, frame in frame_of.items():
            yield Job(page, ((Page, page), (Frame, frame)) if frame in frames else ((Page, page),))


def current_prints(shelf: Shelf, _: Engine) -> list[Job]:
    """One job over the fingerprints of all articles that are no edition of another."""
    later = _later_editions(shelf)
    made = shelf.made(Fingerprint).items()
    return [Job(WHOLE, tuple((Fingerprint, ident) for article, ids in made if article not in later for ident in ids))]


def beside_kin(shelf: Shelf, _: Engine) -> Iterator[Job]:
    """One job for every article, over it and the one of its family that came first, or whose edition it is, if any.

    Those beside one article follow one another, so that it is read once for many. A new copy adds one job and no more.
    """
    first: dict[str, str] = dict(shelf.fields(Edition, "article", "edition_of"))
    articles = shelf.arrived(shelf.digests(Article))
    came = {article: number for number, article in enumerate(articles)}
    for members in (articles for _, articles in _families(shelf)):
        founder = min(members, key=lambda one: came[one])
        first.update(dict.fromkeys(members, founder))
    beside = {one: first.get(one, one) for one in articles}
    for one in sorted(articles, key=lambda one: (came[beside[one]], came[one])):
        yield Job(one, tuple((Article, ident) for ident in dict.fromkeys((one, beside[one]))))


def candidate_pairs(shelf: Shelf, _: Engine) -> Iterator[Job]:
    """One job for every candidate pair, over its two articles."""
    for pair, left, right in shelf.fields(Candidate, "id", "a", "b"):
        yield Job(pair, ((Candidate, pair), (Article, left), (Article, right)))


def _later_editions(shelf: Shelf) -> set[str]:
    """The articles that are editions of others."""
    return {article for (article,) in shelf.fields(Edition, "article")}


class _Told(NamedTuple):
    """What of a story tells where it belongs: `line` is its storyline, or itself where it belongs to none."""

    id: str
    line: str
    articles: Sequence[str]


def _stories(shelf: Shelf) -> Iterator[_Told]:
    for ident, storyline, articles in shelf.fields(Story, "id", "storyline", "articles"):
        yield _Told(ident, storyline or ident, json.loads(articles))


def _families(shelf: Shelf) -> Iterator[tuple[str, list[str]]]:
    """The id of every family, and its articles."""
    return ((ident, json.loads(articles)) for ident, articles in shelf.fields(Family, "id", "articles"))


class _Matched(NamedTuple):
    """What of a match tells where it belongs."""

    id: str
    a: str
    b: str
    kind: CopyKind


def _matches(shelf: Shelf) -> list[_Matched]:
    return [_Matched(*row) for row in shelf.fields(Match, "id", "a", "b", "kind")]


def components(shelf: Shelf, engine: Engine) -> Iterator[Job]:
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


def matched_pairs(shelf: Shelf, engine: Engine) -> Iterator[Job]:
    """One job for every match, over its two articles and the family that holds both.

    Those of one family follow one another, so that a family of thousands is read once and not for each of its pairs.
    """
    family_of = {article: family for family, articles in _families(shelf) for article in articles}
    for _, matches in engine.group(_matches(shelf), lambda match: family_of.get(match.a, match.id)):
        for match in matches:
            families = {family_of[one] for one in (match.a, match.b) if one in family_of}
            both = tuple((Family, ident) for ident in sorted(families))
            yield Job(match.id, ((Match, match.id), (Article, match.a), (Article, match.b), *both))


def dossiers(*reads: type[Any]) -> Cut:
    """One job for every storyline (or story that belongs to none), over all that is known of its articles."""

    def cut(shelf: Shelf, engine: Engine) -> Iterator[Job]:
        by_article = _by_article(shelf, reads)
        facts = shelf.made(Fact) if Fact in reads else {}
        checks = shelf.made(Check) if Check in reads else {}
        for line, stories in engine.group(_stories(shelf), lambda story: story.line):
            inputs: list[tuple[type[Any], str]] = [(Story, story.id) for story in stories]
            for article in sorted({one for story in stories for one in story.articles}):
                inputs.append((Article, article))
                inputs.extend(by_article.get(article, ()))
            inputs.extend((Fact, ident) for ident in facts.get(line, ()))
            inputs.extend((Check, ident) for ident in checks.get(line, ()))
            yield Job(line, tuple(dict.fromkeys(inputs)))

    return cut


def lines(kind: type[Any]) -> Cut:
    """One job for every storyline (or story that belongs to none), over what of a kind was read from its articles."""

    def cut(shelf: Shelf, engine: Engine) -> Iterator[Job]:
        made = shelf.made(kind)
        for line, stories in engine.group(_stories(shelf), lambda story: story.line):
            articles = {one for story in stories for one in story.articles}
            ids = sorted(ident for article in articles for ident in made.get(article, ()))
            if ids:
                yield Job(line, tuple((kind, ident) for ident in ids))

    return cut


def stories(shelf: Shelf, _: Engine) -> Iterator[Job]:
    """One job for every story, over its articles, what hangs on them, and the pairs of which both stand in it."""
    by_article = _by_article(shelf, (Edition, Dating, Family))
    for check in shelf.all(Check):
        for article in {side.article for side in check.sides}:
            by_article.setdefault(article, []).append((Check, check.id))
    held, decided = list(shelf.all(Story)), shelf.digests(Decision)
    story_of: dict[str, str] = {article: story.id for story in held for article in story.articles}
    inside: dict[str, list[str]] = {}
    for ident, left, right in shelf.fields(Copy, "id", "a", "b"):
        if left in story_of and story_of[left] == story_of.get(right):
            inside.setdefault(story_of[left], []).append(ident)
    for story in held:
        inputs: list[tuple[type[Any], str]] = [(Story, story.id), *((Article, one) for one in story.articles)]
        inputs.extend(one for article in story.articles for one in by_article.get(article, ()))
        inputs.extend((Copy, ident) for ident in inside.get(story.id, ()))
        inputs.extend((Decision, ident) for ident in story.decisions if ident in decided)
        yield Job(story.id, tuple(dict.fromkeys(inputs)))


def families(shelf: Shelf, _: Engine) -> Iterator[Job]:
    """One job for every family: its articles with their later editions, and the pairs inside it."""
    by_article = _by_article(shelf, (Dating,))
    for ident, article, edition_of in shelf.fields(Edition, "id", "article", "edition_of"):
        by_article.setdefault(edition_of, []).extend([(Edition, ident), (Article, article)])
    held = list(_families(shelf))
    family_of = {article: family for family, articles in held for article in articles}
    inside: dict[str, list[str]] = {}
    for ident, left, right in shelf.fields(Copy, "id", "a", "b"):
        if left in family_of and family_of[left] == family_of.get(right):
            inside.setdefault(family_of[left], []).append(ident)
    for family, articles in held:
        inputs: list[tuple[type[Any], str]] = [(Family, family), *((Article, one) for one in articles)]
        inputs.extend(one for article in articles for one in by_article.get(article, ()))
        inputs.extend((Copy, ident) for ident in inside.get(family, ()))
        yield Job(family, tuple(dict.fromkeys(inputs)))


def _by_article(shelf: Shelf, reads: Sequence[type[Any]]) -> dict[str, list[tuple[type[Any], str]]]:
    """The records of these kinds that speak of one article, by article."""
    found: dict[str, list[tuple[type[Any], str]]] = {}
    for kind in (Quote, Figure):
        for article, ids in shelf.made(kind).items() if kind in reads else ():
            found.setdefault(article, []).extend((kind, ident) for ident in ids)
    of_article: tuple[type[Edition | Dating], ...] = (Edition, Dating)
    for one_kind in of_article:
        for ident, article in shelf.fields(one_kind, "id", "article") if one_kind in reads else ():
            found.setdefault(article, []).append((one_kind, ident))
    for family, articles in _families(shelf) if Family in reads else ():
        for article in articles:
            found.setdefault(article, []).append((Family, family))
    for ident, article in _lines_of_trees(shelf) if Copy in reads else ():
        found.setdefault(article, []).append((Copy, ident))
    if Attribution in reads:
        article_of = {quote: article for article, ids in shelf.made(Quote).items() for quote in ids}
        for ident, quote in shelf.fields(Attribution, "id", "quote"):
            found.setdefault(article_of[quote], []).append((Attribution, ident))
    return found


def _lines_of_trees(shelf: Shelf) -> Iterator[tuple[str, str]]:
    """The copies that are lines of a family's tree, with one of their articles: the other pairs say nothing besides."""
    lines = {(edge.parent, edge.child) for family in shelf.all(Family) for edge in family.edges}
    for ident, left, right in shelf.fields(Copy, "id", "a", "b"):
        if (left, right) in lines or (right, left) in lines:
            yield ident, left

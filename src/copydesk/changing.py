"""What became of the stories of a desk since somebody was last told: a watch, a digest, each by its own name.

What was told is remembered (`store.watches`) by what stays: articles by their pages, comparisons by their words. So a
story that is grouped otherwise, or a step that is done again, is no news; and what was not told, since a mail could not
be sent, is told the next time.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from hashlib import blake2b
from typing import NamedTuple

from copydesk.news import Correction, corrections_of
from copydesk.records import Article, Check, Edition, Story, Summary
from copydesk.reports.changed import Change, ChangeKind, Said
from copydesk.settings import Settings
from copydesk.store import Memo, Store
from copydesk.text.ids import stable_id
from copydesk.text.words import Word, words

TOLD_OUTCOMES: dict[str, ChangeKind] = {"conflict": "conflict", "altered": "altered"}
AROUND = 4
"""Words around what a copy has otherwise, so that a reader sees of what it is said."""
ORDER: tuple[ChangeKind, ...] = ("conflict", "correction", "altered", "account", "story", "copies")
"""Changes of one story, what matters most first."""


class Untold(NamedTuple):
    """The changes of one story that were not told yet, and what to remember once they are."""

    story: Story
    changes: tuple[Change, ...]
    memos: tuple[Memo, ...]


def untold(store: Store, name: str, *, settings: Settings) -> Iterator[Untold]:
    """Every story that is otherwise than when `name` was last told, by id; those with nothing to tell too.

    A change is told once its memos are kept (`store.watches.put`).
    """
    before = {memo.name: memo.facts["sign"] for memo in store.watches.all(f"sign:{name}")}
    signs = _signs(store)
    store.watches.drop(f"sign:{name}", before.keys() - signs.keys())
    changed = [story for story, sign in signs.items() if before.get(story) != sign]
    for story in store.get(Story, changed).values():
        yield _of_story(store, story, name, signs[story.id], settings=settings)


def remember(store: Store, found: Iterable[Untold]) -> None:
    """What was found is told."""
    store.watches.put(memo for one in found for memo in one.memos)


def ever_told(store: Store, name: str) -> bool:
    """Whether anything was told under this name."""
    return store.watches.soonest([f"since:{name}"]) is not None


def begin(store: Store, name: str, now: float, *, settings: Settings) -> None:
    """All that stands is no news for this name."""
    with store.together():
        remember(store, untold(store, name, settings=settings))
        store.watches.put([Memo(f"since:{name}", "first", now, {})])


def _signs(store: Store) -> dict[str, str]:
    """A digest for each story that changes with it, its summary and its comparisons."""
    stories, summaries, checks = store.digests(Story), store.digests(Summary), store.digests(Check)
    summary_of = {story: summaries[ident] for ident, story in store.fields(Summary, "id", "story")}
    of_story: dict[str, list[str]] = defaultdict(list)
    for ident, story in store.fields(Check, "id", "story"):
        of_story[story].append(checks[ident])
    signs = {}
    for ident, line in store.fields(Story, "id", "storyline"):
        parts = (stories[ident], summary_of.get(ident, ""), *of_story[ident], *(of_story[line] if line else ()))
        signs[ident] = blake2b(" ".join(parts).encode(), digest_size=8).hexdigest()
    return signs


def _of_story(store: Store, story: Story, name: str, sign: str, *, settings: Settings) -> Untold:
    held = store.get(Article, story.articles, without=("blocks",))
    stays = {ident: _stays(article) for ident, article in held.items()}
    known = store.watches.get(f"told:{name}", stays.values())
    heard = frozenset(ident for ident, place in stays.items() if place in known)
    found = [
        *_arrived(store, story, held, heard),
        *_compared(store, story, held),
        *(_corrected(store, story, one) for one in corrections_of(store, story.articles, settings=settings)),
    ]
    keys = store.watches.get(f"told:{name}", [one.key for one in found])
    changes = sorted((one for one in found if one.key not in keys), key=_rank)
    names = [*(place for ident, place in stays.items() if ident not in heard), *(one.key for one in changes)]
    memos = [Memo(f"told:{name}", one, None, {}) for one in dict.fromkeys(names)]
    return Untold(story, tuple(changes), (Memo(f"sign:{name}", story.id, None, {"sign": sign}), *memos))


def _rank(change: Change) -> tuple[int, float, str]:
    return (ORDER.index(change.kind), -(change.confidence or 0.0), change.key)


def _arrived(store: Store, story: Story, held: Mapping[str, Article], heard: frozenset[str]) -> Iterator[Change]:
    """The story where all of it is new; else its accounts that are, and the pages that came to the others."""
    came = [one for one in story.articles if one not in heard and one in held]
    if not came:
        return
    if not heard:
        yield _change("story", story, [held[came[0]]], _stays(held[came[0]]))
        return
    again = {edition.article for edition in store.pointing(Edition, came)}
    accounts = [rung.articles for rung in story.ladder.rungs if rung.kind == "account"]
    new = [members for members in accounts if not heard.intersection(members) and not again.issuperset(members)]
    for members in new:
        articles = [held[one] for one in members if one in held]
        yield _change("account", story, articles, *(_stays(one) for one in articles[:1]))
    in_new = {one for members in new for one in members}
    more = [one for one in came if one not in in_new and one not in again]
    if more:
        yield _change("copies", story, [held[one] for one in more], *(_stays(held[one]) for one in more))


def _compared(store: Store, story: Story, held: Mapping[str, Article]) -> Iterator[Change]:
    """Where independent accounts differ, and what copies have otherwise than their source.

    What is told of a storyline belongs to the story of the first of its sides.
    """
    checks = store.pointing(Check, [one for one in (story.id, story.storyline) if one])
    for check in checks:
        kind = TOLD_OUTCOMES.get(check.outcome)
        if kind is None or len(check.sides) < 2 or check.sides[0].article not in held:
            continue
        articles = {
            **held,
            **store.get(Article, {one.article for one in check.sides} - held.keys(), without=("blocks",)),
        }
        said = [_said(articles[one.article], one.start, one.end) for one in check.sides if one.article in articles]
        places = [f"{_stays(one.article)} {one.text}" for one in said]
        said = _narrowed(*said[:2]) if kind == "altered" and len(said) > 1 else said
        if len(said) > 1:
            about = [one.article for one in said]
            change = _change(kind, story, about, check.kind, *places, said=said, subject=check.subject)
            yield replace(change, confidence=check.confidence)


def _corrected(store: Store, story: Story, one: Correction) -> Change:
    held = store.get(Article, [one.article, one.copy, one.edition], without=("blocks",))
    said = [_said(held[one.article], *one.before_place), _said(held[one.copy], *one.copy_place)]
    if one.after_place is not None and one.after:
        said.append(_said(held[one.edition], *one.after_place))
    of = (_stays(held[one.article]), _stays(held[one.copy]), one.kind, one.before, one.after)
    return _change("correction", story, [held[one.copy], held[one.article]], *of, said=said, subject=one.before)


def _stays(article: Article) -> str:
    """What names an article for ever: its page and its place there.

    Its id goes with its text, which is read anew when more pages of its site tell what their frame is.
    """
    return f"{article.page}:{article.position}"


def _narrowed(source: Said, copy: Said) -> list[Said]:
    """What two clauses have otherwise, with a few words around it: what both have alike needs not be shown twice."""
    left, right = words(source.text), words(copy.text)
    alike = [one.text == other.text for one, other in zip(left, right, strict=False)]
    before = next((place for place, same in enumerate(alike) if not same), len(alike))
    most = min(len(left), len(right)) - before
    ends = zip(reversed(left), reversed(right), strict=False)
    behind = next((place for place, (one, other) in enumerate(ends) if one.text != other.text), most)
    first, last = max(0, before - AROUND), min(behind, most) - AROUND
    return [_cut(side, found[first:], max(0, last)) for side, found in ((source, left), (copy, right))]


def _cut(said: Said, found: Sequence[Word], left_out: int) -> Said:
    """The words, but for so many at the end."""
    kept = found[: len(found) - left_out]
    if not kept:
        return said
    return _said(said.article, said.start + kept[0].start, said.start + kept[-1].end)


def _said(article: Article, start: int, end: int) -> Said:
    return Said(article=article, start=start, end=end, text=article.text[start:end])


def _change(
    kind: ChangeKind,
    story: Story,
    articles: Sequence[Article],
    *of: str,
    said: Sequence[Said] = (),
    subject: str = "",
) -> Change:
    return Change(
        kind=kind,
        key=stable_id("change", kind, *of),
        story=story,
        articles=tuple(articles),
        subject=subject,
        said=tuple(said),
    )

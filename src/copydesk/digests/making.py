"""What a digest tells: every story with a change that was not told yet, those that matter most first."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

from copydesk import changing
from copydesk.changing import Untold
from copydesk.desk import Desk
from copydesk.desk_file import DigestPlan
from copydesk.exports.excerpts import Excerpts
from copydesk.fetching import World
from copydesk.reports.changed import Change, ChangeKind
from copydesk.reports.digest import Digest, DigestStory, Line, digest_story
from copydesk.store import Memo, Store
from copydesk.store.memos import Watches

NAME = "digest"
KEPT = "kept:digest"
WEIGHTS: Mapping[ChangeKind, int] = {"conflict": 8, "correction": 6, "altered": 3, "account": 2, "story": 1}
"""What a change weighs when stories are put in order: what a person must look at before what is good to know."""
FEWEST_ACCOUNTS = 2
"""A new story is told by itself when so many independent accounts have it; else any page would be a line."""


class Made(NamedTuple):
    """A digest, and what is to be remembered once it is sent."""

    digest: Digest
    found: tuple[Untold, ...]


def make(desk: Desk, plan: DigestPlan, *, world: World) -> Made:
    """The digest of what was not told yet; nothing is remembered of it."""
    found = list(changing.untold(desk.store, NAME, settings=desk.settings))
    telling = [(one, worth) for one in found if (worth := _worth(one))]
    telling.sort(key=lambda pair: (-sum(WEIGHTS[change.kind] for change in pair[1]), pair[0].story.id))
    excerpts = Excerpts()
    stories = tuple(
        digest_story(
            one.story,
            worth,
            desk_address=plan.desk_address,
            show=lambda said: excerpts.of(said.article, (said.start, said.end)),
        )
        for one, worth in telling[: plan.most]
    )
    waiting = {one.story.id for one, _ in telling[plan.most :]}
    digest = Digest(plan.title, world.moment(), stories, len(waiting))
    return Made(digest, tuple(one for one in found if one.story.id not in waiting))


def remember(store: Store, made: Made, plan: DigestPlan, *, world: World) -> None:
    """The digest was sent: what it told is told, and it is kept for the page and the feeds."""
    with store.together():
        changing.remember(store, made.found)
        if made.digest.stories:
            store.watches.put([Memo(KEPT, made.digest.at, world.now(), _row(made.digest))])
        old = store.watches.all(KEPT)[: -plan.kept] if plan.kept else store.watches.all(KEPT)
        store.watches.drop(KEPT, [memo.name for memo in old])


def kept_digests(watches: Watches) -> tuple[Digest, ...]:
    """The digests that are kept, the newest first."""
    return tuple(_digest(memo.facts) for memo in reversed(watches.all(KEPT)))


def _worth(one: Untold) -> list[Change]:
    """The changes of a story that a digest tells."""
    return [change for change in one.changes if change.kind in WEIGHTS and not _is_single(change)]


def _is_single(change: Change) -> bool:
    return change.kind == "story" and change.story.ladder.accounts < FEWEST_ACCOUNTS


def _row(digest: Digest) -> dict[str, Any]:
    stories = [{**story._asdict(), "lines": [line._asdict() for line in story.lines]} for story in digest.stories]
    return {**digest._asdict(), "stories": stories}


def _digest(row: Mapping[str, Any]) -> Digest:
    stories = (
        DigestStory(**{**story, "lines": tuple(_line(line) for line in story["lines"])}) for story in row["stories"]
    )
    return Digest(**{**row, "stories": tuple(stories)})


def _line(row: Mapping[str, Any]) -> Line:
    return Line(**{**row, "pages": tuple((name, address) for name, address in row["pages"])})

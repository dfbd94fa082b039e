"""What people decide of stories, as records on the desk: join, part, name or pin, and take back."""

from __future__ import annotations

from collections.abc import Sequence

from copydesk.errors import UsageError
from copydesk.records import Article, ArticleId, Decision, DecisionKind, Story
from copydesk.store import Outcome, StepRun, Store
from copydesk.text.ids import stable_id

DECISIONS = "decisions"
_RUN = StepRun(DECISIONS, Decision, 1, "by hand")
# Articles that a line of the audit log names: enough to find the story again, and it stays a line.
_LOGGED = 6


def story_named(store: Store, name: str) -> Story:
    """The story with this id, the beginning of one, or the one of an article with this id.

    Raises:
        UsageError: there is none, or several.

    """
    ids = store.matching(Story, name)
    found = tuple(store.get(Story, ids).values()) if ids else _with_article(store, name)
    if len(found) != 1:
        several = f"several stories: {', '.join(one.id for one in found[:5])}" if found else "no story"
        raise UsageError(f"{name!r} names {several}; give an id as `copydesk stories` prints it")
    return found[0]


def merge(store: Store, stories: Sequence[Story], *, by: str | None, at: str) -> Decision:
    """These stories are one.

    Raises:
        UsageError: fewer than two are given, or one is pinned.

    """
    if len({story.id for story in stories}) < 2:
        raise UsageError("a merge needs two stories or more")
    pinned = {article for one in decisions(store) if one.kind == "pin" for article in one.articles}
    for story in stories:
        if not pinned.isdisjoint(story.articles):
            raise UsageError(f"{story.id} is pinned, so nothing may join it; take the pin back with `copydesk undo`")
    return _keep(store, "merge", tuple(one for story in stories for one in story.articles), by=by, at=at)


def split(store: Store, story: Story, articles: Sequence[ArticleId], *, by: str | None, at: str) -> Decision:
    """These articles of a story are of another event than its others.

    Raises:
        UsageError: one of them is not in the story, or none would be left in it.

    """
    strange = [one for one in articles if one not in story.articles]
    others = tuple(one for one in story.articles if one not in articles)
    if strange or not articles:
        raise UsageError(f"{strange[0] if strange else 'nothing'!r} is no article of {story.id}; name some of its own")
    if not others:
        raise UsageError(f"all articles of {story.id} would go; name only those of the other event")
    return _keep(store, "split", tuple(dict.fromkeys(articles)), others=others, by=by, at=at)


def rename(store: Store, story: Story, label: str, *, by: str | None, at: str) -> Decision:
    """A story is called so, whatever the headlines of its articles.

    Raises:
        UsageError: the name is empty.

    """
    if not label.strip():
        raise UsageError("a story cannot be called by an empty name; take the name back with `copydesk undo`")
    founder = ArticleId(store.arrived(story.articles)[0])
    rest = tuple(one for one in story.articles if one != founder)
    return _keep(store, "rename", (founder, *rest), label=label.strip(), by=by, at=at)


def pin(store: Store, story: Story, *, by: str | None, at: str) -> Decision:
    """The articles of a story are one event and the whole of it: no run changes it."""
    return _keep(store, "pin", story.articles, by=by, at=at)


def undo(store: Store, name: str, *, by: str | None, at: str) -> Decision:
    """Take back the decision with this id, or the beginning of one; it comes back.

    Raises:
        UsageError: there is none, or several.

    """
    ids = store.matching(Decision, name)
    if len(ids) != 1:
        several = f"several decisions: {', '.join(ids[:5])}" if ids else "no decision"
        raise UsageError(f"{name!r} names {several}; `copydesk decisions` lists them")
    taken = store.get(Decision, ids)[ids[0]]
    with store.together():
        store.forget(_RUN, ids)
        _log(store, "undo", taken, by=by, at=at)
    return taken


def decisions(store: Store) -> tuple[Decision, ...]:
    """What stands, in the order in which it was decided."""
    return tuple(sorted(store.all(Decision), key=lambda one: (one.made_at or "", one.id)))


def _keep(  # noqa: PLR0913  the fields of a decision, each by name
    store: Store,
    kind: DecisionKind,
    articles: tuple[ArticleId, ...],
    *,
    others: tuple[ArticleId, ...] = (),
    label: str | None = None,
    by: str | None,
    at: str,
) -> Decision:
    made = Decision(
        id=stable_id("decision", kind, at, *articles),
        kind=kind,
        articles=articles,
        others=others,
        label=label,
        by=by,
        made_at=at,
    )
    with store.together():
        store.put(_RUN, [Outcome(made.id, "by hand", (made,))])
        _log(store, kind, made, by=by, at=at)
    return made


def _log(store: Store, action: str, decision: Decision, *, by: str | None, at: str) -> None:
    """What was decided stays in the audit log, though it be taken back."""
    told = f"{decision.kind} of {', '.join(decision.articles[:_LOGGED])}"
    more = len(decision.articles) - _LOGGED
    words = f"{told} and {more} more" if more > 0 else told
    called = f": “{decision.label}”" if decision.label else ""
    store.people.log(action, decision.id, words=f"{words}{called}", by=by, at=at)


def _with_article(store: Store, name: str) -> tuple[Story, ...]:
    articles = set(store.matching(Article, name))
    return tuple(story for story in store.pointing(Story, articles) if articles & set(story.articles))

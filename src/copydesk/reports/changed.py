"""What became of a story since somebody last heard of it: the changes, and the words in which they are told."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Literal

from copydesk.records import Article, Story
from copydesk.reports import wording
from copydesk.reports.cards import headline, outlet
from copydesk.reports.safe import short

ChangeKind = Literal["story", "account", "conflict", "altered", "correction", "copies"]
NAMES: dict[ChangeKind, str] = {
    "story": "new story",
    "account": "new independent account",
    "conflict": "accounts differ",
    "altered": "altered in a copy",
    "correction": "late correction",
    "copies": "carried by more pages",
}
"""Kinds of changes in the order in which they are told, as a person reads them."""
HIDDEN = "words that are not shown here"
MOST_OUTLETS = 4
LONGEST_WORDS = 160


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """Words of an article, at their place in its text, as far as they may be shown."""

    article: Article
    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One change of a story: `key` names it for ever, `articles` are those that came or that it is about.

    `said` are the words that were compared: of a conflict one for each account, of an altered copy the source's and the
    copy's, of a late correction the page's former ones, the copy's, and (where it has any) the page's new ones.
    `confidence` is that of the comparison, where one was made.
    """

    kind: ChangeKind
    key: str
    story: Story
    articles: tuple[Article, ...]
    subject: str = ""
    said: tuple[Said, ...] = ()
    confidence: float | None = None


def told(change: Change, show: Callable[[Said], str | None] | None = None) -> str:
    """A change in a sentence; `show` gives of words what may be shown, None for nothing (default: how they begin)."""
    shown = show or _in_short
    if change.kind == "story":
        accounts = wording.counted(change.story.ladder.accounts, "independent account")
        return (
            f"{accounts}; the earliest known here is of {outlet(change.articles[0])}, “{headline(change.articles[0])}”"
        )
    if change.kind == "account":
        return f"one more independent account: {outlet(change.articles[0])}, “{headline(change.articles[0])}”"
    if change.kind == "copies":
        names = list(dict.fromkeys(outlet(one) for one in change.articles))
        more = " …" if len(names) > MOST_OUTLETS else ""
        listed = ", ".join(names[:MOST_OUTLETS]) + more
        return f"{wording.counted(len(change.articles), 'page')} more of accounts that were here: {listed}"
    words = [(outlet(one.article), shown(one)) for one in change.said]
    if change.kind == "conflict":
        return "; ".join(_has(*one) for one in words)
    (source, before), (copy, after) = words[0], words[1]
    if change.kind == "altered":
        return f"{_has(copy, after)} where the text that it appears to be made from, in {source}, has {_marked(before)}"
    now = f"has {_marked(words[2][1])}" if len(words) > 2 else "no longer has it"
    return f"{source}, read again, {now} where it had {_marked(before)}; {copy} has {_marked(after)}"


def row(change: Change) -> dict[str, Any]:
    """A change as JSON has it, with every place."""
    return {
        "change": change.kind,
        "story": change.story.id,
        "label": change.story.label,
        "key": change.key,
        "said": told(change),
        "confidence": change.confidence,
        "articles": [
            {"id": one.id, "outlet": one.outlet, "title": one.title, "page": one.source, "url": one.url}
            for one in change.articles
        ],
        "words": [
            {"article": one.article.id, "start": one.start, "end": one.end, "text": one.text} for one in change.said
        ],
    }


def _in_short(said: Said) -> str:
    return short(said.text, LONGEST_WORDS)


def _has(name: str, words: str | None) -> str:
    return f"{name} has {_marked(words)}"


def _marked(words: str | None) -> str:
    return f"“{words}”" if words else HIDDEN

"""Two articles and what they share, as one value: what `copydesk.compare` gives and a page of its own shows."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from copydesk.records import Alteration, Article, Collection, Copy
from copydesk.reports.contract import article_row, plain
from copydesk.reports.holdings import Holdings, hold
from copydesk.views import html_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """Two articles in the order in which they were given, and the finding about them.

    `copy` is None where they share no text; its `a` and `b` are in the order of ids, which may be the other one. As in
    a desk, `source` and `derived` are only told apart where a direction is established.
    """

    left: Article
    right: Article
    copy: Copy | None
    as_of: date
    settings: str
    _repr_html_ = html_of

    @property
    def source(self) -> Article | None:
        """The article that the other appears to be made from; None where no direction is established."""
        return self._by_id({"a_to_b": "a", "b_to_a": "b"})

    @property
    def derived(self) -> Article | None:
        """The article that appears to be made from the other; None where no direction is established."""
        return self._by_id({"a_to_b": "b", "b_to_a": "a"})

    @property
    def material(self) -> tuple[Alteration, ...]:
        """The alterations after which a statement differs."""
        return () if self.copy is None else tuple(one for one in self.copy.alterations if one.material)

    def holdings(self) -> Holdings:
        """The two articles and their pair, ready to be asked as a collection is."""
        copies = () if self.copy is None else (self.copy,)
        return hold(
            Collection(as_of=self.as_of, settings=self.settings, articles=(self.left, self.right), copies=copies)
        )

    def row(self) -> dict[str, Any]:
        """The comparison as one object of JSON: what tells each article, and the pair as in `copies.jsonl`.

        The spans of the pair count in the texts that `copydesk read` gives of the same pages.
        """
        return {"left": _told(self.left), "right": _told(self.right), "copy": plain(self.copy)}

    def _by_id(self, ends: dict[str, str]) -> Article | None:
        if self.copy is None or self.copy.direction not in ends:
            return None
        wanted = getattr(self.copy, ends[self.copy.direction])
        return self.left if self.left.id == wanted else self.right


def _told(article: Article) -> dict[str, Any]:
    """What tells an article from others, under the names of the contract."""
    row = article_row(article)
    return {name: row[name] for name in ("id", "page", "url", "outlet", "title", "published", "credited_to")}

"""A site from a desk: story by story, then the lists, the feeds and the search; put in its place when it is whole."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from functools import cache
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING, Any

from copydesk.desk import Desk
from copydesk.exports.excerpts import SHARE_OF_ARTICLE, WORDS_A_SPAN
from copydesk.publishing import phrases
from copydesk.publishing.feeding import feed_files, robots, sitemap_files
from copydesk.publishing.finding import search_files
from copydesk.publishing.folder import Published, Stage, staged
from copydesk.publishing.lists import (
    Sheet,
    earlier,
    event_anchor,
    folder_of,
    front,
    line_sheets,
    lines_of,
    name_sheets,
    outlet_sheets,
    outlets_of,
    title_of,
    whole_address,
)
from copydesk.publishing.plan import Around, Chosen, Listed, SitePlan, choose
from copydesk.publishing.story_page import Card, story_page
from copydesk.records import Summary
from copydesk.reports.holdings import hold
from copydesk.reports.safe import tidy
from copydesk.reports.sheets import asset
from copydesk.reports.templating import environment

if TYPE_CHECKING:
    from jinja2 import Environment

POLICY = "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; base-uri 'none'; form-action 'self'"
"""Of what a page names nothing is loaded but the style, the picture in the tab and the search of the site itself."""

Tell = Callable[[int, int], None]
"""Told how many stories of how many are made."""


def publish(desk: Desk, folder: Path, plan: SitePlan, *, tell: Tell = lambda _done, _total: None) -> Published:
    """Make a site of a desk's stories in a folder; what was written and removed there comes back.

    The same desk and plan give the same bytes. One story is held at a time; of the others a few lines.

    Raises:
        UsageError: a file stands in the way that no publish made, or another publish is at work in the folder.

    """
    with desk.store.steady(), staged(folder) as stage:
        chosen = choose(desk.store, plan)
        maker = _Maker(stage, plan)
        cards = list(maker.stories(desk, chosen, tell))
        maker.lists(cards)
        maker.about(desk, chosen)
        maker.files(cards)
        return stage.finish()


class _Maker:
    """Renders the pages of one site into its stage."""

    def __init__(self, stage: Stage, plan: SitePlan) -> None:
        self._stage = stage
        self._plan = plan
        self._templates = _templates()
        self._pages: list[str] = []

    def stories(self, desk: Desk, chosen: Chosen, tell: Tell) -> Iterator[Card]:
        """Make the page of each story; the card of each comes back."""
        around = _around(chosen.stories)
        for number, one in enumerate(chosen.stories, start=1):
            holdings = hold(desk.around_story(one.story))
            summary = desk.store.get(Summary, [one.summary])[one.summary]
            made = story_page(holdings.stories[one.story], summary, holdings, around, program=self._plan.program)
            graph = json.dumps(made.values["graph"], ensure_ascii=False, separators=(",", ":"), sort_keys=True)
            values = {**made.values, "graph": tidy(graph).replace("<", "\\u003c")}
            self._page(Sheet(made.card.href, "site_story.html", values))
            yield made.card
            tell(number, len(chosen.stories))

    def lists(self, cards: Sequence[Card]) -> None:
        """Make the pages that list stories, with their feeds."""
        lines, outlets = lines_of(cards), outlets_of(cards)
        for sheet in (front(cards), *earlier(cards), *line_sheets(lines), *outlet_sheets(outlets)):
            self._page(sheet)
        for sheet in name_sheets(cards, lines, outlets):
            self._page(sheet)
        self._feeds(cards, self._plan.title, "feed", "index.html")
        for line in lines:
            latest = sorted(line.stories, key=_latest, reverse=True)
            self._feeds(latest, title_of(line), f"lines/{line.stem}", f"lines/{line.stem}.html")
        for outlet in outlets:
            self._feeds(outlet.stories, title_of(outlet), f"outlets/{outlet.stem}", f"outlets/{outlet.stem}.html")

    def about(self, desk: Desk, chosen: Chosen) -> None:
        """Make the page that tells how the site was made."""
        counts = desk.counts()
        values = {
            "chosen": chosen,
            "articles": counts["Article"],
            "stories": counts["Story"],
            "as_of": desk.store.as_of().isoformat(),
            "settings": desk.settings.digest(),
            "words_a_span": WORDS_A_SPAN,
            "share": round(100 * SHARE_OF_ARTICLE),
        }
        self._page(Sheet("about.html", "site_about.html", values))

    def files(self, cards: Sequence[Card]) -> None:
        """Put what is no page: the style, the search, the sitemap."""
        self._stage.put("style.css", f"{asset('brief.css')}\n{_asset('site.css')}".encode())
        self._stage.put("search.js", _asset("search.js").encode())
        self._stage.put("icon.svg", _asset("icon.svg").encode())
        for place, content in (*search_files(cards), *sitemap_files(self._pages, self._plan)):
            self._stage.put(place, content)
        self._stage.put("robots.txt", robots(self._plan))

    def _feeds(self, cards: Sequence[Card], name: str, stem: str, page: str) -> None:
        entry = self._templates.get_template("site_entry.html")

        def html(card: Card) -> str:
            return entry.render(card=card).strip()

        for place, content in feed_files(cards, self._plan, name=name, stem=stem, page=page, html=html):
            self._stage.put(place, content)

    def _page(self, sheet: Sheet) -> None:
        own = whole_address(self._plan.base_url, sheet.place) if self._plan.base_url else None
        values: dict[str, Any] = {"root": folder_of(sheet.place), "own": own, "place": sheet.place, "site": self._plan}
        text = self._templates.get_template(sheet.template).render(values, **sheet.values)
        self._stage.put(sheet.place, text.encode("utf-8"))
        self._pages.append(sheet.place)


def _around(stories: Sequence[Listed]) -> Around:
    lines: dict[str, list[Listed]] = {}
    for one in stories:
        if one.line is not None:
            lines.setdefault(one.line, []).append(one)
    for members in lines.values():
        members.sort(key=lambda one: (one.day is None, "" if one.day is None else one.day.isoformat(), one.story))
    return Around({one.story: one for one in stories}, lines)


def _latest(card: Card) -> tuple[str, str]:
    return ("" if card.last is None else card.last.isoformat(), card.story)


@cache
def _templates() -> Environment:
    made = environment("copydesk.publishing")
    made.globals.update(policy=POLICY, phrases=phrases, anchor_of=event_anchor)
    return made


@cache
def _asset(name: str) -> str:
    return (resources.files("copydesk.publishing") / "templates" / name).read_text(encoding="utf-8")

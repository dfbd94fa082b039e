"""What a run changed, told to a person in a few lines, or as JSON lines."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from copydesk.cli.shown import note, print_row
from copydesk.records import Article
from copydesk.reports.contract import plain
from copydesk.reports.safe import short
from copydesk.reports.wording import counted

if TYPE_CHECKING:
    from copydesk.desk import Desk
    from copydesk.news import Correction, Growth, News, StoryGrowth

FEW = 5
"""Families, corrections and stories that are told one by one; the rest is counted. JSON lines have all of them."""
WORDS_SHOWN = 60


def tell_news(desk: Desk, news: News, *, json: bool, quiet: bool) -> None:
    """Tell what was not there before the run: as one JSON line, or in words where there is something to tell."""
    if json:
        print_row(_row(news))
        return
    for line in _lines(desk, news):
        note(line, quiet=quiet)


def _row(news: News) -> dict[str, object]:
    families = [
        {"family": one.family.id, "new": one.new, "came": list(one.came), "joined": list(one.joined)}
        for one in news.families
    ]
    counts = {"done": news.copies, "total": news.copies, "failed": 0}
    stories = [{**one._asdict(), "story": one.story.id} for one in news.stories]
    rows = {"families": families, "corrections": plain(news.corrections), "stories": stories}
    return {"step": "news", **counts, **rows}


def _lines(desk: Desk, news: News) -> Iterator[str]:
    left_behind = len({one.copy for one in news.corrections})
    if news.families or news.corrections:
        told = f"; {left_behind} with words that its source has since changed" if left_behind == 1 else ""
        told = told or (f"; {left_behind} with words that their source has since changed" if left_behind else "")
        families = counted(len(news.families), "family")
        yield f"new with this run: {counted(news.copies, 'copy')} in {families}{told}"
    for growth in news.families[:FEW]:
        yield f"  {_growth(desk, growth)}"
    if len(news.families) > FEW:
        yield f"  and {len(news.families) - FEW} more families"
    for correction in news.corrections[:FEW]:
        yield f"  {_correction(desk, correction)}"
    if len(news.corrections) > FEW:
        yield f"  and {len(news.corrections) - FEW} more such readings"
    yield from _story_lines(news)


def _story_lines(news: News) -> Iterator[str]:
    """Stories that are new by number, those that were there and have changed one by one."""
    new = sum(one.new for one in news.stories)
    changed = [one for one in news.stories if not one.new]
    if news.stories:
        yield f"stories: {new:,} new, {len(changed):,} with other articles than before"
    for growth in changed[:FEW]:
        yield f"  {_story_growth(growth)}"
    if len(changed) > FEW:
        yield f"  and {len(changed) - FEW} more stories"


def _story_growth(growth: StoryGrowth) -> str:
    came = f": {counted(len(growth.came), 'article')} more" if growth.came else ""
    joined = f"; it now holds {', '.join(growth.joined)}" if growth.joined else ""
    parted = f"; it has articles of {', '.join(growth.parted)}" if growth.parted else ""
    return f"{growth.story.id}, {short(growth.story.label, WORDS_SHOWN)}{came}{joined}{parted}"


def _growth(desk: Desk, growth: Growth) -> str:
    was = "new" if growth.new else f"{len(growth.family.articles) - len(growth.came)} before"
    joined = f"; it now holds {', '.join(growth.joined)}" if growth.joined else ""
    names = ", ".join(_name(desk, one) for one in growth.came[:FEW])
    more = f" and {len(growth.came) - FEW} more" if len(growth.came) > FEW else ""
    came = f": {names}{more}" if names else ""
    return f"{growth.family.id}, {counted(len(growth.family.articles), 'text')} ({was}){came}{joined}"


def _correction(desk: Desk, one: Correction) -> str:
    before, after = (short(text, WORDS_SHOWN) for text in (one.before, one.after))
    now = f"has “{after}”" if one.after else "no longer has it"
    page, copy = _name(desk, one.article), _name(desk, one.copy)
    return f"{page}, read again, {now} where it had “{before}”; {copy} has “{before}”"


def _name(desk: Desk, article: str) -> str:
    held = desk.store.get(Article, [article]).get(article)
    return article if held is None else (held.outlet or held.source)

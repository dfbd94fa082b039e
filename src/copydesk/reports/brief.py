"""The brief: one folder of pages that need no server, no script to be read and nothing from outside."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from copydesk.records import Collection
from copydesk.reports.calendar_file import PRODUCT, calendar
from copydesk.reports.cards import article_href, fact_href, line_href, pair_href, speaker_href, story_href
from copydesk.reports.holdings import Holdings, hold
from copydesk.reports.markdown import markdown
from copydesk.reports.placing import staged
from copydesk.reports.sheets import Sheet, dressed, rendered
from copydesk.reports.since import News, fresh
from copydesk.reports.storyline import Storyline, storylines, timeline_row
from copydesk.reports.view_article import article_view
from copydesk.reports.view_figure import figure_view, figures_view
from copydesk.reports.view_index import index_view
from copydesk.reports.view_line import file_names, line_view
from copydesk.reports.view_pair import pair_view
from copydesk.reports.view_speaker import speaker_view, speakers_view
from copydesk.reports.view_story import story_view

if TYPE_CHECKING:
    from jinja2 import Environment

INDEX = "index.html"
FOLDERS = {
    "lines": "line",
    "stories": "story",
    "pairs": "pair",
    "articles": "article",
    "speakers": "speaker",
    "figures": "fact",
}
# By which a file of an earlier brief is known as ours; JSON has it in its last line.
SIGNS = {
    ".html": b'<meta name="generator" content="copydesk">',
    ".ics": PRODUCT.encode(),
    ".json": b'"generator": "copydesk"',
}


def write_brief(collection: Collection, folder: Path, *, news: News | None = None) -> Path:
    """Write the brief of a collection into a folder; the path of its `index.html` comes back.

    Beside the index stand `brief.md`, the lists of speakers and figures, and in folders of their own the pages of
    storylines (each also as JSON and as a calendar), stories, pairs, articles, speakers and facts. Pages of an earlier
    brief in the same folder that this one does not link go.
    One page is made at a time, and all take their names when the last is written, the index at the end. `news` is what
    has changed since a brief was last written there.
    """
    holdings = hold(collection, fresh(news))
    with staged(folder, last=[INDEX]) as waiting:
        written = {path.relative_to(waiting) for path in _write_all(collection, waiting, holdings, news)}
    _remove_older(folder, {folder / name for name in written})
    return folder / INDEX


def _write_all(collection: Collection, folder: Path, holdings: Holdings, news: News | None) -> set[Path]:
    """Write every file of a brief; their paths come back."""
    for name in FOLDERS:
        (folder / name).mkdir()
    templates = dressed(collection)
    written = {_write(folder, sheet, templates) for sheet in _sheets(holdings)}
    for line in storylines(holdings):
        written.add(_write(folder, _line_sheet(line, holdings), templates))
        written.update(_write_files(line, holdings, folder / "lines"))
    (folder / "brief.md").write_text(markdown(holdings, news), encoding="utf-8")
    written.add(_write(folder, Sheet(INDEX, "index.html", "", index_view(holdings, news)), templates))
    return written


def _line_sheet(line: Storyline, holdings: Holdings) -> Sheet:
    return Sheet(line_href(line.id, ""), "line.html", "../", line_view(line, holdings))


def _write_files(line: Storyline, holdings: Holdings, folder: Path) -> Iterator[Path]:
    """A storyline for other programs: as JSON, and as a calendar where an event has a day."""
    row = json.dumps(timeline_row(line, holdings), indent=2, ensure_ascii=False)
    contents = {"json": f"{row}\n", "ics": calendar([line])}
    for form, name in file_names(line).items():
        content = contents[form]
        if content is not None:
            # A calendar has the line ends of its standard; half a surrogate pair is written as JSON escapes it.
            (folder / name).write_text(content, encoding="utf-8", errors="backslashreplace", newline="")
            yield folder / name


def _sheets(holdings: Holdings) -> Iterator[Sheet]:
    for story in holdings.stories.values():
        yield Sheet(story_href(story, ""), "story.html", "../", story_view(story, holdings))
    for copy in holdings.pairs.values():
        if copy.id not in holdings.paged:
            continue
        yield Sheet(pair_href(copy, ""), "pair.html", "../", pair_view(copy, holdings))
    for article in holdings.articles.values():
        yield Sheet(article_href(article.id, ""), "article.html", "../", article_view(article, holdings))
    yield from _claim_sheets(holdings)


def _claim_sheets(holdings: Holdings) -> Iterator[Sheet]:
    """The lists of speakers and figures, and a page for each that is told of more than once."""
    yield Sheet("speakers.html", "speakers.html", "", speakers_view(holdings)._asdict())
    yield Sheet("figures.html", "figures.html", "", figures_view(holdings))
    for key in sorted(holdings.heard):
        place = speaker_href(key, holdings, "")
        if place is not None:
            yield Sheet(place, "speaker.html", "../", speaker_view(key, holdings))
    for name in sorted(holdings.counted):
        place = fact_href(name, holdings, "")
        if place is not None:
            yield Sheet(place, "figure.html", "../", figure_view(holdings.facts[name], holdings))


def _write(folder: Path, sheet: Sheet, templates: Environment) -> Path:
    path = folder / sheet.place
    path.write_text(rendered(sheet, templates), encoding="utf-8")
    return path


def _remove_older(folder: Path, written: set[Path]) -> None:
    """Remove pages that copydesk wrote here before and that nothing links any more; no other file is touched."""
    for name, kind in FOLDERS.items():
        for path in (folder / name).glob(f"{kind}-*.*"):
            if path.suffix in SIGNS and path not in written and _is_ours(path):
                # A page that cannot be removed does no harm: nothing links it.
                with suppress(OSError):
                    path.unlink()


def _is_ours(path: Path) -> bool:
    with path.open("rb") as page:
        page.seek(0 if path.suffix != ".json" else max(0, path.stat().st_size - 64))
        return SIGNS[path.suffix] in page.read(2048)

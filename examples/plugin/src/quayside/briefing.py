"""An exporter: the stories of a desk as a page of Markdown, for a morning conference."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from copydesk.plugging import ToWrite
from copydesk.records import Story

MARKS = re.compile(r"([\\`*_{}\[\]()#+.!|<>~-])")
NAME = "briefing.md"


class Briefing:
    """Stories by the number of their independent accounts, each with its articles and where accounts differ."""

    where = NAME
    words = "stories, their accounts and where these differ, for a morning conference"
    public = True

    def write(self, given: ToWrite, folder: Path) -> list[tuple[str, int]]:
        """Write the page; how many stories are on it."""
        stories = sorted(given.holdings.collection.stories, key=lambda one: (-one.ladder.accounts, one.id))
        lines = ["# Briefing", ""]
        for story in stories:
            lines += [*_story(story, given), ""]
        lines.append(f"Made by {_plain(given.program)}. Earliest means earliest on this desk; check before use.")
        (folder / NAME).write_text("\n".join(lines) + "\n", encoding="utf-8")
        return [(NAME, len(stories))]


def _story(story: Story, given: ToWrite) -> Iterator[str]:
    known = given.holdings.articles
    articles = [known[one] for one in story.articles if one in known]
    yield f"## {_plain(given.heading(articles[0])) if articles else 'A story'}"
    yield ""
    yield f"{story.ladder.pages} pages, {story.ladder.accounts} independent accounts."
    for article in articles:
        yield f"- {_plain(article.outlet or 'no outlet named')}: {_plain(given.heading(article))}"
    for check in given.holdings.collection.checks:
        if check.story == story.id and check.outcome == "conflict":
            sides = [given.words(known[side.article], (side.start, side.end)) for side in check.sides]
            if all(sides):
                yield f"- Accounts appear to differ: {' / '.join(_plain(side) for side in sides if side)}"


def _plain(words: str) -> str:
    """Words of strangers with nothing in them that Markdown or a browser would act on."""
    return MARKS.sub(r"\\\1", " ".join(words.split()))


exporter = Briefing()

"""A digest: stories that changed, each change in a sentence, as one page of HTML (mail or file) and as plain text."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from copydesk.records import Story
from copydesk.reports import wording
from copydesk.reports.cards import headline, outlet
from copydesk.reports.changed import HIDDEN, NAMES, Change, ChangeKind, Said
from copydesk.reports.changed import told as sentence
from copydesk.reports.safe import page_name, short, tidy, web_address
from copydesk.reports.sheets import asset, source_of
from copydesk.reports.templating import environment

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from jinja2 import Environment

MOST_OF_A_KIND = 4
"""Changes of one kind of one story that are told one by one, the surest; the rest is counted."""
MOST_LINKS = 6
LONGEST_LABEL = 160
LONGEST_OUTLET = 60
POLICY = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"
"""Nothing is loaded and nothing runs, whatever stands in the page."""
ALOUD = "aloud.js"
"""The one script of a page that lies in a folder, known to the browser by its digest: it reads the stories aloud."""
DIGEST_NOTE = (
    "Found by a program among the pages of one desk; earliest means earliest there. Check the words before use, and"
    " report a mistake to whoever sends you this digest."
)
COLOURS: dict[ChangeKind, str] = {
    "conflict": "#8a2f1d",
    "correction": "#7a4a00",
    "altered": "#7a4a00",
    "account": "#155c3b",
    "story": "#1f4b7a",
    "copies": "#555555",
}
"""Ink of the words that name a change: each has a contrast of 7 at least on white (WCAG AAA)."""


class Line(NamedTuple):
    """One change: what it is called, the sentence, and the pages it is about as name and address (None: no address)."""

    kind: ChangeKind
    key: str
    name: str
    said: str
    pages: tuple[tuple[str, str | None], ...]

    @property
    def colour(self) -> str:
        """The ink of its name."""
        return COLOURS[self.kind]


class DigestStory(NamedTuple):
    """A story that changed: how many pages and accounts it has now, and what became of it. `href` may lead nowhere.

    `language` is that of its label where it is known and not English.
    """

    story: str
    label: str
    href: str | None
    ladder: str
    lines: tuple[Line, ...]
    more: int
    language: str | None = None


class Digest(NamedTuple):
    """One digest: when it was made (ISO 8601, UTC), its stories, and how many more wait for the next one."""

    title: str
    at: str
    stories: tuple[DigestStory, ...]
    waiting: int = 0


def digest_story(
    story: Story, changes: Sequence[Change], *, desk_address: str, show: Callable[[Said], str | None]
) -> DigestStory:
    """A story with its changes in words; `show` gives of an article's words what may stand in public."""
    label = story.label or next((headline(one) for change in changes for one in change.articles), "")
    root = desk_address.rstrip("/")
    lines = _worth(_line(one, show) for one in changes)
    return DigestStory(
        story=story.id,
        label=short(label, LONGEST_LABEL),
        href=web_address(f"{root}/stories/{page_name('story', story.id)}") if root else None,
        ladder=wording.ladder_line(story.ladder),
        lines=lines,
        more=len(changes) - len(lines),
        language=_language(label, changes),
    )


def _language(label: str, changes: Sequence[Change]) -> str | None:
    """The language of the headline that a story goes by, as far as an article among its changes has it."""
    named = (one for change in changes for one in change.articles if label in (one.title, headline(one)))
    language = next((one.language for one in named if one.language), None)
    return None if language == "en" else language


def _worth(lines: Iterable[Line]) -> tuple[Line, ...]:
    """The lines that are told: few of a kind, and of those whose words may not be shown one where there is no other."""
    told: dict[ChangeKind, list[Line]] = {}
    hidden: dict[ChangeKind, Line] = {}
    for line in lines:
        if HIDDEN in line.said:
            hidden.setdefault(line.kind, line)
        elif len(told.setdefault(line.kind, [])) < MOST_OF_A_KIND:
            told[line.kind].append(line)
    kinds = dict.fromkeys((*told, *hidden))
    return tuple(line for kind in kinds for line in (told.get(kind) or [hidden[kind]]))


def digest_page(digests: Sequence[Digest], *, title: str, aloud: bool = False) -> str:
    """Digests as one page, the newest first; it loads nothing, and nothing runs but, with `aloud`, our own script."""
    script = asset(ALOUD) if aloud else ""
    policy = f"{POLICY}; script-src '{source_of(script)}'" if aloud else POLICY
    page = _templates().get_template("digest.html")
    return page.render(digests=digests, title=title, policy=policy, note=DIGEST_NOTE, script=script)


def story_html(story: DigestStory) -> str:
    """One story as a piece of HTML, for feeds."""
    return _templates().get_template("digest_story.html").render(story=story, heading=False).strip()


def digest_text(digest: Digest) -> str:
    """A digest as plain text, each sentence on a line of its own, the pages below it."""
    parts = [f"{digest.title}, {digest.at}", ""]
    for story in digest.stories:
        parts.extend((*story_lines(story), ""))
    if digest.waiting:
        parts.extend((f"{wording.counted(digest.waiting, 'story')} more in the next digest.", ""))
    return "\n".join([*parts, DIGEST_NOTE, ""])


def story_lines(story: DigestStory) -> list[str]:
    """One story as lines of plain text."""
    found = [story.label, f"  {story.ladder}"]
    for line in story.lines:
        found.append(f"  - {line.name}: {line.said}")
        found.extend(f"      {name}: {address}" for name, address in line.pages if address)
    if story.more:
        found.append(f"  and {wording.counted(story.more, 'change')} more")
    if story.href:
        found.append(f"  {story.href}")
    return found


def _line(change: Change, show: Callable[[Said], str | None]) -> Line:
    sure = "" if change.confidence is None else f" ({wording.confidence(change.confidence)})"
    articles = {one.id: one for one in (*(said.article for said in change.said), *change.articles)}
    pages = [(short(outlet(one), LONGEST_OUTLET), web_address(one.url)) for one in articles.values()]
    said = " ".join(tidy(sentence(change, show)).split())
    return Line(change.kind, change.key, NAMES[change.kind], f"{said}{sure}", tuple(dict.fromkeys(pages))[:MOST_LINKS])


@cache
def _templates() -> Environment:
    return environment()

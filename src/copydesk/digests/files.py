"""The folder of a digest: a page and three feeds of the digests that are kept, the same for the same digests."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from copydesk.desk_file import DigestPlan
from copydesk.reports.digest import Digest, DigestStory, digest_page, story_html, story_lines
from copydesk.reports.feeds import Channel, Entry, atom, json_feed, rss
from copydesk.text.ids import stable_id

PAGE, ATOM, RSS, JSON = "index.html", "digest.atom", "digest.rss", "digest.json"
NOWHERE = "urn:copydesk:digest"
"""What stands for an address where none is told: readers take any URI as an id."""
ABOUT = "Stories that changed: new independent accounts, where accounts differ, altered copies, late corrections."


def write_files(folder: Path, digests: Sequence[Digest], plan: DigestPlan) -> tuple[Path, ...]:
    """Write the page and the feeds, each put in the place of the one before when it is whole; their paths come back."""
    folder.mkdir(parents=True, exist_ok=True)
    root = plan.address.rstrip("/")
    page = f"{root}/{PAGE}" if root else plan.desk_address or NOWHERE
    entries = [_entry(story, digest, page) for digest in digests for story in digest.stories]

    def channel(name: str) -> Channel:
        return Channel(plan.title, f"{root}/{name}" if root else f"{NOWHERE}:{name}", page, ABOUT)

    contents = {
        PAGE: digest_page(digests, title=plan.title, aloud=True).encode(),
        ATOM: atom(plan.title, channel(ATOM).address, page, entries),
        RSS: rss(channel(RSS), entries),
        JSON: json_feed(channel(JSON), entries),
    }
    for name, content in contents.items():
        begun = folder / f".{name}.part"
        begun.write_bytes(content)
        begun.replace(folder / name)
    return tuple(folder / name for name in contents)


def _entry(story: DigestStory, digest: Digest, page: str) -> Entry:
    """One story of one digest; its id comes from what it tells: told again after a fault, it is no second one."""
    keys = [line.key for line in story.lines]
    return Entry(
        id=f"urn:copydesk:{stable_id('told', story.story, *keys)}",
        title=story.label,
        updated=datetime.fromisoformat(digest.at),
        summary="\n".join(story_lines(story)[1:]),
        href=story.href or page,
        html=story_html(story),
        facts={
            "story": story.story,
            "ladder": story.ladder,
            "changes": [
                {"kind": line.kind, "key": line.key, "said": line.said, "pages": [list(one) for one in line.pages]}
                for line in story.lines
            ],
        },
    )

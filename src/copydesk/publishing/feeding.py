"""What readers of feeds and of sites get: Atom, RSS and JSON Feed of a list of stories, a sitemap, robots.txt."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from xml.sax.saxutils import escape

from copydesk.exports.fitting import urn
from copydesk.publishing.lists import folder_of, whole_address
from copydesk.publishing.phrases import STRAP
from copydesk.publishing.plan import SitePlan
from copydesk.publishing.story_page import Card
from copydesk.reports.feeds import Channel, Entry, Head, atom, json_feed, rss
from copydesk.reports.safe import short
from copydesk.text.ids import stable_id

MOST_ENTRIES = 40
"""Stories of one feed: the latest."""
MOST_ADDRESSES = 50_000
"""Addresses that one sitemap may hold (sitemaps.org)."""
RELATIVE = (
    "Addresses of this site stand here as seen from the file of this feed, for the site was made without being told its"
    " own address."
)
SITEMAP = "sitemap.xml"
_NAMESPACE = "http://www.sitemaps.org/schemas/sitemap/0.9"


def feed_files(  # noqa: PLR0913  a list, and what each of its feeds says of itself
    cards: Sequence[Card], plan: SitePlan, *, name: str, stem: str, page: str, html: Callable[[Card], str]
) -> Iterator[tuple[str, bytes]]:
    """The three feeds of a list of stories, each with its place; `page` is the place of the page that shows the same.

    `stem` is the place of the feeds without what tells their form, `html` gives a story in a few lines of HTML.
    """
    root = folder_of(stem)

    def address(place: str) -> str:
        return whole_address(plan.base_url, place) if plan.base_url else root + place

    entries = [_entry(one, address(one.href), html(one)) for one in cards[:MOST_ENTRIES]]
    about = STRAP if plan.base_url else f"{STRAP} {RELATIVE}"
    title = name if name == plan.title else f"{name} · {plan.title}"
    ident = address(f"{stem}.atom") if plan.base_url else urn(stable_id("feed", title, stem))
    yield f"{stem}.atom", atom(title, address(f"{stem}.atom"), address(page), entries, head=Head(about, ident))
    yield f"{stem}.rss", rss(Channel(title, address(f"{stem}.rss"), address(page), about), entries)
    yield f"{stem}.json", json_feed(Channel(title, address(f"{stem}.json"), address(page), about), entries)


def sitemap_files(places: Sequence[str], plan: SitePlan) -> Iterator[tuple[str, bytes]]:
    """The sitemap of these pages, in parts where one may not hold them all; none where the site has no address."""
    if not plan.base_url:
        return
    addresses = sorted(whole_address(plan.base_url, place) for place in places)
    parts = [addresses[start : start + MOST_ADDRESSES] for start in range(0, max(1, len(addresses)), MOST_ADDRESSES)]
    if len(parts) == 1:
        yield SITEMAP, _sitemap("urlset", "url", parts[0])
        return
    names = [f"sitemap-{number}.xml" for number in range(1, len(parts) + 1)]
    for name, part in zip(names, parts, strict=True):
        yield name, _sitemap("urlset", "url", part)
    yield SITEMAP, _sitemap("sitemapindex", "sitemap", [whole_address(plan.base_url, name) for name in names])


def robots(plan: SitePlan) -> bytes:
    """A robots.txt that keeps nobody out and says where the sitemap is."""
    told = f"\nSitemap: {whole_address(plan.base_url, SITEMAP)}\n" if plan.base_url else ""
    return f"User-agent: *\nAllow: /\n{told}".encode()


def _entry(card: Card, href: str, html: str) -> Entry:
    lines = [f"{card.told}."]
    if card.lead is not None:
        lines.insert(0, f"“{card.lead.text}{'' if card.lead.whole else ' …'}” ({card.lead_by})")
    lines.extend(f"Accounts appear to differ: {one}" for one in card.differs)
    lines.extend(f"{one.outlet}: {one.title}{f' {one.href}' if one.href else ''}" for one in card.accounts)
    return Entry(
        id=urn(card.story),
        title=card.label,
        updated=card.last,
        summary="\n".join(lines),
        href=href,
        html=html,
        facts={
            "story": card.story,
            "event": short(f"{card.day.words} ({card.day.basis})" if card.day.basis else card.day.words, 200),
            "ladder": {word: count for count, word in card.steps},
            "noticed": [one.words for one in card.chips],
        },
    )


def _sitemap(root: str, kind: str, addresses: Sequence[str]) -> bytes:
    lines = "".join(f"<{kind}><loc>{escape(one)}</loc></{kind}>\n" for one in addresses)
    return f'<?xml version="1.0" encoding="UTF-8"?>\n<{root} xmlns="{_NAMESPACE}">\n{lines}</{root}>\n'.encode()

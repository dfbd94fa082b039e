"""Articles as news items of IPTC ninjs 3.3 (News in JSON, 2025), a file each: what systems of newsrooms take in.

An item is named by our URN and not by its page's address, for it is our reading of the page; the address is an
alternative id. What it appears to be taken from is an association, said to be inferred in the note for editors.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

from copydesk.exports.fitting import cleared, file_stem, known, urn, write_json
from copydesk.exports.given import Given, Written
from copydesk.records import Article, ArticleId
from copydesk.reports import wording
from copydesk.reports.cards import outlet, story_label
from copydesk.reports.provenance import Link, provenance
from copydesk.reports.safe import language, web_address

FOLDER = "ninjs"
STANDARD = {"name": "ninjs", "version": "3.3", "schema": "http://www.iptc.org/std/ninjs/ninjs-schema_3.3.json#"}
RELATIONS = {
    "derived": "derivedFrom",
    "quoted": "containsPassagesOf",
    "revision": "previousVersion",
    "alternate": "sameText",
}
"""What an association is called, by the relation that was inferred."""
NO_TIME = "the hour is not known, 00:00:00Z stands for it"


def write(given: Given, folder: Path) -> tuple[Written, ...]:
    """Write an item for every article."""
    cleared(folder / FOLDER, "article", "json")
    links: dict[str, list[Link]] = {}
    for link in provenance(given.holdings).links:
        links.setdefault(link.generated, []).append(link)
    for article in given.holdings.articles.values():
        item = _item(article, links.get(article.id, []), given)
        write_json(folder / FOLDER / f"{file_stem(article.id)}.json", item)
    return (Written(f"{FOLDER}/", len(given.holdings.articles)),)


def _item(article: Article, links: list[Link], given: Given) -> dict[str, Any]:
    published = given.holdings.published(article)
    exact = published is not None and published.low == published.high
    story = given.holdings.story_of.get(article.id)
    return known(
        uri=urn(article.id),
        type="text",
        representationType="partial" if given.public else "full",
        standard=STANDARD,
        versionCreated=article.fetched_at,
        contentCreated=_midnight(published.low) if published is not None and exact else None,
        language=language(article.language),
        headlines=[
            {"role": "main", "contentType": "text/plain", "value": given.title(article) or given.heading(article)}
        ],
        descriptions=[] if given.public or article.standfirst is None else [_text("summary", article.standfirst)],
        bodies=[] if given.public else [_body(article)],
        by=", ".join(article.byline),
        located=article.dateline,
        organisations=[] if article.outlet is None else [{"name": article.outlet, "rel": "publisher"}],
        infoSources=[*_sources(article, given)],
        events=[] if story is None else [{"uri": urn(story.id), "name": story_label(story, given.holdings)}],
        altIds=[] if (address := web_address(article.url)) is None else [{"role": "address", "value": address}],
        associations=list(_associations(links, given)),
        edNote=" ".join(_notes(article, links, given)),
    )


def _sources(article: Article, given: Given) -> Iterator[dict[str, str]]:
    """Whom the page credits, and the primary documents that it leans on."""
    if article.credited_to is not None:
        yield {"name": article.credited_to, "role": "credited"}
    yield from ({"name": name, "role": "primary"} for name in given.documents(article))


def _text(role: str, value: str) -> dict[str, Any]:
    return {"role": role, "contentType": "text/plain", "value": value}


def _body(article: Article) -> dict[str, Any]:
    counts = {"charCount": len(article.text), "wordCount": len(article.text.split())}
    return {**_text("main", article.text), **counts}


def _associations(links: list[Link], given: Given) -> Iterator[dict[str, Any]]:
    """The articles of the collection that an item appears to be taken from, or to be one text with."""
    for link in links:
        source = given.holdings.articles.get(ArticleId(link.used))
        if source is not None:
            yield {
                "uri": urn(source.id),
                "type": "text",
                "rel": RELATIONS[link.relation],
                "name": f"{outlet(source)}: {given.heading(source)}",
            }


def _notes(article: Article, links: list[Link], given: Given) -> Iterator[str]:
    """What an editor should know: what the day rests on, and what is an inference."""
    published = given.holdings.published(article)
    if published is None:
        yield "Day of publication not established."
    elif published.low == published.high:
        yield f"Published {wording.published(published)}; {NO_TIME}."
    else:
        yield f"Published {wording.published(published)}."
    if article.tdm_reserved:
        yield "Its page reserves the rights of text and data mining."
    if links:
        yield f"Associations are inferred by {given.program} from the texts and are no statement of the publishers."


def _midnight(day: date) -> str:
    return f"{day.isoformat()}T00:00:00Z"

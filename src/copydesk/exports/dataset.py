"""Articles for those who build corpora: a folder that `datasets` loads, with a card that tells what it holds and lacks.

The columns are those of Dolma's documents (`id text source created added metadata`). A page that reserves the rights of
text and data mining (Directive (EU) 2019/790, article 4) is left out, and so is a page that appears to carry the text
of one, unless a reason is given, which stands on the card. With one text a family, copies are left out.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from copydesk.errors import UsageError
from copydesk.exports.data_card import Card, data_card
from copydesk.exports.excerpts import made_from
from copydesk.exports.fitting import held_in
from copydesk.exports.given import Given, Written
from copydesk.exports.parquet_files import write_parquet
from copydesk.records import Article, ArticleId
from copydesk.reports.cards import file_name
from copydesk.reports.holdings import Holdings
from copydesk.reports.safe import language, web_address
from copydesk.reports.view_tree import by_day
from copydesk.tabular import Records

FOLDER = "dataset"
LINES = f"{FOLDER}/documents/articles.jsonl"
TABLE = f"{FOLDER}/data/train-00000-of-00001.parquet"


@dataclass(frozen=True, slots=True, kw_only=True)
class Metadata:
    """What is known of a document besides its text; `family_size` counts the texts that hang together with it here.

    `created_low` and `created_high` are the days between which it was published, with what that rests on.
    `tdm_reserved` is None where the page was read without what would tell.
    """

    page: str
    position: int
    url: str | None
    outlet: str | None
    credited_to: str | None
    title: str | None
    authors: tuple[str, ...]
    language: str | None
    created_low: date | None
    created_high: date | None
    created_basis: str | None
    created_confidence: float | None
    family: str | None
    family_size: int
    story: str | None
    edition_of: str | None
    tdm_reserved: bool | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """A row: `source` is the outlet or the file, `created` the day of publication where it is known exactly.

    `added` is when the page was fetched, or the day as of which it was read (ISO 8601).
    """

    id: str
    text: str
    source: str
    created: str | None
    added: str
    metadata: Metadata


def write(given: Given, folder: Path) -> tuple[Written, ...]:
    """Write the documents as JSON lines and as Parquet, and the card.

    Raises:
        UsageError: pyarrow is not installed, or every article is left out.

    """
    chosen, left_out = choose(given)
    if not chosen:
        raise UsageError(
            "no article is left for a dataset: the pages reserve the rights of text and data mining; with permission,"
            " or under an exception that holds for you, give --include-reserved REASON"
        )
    documents = [_document(one, given.holdings) for one in chosen]
    rows = [held_in(row) for row in Records(documents, Document).to_rows()]
    table = Records(documents, Document, rows=lambda: rows).to_arrow()
    for path in (LINES, TABLE):
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
    write_parquet(folder / TABLE, table)
    lines = (json.dumps(row, ensure_ascii=False, default=date.isoformat) + "\n" for row in rows)
    (folder / LINES).write_text("".join(lines), encoding="utf-8")
    card = folder / FOLDER / "README.md"
    card.write_text(data_card(_card(chosen, left_out, given)), encoding="utf-8")
    return Written(TABLE, len(rows)), Written(LINES, len(rows)), Written(f"{FOLDER}/README.md", 1)


def choose(given: Given) -> tuple[tuple[Article, ...], Counter[str]]:
    """The articles that a dataset has, and how many were left out for which reason."""
    holdings = given.holdings
    left_out: Counter[str] = Counter()
    kept = [one for one in holdings.articles.values() if one.text.strip()]
    left_out["empty"] = len(holdings.articles) - len(kept)
    if given.include_reserved is None:
        reserved = {one.id for one in kept if one.tdm_reserved}
        carrying = made_from(reserved, holdings.collection.families) - reserved
        free = [one for one in kept if one.id not in reserved and one.id not in carrying]
        left_out["reserved"] = len(reserved)
        left_out["carrying"] = len(kept) - len(reserved) - len(free)
        kept = free
    if given.one_per_family:
        first = _one_each(kept, holdings)
        left_out["copies"] = len(kept) - len(first)
        kept = first
    return tuple(kept), left_out


def _one_each(kept: Sequence[Article], holdings: Holdings) -> list[Article]:
    """Of each family the first root of its tree that is kept, or the earliest text; what is in none stays."""
    allowed = {one.id for one in kept}
    chosen = {one.id for one in kept if one.id not in holdings.family_of}
    for family in holdings.collection.families:
        roots: list[ArticleId] = [one.id for one in by_day(family, holdings) if one.id in family.roots]
        members = [one.id for one in by_day(family, holdings)]
        chosen.update([one for one in (*roots, *members) if one in allowed][:1])
    return [one for one in kept if one.id in chosen]


def _document(article: Article, holdings: Holdings) -> Document:
    published = holdings.published(article)
    exact = published is not None and published.low == published.high
    fetched = None if article.fetched is None else article.fetched.isoformat()
    return Document(
        id=article.id,
        text=article.text,
        source=article.outlet or file_name(article),
        created=published.low.isoformat() if published is not None and exact else None,
        added=article.fetched_at or fetched or holdings.collection.as_of.isoformat(),
        metadata=_metadata(article, holdings),
    )


def _metadata(article: Article, holdings: Holdings) -> Metadata:
    published = holdings.published(article)
    family, story = holdings.family_of.get(article.id), holdings.story_of.get(article.id)
    return Metadata(
        page=file_name(article),
        position=article.position,
        url=web_address(article.url),
        outlet=article.outlet,
        credited_to=article.credited_to,
        title=article.title,
        authors=article.byline,
        language=language(article.language),
        created_low=None if published is None else published.low,
        created_high=None if published is None else published.high,
        created_basis=None if published is None else published.basis,
        created_confidence=None if published is None else published.confidence,
        family=None if family is None else family.id,
        family_size=1 if family is None else len(family.articles),
        story=None if story is None else story.id,
        edition_of=holdings.edition_of.get(article.id),
        tdm_reserved=article.tdm_reserved,
    )


def _card(chosen: Sequence[Article], left_out: Counter[str], given: Given) -> Card:
    days: list[Any] = [one for article in chosen if (one := given.holdings.published(article)) is not None]
    return Card(
        documents=len(chosen),
        languages=tuple(sorted({tag for one in chosen if (tag := language(one.language)) is not None})),
        outlets=len({one.outlet for one in chosen if one.outlet is not None}),
        first=min((one.low for one in days), default=None),
        last=max((one.high for one in days), default=None),
        undated=len(chosen) - len(days),
        unknown_rights=sum(one.tdm_reserved is None for one in chosen),
        reserved=sum(bool(one.tdm_reserved) for one in chosen),
        left_out=left_out,
        one_per_family=given.one_per_family,
        reason=given.include_reserved,
        program=given.program,
        settings=given.holdings.collection.settings,
        as_of=given.holdings.collection.as_of,
    )

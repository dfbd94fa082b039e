"""The card of a dataset: what it holds, what was left out and why, and what nobody may take it for."""

from __future__ import annotations

import re
from collections import Counter
from datetime import date
from typing import NamedTuple
from xml.sax.saxutils import escape

from copydesk.exports.fitting import held
from copydesk.reports.wording import counted

# Sizes as the hub of datasets names them.
_SIZES = (
    (1_000, "n<1K"),
    (10_000, "1K<n<10K"),
    (100_000, "10K<n<100K"),
    (1_000_000, "100K<n<1M"),
)
_MARKS = re.compile(r"([\\`*_{}\[\]()#+!|~$])")


_CARD = """---
pretty_name: News articles read by copydesk
{languages}license: other
license_name: none-given
size_categories:
- {size}
tags:
- news
configs:
- config_name: default
  data_files:
  - split: train
    path: data/train-*.parquet
---

# News articles read by copydesk

{articles} of {outlets}, published {spread} ({undated} without a day); {kept}.

Made by {program} from pages as of {as_of}, settings {settings}. Bodies of articles were told from menus, promotion,
comments and legal notices by a program, not by hand.

| column | meaning |
|---|---|
| `id` | stable: from the page, the place on it, and the text |
| `text` | the paragraphs, joined by one newline |
| `source` | the outlet as the page states it, else the file |
| `created` | the day of publication, where it is known exactly |
| `added` | when the page was fetched, else the day as of which it was read |
| `metadata` | page, address, outlet, title, authors, language; the days between which it was published, with their \
basis and confidence (0 to 1); family, story, edition; whether rights of text and data mining are reserved |

`data/` has the rows as Parquet, `documents/` the same as JSON lines.

## Left out

- {reserved} whose page reserves the rights of text and data mining, as far as the page, its headers or its site told
  when it was read;
- {carrying} appearing to carry the text of such a page;
- {copies} of families of which another text is kept;
- {empty} without text.

## Rights

No licence is given with these texts: they belong to their authors and publishers, and whoever uses them needs a
permission, or an exception that holds where they are. Of {unknown} it is not known whether rights are reserved: nothing
that was read tells.
{included}
## Limits

What was collected is no sample of the news: it is what somebody put on one desk. Days, languages, outlets and families
are readings with errors. Articles name people; names were not taken out.{weight}
"""
_INCLUDED = """
Rights are reserved on {} of these, included for this reason:

> {}
"""


class Card(NamedTuple):
    """What a card tells. `left_out` counts articles by reason; `reason` is why reserved pages are in it."""

    documents: int
    languages: tuple[str, ...]
    outlets: int
    first: date | None
    last: date | None
    undated: int
    unknown_rights: int
    reserved: int
    left_out: Counter[str]
    one_per_family: bool
    reason: str | None
    program: str
    settings: str
    as_of: date


def data_card(card: Card) -> str:
    """The card as Markdown, under the head that the hub of datasets reads."""
    left = card.left_out
    return _CARD.format(
        size=next((name for most, name in _SIZES if card.documents < most), "n>1M"),
        languages=_languages(card),
        articles=counted(card.documents, "article"),
        outlets=counted(card.outlets, "outlet"),
        spread=f"between {card.first} and {card.last}" if card.first else "on days that are not established",
        undated=f"{card.undated:,}",
        kept="one text of each family of copies" if card.one_per_family else "copies included, see `metadata.family`",
        program=_plain(card.program),
        settings=_plain(card.settings),
        as_of=card.as_of,
        reserved=counted(left["reserved"], "article"),
        carrying=counted(left["carrying"], "article"),
        copies=counted(left["copies"], "article"),
        empty=counted(left["empty"], "article"),
        unknown=counted(card.unknown_rights, "article"),
        included=""
        if card.reason is None
        else _INCLUDED.format(counted(card.reserved, "article"), _plain(card.reason)),
        weight="" if card.one_per_family else " Copies weigh as much as their sources.",
    )


def _languages(card: Card) -> str:
    tongues = sorted({tag.split("-")[0].lower() for tag in card.languages})
    return "".join(("language:\n", *(f"- '{tag}'\n" for tag in tongues))) if tongues else ""


def _plain(text: str) -> str:
    """Words on one line in which no mark is in force."""
    return escape(_MARKS.sub(r"\\\1", " ".join(held(text).split())))

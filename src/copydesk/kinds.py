"""The types of the values in records: ids, ranges, closed vocabularies and their order. Import them from `records`."""

from __future__ import annotations

from typing import Literal, NewType, Protocol

PageId = NewType("PageId", str)
ArticleId = NewType("ArticleId", str)
QuoteId = NewType("QuoteId", str)
FigureId = NewType("FigureId", str)
FamilyId = NewType("FamilyId", str)
StoryId = NewType("StoryId", str)
StorylineId = NewType("StorylineId", str)

Range = tuple[int, int]
"""Start and end in code points, end excluded."""

Form = Literal["html", "text"]
ArticleKind = Literal["article", "live"]
BlockKind = Literal[
    "title",
    "standfirst",
    "byline",
    "date",
    "dateline",
    "body",
    "caption",
    "credit",
    "navigation",
    "promotion",
    "related",
    "comments",
    "legal",
    "widget",
    "other",
]
BlockStyle = Literal["paragraph", "heading", "item", "quote"]
DateRole = Literal["published", "modified", "page_served", "event", "other"]
StatementField = Literal["title", "standfirst", "byline", "outlet", "credited_to", "dateline", "language", "url"]
StatementSource = Literal[
    "json-ld",
    "microdata",
    "opengraph",
    "meta",
    "title element",
    "canonical link",
    "author link",
    "html element",
    "visible",
    "text",
    "copyright line",
    "host",
    "container",
]
DateBasis = Literal["metadata", "url", "printed", "dateline", "text", "copy", "corpus"]
Precision = Literal["day", "month", "year", "interval"]
CopyKind = Literal["verbatim", "edited", "translated", "spun", "partial", "quotes_only"]
Direction = Literal["a_to_b", "b_to_a", "common_source", "unknown"]
AlterationKind = Literal[
    "number",
    "unit",
    "date",
    "name",
    "place",
    "quote",
    "negation",
    "dropped_attribution",
    "dropped_paragraph",
    "inserted_spam",
    "inserted_claim",
    "wording",
]
ALTERATION_RANKING: tuple[AlterationKind, ...] = (
    "negation",
    "number",
    "quote",
    "inserted_claim",
    "date",
    "unit",
    "name",
    "place",
    "dropped_attribution",
    "inserted_spam",
    "dropped_paragraph",
    "wording",
)
"""Kinds of alteration by how much they matter: the sense of a statement, then its terms, then what is missing."""
QuoteKind = Literal["direct", "mixed", "reported"]
CheckKind = Literal["number", "polarity", "who", "when", "where", "cause", "words"]
DecisionKind = Literal["merge", "split", "rename", "pin"]
Right = Literal["read", "write"]
NoteTarget = Literal["article", "story", "pair", "note"]
RungKind = Literal["text", "publisher", "owner", "account", "document", "agency"]
CarriageRole = Literal["first", "taken", "open"]
Credit = Literal["outlet", "agency"]
Outcome = Literal["agrees", "compatible", "changed", "different", "altered", "conflict"]


class Record(Protocol):
    """Anything that is kept: it has an id that stays."""

    @property
    def id(self) -> str:
        """The id, stable over runs and machines."""
        ...

"""Records of what articles say, and of what comparing it gave. Import them from `records`."""

from __future__ import annotations

from dataclasses import dataclass

from copydesk.kinds import (
    ArticleId,
    CarriageRole,
    CheckKind,
    Credit,
    FamilyId,
    FigureId,
    Outcome,
    QuoteId,
    QuoteKind,
    StoryId,
)
from copydesk.views import html_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Quote:
    """Words somebody said. `text` is what stands inside the marks, or for `reported` the clause without its cue.

    `speaker` is the fullest name known in this article (several joined by `; `), `via` the chain of sources from the
    nearest outward, joined by ` > `. `inherited` is the
    copy or source of the article, with the same text, in which it was found, None where it was found in the article.
    """

    id: QuoteId
    article: ArticleId
    start: int
    end: int
    text: str
    kind: QuoteKind
    speaker: str | None
    speaker_surface: str | None
    speaker_start: int | None
    speaker_end: int | None
    cue: str | None
    via: str | None
    inherited: ArticleId | None = None
    _repr_html_ = html_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """A number somebody gave: `low` and `high` bound it (None is open), `per` is a rate, `measures` what is counted.

    `si_value` and `si_unit` are value, unit and rate in SI, None where the unit has no one size there. `inherited` is
    the copy or source of the article in which its sentence was read, None where it was read in the article itself.
    """

    id: FigureId
    article: ArticleId
    start: int
    end: int
    surface: str
    value: float
    low: float | None
    high: float | None
    unit: str | None
    per: str | None
    measures: str
    approximate: bool
    si_value: float | None = None
    si_unit: str | None = None
    inherited: ArticleId | None = None
    _repr_html_ = html_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Attribution:
    """What the collection adds to a quote: its speaker's fullest name, and the utterance it is a variant of."""

    id: str
    quote: QuoteId
    speaker: str | None
    utterance: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """Figures that state one thing; `story` is their storyline, or their story where it stands alone."""

    id: str
    story: str
    measures: str
    figures: tuple[FigureId, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Side:
    """The clause or sentence in which one family says its part of a comparison."""

    article: ArticleId
    start: int
    end: int
    text: str
    family: FamilyId


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """What comparing statements of independent families gave. Copies of one family are one side.

    Only what a copy `altered` has two sides of one family, the source's first.
    """

    id: str
    story: str
    subject: str
    kind: CheckKind
    outcome: Outcome
    sides: tuple[Side, ...]
    confidence: float
    why: str
    _repr_html_ = html_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Alone:
    """What one independent account of a story tells alone: quotes and figures that no other of its `accounts` has.

    To leave a thing out is not to deny it. `accounts` is how many were looked at; the ids stand in the order of the
    accounts and of their texts. `nearest` is with how many that came out before it, and as many after it, the checks
    compared the statements of each; None where with those of all.
    """

    id: str
    story: StoryId
    accounts: int
    quotes: tuple[QuoteId, ...] = ()
    figures: tuple[FigureId, ...] = ()
    nearest: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Carriage:
    """How an article of a family came by its text: it is the earliest known, was taken from `source`, or is open.

    `credit` is whom it names for its text, `lag` the days between the publication of its source and its own, where both
    days are known. `material` counts what it has otherwise than its source, `corrections` what it still carries though
    its source was corrected.
    """

    id: str
    article: ArticleId
    family: FamilyId
    site: str | None
    role: CarriageRole
    source: ArticleId | None = None
    credit: Credit | None = None
    lag: int | None = None
    material: int = 0
    corrections: int = 0

"""The words of every finding that a person reads: hedged, with a number beside each word, and never a verdict.

The ladder is fixed. What a pair of texts is called rises one rung at a time from `about the same event as` to
`carries the text of, with credit to`; direction adds only which page was published earlier, and on what that rests.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from functools import lru_cache
from typing import NamedTuple

from copydesk.records import (
    Alteration,
    AlterationKind,
    Article,
    BlockKind,
    CheckKind,
    Copy,
    CopyKind,
    DateRole,
    Decision,
    DecisionKind,
    Direction,
    EventDate,
    Ladder,
    Outcome,
    Published,
    QuoteKind,
    RungKind,
)
from copydesk.reports.safe import short
from copydesk.text.normal import fold
from copydesk.text.remembering import remembered
from copydesk.text.words import word_starts

SAME_EVENT = "about the same event as"
SHARES = "shares {passages} ({shared} of {total} words) with"
MATCHES = "most of its text matches"
REWORDED = "appears to be an automated rewording of"
CREDITED = "carries the text of, with credit to"
# The ladder has no rung for translations; this one is worded like its neighbour.
TRANSLATED = "appears to be a translation of"

# Kinds whose rung says which of the two was made from the other; without a direction their likeness is a note.
REMADE: dict[CopyKind, str] = {
    "spun": "the passages match in other words",
    "translated": "the passages match as translations of one text do",
}

# What stands between the first text's name and a rung that is no predicate of it.
JOINTS = {SAME_EVENT: " is", MATCHES: ":"}

LADDER_NOTE = "measures independent reporting in this collection, not truth"
NOT_ESTABLISHED = "direction not established"
COMMON_SOURCE = "both appear to go back to a common source; neither is shown as made from the other"
OTHER_EXPLANATIONS = (
    "Other explanations to rule out: a licence, a shared agency text, a press release, a page that is not in this"
    " collection."
)
COUNTS_NOTE = "Copies of one text family are one voice: they never add a vote."
MISTAKE_NOTE = (
    "Found by a program from the pages named here. Every statement links to the words it rests on; check them before"
    " use, and report a mistake to whoever gave you this brief."
)
DESK_NOTE = (
    "Found by a program from the pages on this desk. Every statement links to the words it rests on; check them before"
    " use, and write a note where one does not hold."
)

OUTCOMES: dict[Outcome, str] = {
    "conflict": "conflict",
    "different": "differs: not the same statement",
    "altered": "altered in a copy",
    "changed": "changed over time",
    "compatible": "compatible",
    "agrees": "agrees",
}
"""The six outcomes, those that most need a person first. A figure differs; it is never called wrong."""

OUTCOME_MARKS: dict[Outcome, str] = {
    "conflict": "≠",
    "different": "∥",
    "altered": "✎",
    "changed": "→",
    "compatible": "≈",
    "agrees": "=",
}

CHECKS: dict[CheckKind, str] = {
    "number": "how many",
    "polarity": "whether it happened",
    "who": "who",
    "when": "when",
    "where": "where",
    "cause": "why it happened",
    "words": "the words said",
}


LONGEST_HAND = 24
"""Characters of the name of who decided that a mark shows."""
LONGEST_CHANGE = 120
"""Characters of a reading that a one-line description of an alteration shows."""


class Sort(NamedTuple):
    """A kind of alteration in words: singular, plural, and the letter that stands for it where colour cannot."""

    one: str
    many: str
    letter: str


ALTERATIONS: dict[AlterationKind, Sort] = {
    "number": Sort("number", "numbers", "#"),
    "unit": Sort("unit", "units", "U"),
    "date": Sort("day or date", "days and dates", "D"),
    "name": Sort("name", "names", "N"),
    "place": Sort("place", "places", "P"),
    "quote": Sort("words in quotation marks", "words in quotation marks", "Q"),
    "negation": Sort("negation", "negations", "¬"),
    "dropped_attribution": Sort("dropped attribution", "dropped attributions", "A"),
    "dropped_paragraph": Sort("dropped paragraph", "dropped paragraphs", "−"),
    "inserted_spam": Sort("inserted advertising", "inserted advertising", "S"),
    "inserted_claim": Sort("inserted statement", "inserted statements", "+"),
    "wording": Sort("wording", "wordings", "w"),
}

# Why a reader should look: where both texts have a reading, and where only one has.
MATTERS: dict[AlterationKind, tuple[str, str]] = {
    "number": ("another amount is given", "the amount stands in {one} only"),
    "unit": ("the same digits in another unit are another amount", "the unit stands in {one} only"),
    "date": ("it is put on another day", "the day stands in {one} only"),
    "name": ("somebody or something else is named", "the name stands in {one} only"),
    "place": ("it is put in another place", "the place stands in {one} only"),
    "quote": ("other words are given as somebody’s own", "the words given as somebody’s own stand in {one} only"),
    "negation": ("what one text affirms the other may deny", "what {one} denies {other} may affirm"),
    "dropped_attribution": ("it is put down to somebody else", "{other} does not say who says so"),
    "dropped_paragraph": ("readers of {other} are told less", "readers of {other} are not told this"),
    "inserted_spam": ("matter of another sort stands in the report", "matter of another sort stands in {one}"),
    "inserted_claim": ("one text states what the other does not", "{one} states this, {other} does not"),
    "wording": ("the statement reads differently", "the words stand in {one} only"),
}
OUTSIDE_MATTERS = "it stands outside the text, and tells where the text is from"

DIRECTION_EVIDENCE: dict[str, str] = {
    "date": "dates",
    "credit": "credit",
    "corruption": "damage",
    "truncation": "cut short",
    "insertion": "insertion",
    "collocation": "odd phrases",
    "third_witness": "a third text",
    "carried_error": "error taken over",
}
"""The kinds of evidence that say which text came first, and what a reader is shown for each."""
EXPLANATIONS = frozenset(("common_credit", "common_release", "no_credit"))
"""The kinds of evidence that say what else may explain that two texts share words."""
AGAINST = "doubt"
"""The kind of evidence that speaks against what is said of direction."""


COPIES: dict[CopyKind, str] = {
    "verbatim": "word for word",
    "edited": "edited",
    "translated": "translated",
    "spun": "reworded",
    "partial": "in part",
    "quotes_only": "quotations only",
}

BLOCKS: dict[BlockKind, str] = {
    "title": "title",
    "standfirst": "standfirst",
    "byline": "byline",
    "date": "date line",
    "dateline": "dateline",
    "body": "body",
    "caption": "caption",
    "credit": "credit",
    "navigation": "navigation",
    "promotion": "promotion",
    "related": "related stories",
    "comments": "comments",
    "legal": "legal notice",
    "widget": "widget",
    "other": "other",
}

ROLES: dict[DateRole, str] = {
    "published": "publication",
    "modified": "change of the page",
    "page_served": "day the page was served",
    "event": "day of an event",
    "other": "something else",
}

QUOTES: dict[QuoteKind, str] = {"direct": "direct", "mixed": "in part", "reported": "reported"}

# How each basis of a date reads after "from" or "by".
BASES = {
    "metadata": "from metadata",
    "url": "from the address",
    "printed": "as printed on the page",
    "dateline": "from the dateline",
    "text": "from days named in the text",
    "copy": "bounded by a dated copy",
    "corpus": "from the other pages of this collection",
}

# Bases on which a page itself says when it was published.
OWN_BASES = frozenset({"metadata", "url", "printed", "dateline", "text"})

RUNGS: dict[RungKind, str] = {
    "text": "Texts: each wording once",
    "publisher": "Publishers",
    "owner": "Owners",
    "account": "Independent accounts",
    "document": "Primary documents leaned on",
    "agency": "Agencies credited (not counted)",
}
"""What each step of a ladder counts, in its order."""

BY_HAND: dict[DecisionKind, str] = {
    "merge": "joined by hand",
    "split": "parted by hand",
    "rename": "named by hand",
    "pin": "pinned by hand",
}
"""How a story that a person shaped is marked."""

# A word for a confidence, highest first: the number always stands beside it.
CONFIDENCES = ((0.95, "very likely"), (0.8, "likely"), (0.6, "more likely than not"), (0.0, "uncertain"))

STRONG = 0.8
"""From this confidence on an edge of a copy tree is drawn solid: where the words begin to say `likely`."""


# What became of a paragraph: where a direction is known, and where it is not.
SHAPES: dict[str, tuple[str, str]] = {
    "merged": ("merged in the copy", "one paragraph in the other text"),
    "split": ("split in the copy", "several paragraphs in the other text"),
    "recast": ("cut into other paragraphs", "cut into other paragraphs"),
    "left_only": ("not in the copy", "not in the other text"),
    "right_only": ("not in the source", "not in the other text"),
}
WAYS = {"up": ("↑", "stands earlier in this text"), "down": ("↓", "stands later in this text")}


class Relation(NamedTuple):
    """A sentence about two texts in its parts: `first` `joint` `says` `second`, and a `note` where one is needed."""

    first: Article
    joint: str
    says: str
    second: Article
    note: str | None


def relation(copy: Copy, left: Article, right: Article) -> Relation:
    """What may be said of a pair, the derived text first where a direction is established.

    `left` and `right` are the articles `copy.a` and `copy.b`, in that order.
    """
    first, second = (left, right) if copy.direction == "b_to_a" else (right, left)
    says = _says(copy, first, second)
    return Relation(first, JOINTS.get(says, ""), says, second, _relation_note(copy))


def _says(copy: Copy, first: Article, second: Article) -> str:
    if copy.kind == "quotes_only":
        return SAME_EVENT
    if copy.kind == "partial" or (copy.kind in REMADE and not directed(copy)):
        return shares(copy, first)
    if directed(copy) and credits_outlet(first, second):
        return CREDITED
    return {"spun": REWORDED, "translated": TRANSLATED}.get(copy.kind, MATCHES)


def _relation_note(copy: Copy) -> str | None:
    if copy.kind == "quotes_only":
        return "the two share quotations and no other text"
    return None if directed(copy) else REMADE.get(copy.kind)


def directed(copy: Copy) -> bool:
    """Whether one of the two is shown as made from the other."""
    return copy.direction in {"a_to_b", "b_to_a"}


def credits_outlet(copy: Article, source: Article) -> bool:
    """Whether a page names the outlet of another as where its text is from."""
    if copy.credited_to is None or source.outlet is None:
        return False
    return fold(copy.credited_to) == fold(source.outlet)


def shares(copy: Copy, article: Article) -> str:
    """`shares 9 passages (212 of 640 words) with`, counted in one of the two articles."""
    ranges = [passage.a if article.id == copy.a else passage.b for passage in copy.passages]
    places = _words(article.text)
    shared = sum(bisect_left(places, end) - bisect_left(places, start) for start, end in ranges)
    total = len(places)
    return SHARES.format(passages=counted(len(ranges), "passage"), shared=f"{min(shared, total):,}", total=f"{total:,}")


# 7 bytes a letter: 1 MB.
@remembered(letters=200_000)
def _words(text: str) -> tuple[int, ...]:
    """Where the words of a text begin; a story counts those of one text for every pair that it stands in."""
    return tuple(word_starts(text))


def direction(way: Direction, source: Published | None, derived: Published | None) -> str:
    """What may be said of which came first, given the days of the source (or left) and of the derived (or right)."""
    if way == "unknown":
        return NOT_ESTABLISHED
    if way == "common_source":
        return COMMON_SOURCE
    if source is not None and derived is not None and source.high < derived.low:
        return f"{earlier(source)}; the other {_stands(derived)}"
    return "shown by the evidence below; the days of the two pages alone do not settle it"


def earlier(published: Published) -> str:
    """`published earlier according to its page (2022-02-04, from metadata)`."""
    whose = "according to its page" if published.basis in OWN_BASES else "as far as this collection shows"
    return f"published earlier {whose} ({days(published)}, {BASES[published.basis]})"


def _stands(published: Published) -> str:
    return f"{days(published)}, {BASES[published.basis]}"


def days(dated: Published | EventDate) -> str:
    """One ISO day, or the two between which it lies."""
    low, high = dated.low.isoformat(), dated.high.isoformat()
    return low if low == high else f"{low} to {high}"


def published(dated: Published | None) -> str:
    """A day of publication with its basis and confidence, or that there is none."""
    if dated is None:
        return "not dated"
    return f"{days(dated)} ({BASES[dated.basis]}, {confidence(dated.confidence)})"


def described(article: Article) -> str:
    """Outlet, day and authors of an article in one line, with what the day rests on."""
    parts = [article.outlet or "outlet not named", published(article.published)]
    if article.byline:
        parts.append(f"by {', '.join(article.byline)}")
    if article.credited_to:
        parts.append(f"credits {article.credited_to}")
    if article.tdm_reserved:
        parts.append("text and data mining reserved")
    return " · ".join(parts)


def left_out(article: Article) -> str:
    """What of the page is not in the text, by kind, the most frequent first: `12 navigation, 2 promotion`, or ""."""
    cut = Counter(BLOCKS[block.kind] for block in article.blocks if block.kind != "body")
    return ", ".join(f"{count} {kind}" for kind, count in cut.most_common())


def event(dated: EventDate | None) -> str:
    """A day of an event with its basis, or that it is not established."""
    if dated is None:
        return "day not established"
    return f"{days(dated)} ({event_basis(dated)})"


def event_basis(dated: EventDate) -> str:
    """What the day of an event rests on; a basis may have more to say behind a comma or semicolon."""
    head = re.split("[,;]", dated.basis, maxsplit=1)[0]
    return BASES.get(head, head) + dated.basis[len(head) :]


def event_days(dated: EventDate) -> str:
    """One ISO day, or `between 2031-05-05 and 2031-05-09`."""
    low, high = dated.low.isoformat(), dated.high.isoformat()
    return low if low == high else f"between {low} and {high}"


@lru_cache(maxsize=1024)
def confidence(value: float) -> str:
    """A confidence as a word and a number: `likely, 0.86`. The word is that of the number as it is shown."""
    word = next((word for floor, word in CONFIDENCES if round(value, 2) >= floor), CONFIDENCES[-1][1])
    return f"{word}, {value:.2f}"


def steps(ladder: Ladder) -> tuple[tuple[int, str], ...]:
    """The rungs of a ladder as count and word, those left out that are not known."""
    rungs = (
        (ladder.pages, "page"),
        (ladder.texts, "text"),
        (ladder.publishers, "publisher"),
        (ladder.owners, "owner"),
        (ladder.accounts, "independent account"),
    )
    return tuple((count, plural(count, word)) for count, word in rungs if count)


def leaned_on(ladder: Ladder) -> str | None:
    """`2 primary documents leaned on`: beside the ladder, for documents are no part of the accounts above them."""
    return f"{counted(ladder.documents, 'primary document')} leaned on" if ladder.documents else None


def ladder_line(ladder: Ladder) -> str:
    """The whole ladder in one line: `3 pages › 2 texts › … › 1 independent account · 2 primary documents leaned on`."""
    rungs = " › ".join(f"{count:,} {word}" for count, word in steps(ladder))
    documents = leaned_on(ladder)
    return f"{rungs} · {documents}" if documents else rungs


def marked(decision: Decision) -> str:
    """`joined by hand (Ada, 2031-05-06)`: the mark of a story that a person shaped."""
    known = (short(decision.by or "", LONGEST_HAND), (decision.made_at or "")[:10])
    said = ", ".join(one for one in known if one)
    return f"{BY_HAND[decision.kind]} ({said})" if said else BY_HAND[decision.kind]


def decided(decision: Decision) -> str:
    """`joined by hand, by Ada, 2031-05-06 10:00 UTC`: what a person decided of a story, who, and when."""
    when = "" if decision.made_at is None else f", {decision.made_at[:16].replace('T', ' ')} UTC"
    who = "" if decision.by is None else f", by {decision.by}"
    name = f" “{short(decision.label, LONGEST_CHANGE)}”" if decision.label else ""
    return f"{BY_HAND[decision.kind]}{name}{who}{when}"


def changes(material: int, wording: int, *, outside: int = 0) -> str:
    """`7 material changes, 212 wording changes`; `outside` of the material ones are outside the text."""
    apart = f" ({outside} outside the text)" if outside else ""
    return f"{counted(material, 'material change')}{apart}, {counted(wording, 'wording change')}"


def matters(alteration: Alteration, *, directed: bool) -> str:
    """Why an alteration is worth a look, in half a sentence; `directed` where one text is the source of the other."""
    if alteration.a is None and alteration.b is None:
        return OUTSIDE_MATTERS
    both, alone = MATTERS[alteration.kind]
    ends = ("the source", "the copy") if directed else ("one text", "the other")
    if alteration.before and alteration.after:
        return both.format(one=ends[0], other=ends[1])
    one, other = ends if alteration.before or not directed else (ends[1], ends[0])
    return alone.format(one=one, other=other)


def counted(count: int, word: str) -> str:
    """A count with its noun: `1 page`, `1,200 pages`."""
    return f"{count:,} {plural(count, word)}"


def plural(count: int, word: str) -> str:
    """The noun as it stands after this count."""
    if count == 1:
        return word
    return f"{word[:-1]}ies" if word.endswith("y") and word[-2] not in "aeiou" else f"{word}s"


def change(alteration: Alteration) -> str:
    """`100,000 → 100,100`, or what only one of the texts has, which without a direction may be either."""
    before, after = short(alteration.before, LONGEST_CHANGE), short(alteration.after, LONGEST_CHANGE)
    if not after:
        return f"{before} (not in the other text)" if before else "(nothing)"
    return f"{before} → {after}" if before else f"{after} (not in the other text)"

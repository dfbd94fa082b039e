"""What the page of a pair shows: what was changed, which way, on what evidence, and both texts side by side."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, Literal, NamedTuple

from copydesk.records import Article, ArticleId, Copy, Range
from copydesk.reports import wording
from copydesk.reports.aligning import Row, aligned_rows
from copydesk.reports.cards import Card, card, headline, named, outlet, story_href, story_label
from copydesk.reports.changes import Reading, anchor, is_inside, is_marked, kinds, listed, read
from copydesk.reports.comparison import Comparison
from copydesk.reports.differing import differing, outside_of
from copydesk.reports.holdings import Holdings
from copydesk.reports.marking import Mark, Paragraph, marked
from copydesk.reports.safe import language, web_address
from copydesk.reports.sheets import Sheet, dressed, rendered
from copydesk.reports.wording import ALTERATIONS

LONGEST_SHOWN = 200_000
"""Characters of one text that a page shows: a browser stays quick, and the export holds the whole."""
MOST_MATERIAL, MOST_SLIGHT = 1_000, 500
"""Changes that are listed, material ones and those of wording; all are marked in the texts and stand in the export."""


class Note(NamedTuple):
    """What is said of a row before its words: a sign, the words, and a place on the page where they lead."""

    sign: str
    words: str
    target: int | None = None


class Pair(NamedTuple):
    """Paragraphs that stand beside each other; notes tell what became of those at the left and at the right."""

    number: int
    left: tuple[Paragraph, ...]
    right: tuple[Paragraph, ...]
    left_note: Note | None
    right_note: Note | None


class Outside(NamedTuple):
    """A field that stands outside the texts, as either page has it."""

    name: str
    left: str | None
    right: str | None


def pair_page(comparison: Comparison) -> str:
    """A page of HTML about two articles that share text; it stands alone and links nothing but their addresses.

    Raises:
        ValueError: the two share no text.

    """
    if comparison.copy is None:
        raise ValueError("there is no page of two articles that share no text")
    holdings = comparison.holdings()
    values = pair_view(comparison.copy, holdings, alone=True, first=comparison.left.id)
    return rendered(Sheet("pair.html", "pair.html", None, values), dressed(holdings.collection))


def pair_view(
    copy: Copy, holdings: Holdings, *, alone: bool = False, first: ArticleId | None = None, texts: bool = True
) -> dict[str, Any]:
    """The values of `pair.html`; `alone` where no page of a brief stands around it, without rows if not `texts`.

    `first` is the article that stands at the left where no direction is established.
    """
    reading = read(copy, holdings.articles, first=first)
    left, right = reading.left, reading.right
    important = listed(reading, material=True, most=MOST_MATERIAL)
    slight = listed(reading, material=False, most=MOST_SLIGHT)
    amount = sum(one.material for one in copy.alterations)
    outside = sum(one.material and not is_inside(one) for one in copy.alterations)
    reworded = len(copy.alterations) - amount
    relation = wording.relation(copy, holdings.articles[copy.a], holdings.articles[copy.b])
    story = None if alone else holdings.story_of.get(right.id) or holdings.story_of.get(left.id)
    return {
        "relation": relation,
        "first": outlet(relation.first),
        "second": outlet(relation.second),
        "left": _card(left, holdings, alone=alone),
        "right": _card(right, holdings, alone=alone),
        "languages": (language(left.language), language(right.language)),
        "names": ("Source", "Copy") if reading.directed else ("One text", "Other text"),
        "directed": reading.directed,
        "copy_kind": wording.COPIES[copy.kind],
        "certainty": wording.confidence(copy.confidence),
        "coverage": _coverage(copy, reading),
        "direction": direction(copy, holdings, reading),
        "direction_sure": None if copy.direction_sure is None else wording.confidence(copy.direction_sure),
        "kind_evidence": tuple(named(one.text, holdings) for one in copy.why if _of_kind(one.kind)),
        "explanations": tuple(named(one.text, holdings) for one in copy.why if one.kind in wording.EXPLANATIONS),
        "direction_evidence": _direction_evidence(copy, holdings),
        "header": wording.changes(amount, reworded, outside=outside),
        "material_amount": amount - outside,
        "material": tuple(one for one in important if one.target is not None),
        "outside_changes": tuple(one for one in important if one.target is None),
        "outside": tuple(_outside(left, right)),
        "material_left": amount - len(important),
        "slight": slight,
        "slight_left": reworded - len(slight),
        "kinds": kinds(copy.alterations),
        "rows": rows(reading) if texts else (),
        "cut": max(len(left.text), len(right.text)) > LONGEST_SHOWN,
        "longest": LONGEST_SHOWN,
        "story": None if story is None else (story_label(story, holdings), story_href(story)),
        "title": f"{headline(right)} beside {headline(left)}",
    }


def direction(copy: Copy, holdings: Holdings, reading: Reading) -> str:
    """The sentence about which text came first."""
    days = holdings.published(reading.left), holdings.published(reading.right)
    said = wording.direction(copy.direction, *days)
    if said.startswith("published earlier"):
        return f"{outlet(reading.left)}: {said}"
    if reading.directed:
        return f"From {outlet(reading.left)} to {outlet(reading.right)}, {said}"
    return said[0].upper() + said[1:]


def rows(reading: Reading) -> tuple[Pair, ...]:
    """Both texts in aligned rows, marked where they share words and where they differ.

    Where paragraphs of the right text stand beside their partners out of their own order, a row at their own place
    leads there, so that the right text can be read from first to last.
    """
    left, right = reading.left.text[:LONGEST_SHOWN], reading.right.text[:LONGEST_SHOWN]
    unlike = differing(left, right, ((one, other) for one, other, same in reading.passages if not same))
    lefts, rights = marked(left, _marks(reading, 0, unlike[0])), marked(right, _marks(reading, 1, unlike[1]))
    aligned = aligned_rows(left, right, [(one[0], one[1]) for one in reading.passages])
    away = {row.right[0]: number for number, row in enumerate(aligned, start=1) if row.moved}
    found = [*_stubs(0, away, aligned, rights)]
    for number, row in enumerate(aligned, start=1):
        left_note, right_note = _notes(row, reading)
        found.append(
            Pair(number, tuple(lefts[i] for i in row.left), tuple(rights[j] for j in row.right), left_note, right_note)
        )
        if row.right and not row.moved:
            found.extend(_stubs(row.right[-1] + 1, away, aligned, rights, at=number))
    return tuple(found)


def _stubs(
    place: int, away: dict[int, int], aligned: Sequence[Row], rights: Sequence[Paragraph], *, at: int = 0
) -> Iterator[Pair]:
    """Rows at the own place of paragraphs of the right text, from one on, that are shown somewhere else."""
    while place in away:
        target = away[place]
        sign, where = ("↓", "below") if target > at else ("↑", "above")
        words = f"¶{rights[place].number} of this text is shown {where}, beside its partner"
        yield Pair(0, (), (), None, Note(sign, words, target))
        place = aligned[target - 1].right[-1] + 1


def _notes(row: Row, reading: Reading) -> tuple[Note | None, Note | None]:
    """What became of the paragraphs of a row, at the left and at the right."""
    if row.moved is not None:
        sign, words = wording.WAYS[row.moved]
        return None, Note(sign, words)
    if row.shape == "kept":
        return None, None
    directed, open_ = wording.SHAPES[row.shape]
    note = Note(_SIGNS[row.shape], directed if reading.directed else open_)
    return (note, None) if row.shape == "left_only" else (None, note)


_SIGNS = {"merged": "⇉", "split": "⇶", "recast": "⤨", "left_only": "−", "right_only": "+"}


def _marks(reading: Reading, side: Literal[0, 1], unlike: Sequence[Range]) -> Iterator[Mark]:
    """The marks of the left (0) or the right (1) text, of which some words are unlike those of the other."""
    yield from (Mark(*passage[side], "same") for passage in reading.passages if passage[2])
    told = [span for one, *sides in reading.changes if one.material and (span := sides[side]) is not None]
    yield from (Mark(start, end, "differs") for start, end in outside_of(unlike, told))
    for number, (alteration, left, right) in enumerate(reading.changes, start=1):
        span = right if side else left
        if span is not None and span[0] < span[1] and is_marked(alteration):
            sort = ALTERATIONS[alteration.kind]
            strong = f"material m{number}" if alteration.material else "slight"
            title = f"{sort.one}: {wording.change(alteration)}"
            style = f"alter k-{alteration.kind} {strong}"
            letter = sort.letter if alteration.material else ""
            yield Mark(span[0], span[1], style, title, letter, anchor(number, side))


def _card(article: Article, holdings: Holdings, *, alone: bool) -> Card:
    found = card(article, holdings)
    return found._replace(href=web_address(article.url)) if alone else found


def _of_direction(kind: str) -> bool:
    return kind in wording.DIRECTION_EVIDENCE or kind == wording.AGAINST


def _of_kind(kind: str) -> bool:
    return not _of_direction(kind) and kind not in wording.EXPLANATIONS


def _direction_evidence(copy: Copy, holdings: Holdings) -> tuple[tuple[str, str], ...]:
    """What speaks for the direction, kind by kind, and last what speaks against it."""
    found = [one for one in copy.why if _of_direction(one.kind)]
    found.sort(key=lambda one: one.kind == wording.AGAINST)
    return tuple((wording.DIRECTION_EVIDENCE.get(one.kind, "doubt"), named(one.text, holdings)) for one in found)


def _outside(left: Article, right: Article) -> Iterator[Outside]:
    """What stands outside the texts: only fields that one of the pages has."""
    found = (
        Outside("Title", left.title, right.title),
        Outside("Standfirst", left.standfirst, right.standfirst),
        Outside("Byline", _list(left.byline), _list(right.byline)),
        Outside("Credit", left.credited_to, right.credited_to),
        Outside("Dateline", left.dateline, right.dateline),
    )
    yield from (one for one in found if one.left or one.right)


def _list(names: Sequence[str]) -> str | None:
    return ", ".join(names) or None


def _coverage(copy: Copy, reading: Reading) -> tuple[tuple[str, str], ...]:
    shares = {copy.a: copy.coverage_a, copy.b: copy.coverage_b}
    return tuple((outlet(article), f"{shares[article.id]:.0%}") for article in (reading.left, reading.right))

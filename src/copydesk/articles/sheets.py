"""A page as it is read: its pieces, which of them are the article, what stands over it, and what everything else is."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate, compress
from operator import itemgetter
from typing import NamedTuple

from copydesk.articles.body import Judged, Judgement, Weights, body_of, judge
from copydesk.articles.core import brief_of, settled
from copydesk.articles.edges import below_title, continued, trimmed
from copydesk.articles.frames import agreed, named, unframed
from copydesk.articles.labels import label
from copydesk.articles.live import entries_of, with_entries
from copydesk.articles.metadata import Metadata
from copydesk.articles.pieces import Piece
from copydesk.articles.shapes import Shape, is_prose, is_sentence, measure
from copydesk.articles.splitting import several, slices
from copydesk.articles.statements import NO_TOP, Top, top_of
from copydesk.errors import UnreadablePage
from copydesk.records import BlockKind, Page
from copydesk.settings import ArticleSettings


class Opened(NamedTuple):
    """A page cut into pieces, with what it says of itself, and on how many pages of its site each piece recurs.

    `around` is as in `Markup`.
    """

    page: Page
    pieces: list[Piece]
    metadata: Metadata
    recurs: tuple[int, ...]
    around: Sequence[int] = ()


class Weighed(NamedTuple):
    """A page whose pieces were judged: its pieces without hints about everything, their shapes, and the judgement."""

    opened: Opened
    pieces: list[Piece]
    shapes: list[Shape]
    judgement: Judgement
    weights: Weights | None


@dataclass(frozen=True, slots=True)
class Sheet:
    """A page cut into pieces, with what is known of each."""

    page: Page
    pieces: list[Piece]
    shapes: list[Shape]
    recurs: tuple[int, ...]
    kinds: list[BlockKind]
    body: list[bool]
    metadata: Metadata
    settings: ArticleSettings
    top: Top = NO_TOP
    entries: tuple[int, ...] = ()
    parts: tuple[Part, ...] = ()


class Part(NamedTuple):
    """A further article of a page: its first and end place, its title, its paragraphs."""

    start: int
    end: int
    title: int
    paragraphs: tuple[int, ...]


def weigh(pages: Sequence[Opened], *, weights: Weights | None = None, settings: ArticleSettings) -> Iterator[Weighed]:
    """The pages in their order, judged several at once: the same of each as if it were judged by itself."""
    for group in _groups(pages):
        yield from _weigh(group, weights, settings.most_pieces)


def _groups(pages: Sequence[Opened]) -> Iterator[list[Opened]]:
    """The pages parted where another form begins, and where they would be too much to judge at once."""
    group: list[Opened] = []
    letters = 0
    for page in pages:
        own = sum(map(len, map(_text, page.pieces)))
        if group and (page.page.form != group[0].page.form or letters + own > _TOGETHER):
            yield group
            group, letters = [], 0
        group.append(page)
        letters += own
    if group:
        yield group


_text = itemgetter(0)
# Letters of pages that are judged at once: arrays of this size still stand in the caches near the processor.
_TOGETHER = 400_000


def _weigh(group: Sequence[Opened], weights: Weights | None, most: int) -> Iterator[Weighed]:
    # What stands behind the pieces that are looked at (`most_pieces`) is one piece, has no shape and is never a text.
    texts: list[str] = []
    for page in group:
        texts += map(_text, page.pieces[:most])
        texts += [""] * (len(page.pieces) - most)
    measures = measure(texts)
    ends = list(accumulate(len(page.pieces) for page in group))
    spans = list(map(slice, [0, *ends], ends))
    pieces = [
        settled(page.pieces, measures.size[span], measures.prose[span]) for page, span in zip(group, spans, strict=True)
    ]
    judged = [Judged(own, page.metadata.stated, page.around) for own, page in zip(pieces, group, strict=True)]
    found = judge(judged, measures, form=group[0].page.form, weights=weights)
    for page, own, span, judgement in zip(group, pieces, spans, found, strict=True):
        yield Weighed(page, own, measures.shapes[span], judgement, weights)


def sheet_of(weighed: Weighed, *, settings: ArticleSettings) -> Sheet:
    """The sheet of a page.

    Raises:
        UnreadablePage: there is no article on the page.

    """
    most = settings.most_pieces
    page, _, metadata, recurs, _ = weighed.opened
    pieces, shapes = weighed.pieces, weighed.shapes
    body = _body(weighed, settings)
    body[most:] = [False] * len(body[most:])
    # Markup tells an article that is a list from a list of links; a text dump does not, so there sentences must.
    told = list(compress(shapes, body))
    if not told or (page.form == "text" and not _says_enough(told)):
        raise UnreadablePage(page.source, "no article was found on the page; it holds no run of paragraphs")
    called = (*metadata.titles, *metadata.page_titles) or [piece.text for piece in pieces[: body.index(True)]]
    entries = entries_of(pieces, shapes, body, called=called, stated=metadata.live)
    sheet = Sheet(page, pieces, shapes, recurs, [], body, metadata, settings, entries=entries)
    if entries:
        sheet = labelled(replace(sheet, body=with_entries(body, entries, pieces, shapes)))
        times = frozenset(entries)
        kinds = [("date" if place in times else kind) for place, kind in enumerate(sheet.kinds)]
        return replace(sheet, kinds=kinds)
    return _split(labelled(sheet), shortest=settings.shortest_article)


def labelled(sheet: Sheet) -> Sheet:
    """The sheet with the head over its body and the kind of every piece."""
    top = top_of(sheet.pieces, sheet.shapes, sheet.body, sheet.metadata)
    seen = 0 if top.head.title is None else sheet.recurs[top.head.title]
    if seen >= sheet.settings.frame.pages_inside:
        other = _unframed_top(sheet)
        # Two papers may print one headline; many pages that do print a motto.
        if other.head.title is not None or seen >= sheet.settings.frame.pages_alone:
            top = other
    body = _under_title(sheet.body, top.head.title)
    kinds = named(label(sheet.pieces, sheet.shapes, body, top.head), sheet.shapes, sheet.recurs)
    return replace(sheet, top=top, body=body, kinds=kinds)


def _under_title(body: list[bool], title: int | None) -> list[bool]:
    """The marks of a body that does not begin with its headline."""
    if title is None or not any(body[: title + 1]):
        return body
    under = [mark and place > title for place, mark in enumerate(body)]
    return under if any(under) else body


def _unframed_top(sheet: Sheet) -> Top:
    """The head that is found when what recurs on the site is left out: its motto is no headline."""
    first = sheet.body.index(True)
    left = [place for place, count in enumerate(sheet.recurs) if place >= first or not count]
    shapes, body = [sheet.shapes[place] for place in left], [sheet.body[place] for place in left]
    top = top_of([sheet.pieces[place] for place in left], shapes, body, sheet.metadata)
    return replace(top, head=top.head.moved(left))


def _split(sheet: Sheet, *, shortest: int) -> Sheet:
    """The sheet with its first article alone as the body, and the further ones as parts, which are related to it."""
    pieces, shapes, body = sheet.pieces, sheet.shapes, sheet.body
    found = several(pieces, shapes, (sheet.kinds, body), stated=sheet.metadata.titles, shortest=shortest)
    if not found:
        return sheet
    (_, own), *others = found
    mine = frozenset(own)
    spans = slices([opening for opening, _ in others], pieces, found[-1][1][-1] + 1)
    parts = tuple(Part(*span, opening.title, told) for span, (opening, told) in zip(spans, others, strict=True))
    body = [place < parts[0].start and (place in mine or (mark and place > own[0])) for place, mark in enumerate(body)]
    first = labelled(replace(sheet, body=body))
    beside = {place for part in parts for place in (part.title, *part.paragraphs)}
    kinds: list[BlockKind] = ["related" if place in beside else kind for place, kind in enumerate(first.kinds)]
    return replace(first, kinds=kinds, parts=parts)


def _body(weighed: Weighed, settings: ArticleSettings) -> list[bool]:
    """For each piece whether it is a paragraph of the page's articles."""
    pieces, shapes, metadata, recurs = weighed.pieces, weighed.shapes, weighed.opened.metadata, weighed.opened.recurs
    marks = body_of(weighed.judgement, pieces, shapes)
    sizes = [shape.size for shape in shapes]
    bare = unframed(marks, sizes, recurs, settings=settings.frame)
    if bare != marks:
        # What seemed a paragraph for a neighbour that is none is judged again without it.
        first, last = marks.index(True), len(marks) - marks[::-1].index(True)
        left = [place for place in range(len(marks)) if not (recurs[place] and first - 1 <= place <= last)]
        again = _again(weighed, [pieces[place] for place in left]) if left else []
        marks = trimmed(agreed(bare, again, shapes, places=left), pieces, shapes)
        marks = marks if any(marks) else bare
    if weighed.opened.page.form == "text":
        marks = continued(marks, weighed.judgement.chances.tolist(), pieces, shapes, recurs=recurs)
    body = below_title(marks, pieces, shapes, (*metadata.titles, *metadata.page_titles))
    if sum(size for size, mark in zip(sizes, body, strict=True) if mark) < settings.shortest_body:
        body = trimmed(brief_of(shapes, share=settings.brief_share), pieces, shapes)
    return body


def _again(weighed: Weighed, pieces: Sequence[Piece]) -> list[bool]:
    """The paragraphs among some pieces of a page, judged by themselves."""
    page, _, metadata, _, around = weighed.opened
    measures = measure([piece.text for piece in pieces])
    judged = [Judged(pieces, metadata.stated, around)]
    (judgement,) = judge(judged, measures, form=page.form, weights=weighed.weights)
    return body_of(judgement, pieces, measures.shapes)


def _says_enough(told: Sequence[Shape]) -> bool:
    """Whether enough of what is told says something."""
    return sum(shape.size for shape in told if _says(shape)) > _SAID * sum(shape.size for shape in told)


def _says(shape: Shape) -> bool:
    """Whether a text says something: a paragraph, a sentence, or as many words on end, mostly small, without a stop."""
    return is_prose(shape) or is_sentence(shape) or (shape.words >= _UNSTOPPED and shape.capitals < _MOSTLY)


_UNSTOPPED, _MOSTLY = 25, 0.5
# Of the labelled text dumps an article in lists says an eighth of itself in sentences; a list of links hardly any.
_SAID = 0.08

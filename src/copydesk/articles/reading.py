"""A page read: its article, and the other stories carried on it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import NamedTuple

from copydesk.articles.body import body_of
from copydesk.articles.carried import Card, find_cards
from copydesk.articles.core import brief_of, settled
from copydesk.articles.dates import find_dates
from copydesk.articles.edges import below_title, trimmed
from copydesk.articles.frames import agreed, layout_of, named, unframed
from copydesk.articles.labels import label
from copydesk.articles.live import entries_of, with_entries
from copydesk.articles.markup import parse
from copydesk.articles.metadata import Metadata, metadata_of
from copydesk.articles.notes import dateline_of
from copydesk.articles.pieces import Piece, pieces_of_text
from copydesk.articles.shapes import Measures, Shape, is_prose, is_sentence, measure
from copydesk.articles.splitting import further, slices
from copydesk.articles.statements import NO_TOP, About, Top, about_of, top_of
from copydesk.articles.styles import style_of
from copydesk.errors import UnreadablePage
from copydesk.records import Article, ArticleId, Block, BlockKind, Frame, Layout, Page
from copydesk.settings import ArticleSettings
from copydesk.text.ids import stable_id

_Make = Callable[[Article, int], Article]
"""Makes an article that stands beside a page's own, given that one and the position."""
# Two paragraphs run together: a lower-case word, a stop and at once a capitalised word that goes on.
_GLUED = re.compile(r"(?<=[a-z\u00df-\u00ff]{3}[.!?])(?=[\"\u201c\u2018']?[A-Z][a-z'\u2019]+\s)")


@dataclass(frozen=True, slots=True)
class _Sheet:
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
    parts: tuple[_Part, ...] = ()


class _Part(NamedTuple):
    """A further article of a page: its first and end place, its title, its paragraphs."""

    start: int
    end: int
    title: int
    paragraphs: tuple[int, ...]


def read_articles(
    page: Page, content: str, *, frame: Frame | None = None, settings: ArticleSettings
) -> tuple[Article, ...]:
    """The page's article at position 0, then the other articles on it and the stories carried at length, in order.

    `frame` tells what of the page recurs on others of its site, as `find_frames` found it.

    Raises:
        UnreadablePage: there is no article on the page.

    """
    pieces, metadata = opened(page, content)
    if not pieces:
        raise UnreadablePage(page.source, "the page holds no text; if a script draws it, save the page as drawn")
    # A frame that was learned from the page cut otherwise says nothing of these pieces.
    recurs = frame.recurs if frame is not None and len(frame.recurs) == len(pieces) else (0,) * len(pieces)
    sheet = _sheet(page, pieces, metadata, recurs, settings=settings)
    main = _main(sheet)
    others = [*((part.start, _further(sheet, part)) for part in sheet.parts), *_cards(sheet, settings)]
    chosen = enumerate(sorted(others, key=lambda one: one[0])[: settings.most_carried], start=1)
    return (main, *(make(main, position) for position, (_, make) in chosen))


def lay_out(page: Page, content: str) -> Layout:
    """The pieces of a page as prints, from which the frame of its site is learned."""
    pieces, metadata = opened(page, content)
    return layout_of(page, pieces, metadata.urls)


def opened(page: Page, content: str) -> tuple[list[Piece], Metadata]:
    """The pieces of a page in either form, and what an HTML page says of itself."""
    if page.form == "text":
        return pieces_of_text(content), Metadata()
    markup = parse(content)
    return markup.pieces, metadata_of(markup)


def _sheet(
    page: Page, pieces: list[Piece], metadata: Metadata, recurs: tuple[int, ...], *, settings: ArticleSettings
) -> _Sheet:
    measures = measure([piece.text for piece in pieces])
    shapes = measures.shapes
    pieces = settled(pieces, measures)
    body = _body(pieces, measures, recurs, page=page, metadata=metadata, settings=settings)
    # Markup tells an article that is a list from a list of links; a text dump does not, so there a sentence must.
    told = [shape for shape, marked in zip(shapes, body, strict=True) if marked]
    if not told or (page.form == "text" and not any(map(_says, told))):
        raise UnreadablePage(page.source, "no article was found on the page; it holds no run of paragraphs")
    called = (*metadata.titles, *metadata.page_titles) or [piece.text for piece in pieces[: body.index(True)]]
    entries = entries_of(pieces, shapes, body, called=called, stated=metadata.live)
    sheet = _Sheet(page, pieces, shapes, recurs, [], body, metadata, settings, entries=entries)
    if entries:
        sheet = _labelled(replace(sheet, body=with_entries(body, entries, pieces, shapes)))
        kinds = [("date" if place in entries else kind) for place, kind in enumerate(sheet.kinds)]
        return replace(sheet, kinds=kinds)
    return _split(_labelled(sheet), shortest=settings.shortest_article)


def _labelled(sheet: _Sheet) -> _Sheet:
    """The sheet with the head over its body and the kind of every piece."""
    top = top_of(sheet.pieces, sheet.shapes, sheet.body, sheet.metadata)
    if top.head.title is not None and sheet.recurs[top.head.title]:
        top = _unframed_top(sheet)
    kinds = named(label(sheet.pieces, sheet.shapes, sheet.body, top.head), sheet.shapes, sheet.recurs)
    return replace(sheet, top=top, kinds=kinds)


def _unframed_top(sheet: _Sheet) -> Top:
    """The head that is found when what recurs on the site is left out: its motto is no headline."""
    first = sheet.body.index(True)
    left = [place for place, count in enumerate(sheet.recurs) if place >= first or not count]
    shapes, body = [sheet.shapes[place] for place in left], [sheet.body[place] for place in left]
    top = top_of([sheet.pieces[place] for place in left], shapes, body, sheet.metadata)
    return replace(top, head=top.head.moved(left))


def _split(sheet: _Sheet, *, shortest: int) -> _Sheet:
    """The sheet with its first article alone as the body, and the further ones as parts, which are related to it."""
    pieces, shapes, body = sheet.pieces, sheet.shapes, sheet.body
    found = further(pieces, shapes, (sheet.kinds, body), stated=sheet.metadata.titles, shortest=shortest)
    if not found:
        return sheet
    end = found[-1][1][-1] + 1
    spans = slices([opening for opening, _ in found], pieces, end)
    parts = tuple(_Part(*span, opening.title, told) for span, (opening, told) in zip(spans, found, strict=True))
    own = [mark and place < parts[0].start for place, mark in enumerate(body)]
    first = _labelled(replace(sheet, body=own))
    others = {place for part in parts for place in (part.title, *part.paragraphs)}
    kinds: list[BlockKind] = ["related" if place in others else kind for place, kind in enumerate(first.kinds)]
    return replace(first, kinds=kinds, parts=parts)


def _body(  # noqa: PLR0913 - a page and all that is known of it
    pieces: list[Piece],
    measures: Measures,
    recurs: tuple[int, ...],
    *,
    page: Page,
    metadata: Metadata,
    settings: ArticleSettings,
) -> list[bool]:
    """For each piece whether it is a paragraph of the page's articles."""
    shapes = measures.shapes

    def judged(chosen: list[Piece], measured: Measures) -> list[bool]:
        return body_of(chosen, measured, form=page.form, stated=metadata.stated)

    marks = judged(pieces, measures)
    sizes = [shape.size for shape in shapes]
    bare = unframed(marks, sizes, recurs, settings=settings.frame)
    if bare != marks:
        # What seemed a paragraph for a neighbour that is none is judged again without it.
        first, last = marks.index(True), len(marks) - marks[::-1].index(True)
        left = [place for place in range(len(marks)) if not (recurs[place] and first - 1 <= place <= last)]
        again = judged([pieces[place] for place in left], measure([pieces[place].text for place in left]))
        both = agreed([bare[place] for place in left], again, [sizes[place] for place in left])
        chosen = {place for place, mark in zip(left, both, strict=True) if mark}
        marks = trimmed([place in chosen for place in range(len(marks))], pieces, shapes)
    body = below_title(marks, pieces, shapes, (*metadata.titles, *metadata.page_titles))
    if sum(size for size, mark in zip(sizes, body, strict=True) if mark) < settings.shortest_body:
        body = trimmed(brief_of(shapes, share=settings.brief_share), pieces, shapes)
    return body


def _says(shape: Shape) -> bool:
    """Whether a text says something: a paragraph, a sentence, or as many words on end, mostly small, without a stop."""
    return is_prose(shape) or is_sentence(shape) or (shape.words >= _UNSTOPPED and shape.capitals < _MOSTLY)


_UNSTOPPED, _MOSTLY = 25, 0.5


def _further(sheet: _Sheet, part: _Part) -> _Make:
    """What makes a further article of a page: read like a page of its own, on which its outlet need not be named."""
    span = slice(part.start, part.end)
    marks = [place in part.paragraphs for place in range(part.start, part.end)]
    pieces, shapes = sheet.pieces[span], sheet.shapes[span]
    body = trimmed(marks, pieces, shapes)
    own = replace(
        sheet,
        pieces=pieces,
        shapes=shapes,
        recurs=sheet.recurs[span],
        body=body if any(body) else marks,
        metadata=Metadata(languages=sheet.metadata.languages),
        entries=(),
        parts=(),
    )
    return lambda main, position: _main(_labelled(own), position=position, beside=main)


def _cards(sheet: _Sheet, settings: ArticleSettings) -> Iterable[tuple[int, _Make]]:
    """Where each story stands that the page carries at length, and what makes it an article."""
    taken = {place for part in sheet.parts for place in range(part.start, part.end)}
    kinds: list[BlockKind] = ["body" if place in taken else kind for place, kind in enumerate(sheet.kinds)]
    for card in find_cards(sheet.pieces, sheet.shapes, kinds, shortest=settings.shortest_summary):
        yield card.start, partial(_carried, sheet, card)


def _main(sheet: _Sheet, *, position: int = 0, beside: Article | None = None) -> Article:
    """An article with a head of its own: the page's, or a further one `beside` it."""
    paragraphs = [piece.text for piece, marked in zip(sheet.pieces, sheet.body, strict=True) if marked]
    dateline = dateline_of(paragraphs[0])
    text = "\n".join(_parted(paragraphs, dateline))
    blocks = tuple(_blocks(sheet, dateline))
    about = about_of(
        sheet.page if beside is None else None,
        sheet.pieces,
        sheet.kinds,
        sheet.top,
        metadata=sheet.metadata,
        blocks=blocks,
        text=text,
        dateline=dateline,
    )
    if beside is not None and about.outlet is None:
        about = replace(about, outlet=beside.outlet)
    return _article(
        sheet, position=position, text=text, blocks=blocks, dateline=dateline, about=about, dates=sheet.metadata.dates
    )


def _parted(paragraphs: Sequence[str], dateline: str | None) -> list[str]:
    """The paragraphs without the dateline, and with those parted that the page runs together."""
    first = paragraphs[0][len(dateline) :].strip() if dateline else paragraphs[0]
    return [part.strip() for paragraph in (first, *paragraphs[1:]) for part in _GLUED.split(paragraph) if part.strip()]


def _blocks(sheet: _Sheet, dateline: str | None) -> Iterable[Block]:
    """Every piece as a block, the first paragraph parted from its dateline and glued paragraphs from each other."""
    opened = False
    for piece, kind, recurs in zip(sheet.pieces, sheet.kinds, sheet.recurs, strict=True):
        if kind != "body":
            yield Block(kind=kind, text=piece.text, style=style_of(piece), recurs=recurs)
            continue
        if dateline and not opened:
            yield Block(kind="dateline", text=dateline)
        for part in _parted([piece.text], None if opened else dateline):
            yield Block(kind="body", text=part, style=style_of(piece), recurs=recurs)
        opened = True


def _carried(sheet: _Sheet, card: Card, main: Article, position: int) -> Article:
    """A carried story: its own title, outlet and labels; language and nothing else is its page's."""
    paragraphs = [sheet.pieces[place].text for place in card.summary]
    dateline = dateline_of(paragraphs[0])
    blocks = [
        Block(kind="title" if place == card.title else _label_kind(sheet, place), text=sheet.pieces[place].text)
        for place in range(card.start, card.summary[0])
    ]
    blocks += [Block(kind="dateline", text=dateline)] if dateline else []
    parted = _parted(paragraphs, dateline)
    blocks += [Block(kind="body", text=part) for part in parted]
    labels = [block.text for block in blocks if block.kind == "other"]
    about = About(title=sheet.pieces[card.title].text, outlet=labels[0] if labels else None, language=main.language)
    return _article(
        sheet,
        position=position,
        text="\n".join(parted),
        blocks=tuple(blocks),
        dateline=dateline,
        about=about,
    )


def _label_kind(sheet: _Sheet, place: int) -> BlockKind:
    kind = sheet.kinds[place]
    if kind == "date":
        return kind
    return "other" if sheet.shapes[place].words <= 5 and sheet.pieces[place].tag != "img" else "title"


def _article(  # noqa: PLR0913 - the fields of an article that differ between main and carried ones
    sheet: _Sheet,
    *,
    position: int,
    text: str,
    blocks: tuple[Block, ...],
    dateline: str | None,
    about: About,
    dates: tuple[tuple[str, str], ...] = (),
) -> Article:
    page = sheet.page
    found = find_dates(
        blocks=blocks,
        metadata=dates,
        url=about.url,
        text=text,
        dateline=dateline,
        as_of=page.as_of,
        language=about.language,
        fetched=page.fetched,
        recurring=frozenset(piece.text for piece, recurs in zip(sheet.pieces, sheet.recurs, strict=True) if recurs),
        settings=sheet.settings.dates,
    )
    return Article(
        id=ArticleId(stable_id("article", page.url or page.source, position, text)),
        page=page.id,
        source=page.source,
        position=position,
        kind="live" if sheet.entries and position == 0 else "article",
        text=text,
        blocks=blocks,
        fetched=page.fetched,
        url=about.url,
        outlet=about.outlet,
        credited_to=about.credited_to,
        title=about.title,
        standfirst=about.standfirst,
        byline=about.byline,
        dateline=dateline,
        language=about.language,
        published=found.published,
        page_date=found.page_date,
        dates=found.candidates,
        statements=about.statements,
        tdm_reserved=page.reserved,
    )

"""A page read: its article, the further ones below it, and the other stories carried on it. The top of the room."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import partial
from itertools import compress

from copydesk.articles.blocks import blocks_of, text_of
from copydesk.articles.body import Weights
from copydesk.articles.carried import Card, find_cards
from copydesk.articles.dates import find_dates
from copydesk.articles.edges import trimmed
from copydesk.articles.frames import layout_of
from copydesk.articles.hints import Hint
from copydesk.articles.markup import parse
from copydesk.articles.metadata import Metadata, metadata_of
from copydesk.articles.pieces import Piece, pieces_of_text
from copydesk.articles.sheets import Opened, Part, Sheet, Weighed, labelled, sheet_of, weigh
from copydesk.articles.statements import About, about_of
from copydesk.errors import UnreadablePage
from copydesk.records import Article, ArticleId, Block, BlockKind, Frame, Layout, Page
from copydesk.settings import ArticleSettings
from copydesk.text.ids import stable_id

Make = Callable[[Article, int], Article]
"""Makes an article that stands beside a page's own, given that one and the position."""


def read_articles(
    page: Page, content: str, *, frame: Frame | None = None, weights: Weights | None = None, settings: ArticleSettings
) -> tuple[Article, ...]:
    """The page's article at position 0, then the other articles on it and the stories carried at length, in order.

    `frame` tells what of the page recurs on others of its site, as `find_frames` found it; `weights`
    are others than the package's, for a measurement with weights that did not see the page.

    Raises:
        UnreadablePage: there is no article on the page.

    """
    (weighed,) = weigh([open_page(page, content, frame=frame, settings=settings)], weights=weights, settings=settings)
    return articles_on(weighed, settings=settings)


def articles_on(weighed: Weighed, *, settings: ArticleSettings) -> tuple[Article, ...]:
    """The articles of a page whose pieces were judged, as `read_articles` gives them.

    Raises:
        UnreadablePage: there is no article on the page.

    """
    sheet = sheet_of(weighed, settings=settings)
    main = _main(sheet)
    others = sorted([*_further(sheet), *_cards(sheet)], key=lambda one: one[0])
    chosen = enumerate(others[: settings.most_carried], start=1)
    return (main, *(make(main, position) for position, (_, make) in chosen))


def lay_out(page: Page, content: str, *, settings: ArticleSettings | None = None) -> Layout:
    """The pieces of a page as prints, from which the frame of its site is learned; with the settings of its reading."""
    pieces, metadata, _ = _cut(page, content, most=(settings or ArticleSettings()).most_pieces)
    return layout_of(page, pieces, metadata.urls)


def open_page(page: Page, content: str, *, frame: Frame | None = None, settings: ArticleSettings) -> Opened:
    """A page cut into pieces, to be judged (`weigh`) by itself or with others; `frame` as for `read_articles`.

    Raises:
        UnreadablePage: the page holds no text.

    """
    pieces, metadata, around = _cut(page, content, most=settings.most_pieces)
    if not pieces:
        raise UnreadablePage(page.source, "the page holds no text; if a script draws it, save the page as drawn")
    # A frame that was learned from the page cut otherwise says nothing of these pieces.
    recurs = frame.recurs if frame is not None and len(frame.recurs) == len(pieces) else (0,) * len(pieces)
    return Opened(page, pieces, metadata, recurs, around)


def _cut(page: Page, content: str, *, most: int) -> tuple[list[Piece], Metadata, list[int]]:
    """The pieces of a page in either form, what an HTML page says of itself, and which element stands in which.

    What stands behind so many pieces is kept as one more, which no reader is shown.
    """
    if page.form == "text":
        return _bounded(pieces_of_text(content), most), Metadata(), []
    markup = parse(content)
    return _bounded(markup.pieces, most), metadata_of(markup), markup.around


def _bounded(pieces: list[Piece], most: int) -> list[Piece]:
    if len(pieces) <= most:
        return pieces
    rest = " ".join([piece.text for piece in pieces[most:]])
    return [*pieces[:most], Piece(rest, hints=Hint.HIDDEN.value)]


def _further(sheet: Sheet) -> Iterator[tuple[int, Make]]:
    """Where each further article of the page begins, and what makes it."""
    for part in sheet.parts:
        yield part.start, partial(_beside, sheet, part)


def _cards(sheet: Sheet) -> Iterator[tuple[int, Make]]:
    """Where each story begins that the page carries at length, and what makes it an article."""
    taken = {place for part in sheet.parts for place in range(part.start, part.end)}
    kinds = sheet.kinds
    if taken:
        kinds = ["body" if place in taken else kind for place, kind in enumerate(kinds)]
    for card in find_cards(sheet.pieces, sheet.shapes, kinds, shortest=sheet.settings.shortest_summary):
        yield card.start, partial(_carried, sheet, card)


def _main(sheet: Sheet) -> Article:
    """The page's own article."""
    blocks, dateline = blocks_of(sheet.pieces, sheet.kinds, sheet.recurs)
    text = text_of(blocks)
    about = _about(sheet, sheet.page, blocks, text=text, dateline=dateline)
    return _article(sheet, 0, blocks, text=text, dateline=dateline, about=about)


def _beside(sheet: Sheet, part: Part, main: Article, position: int) -> Article:
    """A further article of a page: read like a page of its own, on which its outlet need not be named."""
    span = slice(part.start, part.end)
    pieces, shapes = sheet.pieces[span], sheet.shapes[span]
    told = frozenset(part.paragraphs)
    marks = [place in told for place in range(part.start, part.end)]
    body = trimmed(marks, pieces, shapes)
    own = labelled(
        replace(
            sheet,
            pieces=pieces,
            shapes=shapes,
            recurs=sheet.recurs[span],
            body=body if any(body) else marks,
            metadata=Metadata(languages=sheet.metadata.languages),
            parts=(),
        )
    )
    blocks, dateline = blocks_of(own.pieces, own.kinds, own.recurs)
    text = text_of(blocks)
    about = _about(own, None, blocks, text=text, dateline=dateline)
    about = about if about.outlet is not None else replace(about, outlet=main.outlet)
    return _article(own, position, blocks, text=text, dateline=dateline, about=about)


def _carried(sheet: Sheet, card: Card, main: Article, position: int) -> Article:
    """A carried story: its own title, outlet and labels; language and nothing else is its page's."""
    head = range(card.start, card.summary[0])
    kinds: list[BlockKind] = ["title" if place == card.title else _label_kind(sheet, place) for place in head]
    kinds += ["body"] * len(card.summary)
    span = slice(card.start, card.summary[-1] + 1)
    blocks, dateline = blocks_of(sheet.pieces[span], kinds, sheet.recurs[span])
    labels = [block.text for block in blocks if block.kind == "other"]
    about = About(title=sheet.pieces[card.title].text, outlet=labels[0] if labels else None, language=main.language)
    bare = replace(sheet, metadata=Metadata())
    return _article(bare, position, blocks, text=text_of(blocks), dateline=dateline, about=about)


def _label_kind(sheet: Sheet, place: int) -> BlockKind:
    kind = sheet.kinds[place]
    if kind == "date":
        return kind
    return "other" if sheet.shapes[place].words <= 5 and sheet.pieces[place].tag != "img" else "title"


def _about(sheet: Sheet, page: Page | None, blocks: tuple[Block, ...], *, text: str, dateline: str | None) -> About:
    """What the page (None: not the page itself but a part of it) says of the article."""
    return about_of(
        page,
        sheet.pieces,
        sheet.kinds,
        sheet.top,
        metadata=sheet.metadata,
        blocks=blocks,
        text=text,
        dateline=dateline,
    )


def _told(page: Page, position: int) -> tuple[tuple[str, str], ...]:
    """What the container of a page (a feed, a mail, a table) says of the day of its article."""
    told = page.published if position == 0 else None
    return (("article published, by its container", told),) if told else ()


def _article(  # noqa: PLR0913 - what an article is made of
    sheet: Sheet, position: int, blocks: tuple[Block, ...], *, text: str, dateline: str | None, about: About
) -> Article:
    page = sheet.page
    found = find_dates(
        blocks=blocks,
        metadata=(*_told(page, position), *sheet.metadata.dates),
        url=about.url,
        text=text,
        dateline=dateline,
        as_of=page.as_of,
        language=next((one for one in sheet.metadata.languages if one[:2].lower() == about.language), about.language),
        fetched=page.fetched,
        recurring=frozenset(piece.text for piece in compress(sheet.pieces, sheet.recurs)),
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
        fetched_at=page.fetched_at,
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

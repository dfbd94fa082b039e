"""What a page says of its article: title, byline, outlet and the rest, each with its place and what else was said."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import cast

from copydesk.articles.bylines import byline_at, people, signature, signer, spelled
from copydesk.articles.heads import standfirst_at, title_at, without_site
from copydesk.articles.labels import Head
from copydesk.articles.language import language_of
from copydesk.articles.metadata import Metadata, Stated
from copydesk.articles.notes import credited, label_of
from copydesk.articles.outlets import Named, host_of, key_of, label_of_host, named_in_metadata, named_on_page
from copydesk.articles.pieces import Piece
from copydesk.articles.shapes import Shape
from copydesk.articles.vocabulary import Vocabulary, vocabulary_of
from copydesk.records import Block, BlockKind, Page, Statement, StatementField, StatementSource
from copydesk.text.normal import fold

# Lines this far above the first paragraph are looked at for a byline where there is no title.
_HEAD = 6
# The words of this much of a body are compared with those of headlines.
_READ = 2_500
# A name for the outlet with this weight needs no look at the page: metadata give it, or the title and the address do.
_SURE = 2.0
# More statements about one field than this say nothing new.
_MOST = 8


@dataclass(frozen=True, slots=True)
class Top:
    """What was found over the body: the places of the head, the byline's people and whether it says "by", the words."""

    head: Head
    people: tuple[str, ...]
    signed: bool
    words: Vocabulary


NO_TOP = Top(Head(), (), signed=False, words=Vocabulary(frozenset(), frozenset()))
"""That of a page that was not looked at yet."""


@dataclass(frozen=True, slots=True)
class About:
    """What the article says of itself, and every statement that this was chosen from."""

    title: str | None = None
    standfirst: str | None = None
    byline: tuple[str, ...] = ()
    outlet: str | None = None
    credited_to: str | None = None
    url: str | None = None
    language: str | None = None
    statements: tuple[Statement, ...] = ()


def top_of(pieces: Sequence[Piece], shapes: Sequence[Shape], body: Sequence[bool], metadata: Metadata) -> Top:
    """Places of title, standfirst and byline, and the people whom the byline names."""
    first = body.index(True)
    last = len(body) - 1 - body[::-1].index(True)
    words = vocabulary_of(" ".join(_texts(pieces, body)))
    stated = [fold(title) for title in (*metadata.titles, *metadata.page_titles)]
    title = title_at(pieces, shapes, first, words.content, stated=stated)
    standfirst = None
    if title is not None:
        described = frozenset(map(fold, metadata.descriptions))
        standfirst = standfirst_at(pieces, shapes, title, first, stated=described)
    top = title if title is not None else max(0, first - _HEAD)
    known = frozenset(map(fold, metadata.outlets))
    low = _first_said(pieces, top) if title is not None else top
    # A body that begins a line early begins with the byline.
    span = range(max(0, low - 3), min(first + 1, len(pieces)))
    byline = byline_at(pieces, span, low, known=known, words=words)
    names = byline.people if byline else ()
    if not names:
        names = next((found for piece in pieces[last:] if (found := signer(piece.text, known=known))), ())
        below = signature(pieces, last + 1, known=known, words=words) if not names else None
        byline, names = below or byline, below.people if below else names
    at = byline.place if byline else None
    sure = byline is None or not byline.people or byline.signed
    return Top(Head(title, standfirst, at), names, signed=sure, words=words)


def _first_said(pieces: Sequence[Piece], title: int) -> int:
    """The first of the places near above in which the headline is said, which pages often do twice."""
    text = pieces[title].text
    return next(place for place in range(max(0, title - _TWICE), title + 1) if pieces[place].text == text)


_TWICE = 8


def _texts(pieces: Sequence[Piece], body: Sequence[bool]) -> Iterable[str]:
    """The paragraphs of the body, up to the size that is read."""
    size = 0
    for piece, marked in zip(pieces, body, strict=True):
        if marked:
            yield piece.text
            size += len(piece.text)
            if size > _READ:
                return


def about_of(  # noqa: PLR0913 - what is known of a page when its article speaks
    page: Page | None,
    pieces: Sequence[Piece],
    kinds: Sequence[BlockKind],
    top: Top,
    *,
    metadata: Metadata,
    blocks: Sequence[Block],
    text: str,
    dateline: str | None,
) -> About:
    """What an article says of itself; `page` is None for a further one, of which container and address say nothing."""
    title, titles = _title(page, pieces, top.head, metadata)
    standfirst, standfirsts = _standfirst(pieces, top.head, title, metadata)
    url, urls = _url(page, metadata)
    named = named_in_metadata(metadata, title, host_of([url or ""]))
    shown = (
        []
        if any(one.weight > _SURE for one in named)
        else named_on_page(pieces, kinds, title, words=top.words, page_titles=metadata.page_titles)
    )
    outlet, outlets = _outlet(page, named, shown, url=url)
    byline, bylines = _byline(page, top, metadata, outlet=outlet)
    credit, credit_lines = _credit(page, blocks, metadata, dateline, own=[outlet] if outlet else [])
    language = language_of(text, stated=metadata.languages)
    languages = [
        _said("language", one, kept=one.value[:2].lower() == language, why="stated; the text decides")
        for one in metadata.of("languages")
    ]
    if language and not any(one.kept for one in languages):
        languages.append(
            Statement(field="language", value=language, source="text", kept=True, why="script and commonest words")
        )
    datelines = [_shown("dateline", dateline, "opens the first paragraph", "text")] if dateline else []
    found = (titles, standfirsts, bylines, datelines, outlets, credit_lines, urls, languages)
    return About(
        title=title,
        standfirst=standfirst,
        byline=byline,
        outlet=outlet,
        credited_to=credit,
        url=url,
        language=language,
        statements=tuple(one for group in found for one in group[:_MOST]),
    )


def _said(field: StatementField, stated: Stated, *, kept: bool, why: str) -> Statement:
    value, source = stated
    return _stating(field, value, source, kept, why)


def _shown(field: StatementField, value: str, why: str, source: StatementSource = "visible") -> Statement:
    return _stating(field, value, source, True, why)


class _Draft:
    """A statement whose fields may still be set; it becomes a statement as it is, for its slots are the same."""

    __slots__ = ("field", "kept", "source", "value", "why")

    field: StatementField
    value: str
    source: StatementSource
    kept: bool
    why: str


def _stating(field: StatementField, value: str, source: StatementSource, kept: bool, why: str, /) -> Statement:
    """A statement, in a quarter of the time that a frozen dataclass takes to set its fields."""
    draft = _Draft()
    draft.field, draft.value, draft.source, draft.kept, draft.why = field, value, source, kept, why
    draft.__class__ = Statement  # type: ignore[assignment]  # to the checker no class is another
    return cast("Statement", draft)


def _title(
    page: Page | None, pieces: Sequence[Piece], head: Head, metadata: Metadata
) -> tuple[str | None, list[Statement]]:
    """The headline that the page shows; where it shows none, what its metadata call it without the site's name."""
    stated = (*metadata.of("titles"), *metadata.of("page_titles"))
    bare = {value: without_site(value, metadata.outlets) for value in dict.fromkeys(one.value for one in stated)}
    found: list[Statement] = []
    title: str | None = None
    if head.title is not None:
        title = _unglued(pieces[head.title].text, [bare[one.value] for one in stated])
        found.append(_shown("title", title, "the headline over the text"))
    elif stated:
        title = bare[stated[0].value]
    elif page and page.title:
        title = page.title
        found.append(_shown("title", title, "its container names it so", "container"))
    name = fold(title or "")
    for one in stated:
        same = one.value == title or name in (fold(one.value), fold(bare[one.value]))
        why = "the same" if same else "another wording of the headline; the page shows the one that is kept"
        if head.title is None and same:
            why = "no headline is shown; stated without the site's name"
        found.append(_said("title", one, kept=same, why=why))
    return title, found


def _unglued(title: str, stated: Sequence[str]) -> str:
    """A headline without the kicker or label that the page runs together with it, as what it states tells it apart."""
    for one in stated:
        rest = len(title) - len(one)
        if len(one) < _TOLD or not 0 < rest <= _GLUED:
            continue
        # A word that goes on in small letters was cut, and not run together with another.
        if title.endswith(one) and title[rest - 1].isalnum() and one[0].isupper():
            return one
        if title.startswith(one) and title[len(one)].isupper() and one[-1].islower():
            return one
    return title


# A headline that is told apart has so many letters, what stands glued to it at most so many.
_TOLD, _GLUED = 15, 40


def _standfirst(
    pieces: Sequence[Piece], head: Head, title: str | None, metadata: Metadata
) -> tuple[str | None, list[Statement]]:
    text = pieces[head.standfirst].text if head.standfirst is not None else None
    if text is not None and fold(text) == fold(title or ""):
        text = None
    found = [_shown("standfirst", text, "stands between headline and text")] if text else []
    key = fold(text or "")
    for one in metadata.of("descriptions"):
        same = bool(text) and fold(one.value) == key
        found.append(
            _said("standfirst", one, kept=same, why="the same" if same else "a description; not shown as such")
        )
    return text, found


def _url(page: Page | None, metadata: Metadata) -> tuple[str | None, list[Statement]]:
    stated = [one for one in metadata.of("urls") if "://" in one.value]
    given = page.url if page else None
    url = given or (stated[0].value if stated else None)
    found = [_shown("url", given, "the address it was read from", "container")] if given else []
    for one in stated:
        same = one.value == url
        found.append(_said("url", one, kept=same, why="the same" if same else "another address that the page gives"))
    return url, found


def _outlet(
    page: Page | None, named: Sequence[Named], shown: Sequence[Named], *, url: str | None
) -> tuple[str | None, list[Statement]]:
    """The outlet: best what metadata and address agree on, then what the page shows, then its container, its host."""
    sure = any(one.weight > _SURE for one in named)
    ranked = list(named) if sure else [*shown, *(one for one in named if one.source != "title element")]
    if not ranked and page and page.outlet:
        ranked = [Named(page.outlet, "container", 1.0)]
    if not ranked and (host := host_of([url or ""])):
        ranked = [Named(host, "host", 1.0)]
    if not ranked:
        return None, []
    key = key_of(ranked[0].value)
    whys = ("best borne out by address, title and notices", "the same", "less borne out than the one kept")
    return ranked[0].value, [
        Statement(
            field="outlet",
            value=one.value,
            source=one.source,
            kept=key_of(one.value) == key,
            why=whys[min(order, 1) if key_of(one.value) == key else 2],
        )
        for order, one in enumerate(ranked)
    ]


def _byline(
    page: Page | None, top: Top, metadata: Metadata, *, outlet: str | None
) -> tuple[tuple[str, ...], list[Statement]]:
    """The people of the visible byline, spelled as metadata spell them; those of metadata where none is sure."""
    known = frozenset(fold(name) for name in (*metadata.outlets, outlet or "") if name)
    authors = metadata.of("authors")
    of_value = {value: people(value, known=known) for value in dict.fromkeys(one.value for one in authors)}
    stated = [(one, of_value[one.value]) for one in authors]
    if page and page.author:
        stated.append((Stated(page.author, "container"), people(page.author, known=known)))
    others = list(dict.fromkeys(name for _, names in stated for name in names))
    shown = spelled(top.people, others)
    agreed = {fold(name) for name in shown} & set(map(fold, others))
    byline = shown if shown and (top.signed or agreed or not others) else _first_group(stated) or shown
    kept = set(map(fold, byline))
    found = []
    if shown:
        same = bool(kept & set(map(fold, shown)))
        why = "the byline over the text" if same else "a line near the headline that other statements do not bear out"
        found.append(Statement(field="byline", value=", ".join(shown), source="visible", kept=same, why=why))
    for one, names in stated:
        same = bool(names) and set(map(fold, names)) <= kept
        why = "the same people" if same else "other people than those shown" if names else "names no person"
        found.append(_said("byline", one, kept=same, why=why))
    return byline, found


def _first_group(stated: Sequence[tuple[Stated, tuple[str, ...]]]) -> tuple[str, ...]:
    """The people of the first source that names any."""
    source = next((one.source for one, names in stated if names), None)
    return tuple(dict.fromkeys(name for one, names in stated if one.source == source for name in names))


def _elsewhere(page: Page | None, metadata: Metadata) -> list[Stated]:
    """The host that a page calls the place of its text, where it was read from a host of another name."""
    here = host_of([page.url]) if page and page.url else None
    if here is None:
        return []
    hosts = [host_of([one.value]) for one in metadata.of("urls") if one.source == "canonical link"]
    other = [host for host in hosts if host and label_of_host(host) != label_of_host(here)]
    return [Stated(host, "canonical link") for host in other[:1]]


def _credit(
    page: Page | None, blocks: Sequence[Block], metadata: Metadata, dateline: str | None, *, own: Sequence[str]
) -> tuple[str | None, list[Statement]]:
    """The other outlet or agency that the page credits."""
    # A label ends with a figure.
    notes = [
        block.text
        for block in blocks
        if block.kind in ("credit", "date") or (block.text[-1:].isdigit() and label_of(block.text))
    ]
    credit = credited(notes, dateline, own=own)
    found = [_shown("credited_to", credit, "a credit line, a source label or the dateline names it")] if credit else []
    others = [*metadata.of("credits"), *([Stated(page.credited, "container")] if page and page.credited else [])]
    others += _elsewhere(page, metadata)
    for one in others:
        fits = not own or key_of(one.value) != key_of(own[0])
        if credit is None and fits and "://" not in one.value:
            credit = one.value
        same = credit is not None and fold(one.value) == fold(credit)
        found.append(_said("credited_to", one, kept=same, why="stated" if same else "its own outlet, or another"))
    return credit, found

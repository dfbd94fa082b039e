"""Families of copies as critical editions: a TEI P5 document each, with its witnesses, base text, apparatus and stemma.

The apparatus is attached to the base text by both end points (TEI Guidelines, 12.2.2), so that entries may overlap. A
witness that an entry does not name lacks the place, or differs at one that overlaps it. In public there is no base
text, and an entry names its place by the code points of the witness.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from pathlib import Path
from xml.sax.saxutils import escape, quoteattr

from copydesk.exports.fitting import cleared, file_stem, held, urn
from copydesk.exports.given import Given, Written
from copydesk.records import Article, ArticleId, Family
from copydesk.reports.apparatus import Apparatus, At, Entry, Outside, Reading, Witness, apparatus
from copydesk.reports.outline import Entry as Line
from copydesk.reports.outline import outline
from copydesk.reports.safe import language, web_address

FOLDER = "tei"
NAMESPACE = "http://www.tei-c.org/ns/1.0"
_EDITORIAL = """The collation and the stemma are inferred by a program from the texts as they were read off their pages,
and state no intention of anybody. An empty reading has nothing at its place. A witness that an entry does not name
lacks the place, or differs at one that overlaps it."""
_METHODS = ("location-referenced", "double-end-point")


def write(given: Given, folder: Path) -> tuple[Written, ...]:
    """Write a document for every family of which two texts are in the collection."""
    cleared(folder / FOLDER, "family", "xml")
    count = 0
    for family in given.holdings.collection.families:
        edition = apparatus(family, given.holdings)
        if len(edition.witnesses) > 1:
            lines = _document(family, edition, given)
            path = folder / FOLDER / f"{file_stem(family.id)}.xml"
            path.write_text("\n".join((*lines, "")), encoding="utf-8")
            count += 1
    return (Written(f"{FOLDER}/", count),)


def _document(family: Family, edition: Apparatus, given: Given) -> Iterator[str]:
    base = given.holdings.articles[edition.witnesses[0].article]
    yield '<?xml version="1.0" encoding="UTF-8"?>'
    yield f'<TEI xmlns="{NAMESPACE}">'
    yield from _header(edition, base, given)
    tag = language(base.language)
    yield f"<text{'' if tag is None else f' xml:lang={quoteattr(tag)}'}>"
    yield "<body>"
    yield from _body(base, edition, given)
    yield "</body>"
    yield "<back>"
    yield from _entries(edition, given)
    yield from _stemma(family, edition, given)
    yield "</back>"
    yield "</text>"
    yield "</TEI>"


# -- the header -------------------------------------------------------------------------------------------------------


def _header(edition: Apparatus, base: Article, given: Given) -> Iterator[str]:
    collection = given.holdings.collection
    kinds = dict.fromkeys(kind for entry in edition.entries for kind in entry.kinds)
    yield "<teiHeader>"
    yield f"<fileDesc><titleStmt><title>{_text(given.heading(base))}: the texts of a family</title></titleStmt>"
    yield f"<publicationStmt><p>Written by {_text(given.program)}; pages read as of {collection.as_of}.</p>"
    yield "</publicationStmt><sourceDesc><listWit>"
    yield from (_witness(one, given) for one in edition.witnesses)
    yield "</listWit></sourceDesc></fileDesc>"
    yield f"<encodingDesc><editorialDecl><p>{_EDITORIAL} Settings: {_text(collection.settings)}.</p></editorialDecl>"
    yield f'<variantEncoding method="{_METHODS[not given.public]}" location="external"/>'
    yield '<classDecl><taxonomy xml:id="alterations">'
    yield '<category xml:id="material"><catDesc>A statement changes.</catDesc></category>'
    yield '<category xml:id="form"><catDesc>Only spelling, form or wording differ.</catDesc></category>'
    for kind in kinds:
        yield f"<category xml:id={_kind(kind)}><catDesc>{_text(kind.replace('_', ' '))}</catDesc></category>"
    yield "</taxonomy></classDecl></encodingDesc>"
    yield "</teiHeader>"


def _witness(witness: Witness, given: Given) -> str:
    published, address = witness.published, web_address(witness.url)
    article = given.holdings.articles[witness.article]
    parts = [f"<title>{_text(given.heading(article))}</title>"]
    if article.outlet is not None:
        parts.append(f"<publisher>{_text(article.outlet)}</publisher>")
    if published is not None:
        low, high = published.low.isoformat(), published.high.isoformat()
        days = f'when="{low}"' if low == high else f'notBefore="{low}" notAfter="{high}"'
        parts.append(f"<date {days}/>")
    if address is not None:
        parts.append(f"<ref target={quoteattr(address)}/>")
    parts.append(f"<idno>{_text(urn(witness.article))}</idno>")
    if not witness.collated:
        parts.append("<note>Not compared with the base text.</note>")
    return f'<witness xml:id="{witness.siglum}"><bibl>{"".join(parts)}</bibl></witness>'


# -- the base text ----------------------------------------------------------------------------------------------------


def _body(base: Article, edition: Apparatus, given: Given) -> Iterator[str]:
    if given.public:
        yield "<p>The texts are not given; they stand where the witnesses were published.</p>"
        return
    points = sorted({point for entry in edition.entries for point in entry.span})
    start = 0
    for line in base.text.split("\n"):
        end = start + len(line)
        inside = points[bisect_left(points, start) : bisect_right(points, end)]
        yield f"<p>{_anchored(base.text, (start, end), inside)}</p>"
        start = end + 1


def _anchored(text: str, line: tuple[int, int], points: Sequence[int]) -> str:
    """A paragraph with an anchor at every point where an entry begins or ends."""
    bounds = [line[0], *points, line[1]]
    pieces = [_text(text[bounds[0] : bounds[1]])]
    for place, point in enumerate(points, start=1):
        pieces.append(f'<anchor xml:id="c{point}"/>{_text(text[point : bounds[place + 1]])}')
    return "".join(pieces)


# -- the apparatus ----------------------------------------------------------------------------------------------------


def _entries(edition: Apparatus, given: Given) -> Iterator[str]:
    articles = {one.siglum: one.article for one in edition.witnesses}
    if edition.entries:
        # In public words are scarce, and statements that change come before spelling.
        first = sorted(edition.entries, key=lambda one: not one.material)
        written = {one.span: [*_entry(one, articles, given)] for one in first}
        yield '<div type="apparatus"><listApp>'
        yield from (line for one in edition.entries for line in written[one.span])
        yield "</listApp></div>"
    if edition.outside:
        yield '<div type="outside"><list>'
        yield from (_outside(one, edition.witnesses[0].siglum) for one in edition.outside)
        yield "</list></div>"


def _entry(entry: Entry, articles: dict[str, ArticleId], given: Given) -> Iterator[str]:
    start, end = entry.span
    place = f'loc="{start}-{end}"' if given.public else f'from="#c{start}" to="#c{end}"'
    classes = ["#material" if entry.material else "#form", *(f"#{kind}" for kind in entry.kinds)]
    yield f'<app {place} type="{entry.kinds[0]}" ana="{" ".join(classes)}">'
    yield _reading("lem", entry.lemma, articles, given)
    yield from (_reading("rdg", one, articles, given) for one in entry.readings)
    yield "</app>"


def _reading(name: str, reading: Reading, articles: dict[str, ArticleId], given: Given) -> str:
    """A reading with its witnesses; in public a gap stands for words that may not."""
    opened = f'{name} wit="{" ".join(f"#{one.siglum}" for one in reading.witnesses)}"'
    first = reading.witnesses[0]
    words = reading.text if not given.public else _excerpt(first, articles, given)
    if words is None:
        return f'<{opened}><gap reason="not-shown"/></{name}>'
    return f"<{opened}>{_text(words)}</{name}>" if words else f"<{opened}/>"


def _excerpt(at: At, articles: dict[str, ArticleId], given: Given) -> str | None:
    return "" if at.span is None else given.words(given.holdings.articles[articles[at.siglum]], at.span)


def _outside(one: Outside, base: str) -> str:
    words = f"{base}: {_said(one.base)}; {one.siglum}: {_said(one.reading)}"
    return f'<item ana="{"#material" if one.material else "#form"}">{_text(words)}</item>'


def _said(words: str) -> str:
    return f"“{words}”" if words else "nothing"


# -- the stemma -------------------------------------------------------------------------------------------------------


def _stemma(family: Family, edition: Apparatus, given: Given) -> Iterator[str]:
    """The tree as an embedding tree, and in words with what each line rests on."""
    sigla = {str(one.article): one.siglum for one in edition.witnesses}
    yield '<div type="stemma">'
    # What is said of a line quotes the first changes.
    if not given.public:
        yield "<list>"
        yield from (f"<item>{_text(_line(one, sigla))}</item>" for one in outline(family, given.holdings))
        yield "</list>"
    yield '<forest type="stemma">'
    yield from _trees(family, sigla)
    yield "</forest></div>"


def _line(entry: Line, sigla: dict[str, str]) -> str:
    siglum = "" if entry.article is None else f"{sigla.get(entry.article, '')} "
    return f"{siglum}{entry.name}: {entry.said}"


def _trees(family: Family, sigla: dict[str, str]) -> Iterator[str]:
    """Every text once, below the one that it appears to be made from; one whose source is open begins a tree."""
    below: dict[str, list[str]] = {}
    for edge in family.edges:
        if edge.parent is not None:
            below.setdefault(edge.parent, []).append(edge.child)
    hanging = {child for children in below.values() for child in children}
    tops = dict.fromkeys((*family.roots, *(one.id for one in family.lost), *family.articles))
    done: set[str] = set()
    for top in sorted(tops, key=lambda one: one in hanging):
        waiting: list[str | None] = [top]
        while waiting:
            one = waiting.pop()
            if one is None:
                yield "</eTree>"
            elif one not in done:
                done.add(one)
                yield f"<eTree{_corresponds(one, sigla)}><label>{_text(sigla.get(one, 'a source not found'))}</label>"
                waiting.extend((None, *reversed(below.get(one, []))))


def _corresponds(ident: str, sigla: dict[str, str]) -> str:
    return f' corresp="#{sigla[ident]}"' if ident in sigla else ""


def _text(text: str) -> str:
    return escape(held(text))


def _kind(kind: str) -> str:
    return quoteattr(kind)

"""An article as Markdown: front matter, title, standfirst and body, in which the page's words are words and no markup.

The marks are those of CommonMark (spec 0.31.2); what GitHub's dialect adds (tables, struck text, addresses that become
links by themselves) is kept from happening too.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Sequence
from itertools import groupby

from copydesk.records import Article, BlockStyle
from copydesk.reports.composing import composed
from copydesk.reports.safe import tidy, web_address

# Marks that mean something wherever they stand; any ASCII punctuation may have a backslash before it (section 2.4).
_INLINE = re.compile(r"([\\`*_{}\[\]<>&~#|$^])")
# Marks that make a block of a line which begins with them: lists, headings, rules, underlines of headings, fences.
_OPENING = re.compile(r"^([-+=:]|\d{1,9}(?=[.)]))")
# Addresses become links in GitHub's dialect by their scheme, by `www.` and by the sign of an e-mail address.
_ADDRESS = re.compile(r"(?<=[A-Za-z])(:)(?=//)|(?<=www)(\.)|(@)", re.IGNORECASE)
# Line ends of YAML 1.1 and the byte order mark, which JSON leaves as they are.
_YAML_UNSAFE = re.compile("[\x85\u2028\u2029\ufeff]")


def article_markdown(article: Article) -> str:
    """The article as one Markdown document that ends in a newline.

    The front matter is YAML: what is known of title, standfirst, byline, outlet, credit, dateline, date of publication
    with its basis and confidence, address, language, source and id. `published` is a day, or two days parted by a slash
    as in ISO 8601, or null.
    """
    return "\n\n".join([front_matter(article), *_parts(article)]) + "\n"


def escaped(text: str) -> str:
    """Words from a page as one line of Markdown that means only these words, wherever the line stands."""
    line = _INLINE.sub(r"\\\1", " ".join(tidy(text).split()))
    line = _ADDRESS.sub(lambda found: f"\\{found[0]}", line)
    opening = _OPENING.match(line)
    if opening is None:
        return line
    # A number keeps its digits, which cannot be escaped, and its stop is escaped instead.
    place = opening.end() if opening[0].isdigit() else 0
    return f"{line[:place]}\\{line[place:]}"


def front_matter(article: Article) -> str:
    """The YAML block at the head of a document, between two lines of three dashes."""
    lines = (f"{name}: {value}" for name, value in _known(article))
    return "\n".join(["---", *lines, "---"])


def _known(article: Article) -> Iterator[tuple[str, str]]:
    """Fields and their values in YAML; those that are not known are left out, but for the date."""
    yield from _given(title=article.title, standfirst=article.standfirst)
    if article.byline:
        yield "byline", f"[{', '.join(map(_yaml, article.byline))}]"
    yield from _given(outlet=article.outlet, credited_to=article.credited_to, dateline=article.dateline)
    published = article.published
    if published is None:
        yield "published", "null"
    else:
        exact = published.low == published.high
        yield "published", f"{published.low}" if exact else f'"{published.low}/{published.high}"'
        yield "published_basis", published.basis
        yield "published_confidence", f"{published.confidence:.2f}"
    yield from _given(url=web_address(article.url), language=article.language, source=article.source, id=article.id)
    if article.tdm_reserved is not None:
        yield "tdm_reserved", str(article.tdm_reserved).lower()
    if article.position:
        yield "position", str(article.position)


def _given(**values: str | None) -> Iterator[tuple[str, str]]:
    for name, value in values.items():
        if value is not None:
            yield name, _yaml(value)


def _yaml(text: str) -> str:
    """A string in YAML's double quotes, which are JSON's."""
    written = json.dumps(" ".join(tidy(text).split()), ensure_ascii=False)
    return _YAML_UNSAFE.sub(lambda found: f"\\u{ord(found[0]):04x}", written)


def _parts(article: Article) -> Iterator[str]:
    """Title, standfirst and the parts of the body; a blank line stands between any two."""
    if title := escaped(article.title or ""):
        yield f"# {title}"
    if standfirst := escaped(article.standfirst or ""):
        yield f"*{standfirst}*"
    for style, group in groupby(composed(article), key=lambda block: block.style):
        if lines := [line for block in group if (line := escaped(block.text))]:
            yield from _OF_STYLE[style](lines)


def _headings(lines: Sequence[str]) -> Iterator[str]:
    yield from (f"## {one}" for one in lines)


def _items(lines: Sequence[str]) -> Iterator[str]:
    yield "\n".join(f"- {one}" for one in lines)


def _quotations(lines: Sequence[str]) -> Iterator[str]:
    yield "\n>\n".join(f"> {one}" for one in lines)


_OF_STYLE: dict[BlockStyle, Callable[[Sequence[str]], Iterator[str]]] = {
    "paragraph": iter,
    "heading": _headings,
    "item": _items,
    "quote": _quotations,
}

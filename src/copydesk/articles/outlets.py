"""The name of the outlet that served a page, with every name that the page offers for it."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence
from functools import lru_cache
from typing import NamedTuple
from urllib.parse import urlsplit

from copydesk.articles.cues import Cue, cues_of
from copydesk.articles.hints import Hint
from copydesk.articles.metadata import Metadata
from copydesk.articles.pieces import Piece
from copydesk.records import BlockKind, StatementSource
from copydesk.text.normal import fold


class Named(NamedTuple):
    """A name for the outlet, where it stands, and how much speaks for it."""

    value: str
    source: StatementSource
    weight: float


_LOGO = re.compile(r"\s*(?:[-\u2013\u2014|:,]\s+.*|\blogo\b.*|\bhome ?page\b.*|\bhome$)$", re.IGNORECASE)
_NAME = re.compile(
    r"(?:[^\W\d_a-z][\w'\u2019.&-]*|[a-z]{1,3}|&)(?:\s+(?:[^\W\d_a-z][\w'\u2019.&-]*|of|the|and|&|de|la|du|des|et|di|der)){0,4}"
)
_PARTS = re.compile(r"\s+[|\u2013\u2014\u00b7\u2022\u00bb>-]+\s+|\s*[|\uff5c]\s*|:\s+")
_TAIL = re.compile(r"\s+(?:AI|App|Trust|Group|Ltd|Limited|Inc|LLC|GmbH|AG|Media|Publishing|Newspapers|Company|Co)\b.*$")
_RUN = re.compile(r"(?:The\s+)?[A-Z][\w'\u2019&-]*(?:\s+[A-Z][\w'\u2019&-]*){1,3}")
_OWNER = re.compile(
    r"(?:\u00a9|\(c\)|\bcopyright\b)[\s,:]*(?:copyright\s*)?(?:\d{4}(?:\s*[-\u2013/]\s*\d{2,4})?[\s,.:]*)?(?:by\s+)?"
    r"(?P<name>[^\W\d_][^|\u00a9\n]{1,60}?)"
    r"(?=\s*(?:[|,;:\u00b7\u2022(]|\.\s|\.$|\s[-\u2013\u2014]\s|\d{4}|\ball\b|\balle\b|\btous\b|\btodos\b|\binc\b|$))"
    r"|^(?P<before>[^\W\d_][^|\u00a9\n]{1,40}?)\s*(?:\u00a9|\(c\))\s*\d{4}",
    re.IGNORECASE,
)
_ADDRESS = re.compile(r"^(?:https?:)?//|^www\.|^@")
_SECOND_LEVEL = frozenset("co com org net ac gov edu or ne go gob".split())
_SERVED = frozenset("www m amp mobile edition edit news en de fr es web beta sports sport blog blogs".split())
_LETTERS = re.compile(r"[^\w]+|_")
_THE = re.compile(r"^the(?=\w{3})")
_DOMAIN = re.compile(r"\.(?:com|org|net|co\.uk|[a-z]{2})$")
# Pages of one site name it alike.
_REMEMBERED = 4096
# A masthead stands among a page's first lines.
_MASTHEAD = 12
_LONGEST = 60
# Without metadata, this much must speak for a name: a masthead of two words and one notice, or a copyright line and
# two notices.
_LEAST = 1.4
_NOTICES = frozenset(("promotion", "legal", "navigation", "widget", "other", "credit", "comments"))
_UNFIT = (Cue.PROMOTION | Cue.SHARE | Cue.RELATED | Cue.COMMENTS | Cue.LABEL | Cue.LEGAL | Cue.OFFER | Cue.BY).value


def host_of(urls: Iterable[str]) -> str | None:
    """The host of the first of these that is an address, without `www.`."""
    for url in urls:
        if "://" in url[:10]:
            try:
                host = urlsplit(url).hostname
            except ValueError:
                continue
            if host:
                return host.removeprefix("www.")
    return None


@lru_cache(maxsize=_REMEMBERED)
def label_of_host(host: str) -> str:
    """The part of a host that names the site: `news.valley-echo.co.uk` gives `valleyecho`."""
    labels = host.lower().split(".")
    labels = labels[:-1] or labels
    while len(labels) > 1 and labels[-1] in _SECOND_LEVEL:
        labels.pop()
    named = [label for label in labels if label not in _SERVED] or labels
    return named[-1].replace("-", "")


@lru_cache(maxsize=_REMEMBERED)
def key_of(name: str) -> str:
    """The letters of a name, without marks, spaces, a leading "the" and an ending such as `.com`."""
    return _THE.sub("", _LETTERS.sub("", _DOMAIN.sub("", fold(name))))


def named_in_metadata(metadata: Metadata, title: str | None, host: str | None) -> list[Named]:
    """The names that metadata give, those first that the address, the title's end and other sources bear out."""
    offered = [(_clean(stated.value), stated.source) for stated in metadata.of("outlets")]
    offered += [(part, "title element") for part in _ends(metadata.page_titles, title)]
    label = label_of_host(host) if host else ""
    keys = [key_of(name) for name, _ in offered]
    found: list[Named] = []
    for order, (name, source) in enumerate(offered):
        key = keys[order]
        if not key or (title and fold(name) == fold(title)) or len(name) > _LONGEST:
            continue
        weight = 3.0 if source != "title element" else 1.0
        weight += 1.5 * (bool(label) and (key == label or (len(key) > 2 and (key in label or label in key))))
        weight += 0.5 * (keys.count(key) - 1) + 0.3 * _is_written(name) - 0.1 * order
        weight -= 2.0 * bool(_ADDRESS.match(name)) + 1.0 * (len(key) < 3 and key != label)
        found.append(Named(name, source, weight))
    return sorted(found, key=lambda one: -one.weight)


@lru_cache(maxsize=_REMEMBERED)
def _clean(name: str) -> str:
    """A name without the slogan or the sections that a site puts behind it."""
    first = _PARTS.split(name)[0].strip()
    return first if len(first) > 2 else name.strip()


def _is_written(name: str) -> bool:
    """Whether a name is written as people write it, not as in an address."""
    return not name.islower() and (" " in name or "." not in name)


def _ends(page_titles: Sequence[str], title: str | None) -> list[str]:
    """The last and the first part of the page's title that are not the headline."""
    found: list[str] = []
    headline = fold(title or "")
    for stated in page_titles:
        parts = [part.strip() for part in _PARTS.split(stated) if part.strip()]
        rest = [part for part in parts if fold(part) not in headline]
        if title and len(rest) < len(parts):
            found += [part for part in (rest[-1:] + rest[:1]) if len(part) <= 40]
    return list(dict.fromkeys(found))


def named_on_page(
    pieces: Sequence[Piece], kinds: Sequence[BlockKind], title: str | None, small: Collection[str]
) -> list[Named]:
    """The names that the page shows for its outlet: masthead, copyright line, notices; `small` are its common words."""
    notices = [piece.text for piece, kind in zip(pieces, kinds, strict=True) if kind in _NOTICES]
    scores: dict[str, tuple[float, StatementSource]] = {}
    for place, name in enumerate(_masthead(pieces, kinds, title)):
        scores[name] = (0.6 + 0.9 * (" " in name) - 0.1 * place, "visible")
    for notice in notices:
        for name in _owners(notice):
            known = scores.get(name, (0.0, "copyright line"))
            scores[name] = (known[0] + 0.7, "copyright line")
        for found in _RUN.finditer(notice[:600]) if len(notice) > 30 else ():
            name = _TAIL.sub("", found.group())
            if name.startswith("The ") and found.start() > 0:
                known = scores.get(name, (0.0, "visible"))
                scores[name] = (known[0] + 1.2, known[1])
            else:
                scores.setdefault(name, (0.0, "visible"))
    folded = [fold(notice) for notice in notices]
    legal = [fold(notice) for notice in notices if cues_of(notice) & Cue.LEGAL.value]
    found_names: list[Named] = []
    for name, (score, source) in scores.items():
        if not _may_be_outlet(name, small):
            continue
        key = fold(name)
        borne_out = 0.35 * min(3, sum(key in notice for notice in folded)) + sum(key in line for line in legal[:2])
        found_names.append(Named(name, source, score + borne_out))
    found_names.sort(key=lambda one: (-one.weight, not one.value.startswith("The "), len(one.value), one.value))
    return [one for one in found_names if one.weight >= _LEAST]


def _may_be_outlet(name: str, small: Collection[str]) -> bool:
    """Whether a name is not made of the page's own words: the labels of buttons and sections are."""
    if cues_of(name) & _UNFIT:
        return False
    words = [word for word in name.split() if word[:1].isupper()]
    return bool(words) and not all(word.lower().strip(".,'\u2019") in small for word in words)


def _owners(notice: str) -> list[str]:
    """The names in a copyright line."""
    if not cues_of(notice) & Cue.LEGAL.value:
        return []
    found = []
    for match in _OWNER.finditer(notice[:300]):
        name = _TAIL.sub("", (match.group("name") or match.group("before") or "").strip(" .,"))
        if 2 < len(name) <= 40 and _NAME.fullmatch(name):
            found.append(name)
    return found


def _masthead(pieces: Sequence[Piece], kinds: Sequence[BlockKind], title: str | None) -> list[str]:
    """Names among the first lines, the first of all first."""
    found: list[str] = []
    for piece, kind in zip(pieces[:_MASTHEAD], kinds, strict=False):
        if kind in ("body", "title", "standfirst"):
            break
        name = _LOGO.sub("", piece.text[:200]).strip()
        unfit = cues_of(name) & (Cue.PROMOTION | Cue.SHARE | Cue.RELATED).value or piece.hints & Hint.LIST.value
        if 3 <= len(name) <= 40 and not unfit and _NAME.fullmatch(name) and fold(name) != fold(title or ""):
            found.append(name)
    return found

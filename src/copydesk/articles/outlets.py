"""The name of the outlet that served a page, with every name that the page offers for it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from functools import lru_cache
from typing import NamedTuple
from urllib.parse import urlsplit

from copydesk.articles.cues import Cue, cues_of
from copydesk.articles.metadata import Metadata
from copydesk.articles.pieces import Piece
from copydesk.articles.vocabulary import Vocabulary, content_words, small_words
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
_TAIL = re.compile(
    r"\s+(?:AI|App|Trust|Group|Ltd|Limited|Inc|LLC|LLP|GmbH|AG|Pty|Corp|Corporation|Holdings|Media|Publishing|Newspapers|Company|Co|BV|SpA|SA|Oy|AB|AS)\b.*$"
)
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
# Without metadata, this much must speak for a name: a masthead and one other sign.
_LEAST = 1.2
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
        weight += 1.5 * (bool(label) and _bears_out(label, key, name))
        weight += 0.5 * (keys.count(key) - 1) + 0.3 * _is_written(name) - 0.1 * order
        weight -= 2.0 * bool(_ADDRESS.match(name)) + 1.0 * (len(key) < 3 and key != label)
        found.append(Named(name, source, weight))
    return sorted(found, key=lambda one: -one.weight)


def _bears_out(label: str, key: str, name: str) -> bool:
    """Whether the name in an address is that of the outlet, one holds the other, or they begin with the same word."""
    if key == label or (len(key) > 2 and (key in label or label in key)):
        return True
    first = key_of(name.partition(" ")[0])
    return len(first) > 3 and label.startswith(first)


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


class _Signs:
    """What speaks for each name, by its key: the signs with their weights, and the forms in which the name is met."""

    def __init__(self, common: Collection[str]) -> None:
        self.common = common
        self.of: dict[str, dict[str, float]] = {}
        self.forms: dict[str, Counter[str]] = {}

    def tell(self, name: str, sign: str, weight: float) -> None:
        """Add a sign for a name, if it may be one."""
        if 2 < len(name) <= _LONGEST_NAME and (key := key_of(name)) and _may_be_outlet(name, self.common):
            own = self.of.setdefault(key, {})
            own[sign] = max(own.get(sign, 0.0), weight)
            self.forms.setdefault(key, Counter())[name] += 1


def named_on_page(
    pieces: Sequence[Piece],
    kinds: Sequence[BlockKind],
    title: str | None,
    *,
    words: Vocabulary,
    page_titles: Sequence[str] = (),
) -> list[Named]:
    """The names that the page shows for its outlet; `words` are the body's.

    A name needs signs of two kinds: it stands in the masthead, after the headline, in a copyright line or another
    legal notice, in an address, or a notice says "The ..." of it. Owners stand in copyright lines too, and sections in
    mastheads.
    """
    others = [
        piece.text for piece, kind in zip(pieces, kinds, strict=True) if kind != "body" and len(piece.text) < _LONG
    ]
    others = [*others[:_MOST], *others[_MOST:][-_MOST:]]
    notices = [piece.text for piece, kind in zip(pieces, kinds, strict=True) if kind in _NOTICES]
    notices = [*notices[:_MOST], *notices[_MOST:][-_MOST:]]
    # Where the headline is near the top there is no menu whose first line might be taken for a name.
    least = 1 if "title" in kinds[:_PLAIN] else 2
    signs = _Signs(words.small | small_words([_HOST.sub(" ", text) if _DOT.search(text) else text for text in others]))
    for place, name in enumerate(_masthead(pieces, kinds, title)):
        signs.tell(name, "masthead", 0.8 + 0.2 * (" " in name) - 0.03 * place)
        if place == 0 and name.count(" ") >= least and not content_words(name) & words.content:
            signs.tell(name, "first line", 0.3)
    for text in notices:
        for name in _owners(text):
            signs.tell(name, "copyright line", 0.8)
            if name.startswith("The ") and name.count(" ") > 1:
                # Companies are seldom called so, papers often.
                signs.tell(name, "called as papers are", 0.4)
        for name in _called(text):
            signs.tell(name, "notice", 1.2)
    after = [ending for text in others if (ending := _after_headline(text, title))]
    for behind in (*_ends(page_titles, title), *after):
        signs.tell(behind, "after the headline", 1.2)
    _add_addresses(signs, others)
    _add_repeats(signs, others)
    found = [
        Named(
            _best_form(signs.forms[key]), "copyright line" if "copyright line" in own else "visible", sum(own.values())
        )
        for key, own in signs.of.items()
        if _is_borne_out(own)
    ]
    sure = [one for one in found if one.weight >= _LEAST]
    return sorted(sure, key=lambda one: (-one.weight, len(one.value), one.value))


# Mastheads and imprints stand among so many lines at either end of a page.
_MOST = 200
_LONG, _LONGEST_NAME = 600, 40


def _is_borne_out(own: dict[str, float]) -> bool:
    """Whether a name has signs enough: two kinds, or one that is said again and again."""
    if "notice" in own or len(own.keys() - {"said again"}) > 1:
        return True
    return "said again" in own and (
        "after the headline" in own or ("copyright line" in own and own["said again"] > _OFTEN)
    )


_PLAIN = 6
# The sign of a name that four lines and more say.
_OFTEN = 0.7


def _add_addresses(signs: _Signs, texts: Sequence[str]) -> None:
    """Mark the names that an address on the page has: `desk@valley-echo.example` bears out "Valley Echo"."""
    dotted = [text[:_LONG] for text in texts if _DOT.search(text)]
    labels = {label_of_host(found.group(1)) for text in dotted for found in _HOST.finditer(text)}
    for key, own in signs.of.items():
        if any(key == label or (len(label) > 3 and key.startswith(label)) for label in labels):
            own["address"] = 0.7


def _add_repeats(signs: _Signs, texts: Sequence[str]) -> None:
    """Mark the names that several lines say, and those that a legal notice says."""
    if not signs.of:
        return
    # Lines of plain letters are folded together, which is quicker than each by itself.
    folded = fold(_BETWEEN.join([text for text in texts if text.isascii()])).split(_BETWEEN)
    folded += [fold(text) for text in texts if not text.isascii()]
    whole = "\n".join(folded)
    legal = [fold(text) for text in texts if cues_of(text) & _LEGAL]
    for key, own in signs.of.items():
        name = fold(signs.forms[key].most_common(1)[0][0])
        count = whole.count(name)
        # More often in all lines than once: in how many of them?
        count = sum(name in text for text in folded) if count > 1 else count
        if count > 1 or (count and "after the headline" in own):
            own["said again"] = 0.25 * min(3, max(1, count - 1))
        if "copyright line" not in own and " " in name and any(name in line for line in legal):
            own["legal notice"] = 0.6


_BETWEEN = "\x00"


def _best_form(forms: Counter[str]) -> str:
    """The form of a name that is most met, of equals the one that is written as people write it."""
    return max(forms, key=lambda name: (_is_written(name), forms[name], not name.isupper(), len(name), name))


_DOT = re.compile(r"\.[A-Za-z]")
_HOST = re.compile(r"(?:@|//|\bwww\.|\b)((?:[A-Za-z0-9][A-Za-z0-9-]{1,40}\.){1,3}[A-Za-z]{2,10})\b")


def _called(text: str) -> list[str]:
    """The names that a notice to the reader calls "The ..." in the middle of a sentence."""
    if "The " not in text or not cues_of(text) & _TO_READERS:
        return []
    runs = (_TAIL.sub("", found.group()) for found in _RUN.finditer(text[:_LONG]) if found.start() > 0)
    return [name for name in runs if name.startswith("The ")]


_TO_READERS = (Cue.PROMOTION | Cue.OFFER | Cue.COMMENTS).value


def _after_headline(text: str, title: str | None) -> str | None:
    """The name behind the headline in a line that says both, as the titles of pages do."""
    if not title or len(text) <= len(title) + 3 or not text.startswith(title):
        return None
    parts = [part for part in _PARTS.split(text[len(title) :]) if part.strip()]
    name = parts[-1].strip() if parts else ""
    return name if _NAME.fullmatch(name) else None


def _may_be_outlet(name: str, common: Collection[str]) -> bool:
    """Whether a name is not made of the page's own words: the labels of buttons and sections are."""
    if cues_of(name) & _UNFIT:
        return False
    words = [word.strip(".,'\u2019") for word in name.split() if word[:1].isupper() or not word.isascii()]
    return bool(words) and not all(word.lower() in common for word in words)


_LEGAL = Cue.LEGAL.value
_NO_MASTHEAD = (Cue.PROMOTION | Cue.SHARE | Cue.RELATED | Cue.LABEL).value
_COPYRIGHT = re.compile(r"\u00a9|\(c\)|copyright", re.IGNORECASE)


def _owners(notice: str) -> list[str]:
    """The names in a copyright line."""
    if not cues_of(notice) & _LEGAL or not _COPYRIGHT.search(notice):
        return []
    found = []
    for match in _OWNER.finditer(notice[:300]):
        begun = _NAME.match(str(match.group("name") or match.group("before") or "").strip(" .,"))
        words = begun.group().split() if begun else []
        while words and words[-1][0].islower():
            words.pop()
        name = str(_TAIL.sub("", " ".join(words)))
        if 2 < len(name) <= _LONGEST_NAME:
            found.append(name)
    return found


def _masthead(pieces: Sequence[Piece], kinds: Sequence[BlockKind], title: str | None) -> list[str]:
    """Names among the first lines, the first of all first."""
    found: list[str] = []
    for piece, kind in zip(pieces[:_MASTHEAD], kinds, strict=False):
        if kind in ("body", "title", "standfirst"):
            break
        name = _LOGO.sub("", piece.text[:200]).strip()
        unfit = cues_of(name) & _NO_MASTHEAD
        if 3 <= len(name) <= _LONGEST_NAME and not unfit and _NAME.fullmatch(name) and fold(name) != fold(title or ""):
            found.append(name)
    return found

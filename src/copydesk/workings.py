"""Records that pass from one step to the next and that nobody else reads. Import them from `records`."""

from __future__ import annotations

from dataclasses import dataclass

from copydesk.kinds import ArticleId, PageId


@dataclass(frozen=True, slots=True, kw_only=True)
class Layout:
    """A page's pieces in order, as short prints that tell whether two pages have the same piece.

    `site` is what the pages of one site have in common: a host, an outlet, a folder. `prints` has eleven hexadecimal
    digits for each piece: eight that stand for its text, three for its size and whether it reads like a paragraph.
    """

    id: str
    page: PageId
    site: str
    prints: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame:
    """What of a page is the frame of its site: for each piece on how many unrelated pages it recurs, with neighbours.

    Counted as 1, 2, 4 or 8 at least, so that a page is not read anew for every page that comes to its site.
    """

    id: str
    page: PageId
    recurs: tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Fingerprint:
    """Hashes by which an article can meet its copies (`copies.fingerprints` tells what of), in order, none twice."""

    id: str
    article: ArticleId
    words: int
    shingles: tuple[int, ...]
    anchors: tuple[int, ...]
    quotations: tuple[int, ...]
    skips: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """Two articles (`a` < `b`) that share enough rare keys to be worth comparing, and how many of each family."""

    id: str
    a: ArticleId
    b: ArticleId
    shingles: int
    anchors: int
    quotations: int
    skips: int = 0

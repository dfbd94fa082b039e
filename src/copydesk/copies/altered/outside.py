"""What stands outside the text and was lost or changed: byline, credit line, dateline."""

from __future__ import annotations

from collections.abc import Iterator

from copydesk.records import Alteration, AlterationKind, Article, CopyKind
from copydesk.text.days import days
from copydesk.text.names import names
from copydesk.text.normal import fold


def outside_alterations(source: Article, copy: Article, *, kind: CopyKind) -> Iterator[Alteration]:
    """The source's byline and credit lines that the copy's page has nothing of, told as one loss; its dateline.

    A copy that credits the source's outlet says whose text it is: papers leave the names of an agency's reporters out
    as a rule. A text that carries a part alone is another author's, and loses none of them. A dateline counts as lost
    where the copy's page does not tell its day in any other way, and was changed in more than that: a word-for-word
    copy alters no fact.
    """
    if kind == "partial":
        return
    page = fold(" ".join(block.text for block in copy.blocks))
    lost = [
        *(text for text in _distinct(source, "byline") if not (_names_authors(page, source) or _credits(copy, source))),
        *(text for text in _distinct(source, "credit") if fold(text) not in page and not _credits(copy, source, text)),
    ]
    if lost:
        yield _lost("dropped_attribution", "\n".join(lost))
    if source.dateline and not copy.dateline and copy.published is None and kind != "verbatim":
        yield _lost("date", source.dateline)
    if source.dateline and copy.dateline and _other_day(source.dateline, copy.dateline):
        yield Alteration(kind="date", before=source.dateline, after=copy.dateline, a=None, b=None, material=True)


def _names_authors(page: str, source: Article) -> bool:
    """Whether a page, folded, names all whom the source's byline names."""
    return bool(source.byline) and all(fold(name) in page for name in source.byline)


def _distinct(article: Article, kind: str) -> list[str]:
    """The texts of an article's blocks of one kind, each once."""
    return list({fold(block.text): block.text for block in article.blocks if block.kind == kind}.values())


def _credits(copy: Article, source: Article, credit: str = "") -> bool:
    """Whether the copy names the source's outlet, or a name of its credit line, as where the text is from."""
    told = fold(" ".join([copy.credited_to or "", *_distinct(copy, "credit"), *_distinct(copy, "byline")]))
    known = [source.outlet or "", *(name.text for name in names(credit))]
    return any(fold(name) in told for name in known if name)


def _other_day(before: str, after: str) -> bool:
    """Whether two datelines name different days; one that leaves the year or the day out names no other."""
    mine, theirs = days(before), days(after)
    if not mine or not theirs:
        return False
    one, two = mine[0], theirs[0]
    parts = ((one.year, two.year), (one.month, two.month), (one.day, two.day))
    return any(left != right for left, right in parts if left is not None and right is not None)


def _lost(kind: AlterationKind, text: str) -> Alteration:
    return Alteration(kind=kind, before=text, after="", a=None, b=None, material=True)

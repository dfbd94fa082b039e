"""What a copy has otherwise than its source: figures, quotations and days, one check a passage.

It is no comparison of accounts: both sides are of one family, the source's first, and nobody agrees or conflicts.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from copydesk.checks.accounts import Account, side_at
from copydesk.checks.making import how_sure
from copydesk.records import (
    Alteration,
    AlterationKind,
    Article,
    ArticleId,
    Check,
    CheckKind,
    Copy,
    Dossier,
    Family,
    Side,
)
from copydesk.settings import CheckSettings
from copydesk.text.ids import stable_id

# Alterations that change what is claimed. Names, places and denials that a reworded copy has otherwise stand with the
# copy: too many, or (two of three right) told too loosely.
_KINDS: dict[AlterationKind, CheckKind] = {
    "number": "number",
    "unit": "number",
    "quote": "words",
    "date": "when",
}


def altered_checks(dossier: Dossier, story: str, *, settings: CheckSettings) -> Iterator[Check]:
    """One check for every passage that a copy has otherwise than the text it was made from, by kind."""
    articles = {article.id: article for article in dossier.articles}
    pairs = {frozenset[str]((copy.a, copy.b)): copy for copy in dossier.copies}
    for family in dossier.families:
        for edge in family.edges:
            copy = pairs.get(frozenset[str]((edge.parent or "", edge.child)))
            source, made = articles.get(ArticleId(edge.parent or "")), articles.get(edge.child)
            if copy and source and made:
                yield from _of_copy(copy, (source, made), family, story, settings=settings)


def _of_copy(
    copy: Copy, pair: tuple[Article, Article], family: Family, story: str, *, settings: CheckSettings
) -> Iterator[Check]:
    """The checks of one copy: alterations of one kind in one passage of it are one."""
    seen: set[tuple[CheckKind, int]] = set()
    for one in copy.alterations:
        spans = (one.a, one.b) if copy.a == pair[0].id else (one.b, one.a)
        kind = _KINDS.get(one.kind)
        if kind is None or not one.material or spans[0] is None or spans[1] is None:
            continue
        sides = tuple(_side(article, span, family, settings) for article, span in zip(pair, spans, strict=True) if span)
        if (kind, sides[1].start) not in seen:
            seen.add((kind, sides[1].start))
            yield _check(one, kind, sides, story)


def _side(article: Article, span: tuple[int, int], family: Family, settings: CheckSettings) -> Side:
    return side_at(Account(article, family.id, frozenset(), None, None), *span, settings=settings)


def _check(one: Alteration, kind: CheckKind, sides: Sequence[Side], story: str) -> Check:
    places = (f"{side.article}:{side.start}:{side.end}" for side in sides)
    return Check(
        id=stable_id("check", story, kind, "altered", *places),
        story=story,
        subject=one.before,
        kind=kind,
        outcome="altered",
        sides=tuple(sides),
        confidence=how_sure(kind, "altered"),
        why=f'a copy has "{one.after}" where the text it appears to be made from has "{one.before}"',
    )

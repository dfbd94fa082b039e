"""Which article speaks for a family of copies."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

from copydesk.records import ArticleId, Family


def speaking_first(family: Family, text: Mapping[ArticleId, str]) -> list[str]:
    """The members of a family, the one that speaks for it first: its source, or the one most others were made from.

    Copies that a machine reworded say little in words of their own, so the choice matters.
    """
    children = Counter(edge.parent for edge in family.edges if edge.parent is not None)
    made = {edge.child for edge in family.edges if edge.parent is not None or edge.candidates}
    present = [one for one in family.articles if one in text]

    def rank(ident: ArticleId) -> tuple[bool, int, int, str]:
        return ident in made, -children[ident], -len(text[ident]), ident

    return [str(one) for one in sorted(present, key=rank)]

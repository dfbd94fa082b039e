"""How each article of a family came by its text: first, taken from another and how, or open."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence

from copydesk.records import Article, ArticleId, Carriage, CarriageRole, Copy, Credit, Dating, Edge, Family, Published
from copydesk.text.hosts import site_name
from copydesk.text.ids import stable_id


def carriages(  # noqa: PLR0913  what is known of a family, each by name
    family: Family,
    articles: Sequence[Article],
    *,
    copies: Sequence[Copy],
    datings: Sequence[Dating],
    agency: Collection[ArticleId],
    late: Mapping[ArticleId, int],
) -> tuple[Carriage, ...]:
    """One for every article of the family, in its order.

    `agency` are articles that are known to carry the text of an agency, `late` counts what each still carries though
    its source was corrected.
    """
    held = {article.id: article for article in articles}
    pairs: dict[frozenset[str], Copy] = {frozenset((copy.a, copy.b)): copy for copy in copies}
    days = _days(articles, datings)
    edges: dict[ArticleId, Edge] = {edge.child: edge for edge in family.edges}
    found: Iterator[Carriage] = (
        _carriage(held[one], family, edges.get(one), pairs=pairs, days=days, agency=agency, late=late.get(one, 0))
        for one in family.articles
        if one in held
    )
    return tuple(found)


def _carriage(  # noqa: PLR0913  what is known of one article, each by name
    article: Article,
    family: Family,
    edge: Edge | None,
    *,
    pairs: Mapping[frozenset[str], Copy],
    days: Mapping[str, Published | None],
    agency: Collection[ArticleId],
    late: int,
) -> Carriage:
    source = _source(edge, days)
    copy = None if source is None else pairs.get(frozenset((source, article.id)))
    lost = edge is not None and edge.parent is not None and source is None
    role: CarriageRole = "first" if edge is None else ("taken" if source is not None or lost else "open")
    return Carriage(
        id=stable_id("carriage", article.id),
        article=article.id,
        family=family.id,
        site=site_name(article.outlet, article.url),
        role=role,
        source=source,
        credit=None if role == "first" else _credit(article, copy, agency),
        lag=_lag(days.get(source) if source else None, days.get(article.id)),
        material=0 if copy is None else sum(one.material for one in copy.alterations),
        corrections=late,
    )


def _days(articles: Sequence[Article], datings: Sequence[Dating]) -> dict[str, Published | None]:
    inferred = {dating.article: dating.published for dating in datings}
    return {article.id: article.published or inferred.get(article.id) for article in articles}


def _source(edge: Edge | None, days: Mapping[str, Published | None]) -> ArticleId | None:
    """The article from which another was taken; None where it is not established or not in the collection."""
    return None if edge is None or edge.parent is None or edge.parent not in days else ArticleId(edge.parent)


def _credit(article: Article, copy: Copy | None, agency: Collection[ArticleId]) -> Credit | None:
    if article.id in agency:
        return "agency"
    credited = article.credited_to is not None or any(one.kind == "credit" for one in (copy.why if copy else ()))
    return "outlet" if credited else None


def _lag(source: Published | None, own: Published | None) -> int | None:
    """Days from the publication of the source to the own, where both days are known."""
    if source is None or own is None or source.low != source.high or own.low != own.high:
        return None
    return max(0, (own.low - source.low).days)

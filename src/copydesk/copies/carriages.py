"""How each article of a family came by its text: first, taken from another and how, or open."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

from copydesk.records import Article, ArticleId, Carriage, CarriageRole, Copy, Credit, Dating, Edge, Family, Published
from copydesk.text.hosts import site_name
from copydesk.text.ids import stable_id
from copydesk.text.normal import fold

MANY_CREDIT = 3
"""Pages of one family that credit a source of which it has no page, from which on that is taken for an agency."""
_AGENCY = re.compile(
    r"\A[A-Z]{2,5}\Z"
    r"|(?i:\b(?:(?:news|press)[ -]?(?:agency|service|association)|agency|newswire|wire)\b)"
    r"|(?i:\b(?:agence|agentur|agenzia|agencia)\b)"
)
"""Words by which agencies are called, and names that are nothing but two to five capitals."""


def carriages(
    family: Family,
    articles: Sequence[Article],
    *,
    copies: Sequence[Copy],
    datings: Sequence[Dating],
    late: Mapping[ArticleId, int],
) -> tuple[Carriage, ...]:
    """One for every article of the family, in its order; `late` counts what each carries though it was corrected."""
    members = set(family.articles)
    held = {article.id: article for article in articles if article.id in members}
    agencies = agencies_of(held.values())
    pairs: dict[frozenset[str], Copy] = {frozenset((copy.a, copy.b)): copy for copy in copies}
    days = _days(articles, datings)
    edges: dict[ArticleId, Edge] = {edge.child: edge for edge in family.edges}
    found: Iterator[Carriage] = (
        _carriage(held[one], family, edges.get(one), pairs=pairs, days=days, agencies=agencies, late=late.get(one, 0))
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
    agencies: Collection[str],
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
        credit=None if role == "first" else _credit(article, copy, agencies),
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


def _credit(article: Article, copy: Copy | None, agencies: Collection[str]) -> Credit | None:
    if article.credited_to is not None:
        return "agency" if fold(article.credited_to) in agencies else "outlet"
    return "outlet" if any(one.kind == "credit" for one in (copy.why if copy else ())) else None


def agencies_of(articles: Iterable[Article]) -> set[str]:
    """The folded names of those credited by articles of one family that appear to be agencies.

    An agency is known by its name ("Kesh Press Service", "ANK"), or because several pages credit it and none of the
    family is its own: an outlet whose text others take stands among them as a rule.
    """
    known = list(articles)
    own = {fold(article.outlet) for article in known if article.outlet}
    credited = Counter(article.credited_to for article in known if article.credited_to)
    return {
        fold(name)
        for name, pages in credited.items()
        if fold(name) not in own and (_AGENCY.search(name) or pages >= MANY_CREDIT)
    }


def _lag(source: Published | None, own: Published | None) -> int | None:
    """Days from the publication of the source to the own, where both days are known."""
    if source is None or own is None or source.low != source.high or own.low != own.high:
        return None
    return max(0, (own.low - source.low).days)

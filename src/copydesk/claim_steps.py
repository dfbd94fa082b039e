"""What the steps that read claims do to a batch: by the claims room, or by a model of a plug-in that settings name."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from typing import Any, TypeVar

from copydesk.claims import read_figures, read_quotes
from copydesk.engine.base import Fault
from copydesk.plugging import (
    COPYDESK,
    FoundFigure,
    FoundQuote,
    PlugIn,
    kept_figures,
    kept_quotes,
    model_named,
)
from copydesk.records import Article, Figure, FigureId, Quote, QuoteId
from copydesk.settings import Settings
from copydesk.text.ids import stable_id
from copydesk.text.si import in_si

R = TypeVar("R")
Inputs = Mapping[type[Any], tuple[Any, ...]]
"""The records of one job, by kind."""


def quotes_of(batch: Sequence[Inputs], settings: Settings) -> Iterator[tuple[Quote, ...] | Fault]:
    """The quotes of the first article of each job; the others of a job are its kin."""
    name = settings.claims.quote_model
    if name != COPYDESK:
        model = model_named(name, "quotes")
        articles = [inputs[Article][0] for inputs in batch]
        yield from asked(model, articles, lambda some: kept_quotes(some, model.does.quotes(some)), make=_quotes)
        return
    for reading in _inheriting(batch, partial(read_quotes, settings=settings.claims)):
        yield reading.quotes


def figures_of(batch: Sequence[Inputs], settings: Settings) -> Iterator[tuple[Figure, ...] | Fault]:
    """The figures of the first article of each job."""
    name = settings.claims.figure_model
    if name != COPYDESK:
        model = model_named(name, "figures")
        articles = [inputs[Article][0] for inputs in batch]
        yield from asked(model, articles, lambda some: kept_figures(some, model.does.figures(some)), make=_figures)
        return
    for reading in _inheriting(batch, partial(read_figures, settings=settings.claims)):
        yield reading.figures


def asked(
    model: PlugIn,
    articles: Sequence[Article],
    ask: Callable[[Sequence[Article]], Sequence[Any]],
    *,
    make: Callable[[Article, Any], R],
) -> Iterator[R | Fault]:
    """What a model answers for each article; where it fails over a batch it is asked again, one at a time."""
    try:
        answers: Sequence[Any] = ask(articles)
    except Exception as error:  # noqa: BLE001 - whatever goes wrong in a stranger's program is told of it by name
        if len(articles) == 1:
            yield Fault(model.reason(error))
            return
        for one in articles:
            yield from asked(model, [one], ask, make=make)
        return
    yield from (make(article, answer) for article, answer in zip(articles, answers, strict=True))


def _inheriting(batch: Sequence[Inputs], read: Callable[[Article, R | None], R]) -> Iterator[R]:
    """What reading each article gives, beside what its kin gave; whatever is kin to several is read once in a batch."""
    whole: dict[str, R] = {}
    for inputs in batch:
        article, *kin = inputs[Article]
        first = kin[0] if kin else article
        if first.id not in whole:
            whole[first.id] = read(first, None)
        yield read(article, whole[first.id]) if kin else whole[first.id]


def _quotes(article: Article, found: Sequence[FoundQuote]) -> tuple[Quote, ...]:
    return tuple(
        Quote(
            id=QuoteId(stable_id("quote", article.id, one.start, one.end, one.kind)),
            article=article.id,
            start=one.start,
            end=one.end,
            text=article.text[one.start : one.end],
            kind=one.kind,
            speaker=one.speaker,
            speaker_surface=None if one.at is None else article.text[slice(*one.at)],
            speaker_start=None if one.at is None else one.at[0],
            speaker_end=None if one.at is None else one.at[1],
            cue=one.cue,
            via=one.via,
        )
        for one in found
    )


def _figures(article: Article, found: Sequence[FoundFigure]) -> tuple[Figure, ...]:
    return tuple(_figure(article, one) for one in found)


def _figure(article: Article, one: FoundFigure) -> Figure:
    si = in_si(one.value, one.unit, one.per)
    return Figure(
        id=FigureId(stable_id("figure", article.id, one.start, one.end)),
        article=article.id,
        start=one.start,
        end=one.end,
        surface=article.text[one.start : one.end],
        value=float(one.value),
        low=None if one.low is None else float(one.low),
        high=None if one.high is None else float(one.high),
        unit=one.unit,
        per=one.per,
        measures=one.measures,
        approximate=one.approximate,
        si_value=None if si is None else si.value,
        si_unit=None if si is None else si.unit,
    )

"""Whether a plug-in did what it promises: each answer is looked at before anything is made of it."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import Any, get_args

from copydesk.plugging.promises import FoundFigure, FoundPage, FoundQuote
from copydesk.records import Article, Form, QuoteKind

LANGUAGE = re.compile(r"[a-z]{2}")
LINES = ("record", "url", "outlet", "title", "author", "credited", "published")
MOST_REGISTER = 5_000_000
"""Characters of a register: that of a large country's press has some thousand lines of 200 each."""


class PromiseBroken(ValueError):
    """A plug-in gave something else than it promises; the message says what and where."""


def kept_pages(found: Any) -> Iterator[FoundPage]:
    """The pages that a reader found, one at a time.

    Raises:
        PromiseBroken: what came is no page, has no content, or says something of it that is no line of text.

    """
    for number, page in enumerate(found, start=1):
        _must(isinstance(page, FoundPage), f"page {number} is a {type(page).__name__}, no FoundPage")
        _must(isinstance(page.content, str) and bool(page.content.strip()), f"page {number} has no content")
        _must(page.form in get_args(Form), f"page {number} has the form {page.form!r}; there are html and text")
        for field in LINES:
            value = getattr(page, field)
            line = value is None or (isinstance(value, str) and bool(value.strip()) and "\n" not in value)
            _must(line, f"page {number}: {field} is no line of text; what is not known is None")
        _must(page.fetched is None or isinstance(page.fetched, date), f"page {number}: fetched is no date")
        yield page


def kept_languages(texts: Sequence[str], found: Any) -> tuple[str | None, ...]:
    """The languages that a model named, one a text.

    Raises:
        PromiseBroken: there are more or fewer than texts, or one is no code of two small letters.

    """
    languages = tuple(found)
    _must(len(languages) == len(texts), f"{len(languages)} languages of {len(texts)} texts")
    for one in languages:
        code = one is None or (isinstance(one, str) and LANGUAGE.fullmatch(one) is not None)
        _must(code, f"{one!r} is no code of ISO 639-1; write 'en', or None")
    return languages


def kept_quotes(articles: Sequence[Article], found: Any) -> tuple[tuple[FoundQuote, ...], ...]:
    """The quotes that a model found, for each article in the order of their places.

    Raises:
        PromiseBroken: an answer is missing, a place lies outside the text, or two quotes of one kind have one place.

    """
    answers = _answers(articles, found, "quotes")
    for article, quotes in zip(articles, answers, strict=True):
        for one in quotes:
            _must(isinstance(one, FoundQuote), f"a {type(one).__name__} is no FoundQuote")
            _must(_lies_in(article, (one.start, one.end)), f"{one.start}..{one.end} is no place in the article's text")
            _must(one.at is None or _lies_in(article, one.at), f"{one.at} is no place in the article's text")
            _must(one.kind in get_args(QuoteKind), f"{one.kind!r} is no kind of quote")
            for words in (one.speaker, one.cue, one.via):
                _must(words is None or (isinstance(words, str) and bool(words.strip())), "a name is empty")
        _must_differ([(one.start, one.end, one.kind) for one in quotes])
    return tuple(tuple(sorted(quotes, key=lambda one: (one.start, one.end))) for quotes in answers)


def kept_figures(articles: Sequence[Article], found: Any) -> tuple[tuple[FoundFigure, ...], ...]:
    """The figures that a model found, for each article in the order of their places.

    Raises:
        PromiseBroken: an answer is missing, a place lies outside the text, or numbers do not bound the value.

    """
    answers = _answers(articles, found, "figures")
    for article, figures in zip(articles, answers, strict=True):
        for one in figures:
            _must(isinstance(one, FoundFigure), f"a {type(one).__name__} is no FoundFigure")
            _must(_lies_in(article, (one.start, one.end)), f"{one.start}..{one.end} is no place in the article's text")
            numbers = [one.value, *(bound for bound in (one.low, one.high) if bound is not None)]
            sound = all(isinstance(number, int | float) and math.isfinite(number) for number in numbers)
            _must(sound, f"{numbers} are no numbers")
            low, high = (-math.inf if one.low is None else one.low), (math.inf if one.high is None else one.high)
            _must(low <= one.value <= high, f"{one.value} lies outside {one.low}..{one.high}")
            _must(isinstance(one.measures, str), "measures is no text")
        _must_differ([(one.start, one.end) for one in figures])
    return tuple(tuple(sorted(figures, key=lambda one: (one.start, one.end))) for figures in answers)


def kept_files(folder: Path, found: Any) -> tuple[tuple[str, int], ...]:
    """The files that an exporter wrote.

    Raises:
        PromiseBroken: one is not there, or lies outside the folder.

    """
    files = tuple((str(path), amount) for path, amount in found)
    root = folder.resolve()
    for path, amount in files:
        _must(isinstance(amount, int) and amount >= 0, f"{path}: how much is in it is no number")
        place = (root / path).resolve()
        _must(place.is_relative_to(root), f"{path} lies outside the folder of the export")
        _must(place.exists(), f"{path} was told and not written")
    return files


def kept_registry(found: Any) -> str:
    """The text of a registry.

    Raises:
        PromiseBroken: it is no text, or longer than any register.

    """
    _must(isinstance(found, str), f"the register is a {type(found).__name__}, no text")
    _must(len(found) <= MOST_REGISTER, f"the register has {len(found):,} characters; there may be {MOST_REGISTER:,}")
    return str(found)


def _answers(articles: Sequence[Article], found: Any, what: str) -> list[list[Any]]:
    answers = [list(one) for one in found]
    _must(len(answers) == len(articles), f"{what} of {len(answers)} articles, where {len(articles)} were given")
    return answers


def _lies_in(article: Article, place: Any) -> bool:
    start, end = place
    return isinstance(start, int) and isinstance(end, int) and 0 <= start < end <= len(article.text)


def _must_differ(places: list[Any]) -> None:
    _must(len(set(places)) == len(places), "one place is told twice")


def _must(so: bool, otherwise: str) -> None:
    if not so:
        raise PromiseBroken(otherwise)

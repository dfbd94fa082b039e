"""Two pages compared without a desk: what `copydesk.compare` and the command of that name call.

What follows the comparison are steps of the flow, taken for a single pair, so that a desk says the same of it.
"""

from __future__ import annotations

import os
from dataclasses import replace
from datetime import date
from typing import Any

from copydesk.copies import compare as match_of
from copydesk.copies import hangs_together
from copydesk.errors import UsageError
from copydesk.flow import FLOW
from copydesk.reading import read
from copydesk.records import Article, ArticleId, Copy, Family, Match
from copydesk.reports.comparison import Comparison
from copydesk.settings import Settings
from copydesk.text.ids import stable_id

Given = str | bytes | os.PathLike[str] | Article

_STEPS = {step.name: step for step in FLOW}


def compare(a: Given, b: Given, *, as_of: date | None = None, settings: Settings | None = None) -> Comparison:
    """What two pages share: kind, direction, every alteration, as far as the two alone can tell.

    Each is given as to `copydesk.read` (a path, an address, the page itself), or is an article that was read before.
    Of a page with several articles the first is compared. No family bears witness here: on a desk, other copies of the
    same text may settle a direction that two pages leave open.

    Raises:
        UnreadablePage: there is no article on one of them, or nothing at the path.
        UsageError: one of them holds several pages.

    """
    settings = settings or Settings()
    # A person's today is that of the local clock, as for `read`.
    day = as_of or date.today()  # noqa: DTZ011
    left, right = (_article(one, day, settings) for one in (a, b))
    if left.id == right.id:
        right = replace(right, id=ArticleId(stable_id("article", right.id, "again")))
    copy = _copy(*sorted((left, right), key=lambda one: one.id), settings=settings)
    return Comparison(left=left, right=right, copy=copy, as_of=day, settings=settings.digest())


def _article(given: Given, as_of: date, settings: Settings) -> Article:
    """The article that stands first on a page."""
    if isinstance(given, Article):
        return given
    found = read(given, as_of=as_of, settings=settings)
    if len({article.page for article in found}) > 1:
        name = "-" if isinstance(given, bytes) else given
        raise UsageError(f"{name} holds several pages; name one page, or compare them all with `copydesk copies`")
    return found[0]


def _copy(left: Article, right: Article, *, settings: Settings) -> Copy | None:
    """The finding about two articles in the order of their ids; asked for by name, they need not share rare keys."""
    match = match_of(left, right, settings=settings.copies)
    if match is None:
        return None
    both: dict[type[Any], tuple[Any, ...]] = {Article: (left, right), Match: (match,)}
    families = _made("families", both, settings) if hangs_together(match) else ()
    made: tuple[Copy, ...] = _made("copies", {**both, Family: families}, settings)
    return made[0]


def _made(name: str, inputs: dict[type[Any], tuple[Any, ...]], settings: Settings) -> tuple[Any, ...]:
    """What a step of the flow makes of one job."""
    run = _STEPS[name].run
    if run is None:
        raise LookupError(f"the step {name} is a verb of the engine")
    (made,) = run([inputs], settings=settings)
    return made

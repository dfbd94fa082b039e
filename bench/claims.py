"""How fast claims and checks are, by part, beside textacy (quotations) and quantulum3 (quantities) in the same run.

    make bench                                         # the sample newsroom
    python bench/claims.py --pages FOLDER              # pages of your own
    python bench/claims.py --model NAME                # a pipeline of spaCy, by name or by its folder

What is timed is the work on articles that are read, grouped and dated already, in one thread; a figure is the least CPU
time of the rounds, in which the parts and the peers take turns. Trust the ratios: machines are noisy.

textacy needs a pipeline of spaCy that parses. Where none is installed (`python -m spacy download en_core_web_sm`) only
spaCy's splitting into words and sentences is timed, which is the least that textacy would cost and finds nothing.
quantulum3 runs without its classifier, which cannot be loaded with the scikit-learn of today.

Below the parts stands what copies cost: every article several times over, word for word and with its first sentence
gone, read each by itself and beside the first of them.
"""

import argparse
import sys
import time
import warnings
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import date
from functools import partial
from pathlib import Path
from typing import NamedTuple, TypeVar

from copydesk.checks import check
from copydesk.claims import attribute, find_facts, find_figures, find_quotes, read_figures, read_quotes
from copydesk.desk import open_desk
from copydesk.flow import dossier
from copydesk.records import (
    Article,
    ArticleId,
    Attribution,
    Collection,
    Dating,
    Dossier,
    Edition,
    Fact,
    Family,
    Figure,
    Quote,
    Story,
)
from copydesk.settings import Settings
from copydesk.text.sentences import sentences

NEWSROOM = Path(__file__).parents[1] / "examples" / "newsroom" / "pages"
MODEL = "en_core_web_sm"
COPIES = 5  # of each article, where the cost of copies is measured
BAR = 60  # articles a CPU-second for quotes, figures and checks together

SETTINGS = Settings()
Work = Callable[[], object]
R = TypeVar("R", Edition, Dating, Quote, Figure)


class Peer(NamedTuple):
    """Another program: what it is called, which part it is held against, and what it does to all articles."""

    name: str
    beside: str
    work: Work


# -- our parts --------------------------------------------------------------------------------------------------------


def parts(held: Collection) -> dict[str, Work]:
    """What each step over claims does, on what the steps before it made."""
    before, after = _dossiers(held, facts=False), _dossiers(held, facts=True)
    return {
        "quotes": lambda: [find_quotes(one, settings=SETTINGS.claims) for one in held.articles],
        "figures": lambda: [find_figures(one, settings=SETTINGS.claims) for one in held.articles],
        "attributions": lambda: attribute(held.quotes, settings=SETTINGS.claims),
        "facts": lambda: [find_facts(one, settings=SETTINGS.claims) for one in before],
        "checks": lambda: [check(one, settings=SETTINGS.checks) for one in after],
    }


def _dossiers(held: Collection, *, facts: bool) -> list[Dossier]:
    """The dossiers of all storylines, as the desk puts them together."""
    lines: dict[str, list[Story]] = {}
    for story in held.stories:
        lines.setdefault(story.storyline or story.id, []).append(story)
    quotes = {one.id: one.article for one in held.quotes}
    found = []
    for line, stories in lines.items():
        inside = {article for story in stories for article in story.articles}
        inputs = {
            Story: tuple(stories),
            Article: tuple(one for one in held.articles if one.id in inside),
            Family: tuple(one for one in held.families if inside & set(one.articles)),
            Edition: _of(held.editions, inside),
            Dating: _of(held.datings, inside),
            Quote: _of(held.quotes, inside),
            Figure: _of(held.figures, inside),
            Attribution: tuple(one for one in held.attributions if quotes[one.quote] in inside),
            Fact: tuple(one for one in held.facts if facts and one.story == line),
        }
        found.append(dossier(inputs))
    return found


def _of(records: Iterable[R], articles: set[ArticleId]) -> tuple[R, ...]:
    return tuple(one for one in records if one.article in articles)


# -- copies -----------------------------------------------------------------------------------------------------------


def copies_of(articles: Sequence[Article]) -> list[tuple[Article, list[Article]]]:
    """Each article with copies of it: all but one word for word, the last without the first sentence."""
    found = []
    for article in articles:
        same = [replace(article, id=ArticleId(f"{article.id}-{number}")) for number in range(COPIES - 2)]
        rest = sentences(article.text)[1:2]
        cut = replace(article, id=ArticleId(f"{article.id}-cut"), text=article.text[rest[0][0] if rest else 0 :])
        found.append((article, [*same, cut]))
    return found


def alone(families: Sequence[tuple[Article, list[Article]]]) -> None:
    """Quotes and figures of all, each article by itself."""
    for article, copies in families:
        for one in (article, *copies):
            find_quotes(one, settings=SETTINGS.claims)
            find_figures(one, settings=SETTINGS.claims)


def inherited(families: Sequence[tuple[Article, list[Article]]]) -> None:
    """Quotes and figures of all, copies beside the first of their family."""
    for article, copies in families:
        quotes = read_quotes(article, settings=SETTINGS.claims)
        figures = read_figures(article, settings=SETTINGS.claims)
        for one in copies:
            read_quotes(one, quotes, settings=SETTINGS.claims)
            read_figures(one, figures, settings=SETTINGS.claims)


# -- peers ------------------------------------------------------------------------------------------------------------


def peers(articles: Sequence[Article], model: str) -> list[Peer]:
    """The peers that are installed, ready to work."""
    return [*_textacy(articles, model), *_quantulum3(articles)]


def _textacy(articles: Sequence[Article], model: str) -> list[Peer]:
    try:
        import spacy
        from textacy.extract import direct_quotations
    except ImportError:
        return []
    try:
        parse = spacy.load(model)
    except OSError:
        split = spacy.blank("en")
        split.add_pipe("sentencizer")
        return [Peer("spaCy's sentences, without a model", "quotes", lambda: [split(one.text) for one in articles])]
    return [
        Peer(f"textacy on {parse.meta['name']}", "quotes", partial(_quotations, direct_quotations, parse, articles))
    ]


def _quotations(
    find: Callable[..., Iterable[object]], parse: Callable[[str], object], articles: Iterable[Article]
) -> None:
    for article in articles:
        with suppress(ValueError):  # it gives up on a text in which a quotation is not closed
            list(find(parse(article.text)))


def _quantulum3(articles: Sequence[Article]) -> list[Peer]:
    try:
        from quantulum3 import classifier, parser
    except ImportError:
        return []
    classifier.USE_CLF = False
    parser.parse("warmed up by 3 km")  # its tables of units are read at the first call
    return [Peer("quantulum3", "figures", lambda: [parser.parse(one.text) for one in articles])]


# -- the run ----------------------------------------------------------------------------------------------------------


def least(works: dict[str, Work], *, rounds: int) -> dict[str, float]:
    """The least CPU time that each piece of work took, in rounds in which all take turns."""
    found: dict[str, float] = {}
    for _ in range(rounds):
        for name, work in works.items():
            start = time.process_time()
            work()
            found[name] = min(found.get(name, float("inf")), time.process_time() - start)
    return found


def report(name: str, count: int, seconds: float, beside: str = "") -> None:
    """Print one line: milliseconds an article, articles a CPU-second, and how that compares."""
    print(f"{name:38}{1000 * seconds / count:9.2f}{count / seconds:14.1f}   {beside}".rstrip())


def main() -> int:
    """Time all parts; 1 where there is nothing to read."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--pages", type=Path, default=NEWSROOM, help="the folder of pages  [default: the sample]")
    parser.add_argument("--as-of", type=date.fromisoformat, default=date(2038, 12, 31))
    parser.add_argument("--model", default=MODEL, help=f"the pipeline of spaCy  [default: {MODEL}]")
    parser.add_argument("--rounds", type=int, default=3)
    asked = parser.parse_args()
    with open_desk() as desk:
        for _ in desk.add([str(asked.pages)], as_of=asked.as_of):
            pass
        for _ in desk.run():
            pass
        held = desk.collection()
    if not held.articles:
        print(f"{asked.pages} holds nothing to read", file=sys.stderr)
        return 1
    warnings.simplefilter("ignore")  # the peers warn of what they were built with
    tell(held, peers(held.articles, asked.model), rounds=max(1, asked.rounds))
    return 0


def tell(held: Collection, others: Sequence[Peer], *, rounds: int) -> None:
    """Print the table."""
    count, ours = len(held.articles), parts(held)
    families = copies_of(held.articles)
    works = ours | {one.name: one.work for one in others}
    seconds = least(works | {"alone": lambda: alone(families), "beside": lambda: inherited(families)}, rounds=rounds)
    print(f"{count} articles, {sum(len(one.text) for one in held.articles) // count} characters each\n")
    print(f"{'':38}{'ms each':>9}{'a CPU-second':>14}")
    for name in ours:
        ratios = [f"{seconds[one.name] / seconds[name]:.1f} x {one.name}" for one in others if one.beside == name]
        report(name, count, seconds[name], ", ".join(ratios))
    for one in others:
        report(one.name, count, seconds[one.name])
    together = seconds["quotes"] + seconds["figures"] + seconds["checks"]
    report("quotes, figures and checks", count, together, f"the bar is {BAR}")
    print()
    report(f"{COPIES} copies of each, by themselves", COPIES * count, seconds["alone"])
    gain = seconds["alone"] / seconds["beside"]
    report(
        f"{COPIES} copies of each, beside the first", COPIES * count, seconds["beside"], f"{gain:.1f} x by themselves"
    )


if __name__ == "__main__":
    sys.exit(main())

"""How fast pages are read, and how well, beside other readers on the same pages in the same run.

    make bench                                       # the sample newsroom
    python bench/read.py --pages FOLDER              # pages of your own, .html and .txt, each also .gz

FOLDER is searched with its folders. Where `ground-truth.json` (the article extraction benchmark's: a page's id to its
`articleBody`) or `gold.jsonl` (the newsroom's: `id`, `body`) stands in it or beside it, the body figures stand next to
the speeds, so that a speed is one at a stated quality. Our labeller was trained on labelled pages: on those it saw, the
figure is no evidence.

Every reader gets the same decoded texts in a process of its own, once a round, the rounds interleaved and the order
turned in each. Copydesk reads a few pages at a time and lets no search for cycles of objects break in, as
`copydesk read` does; the others have no other way than one by one. A figure is the median of the rounds in CPU time of
one thread; loading libraries and two pages to warm up are not counted, nor is the search for cycles among the objects
that loading made, which would fall into the time of one reader and not of another. Machines are noisy and shared:
trust the ratios.
"""

from __future__ import annotations

import argparse
import gc
import gzip
import json
import os
import re
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from datetime import date
from multiprocessing import get_context
from pathlib import Path
from statistics import median
from typing import NamedTuple

NEWSROOM = Path(__file__).parents[1] / "examples" / "newsroom" / "pages"
GOLD = ("ground-truth.json", "gold.jsonl", "gold/gold.jsonl")
SHORT = 16  # letters of a page's id by which the benchmark's text dumps are called
AS_OF = date(2038, 12, 31)  # after the days in which the sample newsroom plays
DATELINE = "\x1f"  # between a dateline and the text behind it, where a reader tells them apart
_WORD = re.compile(r"\w+")

Read = Callable[[Sequence[str]], Iterable[str]]
Text = tuple[str, str]  # the stem of a page's file, and what stands in it


class Figures(NamedTuple):
    """What one reader did in one round."""

    seconds: float
    megabytes: float
    texts: dict[str, str]


class Quality(NamedTuple):
    """Agreement of bodies with gold: F1 of word 4-grams summed over pages, and the share of pages without a fault."""

    f1: float
    exact: float
    pages: int


# -- the readers ----------------------------------------------------------------------------------------------------


def copydesk_html() -> Read:
    return _copydesk("html")


def copydesk_text() -> Read:
    return _copydesk("text")


def _copydesk(form: str) -> Read:
    from copydesk.articles import Opened, articles_on, open_page, weigh
    from copydesk.engine.limits import uncollected
    from copydesk.errors import UnreadablePage
    from copydesk.reading import TOGETHER
    from copydesk.records import Page, PageId
    from copydesk.settings import Settings

    settings = Settings().articles

    def together(contents: Sequence[str]) -> Iterator[str]:
        opened: list[Opened | None] = []
        for content in contents:
            page = Page(id=PageId("p-0"), source="page", form=form, sha256="", size=len(content), as_of=AS_OF)
            try:
                opened.append(open_page(page, content, settings=settings))
            except UnreadablePage:
                opened.append(None)
        weighed = weigh([one for one in opened if one is not None], settings=settings)
        for one in opened:
            try:
                article = articles_on(next(weighed), settings=settings)[0] if one is not None else None
            except UnreadablePage:
                article = None
            head = f"{article.dateline}{DATELINE}" if article is not None and article.dateline else ""
            yield head + article.text if article is not None else ""

    def read(contents: Sequence[str]) -> list[str]:
        texts: list[str] = []
        for start in range(0, len(contents), TOGETHER):
            with uncollected():
                texts += together(contents[start : start + TOGETHER])
        return texts

    return read


def _each(read: Callable[[str], str]) -> Read:
    """A reader of single pages."""
    return lambda contents: map(read, contents)


def trafilatura() -> Read:
    from trafilatura import bare_extraction

    def read(content: str) -> str:
        found = bare_extraction(content, with_metadata=True)
        return (found.text or "") if found is not None else ""

    return _each(read)


def resiliparse() -> Read:
    from resiliparse.extract.html2text import extract_plain_text

    return _each(lambda content: extract_plain_text(content, main_content=True))


def parse_resiliparse() -> Read:
    from resiliparse.parse.html import HTMLTree

    def read(content: str) -> str:
        HTMLTree.parse(content)
        return ""

    return _each(read)


def parse_selectolax() -> Read:
    from selectolax.lexbor import LexborHTMLParser

    def read(content: str) -> str:
        LexborHTMLParser(content)
        return ""

    return _each(read)


def parse_lxml() -> Read:
    from lxml import html

    parser = html.HTMLParser(encoding="utf-8")

    def read(content: str) -> str:
        html.document_fromstring(content.encode("utf-8", "replace"), parser=parser)
        return ""

    return _each(read)


READERS: dict[str, tuple[str, Callable[[], Read]]] = {
    "copydesk, all of an article": ("html", copydesk_html),
    "trafilatura, with metadata": ("html", trafilatura),
    "resiliparse, main content": ("html", resiliparse),
    "parsing alone: selectolax": ("html", parse_selectolax),
    "parsing alone: resiliparse": ("html", parse_resiliparse),
    "parsing alone: lxml": ("html", parse_lxml),
    "copydesk, text dumps": ("text", copydesk_text),
}
PEER = "trafilatura, with metadata"

WARM_UP = """<html lang="en"><head><title>A ferry stops</title></head><body><article><h1>A ferry stops</h1>
<p>By Ada Brenn, 2 April 2031</p><p>The ferry between the two banks stopped on Tuesday, the harbour office said.</p>
<p>It is to run again in May, once the engine has been mended and the quay at Low Street has been made good.</p>
</article></body></html>"""
# A language that no shortcut knows: what is loaded for such pages once is loaded before the clock starts.
STRANGE = """<html><body><h1>Portus clausus</h1>
<p>Navis oneraria, quae quotannis frumentum portat, prope ripam haesit.</p>
<p>Nautae, ventum secundum diu exspectantes, tandem domum redierunt; mercatores autem damna magna queruntur.</p>
</body></html>"""


def one_round(name: str, pages: list[Text]) -> Figures:
    """Read all pages once, in this process, which is thrown away afterwards."""
    form, make = READERS[name]
    read = make()
    list(read([page if form == "html" else re.sub(r"<[^>]+>", "\n", page) for page in (WARM_UP, STRANGE)]))
    contents = [content for _, content in pages]
    gc.collect()
    start = time.process_time()
    texts = list(read(contents))
    seconds = time.process_time() - start
    return Figures(seconds, _peak(), dict(zip([stem for stem, _ in pages], texts, strict=True)))


def _peak() -> float:
    """The most memory that this process held, in megabytes; 0 where the system does not say."""
    try:
        import resource
    except ImportError:
        return 0.0
    held = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return held / (1_000_000 if sys.platform == "darwin" else 1_000)


# -- pages and gold -------------------------------------------------------------------------------------------------


def pages_in(folder: Path) -> dict[str, list[Text]]:
    """The pages of a folder by form, in the order of their names."""
    found: dict[str, list[Text]] = {"html": [], "text": []}
    for path in sorted(folder.rglob("*")):
        name = path.name.removesuffix(".gz")
        form = "html" if name.endswith((".html", ".htm")) else "text" if name.endswith(".txt") else None
        if form and path.is_file():
            raw = gzip.decompress(path.read_bytes()) if path.name.endswith(".gz") else path.read_bytes()
            found[form].append((name.rpartition(".")[0], raw.decode("utf-8", "replace")))
    return found


def gold_of(folder: Path) -> dict[str, str]:
    """The true bodies by page, where gold stands in the folder or beside it."""
    path = next((place / name for place in (folder, folder.parent) for name in GOLD if (place / name).is_file()), None)
    if path is None:
        return {}
    if path.suffix == ".jsonl":
        return {row["id"]: row["body"] for row in map(json.loads, path.read_text(encoding="utf-8").splitlines())}
    truth = json.loads(path.read_text(encoding="utf-8"))
    return {ident: row["articleBody"] for ident, row in truth.items()}


def quality(texts: dict[str, str], gold: dict[str, str]) -> Quality | None:
    """How well the texts agree with gold, as the article extraction benchmark counts; None where nothing can be."""
    short = {ident[:SHORT]: ident for ident in gold}
    named = {stem: ident for stem in texts for ident in [stem if stem in gold else short.get(stem)] if ident}
    if not named or not any(texts.values()):
        return None
    counts = [_best_counts(gold[ident], texts[stem]) for stem, ident in named.items()]
    right, extra, missing = (sum(column) for column in zip(*counts, strict=True))
    exact = sum(not one[1] and not one[2] for one in counts)
    return Quality(2 * right / (2 * right + extra + missing or 1), exact / len(named), len(named))


def _best_counts(true: str, given: str) -> tuple[float, float, float]:
    """The counts of a text with its dateline or without, as is better: one gold has it in the body, another has not."""
    dateline, mark, text = given.rpartition(DATELINE)
    return max(
        (_counts(true, one) for one in ({text, f"{dateline} {text}"} if mark else {text})), key=lambda one: one[0]
    )


def _counts(true: str, given: str) -> tuple[float, float, float]:
    """4-grams in both, only given, only true; a page counts as one whatever its length."""
    wanted, found = _shingles(true), _shingles(given)
    both = (wanted & found).total()
    counts = (both, found.total() - both, wanted.total() - both)
    whole = sum(counts) or 1
    return (counts[0] / whole, counts[1] / whole, counts[2] / whole)


def _shingles(text: str, size: int = 4) -> Counter[tuple[str, ...]]:
    words = _WORD.findall(text)
    runs = (tuple(words[place : place + size]) for place in range(max(1, len(words) - size + 1)))
    return Counter(run for run in runs if run)


# -- the run --------------------------------------------------------------------------------------------------------


def measured(pages: dict[str, list[Text]], *, rounds: int, names: list[str]) -> dict[str, list[Figures]]:
    """The figures of every round by reader."""
    found: dict[str, list[Figures]] = {name: [] for name in names}
    with ProcessPoolExecutor(1, mp_context=get_context("spawn"), max_tasks_per_child=1) as pool:
        for number in range(rounds):
            turned = names[number % len(names) :] + names[: number % len(names)]
            for name in turned:
                found[name].append(pool.submit(one_round, name, pages[READERS[name][0]]).result())
    return found


def table(found: dict[str, list[Figures]], pages: dict[str, list[Text]], gold: dict[str, str]) -> Iterator[str]:
    """One line a reader."""
    medians = {name: median(one.seconds for one in rounds) for name, rounds in found.items() if rounds}
    yield f"{'':30}{'pages':>6}{'ms a page':>11}{'a CPU-second':>14}{'x trafilatura':>15}{'F1':>8}{'exact':>7}{'MB':>6}"
    for name, seconds in medians.items():
        form = READERS[name][0]
        count = len(pages[form])
        held = max(one.megabytes for one in found[name])
        beside = f"{medians[PEER] / seconds:.2f}" if form == "html" and PEER in medians else ""
        told = quality(found[name][0].texts, gold)
        body = f"{told.f1:8.3f}{told.exact:7.3f}" if told else " " * 15
        speed = f"{count:6}{1000 * seconds / count:11.2f}{count / seconds:14.1f}{beside:>15}"
        yield f"{name:30}{speed}{body}{held:6.0f}"
    spread = {
        name: [1000 * one.seconds / len(pages[READERS[name][0]]) for one in rounds] for name, rounds in found.items()
    }
    yield ""
    yield "ms a page in each round: " + "; ".join(
        f"{name} {' '.join(f'{one:.1f}' for one in times)}" for name, times in spread.items()
    )


def main() -> int:
    """Time every reader that is installed; 1 where there are no pages."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--pages", type=Path, default=NEWSROOM, help="the folder of pages  [default: the sample]")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--limit", type=int, default=None, help="at most so many pages of each form")
    asked = parser.parse_args()
    pages = {form: texts[: asked.limit] for form, texts in pages_in(asked.pages).items()}
    if not any(pages.values()):
        print(f"{asked.pages} holds no page; pages end in .html, .htm or .txt, each also .gz", file=sys.stderr)
        return 1
    names = [name for name, (form, _) in READERS.items() if pages[form]]
    load = f", load {os.getloadavg()[0]:.1f}" if hasattr(os, "getloadavg") else ""
    print(f"{asked.pages}: {len(pages['html'])} HTML pages, {len(pages['text'])} text dumps{load}\n")
    print("\n".join(table(measured(pages, rounds=max(1, asked.rounds), names=names), pages, gold_of(asked.pages))))
    return 0


if __name__ == "__main__":
    sys.exit(main())

"""How fast each room is, per CPU-second of one thread, and as a ratio to a peer on the same texts in the same run.

    make bench

Machines are noisy and shared: trust the ratios, not the absolutes. Each figure is the best of three rounds.
"""

import time
from collections.abc import Callable
from datetime import date
from functools import partial
from pathlib import Path

from copydesk.articles import read_articles
from copydesk.claims import find_figures, find_quotes
from copydesk.copies import compare, fingerprints, worth_comparing
from copydesk.engine import LocalEngine
from copydesk.page_steps import read_pages
from copydesk.pages import content_of, find_pages
from copydesk.records import Page
from copydesk.settings import Settings

PAGES = Path(__file__).parents[1] / "examples" / "newsroom" / "pages"
ROUNDS = 3


def cpu_seconds(work: Callable[[], object]) -> float:
    """The least CPU time that a piece of work took in three rounds."""
    times = []
    for _ in range(ROUNDS):
        start = time.process_time()
        work()
        times.append(time.process_time() - start)
    return min(times)


def report(name: str, count: int, seconds: float, peer: tuple[str, float] | None = None) -> None:
    """Print one line: how many a CPU-second, and how that compares."""
    beside = f"   {peer[1] / seconds:6.2f} x {peer[0]}" if peer else ""
    print(f"{name:34} {count / seconds:9.1f} a CPU-second{beside}")


def main() -> None:
    """Time every room on the sample newsroom."""
    from datasketch import MinHash
    from trafilatura import bare_extraction

    settings = Settings()
    found = list(find_pages([str(PAGES)], as_of=date(2038, 12, 31), settings=settings.pages))
    pages = [(page, content_of(page, settings=settings.pages)) for page in found]
    for form in ("html", "text"):
        mine = [(page, content) for page, content in pages if page.form == form]
        jobs = [{Page: (page,)} for page, _ in mine]
        seconds = cpu_seconds(lambda jobs=jobs: list(LocalEngine().map(partial(read_pages, settings=settings), jobs)))
        peer = None
        if form == "html":
            theirs = cpu_seconds(
                lambda mine=mine: [bare_extraction(content, with_metadata=True) for _, content in mine]
            )
            peer = ("trafilatura with metadata", theirs)
        report(f"read, {form} pages", len(mine), seconds, peer)

    articles = [one for page, content in pages for one in read_articles(page, content, settings=settings.articles)]

    def minhash() -> None:
        for article in articles:
            words = article.text.lower().split()
            sketch = MinHash(num_perm=128)
            sketch.update_batch([" ".join(words[place : place + 3]).encode() for place in range(len(words) - 2)])

    theirs = cpu_seconds(minhash)
    prints = fingerprints(articles, settings=settings.copies)
    seconds = cpu_seconds(lambda: fingerprints(articles, settings=settings.copies))
    report("fingerprints", len(articles), seconds, ("datasketch MinHash of word 3-grams", theirs))
    by_id = {article.id: article for article in articles}
    candidates = LocalEngine().block(prints, settings.copies.block)
    met = [(one, by_id[one.a], by_id[one.b]) for one in candidates]
    seconds = cpu_seconds(lambda: worth_comparing(met, settings=settings.copies))
    report("candidate pairs judged in bulk", len(met), seconds)
    worth = worth_comparing(met, settings=settings.copies)
    pairs = [one for one, wanted in zip(candidates, worth, strict=True) if wanted]
    seconds = cpu_seconds(lambda: [compare(by_id[one.a], by_id[one.b], settings=settings.copies) for one in pairs])
    report("pairs compared in full", len(pairs), seconds)
    seconds = cpu_seconds(lambda: [find_quotes(article, settings=settings.claims) for article in articles])
    report("quotes, articles", len(articles), seconds)
    seconds = cpu_seconds(lambda: [find_figures(article, settings=settings.claims) for article in articles])
    report("figures, articles", len(articles), seconds)


if __name__ == "__main__":
    main()

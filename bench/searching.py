"""How long a person waits for an answer from a large desk, while another process writes to it.

    python bench/searching.py --articles 100000 [--desk FILE]

Articles are generated from the sample newsroom: sentences with a third of their words exchanged, a quote and three
figures each, in stories of one to five of which some share text. `--desk` keeps the desk for the next time. What is
timed is each kind of question, by the clock and by CPU, half of them and the slowest of twenty, first with the desk at
rest, then while a process puts articles on it without a pause.
"""

from __future__ import annotations

import argparse
import multiprocessing
import random
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from datetime import date, timedelta
from functools import partial
from pathlib import Path
from typing import Any

from copydesk.copies import fingerprints
from copydesk.desk import Desk, open_desk
from copydesk.engine import LocalEngine
from copydesk.meeting import meet, wanted_of
from copydesk.reading import read_all
from copydesk.records import (
    Article,
    ArticleId,
    Attribution,
    Block,
    Candidate,
    Family,
    FamilyId,
    Figure,
    FigureId,
    Fingerprint,
    Ladder,
    PageId,
    Published,
    Quote,
    QuoteId,
    Record,
    Story,
    StoryId,
)
from copydesk.searching import Question
from copydesk.settings import Settings
from copydesk.store import Outcome, SqliteStore, StepRun

PAGES = Path(__file__).parents[1] / "examples" / "newsroom" / "pages"
SETTINGS = Settings()
PORTION = 2_000
NUMBERS = (2, 3, 7, 12, 40, 100, 250, 1_000, 4_200, 100_000)
FIRST = date(2030, 1, 1)
ASKED = 20


class Press:
    """Makes stories of invented articles, always the same for one seed."""

    def __init__(self, seed: int) -> None:
        self.chance = random.Random(seed)
        texts = [one.text for one in read_all([str(PAGES)], as_of=date(2038, 12, 31)) if isinstance(one, Article)]
        self.sentences = [one for text in texts for one in text.replace("\n", " ").split(". ") if 40 < len(one) < 260]
        self.words = sorted({word for one in self.sentences for word in one.split() if word.isalpha()})
        self.rare = [
            "".join(self.chance.choice(("bcdfglmnprstv", "aeiou")[place % 2]) for place in range(6))
            for _ in range(60_000)
        ]

    def sentence(self) -> str:
        words = self.chance.choice(self.sentences).split()
        return " ".join(word if self.chance.random() < 0.7 else self.another() for word in words)

    def another(self) -> str:
        return self.chance.choice(self.words if self.chance.random() < 0.7 else self.rare)

    def paragraph(self) -> str:
        return ". ".join(self.sentence() for _ in range(3)) + "."

    def ident(self, kind: str) -> str:
        return f"{kind}-{self.chance.getrandbits(64):016x}"

    def story(self) -> Iterator[Record]:
        """The records of one story, whose articles share most of their paragraphs."""
        first = [self.paragraph() for _ in range(self.chance.randint(2, 4))]
        speaker = f"{self.chance.choice(self.rare[:400])} {self.chance.choice(self.rare[400:9_000])}".title()
        count = self.chance.choice(NUMBERS)
        lost = f"Some {count:,} troops and {count * 3:,} houses were lost on 640km of road."
        told = f"“{self.sentence()},” said {speaker}. {lost}"
        articles = []
        for place in range(self.chance.choice((1, 1, 1, 2, 3, 5))):
            text = "\n".join(
                [one if place == 0 or self.chance.random() < 0.8 else self.paragraph() for one in first] + [told]
            )
            articles.append(self.article(text))
            yield from self.claims(articles[-1], speaker, count)
        yield from articles
        ids = tuple(one.id for one in articles)
        ladder = Ladder(pages=len(ids), texts=1, publishers=1, owners=1, accounts=1, documents=0)
        yield Story(
            id=StoryId(self.ident("story")),
            label=articles[0].title or "",
            articles=ids,
            event_date=None,
            storyline=None,
            families=(ids,),
            ladder=ladder,
        )
        if len(ids) > 1:
            yield Family(id=FamilyId(self.ident("family")), articles=ids, edges=(), roots=ids[:1])

    def article(self, text: str) -> Article:
        day = FIRST + timedelta(days=self.chance.randint(0, 1_500))
        return Article(
            id=ArticleId(self.ident("article")),
            page=PageId(self.ident("page")),
            source=f"pages/{self.ident('page')}.html",
            position=0,
            text=text,
            blocks=tuple(Block(kind="body", text=one) for one in text.split("\n")),
            outlet=f"Outlet {self.chance.randint(1, 300)}",
            title=self.sentence()[:70],
            language="en",
            published=Published(low=day, high=day, precision="day", basis="printed", confidence=0.9),
        )

    def claims(self, article: Article, speaker: str, count: int) -> Iterator[Record]:
        start, end = article.text.index("“") + 1, article.text.index("”")
        quote = Quote(
            id=QuoteId(self.ident("quote")),
            article=article.id,
            start=start,
            end=end,
            text=article.text[start:end],
            kind="direct",
            speaker=speaker.split()[1],
            speaker_surface=speaker,
            speaker_start=None,
            speaker_end=None,
            cue="said",
            via=None,
        )
        yield quote
        yield Attribution(id=self.ident("attribution"), quote=quote.id, speaker=speaker, utterance=None)
        for value, unit in ((count, "person"), (count * 3, "house"), (640, "kilometre")):
            at = article.text.index(f"{value:,}", end)
            yield Figure(
                id=FigureId(self.ident("figure")),
                article=article.id,
                start=at,
                end=at + len(f"{value:,}"),
                surface=f"{value:,}",
                value=float(value),
                low=float(value),
                high=float(value),
                unit=unit,
                per=None,
                measures=unit,
                approximate=False,
                si_value=value * 1e3 if unit == "kilometre" else None,
                si_unit="metre" if unit == "kilometre" else None,
            )


def keep(store: SqliteStore, records: Sequence[Record], job: str) -> None:
    """Put records on a desk, articles before what is said of them."""
    kinds: tuple[type[Any], ...] = (Article, Quote, Figure, Attribution, Story, Family)
    for kind in kinds:
        mine = tuple(one for one in records if isinstance(one, kind))
        store.put(StepRun(kind.__name__.lower(), kind, 1, "bench"), [Outcome(job, "", mine)])
    articles = [one for one in records if isinstance(one, Article)]
    prints = fingerprints(articles, settings=SETTINGS.copies)
    store.put(StepRun("prints", Fingerprint, 1, "bench"), [Outcome(one.article, "", (one,)) for one in prints])


def fill(path: Path, count: int) -> None:
    """Make a desk of so many articles, with the index of their keys."""
    press, store, made = Press(7), SqliteStore(path), 0
    while made < count:
        records: list[Record] = []
        while sum(isinstance(one, Article) for one in records) < min(PORTION, count - made):
            records.extend(press.story())
        made += sum(isinstance(one, Article) for one in records)
        keep(store, records, f"portion {made}")
    for _ in meet(
        store,
        LocalEngine(),
        StepRun("candidates", Candidate, 1, "bench"),
        wanted_of(store),
        limits=SETTINGS.copies.block,
    ):
        pass
    store.close()


def write_on(path: Path, ended: Any) -> None:
    """Put stories on a desk until told to end: what a run does, in transactions of about 64 articles."""
    press, store = Press(8), SqliteStore(path)
    number = 0
    while not ended.is_set():
        keep(store, [one for _ in range(30) for one in press.story()], f"arrival {number}")
        number += 1
    print(f"  (meanwhile {number} transactions of some 64 articles each were written)")
    store.close()


def questions(desk: Desk) -> dict[str, list[Callable[[], object]]]:
    """What people ask, by kind: twenty of each, about what is on the desk."""
    chance = random.Random(3)
    ids = sorted(desk.store.digests(Article))
    articles = list(desk.store.get(Article, chance.sample(ids, 60)).values())
    voices = [voice.name for voice in desk.speakers("ba", limit=50)]

    def find(**asked: Any) -> Callable[[], object]:
        return lambda: desk.find(Question(**asked))

    def word() -> str:
        return chance.choice([one for one in chance.choice(articles).text.split() if one.isalpha()])

    def part(words: int) -> str:
        text = chance.choice(articles).text.split()
        start = chance.randrange(len(text) - words)
        return " ".join(text[start : start + words])

    def day() -> date:
        return FIRST + timedelta(days=chance.randint(0, 1_500))

    common = ("said", "the", "people said", "some troops", "of the", "said in")
    sizes = ("100,000 troops", "2 people", "3 troops", "640km of road", "about 4,000 houses", "more than 100 people")
    return {
        "two words": [find(words=f"{word()} {word()}") for _ in range(ASKED)],
        "words that all have": [find(words=common[number % len(common)]) for number in range(ASKED)],
        "a word begun": [find(words=f"{word()[:4]}*") for _ in range(ASKED)],
        "a passage": [find(passage=part(9)) for _ in range(ASKED)],
        "a speaker": [find(speaker=chance.choice(voices)) for _ in range(ASKED)],
        "a figure": [find(figure=sizes[number % len(sizes)]) for number in range(ASKED)],
        "near a day": [find(near=day()) for _ in range(ASKED)],
        "an outlet and a word": [find(outlet=f"Outlet {number + 1}", words="said") for number in range(ASKED)],
        "all together": [find(words="said", near=day(), days=30, language="en", figure="640km") for _ in range(ASKED)],
        "who carries an article": [partial(desk.carriers, one.text) for one in articles[:ASKED]],
        "who carries a paragraph": [partial(desk.carriers, part(90)) for _ in range(ASKED)],
        "who carries a sentence": [partial(desk.carriers, part(20)) for _ in range(ASKED)],
    }


def time_them(desk: Desk, heading: str) -> None:
    """Ask everything once, and print what it took."""
    print(f"{heading:34}  wall: half, slowest    CPU: half, slowest  (milliseconds)")
    for name, asked in questions(desk).items():
        walls, cpus = [], []
        for one in asked:
            wall, cpu = time.perf_counter(), time.process_time()
            one()
            walls.append(1e3 * (time.perf_counter() - wall))
            cpus.append(1e3 * (time.process_time() - cpu))
        half = len(asked) // 2
        walls, cpus = sorted(walls), sorted(cpus)
        print(f"  {name:32}  {walls[half]:10.0f} {walls[-1]:8.0f}  {cpus[half]:10.0f} {cpus[-1]:8.0f}", flush=True)


def main() -> None:
    """Fill a desk, ask it at rest, and ask it while it is written to."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--articles", type=int, default=20_000)
    parser.add_argument("--desk", type=Path, help="keep the desk in this file, or ask the one that is there")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        path = given.desk or Path(folder) / "bench.desk"
        if not path.exists():
            start = time.process_time()
            fill(path, given.articles)
            print(
                f"{given.articles:,} articles put on a desk: {time.process_time() - start:.0f} CPU-seconds", flush=True
            )
        with open_desk(path, read_only=True) as desk:
            time_them(desk, f"{desk.counts()['Article']:,} articles, at rest")
            spawn = multiprocessing.get_context("spawn")
            ended = spawn.Event()
            writer = spawn.Process(target=write_on, args=(path, ended))
            writer.start()
            time.sleep(5)
            time_them(desk, "while it is written to")
            ended.set()
            writer.join()


if __name__ == "__main__":
    sys.exit(main())

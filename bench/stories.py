"""Events: how well texts are grouped, and how many articles a CPU-second, in one batch and as a stream.

    python bench/stories.py --events ecbplus.jsonl      # labelled texts: JSON lines with id, title, text, event
    python bench/stories.py --stream 200000             # a made-up stream of dated news with look-alike events

Beside it stands TF-IDF over words and pairs of words with average link (scikit-learn), in the same run, at the
threshold that is best for it on ECB+ (.16). Machines are noisy and shared: trust the ratios, not the absolutes.
"""

from __future__ import annotations

import argparse
import json
import random
import re
import resource
import time
from collections import Counter, defaultdict
from collections.abc import Hashable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import islice
from pathlib import Path

from copydesk.records import Article, ArticleId, EventDate, PageId
from copydesk.settings import StorySettings
from copydesk.stories.events import Unit, unit_of
from copydesk.stories.stream import EventStream, group_units

SETTINGS = StorySettings()
PEER_LIKENESS = 0.16
NEWSROOM = Path(__file__).parents[1] / "examples" / "newsroom" / "gold" / "gold.jsonl"
# Articles handed to the stream at once, as a desk would that looks every few minutes.
ARRIVALS = 100


@dataclass(frozen=True, slots=True)
class Labelled:
    """An article, the event that it tells of, and the day of that event where one is known."""

    article: Article
    event: Hashable
    day: date | None = None

    def unit(self) -> Unit:
        """What the stories room makes of it."""
        days = [EventDate(low=self.day, high=self.day, basis="text")] if self.day else []
        return unit_of([self.article], days, settings=SETTINGS)


def article_of(name: str, title: str | None, text: str) -> Article:
    """An article of which nothing is known but its words."""
    return Article(
        id=ArticleId(name),
        page=PageId(name),
        source=name,
        position=0,
        text=text,
        title=title,
        outlet=None,
        published=None,
        blocks=(),
    )


def bcubed(events: Sequence[Hashable], clusters: Sequence[Hashable]) -> tuple[float, float, float]:
    """BCubed precision, recall and F (Bagga and Baldwin 1998)."""
    both = Counter(zip(events, clusters, strict=True))
    by_event, by_cluster = Counter(events), Counter(clusters)
    precision = sum(count * count / by_cluster[cluster] for (_, cluster), count in both.items()) / len(events)
    recall = sum(count * count / by_event[event] for (event, _), count in both.items()) / len(events)
    return precision, recall, 2 * precision * recall / (precision + recall)


def report(name: str, events: Sequence[Hashable], clusters: Sequence[Hashable], seconds: float) -> None:
    """Print one line of figures."""
    precision, recall, both = bcubed(events, clusters)
    print(
        f"{name:34} P {precision:.3f}  R {recall:.3f}  F {both:.3f}  {len(set(clusters)):6} events"
        f"  {len(events) / seconds:7.0f} articles a CPU-second",
        flush=True,
    )


# -- labelled texts ---------------------------------------------------------------------------------------------------


def labelled(path: Path) -> list[Labelled]:
    """The texts of a file of JSON lines."""
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    return [Labelled(article_of(row["id"], row.get("title"), row["text"]), row["event"]) for row in rows]


def batch(texts: Sequence[Labelled]) -> tuple[list[int], float]:
    """The event of each text, all grouped at once, and the CPU-seconds that it took."""
    start = time.process_time()
    groups = group_units([one.unit() for one in texts], settings=SETTINGS)
    seconds = time.process_time() - start
    event_of = {place: number for number, group in enumerate(groups) for place in group}
    return [event_of[place] for place in range(len(texts))], seconds


def streamed(texts: Sequence[Labelled]) -> tuple[list[int], float]:
    """The event of each text, taken in as they come, and the CPU-seconds that it took."""
    start = time.process_time()
    stream = EventStream(settings=SETTINGS)
    placed = []
    for first in range(0, len(texts), ARRIVALS):
        placed.extend(stream.add([one.unit() for one in texts[first : first + ARRIVALS]]))
    placed.extend(stream.close())
    return [one.event for one in placed], time.process_time() - start


def peer(texts: Sequence[Labelled]) -> tuple[list[int], float]:
    """TF-IDF over words and pairs of words, title twice, average link."""
    from sklearn.cluster import AgglomerativeClustering
    from sklearn.feature_extraction.text import TfidfVectorizer

    start = time.process_time()
    rows = [f"{one.article.title or ''}\n{one.article.title or ''}\n{one.article.text}" for one in texts]
    vectors = TfidfVectorizer(ngram_range=(1, 2), min_df=2, sublinear_tf=True, stop_words="english").fit_transform(rows)
    apart = 1 - (vectors @ vectors.T).toarray()
    model = AgglomerativeClustering(
        n_clusters=None, metric="precomputed", linkage="average", distance_threshold=1 - PEER_LIKENESS
    )
    return list(model.fit_predict(apart)), time.process_time() - start


def of_labelled(path: Path) -> None:
    """Batch, five orders of arrival, and the peer; batch also on each half of the topics."""
    texts = labelled(path)
    events = [one.event for one in texts]
    report("copydesk, all at once", events, *batch(texts))
    for odd in (False, True):
        half = [one for one in texts if _topic(one) % 2 == odd]
        report(f"  {'odd' if odd else 'even'} topics alone", [one.event for one in half], *batch(half))
    for seed in range(5):
        order = random.Random(seed).sample(texts, len(texts))
        report(f"copydesk, as a stream, order {seed}", [one.event for one in order], *streamed(order))
    report("TF-IDF average link (scikit-learn)", events, *peer(texts))


def _topic(one: Labelled) -> int:
    """The number at the head of an event's name; names without one go by their letters."""
    found = re.match(r"\d+", str(one.event))
    return int(found.group()) if found else sum(map(ord, str(one.event)))


# -- a stream of dated news ------------------------------------------------------------------------------------------

SYLLABLES = "ba co du fe gi ha jo ku le mi no pu ra so tu ve wi xa yo ze".split()
KINDS = 120  # sorts of event: words that every event of the sort is told in
ACCOUNTS = 4  # of an event, on the average
A_DAY = 60  # events begin on each day
AGAIN = 12  # days after which an event of the same sort at the same place may follow: a look-alike


def made_up(count: int, seed: int) -> Iterator[Labelled]:
    """So many accounts of events, by day. Half of the events look like one some days before: sort and place are its.

    Words are those of the newsroom and invented ones; each account takes its own handful of what its event offers.
    """
    chance = random.Random(seed)
    common = _common_words()
    kinds = [chance.sample(sorted(set(common)), 25) for _ in range(KINDS)]
    places = [word.capitalize() for word in _invented(chance, 400)]
    past: list[tuple[int, str, int]] = []
    day, number, event = date(2030, 1, 1), 0, 0
    while True:
        accounts = []
        for _ in range(A_DAY):
            event += 1
            kind, place = chance.randrange(KINDS), chance.choice(places)
            earlier = [one for one in past[-A_DAY * AGAIN * 3 : -A_DAY * AGAIN] if chance.random() < 0.02]
            if earlier and chance.random() < 0.5:
                kind, place, _ = earlier[0]
            past.append((kind, place, event))
            own = _invented(chance, 12) + [word.capitalize() for word in _invented(chance, 6)] + [place] * 3
            for _ in range(1 + int(chance.expovariate(1 / (ACCOUNTS - 1)))):
                words = chance.choices(common, k=90) + chance.choices(kinds[kind], k=25) + chance.choices(own, k=25)
                chance.shuffle(words)
                accounts.append((event, " ".join(words)))
        chance.shuffle(accounts)
        past = past[-A_DAY * AGAIN * 4 :]
        for told, text in accounts:
            yield Labelled(article_of(f"s{number}", None, text), told, day)
            number += 1
            if number == count:
                return
        day += timedelta(days=1)


def _common_words() -> list[str]:
    """The words of the newsroom, as often as they stand there."""
    rows = (json.loads(line) for line in NEWSROOM.read_text(encoding="utf-8").splitlines())
    return [word for row in rows for word in re.findall(r"[a-z]+", row["body"])]


def _invented(chance: random.Random, count: int) -> list[str]:
    return ["".join(chance.choices(SYLLABLES, k=chance.choice((3, 4)))) for _ in range(count)]


def of_stream(count: int, seed: int) -> None:
    """Take a made-up stream in and say what each portion cost, how well it was grouped, and how much memory it took."""
    stream = EventStream(settings=SETTINGS)
    source = made_up(count, seed)
    events: list[Hashable] = []
    clusters: list[int] = []
    portion = max(ARRIVALS, count // 10)
    costs = []
    while block := list(islice(source, portion)):
        start = time.process_time()
        for first in range(0, len(block), ARRIVALS):
            arrived = [one.unit() for one in block[first : first + ARRIVALS]]
            clusters.extend(placed.event for placed in stream.add(arrived))
        costs.append((time.process_time() - start) / len(block))
        events.extend(one.event for one in block)
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
        print(f"{len(events):8} articles  {1000 * costs[-1]:6.2f} ms an article  peak {peak} MB", flush=True)
    clusters.extend(placed.event for placed in stream.close())
    report("copydesk, made-up stream", events, clusters, sum(costs) * portion)
    print(f"cost of the last tenth over that of the first: {costs[-1] / costs[0]:.2f}")
    print(f"events that hold accounts of more than one: {_mixed(events, clusters)} of {len(set(clusters))}")


def _mixed(events: Sequence[Hashable], clusters: Sequence[int]) -> int:
    held: dict[int, set[Hashable]] = defaultdict(set)
    for event, cluster in zip(events, clusters, strict=True):
        held[cluster].add(event)
    return sum(len(inside) > 1 for inside in held.values())


def main() -> None:
    """Read the options and run what they ask for."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--events", type=Path, help="labelled texts: JSON lines with id, title, text and event")
    parser.add_argument("--stream", type=int, metavar="ARTICLES", help="so many articles of a made-up stream")
    parser.add_argument("--seed", type=int, default=1, help="of the made-up stream")
    asked = parser.parse_args()
    if asked.events is None and asked.stream is None:
        parser.error("give --events FILE, --stream ARTICLES, or both")
    if asked.events:
        of_labelled(asked.events)
    if asked.stream:
        of_stream(asked.stream, asked.seed)


if __name__ == "__main__":
    main()

"""What a plan says before a run, against what the run then meets."""

import random
from datetime import date
from pathlib import Path

import pytest

from copydesk import planning
from copydesk.desk import open_desk
from copydesk.engine import FAMILIES
from copydesk.pages import find_pages
from copydesk.planning import plan
from copydesk.records import Candidate, Fingerprint, Match
from copydesk.settings import Settings
from timing import GOES, cpu_seconds

AS_OF = date(2038, 12, 31)
SETTINGS = Settings()
SYLLABLES = "ba re lo mi ta nu ke so ri va do pe la gu fi ne ro ca ti mo hu se wa zi".split()


def made_up_text(dice):
    def word(size):
        return "".join(dice.choice(SYLLABLES) for _ in range(size))

    words = [word(dice.choice((1, 2, 3))) for _ in range(400)]
    cast = [f"{word(2).capitalize()} {word(3).capitalize()}" for _ in range(5)]
    sentences = [
        " ".join(dice.choice(cast) if dice.random() < 0.2 else dice.choice(words) for _ in range(14)) for _ in range(12)
    ]
    return "\n\n".join(f"{one[0].upper()}{one[1:]} on day {dice.randrange(900)}." for one in sentences)


def write(folder, count, *, copied):
    """So many pages, of which each `copied`-th carries a text that stood before."""
    dice = random.Random(3)
    texts = []
    for number in range(count):
        if number % copied or not texts:
            texts.append(text := made_up_text(dice))
        else:
            text = dice.choice(texts)
        (folder / f"{number:04}.txt").write_text(f"Report number {number}\n\n{text}\n", encoding="utf-8")
    return folder


def planned(folder):
    return plan(find_pages([str(folder)], as_of=AS_OF, settings=SETTINGS.pages), settings=SETTINGS)


def met(folder):
    """What a run meets: articles, keys, pairs, matches."""
    with open_desk() as desk:
        list(desk.add([str(folder)], as_of=AS_OF))
        list(desk.run())
        counts = desk.counts()
        keys = sum(len(getattr(one, family)) for one in desk.store.all(Fingerprint) for family in FAMILIES)
    return counts["Article"], keys, counts[Candidate.__name__], counts[Match.__name__]


def within(told, found, factor):
    return all(low <= factor * high and high <= factor * low for low, high in zip(told, found, strict=True))


def test_a_collection_that_is_looked_at_whole_is_told_as_it_is(newsroom):
    pages = list(newsroom.store.all(planning.Page))
    told = plan(pages, settings=SETTINGS)
    counts = newsroom.counts()
    assert (told.pages, told.sampled, told.articles) == (len(pages), len(pages), counts["Article"])
    assert within((told.pairs, told.matches), (counts["Candidate"], counts["Match"]), 1.3)
    assert {one.step for one in told.steps} == {step.name for step in planning.FLOW}


def test_no_pages_cost_nothing():
    assert plan([], settings=SETTINGS).seconds == 0


@pytest.mark.slow
@pytest.mark.parametrize("copied", [2, 4])
def test_a_plan_from_half_the_pages_is_right_within_a_factor_of_two(tmp_path, monkeypatch, copied):
    (tmp_path / "pages").mkdir()
    write(tmp_path / "pages", 200, copied=copied)
    # A name that is always the same, so that the same pages are drawn for the sample.
    monkeypatch.chdir(tmp_path)
    folder = Path("pages")
    monkeypatch.setattr(planning, "BLOCKED", 100)
    monkeypatch.setattr(planning, "RUN_WHOLE", 30)
    told = planned(folder)
    assert (told.pages, told.sampled) == (200, 100)
    assert within((told.articles, told.keys, told.pairs, told.matches), met(folder), 2)
    # A machine that others use may be half as fast in one of the two, or stall: three, and not two, and in a few goes.
    costs = ((planned(folder).seconds, cpu_seconds(lambda: met(folder))) for _ in range(GOES))
    assert any(within((told,), (spent,), 3) for told, spent in costs)


def test_pairs_of_a_large_family_grow_with_its_articles_and_not_with_their_square():
    limits = SETTINGS.copies.block.most_articles
    ring = [
        Candidate(id=f"p-{n}", a=f"a-{n:04}", b=f"a-{n + 1:04}", shingles=9, anchors=0, quotations=0)
        for n in range(399)
    ]
    assert planning._all_pairs(ring, 0.02, limits) == 399 * 50
    pair = [Candidate(id="p", a="a", b="b", shingles=9, anchors=0, quotations=0)]
    assert planning._all_pairs(pair, 0.5, limits) == 4
    assert planning._all_pairs((), 0.5, limits) == 0

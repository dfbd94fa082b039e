"""A short run of the bench of known copies: every level of copy is found, and little else."""

from collections import Counter
from pathlib import Path

import numpy as np
import pytest

from benches import benches
from copydesk.copies.fingerprints import prints_of
from copydesk.copies.judging import judge_pairs
from copydesk.engine.blocking import join
from copydesk.settings import CopySettings

BENCH = Path(__file__).parents[2] / "bench"
SETTINGS = CopySettings()
# Of each level there are some fifteen copies here: one that is missed is .07. Where names and numbers were mangled
# most, or most of the text is another's, two may be.
FLOORS = dict.fromkeys(("spun, 40 % corrupted", "spun, 50 % corrupted", "partial"), 0.85)
FLOOR = 0.92


@pytest.fixture(scope="module")
def bench():
    return benches("copies", "known_copies")


@pytest.fixture(scope="module")
def found(bench):
    """Three collections from the sample newsroom, and the score of the pairs judged copies in each."""
    copies, known = bench
    base = known.base_texts(known.NEWSROOM, None)
    scores = []
    for seed in (1, 2, 3):
        texts = known.collection(base, 300, 7, seed)
        prints = prints_of([one.text for one in texts], settings=SETTINGS)
        pairs = join(prints.families, len(texts), SETTINGS.block)
        judged = judge_pairs(prints.outlines, pairs.left, pairs.right, pairs.counts, settings=SETTINGS)
        given = np.stack((pairs.left, pairs.right))[:, judged.copies].T.tolist()
        scores.append(copies.score(texts, [tuple(pair) for pair in given]))
    return scores


def test_every_level_of_copy_is_found(found):
    levels = {level for one in found for level in one.recall}
    recall = {level: np.mean([one.recall[level] for one in found if level in one.recall]) for level in levels}

    assert len(recall) == 15
    assert {level: share for level, share in recall.items() if share < FLOORS.get(level, FLOOR)} == {}


def test_accounts_of_one_event_and_chance_texts_are_not_taken_for_copies(found):
    assert np.mean([one.precision for one in found]) >= 0.99


def test_a_collection_is_the_same_for_the_same_seed_and_as_large_as_asked(bench):
    _, known = bench
    base = known.base_texts(known.NEWSROOM, None)
    one, other = (known.collection(base, 200, 5, 4) for _ in range(2))

    assert one == other
    assert len(one) == 200
    levels = Counter(text.level for text in one)
    assert levels["base"] == len(base)
    assert sum(levels[level] for level in known.LEVELS) == 50


def test_copies_are_what_their_levels_say(bench):
    _, known = bench
    base = known.base_texts(known.NEWSROOM, None)
    texts = known.collection(base, 200, 7, 5)
    words = {number: text.split() for number, (text, _) in enumerate(base)}

    kept = {}
    for one in texts:
        if one.source is not None:
            own = Counter(words[one.source])
            kept.setdefault(one.level, []).append((own & Counter(one.text.split())).total() / own.total())
    share = {level: np.mean(some) for level, some in kept.items()}
    assert share["verbatim"] > 0.99
    assert share["reordered"] > 0.99
    assert share["reworded 10 %"] > share["reworded 50 %"] > share["reworded 80 %"]
    assert share["spun, 0 % corrupted"] > share["spun, 50 % corrupted"]
    assert share["partial"] < 0.6

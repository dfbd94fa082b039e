"""Keys of articles as they lie in segments: many of them become one in little memory, and nothing is lost."""

import tracemalloc

import numpy as np

from copydesk.engine import FAMILIES
from copydesk.store import SqliteStore
from copydesk.store import keys as keys_module

SEGMENTS, ARTICLES, KEYS = 60, 20, 400


def test_many_segments_are_merged_in_little_memory(monkeypatch):
    monkeypatch.setattr(keys_module, "MERGED", SEGMENTS)
    chance = np.random.default_rng(3)
    store = SqliteStore(None)
    keys = {number: np.unique(chance.integers(0, 2**62, KEYS)) for number in range(SEGMENTS * ARTICLES)}
    for segment in range(SEGMENTS):
        mine = range(segment * ARTICLES, (segment + 1) * ARTICLES)
        lists = {family: [keys[number].tolist() for number in mine] for family in FAMILIES[:1]}
        store.keys.put({f"article-{number}": "digest" for number in mine}, lists)
    tracemalloc.start()
    store.keys.merge()
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    # A row of each at once, with room for sorting; all keys would take eight times as much.
    assert peak < 80 * SEGMENTS * keys_module.ROW * 3
    wanted = np.unique(np.concatenate([keys[number] for number in (0, 599, 1_199)]))
    held, owners = store.keys.holders(FAMILIES[0], wanted)
    assert len(held) == 3 * KEYS
    assert set(store.keys.names(np.unique(owners))) == {"article-0", "article-599", "article-1199"}
    store.close()

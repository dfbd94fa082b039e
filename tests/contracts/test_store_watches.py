"""What every store must keep for a watch between its rounds."""

from contextlib import suppress

import pytest

from copydesk.store import Memo, SqliteStore


@pytest.fixture(params=[SqliteStore])
def store(request, tmp_path):
    made = request.param(tmp_path / "a.desk")
    yield made
    made.close()


def test_a_memo_gives_way_to_the_next_of_its_name(store):
    store.watches.put([Memo("page", "a", 5.0, {"tries": 1}), Memo("list", "a", 6.0, {})])
    store.watches.put([Memo("page", "a", 9.0, {"tries": 2})])
    assert store.watches.get("page", ["a", "b"]) == {"a": Memo("page", "a", 9.0, {"tries": 2})}
    assert store.watches.all("list") == [Memo("list", "a", 6.0, {})]


def test_what_is_due_comes_by_how_long_it_waits_and_what_has_no_due_never(store):
    store.watches.put([Memo("page", name, due, {}) for name, due in (("c", 3.0), ("a", 4.0), ("b", 9.0), ("n", None))])
    assert [one.name for one in store.watches.due("page", 4.0, limit=9)] == ["c", "a"]
    assert [one.name for one in store.watches.due("page", 99.0, limit=2)] == ["c", "a"]
    assert store.watches.soonest(["page", "list"]) == 3.0
    assert store.watches.soonest(["list"]) is None


def test_more_names_than_one_statement_may_hold_are_found_and_forgotten(store):
    memos = [Memo("page", f"p{number:05d}", None, {"n": number}) for number in range(2000)]
    store.watches.put(memos)
    names = [one.name for one in memos]
    assert list(store.watches.get("page", names).values()) == memos
    store.watches.drop("page", names[1:])
    assert store.watches.all("page") == memos[:1]


def test_what_is_written_together_is_kept_whole_or_not_at_all(store):
    with suppress(KeyError), store.together():
        store.watches.put([Memo("page", "a", 1.0, {})])
        raise KeyError
    assert store.watches.all("page") == []

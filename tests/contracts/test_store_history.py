"""What every store must remember of runs."""

from contextlib import suppress

from copydesk.desk import Desk
from copydesk.store import Told, history


def test_a_run_has_a_number_that_no_other_has_had_and_what_is_known_of_it_gives_way(store):
    first = store.history.begin({"state": "working"})
    second = store.history.begin({"state": "working", "words": "Ça et là, 数"})
    store.history.keep(first, {"state": "done", "steps": [{"step": "prints", "seconds": 0.25}]})
    assert second > first
    assert store.history.get(first) == Told(first, {"state": "done", "steps": [{"step": "prints", "seconds": 0.25}]})
    assert store.history.get(second).facts["words"] == "Ça et là, 数"
    assert store.history.get(second + 1) is None


def test_runs_come_newest_first_and_so_many_before_one(store):
    numbers = [store.history.begin({"n": n}) for n in range(5)]
    assert [one.number for one in store.history.last(limit=2)] == numbers[:2:-1]
    assert [one.number for one in store.history.last(limit=9, before=numbers[2])] == [numbers[1], numbers[0]]


def test_the_oldest_are_forgotten_and_their_numbers_stay_theirs(store, monkeypatch):
    monkeypatch.setattr(history, "KEPT", 3)
    numbers = [store.history.begin({"n": n}) for n in range(5)]
    assert [one.number for one in store.history.last(limit=9)] == numbers[:1:-1]
    assert store.history.begin({}) == numbers[-1] + 1


def test_what_is_written_together_is_kept_whole_or_not_at_all(store):
    with suppress(KeyError), store.together():
        store.history.begin({})
        raise KeyError
    assert store.history.last(limit=9) == []


def test_whoever_only_reads_finds_what_was_written(openings):
    openings().history.begin({"state": "done"})
    (told,) = openings(read_only=True).history.last(limit=1)
    assert told.facts == {"state": "done"}


def test_a_run_leaves_its_record_on_every_store(store):
    desk = Desk(store)
    list(desk.run())
    list(desk.run(through="prints"))
    last, first = desk.runs()
    assert (last.state, last.through, first.state) == ("done", "prints", "done")
    assert [one.record.step for one in desk.explain_run(last.id).steps] == [one.step for one in last.steps]
    assert desk.explain_run().before == first

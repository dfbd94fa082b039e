"""What every store must know of changes, and remember of steps that are settled."""

from contextlib import suppress

import pytest

from copydesk.records import Article, ArticleId, Block, Candidate, Decision, Page, PageId
from copydesk.store import Arrival, FailedJob, Outcome, Settled, StepRun
from copydesk.store.tables import TABLES
from copydesk.text.ids import stable_id

READ = StepRun("articles", Article, 1, "abc")
PAIRED = StepRun("candidates", Candidate, 1, "abc")
LEFT = Settled("1:abc", {"Page": 3, "Frame": 0}, 7, (FailedJob("p-1", (("Page", "p-1"), ("Frame", "f-1 \udc80 é"))),))


def article(name: str, text: str = "The ferry struck the quay.") -> Article:
    return Article(
        id=ArticleId(name),
        page=PageId("p-1"),
        source=f"{name}.html",
        position=0,
        text=text,
        blocks=(Block(kind="body", text=text),),
    )


def made(name: str, *records: Article) -> Outcome:
    return Outcome(name, "d1", records)


def changes(store):
    return {kind: store.settled.changes([kind_named(kind)])[kind] for kind in TABLES}


def kind_named(name):
    return type(name, (), {})


def moved(store, before):
    """The kinds of which something is otherwise than it was then.

    On a server a statement that finds nothing to delete counts too, as those for failures do. No step reads failures.
    """
    return {kind for kind, number in changes(store).items() if number != before[kind]} - {"Failure"}


@pytest.mark.parametrize("words", ["came", "changed", "went", "forgotten"])
def test_what_comes_changes_and_goes_is_a_change_of_its_kind_alone(store, words):
    before = changes(store)
    store.put(READ, [made("p-1", article("a-1"))])
    if words != "came":
        assert moved(store, before) == {"Article"}
        before = changes(store)
    if words == "changed":
        store.put(READ, [made("p-1", article("a-1", "The ferry missed the quay."))])
    elif words == "went":
        store.put(READ, [made("p-1")])
    elif words == "forgotten":
        store.forget(READ, ["p-1"])
    assert moved(store, before) == {"Article"}


def test_pairs_that_come_by_arrival_are_a_change(store):
    pair = Candidate(
        id=stable_id("pair", "a", "b"), a=ArticleId("a"), b=ArticleId("b"), shingles=3, anchors=0, quotations=0
    )
    before = changes(store)
    store.arrive(PAIRED, Arrival("collection", (pair,), (), {}, {}, (), last=False))
    assert moved(store, before) == {"Candidate"}


def test_what_is_made_alike_again_is_no_change(store):
    store.put(READ, [made("p-1", article("a-1"))])
    before = changes(store)
    store.put(READ, [made("p-1", article("a-1"))])
    assert moved(store, before) == set()


def test_what_is_not_kept_is_no_change(store):
    before = changes(store)
    with suppress(KeyError), store.together():
        store.put(READ, [made("p-1", article("a-1"))])
        raise KeyError
    assert moved(store, before) == set()


def test_changes_of_several_transactions_add_up(store):
    seen = []
    for number in range(3):
        store.put(READ, [made(f"p-{number}", article(f"a-{number}"))])
        seen.append(store.settled.changes([Article, Page])["Article"])
    assert sorted(set(seen)) == seen


@pytest.mark.parametrize("kind", [kind for kind in TABLES if kind != "Failure"])
def test_a_program_that_knows_nothing_of_it_is_counted_with(store, kind):
    table = TABLES[kind]
    store.put(READ, [])
    with store.together():
        store._base.execute("INSERT INTO runs (step, version, settings) VALUES ('s', 1, 'abc')")
    statements = (
        f"INSERT INTO {table} (id, run, job, digest, body) SELECT 'x', max(id), 'j', 'd', '{{}}' FROM runs",
        f"UPDATE {table} SET digest = 'e' WHERE id = 'x'",
        f"DELETE FROM {table} WHERE id = 'x'",
    )
    for statement in statements:
        before = changes(store)
        store._base.execute(statement)
        assert moved(store, before) == {kind}


def test_where_a_count_is_missing_nobody_can_tell(store):
    store._base.execute("DELETE FROM changes WHERE records = 'decisions'")
    assert store.settled.changes([Article, Decision]) is None
    assert store.settled.changes([Article]) is not None


def test_how_a_step_was_left_comes_back_and_gives_way(store):
    assert store.settled.get("articles") is None
    store.settled.keep("articles", LEFT)
    store.settled.keep("quotes", LEFT._replace(jobs=1))
    assert store.settled.get("articles") == LEFT
    store.settled.keep("articles", LEFT._replace(failed=()))
    assert store.settled.get("articles") == LEFT._replace(failed=())
    assert store.settled.get("quotes").jobs == 1


CHANGED = {
    "done": lambda store: store.put(READ, [made("p-1")]),
    "failed": lambda store: store.put(READ, [Outcome("p-2", "d1", (), None)]),
    "gone": lambda store: store.forget(READ, ["p-0"]),
    "again": lambda store: store.put(READ, [made("p-0")]),
    "by others": lambda store: store._base.execute("UPDATE ledger SET inputs = 'd9'"),
}


@pytest.mark.parametrize("how", CHANGED)
def test_a_step_whose_ledger_changes_is_not_settled_and_others_are(store, how):
    store.put(READ, [made("p-0")])
    for step in ("articles", "quotes"):
        store.settled.keep(step, LEFT)
    CHANGED[how](store)
    assert store.settled.get("articles") is None
    assert store.settled.get("quotes") == LEFT


def test_what_cannot_be_read_any_more_is_not_believed(store):
    store.settled.keep("articles", LEFT)
    store._base.execute("UPDATE settled SET facts = replace(facts, '7', '8')")
    assert store.settled.get("articles") is None


def test_whoever_only_reads_finds_what_was_written(openings):
    openings().settled.keep("articles", LEFT)
    reading = openings(read_only=True)
    assert reading.settled.get("articles") == LEFT
    assert reading.settled.changes([Article]) == {"Article": 0}

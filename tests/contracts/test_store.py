"""What every store must keep."""

from dataclasses import replace
from datetime import date

import pytest

from copydesk.records import (
    Article,
    ArticleId,
    Attribution,
    Block,
    Copy,
    Edition,
    Failure,
    Family,
    FamilyId,
    Page,
    PageId,
    Quote,
    QuoteId,
)
from copydesk.store import Outcome, StepRun, name_key, speaker_key
from making import quote

READ = StepRun("articles", Article, 1, "abc")


def article(name: str, text: str = "The ferry struck the quay.") -> Article:
    return Article(
        id=ArticleId(name),
        page=PageId("p-1"),
        source=f"pages/{name}.html",
        position=0,
        text=text,
        blocks=(Block(kind="body", text=text),),
        fetched=date(2031, 3, 20),
        title=f"Ferry {name}",
        byline=("Ilse Tamarindo",),
    )


def test_what_is_put_comes_back_equal(store):
    store.put(READ, [Outcome("p-1", "d1", (article("a-1"), article("a-2")))])
    assert list(store.all(Article)) == [article("a-1"), article("a-2")]
    assert store.get(Article, ["a-2", "a-9"]) == {"a-2": article("a-2")}
    assert store.counts()["Article"] == 2


def test_records_come_page_by_page_in_the_order_of_their_ids(store):
    store.put(READ, [Outcome("p-1", "d1", tuple(article(f"a-{number}") for number in (3, 1, 2)))])
    assert [one.id for one in store.after(Article, "", limit=2)] == ["a-1", "a-2"]
    assert [one.id for one in store.after(Article, "a-2", limit=2)] == ["a-3"]
    assert store.after(Article, "a-3", limit=2) == []
    (light,) = store.after(Article, "a-2", limit=1, without=["blocks"])
    assert light.blocks == ()
    assert light.text == article("a-3").text


def test_a_job_done_again_replaces_what_it_made_and_nothing_else(store):
    store.put(READ, [Outcome("p-1", "d1", (article("a-1"), article("a-2"))), Outcome("p-2", "d1", (article("a-3"),))])
    store.put(READ, [Outcome("p-1", "d2", (article("a-2", "Another text."),))])
    assert [one.id for one in store.all(Article)] == ["a-2", "a-3"]
    assert store.made(Article) == {"p-1": ("a-2",), "p-2": ("a-3",)}


def test_putting_the_same_twice_changes_nothing(store):
    outcome = Outcome("p-1", "d1", (article("a-1"),))
    store.put(READ, [outcome])
    before = store.snapshot()
    store.put(READ, [outcome])
    assert store.snapshot() == before


def test_the_ledger_tells_what_was_done_to_a_job(store):
    store.put(READ, [Outcome("p-1", "d1", (article("a-1"),))])
    line = store.ledger("articles")["p-1"]
    assert (line.run, line.inputs, line.failed) == (READ.name, "d1", False)
    assert store.ledger("quotes") == {}


def test_ids_digests_and_lines_of_the_ledger_can_be_asked_for_some(store):
    store.put(READ, [Outcome("p-2", "d2", (article("a-2"),)), Outcome("p-1", "d1", (article("a-1"), article("a-3")))])
    assert list(store.ids(Article)) == ["a-1", "a-2", "a-3"]
    assert store.digests(Article, ["a-3", "a-9"]) == {"a-3": store.digests(Article)["a-3"]}
    assert store.digests(Article, []) == {}
    assert list(store.noted("articles")) == ["p-1", "p-2"]
    assert store.ledger("articles", ["p-2", "p-9"]) == {"p-2": store.ledger("articles")["p-2"]}
    assert store.ledger("articles", []) == {}


def test_a_failure_is_kept_beside_what_an_earlier_run_made_and_goes_when_the_job_succeeds(store):
    failure = Failure(id="x-1", step="articles", input="page", reason="the file is gone")
    store.put(READ, [Outcome("p-1", "d1", (article("a-1"),))])
    store.put(READ, [Outcome("p-1", "d2", (), failure)])
    assert list(store.all(Failure)) == [failure]
    assert [one.id for one in store.all(Article)] == ["a-1"]
    assert store.ledger("articles")["p-1"].failed
    store.put(READ, [Outcome("p-1", "d3", (article("a-1"),))])
    assert list(store.all(Failure)) == []


def test_forgetting_a_job_drops_all_that_it_made(store):
    store.put(READ, [Outcome("p-1", "d1", (article("a-1"),)), Outcome("p-2", "d1", (article("a-2"),))])
    store.forget(READ, ["p-1"])
    assert [one.id for one in store.all(Article)] == ["a-2"]
    assert list(store.ledger("articles")) == ["p-2"]
    assert store.search("ferry", limit=9) != []
    assert [hit.article for hit in store.search("ferry", limit=9)] == ["a-2"]


def test_two_steps_with_a_job_of_one_name_do_not_touch_each_other(store):
    editions = StepRun("editions", Edition, 1, "abc")
    edition = Edition(id="e-1", article=ArticleId("a-1"), edition_of=ArticleId("a-0"), why="same address")
    store.put(READ, [Outcome("collection", "d1", (article("a-1"),))])
    store.put(editions, [Outcome("collection", "d1", (edition,))])
    store.forget(READ, ["collection"])
    assert list(store.all(Edition)) == [edition]
    assert list(store.all(Article)) == []


def test_every_row_tells_its_step_version_and_settings(store):
    store.put(READ, [Outcome("p-1", "d1", (article("a-1"),))])
    row = store.row("a-1")
    assert row is not None
    assert (row.record, row.step, row.version, row.settings, row.job) == (article("a-1"), "articles", 1, "abc", "p-1")
    assert store.row("nothing") is None


def test_nothing_is_half_written_when_a_write_fails(store):
    good, bad = article("a-1"), object()
    with pytest.raises(TypeError):
        store.put(READ, [Outcome("p-1", "d1", (good,)), Outcome("p-2", "d1", (bad,))])
    assert store.counts()["Article"] == 0
    assert store.ledger("articles") == {}


def test_search_finds_words_phrases_and_words_without_their_accents(store):
    store.put(
        READ,
        [
            Outcome("p-1", "d1", (article("a-1", "The ferry Rauøy struck the quay in Orbán harbour."),)),
            Outcome("p-2", "d1", (article("a-2", "A quay, they say, struck nobody."),)),
        ],
    )
    assert {hit.article for hit in store.search("struck quay", limit=9)} == {"a-1", "a-2"}
    assert [hit.article for hit in store.search('"struck the quay"', limit=9)] == ["a-1"]
    assert [hit.article for hit in store.search("orban", limit=9)] == ["a-1"]


@pytest.mark.parametrize("query", ["", '"', "AND", "ferry*)", "title:", "-", "NEAR(", '""', "ferry OR"])
def test_no_query_breaks_the_search(store, query):
    store.put(READ, [Outcome("p-1", "d1", (article("a-1"),))])
    assert isinstance(store.search(query, limit=3), list)


def test_ids_are_found_by_their_beginning(store):
    store.put(READ, [Outcome("p-1", "d1", (article("a-11"), article("a-12"), article("a-2")))])
    assert store.matching(Article, "a-1") == ["a-11", "a-12"]
    assert store.matching(Article, "%") == []


def test_more_ids_than_one_statement_may_name_are_all_found(store):
    quotes = tuple(quote(f"q-{number:05}", "a-1", "x") for number in range(2_000))
    store.put(StepRun("quotes", Quote, 1, "abc"), [Outcome("a-1", "d1", quotes)])
    assert len(store.get(Quote, [one.id for one in quotes])) == 2_000


# -- what points at what ----------------------------------------------------------------------------------------------

COPIES = StepRun("copies", Copy, 1, "abc")


def copy(left: str, right: str) -> Copy:
    return Copy(
        id=f"copy-{left}-{right}",
        a=ArticleId(left),
        b=ArticleId(right),
        kind="verbatim",
        direction="unknown",
        score=1.0,
        confidence=1.0,
        coverage_a=1.0,
        coverage_b=1.0,
        passages=(),
        alterations=(),
        why=(),
    )


def outcome(record) -> Outcome:
    return Outcome(record.id, "d1", (record,))


def test_what_points_at_an_id_is_found_by_it_in_order_and_once(store):
    store.put(COPIES, [outcome(copy("a-1", "a-3")), outcome(copy("a-1", "a-2")), outcome(copy("a-2", "a-4"))])
    assert [one.id for one in store.pointing(Copy, ["a-1"])] == ["copy-a-1-a-2", "copy-a-1-a-3"]
    assert store.pointers(Copy, ["a-2", "a-1", "a-9"]) == ["copy-a-1-a-2", "copy-a-1-a-3", "copy-a-2-a-4"]
    assert store.pointing(Edition, ["a-1"]) == []
    assert store.pointing(Copy, []) == []


def test_members_of_a_list_are_pointed_at(store):
    family = Family(id=FamilyId("f-1"), articles=(ArticleId("a-1"), ArticleId("a-2")), edges=(), roots=())
    store.put(StepRun("families", Family, 1, "abc"), [outcome(family)])
    assert store.pointing(Family, ["a-2"]) == [family]


def test_pointers_go_with_their_record_and_are_made_anew_with_another(store):
    store.put(COPIES, [Outcome("one job", "d1", (copy("a-1", "a-2"), copy("a-1", "a-3")))])
    store.put(COPIES, [Outcome("one job", "d2", (copy("a-1", "a-3"), copy("a-4", "a-5")))])
    assert store.pointers(Copy, ["a-2"]) == []
    assert store.pointers(Copy, ["a-1", "a-4"]) == ["copy-a-1-a-3", "copy-a-4-a-5"]
    store.put(COPIES, [Outcome("another job", "d1", (replace(copy("a-4", "a-5"), b=ArticleId("a-6")),))])
    assert store.pointers(Copy, ["a-5"]) == []
    assert store.pointers(Copy, ["a-6"]) == ["copy-a-4-a-5"]
    store.forget(COPIES, ["one job", "another job"])
    assert store.pointers(Copy, ["a-1", "a-4", "a-6"]) == []


def test_each_of_several_speakers_is_pointed_at_in_any_letters(store):
    said = Attribution(id="t-1", quote=QuoteId("q-1"), speaker="Ada Straub; Ministry of Ferries", utterance=None)
    store.put(StepRun("attributions", Attribution, 1, "abc"), [outcome(said)])
    assert store.pointing(Attribution, [speaker_key("ADA STRAUB")]) == [said]
    assert store.targets(Attribution, speaker_key("mini"), limit=5) == [speaker_key("Ministry of Ferries")]
    assert store.targets(Attribution, speaker_key("x"), limit=5) == []


def test_articles_are_found_by_their_page_and_its_names(store):
    store.put(READ, [outcome(article("a-1")), outcome(article("a-2"))])
    assert store.pointers(Article, ["pages/a-1.html"]) == ["a-1"]
    assert store.pointers(Article, [name_key("a-2.html")]) == ["a-2"]
    assert store.pointers(Article, ["p-1"]) == ["a-1", "a-2"]
    assert store.targets(Article, name_key("a-"), limit=1) == [name_key("a-1.html")]


def test_what_a_run_makes_alike_again_keeps_its_place_but_a_page_that_comes_again_is_the_newest(store):
    pages = StepRun("pages", Page, 1, "abc")
    first, second = (
        Page(id=PageId(name), source="s", form="text", sha256=name, size=1, as_of=date(2031, 3, 20))
        for name in ("p-1", "p-2")
    )
    for page in (first, second, first):
        store.put(pages, [outcome(page)])
    assert store.of_sources(Page, ["s"]) == [second, first]


def test_a_reader_sees_what_a_writer_wrote(openings):
    writer, reader = openings(), openings(read_only=True)
    writer.put(READ, [Outcome("p-1", "d1", (article("a-1"),))])
    assert [one.id for one in reader.all(Article)] == ["a-1"]


def test_what_is_read_together_is_of_one_moment(openings):
    writer, reader = openings(), openings(read_only=True)
    with reader.steady():
        writer.put(READ, [Outcome("p-1", "d1", (article("a-1"),))])
        assert reader.counts()["Article"] == 0
    assert reader.counts()["Article"] == 1


def test_fields_that_nobody_asks_for_come_back_empty(store):
    store.put(READ, [outcome(article("a-1"))])
    light = replace(article("a-1"), blocks=(), text="")
    assert store.get(Article, ["a-1"], without=("blocks", "text")) == {"a-1": light}
    assert store.pointing(Article, ["p-1"], without=("blocks", "text")) == [light]


def test_fields_of_some_records_or_of_all_in_the_order_of_their_ids(store):
    store.put(READ, [outcome(article(name)) for name in ("a-3", "a-1", "a-2")])
    assert list(store.fields(Article, "id", "title")) == [(f"a-{n}", f"Ferry a-{n}") for n in (1, 2, 3)]
    assert list(store.fields(Article, "id", "byline", "published.low", ids=["a-3", "a-9", "a-2"])) == [
        ("a-2", '["Ilse Tamarindo"]', None),
        ("a-3", '["Ilse Tamarindo"]', None),
    ]


def test_the_latest_day_on_which_pages_are_read(store):
    assert store.as_of() == date.min
    pages = [
        Page(id=PageId(name), source="s", form="text", sha256=name, size=1, as_of=date(2031, 3, day))
        for name, day in (("p-1", 20), ("p-2", 9))
    ]
    store.put(StepRun("pages", Page, 1, "abc"), [outcome(page) for page in pages])
    assert store.as_of() == date(2031, 3, 20)


# -- runs and failures ------------------------------------------------------------------------------------------------


def failure(number: int, step: str = "articles", reason: str = "the file is gone") -> Outcome:
    return Outcome(f"p-{number}", "d1", (), Failure(id=f"x-{number}", step=step, input=f"{number}.html", reason=reason))


def test_runs_tell_how_much_each_step_did_and_how_much_of_it_failed(store):
    newer = READ._replace(version=2)
    store.put(READ, [outcome(article("a-1")), outcome(article("a-2")), failure(3)])
    assert [tuple(one) for one in store.runs()] == [("articles", 1, "abc", 3, 1)]
    store.put(newer, [outcome(article("a-1")), Outcome("p-3", "d1", (article("a-3"),))])
    assert [tuple(one) for one in store.runs()] == [("articles", 1, "abc", 1, 0), ("articles", 2, "abc", 2, 0)]
    store.forget(READ, ["a-1", "a-2", "p-3"])
    assert store.runs() == []


def test_failures_are_grouped_by_step_and_reason_and_given_page_by_page(store):
    store.put(READ, [failure(1), failure(2), failure(3, reason="it is empty")])
    store.put(StepRun("prints", Article, 1, "abc"), [failure(4, "prints", "it is odd")])
    assert [tuple(one) for one in store.failure_groups()] == [
        ("articles", "the file is gone", 2, "1.html"),
        ("articles", "it is empty", 1, "3.html"),
        ("prints", "it is odd", 1, "4.html"),
    ]
    first = store.failures(limit=2)
    assert [one.id for one in first] == ["x-1", "x-2"]
    assert [one.id for one in store.failures(after="x-2")] == ["x-3", "x-4"]
    assert [one.id for one in store.failures(step="prints")] == ["x-4"]
    assert [one.id for one in store.failures(but=("prints",))] == ["x-1", "x-2", "x-3"]

"""What every store must find: cards that follow the records, in the transaction that writes them."""

from datetime import date
from itertools import permutations

import pytest

import making
from copydesk.records import (
    Article,
    ArticleId,
    Attribution,
    Block,
    Dating,
    Figure,
    FigureId,
    PageId,
    Published,
    Quote,
    QuoteId,
)
from copydesk.store import Outcome, SqliteStore, StepRun
from copydesk.store.finding import SizedFigure, Sought, Voice
from copydesk.store.searching import asked

READ = StepRun("articles", Article, 1, "abc")
DATED = StepRun("datings", Dating, 1, "abc")
QUOTED = StepRun("quotes", Quote, 1, "abc")
NAMED = StepRun("attributions", Attribution, 1, "abc")
COUNTED = StepRun("figures", Figure, 1, "abc")
TEXT = "The ferry struck the quay. Some 100,000 troops, said Mor, were there."


def on(day: date, basis: str = "printed") -> Published:
    return Published(low=day, high=day, precision="day", basis=basis, confidence=0.9)


def article(name: str, text: str = TEXT, **more) -> Article:
    return Article(
        id=ArticleId(name),
        page=PageId("p-1"),
        source=f"pages/{name}.html",
        position=0,
        text=text,
        blocks=(Block(kind="body", text=text),),
        title=f"Ferry {name}",
        **more,
    )


def quote(name: str, speaker: str | None, of: str = "a-1") -> Quote:
    return making.quote(name, of, "The", speaker=speaker)


def figure(name: str, value: float = 100_000.0, unit: str | None = "person", **more) -> Figure:
    start = TEXT.index("100,000")
    return Figure(
        id=FigureId(name),
        article=ArticleId("a-1"),
        start=start,
        end=start + 7,
        surface="100,000",
        value=value,
        low=value,
        high=value,
        unit=unit,
        per=None,
        measures=unit or "",
        approximate=False,
        **more,
    )


@pytest.fixture(autouse=True)
def articles(store):
    """Three articles on the desk."""
    store.put(
        READ,
        [
            Outcome("p-1", "d1", (article("a-1", outlet="The Harbour Standard", language="en-GB"),)),
            Outcome(
                "p-2", "d1", (article("a-2", outlet="Harbour News", language="en", published=on(date(2031, 3, 20))),)
            ),
            Outcome("p-3", "d1", (article("a-3", "Rain fell on the dam of Vale.", language="pt"),)),
        ],
    )


def ids(store, **sought) -> list[str]:
    return [card.article for card in store.finding.find(Sought(**sought), most=9)]


def test_words_and_all_else_are_met_together(store):
    assert set(ids(store, match=asked("ferry"))) == {"a-1", "a-2", "a-3"}  # all titles have it
    assert set(ids(store, match=asked('"struck the quay"'))) == {"a-1", "a-2"}
    assert ids(store, match=asked("quay"), outlet="harbour news") == ["a-2"]
    assert set(ids(store, outlet="harbour")) == {"a-1", "a-2"}
    assert set(ids(store, language="en")) == {"a-1", "a-2"}
    assert ids(store, match=asked("quay rain")) == []
    assert set(ids(store, match=asked("qua*"))) == {"a-1", "a-2"}


def test_a_title_counts_for_more_than_a_text_and_most_is_the_most(store):
    assert ids(store, match=asked("a-3"))[0] == "a-3"
    assert len(store.finding.find(Sought(match=asked("ferry")), most=2)) == 2


def test_a_day_is_the_articles_own_else_the_collections_and_goes_with_it(store):
    march = (date(2031, 3, 19), 2)
    assert ids(store, near=march) == ["a-2"]
    dating = Dating(id="d-1", article=ArticleId("a-1"), published=on(date(2031, 3, 18), "copy"), event=None)
    other = Dating(id="d-2", article=ArticleId("a-2"), published=on(date(2031, 7, 1), "copy"), event=None)
    store.put(DATED, [Outcome("collection", "d1", (dating, other))])
    assert ids(store, near=march) == ["a-2", "a-1"]  # as near, and newer
    assert ids(store, near=(date(2031, 3, 18), 2)) == ["a-1", "a-2"]
    assert ids(store, near=(date(2031, 3, 18), 0)) == ["a-1"]
    store.put(READ, [Outcome("p-1", "d2", (article("a-1", outlet="Another"),))])
    assert ids(store, near=(date(2031, 3, 18), 0)) == ["a-1"]
    store.put(DATED, [Outcome("collection", "d2", ())])
    assert ids(store, near=march) == ["a-2"]


def test_who_said_it_is_whom_the_collection_knows_else_whom_the_article_names(store):
    store.put(QUOTED, [Outcome("a-1", "d1", (quote("q-1", "Mor"), quote("q-2", "Ana Só; Rui Lent")))])
    assert store.finding.voices("", limit=9) == [Voice("Ana Só", 1), Voice("Mor", 1), Voice("Rui Lent", 1)]
    told = Attribution(id="t-1", quote=QuoteId("q-1"), speaker="Petra Mor", utterance=None)
    store.put(NAMED, [Outcome("collection", "d1", (told,))])
    assert store.finding.voices("mor", limit=9) == [Voice("Petra Mor", 1)]
    assert store.finding.spoken("petra mor", limit=9) == ["q-1"]
    store.put(QUOTED, [Outcome("a-1", "d2", (quote("q-1", "P. Mor"),))])
    assert store.finding.voices("", limit=9) == [Voice("Petra Mor", 1)]
    store.put(NAMED, [Outcome("collection", "d2", ())])
    assert store.finding.voices("", limit=9) == [Voice("P. Mor", 1)]
    store.forget(QUOTED, ["a-1"])
    assert store.finding.voices("", limit=9) == []
    assert store.finding.spoken("Mor", limit=9) == []


@pytest.mark.parametrize("heard", list(permutations(["Ana Solverg", "Ana Sólverg", "ANA SÓLVERG"])))
def test_of_spellings_that_fold_alike_the_one_with_its_marks_is_shown_whichever_is_heard_first(store, heard):
    for number, name in enumerate(heard):
        store.put(QUOTED, [Outcome(f"a-{number}", "d1", (quote(f"q-{number}", name, f"a-{number}"),))])
    assert store.finding.voices("solverg", limit=9) == [Voice("Ana Sólverg", 3)]


def test_a_quote_told_anew_gives_its_speaker_no_word_twice(store):
    store.put(QUOTED, [Outcome("a-1", "d1", (quote("q-1", "Petra Mor"),))])
    for place, utterance in enumerate((None, "u-1")):
        told = Attribution(id="t-1", quote=QuoteId("q-1"), speaker="Petra Mor", utterance=utterance)
        store.put(NAMED, [Outcome("collection", f"d{place}", (told,))])
    kept = store._base.execute("SELECT word FROM voice_words ORDER BY word").fetchall()
    assert [word for (word,) in kept] == ["mor", "petra"]


def test_a_speaker_is_found_by_words_of_the_name_without_accents(store):
    store.put(
        QUOTED,
        [
            Outcome("a-1", "d1", (quote("q-1", "Ana Sólverg"), quote("q-3", "Ana Sólverg"))),
            Outcome("a-2", "d1", (quote("q-2", "Ana Lent", "a-2"),)),
        ],
    )
    assert [voice.name for voice in store.finding.voices("ana", limit=9)] == ["Ana Sólverg", "Ana Lent"]
    assert [voice.name for voice in store.finding.voices("ana le", limit=9)] == ["Ana Lent"]
    assert [voice.name for voice in store.finding.voices("solv", limit=9)] == ["Ana Sólverg"]
    assert ids(store, speaker="SOLVERG ana") == ["a-1"]
    assert set(ids(store, speaker="Ana")) == {"a-1", "a-2"}
    assert ids(store, speaker="sol") == ids(store, speaker="--") == []
    assert store.finding.spoken("Ana", articles=["a-2"], limit=9) == ["q-2"]
    assert store.finding.named("ana lent") == [Voice("Ana Lent", 1)]


def test_figures_are_found_by_size_and_by_what_they_are_about(store):
    far = figure("f-2", 640.0, "kilometre", si_value=640_000.0, si_unit="metre")
    store.put(COUNTED, [Outcome("a-1", "d1", (figure("f-1"), far))])
    near = {"dimension": "person", "about": ("troop",), "limit": 9}
    (found,) = store.finding.figures(95_000, 105_000, **near)
    assert (found.figure, found.article, found.off) == ("f-1", "a-1", 0.0)
    assert store.finding.figures(95_000, 105_000, **{**near, "about": ("penguin",)}) == []
    assert store.finding.figures(95_000, 105_000, **{**near, "dimension": "metre"}) == []
    assert store.finding.figures(5, 6, **near) == []
    assert store.finding.figures(640_000, 640_000, dimension=None, about=(), limit=9) == [
        SizedFigure(FigureId("f-2"), ArticleId("a-1"), 0.0, 0.0)
    ]
    store.forget(COUNTED, ["a-1"])
    assert store.finding.figures(0, 1e9, dimension=None, about=(), limit=9) == []


def test_cards_go_with_their_articles(store):
    card = store.finding.cards(["a-2", "a-9"])["a-2"]
    assert (card.title, card.outlet, card.source, card.low) == (
        "Ferry a-2",
        "Harbour News",
        "pages/a-2.html",
        date(2031, 3, 20),
    )
    assert store.finding.texts([card.place]) == {card.place: TEXT}
    store.forget(READ, ["p-2"])
    assert store.finding.cards(["a-2"]) == {}
    assert ids(store, match=asked("ferry"), outlet="harbour news") == []


def test_a_desk_that_was_filled_before_there_were_cards_gets_them(tmp_path):
    from copydesk.store import sqlite_shape

    path = tmp_path / "old.desk"
    store = SqliteStore(path)
    store.put(READ, [Outcome("p-1", "d1", (article("a-1"),))])
    dating = Dating(id="d-1", article=ArticleId("a-1"), published=on(date(2031, 3, 18), "copy"), event=None)
    store.put(DATED, [Outcome("collection", "d1", (dating,))])
    store.put(QUOTED, [Outcome("a-1", "d1", (quote("q-1", "Mor"),))])
    store.put(COUNTED, [Outcome("a-1", "d1", (figure("f-1"),))])
    told = Attribution(id="t-1", quote=QuoteId("q-1"), speaker="Petra Mor", utterance=None)
    store.put(NAMED, [Outcome("collection", "d1", (told,))])
    wanted = _all_cards(store)
    base = store._base.connection
    for table in ("measured", "counted", "spoken", "voice_words", "voices", "cards"):
        base.execute(f"DROP TABLE {table}")
    sqlite_shape.card_tables(base)
    assert _all_cards(store) == wanted
    store.close()


def _all_cards(store):
    finding = store.finding
    return (
        finding.find(Sought(), most=9),
        finding.voices("", limit=9),
        finding.spoken("Petra Mor", limit=9),
        finding.figures(0, 1e9, dimension="person", about=("troop",), limit=9),
    )

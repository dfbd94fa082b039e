"""Whatever stands in a text, every store keeps it as it is, and takes none of it for an instruction."""

from contextlib import closing
from datetime import date
from threading import Event, Thread

import pytest

from copydesk.records import (
    Article,
    ArticleId,
    Attribution,
    Block,
    Failure,
    Page,
    PageId,
    Quote,
    QuoteId,
    StoryId,
    Summary,
)
from copydesk.store import Memo, Outcome, StepRun, name_key, speaker_key
from copydesk.store.finding import Sought
from copydesk.store.searching import asked

ODD = (
    "nul \x00 here",
    "\\u0000 is written",
    "a backslash before it \\\x00",
    "half \ud83d of a pair",
    "no character \U0010fffe0000 at all",
    "'; DROP TABLE articles; --",
    '" OR 1 = 1 --',
    "$1 ? ?1 %s {0} :name",
    "\\'; SELECT pg_sleep(9); --",
    "$$; DROP SCHEMA copydesk CASCADE; $$",
    "tab\tline\nreturn\r\\N\\.",
    "é" * 3_000,
)


def article(said: str) -> Article:
    return Article(
        id=ArticleId("a-1"),
        page=PageId("p-1"),
        source=f"pages/{said}.html",
        position=0,
        text=f"The ferry {said} struck the quay.",
        blocks=(Block(kind="body", text=said),),
        title=said,
        outlet=said,
        url=f"https://example.org/{said}",
        language=said,
        byline=(said,),
    )


def quote(said: str) -> Quote:
    told = dict.fromkeys(("speaker", "speaker_surface", "cue", "via"), said)
    return Quote(
        id=QuoteId("q-1"),
        article=ArticleId("a-1"),
        start=0,
        end=3,
        text=said,
        kind="direct",
        speaker_start=None,
        speaker_end=None,
        **told,
    )


def summary(said: str) -> Summary:
    counts = dict.fromkeys(("pages", "texts", "publishers", "owners", "accounts", "documents"), 1)
    return Summary(
        id="s-1",
        story=StoryId("story-1"),
        label=said,
        storyline=None,
        event=None,
        first=None,
        last=None,
        outlets=(said,),
        **counts,
    )


def put(store, *records):
    for one in records:
        step = StepRun(type(one).__name__.lower(), type(one), 1, "abc")
        store.put(step, [Outcome("job", "d1", (one,))])


@pytest.mark.parametrize("said", ODD)
def test_records_come_back_as_they_were_and_are_found_by_what_they_say(store, said):
    attribution = Attribution(id="t-1", quote=QuoteId("q-1"), speaker=said, utterance=None)
    page = Page(id=PageId("p-1"), source=said, form="text", sha256="0", size=1, as_of=date(2031, 3, 20))
    kept = (page, article(said), quote(said), attribution, summary(said))
    put(store, *kept)
    for one in kept:
        assert list(store.all(type(one))) == [one]
        assert store.get(type(one), [one.id]) == {one.id: one}
    (light,) = store.after(Article, "", limit=1, without=("blocks",))
    assert (light.text, light.blocks) == (article(said).text, ())
    if "\x00" not in said:  # behind which SQLite does not read a field
        assert store.of_sources(Page, [said]) == [page]
    assert store.pointers(Article, [article(said).url, "nothing"]) == ["a-1"]
    assert store.pointing(Attribution, [speaker_key(said)] if ";" not in said else ["q-1"]) == [attribution]
    assert store.targets(Article, name_key("~~~"), limit=3) == []
    assert store.listing.facets()["outlet"] == ((said, 1),)
    assert store.listing.page({"outlet": [said]}).total == 1
    assert store.finding.cards(["a-1"])["a-1"].title == said
    assert [card.article for card in store.finding.find(Sought(language=said), most=3)] == ["a-1"]
    assert [card.article for card in store.finding.find(Sought(outlet=said), most=3)] == ["a-1"]
    assert [card.article for card in store.finding.find(Sought(match=asked("quay")), most=3)] == ["a-1"]
    assert store.finding.find(Sought(match=asked(f"{said} penguin")), most=3) == []
    assert isinstance(store.finding.voices(said, limit=3), list)
    assert isinstance(store.search(said, limit=3), list)
    store.forget(StepRun("article", Article, 1, "abc"), ["job"])
    assert store.counts()["Article"] == 0


@pytest.mark.parametrize("said", ODD)
def test_what_people_leave_comes_back_as_it_was(store, said):
    at = "2031-03-20T09:00:00+00:00"
    person = store.people.add(said, right="write", digest=said, at=at)
    assert store.people.person(person.id) == (person, said)
    store.people.looked(said, StoryId(said), {said: 3}, at=at)
    assert store.people.looks(said, [said])[said].state == {said: 3}
    store.people.save(said, said, said, at=at)
    saved = store.people.save(said, said, "again", at=at)
    assert store.people.saved(said) == (saved,)
    store.people.log(said, said, words=said, by=said, at=at)
    assert [(one.action, one.words) for one in store.people.audit(target=said)] == [(said, said)]
    store.watches.put([Memo(said, said, 1.5, {said: [said]}), Memo(said, said, 2.5, {said: [said]})])
    assert store.watches.get(said, [said]) == {said: Memo(said, said, 2.5, {said: [said]})}
    failure = Failure(id="x-1", step="articles", input=said, reason=said)
    store.put(StepRun("articles", Article, 1, said), [Outcome(said, said, (), failure)])
    store.put(StepRun("articles", Article, 1, said), [Outcome(said, said, (), failure)])
    assert list(store.all(Failure)) == [failure]
    assert list(store.ledger("articles")) == list(store.noted("articles")) == [said]


def test_a_turn_is_waited_for_and_then_had(openings):
    first, second = openings(), openings()
    order: list[str] = []
    waiting = Event()

    def other():
        waiting.set()
        with second.turn("run"):
            order.append("second")

    with first.turn("run"):
        with first.turn("run"):
            pass  # who has it has it again
        thread = Thread(target=other)
        thread.start()
        waiting.wait(5)
        thread.join(0.3)
        order.append("first")
    thread.join(10)
    assert order == ["first", "second"]


def test_what_two_writers_put_at_once_is_all_there_and_once(openings):
    def fill(store, name):
        for number in range(20):
            one = article(f"{name} {number}")
            mine = Article(**{**{f: getattr(one, f) for f in one.__slots__}, "id": ArticleId(f"a-{name}-{number}")})
            both = Article(**{**{f: getattr(one, f) for f in one.__slots__}, "id": ArticleId(f"a-{number}")})
            run = StepRun("articles", Article, 1, "abc")
            store.put(run, [Outcome(mine.id, "d1", (mine,)), Outcome(both.id, "d1", (both,))])

    threads = []
    for name in ("left", "right"):
        made = Event()

        def work(name=name, made=made):
            with closing(openings()) as store:
                made.set()
                fill(store, name)

        threads.append(Thread(target=work))
        threads[-1].start()
        made.wait(10)
    for thread in threads:
        thread.join(60)
    store = openings(read_only=True)
    assert store.counts()["Article"] == 60
    assert len(store.search("ferry", limit=99)) == 60
    assert sum(run.jobs for run in store.runs()) == 60
    assert len(set(store.arrived(one.id for one in store.all(Article)))) == 60

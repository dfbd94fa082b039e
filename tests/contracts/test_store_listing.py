"""What the list of stories must keep, in every store."""

from dataclasses import replace
from datetime import date

import pytest

from copydesk.errors import UsageError
from copydesk.records import Published, StoryId, Summary
from copydesk.store import Outcome, StepRun

RUN = StepRun("summaries", Summary, 1, "abc")


def published(day: int) -> Published:
    when = date(2031, 3, day)
    return Published(low=when, high=when, precision="day", basis="metadata", confidence=0.9)


def summary(name: str, day: int | None = None, **more) -> Summary:
    first = None if day is None else published(day)
    return Summary(
        id=f"summary-{name}",
        story=StoryId(name),
        label=f"The ferry, {name}",
        storyline=None,
        event=None,
        first=first,
        last=first,
        **{"pages": 1, "texts": 1, "publishers": 1, "owners": 1, "accounts": 1, "documents": 0, **more},
    )


def keep(store, *summaries):
    store.put(RUN, [Outcome(one.story, "d1", (one,)) for one in summaries])


def names(page):
    return [one.story for one in page.stories]


def test_an_empty_desk_has_an_empty_list(store):
    assert store.listing.page() == ((), 0, None)
    assert set(store.listing.facets()) == {"outlet", "language", "place", "month", "change", "decision", "flag"}
    assert not any(store.listing.facets().values())


def test_the_story_first_published_last_stands_at_the_head_and_those_without_a_day_at_the_end(store):
    keep(store, summary("s-1", 3), summary("s-2"), summary("s-3", 9), summary("s-4", 3))
    page = store.listing.page()
    assert names(page) == ["s-3", "s-4", "s-1", "s-2"]
    assert page.stories[0] == summary("s-3", 9)
    assert (page.total, page.cursor) == (4, None)


def test_other_orders(store):
    early = replace(summary("s-1", 3, accounts=5, material=2), last=published(12))
    keep(store, early, summary("s-2", 9, accounts=2, conflicts=4), summary("s-3", 10))
    assert names(store.listing.page(order="last")) == ["s-1", "s-3", "s-2"]
    assert names(store.listing.page(order="accounts")) == ["s-1", "s-2", "s-3"]
    assert names(store.listing.page(order="changes")) == ["s-2", "s-1", "s-3"]


@pytest.mark.parametrize("order", ["first", "last", "accounts", "changes", "news"])
def test_pages_follow_one_another_without_a_gap_or_a_repetition_while_stories_come(store, order):
    keep(store, *(summary(f"s-{number:02}", 1 + number % 5, accounts=number % 3) for number in range(20)))
    whole = names(store.listing.page(order=order))
    first = store.listing.page(order=order, limit=7)
    keep(store, summary("s-new", 28, accounts=9, conflicts=9))
    second = store.listing.page(order=order, limit=7, after=first.cursor)
    third = store.listing.page(order=order, limit=7, after=second.cursor)
    assert [*names(first), *names(second), *names(third)] == whole
    assert third.cursor is None


def test_filters_ask_for_one_of_the_values_of_every_facet(store):
    keep(
        store,
        summary("s-1", 1, outlets=("Brae Post", "Holm Wire"), languages=("en",), conflicts=1),
        summary("s-2", 2, outlets=("Holm Wire",), languages=("de", "en"), changes=("number", "name")),
        summary("s-3", 3, outlets=("Lathe Echo",), languages=("de",), months=("2031-03",), places=("BRAE",)),
    )
    page = store.listing.page
    assert names(page({"outlet": ["Holm Wire"]})) == ["s-2", "s-1"]
    assert names(page({"outlet": ["Holm Wire", "Lathe Echo"], "language": ["de"]})) == ["s-3", "s-2"]
    assert names(page({"change": ["name"]})) == ["s-2"]
    assert names(page({"flag": ["conflicts"]})) == ["s-1"]
    assert names(page({"place": ["BRAE"], "month": ["2031-03"]})) == ["s-3"]
    assert page({"outlet": ["Holm Wire"]}, limit=1).total == 2
    assert names(page({"outlet": ["x' OR '1'='1"]})) == []


def test_facets_count_the_stories_that_pass_the_filters_and_follow_what_comes_and_goes(store):
    keep(store, summary("s-1", 1, outlets=("Brae Post", "Holm Wire")), summary("s-2", 2, outlets=("Holm Wire",)))
    assert store.listing.facets()["outlet"] == (("Holm Wire", 2), ("Brae Post", 1))
    assert store.listing.facets({"outlet": ["Brae Post"]})["outlet"] == (("Brae Post", 1), ("Holm Wire", 1))
    assert store.listing.facets(most=1)["outlet"] == (("Holm Wire", 2),)
    keep(store, summary("s-1", 1, outlets=("Lathe Echo",), spun=2))
    assert store.listing.facets()["outlet"] == (("Holm Wire", 1), ("Lathe Echo", 1))
    assert store.listing.facets()["flag"] == (("spun", 1),)
    store.forget(RUN, ["s-1", "s-2"])
    assert not any(store.listing.facets().values())
    assert store.listing.page().total == 0


def test_what_changed_since_a_person_looked_comes_first_then_what_they_never_saw(store):
    stories = [summary(f"s-{number}", number) for number in range(1, 6)]
    keep(store, *stories)
    for one in stories[:3]:
        store.people.looked("Ada", one.story, one.state, at="2031-03-20T12:00:00Z")
    keep(store, summary("s-1", 1, accounts=2), summary("s-2", 2, conflicts=2), summary("s-3", 3, pages=9))
    news = store.listing.page(order="news", person="Ada")
    assert names(news) == ["s-2", "s-1", "s-5", "s-4", "s-3"]
    assert names(store.listing.page(order="news", person="Ola")) == ["s-5", "s-4", "s-3", "s-2", "s-1"]
    pieces, cursor = [], None
    for _ in range(5):
        page = store.listing.page(order="news", person="Ada", limit=1, after=cursor)
        pieces.extend(names(page))
        cursor = page.cursor
    assert pieces == names(news)
    assert store.listing.page(order="news", person="Ada", limit=1, after=cursor).stories == ()


@pytest.mark.parametrize("cursor", ["", "x", "[]", "[1]", '["a", {}]', "null", '["2031-03-01", "s-1", "s-2", 4, 5]'])
def test_a_strange_cursor_is_refused(store, cursor):
    for order in ("first", "accounts", "news"):
        with pytest.raises(UsageError, match="no cursor of this list"):
            store.listing.page(order=order, after=cursor)


def test_a_strange_facet_is_refused(store):
    with pytest.raises(UsageError, match="no facet 'colour'; there are outlet, "):
        store.listing.page({"colour": ["red"]})
    with pytest.raises(UsageError, match="no facet 'colour'"):
        store.listing.facets({"colour": ["red"]})

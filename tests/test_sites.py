"""The sites of a desk, counted."""

import making
from copydesk.desk import open_desk
from copydesk.records import Article, ArticleId, Carriage, FamilyId, PageId
from copydesk.settings import Settings, StorySettings
from copydesk.store import Outcome, StepRun


def article(number, outlet, **more):
    return making.article(f"a-{number}", page=PageId(f"p-{number}"), outlet=outlet, **more)


def carriage(number, site, role, **more):
    ident = ArticleId(f"a-{number}")
    return Carriage(id=f"c-{number}", article=ident, family=FamilyId("f"), site=site, role=role, **more)


def keep(desk, step, *records):
    run = StepRun(step, type(records[0]), 1, "abc")
    desk.store.put(run, [Outcome(one.id, "d1", (one,)) for one in records])


def test_every_site_is_counted_with_what_it_shares_and_how():
    with open_desk() as desk:
        keep(desk, "articles", *(article(number, "Brae Post" if number < 40 else "Holm Wire") for number in range(50)))
        first = [carriage(number, "Brae Post", "first") for number in range(8)]
        taken = [
            carriage(number, "Brae Post", "taken", lag=number % 5, material=2, credit="outlet" if number < 20 else None)
            for number in range(8, 39)
        ]
        keep(desk, "carriages", *first, *taken, carriage(39, "Brae Post", "open", credit="agency", corrections=1))
        post, wire = desk.sources()
        assert (post.name, post.pages, wire.name, wire.pages) == ("Brae Post", 40, "Holm Wire", 10)
        assert (post.shared.amount, post.shared.value, wire.shared.value) == (40, 1.0, None)
        assert (post.first.amount, post.taken.amount, post.open.amount) == (8, 31, 1)
        assert (post.credited.amount, post.agency.amount, post.uncredited.amount) == (12, 1, 19)
        assert (post.lag, post.lags, post.alterations, post.material, post.corrections) == (2.0, 31, 62, 200.0, 1)
        assert desk.source("Brae Post") == post
        assert desk.source("Nobody") is None


def test_below_thirty_cases_there_is_no_median_and_no_rate():
    with open_desk() as desk:
        keep(desk, "articles", *(article(number, "Brae Post") for number in range(3)))
        keep(desk, "carriages", *(carriage(number, "Brae Post", "taken", lag=1, material=1) for number in range(3)))
        (post,) = desk.sources()
        assert (post.lag, post.material, post.lags, post.alterations) == (None, None, 3, 3)


def test_counts_follow_what_comes_and_goes():
    with open_desk() as desk:
        keep(desk, "articles", article(1, "Brae Post"), article(2, "Brae Post"))
        keep(desk, "carriages", carriage(1, "Brae Post", "first"))
        keep(desk, "articles", article(1, "Holm Wire"))
        assert [(one.name, one.pages) for one in desk.sources()] == [("Brae Post", 1), ("Holm Wire", 1)]
        desk.store.forget(StepRun("articles", Article, 1, "abc"), ["a-1", "a-2"])
        assert desk.sources() == ()


def test_owners_are_those_of_the_register_and_reserved_pages_are_counted_among_those_that_tell():
    line = "Brae Post|post.example : Quay Group : https://quay.example/titles : 2031-06-14"
    with open_desk(settings=Settings(stories=StorySettings(owners=(line,)))) as desk:
        reserved = article(2, None, url="https://www.post.example/2", tdm_reserved=True)
        keep(desk, "articles", article(1, "Brae Post", tdm_reserved=False), reserved, article(3, None))
        by_name = {one.name: one for one in desk.sources()}
        assert by_name["Brae Post"].owner.owner == by_name["post.example"].owner.owner == "Quay Group"
        assert by_name["post.example"].reserved[:2] == (1, 1)
        assert by_name["Brae Post"].reserved[:2] == (0, 1)
        assert by_name[None].owner is None


def test_the_sample_newsroom_has_sites(newsroom):
    found = newsroom.sources()
    assert sum(one.pages for one in found) == newsroom.counts()["Article"]
    assert sum(one.shared.amount for one in found) == newsroom.counts()["Carriage"] > 10
    assert any(one.first.amount for one in found)
    assert any(one.taken.amount for one in found)

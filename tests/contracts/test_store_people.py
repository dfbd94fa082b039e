"""What every store must keep of the people at a desk."""

from datetime import date

import pytest

from copydesk.errors import DeskError
from copydesk.records import AuditLine, Look, Person, SavedSearch, Share, StoryId

AT = "2031-03-20T09:00:00+00:00"
LATER = "2031-03-21T09:00:00+00:00"
STORY = StoryId("story-1")


def test_people_are_kept_with_a_digest_and_their_numbers_are_never_given_twice(store):
    ada = store.people.add("Ada", right="write", digest="d1", at=AT)
    assert ada == Person(id="person-1", name="Ada", right="write", added_at=AT)
    assert store.people.person("person-1") == (ada, "d1")
    store.people.renew("person-1", digest="d2")
    assert store.people.person("person-1") == (ada, "d2")
    store.people.remove("person-1")
    assert store.people.everyone() == ()
    assert store.people.person("person-1") is None
    assert store.people.add("Ben", right="read", digest="d2", at=AT).id == "person-2"


@pytest.mark.parametrize(
    "ident", ["", "person-", "person-x", "person-²", "person--1", "person-9" + "9" * 40, "share-1"]
)
def test_what_is_no_id_names_nobody(store, ident):
    store.people.add("Ada", right="write", digest="d1", at=AT)
    assert store.people.person(ident) is None
    assert store.people.shared(ident) is None
    assert not store.people.unsave(None, ident)


def test_whoever_goes_takes_looks_and_searches_along_and_the_log_stays(store):
    store.people.add("Ada", right="write", digest="d1", at=AT)
    store.people.looked("Ada", STORY, {"numbers": 2}, at=AT)
    store.people.save("Ada", "ferries", "words=ferry", at=AT)
    store.people.log("person added", "person-1", words="Ada", by=None, at=AT)
    store.people.remove("person-1")
    assert store.people.looks("Ada", [STORY]) == {}
    assert store.people.saved("Ada") == ()
    assert len(store.people.audit()) == 1


def test_a_share_ends_once(store):
    share = store.people.share(STORY, ends=date(2031, 4, 1), digest="d", by="Ada", at=AT)
    assert share == Share(id="share-1", story=STORY, ends=date(2031, 4, 1), by="Ada", made_at=AT)
    assert store.people.shared("share-1") == (share, "d")
    store.people.withdraw("share-1", at=AT)
    store.people.withdraw("share-1", at=LATER)
    assert [one.withdrawn_at for one in store.people.shares()] == [AT]


def test_the_last_look_is_what_is_told_and_nobody_is_somebody_of_their_own(store):
    store.people.looked("Ada", STORY, {"numbers": 1}, at=AT)
    store.people.looked("Ada", STORY, {"numbers": 2, "names": 1}, at=LATER)
    store.people.looked(None, STORY, {"numbers": 9}, at=AT)
    seen = store.people.looks("Ada", [STORY, "story-2"])
    assert seen == {STORY: Look(person="Ada", story=STORY, state={"names": 1, "numbers": 2}, at=LATER)}
    assert store.people.looks(None, [STORY])[STORY].state == {"numbers": 9}
    assert len(store.people.looks("Ada", [f"story-{number}" for number in range(2_000)])) == 1


def test_a_saved_search_of_the_same_name_gives_way(store):
    store.people.save("Ada", "ferries", "words=ferry", at=AT)
    kept = store.people.save("Ada", "ferries", "words=ferry&near=2031-03-20", at=LATER)
    store.people.save("Ben", "ferries", "words=quay", at=AT)
    assert store.people.saved("Ada") == (kept,)
    assert kept == SavedSearch(
        id="search-1", person="Ada", name="ferries", query="words=ferry&near=2031-03-20", at=LATER
    )
    assert not store.people.unsave("Ben", kept.id)
    assert store.people.unsave("Ada", kept.id)
    assert store.people.saved("Ada") == ()


def test_the_log_is_told_from_its_end_in_portions(store):
    for number in range(5):
        store.people.log("merge", f"decision-{number % 2}", words=str(number), by="Ada", at=AT)
    assert [line.words for line in store.people.audit(limit=2)] == ["4", "3"]
    assert [line.number for line in store.people.audit(before=4)] == [3, 2, 1]
    assert [line.words for line in store.people.audit(target="decision-1")] == ["3", "1"]
    assert store.people.audit(limit=1) == (
        AuditLine(number=5, at=AT, by="Ada", action="merge", target="decision-0", words="4"),
    )


def test_what_is_read_of_one_moment_cannot_be_written_to_by_mistake(store):
    with store.steady(), pytest.raises(RuntimeError, match="nothing can be written"):
        store.people.log("merge", "decision-1", words="lost when the moment ends", by=None, at=AT)
    store.people.log("merge", "decision-1", words="kept", by=None, at=AT)
    assert [line.words for line in store.people.audit()] == ["kept"]


def test_what_is_written_together_is_kept_whole_or_not_at_all(store):
    def save_and_fail():
        with store.together():
            store.people.save(None, "kept only with what follows", "words=ferry", at=AT)
            store.people.log("merge", "decision-1", words=None, by=None, at=AT)

    with pytest.raises(DeskError):
        save_and_fail()
    assert store.people.saved(None) == ()
    with store.together():
        store.people.log("merge", "decision-1", words="x", by=None, at=AT)
        store.people.log("undo", "decision-1", words="x", by=None, at=AT)
    assert len(store.people.audit()) == 2

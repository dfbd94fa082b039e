"""What a story's page may quote: little of each text, nothing that is reserved, nothing that is another story's."""

from dataclasses import replace
from datetime import date

import pytest

from copydesk.publishing.phrases import NO_OUTLET, NO_TITLE, chips_of, count_line, day_words, head_of
from copydesk.publishing.plan import Around, Listed
from copydesk.publishing.quoting import RESERVED, Words
from copydesk.publishing.story_page import story_page
from copydesk.publishing.told import Teller
from copydesk.records import Summary
from copydesk.reports.holdings import hold
from reports.conftest import build

LONG = " ".join(f"word{place}" for place in range(300))


def collection(**fields):
    """The small collection, its first article otherwise, each text with words enough to be quoted."""
    one = build()
    texts = [replace(article, text=f"{article.text}\n{LONG}") for article in one.articles]
    return replace(one, articles=(replace(texts[0], **fields), *texts[1:]))


def asked(made, place=0):
    holdings = hold(made)
    story = made.stories[place]
    return story, holdings, Words(story, holdings)


def paged(made, place=0):
    """The page of a story of a collection in which all stories are published."""
    holdings = hold(made)
    listed = {
        one.id: Listed("", one.id, one.label, one.storyline, date(2031, 5, 6), date(2031, 5, 7), 2, 3)
        for one in made.stories
    }
    lines = {}
    for one in listed.values():
        lines.setdefault(one.line, []).append(one)
    story = made.stories[place]
    ladder = story.ladder
    counts = (ladder.pages, ladder.texts, ladder.publishers, ladder.owners, ladder.accounts, ladder.documents)
    names = ("pages", "texts", "publishers", "owners", "accounts", "documents")
    summary = Summary(
        id="summary", story=story.id, label=story.label, storyline=story.storyline, event=story.event_date,
        first=None, last=None, **dict(zip(names, counts, strict=True)),
    )  # fmt: skip
    return story_page(story, summary, holdings, Around(listed, lines), program="copydesk 0")


def test_words_are_given_up_to_so_many_and_told_when_they_are_not_all():
    story, holdings, words = asked(collection())
    article = holdings.articles[story.articles[0]]
    start = article.text.index("word0")
    assert words.of(article, start, len(article.text), most=5) == ("word0 word1 word2 word3 word4", False)
    assert words.of(article, start, start + 11) == ("word0 word1", True)
    assert words.of(article, start, len(article.text), whole=5) is None


def test_a_page_that_reserves_its_rights_is_not_quoted_nor_what_appears_to_be_made_from_it():
    made = collection(tdm_reserved=True)
    story, holdings, words = asked(made)
    wire, spun, own, _ = made.articles
    assert words.reserved == {wire.id, spun.id}
    assert words.of(holdings.articles[wire.id], 0, 30) is None
    assert words.phrase("12 people", (holdings.articles[wire.id],)) is None
    assert words.of(holdings.articles[own.id], 0, 30) is not None
    values = paged(made).values
    account = next(one for one in values["accounts"] if wire.id in one.members)
    assert (account.lead, account.quiet) == (None, RESERVED)
    assert account.head.title == "Bus leaves road near Holm"
    assert "12 people" not in str(values["parts"])
    assert "The brakes failed" not in str(values["speakers"])
    assert story.id == made.stories[0].id


def test_of_a_family_the_story_of_its_first_text_alone_may_quote():
    made = collection()
    wire, spun = made.articles[0], made.articles[1]
    story = made.stories[0]
    apart = replace(story, articles=(spun.id,), families=((spun.id,),))
    words = Words(apart, hold(replace(made, stories=(apart,))))
    assert words.of(hold(made).articles[spun.id], 0, 30) is None
    assert Words(story, hold(made)).of(hold(made).articles[wire.id], 0, 30) is not None


def test_articles_of_other_stories_are_not_quoted():
    made = collection()
    later = made.articles[3]
    _, holdings, words = asked(made)
    assert words.of(holdings.articles[later.id], 0, 30) is None


def test_what_differs_is_told_with_both_sides_and_hedged():
    values = paged(collection()).values
    conflicts = dict(values["parts"])["conflicts"]
    assert [one.outcome for one in conflicts.shown] == ["conflict"] * len(conflicts.shown)
    assert {one.words for point in conflicts.shown for one in point.sides} >= {"12 people", "Nine passengers"}
    assert all(
        point.certainty.startswith(("likely", "very likely", "more likely", "uncertain")) for point in conflicts.shown
    )


def test_what_is_less_sure_than_not_stands_on_the_page_of_its_story_alone():
    made = collection()
    doubted = replace(made, checks=tuple(replace(one, confidence=0.46) for one in made.checks))
    assert paged(made).card.differs
    assert paged(doubted).card.differs == ()
    assert dict(paged(doubted).values["parts"])["conflicts"].shown


def test_a_copy_is_folded_under_its_source_with_what_it_changed():
    values = paged(collection()).values
    (account,) = (one for one in values["accounts"] if one.carriers)
    (carrier,) = account.carriers
    assert carrier.says == "appears to be an automated rewording of Holm Wire"
    assert carrier.changes.startswith("4 material changes: ")


def test_quotations_stand_with_their_speaker_and_say_when_a_copy_has_them_otherwise():
    (speaker,) = paged(collection()).values["speakers"]
    assert speaker.name == "Ada Brekke"
    assert speaker.said[0].words == "The brakes failed"


def test_officials_and_sums_are_no_names():
    made = collection()
    nameless = tuple(replace(one, speaker=None) for one in made.attributions)
    for name in ("officials", "L85m"):
        quotes = tuple(replace(one, speaker=name) for one in made.quotes)
        one = replace(made, quotes=quotes, attributions=nameless)
        story, holdings, words = asked(one)
        speakers, others = Teller(story, holdings, words, Around({}, {})).speakers()
        assert (speakers, others) == ((), ())


def test_a_page_without_title_outlet_or_address_says_so_and_names_no_file():
    article = replace(build().articles[0], title=None, outlet=None, url="javascript:alert(1)")
    head = head_of(article, None)
    assert (head.title, head.outlet, head.href) == (NO_TITLE, NO_OUTLET, None)
    assert head.day.words == "not dated"
    assert head_of(replace(article, url="https://www.news.example:8080/a"), None).outlet == "news.example:8080"


@pytest.mark.parametrize(
    ("low", "high", "said"),
    [
        (date(2031, 5, 6), date(2031, 5, 6), "6 May 2031"),
        (date(2031, 5, 6), date(2031, 5, 9), "6 to 9 May 2031"),
        (date(2031, 5, 6), date(2031, 6, 9), "6 May to 9 June 2031"),
        (date(2030, 12, 30), date(2031, 1, 2), "30 December 2030 to 2 January 2031"),
    ],
)
def test_days_say_once_what_they_share(low, high, said):
    assert day_words(low, high) == said


def test_counts_read_as_people_say_them():
    assert [count_line(1, 1), count_line(1, 3), count_line(3, 9)] == [
        "One account", "One account, on 3 pages", "3 independent accounts on 9 pages",
    ]  # fmt: skip


def test_chips_are_hedged_and_mark_what_people_decided():
    told = Summary(
        id="s", story="story-1", label="", storyline=None, event=None, first=None, last=None, pages=3, texts=2,
        publishers=2, owners=2, accounts=2, documents=0, altered=1, spun=2, corrections=1, changed=1, lost=1,
        decisions=("rename",),
    )  # fmt: skip
    said = [one.words for one in chips_of(told, conflicts=2)]
    assert said[0] == "accounts appear to differ on 2 points"
    assert said[-1] == "named by hand"
    assert all("appear" in one or one in ("later reports give other figures", "named by hand",
               "a copy carries what its source has corrected") for one in said)  # fmt: skip

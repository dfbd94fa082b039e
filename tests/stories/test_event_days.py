"""The day of an event, from what its accounts tell."""

from datetime import date

from copydesk.records import Article, ArticleId, EventDate, PageId, Published
from copydesk.settings import StorySettings
from copydesk.stories.event_days import event_day
from copydesk.stories.events import Unit, unit_of

RULED = date(2033, 11, 17)


def account(ident: str, text: str, day: date | None = None, *, published: Published | None = None) -> Unit:
    article = Article(id=ArticleId(ident), page=PageId(ident), source=ident, position=0, text=text, blocks=())
    told = [EventDate(low=day, high=day, basis="text")] if day else []
    return unit_of([article], told, published=published, settings=StorySettings())


PUBLISHED = Published(low=RULED, high=RULED, precision="day", basis="printed", confidence=0.9)


FINED = "The company Altamira Cobre was fined on Thursday over the collapse at Pedra Funda in May 2032."
BURIED = "The mine of Altamira Cobre at Pedra Funda collapsed. Twenty-three men were buried at Pedra Funda."


def test_the_day_that_most_accounts_tell_is_the_day_and_how_many_do_is_said() -> None:
    accounts = [account("a", "It sank.", RULED), account("b", "It sank.", RULED), account("c", "It sank.")]
    day = event_day(accounts)
    assert day == EventDate(low=RULED, high=RULED, basis="text, named by 2 of 3 accounts")


def test_one_account_that_looks_back_on_what_several_silent_ones_tell_does_not_date_them() -> None:
    later = account("a", FINED, RULED, published=PUBLISHED)
    silent = [account("b", BURIED), account("c", BURIED)]
    assert event_day([later, *silent]) is None
    assert event_day([later, silent[0]]) is not None
    onward = account("a", FINED.replace(" in May 2032", ""), RULED, published=PUBLISHED)
    assert event_day([onward, *silent]) is not None


def test_accounts_that_tell_nothing_give_no_day() -> None:
    assert event_day([account("a", "It sank.")]) is None

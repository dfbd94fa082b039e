"""The ladder from pages to accounts: what counts once on each step, and why."""

from dataclasses import replace
from pathlib import Path

import pytest

from copydesk.errors import UsageError
from copydesk.records import Article, ArticleId
from copydesk.settings import StorySettings, known_owner
from copydesk.settings_file import load_settings
from copydesk.stories.ladder import Account, ladder_of
from making import article

QUAY = "The Quay Post|quaypost.example : Quay Group : https://quay.example/titles : 2031-06-14"
PORT = "Port News|portnews.example : Quay Group : https://quay.example/titles : 2031-06-14"


def account(*articles: Article) -> Account:
    return articles


def names(accounts: list[Account], kind: str, owners: tuple[str, ...] = ()) -> list[str | None]:
    return [rung.name for rung in ladder_of(accounts, owners=owners).rungs if rung.kind == kind]


FIRST = article("a1", "The crane fell on the quay, the port said in a statement.", outlet="The Quay Post")
AGAIN = article("a2", "The crane fell on the quay — the port said in a statement", outlet="Port News")
OTHER = article("a3", "Dockers saw the crane fall. The court's ruling is due in May.", outlet="The Tide")
NAMELESS = article("a4", "A crane fell.", url="https://news.tide.example/1")


def test_pages_word_for_word_alike_are_one_text_of_several_publishers() -> None:
    ladder = ladder_of([account(FIRST, AGAIN), account(OTHER)])
    assert (ladder.pages, ladder.texts, ladder.publishers, ladder.accounts) == (3, 2, 3, 2)
    text = next(rung for rung in ladder.rungs if rung.kind == "text")
    assert (text.articles, text.why) == (("a1", "a2"), "2 pages have it word for word")


def test_outlets_that_the_register_gives_to_one_owner_are_one_owner_and_the_source_is_told() -> None:
    ladder = ladder_of([account(FIRST, AGAIN), account(OTHER)], owners=(QUAY, PORT))
    assert (ladder.publishers, ladder.owners) == (3, 2)
    known, unknown = (rung for rung in ladder.rungs if rung.kind == "owner")
    assert (known.name, known.articles) == ("Quay Group", ("a1", "a2"))
    assert known.why == "owns The Quay Post, Port News (https://quay.example/titles, as of 2031-06-14)"
    assert (unknown.name, unknown.why) == (None, "owner of The Tide not established")


def test_an_outlet_is_known_by_the_host_of_its_page_and_the_latest_line_decides() -> None:
    later = "tide.example : Ebb Holdings : register of titles : 2033-01-01"
    earlier = "tide.example : Flood Holdings : register of titles : 2030-01-01"
    assert names([account(NAMELESS)], "publisher") == ["news.tide.example"]
    assert names([account(NAMELESS)], "owner", (later, earlier)) == ["Ebb Holdings"]
    assert names([account(replace(NAMELESS, url="https://nottide.example/"))], "owner", (later,)) == [None]


def test_pages_that_name_no_outlet_count_by_themselves() -> None:
    ladder = ladder_of([account(replace(NAMELESS, url=None), replace(NAMELESS, id=ArticleId("a5"), url="http://["))])
    assert (ladder.pages, ladder.texts, ladder.publishers, ladder.owners) == (2, 1, 2, 2)


def test_documents_are_told_with_their_places_and_a_plain_statement_only_where_nothing_more_is_named() -> None:
    text = "A joint declaration was signed, according to a statement. The declaration had been leaked."
    (document,) = (rung for rung in ladder_of([account(article("b", text))]).rungs if rung.kind == "document")
    assert (document.name, document.why) == ("joint statement", "named by 1 of 1 account")
    assert [text[at.start : at.end] for at in document.places] == ["joint declaration"]


@pytest.mark.parametrize(
    "text",
    [
        "The leaders parted without a joint statement.",
        "No final report was published.",
        "A news conference is expected on Monday.",
        "The port will publish its final report in May.",
    ],
)
def test_a_document_that_there_was_not_or_is_still_to_come_was_not_leaned_on(text: str) -> None:
    assert ladder_of([account(article("b", text))]).documents == 0


def test_whom_pages_credit_is_told_and_is_no_document() -> None:
    wire = [replace(FIRST, credited_to="Coast Wire"), replace(AGAIN, credited_to="COAST WIRE")]
    ladder = ladder_of([account(*wire)])
    (agency,) = (rung for rung in ladder.rungs if rung.kind == "agency")
    assert (agency.name, agency.why) == ("Coast Wire", "credited by 2 pages")
    assert ladder.documents == 1  # the port's statement


def test_a_carried_summary_is_no_account_unless_the_story_has_no_other() -> None:
    carried = replace(OTHER, id=ArticleId("a9"), position=1)
    assert ladder_of([account(FIRST), account(carried)]).accounts == 1
    assert ladder_of([account(carried)]).accounts == 1


@pytest.mark.parametrize(
    "line", ["", "The Tide : Ebb", "The Tide : Ebb : register : soon", "A||B : C : d : 2031-01-01"]
)
def test_a_line_of_another_form_is_refused_with_the_form(line: str) -> None:
    with pytest.raises(UsageError, match="Harbour Post"):
        known_owner(line)


def test_a_desk_keeps_its_register_in_its_settings(tmp_path: Path) -> None:
    file = tmp_path / "copydesk.toml"
    file.write_text(f'[stories]\nowners = ["{QUAY}"]\n', encoding="utf-8")
    assert load_settings(file).stories.owners == (QUAY,)
    with pytest.raises(UsageError, match="names no owner"):
        StorySettings(owners=("The Tide",))

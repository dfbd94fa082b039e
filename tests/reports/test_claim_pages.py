"""Pages of speakers and figures, and the parts of a story's ledger as they are set."""

import re
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from copydesk.records import Alone, Collection, Fact
from copydesk.reports.brief import write_brief
from copydesk.reports.cards import fact_href, speaker_href
from copydesk.reports.holdings import hold, speaker_key
from copydesk.reports.passages import around, shared, stretches
from copydesk.reports.safe import spelled, unspelled
from copydesk.reports.view_claims import FIRST_ROWS, MOST_COLUMNS, MOST_ROWS, claims
from copydesk.reports.view_figure import figures_view
from copydesk.reports.view_index import conflicts
from copydesk.reports.view_speaker import speaker_view, speakers_view
from reports.conftest import article, figure, published, quote

COURT = 'The bus firm knew of it, "as everybody did", Ada Brekke told the court.'


@pytest.fixture
def heard(collection):
    """The collection with words of the same speaker a year later, and of one who is quoted once."""
    court = article("court", COURT, outlet="Fjord Post", title="Firm knew", published=published(date(2032, 5, 2)))
    said = quote("quote-3", court, "as everybody did")
    once = replace(
        quote("quote-4", court, "The bus firm knew of it"), speaker="Nils Falk", kind="reported", via="court"
    )
    ruling = replace(
        collection.stories[1], articles=("article-later", court.id), families=(("article-later",), (court.id,))
    )
    return replace(
        collection,
        articles=(*collection.articles, court),
        quotes=(*collection.quotes, said, once),
        stories=(collection.stories[0], ruling),
    )


@pytest.fixture
def folder(heard, tmp_path):
    write_brief(heard, tmp_path)
    return tmp_path


def test_a_speaker_has_a_page_of_all_their_words_through_time(folder, page):
    one = page(folder / "speakers" / "speaker-ada-brekke.html")
    assert "2 utterances · 2 stories · 3 pages · 2 text families" in one.text
    assert "1 of 2 altered in a copy" in one.text
    assert one.text.index("The brakes failed") < one.text.index("as everybody did")
    assert "2031-05-06 from metadata, very likely, 0.97" in one.text
    assert "2 pages · 2 wordings · ✎ altered in 1 copy" in one.text
    assert "✎ altered in a copy; beside its source: Holm Wire" in one.text
    assert [attrs["class"] for attrs in one.all("svg", "role", "group")] == ["timeline"]
    assert "../pairs/pair-copy-1.html" in [attrs["href"] for attrs in one.all("a")]


def test_who_is_quoted_once_is_listed_and_has_no_page_of_their_own(folder, page):
    assert [path.name for path in (folder / "speakers").iterdir()] == ["speaker-ada-brekke.html"]
    listed = page(folder / "speakers.html")
    assert "Quoted more than once 1" in listed.text
    assert "Ada Brekke 2 utterances · 2 stories · 3 pages · 2 text families" in listed.text
    assert "2031-05-06 to 2032-05-02 ✎ 1 altered" in listed.text
    assert "Nils Falk : The bus firm knew of it Fjord Post" in listed.text
    assert not listed.all("q")


def test_a_fact_has_a_page_with_its_passages_in_the_order_of_their_days(folder, page):
    one = page(folder / "figures" / "fact-1.html")
    assert "people hurt 2 text families · 3 pages · 1 story ≠ conflict ✎ altered in a copy" in one.text
    table = one.text[one.text.index("As pages have it") :]
    assert table.index("12 people") < table.index("Nine passengers") < table.index("21 humans")
    assert "both count the same people · more likely than not, 0.70" in one.text
    assert [attrs["class"] for attrs in one.all("svg", "role", "group")] == ["timeline"]


def test_the_list_of_figures_is_by_story_and_leads_to_the_words(folder, page):
    one = page(folder / "figures.html")
    assert "3 figures 1 given more than once" in one.text
    assert "people hurt 2 text families · 3 pages 12 people Holm Wire , 2031-05-06 Nine passengers" in one.text
    links = [attrs["href"] for attrs in one.all("a")]
    assert "articles/article-wire.html#p1" in links
    assert "figures/fact-1.html" in links


def test_the_first_page_leads_to_both_lists_and_to_who_is_heard_most(folder, page):
    links = [attrs["href"] for attrs in page(folder / "index.html").all("a")]
    assert {"speakers.html", "figures.html", "speakers/speaker-ada-brekke.html"} <= set(links)


def test_lists_are_narrowed_by_a_script_of_theirs_and_are_whole_without_it(folder, page):
    for name in ("speakers.html", "figures.html"):
        one = page(folder / name)
        assert "narrow" in one.raw["script"]
        assert [attrs for attrs in one.all("p", "class", "narrow") if "hidden" in attrs]
        assert one.all("tr") or one.all("li")
    assert "narrow" not in page(folder / "index.html").raw["script"]


def test_a_collection_without_words_or_figures_has_empty_lists(tmp_path, page, collection):
    write_brief(Collection(as_of=collection.as_of, settings="0", articles=()), tmp_path)
    assert "Nobody is quoted with more than one utterance." in page(tmp_path / "speakers.html").text
    assert "No figure was found." in page(tmp_path / "figures.html").text
    assert "Who is quoted" not in page(tmp_path / "index.html").text


def test_nobody_of_a_name_is_told_so(collection):
    values = speaker_view(speaker_key("Nobody Here"), hold(collection))
    assert (values["said"], values["timeline"], values["extent"]) == ((), None, "")


def test_each_of_several_speakers_of_one_quote_has_it(collection):
    both = replace(collection, attributions=(replace(collection.attributions[0], speaker="Ada Brekke; Nils Falk"),))
    holdings = hold(both)
    assert [one.id for one in holdings.said["nils falk"]] == ["quote-1"]
    assert [one.id for one in holdings.said["ada brekke"]] == ["quote-1", "quote-2"]


def test_where_pages_are_made_when_asked_for_every_speaker_and_fact_has_one(collection):
    assert speaker_href("Ada Brekke", hold(collection)) is None
    live = hold(collection, live=True)
    assert speaker_href("Ada  Brekke", live) == "../speakers/speaker-ada-brekke.html"
    assert speaker_href("x" * 300, live) is None
    assert fact_href("fact-7", live) == "../figures/fact-7.html"


@given(st.text(min_size=1, max_size=40))
def test_a_spelled_name_is_a_safe_file_name_and_can_be_read_back(name):
    key = speaker_key(name)
    stem = spelled(key)
    assert re.fullmatch(r"[a-z0-9._-]*", stem)
    if key and not stem.startswith("..."):
        assert unspelled(stem) == key


def test_a_spelled_name_that_would_be_too_long_is_not_read_back():
    assert unspelled(spelled("ø" * 100)) is None
    assert unspelled("../../etc") is None
    assert unspelled("Ada") is None


# -- the ledger as it is set ------------------------------------------------------------------------------------------


def test_what_one_account_says_alone_stands_under_its_letter_and_reported_words_without_marks(heard, tmp_path, page):
    alone = Alone(
        id="alone-1", story="story-ruling", accounts=2, quotes=("quote-3", "quote-4"), figures=("figure-gone",)
    )
    write_brief(replace(heard, alone=(alone,)), tmp_path)
    one = page(tmp_path / "stories" / "story-ruling.html")
    assert "Told by one of 2 independent accounts. That the others leave it out does not speak against it." in one.text
    assert "B as everybody did Ada Brekke Fjord Post" in one.text
    assert "B The bus firm knew of it Nils Falk, via court Fjord Post" in one.text
    assert len(one.all("q")) == 1 + len(page(tmp_path / "stories" / "story-ruling.html").all("p", "class", "ref"))


@pytest.mark.parametrize("facts", [0, 1])
def test_that_accounts_were_too_many_to_compare_each_with_each_is_said_where_it_is_so(
    collection, tmp_path, page, facts
):
    many, one = crowd(collection, 4, facts), Alone(id="alone-1", story="story-many", accounts=4)
    for nearest in (None, 2):
        write_brief(replace(many, alone=(replace(one, nearest=nearest),)), tmp_path)
        said = page(tmp_path / "stories" / "story-many.html").text
        assert said.count("not each was compared with each") == (nearest is not None)
    assert "with those of up to 2 that came out before it and up to 2 after it" in said


def test_what_stands_in_one_family_is_listed_where_nothing_could_be_compared(heard):
    told = claims(heard.stories[1], hold(heard))
    assert (told.parts, told.alone, told.accounts) == ((), (), 0)
    assert [(one.letter, one.kind, one.words) for one in told.rest] == [
        ("B", "direct", "as everybody did"),
        ("B", "reported", "The bus firm knew of it"),
    ]


def crowd(collection, families, facts):
    """A story of many families that all give the same figures."""
    articles = [article(f"m{number:03}", f"{number} of 9 were hurt there.") for number in range(families)]
    figures = [
        replace(figure("", one, "9", 9), id=f"figure-{fact}-{one.id}") for fact in range(facts) for one in articles
    ]
    told = [
        Fact(
            id=f"fact-{fact}",
            story="story-many",
            measures=f"people {fact}",
            figures=tuple(f"figure-{fact}-{one.id}" for one in articles),
        )
        for fact in range(facts)
    ]
    story = replace(
        collection.stories[1],
        id="story-many",
        storyline=None,
        articles=tuple(one.id for one in articles),
        families=tuple((one.id,) for one in articles),
        links=(),
    )
    return Collection(
        as_of=collection.as_of,
        settings="0",
        articles=tuple(articles),
        stories=(story,),
        figures=tuple(figures),
        facts=tuple(told),
    )


def test_families_beyond_those_with_a_column_stand_together_with_their_letters(collection):
    many = crowd(collection, MOST_COLUMNS + 3, 1)
    told = claims(many.stories[0], hold(many))
    assert len(told.columns) == MOST_COLUMNS
    assert told.parts[0].others
    (entry,) = told.parts[0].first
    assert [len(cell) for cell in entry.cells] == [1] * MOST_COLUMNS + [3]
    assert [cell.letter for cell in entry.cells[-1]] == ["F", "G", "H"]


def test_a_long_ledger_folds_its_rows_and_counts_those_that_it_leaves_out(collection, tmp_path, page):
    many = crowd(collection, 2, MOST_ROWS + 30)
    (part,) = claims(many.stories[0], hold(many)).parts
    assert (len(part.first), len(part.folded), part.hidden) == (FIRST_ROWS, MOST_ROWS - FIRST_ROWS, 30)
    write_brief(many, tmp_path)
    one = page(tmp_path / "stories" / "story-many.html")
    assert f"Where accounts agree {MOST_ROWS + 30}" in one.text
    assert "30 more stand in checks.jsonl , quotes.jsonl and figures.jsonl" in one.text


def test_lists_of_a_large_collection_stay_bounded(collection):
    many = crowd(collection, 2, 400)
    (group,) = figures_view(hold(many))["groups"]
    assert len(group.facts) + group.facts_more == 400
    assert group.facts_more > 0
    said = [replace(collection.quotes[0], id=f"quote-{number}", speaker=f"Speaker {number}") for number in range(2000)]
    listed = speakers_view(hold(replace(collection, quotes=tuple(said), attributions=())))
    assert listed.several == ()
    assert len(listed.once) + listed.once_more == 2000
    assert listed.once_more > 0


def test_every_comparison_of_a_row_can_be_linked_to(collection):
    twice = replace(
        collection, checks=(*collection.checks, replace(collection.checks[0], id="check-2", outcome="agrees"))
    )
    entry = claims(twice.stories[0], hold(twice)).parts[0].first[0]
    assert entry.anchors == ("check-check-1", "check-check-2")
    assert [mark.outcome for mark in entry.marks] == ["conflict", "altered", "agrees"]
    assert entry.open


def test_words_around_a_passage_are_those_of_its_sentence_cut_to_a_fair_length():
    text = "It was late. The bus left the road near Holm and 12 people were hurt. Nobody came."
    start = text.index("12")
    assert around(text, start, start + 9) == ("The bus left the road near Holm and ", " were hurt.")
    long = f"{'word ' * 100}12 people {'more ' * 100}"
    lead, tail = around(long, 500, 509)
    assert lead.startswith("…word")
    assert tail.endswith("more…")
    assert len(lead) < 170 > len(tail)


def test_words_that_the_first_wording_does_not_have_are_told_apart():
    told = stretches(["We", "will", "not", "pay"], ["We", "shall", "not", "pay", "it"])
    assert [(one.text, one.style) for one in told] == [("We", ""), ("shall", "new"), ("not pay", ""), ("it", "new")]
    assert [one.style for one in stretches(["a"] * 500, ["b"] * 500)] == [""]


def test_of_statements_the_words_of_one_meaning_are_told_apart():
    told = shared("The boat was held, police said.".split(), ["Officers stopped a ferry."])
    assert [(one.text, one.style) for one in told] == [
        ("The", ""), ("boat", "shared"), ("was held,", ""), ("police", "shared"), ("said.", "")
    ]  # fmt: skip
    assert [one.style for one in shared(["The", "boat"], [])] == [""]


def test_a_story_of_which_nothing_is_quoted_or_counted_says_so(collection, tmp_path, page):
    write_brief(replace(collection, quotes=(), figures=(), facts=(), checks=()), tmp_path)
    text = page(tmp_path / "stories" / "story-crash.html").text
    assert "What the accounts say No quotation and no figure was found on these pages." in text


def test_whom_only_a_reworded_copy_names_stands_apart_from_who_is_quoted(collection, tmp_path, page):
    spun = replace(collection.quotes[1], speaker="Aida Breakwell")
    garbled = replace(collection, quotes=(collection.quotes[0], spun), attributions=())
    listed = speakers_view(hold(garbled))
    assert [one.name for one in listed.once] == ["Ada Brekke"]
    assert [one.name for one in listed.remade] == ["Aida Breakwell"]
    write_brief(garbled, tmp_path)
    text = page(tmp_path / "speakers.html").text
    assert text.index("Only in reworded or translated copies 1") < text.index("Aida Breakwell")
    kept = speakers_view(hold(replace(garbled, copies=(replace(collection.copies[0], direction="unknown"),))))
    assert [one.name for one in kept.once] == ["Ada Brekke", "Aida Breakwell"]


def test_the_first_page_sets_the_other_statement_against_the_one_that_a_conflict_goes_by(collection):
    (count,) = conflicts(hold(collection))
    assert (count.words, count.detail) == (
        "people hurt", "“12 people were hurt” / “Nine passengers were taken to hospital”"
    )  # fmt: skip
    said = replace(collection.checks[0], kind="polarity", subject="12 people were hurt")
    (lead,) = conflicts(hold(replace(collection, checks=(said,))))
    assert lead.words == "12 people were hurt"
    assert lead.detail == "whether it happened, against “Nine passengers were taken to hospital”"

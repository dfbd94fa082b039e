"""Facts: figures that state one thing, whatever their values."""

import copydesk.claims.facts as module
from copydesk.claims import find_facts, find_figures
from copydesk.records import Article, ArticleId, Dossier, Ladder, PageId, Story, StoryId
from copydesk.settings import ClaimSettings


def dossier(*texts, apart=False):
    """Some articles of one story, or of one storyline with a story for each of them, and their figures."""
    articles = tuple(
        Article(id=ArticleId(f"a{number}"), page=PageId("p"), source="p", position=0, text=text, blocks=())
        for number, text in enumerate(texts)
    )
    ids = tuple(one.id for one in articles)
    stories = tuple(
        Story(
            id=StoryId(f"s{number}"),
            label="s",
            articles=members,
            event_date=None,
            storyline=None,
            families=(),
            ladder=Ladder(pages=1, texts=1, publishers=1, owners=1, accounts=1, documents=0),
        )
        for number, members in enumerate([(one,) for one in ids] if apart else [ids])
    )
    figures = tuple(figure for one in articles for figure in find_figures(one, settings=ClaimSettings()))
    return Dossier(stories=stories, articles=articles, families=(), figures=figures)


def facts(*texts, apart=False):
    """The surfaces of each fact of some articles."""
    held = dossier(*texts, apart=apart)
    surface = {figure.id: figure.surface for figure in held.figures}
    return [{surface[one] for one in fact.figures} for fact in find_facts(held, settings=ClaimSettings())]


def test_one_figure_in_two_spellings_is_one_fact():
    assert facts("The fund holds 18m eidra for families.", "They promised 18 million eidra to families.") == [
        {"18m eidra", "18 million eidra"}
    ]


def test_a_fact_is_told_in_the_words_that_most_articles_have():
    texts = (
        "Long before that the fund already held some 18m eidra for the families.",
        "The fund holds 18m eidra for families.",
        "The fund holds 18m eidra for families.",
    )
    (fact,) = find_facts(dossier(*texts), settings=ClaimSettings())
    assert fact.measures == "eidra: The fund holds \u2026 for families"
    (fact,) = find_facts(dossier(*texts[:2]), settings=ClaimSettings())
    assert "already held" in fact.measures, "of as many the fullest"


def test_units_are_brought_to_one_footing():
    assert facts("The line runs 640km to Halberg.", "A line of 640,000 metres to Halberg.") == [
        {"640km", "640,000 metres"}
    ]


def test_different_counts_of_one_fate_are_one_fact():
    assert facts("The blast killed seven people.", "Nine people died in the blast.") == [
        {"seven people", "Nine people"}
    ]


def test_one_value_of_two_things_is_two_facts():
    assert facts("Seven people were injured.", "Seven people were arrested.") == []


def test_a_figure_of_another_year_is_another_fact():
    assert facts("The blast killed seven people.", "A blast in 1998 killed 12 people.") == []


def test_one_article_does_not_gainsay_itself():
    assert facts("The blast killed seven people. The blast killed nine people.") == []


def test_a_relative_clause_counts_what_the_clause_before_it_names():
    assert facts(
        "More than 40,000 people marched to the harbour of Solvik.",
        "They recall the march to the harbour, which drew 70,000.",
    ) == [{"More than 40,000 people", "70,000"}]


def test_distances_from_two_places_are_two_facts():
    said = "The quake struck 4 miles east of Solvik, the survey said."
    assert facts(said, "The quake struck 4 miles west of Halberg, the survey said.") == []
    assert facts(said, "The quake struck 3 miles from Solvik, the survey said.") == [{"4 miles", "3 miles"}]


def test_two_lengths_of_one_sitting_are_one_fact():
    assert facts("The vote was lost after a sitting of 19 hours.", "A 22-hour sitting ended, the vote lost.") == [
        {"19 hours", "22-hour"}
    ]


def test_a_value_that_chance_hardly_gives_twice_needs_no_words_in_common():
    assert facts("The attendance was 41,300.", "Nobody in a crowd of 41,300 saw it.") == [{"41,300"}]
    assert facts("The attendance was 41,300.", "Nobody in a crowd of 41,300 saw it.", apart=True) == [{"41,300"}]
    assert facts("Shares in the mill rose 31%.", "By dusk they were worth 31% more.") == [{"31%"}]
    assert facts("Shares in the mill rose 31%.", "By dusk they were worth 31% more.", apart=True) == []
    assert facts("Some 3,000 people booed.", "The crowd of 3,000 left at noon.") == [{"Some 3,000 people", "3,000"}]


def test_a_value_that_chance_may_give_twice_needs_words_in_common():
    assert facts("Shares in the mill rose 3%.", "By dusk they were worth 3% more.") == []
    assert facts("Thousands of people booed.", "On the quay, thousands of passengers slept.") == []
    assert facts("Mara Oldt, 34, sang.", "The docker, 34, slept.") == []
    assert facts("The blast killed 23 people.", "Police arrested 23 students.") == []


def test_a_figure_that_leaves_out_its_unit_joins_one_that_names_it():
    assert facts("Her son Tom\u00e9, 22, wept.", "She has one son: Tom\u00e9 is 22.") == [{"22"}]
    assert facts("The son wore 2 shirts.", "Her son counts to 2.") == []


def test_small_counts_of_two_stories_need_more_words_in_common():
    said = ("Two nurses of the harbour were hired late.", "The harbour hired two nurses for each boat.")
    assert facts(*said) == [{"Two nurses", "two nurses"}]
    assert facts(*said, apart=True) == []


def test_the_work_on_a_long_table_does_not_grow_with_its_square(monkeypatch):
    compared = 0
    cosine = module.cosine

    def counted(left, right):
        nonlocal compared
        compared += 1
        return cosine(left, right)

    monkeypatch.setattr(module, "cosine", counted)
    facts("\n\n".join(f"The load was {number % 20 + 11} tonnes." for number in range(700)))
    assert 0 < compared <= 700 * 300

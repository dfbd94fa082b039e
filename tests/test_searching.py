"""Finding things on the desk of the sample newsroom, and on small desks where a limit is tested."""

from datetime import date

import pytest

from copydesk.desk import open_desk
from copydesk.errors import UsageError
from copydesk.searching import Question, figure_of, question_of
from copydesk.settings import Settings

SENTENCE = (
    "The bridge reported a loss of steering some 40 seconds before the collision, the harbour master told a news"
    " conference on Friday."
)


def answers(found):
    return [answer for story in found.stories for family in story.families for answer in family.answers]


def marked(answer):
    return [snippet.text[slice(*mark)] for snippet in answer.snippets for mark in snippet.marks]


def text_of(desk, answer):
    return desk.article(answer.article).text


@pytest.fixture
def small(tmp_path):
    def fill(**texts: str):
        for name, text in texts.items():
            (tmp_path / f"{name}.txt").write_text(text, encoding="utf-8")
        list(desk.add([str(tmp_path)], as_of=date(2031, 1, 1)))
        list(desk.run())
        return desk

    with open_desk() as desk:
        yield fill


def test_what_answers_is_grouped_by_story_and_family_with_the_places_that_do(newsroom):
    found = newsroom.find(Question(words="ferry crane"))
    first = found.stories[0]
    assert found.found == len(found.stories) == len({one.story for one in found.stories})
    assert first.label == newsroom.story(first.story).label
    assert first.articles == sum(family.articles for family in first.families)
    assert max(family.articles for family in first.families) > 1
    for answer in answers(found):
        text = text_of(newsroom, answer)
        for snippet in answer.snippets:
            assert text[snippet.start :].startswith(snippet.text)
            assert "\n" not in snippet.text
        told = {
            word.casefold() for word in (*marked(answer), *(answer.title[slice(*one)] for one in answer.title_marks))
        }
        assert {"ferry", "crane"} <= told


def test_one_per_family_shows_one_and_tells_how_many(newsroom):
    one = newsroom.find(Question(words="ferry crane", one_per_family=True))
    every = newsroom.find(Question(words="ferry crane"))
    assert all(len(family.answers) == 1 for story in one.stories for family in story.families)
    assert (one.articles, one.found) == (every.articles, every.found)
    assert len(answers(one)) < len(answers(every))


def test_a_passage_is_met_word_for_word_whatever_its_marks(newsroom):
    found = answers(newsroom.find(Question(passage="“LOSS of steering — some 40 seconds before")))
    assert found
    assert all(marked(answer) == ["loss of steering some 40 seconds before"] for answer in found)


def test_a_speakers_words_are_what_is_shown(newsroom):
    voice = newsroom.speakers()[0]
    found = answers(newsroom.find(Question(speaker=voice.name)))
    assert found
    said = newsroom.speaker(voice.name)
    assert (said.name, said.quotes) == (voice.name, voice.quotes)
    assert {quote for answer in found for quote in answer.quotes} <= {quote.id for quote in said.said}
    for answer in found:
        assert answer.quotes
        assert marked(answer)


def test_a_figure_is_found_however_it_is_written(small):
    desk = small(
        one="Convoy\nSome 100,000 soldiers crossed the border on Thursday, the ministry of Halberg said at night.\n",
        two="Bridge\nHalf a million refugees crossed the river in a week, and a road of 640km was closed to them.\n",
        three="Match\nA crowd of 100,000 spectators watched the final in Sarova, and 98,000 tickets had been sold.\n",
    )
    sources = lambda query: [desk.article(one.article).source.rpartition("/")[2] for one in desk.figures(query)]  # noqa: E731
    assert sources("100,000 troops") == ["one.txt"]
    assert sources("500,000 refugees") == sources("half a million people who fled") == ["two.txt"]
    assert sources("400 miles of road") == ["two.txt"]
    assert sorted(sources("about 100,000")) == ["one.txt", "three.txt", "three.txt"]
    (answer,) = answers(desk.find(Question(figure="100,000 troops", words="border")))
    assert "100,000" in " ".join(marked(answer))
    assert desk.figures("100,000 troops")[0].id in answer.figures


def test_a_question_without_a_figure_says_so(newsroom):
    with pytest.raises(UsageError, match="there is no figure in 'troops'"):
        newsroom.figures("troops")
    assert figure_of("more than 3.4 percent", settings=Settings()).low == 3.4
    assert figure_of("4,200", settings=Settings()).value == 4_200.0


def test_figures_of_the_sample_are_found_by_their_own_words(newsroom):
    missed, figures = [], newsroom.figures()
    for figure in figures:
        try:
            found = newsroom.figures(figure.surface, limit=500)
        except UsageError:  # "double" alone is no figure
            assert not any(letter.isdigit() for letter in figure.surface)
            continue
        if figure.id not in {one.id for one in found}:
            missed.append(figure.surface)
    # What a figure's own words leave to those around them is not found by them: "20 kilometres" an hour.
    assert len(missed) <= len(figures) / 200, missed


def test_every_passage_of_the_sample_is_found_where_it_stands(newsroom):
    for article in newsroom.articles():
        longest = max(article.text.split("\n"), key=len)
        passage = " ".join(longest.split()[2:11])
        found = newsroom.find(Question(passage=passage, outlet=article.outlet), limit=99)
        mine = [answer for answer in answers(found) if answer.article == article.id]
        assert mine, passage
        assert words(marked(mine[0])[0]) == words(passage)


def test_near_a_day_means_the_nearest_first(newsroom):
    found = answers(newsroom.find(Question(near=date(2030, 10, 19), days=2)))
    assert found
    assert all(one.low <= date(2030, 10, 21) and one.high >= date(2030, 10, 17) for one in found)
    assert answers(newsroom.find(Question(near=date(1999, 1, 1)))) == []


def test_all_parts_of_a_question_are_met_together(newsroom):
    by_words = {one.article for one in answers(newsroom.find(Question(words="crane")))}
    outlet = answers(newsroom.find(Question(words="crane")))[0].outlet
    both = {one.article for one in answers(newsroom.find(Question(words="crane", outlet=outlet)))}
    assert both
    assert both < by_words
    assert answers(newsroom.find(Question(words="crane", language="xx"))) == []


def test_pages_of_answers_follow_each_other_and_leave_nothing_out(newsroom):
    whole = [story.story for story in newsroom.find(Question(language="en"), limit=99).stories]
    told, after = [], None
    for _ in whole:
        page = newsroom.find(Question(language="en"), after=after, limit=5)
        told += [story.story for story in page.stories]
        after = page.after
        if after is None:
            break
    assert told == whole
    with pytest.raises(UsageError, match="is no place in these answers"):
        newsroom.find(Question(language="en"), after="7")


@pytest.mark.parametrize(
    ("question", "says"),
    [
        (Question(), "nothing is asked"),
        (Question(words='"--"', outlet=" "), "nothing is asked"),
        (Question(words="x" * 1_001), "too long"),
        (Question(words="word " * 65), "too long"),
        (Question(near=date(2031, 1, 1), days=-1), "days about a day"),
    ],
)
def test_a_question_that_cannot_be_asked_is_refused(newsroom, question, says):
    with pytest.raises(UsageError, match=says):
        newsroom.find(question)


@pytest.mark.parametrize("hostile", ['"', "* OR 1", "NEAR(a b)", "a\x00b", "'; DROP TABLE cards; --", "\ud800", "<b>x"])
def test_no_question_breaks_the_search(newsroom, hostile):
    for part in ("passage", "speaker", "outlet", "language"):
        newsroom.find(Question(words="ferry", **{part: hostile}))
    newsroom.find(Question(words=hostile, outlet="Herald"))
    newsroom.speakers(hostile)
    assert answers(newsroom.find(Question(words="ferry")))


def test_of_several_speakers_of_a_name_the_most_quoted_is_told(newsroom):
    several = [voice for voice in newsroom.speakers("ingeborg") if voice.quotes]
    assert len(several) > 1
    told = newsroom.speaker("Ingeborg")
    assert (told.name, told.quotes) == several[0]
    assert len(told.said) == told.quotes
    with pytest.raises(UsageError, match="nobody who is quoted on this desk is called 'Nobody'"):
        newsroom.speaker("Nobody")


def test_a_question_goes_into_an_address_and_back():
    asked = Question(words='ferry "loss of"', near=date(2031, 3, 20), days=5, one_per_family=True)
    assert asked.query() == "words=ferry+%22loss+of%22&near=2031-03-20&days=5&one_per_family=yes"
    given = {
        "words": 'ferry "loss of"',
        "near": "2031-03-20",
        "days": "5",
        "one_per_family": "yes",
        "page": "2",
        "figure": " ",
    }
    assert question_of(given) == asked
    with pytest.raises(UsageError, match="give a day as"):
        question_of({"near": "tomorrow"})


# -- who carries a text -----------------------------------------------------------------------------------------------


def test_a_text_is_known_again_with_whoever_carries_it(newsroom):
    article = newsroom.article("eidsund-ferry-a1")
    found = newsroom.carriers(article.text)
    assert (found[0].article, found[0].kind, found[0].coverage) == (article.id, "verbatim", 1.0)
    known = {
        copy.a if copy.b == article.id else copy.b for copy in newsroom.copies_of(article.id) if copy.kind == "spun"
    }
    assert known & {carrier.article for carrier in found if carrier.kind == "spun"}
    for carrier in found:
        there = newsroom.article(carrier.article).text
        for passage in carrier.passages:
            if passage.same:
                assert words(article.text[slice(*passage.a)]) == words(there[slice(*passage.b)])


def words(text: str) -> list[str]:
    return "".join(one if one.isalnum() else " " for one in text.casefold()).split()


def test_a_few_paragraphs_and_a_single_sentence_are_enough(newsroom):
    article = newsroom.article("eidsund-ferry-a1")
    paragraphs = newsroom.carriers("\n\n".join(article.text.split("\n")[2:4]))
    assert article.id in {carrier.article for carrier in paragraphs}
    sentence = article.text.partition(". ")[0]
    (first, *_) = newsroom.carriers(sentence)
    there = newsroom.article(first.article).text
    assert first.coverage == 1.0
    assert [word for passage in first.passages for word in words(there[slice(*passage.b)])] == words(sentence)
    short = " ".join(sentence.split()[3:9])
    (first, *_) = newsroom.carriers(short.upper())
    assert (first.kind, words(newsroom.article(first.article).text[slice(*first.passages[0].b)])) == (
        "partial",
        words(short),
    )


@pytest.mark.parametrize(("size", "compared"), [(3_000, 8), (20_000, 5), (90_000, 2)])
def test_of_very_long_texts_fewer_are_compared(newsroom, size, compared):
    from dataclasses import replace

    from copydesk.carrying import _affordable

    others = [replace(newsroom.articles()[0], text="x" * size)] * 12
    assert len(_affordable(replace(others[0], text="x" * 4_000), others)) == compared


def test_nobody_carries_what_nobody_wrote(newsroom):
    assert newsroom.carriers("Nine walruses were applauded at the opera of a town that has none.") == ()
    assert newsroom.carriers("walrus " * 20_000) == ()
    with pytest.raises(UsageError, match="no words"):
        newsroom.carriers(" \n — ")

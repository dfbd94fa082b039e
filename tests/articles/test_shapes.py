"""Shapes: what a text is like, told for many texts at once."""

import pytest

from copydesk.articles.letters import content_keys, contents_of, head_key, letters_of, words_of
from copydesk.articles.shapes import is_prose, is_sentence, measure, shape_of, shapes_of


def test_a_paragraph_is_prose_and_a_menu_is_not():
    assert is_prose(
        shape_of("The ferry left at noon, the harbour office said. It had ninety people and two dogs on board.")
    )
    assert not is_prose(
        shape_of("News Sport Weather Culture Travel Opinion Podcasts Games Shop Subscribe Help About us")
    )


@pytest.mark.parametrize(
    ("text", "stops", "closed"),
    [
        ("It rained. It stopped.", 2, True),
        ('"It rained," she said. "It stopped."', 2, True),
        ("The U.S. fleet, 3.5 ships strong", 1, False),
        ("\u96e8\u304c\u964d\u3063\u305f\u3002\u6b62\u3093\u3060\u3002", 2, True),
        ("(It was dry.)  ", 1, True),
        ("", 0, False),
    ],
)
def test_stops_end_sentences_and_close_texts(text, stops, closed):
    shape = shape_of(text)
    assert (shape.stops, shape.closed) == (stops, closed)


def test_a_chinese_character_counts_as_several_letters():
    dense, plain = shapes_of(["\u6cb3\u5cb8\u7684\u8239\u591c\u91cc\u5f00\u8d70\u4e86", "a boat is"])
    assert dense.size == 2.5 * plain.size
    assert dense.words == 4


def test_a_short_sentence_has_four_words_and_a_stop():
    assert is_sentence(shape_of("He went home at nine."))
    assert not is_sentence(shape_of("He went home at nine"))


def test_texts_measured_together_have_the_shapes_they_have_alone():
    texts = ["One ferry, two dogs.", "", " ", "SALE!", "\u00c9t\u00e9 2031", "\U0001f600 odd \ud800 signs", "x" * 5000]
    assert shapes_of(texts) == [shape_of(text) for text in texts]


def test_nothing_measured_is_nothing():
    assert shapes_of([]) == []
    assert len(measure([])) == 0


def test_words_have_the_keys_of_their_first_letters_without_case_and_accent():
    words = words_of(letters_of(["\u00c9cole du soir", "", "ecole"]))
    assert words.heads.tolist() == [head_key("ecole"), head_key("du"), head_key("soir"), head_key("Ecole")]
    assert words.text.tolist() == [0, 0, 0, 2]
    assert words.at.tolist() == [0, 6, 9, 0]
    assert words.bounds.tolist() == [0, 3, 3, 4]


def test_contents_are_longer_words_and_pairs_of_characters():
    keys, text = contents_of(letters_of(["the Harbour of harbours", "\u6e2f\u53e3\u5c40"]), None)
    assert text.tolist() == [0, 0, 1, 1]
    assert len(set(keys.tolist())) == 4
    assert content_keys(["HARBOUR"]).tolist() == [keys[0]]

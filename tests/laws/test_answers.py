"""Laws of answers to assistants: whatever is told, it fits, and what does not fit is counted."""

import json

from hypothesis import given
from hypothesis import strategies as st

import making
from copydesk.assistants.fitting import LONGEST, Part, fitted, set_down
from copydesk.assistants.rows import found_story
from copydesk.searching import Answer, FamilyAnswers, Snippet, StoryAnswers

rows = st.lists(st.text(max_size=300), max_size=60)
awkward = st.text(alphabet='"\\\n\u202eaé ', min_size=200, max_size=500)


@given(st.dictionaries(st.sampled_from(["conflicts", "texts", "why"]), rows, min_size=1))
def test_an_answer_fits_its_rows_stand_in_their_order_and_the_rest_is_counted(given_rows):
    answer = fitted({"head": "h"}, {name: Part(texts, _row) for name, texts in given_rows.items()})
    assert len(set_down(answer)) <= LONGEST
    for name, texts in given_rows.items():
        told = [row["text"] for row in answer.get(name, ())]
        assert told == texts[: len(told)]
        assert len(told) + answer.get("more", {}).get(name, 0) == len(texts)
        assert told or not texts  # no part starves


@given(rows)
def test_a_part_read_on_from_where_it_ended_is_told_whole_and_once(texts):
    told = []
    while True:
        answer = fitted({}, {"one": Part(texts, _row), "other": Part(["x"], _row)}, only="one", skip=len(told))
        told.extend(row["text"] for row in answer["one"])
        if "more" not in answer:
            break
    assert told == texts


@given(awkward, st.integers(1, 6))
def test_what_is_found_of_one_story_leaves_room_for_another(words, texts):
    quote = making.quote("quote-1", "article-1", words)
    answer = Answer(
        article="article-1",
        title=words,
        outlet=words,
        source=words,
        url=f"https://example.org/{'x' * 370}",
        language=None,
        low=None,
        high=None,
        snippets=(Snippet(start=0, text=words, marks=()),) * 2,
        quotes=("quote-1",) * 2,
        figures=("quote-1",) * 2,
    )
    family = FamilyAnswers(family=None, articles=1, answers=(answer,))
    story = StoryAnswers(story=None, label=words, articles=texts, texts=texts, families=(family,) * texts)
    row = found_story(story, {"quote-1": quote})
    assert len(set_down(row)) < LONGEST * 3 // 4
    assert len(row["answers"]) + row.get("more_texts", 0) == texts
    assert json.loads(set_down(row)) == row


def _row(text):
    return {"text": text}

"""The files of the search: bounded, whole, and every word in the one in which the script looks for it."""

import json
import re
from itertools import product

from hypothesis import given
from hypothesis import strategies as st

from copydesk.publishing.finding import CHUNK, HEADLINE, MOST_BYTES, MOST_STORIES, OUTLET, SPEAKER, search_files, tokens
from copydesk.publishing.phrases import Day
from copydesk.publishing.story_page import Card


def card(number, label, **more):
    told = dict.fromkeys(Card._fields)
    told |= {"story": f"story-{number}", "label": label, "day": Day(None, "not dated", ""), "told": "One account"}
    told |= {"titles": (), "speakers": (), "outlets": ()}
    return Card(**(told | more))


def read(files):
    """What the script of the site holds when it has loaded every file."""
    held = {"head": {}, "words": {}, "stories": {}}
    for content in files.values():
        kind, key, told = json.loads(f"[{re.fullmatch(r'copydeskTake[(](.*)[)];', content.decode().strip()).group(1)}]")
        held[kind][key] = told
    return held


def found(held, word):
    """The stories that have a word that begins so, from the files that the script would ask for."""
    shards = [one for one in held["head"][""]["words"] if word.startswith(one) or one.startswith(word)]
    rows = [row for one in shards for known, row in held["words"][one].items() if known.startswith(word)]
    return {number: part for row in rows for number, part in zip(row[::2], row[1::2], strict=True)}


def test_a_story_is_found_by_a_word_of_its_headline_by_who_is_quoted_and_by_outlet():
    cards = [
        card(0, "Ferry strikes crane", speakers=("Ada Ødegård",), outlets=(("Fjord Post", True),)),
        card(1, "A crane falls", titles=("Harbour closed",)),
    ]
    held = read(dict(search_files(cards)))
    assert found(held, "crane") == {0: HEADLINE, 1: HEADLINE}
    assert found(held, "odeg") == {0: SPEAKER}
    assert found(held, "fjord") == {0: OUTLET}
    assert found(held, "harbour") == {1: HEADLINE}
    assert held["stories"][0][1][:2] == ["A crane falls", "stories/story-1.html"]


def test_files_are_of_a_bounded_size_and_hold_every_word():
    letters = "abcdefghij"
    labels = [" ".join("".join(one) for one in product(letters, letters, letters))[place : place + 160]
              for place in range(0, 3990, 4)]  # fmt: skip
    cards = [card(number, f"the {label}") for number, label in enumerate(labels * 3)]
    files = dict(search_files(cards))
    held = read(files)
    assert len(held["words"]) > 5
    assert all(len(content) < 1.5 * MOST_BYTES for content in files.values())
    for number in range(0, len(cards), 97):
        for word in tokens(cards[number].label):
            if word != "the":
                assert number in found(held, word)
    assert len(found(held, "the")) == MOST_STORIES
    assert len(held["stories"]) == -(-len(cards) // CHUNK)


def test_scripts_without_spaces_are_found_by_every_two_characters():
    held = read(dict(search_files([card(0, "東京港で火事")])))
    assert set(found(held, "京港")) == {0}
    assert set(found(held, "火")) == {0}
    assert not found(held, "港火")


@given(st.text(max_size=60))
def test_every_word_of_any_headline_is_found(label):
    held = read(dict(search_files([card(0, label)])))
    for word in tokens(label):
        assert set(found(held, word)) == {0}


def test_a_site_without_stories_has_a_search_that_finds_nothing():
    held = read(dict(search_files([])))
    assert found(held, "ferry") == {}

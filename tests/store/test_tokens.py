"""Words and snippets are those of SQLite's full text, so that a search gives the same in every store."""

import sqlite3

import pytest
from hypothesis import given
from hypothesis import strategies as st

from copydesk.store.finding import Phrase
from copydesk.store.snippets import snippet
from copydesk.store.sqlite_words import _match
from copydesk.store.tokens import token_places, tokens

# FTS5 knows Unicode 6.1: letters that came later are none there, and what was not yet given is a letter.
KNOWN = "".join(map(chr, (*range(1, 0x378), *range(0x3A3, 0x528), *range(0x1E00, 0x1E9B))))
TABLE = "CREATE VIRTUAL TABLE found USING fts5 (title, outlet, text, tokenize = 'unicode61 remove_diacritics 2')"


@pytest.fixture(scope="module")
def full_text():
    base = sqlite3.connect(":memory:")
    base.execute(TABLE)
    base.execute("CREATE VIRTUAL TABLE words USING fts5vocab (found, 'instance')")
    yield base
    base.close()


def theirs(base, text):
    base.execute("INSERT INTO found (rowid, text) VALUES (1, ?)", (text,))
    held = [word for (word,) in base.execute("SELECT term FROM words ORDER BY offset")]
    base.execute("DELETE FROM found")
    return held


def test_each_letter_is_what_sqlite_makes_of_it(full_text):
    unlike = [one for one in KNOWN if theirs(full_text, f"a{one}b") != tokens(f"a{one}b")]
    assert unlike == ["Ǡ", "ǡ"]  # a letter with two marks of which SQLite knows none


@given(text=st.text(alphabet=st.sampled_from("aB é'-.:,ßÅ\u0301 \n4½_"), max_size=60))
def test_tokens_are_those_of_sqlite_and_stand_where_they_are_said_to(text):
    with sqlite3.connect(":memory:") as base:
        base.execute(TABLE)
        base.execute("CREATE VIRTUAL TABLE words USING fts5vocab (found, 'instance')")
        assert theirs(base, text) == tokens(text)
    base.close()
    places = list(token_places(text))
    assert [one.word for one in places] == tokens(text)
    assert all(tokens(text[one.start : one.end]) == [one.word] for one in places)


WORDS = st.lists(st.sampled_from(["ferry", "quay", "struck", "the", "harbour.", "said:", "sea,"]), max_size=60).map(
    " ".join
)
PHRASE = st.builds(Phrase, st.sampled_from(["ferry", "the quay", "struck the", "har", "sea"]), st.booleans())
PHRASES = st.lists(PHRASE, min_size=1, max_size=3, unique=True)


@given(title=WORDS, outlet=WORDS, text=WORDS, phrases=PHRASES)
def test_a_snippet_is_that_of_sqlite(title, outlet, text, phrases):
    with sqlite3.connect(":memory:") as base:
        base.execute(TABLE)
        base.execute("INSERT INTO found VALUES (?, ?, ?)", (title, outlet, text))
        asked = _match(tuple((one,) for one in phrases))
        row = base.execute(
            "SELECT snippet(found, -1, '', '', ' … ', 8) FROM found WHERE found MATCH ?", (asked,)
        ).fetchone()
    base.close()
    if row is not None:
        said = [(tokens(one.words), one.begun) for one in phrases]
        assert snippet((title, outlet, text), said, 8) == row[0]

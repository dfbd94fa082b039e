"""What is read of a sentence does not depend on what stands around it."""

from hypothesis import given, settings
from hypothesis import strategies as st

from copydesk.text.names import names, names_of_sentence
from copydesk.text.sentences import sentences

PIECES = st.sampled_from(
    (
        *(
            "The",
            "Skarvik",
            "Lenka Odry",
            "said",
            "of the",
            "J",
            "St",
            "U.S",
            "leaders'",
            "Odry's",
            "\u00c9",
            "\u00e9",
            "7",
        ),
        *(
            ". ",
            ".",
            " ",
            "  ",
            "\n",
            "\u00a0",
            "! ",
            "\u2026 ",
            '"',
            "\u201c",
            "\u201d ",
            "\u2018",
            "'",
            "(",
            ") ",
            "-",
        ),
    )
)
TEXTS = st.lists(PIECES | st.characters(), max_size=40).map("".join)


@settings(max_examples=300)
@given(TEXTS)
def test_a_sentence_alone_is_one_sentence(text):
    for start, end in sentences(text):
        assert sentences(text[start:end]) == [(0, end - start)]


@settings(max_examples=300)
@given(TEXTS)
def test_the_names_of_a_sentence_are_those_of_its_words_alone(text):
    for start, end in sentences(text):
        alone = [(one.text, one.start + start, one.end + start, one.initial) for one in names(text[start:end])]
        assert [tuple(one) for one in names_of_sentence(text, (start, end))] == alone

"""Laws of inheritance: what a copy takes over is what reading it would have given."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from copydesk.claims import find_figures, find_quotes, read_figures, read_quotes
from copydesk.records import Article, ArticleId, PageId
from copydesk.settings import ClaimSettings

SETTINGS = ClaimSettings()
SENTENCES = st.sampled_from(
    [
        "The fund paid 1.2m thalers to 400 families.",
        "It could have asked for 2m.",
        "Six of them were hurt, and three more died.",
        "Twelve bridges were shut; four are safe.",
        "It cost q3,500 in May.",
        "Mara Oldt, 34, said the line, 640km long, would open in 2031.",
        "“We shall see,” she said.",
        "The minister told the Halberg Post that nobody had asked him.",
        "He added: “The fund paid 2m.”",
        "According to the Solvik Courier, the board voted six to three.",
        "Of those, 5,000 were new.",
        "A crew of 14 and 2m tonnes of grain went down.",
        "Another 1,200 were sold for 1.2m.",
        "It weighs 1.200 tonnes.",
    ]
)
TEXTS = st.lists(st.lists(SENTENCES, min_size=1, max_size=4).map(" ".join), max_size=5).map("\n".join)
LANGUAGES = st.sampled_from([None, "en", "de"])
OUTLETS = st.sampled_from([None, "Halberg Post", "The Solvik Courier", "Dawn"])


def page(name, text, outlet=None):
    return Article(id=ArticleId(name), page=PageId(name), source=name, position=0, text=text, blocks=(), outlet=outlet)


def bare(records):
    return tuple(replace(record, inherited=None) for record in records)


@given(TEXTS, TEXTS, LANGUAGES, LANGUAGES)
def test_figures_taken_over_are_those_that_would_be_found(source, text, language, other):
    copy = replace(page("b", text), language=other)
    kin = read_figures(replace(page("a", source), language=language), settings=SETTINGS)
    taken = read_figures(copy, kin, settings=SETTINGS).figures
    assert bare(taken) == find_figures(copy, settings=SETTINGS)
    assert {figure.inherited for figure in taken} <= {None, "a"}


@given(TEXTS, st.booleans(), OUTLETS, OUTLETS)
def test_quotes_taken_over_are_those_that_would_be_found(text, altered, outlet, other):
    copy = page("b", text + " He said so." if altered else text, other)
    kin = read_quotes(page("a", text, outlet), settings=SETTINGS)
    taken = read_quotes(copy, kin, settings=SETTINGS).quotes
    assert bare(taken) == find_quotes(copy, settings=SETTINGS)


@given(TEXTS)
def test_a_word_for_word_copy_is_not_read_again(text):
    kin, copy = page("a", text), page("b", text)
    quotes = read_quotes(copy, read_quotes(kin, settings=SETTINGS), settings=SETTINGS).quotes
    figures = read_figures(copy, read_figures(kin, settings=SETTINGS), settings=SETTINGS).figures
    assert {record.inherited for record in (*quotes, *figures)} <= {"a"}


def test_the_newsroom_has_every_row_that_reading_each_page_alone_would_give(newsroom):
    held = newsroom.collection()
    kin = {one.article: {one.edition_of} for one in held.editions}
    kin |= {article: set(family.articles) for family in held.families for article in family.articles}
    for found, find in ((held.quotes, find_quotes), (held.figures, find_figures)):
        rows = {article.id: [] for article in held.articles}
        for record in found:
            rows[record.article].append(record)
        for article in held.articles:
            assert bare(rows[article.id]) == find(article, settings=newsroom.settings.claims)
        inherited = [record for record in found if record.inherited]
        assert all(record.inherited in kin[record.article] for record in inherited)
    assert any(figure.inherited for figure in held.figures)

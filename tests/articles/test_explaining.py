"""Every block of a page can be asked why it is what it is."""

from datetime import date

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from copydesk.articles import explain_page, read_articles
from copydesk.articles.body import Judgement
from copydesk.articles.explaining import places_of
from copydesk.articles.pieces import Piece
from copydesk.errors import UnreadablePage
from copydesk.records import Block, Page, PageId
from copydesk.settings import ArticleSettings

SENTENCES = (
    "The harbour council of Vessmar voted on Tuesday to close the old fish market after a survey found it unsafe.",
    "Councillor Jonas Tarrel said the repair would have cost four million crowns, more than it earns in ten years.",
    "Traders, some of whom have sold herring there for three generations, said they had been told of no survey.",
    "The market will shut its doors on 1 May, and the stalls are to move to the car park behind the customs house.",
)
HTML = (
    "<html><head><title>Market to close</title></head><body><nav><a href='/'>Home</a></nav><main><article>"
    "<h1>Market to close</h1><p>VESSMAR, April 2 — {}</p><p>{}</p><aside class='newsletter'>"
    "<p>Sign up for our newsletter</p></aside>"
    "<blockquote class='pullquote'>they had been told of no survey</blockquote><p>{}</p><p>{}</p></article>"
    "</main><footer>All rights reserved</footer></body></html>"
).format(*SENTENCES)


def explained(content, form="html"):
    page = Page(id=PageId("p"), source="x", form=form, sha256="", size=len(content), as_of=date(2038, 12, 31))
    try:
        article = read_articles(page, content, settings=ArticleSettings())[0]
    except UnreadablePage:
        article = None
    return article, explain_page(page, content, article)


def test_every_block_is_explained_in_the_order_of_the_page():
    article, told = explained(HTML)
    assert [(one.kind, one.text) for one in told] == [(block.kind, block.text) for block in article.blocks]


def test_paragraphs_and_furniture_are_told_apart_by_a_chance_and_what_weighed():
    _, told = explained(HTML)
    by_text = {one.text: one for one in told}
    paragraph, menu = by_text[SENTENCES[1]], by_text["Home"]
    assert paragraph.chance > 0.5 > menu.chance
    assert "navigation" in menu.stands_in
    assert all(isinstance(name, str) and weight for name, weight in paragraph.weighed)
    assert "promotion" in by_text["Sign up for our newsletter"].speaks_of


def test_a_dateline_and_its_paragraph_are_one_piece():
    _, told = explained(HTML)
    dateline, first = (one for one in told if one.text in ("VESSMAR, April 2 —", SENTENCES[0]))
    assert (dateline.chance, dateline.weighed) == (first.chance, first.weighed)


def test_a_rule_that_overrules_the_chain_is_named(monkeypatch):
    def sure(pages, *_, **__):
        chances = np.array([0.99 if piece.tag in ("p", "blockquote") else 0.01 for piece in pages[0].pieces])
        return np.zeros((4, len(chances)), dtype=np.int64), [Judgement(1.0, 0.5, chances)]

    monkeypatch.setattr("copydesk.articles.explaining.weighed", sure)
    _, told = explained(HTML)
    rules = {one.text: one.rule for one in told if one.rule}
    assert rules["they had been told of no survey"] == "says again what stands in another paragraph"
    assert not set(rules) & set(SENTENCES)


def test_a_page_without_an_article_still_says_what_the_chain_thought():
    article, told = explained("<html><body><a href='/'>Home</a><a href='/b'>Sport</a></body></html>")
    assert article is None
    assert told
    assert all(one.kind is None and one.chance < 0.5 for one in told)
    assert explained("<html></html>") == (None, ())


@given(st.lists(st.lists(st.text("ab ", min_size=1, max_size=4), min_size=1, max_size=3), max_size=6))
def test_blocks_find_the_pieces_they_were_cut_from(pieces):
    whole = [Piece("|".join(parts)) for parts in pieces]
    blocks = [Block(kind="other", text=part) for parts in pieces for part in parts]
    places = places_of(blocks, whole)
    assert places == sorted(places)
    assert all(block.text in whole[place].text for block, place in zip(blocks, places, strict=True))

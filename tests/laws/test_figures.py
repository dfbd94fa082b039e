"""Laws of figures and facts: spans quote their surface, none overlaps another, a fact has no figure twice."""

from hypothesis import given
from hypothesis import strategies as st

from copydesk.claims import find_facts, find_figures
from copydesk.records import Dossier
from copydesk.settings import ClaimSettings
from making import article, story

_WORDS = (
    "four 4,200 10bn 3.4% $5m people thalers metres a year about more than nearly killed hurt missing the of and, to"
    " Halberg 2031 one in five twice 38th -year crew 60m second half May."
).split(" ")
texts = st.text(max_size=120) | st.lists(st.sampled_from(_WORDS), max_size=25).map(" ".join)


@given(texts)
def test_a_figure_quotes_its_surface_and_overlaps_no_other(text):
    end = 0
    for figure in find_figures(article("a", text), settings=ClaimSettings()):
        assert text[figure.start : figure.end] == figure.surface
        assert figure.start >= end
        assert figure.unit != ""
        end = figure.end


@given(st.lists(texts, min_size=1, max_size=4))
def test_a_fact_holds_two_figures_or_more_and_none_of_another_fact(written):
    articles = tuple(article(f"a{number}", text) for number, text in enumerate(written))
    figures = tuple(figure for one in articles for figure in find_figures(one, settings=ClaimSettings()))
    facts = find_facts(dossier(articles, figures), settings=ClaimSettings())
    held = [figure for fact in facts for figure in fact.figures]
    assert len(held) == len(set(held))
    assert all(len(fact.figures) > 1 for fact in facts)


def dossier(articles, figures):
    one = story("s", *(article.id for article in articles))
    return Dossier(stories=(one,), articles=articles, families=(), figures=figures)

"""Laws of checks: two families at least and none twice, sides that quote their articles, confidence within bounds."""

from hypothesis import given
from hypothesis import strategies as st

from copydesk.checks import check
from copydesk.claims import find_facts, find_figures
from copydesk.records import (
    Article,
    ArticleId,
    Dossier,
    Edge,
    Family,
    FamilyId,
    Ladder,
    PageId,
    Story,
    StoryId,
)
from copydesk.settings import CheckSettings, ClaimSettings

_SENTENCES = (
    "The collapse killed seven people.",
    "Nine people are dead after the collapse.",
    "The premier shook the envoy's hand.",
    "The premier did not shake the envoy's hand.",
    "The gate was open at 3.40am.",
    "The gate was shut at 2.05am.",
    "No siren was sounded before the collapse.",
    "The siren was sounded five times.",
    "It cost 18m eidra, 6.4% more than planned.",
)
texts = st.lists(st.sampled_from(_SENTENCES), max_size=6).map(" ".join) | st.text(max_size=60)


@given(st.lists(texts, min_size=1, max_size=5), st.integers(0, 5))
def test_no_check_has_one_family_twice(written, copies):
    held = dossier(written, copies)
    texts_of = {article.id: article.text for article in held.articles}
    family_of = {member: family.id for family in held.families for member in family.articles}
    for one in check(held, settings=CheckSettings()):
        families = [side.family for side in one.sides]
        assert len(families) == len(set(families)) > 1
        assert 0.0 <= one.confidence <= 1.0
        assert one.why
        for side in one.sides:
            assert texts_of[side.article][side.start : side.end] == side.text
            assert family_of.get(side.article, side.family) == side.family


@given(st.lists(texts, min_size=2, max_size=4))
def test_a_family_alone_is_never_compared(written):
    assert check(dossier(written, len(written)), settings=CheckSettings()) == ()


def dossier(written, copies):
    """The texts as articles of one story, the first `copies` of them one family."""
    articles = tuple(
        Article(id=ArticleId(f"a{number}"), page=PageId("p"), source="p", position=0, text=text, blocks=())
        for number, text in enumerate(written)
    )
    ids = tuple(one.id for one in articles)
    edges = tuple(Edge(parent=ids[0] if number else None, child=one, confidence=1.0) for number, one in enumerate(ids))
    family = Family(id=FamilyId("f"), articles=ids[:copies], edges=edges[:copies], roots=ids[:1])
    story = Story(
        id=StoryId("s"),
        label="s",
        articles=ids,
        event_date=None,
        storyline=None,
        families=(),
        ladder=Ladder(pages=1, texts=1, publishers=1, owners=1, accounts=1, documents=0),
    )
    figures = tuple(figure for one in articles for figure in find_figures(one, settings=ClaimSettings()))
    families = (family,) if copies > 1 else ()
    held = Dossier(stories=(story,), articles=articles, families=families, figures=figures)
    facts = find_facts(held, settings=ClaimSettings())
    return Dossier(stories=(story,), articles=articles, families=families, figures=figures, facts=facts)

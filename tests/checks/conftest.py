"""A dossier from a few lines: the articles of one story, each with its day, and families of copies."""

from dataclasses import replace
from datetime import date

import pytest

import making
from copydesk.checks import check
from copydesk.claims import attribute, find_facts, find_figures, find_quotes
from copydesk.records import (
    Dossier,
    Edge,
    Family,
    FamilyId,
)
from copydesk.settings import CheckSettings, ClaimSettings


def _article(name, text, day):
    published = replace(making.published(day), confidence=1.0)
    return making.article(name, text, published=published)


def _family(root, *copies):
    edges = (
        Edge(parent=None, child=root, confidence=1.0),
        *(Edge(parent=root, child=one, confidence=1.0) for one in copies),
    )
    return Family(id=FamilyId(f"family-{root}"), articles=(root, *copies), edges=edges, roots=(root,))


@pytest.fixture
def dossier():
    def make(texts, *, families=(), days=None):
        articles = tuple(
            _article(name, text, (days or {}).get(name, date(2031, 3, 20))) for name, text in texts.items()
        )
        ids = tuple(one.id for one in articles)
        story = making.story("story", *ids)
        settings = ClaimSettings()
        figures = tuple(figure for one in articles for figure in find_figures(one, settings=settings))
        quotes = tuple(quote for one in articles for quote in find_quotes(one, settings=settings))
        held = Dossier(
            stories=(story,),
            articles=articles,
            families=tuple(_family(*names) for names in families),
            figures=figures,
            quotes=quotes,
            attributions=attribute(quotes, settings=settings),
        )
        facts = find_facts(held, settings=settings)
        return Dossier(
            stories=held.stories,
            articles=articles,
            families=held.families,
            figures=figures,
            quotes=quotes,
            attributions=held.attributions,
            facts=facts,
        )

    return make


FILLER = (
    " The harbour of Solvik lies under the old fort. Fishermen mended nets on the quay. The market was quiet."
    " Clouds came in from the west. A choir sang near the town hall. Buses ran late all morning."
)


@pytest.fixture
def conflicts(dossier):
    """The conflicts of two accounts, each a sentence or two before sentences that say nothing of the matter."""

    def found(left, right):
        held = dossier({"a": left + FILLER, "b": right + FILLER.replace("old", "new")})
        return [one for one in check(held, settings=CheckSettings()) if one.outcome == "conflict"]

    return found

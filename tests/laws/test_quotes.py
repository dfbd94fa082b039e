"""Laws of quotes, whatever the page."""

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from copydesk.claims import attribute, find_quotes
from copydesk.records import Article, ArticleId, PageId
from copydesk.settings import ClaimSettings

SETTINGS = ClaimSettings()
PIECES = st.sampled_from(
    "said \"a “b ” ' ‘c ’ that , . : ; \n Ana Mor told he She it the report according to by was quoted as saying"
    " called [T]he Mr. U.N. and who whose 7% 他说 — ( ) ; warned of Police (and) 'no limits' leaders'".split(" ")
)
TEXTS = st.one_of(st.lists(PIECES, max_size=60).map(" ".join), st.text(max_size=200))


def page(text, name="a"):
    return Article(id=ArticleId(name), page=PageId(name), source=name, position=0, text=text, blocks=())


@given(TEXTS)
def test_a_quote_is_the_words_at_its_place(text):
    for quote in find_quotes(page(text), settings=SETTINGS):
        assert text[quote.start : quote.end] == quote.text
        assert quote.text == quote.text.strip()
        if quote.speaker_surface is not None:
            assert text[quote.speaker_start : quote.speaker_end] == quote.speaker_surface


@given(TEXTS)
def test_quotes_of_one_kind_stand_in_order_and_apart(text):
    found = find_quotes(page(text), settings=SETTINGS)
    assert [quote.start for quote in found] == sorted(quote.start for quote in found)
    for kind in ("direct", "mixed", "reported"):
        same = [quote for quote in found if quote.kind == kind]
        assert all(left.end <= right.start for left, right in pairwise(same))
    assert len({quote.id for quote in found}) == len(found)


@given(TEXTS)
def test_reported_words_stand_outside_quotation_marks(text):
    found = find_quotes(page(text), settings=SETTINGS)
    spans = [(quote.start, quote.end) for quote in found if quote.kind != "reported"]
    for quote in found:
        if quote.kind == "reported":
            assert all(end <= quote.start or start >= quote.end for start, end in spans)


@given(st.lists(TEXTS, max_size=4))
def test_every_quote_is_attributed_once_and_utterances_join_articles(texts):
    articles = [page(text, f"a{number}") for number, text in enumerate(texts)]
    found = [quote for one in articles for quote in find_quotes(one, settings=SETTINGS)]
    given_back = attribute(found, settings=SETTINGS)
    assert [one.quote for one in given_back] == [quote.id for quote in found]
    places = {quote.id: quote.article for quote in found}
    shared = {}
    for one in given_back:
        if one.utterance is not None:
            shared.setdefault(one.utterance, set()).add(places[one.quote])
    assert all(len(where) > 1 for where in shared.values())

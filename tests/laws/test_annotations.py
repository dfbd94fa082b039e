"""Whatever JSON comes in as annotations: notes, or a reason; never a fault. And what goes out comes in."""

from hypothesis import given
from hypothesis import strategies as st

from copydesk.annotating import annotation_of, notes_in
from copydesk.errors import UsageError
from copydesk.noting import LONGEST_EXACT, LONGEST_WORDS, place_of
from copydesk.records import Note

AT = "2031-03-20T09:00:00+00:00"
NAMES = st.sampled_from(
    [
        "id",
        "type",
        "body",
        "bodyValue",
        "target",
        "source",
        "selector",
        "items",
        "first",
        "value",
        "exact",
        "start",
        "end",
    ]
)
WORDS = st.sampled_from(
    [
        "Annotation",
        "AnnotationPage",
        "TextualBody",
        "Composite",
        "TextQuoteSelector",
        "TextPositionSelector",
        "\ud800",
        "",
    ]
)
LEAVES = st.none() | st.booleans() | st.integers(-5, 5) | WORDS | st.text(max_size=8)
ANY = st.recursive(
    LEAVES, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(NAMES, inner, max_size=5), max_leaves=12
)


@given(ANY)
def test_any_json_gives_notes_or_a_reason(newsroom, given_json):
    try:
        taken = notes_in(given_json, newsroom.store, by=None, at=AT)
    except UsageError:
        return
    assert all(0 < len(note.words) <= LONGEST_WORDS for note in taken.notes)


@given(ANY, ANY, ANY)
def test_any_target_and_any_selector_give_a_note_or_a_reason(newsroom, target, selector, source):
    article = newsroom.articles()[0]
    targets = (
        target,
        {"source": source, "selector": selector},
        {"source": f"urn:copydesk:{article.id}", "selector": selector},
    )
    rows = [{"type": "Annotation", "bodyValue": "Why?", "target": one} for one in targets]
    taken = notes_in(rows, newsroom.store, by=None, at=AT)
    assert len(taken.notes) + len(taken.refused) == len(rows)
    for note in taken.notes:
        place = place_of(note, article.text)
        assert place is None or 0 <= place[0] < place[1] <= len(article.text)
        assert note.exact is None or 0 < len(note.exact) <= LONGEST_EXACT


@given(st.data(), st.text(min_size=1, max_size=40).filter(lambda text: text.strip() == text and text.isprintable()))
def test_a_note_that_goes_out_comes_in_the_same(newsroom, data, words):
    article = data.draw(st.sampled_from(newsroom.articles()))
    start = data.draw(st.integers(0, len(article.text) - 2))
    end = data.draw(st.integers(start + 1, min(len(article.text), start + 300)))
    if not article.text[start:end].strip():
        return
    note = Note(
        id="note-0123456789abcdef",
        on="article",
        targets=(article.id,),
        words=words,
        made_at=AT,
        by="Ada",
        exact=article.text[start:end],
        prefix=article.text[max(0, start - 64) : start],
        suffix=article.text[end : end + 64],
        start=start,
        end=end,
        source=article.source,
        position=article.position,
    )
    ((back,), refused) = notes_in(annotation_of(note, article), newsroom.store, by=None, at=AT)
    assert refused == ()
    assert back == note
    assert place_of(back, article.text) == (start, end)

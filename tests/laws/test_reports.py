"""Laws of rendering: marking loses no character, aligning no paragraph, drawing is a function of what it is given."""

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from copydesk.reports import storyline_drawing
from copydesk.reports.aligning import aligned_rows
from copydesk.reports.calendar_file import _folded, _text
from copydesk.reports.differing import differing, outside_of
from copydesk.reports.marking import Mark, layers, marked
from copydesk.reports.safe import _UNSHOWN, page_name, short, tidy
from copydesk.reports.tree import Line, Node, draw_tree
from copydesk.text.sentences import paragraphs
from copydesk.text.words import word_starts, word_texts, words
from reports.calendars import text as read_text
from reports.calendars import unfolded

texts = st.text(alphabet="ab \n.'é", max_size=60)
ranges = st.tuples(st.integers(-3, 70), st.integers(-3, 70))


@given(texts, st.lists(ranges, max_size=12))
def test_the_pieces_of_a_marked_text_are_its_paragraphs_again(text, spans):
    found = marked(text, [Mark(start, end, f"s{number}") for number, (start, end) in enumerate(spans)])
    assert [(one.start, one.end) for one in found] == paragraphs(text)
    assert ["".join(piece.text for piece in one.pieces) for one in found] == [text[s:e] for s, e in paragraphs(text)]


@given(texts, st.lists(ranges, max_size=12))
def test_a_character_is_marked_exactly_by_the_marks_that_cover_it(text, spans):
    marks = [Mark(start, end, f"s{number}") for number, (start, end) in enumerate(spans)]
    inside = [mark for mark in marks if 0 <= mark.start < mark.end <= len(text)]
    for paragraph in marked(text, marks):
        place = paragraph.start
        for piece in paragraph.pieces:
            for at in range(place, place + len(piece.text)):
                assert set(piece.style.split()) == {mark.style for mark in inside if mark.start <= at < mark.end}
            place += len(piece.text)


@given(st.lists(st.tuples(st.integers(0, 30), st.integers(0, 30)).map(sorted).map(tuple), max_size=12))
def test_layers_count_the_ranges_over_each_place(spans):
    depth = {at: amount for start, end, amount in layers(spans) for at in range(start, end)}
    for at in range(31):
        assert depth.get(at, 0) == sum(start <= at < end for start, end in spans)


@given(texts, texts, st.lists(st.tuples(ranges, ranges), max_size=12))
def test_every_paragraph_of_both_texts_stands_in_one_row(left, right, passages):
    ordered = [(tuple(sorted(a)), tuple(sorted(b))) for a, b in passages]
    rows = aligned_rows(left, right, ordered)
    assert sorted(one for row in rows for one in row.left) == list(range(len(paragraphs(left))))
    assert sorted(one for row in rows for one in row.right) == list(range(len(paragraphs(right))))
    assert all(row.left or row.right for row in rows)


@given(texts, texts, st.lists(st.tuples(ranges, ranges), max_size=12))
def test_paragraphs_that_are_not_said_to_have_moved_keep_their_order(left, right, passages):
    ordered = [(tuple(sorted(a)), tuple(sorted(b))) for a, b in passages]
    steady = [row.right[0] for row in aligned_rows(left, right, ordered) if row.left and row.right and not row.moved]
    assert steady == sorted(steady)


@given(
    st.lists(st.sampled_from("one two three four".split()), max_size=8), st.lists(st.sampled_from("one two".split()))
)
def test_what_does_not_differ_is_the_same_words_in_the_same_order(left, right):
    one, other = " ".join(left), " ".join(right)
    gone, new = differing(one, other, [((0, len(one)), (0, len(other)))])
    assert without(one, gone) == without(other, new)


def without(text, runs):
    for start, end in reversed(runs):
        text = text[:start] + text[end:]
    return text.split()


@given(
    st.sets(st.integers(0, 30), max_size=8).map(sorted),
    st.lists(st.tuples(st.integers(0, 30), st.integers(0, 30)).map(sorted).map(tuple), max_size=6),
)
def test_what_lies_outside_of_ranges_is_every_place_that_none_of_them_covers(edges, others):
    given_ranges = list(zip(edges[::2], edges[1::2], strict=False))
    left = [place for start, end in outside_of(given_ranges, others) for place in range(start, end)]
    covered = {place for start, end in others for place in range(start, end)}
    assert left == [place for start, end in given_ranges for place in range(start, end) if place not in covered]


@given(st.text(max_size=40), st.text(max_size=40))
def test_file_names_of_two_ids_differ_and_tidying_twice_is_tidying_once(one, other):
    assert tidy(tidy(one)) == tidy(one)
    assert (page_name("x", one) == page_name("x", other)) == (one.removeprefix("x-") == other.removeprefix("x-"))


@given(st.lists(st.tuples(st.integers(0, 6), st.integers(0, 6), st.booleans()), max_size=15))
def test_any_lines_at_all_give_one_box_a_text_and_the_same_drawing_again(pairs):
    nodes = [Node(str(one), str(one), "", None, "here") for one in range(7)]
    lines = [Line(str(a), str(b), 0.9, known, 1, None) for a, b, known in pairs]
    drawing = draw_tree(nodes, lines, label="x")
    assert drawing.count('class="node') == 7
    assert drawing == draw_tree(nodes, lines, label="x")


@given(st.text(max_size=200))
def test_a_text_in_a_calendar_is_escaped_and_folded_so_that_it_can_be_read_back(text):
    (line,) = unfolded("".join(f"{one}\r\n" for one in _folded(f"SUMMARY:{_text(text)}")).encode())
    assert read_text(line.removeprefix("SUMMARY:")) == "\n".join(tidy(one) for one in text.strip().splitlines())


days = st.dates(min_value=date(1, 1, 1), max_value=date(9999, 12, 31))


@given(st.lists(st.tuples(days, days).map(sorted), min_size=1, max_size=12))
def test_any_days_at_all_give_one_mark_an_event_and_every_stretch_holds_what_it_says(spans):
    mark = storyline_drawing.Mark
    marks = [mark(low, high, low.isoformat(), f"event {at}", f"#{at}") for at, (low, high) in enumerate(spans)]
    assert storyline_drawing.draw_whole(marks, label="x").count('class="event"') == len(spans)
    for stretch in storyline_drawing.stretches(marks):
        assert stretch.drawing.count('class="event"') == stretch.amount


@given(st.text(max_size=40) | st.text(alphabet="ab \t\n\u200e\x00é", max_size=40), st.integers(2, 30))
def test_a_line_is_cut_alike_whether_or_not_it_had_to_be_tidied(text, longest):
    line = " ".join(tidy(text[: 4 * longest]).split())
    assert short(text, longest) == (line if len(line) <= longest else line[: longest - 1].rstrip() + "…")
    assert tidy(text) == _UNSHOWN.sub("\ufffd", text)


@given(st.text(max_size=60) | st.text(alphabet="ab-'1.,é\u4e00\u3042 ", max_size=60))
def test_words_are_the_same_with_their_places_and_without(text):
    found = words(text)
    assert word_texts(text) == [word.text for word in found]
    assert word_starts(text) == [word.start for word in found]

"""Laws of rendering: marking loses no character, aligning no paragraph, drawing is a function of what it is given."""

from hypothesis import given
from hypothesis import strategies as st

from copydesk.reports.aligning import aligned_rows
from copydesk.reports.marking import Mark, layers, marked
from copydesk.reports.safe import page_name, tidy
from copydesk.reports.tree import Line, Node, draw_tree
from copydesk.text.sentences import paragraphs

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

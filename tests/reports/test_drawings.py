"""The copy tree, the timeline and the ladder as SVG."""

from datetime import date, timedelta
from itertools import pairwise
from xml.etree import ElementTree as ET

import pytest

from copydesk.reports.ladder import draw_ladder
from copydesk.reports.timeline import Lane, Moment, draw_timeline
from copydesk.reports.tree import Line, Node, draw_tree

EVIL = '<script>alert("1")</script>\u202e&\x00'


def node(key, kind="here"):
    return Node(key, f"Outlet {key}", "2031-05-06", f"{key}.html", kind)


def line(parent, child, *, confidence=0.9, established=True, material=2):
    return Line(parent, child, confidence, established, material, f"{parent}-{child}.html")


def boxes(drawing):
    """The upper left corner of each text's box, in order."""
    found = [one for one in read(drawing).iter("rect") if one.get("class").startswith("node")]
    return [(int(one.get("x")), int(one.get("y"))) for one in found]


def read(drawing):
    return ET.fromstring(drawing)


def classes(drawing):
    return [one.get("class") for one in read(drawing).iter() if one.get("class")]


def test_the_earliest_stands_left_and_each_text_right_of_its_source():
    (a, _), (b, _), (c, _) = boxes(
        draw_tree([node("a"), node("b"), node("c")], [line("a", "b"), line("b", "c")], label="x")
    )
    assert a < b < c


def test_no_two_texts_overlap_and_a_source_stands_beside_its_copies():
    nodes = [node(key) for key in "abcdef"]
    drawing = draw_tree(nodes, [line("a", "b"), line("a", "c"), line("a", "d"), line("d", "e")], label="x")
    places = boxes(drawing)
    assert len(set(places)) == 6
    for x, y in places:
        assert all(x != other or abs(y - at) >= 42 for other, at in places if (other, at) != (x, y))
    assert places[1][1] <= places[0][1] <= places[3][1]
    height = int(read(drawing).get("height"))
    assert all(0 <= y <= height - 42 for _, y in places)


@pytest.mark.parametrize(
    ("made", "style", "arrow"),
    [
        (line("a", "b", confidence=0.9), "line strong", True),
        (line("a", "b", confidence=0.5), "line weak", True),
        (line("a", "b", confidence=0.9, established=False), "line open", False),
    ],
)
def test_a_line_is_solid_dashed_or_open_by_what_is_known(made, style, arrow):
    found = classes(draw_tree([node("a"), node("b")], [made], label="x"))
    assert style in found
    assert ("head" in found) == arrow


def test_the_number_on_a_line_counts_its_material_changes():
    drawing = draw_tree([node("a"), node("b")], [line("a", "b", material=12)], label="x")
    assert [one.text for one in read(drawing).iter("text") if one.get("class") == "badge-number"] == ["12"]
    assert "12 material changes; likely, 0.90" in [one.text for one in read(drawing).iter("title")]
    bare = draw_tree([node("a"), node("b")], [line("a", "b", material=None)], label="x")
    assert "badge-number" not in classes(bare)


def test_a_missing_source_is_a_hollow_box_that_leads_nowhere():
    lost = Node("lost", "Missing source", "behind 2 texts", None, "lost")
    drawing = read(draw_tree([lost, node("b")], [line("lost", "b", material=None)], label="x"))
    assert "node lost" in [one.get("class") for one in drawing.iter("rect")]
    assert "lost.html" not in [one.get("href") for one in drawing.iter("a")]


@pytest.mark.parametrize(
    "lines",
    [
        [line("a", "b"), line("b", "a")],
        [line("a", "a")],
        [line("a", "b"), line("c", "b"), line("b", "c")],
        [line("gone", "a"), line("a", "gone")],
        [line("a", "b", established=False), line("b", "a", established=False)],
    ],
)
def test_circles_and_unknown_ends_do_no_harm(lines):
    drawing = draw_tree([node(key) for key in "abc"], lines, label="x")
    assert len(boxes(drawing)) == 3


def test_a_long_chain_is_drawn_without_recursion():
    nodes = [node(str(number)) for number in range(3000)]
    lines = [line(str(number), str(number + 1)) for number in range(2999)]
    assert len(boxes(draw_tree(nodes, lines, label="x"))) == 3000


def test_no_tree_is_an_empty_drawing():
    assert read(draw_tree([], [], label="x")).tag == "svg"


def test_what_strangers_wrote_is_escaped_in_drawings():
    tree = draw_tree([Node("a", EVIL, EVIL, EVIL, "here")], [], label=EVIL)
    days = draw_timeline([moment(1, title=EVIL)], [Lane(EVIL, (moment(2),))], label=EVIL)
    for drawing in (tree, days):
        assert {one.tag for one in read(drawing).iter()} <= {"svg", "a", "g", "title", "rect", "text", "path", "circle"}
        assert "\u202e" not in drawing


def moment(first, last=None, *, title="x", amount=1):
    low = date(2031, 5, 1) + timedelta(days=first)
    return Moment(low, low if last is None else date(2031, 5, 1) + timedelta(days=last), title, "#pages", amount)


def test_events_stand_above_the_axis_and_publications_below():
    drawing = read(draw_timeline([moment(1)], [Lane("A", (moment(2),))], label="x"))
    axis = next(one for one in drawing.iter("path") if one.get("class") == "axis")
    event = next(one for one in drawing.iter("path") if one.get("class") == "event")
    page = next(one for one in drawing.iter("circle"))
    assert foot(event) < foot(axis) < int(page.get("cy"))


def foot(path):
    return int(path.get("d").split()[1].rstrip("HL").split("H")[0].split("L")[0])


def test_a_day_is_a_disc_and_an_interval_a_bar_as_long_as_its_days():
    drawing = read(draw_timeline([], [Lane("A", (moment(0), moment(2, 12), moment(20, 25)))], label="x"))
    assert len(list(drawing.iter("circle"))) == 1
    bars = [int(one.get("width")) for one in drawing.iter("rect")]
    assert bars[0] / bars[1] == pytest.approx(11 / 6, rel=0.05)


def test_marks_that_would_touch_stand_in_rows_of_their_own():
    drawing = read(draw_timeline([], [Lane("A", (moment(0, 300), moment(10), moment(11), moment(12)))], label="x"))
    assert len({one.get("cy") for one in drawing.iter("circle")}) == 3


def test_several_pages_of_one_day_are_one_mark_with_their_number():
    drawing = read(draw_timeline([], [Lane("A", (moment(0, amount=5),))], label="x"))
    assert "×5" in [one.text for one in drawing.iter("text")]


@pytest.mark.parametrize("days", [0, 3, 20, 100, 400, 3000, 40_000, 700_000])
def test_every_span_of_time_has_a_few_ticks_in_order(days):
    end = date(2031, 5, 1) + timedelta(days=days)
    lane = Lane("A", (Moment(date(2031, 5, 1), date(2031, 5, 1), "x", None), Moment(end, end, "y", None)))
    drawing = read(draw_timeline([], [lane], label="x"))
    ticks = [(int(one.get("x")), one.text) for one in drawing.iter("text") if one.get("class") == "day"]
    assert 2 <= len(ticks) <= 12
    assert [text for _, text in ticks] == sorted(text for _, text in ticks)
    assert all(after - before > 50 for (before, _), (after, _) in pairwise(ticks))


def test_the_first_and_the_last_day_there_is_can_be_drawn():
    lane = Lane("A", (Moment(date.min, date.min, "x", None), Moment(date.max, date.max, "y", None)))
    assert len(list(read(draw_timeline([], [lane], label="x")).iter("circle"))) == 2


def test_a_family_without_any_day_keeps_its_lane():
    drawing = read(draw_timeline([moment(1)], [Lane("A", ())], label="x"))
    assert "not dated" in [one.text for one in drawing.iter("text")]


def test_nothing_dated_is_no_timeline():
    assert draw_timeline([], [Lane("A", ())], label="x") is None


def test_bars_of_a_ladder_shrink_with_its_rungs_on_one_scale():
    bars = read(draw_ladder(((14, "pages"), (7, "texts"), (2, "accounts")), scale=28))
    assert [int(one.get("width")) for one in bars.iter("rect")] == [75, 37, 10]
    assert read(draw_ladder(())).tag == "svg"

"""Which pairs of a very large family are kept."""

from copydesk.records import Edge, Family
from copydesk.reports.large import drawn, most_telling

EDGES = (
    Edge(parent=None, child="a", confidence=1.0),
    Edge(parent="b", child="a", confidence=0.9, candidates=("z",)),
    Edge(parent=None, child="c", confidence=0.4, candidates=("b", "a")),
)
FAMILY = Family(id="family", articles=("a", "b", "c"), edges=EDGES, roots=("b",))


def test_a_line_leads_from_a_source_or_where_that_is_open_from_each_that_may_be_it():
    assert drawn([FAMILY]) == {("a", "b"), ("b", "c"), ("a", "c")}


def test_lines_of_a_tree_are_kept_before_pairs_that_are_more_alike_and_equals_by_their_ids():
    pairs = [("p1", "x", "y", 0.9), ("p3", "b", "a", 0.2), ("p2", "x", "z", 0.9), ("p4", "b", "c", 0.5)]
    assert most_telling(pairs, [FAMILY], 3) == ["p4", "p3", "p1"]
    assert most_telling(iter(pairs), [FAMILY], 9) == ["p4", "p3", "p1", "p2"]

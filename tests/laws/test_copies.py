"""What holds for every pair of texts, and for every set of keys."""

import dataclasses
from collections import Counter
from itertools import combinations, pairwise

from hypothesis import given
from hypothesis import strategies as st

from copydesk.copies import build_family, compare, fingerprint, hangs_together
from copydesk.copies.align import align, differences, read
from copydesk.copies.arborescence import Arc, best_tree
from copydesk.copies.measures import equal_runs, side_of
from copydesk.engine.blocking import block
from copydesk.records import ArticleId, Fingerprint
from copydesk.settings import BlockLimits, CopySettings
from making import article

SETTINGS = CopySettings()
VOCABULARY = (
    "the a of in and harbour ferry crane mayor Anna Berg Tal Merin Orla 14 2.6% 1,200 said struck lifted closed opened"
    " winter barley police council bridge letter fourteen “We will wait” never again".split()
)
SENTENCES = st.lists(st.sampled_from(VOCABULARY), min_size=1, max_size=14).map(
    lambda words: " ".join(words).capitalize()
)
PARAGRAPHS = st.lists(SENTENCES, min_size=1, max_size=4).map(lambda sentences: ". ".join(sentences) + ".")
TEXTS = st.lists(PARAGRAPHS, min_size=0, max_size=6).map("\n".join)
ODD_TEXTS = st.text(alphabet=st.characters(codec="utf-8"), max_size=200)


@given(TEXTS)
def test_alignment_of_a_text_with_itself_is_itself(text):
    alignment = align(text, text, settings=SETTINGS)

    assert all(bead.left == bead.right for bead in alignment.beads if not bead.moved)
    whole = compare(article("a", text), article("b", text), settings=SETTINGS)
    if whole is not None:
        assert whole.kind in {"verbatim", "quotes_only"}
        assert all(passage.same for passage in whole.passages)


@given(TEXTS | ODD_TEXTS, TEXTS | ODD_TEXTS)
def test_beads_stand_in_their_texts_and_overlap_on_neither_side(left, right):
    beads = align(left, right, settings=SETTINGS).beads

    for text, spans in ((left, [bead.left for bead in beads]), (right, [bead.right for bead in beads])):
        assert all(0 <= start < end <= len(text) for start, end in spans)
        assert all(one[1] <= other[0] for one, other in zip(sorted(spans), sorted(spans)[1:], strict=False))
    in_order = [bead.right for bead in beads if not bead.moved]
    assert in_order == sorted(in_order)


@given(TEXTS | ODD_TEXTS, TEXTS | ODD_TEXTS)
def test_differences_lay_both_texts_side_by_side_without_a_gap(left, right):
    runs = differences(left, right, (0, len(left)), (0, len(right)))

    assert [word for run in runs for word in run.left_words] == list(read(left).words)
    assert [word for run in runs for word in run.right_words] == list(read(right).words)
    for run in runs:
        assert not run.same or len(run.left_words) == len(run.right_words)


@given(TEXTS, TEXTS)
def test_passages_stand_in_their_texts_in_the_order_of_the_first(left, right):
    match = compare(article("a", left), article("b", right), settings=SETTINGS)
    if match is None:
        return

    for text, spans in (
        (left, [passage.a for passage in match.passages]),
        (right, [passage.b for passage in match.passages]),
    ):
        assert all(0 <= start < end <= len(text) for start, end in spans)
        assert all(one[1] <= other[0] for one, other in zip(sorted(spans), sorted(spans)[1:], strict=False))
    assert [passage.a for passage in match.passages] == sorted(passage.a for passage in match.passages)
    for passage in match.passages:
        if passage.same:
            assert left[slice(*passage.a)].split() == right[slice(*passage.b)].split()
    assert 0 <= match.score <= 1
    assert 0 < match.confidence <= 1
    assert 0 <= match.coverage_a <= 1 >= match.coverage_b >= 0


@given(TEXTS, TEXTS)
def test_renaming_the_articles_turns_the_match_and_nothing_else(left, right):
    one = compare(article("a", left), article("b", right), settings=SETTINGS)
    other = compare(article("a", right), article("b", left), settings=SETTINGS)
    if one is None:
        assert other is None
        return

    assert (other.kind, other.score, other.confidence, other.why) == (one.kind, one.score, one.confidence, one.why)
    if left != right:
        assert (other.coverage_a, other.coverage_b) == (one.coverage_b, one.coverage_a)
        assert {(passage.b, passage.a) for passage in other.passages} == {(one.a, one.b) for one in one.passages}
        assert other.lean == -one.lean


@given(TEXTS, TEXTS)
def test_no_word_stands_in_two_equal_runs(left, right):
    one, other = (side_of(text) for text in (left, right))

    used: Counter = Counter()
    for run in equal_runs(one, other, 3):
        mine = one.reading.keys[run.left : run.left + run.length]
        assert mine == other.reading.keys[run.right : run.right + run.length]
        assert run.length >= 1
        used.update(("left", run.left + step) for step in range(run.length))
        used.update(("right", run.right + step) for step in range(run.length))
    assert not used or max(used.values()) == 1


KEYS = st.lists(st.integers(0, 30), max_size=12, unique=True).map(lambda keys: tuple(sorted(keys)))
PRINTS = st.lists(st.tuples(KEYS, KEYS, KEYS), max_size=8)
LIMITS = st.builds(
    BlockLimits,
    most_articles=st.integers(2, 6),
    least_shingles=st.integers(1, 4),
    least_anchors=st.integers(1, 4),
    least_quotations=st.integers(1, 3),
)


def by_brute_force(prints, limits):
    """For each pair that has enough of any family, how many keys join it, one key after the other."""
    joined = {}
    for family in ("shingles", "anchors", "quotations"):
        for key in {key for one in prints for key in getattr(one, family)}:
            owners = sorted(one.article for one in prints if key in getattr(one, family))
            few = len(owners) <= limits.most_articles
            for pair in combinations(owners, 2) if few else pairwise(owners):
                joined.setdefault(pair, Counter())[family] += 1
    return {
        pair: {family: held[family] for family in ("shingles", "anchors", "quotations")}
        for pair, held in joined.items()
        if any(held[family] >= getattr(limits, f"least_{family}") for family in held)
    }


@given(PRINTS, LIMITS, st.randoms())
def test_blocking_finds_what_comparing_all_keys_of_all_pairs_finds(keys, limits, random):
    prints = [
        Fingerprint(
            id=f"p{place}", article=ArticleId(f"a{place}"), words=9, shingles=one, anchors=two, quotations=three
        )
        for place, (one, two, three) in enumerate(keys)
    ]
    found = block(prints, limits)

    assert {
        (pair.a, pair.b): {"shingles": pair.shingles, "anchors": pair.anchors, "quotations": pair.quotations}
        for pair in found
    } == by_brute_force(prints, limits)
    random.shuffle(prints)
    assert block(prints, limits) == found


@given(TEXTS | ODD_TEXTS)
def test_keys_are_sorted_without_duplicates_and_fit_63_bits(text):
    print_ = fingerprint(article("a", text), settings=SETTINGS)

    for keys in (print_.shingles, print_.anchors, print_.quotations):
        assert list(keys) == sorted(set(keys))
        assert all(0 <= key < 2**63 for key in keys)


@given(st.lists(st.tuples(st.integers(0, 4), st.integers(0, 4), st.integers(-9, 9)), max_size=14))
def test_the_tree_found_is_the_heaviest_of_all(drawn):
    drawn = [(parent, child, weight) for parent, child, weight in drawn if parent != child]
    arcs = [Arc(parent, child, float(weight), number) for number, (parent, child, weight) in enumerate(drawn)]
    arcs += [Arc(5, child, -20.0, len(arcs) + child) for child in range(5)]

    chosen = [arc for arc in arcs if arc.number in set(best_tree(6, 5, arcs))]

    assert sorted(arc.child for arc in chosen) == list(range(5))
    assert sum(arc.weight for arc in chosen) == max(weight_of_all_trees(arcs))


def weight_of_all_trees(arcs):
    """The weight of every tree from node 5, by trying every parent of every node."""

    def extended(parents, child):
        if child == 5:
            if all(reaches_root(parents, node) for node in range(5)):
                yield sum(arc.weight for arc in parents.values())
            return
        for arc in arcs:
            if arc.child == child:
                yield from extended({**parents, child: arc}, child + 1)

    return list(extended({}, 0))


def reaches_root(parents, node):
    for _ in range(6):
        if node == 5:
            return True
        node = parents[node].parent
    return False


@given(st.lists(TEXTS, min_size=2, max_size=4))
def test_a_family_holds_each_article_once_and_hangs_together(texts):
    articles = [article(f"a{place}", text) for place, text in enumerate(texts)]
    matches = [match for pair in combinations(articles, 2) if (match := compare(*pair, settings=SETTINGS))]
    family = build_family(articles, [match for match in matches if hangs_together(match)], settings=SETTINGS)

    assert family.articles == tuple(one.id for one in articles)
    children = [edge.child for edge in family.edges]
    assert len(children) == len(set(children))
    lost = {one.id for one in family.lost}
    assert set(family.roots) - lost == set(family.articles) - set(children)
    again = build_family(articles[::-1], matches[::-1], settings=SETTINGS)
    assert dataclasses.replace(again) == family

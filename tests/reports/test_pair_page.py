"""The page of a pair: what it says, in which order, and that it can be read and walked through without a script."""

import re
from dataclasses import replace
from html.parser import HTMLParser

import pytest

from copydesk.records import Alteration, Evidence, Passage
from copydesk.reports.brief import write_brief
from copydesk.reports.comparison import Comparison
from copydesk.reports.view_pair import pair_page

PAIR = "pairs/pair-copy-1.html"


@pytest.fixture
def shown(collection, tmp_path, page):
    """Writes a brief with this finding about the first two articles; the page of the pair comes back."""

    def show(**changed):
        copy = replace(collection.copies[0], **changed)
        write_brief(replace(collection, copies=(copy,)), tmp_path)
        return page(tmp_path / PAIR)

    return show


@pytest.fixture
def compared(collection):
    wire, spun, *_ = collection.articles
    return Comparison(left=wire, right=spun, copy=collection.copies[0], as_of=collection.as_of, settings="0011")


def places(text, *words):
    return [text.index(one) for one in words]


def test_the_source_stands_left_and_what_matters_most_first(shown):
    pair = shown()
    head = "Quick News appears to be an automated rewording of Holm Wire"
    assert f"{head} 4 material changes (1 outside the text), 1 wording change" in pair.text
    assert "Material changes 3 " in pair.text
    changes = places(pair.text, "number Source A bus", "words in quotation marks Source", "day or date Source")
    assert changes == sorted(changes)
    heads = places(pair.text, "Source Bus leaves road", "Copy Coach leaves lane")
    assert heads == sorted(heads)


def test_a_change_is_listed_with_both_readings_where_they_stand_and_why_it_matters(shown):
    assert (
        "# number Source A bus left the road near Holm on Monday and 12 people were hurt."
        " Copy …left the lane near Holm on Tuesday and 21 humans were harm. another amount is given"
    ) in shown().text


def test_what_only_one_text_has_is_said_to_be_missing_from_the_other(shown, collection):
    start = collection.articles[0].text.index("near Holm")
    gone = Alteration(kind="place", before="near Holm", after="", a=None, b=(start, start + 9), material=True)
    assert "near Holm on Monday and 12 people were hurt. Copy nothing the place stands in the source only" in (
        shown(alterations=(gone,)).text
    )
    undirected = shown(alterations=(replace(gone, a=(start, start + 9), b=None),), direction="unknown").text
    assert "the place stands in one text only" in undirected


def test_what_stands_outside_the_text_stands_apart(shown):
    text = shown().text
    assert "Material changes 3" in text
    outside = text[text.rindex("Outside the text") :]
    assert "dropped attribution Source Nils Falk Copy nothing it stands outside the text" in outside
    assert "Title Bus leaves road near Holm Coach leaves lane near Holm" in outside
    assert "Byline Nils Falk none" in outside
    assert "Published 2031-05-06 (from metadata, very likely, 0.97) not dated" in outside


def test_evidence_of_kind_and_of_direction_stand_apart_and_doubts_come_last(shown, collection):
    why = (
        Evidence(kind="doubt", text="against it: the copy is longer"),
        Evidence(kind="order", text="both tell it in the same order"),
        *collection.copies[0].why,
    )
    text = shown(why=why).text
    order = places(
        text,
        "That the two are one text: reworded likely, 0.88 both tell it in the same order",
        "Which came first",
        "dates its page gives an earlier day",
        "damage 21 humans reads like",
        "doubt against it: the copy is longer",
    )
    assert order == sorted(order)


def test_what_else_may_explain_a_pair_stands_with_neither(shown, collection):
    credit = Evidence(kind="common_credit", text="both pages credit Holm Wire")
    text = shown(why=(credit, *collection.copies[0].why)).text
    assert "What else may explain it both pages credit Holm Wire Other explanations to rule out" in text
    assert text.count("both pages credit Holm Wire") == 1


@pytest.mark.parametrize("way", ["unknown", "common_source"])
def test_without_a_direction_neither_text_is_called_the_source(shown, way):
    pair = shown(direction=way)
    assert "The text at the left is not shown as the earlier one." in pair.text
    assert not re.search(r"\b(Source|Copy) (Bus|Coach)", pair.text)
    assert "One text Coach leaves lane" in pair.text


def test_a_change_is_told_by_letter_and_title_and_not_by_colour_alone(shown):
    changes = [
        attrs for attrs in shown().all("mark") if attrs["class"].startswith("alter k-") and "material" in attrs["class"]
    ]
    assert len(changes) == 6
    assert all(attrs["title"] for attrs in changes)
    assert "number: 12 people → 21 humans" in {attrs["title"] for attrs in changes}
    assert "# number changed: 12 people" in shown().text


def test_kinds_can_be_switched_off_without_a_script(shown):
    pair = shown()
    boxes = [attrs["id"] for attrs in pair.all("input", "type", "checkbox") if attrs["id"].startswith("f-")]
    assert boxes == ["f-number", "f-date", "f-quote", "f-dropped_attribution", "f-wording", "f-only"]
    for box in boxes[:-1]:
        kind = box.removeprefix("f-")
        assert f"body:has(#{box}:not(:checked)) mark.k-{kind}" in pair.raw["style"]
        assert f"body:has(#{box}:not(:checked)) li.k-{kind}" in pair.raw["style"]
    assert "body:has(#f-only:checked) .pair" in pair.raw["style"]


def test_every_line_of_the_list_leads_to_its_mark_and_has_an_id_of_its_own(shown):
    pair = shown()
    ids = {attrs["id"] for _, attrs in pair.elements if "id" in attrs}
    lines = pair.all("li", "class", "change k-number")
    assert [one["id"] for one in lines] == ["change-1"]
    leads = {one["href"][1:] for one in pair.all("a") if re.fullmatch(r"#(c\d+[ab]|[pq]\d+)", one["href"])}
    assert leads == {"c1b", "c2b", "c3b", "q1"}
    assert leads <= ids


def test_the_walk_knows_each_material_change_by_one_class_on_both_sides(shown):
    classes = [one["class"].split() for one in shown().all("mark")]
    for number in (1, 2, 3):
        assert sum(f"m{number}" in one for one in classes) == 2
    assert not any("m4" in one for one in classes), "what stands outside the text has no place to walk to"


def test_without_a_script_no_button_is_shown_that_would_do_nothing(shown):
    pair = shown()
    assert "hidden" in pair.all("div", "id", "walk")[0]
    assert all("hidden" in one for one in pair.all("p", "class", "note keys-help"))


def test_keys_of_one_letter_can_be_switched_off(shown):
    pair = shown()
    assert [one["id"] for one in pair.all("input", "id", "keys-on")] == ["keys-on"]
    assert pair.raw["script"].count("keys && !keys.checked") == 2


def moved(collection):
    """The pair with the paragraphs of the copy the other way round."""
    wire, spun, *rest = collection.articles
    first, second = spun.text.split("\n")
    lines = wire.text.split("\n")
    passages = (
        Passage(a=(0, len(second)), b=(len(lines[0]) + 1, len(wire.text)), same=False),
        Passage(a=(len(second) + 1, len(spun.text)), b=(0, len(lines[0])), same=False),
    )
    copy = replace(collection.copies[0], passages=passages, alterations=())
    return replace(
        collection,
        articles=(wire, replace(spun, text=f"{second}\n{first}"), *rest),
        copies=(copy,),
        quotes=(),
        figures=(),
    )


def test_a_moved_paragraph_has_an_arrow_and_is_found_from_its_own_place(collection, tmp_path, page):
    write_brief(moved(collection), tmp_path)
    pair = page(tmp_path / PAIR)
    assert "↑ stands earlier in this text 1 " in pair.text
    assert "↓ ¶1 of this text is shown below, beside its partner" in pair.text
    target = next(one["href"][1:] for one in pair.all("a") if one["href"].startswith("#r"))
    assert target in {one.get("id") for one in pair.all("div")}


def test_paragraphs_of_one_text_alone_are_said_to_be(shown):
    text = shown(passages=(), alterations=()).text
    assert text.count("+ not in the source") == 2
    assert text.count("− not in the copy") == 2
    assert "not in the copy" not in shown(passages=(), alterations=(), direction="unknown").text


def test_words_that_differ_are_marked_one_by_one(shown):
    class Marked(HTMLParser):
        def __init__(self):
            super().__init__()
            self.inside, self.found = 0, []

        def handle_starttag(self, tag, attrs):
            self.inside += tag == "mark" and "differs" in (dict(attrs).get("class") or "").split()

        def handle_endtag(self, tag):
            self.inside -= tag == "mark" and self.inside > 0

        def handle_data(self, words):
            if self.inside:
                self.found.append(words)

    shown(alterations=())
    pair = shown(alterations=())
    assert {"differs"} == {one["class"] for one in pair.all("mark") if "differs" in one["class"]}
    assert len(pair.all("mark", "class", "differs")) > 5


def test_changes_beyond_some_hundreds_are_counted(shown, collection):
    slight = collection.copies[0].alterations[0]
    text = shown(alterations=(slight,) * 700).text
    assert "700 changes of wording" in text
    assert "200 more are marked in the texts" in text
    number = collection.copies[0].alterations[2]
    text = shown(alterations=(number,) * 1300).text
    assert "1,300 material changes, 0 wording changes" in text
    assert "300 more are marked in the texts" in text


def test_a_page_that_stands_alone_links_nothing_but_the_addresses_of_its_two_articles(compared, tmp_path, page):
    (tmp_path / "pair.html").write_text(pair_page(compared), encoding="utf-8")
    pair = page(tmp_path / "pair.html")
    outside = [one["href"] for one in pair.all("a") if not one["href"].startswith("#")]
    assert outside == ["https://wire.example/holm"]
    assert not pair.open
    assert len(pair.all("h1")) == 1
    assert "12 people" in pair.text


def test_which_article_was_named_first_decides_nothing_where_a_direction_is_established(compared):
    assert pair_page(compared) == pair_page(replace(compared, left=compared.right, right=compared.left))


@pytest.mark.parametrize(
    ("turned", "said"),
    [
        (False, ("One text Bus leaves", "Other text Coach leaves", "number One text A bus left the road near Holm")),
        (True, ("One text Coach leaves", "Other text Bus leaves", "number One text …left the lane near Holm")),
    ],
)
def test_without_a_direction_the_article_that_was_named_first_stands_left(compared, tmp_path, page, turned, said):
    # Without a direction `before` is the reading of `a`, which is the coach's text here.
    swapped = tuple(replace(one, before=one.after, after=one.before) for one in compared.copy.alterations)
    found = replace(compared, copy=replace(compared.copy, direction="unknown", alterations=swapped))
    if turned:
        found = replace(found, left=compared.right, right=compared.left)
    (tmp_path / "pair.html").write_text(pair_page(found), encoding="utf-8")
    text = page(tmp_path / "pair.html").text
    assert [words for words in said if words not in text] == []


def test_there_is_no_page_of_two_articles_that_share_nothing(compared):
    with pytest.raises(ValueError, match="share no text"):
        pair_page(replace(compared, copy=None))

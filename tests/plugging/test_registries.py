"""Registers of owners: what they tell, and what is wrong in one by line, with its cure."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from copydesk.cli import main
from copydesk.errors import UsageError
from copydesk.registries import KINDS, register_of
from copydesk.settings import StorySettings, known_owner
from copydesk.settings_file import load_settings

HEAD = "outlet\taliases\tdomains\tkind\towner\tparent\tsource\tdate"
POST = "Harbour Post\tThe Post\tpost.example|www.post.example\tpaper\tQuay Titles\t\thttps://quay.example\t2031-06-14"
ABOVE = "\t\t\t\tQuay Titles\tQuay Group\tannual report, p. 3\t2031-12-31"


def register(*lines, head=HEAD):
    return register_of("\n".join([head, *lines]), name="owners.tsv")


def known(*lines):
    found = register(*lines)
    assert not found.wrong
    return [known_owner(line) for line in found.lines()]


def test_an_outlet_belongs_to_the_topmost_owner_and_says_through_whom():
    (post,) = known(POST, ABOVE, "\t\t\t\tQuay Group\tTide Holding\tregister, entry 4\t2030-01-01")
    assert post.outlets == ("Harbour Post", "The Post", "post.example")
    assert (post.owner, post.through, post.kind) == ("Tide Holding", "Quay Titles > Quay Group", "paper")
    assert post.source == "https://quay.example; annual report, p. 3; register, entry 4"


def test_the_line_of_the_latest_day_decides():
    sold = POST.replace("Quay Titles", "Ebb Press").replace("2031-06-14", "2033-01-01")
    (post,) = known(sold, POST, ABOVE)
    assert (post.owner, post.through, post.day.year) == ("Ebb Press", None, 2033)


def test_a_kind_may_be_known_where_the_owner_is_not():
    (wire,) = known("Meridian Wire\t\t\tAgency\t\t\ttheir imprint\t2031-06-14")
    assert (wire.owner, wire.kind) == ("", "agency")


def test_columns_may_be_few_and_in_any_order_and_remarks_and_blank_lines_are_left():
    text = "# ours\n\ndate\tsource\towner\toutlet\n# sold soon\n2031-06-14\tthey say so\tQuay\tHarbour Post\n"
    (line,) = register_of(text, name="o").lines()
    assert known_owner(line).outlets == ("Harbour Post",)


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("Harbour Post\t\t\t\tQuay\t\t\t2031-06-14", "2: it has no source; say where"),
        ("Harbour Post\t\t\t\tQuay\t\tx\t14.6.2031", "2: '14.6.2031' is no day; write"),
        ("Harbour Post\t\thttps://post.example/\t\tQuay\t\tx\t2031-06-14", "is no domain; write it as post.example"),
        ("Harbour Post\t\t\tnewspaper\tQuay\t\tx\t2031-06-14", "'newspaper' is no kind of outlet; there are paper,"),
        ("Harbour Post\t\t\t\t\t\tx\t2031-06-14", "it says nothing of 'Harbour Post'; give its owner"),
        ("Harbour Post\t\t\t\t\tQuay\tx\t2031-06-14", "it names a parent and no owner; put 'Quay' under owner"),
        ("Harbour|Post\t\t\t\tQuay\t\tx\t2031-06-14", "a name holds `|`"),
        ("\t\t\t\tQuay\t\tx\t2031-06-14", "it names no outlet; a line without one names an owner and its parent"),
        ("\t\tpost.example\t\tQuay\tTide\tx\t2031-06-14", "so domains has nothing to stand with; take it away"),
        (f"{'x' * 600}\t\t\t\tQuay\t\tx\t2031-06-14", "a cell has 600 characters; there may be 500"),
        (f"{POST}\tmore", "it has 9 cells under 8 columns; is a tab too much?"),
    ],
)
def test_what_is_wrong_in_a_line_is_told_with_its_number_and_its_cure(line, told):
    (wrong,) = register(line).wrong
    assert wrong.startswith("owners.tsv:2: ")
    assert told in wrong


@pytest.mark.parametrize(
    ("head", "told"),
    [
        ("outlet\towner\tsource", "the column 'date' is missing; add it"),
        ("outlet\towner\tsource\tdate\tboss", "there is no column 'boss'"),
        ("outlet\towner\tsource\tdate\towner", "the column 'owner' stands twice"),
        ("outlet,owner,source,date", "tabs between"),
    ],
)
def test_what_is_wrong_in_the_first_line_is_told(head, told):
    (wrong,) = register(POST, head=head).wrong
    assert wrong.startswith("owners.tsv:1: ")
    assert told in wrong


def test_lines_that_speak_against_each_other_are_told_once_with_both_numbers():
    other = "Evening Post\tThe Post\t\t\tEbb\t\tx\t2031-06-14"
    again = POST.replace("Quay Titles", "Ebb")
    back = "\t\t\t\tQuay Group\tQuay Titles\tx\t2031-06-14"
    wrong = register(POST, other, again, ABOVE, back).wrong
    assert "owners.tsv:3: 'the post' is 'Harbour Post' in line 2, 'Evening Post' here; which is it?" in wrong
    assert any(one.startswith("owners.tsv:4: line 2 tells of 'Harbour Post' on 2031-06-14 too") for one in wrong)
    assert any("'Quay Titles' would own itself through 'Quay Group'" in one for one in wrong)


def test_settings_take_registers_from_files_beside_them_and_refuse_bad_ones(tmp_path):
    (tmp_path / "owners.tsv").write_text(f"{HEAD}\n{POST}\n", encoding="utf-8-sig")
    path = tmp_path / "settings.toml"
    path.write_text('[stories]\nowners = ["Tide : Ebb : x : 2031-01-01"]\nregistries = ["owners.tsv"]\n')
    first = load_settings(path)
    assert [known_owner(one).owner for one in first.stories.owners] == ["Ebb", "Quay Titles"]
    (tmp_path / "owners.tsv").write_text(f"{HEAD}\n{POST.replace('Quay', 'Moor')}\n")
    assert load_settings(path).digest("stories") != first.digest("stories")
    (tmp_path / "owners.tsv").write_text(f"{HEAD}\n{POST}\n{POST.replace('2031-06-14', 'today')}\n")
    with pytest.raises(UsageError, match=r"owners\.tsv:3: 'today' is no day"):
        load_settings(path)
    path.write_text('[stories]\nregistries = ["gone.tsv"]\n')
    with pytest.raises(UsageError, match=r"gone\.tsv: cannot be read"):
        load_settings(path)
    path.write_text('[stories]\nregistries = ["gone"]\n')
    with pytest.raises(UsageError, match="no registry 'gone' is installed"):
        load_settings(path)


def test_doctor_tells_what_is_wrong_in_a_register(tmp_path, capsys):
    path = tmp_path / "owners.tsv"
    path.write_text(f"{HEAD}\n{POST}\n{ABOVE}\n")
    assert main(["doctor", "--registry", str(path), "--format", "text"]) == 0
    assert "it tells of 1 outlet and 1 owner" in " ".join(capsys.readouterr().out.split())
    path.write_text(f"{HEAD}\n{POST.replace('2031-06-14', 'x')}\n{POST.replace('paper', 'y')}\n")
    assert main(["doctor", "--registry", str(path), "--format", "jsonl"]) == 1
    told = capsys.readouterr().out
    assert "owners.tsv:2: 'x' is no day" in told
    assert "owners.tsv:3: 'y' is no kind" in told
    assert main(["doctor", "--plan", "--registry", str(path)]) == 2


CELLS = st.text(st.characters(codec="utf-8", exclude_characters="\t"), max_size=12)
ROWS = st.lists(st.lists(CELLS | st.sampled_from([*KINDS, "2031-06-14", "post.example"]), max_size=9), max_size=6)


@given(ROWS)
def test_whatever_stands_in_a_register_it_is_told_or_taken(rows):
    found = register(*("\t".join(row) for row in rows))
    if not found.wrong:
        StorySettings(owners=found.lines())

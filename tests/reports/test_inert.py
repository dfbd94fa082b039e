"""Pages come from strangers: whatever they hold, a brief of them runs nothing, loads nothing and stays readable."""

import dataclasses
import json
import re
from base64 import b64encode
from hashlib import sha256

import pytest

from copydesk.records import Article, Collection
from copydesk.reports.brief import write_brief
from copydesk.reports.comparison import Comparison
from copydesk.reports.contract import write_contract
from copydesk.reports.safe import language, page_name, short, tidy, web_address
from copydesk.reports.view_pair import pair_page
from reports.calendars import read_calendar

EVIL = (
    "<script>alert(1)</script><img src=x onerror=alert(2)>\"'><svg/onload=alert(3)> {{ 7*7 }} {% raw %} "
    "</style></title></script><!-- ]]> &lt;b&gt; javascript:alert(4) [x](javascript:alert(5))"
    " \u202egnp.exe\u2066 \x00\x1b[31m \ud800"
)
ALLOWED = frozenset(
    "html head meta title style body a header p nav main div h1 h2 h3 h4 span b section ol ul li bdi article svg rect g"
    " text path circle figure figcaption details summary table thead tbody tr th td br blockquote footer dl dt dd q ins"
    " mark fieldset legend label input time code kbd script em button".split()
)


def poisoned(value, *, key=""):
    """The same records with every free text, and every id, made hostile."""
    if dataclasses.is_dataclass(value):
        fixed = {"kind", "outcome", "role", "direction", "precision", "basis", "language"}
        return dataclasses.replace(
            value,
            **{
                one.name: poisoned(getattr(value, one.name), key=one.name)
                for one in dataclasses.fields(value)
                if one.name not in fixed
            },
        )
    if isinstance(value, tuple):
        return tuple(poisoned(one, key=key) for one in value)
    if not isinstance(value, str):
        return value
    if key == "url":
        return "javascript:alert(6)"
    # Texts keep their words in front, so that spans still hold.
    return f"{value}{EVIL}" if value else EVIL


@pytest.fixture
def hostile(collection, tmp_path):
    write_brief(poisoned(collection), tmp_path)
    return tmp_path


def test_no_page_of_a_hostile_collection_has_an_element_or_attribute_that_is_not_ours(hostile, page):
    paths = list(hostile.rglob("*.html"))
    assert len(paths) == 12
    for path in paths:
        one = page(path)
        assert not one.open
        assert {tag for tag, _ in one.elements} <= ALLOWED
        assert not [
            name for _, attrs in one.elements for name in attrs if name.startswith("on") or name in {"src", "style"}
        ]
        assert len(one.all("script")) == len(one.all("style")) == 1
        assert {attrs["href"] for attrs in one.all("a") if re.match(r"\w+:", attrs["href"])} == set()


def test_a_hostile_pair_on_a_page_of_its_own_is_as_inert(collection, tmp_path, page):
    poison = poisoned(collection)
    wire, spun, *_ = poison.articles
    found = Comparison(left=wire, right=spun, copy=poison.copies[0], as_of=poison.as_of, settings=EVIL)
    (tmp_path / "pair.html").write_text(pair_page(found), encoding="utf-8", errors="surrogatepass")
    one = page(tmp_path / "pair.html")
    assert not one.open
    assert {tag for tag, _ in one.elements} <= ALLOWED
    assert {attrs["href"] for attrs in one.all("a") if not attrs["href"].startswith("#")} == set()
    assert "<script>alert(1)</script>" in one.text


def test_the_hostile_words_are_still_there_to_be_read(hostile, page):
    text = page(hostile / "index.html").text
    assert "<script>alert(1)</script>" in text
    assert "{{ 7*7 }}" in text


def test_files_of_a_hostile_storyline_are_what_their_standards_ask_for(hostile):
    (made,) = hostile.glob("lines/*.ics")
    (entry,) = read_calendar(made.read_bytes())
    assert "<script>alert(1)</script>" in entry["SUMMARY"]
    assert re.fullmatch(r"[\w.-]+@copydesk", entry["UID"], re.ASCII)
    (row,) = hostile.glob("lines/*.json")
    assert json.loads(row.read_text(encoding="utf-8"))["generator"] == "copydesk"


def test_no_character_reorders_or_hides_what_stands_around_it(hostile):
    for path in [*hostile.rglob("*.html"), hostile / "brief.md"]:
        assert not re.search(
            "[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]", path.read_text(encoding="utf-8")
        )


def test_markdown_of_a_hostile_collection_has_no_link_and_no_tag_but_its_own(hostile):
    text = (hostile / "brief.md").read_text(encoding="utf-8")
    targets = re.findall(r"(?<!\\)\]\(([^)]*)\)", text)
    assert targets
    assert all(re.fullmatch(r"(lines|stories|pairs|articles)/[\w.-]+\.html(#[\w-]+)?", one) for one in targets)
    assert not re.search(r"(?<!\\)<", text)


def test_the_policy_allows_the_pages_own_style_and_script_and_nothing_from_outside(hostile, page):
    for path in hostile.rglob("*.html"):
        one = page(path)
        allowed = one.all("meta", "http-equiv", "Content-Security-Policy")[0]["content"]
        digests = [
            "sha256-" + b64encode(sha256(one.raw[tag].encode()).digest()).decode() for tag in ("style", "script")
        ]
        assert allowed == (
            f"default-src 'none'; style-src '{digests[0]}'; script-src '{digests[1]}';"
            " base-uri 'none'; form-action 'none'"
        )
        assert not re.search(r"url\(|@import|https?:", one.raw["style"] + one.raw["script"])


def test_the_export_of_half_a_surrogate_pair_is_still_utf8_and_json(collection, tmp_path):
    write_contract(poisoned(collection), tmp_path)
    assert b"\\ud800" in (tmp_path / "articles.jsonl").read_bytes()


def test_a_text_of_ten_megabytes_makes_a_page_that_a_browser_can_open(collection, tmp_path):
    line = "word " * 400
    long = dataclasses.replace(
        collection.articles[0], text="\n".join([line] * 2500) + "\n" + "x" * 5_000_000, blocks=()
    )
    spun, *rest = collection.articles[1:]
    longer = dataclasses.replace(spun, text=long.text)
    write_brief(dataclasses.replace(collection, articles=(long, longer, *rest)), tmp_path)
    sizes = [path.stat().st_size for path in tmp_path.rglob("*.html")]
    assert max(sizes) < 1_000_000
    assert "the first 200,000 characters" in (tmp_path / "articles" / "article-wire.html").read_text(encoding="utf-8")


def test_records_that_point_at_what_is_not_there_are_left_out(collection, tmp_path, page):
    gone = Collection(
        **{one.name: getattr(collection, one.name) for one in dataclasses.fields(collection)}
        | {"articles": collection.articles[:1]}
    )
    index = page(write_brief(gone, tmp_path))
    assert "Bus leaves road near Holm" in index.text
    assert not list((tmp_path / "pairs").iterdir())


def test_spans_beyond_a_text_do_no_harm(collection, tmp_path):
    cut = tuple(dataclasses.replace(one, text=one.text[:9]) for one in collection.articles)
    assert write_brief(dataclasses.replace(collection, articles=cut), tmp_path).exists()


@pytest.mark.parametrize(
    ("address", "shown"),
    [
        ("https://wire.example/a?b=c&d=é", True),
        ("HTTP://wire.example", True),
        ("javascript:alert(1)", False),
        ("data:text/html,x", False),
        ("//wire.example", False),
        ("https://wire.example/\u202egnp", False),
        ('https://wire.example/"onclick="x', False),
        (" https://wire.example", False),
        (None, False),
    ],
)
def test_only_plain_web_addresses_become_links(address, shown):
    assert web_address(address) == (address if shown else None)


@pytest.mark.parametrize("key", ["../../etc/passwd", "a/b", "CON", "", "A", "a" * 300, "é", "a b", "\ud800"])
def test_every_id_gives_a_plain_file_name(key):
    assert re.fullmatch(r"story-[a-z0-9_-]{1,81}\.html", page_name("story", key))


def test_ids_that_differ_in_case_alone_have_files_of_their_own():
    assert page_name("story", "story-a").casefold() != page_name("story", "story-A").casefold()


def test_tidying_keeps_the_length_and_ordinary_words_of_every_script():
    assert tidy("Xi’s ‘no limits’ — 習近平, שלום,\tمرحبا\n") == "Xi’s ‘no limits’ — 習近平, שלום,\tمرحبا\n"
    assert len(tidy(EVIL)) == len(EVIL)


def test_a_short_form_is_one_line_of_at_most_the_length_asked_for():
    assert short("one\n two  three", 80) == "one two three"
    assert short("one two three", 9) == "one two…"


def test_only_what_has_the_form_of_a_language_tag_is_one():
    assert language("pt-BR") == "pt-BR"
    assert language('en" onload="x') is None
    assert language(None) is None


def test_article_type_is_the_one_that_was_poisoned(collection):
    assert all(isinstance(one, Article) and EVIL in one.text for one in poisoned(collection).articles)

"""What a run changed: copies that came, families that grew and joined, copies that a correction left behind."""

import json
import re
from datetime import date

import pytest

from copydesk.desk import open_desk
from copydesk.flow import family_id
from copydesk.news import last_look
from copydesk.records import Article, Copy, Family
from making import HARBOUR

AS_OF = date(2038, 12, 31)
RAILWAY = """\
Engineers at Low Ings began lifting the rails of the valley line on Monday, two years after the last train ran.
The regional office in Garth said the iron would be sold for about 310,000 crowns to a foundry across the border.
Walkers have asked for a path along the bed, and a petition carried by Orla Finch gathered 2,400 names by the evening.
Farmers beside the line want the land back instead, and their lawyer Henk Vell spoke of a promise made in 1931.
A decision is due before the autumn, when the bridges over the Lathe are to be looked at by an inspector from Brae."""


@pytest.fixture
def desk():
    with open_desk() as made:
        yield made


def add(desk, folder, **pages):
    """Put pages on the desk and run it; what changed."""
    before = desk.standing()
    path = folder / f"{min(pages)}.jsonl"
    rows = [
        {"id": name, "url": f"https://{name}.example/", "title": f"Report of {name}", "outlet": f"The {name}"} | page
        for name, page in pages.items()
    ]
    path.write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
    list(desk.add([str(path)], as_of=AS_OF))
    list(desk.run())
    return desk.news(before)


def sources(desk, articles):
    return {desk.store.get(Article, [one])[one].url.split("/")[2].removesuffix(".example") for one in articles}


def test_a_family_that_grows_keeps_its_id_and_is_told(desk, tmp_path):
    first = add(desk, tmp_path, herald={"text": HARBOUR}, gazette={"text": HARBOUR})
    (family,) = desk.store.all(Family)
    assert (first.copies, [one.new for one in first.families]) == (1, [True])
    for name in ("argus", "echo", "tribune", "zephyr"):
        (grown,) = add(desk, tmp_path, **{name: {"text": HARBOUR}}).families
        assert grown.family.id == family.id
        assert (sources(desk, grown.came), grown.joined, grown.new) == ({name}, (), False)


def test_two_families_that_become_one_keep_the_older_id_and_the_other_is_told(desk, tmp_path):
    add(desk, tmp_path, herald={"text": HARBOUR}, gazette={"text": HARBOUR})
    (older,) = desk.store.all(Family)
    add(desk, tmp_path, argus={"text": RAILWAY}, echo={"text": RAILWAY})
    (younger,) = (one for one in desk.store.all(Family) if one.id != older.id)
    news = add(desk, tmp_path, zephyr={"text": f"{HARBOUR}\n{RAILWAY}"})
    (both,) = news.families
    assert (both.family.id, both.joined) == (older.id, (younger.id,))
    assert desk.family(younger.id) == desk.family(older.id) == both.family
    assert desk.family("family-0") is None
    assert news.copies == 1


def test_only_what_is_touched_is_done_again(desk, tmp_path):
    add(desk, tmp_path, herald={"text": HARBOUR}, gazette={"text": HARBOUR}, argus={"text": RAILWAY})
    path = tmp_path / "one.jsonl"
    path.write_text(json.dumps({"id": "echo", "text": RAILWAY, "url": "https://echo.example/"}), encoding="utf-8")
    list(desk.add([str(path)], as_of=AS_OF))
    totals = {step.step: step.total for step in desk.run()}
    asked = ("articles", "editions", "prints", "candidates", "matches", "families", "copies")
    assert {step: totals[step] for step in asked} == {**dict.fromkeys(asked, 1), "editions": 0}


def test_a_family_is_named_for_the_article_that_came_first(desk, tmp_path):
    add(desk, tmp_path, herald={"text": HARBOUR})
    (founder,) = desk.store.all(Article)
    add(desk, tmp_path, argus={"text": HARBOUR}, gazette={"text": HARBOUR})
    (family,) = desk.store.all(Family)
    assert family.id == family_id(founder.id)


def test_stories_that_are_new_grew_or_became_one_are_told(desk, tmp_path):
    first = add(desk, tmp_path, herald={"text": HARBOUR}, argus={"text": RAILWAY})
    assert [(one.new, len(one.came)) for one in first.stories] == [(True, 1), (True, 1)]
    (grown,) = add(desk, tmp_path, gazette={"text": HARBOUR}).stories
    assert (sources(desk, grown.came), grown.joined, grown.parted, grown.new) == ({"gazette"}, (), (), False)
    ids = {story.id for story in desk.stories()}
    before = desk.standing()
    decision = desk.merge(sorted(ids), at="2031-05-06T10:00:00+00:00")
    list(desk.run())
    (one,) = desk.news(before).stories
    (gone,) = ids - {one.story.id}
    assert (one.came, one.joined, one.parted) == ((), (gone,), ())
    assert desk.collection().decisions == (decision,)
    before = desk.standing()
    desk.undo(decision.id, at="2031-01-02T09:00:00+00:00")
    list(desk.run())
    (apart,) = desk.news(before).stories
    assert (apart.story.id, apart.joined, apart.parted) == (gone, (), (one.story.id,))


def test_the_last_look_is_read_from_the_files_beside_a_brief(desk, tmp_path):
    out = tmp_path / "out"
    assert last_look(out) is None
    add(desk, tmp_path, herald={"text": HARBOUR}, gazette={"text": HARBOUR})
    desk.export(out)
    assert last_look(out) == desk.standing()
    add(desk, tmp_path, argus={"text": RAILWAY})
    (new,) = desk.news(last_look(out)).stories
    assert (sources(desk, new.came), new.new) == ({"argus"}, True)
    for broken in ("no json", '{"id": "story-1"}', '{"id": "story-1", "articles": 3}', "[1]"):
        (out / "stories.jsonl").write_text(f"{broken}\n", encoding="utf-8")
        assert last_look(out) is None


def test_a_brief_written_again_tells_what_is_new_since(tmp_path, capsys):
    from copydesk.cli import main

    rows = {name: {"text": text, "url": f"https://{name}.example/"} for name, text in (("a", HARBOUR), ("b", HARBOUR))}
    for name, row in {**rows, "c": {"text": RAILWAY}}.items():
        (tmp_path / f"{name}.jsonl").write_text(json.dumps({"outlet": f"The {name}"} | row), encoding="utf-8")
    told = []
    for names in ("a", "abc", "abc"):
        pages = [str(tmp_path / f"{name}.jsonl") for name in names]
        assert main(["--quiet", "brief", *pages, "-o", str(tmp_path / "out"), "--as-of", "2038-12-31"]) == 0
        index = (tmp_path / "out" / "index.html").read_text(encoding="utf-8")
        body = " ".join(re.sub("<[^>]*>", " ", index.partition("<main")[2]).split())
        told.append(body)
    assert "Since the last look" not in told[0]
    assert re.search(r"New stories 1 .* 1 article · The c Stories that changed 1 .* 1 new article · The b", told[1])
    assert "Since the last look" in told[2]
    assert "Nothing has changed." in told[2]
    capsys.readouterr()


def test_a_copy_that_carries_what_its_source_has_corrected_is_told_with_its_places(desk, tmp_path):
    herald = {"text": HARBOUR, "published": "2031-03-02", "fetched": "2031-03-02"}
    taken = {"published": "2031-03-04", "fetched": "2031-03-04", "credited": "The herald"}
    follows = HARBOUR.replace("31 cracks", "13 cracks")
    add(desk, tmp_path, herald=herald, argus={"text": HARBOUR} | taken, gazette={"text": follows} | taken)
    assert desk.corrections() == ()
    later = {
        "text": HARBOUR.replace("31 cracks", "13 cracks"),
        "fetched": "2031-03-09",
        "url": "https://herald.example/",
    }
    news = add(desk, tmp_path, later=later)
    (told,) = news.corrections
    text = {one.id: one.text for one in desk.store.all(Article)}
    assert (told.kind, told.before, told.after) == ("number", "31", "13")
    assert sources(desk, [told.copy]) == {"argus"}
    assert text[told.copy][slice(*told.copy_place)] == text[told.article][slice(*told.before_place)]
    assert "31" in text[told.copy][slice(*told.copy_place)]
    assert "13" in text[told.edition][slice(*told.after_place)]
    assert desk.corrections() == news.corrections
    assert desk.news(desk.standing()) == (0, (), (), ())


def test_what_a_copy_never_had_or_shares_alone_in_quotation_is_no_late_correction(desk, tmp_path):
    add(desk, tmp_path, herald={"text": HARBOUR, "fetched": "2031-03-02"}, argus={"text": RAILWAY})
    later = {
        "text": HARBOUR.replace("31 cracks", "13 cracks"),
        "fetched": "2031-03-09",
        "url": "https://herald.example/",
    }
    assert add(desk, tmp_path, later=later).corrections == ()
    assert list(desk.store.all(Copy)) == []


def test_the_program_tells_what_is_new(tmp_path, capsys):
    from copydesk.cli import main

    desk = str(tmp_path / "news.desk")
    days = (("herald", "2031-03-02", HARBOUR), ("argus", "2031-03-04", HARBOUR))
    rows = [
        {"text": text, "fetched": day, "outlet": f"The {name}", "url": f"https://{name}.example/"}
        for name, day, text in (*days, ("herald", "2031-03-09", HARBOUR.replace("31 cracks", "13 cracks")))
    ]
    (tmp_path / "first.jsonl").write_text("\n".join(map(json.dumps, rows[:2])), encoding="utf-8")
    (tmp_path / "later.jsonl").write_text(json.dumps(rows[2]), encoding="utf-8")
    said = []
    for name in ("first", "later"):
        assert main(["--desk", desk, "add", str(tmp_path / f"{name}.jsonl"), "--as-of", "2038-12-31"]) == 0
        assert main(["--desk", desk, "run", "--format", "text"]) == 0
        said.append(capsys.readouterr().err)
    assert "new with this run: 1 copy in 1 family" in said[0]
    assert "2 texts (new): " in said[0]
    assert "The herald, read again, has “13” where it had “31”; The argus has “31”" in said[1]
    assert "stories: 1 new, 0 with other articles than before" in said[0]
    assert re.search(r"stories: 0 new, 1 with other articles than before\n  story-\w+, .*: 1 article more", said[1])


def test_the_first_page_of_a_brief_tells_of_corrections_that_copies_do_not_follow(tmp_path, capsys):
    from copydesk.cli import main

    pages = []
    days = (("herald", "2031-03-02", HARBOUR), ("argus", "2031-03-04", HARBOUR))
    for name, day, text in (*days, ("herald", "2031-03-09", HARBOUR.replace("31 cracks", "13 cracks"))):
        row = {"text": text, "fetched": day, "outlet": f"The {name}", "url": f"https://{name}.example/"}
        pages.append(tmp_path / f"{len(pages)}.jsonl")
        pages[-1].write_text(json.dumps(row), encoding="utf-8")
        given = map(str, pages)
        assert main(["--quiet", "brief", *given, "-o", str(tmp_path / "out"), "--as-of", "2038-12-31"]) == 0
    index = (tmp_path / "out" / "index.html").read_text(encoding="utf-8")
    (told,) = re.findall(r'<a href="(pairs/[^"]+)"><bdi>The argus</bdi></a> <span class="by"><bdi>(.*?)</bdi>', index)
    assert told[1] == "The herald, read again, has “13” where it had “31”; The argus has “31”"
    assert (tmp_path / "out" / told[0]).exists()
    capsys.readouterr()

"""A storyline in order of time: its events, their sentences, its drawings, its page and its files."""

import json
import re
from dataclasses import replace
from datetime import date
from itertools import pairwise
from xml.etree import ElementTree as ET

import pytest

from copydesk.errors import UsageError
from copydesk.records import Decision, EventDate, Ladder, Link, Story
from copydesk.reports.brief import write_brief
from copydesk.reports.calendar_file import calendar
from copydesk.reports.holdings import hold
from copydesk.reports.storyline import best_sentence, storyline_named, storylines
from copydesk.reports.storyline_drawing import Mark, draw_whole, span_of, stretches
from reports.calendars import read_calendar
from reports.conftest import article, published


def day(low, high=None, basis="text"):
    return EventDate(low=date.fromisoformat(low), high=date.fromisoformat(high or low), basis=basis)


def mark(low, high=None, name="Something happened"):
    return Mark(date.fromisoformat(low), date.fromisoformat(high or low), low, name, f"#{low}")


@pytest.fixture
def dated(collection):
    """The bus crash and the ruling of a year later, both dated."""
    crash, ruling = collection.stories
    return replace(collection, stories=(crash, replace(ruling, event_date=day("2032-06-01", "2032-06-03"))))


def only_line(collection):
    (line,) = storylines(hold(collection))
    return line


# -- events and their sentences ---------------------------------------------------------------------------------------


def test_events_stand_by_day_and_those_without_one_apart(collection, dated):
    assert [event.story.id for event in only_line(dated).events] == ["story-crash", "story-ruling"]
    line = only_line(collection)
    assert [event.story.id for event in line.events] == ["story-crash"]
    assert [event.story.id for event in line.undated] == ["story-ruling"]


def test_an_event_is_told_in_the_first_sentence_of_its_earliest_account_with_its_place(dated):
    told = only_line(dated).events[0].told
    assert told.article.outlet == "Holm Wire"
    assert told.words == told.article.text[told.start : told.end]
    assert told.words == "A bus left the road near Holm on Monday and 12 people were hurt."


@pytest.mark.parametrize(
    "opening",
    [
        "“We are closing the bridge for good,” the mayor said on Monday evening.",
        "Who would close a bridge that ten thousand people need?",
        "It is over.",
    ],
)
def test_a_quotation_a_question_and_a_catchword_do_not_stand_for_an_event(opening):
    told = best_sentence(article("a", f"{opening} The council of Holm closed the old bridge on Monday."))
    assert told.words == "The council of Holm closed the old bridge on Monday."
    assert best_sentence(article("a", opening)).words == opening
    assert best_sentence(article("a", " \n ")) is None


def test_a_neighbouring_day_is_not_told_in_the_same_words(dated):
    wire = dated.articles[0]
    again = article("again", f"{wire.text.splitlines()[0]}\nA second bus was taken off the road by the police.")
    next_day = replace(
        dated.stories[0], id="story-next", articles=(again.id,), families=((again.id,),), event_date=day("2031-05-06")
    )
    line = only_line(replace(dated, articles=(*dated.articles, again), stories=(*dated.stories, next_day)))
    assert line.events[1].told.words == "A second bus was taken off the road by the police."
    months_later = replace(next_day, event_date=day("2031-09-06"))
    line = only_line(replace(dated, articles=(*dated.articles, again), stories=(*dated.stories, months_later)))
    assert line.events[1].told.words == line.events[0].told.words


def test_what_later_events_say_of_an_event_is_attached_to_it_from_other_storylines_too(dated):
    far = article(
        "far", "Like the bus crash near Holm in May 2031, it was the brakes.", published=published(date(2035, 1, 1))
    )
    elsewhere = Story(
        id="story-far",
        label="Lorry loses its load",
        articles=(far.id,),
        event_date=day("2035-01-01"),
        storyline=None,
        families=((far.id,),),
        ladder=Ladder(pages=1, texts=1, publishers=1, owners=1, accounts=1, documents=0),
        links=(Link(story="story-crash", why="names May 2031", article=far.id, start=0, end=20),),
    )
    line = only_line(replace(dated, articles=(*dated.articles, far), stories=(*dated.stories, elsewhere)))
    assert [one.source.id for one in line.events[0].mentions] == ["story-ruling", "story-far"]
    assert [(one.source.id, one.target.id, one.refers) for one in line.links] == [("story-ruling", "story-crash", True)]


def test_events_that_do_not_name_each_other_show_what_ties_them(dated):
    crash, ruling = dated.stories
    tie = Link(story="story-crash", why="both name Holm", article=ruling.articles[0], start=0, end=30)
    tied = replace(ruling, links=(), ties=(tie,))
    (link,) = only_line(replace(dated, stories=(crash, tied))).links
    assert (link.why, link.refers) == ("both name Holm", False)
    (link,) = only_line(replace(dated, stories=(crash, replace(ruling, ties=(tie,))))).links
    assert link.refers


def test_a_storyline_is_found_by_the_beginning_of_its_id_or_that_of_what_is_in_it(dated):
    holdings = hold(dated)
    for name in ("line-1", "story-ru", "article-spun"):
        assert storyline_named(name, holdings).id == "line-1"
    with pytest.raises(UsageError, match="no storyline"):
        storyline_named("line-2", holdings)
    apart = hold(replace(dated, stories=tuple(replace(one, storyline=None) for one in dated.stories)))
    assert [event.story.id for event in storyline_named("story-crash", apart).events] == ["story-crash"]
    with pytest.raises(UsageError, match="several storylines: story-crash, story-ruling"):
        storyline_named("story", apart)


# -- drawings ----------------------------------------------------------------------------------------------------------


def diamonds(drawing):
    """Where the marks of single days stand, from left to right."""
    found = re.findall(r'<path class="event" d="M(\d+) ', drawing)
    return sorted(int(one) for one in found)


def test_a_long_gap_does_not_push_days_together():
    marks = [mark(one) for one in ("2022-02-04", "2022-02-05", "2022-02-24", "2031-02-24")]
    places = diamonds(draw_whole(marks, label="x"))
    assert all(later - earlier >= 20 for earlier, later in pairwise(places))
    assert "9 years" in draw_whole(marks, label="x")
    assert draw_whole([], label="x") is None


def test_labels_of_one_row_do_not_touch():
    marks = [
        mark(f"2022-02-{one:02}", name="A name of some length that is told beside its mark") for one in range(1, 21)
    ]
    rows = {}
    for text in ET.fromstring(draw_whole(marks, label="x")).iter("text"):
        if text.get("class").startswith("event-name"):
            x, wide = int(text.get("x")), round(6.6 * len(text.text))
            rows.setdefault(text.get("y"), []).append((x - wide, x) if "before" in text.get("class") else (x, x + wide))
    assert sum(len(row) for row in rows.values()) == 20
    for row in rows.values():
        assert all(end <= start for (_, end), (start, _) in pairwise(sorted(row)))


def test_a_reader_comes_closer_by_decades_years_and_months_that_hold_several_events():
    marks = [mark(one) for one in ("1999-12-31", "2022-02-04", "2022-02-05", "2022-07-01", "2024-03-01")]
    found = stretches(marks)
    assert [(one.anchor, one.amount) for one in found] == [
        ("all", 5),
        ("decade-2020", 4),
        ("year-2022", 3),
        ("month-2022-02", 2),
    ]
    month = found[-1].drawing
    first, second = diamonds(month)
    assert second - first == pytest.approx((960 - 40) / 28, abs=1)
    assert "2022-02-08" in month
    assert stretches(marks[:1]) == ()


def test_an_axis_of_months_says_of_which_year_they_are():
    (part, *_) = stretches([mark("2022-02-04"), mark("2022-11-15")])
    names = [one.text for one in ET.fromstring(part.drawing).iter("text") if one.get("class") == "from"]
    assert names == ["Mar 2022", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov"]
    (part, *_) = stretches([mark("2021-11-04"), mark("2022-02-15")])
    names = [one.text for one in ET.fromstring(part.drawing).iter("text") if one.get("class") == "from"]
    assert names == ["Dec 2021", "Jan 2022", "Feb"]


def test_what_is_wider_than_a_stretch_is_left_to_the_whole():
    marks = [mark("2022-01-01", "2023-12-31"), mark("2022-02-04"), mark("2022-02-05")]
    assert {one.anchor: one.amount for one in stretches(marks)} == {"all": 3, "year-2022": 2, "month-2022-02": 2}


def test_the_first_and_the_last_year_there_are_can_be_drawn():
    marks = [mark("0001-01-01"), mark("0001-01-02"), mark("9999-12-30"), mark("9999-12-31")]
    assert draw_whole(marks, label="x")
    assert [one.anchor for one in stretches(marks)][-1] == "month-9999-12"


@pytest.mark.parametrize(
    ("days", "said"), [(1, "1 day"), (13, "13 days"), (30, "4 weeks"), (365, "12 months"), (3653, "10 years")]
)
def test_a_gap_is_told_in_the_unit_that_says_it_best(days, said):
    assert span_of(days) == said


# -- the page and its files --------------------------------------------------------------------------------------------


def test_the_page_tells_each_day_once_with_what_it_rests_on(dated, tmp_path, page):
    crash, ruling = dated.stories
    known = replace(crash, event_date=day("2031-05-05", basis="text, named by 2 of 2 accounts"))
    write_brief(replace(dated, stories=(known, replace(ruling, event_date=day("2031-05-05")))), tmp_path)
    listed = page(tmp_path / "lines" / "line-1.html").text.partition("The timeline as a table")[0]
    assert listed.count("2031-05-05 from days named in the text") == 1
    assert "from days named in the text, named by 2 of 2 accounts" in listed
    assert "same day from days named in the text" in listed


def test_the_page_has_drawings_their_table_undated_events_and_why_events_are_linked(collection, dated, tmp_path, page):
    write_brief(dated, tmp_path)
    line = page(tmp_path / "lines" / "line-1.html")
    assert "between 2032-06-01 and 2032-06-03" in line.text
    assert "The timeline as a table Day Rests on Event Sentence from 2031-05-05" in line.text
    assert "Nobody to blame for Holm crash points to Bus leaves road near Holm names the event" in line.text
    assert "3 pages › 3 texts › 3 publishers › 3 owners › 2 independent accounts" in line.text
    assert [attrs["class"] for attrs in line.all("svg")] == ["storyline", "storyline"]
    assert not re.search("copied|fake|plagiar|wrong|original", line.text)
    write_brief(collection, tmp_path)
    assert "No day is established for these" in page(tmp_path / "lines" / "line-1.html").text


def test_what_people_decided_is_marked_as_theirs_wherever_a_story_is_shown(dated, tmp_path, page):
    decision = Decision(
        id="decision-1", kind="merge", articles=("article-wire",), by="Ada", made_at="2031-05-06T10:00:12+00:00"
    )
    crash, ruling = dated.stories
    shaped = replace(crash, decisions=("decision-1", "decision-gone"))
    write_brief(replace(dated, stories=(shaped, ruling), decisions=(decision,)), tmp_path)
    said = "joined by hand, by Ada, 2031-05-06 10:00 UTC"
    assert said in page(tmp_path / "lines" / "line-1.html").text
    assert said in page(tmp_path / "stories" / "story-crash.html").text
    index = page(tmp_path / "index.html")
    assert len(index.all("li", "class", "chip hand")) == 1
    assert "joined by hand (Ada, 2031-05-06)" in index.text
    row = json.loads((tmp_path / "lines" / "line-1.json").read_text(encoding="utf-8"))
    assert [one["by"] for one in row["events"][0]["decisions"]] == ["Ada"]
    assert said in read_calendar((tmp_path / "lines" / "line-1.ics").read_bytes())[0]["DESCRIPTION"]


def test_stories_without_a_day_are_listed_apart_on_the_index(collection, tmp_path, page):
    write_brief(collection, tmp_path)
    text = page(tmp_path / "index.html").text
    assert "Bus leaves road near Holm and 1 without a day, below" in text
    assert text.index("No day established") < text.index("Nobody to blame for Holm crash day not established")


def test_files_of_a_storyline_go_when_it_is_gone_and_others_stay(dated, tmp_path):
    write_brief(dated, tmp_path)
    lines = tmp_path / "lines"
    (lines / "line-mine.ics").write_text("BEGIN:VCALENDAR\r\nPRODID:mine\r\nEND:VCALENDAR\r\n", encoding="utf-8")
    (lines / "line-mine.json").write_text("{}", encoding="utf-8")
    assert {path.name for path in lines.glob("line-1.*")} == {"line-1.html", "line-1.ics", "line-1.json"}
    write_brief(replace(dated, stories=tuple(replace(one, storyline=None) for one in dated.stories)), tmp_path)
    assert {path.name for path in lines.iterdir()} == {"line-mine.ics", "line-mine.json"}


def test_the_json_of_a_storyline_points_at_the_words(dated, tmp_path):
    write_brief(dated, tmp_path)
    row = json.loads((tmp_path / "lines" / "line-1.json").read_text(encoding="utf-8"))
    text = {one.id: one.text for one in dated.articles}
    places = [one["told"] for one in row["events"]] + [one["evidence"] for one in row["links"]]
    assert len(places) == 3
    assert all(text[one["article"]][one["start"] : one["end"]] == one["text"] for one in places)
    assert row["events"][1]["event_date"] == {"low": "2032-06-01", "high": "2032-06-03", "basis": "text"}
    assert row["events"][0]["mentions"][0]["story"] == "story-ruling"


# -- the calendar ------------------------------------------------------------------------------------------------------


def test_each_dated_event_is_an_entry_over_its_days(dated):
    first, second = read_calendar(calendar([only_line(dated)]).encode())
    assert first["UID"] == "story-crash@copydesk"
    assert first["DTSTAMP"] == "20381231T000000Z"
    assert (first["DTSTART;VALUE=DATE"], first["DTEND;VALUE=DATE"]) == ("20310505", "20310506")
    assert (second["DTSTART;VALUE=DATE"], second["DTEND;VALUE=DATE"]) == ("20320601", "20320604")
    assert "STATUS" not in first
    assert second["STATUS"] == "TENTATIVE"
    assert first["SUMMARY"] == "Bus leaves road near Holm"
    assert "“A bus left the road near Holm on Monday and 12 people were hurt.” (Holm Wire)" in first["DESCRIPTION"]
    assert "between 2032-06-01 and 2032-06-03 (from days named in the text)" in second["DESCRIPTION"]
    assert "measures independent reporting in this collection, not truth" in first["DESCRIPTION"]


def test_undated_events_are_no_entries_and_without_entries_there_is_no_calendar(collection, tmp_path):
    assert len(read_calendar(calendar([only_line(collection)]).encode())) == 1
    none = replace(collection, stories=tuple(replace(one, event_date=None) for one in collection.stories))
    assert calendar([only_line(none)]) is None
    write_brief(none, tmp_path)
    assert {path.suffix for path in (tmp_path / "lines").iterdir()} == {".html", ".json"}


def test_the_last_day_there_is_has_an_entry(dated):
    crash, ruling = dated.stories
    last = replace(ruling, event_date=day("9999-12-31"))
    entry = read_calendar(calendar([only_line(replace(dated, stories=(crash, last)))]).encode())[-1]
    assert entry["DTSTART;VALUE=DATE"] == "99991231"
    assert "DTEND;VALUE=DATE" not in entry


def test_marks_line_ends_and_wide_characters_of_a_name_come_through(dated):
    name = "Bus; road, Holm\\north\nEND:VEVENT " + "🚌å" * 60
    crash, ruling = dated.stories
    made = calendar([only_line(replace(dated, stories=(replace(crash, label=name[:100]), ruling)))])
    assert all(len(line.encode()) <= 75 for line in made.split("\r\n"))
    entries = read_calendar(made.encode())
    assert len(entries) == 2
    assert entries[0]["SUMMARY"] == " ".join(name[:100].split())

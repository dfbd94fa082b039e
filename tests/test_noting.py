"""Notes on a desk: pinned to words, found again when a page is read anew, answered, settled, exchanged."""

import json
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner

from copydesk.cli import cli
from copydesk.desk import Desk, open_desk
from copydesk.errors import UsageError
from copydesk.noting import AROUND
from copydesk.records import Article

AT = "2031-03-20T09:00:00+00:00"
LATER = "2031-03-21T09:00:00+00:00"
QUAY = (
    "Crane falls on quay\nThe crane of Gronneset fell on the quay on Thursday, the harbour master of Eidsund said.\n"
    "Nobody was hurt when the boom came down, and the ferry Lomvi left an hour late.\n"
)
RATE = (
    "Bank raises its rate\nThe Ostmere Reserve Bank raised its lending rate on Thursday, its governor said.\n"
    "Inflation in Halberg was broader than any model had foreseen, she told reporters.\n"
)


@pytest.fixture
def pages(tmp_path: Path):
    (tmp_path / "pages").mkdir()
    (tmp_path / "pages" / "quay.txt").write_text(QUAY, encoding="utf-8")
    (tmp_path / "pages" / "rate.txt").write_text(RATE, encoding="utf-8")
    return tmp_path / "pages"


@pytest.fixture
def desk(pages):
    with open_desk(pages.parent / "news.desk") as opened:
        read(opened, pages)
        yield opened


def read(desk: Desk, pages: Path) -> None:
    list(desk.add([str(pages)], as_of=date(2031, 3, 20)))
    list(desk.run())


def place(article: Article, words: str) -> tuple[int, int]:
    start = article.text.index(words)
    return (start, start + len(words))


def test_a_note_stands_on_its_words_with_what_is_around_them(desk):
    article = desk.article("quay.txt")
    note = desk.notes.on_words(article, place(article, "harbour master"), "Which one?", by="Ada", at=AT)
    assert (note.exact, note.by, note.made_at) == ("harbour master", "Ada", AT)
    assert note.prefix.endswith("Thursday, the ")
    assert note.suffix == " of Eidsund said.\nNobody was hurt when the boom came down, and the f"[:AROUND]
    (pinned,) = desk.notes.of_article(article)
    assert (pinned.note, pinned.standing, pinned.article) == (note, "pinned", article.id)
    assert article.text[slice(*pinned.place)] == "harbour master"


def test_a_note_is_found_again_when_its_page_is_read_anew(desk, pages):
    article = desk.article("quay.txt")
    note = desk.notes.on_words(article, place(article, "the boom came down"), "When?", at=AT)
    gone = desk.notes.on_words(article, place(article, "an hour late"), "How late?", at=LATER)
    whole = desk.notes.on_article(article, "A good account.", at=AT)
    (pages / "quay.txt").write_text(
        QUAY.replace("Nobody was hurt", "At noon the boom came up. Nobody was hurt").replace("an hour late", "at once"),
        encoding="utf-8",
    )
    with open_desk() as other:
        read(other, pages)
        anew = other.article("quay.txt")
        assert anew.id != article.id
        copied(desk, other)
        pinned = {one.note.id: one for one in other.notes.of_article(anew)}
    assert pinned[note.id].standing == "moved"
    assert anew.text[slice(*pinned[note.id].place)] == "the boom came down"
    assert (pinned[gone.id].standing, pinned[gone.id].place) == ("orphaned", None)
    assert (pinned[whole.id].standing, pinned[whole.id].article) == ("whole", anew.id)


def copied(desk: Desk, other: Desk) -> None:
    """The notes of one desk on another, as they stand there after a page was read anew."""
    from copydesk.records import Note

    other.notes.take_in(desk.store.all(Note), at=LATER)


def test_the_right_one_of_several_places_is_chosen_by_what_stands_around(desk):
    from dataclasses import replace

    from copydesk.noting import place_of

    article = replace(desk.article("quay.txt"), text="He left. The crane fell. They left. The crane stood. We left.")
    second = article.text.index("The crane stood")
    note = desk.notes.on_words(article, (second, second + 9), "This one", at=AT)
    later = "So they say. He left. The crane fell. At last they left. The crane stood. We left."
    assert place_of(note, later)[0] == later.index("The crane stood")
    assert place_of(note, "“The crane” is all") == (1, 10)
    assert place_of(note, "Nothing of the kind") is None


def test_a_note_on_a_story_goes_with_it_when_stories_are_merged(desk):
    quay, rate = desk.story(desk.article("quay.txt").id), desk.story(desk.article("rate.txt").id)
    first = desk.notes.on_story(quay, "Call the port.", by="Ada", at=AT)
    second = desk.notes.on_story(rate, "Call the bank.", by="Ben", at=LATER)
    desk.merge([quay.id, rate.id], at=LATER)
    list(desk.run())
    (both,) = desk.stories()
    assert [one.note for one in desk.notes.of_story(both)] == [second, first]


def test_notes_on_pairs_and_words_stand_with_the_story_too(desk):
    quay, rate = desk.article("quay.txt"), desk.article("rate.txt")
    pair = desk.notes.on_pair(rate.id, quay.id, "Nothing in common.", at=AT)
    pinned = desk.notes.on_words(quay, place(quay, "Lomvi"), "Also called Lomvi II?", at=LATER)
    assert [one.note for one in desk.notes.of_pair(quay.id, rate.id)] == [pair]
    assert [one.note for one in desk.notes.of_story(desk.story(quay.id))] == [pinned, pair]
    assert desk.notes.of_pair(quay.id, "article-0") == ()


def test_notes_are_answered_settled_and_withdrawn_and_the_log_tells(desk):
    article = desk.article("quay.txt")
    note = desk.notes.on_article(article, "Is this the whole text?", by="Ada", at=AT)
    answer = desk.notes.answer(note.id, "It is.", by="Ben", at=LATER)
    again = desk.notes.answer(answer.id, "Thanks.", by="Ada", at=LATER.replace("09:", "10:"))
    assert again.targets == (note.id,)
    settled = desk.notes.resolve(note.id, by="Ada", at=LATER)
    assert (settled.resolved_by, settled.resolved_at) == ("Ada", LATER)
    assert desk.notes.resolve(note.id, by="Ben", at=AT) == settled
    (pinned,) = desk.notes.every()
    assert pinned.answers == (answer, again)
    assert desk.notes.reopen(note.id, by="Ben", at=LATER) == note
    desk.notes.withdraw(note.id, by="Ada", at=LATER)
    assert desk.notes.every() == ()
    with pytest.raises(UsageError, match="names no note"):
        desk.notes.note(answer.id)
    assert [(line.action, line.by) for line in reversed(desk.people.audit())] == [
        ("note written", "Ada"),
        ("note written", "Ben"),
        ("note written", "Ada"),
        ("note resolved", "Ada"),
        ("note reopened", "Ben"),
        ("note withdrawn", "Ada"),
    ]


@pytest.mark.parametrize("words", ["", "  \n", "x" * 10_001])
def test_a_note_says_something_of_a_size_to_be_read(desk, words):
    with pytest.raises(UsageError, match="a note has between 1 and 10000 characters"):
        desk.notes.on_article(desk.article("quay.txt"), words, at=AT)


@pytest.mark.parametrize("wrong", [(5, 5), (-3, 4), (7, 3), (0, 99_999)])
def test_a_note_is_on_words_that_are_there(desk, wrong):
    with pytest.raises(UsageError, match="is no passage of"):
        desk.notes.on_words(desk.article("quay.txt"), wrong, "What?", at=AT)


def test_a_run_leaves_notes_alone(desk, pages):
    note = desk.notes.on_article(desk.article("quay.txt"), "Stays.", at=AT)
    (pages / "more.txt").write_text(
        "Rain falls\nRain fell on Sarova for three days, and the river rose.\n", encoding="utf-8"
    )
    read(desk, pages)
    assert [one.note for one in desk.notes.every()] == [note]


# -- W3C Web Annotation -----------------------------------------------------------------------------------------------


def annotations(desk):
    """What the desk gives out, as a reader of JSON has it."""
    return json.loads(json.dumps(desk.annotations()))


def test_notes_go_out_as_annotations_of_the_vocabulary(desk):
    quay, rate = desk.article("quay.txt"), desk.article("rate.txt")
    note = desk.notes.on_words(quay, place(quay, "Lomvi"), "Which?", by="Ada", at=AT)
    desk.notes.on_article(rate, "Good.", at=AT)
    desk.notes.on_story(desk.story(quay.id), "Call.", at=AT)
    desk.notes.on_pair(quay.id, rate.id, "Apart.", at=AT)
    desk.notes.answer(note.id, "This one.", by="Ben", at=LATER)
    desk.notes.resolve(note.id, by="Ada", at=LATER)
    given = annotations(desk)
    check_collection(given)
    first = next(one for one in given["first"]["items"] if one["id"] == f"urn:copydesk:{note.id}")
    assert first["created"] == "2031-03-20T09:00:00Z"
    assert first["creator"] == {"type": "Person", "name": "Ada"}
    quote, position = first["target"]["selector"]
    assert (quote["exact"], position["start"]) == ("Lomvi", quay.text.index("Lomvi"))
    assert {one["motivation"] for one in given["first"]["items"]} == {"commenting", "replying"}


def test_what_went_out_comes_in_again(desk, pages):
    quay = desk.article("quay.txt")
    note = desk.notes.on_words(quay, place(quay, "Lomvi"), "Which?", by="Ada", at=AT)
    desk.notes.on_story(desk.story(quay.id), "Call.", by="Ben", at=AT)
    desk.notes.resolve(note.id, by="Ada", at=LATER)
    given = annotations(desk)
    assert desk.annotate(given, at=LATER) == ((), ())
    with open_desk() as other:
        read(other, pages)
        taken = other.annotate(given, by="Ben", at=LATER)
        assert (len(taken.notes), taken.refused) == (2, ())
        assert {one.note for one in other.notes.every()} == {one.note for one in desk.notes.every()}
        assert annotations(other) == given


def test_an_annotation_of_another_program_is_pinned_by_its_quote(desk):
    quay = desk.article("quay.txt")
    theirs = {
        "@context": "http://www.w3.org/ns/anno.jsonld",
        "id": "https://notes.example/7",
        "type": "Annotation",
        "bodyValue": "Which ferry?",
        "target": {
            "source": quay.source,
            "selector": {"type": "TextQuoteSelector", "exact": "Lomvi", "prefix": "ferry "},
        },
    }
    ((note,), refused) = desk.annotate(theirs, by="Ben", at=AT)
    assert refused == ()
    assert (note.words, note.by, note.made_at, note.origin) == ("Which ferry?", "Ben", AT, "https://notes.example/7")
    (pinned,) = desk.notes.of_article(quay)
    assert quay.text[slice(*pinned.place)] == "Lomvi"
    assert annotations(desk)["first"]["items"][0]["id"] == "https://notes.example/7"
    assert desk.annotate([theirs], by="Ben", at=LATER).notes == ()


def test_answers_find_the_notes_they_answer_in_whatever_order_they_come(desk):
    quay = desk.article("quay.txt")
    other = {"type": "Annotation", "bodyValue": "One.", "id": "https://notes.example/1", "target": quay.source}
    second = {**other, "bodyValue": "Two.", "id": "https://notes.example/2", "target": "https://notes.example/1"}
    third = {**other, "bodyValue": "Three.", "id": "https://notes.example/3", "target": ["https://notes.example/2"]}
    taken = desk.annotate({"type": "AnnotationPage", "items": [third, second, other]}, by="Ben", at=AT)
    assert taken.refused == ()
    (pinned,) = desk.notes.every()
    assert pinned.note.words == "One."
    assert {one.words for one in pinned.answers} == {"Two.", "Three."}
    last = {**other, "bodyValue": "Four.", "id": "https://notes.example/4", "target": "https://notes.example/3"}
    desk.annotate(last, by="Ben", at=AT)
    assert len(desk.notes.every()[0].answers) == 3


def good(desk, **changes):
    target = f"urn:copydesk:{desk.article('quay.txt').id}"
    return {"type": "Annotation", "bodyValue": "Fine.", "target": target, **changes}


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"type": "Note"}, "no type Annotation"),
        ({"bodyValue": 7}, "no plain text"),
        ({"bodyValue": "x" * 10_001}, "no plain text"),
        (
            {"bodyValue": "", "body": {"type": "TextualBody", "value": "<b>x</b>", "format": "text/html"}},
            "no plain text",
        ),
        ({"target": None}, "no address"),
        ({"target": "https://elsewhere.example/"}, "nothing on this desk"),
        ({"target": "urn:copydesk:story-0"}, "nothing on this desk"),
        ({"target": "urn:copydesk:note-0"}, "nothing on this desk"),
        ({"target": "x" * 2_001}, "2001 characters stands in it where 2000 may"),
        ({"target": {"type": "Composite", "items": ["a"]}}, "nothing on this desk"),
        ({"creator": {"name": "x" * 2_001}}, "2001 characters"),
        ({"target": ["a", "b"]}, "no address"),
        ({"target": {"source": {"id": 7}}}, "no address"),
    ],
)
def test_what_cannot_be_taken_in_is_refused_with_a_reason(desk, changes, says):
    taken = desk.annotate([good(desk), good(desk, **changes)], at=AT)
    assert len(taken.notes) == 1
    ((number, reason),) = taken.refused
    assert number == 1
    assert says in reason


@pytest.mark.parametrize(
    "selector",
    [None, [], {"type": "SvgSelector"}, {"type": "TextPositionSelector", "start": -4, "end": 2}, 7, [{"type": [{}]}]],
)
def test_a_selector_that_cannot_be_followed_is_refused(desk, selector):
    target = {"source": f"urn:copydesk:{desk.article('quay.txt').id}", "selector": selector}
    assert "selector" in desk.annotate(good(desk, target=target), at=AT).refused[0][1].casefold()


@pytest.mark.parametrize("given", [None, 7, "x", {}, {"type": "AnnotationPage"}, {"type": "AnnotationCollection"}])
def test_what_is_no_annotation_at_all_is_told(desk, given):
    with pytest.raises(UsageError, match="this is no Web Annotation"):
        desk.annotate(given, at=AT)
    with pytest.raises(UsageError, match="1001 annotations at once"):
        desk.annotate([{}] * 1_001, at=AT)


def test_the_command_line_writes_lists_and_exchanges_notes(desk, pages):
    path = pages.parent / "news.desk"

    def say(*words: str, status: int = 0) -> str:
        done = CliRunner().invoke(cli, ["--desk", str(path), "notes", *words], catch_exceptions=False)
        assert done.exit_code == status, done.output
        return done.output

    note = say("add", "quay.txt", "Which?", "--exact", "Lomvi", "--by", "Ada").split()[0]
    say("add", desk.stories()[0].id, "Call.")
    say("answer", note, "This one.", "--by", "Ben")
    listed = say("list", "quay.txt", "--format", "text")
    assert "on “Lomvi” (pinned)" in listed
    assert "Ben answers: This one." in listed
    assert "resolved" in say("resolve", note)
    assert "resolved" not in say("reopen", note)
    say("export", str(pages.parent / "notes.json"))
    check_collection(json.loads((pages.parent / "notes.json").read_text(encoding="utf-8")))
    assert "no longer" in say("withdraw", note)
    assert note in say("import", str(pages.parent / "notes.json"), "--by", "Ben")
    (pages.parent / "odd.json").write_text('[{"type": "Annotation"}]', encoding="utf-8")
    assert "not taken in: annotation 1: its body has no plain text" in say(
        "import", str(pages.parent / "odd.json"), status=1
    )
    (pages.parent / "odd.json").write_text("[" * 100_000, encoding="utf-8")
    with pytest.raises(UsageError, match="no JSON"):
        say("import", str(pages.parent / "odd.json"))
    with pytest.raises(UsageError, match="stands nowhere in the text"):
        say("add", "quay.txt", "Which?", "--exact", "penguin")


# The parts of the Web Annotation Data Model (W3C Recommendation, 23 February 2017) that notes use: for each class its
# required and optional properties with what each may hold (sections 3.1, 3.2.3, 3.3.6, 4.2.4, 4.2.5, 5.1, 5.2).
MOMENT = r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}Z"
MOTIVATIONS = {"commenting", "replying"}


def check_collection(given):
    context, ours = given["@context"]
    assert context == "http://www.w3.org/ns/anno.jsonld"
    assert ours == {"copydesk": "urn:copydesk:"}
    assert given["type"] == "AnnotationCollection"
    page = given["first"]
    assert page["type"] == "AnnotationPage"
    assert given["total"] == len(page["items"])
    for one in page["items"]:
        check_annotation(one)


def check_annotation(one):
    import re

    assert {"id", "type", "target", "body", "motivation", "created"} <= one.keys()
    assert one.keys() <= {"id", "type", "target", "body", "motivation", "created", "creator", "copydesk:resolved"}
    assert one["type"] == "Annotation"
    assert one["motivation"] in MOTIVATIONS
    assert re.fullmatch(MOMENT, one["created"])
    assert one["body"].keys() == {"type", "value", "format", "purpose"}
    assert (one["body"]["type"], one["body"]["format"]) == ("TextualBody", "text/plain")
    check_target(one["target"])


def check_target(target):
    if isinstance(target, str):
        assert target.startswith("urn:copydesk:")
    elif target["type"] == "Composite":
        assert len(target["items"]) == 2
        assert all(isinstance(one, str) for one in target["items"])
    elif target["type"] == "SpecificResource":
        check_source(target["source"])
        quote, position = target["selector"]
        assert quote["type"] == "TextQuoteSelector"
        assert all(isinstance(quote[name], str) for name in ("exact", "prefix", "suffix"))
        assert position["type"] == "TextPositionSelector"
        assert position["end"] - position["start"] == len(quote["exact"])
    else:
        check_source(target)


def check_source(source):
    assert source["id"].startswith("urn:copydesk:")
    assert source["type"] == "Text"
    assert source.keys() <= {"id", "type", "format", "language", "via"}

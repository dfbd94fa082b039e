"""A digest is read aloud in a real browser, whose speech is a stand-in that notes what it is given."""

import json
import re

import pytest

from browser_helpers import DESK, PHONE, axe, overflow, overlaps, person
from copydesk.desk_file import DigestPlan
from copydesk.digests import write_files
from copydesk.reports.digest import Digest, DigestStory, Line

pytestmark = pytest.mark.slow

PAGES = (("The Harbour Post", "https://post.example/a"), ("The Tide", None))
VOICES = [("en-GB", True), ("de-DE", True), ("en-US", False)]
STAND_IN = """
(voices) => {
  const said = [], live = [], listeners = [];
  window.spoken = said;
  window.finish = () => { const one = live.shift(); if (one) one.onend(); };
  window.fail = () => { const one = live.shift(); if (one) one.onerror({ error: "audio-busy" }); };
  window.come = (more) => { voices = more; listeners.forEach((one) => one()); };
  const speech = {
    speak(one) { said.push([one.text, one.lang, one.voice && one.voice.lang]); live.push(one); },
    cancel() { live.splice(0).forEach((one) => one.onerror({ error: "canceled" })); said.push("cancel"); },
    getVoices() { return voices.map(([lang, localService]) => ({ lang, localService })); },
    addEventListener(_, one) { listeners.push(one); },
  };
  Object.defineProperty(window, "speechSynthesis", { value: speech });
  window.SpeechSynthesisUtterance = class { constructor(text) { this.text = text; } };
}
"""


def story(number, label, *said, language=None):
    lines = tuple(Line("conflict", f"k{at}", "accounts differ", words, PAGES) for at, words in enumerate(said))
    ident = f"story-{number}"
    return DigestStory(ident, label, f"https://desk.example/{ident}", "3 pages, 2 accounts", lines, 0, language)


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """The folder of a digest of two stories, the second under a German headline."""
    hostile = "<script>document.title = 'run'</script> & more"
    stories = (
        story(1, "A ferry runs aground", "Two accounts appear to differ: 31 or 37.5 people. One of them is later."),
        story(2, "Damm bricht", f"An account says {hostile}.", "Another may be independent.", language="de"),
    )
    made = tmp_path_factory.mktemp("digest")
    write_files(made, [Digest("copydesk digest", "2031-05-06T07:00:00+00:00", stories)], DigestPlan())
    return made


def opened(page, folder, voices=VOICES):
    page.add_init_script(f"({STAND_IN})({json.dumps(voices)})")
    page.goto(f"file://{folder}/index.html")
    return page.get_by_role("group", name="Read the digest aloud")


def spoken(page):
    return [one for one in page.evaluate("spoken") if one != "cancel"]


def test_stories_are_read_one_after_the_other_in_their_words_and_languages(chromium, folder):
    with person(chromium) as page:
        group = opened(page, folder)
        group.get_by_role("button", name="Read aloud").click()
        for _ in range(30):
            page.evaluate("finish()")
        said = spoken(page)
        assert [words for words, *_ in said[:4]] == [
            "A ferry runs aground",
            "3 pages, 2 accounts",
            "accounts differ: Two accounts appear to differ: 31 or 37.5 people.",
            "One of them is later.",
        ]
        assert ["Damm bricht", "de", "de-DE"] in said
        assert {voice for _, _, voice in said} == {"en-GB", "de-DE"}
        assert not any("The Harbour Post" in words for words, *_ in said)
        assert any("<script>document.title = 'run'</script> & more" in words for words, *_ in said)
        assert page.title() == "copydesk digest"
        assert said[-2][0].startswith("Found by a program among the pages of one desk")
        assert group.get_by_role("status").inner_text() == "All stories are read."


def test_it_pauses_where_it_is_goes_on_moves_by_story_and_stops_by_keys(chromium, folder):
    with person(chromium) as page:
        group = opened(page, folder)
        page.keyboard.press("Tab")
        page.keyboard.press("Enter")
        page.evaluate("finish()")
        assert page.locator("article[aria-current]").count() == 1
        assert page.locator(".aloud-now").inner_text() == "3 pages, 2 accounts"
        page.keyboard.press("Enter")
        assert spoken(page)[-1][0] == "3 pages, 2 accounts"
        count = len(spoken(page))
        group.get_by_role("button", name="Go on").press("Enter")
        assert [words for words, *_ in spoken(page)[count:]] == ["3 pages, 2 accounts"]
        page.keyboard.press("ArrowRight")
        assert spoken(page)[-1][0] == "Damm bricht"
        assert group.locator("#aloud-place").inner_text() == "Story 2 of 2"
        page.keyboard.press("ArrowLeft")
        assert spoken(page)[-1][0] == "A ferry runs aground"
        group.get_by_role("button", name="Next story").click()
        assert spoken(page)[-1][0] == "Damm bricht"
        page.get_by_role("heading", name="Damm bricht").click()
        page.keyboard.press("Escape")
        assert group.get_by_role("status").inner_text() == "Stopped."
        assert page.evaluate("spoken").pop() == "cancel"
        assert page.locator(".aloud-now, [aria-current]").count() == 0
        assert group.get_by_role("button", name="Stop").is_disabled()


def test_it_is_not_offered_without_a_voice_of_this_machine_and_is_when_one_comes(chromium, folder):
    with person(chromium) as page:
        group = opened(page, folder, voices=[("en-US", False)])
        assert not group.is_visible()
        page.evaluate("come([['en-GB', true]])")
        assert group.is_visible()
        group.get_by_role("button", name="Read aloud").click()
        page.evaluate("fail()")
        assert group.get_by_role("status").inner_text() == "The browser could not read this."
        assert group.get_by_role("button", name="Read aloud").is_visible()


def test_without_scripts_the_page_is_whole_and_has_no_buttons(chromium, folder):
    with person(chromium, java_script_enabled=False) as page:
        page.goto(f"file://{folder}/index.html")
        assert not page.locator("#aloud").is_visible()
        assert page.get_by_role("heading", level=2).count() == 2


@pytest.mark.parametrize("size", [DESK, PHONE], ids=["wide", "narrow"])
def test_the_page_is_open_to_everybody_while_it_reads(chromium, folder, size):
    with person(chromium, size=size, bypass_csp=True, reduced_motion="reduce") as page:
        group = opened(page, folder)
        assert axe(page) == []
        group.get_by_role("button", name="Read aloud").click()
        page.evaluate("finish()")
        assert axe(page) == []
        assert overflow(page) == []
        assert overlaps(page) == []
        for button in group.get_by_role("button").all():
            assert button.bounding_box()["height"] >= 44
        assert re.search(r"Pause", group.get_by_role("button").first.inner_text())

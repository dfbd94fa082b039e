"""Every screen, wide and narrow, light and dark, with scripts and without: open to everybody, and never sideways."""

import pytest

from browser_helpers import AS_OF, DESK, PAGES, PHONE, SPUN, STORY, axe, overflow, overlaps, person

pytestmark = pytest.mark.slow

FIXED = {
    "inbox": "/",
    "search": "/search",
    "answers": "/search?words=pipeline&figure=&speaker=",
    "speakers": "/speakers.html",
    "figures": "/figures.html?figure=3,000 people",
    "sources": "/sources",
    "notes": "/notes",
    "by hand": "/decisions",
    "runs": "/runs",
    "add": "/add",
    "people": "/people",
}
FOLLOWED = {
    "story": "",
    "line": "a[href*='/lines/']",
    "article": "#trees a[href*='/articles/'], .stemma a[href*='/articles/']",
    "pair": f".pairs a:has-text('{SPUN}')",
    "speaker": "a[href*='/speakers/']",
    "figure": "a[href*='/figures/']",
    "merge": "a:has-text('Merge with another story')",
}
WINDOWS = {"wide": DESK, "narrow": PHONE}


@pytest.fixture(scope="module")
def addresses(chromium, filled):
    """The address of each screen below the desk's."""
    with person(chromium, filled) as page:
        page.goto("/")
        page.get_by_role("link", name=STORY).click()
        story = page.url
        found = {
            name: page.locator(place).first.evaluate("(one) => one.href") if place else story
            for name, place in FOLLOWED.items()
        }
    return FIXED | found


@pytest.mark.parametrize("window", WINDOWS)
@pytest.mark.parametrize("screen", [*FIXED, *FOLLOWED])
def test_a_screen_is_open_to_everybody(chromium, filled, addresses, screen, window):
    for look in ("light", "dark"):
        with person(chromium, filled, size=WINDOWS[window], color_scheme=look) as page:
            page.goto(addresses[screen])
            assert page.get_by_role("heading", level=1).count() == 1
            assert overflow(page) == []
            assert axe(page) == []


def test_a_screen_without_anything_on_it_is_open_to_everybody(chromium, empty):
    with person(chromium, empty) as page:
        for address in FIXED.values():
            page.goto(address)
            assert axe(page) == []
            page.emulate_media(color_scheme="dark")


@pytest.mark.parametrize("window", WINDOWS)
def test_without_scripts_everything_stands_there(chromium, filled, addresses, window):
    with person(chromium, filled, size=WINDOWS[window], java_script_enabled=False) as page:
        for screen, address in addresses.items():
            page.goto(address)
            assert page.get_by_role("heading", level=1).count() == 1, screen
            assert overflow(page) == [], screen
            assert overlaps(page) == [], screen
            for waiting in page.locator("main form:not([hidden])").all():
                assert waiting.locator("button").count() > 0, screen


@pytest.mark.parametrize("screen", ["inbox", "story", "article", "pair", "speaker", "figure", "line"])
def test_the_print_of_a_screen(chromium, filled, addresses, screen):
    paper = {"width": 718, "height": 1047}  # A4 with margins of a centimetre
    with person(chromium, filled, size=paper) as page:
        page.goto(addresses[screen])
        page.emulate_media(media="print", color_scheme="dark")
        for furniture in (".site", ".find", ".hands", ".facets", "button"):
            for one in page.locator(furniture).all():
                assert not one.is_visible(), furniture
        assert overlaps(page) == []
        assert overflow(page) == []
        assert page.evaluate("() => getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"


@pytest.mark.parametrize("window", WINDOWS)
def test_the_brief_is_open_to_everybody(chromium, brief, window):
    pages = [brief / "index.html", *(largest(brief / kind) for kind in ("stories", "articles", "pairs", "lines"))]
    pages += [largest(brief / "speakers"), largest(brief / "figures"), brief / "speakers.html", brief / "figures.html"]
    for look in ("light", "dark"):
        with person(chromium, size=WINDOWS[window], color_scheme=look) as page:
            for one in pages:
                page.goto(one.as_uri())
                assert overflow(page) == [], one
                assert axe(page) == [], one


def largest(folder):
    return max(folder.glob("*.html"), key=lambda one: one.stat().st_size)


def test_without_scripts_forms_do_what_they_say(chromium, filled, addresses):
    with person(chromium, filled, java_script_enabled=False) as page:
        page.goto("/")
        unseen = page.locator(".seen-form button").count()
        page.locator(".seen-form button").first.click()
        assert page.locator(".seen-form button").count() == unseen - 1

        page.get_by_label("Search the desk").fill("pipeline")
        page.get_by_role("button", name="Search", exact=True).first.click()
        assert page.locator("article.answer").count() == 1
        page.get_by_label("Keep this search as").fill("The pipeline")
        page.get_by_role("button", name="Keep").click()
        assert page.get_by_role("link", name="The pipeline").is_visible()

        page.goto(addresses["pair"])
        page.get_by_label("A note on these two texts").fill("Ask the wire.")
        page.get_by_role("button", name="Write the note").click()
        page.get_by_role("button", name="settle").click()
        assert page.locator(".remark.settled .said").inner_text() == "Ask the wire."

        page.goto(addresses["merge"])
        page.get_by_label("Look for the other story").fill("penguin")
        page.get_by_role("button", name="Look", exact=True).click()
        assert page.get_by_role("checkbox").count() > 0


def test_without_scripts_pages_are_added_and_the_run_counts_along(chromium, empty):
    from playwright.sync_api import expect

    with person(chromium, empty, java_script_enabled=False) as page:
        page.goto("/add")
        page.get_by_label("Choose files").set_input_files(sorted(PAGES.glob("eidsund-ferry-a[12].html")))
        page.get_by_label("Read as of").fill(AS_OF)
        page.get_by_role("button", name="Add and read").click()
        page.get_by_role("link", name="See the stories").click()  # the page asks for itself again until it stands there
        expect(page.locator(".story-row")).to_have_count(1)

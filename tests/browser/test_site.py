"""The published site in a real browser: at a phone's and a desk's width, light and dark, with scripts and without."""

import re

import pytest

from browser_helpers import DESK, PHONE, ROOT, axe, copydesk, host, overflow, overlaps, person
from copydesk.desk import open_desk

pytestmark = pytest.mark.slow

WINDOWS = {"wide": DESK, "narrow": PHONE}
STORY = "At least 23 dead as dam spillway collapses"
PICTURES = ROOT / "docs" / "screens"


@pytest.fixture(scope="module")
def site(newsroom_desk, tmp_path_factory):
    """The folder of the site of the sample newsroom, published by its command."""
    folder = tmp_path_factory.mktemp("site")
    copydesk("--desk", newsroom_desk, "publish", folder)
    return folder


@pytest.fixture(scope="module")
def hosted(site):
    """The address of the site."""
    with host(site) as address:
        yield address


def screens(site):
    """A page of every sort, the fullest of each."""
    fixed = ["index.html", "search.html", "about.html", "earlier/index.html", "lines/index.html", "outlets/index.html"]
    sorts = ("stories/story-*.html", "lines/line-*.html", "outlets/outlet-*.html", "earlier/20*.html", "names/?.html")
    largest = [max(site.glob(one), key=lambda path: path.stat().st_size) for one in sorts]
    undated = [next(one for one in site.glob("stories/*.html") if "Nothing here is dated" in one.read_text("utf-8"))]
    return [*fixed, *(str(one.relative_to(site)) for one in (*largest, *undated))]


@pytest.mark.parametrize("window", WINDOWS)
@pytest.mark.parametrize("look", ["light", "dark"])
def test_every_page_is_open_to_everybody(chromium, site, hosted, window, look):
    with person(chromium, hosted, size=WINDOWS[window], color_scheme=look) as page:
        for place in screens(site):
            page.goto(f"/{place}")
            assert page.get_by_role("heading", level=1).count() == 1, place
            assert overflow(page) == [], place
            assert overlaps(page) == [], place
        # The names of rules are asked of pages without their policy: axe is a script of ours, not of the site.
    with person(chromium, hosted, size=WINDOWS[window], color_scheme=look, bypass_csp=True) as page:
        for place in screens(site):
            page.goto(f"/{place}")
            assert axe(page) == [], place


@pytest.mark.parametrize("window", WINDOWS)
def test_without_scripts_everything_is_found_by_the_alphabet(chromium, site, hosted, window):
    with person(chromium, hosted, size=WINDOWS[window], java_script_enabled=False) as page:
        for place in screens(site):
            page.goto(f"/{place}")
            assert overflow(page) == [], place
            assert overlaps(page) == [], place
        page.goto("/")
        page.get_by_label("Search the stories").fill("Sarmadal")
        page.get_by_role("button", name="Search").click()
        assert page.get_by_role("heading", level=1).inner_text() == "Search"
        assert not page.locator("#find").is_visible()
        page.get_by_role("navigation", name="Letters").get_by_role("link", name=re.compile(r"^S\b")).click()
        page.locator("li", has_text="Bento Sarmadal").get_by_role("link", name=STORY).click()
        assert STORY in page.get_by_role("heading", level=1).inner_text()


def test_a_story_is_found_by_a_word_and_by_who_is_quoted(chromium, hosted):
    from playwright.sync_api import expect

    with person(chromium, hosted) as page:
        page.goto("/")
        page.get_by_label("Search the stories").fill("spillw")
        page.get_by_role("button", name="Search").click()
        expect(page.get_by_role("status")).to_have_text("3 stories")
        expect(page.locator("#found").get_by_role("link", name=STORY)).to_be_visible()

        page.get_by_label("Words of a headline").fill("ingeborg solv")
        expect(page.get_by_role("status")).to_have_text("1 story")
        expect(page.locator("#found .because")).to_have_text("quoted: Ingeborg Sølvberg")
        page.locator("#found").get_by_role("link").click()
        assert "Varenia and Ostmere Union sign" in page.get_by_role("heading", level=1).inner_text()

        page.goto("/search.html?q=zzzz")
        expect(page.get_by_role("status")).to_have_text("No story has all of these words.")


def test_the_search_works_from_a_folder_without_any_host(chromium, site):
    from playwright.sync_api import expect

    with person(chromium) as page:
        page.goto((site / "index.html").as_uri())
        page.get_by_label("Search the stories").fill("meridian spillway")
        page.get_by_role("button", name="Search").click()
        expect(page.locator("#found").get_by_role("link", name=STORY)).to_be_visible()


def test_the_print_of_a_site(chromium, site, hosted):
    paper = {"width": 718, "height": 1047}
    with person(chromium, hosted, size=paper) as page:
        for place in screens(site)[:7]:
            page.goto(f"/{place}")
            page.emulate_media(media="print", color_scheme="dark")
            assert not page.locator(".sections").is_visible()
            assert overflow(page) == [], place
            assert overlaps(page) == [], place
            assert page.evaluate("() => getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"


def test_an_empty_site_is_open_to_everybody(chromium, tmp_path_factory):
    folder = tmp_path_factory.mktemp("empty")
    open_desk(folder / "new.desk").close()
    copydesk("--desk", folder / "new.desk", "publish", folder / "site")
    with host(folder / "site") as address:
        for window in WINDOWS.values():
            with person(chromium, address, size=window, bypass_csp=True) as page:
                for one in sorted((folder / "site").rglob("*.html")):
                    page.goto(f"/{one.relative_to(folder / 'site')}")
                    assert overflow(page) == [], one
                    assert axe(page) == [], one


def test_pictures_of_the_site(chromium, site, hosted, request):
    story = next(one for one in site.glob("stories/*.html") if STORY in one.read_text("utf-8").partition("</h1>")[0])
    shown = {
        "site": ("/", {"width": 1180, "height": 900}, "light"),
        "site-story": (f"/stories/{story.name}", {"width": 1180, "height": 900}, "light"),
        "site-phone-dark": ("/", PHONE, "dark"),
    }
    for name, (place, window, look) in shown.items():
        path = PICTURES / f"{name}.png"
        if request.config.getoption("--update-screens"):
            with person(chromium, hosted, size=window, color_scheme=look) as page:
                page.goto(place)
                page.screenshot(path=path)
        assert path.exists(), "make screens"

"""The tutorial: its commands run, what it says stands on the screens it leads to, and its pictures are of them."""

import re
import shlex
import shutil
import subprocess

import pytest

from browser_helpers import ROOT, SPUN, STORY, copydesk, person, served

pytestmark = pytest.mark.slow

TUTORIAL = (ROOT / "docs" / "tutorial.md").read_text(encoding="utf-8")
PICTURES = ROOT / "docs" / "screens"
WINDOW = {"width": 1120, "height": 720}


@pytest.fixture(scope="module")
def demo(tmp_path_factory):
    """The folder that the first command of the tutorial fills, elsewhere than in the repository."""
    folder = tmp_path_factory.mktemp("demo")
    make, serve = re.findall(r"^ {4}(\S.*)$", TUTORIAL, flags=re.MULTILINE)
    assert shlex.split(serve)[:4] == [".venv/bin/copydesk", "--desk", "demo/newsroom.desk", "serve"]
    done = subprocess.run([*shlex.split(make), f"OUT={folder}"], cwd=ROOT, check=True, capture_output=True, text=True)
    assert serve.replace("demo/", f"{folder}/") in done.stdout, "the tutorial serves what the command says"
    return folder


@pytest.fixture
def picture(request):
    """Takes a picture for the documents, if that is asked for; else only sees that there is one."""

    def taken(page, name):
        path = PICTURES / f"{name}.png"
        if request.config.getoption("--update-screens"):
            page.screenshot(path=path)
        assert path.exists(), "make screens"

    return taken


def test_a_stranger_finds_what_the_tutorial_names(chromium, demo, picture):
    said = []
    with served(demo / "newsroom.desk") as address, person(chromium, address, size=WINDOW) as page:
        page.goto("/")
        page.get_by_role("link", name="most to look at").click()
        assert STORY in page.locator(".story-row h2").first.inner_text()
        said.append(seen(page))
        picture(page, "inbox")

        page.get_by_role("link", name=STORY).click()
        said.append(seen(page))
        stand_at(page, "#trees")
        picture(page, "tree")
        stand_at(page, ".claims h3")
        picture(page, "conflict")

        page.get_by_role("link", name=f"Glowlist {SPUN} of Meridian Wire").click()
        said.append(seen(page))
        stand_at(page, "#texts")
        page.keyboard.press("n")
        picture(page, "pair")
        page.goto("/search")
        said.append(seen(page))
    words = plain(" ".join(said))
    for named in re.findall(r"(?<!\*)\*([^*]+)\*(?!\*)", TUTORIAL):
        assert plain(named) in words, f"the tutorial speaks of {named!r}, which stands nowhere"


ALONE = {  # screens that no other picture shows
    "speakers": "/speakers.html",
    "figures": "/figures.html?figure=3,000 people",
    "sources": "/sources",
    "notes": "/notes",
    "decisions": "/decisions",
    "runs": "/runs",
    "people": "/people",
}
BELOW = {  # and those to which a story leads
    "article": "#trees a[href*='/articles/'], .stemma a[href*='/articles/']",
    "line": "a[href*='/lines/']",
    "figure": "a[href*='/figures/']",
    "merge": "a:has-text('Merge with another story')",
}


def test_pictures_of_the_screens(chromium, demo, picture, tmp_path):
    desk = shutil.copy(demo / "newsroom.desk", tmp_path / "newsroom.desk")
    for words in (
        ("notes", "add", "eidsund-ferry-a1.html", "Who counted?", "--exact", "seven people", "--by", "Ada"),
        ("rename", "story-d74a635939798aa4", "The Eidsund ferry", "--by", "Ada"),
    ):
        copydesk("--desk", desk, *words)
    with served(desk) as address, person(chromium, address, size=WINDOW) as page:
        page.goto("/")
        page.get_by_role("link", name=STORY).click()
        story = page.url
        for name, place in BELOW.items():
            page.goto(page.locator(place).first.evaluate("(one) => one.href"))
            picture(page, name)
            page.goto(story)
        for name, path in ALONE.items():
            page.goto(path)
            picture(page, name)


def test_pictures_of_other_screens(chromium, demo, picture):
    with served(demo / "newsroom.desk") as address:
        with person(chromium, address, size=WINDOW) as page:
            page.goto("/search?words=pipeline")
            picture(page, "search")
            page.goto("/add")
            picture(page, "add")
            page.goto("/")
            page.get_by_role("link", name=STORY).click()
            page.locator("a[href*='/speakers/']").first.click()
            picture(page, "speaker")
        with person(chromium, address, size={"width": 390, "height": 720}, color_scheme="dark") as page:
            page.goto("/")
            page.get_by_role("link", name=STORY).click()
            picture(page, "story-phone-dark")


def stand_at(page, place):
    """Scroll so that a part of a page begins where the window does."""
    page.locator(place).first.evaluate("(one) => one.scrollIntoView({block: 'start'})")


def seen(page):
    """All words of a page, those of closed parts too."""
    return page.locator("body").inner_text() + " " + page.locator("main").text_content()


def plain(words):
    """Words without breaks and what stands above the case of letters."""
    return re.sub(r"\s+", " ", words).casefold()

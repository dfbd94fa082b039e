"""What a person does at the desk, from nothing to an undone decision, in a real browser and with the keys."""

import re

import pytest

from browser_helpers import AS_OF, PAGES, SPUN, STORY, overlaps, person

pytestmark = pytest.mark.slow


def press_until(page, key, condition, most=60):
    for _ in range(most):
        page.keyboard.press(key)
        if condition():
            return
    raise AssertionError(f"{key} leads nowhere")


def test_from_an_empty_desk_to_an_undone_merge(chromium, empty):
    from playwright.sync_api import expect

    with person(chromium, empty) as page:
        page.goto("/")
        expect(page.get_by_role("heading", level=1)).to_have_text("This desk is empty")

        # add the sample newsroom by upload, and see it counted along
        page.get_by_role("main").get_by_role("link", name="Add pages").click()
        page.get_by_label("Choose files").set_input_files(sorted(PAGES.iterdir()))
        expect(page.locator("#dropped")).to_have_text(re.compile(r"^\d+ files$"))
        page.get_by_label("Read as of").fill(AS_OF)
        counted = watch_words(page)
        page.get_by_role("button", name="Add and read").click()
        page.get_by_role("link", name="See the stories").click()
        assert len({one for one in counted() if re.search(r"step \d+ of \d+", one)}) > 2

        # the inbox, by the keyboard alone
        expect(page.locator(".story-row")).to_have_count(12)
        press_until(page, "j", lambda: STORY in focused(page))
        page.keyboard.press("o")
        expect(page.get_by_role("heading", level=1)).to_contain_text(STORY)

        # the tree, and from it the pair
        expect(page.get_by_role("region", name="Drawing of the copy tree").locator("svg.tree")).to_be_visible()
        page.get_by_text("The tree as a table").click()
        expect(page.get_by_role("region", name="Copy tree as a table")).to_be_visible()
        page.locator("main").get_by_role("link", name=SPUN).first.click()
        expect(page.get_by_role("heading", level=1)).to_contain_text(SPUN)
        walk_through_changes(page)

        see_the_print(page)

        # who carries a pasted text
        page.goto("/search")
        page.get_by_label("Or paste a text").fill(passage())
        page.get_by_role("button", name="Who carries this").click()
        expect(page.get_by_role("heading", level=2, name="this text, or a part of it")).to_be_visible()
        assert page.locator("article.answer").count() > 3

        write_a_note_on_words(page)
        merge_and_undo(page)


def watch_words(page):
    """The words of progress that this page tells from now on; they are kept across its loads."""
    told = []
    page.expose_function("tellTest", lambda words: told.append(words))  # noqa: PLW0108  a method of a list cannot be given
    page.add_init_script(
        """document.addEventListener("DOMContentLoaded", () => {
          for (const place of document.querySelectorAll("[data-words]")) {
            new MutationObserver(() => tellTest(place.textContent)).observe(place, {childList: true});
          }
        });"""
    )
    return lambda: told


def focused(page):
    """The words of what has the focus."""
    return page.evaluate("() => document.activeElement.innerText")


def walk_through_changes(page):
    """Go through all material changes of a pair and back, by keys; each has the focus and stands in the window."""
    amount = page.locator("ol.changes").first.locator("> li").count()
    assert amount > 5
    stations = []
    for _ in range(amount + 2):
        page.keyboard.press("n")
        here = page.locator("mark.here").last
        assert here.evaluate("(one) => one === document.activeElement")
        box, high = here.bounding_box(), page.viewport_size["height"]
        assert 0 <= box["y"] < high, "what is walked to stands in the window"
        stations.append(page.locator("#walk-at").inner_text())
    assert stations[-1].startswith(f"{len(set(stations))} of {len(set(stations))}, ")
    page.keyboard.press("o")
    assert page.evaluate("() => document.activeElement.matches('li.change')")
    page.keyboard.press("o")
    page.keyboard.press("p")
    assert page.locator("#walk-at").inner_text() == sorted(set(stations), key=stations.index)[-2]


def see_the_print(page):
    """What the printer gets: neither the desk's own furniture nor anything upon anything else."""
    page.emulate_media(media="print")
    for hidden in (".site", ".find", ".hands", "#walk", ".note-form"):
        assert not page.locator(hidden).first.is_visible()
    assert overlaps(page) == []
    page.emulate_media(media="screen")


def write_a_note_on_words(page):
    """Select a word of an article, write on it, and see the note in the text, beneath it and among all notes."""
    from playwright.sync_api import expect

    page.locator("article.answer h3 a").first.click()
    page.locator(".body p").nth(1).dblclick(position={"x": 30, "y": 14})
    word = page.evaluate("() => getSelection().toString()").strip()
    assert word
    page.get_by_role("button", name="Note on these words").click()
    expect(page.locator("#note-words")).to_have_text(word)
    page.keyboard.type("Who told them?")
    page.get_by_role("button", name="Write the note").click()
    expect(page.locator(".body mark.noted")).to_have_text(word)
    expect(page.locator(".remark .said")).to_have_text("Who told them?")
    page.get_by_role("link", name="Notes", exact=True).first.click()
    expect(page.locator(".remark blockquote")).to_have_text(word)


def merge_and_undo(page):
    """Join two stories, which a run follows by itself, and take it back."""
    from playwright.sync_api import expect

    page.goto("/")
    page.get_by_role("link", name=STORY).click()
    page.get_by_role("link", name="Merge with another story").click()
    page.get_by_label("Look for the other story").fill("penguin")
    page.get_by_role("button", name="Look").click()
    page.get_by_role("checkbox").first.check()
    page.get_by_role("button", name="Merge", exact=True).click()
    expect(page.locator(".made > li")).to_have_count(1)
    stories_become(page, 11)
    page.get_by_role("link", name="By hand").click()
    page.get_by_role("button", name="Undo").click()
    expect(page.get_by_role("main")).to_contain_text("Nothing yet")
    stories_become(page, 12)


def stories_become(page, amount):
    """A page tells by itself when a run is over."""
    from playwright.sync_api import expect

    page.goto("/")
    if page.locator(".live").count():
        page.get_by_role("link", name="Show what has come").click()
    expect(page.locator(".story-row")).to_have_count(amount)


def passage():
    """Some sentences of a page of the newsroom, as one would paste them from elsewhere."""
    import copydesk

    article = next(iter(copydesk.read(str(PAGES / "sarova-summit-a1.html"))))
    return article.text[:1500]

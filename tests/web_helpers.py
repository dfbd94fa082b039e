"""What tests of the web desk do as a person would."""

import os
import re
import time

from copydesk.web.journal import write

HERE = "http://127.0.0.1:8765"


def mark(browser, page="/add"):
    """The mark that this browser's forms carry."""
    found = re.search(r'name="mark" value="(\w+)"', browser.get(page).text)
    return found.group(1) if found else ""


def send(browser, path, /, page="/add", **fields):
    """Send a form as a person would: with its mark, going where the answer leads."""
    return browser.post(path, data={"mark": mark(browser, page), **fields})


def story_paths(browser):
    """The paths of the stories on the first screen."""
    return list(dict.fromkeys(re.findall(r'href="/?(stories/story-[^"#]*\.html)"', browser.get("/").text)))


def spoken(answer):
    """What a screen says, without its tags."""
    return " ".join(re.sub(r"<[^>]+>", " ", answer.text).split())


def no_work(journal, _files, _desk, **_how):
    """A job's process that does nothing: tests of screens need no run."""
    write(journal, "started")
    write(journal, "done", ended_at="2031-05-06T10:00:00+00:00")


def endless_work(journal, _files, _desk, **_how):
    """A job's process that never ends by itself."""
    write(journal, "started")
    write(journal, "step", step="copies", place=8, steps=16, done=1, total=4, failed=0)
    time.sleep(600)


def dying_work(journal, _files, _desk, **_how):
    """A job's process that ends without a word."""
    write(journal, "started")
    os._exit(3)


def wait_for(condition, seconds=30.0):
    """Wait until something holds."""
    end = time.monotonic() + seconds
    while not (found := condition()):
        assert time.monotonic() < end, "it took too long"
        time.sleep(0.05)
    return found

"""The lists of who is quoted and of figures."""

import re

from web_helpers import spoken


def test_who_is_quoted_stands_with_a_link_to_all_they_said(browser):
    answer = browser.get("/speakers.html")
    found = re.search(r'href="(/speakers/[^"]+)"><bdi>([^<]+)</bdi></a> <span class="by">(\d+) quotation', answer.text)
    path, name, quotes = found.groups()
    assert int(quotes) > 1
    assert name in spoken(browser.get(path))
    counts = [int(one) for one in re.findall(r'class="by">(\d+) quotation', answer.text)]
    assert counts == sorted(counts, reverse=True)


def test_a_name_narrows_the_speakers(browser):
    name = re.search(r"<li data-walk><a[^>]*><bdi>([^<]+)</bdi>", browser.get("/speakers.html").text).group(1)
    narrowed = browser.get("/speakers.html", params={"name": name})
    assert 0 < narrowed.text.count("data-walk") < browser.get("/speakers.html").text.count("data-walk")
    assert "Nobody who is quoted on this desk is called so" in spoken(browser.get("/speakers.html?name=zzyzx"))


def test_a_figure_is_found_however_it_is_written(browser):
    digits, words = (browser.get("/figures.html", params={"figure": one}).text for one in ("7 people", "seven people"))
    hits = [re.findall(r'<mark class="hit">([^<]+)</mark>', one) for one in (digits, words)]
    assert hits[0] == hits[1]
    assert any("seven" in one.casefold() for one in hits[0])
    assert re.search(r'href="/articles/article-[\w-]+\.html#p\d+"', digits)


def test_an_amount_that_is_none_is_told(browser):
    assert 'role="status"' in browser.get("/figures.html?figure=many").text
    assert "Give an amount" in spoken(browser.get("/figures.html"))


def test_the_pages_of_a_speaker_and_a_figure_lead_back_to_the_lists(browser):
    speaker = re.search(r'href="(/speakers/[^"]+)"', browser.get("/speakers.html").text).group(1)
    figure = re.search(r'href="(/figures/[^"]+)"', browser.get("/figures.html?figure=seven+people").text).group(1)
    assert 'href="../speakers.html"' in browser.get(speaker).text
    assert 'href="../figures.html"' in browser.get(figure).text

"""Search: questions, whole texts, feeds, kept searches."""

import re
from xml.etree.ElementTree import fromstring

from copydesk.web.finding import pieces
from web_helpers import mark, send, spoken

ATOM = "{http://www.w3.org/2005/Atom}"


def test_words_are_found_and_marked(browser):
    answer = browser.get("/search?words=ferry+crane")
    assert answer.status_code == 200
    assert re.search(r'<mark class="hit">[Ff]erry</mark>', answer.text)
    assert "GET /api/v1/search?words=ferry+crane" in answer.text.replace("&amp;", "&")


def test_one_per_family_shows_one_of_each(browser):
    every, one = (browser.get(f"/search?words=ferry{more}").text for more in ("", "&one_per_family=yes"))
    assert one.count('class="snippet"') < every.count('class="snippet"')
    assert "other cop" in one


def test_a_question_that_cannot_be_asked_is_told(browser):
    assert "give a day as" in spoken(browser.get("/search?near=soon"))
    assert "the question is too long" in spoken(browser.get("/search?words=" + "a+" * 400))


def test_what_is_nowhere_says_how_to_find_more(browser):
    assert "Nothing on this desk answers" in spoken(browser.get("/search?words=zeppelin"))


def test_a_pasted_text_tells_who_carries_it(browser):
    with browser.app.state.serving.readers.desk() as desk:
        text = next(one.text for one in desk.collection().articles if one.outlet == "Meridian Wire")
    answer = send(browser, "/search", page="/search", text=text[:1500])
    assert re.search(r"\d+ pages carry this text", spoken(answer))
    assert "word for word" in spoken(answer)
    nobody = send(browser, "/search", page="/search", text="Nobody at this desk has ever written these very words.")
    assert "Nobody on this desk carries this text" in spoken(nobody)
    assert send(browser, "/search", page="/search", text="  ").status_code == 422


def test_a_dropped_text_is_asked_as_a_pasted_one(browser):
    with browser.app.state.serving.readers.desk() as desk:
        text = next(one.text for one in desk.collection().articles if one.outlet == "Meridian Wire")
    files = {"file": ("wire.txt", text[:1500].encode(), "text/plain")}
    answer = browser.post("/search", data={"mark": mark(browser, "/search")}, files=files)
    assert "carry this text" in spoken(answer)


def test_results_are_a_feed(browser):
    answer = browser.get("/search.atom?words=ferry")
    assert answer.headers["content-type"].startswith("application/atom+xml")
    feed = fromstring(answer.content)
    entries = feed.findall(f"{ATOM}entry")
    assert entries
    assert feed.find(f"{ATOM}title").text == "copydesk: ferry"
    for entry in entries:
        address = entry.find(f"{ATOM}id").text
        assert browser.get(address).status_code == 200
        assert entry.find(f"{ATOM}updated").text.endswith("Z")


def test_a_search_is_kept_and_dropped(browser):
    send(browser, "/searches", page="/search", name="Ferries", query="words=ferry")
    assert "Ferries" in browser.get("/search").text
    assert "Ferries" in browser.get("/").text
    ident = re.search(r'name="search" value="(search-\d+)"', browser.get("/search").text).group(1)
    send(browser, "/searches/drop", page="/search", search=ident)
    assert "Ferries" not in browser.get("/search").text


def test_pieces_joined_are_the_text_again():
    cut = pieces("a ferry and a crane", ((2, 7), (14, 19)))
    assert [piece.text for piece in cut if piece.marked] == ["ferry", "crane"]
    assert "".join(piece.text for piece in cut) == "a ferry and a crane"


def test_who_is_called_so_and_what_is_counted_so_lead_to_their_pages(browser):
    for query, folder in (("speaker=police", "speakers"), ("figure=seven+people", "figures")):
        answer = browser.get(f"/search?{query}")
        paths = re.findall(rf'href="(/{folder}/[^"]+)"', answer.text)
        assert paths
        assert all(browser.get(path).status_code == 200 for path in paths)

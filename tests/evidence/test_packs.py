"""What stands in a pack, and that other programs read it."""

import gzip
import json
import subprocess
import sys
import zipfile
from dataclasses import replace
from datetime import date
from hashlib import sha256
from io import BytesIO

import pytest

from copydesk.desk import open_desk
from copydesk.evidence import gather, make, verify
from copydesk.evidence.archive import archive, surt
from copydesk.pages import find_pages, original_of, pages_of_bytes
from copydesk.records import Article, Page
from copydesk.settings import Settings
from evidence.packing import FIRST, MADE_AT, SECOND, a_case, a_desk, a_pack, differing, with_page


@pytest.fixture(scope="module")
def pack(tmp_path_factory):
    return a_pack(tmp_path_factory.mktemp("case"))


def rows(path, name):
    with zipfile.ZipFile(path) as file:
        return [json.loads(line) for line in file.read(f"copydesk/{name}.jsonl").splitlines()]


def member(path, name):
    with zipfile.ZipFile(path) as file:
        return file.read(name)


def test_a_pack_is_whole_on_the_day_it_is_made(pack):
    assert differing(pack) == []
    said = {one.what: one.said for one in verify(pack)}
    assert said["pages"] == "2 of 2 have the bytes with the SHA-256 that they were read with"
    assert said["read again"].startswith("2 of 2 articles read the same by the same version")


def test_the_same_case_and_time_give_the_same_bytes(tmp_path):
    with a_desk(tmp_path) as desk:
        one = make(a_case(desk), tmp_path / "one.wacz", made_at=MADE_AT)
        two = make(a_case(desk), tmp_path / "two.wacz", made_at=MADE_AT)
    assert (tmp_path / "one.wacz").read_bytes() == (tmp_path / "two.wacz").read_bytes()
    assert one.sha256 == two.sha256 == sha256((tmp_path / "one.wacz").read_bytes()).hexdigest()


def test_a_pack_holds_what_is_about_its_story_and_nothing_else(newsroom, tmp_path):
    story = max(newsroom.stories(), key=lambda story: len(story.articles))
    case = gather(newsroom, story.id)
    make(case, tmp_path / "case.wacz", made_at=MADE_AT, pdf=False)
    told = {row["id"] for row in rows(tmp_path / "case.wacz", "articles")}
    assert set(story.articles) <= told
    assert len(told) < newsroom.counts()["Article"]
    for name, fields in {"copies": ("a", "b"), "quotes": ("article",), "figures": ("article",)}.items():
        assert {row[field] for row in rows(tmp_path / "case.wacz", name) for field in fields} <= told
    assert [row["id"] for row in rows(tmp_path / "case.wacz", "stories")] == [story.id]
    assert {side["article"] for row in rows(tmp_path / "case.wacz", "checks") for side in row["sides"]} <= told
    assert differing(tmp_path / "case.wacz") == []


def test_the_validator_of_the_makers_of_wacz_takes_it(pack):
    ran = subprocess.run(
        [sys.executable, "-W", "ignore", "-m", "wacz.main", "validate", "-f", str(pack)],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert "the passed WACZ is valid" in ran.stdout, ran.stdout + ran.stderr


def test_sha256sum_checks_it_without_copydesk(pack, tmp_path):
    with zipfile.ZipFile(pack) as file:
        file.extractall(tmp_path)
    subprocess.run(
        ["sha256sum", "-c", "--strict", "copydesk/sha256sums.txt"], cwd=tmp_path, check=True, capture_output=True
    )
    (tmp_path / "copydesk" / "quotes.jsonl").write_text("{}\n")
    assert subprocess.run(
        ["sha256sum", "-c", "copydesk/sha256sums.txt"], cwd=tmp_path, capture_output=True, check=False
    ).returncode


def test_warc_readers_give_the_bytes_of_the_pages(pack):
    from fastwarc.warc import ArchiveIterator as Fast
    from warcio.archiveiterator import ArchiveIterator

    raw = member(pack, "archive/data.warc.gz")
    slow = {one.rec_headers["WARC-Target-URI"]: one.content_stream().read() for one in ArchiveIterator(BytesIO(raw))
            if one.rec_type == "resource"}  # fmt: skip
    fast = {one.headers["WARC-Target-URI"]: one.reader.read() for one in Fast(BytesIO(raw), parse_http=False)
            if one.headers["WARC-Type"] == "resource"}  # fmt: skip
    pages = {f"urn:copydesk:{row['id']}": row["sha256"] for row in rows(pack, "pages")}
    assert {name: sha256(body).hexdigest() for name, body in slow.items()} == pages
    assert fast == slow
    assert {one.decode() for one in slow.values()} == {FIRST, SECOND}


def test_its_index_leads_to_each_page(pack):
    raw = member(pack, "archive/data.warc.gz")
    lines = gzip.decompress(member(pack, "indexes/index.cdx.gz")).decode().splitlines()
    assert len(lines) == 2
    for line in lines:
        name, stamp, told = line.split(" ", 2)
        place = json.loads(told)
        record = gzip.decompress(raw[int(place["offset"]) : int(place["offset"]) + int(place["length"])])
        assert name.encode() in record
        assert stamp == "20310509120000"


def test_our_own_reader_reads_the_pack_back_to_the_same_pages_and_articles(pack):
    with open_desk() as desk:
        found = [*desk.add([str(pack)], as_of=date(2031, 6, 1))]
        for _ in desk.run():
            pass
        texts = {article.text for article in desk.store.all(Article)}
    assert {page.sha256 for page in found} == {row["sha256"] for row in rows(pack, "pages")}
    assert texts == {row["text"] for row in rows(pack, "articles")}
    assert {page.url for page in found} == {None}


def test_a_page_that_has_changed_is_not_archived_and_no_other_bytes_are_put_in_its_place(tmp_path):
    with a_desk(tmp_path) as desk:
        (tmp_path / "first.txt").write_text(FIRST.replace("Eleven", "Thirty"))
        (tmp_path / "second.txt").unlink()
        made = make(a_case(desk), tmp_path / "case.wacz", made_at=MADE_AT, pdf=False)
    assert made.pages == {"no": 2}
    why = dict(made.missing)
    assert why[str(tmp_path / "first.txt")] == "not archived: it has changed since it was added"
    assert "not archived" in why[str(tmp_path / "second.txt")]
    whole = (tmp_path / "case.wacz").read_bytes()
    assert b"Thirty" not in whole
    report = member(tmp_path / "case.wacz", "copydesk/report.html").decode()
    assert "Of 2 pages the bytes are not in this pack" in report
    assert differing(tmp_path / "case.wacz") == []


def test_of_a_page_that_the_desk_keeps_in_words_only_the_words_are_kept_and_said_to_be_words(tmp_path):
    folder = tmp_path / "pages"
    folder.mkdir()
    latin = FIRST.replace("Ole", "Åse").replace("\n", "\r\n", 2).encode("latin-1")
    with a_desk(folder, {"first.txt": latin, "second.txt": SECOND}) as desk:
        case = a_case(desk)
    first = next(page for page in case.pages if page.source.endswith("first.txt"))
    words = replace(first, content=latin.decode("latin-1").replace("\r\n", "\n"))
    kept = {
        one.page.id: one
        for one in archive([words], settings=Settings().pages, program="x", made_at="2031-05-09T12:00:00Z").kept
    }
    assert kept[first.id].keeping == "words"
    pages = tuple(words if page is first else page for page in case.pages)
    make(replace(case, pages=pages), tmp_path / "case.wacz", made_at=MADE_AT, pdf=False)
    said = [*verify(tmp_path / "case.wacz")]
    assert not [one for one in said if one.state == "differs"]
    assert any(one.state == "note" and "the bytes themselves were not kept" in one.said for one in said)


def test_a_fetched_page_has_its_address_and_moment(tmp_path):
    with a_desk(tmp_path) as desk:
        case = with_page(a_case(desk), url="https://www.holm.example/a?b=1", fetched_at="2031-05-02T09:30:00+00:00")
    make(case, tmp_path / "case.wacz", made_at=MADE_AT, pdf=False)
    page = next(
        row
        for row in map(json.loads, member(tmp_path / "case.wacz", "pages/pages.jsonl").splitlines())
        if row.get("url", "").startswith("https")
    )
    assert (page["url"], page["ts"]) == ("https://www.holm.example/a?b=1", "2031-05-02T09:30:00Z")
    assert (
        next(row for row in rows(tmp_path / "case.wacz", "pages") if row["url"])["captured"] == "2031-05-02T09:30:00Z"
    )


def test_a_record_of_a_web_archive_is_kept_as_it_stood(tmp_path):
    from warcio.archiveiterator import ArchiveIterator

    body = "<p>".join(["<html><head><title>Crane</title></head><body><article><h1>Crane</h1>", *FIRST.splitlines()])
    message = f"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\nX-Served: seven\r\n\r\n{body}".encode()
    name = "<urn:uuid:0ba47a3e-6c9b-4a0f-8a37-6d0e2b8f9c11>"
    head = {
        "WARC-Type": "response",
        "WARC-Record-ID": name,
        "WARC-Target-URI": "https://holm.example/crane",
        "WARC-Date": "2031-05-02T10:11:12Z",
        "WARC-IP-Address": "192.0.2.7",
        "Content-Type": "application/http; msgtype=response",
        "Content-Length": str(len(message)),
    }
    lines = "".join(f"{key}: {value}\r\n" for key, value in head.items()).encode()
    whole = b"WARC/1.0\r\n" + lines + b"\r\n" + message + b"\r\n\r\n"
    (tmp_path / "site.warc.gz").write_bytes(gzip.compress(whole))
    with open_desk() as desk:
        (page,) = desk.add([str(tmp_path / "site.warc.gz")], as_of=date(2031, 6, 1))
        for _ in desk.run():
            pass
        make(a_case(desk), tmp_path / "case.wacz", made_at=MADE_AT, pdf=False)
    assert rows(tmp_path / "case.wacz", "pages")[0]["kept"] == "record"
    found = [
        one
        for one in ArchiveIterator(BytesIO(member(tmp_path / "case.wacz", "archive/data.warc.gz")))
        if one.rec_type == "response"
    ]
    (one,) = [(record.rec_headers, record.http_headers) for record in found]
    assert one[0]["WARC-Date"] == "2031-05-02T10:11:12Z"
    assert one[0]["WARC-IP-Address"] == "192.0.2.7"
    assert one[0]["WARC-Record-ID"] == name
    assert one[1]["X-Served"] == "seven"
    assert differing(tmp_path / "case.wacz") == []
    assert page.url == "https://holm.example/crane"


def test_rows_of_a_table_are_archived_as_their_words(tmp_path):
    lines = [json.dumps({"id": name, "text": words}) for name, words in (("one", FIRST), ("two", SECOND))]
    (tmp_path / "pages.jsonl").write_text("\n".join(lines) + "\n")
    with open_desk() as desk:
        assert len([*desk.add([str(tmp_path / "pages.jsonl")], as_of=date(2031, 6, 1))]) == 2
        for _ in desk.run():
            pass
        made = make(a_case(desk), tmp_path / "case.wacz", made_at=MADE_AT, pdf=False)
    assert made.pages == {"bytes": 2}
    assert differing(tmp_path / "case.wacz") == []


def test_two_pages_of_one_address_are_each_read_again(tmp_path):
    with a_desk(tmp_path) as desk:
        case = a_case(desk)
    pages = tuple(replace(page, source="https://holm.example/crane", content=words) for page, words in zip(
        case.pages, (FIRST, SECOND), strict=True))  # fmt: skip
    articles = tuple(replace(one, source="https://holm.example/crane") for one in case.collection.articles)
    collection = replace(case.collection, articles=articles)
    make(replace(case, pages=pages, collection=collection), tmp_path / "case.wacz", made_at=MADE_AT, pdf=False)
    assert differing(tmp_path / "case.wacz") == []


def test_pairs_beyond_the_most_of_a_pack_are_counted(newsroom, monkeypatch):
    monkeypatch.setattr("copydesk.evidence.gathering.MOST_PAIRS", 5)
    story = max(newsroom.stories(), key=lambda story: len(story.articles))
    case = gather(newsroom, story.id)
    assert len(case.collection.copies) == 5
    assert case.pairs_left_out > 0


def test_the_archive_of_a_pack_is_bounded(tmp_path, monkeypatch):
    monkeypatch.setattr("copydesk.evidence.archive.MOST_BYTES", 900)
    with a_desk(tmp_path) as desk:
        made = make(a_case(desk), tmp_path / "case.wacz", made_at=MADE_AT, pdf=False)
    assert made.pages["no"] >= 1
    assert any("holds 900 bytes at most" in why for _, why in made.missing)
    assert differing(tmp_path / "case.wacz") == []


@pytest.mark.usefixtures("beside_the_newsroom")
def test_no_folder_of_the_maker_is_told_but_the_names_that_were_given():
    found = [
        *find_pages(
            ["examples/newsroom/pages/eidsund-ferry-a1.html"], as_of=date(2038, 12, 31), settings=Settings().pages
        )
    ]
    assert isinstance(found[0], Page)
    kept = archive(found, settings=Settings().pages, program="x", made_at="2031-05-09T12:00:00Z")
    from copydesk.evidence.archive import rows as told

    (row,) = told(kept.kept)
    assert "base" not in row
    assert row["source"] == "examples/newsroom/pages/eidsund-ferry-a1.html"


@pytest.mark.parametrize(
    "address",
    [
        "https://www.holm.example/A/b.html",
        "http://holm.example:80/",
        "https://news.holm.example/a?z=1&b=2",
        "http://holm.example:8080/x",
    ],
)
def test_addresses_are_sorted_in_the_index_as_others_sort_them(address):
    from surt import surt as theirs

    assert surt(address) == theirs(address)


def test_spans_and_notes_are_annotations_that_hold_their_words(tmp_path):
    with a_desk(tmp_path) as desk:
        story = a_case(desk).story
        article = desk.store.get(Article, story.articles)[story.articles[0]]
        start = article.text.index("Eleven") if "Eleven" in article.text else 0
        desk.notes.on_words(article, (start, start + 6), "Ask the hospital", by="Ada", at="2031-05-03T10:00:00+00:00")
        case = a_case(desk, notes=True)
        make(case, tmp_path / "case.wacz", made_at=MADE_AT, pdf=False)
    texts = {f"urn:copydesk:{row['id']}": row["text"] for row in rows(tmp_path / "case.wacz", "articles")}
    items = json.loads(member(tmp_path / "case.wacz", "copydesk/annotations.json"))["first"]["items"]
    assert len(items) > 5
    for one in items:
        quote, place = one["target"]["selector"]
        assert texts[one["target"]["source"]["id"]][place["start"] : place["end"]] == quote["exact"]
    (note,) = json.loads(member(tmp_path / "case.wacz", "copydesk/notes.json"))["first"]["items"]
    assert note["body"]["value"] == "Ask the hospital"
    assert "Ask the hospital" in member(tmp_path / "case.wacz", "copydesk/report.html").decode()


# rdflib's reader of JSON-LD calls what rdflib has deprecated.
@pytest.mark.filterwarnings("ignore:.* is deprecated, use Dataset:DeprecationWarning")
def test_the_graph_is_json_ld_with_a_prov_bundle(pack):
    from rdflib import Dataset, URIRef

    found = Dataset()
    found.parse(data=member(pack, "copydesk/graph.jsonld").decode(), format="json-ld")
    assert (None, None, URIRef("http://www.w3.org/ns/prov#Bundle"), None) in found


def test_the_run_record_tells_versions_and_settings(pack):
    run = json.loads(member(pack, "copydesk/run.json"))
    assert {"articles", "copies", "checks"} <= {one["step"] for one in run["ran"]}
    assert run["settings"] == {
        "digest": Settings().digest(),
        "reading": Settings().digest("pages", "articles"),
        "changed": {},
    }
    assert run["made_at"] == "2031-05-09T12:00:00Z"


def test_pages_are_read_again_with_the_settings_that_are_given(tmp_path):
    settings = replace(Settings(), pages=replace(Settings().pages, most_bad_records=99))
    (said,) = [one.said for one in verify(a_pack(tmp_path), settings=settings) if one.what == "read again"]
    assert said.startswith("2 of 2 articles read the same by another version of the reader")


def test_a_page_in_a_record_of_ours_is_read(tmp_path):
    (page,) = find_pages(
        [str(a_pack(tmp_path).with_name("first.txt"))], as_of=date(2031, 6, 1), settings=Settings().pages
    )
    kept = archive([page], settings=Settings().pages, program="x", made_at="2031-05-09T12:00:00Z")
    (again,) = pages_of_bytes(kept.raw, source="x.warc.gz", as_of=date(2031, 6, 1), settings=Settings().pages)
    assert again.sha256 == page.sha256


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "windows-1252"])
@pytest.mark.parametrize("ends", ["\n", "\r\n"])
def test_the_bytes_of_words_that_a_desk_keeps_are_found_again_and_proved_by_their_digest(encoding, ends):
    raw = FIRST.replace("Ole", "Åse").replace("\n", ends).encode(encoding)
    (page,) = pages_of_bytes(raw, source="https://holm.example/", as_of=date(2031, 6, 1), settings=Settings().pages)
    assert page.content is not None
    found = original_of(page, settings=Settings().pages)
    assert found.raw == raw
    assert found.charset == encoding.removesuffix("-sig")


def test_mixed_line_ends_are_not_guessed():
    raw = FIRST.replace("\n", "\r\n", 2).encode()
    (page,) = pages_of_bytes(raw, source="https://holm.example/", as_of=date(2031, 6, 1), settings=Settings().pages)
    assert original_of(page, settings=Settings().pages).raw is None

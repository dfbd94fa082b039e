"""Encodings found out: what wins over what, and how well bytes in each common encoding come through."""

from __future__ import annotations

import pytest

from copydesk.pages import decode
from copydesk.settings import PageSettings

LIMITS = PageSettings()
ENGLISH = "The harbour master said “we’ll see” — and left. It’s a long day in Eidsund, where people waited. " * 4


def read(raw):
    return decode(raw, settings=LIMITS)


def html(charset, words):
    return f'<html><head><meta charset="{charset}"><title>x</title></head><body><p>{words}</p></body></html>'


def test_utf8_is_known_by_its_fit():
    assert read("Rauøy".encode()) == type(read(b"x"))(text="Rauøy", encoding="utf-8", basis="fits")


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-32"])
def test_a_mark_says_the_encoding_and_is_not_text(encoding):
    decoded = read("Rauøy – “so”".encode(encoding))
    assert (decoded.text, decoded.basis) == ("Rauøy – “so”", "mark")


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
def test_utf16_without_a_mark_is_known_by_its_nulls(encoding):
    decoded = read(ENGLISH.encode(encoding))
    assert (decoded.text, decoded.encoding, decoded.basis) == (ENGLISH, encoding, "pattern")


@pytest.mark.parametrize("label", ["windows-1252", "ISO-8859-1", "us-ascii"])
def test_a_declared_western_encoding_is_read_as_windows_1252(label):
    page = html(label, "The “ferry” – Grønneset")
    decoded = read(page.encode("cp1252"))
    assert (decoded.text, decoded.encoding, decoded.basis) == (page, "cp1252", "declared")


def test_an_xml_declaration_counts():
    page = '<?xml version="1.0" encoding="koi8-r"?><html><body>Паром в гавани</body></html>'
    assert read(page.encode("koi8-r")).text == page


@pytest.mark.parametrize("label", ["windows-1252", "iso-8859-1", "windows-1251", "gb2312", "shift_jis"])
def test_utf8_under_a_false_label_is_still_utf8(label):
    page = html(label, "Håkon Øyen said “no” at Grønneset.")
    decoded = read(page.encode())
    assert (decoded.text, decoded.encoding) == (page, "utf-8")


def test_windows_1252_under_a_utf8_label_is_not_lost():
    page = html("utf-8", ENGLISH + "The café at Grønneset was closed.")
    decoded = read(page.encode("cp1252"))
    assert (decoded.text, decoded.encoding) == (page, "cp1252")


def test_cyrillic_under_a_western_label_is_not_read_as_western():
    page = html("iso-8859-1", "Президент заявил, что в среду встретится с министром, который был в городе. " * 3)
    assert read(page.encode("cp1251")).text == page


def test_an_unheard_of_label_is_passed_over():
    page = html("rot13", "Plain words, “quoted”.")
    assert read(page.encode("cp1252")).text == page


def test_a_few_broken_bytes_do_not_turn_a_utf8_page():
    raw = "Über Grønneset und Rauøy fährt kein Schiff; ".encode() * 3 + b"it\x92s late"
    decoded = read(raw)
    assert decoded.basis == "repaired"
    assert decoded.text.endswith("kein Schiff; it’s late")
    assert decoded.text.startswith("Über Grønneset")


def test_a_character_cut_in_half_at_the_end_is_dropped():
    raw = "Grønneset – Rauøy – Øy".encode() + "–".encode()[:2]
    assert read(raw).text == "Grønneset – Rauøy – Øy"


@pytest.mark.parametrize(
    ("encoding", "words"),
    [
        ("cp1252", ENGLISH),
        ("cp1252", "It’s late."),
        ("cp1252", "Le président a déclaré que la décision était prise après une réunion très longue. " * 4),
        ("cp1250", "Prezydent oświadczył, że w środę spotka się z ministrem, który był już w Łodzi. " * 4),
        ("cp1251", "Президент заявил, что в среду встретится с министром, который уже был в городе. " * 4),
        ("cp1253", "Ο πρόεδρος δήλωσε ότι την Τετάρτη θα συναντηθεί με τον υπουργό στην πόλη. " * 4),
        ("cp932", "大統領は水曜日に大臣と会談すると述べた。彼はすでに市内にいた。" * 4),
        ("gb18030", "总统表示，他将于星期三与部长会面，部长已经在城里。" * 4),
        ("cp949", "대통령은 수요일에 장관을 만날 것이라고 말했다. 그는 이미 도시에 있었다. " * 4),
    ],
)
def test_undeclared_encodings_are_found(encoding, words):
    assert read(words.encode(encoding)).text == words


@pytest.mark.parametrize(
    ("encoding", "words"),
    [
        ("cp1254", "Ölen ya da yaralanan olmadı, ancak gemi trafiği durduruldu."),
        ("cp1250", "Prom uderzył wczoraj w dźwig, podała policja."),
        ("iso8859-2", "Prom uderzył wczoraj w dźwig, podała policja."),
        ("cp1257", "Keltas vakar vakare atsitrenkė į kraną uoste."),
        ("cp1251", "Няма пострадали, съобщи полицията."),
        ("koi8-r", "Никто не пострадал, сообщила полиция."),
        ("cp1253", "Κανείς δεν τραυματίστηκε, ανακοίνωσε η αστυνομία."),
        ("cp1255", "איש לא נפגע, אך תנועת הספינות נעצרה."),
        ("cp1256", "لم يصب أحد بأذى لكن حركة السفن توقفت."),
        ("cp874", "ไม่มีใครได้รับบาดเจ็บ แต่การเดินเรือหยุดไป"),
        ("cp932", "けが人はいなかったと警察が発表した。"),
        ("euc_jp", "けが人はいなかったと警察が発表した。"),
        ("cp949", "다친 사람은 없었다고 경찰이 밝혔다."),
        ("gb18030", "警方说，没有人受伤，但船只交通中断了。"),
        ("big5", "警方說，沒有人受傷，但船隻交通中斷了。"),
    ],
)
def test_one_sentence_is_enough_to_find_its_encoding_out(encoding, words):
    assert read(words.encode(encoding)).text == words
    assert read(html("x", words).encode(encoding)).text == html("x", words)


def test_an_english_page_with_a_word_of_another_language_stays_english():
    words = ENGLISH + "They met in a café called Žižkov, as the señor had asked. "
    assert read(words.encode("cp1252")).text == words


def test_iso_2022_jp_is_pure_ascii_and_still_not_ascii():
    page = html("iso-2022-jp", "大統領は水曜日に")
    assert read(page.encode("iso2022_jp")).text == page


@pytest.mark.parametrize("raw", [b"", b"\xff", b"\xef\xbb\xbf", b"\x81\x8d\x8f", bytes(range(256)), b"\xff\xfe\x00"])
def test_no_bytes_are_an_error(raw):
    assert isinstance(read(raw).text, str)


def test_scripts_before_the_text_do_not_hide_its_encoding():
    page = "<script>" + "var a = 1;\n" * 60_000 + "</script>" + "Президент встретится с министром в среду. " * 20
    assert read(page.encode("cp1251")).text == page

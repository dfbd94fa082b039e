"""Every change of a pack is found, and what is no pack or made to do harm is refused."""

import json
import struct
import zipfile
import zlib
from hashlib import sha256
from io import BytesIO

import pytest
from hypothesis import given
from hypothesis import strategies as st

from copydesk.errors import UsageError
from copydesk.evidence import verify, zipping
from copydesk.evidence.checking import NotAPack
from copydesk.evidence.making import PACKAGE, PACKAGE_DIGEST, SUMS, package_digest
from copydesk.settings import Settings
from evidence.packing import a_pack, differing, differs_but_for_the_seal, differs_by_the_seal, differs_outside

CHANGES = {"lowest bit": lambda byte: byte ^ 1, "highest bit": lambda byte: byte ^ 0x80, "zero": lambda _: 0}


@pytest.fixture(scope="module")
def path(tmp_path_factory):
    return a_pack(tmp_path_factory.mktemp("case"))


@pytest.fixture(scope="module")
def raw(path):
    return path.read_bytes()


def changed(raw, place, change):
    return raw[:place] + bytes([CHANGES[change](raw[place])]) + raw[place + 1 :]


def sealed(raw):
    """The bytes with a seal that is right for them."""
    rest = raw[: -zipping.SEAL_BYTES]
    return rest + zipping.SIGN + sha256(rest).hexdigest().encode()


def members_of(raw):
    with zipfile.ZipFile(BytesIO(raw)) as file:
        return {name: file.read(name) for name in file.namelist()}


def packed(members):
    out = BytesIO()
    zipping.write(out, [*members.items()])
    return out.getvalue()


def made_over(members, changes):
    """A pack with other members and every digest made anew, as one does who knows how."""
    new = {**members, **changes}
    sums = "".join(
        f"{sha256(one).hexdigest()}  {name}\n"
        for name, one in new.items()
        if name not in (SUMS, PACKAGE, PACKAGE_DIGEST)
    )
    new[SUMS] = sums.encode()
    package = json.loads(new[PACKAGE])
    listed = [name for name in new if name not in (PACKAGE, PACKAGE_DIGEST)]
    package["resources"] = [
        {"name": name, "path": name, "hash": f"sha256:{sha256(new[name]).hexdigest()}", "bytes": len(new[name])}
        for name in listed
    ]
    new[PACKAGE] = json.dumps(package).encode()
    new[PACKAGE_DIGEST] = package_digest(new[PACKAGE])
    return packed(new)


def structural(raw):
    """The places of all bytes that are of no member."""
    with zipfile.ZipFile(BytesIO(raw)) as file:
        inside = set()
        for one in file.infolist():
            start = one.header_offset + 30 + len(one.filename)
            inside.update(range(start, start + one.file_size))
    return [place for place in range(len(raw)) if place not in inside]


@pytest.mark.parametrize("change", CHANGES)
def test_a_change_of_any_byte_of_the_zip_itself_is_found(raw, change):
    for place in structural(raw):
        other = changed(raw, place, change)
        assert other == raw or differs_by_the_seal(other), place


@pytest.mark.parametrize(("change", "step"), [("lowest bit", 1), ("highest bit", 7), ("zero", 7)])
def test_a_change_of_the_zip_itself_is_found_even_when_it_is_sealed_anew(raw, change, step):
    for place in structural(raw)[: -zipping.SEAL_BYTES : step]:
        other = changed(raw, place, change)
        assert other == raw or differs_but_for_the_seal(sealed(other)), place


@pytest.mark.parametrize("change", CHANGES)
def test_a_change_of_a_byte_here_and_there_is_found(raw, change):
    for place in range(0, len(raw), 701):
        other = changed(raw, place, change)
        assert other == raw or differs_outside(other), place


@pytest.mark.slow
@pytest.mark.parametrize("change", CHANGES)
def test_a_change_of_any_byte_is_found(raw, change):
    for place in range(len(raw)):
        other = changed(raw, place, change)
        assert other == raw or differs_by_the_seal(other), place


@pytest.mark.slow
def test_a_change_of_any_byte_of_a_member_is_found_even_when_it_is_sealed_anew(raw):
    for place in range(0, len(raw) - zipping.SEAL_BYTES, 5):
        assert differs_but_for_the_seal(sealed(changed(raw, place, "lowest bit"))), place


@given(data=st.data())
def test_what_is_cut_out_put_in_or_doubled_is_found(raw, data):
    start = data.draw(st.integers(0, len(raw)), "from")
    end = data.draw(st.integers(start, min(len(raw), start + 5000)), "to")
    new = data.draw(st.one_of(st.binary(max_size=40), st.just(raw[start:end] * 2)), "instead")
    other = raw[:start] + new + raw[end:]
    assert other == raw or differs_outside(other)


@given(end=st.integers(0, 10_000))
def test_what_is_cut_off_or_put_behind_is_found(raw, end):
    assert differs_outside(raw[: len(raw) - 1 - end])
    assert differs_outside(raw + b"\0" * (1 + end % 70))


def test_a_member_that_was_added_taken_away_exchanged_or_moved_is_named(raw, tmp_path):
    members = members_of(raw)
    first, second = "copydesk/quotes.jsonl", "copydesk/figures.jsonl"
    cases = {
        "it was added": {**members, "copydesk/more.txt": b"more"},
        "it is missing": {name: one for name, one in members.items() if name != second},
        f"{first}: its bytes do not have": {**members, first: members[second], second: members[first]},
    }
    for said, new in cases.items():
        (tmp_path / "other.wacz").write_bytes(packed(new))
        assert any(said in one for one in differing(tmp_path / "other.wacz")), said


def test_a_pack_written_anew_by_an_ordinary_zip_program_is_no_longer_the_one_that_was_sealed(raw, tmp_path):
    with zipfile.ZipFile(tmp_path / "other.wacz", "w") as file:
        for name, content in members_of(raw).items():
            file.writestr(name, content)
    assert differing(tmp_path / "other.wacz")


def test_one_who_makes_all_digests_anew_is_found_out_by_the_digest_alone(raw, tmp_path):
    members = members_of(raw)
    other = made_over(members, {"copydesk/readme.txt": b"Another text."})
    (tmp_path / "other.wacz").write_bytes(other)
    assert differing(tmp_path / "other.wacz") == []
    found = differing(tmp_path / "other.wacz", digest=sha256(raw).hexdigest())
    assert len(found) == 1
    assert found[0].startswith("digest: the file has the SHA-256")
    assert differing(tmp_path / "other.wacz", digest=sha256(other).hexdigest().upper()) == []


@pytest.mark.parametrize(
    ("name", "change", "said"),
    [
        ("quotes", lambda row: row | {"start": row["start"] + 1}, "quotes: the words are not at their place"),
        ("figures", lambda row: row | {"surface": "a thousand"}, "figures: the words are not at their place"),
        ("articles", lambda row: row | {"text": row["text"] + "x"}, "its text is read otherwise"),
        ("articles", lambda row: row | {"title": "Another"}, "its title is read otherwise"),
        ("pages", lambda row: row | {"sha256": "0" * 64}, "do not have the SHA-256 that the pack states"),
        ("pages", lambda row: row | {"record": {"offset": 1, "length": 9}}, "differs"),
        ("pages", lambda row: row | {"record": {"offset": -1, "length": 9}}, "its place is not in the archive"),
        ("pages", lambda row: row | {"record": "far"}, "its place in the archive is no place"),
        ("quotes", lambda row: row | {"start": "1"}, "a record has no place in a text"),
        ("articles", lambda row: {"id": row["id"]}, "a record has no text"),
    ],
)
def test_records_that_do_not_hold_together_are_told_though_every_digest_is_right(raw, tmp_path, name, change, said):
    members = members_of(raw)
    lines = [json.loads(line) for line in members[f"copydesk/{name}.jsonl"].splitlines()]
    new = "".join(json.dumps(change(row)) + "\n" for row in lines).encode()
    (tmp_path / "other.wacz").write_bytes(made_over(members, {f"copydesk/{name}.jsonl": new}))
    found = differing(tmp_path / "other.wacz")
    assert found
    assert said == "differs" or any(said in one for one in found), found


@pytest.mark.parametrize(
    "words", [b"", b"PK", b"PK\x03\x04", b"{}", b"\x00" * 5000, b"PK\x05\x06" + b"\0" * 18, b"ferry " * 900]
)
def test_what_is_no_pack_is_said_to_be_none(tmp_path, words):
    (tmp_path / "other").write_bytes(words)
    with pytest.raises(NotAPack):
        [*verify(tmp_path / "other")]


def test_another_wacz_is_no_pack(tmp_path):
    with zipfile.ZipFile(tmp_path / "other.wacz", "w") as file:
        file.writestr("datapackage.json", "{}")
        file.writestr("archive/data.warc.gz", b"")
    with pytest.raises(NotAPack, match="no evidence pack"):
        [*verify(tmp_path / "other.wacz")]


def test_what_cannot_be_read_or_asked_is_told(tmp_path, path):
    with pytest.raises(UsageError, match="cannot be read"):
        [*verify(tmp_path / "nothing.wacz")]
    with pytest.raises(UsageError, match="no SHA-256"):
        [*verify(path, digest="12")]


# -- packs that were made to do harm ----------------------------------------------------------------------------------


def hostile(tmp_path, members, **heads):
    """A pack of any members, sealed, with other values in the end of its list where they are given."""
    raw = packed(members)
    begin = len(raw) - zipping.SEAL_BYTES - zipping.END.size
    fields = list(zipping.END.unpack(raw[begin : begin + zipping.END.size]))
    for name, value in heads.items():
        fields[{"amount": 4, "length": 5, "start": 6}[name]] = value
    (tmp_path / "bad.wacz").write_bytes(
        sealed(raw[:begin] + zipping.END.pack(*fields) + raw[begin + zipping.END.size :])
    )
    return differing(tmp_path / "bad.wacz")


@pytest.mark.parametrize(
    "name", ["../../etc/passwd", "/etc/passwd", "a/../b", "A", "a/b/c", "a\\b", "x" * 200, "ä", "a\n"]
)
def test_names_that_lead_elsewhere_are_refused(tmp_path, name):
    class Name(str):
        __slots__ = ()

        def __len__(self):
            return len(self.encode("utf-8"))

    assert any("a name that no member" in one for one in hostile(tmp_path, {zipping.FIRST: b"", Name(name): b""}))


def test_two_members_of_one_name_are_refused(tmp_path):
    out = BytesIO()
    zipping.write(out, [(zipping.FIRST, b"one"), (zipping.FIRST, b"two")])
    (tmp_path / "bad.wacz").write_bytes(out.getvalue())
    assert "zip: two members are called copydesk/readme.txt" in differing(tmp_path / "bad.wacz")


def test_a_pack_that_says_it_has_very_many_members_is_refused_at_once(tmp_path):
    members = {zipping.FIRST: b"", **{f"m/{number}": b"" for number in range(70)}}
    assert any("71 members; a pack has 64 at most" in one for one in hostile(tmp_path, members))
    assert hostile(tmp_path, {zipping.FIRST: b""}, amount=65535)
    assert hostile(tmp_path, {zipping.FIRST: b""}, length=2**32 - 1)
    assert hostile(tmp_path, {zipping.FIRST: b""}, start=2**32 - 1)


def test_a_member_said_to_be_larger_than_the_file_is_refused(raw):
    place = raw.rindex(zipping.CENTRAL_MARK)
    other = raw[: place + 20] + struct.pack("<2I", 2**31, 2**31) + raw[place + 28 :]
    assert differs_but_for_the_seal(sealed(other))


def test_a_packed_member_is_refused(tmp_path):
    with zipfile.ZipFile(tmp_path / "bad.wacz", "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr(zipping.FIRST, b"\0" * 10_000_000)
        file.comment = zipping.SIGN + b"0" * 64
    found = differing(tmp_path / "bad.wacz")
    assert any("packed, dated, or with extra fields" in one for one in found)


def test_a_page_that_unpacks_without_end_is_given_up(raw, tmp_path):
    members = members_of(raw)
    size = 2 * Settings().pages.largest_page_bytes
    head = b"WARC/1.1\r\nWARC-Type: resource\r\nWARC-Target-URI: urn:copydesk:p-1\r\nContent-Type: text/html\r\n"
    machine = zlib.compressobj(9, wbits=31)
    bomb = machine.compress(head + f"Content-Length: {size}\r\n\r\n".encode())
    for _ in range(size // 1_000_000):
        bomb += machine.compress(b"\0" * 1_000_000)
    bomb += machine.flush()
    (row, *rest) = [json.loads(line) for line in members["copydesk/pages.jsonl"].splitlines()]
    row["record"] = {"offset": 0, "length": len(bomb)}
    lines = "".join(json.dumps(one) + "\n" for one in (row, *rest)).encode()
    new = {"archive/data.warc.gz": bomb, "copydesk/pages.jsonl": lines}
    (tmp_path / "bad.wacz").write_bytes(made_over(members, new))
    assert any(row["source"] in one for one in differing(tmp_path / "bad.wacz"))


@pytest.mark.parametrize(
    "words",
    [
        b"\xff\xfe{",
        b"[" * 100_000,
        b"1" * 10_000,
        b"null",
        b'{"resources": 7}',
        b'{"resources": [7]}',
        b'{"resources": [{"path": 1}]}',
    ],
)
def test_lists_that_are_no_lists_are_told(raw, tmp_path, words):
    members = {**members_of(raw), PACKAGE: words, PACKAGE_DIGEST: package_digest(words)}
    (tmp_path / "bad.wacz").write_bytes(packed(members))
    assert differing(tmp_path / "bad.wacz")


@pytest.mark.parametrize("name", ["articles", "quotes", "figures", "checks", "pages", "run"])
@pytest.mark.parametrize(
    "words",
    [b"\xff\xfe", b"[1]", b"{" * 50_000, b'{"id": {"id": 1}, "sides": [1]}', b'{"sides": 5, "ran": 5, "settings": 5}'],
)
def test_records_that_are_none_are_told(raw, tmp_path, name, words):
    file = f"copydesk/{name}.json" if name == "run" else f"copydesk/{name}.jsonl"
    (tmp_path / "bad.wacz").write_bytes(made_over(members_of(raw), {file: words}))
    found = [*verify(tmp_path / "bad.wacz")]
    assert any(one.state == "differs" for one in found) or name == "run"

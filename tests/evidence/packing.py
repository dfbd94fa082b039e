"""Small desks and the packs of their stories."""

import subprocess
from dataclasses import replace
from datetime import UTC, date, datetime
from io import BytesIO

from copydesk.desk import open_desk
from copydesk.evidence import gather, make, verify, zipping
from copydesk.evidence.checking import _Pack
from copydesk.records import Story
from copydesk.settings import Settings

MADE_AT = datetime(2031, 5, 9, 12, 0, 0, tzinfo=UTC)
FIRST = """Harbour crane falls at Tarn quay
By Ada Brekke
Holm Wire, 2 May 2031

A crane fell at the quay of Tarn on Friday morning and blocked the harbour for six hours, the port said.
Eleven workers were brought to hospital, two of them badly hurt, said Ole Myhre, who leads the port.
"We have closed the quay until every crane has been looked at," Myhre said.
The crane was built in 1998 and was last inspected in March 2030, according to the port's register.
"""
SECOND = """Crane collapse shuts Tarn harbour
The Tarn Gazette, 3 May 2031

A crane fell at the quay of Tarn on Friday morning and blocked the harbour for nine hours, the port said.
Twelve workers were brought to hospital, two of them badly hurt, said Ole Myhre, who leads the port.
"We have closed the quay until every crane has been looked at," Myhre said.
The crane was built in 1998 and was last inspected in March 2030, according to the port's register.
"""


def a_desk(folder, pages=None):
    """A desk with two pages of one event, or these by name."""
    for name, words in (pages or {"first.txt": FIRST, "second.txt": SECOND}).items():
        raw = words if isinstance(words, bytes) else words.encode()
        (folder / name).write_bytes(raw)
    desk = open_desk()
    names = sorted(str(folder / name) for name in (pages or ("first.txt", "second.txt")))
    assert all(hasattr(one, "sha256") for one in desk.add(names, as_of=date(2031, 6, 1)))
    for _ in desk.run():
        pass
    return desk


def a_case(desk, **more):
    """The case of the story with most pages."""
    story = max(desk.store.all(Story), key=lambda story: (len(story.articles), story.id))
    return gather(desk, story.id, **more)


def a_pack(folder, pages=None, **more):
    """The path of a pack, made without the print, which takes longest."""
    with a_desk(folder, pages) as desk:
        case = a_case(desk)
    path = folder / "case.wacz"
    make(case, path, made_at=MADE_AT, pdf=False, **more)
    return path


def differing(path, **more):
    """What differs in a pack, in words."""
    return [f"{one.what}: {one.said}" for one in verify(path, **more) if one.state == "differs"]


def differs_outside(raw):
    """Whether the bytes of a pack show a change before anything is read in them: by seal, zip or digests."""
    return any(one.state == "differs" for one in _bytes_of(raw))


def differs_by_the_seal(raw):
    """Whether the seal alone shows a change: a fifth of the time of all that is looked at outside."""
    file = BytesIO(raw)
    return zipping.seal_of(file, len(raw)) != zipping.digests(file, len(raw))[1]


def differs_but_for_the_seal(raw):
    """The same for one who has sealed the file anew."""
    return any(one.state == "differs" and one.what != "seal" for one in _bytes_of(raw))


def _bytes_of(raw):
    pack = _Pack(BytesIO(raw), len(raw), roots=None, settings=Settings())
    return [*pack.outside(None)]


def with_page(case, **changes):
    """A case whose first page has other fields."""
    first, *rest = case.pages
    return replace(case, pages=(replace(first, **changes), *rest))


def openssl(folder, *words):
    subprocess.run(["openssl", *words], cwd=folder, check=True, capture_output=True)

"""Where a desk is: told without passwords, and what of it lies on this machine."""

from pathlib import Path

import pytest

from copydesk.errors import DeskError, UsageError
from copydesk.store import PostgresStore
from copydesk.store.address import Address, beside, place_of, whole


@pytest.mark.parametrize(
    ("url", "told"),
    [
        ("postgresql://ada:s3cret@db.example.org:5433/news", "postgresql://ada@db.example.org:5433/news"),
        ("postgres://ada:s3cret@one,two:5433/news?sslmode=require", "postgres://ada@one,two:5433/news?sslmode=require"),
        ("postgresql:///news?user=ada&password=s3cret", "postgresql:///news?user=ada"),
        ("postgresql:///news?password=s3cret&user=ada", "postgresql:///news?user=ada"),
        ("postgresql:///news?PASSWORD=s3cret", "postgresql:///news"),
        ("postgresql://ada:s3cret%40x@h/news?sslpassword=s3cret#x", "postgresql://ada@h/news"),
        ("postgresql://ada:s3:cr3t@h/news", "postgresql://ada@h/news"),
        ("postgresql://ada@h/news", "postgresql://ada@h/news"),
    ],
)
def test_an_address_is_told_without_its_password(url, told):
    address = place_of(url)
    assert str(address) == told
    assert "s3" not in repr(address)
    assert address.name == "news"


def test_everything_else_is_a_file():
    assert place_of("news.desk") == Path("news.desk")
    assert place_of("sqlite:folder/news.desk") == Path("folder/news.desk")
    assert place_of(Path("postgresql.desk")) == Path("postgresql.desk")
    assert whole(place_of("news.desk")) == Path.cwd() / "news.desk"


@pytest.mark.parametrize(
    "url", ["mysql://ada:s3cret@h/news", "postgresq://ada:s3cret@h/news", "sqlite:http://h/s3cret"]
)
def test_an_address_of_something_else_is_no_file(url):
    with pytest.raises(UsageError, match="a desk is no address of") as told:
        place_of(url)
    assert "s3cret" not in str(told.value)


def test_what_belongs_to_a_desk_on_a_server_lies_among_our_state(tmp_path, monkeypatch):
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path))
    first, second = (beside(Address(f"postgresql://ada:x@{host}/a/../news"), ".work") for host in ("one", "two"))
    assert first.parent == second.parent == tmp_path / "copydesk"
    assert first != second
    assert first.name.startswith("news-")
    assert beside(Path("/desks/news.desk"), ".work") == Path("/desks/news.desk.work")


@pytest.mark.parametrize(
    "url",
    [
        "postgresql://ada:s3cret@127.0.0.1:1/news",
        "postgresql://ada:s3cret@h:nowhere/news",
        "postgresql://ada:s3cret@[h/news",
        "postgresql://ada:s3cret%zz@h/news",
        "postgresql://h/news?password=s3cret%zz",
        "postgresql://h/news?password=s3cret&nonsense=1",
    ],
)
def test_a_server_that_is_not_there_is_named_with_the_cure_and_no_password(url):
    with pytest.raises(DeskError) as told:
        PostgresStore(Address(url))
    assert str(told.value).startswith(str(Address(url)))
    assert "cannot be reached" in str(told.value)
    assert "check that it runs" in str(told.value)
    assert "s3cret" not in str(told.value)

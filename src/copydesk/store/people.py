"""The people of one desk: tokens as digests, share links, what was last looked at, saved searches, the audit log."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from datetime import date

from copydesk.records import AuditLine, Look, Person, Right, SavedSearch, Share, StoryId
from copydesk.store.connection import Reading
from copydesk.store.portions import portions


class PeopleTable:
    """What people are to a desk and leave on it. Each write is a transaction, or a part of the one it stands in.

    Tokens are never here, only what stands for them. Numbers in ids are never given twice, so that a line of the audit
    log means one person for ever.
    """

    def __init__(self, reading: Reading, writing: Reading) -> None:
        self._reading = reading
        self._writing = writing

    # -- people -------------------------------------------------------------------------------------------------

    def add(self, name: str, *, right: Right, digest: str, at: str) -> Person:
        """A new person, whose token has this digest."""
        insert = 'INSERT INTO people (name, "right", digest, added_at) VALUES (?, ?, ?, ?) RETURNING number'
        with self._writing() as base:
            (number,) = base.execute(insert, (name, right, digest, at)).fetchone()
        return Person(id=f"person-{number}", name=name, right=right, added_at=at)

    def renew(self, person: str, *, digest: str) -> None:
        """The token of the person with this id has this digest from now on."""
        with self._writing() as base:
            base.execute("UPDATE people SET digest = ? WHERE number = ?", (digest, _number("person", person)))

    def remove(self, person: str) -> None:
        """The person with this id goes, with what only they can use: looks and saved searches."""
        with self._writing() as base:
            row = base.execute("SELECT name FROM people WHERE number = ?", (_number("person", person),)).fetchone()
            if row is not None:
                base.execute("DELETE FROM people WHERE number = ?", (_number("person", person),))
                base.execute("DELETE FROM looks WHERE person = ?", row)
                base.execute("DELETE FROM searches WHERE person = ?", row)

    def everyone(self) -> tuple[Person, ...]:
        """All people, in the order in which they came."""
        with self._reading() as base:
            rows = base.execute('SELECT number, name, "right", digest, added_at FROM people ORDER BY number').fetchall()
        return tuple(_person(row)[0] for row in rows)

    def person(self, ident: str) -> tuple[Person, str] | None:
        """The person with this id, and the digest that a token must have."""
        query = 'SELECT number, name, "right", digest, added_at FROM people WHERE number = ?'
        with self._reading() as base:
            row = base.execute(query, (_number("person", ident),)).fetchone()
        return None if row is None else _person(row)

    # -- share links --------------------------------------------------------------------------------------------

    def share(self, story: StoryId, *, ends: date, digest: str, by: str | None, at: str) -> Share:
        """A new link to a story, whose token has this digest."""
        insert = "INSERT INTO shares (story, ends, digest, by, made_at) VALUES (?, ?, ?, ?, ?) RETURNING number"
        with self._writing() as base:
            (number,) = base.execute(insert, (story, ends.isoformat(), digest, by, at)).fetchone()
        return Share(id=f"share-{number}", story=story, ends=ends, by=by, made_at=at)

    def shares(self) -> tuple[Share, ...]:
        """All links, withdrawn ones too, in the order in which they were made."""
        with self._reading() as base:
            rows = base.execute(f"{_SHARES} ORDER BY number").fetchall()
        return tuple(_share(row)[0] for row in rows)

    def shared(self, ident: str) -> tuple[Share, str] | None:
        """The link with this id, and the digest that its token must have."""
        with self._reading() as base:
            row = base.execute(f"{_SHARES} WHERE number = ?", (_number("share", ident),)).fetchone()
        return None if row is None else _share(row)

    def withdraw(self, share: str, *, at: str) -> None:
        """The link with this id shows nothing any more; the first withdrawal is what is told."""
        with self._writing() as base:
            update = "UPDATE shares SET withdrawn_at = ? WHERE number = ? AND withdrawn_at IS NULL"
            base.execute(update, (at, _number("share", share)))

    # -- looks and saved searches -------------------------------------------------------------------------------

    def looked(self, person: str | None, story: StoryId, state: Mapping[str, int], *, at: str) -> None:
        """A person has seen a story in this state."""
        with self._writing() as base:
            base.execute(
                "INSERT INTO looks (person, story, state, at) VALUES (?, ?, ?, ?) ON CONFLICT (person, story)"
                " DO UPDATE SET state = excluded.state, at = excluded.at",
                (person or "", story, json.dumps(dict(state), sort_keys=True), at),
            )

    def looks(self, person: str | None, stories: Iterable[str]) -> dict[str, Look]:
        """What a person last saw of these stories, by story; those never looked at are left out."""
        asked = list(stories)
        found: dict[str, Look] = {}
        with self._reading() as base:
            for portion in portions(asked):
                marks = ",".join("?" * len(portion))
                query = f"SELECT story, state, at FROM looks WHERE person = ? AND story IN ({marks})"
                for story, state, at in base.execute(query, (person or "", *portion)):
                    found[story] = Look(person=person, story=story, state=json.loads(state), at=at)
        return found

    def save(self, person: str | None, name: str, query: str, *, at: str) -> SavedSearch:
        """A search is kept under a name; one that has the name gives way."""
        upsert = (
            "INSERT INTO searches (person, name, query, at) VALUES (?, ?, ?, ?) ON CONFLICT (person, name)"
            " DO UPDATE SET query = excluded.query, at = excluded.at RETURNING number"
        )
        with self._writing() as base:
            (number,) = base.execute(upsert, (person or "", name, query, at)).fetchone()
        return SavedSearch(id=f"search-{number}", person=person, name=name, query=query, at=at)

    def saved(self, person: str | None) -> tuple[SavedSearch, ...]:
        """A person's searches, by name."""
        asked = "SELECT number, name, query, at FROM searches WHERE person = ? ORDER BY name, number"
        with self._reading() as base:
            rows = base.execute(asked, (person or "",)).fetchall()
        return tuple(
            SavedSearch(id=f"search-{number}", person=person, name=name, query=query, at=at)
            for number, name, query, at in rows
        )

    def unsave(self, person: str | None, ident: str) -> bool:
        """Drop a person's own saved search; whether there was one."""
        with self._writing() as base:
            drop = "DELETE FROM searches WHERE person = ? AND number = ?"
            return base.execute(drop, (person or "", _number("search", ident))).rowcount > 0

    # -- the audit log ------------------------------------------------------------------------------------------

    def log(self, action: str, target: str, *, words: str, by: str | None, at: str) -> int:
        """Write a line of the audit log; its number comes back."""
        insert = "INSERT INTO audit (at, by, action, target, words) VALUES (?, ?, ?, ?, ?) RETURNING number"
        with self._writing() as base:
            (number,) = base.execute(insert, (at, by, action, target, words)).fetchone()
        return int(number)

    def audit(self, *, before: int | None = None, target: str | None = None, limit: int = 100) -> tuple[AuditLine, ...]:
        """Lines of the audit log, the newest first: those before a number, those on one target."""
        parts: list[tuple[str, int | str]] = [("number < ?", before)] if before is not None else []
        parts += [("target = ?", target)] if target is not None else []
        where = " AND ".join(("1 = 1", *(condition for condition, _ in parts)))
        query = f"SELECT number, at, by, action, target, words FROM audit WHERE {where} ORDER BY number DESC LIMIT ?"
        with self._reading() as base:
            rows = base.execute(query, (*(given for _, given in parts), limit)).fetchall()
        names = ("number", "at", "by", "action", "target", "words")
        return tuple(AuditLine(**dict(zip(names, row, strict=True))) for row in rows)


_SHARES = "SELECT number, story, ends, digest, by, made_at, withdrawn_at FROM shares"


def _number(kind: str, ident: str) -> int:
    """The number in an id of this kind; what is no such id has one that nobody has."""
    named, _, digits = ident.partition("-")
    return int(digits) if named == kind and digits.isascii() and digits.isdigit() and len(digits) < 18 else 0


def _person(row: tuple[int, str, Right, str, str]) -> tuple[Person, str]:
    number, name, right, digest, added_at = row
    return Person(id=f"person-{number}", name=name, right=right, added_at=added_at), digest


def _share(row: tuple[int, str, str, str, str | None, str, str | None]) -> tuple[Share, str]:
    number, story, ends, digest, by, made_at, withdrawn_at = row
    share = Share(
        id=f"share-{number}",
        story=StoryId(story),
        ends=date.fromisoformat(ends),
        by=by,
        made_at=made_at,
        withdrawn_at=withdrawn_at,
    )
    return share, digest

"""Who may do what at a desk: people with tokens, links that show one story, and the log of what was done by hand.

A token is made here, told once, and never kept: the desk has its SHA-256, which cannot be turned back since a token is
256 random bits. It begins with the id of whose it is, so that one digest is looked up and compared, in a time that
tells nothing.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date
from hashlib import sha256
from typing import NamedTuple

from copydesk.errors import UsageError
from copydesk.records import AuditLine, Look, Person, Right, SavedSearch, Share, Story, StoryId
from copydesk.reports.safe import short
from copydesk.store import Store

# A name stands in lists and beside notes; a saved search in an address, which browsers and servers cut beyond this.
LONGEST_NAME = 80
LONGEST_QUERY = 2_000
# What is asked is no token beyond this: ours have 60 characters at most.
LONGEST_TOKEN = 200


class IssuedPerson(NamedTuple):
    """A new person and the token, which is told this once."""

    person: Person
    token: str


class IssuedShare(NamedTuple):
    """A new link and the token that stands in its path, told this once."""

    share: Share
    token: str


class People:
    """The people of one desk. `by` is who does it, `at` when (ISO 8601, UTC): the faces look at the clock."""

    def __init__(self, store: Store) -> None:
        self._store = store

    # -- people -------------------------------------------------------------------------------------------------

    def add(self, name: str, *, right: Right = "write", by: str | None = None, at: str) -> IssuedPerson:
        """Give somebody a token; from the first person on, every reading and writing over the web needs one.

        Raises:
            UsageError: the name is empty, too long, or taken.

        """
        called = _named(name, LONGEST_NAME)
        if self.named(called) is not None:
            cure = "`copydesk people renew` gives them a new token; somebody else needs another name"
            raise UsageError(f"there is a {called!r} at this desk: {cure}")
        secret = secrets.token_urlsafe(32)
        with self._store.together():
            person = self._store.people.add(called, right=right, digest=_digest(secret), at=at)
            self._log("person added", person.id, f"{called} may {right}", by=by, at=at)
        return IssuedPerson(person, f"{person.id}.{secret}")

    def renew(self, name: str, *, by: str | None = None, at: str) -> IssuedPerson:
        """Give somebody a new token, given their name or id: the old one opens nothing from now on; all else stays.

        Raises:
            UsageError: there is nobody of this name.

        """
        person = self._known(name)
        secret = secrets.token_urlsafe(32)
        with self._store.together():
            self._store.people.renew(person.id, digest=_digest(secret))
            self._log("token renewed", person.id, f"{person.name} may {person.right}", by=by, at=at)
        return IssuedPerson(person, f"{person.id}.{secret}")

    def remove(self, name: str, *, by: str | None = None, at: str) -> Person:
        """Take somebody's token from them, given their name or id; what they wrote stays, under their name.

        Raises:
            UsageError: there is nobody of this name.

        """
        person = self._known(name)
        with self._store.together():
            self._store.people.remove(person.id)
            self._log("person removed", person.id, f"{person.name} may no longer {person.right}", by=by, at=at)
        return person

    def everyone(self) -> tuple[Person, ...]:
        """All people, in the order in which they came; none: the desk asks nobody for a token."""
        return self._store.people.everyone()

    def named(self, name: str) -> Person | None:
        """The person of this name (in whatever case) or id."""
        asked = name.strip().casefold()
        return next((one for one in self.everyone() if asked in (one.name.casefold(), one.id)), None)

    def _known(self, name: str) -> Person:
        person = self.named(name)
        if person is None:
            raise UsageError(f"there is no {name!r} at this desk; `copydesk people list` tells who is")
        return person

    def who(self, token: str) -> Person | None:
        """Whose token this is, or None."""
        ident, secret = _parted(token)
        held = self._store.people.person(ident)
        return held[0] if _fits(secret, held[1] if held else None) and held else None

    # -- share links --------------------------------------------------------------------------------------------

    def share(self, story: Story, *, ends: date, by: str | None = None, at: str) -> IssuedShare:
        """A link that shows this story through a day, read-only."""
        secret = secrets.token_urlsafe(32)
        with self._store.together():
            share = self._store.people.share(story.id, ends=ends, digest=_digest(secret), by=by, at=at)
            self._log("story shared", story.id, f"{share.id}: {story.label}, through {ends.isoformat()}", by=by, at=at)
        return IssuedShare(share, f"{share.id}.{secret}")

    def shares(self) -> tuple[Share, ...]:
        """All links, withdrawn ones too, in the order in which they were made."""
        return self._store.people.shares()

    def withdraw(self, ident: str, *, by: str | None = None, at: str) -> Share:
        """End a link now; it comes back as it stands then.

        Raises:
            UsageError: there is no link of this id, or it was withdrawn before.

        """
        held = self._store.people.shared(ident)
        if held is None or held[0].withdrawn_at is not None:
            said = "was withdrawn before" if held else "is no link of this desk; `copydesk people shares` lists them"
            raise UsageError(f"{ident!r} {said}")
        with self._store.together():
            self._store.people.withdraw(ident, at=at)
            self._log("share withdrawn", held[0].story, ident, by=by, at=at)
        return replace(held[0], withdrawn_at=at)

    def shared(self, token: str, *, on: date) -> Share | None:
        """The link that this token opens on a day, or None: unknown, over, or withdrawn."""
        ident, secret = _parted(token)
        held = self._store.people.shared(ident)
        if not _fits(secret, held[1] if held else None) or held is None:
            return None
        return held[0] if held[0].withdrawn_at is None and on <= held[0].ends else None

    # -- looks and saved searches -------------------------------------------------------------------------------

    def looked(self, person: str | None, story: StoryId, state: Mapping[str, int], *, at: str) -> None:
        """A person (by name; None at a desk without people) has seen a story whose counts are these."""
        self._store.people.looked(person, story, state, at=at)

    def looks(self, person: str | None, stories: Iterable[str]) -> dict[str, Look]:
        """What a person last saw of these stories, by story; those never looked at are left out."""
        return self._store.people.looks(person, stories)

    def save(self, person: str | None, name: str, query: str, *, at: str) -> SavedSearch:
        """Keep a search under a name; one that has the name gives way.

        Raises:
            UsageError: the name or the search is empty or too long.

        """
        return self._store.people.save(person, _named(name, LONGEST_NAME), _named(query, LONGEST_QUERY), at=at)

    def saved(self, person: str | None) -> tuple[SavedSearch, ...]:
        """A person's searches, by name."""
        return self._store.people.saved(person)

    def unsave(self, person: str | None, ident: str) -> None:
        """Drop a person's own saved search.

        Raises:
            UsageError: it is none of theirs.

        """
        if not self._store.people.unsave(person, ident):
            raise UsageError(f"{ident!r} is no search that was saved by {person or 'this desk'}")

    # -- the audit log ------------------------------------------------------------------------------------------

    def audit(self, *, before: int | None = None, target: str | None = None, limit: int = 100) -> tuple[AuditLine, ...]:
        """What people did by hand, the newest first: before a line of this number, to the target of this id."""
        return self._store.people.audit(before=before, target=target, limit=limit)

    def _log(self, action: str, target: str, words: str, *, by: str | None, at: str) -> None:
        self._store.people.log(action, target, words=words, by=by, at=at)


def _named(text: str, longest: int) -> str:
    """A name as it is kept, in one line.

    Raises:
        UsageError: it is empty or too long.

    """
    kept = " ".join(text.split())
    if not kept or len(kept) > longest or not kept.isprintable():
        raise UsageError(
            f"{short(text, longest)!r} is no name: give between 1 and {longest} characters that can be seen"
        )
    return kept


def _digest(secret: str) -> str:
    return sha256(secret.encode("utf-8", "surrogatepass")).hexdigest()


def _parted(token: str) -> tuple[str, str]:
    """Whose a token says it is, and its secret; both empty where it is none."""
    ident, _, secret = token.partition(".") if len(token) <= LONGEST_TOKEN else ("", "", "")
    return ident, secret


def _fits(secret: str, digest: str | None) -> bool:
    """Whether a secret has this digest; takes as long where there is none to compare with."""
    alike = secrets.compare_digest(_digest(secret), digest or _digest(""))
    return alike and digest is not None

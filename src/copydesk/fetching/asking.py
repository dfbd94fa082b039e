"""An answer to a question, asked as a guest would: at the host's turn, with few tries, along redirects."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from email.utils import parsedate_to_datetime
from typing import NamedTuple

from copydesk import __version__
from copydesk.fetching.addresses import Address, BadAddress
from copydesk.fetching.hosts import PRODUCT, Hosts
from copydesk.fetching.wire import Answer, Forbidden, NoAnswer, Question, Trouble, ask
from copydesk.fetching.world import World
from copydesk.logs import tell, warn
from copydesk.manners import FetchSettings
from copydesk.text.hosts import without_password

ACCEPT = "text/html, application/xhtml+xml, text/plain;q=0.9, application/xml;q=0.8, application/json;q=0.7, */*;q=0.1"
MOVED = frozenset((301, 302, 303, 307, 308))
AGAIN = frozenset((429, 500, 502, 503, 504))
"""Statuses after which another try may do better."""
BUSY = frozenset((429, 503))
"""Statuses with which a server may say (Retry-After) when to come again."""


class Endless(Trouble):
    """It redirects for ever, or for too long."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Want:
    """What is wanted of an address: how much, with how many tries, and whether more than that is cut off or refused.

    `known` are headers to ask an address by whether it has changed; `permit` raises where an address may not be asked.
    """

    limit: int
    tries: int
    private: bool
    cut: bool = False
    known: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    permit: Callable[[Address, bool], None] | None = None


class Reply(NamedTuple):
    """The last answer, and the address that gave it."""

    answer: Answer
    address: Address


@dataclass(frozen=True, slots=True)
class Guest:
    """Who asks: all that holds for one run."""

    hosts: Hosts
    settings: FetchSettings
    world: World

    def follow(self, address: Address, want: Want) -> Reply:
        """The answer to an address, redirects followed.

        From an answer of the open internet no redirect leads into a private network, whatever the user allows.

        Raises:
            Forbidden: the address, or one on the way, leads where no connection may go.
            Trouble: no answer could be had.

        """
        seen: list[str] = []
        private = want.private
        while True:
            self._refuse_endless(address, seen)
            if want.permit is not None:
                want.permit(address, private)
            answer = self.asked(address, want, private=private)
            location = answer.headers.get("location")
            if answer.status not in MOVED or not location:
                return Reply(answer, address)
            address = _moved(address, location)
            private = private and answer.private

    def asked(self, address: Address, want: Want, *, private: bool) -> Answer:
        """The answer to one address, asked again where another try may do better.

        Raises:
            Trouble: there is none.

        """
        question = Question(
            address=address,
            headers={**self._manners(), **want.known.get(address.url, {})},
            private=private,
            limit=want.limit,
            cut=want.cut,
        )
        try:
            return self._tried(question, want)
        except NoAnswer as trouble:
            self._count(address, trouble)
            raise

    def _tried(self, question: Question, want: Want) -> Answer:
        answer: Answer | None = None
        trouble: Trouble | None = None
        for attempt in range(want.tries):
            answer, trouble = self._once(question)
            if trouble is None and answer is not None and answer.status not in AGAIN:
                return answer
            if not self._comes_again(question.address, answer, attempt=attempt, last=attempt + 1 == want.tries):
                break
        if trouble is not None:
            raise trouble
        assert answer is not None
        return answer

    def _once(self, question: Question) -> tuple[Answer | None, Trouble | None]:
        """One try at the host's turn: an answer, or trouble that may pass."""
        host = self.hosts.host(question.address)
        if host.barred is not None:
            raise Trouble(host.barred)
        with self.hosts.turn(question.address):
            try:
                answer = ask(question, settings=self.settings, world=self.world)
            except Trouble as trouble:
                warn("fetch.failed", host=question.address.host, why=type(trouble).__name__)
                if not trouble.passing:
                    raise
                return None, trouble
            host.failures = 0
            host.answers += 1
            tell("fetch.answered", host=question.address.host, status=answer.status, bytes=len(answer.body))
            return answer, None

    def _count(self, address: Address, trouble: Trouble) -> None:
        """Leave a host alone that gave no answer to several addresses on end."""
        host = self.hosts.host(address)
        host.failures += 1
        if host.failures >= self.settings.most_failures_of_host:
            self.hosts.bar(address, f"{trouble} (so it was {host.failures} times on end; no more is asked of it)")

    def _comes_again(self, address: Address, answer: Answer | None, *, attempt: int, last: bool) -> bool:
        """Whether to try again; the host is then left alone until it is time."""
        asked = None if answer is None else self._asked_to_wait(answer)
        if asked is not None and asked > self.settings.longest_retry_seconds:
            self.hosts.leave_alone(address, asked)
            self.hosts.bar(address, f"{address.host} asks to be left alone for {asked:.0f} seconds; try again later")
            return False
        pause = max(asked or 0.0, self.settings.retry_seconds * 2**attempt)
        if asked is not None or not last:
            self.hosts.leave_alone(address, pause)
        return not last

    def _asked_to_wait(self, answer: Answer) -> float | None:
        """Seconds for which a busy server asks to be left alone (Retry-After: seconds, or a date)."""
        told = answer.headers.get("retry-after", "") if answer.status in BUSY else ""
        if told.isascii() and told.isdigit():
            return float(told[:9])
        try:
            return max(0.0, parsedate_to_datetime(told).timestamp() - self.world.now())
        except (ValueError, TypeError, IndexError, OverflowError):
            return None

    def _manners(self) -> dict[str, str]:
        """Who asks, and for what."""
        about = f" (+{self.settings.about})" if self.settings.about else ""
        manners = {"User-Agent": f"{PRODUCT}/{__version__}{about}", "Accept": ACCEPT}
        return {**manners, "From": self.settings.contact} if self.settings.contact else manners

    def _refuse_endless(self, address: Address, seen: list[str]) -> None:
        if address.url in seen:
            way = " to ".join([*seen, address.url])[:600]
            raise Endless(f"it redirects in a circle ({way}); save the page from a browser")
        if len(seen) > self.settings.most_redirects:
            raise Endless(f"it redirects more than {self.settings.most_redirects} times; give the address it ends at")
        seen.append(address.url)


def _moved(address: Address, location: str) -> Address:
    # Bytes beyond ASCII are read as Latin-1 so that none is lost; sent they are in UTF-8, if at all.
    with suppress(UnicodeError):
        location = location.encode("latin-1").decode("utf-8")
    try:
        return address.leads_to(location)
    except BadAddress as error:
        raise Forbidden(f"it redirects to {without_password(location)[:200]!r}: {error}") from error

"""How many pages tell of an event, and on how few independent accounts they rest, with what makes each step.

It measures independent reporting within this collection, and nothing else.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple
from urllib.parse import urlsplit

from copydesk.records import Article, Ladder, Place, Rung, RungKind
from copydesk.settings import KnownOwner, known_owner
from copydesk.text.normal import fold, straighten
from copydesk.text.tense import looks_ahead

Account = Sequence[Article]
"""The articles of one family, the one that speaks for them first."""

_WORD = re.compile(r"\w+")

# Primary documents that reports lean on. A closed list: what a report calls so, it has seen or was told of.
_DOCUMENT = re.compile(
    r"\b(?:joint (?:statement|declaration|communiqu[eé])|communiqu[eé]|press (?:release|conference)|news conference"
    r"|readout|(?:court|tribunal|panel)(?:['\u2019]s)? ruling|ruling|verdict|judg(?:e)?ment|indictment|transcript"
    r"|white paper|(?:official|written|final|interim|annual|\d+-page) report|statement)\b",
    re.IGNORECASE,
)
_KIND = {
    "communique": "joint statement",
    "joint communique": "joint statement",
    "joint declaration": "joint statement",
    "news conference": "press conference",
    "judgement": "ruling",
    "judgment": "ruling",
    "verdict": "ruling",
}
_NONE = re.compile(r"\b(?:no|without|neither|nor|any)\s+(?:\w+\s+){0,2}$", re.IGNORECASE)
"""What stands before a document that there was not: "without a final report", "no joint statement"."""


class _Publisher(NamedTuple):
    """An outlet: what it is called, what is known of its owner, and its articles."""

    name: str | None
    why: str
    owned: KnownOwner | None
    articles: tuple[Article, ...]


def ladder_of(accounts: Sequence[Account], *, owners: Sequence[str] = ()) -> Ladder:
    """The steps of one story: pages, wordings, publishers, owners, independent accounts, kinds of primary documents.

    A summary carried on the page of another story is no account of its own, unless the story has no other. `owners` are
    lines of the register of owners; an outlet that stands in none counts as an owner of its own.
    """
    told = [account for account in accounts if any(one.position == 0 for one in account)] or accounts
    articles = [article for account in told for article in account]
    publishers = list(_publishers(articles, owners_by_name(tuple(owners))))
    rungs = (
        *_texts(told),
        *(_rung("publisher", one.name, one.articles, one.why) for one in publishers),
        *_owners(publishers),
        *_accounts(told),
        *_documents(told),
        *_agencies(articles),
    )
    counts = Counter(rung.kind for rung in rungs)
    return Ladder(
        pages=len(articles),
        texts=counts["text"],
        publishers=counts["publisher"],
        owners=counts["owner"],
        accounts=counts["account"],
        documents=counts["document"],
        rungs=rungs,
    )


def _rung(
    kind: RungKind, name: str | None, articles: Sequence[Article], why: str, *, places: Sequence[Place] = ()
) -> Rung:
    return Rung(kind=kind, name=name, articles=tuple(one.id for one in articles), why=why, places=tuple(places))


# -- texts and accounts ------------------------------------------------------------------------------------------------


def _texts(accounts: Sequence[Account]) -> Iterator[Rung]:
    """The distinct wordings of each account: what copies it word for word is the same text."""
    for account in accounts:
        for alike in _grouped((_wording(article), article) for article in account):
            why = "one page has this wording" if len(alike) == 1 else f"{len(alike)} pages have it word for word"
            yield _rung("text", alike[0].title, alike, why)


def _wording(article: Article) -> str:
    """The words of a text without their form."""
    return " ".join(_WORD.findall(straighten(article.text).casefold()))


def _accounts(accounts: Sequence[Account]) -> Iterator[Rung]:
    for account in accounts:
        count = len(account)
        why = (
            "shares no text with another page"
            if count == 1
            else f"{count} pages share their text: one family of copies"
        )
        yield _rung("account", account[0].title, account, why)


def _grouped(keyed: Iterable[tuple[str, Article]]) -> list[tuple[Article, ...]]:
    """The articles by key, in the order in which the keys come."""
    groups: dict[str, list[Article]] = defaultdict(list)
    for key, article in keyed:
        groups[key].append(article)
    return [tuple(group) for group in groups.values()]


# -- publishers and owners ---------------------------------------------------------------------------------------------


def _publishers(articles: Sequence[Article], register: dict[str, KnownOwner]) -> Iterator[_Publisher]:
    """Outlets by name, else by host; a page that gives neither counts as one of its own."""
    for own in _grouped((_publisher_key(article), article) for article in articles):
        name = next((one.outlet for one in own if one.outlet), None)
        hosts = [host for one in own if (host := _host(one.url))]
        if name is not None:
            why = "named by its pages"
        elif hosts:
            why = "pages at this address name no outlet"
        else:
            why = "the page names no outlet: it counts by itself"
        keys = [*([fold(name)] if name else []), *(above for host in dict.fromkeys(hosts) for above in _above(host))]
        known = next((one for key in keys if (one := register.get(key))), None)
        if known is not None and known.kind:
            why += f"; its kind is {known.kind} ({known.source}, as of {known.day})"
        yield _Publisher(name or next(iter(hosts), None), why, known if known and known.owner else None, own)


def _publisher_key(article: Article) -> str:
    return fold(article.outlet) if article.outlet else _host(article.url) or article.id


def _host(address: str | None) -> str | None:
    """The host of an address in lower case without `www.`; None where there is none."""
    try:
        host = urlsplit(address or "").hostname
    except ValueError:
        return None
    return host.removeprefix("www.") if host else None


def _above(host: str) -> list[str]:
    """A host and the names that it lies under."""
    labels = host.split(".")
    return [".".join(labels[place:]) for place in range(len(labels) - 1)]


@lru_cache(maxsize=8)
def owners_by_name(lines: tuple[str, ...]) -> dict[str, KnownOwner]:
    """What is known of owners, by each folded name of an outlet; the latest day decides."""
    known = sorted((known_owner(line) for line in lines), key=lambda one: one.day)
    return {fold(name).removeprefix("www."): one for one in known for name in one.outlets}


def _owners(publishers: Sequence[_Publisher]) -> Iterator[Rung]:
    """Owners as the register has them; an outlet that it does not know counts by itself, and that is said."""
    belonging: dict[str, list[_Publisher]] = defaultdict(list)
    for place, one in enumerate(publishers):
        belonging[fold(one.owned.owner) if one.owned else f"\n{place}"].append(one)
    for outlets in belonging.values():
        articles = [article for one in outlets for article in one.articles]
        owned = outlets[0].owned
        if owned is None:
            yield _rung("owner", None, articles, f"owner of {outlets[0].name or 'the outlet'} not established")
            continue
        yield _rung("owner", owned.owner, articles, f"owns {_owned(outlets)}")


def _owned(outlets: Sequence[_Publisher]) -> str:
    """The outlets of one owner with where that is said, those of one source together."""
    said: dict[str, list[str]] = defaultdict(list)
    for one in outlets:
        assert one.owned is not None
        through = f" through {one.owned.through}" if one.owned.through else ""
        said[f"{through} ({one.owned.source}, as of {one.owned.day})"].append(one.name or "an outlet without a name")
    return "; ".join(", ".join(names) + where for where, names in said.items())


# -- documents and agencies --------------------------------------------------------------------------------------------


def _documents(accounts: Sequence[Account]) -> Iterator[Rung]:
    """The kinds of document that accounts lean on, each with the first place in each account that names it."""
    found: dict[str, list[tuple[Article, Place]]] = defaultdict(list)
    for face, *_ in accounts:
        for kind, place in _documents_of(face).items():
            found[kind].append((face, place))
    for kind, named in found.items():
        why = f"named by {len(named)} of {len(accounts)} {'account' if len(accounts) == 1 else 'accounts'}"
        yield _rung("document", kind, [face for face, _ in named], why, places=[place for _, place in named])


def _documents_of(article: Article) -> dict[str, Place]:
    """The documents that a text names as there, a plain statement only where it names nothing more."""
    found: dict[str, Place] = {}
    for match in _DOCUMENT.finditer(article.text):
        kind = _kind(match.group())
        if kind not in found and _is_there(article.text, match):
            found[kind] = Place(article=article.id, start=match.start(), end=match.end())
    if len(found) > 1:
        found.pop("statement", None)
    return found


def _is_there(text: str, match: re.Match[str]) -> bool:
    """Whether a document was there to lean on: neither denied nor still to come."""
    before = text[max(0, match.start() - 40) : match.start()]
    return not _NONE.search(before) and not looks_ahead(text, match.start(), match.end())


def _kind(words_of_it: str) -> str:
    plain = fold(words_of_it).replace("'s", "")
    plain = _KIND.get(plain, plain)
    if plain.endswith("ruling"):
        return "ruling"
    return "report" if plain.endswith("report") else plain


def _agencies(articles: Sequence[Article]) -> Iterator[Rung]:
    """Agencies and outlets that pages credit: reports at second hand, so none of them is a primary document."""
    credited = [article for article in articles if article.credited_to]
    for own in _grouped((fold(article.credited_to or ""), article) for article in credited):
        yield _rung("agency", own[0].credited_to, own, f"credited by {len(own)} {'page' if len(own) == 1 else 'pages'}")

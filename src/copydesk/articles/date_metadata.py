"""The dates that a page states for machines: metadata, machine-readable times, and its address."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime
from functools import lru_cache
from typing import Literal, NamedTuple

from copydesk.records import DateBasis, DateRole
from copydesk.settings import DateSettings, DateWeights
from copydesk.text.days import Days, Order, dated, month_days, resolve


class Reading(NamedTuple):
    """A date that stands somewhere on the page: the days it may mean, what it seems to be, and how far that counts."""

    low: date
    high: date
    surface: str
    role: DateRole
    basis: DateBasis
    weight: float
    why: str
    other: Days | None = None
    """The second way to read its numbers."""
    zone: str | None = None
    """Its time zone as written."""
    slack: tuple[int, int] = (0, 0)
    """Days by which a clock of another zone may be behind and ahead of a time in universal time."""


# -- metadata ----------------------------------------------------------------------------------------------------------

_PUBLISHED_NAME = re.compile(
    r"date_?-?published|published[_-]?(?:time|date|at|on)?\b|publication[_-]?date|publish(?:ed)?[_-]?(?:date|time|at|on)"
    r"|publishtime|pub[_-]?date|date[._-]?(?:issued|posted|publi\w+)|post[_-]?date"
    r"|(?:^|[:._-])(?:display|p|doc|gen|article)?[_-]?(?:date|ptime|gentime|timestamp)$"
    r"|(?:^|[:.])issued$|release[_-]?date|date_original|originalpublicationdate|articlefirstpublished"
    r"|citation_(?:online_)?date"
)
_CREATED_NAME = re.compile(r"date[._-]?created|(?:^|[:._-])created(?:[._-]?(?:date|time|at|on))?$")
_MODIFIED_NAME = re.compile(r"modif|updat|revis|lastmod|changed")
_NO_ARTICLE = re.compile(
    r"image|video|audio|comment|person|event(?!s)|offer|review|upload|expir|birth|death|valid|avail"
)
_WHOLE_PAGE = re.compile(r"webpage|website|collection|listing|breadcrumb|organi[sz]ation")
_ARTICLE_NAME = re.compile(r"jsonld:|article|posting|report|story|published_time|issued|itemprop:datepublished")
_MOST_FIELDS = 200
"""Date-like values of a page that are read: an article has some dozen, and its own come first."""
_MICRODATA = "itemprop:datepublished"
_MARKED_TIME = re.compile(r"publish|pubdate|posted|entry|abbr")


def metadata_readings(
    metadata: Sequence[tuple[str, str]], *, order: Order | None, settings: DateSettings
) -> Iterator[Reading]:
    """The dates of the page's metadata; `metadata` are pairs of name and content, the names as the page has them."""
    keys = [name.casefold() for name, _ in metadata]
    times = {value[:10] for key, (_, value) in zip(keys, metadata, strict=True) if key.startswith("time")}
    marked = {value[:10] for key, (_, value) in zip(keys, metadata, strict=True) if key == _MICRODATA}
    for key, (name, value) in zip(keys[:_MOST_FIELDS], metadata[:_MOST_FIELDS], strict=True):
        weight = _weight_of(key, settings.weights, only=len(times) == 1)
        if key == _MICRODATA and len(marked) > 1:  # comments and teasers carry it as well
            weight = settings.weights.time_only
        found = machine_day(value, order=order) if weight is not None else None
        if weight is None or found is None or found.day.year < settings.first_year:
            continue
        modified = _is_modified(key)
        role: DateRole = "modified" if modified else "published"
        yield Reading(
            found.day,
            found.day,
            value[:40],
            role,
            "metadata",
            0.0 if modified else weight,
            f"metadata {name}",
            zone=found.zone,
            slack=found.slack,
        )


def _weight_of(key: str, weights: DateWeights, *, only: bool) -> float | None:
    """What a field of this name counts; None for one that dates nothing here."""
    match _field_of(key):
        case "time_marked":
            return weights.time_marked
        case "time":
            return weights.time_only if only else weights.time
        case "created":
            return weights.created
        case "whole_page":
            return weights.whole_page
        case "article":
            return weights.article
        case "metadata":
            return weights.metadata
    return None


_Field = Literal["time_marked", "time", "created", "whole_page", "article", "metadata"]


@lru_cache(maxsize=4096)
def _field_of(key: str) -> _Field | None:
    """What kind of field has this name; None for one that dates nothing here. The same few stand on all pages."""
    if key.startswith(("time", "abbr")):
        return "time_marked" if _MARKED_TIME.search(key) else "time"
    if _NO_ARTICLE.search(key):
        return None
    if _CREATED_NAME.search(key):
        return "created"
    if not (_is_modified(key) or _PUBLISHED_NAME.search(key)):
        return None
    if _WHOLE_PAGE.search(key) or (key.startswith("jsonld.") and "creativework" not in key):
        return "whole_page"
    return "article" if _ARTICLE_NAME.search(key) else "metadata"


@lru_cache(maxsize=4096)
def _is_modified(key: str) -> bool:
    return _MODIFIED_NAME.search(key) is not None


class MachineDay(NamedTuple):
    """The day of a metadata value, the zone that is written with it, and the days its time may be elsewhere."""

    day: date
    zone: str | None = None
    slack: tuple[int, int] = (0, 0)


_ISO = re.compile(r"(\d{4})-(\d\d?)-(\d\d?)(?:[T ]+(\d\d?):(\d\d)(?::\d\d(?:[.,]\d+)?)? ?(Z|UTC|GMT|[+-]\d\d:?\d\d)?)?")
_COMPACT = re.compile(r"((?:19|20|21)\d\d)(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])(?:T?\d{2,6}Z?)?$")
_SECONDS = re.compile(r"(\d{10})(?:\d{3})?$")
# Some servers print the year after the time of day: "Tue Jan 14 10:00:00 CET 2014".
_YEAR_LAST = re.compile(r"([A-Za-z]{3} \d{1,2}) [\d:]{5,8} (?:[A-Z]{2,5} )?(\d{4})$")
ZONE = re.compile(
    r"(?<![A-Za-z])(?:(?:UTC|GMT) ?[+-] ?\d{1,2}(?::?\d\d)?|[+-]\d\d:?\d\d\b|Z\b|UTC|GMT|[ECMP][SD]?T\b|BST|CES?T|MES?Z"
    r"|EES?T|IST|JST|KST|MSK|AE[SD]?T)(?![A-Za-z])"
)
_UNIVERSAL = frozenset(("Z", "UTC", "GMT", "+00:00", "+0000", "-00:00"))
# The clocks of the world lie from 12 hours behind universal time to 14 ahead of it.
_BEHIND, _AHEAD = 12, 14


def machine_day(value: str, *, order: Order | None = None) -> MachineDay | None:
    """The day of a metadata value: ISO 8601, digits on end, seconds since 1970, or any printed form without doubt."""
    value = value.strip()[:200]
    iso = _ISO.match(value)
    if iso is not None:
        day = _day(iso[1], iso[2], iso[3])
        return MachineDay(day, iso[6], _slack(iso[4], iso[6])) if day is not None else None
    compact = _COMPACT.match(value)
    if compact is not None:
        day = _day(*compact.groups())
        return MachineDay(day) if day is not None else None
    seconds = _SECONDS.match(value)
    if seconds is not None:
        return MachineDay(datetime.fromtimestamp(int(seconds[1]), UTC).date(), "UTC", (-1, 1))
    last = _YEAR_LAST.search(value)
    full = [one for one in dated(f"{last[1]}, {last[2]}" if last else value) if one.kind == "date"]
    if not full or (full[0].either and order is None):
        return None
    meant = resolve(full[0], date(2000, 1, 1), order=order)
    zone = ZONE.search(value, full[0].end)
    return MachineDay(meant[0], zone.group() if zone else None) if meant is not None else None


def _slack(hour: str | None, zone: str | None) -> tuple[int, int]:
    """The days before and after on which a time in universal time, or in no zone told, may fall by another clock."""
    if hour is None or (zone is not None and zone not in _UNIVERSAL):
        return 0, 0
    return -int(int(hour) < _BEHIND), int(int(hour) >= 24 - _AHEAD)


def _day(year: str, month: str, day: str) -> date | None:
    try:
        return date(int(year), int(month), int(day))
    except ValueError:
        return None


# -- address -----------------------------------------------------------------------------------------------------------

_MONTH_NAMES = "jan feb mar apr may jun jul aug sep oct nov dec".split()
_MONTH = rf"(?P<month>0?[1-9]|1[0-2]|(?:{'|'.join(_MONTH_NAMES)})[a-z]{{0,6}})"
_YEAR = r"(?P<year>(?:19|20|21)\d\d)"
# Without a year no address tells a day or a month.
_YEAR_WITHIN = re.compile(_YEAR)
_ADDRESS_DAYS = (
    re.compile(rf"/{_YEAR}[/-]{_MONTH}[/-](?P<day>0?[1-9]|[12]\d|3[01])(?!\d)", re.IGNORECASE),
    re.compile(rf"(?<!\d){_YEAR}[-_.](?P<month>0[1-9]|1[0-2])[-_.](?P<day>0[1-9]|[12]\d|3[01])(?!\d)"),
    re.compile(rf"(?<!\d){_YEAR}/?(?P<month>0[1-9]|1[0-2])/?(?P<day>0[1-9]|[12]\d|3[01])(?!\d)"),
    re.compile(rf"(?<!\d)(?P<day>0[1-9]|[12]\d|3[01])[-_.](?P<month>0[1-9]|1[0-2])[-_.]{_YEAR}(?!\d)"),
)
_ADDRESS_MONTHS = (
    re.compile(rf"/{_YEAR}[/-]{_MONTH}(?=/|$)", re.IGNORECASE),
    re.compile(rf"/{_YEAR}(?P<month>0[1-9]|1[0-2])(?=/)"),
    re.compile(rf"[-/_](?P<month>(?:{'|'.join(_MONTH_NAMES)})[a-z]{{0,6}})-?{_YEAR}(?=[/?.]|$)", re.IGNORECASE),
)


def address_readings(url: str | None, *, settings: DateSettings) -> Iterator[Reading]:
    """The day, else the month, that stands in the path of an address."""
    address = (url or "")[:2000].split("?")[0].split("#")[0]
    if not _YEAR_WITHIN.search(address):
        return
    weight = settings.weights.address
    for pattern in _ADDRESS_DAYS:
        found = pattern.search(address)
        day = _day(found["year"], _month_number(found["month"]), found["day"]) if found else None
        if found is not None and day is not None and day.year >= settings.first_year:
            yield Reading(day, day, found.group(), "published", "url", weight, "day in the address")
            return
    for pattern in _ADDRESS_MONTHS:
        found = pattern.search(address)
        if found is not None and int(found["year"]) >= settings.first_year:
            low, high = month_days(int(found["year"]), int(_month_number(found["month"])))
            yield Reading(low, high, found.group(), "published", "url", weight, "month in the address")
            return


def _month_number(name: str) -> str:
    return name if name.isdigit() else str(_MONTH_NAMES.index(name[:3].casefold()) + 1)


# Letters behind the last point of a host that are no country, or are used by everybody.
_NO_COUNTRY = frozenset("com org net edu gov mil int info biz tv io me co fm to cc ws us".split())
_HOST = re.compile(r"^\w+://[^/?#:]*\.([a-z]{2,})(?=[:/?#]|$)", re.IGNORECASE)


def order_of_host(url: str | None) -> Order | None:
    """Day before month, where the address lies in a country: all but the United States write numbers so."""
    found = _HOST.match(url or "")
    if found is None or found[1].casefold() in _NO_COUNTRY or len(found[1]) > 2:
        return None
    return "dmy"

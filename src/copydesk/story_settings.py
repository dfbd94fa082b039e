"""What decides about stories: events, their days, and storylines. `settings` hands it on."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from copydesk.errors import UsageError

__all__ = ["KnownDay", "KnownOwner", "StorySettings", "known_day", "known_owner"]


class KnownDay(NamedTuple):
    """A day that is public knowledge: of each group of words a text must hold one to speak of it; what happened."""

    day: date
    words: tuple[tuple[str, ...], ...]
    what: str


def known_day(line: str) -> KnownDay:
    """A line of a calendar: the day, groups of words (`;` between groups, `|` between words of one), what happened.

    Where it is told may stand after that. Columns stand between tabs or, where there is no tab, between ` : `.

    Raises:
        UsageError: the line has another form.

    """
    parts = [part.strip() for part in (line.split("\t") if "\t" in line else line.split(" : "))]
    try:
        day, words, what, *_told_at = parts
        when = date.fromisoformat(day)
    except ValueError:
        raise _no_known_day(line) from None
    groups = tuple(tuple(word.strip() for word in group.split("|") if word.strip()) for group in words.split(";"))
    if not what or not all(groups):
        raise _no_known_day(line)
    return KnownDay(when, groups, what)


def _no_known_day(line: str) -> UsageError:
    form = "2031-06-14 : Harbour Games|Games; opening ceremony|opened : Opening of the Harbour Games"
    return UsageError(f"[stories] calendar: {line!r} is no known day; write it as {form!r}")


class KnownOwner(NamedTuple):
    """Who owned outlets on a day, and where that is said. `outlets` are names as pages give them, or hosts.

    `owner` is the topmost that is known, `through` those between it and the outlets, the nearest first; `owner` is
    empty where a register tells the `kind` of outlet alone ("agency"), which is None where it does not.
    """

    outlets: tuple[str, ...]
    owner: str
    source: str
    day: date
    kind: str | None = None
    through: str | None = None


def known_owner(line: str) -> KnownOwner:
    """A line of a register of owners: outlets (`|` between them), their owner, where that is said, on which day.

    Columns stand between tabs or, where there is no tab, between ` : `. Two more may follow: the kind of the outlets,
    and who stands between them and the owner.

    Raises:
        UsageError: the line has another form.

    """
    parts = [part.strip() for part in (line.split("\t") if "\t" in line else line.split(" : "))]
    try:
        outlets, owner, source, day, *more = parts
        when = date.fromisoformat(day)
        kind, through = (*more, "", "")[:2] if len(more) <= 2 else ()
    except ValueError:
        raise _no_known_owner(line) from None
    named = tuple(name.strip() for name in outlets.split("|"))
    if not ((owner or kind) and source and all(named)):
        raise _no_known_owner(line)
    return KnownOwner(named, owner, source, when, kind or None, through or None)


def _no_known_owner(line: str) -> UsageError:
    form = "Harbour Post|harbourpost.example : Quay Group : https://quay.example/titles : 2031-06-14"
    return UsageError(f"[stories] owners: {line!r} names no owner; write it as {form!r}")


@dataclass(frozen=True, slots=True, kw_only=True)
class StorySettings:
    """When articles tell of one event, and events of one storyline."""

    # A lead is the headline's sentence and what explains it: the main event's day stands there or nowhere.
    lead_sentences: int = 4
    # A text that names no day is taken to tell of the week before its publication.
    news_age_days: int = 7
    # Copies of the newsroom follow their source by up to 22 days; two months leave room and are still an answer.
    copy_lag_days: int = 61
    copy_confidence: float = 0.7
    # Days that are public knowledge beside those that come with the package, one line each: see `known_day`. What a
    # text says of such an event ("last week's ruling") bounds the day on which it was written.
    calendar: tuple[str, ...] = ()
    # A sentence of another article tells the day of an account when its headline and lead hold so many words of names
    # that are in it, and so much of the rarity of its words; less where the account's own interval holds that day.
    # In the newsroom sentences on the event itself reach .47 and more, those on what came before or after it .39.
    named_names: int = 3
    named_share: float = 0.45
    named_share_fitting: float = 0.4
    # Who owns which outlets, one line each: see `known_owner`. None come with the package: whom a title belongs to
    # changes, and an outlet of which nothing is said here counts as an owner of its own.
    owners: tuple[str, ...] = ()
    # The same in files (`owners.tsv`, seen from the file of settings) and in plug-ins, by name: see docs/plug-ins.md.
    registries: tuple[str, ...] = ()
    # Days between two events from which on they are two, however alike their texts: the days named for one event by
    # several papers rarely lie further apart, look-alike events of one storyline rarely nearer.
    gate_days: int = 3
    # The same where one of the two is no day but an interval: a text that names no day tells of the aftermath as often.
    # Of 0, 7 and 28 days more this is the best on both halves of ECB+, and look-alikes of the newsroom stay apart.
    vague_gate_days: int = 31
    # An interval no wider than this dates an event as well as a day does.
    narrow_days: int = 7
    # An interval no wider than this does not prove two events one, but frees them of the doubt that undated ones meet.
    wide_days: int = 62
    # Share of the square of pairs of words in the length of a text.
    pair_length: float = 0.3
    # Share of names in the likeness of two texts; the rest is words and pairs of words.
    name_share: float = 0.2
    # Mean likeness from which texts tell of one event: where their days agree, and where a day is not known. The latter
    # is tuned on the even topics of ECB+ and checked on the odd ones.
    same_event_dated: float = 0.4
    same_event_undated: float = 0.52
    # In a small collection every text shares words that are rare in it: this much more is asked, divided by the number
    # of units. In samples of ECB+ the best likeness is .32 for 4 texts, .25 for 8 and .20 from 16 on.
    same_event_few: float = 0.5
    # An undated text joins an event only if it is so much more alike than a known other event of the storyline is, or
    # shares a quoted run of so many words.
    clearly_nearer: float = 1.25
    quoted_run: int = 5
    # Texts that conflict in their days push clusters apart by this much a pair.
    conflict_weight: float = 0.1
    # Neighbours that a text is taken together with before it is compared: from this likeness on, wholly from that on.
    neighbours: int = 6
    neighbour_floor: float = 0.1
    neighbour_full: float = 0.4
    # Accounts that are compared with each other at once, the latest ones; and how many come in between two groupings.
    # Of 20,000 made-up articles BCubed F is .983 with groupings every 500 accounts and every 1,000, which take two
    # thirds of the time; a window of 1,500 gives .978.
    window_units: int = 2000
    regrouped_units: int = 1000
    # Likeness below this is not kept between events: it is what any two news texts have in common.
    least_likeness: float = 0.02
    # A name in more events than this counts by so many over their number; two such names together count as one name.
    # The names of a storyline's people and places stand in some ten of its events, those of the world in hundreds.
    hub_events: int = 12
    # Likeness of names and words (geometric mean) from which two events are of one storyline, and what is asked where a
    # sentence of the later one points back to the earlier: in the newsroom storylines reach .44, others stay below .30.
    same_line: float = 0.24
    same_line_referred: float = 0.17

    def __post_init__(self) -> None:
        """Refuse lines of the calendar and of the register of owners that have another form."""
        for line in self.calendar:
            known_day(line)
        for line in self.owners:
            known_owner(line)

"""Made-up news in any amount: events told by several outlets, with copies, quotes, figures and what copies change.

Nothing in it is true and nobody in it lives. The same seed gives the same news.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from itertools import pairwise
from typing import NamedTuple

SYLLABLES = "ba co du fe gi ha jo ku le mi no pu ra so tu ve wi xa yo ze bran dell fort gren holm kess lund mor".split()
SITES = 160
A_DAY = 40
"""Events that begin on each day."""
COPIED = (0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 3, 5)
"""Copies of one account: half have none, some five."""
WIDEST = 60
"""Sites that carry the text of an agency at the most: one event in 6,000."""
ACCOUNTS = (1, 1, 1, 1, 1, 2, 2, 3, 4, 6)

# What events of one sort are told in: {what} is theirs alone, numbers and people are the event's.
_LEADS = (
    "{place} – {count} people were hurt on {weekday} when {what} {happened} near {spot}, {body} said.",
    "At least {count} people were hurt when {what} {happened} on {weekday} close to {spot}, according to {body}.",
    "{body} said on {weekday} that {what} had {happened} near {spot}, and that {count} people were being treated.",
)
_FACTS = (
    "The repair will cost {money} million crowns, {percent}% more than was set aside for it.",
    "{person}, {role}, said the repair would cost {money} million crowns.",
    "Some {metres} metres of {what} must be made anew before {month}, engineers of {firm} found.",
    "{firm}, which owns {what}, lost {percent}% of its worth on the exchange of {place}.",
    "About {many} households in {spot} were without power for {hours} hours.",
    "The last accident of the kind at {spot} was in {year}, when {few} people died.",
)
_QUOTES = (
    "“{saying},” {person} told {outlet}.",
    "“{saying},” said {person}, {role}.",
    "{person} said: “{saying}.”",
)
_REPORTED = "{other}, who leads {firm}, said that {what} would be open again by {month}."
_SAYINGS = (
    "we heard {word} before anybody saw {what}",
    "nobody had looked at {what} since {word} went away",
    "{what} was never made for {word}, and everybody at {spot} knew it",
    "if {word} comes back we will close {spot} for good",
    "it is too early to speak of {word} while people are in hospital",
)
_CLOSING = (
    "A court at {place} is to hear {firm} in {month}; {other} will speak for the families of {spot}.",
    "Schools around {spot} stay closed until {weekday}, {body} said.",
    "What became of the {word} that stood beside {what} is not known.",
)
_HAPPENED = ("gave way", "caught fire", "broke apart", "was flooded", "ran aground", "went off the rails")
_THINGS = (
    "the bridge of",
    "the ferry",
    "the tunnel under",
    "the mill of",
    "the tramway of",
    "the dam above",
    "the silo of",
)
_ROLES = (
    "the mayor",
    "a spokeswoman for the owners",
    "the chief engineer",
    "a nurse",
    "the harbour master",
    "a teacher",
)
_WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_MONTHS = ("January", "March", "May", "July", "September", "November")
_REWORDED = {"people": "persons", "said": "stated", "hurt": "injured", "near": "nearby", "told": "informed"}


class News(NamedTuple):
    """A page of made-up news, as a line of a JSON Lines file has it."""

    id: str
    url: str
    outlet: str
    title: str
    published: str
    text: str


class _Event(NamedTuple):
    """What is true of an event: the words that stand for its people, places and numbers."""

    day: date
    slots: dict[str, str]
    said: list[str]


def made_up_news(count: int, seed: int) -> Iterator[News]:
    """So many pages of news, by day."""
    chance = random.Random(seed)
    outlets = [_outlet(chance, number) for number in range(SITES)]
    given = 0
    day = date(2031, 1, 1)
    number = 0
    past: list[_Event] = []
    while True:
        pages = []
        for _ in range(A_DAY):
            number += 1
            event = _event(chance, day, past)
            past.append(event)
            pages.extend(_told(chance, event, outlets, number))
        past = past[-A_DAY * 60 :]
        chance.shuffle(pages)
        for news in pages:
            yield news._replace(id=f"news-{given}")
            given += 1
            if given == count:
                return
        day += timedelta(days=1)


def _event(chance: random.Random, day: date, past: list[_Event]) -> _Event:
    """A new event; one in five is of the same people and places as one of the last weeks."""
    slots = {
        "place": _name(chance),
        "spot": _name(chance),
        "what": f"{chance.choice(_THINGS)} {_name(chance)}",
        "firm": f"{_name(chance)} Works",
        "body": f"the {_name(chance)} fire service",
        "person": f"{_name(chance)} {_name(chance)}",
        "other": f"{_name(chance)} {_name(chance)}",
        "role": chance.choice(_ROLES),
    }
    if past and chance.random() < 0.2:
        slots.update(chance.choice(past).slots)
    slots["word"] = _word(chance)
    slots.update(
        happened=chance.choice(_HAPPENED),
        count=str(chance.randint(3, 90)),
        money=f"{chance.randint(11, 990) / 10}",
        percent=str(chance.randint(2, 60)),
        metres=str(chance.randint(20, 900)),
        many=f"{chance.randint(2, 60)},{chance.choice(('000', '500'))}",
        hours=str(chance.randint(2, 40)),
        few=str(chance.randint(2, 9)),
        year=str(chance.randint(1960, 2028)),
        month=chance.choice(_MONTHS),
        weekday=_WEEKDAYS[day.weekday()],
    )
    said = [_strewn(chance, one.format(**slots)) for one in chance.sample(_SAYINGS, 3)]
    return _Event(day, slots, said)


def _told(chance: random.Random, event: _Event, outlets: list[str], number: int) -> Iterator[News]:
    """The pages on one event: independent accounts, each with its copies."""
    widest = number % 6000 == 700
    for account in range(chance.choice(ACCOUNTS)):
        title, text = _account(chance, event)
        copies = WIDEST if widest and not account else chance.choice(COPIED)
        sites = chance.sample(range(SITES), min(copies + 1, SITES))
        hour = chance.randint(5, 20)
        for place in range(copies + 1):
            site = sites[place % len(sites)]
            when = datetime.combine(event.day, datetime.min.time()) + timedelta(hours=hour + place % 30)
            yield News(
                id="",
                url=f"https://www.site{site}.example/{event.day:%Y/%m/%d}/{number}-{account}-{place}",
                outlet=outlets[site],
                title=title if place < 4 else f"{title}, {outlets[site].split()[0]} hears",
                published=when.isoformat(),
                text=text if not place else _copied(chance, text, outlets[sites[0]]),
            )


def _account(chance: random.Random, event: _Event) -> tuple[str, str]:
    """A headline and paragraphs of an outlet's own: its choice of what is told, and now and then another number."""
    slots = dict(event.slots, outlet=f"the {_name(chance)} Gazette", word=_word(chance))
    if chance.random() < 0.25:
        slots["count"] = str(int(slots["count"]) + chance.randint(1, 9))
    lines = [chance.choice(_LEADS), *chance.sample(_FACTS, chance.randint(1, 3))]
    lines += [_REPORTED, *chance.sample(_CLOSING, chance.randint(1, 2))]
    body = [_strewn(chance, line.format(**slots)) for line in lines]
    own_said = (_strewn(chance, one.format(**slots)) for one in chance.sample(_SAYINGS, 2))
    said = [*own_said, *chance.sample(event.said, chance.choice((0, 0, 1)))]
    body += [chance.choice(_QUOTES).format(**slots, saying=one) for one in said]
    own = [_own_words(chance, slots) for _ in range(chance.randint(3, 7))]
    told = [body[0], *chance.sample([*body[1:], *own], len(body) + len(own) - 1)]
    title = f"{slots['what']} {slots['happened']} near {slots['spot']}"
    return title[0].upper() + title[1:], "\n\n".join(line[0].upper() + line[1:] for line in told)


def _strewn(chance: random.Random, line: str) -> str:
    """A line with invented words here and there: else all events of a sort would share their phrases."""
    words = line.split(" ")
    told = [words[0]]
    for before, word in pairwise(words):
        if before.isalpha() and word.isalpha() and before.islower() and word.islower() and chance.random() < 0.8:
            told.append(_word(chance))
        told.append(word)
    return " ".join(told)


def _own_words(chance: random.Random, slots: dict[str, str]) -> str:
    """A sentence that no other account has."""
    words = [_word(chance) for _ in range(chance.randint(9, 20))]
    words[chance.randrange(len(words))] = slots["spot"]
    return f"The {' '.join(words)} of {slots['what']} {' '.join(_word(chance) for _ in range(4))}."


def _copied(chance: random.Random, text: str, source: str) -> str:
    """A text as another site carries it: as it is, with a credit, shortened, with a number changed, or reworded."""
    paragraphs = text.split("\n\n")
    way = chance.random()
    if way < 0.3:
        return text
    if way < 0.55:
        return f"{text}\n\nThis report first appeared in {source}."
    if way < 0.75:
        return "\n\n".join(paragraphs[: max(3, len(paragraphs) - chance.randint(1, 4))])
    if way < 0.9:
        place = chance.randrange(len(paragraphs))
        digits = str(chance.randint(2, 9))
        changed = "".join(digits if one.isdigit() and one != "0" else one for one in paragraphs[place])
        return "\n\n".join([*paragraphs[:place], changed, *paragraphs[place + 1 :]])
    return "\n\n".join(" ".join(_REWORDED.get(word, word) for word in line.split(" ")) for line in paragraphs)


def _outlet(chance: random.Random, number: int) -> str:
    return f"{_name(chance)} {('Post', 'Echo', 'Gazette', 'Wire', 'Herald', 'Observer')[number % 6]}"


def _name(chance: random.Random) -> str:
    return _word(chance).capitalize()


def _word(chance: random.Random) -> str:
    return "".join(chance.choices(SYLLABLES, k=chance.choice((2, 3, 3))))

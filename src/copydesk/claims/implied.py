"""Units that are not printed beside their number: ages, scores, "three were missing", "from 890 thalers to 1,045"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from copydesk.claims.nouns import MONEY, is_person
from copydesk.claims.units import Unit
from copydesk.text.lemmas import singular
from copydesk.text.numbers import Number


class Place(NamedTuple):
    """A number in its sentence: what stands before it, itself, what stands after it."""

    before: str
    surface: str
    after: str
    sentence: str
    number: Number

    @property
    def opens(self) -> bool:
        """Whether the number opens its sentence or a quotation."""
        return not self.before or self.before[-1] in "\"\u201c\u2018'(["


class Sized(NamedTuple):
    """A value with what it counts, as later numbers may lean on it."""

    value: float
    unit: Unit


class Before(NamedTuple):
    """Units of the figures of the sentences before a number.

    `counted` are the last nouns counted, `same` is the unit of the last sum or measure of the same value, `large` are
    those in which all large sums and measures are given, by name.
    """

    counted: tuple[Unit, ...]
    same: Unit | None
    large: tuple[Unit, ...]


class Earlier(NamedTuple):
    """Units of the figures before a number: of its own sentence, of the nouns counted before, of the same value.

    `large` is what all the large sums or measures before it are given in, if that is one unit; `bare` is whether the
    number right before it counts nothing.
    """

    here: tuple[Unit, ...]
    before: tuple[Unit, ...]
    same: Unit | None
    large: Unit | None
    bare: bool = False


_LARGE = 1e6  # from here on sums and measures are told in millions, and later ones may leave out their unit
_TOLD_APART = 1000  # a smaller value is often given twice by chance
_LOOK_BACK = 12  # figures: about two paragraphs, as far as "of them" reaches


def units_before(seen: Sequence[Sized], value: float) -> Before:
    """What the figures of earlier sentences tell a bare number of this value."""
    last = list(seen)
    counted = tuple(one.unit for one in last[-_LOOK_BACK:] if one.unit.kind in {"person", "thing"})
    large = {one.unit.name: one.unit for one in last if one.value >= _LARGE and _is_size(one)}
    return Before(counted, _same(last, value), tuple(large.values()))


def with_here(before: Before, here: Sequence[Sized], value: float) -> Earlier:
    """The same together with the figures of its own sentence."""
    large = {unit.name: unit for unit in before.large}
    large |= {one.unit.name: one.unit for one in here if one.value >= _LARGE and _is_size(one)}
    return Earlier(
        here=tuple(one.unit for one in here),
        before=before.counted,
        same=_same(here, value) or before.same,
        large=next(iter(large.values())) if len(large) == 1 else None,
    )


def _same(sized: Sequence[Sized], value: float) -> Unit | None:
    if value < _TOLD_APART:
        return None
    return next((one.unit for one in reversed(sized) if one.value == value and _is_size(one)), None)


def _is_size(one: Sized) -> bool:
    return one.unit.kind in {"measure", "currency"}


_OLDEST = 115
_KIN_IS = re.compile(
    r"\b(?:son|daughter|child|wife|husband|brother|sister|mother|father|grandson|granddaughter|twin)s?"
    r"\s[A-Z][\w'\u2019-]+\s(?:is|was)\s(?:now\s|just\s|only\s)?$"
)
_GROWN = 15  # of whom the news tells by name how old they are
_NAMED_IS = re.compile(
    r"(?:^|[.!?;,]\s|\b(?:and|but)\s)[A-Z][\w'\u2019-]+\s[A-Z][\w'\u2019-]+\s(?:is|was)\s(?:now\s|just\s|only\s)?$"
)
# What a gathering draws is a crowd; below this it may be anything ("the match was drawn 2").
_CROWD = 20
_ENDS = re.compile(
    r"\s*(?:[,.;:!?)\]\"\u201d\u2019\u2014\u2013]|$)|\s+(?:who|and|with|from|was|is|has|had|when|in|at|on)\b"
)
_APPOSED = re.compile(r"(?P<noun>[^\W\d_][\w'\u2019-]+),\s(?:now\s|aged\s|then\s|just\s)?$")
_IN_BRACKETS = re.compile(r"[A-Z][\w'\u2019-]+\s\($")
_AGED = re.compile(
    r"\b(?:aged?|aged between|at the age of|turn(?:s|ed|ing)|aged from)\s(?:just\s|only\s|about\s)?$", re.I
)
_OLDER = re.compile(
    r"\b(?:children|child|people|anyone|those|passengers|pupils|adults|men|women|girls|boys|minors|residents|voters)\s"
    r"(?:aged\s)?(?:under|over|below|above|older than|younger than)\s$",
    re.I,
)
_IS_AGED = re.compile(
    r"\b(?:(?:he|she|who|i)['\u2019](?:s|m)|(?:he|she|who|i|(?P<noun>\w+))\s(?:is|was|are|were|am))\s(?:now\s|only\s|just\s|already\s)?"
    r"(?P<than>(?:aged\s)?(?:under|over|younger than|older than)\s)?$",
    re.I,
)
_NOUN_OF = re.compile(
    r"\b(?:an?|the|another|this|that)\s(?:[\w-]+\s){0,3}?(?P<noun>[\w-]+)\sof\s(?:about\s|just\s|some\s)?$", re.I
)
_PARENTS = frozenset("mother father parent grandmother grandfather widow widower".split())
_GROUPS = frozenset(
    "crew team group staff family party force panel board jury cast crowd audience squad delegation workforce"
    " population membership household congregation garrison platoon battalion gang choir orchestra"
    " city town village suburb nation".split()
)
_NOT_NAMES = re.compile(
    r"(?:mon|tues|wednes|thurs|fri|satur|sun)day|january|february|march|april|may|june|july|august", re.I
)
_STATE = (
    r"(?:dead|killed|hurt|injured|wounded|missing|unaccounted|arrested|detained|hospitali[sz]ed|rescued|evacuated"
    r"|displaced|homeless|trapped|stranded|drowned|charged|sentenced|convicted|acquitted|jailed|released|freed|saved|treated"
    r"|critical|critically|seriously|unhurt|alive|infected|sick|unemployed|present|absent"
    r"|(?:never|not)\s(?:been\s)?(?:found|seen|traced))"
)
# Words that stand in both rows may be parted between them in many ways; nobody writes more than a few of them.
_FATE = re.compile(
    rf"(?:\s(?:others?|more|still|also|of them|of those|of whom)){{0,6}}"
    rf"(?:\s(?:were|was|are|is|have been|had been|has been|remain(?:ed|s)?|remained|lay|have|had))?"
    rf"(?:\s(?:still|also|now|being|later|reported|declared|confirmed|feared|said to be)){{0,6}}\s{_STATE}\b",
    re.I,
)
_HUMAN_VERB = re.compile(
    r"(?:\s(?:others?|more|of them|of those|of whom))*(?:\s(?:have|had|has|also|later|then))*"
    r"\s(?:come|came|arrived|travelled|queued|died|drowned|survived|escaped|fled|perished|suffered|abstained|voted|dissented|attended|resigned|signed"
    r"|testified|wanted|refused|agreed|walked|marched|gathered|protested|lost their|needed treatment)\b",
    re.I,
)
_HARM_BEFORE = re.compile(
    r"\b(?:kill|injur|wound|hurt|drown|arrest|detain|evacuat|rescu|employ|strand|displac|hospitali[sz]|jail|number)"
    r"(?:s|ed|es|e|ing)?"
    r"(?:\s(?:more than|at least|about|around|some|nearly|(?:just |well )?over|another|up to|as many as))?\s$",
    re.I,
)
_TOLL_BEFORE = re.compile(
    r"\b(?:death toll|toll|the count|number of (?:dead|deaths|injured|victims)|casualties|deaths)\b", re.I
)
# "has doubled the number of inspectors to 80": the noun stands before the verb.
_NUMBER_OF = re.compile(
    r"\bnumber of (?:[a-z-]+\s)?(?P<noun>[a-z]{3,}s)\b[^.;:!?,\d]{0,40}?\b(?:to|at|from|was|is|reached)\s"
    r"(?:more than |at least |about |around |some |nearly |almost |over |just |only )*$",
    re.I,
)
_LOST_BEFORE = re.compile(r"\bthe\s(?:missing|dead|injured|wounded)\s$", re.I)
_ATTENDED = re.compile(
    r"\b(?:attendance|turnout|crowd|audience|population|membership|head ?count|readership)\s(?:\w+\s){0,3}?"
    r"(?:of|at|as|was|to)\s(?:(?:more than|at least|about|around|some|nearly|almost|over|just over|well over)\s)?$",
    re.I,
)
# "a march that drew 90,000": a gathering draws persons; a bare large number after it, with its clause at an end.
_DREW = re.compile(
    r"\b(?:march|rally|protest|vigil|procession|demonstration|parade|gathering|concert|festival|match|game|final|service"
    r"|funeral|strike|event|fair|meeting)\b[^.;!?]{0,80}?\b(?:drew|attracted|brought out|was attended by|pulled in)\s"
    r"(?:more than |at least |about |around |some |nearly |almost |over |up to )?$",
    re.I,
)
_LICENSED = re.compile(r"\b(?:certified|licensed|licenced|seats?|room|capacity|built|designed)\s(?:for|of)\s$", re.I)
_OTHERS = re.compile(r"\sothers\b")
_MORE = re.compile(r"(?:\s(?:more|others?|of them|of those|of whom|additional|extra))+\b")
_LINK_BEFORE = re.compile(
    r"(?:\d\sof|\bto|\bfrom|\bagainst|\bor|\band|\bthan|\bwith|\bnow costs?|\bcosts?|\bof which|\bof whom|,|\bof the"
    r"|\bfor|\bat|\bonly|\bjust|\b(?:fell|rose|down|up|rising|falling|cut|raised)\s(?:to|from|by))"
    r"\s(?:about\s|some\s|nearly\s|around\s|only\s|just\s|almost\s|the\s)*$",
    re.I,
)
_BALLOT = re.compile(r"\s(?:in favou?r|against)(?=[.,;:!?\u201d\"]|$|\s(?:and|with)\b)")
_PAIRED = re.compile(r"\d\s(?:to|or|and|against)\s$")
_WHO = re.compile(r"\s(?:whom|who)\b")
# "It could have asked for 2m.", "the 6.5bn a year": a number with a scale and no noun is in the unit spoken of.
_SCALED = re.compile(r"(?:\d\s?(?:m|mn|bn|tn)|illion)$")
_STANDS_ALONE = re.compile(r"\s*(?:[.,;:!?)\u201d\"]|$)|\s(?:an?|each|every|per)\s(?:year|month|week|day|hour)\b")
_PARTICIPLE = re.compile(r"\s[a-z]{3,}ed\b")
_PER_MONEY = re.compile(rf"\s(?:per|to the|against the)\s(?P<money>(?:[A-Z]\w+\s)?(?:{'|'.join(sorted(MONEY))}))\b")
_WORDS = re.compile(r"[^\W\d_]+")
_VOTE = re.compile(
    r"\bvot|\bboard\b|\bballot|\bdivided\b|\bsplit\b|\bmajority\b|\bjudge|\bjury\b|\bruled\b|\bcommittee\b", re.I
)
_GOAL = re.compile(
    r"\bgoal|\bpenalt(?:y|ies)\b|\bfinal\b|\bmatch\b|\bbeat\b|\bwon\b|\blost\b|\bscor|\bhalf-time\b|\bdrew\b"
    r"|\bvictory\b|\bdefeat",
    re.I,
)


def age(place: Place) -> bool:
    """Whether a bare number is an age: `the docker, 51,`, `aged 34`, `a teacher of 66`, `children under six`."""
    value = place.number.value
    if (
        place.number.kind != "cardinal"
        or not 0 < value <= _OLDEST
        or value != int(value)
        or not _ENDS.match(place.after)
    ):
        return False
    be = _IS_AGED.search(place.before)
    if (
        be
        and place.before
        and not re.match(r"\s(?:of|at|in|on|with)\b", place.after)
        and (be["noun"] is None or is_person(be["noun"]) or (be["than"] and value >= 12))
    ):
        return True
    if _AGED.search(place.before) or _OLDER.search(place.before):
        return True
    if _IN_BRACKETS.search(place.before) and place.after.startswith(")"):
        return True
    if value >= _GROWN and _NAMED_IS.search(place.before) and re.match(r"[.,;]|$", place.after):
        return True
    if _KIN_IS.search(place.before):
        return True
    apposed = _APPOSED.search(place.before)
    if apposed and re.match(r"\s*(?:[,.;!?)]|$)", place.after) and value >= 1:
        noun = apposed["noun"]
        return not _NOT_NAMES.match(noun) and (noun[0].isupper() or is_person(noun))
    of = _NOUN_OF.search(place.before)
    return bool(of and value >= 10 and of["noun"].casefold() not in _PARENTS | _GROUPS and is_person(of["noun"]))


def score_unit(place: Place) -> Unit | None:
    """What a score counts: `vote` where the sentence votes, `goal` where it plays, else nothing."""
    if _VOTE.search(place.sentence):
        return Unit("vote", "thing", 0)
    return Unit("goal", "thing", 0) if _GOAL.search(place.sentence) else None


def implied_unit(place: Place, earlier: Earlier) -> Unit | None:
    """The unit of a number without a noun: persons by their fate, else that of a figure before it."""
    person = Unit("person", "person", 0)
    if _OLDER.search(place.before):
        return Unit("year", "time", 0)
    if any(sign.match(place.after) for sign in (_FATE, _HUMAN_VERB, _OTHERS, _WHO)):
        return person
    if any(sign.search(place.before) for sign in (_HARM_BEFORE, _LOST_BEFORE, _ATTENDED, _LICENSED, _TOLL_BEFORE)):
        return person
    if _BALLOT.match(place.after):
        return Unit("vote", "thing", 0)
    if place.number.value >= _CROWD and _DREW.search(place.before) and re.match(r"[,.;!?)]|$", place.after):
        return person
    of = _NOUN_OF.search(place.before)
    if of and of["noun"].casefold() in _PARENTS | _GROUPS:
        return person
    counted = _NUMBER_OF.search(place.before)
    if counted:
        noun = singular(counted["noun"].casefold())
        return person if is_person(noun) else Unit(noun, "thing", 0)
    return _inherited(place, earlier)


def exchange_rate(place: Place) -> Unit | None:
    """The unit of `strengthened to 3.42 per crown`: the currency that the sentence names before, per the other."""
    rate = _PER_MONEY.match(place.after)
    named = [word for word in _WORDS.findall(place.before) if singular(word.casefold()) in MONEY]
    if rate is None or not named:
        return None
    return Unit(singular(named[-1]), "currency", 0, per=rate["money"])


def _inherited(place: Place, earlier: Earlier) -> Unit | None:
    """The unit of a figure before: in `from 890 thalers to 1,045`, `six of them`, `on top of the 22bn`."""
    if _MORE.match(place.after) or _PARTICIPLE.match(place.after):
        return _antecedent(earlier)
    # "from 5,425 to 5,641": the first counts what the second does, and where it counts nothing, neither does.
    opens = place.before.endswith("from ") and place.after.startswith(" to ")
    paired = opens or (earlier.bare and _PAIRED.search(place.before))
    if earlier.here and not paired and _LINK_BEFORE.search(place.before):
        last = next((unit for unit in reversed(earlier.here) if unit.kind not in {"ratio", "time", "percent"}), None)
        if last is not None:
            return last._replace(end=0)
    if earlier.same:
        return earlier.same._replace(end=0, per=None)
    if earlier.large and _SCALED.search(place.surface) and _STANDS_ALONE.match(place.after):
        return earlier.large._replace(end=0, per=None)
    return None


def _antecedent(earlier: Earlier) -> Unit | None:
    """What "of them" stands for: persons, or things, counted in the sentence, else the last persons or things."""
    counted = [unit for unit in earlier.here if unit.kind in {"person", "thing"}]
    people = [unit for unit in earlier.before if unit.kind == "person"]
    here = [unit for unit in counted if unit.kind == "person"] or counted
    chosen = here or people or [unit for unit in earlier.before if unit.name != "time"]
    return chosen[-1]._replace(end=0, per=None) if chosen else None

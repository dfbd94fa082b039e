"""Words brought to what they mean, roughly: stems, with the common synonyms of news English as one concept."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

from copydesk.text.closed import COUNTING, FUNCTION
from copydesk.text.lemmas import stem

# Words that say nothing of what a sentence is about: besides function words and numbers, the rarer prepositions, light
# verbs, verbs of speech, words of degree.
_EMPTY = (
    "onto upon above below till throughout beyond near like despite toward towards amid inside outside unless"
    " whether once now never ago later earlier already less least much many few several others another himself"
    " herself itself themselves done get got make made take took give gave go went come came put set let say said"
    " says tell told add added according report reported hundred thousand million billion bn m dozen cent percent"
    " nearly almost exactly roughly approximately mr mrs ms dr yesterday today tomorrow"
)
EMPTY = FUNCTION.union(COUNTING, _EMPTY.split())
_EMPTY_STEMS = frozenset(map(stem, EMPTY)) - {"on", "her"}

# Words that news uses for one another, a line a concept. General English; a word stands in one line only.
_ALIKE = """
die dead death deaths kill killing fatal fatality perish drown deadly slay
hurt injure injury injured wound wounded casualty
miss missing unaccounted vanish disappear
arrest detain detention custody arrested
protest demonstrate demonstration demonstrator protester rally march
boo jeer heckle
rise raise increase climb jump gain hike lift surge grow growth higher soar
fall drop decline slide tumble lower slip decrease shrink weaken plunge sink
pay cost price bear bill worth expense priced payment
sign signature signatory
vote ballot poll divide divided split
steer steering helm
captain skipper
ship boat vessel ferry liner
begin start open launch commence opening
end finish close conclude halt shut stop cease closure shutdown
deal accord treaty agreement contract compact
supply deliver pump provide
send dispatch deploy
licence license licensed certify certified permit
extra additional further
annual yearly year annually
rescue save
flee escape evacuate evacuation
troop soldier force army military
police officer policeman
prison jail imprison sentence
judge court tribunal
trial hearing prosecution
lawyer counsel attorney barrister
convict guilty conviction
acquit clear innocent acquittal
home house dwelling
flood flooding inundate deluge
rain rainfall downpour
fire blaze burn
storm gale hurricane
crash collide collision strike hit plough smash ram
quake earthquake tremor
blast explode explosion detonate detonation
siren horn whistle alarm signal
dam levee dyke embankment
bridge viaduct
railway rail train track
street road
money fund cash
rate interest
inflation consumer
forecast expect predict projection project
spokesman spokeswoman spokesperson
minister premier
leader head chief
company firm business corporation
worker employee staff workforce
pupil student schoolchild
school college
hospital clinic infirmary
doctor physician medic surgeon
passenger commuter traveller
spectator fan supporter audience
goal score
win victory beat defeat triumph
game match final tie
referee umpire
talk discussion negotiation dialogue summit
meet meeting encounter
letter note message
document text paper
chairman chair chairwoman
resign quit
dismiss sack
appoint name nominate
elect election
question answer
refuse reject deny
approve pass endorse back
warn warning
inform informed notify
bereaved family relative
ruin destroy destruction wreck demolish
damage damaged harm
build construct construction built erect
border frontier
weapon arm gun
attack assault raid
oil crude petroleum
buy purchase acquire
sell sale
tax levy duty
wage salary earn
loan mortgage borrow
target aim
ban bar prohibit forbid
visit trip tour
"""


# Every statement is compared with many others by these, word by word: two million asks for a thousand articles, of
# which one in thirty is not remembered. 250 bytes a word: 8 MB.
@lru_cache(maxsize=32_768)
def concept(word: str) -> str | None:
    """What a word stands for, `None` where it says nothing of its own: `killed` and `dead` are one concept."""
    lower = word.casefold().removesuffix("'s").removesuffix("\u2019s")
    if lower in EMPTY or not any(map(str.isalpha, lower)):
        return None
    form = stem(lower)
    return None if form in _EMPTY_STEMS else _CONCEPTS.get(form, form)


def concepts(words: Iterable[str]) -> list[str]:
    """The concepts of words in order, empty words left out."""
    return [found for found in map(concept, words) if found is not None]


_CONCEPTS: dict[str, str] = {}
for _line in _ALIKE.split("\n"):
    _stems = [stem(_word) for _word in _line.split()]
    for _stem in _stems:
        _CONCEPTS.setdefault(_stem, _stems[0])

_CLAUSE_MARK = re.compile(r"[;:()\u2014]|\s[-\u2013]\s|,(?=\s)|\s(?:and|but|while|although|though|whereas|which|who)\s")


def clauses(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """The stretches of a sentence between its commas, brackets and conjunctions, in order."""
    found, begin = [], start
    for mark in _CLAUSE_MARK.finditer(text, start, end):
        if mark.start() > begin:
            found.append((begin, mark.start()))
        begin = mark.end()
    if begin < end:
        found.append((begin, end))
    return found

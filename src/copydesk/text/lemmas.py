"""Forms of one English word brought together: `singular` for showing, `stem` for comparing. No dictionary, no model."""

from __future__ import annotations

import re
from functools import lru_cache

_IRREGULAR_PLURALS = {
    "people": "person",
    "persons": "person",
    "men": "man",
    "women": "woman",
    "children": "child",
    "feet": "foot",
    "teeth": "tooth",
    "geese": "goose",
    "mice": "mouse",
    "lives": "life",
    "wives": "wife",
    "knives": "knife",
    "halves": "half",
    "leaves": "leaf",
    "wolves": "wolf",
    "thieves": "thief",
    "shelves": "shelf",
    "calves": "calf",
    "loaves": "loaf",
    "selves": "self",
    "criteria": "criterion",
    "crises": "crisis",
    "analyses": "analysis",
    "bases": "base",
    "axes": "axis",
    "oxen": "ox",
    "dice": "die",
    "buses": "bus",
    "gases": "gas",
    "viruses": "virus",
    "campuses": "campus",
    "bonuses": "bonus",
    "heroes": "hero",
    "tomatoes": "tomato",
    "potatoes": "potato",
    "vetoes": "veto",
    "echoes": "echo",
    "tornadoes": "tornado",
    "volcanoes": "volcano",
}
# Nouns that end in s in the singular or have one form for both.
_SAME = frozenset(
    "series species means news headquarters barracks crossroads gallows aircraft spacecraft hovercraft sheep deer fish"
    " gas bus virus bonus campus census status focus genius chorus corps chassis lens yes this his its us".split()
)
_SIBILANT = re.compile(r"(?:ss|x|zz|ch|sh)es$")

# English strong verbs: base, past, participle. The closed list of grammars, without verbs that news does not use.
_STRONG = """
arise arose arisen; awake awoke awoken; be was been; be is am; be are were; bear bore borne; beat beaten; become became;
begin began begun; bend bent; bind bound; bite bit bitten; bleed bled; blow blew blown; break broke broken;
breed bred; bring brought; build built; burn burnt; buy bought; catch caught; choose chose chosen; cling clung;
come came; creep crept; deal dealt; dig dug; do did done; do does; draw drew drawn; dream dreamt; drink drank drunk;
drive drove driven; eat ate eaten; fall fell fallen; feed fed; feel felt; fight fought; find found; flee fled;
fling flung; fly flew flown; forbid forbade forbidden; forget forgot forgotten; forgive forgave forgiven;
freeze froze frozen; get got gotten; give gave given; go went gone; go goes; grind ground; grow grew grown; hang hung;
have had has; hear heard; hide hid hidden; hold held; keep kept; kneel knelt; know knew known; lay laid;
lead led; lean leant; leap leapt; learn learnt; leave left; lend lent; lie lay lain; light lit; lose lost; make made;
mean meant; meet met; mistake mistook mistaken; overcome overcame; overtake overtook overtaken;
overthrow overthrew overthrown; pay paid; plead pled; prove proven; ride rode ridden; ring rang rung;
rise rose risen; run ran; saw sawn; say said; see saw seen; seek sought; sell sold; send sent; sew sewn;
shake shook shaken; shed shedding; shine shone; shoot shot; show shown; shrink shrank shrunk; sing sang sung;
sink sank sunk; sit sat; slay slew slain; sleep slept; slide slid; sling slung; smell smelt; sow sown;
speak spoke spoken;
speed sped; spell spelt; spend spent; spill spilt; spin spun; spit spat; spoil spoilt; spring sprang sprung;
stand stood; steal stole stolen; stick stuck; sting stung; stink stank stunk; strike struck stricken;
swear swore sworn;
sweep swept; swell swollen; swim swam swum; swing swung; take took taken; teach taught; tear tore torn; tell told;
think thought; throw threw thrown; tread trod trodden; understand understood; undertake undertook undertaken;
uphold upheld; wake woke woken; wear wore worn; weave wove woven; weep wept; win won; wind wound;
withdraw withdrew withdrawn; withhold withheld; withstand withstood; wring wrung; write wrote written
"""
_BASES = {form: verb[0] for verb in (entry.split() for entry in _STRONG.split(";")) for form in verb[1:]}
_ENDING = re.compile(r"(?:ingly|edly|ing|ed|ly)$")
_DOUBLE = re.compile(r"([bdgmnprt])\1$")
_VOWEL = re.compile(r"[aeiouy]")


def singular(word: str) -> str:
    """The word in the singular, its case kept: `metres` gives `metre`, `people` gives `person`, `series` stays."""
    lower = word.casefold()
    if lower in _IRREGULAR_PLURALS:
        return _IRREGULAR_PLURALS[lower]
    if lower in _SAME or len(lower) < 3 or not lower.endswith("s") or lower.endswith(("ss", "us", "is")):
        return word
    if lower.endswith("ies") and len(lower) > 4:
        return word[:-3] + "y"
    return word[:-2] if _SIBILANT.search(lower) else word[:-1]


# 200 bytes a word: 2 MB. Those who ask most (`concepts`) remember what they were told.
@lru_cache(maxsize=8_192)
def stem(word: str) -> str:
    """What the forms of a word have in common: `shook`, `shaking` and `shakes` give `shak`. For comparing alone."""
    lower = word.casefold().replace("\u2019", "'").removesuffix("'s").removesuffix("'")
    lower = _BASES.get(lower, lower)
    if lower.isalpha() and len(lower) > 3:
        lower = _without_ending(singular(lower))
    return lower


def _without_ending(word: str) -> str:
    if word.endswith("ied"):
        word = word[:-1] if len(word) == 4 else word[:-3] + "y"
    if word.endswith("eed") and not word.endswith("ceed") and len(word) > 4:
        word = word[:-1]
    cut = _ENDING.sub("", word)
    if cut != word and len(cut) >= 3 and _VOWEL.search(cut):
        word = _DOUBLE.sub(r"\1", cut)
    if word.endswith("i"):
        word = word[:-1] + "y"
    return word[:-1] if word.endswith("e") and len(word) > 3 else word

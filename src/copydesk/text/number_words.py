"""The words of English news for numbers, and those beside them that tell how they are meant."""

from __future__ import annotations

from copydesk.text.closed import COUNTING

SMALL = {word: float(value) for word, value in COUNTING.items()}
SCALES = {
    "hundred": 1e2,
    "thousand": 1e3,
    "lakh": 1e5,
    "million": 1e6,
    "crore": 1e7,
    "billion": 1e9,
    "trillion": 1e12,
    "dozen": 12.0,
    "score": 20.0,
}
# Written at or after digits: "10bn", "3.4m", "£5k"; `m` may be metres too, which only what follows can tell.
SUFFIXES = {"k": 1e3, "m": 1e6, "mn": 1e6, "mln": 1e6, "bn": 1e9, "b": 1e9, "tn": 1e12, "trn": 1e12}
# ... and in the news of other languages, where the digits alone would be a thousandth or less of what is said.
SUFFIXES |= dict.fromkeys(
    "mio millionen millions millones milioni milh\u00f5es miljoen miljoner \u043c\u043b\u043d".split(), 1e6
)
SUFFIXES |= dict.fromkeys(
    "mrd milliarden milliards miliardi miljard miljarder bilh\u00f5es \u043c\u043b\u0440\u0434".split(), 1e9
)
SUFFIXES |= dict.fromkeys("tsd tausend tys duizend \u0442\u044b\u0441 \u0442\u044b\u0441\u044f\u0447".split(), 1e3)
PLURALS = {
    "dozens": 12.0,
    "scores": 20.0,
    "tens": 10.0,
    "hundreds": 1e2,
    "thousands": 1e3,
    "lakhs": 1e5,
    "millions": 1e6,
    "crores": 1e7,
    "billions": 1e9,
    "trillions": 1e12,
}
IRREGULAR = {
    "first": 1,
    "second": 2,
    "third": 3,
    "fourth": 4,
    "fifth": 5,
    "eighth": 8,
    "ninth": 9,
    "twelfth": 12,
    "hundredth": 100,
    "thousandth": 1000,
    "millionth": 10**6,
}
ORDINALS = (
    {f"{word}th": value for word, value in SMALL.items() if 4 <= value < 20}
    | {f"{word[:-1]}ieth": value for word, value in SMALL.items() if value >= 20}
    | {word: float(n) for word, n in IRREGULAR.items()}
)
PARTS = {"half": 2.0, "halves": 2.0, "quarter": 4.0, "quarters": 4.0} | {
    form: value for word, value in ORDINALS.items() if 3 <= value <= 12 for form in (word, f"{word}s")
}
MULTIPLES = {"twice": 2.0, "thrice": 3.0, "double": 2.0, "triple": 3.0, "treble": 3.0, "quadruple": 4.0}
VULGAR = {"½": 0.5, "¼": 0.25, "¾": 0.75, "⅓": 1 / 3, "⅔": 2 / 3, "⅕": 0.2, "⅛": 0.125}
SLASHED = frozenset([("1", "2"), ("1", "3"), ("2", "3"), ("1", "4"), ("3", "4"), ("1", "8"), ("3", "8"), ("5", "8")])
HYPHENS = frozenset("-\u2010\u2011\u2012\u2013\u2014\u2212")

HYPHENED_TO = frozenset(("to", hyphen) for hyphen in HYPHENS)  # "one-to-seven days"
RANGE_JOINS = frozenset(["to", "or", *HYPHENS])

# Words after which a bare "a third" or "a quarter" is a share; before a noun "a third" is the third of its kind.
AFTER_SHARE = frozenset(
    "of in on at to by from as for than since over more less higher lower fewer bigger smaller larger and or but"
    " said say says is are was were have has had will would".split()
)
# "half" is a share before these, or before a mark; elsewhere it opens a compound ("half brother", "half time").
AFTER_HALF = frozenset(
    "a an of the that this these those its their his her our my what as and or in at by to is was were are had has"
    " have for from on said went came more".split()
)
BEFORE_HALF = frozenset("the this that its his their first second other better latter my your".split())
# A bare "one" counts nothing after these ("the one", "no one") ...
BEFORE_PRONOUN = frozenset(
    "the no this that which any every each another some not first last only new old big good bad other such right"
    " wrong former latter number day's".split()
)
# ... nor before these ("one of them", "one can", "one day", "one by one").
AFTER_PRONOUN = frozenset(
    "of that who whom whose which is was were are has had have can could would should may might must will shall does"
    " did another day morning evening thing way hand side by after at on as it he she they we you i to for from with"
    " and or but if when where because than before until knows said says more such too not never alone".split()
)
TIMES = frozenset("second seconds minute minutes hour hours day days week weeks month months year years".split())
# Languages whose news writes 1.234,5 for what English news writes 1,234.5.
COMMA_DECIMALS = frozenset(
    "bg bs ca cs da de el es et eu fi fo fr gl hr hu id is it lt lv mk nb nl nn no pl pt ro ru sk sl sq sr sv tr"
    " uk vi".split()
)

"""Closed classes of English, written once for all rooms: function words, number words, days and months."""

from __future__ import annotations

# Determiners, pronouns, prepositions, conjunctions, auxiliaries, and what a clitic leaves behind (`it's`, `don't`): two
# texts share them whatever they tell. Each room adds what says nothing for its own question.
FUNCTION = frozenset(
    "a an the this that these those he him his she her it its they them their we us our i me my you your who whom whose"
    " which what when where why how each every any some all both either neither more most other such"
    " of in on at to by from with for as into over under about after before since until through during between among"
    " against within without across along around behind off out up down per via than"
    " and or but nor so yet if then because while although though"
    " is are was were be been being am has have had having do does did will would shall should can could may might must"
    " not no again also even still just only very too here there s t re ve ll d".split()
)
_ONES = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen"
    " eighteen nineteen"
).split()
_TENS = "twenty thirty forty fifty sixty seventy eighty ninety".split()
COUNTING = {word: number for number, word in enumerate(_ONES)} | {
    word: 20 + 10 * number for number, word in enumerate(_TENS)
}
"""The value of each number word below a hundred that is one word."""

WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
MONTHS = tuple("january february march april may june july august september october november december".split())

"""What a cue reports when it is not in quotation marks: the clause without its cue."""

from __future__ import annotations

from typing import NamedTuple

from copydesk.claims.cues import Cue
from copydesk.claims.grammar import (
    DETERMINERS,
    PREPOSITIONS,
    PRONOUNS,
    RELATIVES,
    Phrase,
    Tokens,
    has_finite,
    is_finite,
)
from copydesk.claims.lexicon import DOCUMENTS, MEDIA
from copydesk.claims.openings import ASIDE, content_start, is_silence, past_addressed, past_adjuncts
from copydesk.claims.subjects import is_someone
from copydesk.settings import ClaimSettings

_CONDITIONS = frozenset("though although if since unless until".split())
_NOBODY = frozenset("no nobody none neither".split())
_JOINING = frozenset("and but while although though because since or so whereas".split())
# Words that lead over to what another says: `X argues ..., while Y says ...`.
_OTHERS = frozenset("while whereas but although though and".split())
# What things do too, and only people and texts in speech: `the visits highlighted the divide`.
_OF_THINGS_TOO = frozenset(
    "recall threaten highlight underline underscore indicate suggest reveal signal confirm demand promise guarantee"
    " persuade convince remind point proclaim report".split()
)
_RELATIVE_REACH = 8
"""How many tokens left of its subject a clause may have its `where`: `where the premier, Ana Mor, had declared`."""
_MARKS = frozenset(",;:—–()-")


class Content(NamedTuple):
    """Tokens that a cue reports, and which cue of the unit it is; `left` when they stand before it."""

    first: int
    last: int
    cue: int
    left: bool


def contents(tokens: Tokens, cues: list[Cue], *, settings: ClaimSettings) -> list[Content]:
    """The stretches of a unit that its cues report, longest first claim, none overlapping another of its own cue."""
    found: list[Content] = []
    for number, cue in enumerate(cues):
        if cue.bare or not _may_report(tokens, cue):
            continue
        right = _right(tokens, cues, number)
        if right is not None:
            found.append(Content(*right, number, left=False))
        else:
            found.extend(_left(tokens, cues, number, found))
    return [one for one in (_trimmed(tokens, each) for each in found) if _is_long(tokens, one, settings)]


def _may_report(tokens: Tokens, cue: Cue) -> bool:
    if cue.subject is None:
        return cue.shape == "passive"
    if cue.takes == "p":
        return not _is_compared(tokens, cue.subject)
    if tokens[cue.subject.first].low in _NOBODY:
        return False
    if not (set(cue.takes) & set("caow") or _agrees(tokens, cue)) or _is_compared(tokens, cue.subject):
        return False
    if tokens[cue.subject.first].low in {"i", "we", "you"}:
        return False
    if set(cue.takes) & set("ca") and cue.lemma not in _OF_THINGS_TOO:
        return True
    return is_someone(tokens, cue.subject)


def _is_compared(tokens: Tokens, subject: Phrase) -> bool:
    """Whether a clause only measures something by what was said: `faster than it had forecast`."""
    return subject.first > 0 and tokens[subject.first - 1].low == "than"


# -- content after the cue -------------------------------------------------------------------------------------------


def _right(tokens: Tokens, cues: list[Cue], number: int) -> tuple[int, int] | None:
    """Content on the right of a cue; None where the cue closes its clause."""
    cue = cues[number]
    if cue.shape == "after":
        return None
    if _agrees(tokens, cue):
        start = _after_source(tokens, cue.last)
        return None if start is None else (start, _stop(tokens, cues, number, start))
    if cue.shape == "source":
        opens = cue.first == 0 or tokens[cue.first - 1].low in {"but", "and"}
        start = _after_source(tokens, cue.last) if opens else None
        if start is None or _passes_on(tokens, cues, number, start):
            return None
        return start, _stop(tokens, cues, number, start)
    start = content_start(tokens, cue)
    if start is None:
        return None
    if _passes_on(tokens, cues, number, start):
        return None
    stop = _stop(tokens, cues, number, start)
    return (start, stop) if stop > start else None


def _passes_on(tokens: Tokens, cues: list[Cue], number: int, start: int) -> bool:
    """Whether a document or an outlet only passes on what another says: `the statement said that Varenia reaffirms`."""
    subject = cues[number].subject
    words = {token.low for token in tokens[subject.first : subject.last]} if subject is not None else set()
    if not words & (DOCUMENTS | MEDIA) and cues[number].shape != "source":
        return False
    inner = next((cue for cue in cues[number + 1 :] if cue.subject is not None and not cue.bare), None)
    return (
        inner is not None
        and inner.subject is not None
        and inner.subject.first == start
        and inner.shape == "before"
        and (tokens[start].low not in PRONOUNS)
    )


def _after_source(tokens: Tokens, at: int) -> int | None:
    """The token after the comma that closes an opening `According to X, a ...,`."""
    commas = [place for place in range(at, len(tokens)) if tokens[place].low == ","]
    opened = None
    for number, comma in enumerate(commas):
        end = commas[number + 1] if number + 1 < len(commas) else len(tokens)
        if comma + 1 >= end or tokens[comma + 1].low in RELATIVES:
            continue
        if has_finite(tokens, comma + 1, end):
            headless = opened is not None and is_finite(tokens, comma + 1)
            return opened if headless else comma + 1
        opened = comma + 1
    return commas[0] + 1 if commas else None


def _stop(tokens: Tokens, cues: list[Cue], number: int, start: int) -> int:
    """Where content that begins at `start` ends: the unit, a semicolon, or the next cue of the same speaker."""
    end = len(tokens)
    for other in cues[number + 1 :]:
        border = _border(tokens, other, start)
        if border is not None:
            end = min(end, border)
            break
    relative = _is_relative(tokens, cues[number])
    for at in range(start, end):
        low = tokens[at].low
        if low == "," and cues[number].shape == "participle" and _resumes(tokens, cues[number], at):
            return at
        if low == ";" or (relative and low == ",") or (low == "," and _leaves(tokens, at + 1)):
            return at
    return end


def _resumes(tokens: Tokens, cue: Cue, comma: int) -> bool:
    """Whether a comma leads back to the sentence's own verb: `Mor, adding that ..., left the room`."""
    follows = comma + 1 < len(tokens) and is_finite(tokens, comma + 1)
    return follows and cue.first > 1 and not has_finite(tokens, 0, cue.first)


def _is_relative(tokens: Tokens, cue: Cue) -> bool:
    """Whether a cue stands in a relative clause, which the next comma ends: `where X had declared a holiday,`."""
    if cue.first > 0 and tokens[cue.first - 1].low in {"who", "which"}:
        return True
    subject = cue.subject
    if subject is None or subject.last > cue.first or subject.first == 0:
        return False
    for at in range(subject.first - 1, max(-1, subject.first - _RELATIVE_REACH), -1):
        if tokens[at].low in {"where", "when", "whom", "which"}:
            return True
        if tokens[at].quotation is not None or is_finite(tokens, at):
            return False
    return False


def _border(tokens: Tokens, cue: Cue, start: int) -> int | None:
    """Where the content before a later cue ends, when that cue is not itself a part of what is said."""
    before = tokens[cue.first - 1] if cue.first else None
    if cue.first <= start or before is None:
        return None
    if cue.shape == "source":
        return cue.first - 1 if before.low == "," else None
    if cue.shape == "participle":
        return cue.first - 1 if before.low in {",", "and"} else None
    if before.low in {"and", "but"}:
        return cue.first - 1
    listed = before.low == "," and cue.shape == "before" and cue.subject is not None and cue.subject.last <= start
    if listed:
        return cue.first - 1
    if cue.subject is not None and cue.shape == "before" and cue.subject.first > start + 1:
        border = cue.subject.first - 1
        if tokens[border].low in _OTHERS and not cue.bare and content_start(tokens, cue) is not None:
            return border - (tokens[border - 1].low == ",")
        border = cue.subject.first - 1
        closes = content_start(tokens, cue) is None and _closes(tokens, cue)
        return border if closes and tokens[border].low == "," else None
    return None


def _leaves(tokens: Tokens, at: int) -> bool:
    """Whether a comma before token `at` leaves what was said: `, but gave no details`, `, a statement that ...`."""
    if at + 1 >= len(tokens):
        return False
    low, following = tokens[at].low, tokens[at + 1].low
    if low in {"but", "though", "although"} and following == "there":
        return True
    if low in {"citing", "quoting"}:
        return True
    if (
        low == "as"
        and tokens[at + 1].quotation is None
        and following not in {"well", "long", "far", "soon", "if", "though"}
    ):
        return True
    if low in {"but", "and", "yet"} and (following.endswith("ed") or following in {"gave", "did", "made", "took"}):
        return True
    remark = {"move", "decision", "statement", "claim", "remark", "sign", "figure", "step", "view", "comment", "charge"}
    return low in {"a", "an", "the"} and following in remark


def _agrees(tokens: Tokens, cue: Cue) -> bool:
    """Whether a unit opens with `As X said, ...`."""
    opens = cue.subject is not None and cue.subject.first == 1 and tokens[0].low == "as"
    told = "c" in cue.takes or cue.lemma == "put"
    return opens and cue.shape == "before" and told and _closes(tokens, cue)


# -- content before the cue ------------------------------------------------------------------------------------------


def _left(tokens: Tokens, cues: list[Cue], number: int, earlier: list[Content]) -> list[Content]:
    """Content that the cue closes, and what goes on behind it (`..., she said, and came down later`)."""
    cue = cues[number]
    end = cue.first if cue.shape in {"after", "source"} or cue.subject is None else min(cue.subject.first, cue.first)
    end = _apposed(tokens, cue, end)
    if end == 0 or not set(cue.takes) & set("caw") or _quotes_next(tokens, cue) or not _closes(tokens, cue):
        return []
    if tokens[end - 1].low != "," and cue.shape != "source":
        return []
    start = max((one.last + 1 for one in earlier if one.last < end and not _nests(cues, one, end)), default=0)
    start = max(
        [start, *(other.last for other in cues[:number] if other.shape in {"source", "after"} and other.last < end)]
    )
    nested = [one for one in earlier if one.first < end and one.last > start]
    if nested or any(token.quotation is not None for token in tokens[start:end]):
        return []
    start = max([start, *(at + 1 for at in range(start, end) if tokens[at].low == ";")])
    if tokens[start].low in {"asked", "pressed", "questioned", "speaking"}:
        return []
    if tokens[start].low in ASIDE | _CONDITIONS and all(token.low != "," for token in tokens[start : end - 1]):
        return []
    return _around(tokens, cues, number, start=start, end=end)


def _around(tokens: Tokens, cues: list[Cue], number: int, *, start: int, end: int) -> list[Content]:
    """What stands before a cue that closes its clause, what stands behind it, or both as one or two contents."""
    cue = cues[number]
    rest = _behind(tokens, cues, number)
    if rest is not None and not has_finite(tokens, start, end) and is_finite(tokens, rest[0]):
        return [Content(start, rest[1], number, left=True)]
    if not has_finite(tokens, start, end) and rest is None and (end - start <= 4 or tokens[start].low in PREPOSITIONS):
        return []
    if rest is not None and tokens[rest[0]].low in (PREPOSITIONS | ASIDE) - _JOINING:
        rest = None
    if has_finite(tokens, start, end) or rest is None or end - start > 6:
        if tokens[end - 2].low in {"and", "but", "that"}:
            return [Content(*rest, number, left=False)] if rest is not None else []
        before = [Content(start, end, number, left=True)]
        goes_on = rest is not None and tokens[rest[0]].low in _JOINING and cue.shape != "source"
        return before + ([Content(rest[0] + 1, rest[1], number, left=False)] if rest and goes_on else [])
    return [Content(*rest, number, left=False)]


def _closes(tokens: Tokens, cue: Cue) -> bool:
    """Whether a cue has nothing on its right but one addressed, place and time."""
    if cue.shape in {"after", "source"}:
        return True
    at = cue.last
    if is_silence(tokens, at):
        return False
    if "a" in cue.takes and at < len(tokens) and tokens[at].is_word:
        at = past_addressed(tokens, at)
    at = past_adjuncts(tokens, at)
    return at >= len(tokens) or not tokens[at].is_word or tokens[at].low in PREPOSITIONS | ASIDE


def _quotes_next(tokens: Tokens, cue: Cue) -> bool:
    """Whether quoted words follow the cue before its clause ends, so that it does not close what stands before."""
    for at in range(cue.last, len(tokens)):
        if tokens[at].quotation is not None:
            return True
        if tokens[at].low in {",", ";"} and not (at + 1 < len(tokens) and tokens[at + 1].quotation is not None):
            return False
    return False


def _nests(cues: list[Cue], content: Content, end: int) -> bool:
    return content.last >= end and cues[content.cue].last <= end


def _apposed(tokens: Tokens, cue: Cue, end: int) -> int:
    """Left edge of a subject with a description before its name: `the wharfinger there, Borghild Aas, said`."""
    if cue.shape != "before" or end < 2 or tokens[end - 1].low != ",":
        return end
    start = end - 1
    while start > 0 and tokens[start - 1].is_word:
        start -= 1
    short = end - 1 - start <= 8 and tokens[start].low in DETERMINERS and not has_finite(tokens, start, end - 1)
    apposed = short and start > 0 and tokens[start - 1].low == ","
    return start if apposed and tokens[cue.first - 1].low == "," else end


def _behind(tokens: Tokens, cues: list[Cue], number: int) -> tuple[int, int] | None:
    """What follows the comma that closes a parenthetical cue, up to the next cue."""
    cue = cues[number]
    at = cue.subject.last if cue.shape == "after" and cue.subject else cue.last
    at = past_adjuncts(tokens, at)
    if at + 2 >= len(tokens) or tokens[at].low != ",":
        return None
    end = _stop(tokens, cues, number, at + 1)
    return (at + 1, end) if end > at + 1 else None


# -- edges -----------------------------------------------------------------------------------------------------------


def _clause_before(tokens: Tokens, first: int, quoted: int) -> int | None:
    """Where a whole clause ends that `and` joins to the one with quoted words: `it was open and it was “old”`."""
    for at in range(quoted - 2, first, -1):
        if tokens[at].low not in {"and", "but"}:
            continue
        after = tokens[at + 1]
        opens = after.low in DETERMINERS or after.low in PRONOUNS or after.low in {"that", "there"}
        if opens and has_finite(tokens, first, at) and has_finite(tokens, at + 1, quoted):
            return at - (tokens[at - 1].low == ",")
    return None


def _trimmed(tokens: Tokens, content: Content) -> Content:
    """The content without marks at its ends and without a joining word at its head."""
    first, last = content.first, content.last
    quotes = [at for at in range(first, last) if tokens[at].quotation is not None]
    if (
        quotes
        and quotes[0] > first
        and tokens[quotes[0] - 1].low in {"and", "but"}
        and has_finite(tokens, first, quotes[0])
    ):
        return _trimmed(tokens, content._replace(last=quotes[0] - 1))
    joined = _clause_before(tokens, first, quotes[0]) if quotes else None
    if joined is not None:
        return content._replace(first=first, last=joined)
    if quotes:
        first = quotes[-1] + 1
        if first < last and tokens[first].low == ",":
            first += 1
        if first < last and (tokens[first].low not in _JOINING or not has_finite(tokens, first, last)):
            return content._replace(first=last)
        while first < last and (tokens[first].low in _JOINING or tokens[first].low in _MARKS):
            first += 1
    while first < last and (
        tokens[first].low in _MARKS or (content.left and tokens[first].low in {"but", "and", "so"})
    ):
        first += 1
    while last > first and not tokens[last - 1].is_word and tokens[last - 1].text not in ")%$":
        last -= 1
    return content._replace(first=first, last=last)


def _is_long(tokens: Tokens, content: Content, settings: ClaimSettings) -> bool:
    words = sum(tokens[at].is_word for at in range(content.first, content.last))
    return words >= settings.shortest_reported

"""An account as far as its text decides on days and events: what is read of a text once, whatever comes in later."""

from __future__ import annotations

from base64 import b64decode, b64encode
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from zlib import crc32

import numpy as np

from copydesk.records import Article, Dating, Outline, Past, Published, Sentence, Stated
from copydesk.settings import StorySettings
from copydesk.stories.leads import head_words, lead
from copydesk.stories.likeness import Matrix, Numbers
from copydesk.stories.past import LONGEST, PastDay, past_days
from copydesk.stories.terms import names_of, quoted_runs, terms_of, word_vector, words_of_names
from copydesk.text.days import days, stated
from copydesk.text.ids import stable_id
from copydesk.text.names import Name, names, names_of_sentence
from copydesk.text.normal import unaccent
from copydesk.text.sentences import Range, sentences

_MOST_SENTENCES = 200
"""Sentences of an account among which the best is sought that tells why two events belong together."""

_OF_TERM = np.dtype([("term", "<u4"), ("weight", "<f4")])


def outline_of(
    articles: Sequence[Article],
    datings: Sequence[Dating] = (),
    *,
    published: Published | None,
    is_open: bool = False,
    settings: StorySettings,
) -> Outline:
    """The outline of some articles of one family, the first of which speaks for them and was published then.

    `is_open` asks for what may tell the day of an account that does not tell it itself.
    """
    face = articles[0]
    title = face.title or ""
    pasts = list(past_days(face, published))
    told = _sentences(face.text, pasts)
    place = {(one.start, one.end): number for number, one in enumerate(told)}
    first = lead(face.text, settings)
    called = names(face.text)
    named = _names_of(title, face.text, called)
    return Outline(
        id=stable_id("outline", face.id),
        face=face.id,
        articles=tuple(one.id for one in articles),
        datings=tuple(datings),
        source=face.source,
        title=face.title,
        served=face.page_date,
        head=tuple(sorted(head_words(face, settings))),
        head_names=tuple(sorted(names_of(title, " ".join((face.standfirst or "", first))))),
        called=tuple(sorted({name.text for name in called})),
        names=tuple(named),
        counts=tuple(named.values()),
        sentences=told,
        pasts=tuple(_past(face.text, one, place[one.start, one.end]) for one in pasts),
        terms=_packed(word_vector(terms_of(title, face.text), pair_length=settings.pair_length)),
        quoted=_packed_runs(quoted_runs(face.text, settings.quoted_run)),
        lead=first if is_open else "",
        stated=tuple(_stated(face.text)) if is_open else (),
        blank=not face.text.strip(),
    )


def _names_of(title: str, text: str, called: Sequence[Name]) -> Counter[str]:
    """`names_of`, for a text whose names are known already."""
    if unaccent(text) != text:
        return names_of(title, text)
    return Counter([*words_of_names(names(unaccent(title))), *words_of_names(called)])


def _sentences(text: str, pasts: Sequence[PastDay]) -> tuple[Sentence, ...]:
    """The first sentences in which names stand, and those that name something past, in order."""
    wanted = {(one.start, one.end) for one in pasts}
    places = sorted({*sentences(text)[:_MOST_SENTENCES], *wanted})
    found = (_sentence(text, place) for place in places)
    return tuple(one for one in found if one.words or (one.start, one.end) in wanted)


def _sentence(text: str, place: Range) -> Sentence:
    """A sentence with its names as written, and with the words of those that it has without accents."""
    start, end = place
    told = text[start:end]
    plain = unaccent(told)
    written = names_of_sentence(text, place)
    named = written if plain == told else names(plain)
    return Sentence(
        start=start,
        end=end,
        names=tuple(dict.fromkeys([name.text for name in written])),
        words=tuple(dict.fromkeys(words_of_names(named))),
    )


def _past(text: str, past: PastDay, sentence: int) -> Past:
    spoken = terms_of("", text[past.start : past.end]) if past.outright else ()
    return Past(
        words=past.words,
        low=past.span[0],
        high=past.span[1],
        sentence=sentence,
        outright=past.outright,
        terms=tuple(term for term in spoken if " " not in term),
    )


def _stated(text: str) -> Iterator[Stated]:
    for mention in days(text[:LONGEST]):
        span = stated(mention)
        if span is not None:
            yield Stated(low=span[0], high=span[1], back=mention.ahead is False, year=mention.kind == "year")


# -- packing -----------------------------------------------------------------------------------------------------------


def checksum(term: str) -> int:
    """The 32 bits by which a term goes: a clash of two rare words moves a likeness by thousandths."""
    return crc32(term.encode("utf-8", "surrogatepass"))


def _packed(vector: Mapping[str, float]) -> str:
    """The terms of a vector with their weights, in order of their checksums."""
    terms = np.fromiter(map(checksum, vector), dtype=np.uint32, count=len(vector))
    weights = np.fromiter(vector.values(), dtype=np.float64, count=len(vector))
    order = np.lexsort((weights, terms))
    rows = np.empty(len(vector), dtype=_OF_TERM)
    rows["term"], rows["weight"] = terms[order], weights[order]
    return b64encode(rows.tobytes()).decode("ascii")


def _packed_runs(runs: Iterable[str]) -> str:
    return b64encode(np.array(sorted({checksum(run) for run in runs}), dtype="<u4").tobytes()).decode("ascii")


def unpacked(terms: str) -> tuple[Numbers, Matrix]:
    """The checksums of an outline's terms, and their weights."""
    rows = np.frombuffer(b64decode(terms), dtype=_OF_TERM)
    return rows["term"].astype(np.int64), rows["weight"].astype(np.float32)


def unpacked_runs(quoted: str) -> Numbers:
    """The checksums of an outline's quoted runs."""
    return np.frombuffer(b64decode(quoted), dtype="<u4").astype(np.int64)

"""Notes as the W3C's Web Annotations (Recommendation of 23 February 2017), in JSON-LD, out and in.

A note on words is an annotation with a quote selector and a position selector on the article's text; an article, a
story, a note are named by `urn:copydesk:` and their id, a pair is a composite of two. Whether a note is resolved has no
word in the vocabulary and stands under `copydesk:resolved`, which others pass over.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any, NamedTuple

from copydesk.errors import UsageError
from copydesk.noting import AROUND, LONGEST_EXACT, LONGEST_WORDS, Notes
from copydesk.records import Article, ArticleId, Note, Story, StoryId
from copydesk.store import Store
from copydesk.text.ids import stable_id

CONTEXT = ("http://www.w3.org/ns/anno.jsonld", {"copydesk": "urn:copydesk:"})
URN = "urn:copydesk:"
# Annotations that are taken in at once, the bytes they may have together, and the longest name or address in one.
MOST, LARGEST, LONGEST_NAME = 1_000, 10_000_000, 2_000
# Answers to answers that are followed.
_DEPTH = 3
_OURS = re.compile(rf"{URN}note-[0-9a-z]{{1,40}}")

Json = Any


class _Known(NamedTuple):
    """What an annotation may be on: all that is on the desk, and notes that came before it, by address."""

    store: Store
    among: Mapping[str, Note]

    def note(self, address: str) -> Note | None:
        """The note of this address, ours or the one under which it was written."""
        held = self.store.get(Note, [address.removeprefix(URN)]).values()
        return next(iter([*held, *self.store.pointing(Note, [address])]), self.among.get(address))


class TakenIn(NamedTuple):
    """Notes that were read from annotations, and why others were not: which in order, and the reason."""

    notes: tuple[Note, ...]
    refused: tuple[tuple[int, str], ...]


def every_note(store: Store) -> dict[str, Json]:
    """All notes of a desk as a collection, the newest first."""
    notes = sorted(store.all(Note), key=lambda note: (note.made_at, note.id), reverse=True)
    articles: dict[str, Article] = {**store.get(Article, {note.targets[0] for note in notes})}
    return collection_of(notes, articles)


def take_in(given: Json, store: Store, *, by: str | None, at: str) -> TakenIn:
    """Keep the notes that annotations are, none twice; what came in, and what did not."""
    found = notes_in(given, store, by=by, at=at)
    return found._replace(notes=Notes(store).take_in(found.notes, by=by, at=at))


def collection_of(notes: Sequence[Note], articles: Mapping[str, Article]) -> dict[str, Json]:
    """Notes as an annotation collection of one page; `articles` are those they are on, by id."""
    page = {
        "type": "AnnotationPage",
        "startIndex": 0,
        "items": [annotation_of(note, articles.get(note.targets[0])) for note in notes],
    }
    return {
        "@context": [*CONTEXT],
        "type": "AnnotationCollection",
        "label": "Notes",
        "total": len(notes),
        "first": page,
    }


def annotation_of(note: Note, article: Article | None = None) -> Json:
    """A note as an annotation, without the context that a collection gives it."""
    motivation = "replying" if note.on == "note" else "commenting"
    found: dict[str, Json] = {
        "id": note.origin or f"{URN}{note.id}",
        "type": "Annotation",
        "motivation": motivation,
        "created": _moment(note.made_at),
        "body": {"type": "TextualBody", "value": note.words, "format": "text/plain", "purpose": motivation},
        "target": _target(note, article),
    }
    if note.by is not None:
        found["creator"] = {"type": "Person", "name": note.by}
    if note.resolved_at is not None:
        found["copydesk:resolved"] = {"by": note.resolved_by, "at": _moment(note.resolved_at)}
    return found


def notes_in(given: Json, store: Store, *, by: str | None, at: str) -> TakenIn:
    """The notes that annotations are: one, a list, a page or a collection of them.

    `by` and `at` are said of those that do not tell who made them, and when.

    Raises:
        UsageError: it is none of these, or they are too many.

    """
    items = list(_items(given))
    if len(items) > MOST:
        raise UsageError(f"{len(items)} annotations at once; give {MOST} at most")
    made: dict[int, Note] = {}
    refused: dict[int, str] = {}
    among: dict[str, Note] = {}
    # An answer may stand before the note that it answers, and an answer to that one before both.
    for _ in range(_DEPTH):
        for number in [number for number in range(len(items)) if number not in made]:
            try:
                made[number] = _note_in(items[number], _Known(store, among), by=by, at=at)
                refused.pop(number, None)
                among.update(dict.fromkeys((f"{URN}{made[number].id}", made[number].origin or ""), made[number]))
            except UsageError as error:
                refused[number] = str(error)
        if not refused:
            break
    return TakenIn(tuple(made[number] for number in sorted(made)), tuple(sorted(refused.items())))


# -- out --------------------------------------------------------------------------------------------------------------


def _target(note: Note, article: Article | None) -> Json:
    if note.on == "pair":
        return {"type": "Composite", "items": [f"{URN}{one}" for one in note.targets]}
    if note.on != "article":
        return f"{URN}{note.targets[0]}"
    source: dict[str, Json] = {"id": f"{URN}{note.targets[0]}", "type": "Text", "format": "text/plain"}
    if article is not None and article.language is not None:
        source["language"] = article.language
    if article is not None and article.url is not None:
        source["via"] = article.url
    if note.exact is None:
        return source
    quote = {"type": "TextQuoteSelector", "exact": note.exact, "prefix": note.prefix or "", "suffix": note.suffix or ""}
    position = {"type": "TextPositionSelector", "start": note.start, "end": note.end}
    return {"type": "SpecificResource", "source": source, "selector": [quote, position]}


def _moment(at: str) -> str:
    """A moment in UTC as xsd:dateTime, to the second."""
    return datetime.fromisoformat(at).astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")


# -- in ---------------------------------------------------------------------------------------------------------------


def _items(given: Json) -> Iterable[Json]:
    if isinstance(given, list):
        return given
    kinds = _listed(given.get("type")) if isinstance(given, dict) else []
    if "Annotation" in kinds:
        return [given]
    page = given.get("first") if "AnnotationCollection" in kinds else given
    if isinstance(page, dict) and isinstance(page.get("items"), list):
        return list(page["items"])
    raise UsageError("this is no Web Annotation: give one, a list of them, or an AnnotationPage with its items")


def _note_in(one: Json, known: _Known, *, by: str | None, at: str) -> Note:
    if not isinstance(one, dict) or "Annotation" not in _listed(one.get("type")):
        raise UsageError("it has no type Annotation")
    words = _words(one)
    origin = _text(one.get("id"), LONGEST_NAME)
    creator = one.get("creator")
    name = _text(creator.get("name") if isinstance(creator, dict) else creator, LONGEST_NAME)
    ours = origin is not None and _OURS.fullmatch(origin) is not None
    made_at = _moment_in(one.get("created")) or at
    bare = Note(id="", on="article", targets=(), words=words, made_at=made_at, by=name or by)
    placed = _placed(bare, one.get("target"), known)
    resolved = one.get("copydesk:resolved")
    if isinstance(resolved, dict):
        settled = (_text(resolved.get("by"), LONGEST_NAME), _moment_in(resolved.get("at")) or at)
        placed = replace(placed, resolved_by=settled[0], resolved_at=settled[1])
    ident = (
        origin.removeprefix(URN)
        if ours and origin
        else stable_id("note", origin or "", made_at, *placed.targets, words)
    )
    return replace(placed, id=ident, origin=None if ours else origin)


def _words(one: Mapping[str, Json]) -> str:
    """What an annotation says, in plain text.

    Raises:
        UsageError: nothing, too much, or only something that is not text.

    """
    said = [one["bodyValue"]] if isinstance(one.get("bodyValue"), str) else []
    for body in _listed(one.get("body")):
        textual = isinstance(body, dict) and "TextualBody" in _listed(body.get("type"))
        if textual and body.get("format", "text/plain") in ("text/plain", "text/markdown"):
            said.append(body.get("value"))
    words = "\n".join(one for one in said if isinstance(one, str)).strip().encode("utf-8", "replace").decode()
    if not words or len(words) > LONGEST_WORDS:
        raise UsageError(f"its body has no plain text of 1 to {LONGEST_WORDS} characters")
    return words


def _placed(note: Note, target: Json, known: _Known) -> Note:
    """The note on what the annotation's target is here.

    Raises:
        UsageError: it is nothing on this desk, or its selector is none that can be followed.

    """
    if isinstance(target, list) and len(target) == 1:
        (target,) = target
    store = known.store
    if isinstance(target, dict) and "Composite" in _listed(target.get("type")):
        pair = tuple(sorted(_article(one, store).id for one in _listed(target.get("items"))[:3]))
        if len(set(pair)) != 2:
            raise UsageError("a composite target is a pair of articles here")
        return replace(note, on="pair", targets=pair)
    special = isinstance(target, dict) and "source" in target
    source = target["source"] if special else target
    address = _iri(source)
    if (answered := known.note(address)) is not None:
        return replace(note, on="note", targets=answered.targets if answered.on == "note" else (answered.id,))
    for story in store.get(Story, [StoryId(address.removeprefix(URN))]).values():
        return replace(note, on="story", targets=(story.id, *store.arrived(story.articles)[:1]))
    article = _article(source, store)
    placed = replace(note, targets=(article.id,), source=article.source, position=article.position)
    return _selected(placed, target.get("selector"), article) if special else placed


def _article(source: Json, store: Store) -> Article:
    """The article of an address, ours or the page's.

    Raises:
        UsageError: none on this desk has it.

    """
    address = _iri(source)
    found = list(store.get(Article, [ArticleId(address.removeprefix(URN))]).values())
    via = _text(source.get("via"), LONGEST_NAME) if isinstance(source, dict) else None
    for other in (address, via):
        if not found and other is not None:
            found = [
                one for one in store.pointing(Article, [other]) if one.position == 0 and other in (one.url, one.source)
            ]
    if not found:
        raise UsageError(f"its target {address[:200]!r} is nothing on this desk")
    return found[0]


def _selected(note: Note, selector: Json, article: Article) -> Note:
    """The note on the words that a quote selector gives; a position alone is followed too."""
    chosen = {
        str(kind): one for one in _listed(selector)[:10] if isinstance(one, dict) for kind in _listed(one.get("type"))
    }
    position = chosen.get("TextPositionSelector", {})
    start, end = (position.get(name) if isinstance(position.get(name), int) else None for name in ("start", "end"))
    quote = chosen.get("TextQuoteSelector")
    exact = _text(quote.get("exact"), LONGEST_EXACT) if quote else None
    if exact is None and start is not None and end is not None and 0 <= start < end <= len(article.text):
        exact = _text(article.text[start:end], LONGEST_EXACT)
    if exact is None:
        raise UsageError("it has no TextQuoteSelector or TextPositionSelector that can be followed")
    prefix, suffix = (_text(quote.get(name), LONGEST_EXACT) if quote else None for name in ("prefix", "suffix"))
    begin = start if start is not None and start >= 0 else 0
    return replace(
        note,
        exact=exact,
        prefix=(prefix or "")[-AROUND:],
        suffix=(suffix or "")[:AROUND],
        start=begin,
        end=begin + len(exact),
    )


def _iri(source: Json) -> str:
    found = _text(source.get("id") if isinstance(source, dict) else source, LONGEST_NAME)
    if found is None:
        raise UsageError("its target has no address")
    return found


def _text(value: Json, longest: int) -> str | None:
    """A text of an annotation, None where there is none; it may not be longer than it may.

    Raises:
        UsageError: it is too long.

    """
    if not isinstance(value, str) or not value.strip():
        return None
    if len(value) > longest:
        raise UsageError(f"a text of {len(value)} characters stands in it where {longest} may")
    return value.encode("utf-8", "replace").decode()


def _moment_in(value: Json) -> str | None:
    """A moment as the desk has them, None where there is none that can be read."""
    try:
        moment = datetime.fromisoformat(value)
    except (TypeError, ValueError):
        return None
    return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).astimezone(UTC).isoformat()


def _listed(value: Json) -> list[Json]:
    """JSON-LD writes one value as itself and several as a list."""
    if value is None:
        return []
    return value if isinstance(value, list) else [value]

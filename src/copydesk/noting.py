"""Notes that people pin to exact words of an article, to a story, to a pair, or to one another's notes.

A note keeps the words it is about and what stood around them. When its page is read anew it is found again by these
(the text quote selector of the W3C's Web Annotation); where they are gone it is told as orphaned, never lost.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from copydesk.errors import UsageError
from copydesk.records import Article, ArticleId, Note, NoteTarget, Range, Story
from copydesk.store import Outcome, StepRun, Store
from copydesk.text.ids import stable_id
from copydesk.text.normal import straighten

Standing = Literal["pinned", "moved", "orphaned", "whole"]
"""`pinned` where it was, `moved` to where its words stand now, `orphaned` without them, `whole` where it is on none."""

_RUN = StepRun("notes", Note, 1, "by hand")
# A remark is read in a margin; what it is about is a passage, not an article. What is longer is refused, not cut.
LONGEST_WORDS, LONGEST_EXACT = 10_000, 5_000
# Code points around the words that are kept, enough to tell two places with the same words apart.
AROUND = 64
# Places with the same words that are weighed against each other.
MOST_PLACES = 1_000
# Fields of an article that say nothing of where words stand in its text.
_UNREAD = ("blocks", "dates", "statements")
# Of words of a note the log tells so much, to be recognised by.
_LOGGED = 80


@dataclass(frozen=True, slots=True, kw_only=True)
class PinnedNote:
    """A note with where it stands now and what was answered to it, the oldest first.

    `article` is the article as it was last read, `place` where its words stand there; None where it is on none.
    """

    note: Note
    standing: Standing
    article: ArticleId | None
    place: Range | None
    answers: tuple[Note, ...]


class Notes:
    """The notes of one desk. `by` is who writes, `at` when (ISO 8601, UTC): the faces look at the clock."""

    def __init__(self, store: Store) -> None:
        self._store = store

    # -- writing ------------------------------------------------------------------------------------------------

    def on_words(self, article: Article, place: Range, words: str, *, by: str | None = None, at: str) -> Note:
        """A note on the words of an article between two code points.

        Raises:
            UsageError: there are no such words, they are too many, or the note is empty or too long.

        """
        start, end = place
        exact = article.text[max(start, 0) : max(end, 0)]
        if not 0 <= start < end <= len(article.text) or not exact.strip() or len(exact) > LONGEST_EXACT:
            raise UsageError(
                f"{start}..{end} is no passage of {article.id}: mark between 1 and {LONGEST_EXACT} characters"
            )
        note = _note("article", (article.id,), words, by=by, at=at)
        return self._keep(
            replace(
                note,
                exact=exact,
                prefix=article.text[max(0, start - AROUND) : start],
                suffix=article.text[end : end + AROUND],
                start=start,
                end=end,
                source=article.source,
                position=article.position,
            )
        )

    def on_article(self, article: Article, words: str, *, by: str | None = None, at: str) -> Note:
        """A note on an article as a whole; a `UsageError` where it is empty or too long."""
        note = _note("article", (article.id,), words, by=by, at=at)
        return self._keep(replace(note, source=article.source, position=article.position))

    def on_story(self, story: Story, words: str, *, by: str | None = None, at: str) -> Note:
        """A note on a story; it goes with the article that the story is named for."""
        founder = self._store.arrived(story.articles)[:1]
        return self._keep(_note("story", (story.id, *founder), words, by=by, at=at))

    def on_pair(self, left: ArticleId, right: ArticleId, words: str, *, by: str | None = None, at: str) -> Note:
        """A note on two articles side by side."""
        return self._keep(_note("pair", tuple(sorted((left, right))), words, by=by, at=at))

    def answer(self, ident: str, words: str, *, by: str | None = None, at: str) -> Note:
        """An answer to a note, or to the note that this one answers."""
        note = self.note(ident)
        return self._keep(_note("note", note.targets if note.on == "note" else (note.id,), words, by=by, at=at))

    def resolve(self, ident: str, *, by: str | None = None, at: str) -> Note:
        """A note is settled; who resolved it first is what is told."""
        note = self.note(ident)
        if note.resolved_at is not None:
            return note
        return self._keep(replace(note, resolved_by=by, resolved_at=at), action="note resolved", by=by, at=at)

    def reopen(self, ident: str, *, by: str | None = None, at: str) -> Note:
        """A note is open again."""
        note = replace(self.note(ident), resolved_by=None, resolved_at=None)
        return self._keep(note, action="note reopened", by=by, at=at)

    def withdraw(self, ident: str, *, by: str | None = None, at: str) -> Note:
        """A note goes, with what was answered to it; the log tells that it was."""
        note = self.note(ident)
        gone = [note.id, *(one.id for one in self._store.pointing(Note, [note.id]))]
        with self._store.together():
            self._store.forget(_RUN, gone)
            self._log("note withdrawn", note, by, at)
        return note

    def take_in(self, notes: Iterable[Note], *, by: str | None = None, at: str) -> tuple[Note, ...]:
        """Keep notes that were written elsewhere, none twice (by its `origin`); the new ones come back."""
        taken = []
        with self._store.together():
            for note in notes:
                known = self._store.pointing(Note, [note.origin]) if note.origin is not None else []
                if not known and not self._store.get(Note, [note.id]):
                    taken.append(self._keep(note, action="note taken in", by=by, at=at))
        return tuple(taken)

    # -- reading ------------------------------------------------------------------------------------------------

    def note(self, ident: str) -> Note:
        """The note with this id, or the beginning of one.

        Raises:
            UsageError: there is none, or several.

        """
        ids = self._store.matching(Note, ident)
        if len(ids) != 1:
            raise UsageError(
                f"{ident!r} names {'several notes' if ids else 'no note'}; give an id as `notes` prints it"
            )
        return self._store.get(Note, ids)[ids[0]]

    def every(self) -> tuple[PinnedNote, ...]:
        """All notes, the newest first, each with its answers."""
        return self._pinned(self._store.all(Note))

    def latest(self, most: int, *, begin: int = 0) -> tuple[tuple[PinnedNote, ...], int]:
        """So many notes from a place on, the newest first, each with its answers; and how many older ones there are."""
        rows = self._store.fields(Note, "id", "on", "made_at")
        newest = sorted(((made_at, ident) for ident, on, made_at in rows if on != "note"), reverse=True)
        shown = self._store.get(Note, [ident for _, ident in newest[begin : begin + most]])
        return self._pinned(shown.values()), max(0, len(newest) - begin - most)

    def of_article(self, article: Article) -> tuple[PinnedNote, ...]:
        """The notes on an article and on earlier readings of it, in the order of the text."""
        held = self._store.pointing(Note, [article.id, article.source])
        mine = [one for one in held if one.on == "article" and one.position == article.position]
        return tuple(sorted(self._pinned(mine), key=lambda one: (one.place or (0, 0), one.note.made_at)))

    def of_story(self, story: Story) -> tuple[PinnedNote, ...]:
        """The notes on a story, on its articles and on pairs of them, the newest first."""
        cards = self._store.finding.cards(story.articles)
        targets = [story.id, *story.articles, *(card.source for card in cards.values())]
        return self._pinned(one for one in self._store.pointing(Note, targets) if one.on != "note")

    def of_pair(self, left: str, right: str) -> tuple[PinnedNote, ...]:
        """The notes on two articles side by side, the newest first."""
        both = tuple(sorted((left, right)))
        held = self._store.pointing(Note, [left])
        return self._pinned(one for one in held if one.on == "pair" and one.targets == both)

    def _pinned(self, notes: Iterable[Note]) -> tuple[PinnedNote, ...]:
        every = list(notes)
        answers: dict[str, list[Note]] = {}
        for one in self._store.pointing(Note, [note.id for note in every]):
            if one.on == "note":
                answers.setdefault(one.targets[0], []).append(one)
        read = self._read(every)
        found = (
            _stood(note, read.get(note.id), tuple(sorted(answers.get(note.id, ()), key=lambda one: one.made_at)))
            for note in every
            if note.on != "note"
        )
        return tuple(sorted(found, key=lambda one: (one.note.made_at, one.note.id), reverse=True))

    def _read(self, notes: Sequence[Note]) -> dict[str, Article]:
        """For each note on an article the article as it was last read, by note."""
        about = [note for note in notes if note.on == "article"]
        held = self._store.get(Article, {note.targets[0] for note in about}, without=_UNREAD)
        gone = [note for note in about if note.targets[0] not in held and note.source is not None]
        sources = {note.source for note in gone if note.source is not None}
        found = self._store.pointing(Article, sources, without=_UNREAD)
        by_id: dict[str, Article] = {article.id: article for article in found}
        newest_last = (by_id[one] for one in self._store.arrived(by_id))
        again = {(article.source, article.position): article for article in newest_last}
        read: dict[str, Article] = {}
        for note in about:
            article = held.get(note.targets[0]) or again.get((note.source or "", note.position or 0))
            if article is not None:
                read[note.id] = article
        return read

    def _keep(self, note: Note, *, action: str = "note written", by: str | None = None, at: str | None = None) -> Note:
        with self._store.together():
            self._store.put(_RUN, [Outcome(note.id, "by hand", (note,))])
            self._log(action, note, by or note.by, at or note.made_at)
        return note

    def _log(self, action: str, note: Note, by: str | None, at: str) -> None:
        words = " ".join(note.words.split())[:_LOGGED]
        self._store.people.log(action, note.id, words=f"on {', '.join(note.targets)}: {words}", by=by, at=at)


def place_of(note: Note, text: str) -> Range | None:
    """Where the words of a note stand in a text: where they did, else where what is around them fits best."""
    if note.exact is None or note.start is None:
        return None
    if text[note.start : note.start + len(note.exact)] == note.exact:
        return (note.start, note.start + len(note.exact))
    plain, exact = straighten(text), straighten(note.exact)
    prefix, suffix = straighten(note.prefix or ""), straighten(note.suffix or "")

    def fits(start: int) -> tuple[int, int]:
        end = start + len(exact)
        before = _alike(reversed(prefix), reversed(plain[max(0, start - AROUND) : start]))
        return (before + _alike(suffix, plain[end : end + AROUND]), -abs(start - (note.start or 0)))

    start = max(_occurrences(plain, exact), key=fits, default=None)
    return None if start is None else (start, start + len(exact))


def _occurrences(text: str, exact: str) -> Iterator[int]:
    start = text.find(exact)
    for _ in range(MOST_PLACES):
        if start < 0:
            return
        yield start
        start = text.find(exact, start + 1)


def _alike(left: Iterable[str], right: Iterable[str]) -> int:
    """How many characters are equal from the start on."""
    count = 0
    for one, other in zip(left, right, strict=False):
        if one != other:
            break
        count += 1
    return count


def _stood(note: Note, article: Article | None, answers: tuple[Note, ...]) -> PinnedNote:
    place = None if article is None else place_of(note, article.text)
    if note.on != "article" or (note.exact is None and article is not None):
        standing: Standing = "whole"
    elif place is None or article is None:
        standing = "orphaned"
    else:
        standing = "pinned" if place[0] == note.start and article.id == note.targets[0] else "moved"
    return PinnedNote(
        note=note, standing=standing, article=None if article is None else article.id, place=place, answers=answers
    )


def _note(on: NoteTarget, targets: tuple[str, ...], words: str, *, by: str | None, at: str) -> Note:
    """A note that says something.

    Raises:
        UsageError: it is empty or too long.

    """
    said = words.strip().encode("utf-8", "replace").decode()
    if not said or len(said) > LONGEST_WORDS:
        raise UsageError(f"a note has between 1 and {LONGEST_WORDS} characters; this one has {len(said)}")
    return Note(
        id=stable_id("note", on, at, by or "", *targets, said), on=on, targets=targets, words=said, made_at=at, by=by
    )

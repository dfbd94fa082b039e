"""People over and under an article: who wrote it, and nobody rather than a desk, a place or a heading."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from functools import lru_cache
from typing import NamedTuple

from copydesk.articles.cues import DATE, MONTH_NAMES, NO_PERSON, Cue, cues_of, holds_date, is_date_line
from copydesk.articles.hints import Hint
from copydesk.articles.pieces import Piece
from copydesk.articles.vocabulary import Vocabulary, content_words
from copydesk.text.normal import fold

_LONGEST = 200
# What opens a byline, in the languages of the cues: "By", "Words by", "Text:", "Von", "Escrito por", "A cura di".
BY = re.compile(
    r"^\W*(?:(?:(?:words|story|text|written|posted|published|reported|reporting|analysis|opinion|commentary|column"
    r"|review|interview|edited|article|report|submitted|escrito|publicado|redactado|\u00e9crit|publi\u00e9|propos"
    r" recueillis|geschrieben|ver\u00f6ffentlicht|ein beitrag|ein artikel|scritto|pubblicato|a cura|geschreven|skrivet"
    r"|skrevet|tekst|napisa\u0142|p\u0159ipravil)\s+)?(?:by|von|par|por|de|di|da|door|av|af|od|przez|yazan)"
    r"|(?:texte?|texto|testo|tekst|words|story|report|reporter|\u0442\u0435\u043a\u0441\u0442)\s*:"
    r"|autor(?:in|a|e|ka)?|auteur|author|autore|redactor|forfatter|\u0430\u0432\u0442\u043e\u0440|yazar"
    r"|kirjoittaja|szerz\u0151|\u0628\u0642\u0644\u0645)\s*[:\-\u2013]?\s+(?=\S)",
    re.IGNORECASE,
)
# Scripts without spaces: a cue before the name, or the office behind it.
_DENSE_NAME = re.compile(
    r"^(?:(?:\u6587|\u64b0\u6587|\u64b0\u7a3f|\u4f5c\u8005|\u57f7\u7b46|\u53d6\u6750\u30fb\u6587|\u8bb0\u8005|\u8a18\u8005"
    r"|\u672c\u62a5\u8bb0\u8005|\u7b46\u8005)\s*[/\uff0f:\uff1a\u3000 ]\s*"
    r"(?P<after>[\u3040-\u30ff\u3400-\u9fff\u00b7\u30fb]{2,12})"
    r"|(?P<before>[\u3400-\u9fff]{2,4}[\u3000 ]?[\u3400-\u9fff]{0,3})\s*(?:\u8a18\u8005|\u8bb0\u8005)"
    r"|(?P<korean>[\uac00-\ud7af]{2,4})\s*(?:\uae30\uc790|\uae00|\ud2b9\ud30c\uc6d0))(?=\W|$)"
)
_ADDRESS = re.compile(r"\S*@[\w-]+\.\S+|@\w+|https?://\S+|\bwww\.\S+")
# What follows these is a role, a date, an outlet or the photographer. Written so, with one of the characters first with
# which all of it begins, it is looked for in a third of the time.
_AFTER = re.compile(
    r"[\s|\u2022\u00b7\u2013\u2014(\[,;\d](?<=(?=(?i:"
    r"\s*[|\u2022\u00b7\u2013\u2014(\[].*$|\s+-\s+.*$"
    r"|\s+(?:photos?|photograph\w*|fotos?|bilder?|pictures|images|video)\s*(?:by|:).*$"
    r"|(?:[,;]\s*|\s+)(?:published|updated|posted|ver\u00f6ffentlicht|publi\u00e9|publicado|pubblicato|on|am|le|il|el)"
    r"\s+(?=.*\d).*$|\s*\d.*$"
    r"))[\s\S])"
)
# Without one of these nothing of the kind follows in a line of ASCII: to look for them takes a tenth of the time.
_MARKED = re.compile(r"[|(\[\d]")
_WORDS_AFTER = (" - ", "photo", "foto", "bild", "pictures", "images", "video")
_PLACE = re.compile(r"\s+(?:in|at|from|for|with|on|of|reports?|aus|\u00e0|en|w|i)\s+.*$")
# What joins names; the white space around it stays with them.
_JOINS = re.compile(
    r"[,;\u3001\uff0c&+/]"
    r"|\b(?:and|und|et|y|e|og|och|en|i|ja|a|ve|with|mit|avec|con|com)\b(?=\s+[^\W\d_a-z\u00df-\u00ff])"
)
_NAME = re.compile(
    r"(?:[^\W\d_]\.[ -]?){0,3}[^\W\d_][\w'\u2019.-]*(?:\s+(?:(?:de|da|do|dos|das|van|von|der|den|di|del|della|du|la|le"
    r"|bin|al|el|y|ibn|zu|af|av|ap|ten|ter|dos|e)\s+){0,2}[^\W\d_][\w'\u2019.-]*){1,4}"
)
_PARTICLES = frozenset(
    "de da do dos das van von der den di del della du la le bin al el y ibn zu af av ap of ten ter e".split()
)
_TITLES = re.compile(r"^(?:dr|prof|mr|mrs|ms|sir|dame|rev|ing|mag|dipl)\.?\s+(?=\S)", re.IGNORECASE)
# A name does not begin with these: articles, determiners, question words of the languages of the cues.
_NO_FIRST = frozenset(
    "the a an our your my this that these all more most other what why how when who where which new no not is are"
    " der die das ein eine unser unsere mehr les une notre nos plus los las una nuestra nuestro m\u00e1s gli"
    " nostra os as uma nossa mais het een onze meer det den"
    " about contact home follow share read key top breaking latest live special sign log get click".split()
)
_WHEN = re.compile(
    rf"{MONTH_NAMES}|(?:mon|tues|wednes|thurs|fri|satur|sun)day|mon|tue|wed|thu|fri|sat|sun", re.IGNORECASE
)
_SIGNED = re.compile(
    r"^\W*(?:reporting|reported|written|additional reporting|writing) by\s+([^;()]{3,160}?)\s*(?:[;.)]|$)",
    re.IGNORECASE,
)
_IMAGE_NAME = re.compile(r"\S\.(?:jpe?g|png|gif|webp|svg)$", re.IGNORECASE)


def people(
    text: str, *, known: Collection[str] = (), small: Collection[str] = (), strict: bool = False
) -> tuple[str, ...]:
    """The names of people in a byline; empty where it names nobody, or a desk, or is no byline at all.

    `known` are names of outlets and agencies, folded, which are nobody and are taken off the end of a name; `small`
    the words that the page writes in lower case: a heading is made of them, a name is not, and of a `strict` name not
    one is.
    """
    if len(text) > _LONGEST or not text.strip():
        return ()
    if "@" in text or "://" in text or "www." in text:
        text = _ADDRESS.sub(" ", text)
    text = " ".join(text.split())
    if not text.isascii() and (dense := _DENSE_NAME.match(text)):
        return tuple(filter(None, dense.groups()))[:1]
    opened = BY.match(text)
    bare = text[opened.end() :] if opened else text
    timed = _holds_figure(text)
    whole = opened is not None or not text[:1].islower()
    if "|" in bare and len(parts := [part for part in bare.split("|") if part.strip()]) > 1:
        named = [name for part in parts if (name := _person(part, known, small, strict=strict, timed=timed))]
        if len(named) == len(parts):
            return tuple(dict.fromkeys(named))
    bare = _before_role(bare)
    found: list[str] = []
    for number, part in enumerate(_JOINS.split(bare)):
        if not part.strip(" .,;:"):
            continue
        name = _person(part, known, small, strict=strict, timed=timed)
        if name is not None:
            found.append(name)
        elif not found and not (number == 0 and fold(part.strip()) in known):
            return ()
    return tuple(dict.fromkeys(found)) if whole else ()


def _before_role(text: str) -> str:
    """What stands before a role, a date, an outlet or the photographer in a line whose white space is single spaces."""
    if text.isascii() and not _MARKED.search(text):
        small = text.lower()
        if not _holds(small, _WORDS_AFTER):
            return text
    found = _AFTER.search(text)
    return text[: found.start()] if found else text


def _holds_figure(text: str) -> bool:
    """Whether a text holds a figure of any script: those of ASCII are found in a tenth of the time of others."""
    return _FIGURE.search(text) is not None if text.isascii() else any(map(str.isdigit, text))


_FIGURE = re.compile("[0-9]")


def _holds(text: str, parts: Sequence[str]) -> bool:
    for part in parts:  # noqa: SIM110 - a generator costs more than the search
        if part in text:
            return True
    return False


def _person(part: str, known: Collection[str], small: Collection[str], *, strict: bool, timed: bool) -> str | None:
    """The name in a part of a byline, without title, role, place and outlet; None where it is none."""
    name = _TITLES.sub("", _PLACE.sub("", _before_role(part.strip()))).strip(" .,;:*\"'\u201c\u201d")
    if timed:
        name = _without_time(name)
    if not name or fold(name) in known:
        return None
    for outlet in known:
        if len(outlet) > 3 and fold(name).endswith(" " + outlet):
            name = name[: len(name) - len(outlet)].strip(" ,")
    words = name.split()
    half = len(words) // 2
    if len(words) > 3 and words[:half] == words[half:]:
        name = " ".join(words[:half])
    if not is_person(name):
        return None
    common = [word.casefold() in small for word in name.split() if word not in _PARTICLES]
    return None if all(common) or ((strict or name.isupper()) and any(common[1:])) else name


def _without_time(name: str) -> str:
    """A name without the month or weekday that the cut of a day left at its end."""
    words = name.split()
    while words and _WHEN.fullmatch(words[-1].strip(".,")):
        words.pop()
    return " ".join(words)


def is_person(name: str) -> bool:
    """Whether a text has the form of a person's name: two to five capitalised words, none of them an office."""
    if len(name) > 50 or not _NAME.fullmatch(name):
        return False
    words = name.replace(".", ". ").split()
    if not all(word[0].isupper() or word in _PARTICLES for word in words) or not words[-1][0].isupper():
        return False
    if not words[0][0].isupper() or words[0].casefold() in _NO_FIRST or len(words) > 6:
        return False
    loud = sum(word.isupper() and len(word) > 3 for word in words)
    if loud not in (0, len([word for word in words if len(word) > 3])):
        return False
    return not any(part.casefold().strip(".'\u2019") in NO_PERSON for word in words for part in word.split("-"))


def spelled(names: Sequence[str], others: Sequence[str]) -> tuple[str, ...]:
    """The names, those in capitals as others spell them where they do."""
    mixed = {fold(other): other for other in others if not other.isupper()}
    return tuple(mixed.get(fold(name), name) if name.isupper() else name for name in names)


class Byline(NamedTuple):
    """A line that names who wrote an article: its place, its people, who may be none, and whether it says "by"."""

    place: int
    people: tuple[str, ...]
    signed: bool


def byline_at(
    pieces: Sequence[Piece], span: range, title: int, *, known: Collection[str], words: Vocabulary
) -> Byline | None:
    """The byline among the pieces of a span, None where there is none; `words` are the body's.

    A line of names without "by" counts only below the title, where a date, an office or a box about its author says
    what it is, and only if the article itself does not speak of its people.
    """
    fallback = dated = None
    # Whom the headline names is no author either.
    subject = Vocabulary(
        words.content | content_words(pieces[title].text) if title < len(pieces) else words.content, words.small
    )
    for place in span:
        piece = pieces[place]
        text = piece.text
        if len(text) > _LONGEST or piece.hints & _UNFIT or ("." in text[-5:-3] and _IMAGE_NAME.search(text)):
            continue
        signed, marked = opens_byline(text), bool(piece.hints & _BYLINE)
        if signed or marked:
            named = people(text, known=known, small=words.small)
            if named:
                return Byline(place, named, signed)
        elif _may_name(text) and not cues_of(text) & _NO_NAMES:
            named = _unsigned(text, known=known, words=subject)
            if named and _says_so(pieces, place, named, below=place > title):
                return Byline(place, named, signed=False)
            if named and dated is None and place > title and _near_date(pieces, place) and _alone(text, named):
                dated = Byline(place, named, signed=False)
        desk = signed or (place > title and _is_desk(pieces, place))
        if fallback is None and desk and len(text) < _SHORT and place >= title - 1:
            fallback = Byline(place, (), signed)
    return dated or fallback


def _may_name(text: str) -> bool:
    """Whether a line begins as a name does, or with a date: what costs nothing to see."""
    words = text.split(None, 2)
    if len(words) < 2 or not words[0][0].isalnum():
        return False
    named = words[0][0].isupper() and (words[1][0].isupper() or words[1][0].isdigit() or words[1] in _PARTICLES)
    return named or (text[0].isdigit() and len(text) < _SHORT)


def _unsigned(text: str, *, known: Collection[str], words: Vocabulary) -> tuple[str, ...]:
    """The people in a line without "by", behind a date too; nobody where the article speaks of one of them."""
    named = people(text, known=known, small=words.small, strict=True)
    if not named and (dated := DATE.match(text)):
        rest = text[dated.end() :].strip(" -|,")
        named = people(rest, known=known, small=words.small, strict=True)
        named = named if _alone(rest, named) else ()
    return () if _spoken_of(named, words) else named


def _says_so(pieces: Sequence[Piece], place: int, named: tuple[str, ...], *, below: bool) -> bool:
    """Whether more than a date says that a line of names is a byline: a handle, an office, a box about its author."""
    text = pieces[place].text
    if below and (_HANDLE.search(text) or _names_office(text)):
        return True
    boxed = any(
        piece.text.startswith(named[0]) and len(piece.text) > 2 * len(text)
        for piece in pieces[place + 1 : place + _BOX]
    )
    return boxed and _alone(text, named) and (below or _near_date(pieces, place))


_UNFIT = (Hint.CAPTION | Hint.IMAGE | Hint.COMMENTS).value
_BYLINE = Hint.BYLINE.value
_NO_NAMES = (Cue.SHARE | Cue.PHOTO | Cue.PROMOTION | Cue.RELATED | Cue.LEGAL | Cue.LABEL | Cue.COMMENTS).value
# The box about an author stands within this many pieces.
_BOX = 400
_OFFER = Cue.OFFER.value
_HANDLE = re.compile(r"@\w{2,}")


@lru_cache(maxsize=2048)
def opens_byline(text: str) -> bool:
    """Whether a line begins as bylines do, and offers nothing."""
    if not text.isascii() and _DENSE_NAME.match(text):
        return True
    found = BY.match(text[:_LONGEST])
    if found is None or text[found.end()].islower() or (text[:1].islower() and len(text) > _SHORT):
        return False
    return not cues_of(text) & _OFFER


# A line in small letters that begins with "by" is a byline when it is about as short as one.
_SHORT = 80


def _near_date(pieces: Sequence[Piece], place: int) -> bool:
    """Whether a line stands next to a date, or holds one."""
    near = (*pieces[max(0, place - 2) : place], *pieces[place + 1 : place + 3])
    return holds_date(pieces[place].text) or any(is_date_line(piece.text) for piece in near)


def _is_desk(pieces: Sequence[Piece], place: int) -> bool:
    """Whether a line next to a date names a desk or an agency: it stands for a byline and names no person."""
    words = _WORDS.split(pieces[place].text)
    if len(words) > _DESK or words[-1].casefold() not in NO_PERSON:
        return False
    near = (*pieces[max(0, place - 1) : place], *pieces[place + 1 : place + 3])
    return any(is_date_line(piece.text) for piece in near)


_DESK = 5


def _names_office(text: str) -> bool:
    """Whether a name is followed by an office or an agency: "Ilka Brandt, Health Correspondent"."""
    _, comma, rest = text.rpartition(", ")
    return bool(comma) and any(word.casefold().strip(".") in NO_PERSON for word in _WORDS.split(rest))


def _spoken_of(named: Sequence[str], words: Vocabulary) -> bool:
    """Whether the article speaks of one of these: then they are its subject and not its authors."""
    for name in named:
        parts = [part.lower() for part in _WORDS.split(name) if len(part) > 3]
        known = sum(part in words.content for part in parts)
        if parts and (parts[-1] in words.content or 2 * known > len(parts)):
            return True
    return False


_WORDS = re.compile(r"[\s.'\u2019-]+")


def _alone(text: str, named: tuple[str, ...]) -> bool:
    """Whether a line holds little else than these names."""
    return len(_ADDRESS.sub("", text)) <= sum(map(len, named)) + 5 * len(named) + 25


def signature(pieces: Sequence[Piece], end: int, *, known: Collection[str], words: Vocabulary) -> Byline | None:
    """The line right under the last paragraph, at `end`, if it holds a name and a place; None where it does not."""
    if end >= len(pieces) or pieces[end].links > _LINKED or pieces[end].hints & _UNFIT:
        return None
    text = pieces[end].text.lstrip("\u2014\u2013- ")
    if len(text) > _SHORT or "," not in text or cues_of(text) & _NO_NAMES:
        return None
    named = people(text, known=known, small=words.small, strict=True)
    if not named or not _alone(text, named) or _spoken_of(named[:1], words):
        return None
    return Byline(end, named[:1], signed=True)


_LINKED = 0.5


def signer(text: str, *, known: Collection[str] = ()) -> tuple[str, ...]:
    """The people whom a line under an article names as its reporters."""
    found = _SIGNED.match(text) if len(text) < 400 else None
    return people(found.group(1), known=known) if found else ()

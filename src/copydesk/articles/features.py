"""What the model knows of a piece: names of the features that hold for it, most of them the same for both forms."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from copydesk.articles.core import value_of
from copydesk.articles.cues import BY, COMMENTS, LEGAL, OFFER, PHOTO, PROMOTION, RELATED, SHARE, is_date_line
from copydesk.articles.heads import content_words
from copydesk.articles.hints import Hint
from copydesk.articles.notes import dateline_of, is_credit
from copydesk.articles.pieces import Piece
from copydesk.articles.shapes import Shape, is_prose, is_sentence
from copydesk.text.normal import fold

_SIZES = (12, 20, 30, 45, 60, 80, 110, 150, 220, 320, 500)
_SHARES = (0.001, 0.1, 0.3, 0.6, 0.9)
_STEPS = (1, 2, 3, 4, 7, 12, 25)
_HINTS = tuple((hint.value, f"in:{(hint.name or '').lower()}") for hint in Hint)
_TAGS = {
    "h5": "h4",
    "h6": "h4",
    "section": "div",
    "article": "div",
    "main": "div",
    "center": "div",
    "th": "td",
    "tr": "td",
}
_CUES = (
    ("share", SHARE),
    ("promotion", PROMOTION),
    ("comments", COMMENTS),
    ("related", RELATED),
    ("legal", LEGAL),
    ("photo", PHOTO),
    ("by", BY),
    ("offer", OFFER),
)


@dataclass(frozen=True, slots=True)
class Scene:
    """What is known of a page as a whole before its pieces are judged."""

    core: tuple[int, int]
    words: dict[str, int]
    title: frozenset[str]
    stated: frozenset[str]
    repeats: dict[str, int]
    containers: dict[int, float]
    wrappers: dict[int, float]
    container: int
    wrapper: int
    tag: str
    classes: str | None
    gapped: bool


def scene_of(pieces: Sequence[Piece], shapes: Sequence[Shape], core: tuple[int, int], stated: Sequence[str]) -> Scene:
    """The scene of a page with this core; `stated` are titles and descriptions that its metadata give."""
    inside = range(*core)
    words: Counter[str] = Counter()
    containers: dict[int, float] = {}
    wrappers: dict[int, float] = {}
    tags: Counter[str] = Counter()
    classes: Counter[str] = Counter()
    for place, (piece, shape) in enumerate(zip(pieces, shapes, strict=True)):
        if is_prose(shape):
            containers[piece.container] = containers.get(piece.container, 0.0) + shape.size
            wrappers[piece.wrapper] = wrappers.get(piece.wrapper, 0.0) + shape.size
        if place in inside and value_of(piece, shape) > 0:
            words.update(content_words(piece.text))
            tags[piece.tag] += int(shape.size)
            classes[piece.classes] += int(shape.size)
    whole = sum(containers.values()) or 1.0
    solid = [place for place in inside if is_prose(shapes[place])]
    own = {pieces[place].container for place in inside} & containers.keys()
    around = {pieces[place].wrapper for place in inside} & wrappers.keys()
    return Scene(
        core=core,
        words=words,
        title=content_words(stated[0]) if stated else frozenset(),
        stated=frozenset(fold(text) for text in stated),
        repeats=Counter(piece.text for piece in pieces),
        containers={key: size / whole for key, size in containers.items()},
        wrappers={key: size / whole for key, size in wrappers.items()},
        container=max(own, key=lambda key: (containers[key], -key), default=-1),
        wrapper=max(around, key=lambda key: (wrappers[key], -key), default=-1),
        tag=tags.most_common(1)[0][0] if tags else "",
        classes=_common(classes),
        gapped=2 * sum(pieces[place].gap for place in solid) > len(solid),
    )


def _common(classes: Counter[str]) -> str | None:
    """The class name that most of the core has; None where there is none, as with names made by a machine."""
    if not classes:
        return None
    name, size = classes.most_common(1)[0]
    return name if 2 * size > sum(classes.values()) else None


def features_of(pieces: Sequence[Piece], shapes: Sequence[Shape], scene: Scene) -> list[list[str]]:
    """For each piece the names of its features."""
    kinds = [_kind(piece, shape) for piece, shape in zip(pieces, shapes, strict=True)]
    found: list[list[str]] = []
    for place, (piece, shape) in enumerate(zip(pieces, shapes, strict=True)):
        gap = f"{piece.gap or not scene.gapped:d}"
        own = ["bias", f"gap:{gap} {kinds[place]}", *_of_shape(piece, shape, kinds[place])]
        own += _of_words(piece, shape, scene)
        own += _of_place(place, piece, kinds[place], scene)
        own += _of_neighbours(place, pieces, kinds, scene)
        if piece.tag:
            own += _of_markup(piece, kinds[place], scene)
            own += _of_inset(place, pieces, kinds[place])
        found.append(own)
    return found


def _kind(piece: Piece, shape: Shape) -> str:
    """What a piece looks like by itself."""
    if piece.tag == "img":
        return "image"
    if is_prose(shape):
        return "links" if piece.links > 0.6 else "prose"
    if is_date_line(piece.text):
        return "date"
    if is_sentence(shape):
        return "sentence"
    if piece.links > 0.6:
        return "link"
    return "short" if shape.size < 30 else "line"


def _bin(value: float, edges: Sequence[float]) -> int:
    return bisect_right(edges, value)


def _of_shape(piece: Piece, shape: Shape, kind: str) -> list[str]:
    found = [
        f"looks:{kind}",
        f"size:{_bin(shape.size, _SIZES)}",
        f"size:{_bin(shape.size, _SIZES)} closed:{shape.closed:d}",
        f"stops:{min(shape.stops, 4)} closed:{shape.closed:d}",
        f"commas:{min(shape.commas, 3)}",
        f"capitals:{_bin(shape.capitals, (0.15, 0.3, 0.5, 0.7, 0.95))} {kind}",
        f"opens:{shape.opens:d} {kind}",
    ]
    if shape.digits > 0.15:
        found.append(f"digits {kind}")
    if piece.hints & Hint.LIST.value:
        found.append(f"list {kind}")
    end = piece.text[-1:]
    if end in ":\uff1a":
        found.append(f"ends:colon {kind}")
    if piece.text.endswith(("...", "\u2026", "[...]")):
        found.append("ends:dots")
    if piece.text.isupper():
        found.append(f"upper {kind}")
    if piece.text[:1] in "\"\u201c\u2018\u00ab'\u201e":
        found.append(f"quote {kind}")
    return found


def _of_words(piece: Piece, shape: Shape, scene: Scene) -> list[str]:
    head = piece.text[:300]
    found = [f"cue:{name} {'long' if shape.size > 80 else 'short'}" for name, cue in _CUES if cue.search(head)]
    if is_credit(piece.text):
        found.append("cue:credit")
    if shape.size > 40 and dateline_of(piece.text):
        found.append("cue:dateline")
    if "http" in head or "www." in head or "@" in head:
        found.append("cue:address")
    if scene.repeats[piece.text] > 1:
        found.append(f"repeated {'long' if shape.size > 80 else 'short'}")
    own = content_words(piece.text[:1500])
    if own:
        # A core piece's own words are in the count once; only what others say too is shared.
        known = sum(scene.words.get(word, 0) > 1 for word in own) / len(own)
        found.append(
            f"shared:{_bin(known, (0.01, 0.1, 0.2, 0.35, 0.5, 0.75))} {'long' if shape.size > 80 else 'short'}"
        )
        if scene.title:
            found.append(f"headline:{_bin(len(own & scene.title) / len(own), (0.01, 0.2, 0.5, 0.8))}")
    if scene.stated and shape.size < 400 and fold(piece.text) in scene.stated:
        found.append("stated")
    return found


def _of_place(place: int, piece: Piece, kind: str, scene: Scene) -> list[str]:
    low, high = scene.core
    if place < low:
        return [f"before:{_bin(low - place, _STEPS)}", f"before:{_bin(low - place, _STEPS)} {kind}"]
    if place >= high:
        step = _bin(place - high + 1, _STEPS)
        return [f"after:{step}", f"after:{step} {kind}"]
    found = ["inside", f"inside {kind}"]
    if place - low < 3:
        found.append(f"head:{place - low} {kind}")
    if high - place <= 3:
        found.append(f"tail:{high - place} {kind}")
    if piece.links > 0.2:
        found.append(f"inside links:{_bin(piece.links, _SHARES)}")
    return found


def _of_neighbours(place: int, pieces: Sequence[Piece], kinds: Sequence[str], scene: Scene) -> list[str]:
    own = kinds[place]
    found = []
    for step in (-2, -1, 1, 2):
        other = place + step
        kind = kinds[other] if 0 <= other < len(kinds) else "edge"
        found.append(f"near:{step} {kind} {own}")
        if step in (-1, 1) and kind != "edge":
            # Where a page parts its paragraphs by nothing, every line counts as parted.
            parted = pieces[max(place, other)].gap or not scene.gapped
            found.append(f"near:{step} {kind} {own} gap:{parted:d}")
    around = kinds[max(0, place - 4) : place + 5]
    found.append(f"around:{_bin(around.count('prose'), (1, 2, 3, 5, 7))} {own}")
    return found


def _of_markup(piece: Piece, kind: str, scene: Scene) -> list[str]:
    """What only HTML tells."""
    tag = _TAGS.get(piece.tag, piece.tag)
    same = piece.container == scene.container
    wrapped = scene.wrapper in (piece.wrapper, piece.container)
    classed = "?" if scene.classes is None else f"{piece.classes == scene.classes:d}"
    found = [
        f"tag:{tag}",
        f"tag:{tag} {kind}",
        f"links:{_bin(piece.links, _SHARES)} {kind}",
        f"container:{_bin(scene.containers.get(piece.container, 0.0), _SHARES)}",
        f"wrapper:{_bin(scene.wrappers.get(piece.wrapper, 0.0), _SHARES)}",
        f"main:{same:d} {tag}",
        f"main:{same:d} {kind}",
        f"main:{same:d} wrapped:{wrapped:d}",
        f"modal:{piece.tag == scene.tag:d} class:{classed}",
        f"modal:{piece.tag == scene.tag:d} main:{same:d} {kind}",
    ]
    if piece.strong > 0.9:
        found.append(f"strong {kind}")
    if piece.hints:
        found += [f"{name}" for value, name in _HINTS if piece.hints & value]
        found += [f"{name} main:{same:d}" for value, name in _HINTS if piece.hints & value]
    return found


def _of_inset(place: int, pieces: Sequence[Piece], kind: str) -> list[str]:
    """Whether a piece stands in a box of its own between pieces of one container."""
    own = pieces[place].container
    before = next((one.container for one in reversed(pieces[max(0, place - 6) : place]) if one.container != own), None)
    after = next((one.container for one in pieces[place + 1 : place + 7] if one.container != own), None)
    return [f"inset {kind}"] if before is not None and before == after else []

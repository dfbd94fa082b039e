"""The pages by which articles are told from the rest of their pages, with their true paragraphs marked, and variants.

`train_articles.py` learns from them; the layout of the folders is told there.
"""

from __future__ import annotations

import gzip
import json
import re
from bisect import insort
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from hashlib import sha1
from itertools import count
from pathlib import Path
from random import Random

from copydesk.articles.columns import columns_of
from copydesk.articles.core import settled
from copydesk.articles.features import Told, codes_of, told_of
from copydesk.articles.hints import Hint
from copydesk.articles.markup import parse
from copydesk.articles.metadata import metadata_of
from copydesk.articles.pieces import Piece, pieces_of_text
from copydesk.articles.shapes import Measures, measure
from copydesk.articles.slots import Codes
from copydesk.records import Form

FOLDS = 5
# Pages made from others count so much (of .05, .15 and .3 the best on the folds); paragraphs of so many words are cut
# on them, but for this share, and in part only in articles of so many paragraphs.
VARIANT = 0.15
# Pages made into tables count less (of .07 and .15 the better): few real ones are such.
TABLED = 0.07
SHORTEST_CUT, LEFT_WHOLE, SHORTEST = 6, 0.15, 3
WORD = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class Source:
    """Where a sample comes from, its true text, and what is known of its page."""

    name: str
    fold: int
    form: Form
    gold: str
    stated: tuple[str, ...]
    around: list[int]
    content: str


@dataclass(frozen=True, slots=True)
class Sample:
    """A page with its true paragraphs marked; `share` is how much it counts."""

    source: Source
    texts: list[str]
    pieces: Sequence[Piece]
    measures: Measures
    told: Told
    codes: Codes
    marks: list[bool]
    share: float


# -- samples ---------------------------------------------------------------------------------------------------------


def benchmark(folder: Path, form: Form, seed: int = 0) -> Iterator[Sample]:
    """The benchmark's pages, in a fold by the hash of their name, and of the seed if there is one."""
    truth = json.loads((folder / "ground-truth.json").read_text(encoding="utf-8"))
    for name, row in sorted(truth.items()):
        if form == "html":
            content = gzip.decompress((folder / "html" / f"{name}.html.gz").read_bytes()).decode("utf-8", "replace")
        else:
            content = (folder / "text" / f"{name[:16]}.txt").read_text(encoding="utf-8")
        fold = int(sha1(f"{seed or ''}{name}".encode()).hexdigest()[:8], 16) % FOLDS
        yield sample_of(f"benchmark/{name}", fold, form, content, row["articleBody"])


def newsroom(folder: Path, form: Form, seed: int = 0) -> Iterator[Sample]:
    """The newsroom's pages, in a fold by their outlet; with a seed other outlets are in one fold."""
    rows = [json.loads(line) for line in (folder / "gold.jsonl").read_text(encoding="utf-8").splitlines()]
    outlets = sorted({row["outlet"] for row in rows})
    if seed:
        Random(seed).shuffle(outlets)
    for row in rows:
        path = folder / "pages" / f"{row['id']}.{'html' if form == 'html' else 'txt'}"
        data = path.read_bytes()
        encoding = "cp1252" if b"charset=windows-1252" in data[:500] else "utf-8"
        fold = outlets.index(row["outlet"]) % FOLDS
        yield sample_of(f"newsroom/{row['id']}", fold, form, data.decode(encoding), row["body"])


def sample_of(name: str, fold: int, form: Form, content: str, gold: str) -> Sample:
    """A page as a sample."""
    stated: tuple[str, ...] = ()
    around: list[int] = []
    if form == "html":
        markup = parse(content)
        metadata = metadata_of(markup)
        pieces: Sequence[Piece] = markup.pieces
        stated, around = metadata.stated, markup.around
    else:
        pieces = pieces_of_text(content)
    measures = measure([piece.text for piece in pieces])
    page = Source(name, fold, form, gold, stated, around, content)
    return sample_from(
        page, settled(pieces, measures.size, measures.prose), true_marks([piece.text for piece in pieces], gold)
    )


def sample_from(source: Source, pieces: Sequence[Piece], marks: list[bool], share: float = 1.0) -> Sample:
    """Pieces and their marks as a sample."""
    texts = [piece.text for piece in pieces]
    measures = measure(texts)
    told = told_of(columns_of([pieces], measures, [source.around]), [source.stated])
    return Sample(source, texts, pieces, measures, told, codes_of(told, source.form), marks, share)


def true_marks(texts: Sequence[str], gold: str) -> list[bool]:
    """Which pieces are in the true text: the heaviest chain of pieces that stand in it in the same order.

    A piece that is not in it word for word counts where most of its runs of four words are.
    """
    flat = bare(gold)
    words = WORD.findall(gold)
    runs: set[tuple[str, ...]] = set(zip(words, words[1:], words[2:], words[3:], strict=False))
    chain: list[tuple[int, int, tuple[int, ...]]] = [(0, 0, ())]  # end in flat, weight, pieces; ends and weights rise
    for place, text in enumerate(texts):
        for start, size in sorted(occurrences(text, flat, runs), reverse=True):
            before = [link for link in chain if link[0] <= start][-1]
            link = (start + size, before[1] + size, (*before[2], place))
            if [other for other in chain if other[0] <= link[0]][-1][1] < link[1]:
                chain = [other for other in chain if other[0] < link[0] or other[1] > link[1]]
                insort(chain, link)
    chosen = set(chain[-1][2])
    return [place in chosen for place in range(len(texts))]


def occurrences(text: str, flat: str, runs: set[tuple[str, ...]]) -> Iterator[tuple[int, int]]:
    """Where a piece stands in the true text, letters and digits only, and how long it is there."""
    own = bare(text)
    start = flat.find(own) if own else -1
    found = start >= 0
    for _ in range(12):
        if start < 0:
            break
        yield start, len(own)
        start = flat.find(own, start + 1)
    words = WORD.findall(text)
    own_runs = list(zip(words, words[1:], words[2:], words[3:], strict=False))
    if found or len(own_runs) < 4 or sum(run in runs for run in own_runs) < 0.6 * len(own_runs):
        return
    for place in range(len(words) - 5):
        start = flat.find("".join(words[place : place + 6]))
        if start >= 0:
            yield start, int(0.8 * len(own))
            return


def bare(text: str) -> str:
    """The letters and digits of a text."""
    return "".join(WORD.findall(text))


# -- variants --------------------------------------------------------------------------------------------------------


def variants(samples: Sequence[Sample]) -> Iterator[Sample]:
    """The pages made otherwise: articles told in lists, tables and lines without a stop, and articles broken by boxes.

    Few pages are such, and without them the look of a text would count for all and its place on the page for nothing:
    the first raise held-back F1 of the benchmark from .957 to .973 (HTML) and from .902 to .914 (text dumps), the
    second that of the newsroom from .977 to .981 (HTML; in text dumps, where nothing tells a box, it would harm).
    Rows of figures, as standings and calendars have them, look like nothing else in a text dump, whose tables no markup
    tells: learned from such, held-back F1 of the benchmark's dumps rises from .924 to .933.
    """
    for sample in samples:
        name = sample.source.name
        if name.startswith("benchmark/"):
            yield listed(sample, Random(f"{name}/whole"), whole=True)
            if sum(sample.marks) >= SHORTEST:
                yield listed(sample, Random(f"{name}/part"), whole=False)
                yield listed(sample, Random(f"{name}/other"), whole=False)
            if sample.source.form == "text":
                yield tabled(sample, Random(f"{name}/table"), whole=True)
                if sum(sample.marks) >= SHORTEST:
                    yield tabled(sample, Random(f"{name}/tabled"), whole=False)
        if sample.source.form == "html" and sum(sample.marks) > SHORTEST:
            yield broken(sample, Random(f"{name}/broken"))


def broken(sample: Sample, chance: Random) -> Sample:
    """A page on which some of its other pieces, one to four on end, stand between paragraphs of the article too."""
    others = [place for place, mark in enumerate(sample.marks) if not mark]
    body = [place for place, mark in enumerate(sample.marks) if mark]
    boxes: dict[int, list[int]] = {}
    for _ in range(chance.randint(2, 4) if others else 0):
        before, start = chance.choice(body[1:]), chance.randrange(len(others))
        run = others[start : start + chance.randint(1, 4)]
        boxes[before] = [place for step, place in enumerate(run) if place == run[0] + step]
    order = [one for place in range(len(sample.pieces)) for one in (*boxes.get(place, ()), place)]
    return sample_from(
        sample.source, [sample.pieces[place] for place in order], [sample.marks[place] for place in order], VARIANT
    )


def listed(sample: Sample, chance: Random, *, whole: bool) -> Sample:
    """A page on which paragraphs of the article, all or one stretch of them, are cut into short lines."""
    chosen = chosen_of(sample, chance, whole=whole)
    style = chance.choice(("li", "tr", "p", "same"))
    around = list(sample.source.around)
    pieces: list[Piece] = []
    marks: list[bool] = []
    for place, (piece, mark) in enumerate(zip(sample.pieces, sample.marks, strict=True)):
        if place not in chosen or chance.random() < LEFT_WHOLE:
            pieces.append(piece)
            marks.append(mark)
            continue
        pattern = piece
        if sample.source.form == "text":
            pattern = piece._replace(hints=Hint.LIST.value if style == "li" else 0)
        elif style in ("li", "tr"):
            around.append(piece.container)
            hint = Hint.LIST if style == "li" else Hint.TABLE
            pattern = piece._replace(
                tag=style, hints=piece.hints | hint.value, container=len(around) - 1, wrapper=piece.container
            )
        lines = cut(piece.text, chance)
        apart = sample.source.form == "html" or style == "p"
        pieces += [pattern._replace(text=text, gap=apart or (not at and piece.gap)) for at, text in enumerate(lines)]
        marks += [True] * len(lines)
    return sample_from(replace(sample.source, around=around), pieces, marks, VARIANT)


def chosen_of(sample: Sample, chance: Random, *, whole: bool) -> set[int]:
    """The longer paragraphs of an article, all or those of one stretch."""
    places = [place for place, mark in enumerate(sample.marks) if mark]
    if not whole:
        start = chance.randrange(len(places) - 1)
        places = places[start : start + chance.randint(1, max(2, len(places) // 2))]
    return {place for place in places if len(sample.pieces[place].text.split()) >= SHORTEST_CUT}


def tabled(sample: Sample, chance: Random, *, whole: bool) -> Sample:
    """A text dump in which paragraphs of the article, all or one stretch of them, are rows of a table."""
    chosen = chosen_of(sample, chance, whole=whole)
    style = chance.choice(("ranks", "days", "figures"))
    columns, apart = chance.randint(2, 7), chance.random() < 0.3
    numbers = count(1)
    pieces: list[Piece] = []
    marks: list[bool] = []
    for place, (piece, mark) in enumerate(zip(sample.pieces, sample.marks, strict=True)):
        if place not in chosen or chance.random() < LEFT_WHOLE:
            pieces.append(piece)
            marks.append(mark)
            continue
        words = piece.text.split()
        for row in range(chance.randint(2, 6)):
            name = [word[:1].upper() + word[1:] for word in words[3 * row :][: chance.randint(1, 3)]]
            figures = [str(chance.randint(0, 10 ** chance.randint(1, 4))) for _ in range(columns)]
            cells = {
                "ranks": [str(next(numbers)), *name, *figures],
                "days": [f"{next(numbers)}.", *name, f"{chance.randint(1, 28)}.{chance.randint(1, 12)}."],
                "figures": [*name, *figures],
            }
            pieces.append(piece._replace(text=" ".join(cells[style]), hints=0, gap=apart or (not row and piece.gap)))
            marks.append(True)
    return sample_from(sample.source, pieces, marks, TABLED)


def cut(text: str, chance: Random) -> list[str]:
    """One to four short lines from the beginning of a text."""
    words = text.split()
    lines = []
    for _ in range(chance.randint(1, 4)):
        size = chance.randint(2, 11)
        line = " ".join(words[:size]).rstrip(".,;")
        words = words[size:]
        if line:
            lines.append(line[:1].upper() + line[1:])
    return lines or [text]

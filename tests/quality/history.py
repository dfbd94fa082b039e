"""The floors of quality as a history that only grows: one entry a line, each tied to all those before it.

`floors.tsv` is written by `scripts/floors.py` alone. The last entry of a figure holds; a floor of 0 holds nothing. What
makes the file worth believing is `refusals`: it needs nothing but the file and the data, so it works on any clone.
"""

import subprocess
from dataclasses import astuple, dataclass, fields
from hashlib import sha256
from pathlib import Path

HISTORY = Path(__file__).parent / "floors.tsv"
NEWSROOM = Path(__file__).parents[2] / "examples" / "newsroom"
SCORER = Path(__file__).parent / "scoring.py"
LEAST_WORDS = 4
"""Of a reason: less says nothing that a reader could judge."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A floor of one figure: `measured` is what it came from, `data` the digest of what that was measured on.

    `because` says why the floor is lower than the one before it; `link` stands for this entry and all before it.
    """

    day: str
    figure: str
    floor: float
    measured: float | None
    data: str
    because: str = ""
    link: str = ""


COLUMNS = tuple(field.name for field in fields(Entry))


def digest_of_data(newsroom=NEWSROOM, scorer=SCORER):
    """The SHA-256 of the pages, of the gold and of the scorer: another scorer is another measure."""
    total = sha256()
    pages = [path for folder in ("pages", "gold") for path in (newsroom / folder).iterdir()]
    for path in [*sorted(pages), scorer]:
        raw = path.read_bytes()
        total.update(f"{path.parent.name}/{path.name}\0{len(raw)}\0".encode() + raw)
    return total.hexdigest()


# -- the file ---------------------------------------------------------------------------------------------------------


def read_history(text):
    """The entries of a history, in their order; ValueError names the line that is none."""
    head, *lines = text.splitlines()
    if tuple(head.split("\t")) != COLUMNS:
        raise ValueError(f"line 1 must name the columns {' '.join(COLUMNS)}")
    return tuple(_read(number, line) for number, line in enumerate(lines, start=2))


def _read(number, line):
    try:
        day, figure, floor, measured, data, because, link = line.split("\t")
        held, found = float(floor), float(measured) if measured else None
    except ValueError as error:
        raise ValueError(f"line {number} is no entry of {len(COLUMNS)} columns ({error})") from error
    return Entry(day=day, figure=figure, floor=held, measured=found, data=data, because=because, link=link)


def written(history):
    """The text of a history."""
    return "".join("\t".join(row) + "\n" for row in (COLUMNS, *map(_row, history)))


def _row(entry):
    return ["" if value is None else str(value) for value in astuple(entry)]


def extended(history, entry):
    """A history with one entry more, tied to it."""
    last = history[-1].link if history else ""
    linked = Entry(**{name: getattr(entry, name) for name in COLUMNS[:-1]}, link=link_of(last, entry))
    return (*history, linked)


def link_of(last, entry):
    """What stands for an entry behind the one that has the link `last`."""
    return sha256("\t".join([last, *_row(entry)[:-1]]).encode()).hexdigest()[:16]


def floors_of(history):
    """The floor that holds of each figure."""
    last = {entry.figure: entry.floor for entry in history}
    return {figure: floor for figure, floor in last.items() if floor > 0}


# -- what is refused --------------------------------------------------------------------------------------------------


def refusals(history, *, data, earlier=()):
    """Why a history cannot be believed, one sentence a fault.

    `data` is the digest of what the figures are measured on now, `earlier` are histories that once stood in its place.
    """
    return [*unsound(history), *_elsewhere(history, data), *_removed(history, earlier)]


def unsound(history):
    """What is wrong with a history whatever it was measured on."""
    return [*_broken(history), *_fallen(history)]


def earlier_histories(path=HISTORY):
    """The histories that earlier commits have, as far as this clone goes back; none where there is no git."""
    told = _git(path, "log", "--max-count=100", "--format=%H", "--", path.name) or ""
    texts = [_git(path, "show", f"{commit}:./{path.name}") for commit in told.split()]
    return [read_history(text) for text in texts if text is not None]


def _git(path, *words):
    """What git prints, seen from the folder of a file; None where it cannot be asked."""
    try:
        ran = subprocess.run(["git", *words], cwd=path.parent, capture_output=True, encoding="utf-8", check=False)
    except OSError:
        return None
    return ran.stdout if ran.returncode == 0 else None


def _broken(history):
    last = ""
    for number, entry in enumerate(history, start=1):
        if entry.link != link_of(last, entry):
            yield (
                f"entry {number} ({entry.figure} {entry.floor}) does not follow from those before it: an entry was "
                "changed, taken out or put in by hand; take back the file and use scripts/floors.py"
            )
        last = entry.link


def _fallen(history):
    held = {}
    for number, entry in enumerate(history, start=1):
        before = held.get(entry.figure, 0.0)
        if entry.floor < before and len(entry.because.split()) < LEAST_WORDS:
            yield (
                f"entry {number} lowers {entry.figure} from {before} to {entry.floor} and says no reason; "
                f'use scripts/floors.py --lower {entry.figure} --because "..."'
            )
        if entry.measured is not None and entry.floor > entry.measured:
            yield f"entry {number} holds {entry.figure} to {entry.floor}, which {entry.measured} does not reach"
        held[entry.figure] = entry.floor


def _elsewhere(history, data):
    last = {entry.figure: entry for entry in history if entry.figure in floors_of(history)}
    for entry in last.values():
        if entry.data != data:
            yield (
                f"{entry.figure} was measured on other pages, another gold or by another scorer ({entry.data[:12]}, "
                f"not {data[:12]}); measure again with scripts/floors.py"
            )


def _removed(history, earlier):
    for before in earlier:
        if history[: len(before)] != before:
            kept = sum(1 for one, other in zip(before, history, strict=False) if one == other)
            yield f"of {len(before)} entries that an earlier commit has, only {kept} stand as they were; none may go"
            return

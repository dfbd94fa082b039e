"""Measure the sample newsroom and write down which floors rise: `python scripts/floors.py`.

    python scripts/floors.py --lower conflicts_found --because "the gold had one conflict twice, and it counts once now"
    python scripts/floors.py --check

A floor is the measured figure less two points, rounded down, since small changes elsewhere move single quotes and
pairs; of the few conflicts one alone may go. Floors stand in `tests/quality/floors.tsv`, a history to which entries are
only added; `tests/quality/history.py` says what is refused of it. A figure under its floor is told and nothing is
written, unless `--lower` names it and `--because` says why. Where pages, gold or scorer changed, every figure gets a
new entry. The table of floors in docs/quality.md is written anew.
"""

import argparse
import re
import sys
import tempfile
from collections.abc import Mapping
from datetime import UTC, date, datetime
from math import floor
from pathlib import Path

from copydesk.desk import open_desk

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT / "tests"))
from quality import history as past  # noqa: E402 - the suite's history and scorer live with the tests
from quality.scoring import NEWSROOM, figures_of  # noqa: E402

SLACK = 0.02
SLACK_OF = {"conflicts_found": 0.07, "conflicts_right": 0.07}
PAGE = ROOT / "docs" / "quality.md"


def main() -> int:
    """Write the floors; 1 when a figure is under its floor without a reason, or the history is refused."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--check", action="store_true", help="measure nothing, only say whether the history holds")
    parser.add_argument("--lower", action="append", default=[], metavar="NAME", help="a floor that falls")
    parser.add_argument("--because", default="", metavar="REASON", help="why; it stands in the history for ever")
    asked = parser.parse_args()
    history = past.read_history(past.HISTORY.read_text(encoding="utf-8"))
    if asked.check:
        return told(past.refusals(history, data=past.digest_of_data(), earlier=past.earlier_histories(past.HISTORY)))
    if bool(asked.lower) != bool(asked.because) or (asked.lower and len(asked.because.split()) < past.LEAST_WORDS):
        parser.error(f"--lower and --because go together, and a reason has {past.LEAST_WORDS} words at least")
    return told(past.unsound(history)) or keep(history, measured(), lowered=asked.lower, because=asked.because)


def measured() -> dict[str, float]:
    """The figures of the sample newsroom, read now."""
    with open_desk() as desk, tempfile.TemporaryDirectory() as folder:
        list(desk.add([str(NEWSROOM / "pages")], as_of=date(2038, 12, 31)))
        list(desk.run())
        desk.export(Path(folder))
        return figures_of(folder)


def keep(history: tuple[past.Entry, ...], figures: Mapping[str, float], *, lowered: list[str], because: str) -> int:
    """Add what rises, what falls with a reason, and what was measured on other data; nothing if a figure fell."""
    held, data = past.floors_of(history), past.digest_of_data()
    on = {entry.figure: entry.data for entry in history}
    figures = {**dict.fromkeys(held, 0.0), **figures}
    fallen = [name for name, value in figures.items() if value < held.get(name, 0.0) and name not in lowered]
    wrong = [f"{name} is {figures[name]:.4f}, under its floor of {held[name]}" for name in fallen]
    wrong += [f"{name} is no figure, or its floor would not fall" for name in lowered if not falls(name, figures, held)]
    if told(wrong):
        return 1
    today = datetime.now(UTC).astimezone().date().isoformat()
    for name, value in figures.items():
        old, new = held.get(name, 0.0), floor_of(name, value)
        new = new if name in lowered else max(old, new)
        if new != old or on.get(name) != data:
            entry = past.Entry(
                day=today,
                figure=name,
                floor=new,
                measured=round(value, 4),
                data=data,
                because=" ".join(because.split()) if name in lowered else "",
            )
            history = past.extended(history, entry)
            print(f"{name:26} {value:.4f}  floor {old} -> {new}")
    past.HISTORY.write_text(past.written(history), encoding="utf-8")
    PAGE.write_text(told_anew(PAGE.read_text(encoding="utf-8"), history), encoding="utf-8")
    print(f"{len(history)} entries; the last is {history[-1].link}")
    return 0


def falls(name: str, figures: Mapping[str, float], held: Mapping[str, float]) -> bool:
    """Whether a floor is there, and higher than its figure now gives."""
    return floor_of(name, figures.get(name, 1.0)) < held.get(name, 0.0)


def floor_of(name: str, value: float) -> float:
    """The floor that a figure gives."""
    slack = SLACK_OF.get(name, SLACK if value < 1 else 0.0)
    return max(0.0, floor(100 * (value - slack) + 1e-9) / 100)


def told_anew(page: str, history: tuple[past.Entry, ...]) -> str:
    """The page of the documents with the floors that hold, and with the end of the history."""
    for name, value in past.floors_of(history).items():
        page = re.sub(rf"(?m)^(\| `{name}` \|.*\| )[\d.]+ \|$", rf"\g<1>{value} |", page)
    return re.sub(r"\d+ entries, the last `\w+`", f"{len(history)} entries, the last `{history[-1].link}`", page)


def told(wrong: list[str]) -> int:
    """1 when there is something wrong, which is printed."""
    for one in wrong:
        print(one, file=sys.stderr)
    return int(bool(wrong))


if __name__ == "__main__":
    sys.exit(main())

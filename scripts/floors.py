"""Measure the sample newsroom and write the quality floors anew: `python scripts/floors.py [--lower REASON]`.

A floor is the measured figure less two points, rounded down, since small changes elsewhere move single quotes and
pairs; of the few conflicts one alone may go. A floor that would fall stays as it is, and the script ends with 1,
unless `--lower` says why it may.
"""

import argparse
import sys
import tempfile
import tomllib
from datetime import date
from hashlib import blake2b
from math import floor
from pathlib import Path

from copydesk.desk import open_desk

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT / "tests"))
from quality.scoring import NEWSROOM, figures_of  # noqa: E402 - the suite's scorer lives with the tests

FLOORS = ROOT / "tests" / "quality" / "floors.toml"
SLACK = 0.02
SLACK_OF = {"conflicts_found": 0.07, "conflicts_right": 0.07}


def measured() -> dict[str, float]:
    """The figures of the sample newsroom, read now."""
    with open_desk() as desk, tempfile.TemporaryDirectory() as folder:
        list(desk.add([str(NEWSROOM / "pages")], as_of=date(2038, 12, 31)))
        list(desk.run())
        desk.export(Path(folder))
        return figures_of(folder)


def digest_of_gold() -> str:
    """What stands for the pages and the gold that the floors were measured on."""
    total = blake2b(digest_size=8)
    for path in sorted(NEWSROOM.rglob("*.*")):
        if path.parent.name in ("pages", "gold"):
            total.update(path.name.encode() + path.read_bytes())
    return total.hexdigest()


def main() -> int:
    """Write the floors; 1 when one would have fallen without a reason."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--lower", metavar="REASON", help="why a floor may fall; kept in the file")
    asked = parser.parse_args()
    before = tomllib.loads(FLOORS.read_text(encoding="utf-8")) if FLOORS.exists() else {}
    held, reasons = before.get("floors", {}), before.get("lowered", [])
    status, lines = 0, []
    for name, value in measured().items():
        slack = SLACK_OF.get(name, SLACK if value < 1 else 0.0)
        new, old = floor(100 * (value - slack)) / 100, held.get(name, 0.0)
        if new < old and not asked.lower:
            print(f"{name}: {value:.3f} would lower the floor {old}; say --lower REASON")
            new, status = old, 1
        elif new < old:
            reasons.append(f"{name} {old} -> {new}: {asked.lower}")
        lines.append(f"{name} = {new}")
        print(f"{name:26} {value:.3f}  floor {new}")
    told = "".join(f"    {reason!r},\n" for reason in reasons)
    FLOORS.write_text(
        "# Written by scripts/floors.py. A floor falls only with a reason, which stands in `lowered`.\n"
        f'gold = "{digest_of_gold()}"\nlowered = [\n{told}]\n\n[floors]\n' + "\n".join(lines) + "\n",
        encoding="utf-8",
    )
    return status


if __name__ == "__main__":
    sys.exit(main())

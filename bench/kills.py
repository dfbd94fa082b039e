"""Kills desks at random moments of `add` and `run` until they are done, and compares them with an unbroken one.

    python bench/kills.py --kills 200
    python bench/kills.py --kills 50 --pages 16 --seed 7

Each desk is filled with pages of the sample newsroom; its commands are killed (signal 9) at moments drawn evenly over
their work and given again until they end. What is compared: every record by its digest, every line of the ledger,
every byte of the export; and SQLite's own check of the file. A line of JSON tells the fate of each desk, the last one
all of them. The exit status is 1 where one differs.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))

from killing import Desks, Fate, fates, pages_for, warm, written


def main() -> int:
    """Kill, compare, tell."""
    told = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    told.add_argument("--kills", type=int, default=200)
    told.add_argument("--pages", type=int, default=1000, help="pages of the sample newsroom (all, if it has fewer)")
    told.add_argument("--seed", type=int, default=1)
    given = told.parse_args()
    warm()
    begun = time.monotonic()
    found: list[Fate] = []
    with tempfile.TemporaryDirectory() as place:
        desks = Desks(Path(place), pages_for(Path(place, "pages"), amount=given.pages))
        for fate in fates(desks, kills=given.kills, seed=given.seed):
            found.append(fate)
            print(written(fate), flush=True)
    struck = Counter(command for fate in found for command, _ in fate.kills)
    differing = sum(bool(fate.differs) for fate in found)
    summary = {"desks": len(found), "kills": struck, "differing": differing}
    print(json.dumps({**summary, "seconds": round(time.monotonic() - begun)}))
    return 1 if differing else 0


if __name__ == "__main__":
    raise SystemExit(main())

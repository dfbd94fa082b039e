"""How many expressions of days are resolved rightly: `day_expressions.tsv`, labelled before the rules were tuned.

A line has its class, the day of writing, the first and the last day that are right (`-`: it names no day), and a text
with the expression between angle brackets. A single day is right when it is met; an interval when the days in common
are at least half of the days in either. Half of the lines, by their checksum, were never looked at while tuning.
"""

from collections import defaultdict
from datetime import date
from pathlib import Path
from zlib import crc32

import pytest

from copydesk.text.days import days, resolve_all

LINES = Path(__file__).with_name("day_expressions.tsv").read_text(encoding="utf-8").splitlines()
FLOOR = 0.92


def is_held(line):
    return crc32(line.split("\t")[4].encode()) % 2 == 1


def answer(text, anchor):
    """What the mention under the brackets means, None where there is none."""
    start, end = text.index("<"), text.index(">") - 1
    mentions = days(text.replace("<", "").replace(">", ""))
    spans = resolve_all(mentions, date.fromisoformat(anchor))
    shared = [(min(end, one.end) - max(start, one.start), span) for one, span in zip(mentions, spans, strict=True)]
    best = max((pair for pair in shared if pair[0] > 0), key=lambda pair: pair[0], default=None)
    return best[1] if best else None


def is_right(line):
    _, anchor, low, high, text = line.split("\t")
    found = answer(text, anchor)
    if found is None or low == "-":
        return found is None and low == "-"
    wanted = date.fromisoformat(low), date.fromisoformat(high)
    both = (min(wanted[1], found[1]) - max(wanted[0], found[0])).days + 1
    either = (max(wanted[1], found[1]) - min(wanted[0], found[0])).days + 1
    return found == wanted if low == high else both / either >= 0.5


@pytest.mark.parametrize("half", ["tuned", "held"])
def test_day_expressions_are_resolved(half):
    by_class = defaultdict(list)
    for line in LINES:
        if is_held(line) == (half == "held"):
            by_class[line.split("\t")[0]].append(is_right(line))
    answers = [right for rights in by_class.values() for right in rights]
    table = "\n".join(f"{name:24}{sum(rights):4} of {len(rights)}" for name, rights in sorted(by_class.items()))
    print(f"{table}\n{half}: {sum(answers)} of {len(answers)}")  # noqa: T201 - the figures, for who asks with -s
    assert len(answers) >= 120
    assert sum(answers) / len(answers) >= FLOOR, table

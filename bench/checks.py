"""Checks against pages with known answers: by kind, by folds over events, and how sure they may be.

    python bench/checks.py                                             # the sample newsroom
    python bench/checks.py --gold FOLDER --pages FOLDER/*.txt          # pages of your own with such gold
    python bench/checks.py ... --write                                 # and count them anew in reliability.tsv

The gold is laid out as in examples/newsroom/gold: `gold.jsonl` (the event of each page) and `stories.jsonl` (conflicts
and agreements with their passages). A comparison is right when two of its sides hold six tenths of the words of two
sides of one of them.

Folds: the events are dealt to five folds. For each, every threshold of the checks is chosen anew on the events of the
other folds (of five values around the shipped one that with most conflicts right; the shipped one where there is no
better), and the fold is judged with what was chosen. So no figure of a fold rests on its own answers.
"""

import argparse
import json
import tempfile
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import permutations
from pathlib import Path
from typing import Any

from rapidfuzz.distance import LCSseq

from copydesk.checks import check
from copydesk.desk import open_desk
from copydesk.flow import dossier
from copydesk.records import (
    Article,
    Attribution,
    Check,
    Collection,
    Dating,
    Dossier,
    Edition,
    Fact,
    Family,
    Figure,
    Quote,
    Story,
)
from copydesk.settings import CheckSettings

ROOT = Path(__file__).parents[1]
NEWSROOM = ROOT / "examples" / "newsroom"
TABLE = ROOT / "src" / "copydesk" / "checks" / "reliability.tsv"
ALIKE = 0.6  # of the words of a gold passage: the same place said a little wider or narrower
FOLDS = 5
FACTORS = (0.7, 0.85, 1.15, 1.3)  # of the shipped threshold, beside the threshold itself
TUNED = (
    "polarity_rarity",
    "polarity_context",
    "polarity_context_one",
    "polarity_sure",
    "state_rarity",
    "time_rarity",
    "date_rarity",
    "date_shared",
    "cause_rarity",
    "deed_rarity",
    "fate_rarity",
    "fate_shared",
    "contrast_rarity",
    "same_telling",
    "telling_rarity",
    "telling_deeds",
)
AGREEING = ("agrees", "compatible")
Sides = Sequence[str]


@dataclass(frozen=True, slots=True)
class Gold:
    """What the pages of some events say for and against each other: the passages of each, by event."""

    event_of: dict[str, str]
    conflicts: dict[str, list[tuple[str, Sides]]]
    agreements: dict[str, list[tuple[str, Sides]]]

    @property
    def events(self) -> list[str]:
        """The events that have conflicts or agreements, in order."""
        return sorted(self.conflicts)


@dataclass(frozen=True, slots=True)
class Judged:
    """A comparison of an event, whether it is right, and which conflicts (or agreements) of the gold it found."""

    kind: str
    outcome: str
    confidence: float
    found: frozenset[int]


def read_gold(folder: Path) -> Gold:
    """The gold of a folder."""
    rows = [json.loads(line) for line in (folder / "gold.jsonl").read_text(encoding="utf-8").splitlines()]
    stories = [json.loads(line) for line in (folder / "stories.jsonl").read_text(encoding="utf-8").splitlines()]
    return Gold(
        {row["id"]: row["event_file"] for row in rows},
        {story["event"]: _passages(story["conflicts"], rows) for story in stories},
        {story["event"]: _passages(story["agreements"], rows) for story in stories},
    )


def _passages(compared: Iterable[dict[str, Any]], rows: Sequence[dict[str, Any]]) -> list[tuple[str, Sides]]:
    """The kind and the passages in bodies of each comparison that two families of copies make."""
    parent = {row["id"]: row["parent"] for row in rows}

    def root(page: str) -> str:
        while parent[page]:
            page = parent[page]
        return page

    found: list[tuple[str, Sides]] = []
    for one in compared:
        sides = [side for side in one["sides"] if side["field"] == "body"]
        if len({root(side["article"]) for side in sides}) > 1:
            found.append((one.get("kind") or "", [side["text"] for side in sides]))
    return found


# -- reading pages ----------------------------------------------------------------------------------------------------


def dossiers_of(pages: Sequence[str], as_of: date) -> list[Dossier]:
    """The dossiers of all storylines of some pages."""
    with tempfile.TemporaryDirectory() as folder, open_desk(Path(folder) / "desk") as desk:
        for _ in (*desk.add(pages, as_of=as_of), *desk.run()):
            pass
        return list(_dossiers(desk.collection()))


def _dossiers(held: Collection) -> Iterator[Dossier]:
    lines: dict[str, list[Story]] = defaultdict(list)
    for story in held.stories:
        lines[story.storyline or story.id].append(story)
    quotes = {quote.id: quote.article for quote in held.quotes}
    for line, stories in lines.items():
        inside = {article for story in stories for article in story.articles}
        yield dossier(
            {
                Story: tuple(stories),
                Article: tuple(one for one in held.articles if one.id in inside),
                Family: tuple(one for one in held.families if inside.intersection(one.articles)),
                Edition: tuple(one for one in held.editions if one.article in inside),
                Dating: tuple(one for one in held.datings if one.article in inside),
                Quote: tuple(one for one in held.quotes if one.article in inside),
                Figure: tuple(one for one in held.figures if one.article in inside),
                Attribution: tuple(one for one in held.attributions if quotes[one.quote] in inside),
                Fact: tuple(one for one in held.facts if one.story == line),
            }
        )


# -- judging ----------------------------------------------------------------------------------------------------------


def judge(dossiers: Sequence[Dossier], gold: Gold, settings: CheckSettings) -> dict[str, list[Judged]]:
    """All comparisons by the event of their first side, each with what it found."""
    found: dict[str, list[Judged]] = defaultdict(list)
    for one in dossiers:
        stems = {article.id: Path(article.source).stem for article in one.articles}
        for made in check(one, settings=settings):
            event = gold.event_of.get(stems[made.sides[0].article])
            if event in gold.conflicts:
                wanted = gold.conflicts[event] if made.outcome == "conflict" else gold.agreements[event]
                met = frozenset(number for number, (_, sides) in enumerate(wanted) if _meets(made, sides))
                found[event].append(Judged(made.kind, made.outcome, made.confidence, met))
    return found


def _meets(made: Check, sides: Sides) -> bool:
    """Whether two sides of a comparison stand on two different sides of a known one."""
    return any(
        _holds(one.text, left) and _holds(other.text, right)
        for one, other in permutations(made.sides, 2)
        for left, right in permutations(sides, 2)
    )


def _holds(text: str, passage: str) -> bool:
    wanted = _words(passage)
    return bool(LCSseq.similarity(_words(text), wanted) >= ALIKE * len(wanted))


def _words(text: str) -> list[str]:
    return "".join(letter.lower() if letter.isalnum() else " " for letter in text).split()


@dataclass(frozen=True, slots=True)
class Score:
    """Counts over some events: known ones found, of how many; told ones right, of how many."""

    found: int
    known: int
    right: int
    told: int

    @property
    def f1(self) -> float:
        """The harmonic mean of recall and precision."""
        return 2 * self.found * self.right / (self.found * self.told + self.right * self.known or 1)

    def __str__(self) -> str:
        return f"{_share(self.found, self.known):>18}{_share(self.right, self.told):>18}"


def score(judged: dict[str, list[Judged]], gold: Gold, events: Iterable[str], *, conflicts: bool) -> Score:
    """The counts for conflicts, or for agreements, of some events."""
    found = known = right = told = 0
    for event in events:
        outcomes = ("conflict",) if conflicts else AGREEING
        made = [one for one in judged.get(event, ()) if one.outcome in outcomes]
        found += len(frozenset[int]().union(*(one.found for one in made)))
        known += len((gold.conflicts if conflicts else gold.agreements)[event])
        right += sum(bool(one.found) for one in made)
        told += len(made)
    return Score(found, known, right, told)


def _share(part: int, whole: int) -> str:
    return f"{part} of {whole} {part / whole:.2f}" if whole else "-"


# -- tables -----------------------------------------------------------------------------------------------------------


def tell_events(judged: dict[str, list[Judged]], gold: Gold) -> None:
    """A line for each event."""
    print(f"{'event':<26}{'conflicts found':>18}{'right':>18}{'agreements found':>18}{'right':>18}")
    for event in [*gold.events, "all"]:
        events = gold.events if event == "all" else [event]
        one = score(judged, gold, events, conflicts=True)
        other = score(judged, gold, events, conflicts=False)
        print(f"{event:<26}{one}{other}")
    kinds: Counter[str] = Counter()
    hits: Counter[str] = Counter()
    for event in gold.events:
        met = frozenset[int]().union(*(one.found for one in judged.get(event, ()) if one.outcome == "conflict"))
        for number, (kind, _) in enumerate(gold.conflicts[event]):
            kinds[kind] += 1
            hits[kind] += number in met
    print("conflicts found by kind: " + ", ".join(f"{kind} {hits[kind]} of {count}" for kind, count in kinds.items()))


def tell_folds(dossiers: Sequence[Dossier], gold: Gold) -> None:
    """A line for each fold, judged with thresholds that were chosen on the others."""
    shipped = CheckSettings()
    tried = {
        (name, factor): judge(dossiers, gold, replace(shipped, **{name: getattr(shipped, name) * factor}))
        for name in TUNED
        for factor in FACTORS
    }
    plain = judge(dossiers, gold, shipped)
    whole = Score(0, 0, 0, 0)
    print(f"{'fold':<52}{'conflicts found':>18}{'right':>18}   chosen anew")
    for number in range(FOLDS):
        held = gold.events[number::FOLDS]
        rest = [event for event in gold.events if event not in held]
        chosen = {}
        for name in TUNED:
            base = score(plain, gold, rest, conflicts=True).f1
            best = max((score(tried[name, factor], gold, rest, conflicts=True).f1, factor) for factor in FACTORS)
            if best[0] > base:
                chosen[name] = getattr(shipped, name) * best[1]
        one = score(judge(dossiers, gold, replace(shipped, **chosen)), gold, held, conflicts=True)
        names = ", ".join(f"{name} {value:.2f}" for name, value in chosen.items()) or "nothing"
        print(f"{', '.join(held):<52}{one}   {names}")
        whole = Score(whole.found + one.found, whole.known + one.known, whole.right + one.right, whole.told + one.told)
    print(f"{'all':<52}{whole}")


def tell_reliability(judged: dict[str, list[Judged]]) -> None:
    """How often comparisons were right, by how sure they said they were."""
    print(f"{'said':<12}{'right':>14}")
    made = [one for group in judged.values() for one in group if one.outcome in ("conflict", *AGREEING)]
    for low in (0.0, 0.5, 0.6, 0.7, 0.8, 0.9):
        high = {0.0: 0.5, 0.9: 1.01}.get(low, low + 0.1)
        inside = [one for one in made if low <= one.confidence < high]
        if inside:
            mean = sum(one.confidence for one in inside) / len(inside)
            print(f"{mean:<12.2f}{_share(sum(bool(one.found) for one in inside), len(inside)):>14}")


def write_reliability(judged: dict[str, list[Judged]]) -> None:
    """Count the comparisons of the newsroom anew in the table that the checks read."""
    told: Counter[tuple[str, str]] = Counter()
    right: Counter[tuple[str, str]] = Counter()
    for one in (one for group in judged.values() for one in group if one.outcome in ("conflict", *AGREEING)):
        told[one.kind, one.outcome] += 1
        right[one.kind, one.outcome] += bool(one.found)
    kept = [line for line in TABLE.read_text(encoding="utf-8").splitlines() if not line.startswith("newsroom\t")]
    rows = [
        f"newsroom\t{kind}\t{outcome}\t{right[kind, outcome]}\t{told[kind, outcome]}" for kind, outcome in sorted(told)
    ]
    TABLE.write_text("\n".join([*kept, *rows]) + "\n", encoding="utf-8")


def main() -> None:
    """Parse the words of the command, and tell."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--gold", type=Path, default=NEWSROOM / "gold", help="folder with gold.jsonl and stories.jsonl")
    parser.add_argument("--pages", nargs="+", default=[str(NEWSROOM / "pages")], help="the pages, as files or folders")
    parser.add_argument("--as-of", type=date.fromisoformat, default=date(2038, 12, 31), help="the day of reading")
    parser.add_argument("--folds", action="store_true", help="choose the thresholds anew for each fold of events")
    parser.add_argument("--write", action="store_true", help="count the comparisons anew in reliability.tsv")
    asked = parser.parse_args()
    gold = read_gold(asked.gold)
    dossiers = dossiers_of(asked.pages, asked.as_of)
    judged = judge(dossiers, gold, CheckSettings())
    tell_events(judged, gold)
    print()
    tell_reliability(judged)
    if asked.folds:
        print()
        tell_folds(dossiers, gold)
    if asked.write:
        write_reliability(judged)


if __name__ == "__main__":
    main()

"""Train the weights by which copies are judged, and score them on events held back.

    python scripts/train_copies.py --events FILE            # scores of the folds
    python scripts/train_copies.py --events FILE --write    # and the weights in the package

The newsroom (`--newsroom`, default: the one among the examples) gives real copies, and accounts, follow-ups and
look-alikes that are none; FILE (one JSON object a line with `text` and `event`; ECB+ was used) gives real reports of
one event by different hands. Both give base texts from which further copies are made by the generator of the bench and
the levels below: texts half of which was dropped before they were spun, texts turned round clause by clause, texts
edited with paragraphs of another hand between. Logistic regression with a Gaussian prior, by Newton's method; the same
input gives the same weights to the last digit that is kept. Folds are by event: all that was made of an event's texts
is held back with it. Probabilities are calibrated on the scores of pairs held back (Platt 1999).
"""

from __future__ import annotations

import argparse
import json
import random
import sys
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations, pairwise
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

ROOT = Path(__file__).parents[1]
# The bench has the generator of known copies; it is no part of the package.
sys.path.append(str(ROOT / "bench"))

from known_copies import LEVELS, Sentences, Thesaurus, joined, reworded, sentences_of, spun  # noqa: E402

from copydesk.copies.measures import Likeness, measure, side_of, without_foot  # noqa: E402
from copydesk.copies.traits import Manner, Traits, manner_of, oddity, traits_of  # noqa: E402
from copydesk.copies.weighing import KINDS, WEIGHTS  # noqa: E402
from copydesk.settings import CopySettings  # noqa: E402

Matrix = NDArray[np.float64]

SETTINGS = CopySettings()
FOLDS = 5
SEED = 1
# Strength of the prior on standardised figures: of .3, 1, 3 and 10 the best on the folds.
PRIOR = 1.0
# What a real pair of the newsroom counts beside one that was made.
REAL = 4.0
# Words of a base text, so that two to four sentences are a part of it.
SHORTEST = 120
# Texts of the file of events that copies are made of, and pairs of one event that are taken as negatives.
SOURCES = 150
PAIRS_AN_EVENT = 12
# Two reports of the file with a longer equal run outside quotations may be copies of one agency: no negatives.
DOUBTFUL_RUN = 12


@dataclass(frozen=True)
class Sample:
    """A pair of texts: the event it belongs to, how it is known to be, and whether people wrote it so."""

    event: str
    label: str
    left: str
    right: str
    source: str
    note: str = ""


@dataclass(frozen=True)
class Measured:
    """Samples with their figures, one row each."""

    samples: Sequence[Sample]
    traits: Matrix
    manner: Matrix


# -- samples ----------------------------------------------------------------------------------------------------------


def newsroom_pairs(folder: Path) -> Iterator[Sample]:
    """The pairs of the newsroom that a comparison of two texts can judge: at most one change of text apart."""
    pages = {one["id"]: one for one in map(json.loads, (folder / "gold.jsonl").read_text("utf-8").splitlines())}
    for line in (folder / "pairs.jsonl").read_text("utf-8").splitlines():
        pair = json.loads(line)
        changes = [role for role in (pair.get("path_a") or []) + (pair.get("path_b") or []) if role != "verbatim"]
        if pair["relation"] == "copy" and len(changes) > 1:
            continue
        left, right = pages[pair["a"]], pages[pair["b"]]
        label = pair["kind"] if pair["relation"] == "copy" else "none"
        yield Sample(left["event_file"], label, left["body"], right["body"], "newsroom", pair["relation"])


def event_pairs(rows: Sequence[tuple[str, str]], chance: random.Random) -> Iterator[Sample]:
    """Pairs of real reports on one event that have no long run of words in common."""
    by_event = defaultdict(list)
    for text, event in rows:
        if len(text.split()) >= SHORTEST // 2:
            by_event[event].append(text)
    for event, texts in sorted(by_event.items()):
        pairs = list(combinations(texts, 2))
        for left, right in chance.sample(pairs, min(len(pairs), PAIRS_AN_EVENT)):
            yield Sample(event, "none", left, right, "events", "independent")


def bases(newsroom: Path, rows: Sequence[tuple[str, str]], chance: random.Random) -> list[tuple[str, str]]:
    """Texts that copies are made of: what newsroom people wrote themselves, and some real reports."""
    pages = map(json.loads, (newsroom / "gold.jsonl").read_text("utf-8").splitlines())
    own = [(one["body"], one["event_file"]) for one in pages if not one["parent"]]
    long = [(text, event) for text, event in rows if len(text.split()) >= SHORTEST]
    return own + chance.sample(long, min(SOURCES, len(long)))


def made_pairs(base: Sequence[tuple[str, str]], chance: random.Random) -> Iterator[Sample]:
    """Copies of every level of each base text, and what is no copy beside them."""
    thesaurus = Thesaurus([text for text, _ in base])
    for text, event in base:
        own = sentences_of(text)
        near = [other for other, its in base if its == event and other != text]
        hosts = [other for other, its in base if its != event]
        for level, (label, make) in MADE.items():
            host = chance.choice(near if near and chance.random() < 0.5 else hosts)
            copy = make(own, sentences_of(host), thesaurus, chance)
            if copy and sum(len(one.split()) for one in copy) >= SETTINGS.least_ordered:
                yield Sample(event, label, text, _as(label, copy, text), "made", level)
        for other in [one for one in near if not doubtful(text, one)][:2]:
            kept = [one for one in sentences_of(other) if chance.random() < chance.uniform(0.4, 1.0)] or own[:1]
            turned = spun(kept, chance.uniform(0.0, 0.4), thesaurus, chance)
            yield Sample(event, "none", text, joined(turned), "made", "another account, spun")
            yield Sample(event, "none", text, joined(kept), "made", "another account, cut")


def doubtful(left: str, right: str) -> bool:
    """Whether two reports of one event may be copies of one agency's: they share a long run or a whole sentence."""
    likeness = measure(side_of(left), side_of(right), settings=SETTINGS)
    return likeness.longest >= DOUBTFUL_RUN or bool(likeness.carried)


def _as(label: str, copy: Sentences, text: str) -> str:
    """The sentences in paragraphs; a copy that changed nothing at all is printed as the source is."""
    return text if label == "verbatim" else joined(copy)


def _half_spun(own: Sentences, _host: Sentences, thesaurus: Thesaurus, chance: random.Random) -> Sentences:
    share = chance.uniform(0.3, 0.6)
    kept = [one for one in own if chance.random() >= share] or own[:2]
    return spun(kept, chance.uniform(0.0, 0.4), thesaurus, chance)


def _spun_moved(own: Sentences, _host: Sentences, thesaurus: Thesaurus, chance: random.Random) -> Sentences:
    """Spun, and its paragraphs put in another order."""
    size = chance.choice((2, 3, 4))
    told = spun(own, chance.uniform(0.0, 0.3), thesaurus, chance)
    parts = [told[low : low + size] for low in range(0, len(told), size)]
    chance.shuffle(parts)
    return [sentence for part in parts for sentence in part]


def _spun_hard(own: Sentences, _host: Sentences, thesaurus: Thesaurus, chance: random.Random) -> Sentences:
    """Nearly every word and half of the names others than they were, some sentences dropped."""
    kept = [one for one in own if chance.random() >= 0.1] or own[:2]
    kept = reworded(kept, 0.6, thesaurus, chance)
    return spun(kept, chance.uniform(0.3, 0.7), thesaurus, chance)


def _turned(own: Sentences, _host: Sentences, thesaurus: Thesaurus, chance: random.Random) -> Sentences:
    """Told anew: clauses change places, many words are others, some sentences are joined; names and numbers stay."""
    found: Sentences = []
    for sentence in own:
        clauses = [one.strip() for one in sentence.rstrip(".").replace(" and ", ", ").split(", ") if one.strip()]
        words = [_turned_clause(one, chance) for one in clauses]
        chance.shuffle(words)
        (told,) = reworded([", ".join(words) + "."], chance.uniform(0.3, 0.7), thesaurus, chance)
        if found and chance.random() < 0.15:
            found[-1] = found[-1].rstrip(".") + ", " + told
        elif chance.random() < 0.95:
            found.append(told)
    return found


def _turned_clause(clause: str, chance: random.Random) -> str:
    """A clause cut at a preposition, its ends changed about; half of its small words are left out."""
    words = clause.split()
    cuts = [place for place, word in enumerate(words) if place and word in _PREPOSITIONS]
    if cuts and chance.random() < 0.7:
        cut = chance.choice(cuts)
        words = [*words[cut:], *words[:cut]]
    return " ".join(word for word in words if word not in _SMALL or chance.random() < 0.5)


_PREPOSITIONS = frozenset("in on at of to from with for by after before during since under over into".split())
_SMALL = _PREPOSITIONS | {"the", "a", "an", "that", "which", "was", "is", "were", "had", "has", "it", "its"}


def _by_hand(own: Sentences, host: Sentences, thesaurus: Thesaurus, chance: random.Random) -> Sentences:
    """As an editor rewrites a report: sentences kept, cut at a comma, told anew or left out, a few of his own."""
    found: Sentences = []
    for sentence in own:
        way = chance.random()
        if way < 0.4:
            found.append(sentence)
        elif way < 0.6:
            clauses = sentence.rstrip(".").split(", ")
            found.append(", ".join(clauses[: max(1, len(clauses) - 1)]) + ".")
        elif way < 0.8:
            found += _turned([sentence], host, thesaurus, chance)
        if chance.random() < 0.06:
            found.append(chance.choice(host))
    return found


def _edited(own: Sentences, host: Sentences, thesaurus: Thesaurus, chance: random.Random) -> Sentences:
    """Cut, some words changed, paragraphs of another hand between and some of its own moved."""
    kept = [one for one in own if chance.random() >= chance.uniform(0.0, 0.4)] or own[:2]
    kept = reworded(kept, chance.uniform(0.0, 0.15), thesaurus, chance)
    place = chance.randrange(len(kept) + 1)
    between = chance.sample(host, min(len(host), chance.randrange(0, max(1, len(kept) // 3) + 1)))
    parts = [kept[:place], between, kept[place:]]
    if chance.random() < 0.3:
        parts.reverse()
    return [sentence for part in parts for sentence in part]


MADE = {
    "verbatim": ("verbatim", LEVELS["verbatim"]),
    "dropped": ("edited", LEVELS["dropped"]),
    "reordered": ("edited", LEVELS["reordered"]),
    "edited": ("edited", _edited),
    "edited again": ("edited", _edited),
    "by hand": ("edited", _by_hand),
    "by hand again": ("edited", _by_hand),
    "reworded 10 %": ("edited", LEVELS["reworded 10 %"]),
    "reworded 50 %": ("spun", LEVELS["reworded 50 %"]),
    "reworded 80 %": ("spun", LEVELS["reworded 80 %"]),
    "spun, 10 % corrupted": ("spun", LEVELS["spun, 10 % corrupted"]),
    "spun, 30 % corrupted": ("spun", LEVELS["spun, 30 % corrupted"]),
    "spun, 50 % corrupted": ("spun", LEVELS["spun, 50 % corrupted"]),
    "half spun": ("spun", _half_spun),
    "half spun again": ("spun", _half_spun),
    "spun hard": ("spun", _spun_hard),
    "spun hard again": ("spun", _spun_hard),
    "spun, moved": ("spun", _spun_moved),
    "turned": ("translated", _turned),
    "turned again": ("translated", _turned),
    "partial": ("partial", LEVELS["partial"]),
    "partial again": ("partial", LEVELS["partial"]),
}


def measured(samples: Sequence[Sample]) -> Measured:
    """The figures of all samples; real reports that may be copies of one agency are left out."""
    kept, traits, manner = [], [], []
    for sample in samples:
        if sample.source == "events" and doubtful(sample.left, sample.right):
            continue
        likeness = measure(side_of(sample.left), side_of(sample.right), settings=SETTINGS)
        likeness = without_foot(likeness, settings=SETTINGS)
        kept.append(sample)
        traits.append(traits_of(likeness))
        manner.append(_manner(sample, likeness, traits[-1]))
    return Measured(kept, np.array(traits), np.array(manner))


def _manner(sample: Sample, likeness: Likeness, traits: Traits) -> Sequence[float]:
    """What tells the kinds apart; none for what is no copy.

    What the generator turns round or rewords here and there reads odd, but what editors and translators write does not:
    their copies are taken to be as fluent as the source.
    """
    if sample.label == "none":
        return [0.0] * len(Manner._fields)
    manner = manner_of(likeness, traits)
    return manner if sample.source == "newsroom" or sample.label == "spun" else manner._replace(odd=oddity(sample.left))


# -- fitting ----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Line:
    """Weights of one or several outcomes: one row each, the last column added whatever the figures."""

    weights: Matrix

    def odds(self, figures: Matrix) -> Matrix:
        """The log-odds of each outcome but the first, one row for a row of figures."""
        return np.asarray(figures @ self.weights[:, :-1].T + self.weights[:, -1])


def fitted(figures: Matrix, outcomes: NDArray[np.intp], counts: Matrix, prior: float) -> Line:
    """Multinomial logistic regression: one row of weights an outcome but the first, by Newton's method."""
    mean, spread = figures.mean(axis=0), figures.std(axis=0) + 1e-9
    inner = np.column_stack([(figures - mean) / spread, np.ones(len(figures))])
    kinds = int(outcomes.max()) + 1
    held = np.eye(kinds)[outcomes][:, 1:]
    weights = np.zeros((kinds - 1, inner.shape[1]))
    penalty = np.append(np.full(inner.shape[1] - 1, prior), 1e-6)
    for _ in range(60):
        odds = inner @ weights.T
        top = np.maximum(0.0, odds.max(axis=1, keepdims=True))
        shares = np.exp(odds - top) / (np.exp(-top) + np.exp(odds - top).sum(axis=1, keepdims=True))
        slope = ((held - shares) * counts[:, None]).T @ inner - penalty * weights
        size = inner.shape[1]
        curve = np.zeros(((kinds - 1) * size, (kinds - 1) * size))
        for one in range(kinds - 1):
            for other in range(kinds - 1):
                product = counts * shares[:, one] * ((one == other) - shares[:, other])
                curve[one * size : (one + 1) * size, other * size : (other + 1) * size] = inner.T @ (
                    inner * product[:, None]
                )
        curve[np.diag_indices_from(curve)] += np.tile(penalty, kinds - 1)
        step = np.linalg.solve(curve, slope.ravel()).reshape(weights.shape)
        weights += step
        if np.abs(step).max() < 1e-8:
            break
    plain = weights[:, :-1] / spread
    return Line(np.column_stack([plain, weights[:, -1] - plain @ mean]))


@dataclass(frozen=True)
class Model:
    """Whether (`copied`, one row) and how (`kinds`, one row a kind but the first)."""

    copied: Line
    kinds: Line


def trained(part: Measured, chosen: NDArray[np.bool_]) -> Model:
    """The weights that fit some of the samples."""
    labels = [sample.label for sample in part.samples]
    counts = np.array([REAL if sample.source == "newsroom" else 1.0 for sample in part.samples])
    copied = np.array([label != "none" for label in labels])
    how = chosen & np.array([label in KINDS for label in labels])
    kinds = np.array([KINDS.index(label) if label in KINDS else 0 for label in labels])
    return Model(
        fitted(part.traits[chosen], copied[chosen].astype(np.intp), counts[chosen], PRIOR),
        fitted(part.manner[how], kinds[how], counts[how], PRIOR),
    )


def folds_of(samples: Sequence[Sample]) -> NDArray[np.intp]:
    """The fold of each sample, by its event, the newsroom's events spread first."""
    events = sorted({one.event for one in samples if one.source == "newsroom"})
    events += sorted({one.event for one in samples} - set(events))
    fold = {event: number % FOLDS for number, event in enumerate(events)}
    return np.array([fold[one.event] for one in samples])


def calibrated(odds: Matrix, outcomes: Matrix, counts: Matrix) -> tuple[float, float]:
    """Slope and offset that turn log-odds of pairs held back into those of how often they were right (Platt 1999)."""
    line = fitted(odds[:, None], outcomes.astype(np.intp), counts, 0.1)
    return float(line.weights[0, 0]), float(line.weights[0, 1])


# -- scores -----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class HeldBack:
    """What models said of samples of events that they were not trained on."""

    odds: Matrix
    chances: Matrix
    kinds: Sequence[str]


def held_back(part: Measured) -> HeldBack:
    """What is said of each sample by a model that saw nothing of its event."""
    folds = folds_of(part.samples)
    odds, slopes, kinds = np.zeros(len(folds)), np.zeros((len(folds), 2)), [""] * len(folds)
    copied, counts = _outcomes(part.samples)
    for fold in range(FOLDS):
        model = trained(part, folds != fold)
        odds[folds == fold] = model.copied.odds(part.traits)[folds == fold, 0]
        how = np.column_stack([np.zeros(len(folds)), model.kinds.odds(part.manner)]).argmax(axis=1)
        for place in np.flatnonzero(folds == fold):
            kinds[place] = KINDS[how[place]]
    for fold in range(FOLDS):
        # Calibrated on the other folds, so that the table below says what a new event would see.
        slopes[folds == fold] = calibrated(odds[folds != fold], copied[folds != fold], counts[folds != fold])
    chances = 1.0 / (1.0 + np.exp(-np.clip(slopes[:, 0] * odds + slopes[:, 1], -30, 30)))
    return HeldBack(odds, chances, kinds)


def _outcomes(samples: Sequence[Sample]) -> tuple[Matrix, Matrix]:
    copied = np.array([sample.label != "none" for sample in samples], dtype=np.float64)
    return copied, np.array([REAL if sample.source == "newsroom" else 1.0 for sample in samples])


def told(part: Measured, found: HeldBack) -> Iterator[str]:
    """The scores of pairs held back: of the newsroom, of reports of one event, of each level made; and reliability."""
    claimed = found.chances >= SETTINGS.least_copied
    yield "newsroom, events held back"
    yield from _told_newsroom(part.samples, claimed, found)
    folds = folds_of(part.samples)
    for fold in range(FOLDS):
        yield _told_fold(part.samples, claimed, found, np.flatnonzero(folds == fold))
    yield "share claimed to be copies, and of these of the kind made"
    notes: dict[str, list[int]] = defaultdict(list)
    for place, sample in enumerate(part.samples):
        if sample.source != "newsroom":
            notes[f"{sample.label}: {sample.note}"].append(place)
    for note, places in notes.items():
        label = note.partition(":")[0]
        found_here = [place for place in places if claimed[place]]
        right = sum(found.kinds[place] == label for place in found_here)
        kinds = f"{right / max(1, len(found_here)):7.3f}" if label in KINDS else "      -"
        yield f"  {note:34}{len(places):6}{len(found_here) / len(places):8.3f}{kinds}"
    yield "reliability: probability said, pairs, share that are copies"
    copied, _ = _outcomes(part.samples)
    edges = (0.0, 0.02, 0.1, 0.3, 0.5, 0.7, 0.9, 0.98, 1.0001)
    for low, high in pairwise(edges):
        inside = (found.chances >= low) & (found.chances < high)
        if inside.any():
            share = f"{found.chances[inside].mean():8.3f}{inside.sum():8}{copied[inside].mean():8.3f}"
            yield f"  {low:4.2f} to {min(high, 1.0):4.2f}{share}"


def _told_fold(samples: Sequence[Sample], claimed: NDArray[np.bool_], found: HeldBack, places: NDArray[np.intp]) -> str:
    """The newsroom's events of one fold, with pair F1 and the share of right kinds."""
    real = [place for place in places.tolist() if samples[place].source == "newsroom"]
    copies = [place for place in real if samples[place].label != "none"]
    right = [place for place in copies if claimed[place]]
    false = sum(bool(claimed[place]) for place in real) - len(right)
    told = [place for place in right if samples[place].label in KINDS]
    kinds = sum(found.kinds[place] == samples[place].label for place in told) / max(1, len(told))
    events = ", ".join(sorted({samples[place].event for place in real}))
    return (
        f"  fold of {events}: pair F1 {2 * len(right) / (len(right) + false + len(copies)):.3f}, kind right {kinds:.3f}"
    )


def _told_newsroom(samples: Sequence[Sample], claimed: NDArray[np.bool_], found: HeldBack) -> Iterator[str]:
    places = [place for place, sample in enumerate(samples) if sample.source == "newsroom"]
    copies = [place for place in places if samples[place].label != "none"]
    right = sum(bool(claimed[place]) for place in copies)
    false = [place for place in places if samples[place].label == "none" and claimed[place]]
    kinds = [place for place in copies if claimed[place] and samples[place].label in KINDS]
    yield f"  pair F1 {2 * right / (right + len(false) + len(copies)):.3f}"
    yield f"  kind right {sum(found.kinds[place] == samples[place].label for place in kinds) / len(kinds):.3f}"
    for label in ("verbatim", *KINDS):
        of_kind = [place for place in copies if samples[place].label == label]
        yield f"  found, {label:24}{sum(bool(claimed[place]) for place in of_kind):4} of {len(of_kind)}"
    for note in ("independent", "same_storyline", "different_event"):
        of_note = [place for place in places if samples[place].note == note]
        yield f"  false, {note:24}{sum(bool(claimed[place]) for place in of_note):4} of {len(of_note)}"


# -- the file ---------------------------------------------------------------------------------------------------------


def written(model: Model, calibration: tuple[float, float]) -> str:
    """The weights, one figure a line."""
    kinds = zip(KINDS[1:], model.kinds.weights, strict=True)
    whole = {
        "made by": "scripts/train_copies.py on the invented newsroom, ECB+, and copies made of texts of both",
        "copied": _named(model.copied.weights[0], Traits._fields),
        "kinds": {kind: _named(row, Manner._fields) for kind, row in kinds},
        "calibration": {"slope": round(calibration[0], 3), "offset": round(calibration[1], 3)},
    }
    return json.dumps(whole, indent=1) + "\n"


def _named(row: Matrix, names: Sequence[str]) -> dict[str, float]:
    return {name: round(float(weight), 3) for name, weight in zip((*names, "always"), row, strict=True)}


def main() -> None:
    """Print the scores of the folds and write the weights if asked to."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--newsroom", type=Path, default=ROOT / "examples" / "newsroom" / "gold")
    parser.add_argument("--events", type=Path, required=True)
    parser.add_argument("--write", action="store_true")
    asked = parser.parse_args()
    chance = random.Random(SEED)
    rows = [(one["text"], one["event"]) for one in map(json.loads, asked.events.read_text("utf-8").splitlines())]
    base = bases(asked.newsroom, rows, chance)
    samples = [*newsroom_pairs(asked.newsroom), *event_pairs(rows, chance), *made_pairs(base, chance)]
    part = measured(samples)
    print(f"{len(part.samples)} pairs: {dict(Counter(sample.label for sample in part.samples))}")
    found = held_back(part)
    print("\n".join(told(part, found)))
    copied, counts = _outcomes(part.samples)
    text = written(trained(part, np.ones(len(part.samples), dtype=bool)), calibrated(found.odds, copied, counts))
    if asked.write:
        WEIGHTS.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()

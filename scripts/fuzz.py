"""Fuzzing of everything that reads what strangers hand over, target after target, each in a process of its own.

    pip install -c constraints.txt -e '.[dev,fuzz]'
    python scripts/fuzz.py --minutes 60 --findings findings/

The targets, and what must hold of each, stand in `tests/fuzzing.py`: pages, every door of files, dates, figures,
quotes, records of a desk, desk files, registers, evidence packs, annotations, questions and requests to the web desk.
With atheris the way through the code guides what is tried; where it has no wheel, or with `--unguided`, neighbours of
the seeds are tried. What breaks a law, takes longer than two seconds of CPU, stops the process or lets its memory grow
is kept under `--findings`, one file a kind of fault, and the run goes on. At the end each target is told with its
inputs and with the one that took longest, which is kept under `--findings`/slowest.

The minutes are those of fuzzing, spread evenly over the targets; to begin with a target takes some seconds more.

A run goes on where the last one ended: what was worth keeping stands in `--findings`/corpus/TARGET, and the minutes
that each target has had in `--findings`/minutes.json; the one that had least comes next. Put a finding on a page into
`tests/findings` with the mending: `tests/laws/test_findings.py` reads everything there for ever after.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import math
import os
import random
import resource
import signal
import subprocess
import sys
import time
import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT / "tests"))
HANGS_AFTER = 60
"""Seconds of the clock after which one input is given up."""
LARGEST = 4_000
"""Megabytes of memory that a target may ever take."""
LEAK = 400
"""Megabytes by which a target may grow after its first thousand inputs: caches are full by then."""
TURN = 60.0
"""Seconds that a target has at most before it is another one's turn."""
TOLD_EVERY = 0.5
"""Seconds after which a target writes down how far it is: a guided one ends without a last word."""


def main() -> int:
    """Fuzz for some minutes; 1 when anything was found."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--minutes", type=float, default=30.0, help="of the clock, for all targets together")
    parser.add_argument("--findings", type=Path, default=Path("findings"))
    parser.add_argument("--target", action="append", help="only this one; may be given more than once")
    parser.add_argument("--unguided", action="store_true", help="without atheris")
    parser.add_argument("--one", help=argparse.SUPPRESS)
    asked = parser.parse_args()
    guided = not asked.unguided and find_spec("atheris") is not None
    asked.findings.mkdir(parents=True, exist_ok=True)
    if asked.one:
        return fuzz_one(asked.one, asked.findings, seconds=60 * asked.minutes, guided=guided)
    return fuzz_all(asked.target, asked.findings, seconds=60 * asked.minutes, guided=guided)


# -- all targets, by turns --------------------------------------------------------------------------------------------


def fuzz_all(names: list[str] | None, findings: Path, *, seconds: float, guided: bool) -> int:
    """Give each target the same share of the time, in turns, those first that had least of it in all runs so far."""
    from fuzzing import TARGETS

    names = names or list(TARGETS)
    before = len(kept(findings))
    share = seconds / len(names)
    rounds = max(1, math.ceil(share / TURN))
    for name in names:
        tally_of(findings, name).unlink(missing_ok=True)
    for _ in range(rounds):
        had = minutes(findings)
        for name in sorted(names, key=lambda one: had.get(one, 0.0)):
            take_turn(name, findings, seconds=share / rounds, guided=guided)
    tell(names, findings)
    found = kept(findings)
    print(f"{sum(minutes(findings).values()):.0f} minutes so far, {len(found)} findings, {len(found) - before} new")
    return int(len(found) > before)


def take_turn(name: str, findings: Path, *, seconds: float, guided: bool) -> None:
    """Fuzz one target in a process of its own, and write down that it had the time."""
    words = [sys.executable, __file__, "--one", name, "--findings", str(findings), "--minutes", str(seconds / 60)]
    status = subprocess.run([*words, *([] if guided else ["--unguided"])], check=False).returncode
    if status not in (0, 1):
        keep(findings, f"{name}-stopped-{abs(status)}", f"the process ended with {status}".encode())
    had = minutes(findings)
    total = {**had, name: round(had.get(name, 0.0) + seconds / 60, 3)}
    (findings / "minutes.json").write_text(json.dumps(total, indent=1))


def tell(names: list[str], findings: Path) -> None:
    """Print what each target tried in this run."""
    print(f"{'target':18} {'inputs':>10} {'a second':>9} {'slowest':>9} {'memory':>9}")
    for name in names:
        tally = read_tally(findings, name)
        speed = tally["inputs"] / max(tally["seconds"], 1e-9)
        memory = f"{tally['megabytes']:.0f} MB"
        print(f"{name:18} {tally['inputs']:>10,} {speed:>9,.0f} {tally['slowest']:>8.3f}s {memory:>9}")


def tally_of(findings: Path, name: str) -> Path:
    """Where a target writes down how far it is."""
    return findings / "tallies" / f"{name}.json"


def read_tally(findings: Path, name: str) -> dict[str, Any]:
    """Inputs of a target in this run, seconds of CPU for them and for the slowest, and the most memory."""
    path = tally_of(findings, name)
    told: dict[str, Any] = {"inputs": 0, "seconds": 0.0, "slowest": 0.0, "megabytes": 0.0}
    return {**told, **(json.loads(path.read_text()) if path.exists() else {})}


def minutes(findings: Path) -> dict[str, float]:
    """How long each target was fuzzed by all runs so far."""
    path = findings / "minutes.json"
    told: dict[str, float] = json.loads(path.read_text()) if path.exists() else {}
    return told


def kept(findings: Path) -> list[str]:
    """The names of what was found."""
    return sorted(path.name for path in findings.glob("found-*"))


def keep(findings: Path, name: str, raw: bytes) -> None:
    """Keep the first input that shows a fault."""
    if not any(findings.glob(f"found-{name}-*")):
        (findings / f"found-{name}-{hashlib.sha256(raw).hexdigest()[:8]}").write_bytes(raw)
        print(f"found: {name}", file=sys.stderr, flush=True)


# -- one target -------------------------------------------------------------------------------------------------------


def fuzz_one(name: str, findings: Path, *, seconds: float, guided: bool) -> int:
    """Fuzz one target in this process; 1 when anything was found."""
    resource.setrlimit(resource.RLIMIT_AS, (LARGEST * 2**20, LARGEST * 2**20))
    if guided:
        import atheris

        with atheris.instrument_imports(include=["copydesk"]):
            from fuzzing import LONGEST, TARGETS, neighbour
    else:
        from fuzzing import LONGEST, TARGETS, neighbour
    corpus = findings / "corpus" / name
    corpus.mkdir(parents=True, exist_ok=True)
    for number, raw in enumerate(TARGETS[name].seeds()):
        (corpus / f"seed-{number}").write_bytes(raw[:LONGEST])
    watched = Watched(name, TARGETS[name], findings)
    if guided:
        run_guided(watched, corpus, seconds, neighbour, LONGEST)
    chance = random.Random()
    seeds = [path.read_bytes() for path in sorted(corpus.iterdir())]
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        watched(neighbour(chance.choice(seeds), LONGEST, chance))
    watched.write_down()
    return int(watched.found)


def run_guided(watched: Watched, corpus: Path, seconds: float, neighbour: Any, longest: int) -> None:
    """Let atheris choose; this process ends with it."""
    import atheris

    def mutate(raw: bytes, most: int, seed: int) -> bytes:
        chance = random.Random(seed)
        return bytes(atheris.Mutate(raw, most)) if chance.random() < 0.4 else neighbour(raw, most, chance)

    # Nought would be time without end.
    words = [
        sys.argv[0],
        str(corpus),
        f"-max_total_time={max(1, round(seconds))}",
        f"-max_len={longest}",
        "-verbosity=0",
    ]
    words += [
        f"-timeout={HANGS_AFTER}",
        # Slowness is told by the processor's time, which a busy machine does not lengthen.
        f"-report_slow_units={HANGS_AFTER}",
        "-rss_limit_mb=0",
        f"-artifact_prefix={watched.findings}/found-{watched.name}-",
    ]
    atheris.Setup([*words, "-print_final_stats=1"], watched, custom_mutator=mutate)
    atheris.Fuzz()


class Watched:
    """A target whose faults, slowness and growth are kept instead of raised."""

    def __init__(self, name: str, target: Any, findings: Path) -> None:
        from fuzzing import MEGABYTES, SECONDS

        self.name, self.findings = name, findings
        self.count, self.found = 0, False
        self._run, self._seconds, self._large = target.run, SECONDS, MEGABYTES
        self._warm: float | None = None
        self._tally, self._told = read_tally(findings, name), time.monotonic()
        for folder in ("tallies", "slowest"):
            (findings / folder).mkdir(exist_ok=True)

    def __call__(self, raw: bytes) -> None:
        """Try one input."""
        self.count += 1
        began, most = time.process_time(), highest()
        try:
            with given_up():
                self._run(raw)
        except KeyboardInterrupt:
            raise
        except BaseException as error:  # noqa: BLE001  any fault at all is what is looked for
            frames = traceback.extract_tb(error.__traceback__)
            self._keep(f"{type(error).__name__}-{Path(frames[-1].filename).stem}-{frames[-1].lineno}", raw)
        self._tally["inputs"] += 1
        self._tally["seconds"] += (took := time.process_time() - began)
        # The first input also loads and compiles what later ones find ready.
        if took > self._tally["slowest"] and self.count > 1:
            self._tally["slowest"] = took
            (self.findings / "slowest" / self.name).write_bytes(raw)
        if time.monotonic() - self._told > TOLD_EVERY:
            self.write_down()
        if took > self._seconds and self.count > 1:
            self._keep(f"slow-{took:.0f}s", raw)
        if highest() - most > self._large and self.count > 1:
            self._keep("large", raw)
        self._grown(raw)

    def write_down(self) -> None:
        """Say how far it is."""
        self._told = time.monotonic()
        self._tally["megabytes"] = max(self._tally["megabytes"], megabytes())
        tally_of(self.findings, self.name).write_text(json.dumps(self._tally))

    def _grown(self, raw: bytes) -> None:
        """Whether memory grows from input to input."""
        if self.count == 1_000:
            self._warm = megabytes()
        elif self._warm is not None and self.count % 1_000 == 0 and megabytes() - self._warm > LEAK:
            self._keep("grows", raw)

    def _keep(self, what: str, raw: bytes) -> None:
        self.found = True
        keep(self.findings, f"{self.name}-{what}", raw)


@contextmanager
def given_up() -> Iterator[None]:
    """Give up what does not end."""

    def stop(*_: object) -> None:
        raise TimeoutError("it does not end")

    before = signal.signal(signal.SIGALRM, stop)
    signal.alarm(HANGS_AFTER // 2)
    try:
        yield
    finally:
        signal.alarm(0)
        signal.signal(signal.SIGALRM, before)


def highest() -> float:
    """The most megabytes that this process ever had."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def megabytes() -> float:
    """The megabytes that this process has now."""
    return int(Path("/proc/self/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE") / 2**20


if __name__ == "__main__":
    sys.exit(main())

"""Regular expressions: none of the package takes for ever, whatever it is given (ReDoS)."""

import importlib
import pkgutil
import re
import re._constants as op  # the only place where Python tells how it read an expression
import re._parser as parser
import signal
import sys

import pytest

import copydesk
from timing import quickest

LENGTHS = (40, 1_000)
"""Short strings find what grows by powers of two before long ones are tried."""
SECONDS = 0.25
"""Of CPU for one search: at 1,000 characters what grows with the square takes a quarter, with the cube far more."""
USUAL = ("a", " ", "1", "\n", "a ", "1,", '"', "<", "-", "A. ", "&")
CLASSES = {op.CATEGORY_DIGIT: "1", op.CATEGORY_SPACE: " ", op.CATEGORY_WORD: "a", op.CATEGORY_NOT_SPACE: "a"}


def every_expression():
    """The expressions that the modules of the package hold, by the place of the first that has each."""
    for module in pkgutil.walk_packages(copydesk.__path__, "copydesk."):
        if not module.name.endswith("__main__"):
            importlib.import_module(module.name)
    found = {}
    for name, module in sorted(sys.modules.items()):
        if name == "copydesk" or name.startswith("copydesk."):
            for variable, value in vars(module).items():
                for one in within(value):
                    found.setdefault((one.pattern, one.flags), f"{name}.{variable}")
    return found


def within(value, depth=0):
    """The expressions in a value, also in what it holds."""
    if isinstance(value, re.Pattern):
        yield value
    elif depth < 4 and isinstance(value, tuple | list | set | frozenset | dict) and len(value) < 3_000:
        for one in value.values() if isinstance(value, dict) else value:
            yield from within(one, depth + 1)


def one_of(choices):
    """A character of a set."""
    held = []
    for kind, value in choices:
        if kind is op.NEGATE:
            excluded = {chr(one) for kind, one in choices if kind is op.LITERAL}
            return next(one for one in "a1 -é" if one not in excluded)
        held.append(
            chr(value) if kind is op.LITERAL else chr(value[0]) if kind is op.RANGE else CLASSES.get(value, "!")
        )
    return held[0]


def meant(tree, repeated):
    """A text that an expression means, roughly; what it repeats without bound is added to `repeated`."""
    text = ""
    for kind, value in tree:
        if kind is op.LITERAL:
            text += chr(value)
        elif kind in (op.NOT_LITERAL, op.ANY):
            text += "a"
        elif kind is op.IN:
            text += one_of(value)
        elif kind in (op.MAX_REPEAT, op.MIN_REPEAT, op.POSSESSIVE_REPEAT):
            inside = meant(value[2], repeated)
            if value[1] > 4 and inside:
                repeated.add(inside[:80])
            text += inside * min(max(1, value[0]), 40)
        elif kind in (op.SUBPATTERN, op.ATOMIC_GROUP):
            text += meant(value[3] if kind is op.SUBPATTERN else value, repeated)
        elif kind is op.BRANCH:
            ways = [meant(one, repeated) for one in value[1]]
            text += next((way for way in ways if way), "")
        elif kind in (op.ASSERT, op.ASSERT_NOT):
            meant(value[1], repeated)
    return text


def hostile(pattern, flags, length):
    """Strings of one thing again and again, that begin as the expression wants and end as it does not."""
    repeated = set()
    whole = meant(parser.parse(pattern, flags), repeated)
    if whole:
        repeated.add(whole[:80])
    for unit in [*USUAL, *sorted(repeated)[:12]]:
        for before in dict.fromkeys(("", whole[:20])):
            text = before + unit * (length // len(unit) + 1) + "\x01"
            yield text.encode("utf-8") if isinstance(pattern, bytes) else text


def slowest(pattern, flags):
    """The most seconds of CPU that a search takes, and for what; a search that takes long is the last."""
    expression, worst = re.compile(pattern, flags), (0.0, "")
    for length in LENGTHS:
        for text in hostile(pattern, flags, length):
            took = quickest(lambda text=text: searched(expression, text), SECONDS)
            worst = max(worst, (took, repr(text[:60])))
            if worst[0] > SECONDS:
                return worst
    return worst


def searched(expression, text):
    with given_up():
        expression.search(text)


class given_up:  # noqa: N801  reads as what it does
    """Ends a search that does not end by itself."""

    def __enter__(self):
        self.before = signal.signal(signal.SIGVTALRM, self.stop)
        signal.setitimer(signal.ITIMER_VIRTUAL, 4 * SECONDS)

    def __exit__(self, kind, *_):
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        signal.signal(signal.SIGVTALRM, self.before)
        return kind is TimeoutError

    @staticmethod
    def stop(*_):
        raise TimeoutError


@pytest.mark.parametrize("bad", [r"(a+)+$", r"(?:\w\w?)+!", r"(?:a|aa)+b", r"\s*\n\s*\n\s*x"])
def test_the_probe_finds_expressions_that_take_for_ever(bad):
    assert slowest(bad, 0)[0] > SECONDS


def test_there_are_expressions_to_probe():
    assert len(every_expression()) > 400


def test_no_expression_takes_for_ever():
    slow = {}
    for (pattern, flags), place in every_expression().items():
        took, text = slowest(pattern, flags)
        if took > SECONDS:
            slow[place] = f"{took:.2f} s for {text}: {pattern[:90]!r}"
    assert not slow, "\n".join(f"{place}: {told}" for place, told in slow.items())

"""What is done to a story of thousands of accounts grows with them and no more, and gives what the plain way gives."""

import random
from datetime import date, timedelta
from itertools import combinations
from types import SimpleNamespace

import pytest

from copydesk.checks.accounts import Account, comparable, nearest, of_one_event
from copydesk.checks.alone import _is_told, _Pool
from copydesk.checks.check import _are_taken
from copydesk.checks.numbers import _before, _give_both
from copydesk.claims.facts import _Link, _merged
from copydesk.settings import CheckSettings
from copydesk.text.quantities import alike

FIRST = date(2031, 3, 1)
SEEDS = range(20)
SETTINGS = CheckSettings()


def told(amount, *, stories=1, days=1, seed=0):
    """Accounts of a storyline, each in one of its stories and of a day that is known, or somewhat, or not at all."""
    chance = random.Random(seed)
    found = []
    for number in range(amount):
        low = FIRST + timedelta(days=chance.randrange(days))
        width = chance.choice((0, 0, 0, 3, 40, None))
        dated = (None, None) if width is None else (low, low + timedelta(days=width))
        article = SimpleNamespace(id=f"a{number}")
        found.append(Account(article, f"f{number}", frozenset({f"s{chance.randrange(stories)}"}), *dated))
    return found


@pytest.mark.parametrize("seed", SEEDS)
def test_accounts_that_are_no_more_than_may_be_beside_each_other_all_meet(seed):
    accounts = told(SETTINGS.most_beside, stories=4, days=40, seed=seed)
    plain = tuple(
        pair for pair in combinations(range(len(accounts)), 2) if of_one_event(*(accounts[at] for at in pair))
    )
    assert comparable(accounts, settings=SETTINGS) == plain


def test_each_of_very_many_accounts_meets_those_that_came_out_next_to_it():
    accounts = [one._replace(low=FIRST + timedelta(days=at), high=FIRST + timedelta(days=at))
                for at, one in enumerate(told(1_000))]  # fmt: skip
    pairs = comparable(accounts, settings=SETTINGS)
    assert len(pairs) == sum(min(SETTINGS.most_beside, 999 - at) for at in range(1_000))
    assert max(other - one for one, other in pairs) == SETTINGS.most_beside
    assert nearest(accounts, accounts, settings=SETTINGS) == SETTINGS.most_beside


def grouped(stated, links):
    """`_merged` as one would write it without a thought for large groups."""
    groups = [[at] for at in range(len(stated))]
    for _, first, second in links:
        left = next(group for group in groups if first in group)
        right = next(group for group in groups if second in group)
        values = {stated[at].figure.article: stated[at].quantity.value for at in left}
        if left is not right and all(
            alike(values[stated[at].figure.article], stated[at].quantity.value)
            for at in right
            if stated[at].figure.article in values
        ):
            groups.remove(right)
            left += right
    return sorted(map(sorted, groups))


@pytest.mark.parametrize("seed", SEEDS)
def test_figures_come_together_as_the_plain_way_has_them(seed):
    chance = random.Random(seed)
    stated = [
        SimpleNamespace(
            figure=SimpleNamespace(article=chance.randrange(12)),
            # Values of which neighbours are alike and those further apart are not.
            quantity=SimpleNamespace(value=chance.choice((100.0, 100.00000005, 100.0000001, 100.3, 250.0))),
        )
        for _ in range(40)
    ]
    links = [_Link(1.0, *sorted(chance.sample(range(40), 2))) for _ in range(200)]
    assert sorted(_merged(stated, iter(links))) == grouped(stated, links)


@pytest.mark.parametrize("seed", SEEDS)
def test_a_sentence_that_tells_a_quote_is_found_by_its_rarest_words(seed):
    chance = random.Random(seed)
    words = [f"w{at}" for at in range(12)]
    concepts = {
        (f"f{account}", number): frozenset(chance.sample(words, chance.randint(1, 6)))
        for account in range(8)
        for number in range(4)
    }
    sentences = {word: [place for place, held in concepts.items() if word in held] for word in words}
    pool = _Pool({}, sentences, concepts)
    for _ in range(50):
        held, least = frozenset(chance.sample([*words, "unheard"], chance.randint(1, 6))), chance.random() * 6
        plain = max(len(held & told) for place, told in concepts.items() if place[0] != "f0")
        assert _is_told(held, "f0", pool, least=least) == (plain >= least)


@pytest.mark.parametrize("seed", SEEDS)
def test_sides_are_taken_where_each_two_of_them_stood_in_a_check_before(seed):
    chance = random.Random(seed)
    places = [(f"a{at}", 0) for at in range(6)]
    checks = [chance.sample(places, chance.randint(2, 4)) for _ in range(5)]
    taken = {place: {at for at, one in enumerate(checks) if place in one} for place in places}
    pairs = {frozenset(pair) for one in checks for pair in combinations(one, 2)}
    for size in (2, 3, 4):
        sides = chance.sample(places, size)
        assert _are_taken(sides, taken) == ({frozenset(pair) for pair in combinations(sides, 2)} <= pairs)


@pytest.mark.parametrize("seed", SEEDS)
def test_days_and_values_of_two_sides_are_compared_as_each_with_each(seed):
    chance = random.Random(seed)

    def day():
        low = FIRST + timedelta(days=chance.randrange(6))
        return chance.choice((None, (low, low + timedelta(days=chance.randrange(3)))))

    first, second = ([day() for _ in range(chance.randrange(4))] for _ in range(2))
    assert _before(first, second) == all(a[1] < b[0] for a in first if a for b in second if b)

    def given():
        text = f"Sons of {chance.choice((6, 7))} and {chance.choice((6, 16))}."
        figure = SimpleNamespace(value=float(chance.choice((6, 7, 16))))
        return SimpleNamespace(figure=figure, side=SimpleNamespace(text=text))

    def gives_both(one, other):
        values = {one.figure.value, other.figure.value}
        return all(values <= {float(word.strip(".")) for word in each.side.text.split()[2::2]} for each in (one, other))

    left, right = ([given() for _ in range(2)] for _ in range(2))
    assert _give_both(left, right) == any(gives_both(one, other) for one in left for other in right)

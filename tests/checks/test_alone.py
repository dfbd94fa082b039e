"""What only one independent account of a story has."""

import pytest

from copydesk.checks import check
from copydesk.checks.accounts import accounts, comparable
from copydesk.checks.alone import stand_alone
from copydesk.settings import CheckSettings

SETTINGS = CheckSettings()


def alone(dossier):
    """The surfaces of the figures and the words of the quotes that stand alone, by article."""
    found = stand_alone(dossier, check(dossier, settings=SETTINGS), settings=SETTINGS)
    texts = {one.id: (one.article, one.surface) for one in dossier.figures}
    texts |= {one.id: (one.article, one.text) for one in dossier.quotes}
    return [texts[name] for one in found for name in (*one.figures, *one.quotes)]


def test_a_figure_that_one_account_has(dossier):
    held = dossier(
        {
            "a": "The collapse killed seven people. The quay is 240 metres long.",
            "b": "Seven people are dead after the collapse.",
        }
    )
    assert alone(held) == [("a", "240 metres")]


def test_the_same_amount_in_another_unit_is_not_alone(dossier):
    held = dossier({"a": "The pipe is 2 kilometres long.", "b": "They laid 2,000 metres of it in a year."})
    assert ("a", "2 kilometres") not in alone(held)


def test_a_quote_that_one_account_has(dossier):
    held = dossier(
        {
            "a": '"No neighbour has anything to fear from a railway," Petra Lindqvel said. "The quay was rotten."',
            "b": '"No neighbour has to fear a railway," said Petra Lindqvel.',
        }
    )
    assert alone(held) == [("a", "The quay was rotten.")]


def test_what_another_account_tells_in_its_own_voice_is_not_alone(dossier):
    held = dossier(
        {
            "a": 'The harbour master said that "the old crane had rusted through".',
            "b": "The old crane of the harbour had long rusted through.",
        }
    )
    assert alone(held) == []


def test_a_copy_is_no_other_account(dossier):
    text = "The collapse killed seven people. The quay is 240 metres long."
    held = dossier({"a": text, "copy": text, "b": "Seven people are dead."}, families=[("a", "copy")])
    assert alone(held) == [("a", "240 metres")]


@pytest.mark.parametrize("families", [[], [("a", "b")]], ids=["one article", "one family"])
def test_one_account_has_nothing_to_stand_alone_among(dossier, families):
    texts = {"a": "The collapse killed seven people."}
    if families:
        texts["b"] = texts["a"]
    assert stand_alone(dossier(texts, families=families), (), settings=SETTINGS) == ()


def test_a_value_that_conflicts_is_listed_with_the_conflict_and_not_as_alone(dossier):
    held = dossier({"a": "The collapse killed seven people.", "b": "Nine people are dead after the collapse."})
    assert alone(held) == []


@pytest.mark.parametrize(("most_accounts", "most_beside", "told"), [(2, 2, 2), (2, 3, None), (4, 2, None)])
def test_it_is_told_when_accounts_are_too_many_for_each_to_be_compared_with_each(
    dossier, most_accounts, most_beside, told
):
    held = dossier(dict.fromkeys("abcd", "The old crane fell."))
    settings = CheckSettings(most_accounts=most_accounts, most_beside=most_beside)
    (found,) = stand_alone(held, (), settings=settings)
    assert (found.accounts, found.nearest) == (4, told)
    pairs = comparable(accounts(held), settings=settings)
    assert (len(pairs) == 6) is (told is None)

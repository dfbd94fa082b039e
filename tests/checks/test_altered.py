"""What a copy has otherwise than its source."""

import dataclasses

from copydesk.checks import check
from copydesk.checks.alone import stand_alone
from copydesk.copies import compare, finish_copy
from copydesk.settings import CheckSettings, CopySettings

SOURCE = (
    "The catamaran ran against the crane at 11 knots on Thursday, the port of Solvik said. Seven people died."
    ' "No neighbour has anything to fear from a railway," said Petra Lindqvel, who leads the harbour board. Fishermen'
    " mended nets on the quay while divers searched the water around the wreck for the rest of the long night."
)
SETTINGS = CheckSettings()


def copied(dossier, text, **others):
    """A dossier of a source and its copy, with the pair aligned, and what else is told."""
    held = dossier({"source": SOURCE, "copy": text, **others}, families=[("source", "copy")])
    copy, source = sorted((one for one in held.articles if one.id in {"source", "copy"}), key=lambda one: one.id)
    match = compare(copy, source, settings=CopySettings())
    pair = finish_copy(match, copy, source, held.families[0], settings=CopySettings())
    return dataclasses.replace(held, copies=(pair,))


def altered(dossier):
    return [one for one in check(dossier, settings=SETTINGS) if one.outcome == "altered"]


def test_a_figure_that_a_copy_has_otherwise_is_altered_and_stands_beside_its_source(dossier):
    (found,) = altered(copied(dossier, SOURCE.replace("11 knots", "17 knots")))
    source, copy = found.sides
    assert (found.kind, source.article, copy.article) == ("number", "source", "copy")
    assert source.family == copy.family
    assert ("11 knots" in source.text, "17 knots" in copy.text) == (True, True)


def test_words_of_a_quotation_that_a_copy_has_otherwise(dossier):
    (found,) = altered(copied(dossier, SOURCE.replace("anything to fear", "everything to dread")))
    assert found.kind == "words"


def test_a_copy_word_for_word_alters_nothing(dossier):
    assert altered(copied(dossier, SOURCE)) == []


def test_what_is_altered_counts_neither_for_nor_against_another_account(dossier):
    other = "Instruments of the catamaran show that it ran against the crane at 17 knots."
    held = copied(dossier, SOURCE.replace("11 knots", "17 knots"), other=other)
    found = [one for one in check(held, settings=SETTINGS) if one.kind == "number" and one.outcome != "altered"]
    assert [one.outcome for one in found] == ["conflict"]
    assert {side.article for side in found[0].sides} == {"source", "other"}


def test_what_a_copy_alters_is_not_put_beside_another_account_by_that(dossier):
    held = copied(dossier, SOURCE.replace("11 knots", "17 knots"), other="Buses ran late in Solvik.")
    (alone,) = stand_alone(held, check(held, settings=SETTINGS), settings=SETTINGS)
    figures = {one.id: one.surface for one in held.figures}
    assert "11 knots" in {figures[name] for name in alone.figures}

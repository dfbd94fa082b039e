"""What independent accounts of one story say of one thing, side by side."""

import dataclasses
from datetime import date

import pytest

from copydesk.checks import check
from copydesk.settings import CheckSettings
from timing import cpu_seconds, forget

FILLER = (
    " The harbour of Solvik lies under the old fort. Fishermen mended nets on the quay. The market was quiet."
    " Clouds came in from the west. A choir sang near the town hall. Buses ran late all morning."
)


def checks(dossier, **chosen):
    return [
        one for one in check(dossier, settings=CheckSettings()) if all(getattr(one, k) == v for k, v in chosen.items())
    ]


def sides(one):
    return {side.article: side.text for side in one.sides}


def test_the_same_figure_of_two_accounts_agrees(dossier):
    held = dossier(
        {
            "a": "The catamaran ran against the crane at 11 knots on Thursday." + FILLER,
            "b": "Instruments show the catamaran making 11 knots in its last minute." + FILLER.replace("old", "new"),
        }
    )
    (found,) = checks(held, kind="number")
    assert found.outcome == "agrees"
    assert sides(found).keys() == {"a", "b"}


def test_a_hedged_figure_is_compatible(dossier):
    held = dossier(
        {
            "a": "The mustering of 46,000 troops near the border worries Solvik.",
            "b": "A mustering of more than 46,000 troops near the border was seen.",
        }
    )
    assert [one.outcome for one in checks(held, kind="number")] == ["compatible"]


def test_two_counts_of_the_dead_on_one_day_conflict(dossier):
    held = dossier({"a": "The collapse killed seven people.", "b": "Nine people are dead after the collapse."})
    (found,) = checks(held, outcome="conflict")
    assert (found.kind, sides(found)) == (
        "number",
        {"a": "The collapse killed seven people.", "b": "Nine people are dead after the collapse."},
    )


def test_three_values_of_three_accounts_are_called_different_and_no_conflict(dossier):
    held = dossier(
        {
            "a": "The collapse killed seven people.",
            "b": "Nine people are dead after the collapse.",
            "c": "Twelve people died in the collapse.",
        }
    )
    assert {one.outcome for one in checks(held, kind="number")} == {"different"}


def test_a_value_under_a_bound_is_compatible(dossier):
    held = dossier(
        {
            "a": "The camp lies less than 25 kilometres from the border of Solvik.",
            "b": "The camp lies nine kilometres from the border of Solvik.",
        }
    )
    assert {one.outcome for one in checks(held, kind="number")} <= {"compatible"}


def test_a_toll_that_rises_with_later_days_has_changed(dossier):
    held = dossier(
        {"a": "The collapse killed seven people.", "b": "Nine people are dead after the collapse."},
        days={"a": date(2031, 3, 20), "b": date(2031, 3, 23)},
    )
    assert [one.outcome for one in checks(held, kind="number")] == ["changed"]


def test_other_fates_are_not_compared(dossier):
    held = dossier({"a": "The collapse killed seven people.", "b": "Nine people were injured in the collapse."})
    assert checks(held, kind="number") == []


def test_copies_never_vote(dossier):
    held = dossier(
        {"a": "The collapse killed seven people.", "b": "The collapse killed nine people."}, families=[("a", "b")]
    )
    assert checks(held) == []


def test_the_root_speaks_for_its_family(dossier):
    held = dossier(
        {
            "copy": "The collapse killed eight people.",
            "root": "The collapse killed seven people.",
            "other": "Nine people are dead after the collapse.",
        },
        families=[("root", "copy")],
    )
    (found,) = checks(held, outcome="conflict")
    assert sides(found).keys() == {"root", "other"}


def test_what_one_account_tells_and_the_other_denies_conflicts(dossier):
    held = dossier(
        {
            "a": "The premier smiled and shook the envoy's hand before the cameras." + FILLER,
            "b": "They did not seem to shake hands as the envoy arrived." + FILLER.replace("old", "new"),
        }
    )
    (found,) = checks(held, kind="polarity")
    assert found.outcome == "conflict"
    assert "appears" in found.why
    assert found.why.endswith("(shared words: shake, hands)")


def test_what_may_come_does_not_gainsay_what_has_not_been(dossier):
    held = dossier(
        {
            "a": "The premier will shake the envoy's hand before the cameras." + FILLER,
            "b": "They did not shake hands when the envoy arrived." + FILLER.replace("old", "new"),
        }
    )
    assert checks(held, kind="polarity") == []


def test_a_quoted_denial_is_its_speakers(dossier):
    held = dossier(
        {
            "a": "The premier shook the envoy's hand before the cameras." + FILLER,
            "b": '"We did not shake hands with any envoy," the premier said.' + FILLER.replace("old", "new"),
        }
    )
    assert checks(held, kind="polarity") == []


def test_what_one_account_leaves_out_contradicts_nothing(dossier):
    held = dossier({"a": "The premier shook the envoy's hand. Seven people watched.", "b": "The premier left by car."})
    assert checks(held, outcome="conflict") == []


def test_opposite_states_of_one_thing_conflict(dossier):
    held = dossier(
        {
            "a": "The sluice had been raised at five." + FILLER,
            "b": "The sluice was down all that afternoon." + FILLER.replace("old", "new"),
        }
    )
    (found,) = checks(held, outcome="conflict")
    assert sides(found)["a"].startswith("The sluice had been raised")


def test_one_event_at_two_times_of_day_conflicts(dossier):
    held = dossier(
        {
            "a": "The chute of the dam broke apart at 3.40am." + FILLER,
            "b": "The chute of the dam broke at 2.05am." + FILLER.replace("old", "new"),
        }
    )
    (found,) = checks(held, kind="when")
    assert (found.outcome, "1h 35min" in found.why) == ("conflict", True)


def test_a_time_until_which_something_holds_is_no_time_of_an_event(dossier):
    held = dossier(
        {
            "a": "The chute of the dam broke apart at 3.40am." + FILLER,
            "b": "The broken chute of the dam roared until 6.05am." + FILLER.replace("old", "new"),
        }
    )
    assert checks(held, kind="when") == []


def test_one_act_given_to_two_persons_conflicts(dossier):
    held = dossier(
        {
            "a": "Foreign minister Ada Morvane signed that annex for the union." + FILLER,
            "b": "The annex was signed in the hall by the transport minister, Tor Eskild."
            + FILLER.replace("old", "new"),
        }
    )
    (found,) = checks(held, kind="who")
    assert found.outcome == "conflict"


def test_a_second_deed_is_another(dossier):
    held = dossier(
        {
            "a": "The shot was fired by sergeant Olin Brask on Monday." + FILLER,
            "b": "Corporal Tam Vey fired a second shot." + FILLER.replace("old", "new"),
        }
    )
    assert checks(held, kind="who") == []


def test_two_who_sign_together_are_no_conflict(dossier):
    held = dossier(
        {
            "a": "Minister Ada Morvane and president Tor Eskild signed that annex in the hall." + FILLER,
            "b": "Ada Morvane signed the annex in the hall." + FILLER.replace("old", "new"),
        }
    )
    assert checks(held, kind="who") == []


def test_one_denial_against_several_accounts_is_one_check(dossier):
    held = dossier(
        {
            "a": "The premier smiled and shook the envoy's hand before the cameras." + FILLER,
            "b": "At the gate the premier shook the envoy's hand." + FILLER.replace("old", "new"),
            "c": "They did not seem to shake hands as the envoy arrived." + FILLER.replace("old", "grey"),
        }
    )
    (found,) = checks(held, kind="polarity")
    assert sides(found).keys() == {"a", "b", "c"}


def test_a_value_that_the_other_account_gives_too_is_another_count(dossier):
    held = dossier(
        {
            "a": "The raid found seven rifles in the shed.",
            "b": "The raid found nine rifles in the shed. Later it found seven rifles more in a boat.",
        }
    )
    assert checks(held, outcome="conflict") == []


def test_one_utterance_in_two_wordings_is_put_side_by_side(dossier):
    held = dossier(
        {
            "a": '"No neighbour has anything to fear from a railway," Petra Lindqvel said on Thursday.' + FILLER,
            "b": '"No neighbour has to fear a railway," said Petra Lindqvel.' + FILLER.replace("old", "new"),
        }
    )
    found = [one for one in checks(held, kind="words") if "utterance" in one.why]
    assert [len(one.sides) for one in found] == [2]


def test_a_long_sentence_is_cut_to_the_clause_that_matters(dossier):
    long = (
        "The mayor of Solvik, who had come by boat from the far side of the fjord that morning, said that the collapse"
        " killed seven people, while the harbour master spoke for nearly an hour about the tides, the weather of the"
        " season, the state of the quays and the price of herring at the market"
    )
    held = dossier({"a": long + ".", "b": "Nine people are dead after the collapse."})
    (found,) = checks(held, outcome="conflict")
    assert "killed seven people" in sides(found)["a"]
    assert len(sides(found)["a"]) <= CheckSettings().longest_side


def test_one_account_alone_gives_no_checks(dossier):
    assert checks(dossier({"a": "The collapse killed seven people. It killed nine people."})) == []


def test_who_says_it_and_when_is_not_who_it_happened_to(dossier):
    held = dossier(
        {
            "a": "Colonel Bento Sarm said that sirens along the valley had sounded before the dam broke." + FILLER,
            "b": "A commission concluded last September that not a single siren had sounded in the valley."
            + FILLER.replace("old", "new"),
        }
    )
    (found,) = checks(held, kind="polarity")
    assert found.outcome == "conflict"


def test_what_happened_to_two_persons_is_no_conflict(dossier):
    held = dossier(
        {
            "a": "Bento Sarm entered the plea at the registry of the valley." + FILLER,
            "b": "The judge said that Ada Morvane had not entered the plea at the registry."
            + FILLER.replace("old", "new"),
        }
    )
    assert checks(held, kind="polarity") == []


def test_to_put_ones_name_to_a_thing_is_to_sign_it(dossier):
    held = dossier(
        {
            "a": "Foreign minister Ada Morvane signed that annex for Ostland." + FILLER,
            "b": "Transport minister Tor Eskild put his name to the railway annex for Ostland."
            + FILLER.replace("old", "new"),
        }
    )
    (found,) = checks(held, kind="who")
    assert found.outcome == "conflict"


def test_the_time_of_a_collapse_is_read_past_what_stands_between_commas(dossier):
    held = dossier(
        {
            "a": "The concrete chute of the Alta Vora dam, 14km up the valley, broke at 3.40am, Hidrova said." + FILLER,
            "b": "The chute broke just after two in the morning, by the town hall clock of Lisk."
            + FILLER.replace("old", "new"),
        }
    )
    (found,) = checks(held, kind="when")
    assert found.outcome == "conflict"


def test_times_of_two_places_are_no_conflict(dossier):
    held = dossier(
        {
            "a": "The concrete chute of the Alta Vora dam, 14km up the valley, broke at 3.40am, Hidrova said." + FILLER,
            "b": "The concrete chute at Lisk broke at 5.10am." + FILLER.replace("old", "new"),
        }
    )
    assert checks(held, kind="when") == []


@pytest.mark.parametrize(
    ("told", "denied"),
    [
        ("Solvik took its first lead late in the game.", "Solvik did not take its first lead until late in the game."),
        ("Solvik drew up a plan to break into the vault.", "The mayor of Solvik did not break into the vault."),
        ("The choir of Tor Eskild sang in Solvik.", "This was not Tor Eskild of Solvik, whose choir sang."),
    ],
    ids=["until", "meant", "name"],
)
def test_what_only_looks_denied_is_no_conflict(dossier, told, denied):
    held = dossier({"a": told + FILLER, "b": denied + FILLER.replace("old", "new")})
    assert checks(held, kind="polarity") == []


@pytest.mark.parametrize(
    ("told", "denied"),
    [
        ("The company blamed an earth tremor for the collapse.", '"Our instruments recorded no tremor," she said.'),
        ("A tremor caused the collapse.", "There was no earthquake that day."),
        ("The collapse was triggered by a tremor.", "The collapse was not caused by a tremor."),
    ],
    ids=["blamed", "caused", "of this"],
)
def test_a_cause_that_another_account_says_was_none(dossier, told, denied):
    held = dossier({"a": told + FILLER, "b": denied + FILLER.replace("old", "new")})
    (found,) = checks(held, kind="cause")
    assert (found.outcome, sides(found)["a"]) == ("conflict", told)


@pytest.mark.parametrize(
    ("told", "denied"),
    [
        ("The helicopter stayed behind due to poor weather.", "The deaths in the park were not due to bad weather."),
        ("The company denied that a tremor caused the collapse.", "There was no earthquake that day."),
        ("A tremor might have caused the collapse.", "There was no earthquake that day."),
    ],
    ids=["another effect", "denied too", "hedged"],
)
def test_causes_that_are_not_opposed(dossier, told, denied):
    held = dossier({"a": told + FILLER, "b": denied + FILLER.replace("old", "new")})
    assert checks(held, kind="cause") == []


@pytest.mark.parametrize(("minute", "outcomes"), [("6.42pm", ["agrees"]), ("6.30pm", [])], ids=["odd", "round"])
def test_one_odd_minute_in_two_accounts_is_one_event(dossier, minute, outcomes):
    held = dossier(
        {
            "a": f"The Lomvi was coming in to its berth at {minute} on Thursday." + FILLER,
            "b": f"Seconds later, at {minute}, the ship drove into the crane." + FILLER.replace("old", "new"),
        }
    )
    assert [one.outcome for one in checks(held, kind="when")] == outcomes


def test_passages_that_give_both_numbers_do_not_oppose_them(dossier):
    held = dossier(
        {
            "a": "The harbour pilot is survived by two sons, ages 6 and 16." + FILLER,
            "b": "The pilot of the harbour is survived by his wife and two sons, ages 16 and 6."
            + FILLER.replace("old", "new"),
        }
    )
    assert checks(held, kind="number", outcome="conflict") == []


@pytest.mark.parametrize(
    ("unit", "few"),
    [
        ("not go ", 2000),
        ("was at 3.41am ", 250),
        ("it opposed it ", 300),
        ("nobody died ", 400),
        ("Ada Holm was at the ", 250),
        ("by it and not by that ", 300),
        ("on the north face ", 500),
        ("on Monday ", 250),
        ("Aa", 2000),
        ("the aa", 2000),
    ],
)
def test_the_cost_of_a_text_without_sentences_grows_with_its_length(dossier, unit, few):
    def held(repeats):
        made = dossier({"a": "The dog went home. " + unit * repeats, "b": unit * repeats})
        return dataclasses.replace(made, figures=(), facts=())

    def cost(made):
        forget()
        return cpu_seconds(lambda: checks(made))

    short, long = held(few), held(4 * few)
    # By turns, so that whatever else the machine does slows both.
    costs = [(cost(short), cost(long)) for _ in range(3)]
    assert min(four for _, four in costs) < 10 * min(one for one, _ in costs)

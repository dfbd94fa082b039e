"""What one person alone can have done, where somebody was, and what one account sets aside for another."""

import pytest


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("The last out, foreman Anton Reve, waved.", "Marta Vilde was seen. She was the last person to leave."),
        ("The first to reach the wreck was a fisherman, Bo Arnt.", "Diver Mila Sor was the first to reach the wreck."),
    ],
    ids=["out", "to reach"],
)
def test_one_rank_of_two_persons_conflicts(conflicts, one, other):
    (found,) = conflicts(one, other)
    assert found.kind == "who"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("The first to speak was the bishop, Bo Arnt.", "The first to leave was the mayor, Mila Sor."),
        ("The last out, foreman Anton Reve, waved.", "Reve was seen. The last to leave was Anton Reve."),
        ("The last out, foreman Anton Reve, waved.", "Marta Vilde will be the last person to leave."),
        ("The last out, foreman Anton Reve, waved.", "Ada Holm met Marta Vilde. She was the last to leave."),
    ],
    ids=["another rank", "one person", "to come", "whom she means is open"],
)
def test_ranks_that_fit_each_other(conflicts, one, other):
    assert conflicts(one, other) == []


@pytest.mark.parametrize(
    ("there", "away"),
    [
        ("President Mila Sor attended the funeral of the miners.", "Mila Sor stayed away from the funeral."),
        ("Mayor Ada Holm, who watched the launch from the pier, wept.", "Ada Holm did not attend the launch."),
        ("Mayor Ada Holm watched the launch at Lisk from a boat.", "Ada Holm never came to Lisk."),
        ("Mayor Ada Holm was at the launch.", "Mayor Ada Holm stayed in bed. She stayed away all day."),
    ],
)
def test_one_who_is_there_and_away_conflicts(conflicts, there, away):
    (found,) = conflicts(there, away)
    assert found.kind == "polarity"


@pytest.mark.parametrize(
    ("there", "away"),
    [
        ("President Mila Sor attended the funeral of the miners.", "Tor Eskild stayed away from the funeral."),
        ("President Mila Sor will be there and has attended no funeral.", "Mila Sor stayed away from the funeral."),
        ("Mayor Ada Holm watched pictures of the launch from bed.", "Ada Holm did not attend the launch."),
        ("Mayor Ada Holm attended the ball.", "Ada Holm stayed away from the launch."),
    ],
    ids=["another person", "not yet", "from afar", "another occasion"],
)
def test_places_that_fit_each_other(conflicts, there, away):
    assert conflicts(there, away) == []


@pytest.mark.parametrize(
    ("one", "other", "kind"),
    [
        ("The study was stopped by the board of Vey.", "The study was ended by Vey and not by the board.", "who"),
        ("The fire was lit by poachers.", "Farmers, not poachers, lit the fire, villagers said.", "who"),
        ("The thief was arrested in Lisk.", "The thief was arrested at the border, not in Lisk.", "where"),
        (
            "The blackout was caused by lightning.",
            "A relay caused it: the blackout was due to it, not lightning.",
            "cause",
        ),
    ],
)
def test_what_one_account_sets_aside_and_the_other_gives(conflicts, one, other, kind):
    (found,) = conflicts(one, other)
    assert found.kind == kind


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("The study was read by the board of Vey.", "The study was ended by Vey and not by the board."),
        ("The study was not stopped by the board of Vey.", "The study was ended by Vey and not by the board."),
        ("The board stopped for lunch.", "The study lasted more than a year, longer than the board had asked."),
    ],
    ids=["another deed", "denied too", "no contrast"],
)
def test_what_is_not_set_aside(conflicts, one, other):
    assert conflicts(one, other) == []

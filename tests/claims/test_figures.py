"""Figures: value, unit, bounds and rate of what news counts; and the numbers that are none."""

from dataclasses import replace

import pytest

import making
from copydesk.claims import find_figures
from copydesk.settings import ClaimSettings


def article(text, name="a"):
    return making.article(name, text)


def figures(text):
    return find_figures(article(text), settings=ClaimSettings())


def one(text):
    found = figures(text)
    assert len(found) == 1, [figure.surface for figure in found]
    return found[0]


@pytest.mark.parametrize(
    ("text", "value", "unit"),
    [
        ("The plant will deliver 10bn cubic metres from May.", 1e10, "cubic metre"),
        ("Prices rose 3.4% in the spring.", 3.4, "percent"),
        ("The rate was cut by 75 basis points.", 75, "basis point"),
        ("The party gained one and a quarter percentage points.", 1.25, "percentage point"),
        ("The fund holds $400bn.", 4e11, "USD"),
        ("The repair cost £2.5m.", 2.5e6, "GBP"),
        ("It was sold for EUR 30 million.", 3e7, "EUR"),
        ("The grant came to L480m.", 4.8e8, "L"),
        ("She was paid 1,200 thalers.", 1200, "thaler"),
        ("They signed a 25-year accord.", 25, "year"),
        ("The 480-tonne crane fell.", 480, "tonne"),
        ("A new 640km line was opened.", 640, "kilometre"),
        ("Divers found seven people in the hull.", 7, "person"),
        ("Police held 24 welders in the yard.", 24, "person"),
        ("The boat had a crew of 14.", 14, "person"),
        ("Two dozen ambulances came.", 24, "ambulance"),
        ("More delays hit 12 power stations on the coast.", 12, "station"),
        ("One in five watches is kept alone.", 0.2, "ratio"),
        ("The plan lasted half a century.", 50, "year"),
    ],
)
def test_value_and_unit(text, value, unit):
    figure = one(text)
    assert (figure.value, figure.unit) == (pytest.approx(value), unit)


@pytest.mark.parametrize(
    ("text", "value", "unit"),
    [
        # words and digits, and both
        ("A hundred and five houses burned.", 105, "house"),
        ("Two thousand three hundred and four houses burned.", 2304, "house"),
        ("Twelve hundred houses burned.", 1200, "house"),
        ("It sold two and a half million copies.", 2.5e6, "copy"),
        ("It sold half a million copies.", 5e5, "copy"),
        ("It sold a quarter of a million copies.", 2.5e5, "copy"),
        ("It weighs 3\u00bd tonnes.", 3.5, "tonne"),
        ("He drank 1/2 litre of it.", 0.5, "litre"),
        # scales
        ("Half a dozen houses burned.", 6, "house"),
        ("A couple of dozen houses burned.", 24, "house"),
        ("Scores of houses burned.", 20, "house"),
        ("Several hundred houses burned.", 100, "house"),
        ("Hundreds of thousands of people came.", 1e5, "person"),
        ("It cost 12 lakh rupees.", 1.2e6, "rupee"),
        ("It cost 1.2 lakh crore rupees.", 1.2e12, "rupee"),
        ("It cost Rs 40 crore.", 4e8, "Rs"),
        ("It pumps 15 bcm of gas.", 1.5e10, "cubic metre"),
        # currencies
        ("It cost US$12 million.", 1.2e7, "USD"),
        ("It cost CHF 30m.", 3e7, "CHF"),
        ("It cost 30 million kroner.", 3e7, "krone"),
        ("It sells at 40p.", 40, "penny"),
        # shares, points and ratios
        ("The rate is 4.25 per cent.", 4.25, "percent"),
        ("The rate rose by half a percentage point.", 0.5, "percentage point"),
        ("The yield rose 38bp.", 38, "basis point"),
        ("Nine out of 10 homes were dark.", 0.9, "ratio"),
        ("Two-thirds of the homes were dark.", 2 / 3, "ratio"),
        ("A third of the homes were dark.", 1 / 3, "ratio"),
        # order, lengths of time, multiples
        ("It was the twenty-first meeting.", 21, None),
        ("The strike lasted two-and-a-half weeks.", 2.5, "week"),
        ("The strike lasted a week and a half.", 1.5, "week"),
        ("She asked for a 21 day rest.", 21, "day"),
        ("The strike lasted a week.", 1, "week"),
        ("It was mended within an hour.", 1, "hour"),
        ("Her son Tom is 7.", 7, "year"),
        ("The budget fell by 61 votes to 60.", 61, "vote"),
        ("It failed, sixty against.", 60, "vote"),
        ("He drank half a cup of milk.", 0.5, "cup"),
        ("Two more chambers were empty.", 2, "chamber"),
        ("It grew threefold.", 3, None),
        # ages, scores, and what stands without its noun
        ("Mara Oldt is 34.", 34, "year"),
        ("He said: I\u2019m 74.", 74, "year"),
        ("Norvane beat Solenza 3-1.", 3, "goal"),
        ("A 200 person crowd booed.", 200, "person"),
        ("Eleven Yemenis were held.", 11, "person"),
        ("She had ten assists.", 10, "assist"),
        ("The lamp draws 87W.", 87, "watt"),
        ("It fell to minus 12 degrees.", -12, "degree"),
        # texts of which the words were set apart
        ("A 41 - year - old man sang.", 41, "year"),
        ("It is home to 120, 000 people.", 120_000, "person"),
    ],
)
def test_every_form_of_number_and_unit(text, value, unit):
    figure = one(text)
    assert (figure.value, figure.unit) == (pytest.approx(value), unit)


@pytest.mark.parametrize(
    ("language", "text", "value"),
    [
        ("en", "It cost 1,234.5 thalers.", 1234.5),
        ("en", "It cost 1.234,5 thalers.", 1234.5),
        ("en", "It is 10 000 metres long.", 10_000),
        ("en", "It weighs 1.234 tonnes.", 1.234),
        ("de", "Es kamen 40.000 Besucher.", 40_000),
        ("de", "Es kostet 3,5 Millionen Euro.", 3.5e6),
    ],
)
def test_digits_are_read_as_the_language_writes_them(language, text, value):
    (figure,) = find_figures(replace(article(text), language=language), settings=ClaimSettings())
    assert figure.value == pytest.approx(value)


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        ("More than a dozen ministers came.", 12, None),
        ("At least 30 homes burned.", 30, None),
        ("Nearly 900 homes burned.", None, 900),
        ("Up to 40 homes burned.", None, 40),
        ("About 40 homes burned.", None, None),
        ("Some 40 or so homes burned.", None, None),
        ("Tens of thousands of homes burned.", 10_000, None),
        ("Between 30 and 40 homes burned.", 30, 40),
        ("No more than 40 homes burned.", None, 40),
        ("No fewer than 40 homes burned.", 40, None),
        ("Not even 40 homes burned.", None, 40),
        ("Barely 40 homes burned.", None, None),
        ("40 or more homes burned.", 40, None),
        ("Some 40-odd homes burned.", None, None),
        ("~40 homes burned.", None, None),
        ("Two or three homes burned.", 2, 3),
        ("It took one-to-seven days.", 1, 7),
    ],
)
def test_hedges_open_bounds(text, low, high):
    figure = one(text)
    assert (figure.low, figure.high, figure.approximate) == (low, high, True)


def test_a_plain_figure_is_bounded_by_its_value():
    figure = one("The fire took 40 homes.")
    assert (figure.low, figure.high, figure.approximate) == (40, 40, False)


@pytest.mark.parametrize(
    ("text", "value", "unit"),
    [
        ("A new 640km line was opened.", 640_000, "metre"),
        ("The train ran at 90 km/h.", 25, "metre per second"),
        ("It will pump 6.5bn cubic metres a year.", 6.5e9, "cubic metre per year"),
        ("The barge took 300 tonnes of grain.", 300_000, "kilogram"),
        ("Some 120 square miles burned.", 310_798_573.3, "square metre"),
        ("The plant makes 40 megawatt hours a day.", 1_666_666.667, "joule per second"),
        ("The strike lasted two weeks.", 1_209_600, "second"),
        ("It was 20 degrees Celsius on the quay.", 293.15, "kelvin"),
        ("The bay warmed by 2 degrees Celsius.", 2, "kelvin"),
        ("It was 9 degrees Fahrenheit warmer than in May.", 5, "kelvin"),
        ("They signed a 25-year accord.", None, None),
        ("The barge took 300 barrels.", None, None),
        ("The fund holds $400bn.", None, None),
    ],
)
def test_measures_stand_in_si_units_beside(text, value, unit):
    figure = one(text)
    assert figure.si_unit == unit
    assert figure.si_value == (None if value is None else pytest.approx(value, rel=1e-9))


def test_a_deadline_is_no_hedge():
    assert one("The court will rule within 30 days.").approximate is False


@pytest.mark.parametrize(
    ("text", "per"),
    [
        ("It will pump 6.5bn cubic metres a year to the grid.", "year"),
        ("It will pump 6.5bn cubic metres of gas per year.", "year"),
        ("It will pump 6.5bn cubic metres of gas a year from October.", "year"),
        ("It pumps 38bn cubic metres of gas annually through the line.", "year"),
        ("The press sells 3,000 copies daily in the capital.", "day"),
        ("The pit has an annual output of about 40,000 tonnes.", "year"),
        ("His monthly payment was cut after a gift of 900 thalers.", None),
        ("The line carried 300 people a year ago.", None),
        ("Power fell to 27 thalers a megawatt hour.", "megawatt hour"),
        ("Rents rose by 90 thalers more a month.", "month"),
        ("It pumped 6.5bn cubic metres a year ago.", None),
    ],
)
def test_rates(text, per):
    assert one(text).per == per


@pytest.mark.parametrize(
    ("text", "age"),
    [
        ("The docker, 51, watched from the quay.", 51),
        ("Mara Oldt, 34, said so.", 34),
        ("Mara Oldt (34) said so.", 34),
        ("A retired teacher of 66 has not been found.", 66),
        ("His nine-year-old son slept.", 9),
        ("She was aged 12.", 12),
        ("Tickets are free for children under six.", 6),
    ],
)
def test_ages_are_years(text, age):
    figure = one(text)
    assert (figure.value, figure.unit) == (age, "year")


@pytest.mark.parametrize(
    ("text", "units"),
    [
        ("Another 43 people were hurt, six of them badly.", ["person", "person"]),
        ("Nine died and three were still missing.", ["person", "person"]),
        ("Her payment went from 890 thalers to 1,045.", ["thaler", "thaler"]),
        ("The mayor ordered 23 bridges shut; four of them are safe.", ["bridge", "bridge"]),
        ("They recall the march to the harbour, which drew 70,000.", ["person"]),
        ("It fined the club 1.2m thalers. It could have asked for 2m.", ["thaler", "thaler"]),
        ("Ill fell 22 of the 90 patients, or 24.4%, against 41 of 92.", ["person"] * 2 + ["percent"] + ["person"] * 2),
        ("It has doubled the number of inspectors to 80.", ["person"]),
        ("One in three households in the city of 210,000 was dark.", ["ratio", "person"]),
    ],
)
def test_units_that_are_implied(text, units):
    assert [figure.unit for figure in figures(text)] == units


def test_a_rate_before_a_rise_is_that_of_both_figures():
    assert [figure.per for figure in figures("He saw his monthly rent go from 890 thalers to 1,045.")] == ["month"] * 2


def test_a_pair_takes_no_unit_that_its_first_has_not():
    text = "On the 16-inch model scores rose from 5,425 to 5,641."
    assert [figure.unit for figure in figures(text)] == ["inch", None, None]


def test_a_row_of_a_table_has_only_what_is_printed_with_its_unit():
    assert figures("Oldt 3 5 17 27 4") == ()
    assert [figure.surface for figure in figures("Mill 3 5 17% 27 4")] == ["17%"]
    assert len(figures("He has 3, 5, 17 and 27.")) == 4


def test_the_points_of_a_tie_break_are_no_figure():
    assert [figure.surface for figure in figures("Oldt won 6-4, 7-6 (5).")] == ["6-4", "7-6"]


def test_a_score_is_one_figure():
    figure = one("The board voted six to three for the rise.")
    assert (figure.value, figure.unit, figure.surface) == (6, "vote", "six to three")


@pytest.mark.parametrize(
    "text",
    [
        "They met on 14 February 2031.",
        "They met in 2031 and again in March.",
        "The deal of the 1990s was forgotten.",
        "It fell at 6.42pm.",
        "It fell at 14:30 on Friday.",
        "G-7 leaders spoke of Covid-19.",
        "The Nord Halden 2 pipeline is shut.",
        "The Halberg-40 index closed.",
        "Article 5 was invoked.",
        "It was a film by 20th Century Lantern.",
        "A third party was blamed.",
        "Call 0800 123 456 for help.",
        "She lives at 12 Quay Street.",
        "The two leaders met.",
        "One of them smiled.",
        "It lowers the risk of obesity (36).",
        "It lowers the risk of obesity (4, 5).",
        "2. Beat the eggs.",
        "3) The pump",
        "It streams in 4K.",
        "They drove a 4x4 into the shop.",
        "The radio follows 802.11b.",
        "Call 555-0134.",
        "It fell at 3 a. m. on a Friday.",
        "It fell at 6: 40 a. m. on a Friday.",
        "In the early nineteen seventies it was quiet.",
        "It ran in the 2009-2010 season.",
        "At one point nobody spoke.",
        "They came out one by one.",
        "It lies in the 12000 block of Quay Road.",
        "The 76ers lost.",
        "They took version 2.0 home.",
    ],
)
def test_what_is_no_figure(text):
    assert [figure.surface for figure in figures(text)] == []


def test_ordinals_are_figures_without_a_unit():
    figure = one("It was the 11th meeting of the chancellors.")
    assert (figure.value, figure.unit, figure.surface) == (11, None, "11th")


def test_metres_and_millions_are_told_apart():
    assert one("A tower 60m high stood there.").unit == "metre"
    assert one("The line carried 60m passengers.").value == 6e7


def test_what_is_measured_stands_in_the_words_of_the_clause():
    measures = one("Police said the ferry carried 312 passengers that night, and left.").measures
    assert "ferry" in measures
    assert "left" not in measures
    crowd = one("The crowd that protested at the gates that morning numbered just over 3,000 people.").measures
    assert "at the gates that morning numbered" in crowd
    assert "crowd" not in one("The crowd that numbered 3,000 people went home.").measures

"""Over a storyline: the fullest names, and which quotes are one utterance."""

from claims.saying import SETTINGS, article
from copydesk.claims import attribute, find_quotes
from copydesk.claims.utterances import fullest_names


def attributed(*texts):
    """Speaker and utterance of each quote, articles in order."""
    articles = [article(text, name=f"a{number}") for number, text in enumerate(texts)]
    found = [quote for one in articles for quote in find_quotes(one, settings=SETTINGS)]
    return [(one.speaker, one.utterance) for one in attribute(found, settings=SETTINGS)]


def utterances(*texts):
    return [utterance for _, utterance in attributed(*texts)]


def test_a_surname_takes_the_full_name_of_another_article():
    assert [who for who, _ in attributed('"No," said Ms Odry.', '"No," said Lenka Odry.')] == ["Lenka Odry"] * 2


def test_a_surname_that_two_people_share_stays_a_surname():
    three = attributed('"No," said Ms Odry.', '"No," said Lenka Odry.', '"Yes," said Rui Odry.')
    assert [who for who, _ in three] == ["Odry", "Lenka Odry", "Rui Odry"]


def test_a_trimmed_and_bracketed_variant_is_the_same_utterance():
    one, other = utterances(
        '"I say to everyone that no neighbour has to fear a railway," said Lenka Odry.',
        '"[N]o neighbour has to fear a railway," Odry said.',
    )
    assert one is not None
    assert one == other


def test_a_translated_variant_is_the_same_utterance():
    one, other = utterances(
        '"Norvane lives by its boats, and tonight Norvane is grieving," said Lenka Odry.',
        '"Norvane is a country that lives by boat, and tonight it grieves," said Lenka Odry.',
    )
    assert one is not None
    assert one == other


def test_direct_and_reported_words_are_one_utterance():
    one, other = utterances(
        '"We would rather be blamed for acting too hard than for acting too late," said Lenka Odry.',
        "Lenka Odry said she would rather be blamed for acting too hard than too late.",
    )
    assert one is not None
    assert one == other


def test_words_of_one_article_alone_are_no_shared_utterance():
    assert utterances('"No neighbour has to fear a railway," said Lenka Odry.') == [None]


def test_a_short_phrase_of_two_people_is_not_one_utterance():
    assert utterances('Lenka Odry called it "a disgrace".', 'Rui Sand called it "a disgrace".') == [None, None]


def test_other_numbers_in_the_same_words_are_another_utterance():
    assert utterances(
        "Consumer prices rose 9.4% in the year to May, the statistics office said.",
        "Consumer prices rose 3.1% in the year to August, the statistics office said.",
    ) == [None, None]


def test_other_statements_of_one_speaker_stay_apart():
    assert utterances(
        '"The crane did not move at all on Thursday," said Lenka Odry.',
        '"We will pay every family before the winter," said Lenka Odry.',
    ) == [None, None]


def test_one_name_spelled_in_two_ways_over_the_same_words_is_one_speaker():
    pair = attributed(
        'Dato Arshavani called the pact "a contract signed over our heads".',
        'Dato Archavani called the pact "a contract signed over our heads".',
        'Dato Arshavani said the pact "will not last".',
    )
    assert {who for who, _ in pair} == {"Dato Arshavani"}
    assert pair[0][1] == pair[1][1] is not None


def test_two_halves_of_a_longer_quotation_are_its_utterance():
    whole, first, second = utterances(
        '"A boom that size belongs upright after dark, and I want to know who lowered it," said Lenka Odry.',
        '"A boom of that size should be standing upright once it is dark," said Lenka Odry.'
        ' "I want to know who lowered it."',
    )
    assert whole is not None
    assert whole == first == second


def test_a_word_that_one_page_sets_before_a_name_is_left_out_where_more_pages_have_the_name():
    assert fullest_names(["Ana Mor", "Ana Mor", "Boffin Ana Mor"]) == ["Ana Mor"] * 3
    assert fullest_names(["Mor", "Ana Mor", "Ana Mor", "Boffin Ana Mor"])[0] == "Ana Mor"
    assert fullest_names(["Ana Mor", "Boffin Ana Mor"]) == ["Ana Mor", "Boffin Ana Mor"]


def test_a_company_goes_by_its_name_and_kind_and_a_country_by_its_own():
    assert fullest_names(["Vestra", "Vestra Biopharm"]) == ["Vestra Biopharm"] * 2
    assert fullest_names(["Vestra", "Vestra Biopharm", "Vestra Motorworks"])[0] == "Vestra"
    assert fullest_names(["Israel", "Israel Mor"]) == ["Israel", "Israel Mor"]
    for other in ("Kesh Ministry", "Kesh Press Service", "Kesh statement"):
        assert fullest_names(["Kesh", other]) == ["Kesh", other]

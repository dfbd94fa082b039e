"""Who speaks: names, roles, pronouns, documents, several at once; and through whom the words came."""

import pytest

from claims.saying import quotes, sources, speakers


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        ("Foreign minister Lenka Odry said the bridge was safe.", "Lenka Odry"),
        ("The port's director, Lenka Odry, said the bridge was safe.", "Lenka Odry"),
        ("Lenka Odry, the director of the port, said the bridge was safe.", "Lenka Odry"),
        ("Lenka Odry, who took questions for an hour, said the bridge was safe.", "Lenka Odry"),
        ("Lenka Odry, 51, leader of the Union of Divers, said the bridge was safe.", "Lenka Odry"),
        ("Skarfart, the line that owns the ship, said the bridge was safe.", "Skarfart"),
        ("The Tenants' and Owners' League said the bridge was safe.", "Tenants' and Owners' League"),
        ("The bridge is safe, according to the Institute for Fiscal Studies.", "Institute for Fiscal Studies"),
        ("Chief Financial Officer Dana Holt said the bridge was safe.", "Dana Holt"),
        ("Lenka Odry and Rui Sand said the bridge was safe.", "Lenka Odry; Rui Sand"),
        ("Police in the old town said the bridge was safe.", "police in the old town"),
        ("A spokesman for the mayor said the bridge was safe.", "spokesman for the mayor"),
        ("Mum Lenka Odry said the bridge was safe.", "Lenka Odry"),
        ("ANGRY Lenka Odry said the bridge was safe.", "Lenka Odry"),
        ("THE TIMBER COMPANY Skarfart Holm said the bridge was safe.", "Skarfart Holm"),
        ("RCMP Sgt. Lenka Odry said the bridge was safe.", "Lenka Odry"),
        ("Port CEO Lenka Odry said the bridge was safe.", "Lenka Odry"),
        ("The ambassador to Kesh Lenka Odry said the bridge was safe.", "Lenka Odry"),
        ("A spokesman for Prime Minister Lenka Odry said it was safe.", "spokesman for Prime Minister Lenka Odry"),
        ("The chairman of the Conservative Party said it was safe.", "chairman of the Conservative Party"),
        ("The National Institute on Bridges said it was safe.", "National Institute on Bridges"),
        ("The Department of Roads and Inland Bridges said it was safe.", "Department of Roads and Inland Bridges"),
        ("Dr. Lenka Odry of the Department of Roads and Inland Bridges said it was safe.", "Lenka Odry"),
        ("Lenka Odry of the Port Authority of Kesh (PAK) said it was safe.", "Lenka Odry"),
        ("The Centers for Bridge Control said it was safe.", "Centers for Bridge Control"),
        ("Ironically Lenka Odry said it was safe.", "Lenka Odry"),
        ("Skarfart Monday announced that it was safe.", "Skarfart"),
        ("The bridge held, says the Talvik news agency.", "Talvik"),
        ("It fell on Monday by police who say it was safe.", "police"),
        ("The port took the step after several engineers said it was safe.", "several engineers"),
        ("The port went ahead a day after the council left, saying it was safe.", "port"),
        ("According to AFP, one user of the bridge, which is old, said it was safe.", "one user of the bridge"),
        ("Reacting to the news, the rector of the port, an engineer, said it was safe.", "rector of the port"),
        ("The minister's claim that the bridge was safe.", "minister"),
    ],
)
def test_a_speaker_goes_by_the_fullest_name_without_titles(text, speaker):
    assert speakers(text) == [speaker]


@pytest.mark.parametrize(
    ("before", "said", "speaker"),
    [
        ("Lenka Odry came home.", "Ms Odry said the bridge was safe.", "Lenka Odry"),
        ("Lenka Odry came home.", "She said the bridge was safe.", "Lenka Odry"),
        ("Lenka Odry, the foreign minister, came home.", "The minister said the bridge was safe.", "Lenka Odry"),
        ("Lenka Odry loaded the last crate.", '"She kept coming," said the docker.', "Lenka Odry"),
        ("Velora Health, which makes the pill, was closed.", "The company said nobody was ill.", "Velora Health"),
        ("The Reserve Bank met.", "It said the bridge was safe.", "Reserve Bank"),
        ("Lenka Odry and Rui Sand met.", "The two leaders said the bridge was safe.", "Lenka Odry; Rui Sand"),
        ("Lenka Odry and Rui Sand met.", "They said the bridge was safe.", "Lenka Odry; Rui Sand"),
        ("They signed a joint statement.", "The document said the bridge was safe.", "joint statement"),
    ],
)
def test_a_pronoun_or_a_noun_stands_for_the_last_who_fits(before, said, speaker):
    assert speakers(f"{before} {said}") == [speaker]


def test_a_pronoun_takes_the_one_whose_gender_the_page_tells():
    text = (
        "Rui Sand opened his shop. His sister Lenka Odry closed hers.\n"
        "He said the bridge was safe. She said that it was closed."
    )
    assert speakers(text) == ["Rui Sand", "Lenka Odry"]


def test_any_verb_behind_a_quotation_names_its_speaker():
    assert speakers('"I will not pay for that," stormed health minister Ana Mor.') == ["Ana Mor"]


def test_a_pronoun_that_closes_a_sentence_is_not_the_one_it_tells_of():
    text = "Rui Sand came home. The pilot, Ana Mor, was asleep, he said."
    assert speakers(text) == ["Rui Sand"]


def test_who_was_told_answers():
    text = '"You came by train," Rui Sand told Lenka Odry. She answered that the pact would outlast them all.'
    assert speakers(text) == ["Rui Sand", "Lenka Odry"]


@pytest.mark.parametrize(
    ("text", "via"),
    [
        ('"It is safe," Ana Mor said, according to state broadcaster NVK.', "NVK"),
        ('"It is safe," Ana Mor told the broadcaster Kanal Nord.', "Kanal Nord"),
        ("Ana Mor announced that the bridge would close, Agenta reported.", "Agenta"),
        ("The minister said the bridge was safe, the state news agency Varpress reported.", "Varpress"),
        ("Ana Mor was quoted by Varpress as saying that the bridge was safe.", "Varpress"),
        ("Ana Mor was quoted as saying by Varpress that the bridge was safe.", "Varpress"),
        ("In an interview with Kanal Nord, Ana Mor said the bridge was safe.", "Kanal Nord"),
        ('"I was wrong," Ana Mor said in a message read out by her lawyer, Tuva Aas.', "Tuva Aas"),
        ("The joint statement said that Kesh rejects the sale of the port.", "joint statement"),
        (
            '"It is safe," Ana Mor told Rui Sand, according to the presidency\'s translation of their remarks.',
            "presidency's translation",
        ),
    ],
)
def test_words_that_came_through_another_name_that_source(text, via):
    assert sources(text) == [via]


@pytest.mark.parametrize(
    ("text", "via"),
    [
        ('"It is safe," the Kesh Press Service quoted Ana Mor as saying.', "Kesh Press Service"),
        ('"It is safe," Ana Mor said, Varpress reported.', "Varpress"),
        ("Ana Mor said on state television that the bridge was safe.", "state television"),
        ('"It is safe," Ana Mor told state television.', "state television"),
        ("Ana Mor said on Monday on Kanal Radio that the bridge was safe.", "Kanal Radio"),
        ('"It is safe," Ana Mor said in remarks broadcast on Kanal TV.', "Kanal TV"),
        ("Speaking to the broadcaster Kanal Nord, Ana Mor said the bridge was safe.", "Kanal Nord"),
        ("Writing in the Northgate Gazette, Ana Mor said the bridge was safe.", "Northgate Gazette"),
        ("As reported by the Kesh Press Service, Ana Mor said the bridge was safe.", "Kesh Press Service"),
        ('"It is safe," Ana Mor said, according to her spokeswoman, Tuva Aas.', "Tuva Aas"),
        ('"It is safe," Ana Mor said in an interview published in Kesh newspaper La Mar.', "La Mar"),
        ('"It is safe," Ana Mor told Varpress, the Northgate Gazette reported.', "Varpress > Northgate Gazette"),
    ],
)
def test_outlets_that_open_carry_or_close_a_statement_are_its_source(text, via):
    (quote,) = quotes(text)
    assert (quote.speaker, quote.via) == ("Ana Mor", via)


@pytest.mark.parametrize(
    "text",
    [
        "Speaking to reporters in Norvane, Ana Mor said the bridge was safe.",
        "Speaking on Monday, Ana Mor said the bridge was safe.",
        "Ana Mor said on Monday that the bridge was safe.",
        "Ana Mor said on her website that the bridge was safe.",
        "Ana Mor said on the website that the bridge was safe.",
        "Ana Mor told the news conference that the bridge was safe.",
        'Ana Mor signed the letter. She said the bridge was "safe".',
        'The talks failed. They said that the bridge was "safe".',
    ],
)
def test_hearers_days_and_papers_of_their_own_are_no_source(text):
    assert sources(text) == [None]


def test_a_pronoun_that_closes_the_sentence_is_no_source_of_what_its_person_said_before():
    text = '"It is safe," said Ana Mor, an engineer; a date had yet to be set, she said.'
    assert sources(text) == [None, None]


def test_nobody_is_the_source_of_their_own_words():
    text = "Ana Mor opened the bridge. She praised the builders before the rain, Mor said."
    assert sources(text) == [None]


def test_an_outlet_quotes_the_one_a_pronoun_stands_for():
    text = 'Ana Mor left on Monday. "It is safe," the Kesh Press Service quoted her as saying.'
    assert [(quote.speaker, quote.via) for quote in quotes(text)] == [("Ana Mor", "Kesh Press Service")]


def test_they_who_go_on_after_their_document_speak_through_it():
    text = (
        "Kesh and Varra agreed on a treaty.\n"
        'The joint statement praised their "friendship". But they said that "nobody must leave".'
    )
    assert sources(text)[-1] == "joint statement"


def test_a_clause_behind_a_quotation_has_its_speaker():
    text = '"It is safe," Ana Mor told Varpress, likening the bridge to "a rock".'
    assert [(quote.speaker, quote.via) for quote in quotes(text)] == [("Ana Mor", "Varpress")] * 2


def test_an_article_is_the_source_over_a_paragraph_without_its_words():
    text = (
        "Kesh news agencies carried an article from Ana Mor in which she described the bridge as safe.\n"
        'The bridge opens in May.\n"It will stand," Mor wrote.'
    )
    assert sources(text)[-1] == "Kesh news agencies"


def test_a_region_named_behind_a_name_makes_it_no_person():
    text = "Troops left for Kesh Varra area.\nKesh said the bridge was safe."
    assert speakers(text)[-1] == "Kesh"


def test_a_paper_named_by_its_noun_alone_is_the_page_s_own_where_that_is_unknown():
    text = '"It is safe," Ana Mor told the Post.'
    assert sources(text, outlet=None) == [None]
    assert sources(text, outlet="Northgate Herald") == ["Post"]


def test_an_agency_that_cites_officials_is_their_source():
    (quote,) = quotes("Officials cited by the Talvik Times said the bridge was safe.")
    assert (quote.speaker, quote.via) == ("officials", "Talvik Times")


def test_an_outlet_that_was_told_is_the_source_whatever_the_clause_begins_with():
    assert sources("Lenka Odry told Reuters one of the two bridges was safe.") == ["Reuters"]


def test_a_thing_is_nobody_whom_he_takes_up():
    text = "Rui Sand said the risk from the flood says much. He said the bridge was safe."
    assert speakers(text)[-1] == "Rui Sand"


def test_an_office_that_opens_a_sentence_is_whom_he_takes_up():
    text = "Lenka Odry, the mayor, was away. Rui Sand closed the bridge.\nThe mayor came back. She said it was safe."
    assert speakers(text) == ["Lenka Odry"]


def test_a_region_behind_a_town_is_not_who_speaks():
    text = "A team led by engineers in Greenbelt, Maryland, said the bridge was safe."
    assert speakers(text) == ["team"]


def test_the_subject_of_a_clause_inside_commas_is_not_that_of_the_verb_behind_them():
    text = "A group of divers, alarmed that the port denies the fall, is urging the council to close the bridge."
    assert speakers(text)[-1] == "group of divers"


def test_an_office_is_not_that_of_someone_known_by_another():
    text = "Mayor Rui Sand came to the court. The judge said the bridge was safe."
    assert speakers(text) == ["judge"]


def test_what_an_article_says_in_passing_has_no_source_of_the_paragraph_before():
    text = "“We lost,” Rui Sand said, according to Talvik.\nThe union ended what Rui Sand called “a lost year”."
    assert sources(text) == ["Talvik", None]


def test_the_articles_own_outlet_is_no_source():
    text = '"It is safe," Ana Mor told The Morning Lantern.'
    assert sources(text, outlet="The Morning Lantern") == [None]
    assert sources(text, outlet="Northgate Herald") == ["Morning Lantern"]


def test_a_chain_of_sources_runs_from_the_nearest_outward():
    text = '"It is safe," Ana Mor told the broadcaster Kanal Nord, according to Varpress.'
    assert sources(text) == ["Kanal Nord > Varpress"]


def test_an_article_that_an_outlet_carried_is_the_source_of_all_it_says():
    text = (
        "The state news agency Varpress carried an article from Ana Mor in which she described the bridge as safe.\n"
        '"It will stand," Mor wrote.'
    )
    assert sources(text)[-1] == "Varpress"
    assert speakers(text)[-1] == "Ana Mor"


def test_the_second_half_of_a_quotation_has_the_source_of_the_first():
    text = '"It is safe," Ana Mor said, according to the Kesh Press Service. "It always was."'
    assert sources(text) == ["Kesh Press Service"] * 2


def test_who_was_quoted_right_after_an_agency_spoke_came_through_it():
    text = 'Kyo News said Rui Sand had visited the church. "I am outraged," he was quoted as saying.'
    assert sources(text)[-1] == "Kyo News"


def test_a_body_named_after_its_people_keeps_its_whole_name_at_the_head_of_a_sentence():
    assert speakers("The Federation of Kesh Workers said the bridge was safe.") == ["Federation of Kesh Workers"]


def test_a_company_goes_by_its_name_and_kind_within_its_article():
    text = "Vestra Biopharm, which makes pills, shut a plant. Vestra's shares fell.\nVestra said it would appeal."
    assert speakers(text) == ["Vestra Biopharm"]
    apart = "Vestra Biopharm, which makes pills, shut a plant.\nVestra said it would appeal."
    assert speakers(apart) == ["Vestra"]


def test_the_company_is_the_one_a_sentence_opens_with_rather_than_one_named_beside_it():
    text = "Vestra Biopharm, which makes pills, bought the maker Rona plc.\nIt paid too much, the company said."
    assert speakers(text) == ["Vestra Biopharm"]

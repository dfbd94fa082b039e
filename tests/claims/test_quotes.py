"""Which words are quotes, and of what kind: every form that news English uses."""

import pytest

from claims.saying import article, quotes, said
from copydesk.claims import find_quotes
from copydesk.settings import ClaimSettings

DIRECT, MIXED, REPORTED = "direct", "mixed", "reported"


def kinds_and_words(text):
    return [(kind, words) for kind, words, _ in said(text)]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ('"The bridge is safe," said Ana Mor.', "The bridge is safe"),
        ('"The bridge is safe," Ana Mor said on Monday.', "The bridge is safe"),
        ('Ana Mor said: "The bridge is safe."', "The bridge is safe."),
        ('"Is the bridge safe?" asked Ana Mor.', "Is the bridge safe?"),
        ('"Is the bridge safe?" Ana Mor asked.', "Is the bridge safe?"),
        ("“The bridge is safe,” said Ana Mor.", "The bridge is safe"),
        ("‘The bridge is safe,’ said Ana Mor.", "The bridge is safe"),
        ('"[T]he bridge is safe," said Ana Mor.', "[T]he bridge is safe"),
        ("« The bridge is safe », said Ana Mor.", "The bridge is safe"),
        ("„The bridge is safe,“ said Ana Mor.", "The bridge is safe"),
        ("»The bridge is safe,« said Ana Mor.", "The bridge is safe"),
        ("「The bridge is safe,」 said Ana Mor.", "The bridge is safe"),
        ("``The bridge is safe,'' said Ana Mor.", "The bridge is safe"),
        ("The bridge is safe,” said Ana Mor.", "The bridge is safe"),
    ],
)
def test_a_quoted_sentence_is_direct(text, words):
    assert kinds_and_words(text) == [(DIRECT, words)]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ('Ana Mor called the plan "a lottery".', "a lottery"),
        ('Ana Mor said that the plan was "a lottery".', "a lottery"),
        ('Ana Mor spoke of "a lottery".', "a lottery"),
        ("Ana Mor affirmed the 'no limits' partnership of the two unions.", "no limits"),
        ('The plan, Ana Mor said, was "a lottery".', "a lottery"),
    ],
)
def test_quoted_words_inside_a_sentence_are_mixed(text, words):
    assert (MIXED, words) in kinds_and_words(text)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Ana Mor said that the bridge was safe.", "the bridge was safe"),
        ("Ana Mor said the bridge was safe.", "the bridge was safe"),
        ("Ana Mor said on Friday that the bridge was safe.", "the bridge was safe"),
        ("Ana Mor told reporters in Halberg that the bridge was safe.", "the bridge was safe"),
        ("Ana Mor has repeatedly said that the bridge was safe.", "the bridge was safe"),
        ("The bridge was safe, Ana Mor said.", "The bridge was safe"),
        ("The bridge was safe, said Ana Mor, who built it.", "The bridge was safe"),
        ("The bridge was safe, Ana Mor told a news conference on Friday.", "The bridge was safe"),
        ("The bridge was safe, according to Ana Mor.", "The bridge was safe"),
        ("According to Ana Mor, the bridge was safe.", "the bridge was safe"),
        ("Ana Mor was quoted as saying that the bridge was safe.", "the bridge was safe"),
        ("Ana Mor denied taking money from the builders.", "taking money from the builders"),
        ("Ana Mor promised to repair the bridge.", "to repair the bridge"),
        ("Ana Mor accused the builders of taking money.", "the builders of taking money"),
        ("Ana Mor called on the builders to repair the bridge.", "the builders to repair the bridge"),
        ("Analysts say the deal suits both sides.", "the deal suits both sides"),
        ("Ana Mor said she had no money, but gave no reason.", "she had no money"),
        ("Ana Mor said that was not what she had heard.", "that was not what she had heard"),
        (
            "Ana Mor said on Friday the bridge would close, but that it was safe.",
            "the bridge would close, but that it was safe",
        ),
        ("The bridge was closed on Monday, the police confirmed on Tuesday night.", "The bridge was closed on Monday"),
        ("The U.N. said Friday that 40,000 people had fled.", "40,000 people had fled"),
        ("Engineers say they've mended the bridge.", "they've mended the bridge"),
        ("They've said that the bridge was safe.", "the bridge was safe"),
        ("Ana Mor told reporters police had shut the bridge.", "police had shut the bridge"),
        ("Ana Mor told the court Mr Odry had shut the bridge.", "Mr Odry had shut the bridge"),
        ("The police told residents to leave their homes.", "to leave their homes"),
        ("The bridge was safe, a police spokesman said here.", "The bridge was safe"),
        ("The bridge, which is old, was safe, said his daughter.", "The bridge, which is old, was safe"),
        ("The bridge was safe, Ana Mor and her aides insisted.", "The bridge was safe"),
        ("They met Odry, who engineers said was not the builder.", "was not the builder"),
        ("This came after police said the bridge was safe.", "the bridge was safe"),
        ("As Ana Mor said last week, the bridge was safe.", "the bridge was safe"),
        ("Ana Mor, adding that the bridge was safe, left the room.", "the bridge was safe"),
        (
            "The bridge, the panel found, was rotten at both ends.",
            "The bridge, the panel found, was rotten at both ends",
        ),
        ("The ledger reported on Monday that it was safe, citing two officials.", "it was safe"),
        ("Engineers found that the bridge was safe.", "the bridge was safe"),
        ("Police said at least three people had crossed.", "at least three people had crossed"),
        ("Police said as many as 20 people had crossed.", "as many as 20 people had crossed"),
        ("Ana Mor said in a statement emailed to Talvik that the bridge was safe.", "the bridge was safe"),
        ("Ana Mor wrote in a column the bridge was safe.", "the bridge was safe"),
        ("The bridge was safe, police and a friend of hers said.", "The bridge was safe"),
        ("The bridge was safe, local media reported.", "The bridge was safe"),
        ("The bridge was safe, the port's rep confirmed to Talvik on Friday.", "The bridge was safe"),
        (
            "Ana Mor said waves three metres in height swept the bridge.",
            "waves three metres in height swept the bridge",
        ),
        ("Some research suggests the bridge was safe.", "the bridge was safe"),
        ("Mor Inc., which runs the port, told the council it was safe.", "it was safe"),
        ("Ana Mor said at the time the bridge was safe.", "the bridge was safe"),
        ("Ana Mor said that in addition, the port found a flaw in it.", "in addition, the port found a flaw in it"),
        ("Experts say without repairs, the bridge could fall.", "without repairs, the bridge could fall"),
        ("The minister's claim that the bridge was safe.", "the bridge was safe"),
        ("The council issued a warning that the bridge was not safe.", "the bridge was not safe"),
        ("The operator put the cost of the bridge at 40m.", "put the cost of the bridge at 40m"),
        ("The council gave the number of the hurt as nine.", "gave the number of the hurt as nine"),
        ("Neighbours complained about a swaying bridge.", "a swaying bridge"),
        ("Ana Mor called the new bridge a waste of money.", "the new bridge a waste of money"),
        ("Ana Mor painted a grim picture of the old bridge.", "a grim picture of the old bridge"),
        ("The report found the northern pier was rotten.", "the northern pier was rotten"),
    ],
)
def test_a_clause_without_marks_is_reported_without_its_cue(text, words):
    assert kinds_and_words(text) == [(REPORTED, words)]


def test_a_statement_goes_on_behind_its_cue():
    text = "The boom had been raised, Ana Mor said, and came down only later."
    assert [words for _, words in kinds_and_words(text)] == ["The boom had been raised", "came down only later"]


def test_what_a_speaker_adds_is_beside_what_she_said():
    text = "The bridge was shut, Ana Mor said, adding that the port was closed."
    assert [words for _, words in kinds_and_words(text)] == ["The bridge was shut", "the port was closed"]


def test_one_subject_speaks_with_several_verbs():
    text = "Ana Mor called on the council to resign, denounced the sale of the port, and criticised the new toll."
    assert said(text) == [
        (REPORTED, "the council to resign", "Ana Mor"),
        (REPORTED, "the sale of the port", "Ana Mor"),
        (REPORTED, "the new toll", "Ana Mor"),
    ]


def test_a_clause_goes_on_behind_quoted_words():
    text = 'Ana Mor said the firm was "in deep grief" and would set aside a large sum for the families.'
    assert kinds_and_words(text) == [
        (MIXED, "in deep grief"),
        (REPORTED, "would set aside a large sum for the families"),
    ]


def test_a_whole_clause_before_the_one_with_quoted_words_is_reported():
    text = 'Ana Mor said that both gates were open and that the lake was "higher than ever".'
    assert kinds_and_words(text) == [(REPORTED, "both gates were open"), (MIXED, "higher than ever")]


def test_a_split_quotation_gives_two_quotes_of_one_speaker():
    assert said('"If we lose," Ana Mor said, "we lose together."') == [
        (DIRECT, "If we lose", "Ana Mor"),
        (DIRECT, "we lose together.", "Ana Mor"),
    ]


def test_a_quotation_without_a_cue_goes_on_with_the_speaker_before():
    assert said('"I ran," said Ana Mor. "I just ran."') == [
        (DIRECT, "I ran", "Ana Mor"),
        (DIRECT, "I just ran.", "Ana Mor"),
    ]


def test_a_quotation_over_paragraphs_has_one_speaker():
    text = 'Ana Mor said: "The bridge is safe.\n"It always was."'
    assert said(text) == [(DIRECT, "The bridge is safe.", "Ana Mor"), (DIRECT, "It always was.", "Ana Mor")]


def test_the_words_before_a_paragraph_that_names_their_speaker_are_that_speakers():
    text = '"The bridge is safe.\n"It always was," Ana Mor said.'
    assert said(text) == [(DIRECT, "The bridge is safe.", "Ana Mor"), (DIRECT, "It always was", "Ana Mor")]


@pytest.mark.parametrize(
    "text",
    [
        'Ana Mor said the bridge was safe.\n"We built it well."',
        '"We built it well." — Ana Mor',
        '"We built it well," Ana Mor, an engineer at the port, has written.',
        '"We built it well," sings Ana Mor.',
    ],
)
def test_a_quotation_without_a_verb_of_speech_beside_it_has_its_speaker(text):
    assert (DIRECT, "Ana Mor") in [(quote.kind, quote.speaker) for quote in quotes(text)]


def test_a_quotation_that_goes_on_tells_where_its_speaker_was_named():
    text = '"I ran," said Ana Mor. "I just ran."'
    _, second = quotes(text)
    assert (second.speaker_surface, second.cue) == ("Ana Mor", None)
    assert text[second.speaker_start : second.speaker_end] == "Ana Mor"


def test_a_bare_quotation_after_a_person_is_that_persons():
    assert said('Minister Ana Mor turned on the port. "I want to know who lowered it."') == [
        (DIRECT, "I want to know who lowered it.", "Ana Mor")
    ]


@pytest.mark.parametrize(
    "text",
    [
        "Ana Mor declined to comment.",
        "The state of the bridge was worse than anyone had said.",
        "A report on the bridge is due in May.",
        "Prices rose faster than the bank had forecast.",
        'The novel "Great Bridges" was read aloud.',
        "Ana Mor asked not to be named.",
        "The passengers were told to wait.",
        "It is hard to say how long the bridge will stand.",
        "It can be argued that the bridge is safe.",
        "The men, instructed never to leave the bridge, went home.",
        "A court had ordered the port to pay for the bridge.",
        "No one believed that the bridge was safe.",
        "They met on the already announced bridge to the northern port.",
        "The jurors were convinced that the bridge was safe.",
        "Ana Mor agreed to a new bridge with three wide lanes.",
        "The port issued a statement that seemed to close the bridge.",
        "Ana Mor is offering a smaller bridge.",
        "Divers found a car in the river below the bridge.",
        "The rain highlighted the poor state of the bridge.",
        "Two accused engineers of the bridge went home.",
        "The police answered and shut the bridge.",
        "The hospital admitted 40 divers who were found by the bridge.",
        "Ana Mor wrote a song about it and sold the bridge.",
        "Ana Mor painted the old bridge in the northern port.",
        "The think tank sold the bridge that it had built.",
        "Although the bridge was old, Ana Mor responded to the call.",
        "",
    ],
)
def test_what_is_no_speech_gives_no_quote(text):
    assert quotes(text) == ()


def test_quoted_words_that_nobody_says_are_unattributed():
    (quote,) = quotes('Such threats are by law matters of "grave concern" for the island.')
    assert (quote.text, quote.speaker, quote.cue) == ("grave concern", None, None)


def test_a_quote_tells_its_cue_and_where_its_speaker_stands():
    text = "On Friday police superintendent Ana Mor told the court that the bridge was safe."
    (quote,) = quotes(text)
    assert quote.cue == "told"
    assert quote.speaker_surface == "police superintendent Ana Mor"
    assert text[quote.speaker_start : quote.speaker_end] == quote.speaker_surface
    assert text[quote.start : quote.end] == quote.text


def test_shorter_clauses_can_be_asked_for():
    page = article("Police confirmed two arrests.")
    assert find_quotes(page, settings=ClaimSettings()) == ()
    (quote,) = find_quotes(page, settings=ClaimSettings(shortest_reported=2))
    assert quote.text == "two arrests"


@pytest.mark.parametrize(
    "text",
    [
        "Lenka Odry would say no more, and went home.",
        "Lenka Odry said nothing.",
        "Lenka Odry said little about the bridge.",
        "Lenka Odry spoke at length in a ruling that took two hours to read.",
    ],
)
def test_silence_and_the_length_of_a_speech_are_no_quotes(text):
    assert said(text) == []


def test_a_clause_behind_nothing_is_said():
    assert said("Lenka Odry said nothing had been found.") == [("reported", "nothing had been found", "Lenka Odry")]


@pytest.mark.parametrize(
    "text",
    [
        "It was reported that the bridge had fallen.",
        "It was announced earlier this week that the bridge had fallen.",
        "It was announced on Monday that the bridge had fallen.",
        "Tenants were told that the bridge had fallen.",
    ],
)
def test_what_nobody_is_named_for_is_reported_and_unattributed(text):
    assert said(text) == [(REPORTED, "the bridge had fallen", None)]


def test_a_verb_of_finding_without_a_finder_beside_quoted_words_is_no_trouble():
    text = 'Odry has been found guilty of theft, a verdict that means he lost the "battle" for it.'
    assert kinds_and_words(text) == [(MIXED, "battle")]

"""The language of a text, told by script and commonest words; the page's own word counts where these do not tell."""

from __future__ import annotations

import sys

import pytest

from copydesk.articles.language import language_of

TEXTS = {
    "en": (
        "The cable car stopped above the gorge at noon, and it was six hours until the wind fell and they were freed."
    ),
    "de": (
        "Die Seilbahn blieb am Mittag \u00fcber der Schlucht stehen, und es dauerte sechs Stunden, bis de"
        "r Wind sich legte."
    ),
    "fr": (
        "Le t\u00e9l\u00e9ph\u00e9rique s'est arr\u00eat\u00e9 au-dessus de la gorge et les passagers ont"
        " attendu six heures dans le vent."
    ),
    "es": (
        "El telef\u00e9rico se detuvo sobre la garganta y los pasajeros esperaron seis horas hasta que el"
        " viento se calm\u00f3."
    ),
    "pt": (
        "O telef\u00e9rico parou sobre a garganta e os passageiros esperaram seis horas, at\u00e9 que o v"
        "ento n\u00e3o soprou mais."
    ),
    "it": (
        "La funivia si \u00e8 fermata sopra la gola e i passeggeri hanno aspettato sei ore che il vento d"
        "ella valle calasse."
    ),
    "nl": (
        "De kabelbaan bleef boven de kloof hangen en het duurde zes uur voor de wind ging liggen, zei de burgemeester."
    ),
    "pl": (
        "Kolejka zatrzyma\u0142a si\u0119 nad w\u0105wozem i pasa\u017cerowie czekali sze\u015b\u0107 god"
        "zin, a\u017c wiatr w dolinie nie by\u0142 tak silny."
    ),
    "ru": (
        "\u041a\u0430\u043d\u0430\u0442\u043d\u0430\u044f \u0434\u043e\u0440\u043e\u0433\u0430 \u043e"
        "\u0441\u0442\u0430\u043d\u043e\u0432\u0438\u043b\u0430\u0441\u044c \u0438 \u043d\u0430 \u043d"
        "\u0435\u0439 \u0431\u044b\u043b\u0438 \u043b\u044e\u0434\u0438, \u043a\u0430\u043a \u0438 \u0432"
        " \u043c\u0430\u0435, \u043d\u043e \u043d\u0435 \u0434\u043b\u044f \u0432\u0441\u0435\u0445."
    ),
    "ja": (
        "\u6b63\u5348\u306b\u5cf0\u306e\u4e0a\u3067\u6b62\u307e\u3063\u305f\u30ed\u30fc\u30d7\u30a6\u30a7"
        "\u30a4\u306b\u306f\u56db\u5341\u4e00\u4eba\u304c\u4e57\u3063\u3066\u3044\u305f\u3002\u98a8\u304c"
        "\u6b62\u3080\u307e\u3067\u516d\u6642\u9593\u304b\u304b\u3063\u305f\u3002"
    ),
    "zh": (
        "\u7f06\u8f66\u4e2d\u5348\u505c\u5728\u5ce1\u8c37\u4e0a\u7a7a\uff0c\u56db\u5341\u4e00\u540d\u4e58"
        "\u5ba2\u7b49\u4e86\u516d\u4e2a\u5c0f\u65f6\uff0c\u76f4\u5230\u98ce\u505c\u3002\u6551\u63f4\u4eba"
        "\u5458\u8bf4\u6ca1\u6709\u4eba\u53d7\u4f24\u3002\u5e02\u957f\u8868\u793a\u611f\u8c22\u3002"
    ),
    "ko": (
        "\ucf00\uc774\ube14\uce74\uac00 \uc815\uc624\uc5d0 \ud611\uace1 \uc704\uc5d0\uc11c \uba48\ucd94"
        "\uc5b4 \ub9c8\ud754\ud55c \uba85\uc774 \uc5ec\uc12f \uc2dc\uac04\uc744 \uae30\ub2e4\ub838\ub2e4"
        "\uace0 \uad6c\uc870\ub300\uac00 \ubc1d\ud614\ub2e4."
    ),
    "el": (
        "\u03a4\u03bf \u03c4\u03b5\u03bb\u03b5\u03c6\u03b5\u03c1\u03af\u03ba \u03c3\u03c4\u03b1\u03bc"
        "\u03ac\u03c4\u03b7\u03c3\u03b5 \u03c0\u03ac\u03bd\u03c9 \u03b1\u03c0\u03cc \u03c4\u03bf \u03c6"
        "\u03b1\u03c1\u03ac\u03b3\u03b3\u03b9 \u03c4\u03bf \u03bc\u03b5\u03c3\u03b7\u03bc\u03ad\u03c1"
        "\u03b9."
    ),
}


@pytest.mark.parametrize("code", TEXTS)
def test_a_clear_text_tells_its_language_whatever_the_page_states(code: str) -> None:
    assert language_of(TEXTS[code], stated=()) == code
    assert language_of(TEXTS[code], stated=("en-US",)) == code


def test_no_model_is_loaded_for_clear_texts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "py3langid", None)
    for code, text in TEXTS.items():
        assert language_of(f"{text} {text}", stated=()) == code


def test_a_text_too_short_to_tell_is_in_the_language_that_the_page_states() -> None:
    assert language_of("Arnholt 3, Luz 1", stated=("pt-BR", "en")) == "pt"
    assert language_of("Arnholt 3, Luz 1", stated=()) is None
    assert language_of("\ucf00\uc774\ube14\uce74 \uba48\ucda4", stated=("en",)) == "ko"


def test_a_table_of_names_and_numbers_is_in_the_language_that_its_page_states():
    table = "Halvik Brenn 70-44\nOstra 14 11 6 15 Tolven 18 22 13 17\nTolven (1-0): Karsk 25, Mirren 17, Dovrak 9" * 2

    assert language_of(table, stated=("sv-SE",)) == "sv"


def test_where_the_opening_does_not_tell_more_of_the_text_is_asked_and_no_model(monkeypatch):
    names = "Halvik Brenn Ostra Tolven Karsk Mirren Dovrak Selby Orrin Wexham " * 6
    told = "The road over the pass was shut and it will not be open for all of the week, they said to us that day. " * 4
    monkeypatch.setitem(sys.modules, "py3langid", None)

    assert language_of(names + told, stated=()) == "en"

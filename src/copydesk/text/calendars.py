"""The words of calendars: months and weekdays by language, and how far from today other day words lie.

Closed classes, as grammars and the Unicode locale data list them. Forms of one month are joined by `|`, the one that
stands beside a day first; Slavic months stand in the genitive there.
"""

from __future__ import annotations

from typing import Literal

from copydesk.text.closed import MONTHS, WEEKDAYS

Language = Literal["en", "de", "fr", "es", "it"]
"""The languages of which more is read than dates alone."""

Unit = Literal["minute", "hour", "day", "night", "week", "weekend", "month", "year"]

_MONTH_TABLES = {
    "en": " ".join(MONTHS),
    "de": "januar|jänner februar|feber märz|maerz april mai juni juli august september oktober november dezember",
    "fr": "janvier février|fevrier mars avril mai juin juillet août|aout septembre octobre novembre décembre|decembre",
    "es": "enero febrero marzo abril mayo junio julio agosto septiembre|setiembre octubre noviembre diciembre",
    "it": "gennaio febbraio marzo aprile maggio giugno luglio agosto settembre ottobre novembre dicembre",
    "pt": "janeiro fevereiro março abril maio junho julho agosto setembro outubro novembro dezembro",
    "nl": "januari februari maart april mei juni juli augustus september oktober november december",
    "sv": "januari februari mars april maj juni juli augusti september oktober november december",
    "da": "januar februar marts april maj juni juli august september oktober november december",
    "pl": "stycznia|styczeń lutego|luty marca|marzec kwietnia|kwiecień maja|maj czerwca|czerwiec lipca|lipiec"
    " sierpnia|sierpień września|wrzesień października|październik listopada|listopad grudnia|grudzień",
    "cs": "ledna|leden února|únor března|březen dubna|duben května|květen června|červen července|červenec srpna|srpen"
    " září října|říjen listopadu prosince|prosinec",
    "ru": "января|январь февраля|февраль марта|март апреля|апрель мая|май июня|июнь июля|июль августа|август"
    " сентября|сентябрь октября|октябрь ноября|ноябрь декабря|декабрь",
    "uk": "січня лютого березня квітня травня червня липня серпня вересня жовтня листопада грудня",
    "tr": "ocak şubat mart nisan mayıs haziran temmuz ağustos eylül ekim kasım aralık",
    "hu": "január február március április május június július augusztus szeptember október november december",
    "ro": "ianuarie februarie martie aprilie mai iunie iulie august septembrie octombrie noiembrie decembrie",
    "fi": "tammikuuta helmikuuta maaliskuuta huhtikuuta toukokuuta kesäkuuta heinäkuuta elokuuta syyskuuta lokakuuta"
    " marraskuuta joulukuuta",
    "id": "januari februari maret april mei juni juli agustus september oktober november desember",
    "el": "ιανουαρίου φεβρουαρίου μαρτίου απριλίου μαΐου|μαίου ιουνίου ιουλίου αυγούστου σεπτεμβρίου οκτωβρίου"
    " νοεμβρίου δεκεμβρίου",
    "ar": "يناير فبراير مارس أبريل|ابريل مايو يونيو يوليو أغسطس|اغسطس سبتمبر أكتوبر|اكتوبر نوفمبر ديسمبر",
}
# Abbreviations; those of other languages than English are words of their own too often to count without a year.
_SHORT_ENGLISH = "jan feb mar apr - jun jul aug sep|sept oct nov dec"
_SHORT_TABLES = (
    "jän|janv|ene|gen|sty|янв|oca févr|fév|fev|lut|фев|февр|şub mär|mrz|mrt|мар avr|abr|kwi|апр|nis mai|mag|maj|мая"
    " giu|cze|июн|haz juil|lug|lip|июл|tem aoû|ago|sie|авг|ağu set|wrz|сен|сент|eyl okt|ott|out|paź|окт|eki lis|ноя|kas"
    " déc|dez|dic|gru|дек|ara"
)


def _numbered(table: str) -> dict[str, int]:
    return {
        name: number for number, names in enumerate(table.split(), 1) for name in names.split("|") if names[0].isalpha()
    }


ENGLISH_MONTHS = _numbered(_MONTH_TABLES["en"])
ENGLISH_SHORT_MONTHS = _numbered(_SHORT_ENGLISH)
OTHER_MONTHS = {name: number for table in _MONTH_TABLES.values() for name, number in _numbered(table).items()}
OTHER_SHORT_MONTHS = _numbered(_SHORT_TABLES)
MONTH_OF = OTHER_SHORT_MONTHS | ENGLISH_SHORT_MONTHS | OTHER_MONTHS
"""The number of each month by any of its names, in lower case."""

_WITH_VERBS: tuple[Language, ...] = ("it", "es", "fr", "de", "en")
LANGUAGE_OF_MONTH: dict[str, Language] = {
    name: language for language in _WITH_VERBS for name in _numbered(_MONTH_TABLES[language])
}
"""The language whose verbs tell which way a clause with this month looks."""

_WEEKDAY_TABLES = {
    "en": " ".join(WEEKDAYS),
    "de": "montag dienstag mittwoch donnerstag freitag samstag|sonnabend sonntag",
    "fr": "lundi mardi mercredi jeudi vendredi samedi dimanche",
    "es": "lunes martes miércoles|miercoles jueves viernes sábado|sabado domingo",
    "it": "lunedì martedì mercoledì giovedì venerdì sabato domenica",
    "pt": "segunda-feira terça-feira quarta-feira quinta-feira sexta-feira sábado domingo",
    "nl": "maandag dinsdag woensdag donderdag vrijdag zaterdag zondag",
    "sv": "måndag tisdag onsdag torsdag fredag lördag söndag",
    "da": "mandag tirsdag onsdag torsdag fredag lørdag søndag",
    "pl": "poniedziałek wtorek środa|środę czwartek piątek sobota|sobotę niedziela|niedzielę",
    "cs": "pondělí úterý středa|středu čtvrtek pátek sobota|sobotu neděle|neděli",
    "ru": "понедельник вторник среда|среду четверг пятница|пятницу суббота|субботу воскресенье",
    "tr": "pazartesi salı çarşamba perşembe cuma cumartesi pazar",
}
WEEKDAY_OF = {name: number - 1 for table in _WEEKDAY_TABLES.values() for name, number in _numbered(table).items()}
"""The number of each weekday, Monday 0, by its name in lower case."""


def weekdays_of(language: str) -> tuple[str, ...]:
    """The names of the weekdays in one language, in lower case."""
    return tuple(_numbered(_WEEKDAY_TABLES[language]))


SEASONS = {"spring": 3, "summer": 6, "autumn": 9, "fall": 9, "winter": 12}
"""The first month of each season, as meteorology counts them in the north, where most news is written."""

DAY_WORDS: dict[Language, dict[str, int]] = {
    "en": {
        "yesterday": -1,
        "tomorrow": 1,
        "last night": -1,
        "the day before yesterday": -2,
        "the day after tomorrow": 2,
        "today": 0,
        "tonight": 0,
        "this morning": 0,
        "this afternoon": 0,
        "this evening": 0,
    },
    "de": {"heute": 0, "gestern": -1, "vorgestern": -2, "übermorgen": 2, "morgen": 1},
    "fr": {
        "aujourd'hui": 0,
        "aujourd’hui": 0,
        "avant-hier": -2,
        "hier": -1,
        "après-demain": 2,
        "demain": 1,
    },
    "es": {"hoy": 0, "ayer": -1, "anteayer": -2, "pasado mañana": 2, "mañana": 1},
    "it": {"oggi": 0, "l'altro ieri": -2, "ieri": -1, "dopodomani": 2, "domani": 1},
}
"""Days from today, by the words of each language."""

_UNIT_WORDS: dict[Unit, str] = {
    "minute": "minute minutes min mins minuten minuto minutos minuti",
    "hour": "hour hours hr hrs stunde stunden heure heures hora horas ora ore",
    "day": "day days tag tage tagen jour jours día días dia dias giorno giorni",
    "week": "week weeks woche wochen semaine semaines semana semanas settimana settimane",
    "weekend": "weekend",
    "month": "month months monat monate monaten mois mes meses mese mesi",
    "year": "year years jahr jahre jahren an ans année années año años anno anni",
}
UNITS = {word: unit for unit, words in _UNIT_WORDS.items() for word in words.split()}
"""The unit of time that a word of any language stands for."""

COUNTS = {
    **dict.fromkeys("a an ein eine einem einer un une una".split(), 1),
    **dict.fromkeys("zwei deux dos due".split(), 2),
    **dict.fromkeys("drei trois tres tre".split(), 3),
    **dict.fromkeys("vier quatre cuatro quattro".split(), 4),
    **dict.fromkeys("fünf cinq cinco cinque".split(), 5),
    **dict.fromkeys("sechs seis sei".split(), 6),
    **dict.fromkeys("sieben sept siete sette".split(), 7),
    **dict.fromkeys("acht huit ocho otto".split(), 8),
    **dict.fromkeys("neun neuf nueve nove".split(), 9),
    **dict.fromkeys("zehn dix diez dieci".split(), 10),
}
"""Number words beside units, English ones apart."""

"""The language of an article: by its script, by its commonest words, and by a model only where these do not tell."""

from __future__ import annotations

import re
from collections import Counter
from functools import lru_cache
from itertools import chain, filterfalse, repeat

# The identifier reads this much; more changes no answer on news text and costs time.
_READ = 1_000
_SHORTEST = 40
# Scripts of one language, tried in this order: a Japanese text has Chinese characters too.
_SCRIPTS = (
    ("ko", re.compile(r"[\uac00-\ud7af]")),
    ("ja", re.compile(r"[\u3040-\u30ff]")),
    ("zh", re.compile(r"[\u3400-\u9fff]")),
    ("el", re.compile(r"[\u0370-\u03ff]")),
    ("he", re.compile(r"[\u0590-\u05ff]")),
    ("th", re.compile(r"[\u0e00-\u0e7f]")),
    ("ka", re.compile(r"[\u10a0-\u10ff]")),
    ("hy", re.compile(r"[\u0530-\u058f]")),
    ("ta", re.compile(r"[\u0b80-\u0bff]")),
    ("bn", re.compile(r"[\u0980-\u09ff]")),
)
_OTHER_SCRIPT = re.compile(r"[\u0370-\u03ff\u0530-\u05ff\u0980-\u10ff\u3040-\ud7af]")
# The commonest words of languages that share a script, without those that a neighbouring language has too, as far as
# that leaves ten. A text of news has one of them in every four to eight words of its own language.
_COMMONEST = {
    "en": "the of and to in that is was for on with as his he it by at are this have from which but not they were been",
    "de": "der die und das den von zu mit sich des auf f\u00fcr ist im dem nicht ein eine als auch es an werden aus er",
    "fr": "le les des et est une dans que pour qui sur du"
    " pas par au plus avec sont ont ce mais \u00e9t\u00e9 aux cette",
    "es": "el los las del que y en por con una para est\u00e1 pero m\u00e1s fue como su se al lo han sus a\u00f1os",
    "pt": "o os do da dos das em n\u00e3o uma que para com no na por mais como foi ao ser pela pelo s\u00e3o seu",
    "it": "il di che \u00e8 la per una non sono del della con gli nel anche alla pi\u00f9 ha dei delle questo come",
    "nl": "de het een van en in is dat op te zijn voor met die niet aan er om ook als bij maar naar werd door",
    "sv": "och att det som en p\u00e5 \u00e4r av f\u00f6r med den till inte har om ett han var sig fr\u00e5n s\u00e5",
    "da": "og at det som en p\u00e5 er af for med den til ikke har om et han var sig fra blev efter ved kan",
    "no": "og at det som en p\u00e5 er av for med den til ikke har om et han var seg fra ble etter ved kan",
    "fi": "ja on ei ett\u00e4 se oli h\u00e4n joka mutta my\u00f6s kun ovat sen sek\u00e4 mukaan olla kuin",
    "pl": "i w na z si\u0119 nie do \u017ce jest o to jak ale po od za dla przez jego kt\u00f3ry by\u0142 oraz",
    "cs": "a v se na je \u017ee to s z o do i jako po ale za od jsou podle kter\u00fd bylo jeho tak pro byl",
    "sk": "a v sa na je \u017ee to s z o do aj ako po ale za od s\u00fa pod\u013ea ktor\u00fd bolo jeho tak pre bol",
    "hu": "a az \u00e9s hogy nem is egy volt meg de ez csak mint m\u00e1r szerint ki lesz vagy majd",
    "ro": "\u0219i \u00een de a la cu pe nu care din s\u0103 este o un mai pentru fi ce s-a au c\u0103 prin dup\u0103",
    "tr": "ve bir bu i\u00e7in de da ile olarak \u00e7ok daha olan gibi sonra kadar ise ne olarak dedi t\u00fcrkiye",
    "id": "yang dan di dari untuk dengan pada ini itu tidak akan dalam adalah oleh ke juga telah mereka",
    "ca": "els les del que amb i per una \u00e9s m\u00e9s dels al ha s\u00f3n tamb\u00e9 aquest aquesta seva des",
    "ru": "\u0438 \u0432 \u043d\u0435 \u043d\u0430"
    " \u0447\u0442\u043e \u0441 \u043f\u043e \u044d\u0442\u043e \u043a\u0430\u043a"
    " \u0438\u0437 \u0433\u043e\u0434\u0430 \u0434\u043b\u044f \u043e\u0442 \u0431\u044b\u043b\u0438 \u0431\u044b\u043b"
    " \u043e\u043d \u0435\u0433\u043e \u0442\u0430\u043a\u0436\u0435 \u043a\u043e\u0442\u043e\u0440\u044b\u0439",
    "uk": "\u0456 \u0432 \u043d\u0435 \u043d\u0430 \u0449\u043e \u0437 \u0446\u0435 \u044f\u043a \u0434\u043e"
    " \u0432\u0456\u0434 \u0443 \u0442\u0430 \u0437\u0430 \u0439 \u0432\u0456\u043d \u0439\u043e\u0433\u043e"
    " \u0431\u0443\u043b\u0438 \u0442\u0430\u043a\u043e\u0436 \u0440\u043e\u043a\u0443",
    "bg": "\u0438 \u0432 \u043d\u0435 \u043d\u0430 \u0447\u0435 \u0441\u0435 \u043e\u0442 \u0434\u0430 \u0437\u0430"
    " \u0435 \u0441\u0430 \u043a\u0430\u0442\u043e \u0441 \u043f\u043e \u043d\u044f\u043c\u0430 \u0431\u0435"
    " \u0441\u043b\u0435\u0434 \u0433\u043e\u0434\u0438\u043d\u0430",
    "ar": "\u0641\u064a \u0645\u0646 \u0639\u0644\u0649 \u0623\u0646 \u0625\u0644\u0649 \u0627\u0644\u062a\u064a"
    " \u0639\u0646 \u0647\u0630\u0627 \u0645\u0639 \u0643\u0627\u0646 \u0627\u0644\u0630\u064a \u0648\u0642\u0627\u0644"
    " \u0644\u0645 \u0628\u0639\u062f \u0647\u0630\u0647",
    "fa": "\u0648 \u062f\u0631 \u0628\u0647 \u0627\u0632 \u06a9\u0647 \u0627\u06cc\u0646 \u0631\u0627 \u0628\u0627"
    " \u0627\u0633\u062a \u0628\u0631\u0627\u06cc \u0622\u0646 \u06cc\u06a9 \u0634\u062f\u0647 \u062e\u0648\u062f",
    "ur": "\u06a9\u06d2 \u0645\u06cc\u06ba \u06a9\u06cc \u06c1\u06d2 \u0627\u0648\u0631 \u0633\u06d2 \u06a9\u0627"
    " \u06a9\u0648 \u0646\u06d2 \u06c1\u06cc\u06ba \u06a9\u06c1 \u067e\u0631 \u0627\u0633 \u0628\u06be\u06cc",
    "hi": "\u0915\u0947 \u092e\u0947\u0902 \u0915\u0940 \u0939\u0948"
    " \u0914\u0930 \u0938\u0947 \u0915\u093e \u0915\u094b"
    " \u0928\u0947 \u0939\u0948\u0902 \u0915\u093f \u092a\u0930 \u0907\u0938 \u092d\u0940",
}
_OF_WORD: dict[str, tuple[str, ...]] = {}
for _code, _words in _COMMONEST.items():
    for _word in _words.split():
        _OF_WORD[_word] = (*_OF_WORD.get(_word, ()), _code)
_WORD = re.compile(r"[^\W\d_]+(?:['\u2019-][^\W\d_]+)?")
# The signs and figures of ASCII of which no word holds any go as bytes: in a fifth of the time of looking for words.
_SIGNS = bytes(code for code in range(128) if not (chr(code).isalpha() or chr(code) in "'-"))
_SPACED = bytes.maketrans(_SIGNS, b" " * len(_SIGNS))
# Characters of the sample in which words are looked up, the least number of them, the share of them that must be
# among a language's commonest, and how far it must be ahead of every other language. Danish and Norwegian, Czech and
# Slovak stay apart by this, or by what the page states, or go to the model.
_WORDS_IN = 450
_LEAST_WORDS = 8
_LEAST_SHARE = 0.12
_AHEAD = 1.25
# Of a text in a script of one language, this share of its letters is in that script; Latin names stand in all of them.
_LEAST_SCRIPT = 0.15


def language_of(text: str, *, stated: tuple[str, ...]) -> str | None:
    """The ISO 639-1 code of a text; what the page states only where the text is too short to tell."""
    named = tuple(code[:2].lower() for code in stated if code[:2].isalpha() and code[:2].isascii())
    if len(text) < _SHORTEST and (text.isascii() or not _by_script(text)):
        return next(iter(named), None)
    return _language(text[:_READ], named)


@lru_cache(maxsize=64)
def _language(sample: str, stated: tuple[str, ...]) -> str:
    found = (None if _is_western(sample) else _by_script(sample)) or _by_words(sample[:_WORDS_IN], stated)
    # The model takes a quarter of a second to load: where the opening does not tell, all that it would read is asked.
    found = found or _by_words(sample, stated)
    if found is not None:
        return found
    import py3langid  # heavy: loads a model of 1 MB on first use

    code, _ = py3langid.classify(sample)
    return str(code)


def _is_western(sample: str) -> bool:
    """Whether a text has no letter but those of western Europe, as quick as it is to be seen."""
    try:
        sample.encode("cp1252")
    except UnicodeEncodeError:
        return False
    return True


def _by_script(sample: str) -> str | None:
    """The language of a script that only one language is written in."""
    if not _OTHER_SCRIPT.search(sample):
        return None
    letters = sum(map(str.isalpha, sample)) or 1
    return next((code for code, script in _SCRIPTS if len(script.findall(sample)) >= _LEAST_SCRIPT * letters), None)


def _words_of(text: str) -> list[str]:
    """The words of a text in small letters, in no order: what is letters alone between signs is one as it stands."""
    parts = text.encode("utf-8", "surrogatepass").translate(_SPACED).decode("utf-8", "surrogatepass").split()
    return [*filter(str.isalpha, parts), *_WORD.findall(" ".join(filterfalse(str.isalpha, parts)))]


def _by_words(sample: str, stated: tuple[str, ...]) -> str | None:
    """The language whose commonest words the sample is full of, clearly more than of any other's.

    Of two that are near each other the one that the page states is taken.
    """
    words = _words_of(sample.lower())
    if len(words) < _LEAST_WORDS:
        return None
    counts = Counter(chain.from_iterable(map(_OF_WORD.get, words, repeat(()))))
    if not counts:  # a table of names and numbers
        return next(iter(stated), None)
    ranked = sorted(counts, key=lambda code: (-counts[code], code))
    near = [code for code in ranked if counts[code] * _AHEAD > counts[ranked[0]]]
    if len(near) == 1 and counts[near[0]] >= _LEAST_SHARE * len(words):
        return near[0]
    return next((code for code in stated if code in near), None)

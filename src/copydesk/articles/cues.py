"""Words by which furniture gives itself away, in the languages most news is read in. Never the only evidence.

Each list is closed and general: words of a function (newsletter, reader comment, agency credit), never of a site.
"""

from __future__ import annotations

import re
from functools import lru_cache

_MONTHS = (
    "jan(?:uary|uar|vier|eiro|uari)?|ener?o?|gennaio|feb(?:ruary|ruar|rero|braio|ruari)?|f[e\u00e9]v(?:rier|ereiro)?"
    "|mar(?:ch|s|zo|\u00e7o)?|m\u00e4r(?:z)?|maart|apr(?:il|ile)?|abr(?:il)?|avril|may|mai|mayo|maio|maggio|mei"
    "|june?|juni|juin|junio|junho|giugno|july?|juli|juillet|julio|julho|luglio|aug(?:ust|ustus)?|ao\u00fbt|ago(?:sto)?"
    "|sep(?:t(?:ember|embre|iembre)?)?|set(?:embro|tembre)?|oct(?:ober|obre|ubre)?|okt(?:ober)?|out(?:ubro)?"
    "|ott(?:obre)?|nov(?:ember|embre|iembre|embro)?|dec(?:ember)?|d\u00e9c(?:embre)?|dez(?:ember|embro)?"
    "|dic(?:iembre|embre)?"
)
DATE = re.compile(
    rf"\b\d{{1,2}}(?:st|nd|rd|th|er|\.)?\s+(?:de\s+)?(?:{_MONTHS})\b\.?(?:,?\s+(?:de\s+)?\d{{4}})?"
    rf"|\b(?:{_MONTHS})\b\.?\s+\d{{1,2}}(?:st|nd|rd|th)?(?:,?\s+\d{{4}})?"
    r"|(?<!\d)\d{1,2}[./-]\d{1,2}[./-](?:\d{4}|\d{2})(?!\d)|(?<!\d)\d{4}[./-]\d{1,2}[./-]\d{1,2}(?!\d)"
    r"|\d{4}\s*\u5e74\s*\d{1,2}\s*\u6708\s*\d{1,2}\s*\u65e5",
    re.IGNORECASE,
)
CLOCK = re.compile(
    r"\b\d{1,2}[:.h]\d{2}\s*(?:[ap]\.?m\.?)?(?:\s*[A-Z]{2,4}\b)?|\b\d{1,2}\s*[ap]\.?m\.?\b", re.IGNORECASE
)
AGE = re.compile(
    r"(?:(?<!\d)\d+|\ban?|\bone)\s*(?:s|sec|min|m|h|hr|d|w|mo|y)?(?:econd|ute|our|ay|eek|onth|ear)?s?\s+(?:ago|old)\b"
    r"|\b(?:vor|il y a|hace|h\u00e1|fa)\s+\d+",
    re.IGNORECASE,
)
# A line is asked about several times while its page is read.
_REMEMBERED = 4096
_DATE_WORDS = re.compile(
    r"\b(?:mon|tues?|wed(?:nes)?|thu(?:rs?)?|fri|sat(?:ur)?|sun)(?:day)?\b|\b(?:posted|published|updated|last|modified"
    r"|first|today|is|on|at|am|pm|gmt|utc|cet|[ecmp][sd]?t|bst|uhr|by|the|of|and|publi\u00e9|mis|\u00e0|jour|le|stand"
    r"|ver\u00f6ffentlicht|aktualisiert|publicado|actualizado|min|read|edition|issue)\b",
    re.IGNORECASE,
)
BY = re.compile(
    r"^\s*(?:written by|posted by|reported by|by|von|par|por|de|di|door|av|af|text|autor(?:in)?|author|story)"
    r"\s*[:\-\u2013]?\s+(?=\S)",
    re.IGNORECASE,
)
NO_PERSON = frozenset(
    "staff desk reporter reporters editor editors editorial team news newsroom agency agencies wire wires "
    "press correspondent correspondents bureau admin administrator contributor contributors service services "
    "media network post posts times report reports writer writers author authors office company group channel "
    "radio tv online digital web daily guest user redaktion redaktor rédaction redacción redacao redação "
    "redazione redactie agentur agence agencia comments comment share photo photos video published updated "
    "posted subscribe follow email print ".split()
)
ROLE = re.compile(
    r"\s+(?:in|at|from|for|reports?|with|on|of|aus|\u00e0|en|w)\s+.*$"
    r"|\s*[|/\u2022\u00b7\u2013\u2014].*$|\s*\(.*$|\s+@\S+.*$|\s+\S+@\S+.*$",
    re.IGNORECASE,
)
CREDIT = re.compile(
    r"^\W*(?:(?:sources?|quelle|fuente|fonte|bron)\s*:|(?:with |additional )?reporting (?:from|by)\b"
    r"|by arrangement with\b|(?:edited|editing|written|writing|compiled) by\b|translat(?:ed|ion) (?:by|for|from)\b"
    r"|(?:first|originally|this (?:story|article|report) (?:was )?(?:first |originally )?)\s*(?:published|appeared)\b"
    r"|courtesy of\b|copyright by\b|\u00a9 \d{4} (?:the )?associated\b|.{0,40}; translated from\b)",
    re.IGNORECASE,
)
SOURCE = re.compile(
    r"(?i:\b(?:sources?|quelle|fuente|fonte|bron)\s*:|\bvia|\bwith (?:additional )?reporting (?:from|by)"
    r"|\bby arrangement with|\bcourtesy of|\b(?:published|appeared) (?:by|in|on|at)|\breprinted from)"
    r"\s+(?P<name>(?:[Tt]he\s+)?[A-Z][\w&'\u2019-]*(?:\.\w+)*(?:\s+(?:of\s+)?[A-Z][\w&'\u2019-]*(?:\.\w+)*){0,4})"
)
PHOTO = re.compile(
    r"\b(?:photo(?:graph)?|picture|image|pic|foto|bild|imagen|immagine|cr\u00e9dit|credit|getty|shutterstock|file photo"
    r"|ap photo|photo by|via)\b\s*(?:credit)?\s*[:/]?|credit:",
    re.IGNORECASE,
)
# Lines that open a list of other things, or belong to the page and not to the article.
LABEL = re.compile(
    r"^\W*(?:filed under|posted in|tags?|topics?|categor(?:y|ies)|sections?|breaking|you are (?:here|at))\b",
    re.IGNORECASE,
)
SHARE = re.compile(
    r"\b(?:share (?:on|this|via)|click to share|tweet|facebook|twitter|whatsapp|linkedin|pinterest"
    r"|e-?mail this|copy link"
    r"|teilen|partager|compartir|condividi|print(?:er)?(?:-friendly)?|opens in new window)\b|^share$",
    re.IGNORECASE,
)
PROMOTION = re.compile(
    r"\b(?:newsletters?|subscri\w+|sign(?:ing)? up|log in|sign in|register|support (?:us|our|from)"
    r"|donat\w+|become a member"
    r"|membership|contribut\w+|advertis\w+|anzeige|werbung|publicit\w+|abonnier\w*|s'abonner|abonnez|suscr[i\u00ed]\w+"
    r"|iscriviti|assine|inscreva|download (?:the|our) app|app store|google play|follow us)\b",
    re.IGNORECASE,
)
# An offer speaks to the reader; a report about subscribers does not.
OFFER = re.compile(
    r"\b(?:sign up (?:here|now|today)|sign up (?:for|to) (?:our|the)\b.{0,40}(?:newsletter|e?mails?"
    r"|letter|briefing|updates)"
    r"|subscribe (?:here|now|today)|subscribe to (?:our|my|us|the .{0,30}newsletter)"
    r"|consider (?:supporting (?:us|our|my)|a donation|(?:subscribing"
    r"|becoming a (?:\w+ ){0,3}(?:subscriber|member|supporter)))"
    r"|become a (?:\w+ ){0,3}(?:subscriber|supporter)|become a member (?:today|now|of our)"
    r"|support (?:our|my) (?:work|journalism)|(?:for|to) our (?:free )?newsletter|in your inbox|have a tip\?"
    r"|get (?:the|our) .{0,40}newsletter|download (?:the|our) app|read the original article|follow us on"
    r"|click here to (?:subscribe|sign|join)|jetzt (?:abonnieren|anmelden|registrieren)|abonnez-vous|inscrivez-vous"
    r"|newsletter (?:abonnieren|bestellen)|suscr\u00edbete|reg\u00edstrate|iscriviti|inscreva-se)\b",
    re.IGNORECASE,
)
COMMENTS = re.compile(
    r"\b(?:comments?|reply|replies|leave a (?:comment|reply)|kommentare?|antworten|commentaires?|r\u00e9pondre"
    r"|comentarios?|coment\u00e1rios?|responder|commenti|thoughts on|your email address will not be published)\b",
    re.IGNORECASE,
)
RELATED = re.compile(
    r"^\W*(?:related|read (?:more|next|also)|also read|more (?:on|from|stories|news)|see also|you (?:may|might) also"
    r"|you.{0,8}ll also|recommended|most (?:read|viewed|popular)|trending|popular|recent posts|latest|top stories"
    r"|(?:previous|next) post|suggested|don.t miss|mehr zum|lesen sie|auch interessant|meistgelesen"
    r"|\u00e0 lire|lire aussi"
    r"|voir aussi|relacionad|lee tambi\u00e9n|leia|veja tamb\u00e9m|leggi anche|news feed|from the web"
    r"|today.s headlines)",
    re.IGNORECASE,
)
LEGAL = re.compile(
    r"\u00a9|\(c\)\s*\d{4}|\bcopyright\b|\ball rights reserved\b|\bcookies?\b|\bprivacy\b|\bterms (?:of|and)\b"
    r"|\balle rechte\b|\btous droits\b|\bderechos reservados\b|\bdatenschutz\b|\bimpressum\b",
    re.IGNORECASE,
)


_LONGER_WORD = re.compile(r"[^\W\d_]{2,}")
_WORDS_OF_SENTENCE = 4


@lru_cache(maxsize=_REMEMBERED)
def is_date_line(text: str) -> bool:
    """Whether a line holds a date or an age and little else; a short sentence with a date in it is none."""
    if len(text) > 160:
        return False
    if not DATE.search(text) and not AGE.search(text):
        return False
    rest = _DATE_WORDS.sub("", CLOCK.sub("", AGE.sub("", DATE.sub("", text))))
    if text.endswith(".") and len(_LONGER_WORD.findall(rest)) >= _WORDS_OF_SENTENCE:
        return False
    return sum(character.isalpha() for character in rest) <= 24

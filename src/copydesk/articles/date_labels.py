"""The words before a printed date that say what it is: publication, a change of the page, or the day of serving."""

from __future__ import annotations

import re
from typing import NamedTuple

from copydesk.records import DateRole

CALLED_TODAY = "the page calls it today"
"""Why a date is the day of serving beyond doubt."""


class Label(NamedTuple):
    """What the words before a date say of it; `is_entry` for whole phrases that only an entry's own note has."""

    role: DateRole
    why: str
    is_entry: bool = False
    at: int = 0
    """Where these words begin."""


# Words for publishing, changing and making, as houses print them before a date, by language. Closed and general.
_PUBLISHED = (
    # English, German, French, Spanish, Portuguese, Italian, Dutch
    r"published|posted|issued|issue of|filed|released|uploaded|submitted|created|entry date|pub(?:lication)? date"
    r"|veröffentlicht|publiziert|erschienen|erstellt|eingestellt|eingetragen|geschrieben|verfasst|online seit"
    r"|publiée?|postée?|parue?|mise? en ligne|rédigée?|écrite?|créée?|ajoutée?|article du|billet du"
    r"|publicad[oa]|creado|escrito|postado|postada|criado|enviado|subido"
    r"|pubblicat[oa]|postato|inserito|scritto|creato|gepubliceerd|geplaatst|gepost"
    # Polish, Czech, Russian, Ukrainian, Turkish, Swedish, Danish, Norwegian, Hungarian, Romanian, Finnish, Greek
    r"|opublikowan[oay]|dodan[oay]|utworzono|napisan[oay]|data publikacji|data dodania"
    r"|publikováno|vydáno|zveřejněno|přidáno|vloženo|vytvořeno"
    r"|опубликован[оа]?|размещено|добавлен[оа]?|создано|дата публикации|опубліковано"
    r"|yayınlanma(?: tarihi)?|yayın tarihi|eklenme(?: tarihi)?|giriş|oluşturulma"
    r"|publicera[dt]|skapad|inlagd|publiceret|udgivet|oprettet|publisert|lagt ut"
    r"|közzétéve|megjelent|létrehozva|feltöltve|publicat|postat|julkaistu|diterbitkan|δημοσι\w+"
)
_MODIFIED = (
    r"updated?|modified|revised|corrected|edited|changed|last reviewed"
    r"|aktualisiert|geändert|überarbeitet|aktualisierung|letzte änderung|zuletzt"
    r"|mise? à jour|modifiée?|actualisée?|maj|actualizad[oa]|modificad[oa]|atualizad[oa]|aggiornat[oa]|modificat[oa]"
    r"|bijgewerkt|gewijzigd|aktualizacja|zaktualizowano|zmodyfikowano|aktualizováno|aktualizace|upraveno"
    r"|обновлен[оа]?|изменен[оа]?|оновлено|güncellen\w+|güncelleme|son güncelleme|uppdatera[dt]|opdateret|oppdatert"
    r"|frissítve|módosítva|actualizat|päivitetty|ενημερώθηκε"
)
# In scripts without spaces; some words for a day or a time may follow.
_DENSE_PUBLISHED = (
    r"(?:公開|掲載|投稿|配信|作成|登録|発表|发布|发表|發佈|發表)(?:日|时间|日期|于)?|입력|등록|게시|작성일"
)
_DENSE_MODIFIED = r"更新日?|最終更新日?|改訂|修改|수정|최종수정|업데이트"
# What stands between such a word and its date: no stop, no second sentence, some names and times of day.
_GAP = r"[^.!?。]{0,48}"
_WORD = re.compile(
    rf"(?:(?<![^\W\d_])(?:(?P<modified>{_MODIFIED})|(?P<published>{_PUBLISHED}))(?![^\W\d_])"
    rf"|(?P<modified2>{_DENSE_MODIFIED})|(?P<published2>{_DENSE_PUBLISHED}))(?={_GAP}$)",
    re.IGNORECASE,
)
# Plain words for a day count when they stand right before it.
_PLAIN = re.compile(
    r"(?<![^\W\d_])(?:date|datum|data|fecha|tarih|дата|stand|vom|日期|时间|날짜|dato|dátum|päiväys)\W{0,4}$",
    re.IGNORECASE,
)
# One of these ends what stands before such a day, in ASCII, but for signs.
_PLAIN_WORDS = ("date", "datum", "data", "fecha", "tarih", "stand", "vom", "dato")
_NO_WORDS = "".join(chr(code) for code in range(128) if not (chr(code).isalnum() or chr(code) == "_"))
_ENTRY = re.compile(
    r"(?:entry|post|article|blog)\s+(?:was\s+)?(?:posted|published|written|created)\b|posted (?:on|at|in|by)\b"
    r"|published (?:on|by|in|:)|(?:eintrag|artikel|beitrag|text)\s+(?:wurde|ist)\b|veröffentlicht (?:am|in|von)\b"
    r"|(?:billet|article) (?:a été )?(?:publié|posté)|publié (?:le|par|dans)\b|esta entrada (?:fue|se)\b"
    r"|questo (?:articolo|post)\b|dit (?:bericht|artikel)\b|pubblicato (?:il|da|in)\b|publicado (?:el|por|en|em)\b",
    re.IGNORECASE,
)
_PASSIVE = re.compile(r"\b(?:wurde|ist)\s+(?:zuletzt\s+)?am\s+(?:\w+,?\s+)?(?:den\s+)?$", re.IGNORECASE)
_WORD_BEHIND = re.compile(
    r"(?:(?P<modified>aktualisiert|geändert|überarbeitet|bearbeitet)"
    r"|veröffentlicht|publiziert|geschrieben|verfasst|erstellt|eingestellt|gepostet)\b",
    re.IGNORECASE,
)
_SERVED = re.compile(
    r"(?:today is|today[’']?s date|it is|heute ist|aujourd[’']hui|hoy es|oggi è|hoje é|сегодня|dziś jest|bugün)\W*$",
    re.IGNORECASE,
)
# One of these stands in each of them, in ASCII.
_OF_TODAY = ("today", "it is", "heute ist", "aujourd", "hoy es")
# Where else the text stood before: a lower bound, not this page's day.
_ELSEWHERE = re.compile(
    r"(?:first|originally|previously)\b[^.]{0,20}\b(?:published|appeared|ran|printed)\s+(?:in|by|at|with)\b[^.]*$"
    r"|(?:zuerst|ursprünglich)\s+(?:erschienen|veröffentlicht)\s+(?:in|bei|auf)\b[^.]*$",
    re.IGNORECASE,
)
_OF_ELSEWHERE = ("first", "originally", "previously", "zuerst", "ursprünglich")
_READ = 90
"""Characters before a date in which its label stands."""
# In small letters each word is told by its first one, which is many times as quick as without regard to case.
_QUICK = re.compile(rf"(?<![^\W\d_])(?:{_MODIFIED}|{_PUBLISHED})(?![^\W\d_])")


def _may_say(before: str) -> bool:
    """Whether one of the words may stand in a text; of letters beyond ASCII small and capital ones are not told."""
    return not before.isascii() or _QUICK.search(before.lower()) is not None


def _may_tell_elsewhere(before: str) -> bool:
    """Whether one of the words may stand in a text with which it is told where else something stood."""
    return not before.isascii() or any(map(before.lower().__contains__, _OF_ELSEWHERE))


def label_of_date(before: str, *, behind: str = "") -> Label | None:
    """What the words before a date say of it; the nearest of them decides. None where they say nothing.

    German puts the participle behind the date: "wurde am 3. Mai veröffentlicht".
    """
    cut = max(0, len(before) - _READ)
    before = before[cut:]
    if not before.strip():
        return None
    if _may_tell_elsewhere(before) and _ELSEWHERE.search(before):
        return Label("other", "the day it stood elsewhere")
    # Of letters beyond ASCII small and capital ones are not told.
    small = before.lower() if before.isascii() else None
    if (small is None or any(map(small.__contains__, _OF_TODAY))) and _SERVED.search(before):
        return Label("page_served", CALLED_TODAY)
    words = list(_WORD.finditer(before)) if _may_say(before) else []
    last = words[-1] if words else None
    if last is not None:
        if last["modified"] or last["modified2"]:
            return Label("modified", "labelled as a change of the page", at=cut + last.start())
        is_entry = _ENTRY.search(before) is not None
        return Label("published", "labelled as published", is_entry, cut + last.start())
    if (small is None or "am" in small) and _PASSIVE.search(before) and (participle := _WORD_BEHIND.search(behind)):
        published = participle["modified"] is None
        return (
            Label("published", "labelled as published", is_entry=True)
            if published
            else Label("modified", "labelled as a change of the page")
        )
    if small is not None and not small.rstrip(_NO_WORDS).endswith(_PLAIN_WORDS):
        return None
    plain = _PLAIN.search(before)
    return Label("published", "labelled as published", at=cut + plain.start()) if plain is not None else None

"""What some bytes are: HTML, plain text, or no page at all, by what they hold and not by what they are called."""

from __future__ import annotations

import re

from copydesk.pages.decoding import MARKS, utf16_order
from copydesk.records import Form
from copydesk.settings import PageSettings

SIGNATURES = (
    (b"%PDF", "a PDF file; save its text (pdftotext does that) or its HTML page"),
    (b"\xd0\xcf\x11\xe0", "an old office document; save its text or export it as HTML"),
    (b"\x89PNG", "a picture; give the page that shows it"),
    (b"\xff\xd8\xff", "a picture; give the page that shows it"),
    (b"GIF8", "a picture; give the page that shows it"),
    (b"RIFF", "a picture or a recording; give the page that shows it"),
    (b"{\\rtf", "a rich-text document; save it as plain text"),
    (b"7z\xbc\xaf", "a 7z archive; unpack it first"),
    (b"\xfd7zXZ", "an xz archive; unpack it first"),
    (b"BZh", "a bzip2 archive; unpack it first"),
    (b"SQLite format 3", "a database, perhaps a desk; name it after --desk instead"),
)
"""First bytes of files that people point at by mistake, and what to do about it."""
CONTROLS = bytes(set(range(32)) - set(b"\t\n\r\f\v\x1b"))
"""Bytes that stand in no text; escape does, in ISO-2022-JP."""

HTML_START = re.compile(
    r"\s*(?:<\?xml[^>]{0,200}\?>\s*)?(?:<!--(?:(?!-->).){0,2000}-->\s*)*<(?:!doctype\s+html|html|head|body)\b",
    re.I | re.S,
)
TAG = re.compile(
    r"</?(?:a|article|b|blockquote|body|br|div|em|footer|h[1-6]|head|header|html|i|img|li|link|main|meta|nav|ol|p|"
    r"script|section|span|strong|style|table|td|title|tr|ul)(?:\s[^<>]{0,1000})?/?>",
    re.I,
)


def no_page(raw: bytes, *, settings: PageSettings) -> str | None:
    """Why these bytes are no page, with the cure; None when they may be one."""
    if not raw.strip():
        return "it is empty; fetch the page again"
    for signature, what in SIGNATURES:
        if raw.startswith(signature):
            return f"it is {what}"
    if _looks_binary(raw, settings):
        return "it holds binary data and no text; give the page itself"
    return None


def _looks_binary(raw: bytes, settings: PageSettings) -> bool:
    if raw.startswith(tuple(mark for mark, _ in MARKS)):
        return False
    controls = len(raw) - len(raw.translate(None, CONTROLS))
    return controls > len(raw) * settings.most_control_share and utf16_order(raw, settings=settings) is None


def form_of(text: str, *, named: Form, settings: PageSettings) -> Form:
    """HTML or plain text. One tag makes a page that is called HTML so; one called plain text needs many."""
    sample = text[: settings.sample_bytes]
    if HTML_START.match(sample):
        return "html"
    tags = len(TAG.findall(sample))
    enough = 1 if named == "html" else max(settings.fewest_tags, len(sample) // settings.characters_a_tag)
    return "html" if tags >= enough else "text"

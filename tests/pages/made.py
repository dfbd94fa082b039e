"""Containers made for the tests, sound and broken: web archives, feeds, mails, archives. All words are invented."""

import gzip
import io
import json
import tarfile
import zipfile
from email.message import EmailMessage

WORDS = (
    "A ferry struck a crane in Eidsund on Thursday, police said. Nobody was hurt, and the harbour opened again at noon."
)
TEXT = f"Ferry rams quay crane\n\n{WORDS}\n"
HTML = f"<html><head><title>Ferry rams crane</title></head><body><h1>Ferry rams crane</h1><p>{WORDS}</p></body></html>"
OK = b"HTTP/1.1 200 OK\r\n"
IS_HTML = b"Content-Type: text/html; charset=utf-8\r\n"


def answer(body=HTML, head=IS_HTML, status=OK):
    """An HTTP message as an archive keeps it."""
    return status + head + b"\r\n" + (body.encode() if isinstance(body, str) else body)


def record(ident="r1", block=None, *, kind="response", length=None, content_type="application/http; msgtype=response"):
    """One record of a web archive; `length` is what it says of its length, if that is to be a lie."""
    block = answer() if block is None else block
    head = (
        f"WARC/1.0\r\nWARC-Type: {kind}\r\nWARC-Record-ID: <urn:uuid:{ident}>\r\nWARC-Date: 2030-10-20T08:00:00Z\r\n"
        f"WARC-Target-URI: https://meridianwire.example/{ident}\r\nContent-Type: {content_type}\r\n"
        f"Content-Length: {len(block) if length is None else length}\r\n\r\n"
    )
    return head.encode() + block + b"\r\n\r\n"


def packed(*records):
    """Records as the standard asks for them: each a gzip member of its own."""
    return b"".join(gzip.compress(one) for one in records)


def rss(*items, head=""):
    """An RSS feed of these items, each the inside of its element."""
    spaces = 'xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/"'
    inside = "".join(f"<item>{item}</item>" for item in items)
    return f'{head}<rss version="2.0" {spaces}><channel><title>Meridian Wire</title>{inside}</channel></rss>'.encode()


def item(title="Ferry rams crane", content=f"<p>{WORDS}</p>", more=""):
    """The inside of an item with its whole text."""
    return f"<title>{title}</title>{more}<content:encoded><![CDATA[{content}]]></content:encoded>"


def zipped(members, method=zipfile.ZIP_DEFLATED):
    """A zip of members: name to text or bytes."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return out.getvalue()


def tarred(members):
    """A tar of members: name to text or bytes."""
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w") as archive:
        for name, content in members.items():
            raw = content.encode() if isinstance(content, str) else content
            info = tarfile.TarInfo(name)
            info.size = len(raw)
            archive.addfile(info, io.BytesIO(raw))
    return out.getvalue()


def mail(html=HTML, text="Words without marks.", **heads):
    """A newsletter with both forms of its text."""
    message = EmailMessage()
    told = {
        "From": '"Meridian Wire" <news@meridianwire.example>',
        "Subject": "Ferry – crane",
        "Date": "Sat, 20 Oct 2030 08:00:00 +0200",
        "Message-ID": "<1@meridianwire.example>",
        **heads,
    }
    for name, value in told.items():
        message[name.replace("_", "-")] = value
    if text is not None:
        message.set_content(text)
    if html is not None:
        message.add_alternative(html, subtype="html")
    return message.as_bytes()


def mbox(*messages):
    """Messages one after the other."""
    return b"".join(b"From news@meridianwire.example Sat Oct 20 08:00:00 2030\n" + one + b"\n" for one in messages)


def rows(*values):
    """One JSON object a line."""
    return "".join(json.dumps(value) + "\n" for value in values).encode()


def table(columns, *, rows_a_group=None):
    """A Parquet file of these columns: name to list."""
    import pyarrow as pa
    from pyarrow import parquet

    out = io.BytesIO()
    parquet.write_table(pa.table(columns), out, row_group_size=rows_a_group)
    return out.getvalue()

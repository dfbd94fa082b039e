"""A strict reader of the calendars that copydesk writes (RFC 5545): anything unexpected is an error."""

import re

_LINE = re.compile(r"(?P<name>[A-Z][A-Z0-9-]*(?:;[A-Z-]+=[A-Z]+)*):(?P<value>.*)", re.DOTALL)
_TEXTS = {"SUMMARY", "DESCRIPTION", "CATEGORIES", "X-WR-CALNAME"}
_ESCAPES = {"\\\\": "\\", "\\;": ";", "\\,": ",", "\\n": "\n"}


def read_calendar(content):
    """The entries of a calendar, each its properties by name; text values with their escapes taken back."""
    lines = unfolded(content)
    assert lines[:3] == ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//copydesk//storyline//EN"]
    assert lines[-1] == "END:VCALENDAR"
    entries, entry = [], None
    for line in lines[3:-1]:
        found = _LINE.fullmatch(line)
        assert found, line
        name, value = found["name"], found["value"]
        if (name, value) == ("BEGIN", "VEVENT"):
            assert entry is None
            entry = {}
        elif (name, value) == ("END", "VEVENT"):
            assert {"UID", "DTSTAMP", "DTSTART;VALUE=DATE"} <= entry.keys()
            entries.append(entry)
            entry = None
        elif entry is not None:
            assert name not in entry, f"{name} stands twice"
            entry[name] = text(value) if name in _TEXTS else value
        else:
            assert name in {"CALSCALE", "X-WR-CALNAME"}
    assert entry is None
    assert entries
    return entries


def unfolded(content):
    """The content lines of bytes that end every line with CR LF and hold no line of more than 75 octets."""
    *physical, end = content.split(b"\r\n")
    assert end == b""
    whole = []
    for line in physical:
        assert len(line) <= 75
        decoded = line.decode()  # a fold never parts the octets of one character
        assert not re.search(r"[\x00-\x08\x0a-\x1f\x7f]", decoded)
        if decoded.startswith(" "):
            whole[-1] += decoded[1:]
        else:
            whole.append(decoded)
    return whole


def text(value):
    """A value of type TEXT without its escapes; a mark that should be escaped and is not is an error."""
    assert re.fullmatch(r"(?:[^\\;,]|\\[\\;,n])*", value), value
    return re.sub(r"\\.", lambda found: _ESCAPES[found.group()], value)

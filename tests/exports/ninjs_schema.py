"""What IPTC ninjs 3.3 asks of a news item, written here from the standard for the properties that copydesk uses.

It is stricter than the published schema in one way: a property that copydesk does not write is refused, so that a
property with a wrong name is found. Names, types and values that are allowed are those of the standard.
"""

TEXT = {"type": "string", "minLength": 1}
URI = {"type": "string", "pattern": r"^[a-z][a-z0-9+.-]*:[!-~]+$"}
MOMENT = {"type": "string", "pattern": r"^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d+)?(Z|[+-]\d{2}:\d{2})$"}


def of(required=(), **properties):
    return {"type": "object", "required": list(required), "additionalProperties": False, "properties": properties}


def several(one):
    return {"type": "array", "minItems": 1, "items": one}


WORDS = {"role": TEXT, "contentType": TEXT, "value": {"type": "string"}}
COMMON = {
    "uri": URI,
    "type": {"enum": ["text"]},
    "representationType": {"enum": ["full", "partial"]},
    "versionCreated": MOMENT,
    "contentCreated": MOMENT,
    "language": {"type": "string", "pattern": r"^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*$"},
    "headlines": several(of(["value"], **WORDS)),
    "descriptions": several(of(["value"], **WORDS)),
    "bodies": several(of(["value"], charCount={"type": "integer"}, wordCount={"type": "integer"}, **WORDS)),
    "by": TEXT,
    "located": TEXT,
    "organisations": several(of(name=TEXT, rel=TEXT)),
    "infoSources": several(of(name=TEXT, role=TEXT)),
    "events": several(of(name=TEXT, uri=URI)),
    "altIds": several(of(role=TEXT, value=TEXT)),
    "edNote": TEXT,
    "standard": of(name={"const": "ninjs"}, version={"const": "3.3"}, schema=URI),
}
ITEM = {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    **of(["uri", "type"], **COMMON, associations=several(of(["name", "uri"], name=TEXT, rel=TEXT, **COMMON))),
}

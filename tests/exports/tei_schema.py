"""What TEI P5 asks of the elements that copydesk writes, as a RELAX NG schema written here from the Guidelines.

It is a subset of TEI (chapters 2, 3, 4, 12 and 19): each element has the content and the attributes that the Guidelines
allow and copydesk uses, and nothing else, so that whatever is valid here is valid TEI.
"""

from lxml import etree

_DATE = r"\d{4}-\d{2}-\d{2}"
_WORD = r"[A-Za-z_]+"
_POINTERS = r"#[A-Za-z_]+( #[A-Za-z_]+)*"


def attribute(name, pattern=None, kind="token"):
    facet = "" if pattern is None else f'<param name="pattern">{pattern}</param>'
    return f'<attribute name="{name}"><data type="{kind}">{facet}</data></attribute>'


def maybe(*parts):
    return "".join(f"<optional>{part}</optional>" for part in parts)


def some(*parts):
    return f"<oneOrMore><choice>{''.join(parts)}</choice></oneOrMore>"


def any_of(*parts):
    return f"<zeroOrMore><choice>{''.join(parts)}</choice></zeroOrMore>"


def ref(name):
    return f'<ref name="{name}"/>'


def mixed(*parts):
    return f"<mixed>{any_of(*parts)}</mixed>" if parts else "<text/>"


ID = attribute("xml:id", kind="ID")
ANA = attribute("ana", _POINTERS)
ELEMENTS = {
    "TEI": ref("teiHeader") + ref("text"),
    "teiHeader": ref("fileDesc") + ref("encodingDesc"),
    "fileDesc": ref("titleStmt") + ref("publicationStmt") + ref("sourceDesc"),
    "titleStmt": ref("title"),
    "title": mixed(),
    "publicationStmt": some(ref("p")),
    "sourceDesc": ref("listWit"),
    "listWit": some(ref("witness")),
    "witness": ID + mixed(ref("bibl")),
    "bibl": mixed(ref("title"), ref("publisher"), ref("date"), ref("ref"), ref("idno"), ref("note")),
    "publisher": mixed(),
    "date": maybe(*(attribute(name, _DATE) for name in ("when", "notBefore", "notAfter"))) + mixed(),
    "ref": attribute("target", r"https?://\S+") + mixed(),
    "idno": mixed(),
    "note": mixed(),
    "encodingDesc": ref("editorialDecl") + ref("variantEncoding") + ref("classDecl"),
    "editorialDecl": some(ref("p")),
    "variantEncoding": attribute("method", "location-referenced|double-end-point") + attribute("location", "external"),
    "classDecl": some(ref("taxonomy")),
    "taxonomy": ID + some(ref("category")),
    "category": ID + ref("catDesc"),
    "catDesc": mixed(),
    "text": maybe(attribute("xml:lang", "[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*")) + ref("body") + ref("back"),
    "body": some(ref("p")),
    "p": mixed(ref("anchor")),
    "anchor": ID + "<empty/>",
    "back": some(ref("div")),
    "div": attribute("type", _WORD) + some(ref("listApp"), ref("list"), ref("forest")),
    "listApp": some(ref("app")),
    "app": maybe(attribute("from", r"#c\d+"), attribute("to", r"#c\d+"), attribute("loc", r"\d+-\d+"), ANA)
    + attribute("type", _WORD)
    + ref("lem")
    + some(ref("rdg")),
    "lem": attribute("wit", _POINTERS) + mixed(ref("gap")),
    "rdg": attribute("wit", _POINTERS) + mixed(ref("gap")),
    "gap": attribute("reason", "[a-z-]+") + "<empty/>",
    "list": some(ref("item")),
    "item": maybe(ANA) + mixed(),
    "forest": attribute("type", _WORD) + some(ref("eTree")),
    "eTree": maybe(attribute("corresp", _POINTERS)) + ref("label") + any_of(ref("eTree")),
    "label": mixed(),
}
GRAMMAR = f"""<grammar xmlns="http://relaxng.org/ns/structure/1.0" ns="http://www.tei-c.org/ns/1.0"
 datatypeLibrary="http://www.w3.org/2001/XMLSchema-datatypes"><start>{ref("TEI")}</start>
{"".join(f'<define name="{n}"><element name="{n}">{c}</element></define>' for n, c in ELEMENTS.items())}</grammar>"""
SCHEMA = etree.RelaxNG(etree.fromstring(GRAMMAR))
TEI = "{http://www.tei-c.org/ns/1.0}"
XML_ID = "{http://www.w3.org/XML/1998/namespace}id"


def read_tei(path):
    """The root of a document that is valid TEI and whose pointers all lead to something in it."""
    root = etree.parse(path, etree.XMLParser(resolve_entities=False, no_network=True)).getroot()
    SCHEMA.assertValid(root)
    ids = {one.get(XML_ID) for one in root.iter() if one.get(XML_ID)}
    for one in root.iter():
        for name in ("wit", "from", "to", "corresp", "ana"):
            missing = set((one.get(name) or "").replace("#", "").split()) - ids
            assert not missing, f"{one.tag} points at {missing}"
    return root

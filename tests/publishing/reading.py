"""What tests ask of a published site: its pages as a browser would take them, and where their links lead."""

from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urldefrag, urlsplit

VOID = frozenset("meta link input br".split())
PLAIN = frozenset(
    "html head meta link title script body a header p nav ul ol li form label input button main h1 h2 h3 div span"
    " section article aside q bdi time details summary table thead tbody tr th td dl dt dd footer figure figcaption"
    " b i code br svg g rect path circle text".split()
)
OUTSIDE = {"noopener", "noreferrer", "nofollow"}


class Page(HTMLParser):
    """The elements, ids, links and words of one page; `open` are elements that are never closed."""

    def __init__(self, path):
        super().__init__()
        self.path = path
        self.elements, self.ids, self.links, self.open, self.words, self.titles = [], set(), [], [], [], []
        self.feed(path.read_text(encoding="utf-8"))

    def handle_starttag(self, tag, attrs):
        told = dict(attrs)
        self.elements.append((tag, told))
        if "id" in told:
            assert told["id"] not in self.ids, f"{told['id']} stands twice on {self.path}"
            self.ids.add(told["id"])
        if "href" in told:
            self.links.append(told["href"])
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag):
        assert self.open.pop() == tag, f"{tag} on {self.path}"

    def handle_data(self, data):
        if self.open[-1:] == ["script"]:
            return
        # What stands in a link, a heading or behind a label that names a story is a headline.
        (self.titles if {"a", "h1", "title"} & set(self.open) else self.words).append(data)

    @property
    def text(self):
        return " ".join(" ".join([*self.words, *self.titles]).split())

    def all(self, tag):
        return [told for name, told in self.elements if name == tag]


def pages_of(site):
    """Every page of a site by its path."""
    return {path: Page(path) for path in sorted(Path(site).rglob("*.html"))}


def dead_links(site):
    """The links of a site that lead nowhere in it."""
    pages = pages_of(site)
    found = []
    for path, page in pages.items():
        for link in page.links:
            if urlsplit(link).scheme:
                continue
            place, anchor = urldefrag(link)
            target = path if not place else (path.parent / unquote(place)).resolve()
            if not target.is_file() or (anchor and anchor not in pages[target].ids):
                found.append((path.name, link))
    return found


def dead_ends(site):
    """The links to files that are not there, on any page that a reader of the front page may come to."""
    waiting, seen, found = [(Path(site) / "index.html").resolve()], set(), []
    while waiting:
        path = waiting.pop()
        if path in seen:
            continue
        seen.add(path)
        for link in Page(path).links:
            place = urldefrag(link).url
            target = (path.parent / unquote(place)).resolve()
            if place and not urlsplit(place).scheme:
                if not target.is_file():
                    found.append((path.name, link))
                elif target.suffix == ".html":
                    waiting.append(target)
    return found


def harm(page):
    """What of a page could run, load or send something, or lead a reader where pages of strangers want them."""
    found = [(tag, told) for tag, told in page.elements if tag not in PLAIN]
    for tag, told in page.elements:
        found.extend((tag, name) for name in told if name.startswith("on") or name in {"style", "srcdoc", "formaction"})
        if tag == "script" and told not in ({"src": "search.js", "defer": None}, {"type": "application/ld+json"}):
            found.append((tag, told))
        if "src" in told and tag != "script":
            found.append((tag, told))
        address = told.get("href", told.get("action", ""))
        if not (urlsplit(address).scheme or address.startswith("//")) or told.get("rel") == "canonical":
            continue
        if tag != "a" or not address.startswith(("http://", "https://")) or set(told["rel"].split()) != OUTSIDE:
            found.append((tag, address))
    return found


def files_of(site):
    """Every file of a site with its bytes."""
    return {str(one.relative_to(site)): one.read_bytes() for one in sorted(Path(site).rglob("*")) if one.is_file()}

"""What the markup around a text hints at: containers by tag, and the plain words in class names and ids."""

from __future__ import annotations

import re
from enum import IntFlag, auto


class Hint(IntFlag):
    """Where a piece of a page stands, and what the page's maker called that place."""

    HEADER = auto()
    NAVIGATION = auto()
    FOOTER = auto()
    ASIDE = auto()
    FIGURE = auto()
    FORM = auto()
    LIST = auto()
    TABLE = auto()
    QUOTE = auto()
    ARTICLE = auto()
    MAIN = auto()
    HIDDEN = auto()
    IMAGE = auto()
    RELATED = auto()
    COMMENTS = auto()
    SHARE = auto()
    PROMOTION = auto()
    ADVERT = auto()
    LEGAL = auto()
    TAGS = auto()
    BYLINE = auto()
    DATE = auto()
    CAPTION = auto()
    STANDFIRST = auto()
    TITLE = auto()
    BODY = auto()
    WIDGET = auto()
    PULL = auto()


FURNITURE = (
    Hint.HEADER | Hint.NAVIGATION | Hint.FOOTER | Hint.FORM | Hint.HIDDEN | Hint.IMAGE | Hint.COMMENTS | Hint.LEGAL
)
"""Places in which no part of an article stands."""


NONE = Hint(0)

OF_TAG: dict[str, int] = {
    "header": Hint.HEADER.value,
    "nav": Hint.NAVIGATION.value,
    "menu": Hint.NAVIGATION.value,
    "footer": Hint.FOOTER.value,
    "aside": Hint.ASIDE.value,
    "figure": Hint.FIGURE.value,
    "picture": Hint.FIGURE.value,
    "figcaption": Hint.CAPTION.value,
    "caption": Hint.CAPTION.value,
    "form": Hint.FORM.value,
    "button": Hint.FORM.value,
    "select": Hint.FORM.value,
    "textarea": Hint.FORM.value,
    "dialog": Hint.WIDGET.value,
    "noscript": Hint.WIDGET.value,
    "ul": Hint.LIST.value,
    "ol": Hint.LIST.value,
    "dl": Hint.LIST.value,
    "table": Hint.TABLE.value,
    "blockquote": Hint.QUOTE.value,
    "article": Hint.ARTICLE.value,
    "main": Hint.MAIN.value,
}

# Words of class names and ids. Makers of pages write them in English whatever the language of the page. Each list is
# closed and general: words met on many sites for one function, none of one site.
_WORDS: dict[Hint, str] = {
    Hint.HEADER: "masthead topbar",
    Hint.NAVIGATION: "nav navbar navigation menu breadcrumb breadcrumbs crumb crumbs pagination pager sitemap skip",
    Hint.FOOTER: "foot footer colophon",
    Hint.ASIDE: "aside sidebar rail secondary",
    Hint.FIGURE: "figure photo photos image img picture gallery slideshow carousel hero media",
    Hint.FORM: "form login signin register",
    Hint.HIDDEN: "hidden hide invisible sr screenreader visuallyhidden offscreen",
    Hint.RELATED: (
        "related recommended recommendation recommendations more readmore read-more also trending popular latest"
        " teaser teasers card cards recirc outbrain taboola mostread mostviewed most further recent next previous prev"
    ),
    Hint.COMMENTS: "comment comments commenting disqus respond reply replies discussion",
    Hint.SHARE: "share sharing sharer shares social socials facebook twitter whatsapp follow addthis sharedaddy",
    Hint.PROMOTION: (
        "newsletter newsletters subscribe subscription signup promo promotion promobox donate donation contribution"
        " membership paywall upsell cta offer callout marketing sponsor sponsored"
    ),
    Hint.ADVERT: "ad ads advert adverts advertisement advertising adslot adsense dfp banner",
    Hint.LEGAL: "cookie cookies consent gdpr copyright legal disclaimer privacy terms imprint",
    Hint.TAGS: "tag tags tagcloud topics keyword keywords labels categories category hashtag",
    Hint.BYLINE: "byline author authors writer contributor contributors bio",
    Hint.DATE: "date dateline time timestamp published pubdate updated datetime dateblock",
    Hint.CAPTION: "caption captions credit credits legend wp-caption copyrightholder",
    Hint.STANDFIRST: (
        "standfirst subtitle subheadline subhead subheading dek deck summary excerpt intro lede lead abstract"
    ),
    Hint.TITLE: "headline title heading",
    Hint.BODY: "body articlebody content text entry story post paragraph bodytext",
    Hint.WIDGET: (
        "widget player video audio poll weather modal popup overlay tooltip ticker toolbar tools embed infobox"
    ),
    Hint.PULL: "pullquote pull quote",
}
_HINT_OF_WORD = {word.encode(): hint.value for hint, words in _WORDS.items() for word in words.split()}
# Looked for by its capital: a search for one of a set of characters takes half the time of one for a place.
_HUMP = re.compile(r"[A-Z](?<=[a-z].)")
# As bytes, in which whatever is no small letter becomes a space, names are cut into words many times as fast.
_SMALL = range(ord("a"), ord("z") + 1)
_SPACED = bytes(code if code in _SMALL else ord(" ") for code in range(256))

# So many characters of names are looked at.
_LONGEST = 400


def of_class(names: str) -> int:
    """The hints in a class attribute or id, as the value of a `Hint`."""
    if len(names) > _LONGEST:
        names = names[:_LONGEST]
    small = names.lower()
    if small != names:
        small = _HUMP.sub(_parted, names).lower()
    # Of letters beyond ASCII each byte becomes a space.
    words = small.encode("utf-8", "replace").translate(_SPACED).split()
    found = 0
    for word in words:
        if word in _HINT_OF_WORD:
            found |= _HINT_OF_WORD[word]
    return found


def _parted(capital: re.Match[str]) -> str:
    return f" {capital.group()}"

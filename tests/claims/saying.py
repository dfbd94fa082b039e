"""Short ways to write an article and to read its quotes."""

import making
from copydesk.claims import find_quotes
from copydesk.settings import ClaimSettings

SETTINGS = ClaimSettings()


def article(text, *, name="a", outlet="The Harbour Standard"):
    return making.article(name, text, outlet=outlet)


def quotes(text, **traits):
    return find_quotes(article(text, **traits), settings=SETTINGS)


def said(text, **traits):
    """Kind, words and speaker of each quote."""
    return [(quote.kind, quote.text, quote.speaker) for quote in quotes(text, **traits)]


def speakers(text, **traits):
    return [quote.speaker for quote in quotes(text, **traits)]


def sources(text, **traits):
    return [quote.via for quote in quotes(text, **traits)]

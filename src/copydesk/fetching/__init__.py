"""Fetches the addresses that a person names, and nothing that a page names: politely, and never into a private network.

Like `store/`, a face of the outside world: rooms do not know it, the desk and the faces call it. What comes out are
`Page` records with their text, since an address cannot be read again as it was. Read in the order of a visit's way:
`addresses` says what can be asked for, `hosts` whose turn it is, `guard` where a connection may go, `wire` asks one
question over it, `unpacking` bounds the body, `asking` follows redirects and tries again, `sites` reads robots.txt and
tdmrep.json, `making` makes the page, `visiting` does all of it for one address and `gathering` for many, `lists` finds
addresses in list files, and `finding` puts what is fetched beside what lies on the disk.
"""

from copydesk.fetching.addresses import is_address
from copydesk.fetching.finding import find_sources
from copydesk.fetching.gathering import Fetching, fetch_pages
from copydesk.fetching.world import World

__all__ = ["Fetching", "World", "fetch_pages", "find_sources", "is_address"]

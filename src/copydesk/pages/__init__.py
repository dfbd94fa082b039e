"""Opens what people point at and yields pages: files, folders, globs, containers, standard input.

Makes `Page` (where the bytes lie, and what they are) from names, and text from a `Page`. The only room that touches
the disk; it follows no link, runs nothing and fetches nothing. Read in the order of a page's way: `walking` turns names
into files, `streams` opens one with every limit kept, `forms` says whether its bytes are HTML, plain text or no page at
all, `decoding` turns bytes into text and says how it knew, `containers` takes a `.jsonl` apart, `opening` puts it
together.
"""

from copydesk.pages.decoding import Decoded, decode
from copydesk.pages.opening import content_of, find_pages
from copydesk.pages.walking import is_single, is_there_again

__all__ = ["Decoded", "content_of", "decode", "find_pages", "is_single", "is_there_again"]

"""Opens what people point at and yields pages: files, folders, patterns, standard input, and what pages come in.

Makes `Page` (where the bytes lie, and what they are) from names, and text from a `Page`. The only room that touches the
disk; it follows no link, runs nothing, fetches nothing and writes nothing. What a file is, is told by what it holds:

| door | files | one page is |
|---|---|---|
| page | `.html .htm .xhtml .txt` | the file |
| table | `.jsonl .ndjson .csv .tsv .parquet`, columns by `--columns` | a row |
| web archive | `.warc .wet` (HTTP unpacked), `.wacz` | a record of a page; others are counted |
| feed | RSS, Atom, JSON Feed (`.rss .atom .xml .json`) | an entry that holds text |
| mail | `.eml .mbox` | a message |
| saved page | `.mhtml .mht .webarchive` | the page that is shown |
| archive | `.zip .tar .tgz` | a file in it, or what that holds |
| list | OPML, sitemaps, one address a line | none: `links_of` tells what addresses it names |

Each may be packed by gzip or zstd. Read in the order of a page's way: `walking` turns names into files, `streams` opens
one with every limit kept, `kinds` says what it holds, `doors` has the table of what opens what, `entries` what every
door hands on; behind the doors `containers`, `parquet`, `warcs` (with `messages`), `feeds` and `links` (with
`xmltree`), `mails` and `archives`; then `forms` says whether bytes are HTML, plain text or no page at all, `decoding`
turns bytes into text and says how it knew (`legacy` where nothing is said), `opening` puts it together.
"""

from copydesk.pages.decoding import Decoded, decode
from copydesk.pages.entries import Archived
from copydesk.pages.links import Address
from copydesk.pages.opening import (
    Original,
    content_of,
    find_pages,
    links_of,
    original_of,
    pages_of_bytes,
    same_place,
)
from copydesk.pages.walking import is_single, is_there_again

__all__ = [
    "Address",
    "Archived",
    "Decoded",
    "Original",
    "content_of",
    "decode",
    "find_pages",
    "is_single",
    "is_there_again",
    "links_of",
    "original_of",
    "pages_of_bytes",
    "same_place",
]

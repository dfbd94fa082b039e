"""Evidence packs: all that is known of one story in one file, and the checking of such a file on another machine.

Like `exports`, a face of files. Read in the order in which a pack is made: `gathering` takes what is about the story
from a desk, `archive` keeps its pages (WARC), `spans` its places (Web Annotation), `telling` says what the report says,
which `paging` sets as a page and `printing` as a PDF, `making` puts it together and `stamping` asks for a time stamp;
`zipping` writes and reads a zip of which no byte is free. The other way round, `checking` goes through a pack and
`rereading` reads its pages again.
"""

from copydesk.evidence.checking import Checked, verify
from copydesk.evidence.gathering import Case, gather
from copydesk.evidence.making import Made, make

__all__ = ["Case", "Checked", "Made", "gather", "make", "verify"]

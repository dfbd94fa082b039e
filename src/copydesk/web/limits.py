"""What anybody may ask of the web desk, and how often."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """Bounds on requests. One person who clicks is far below each of them."""

    # A pasted text of 300,000 words; no page is longer that people read.
    largest_form_bytes: int = 2_000_000
    # The largest news archives that are handed out as one file; more is added by `copydesk add` on the machine itself.
    largest_upload_bytes: int = 2_000_000_000
    # A browser gives a folder file by file; beyond this, pack it.
    most_files: int = 20_000
    # A screen asks for three files, a person walks through a dozen screens a minute; a program may be quicker, and a
    # burst is a window restored.
    reads_a_second: float = 50.0
    reads_at_once: float = 400.0
    writes_a_second: float = 2.0
    writes_at_once: float = 60.0
    # Tokens have 256 bits, so guessing is hopeless anyway; this keeps the log readable.
    logins_a_second: float = 0.1
    logins_at_once: float = 10.0
    # Addresses whose asking is remembered; beyond it the one that was longest silent is forgotten.
    most_addresses: int = 10_000
    # Streams of events hold a connection each.
    most_streams: int = 64
    # Reading connections: as many screens as two cores make at once, and some that wait for the disk.
    most_readers: int = 8
    # Of them so many stay open: more are in use for moments alone, and to open one takes 2 ms, to hold it 3 MB.
    idle_readers: int = 3
    longest_wait_seconds: float = 10.0
    # Jobs told of on the screen of runs; older journals are removed.
    most_jobs: int = 200
    # A job that ends its process again and again does so for a reason; a person is asked before a fourth time.
    most_starts: int = 3

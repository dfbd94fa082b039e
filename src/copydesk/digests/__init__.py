"""Digests: what became of the stories of a desk since the last one, told once, by mail, feeds, a page and alerts.

Read `making` (what a digest tells, and what it remembers), `files` (the page and the feeds of a folder), `mailing` (the
message and the server), `alerting` (other channels) and `notifying` (those of plug-ins). What may be said of a change
stands in `reports.changed`, how a digest looks in `reports.digest`.
"""

from copydesk.digests.alerting import send_alerts
from copydesk.digests.files import write_files
from copydesk.digests.mailing import message_of, send
from copydesk.digests.making import Made, kept_digests, make, remember
from copydesk.digests.notifying import notifiers_named, notify

__all__ = [
    "Made",
    "kept_digests",
    "make",
    "message_of",
    "notifiers_named",
    "notify",
    "remember",
    "send",
    "send_alerts",
    "write_files",
]

"""Digests: what became of the stories of a desk since the last one, told once, by mail, feeds, a page and alerts.

Read `making` (what a digest tells, and what it remembers), `files` (the page and the feeds of a folder), `mailing` (the
message and the server) and `alerting` (other channels). What may be said of a change stands in `reports.changed`, how a
digest looks in `reports.digest`.
"""

from copydesk.digests.alerting import send_alerts
from copydesk.digests.files import write_files
from copydesk.digests.mailing import message_of, send
from copydesk.digests.making import Made, kept_digests, make, remember

__all__ = ["Made", "kept_digests", "make", "message_of", "remember", "send", "send_alerts", "write_files"]

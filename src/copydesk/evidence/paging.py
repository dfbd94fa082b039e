"""The report as one page of HTML: no script, nothing from elsewhere, and a policy that lets nothing in."""

from __future__ import annotations

from base64 import b64encode
from hashlib import sha256
from typing import Any

from copydesk.reports.templating import environment


def page(report: dict[str, Any]) -> str:
    """The page; whatever pages wrote is escaped."""
    templates = environment("copydesk.evidence")
    style = templates.get_template("report.css").render()
    digest = b64encode(sha256(style.encode()).digest()).decode()
    policy = f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"
    return templates.get_template("report.html").render(report, style=style, policy=policy).lstrip() + "\n"

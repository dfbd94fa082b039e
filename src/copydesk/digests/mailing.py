"""A digest as mail: a text and an HTML part that loads nothing, over SMTP with the standard library."""

from __future__ import annotations

import base64
import os
import smtplib
import ssl
from datetime import datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime, make_msgid

from copydesk.desk_file import MailPlan
from copydesk.errors import NotSent, UsageError
from copydesk.reports.digest import Digest, digest_page, digest_text
from copydesk.reports.safe import short
from copydesk.reports.wording import counted

LOCAL = frozenset(("localhost", "127.0.0.1", "::1"))
LONGEST_SUBJECT = 120


def message_of(digest: Digest, plan: MailPlan) -> EmailMessage:
    """A digest as a message; what strangers wrote cannot add to its head, and is escaped in its HTML."""
    message = EmailMessage(policy=SMTP)
    message["Subject"] = short(f"{digest.title}: {counted(len(digest.stories), 'story')} changed", LONGEST_SUBJECT)
    message["From"] = Address(display_name="copydesk", addr_spec=plan.sender)
    message["To"] = [Address(addr_spec=one) for one in plan.to]
    message["Date"] = format_datetime(datetime.fromisoformat(digest.at))
    message["Message-ID"] = make_msgid(domain=plan.sender.rpartition("@")[2])
    # Programs that answer mail by themselves (RFC 3834) leave this one alone.
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(digest_text(digest), cte="quoted-printable")
    message.add_alternative(digest_page([digest], title=digest.title), subtype="html", cte="quoted-printable")
    return message


def send(message: EmailMessage, plan: MailPlan) -> None:
    """Hand a message to the server.

    Raises:
        UsageError: a password would go over the network as it is.
        NotSent: the server cannot be reached, or does not take it.

    """
    if plan.user and plan.security == "none" and plan.server not in LOCAL:
        raise UsageError("[digest.mail] a password is not sent without encryption; set security to starttls or tls")
    try:
        with _connected(plan) as server:
            if plan.user:
                server.login(plan.user, os.environ.get(plan.password_from, ""))
            refused = server.send_message(message, from_addr=plan.sender, to_addrs=list(plan.to))
    except smtplib.SMTPAuthenticationError as error:
        cure = f"check user, and the password in the variable {plan.password_from}"
        raise NotSent(f"{plan.server} does not let {plan.user} in ({_said(error, plan)}); {cure}") from error
    except (smtplib.SMTPException, OSError) as error:
        cure = "what the digest tells stays untold; check [digest.mail] and give the same command again"
        raise NotSent(f"the mail was not sent by {plan.server}:{plan.port} ({_said(error, plan)}); {cure}") from error
    if refused:
        raise NotSent(f"{plan.server} did not take the mail for {', '.join(sorted(refused))}; check the addresses")


def _connected(plan: MailPlan) -> smtplib.SMTP:
    trust = ssl.create_default_context()
    if plan.security == "tls":
        return smtplib.SMTP_SSL(plan.server, plan.port, timeout=plan.timeout, context=trust)
    server = smtplib.SMTP(plan.server, plan.port, timeout=plan.timeout)
    if plan.security == "starttls":
        try:
            server.starttls(context=trust)
        except BaseException:
            server.close()
            raise
    return server


def _said(error: Exception, plan: MailPlan) -> str:
    """What a server says, without the password: some say back what they were told."""
    said = str(error) or type(error).__name__
    password = os.environ.get(plan.password_from, "") if plan.user else ""
    for written in _written(password, plan.user) if password else ():
        said = said.replace(written, "***")
    return short(said, 200)


def _written(password: str, user: str) -> tuple[str, ...]:
    """A password as it goes over the line and comes back: as it is, and as AUTH PLAIN and AUTH LOGIN pack it."""
    plain = f"\0{user}\0{password}".encode()
    packed = (base64.b64encode(one).decode().rstrip("=") for one in (plain, password.encode()))
    # What comes back is told as bytes are written in Python.
    return (*packed, password, repr(password.encode())[2:-1])

"""Mail: a row for every message, sent by a job, or kept as a file where there is no mail server."""

import re
import smtplib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.utils import make_msgid
from enum import StrEnum
from typing import Any

import sqlalchemy as sa
from flask import current_app, render_template
from sqlalchemy.orm import Mapped, mapped_column

from config import Settings
from exchange import clock, jobs
from exchange.db import Base, db, pk, stored_enum
from exchange.domain.text import clean_line
from exchange.i18n import in_language
from exchange.markdown import markdown, plain_text

_CALENDAR = re.compile(r"^BEGIN:VCALENDAR\r\n.*?^END:VCALENDAR\r\n", re.DOTALL | re.MULTILINE)
_METHOD = re.compile(r"^METHOD:([A-Z]+)\r?$", re.MULTILINE)


class MailState(StrEnum):
    """kept: there is no mail server, the message lies in the outbox folder."""

    QUEUED = "queued"
    SENT = "sent"
    KEPT = "kept"


class Mail(Base):
    """One message to one address. `body` is Markdown: the text part and the HTML part are made from it.

    `calendar` holds one VCALENDAR or several after each other; `calendar_method` is the first one's METHOD.
    """

    __tablename__ = "mail"

    id: Mapped[int] = pk()
    recipient: Mapped[str] = mapped_column(sa.String(254), index=True)
    name: Mapped[str] = mapped_column(sa.String(250), default="")
    language: Mapped[str] = mapped_column(sa.String(8))
    template: Mapped[str] = mapped_column(sa.String(60))
    forum_id: Mapped[int | None] = mapped_column(default=None, index=True)
    subject: Mapped[str] = mapped_column(sa.String(300))
    body: Mapped[str] = mapped_column(sa.Text)
    calendar: Mapped[str] = mapped_column(sa.Text, default="")
    calendar_method: Mapped[str] = mapped_column(sa.String(12), default="")
    state: Mapped[MailState] = mapped_column(stored_enum(MailState), default=MailState.QUEUED)
    message_id: Mapped[str] = mapped_column(sa.String(200), default="")
    # A mail with a sign-in link is a key: it is not shown on the outbox page outside the demo.
    private: Mapped[bool] = mapped_column(default=False)
    created_at: Mapped[datetime]
    sent_at: Mapped[datetime | None] = mapped_column(default=None)


@dataclass(frozen=True)
class Invitation:
    """The calendar part of a mail: the bytes of a VCALENDAR and its METHOD; more may follow the first one."""

    content: bytes
    method: str


def write(template: str, **values: Any) -> Mail:
    """Composes one message and queues it; takes what compose() takes."""
    mail = compose(template, **values)
    post([mail])
    return mail


def compose(
    template: str, *, to: str, name: str = "", language: str = "en", forum_id: int | None = None,
    invitation: Invitation | None = None, private: bool = False, **context: Any,
) -> Mail:  # fmt: skip
    """Renders templates/mail/<template>.txt (subject, empty line, Markdown) in `language`; nothing is stored yet."""
    with in_language(language):
        text = render_template(f"mail/{template}.txt", language=language, **context)
    subject, body = text.strip().split("\n", 1)
    return Mail(
        recipient=to,
        name=clean_line(name),
        language=language,
        template=template,
        forum_id=forum_id,
        subject=clean_line(subject)[:300],
        body=body.strip(),
        calendar=invitation.content.decode() if invitation else "",
        calendar_method=invitation.method if invitation else "",
        private=private,
        created_at=clock.now(),
    )


def post(mails: Iterable[Mail]) -> None:
    """Stores messages and has each one sent by a job of its own."""
    stored = list(mails)
    db.session.add_all(stored)
    db.session.flush()
    for mail in stored:
        jobs.enqueue("send_mail", mail_id=mail.id)


@jobs.handler("send_mail")
def send(mail_id: int) -> None:
    """Sends one message, or keeps it as a file; a message that has left is never sent again."""
    settings: Settings = current_app.extensions["settings"]
    mail = db.session.get_one(Mail, mail_id)
    if mail.state is not MailState.QUEUED:
        return
    message = as_message(mail, settings)
    if settings.smtp_host:
        _deliver(message, settings)
    else:
        _keep(message, mail_id, settings)
    with jobs.writing():
        mail = db.session.get_one(Mail, mail_id)
        mail.state = MailState.SENT if settings.smtp_host else MailState.KEPT
        mail.sent_at, mail.message_id = clock.now(), message["Message-ID"]


def as_message(mail: Mail, settings: Settings) -> EmailMessage:
    """The message as it goes out: text, HTML and, with a calendar entry, the part mail programs put buttons on."""
    message = EmailMessage()
    message["Subject"] = mail.subject
    message["From"] = Address(display_name=settings.alliance_name, addr_spec=settings.mail_from)
    message["To"] = Address(display_name=mail.name, addr_spec=mail.recipient)
    message["Date"] = mail.created_at
    # The same message keeps its id when a worker sends it twice, so that mail programs show it once.
    message["Message-ID"] = mail.message_id or make_msgid(f"exchange-{mail.id}", domain=settings.public_host)
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(plain_text(mail.body))
    message.add_alternative(_as_html(mail), subtype="html")
    _add_calendars(message, mail)
    # Last, because adding a part moves the headers about content into the part before it.
    message["Content-Language"] = mail.language
    return message


def _add_calendars(message: EmailMessage, mail: Mail) -> None:
    calendars = _CALENDAR.findall(mail.calendar)
    if len(calendars) == 1:
        message.add_alternative(mail.calendar, subtype="calendar", params={"method": mail.calendar_method})
        message.add_attachment(mail.calendar.encode(), maintype="application", subtype="ics", filename="invite.ics")
        return
    # Mail programs put buttons on one entry only; of several, each is a file with its own method.
    for number, calendar in enumerate(calendars, 1):
        method = _METHOD.search(calendar)
        message.add_attachment(
            calendar,
            subtype="calendar",
            params={"method": method[1] if method else "PUBLISH"},
            filename=f"calendar-{number}.ics",
        )


def _as_html(mail: Mail) -> str:
    # Raw HTML stays text and pictures are left out: names, notes and reasons that people typed are part of the body.
    content = markdown(mail.body)
    return render_template("mail/frame.html", subject=mail.subject, language=mail.language, content=content)


def _deliver(message: EmailMessage, settings: Settings) -> None:
    with smtplib.SMTP(settings.smtp_host, settings.smtp_port, timeout=30) as server:
        if settings.smtp_tls:
            server.starttls()
        if settings.smtp_user:
            server.login(settings.smtp_user, settings.smtp_password.get_secret_value())
        server.send_message(message)


def _keep(message: EmailMessage, mail_id: int, settings: Settings) -> None:
    folder = settings.data_path / "outbox"
    folder.mkdir(exist_ok=True)
    (folder / f"{mail_id:06}.eml").write_bytes(message.as_bytes())

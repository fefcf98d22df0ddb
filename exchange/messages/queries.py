"""Reads of the mails that were written."""

import sqlalchemy as sa
from sqlalchemy.orm import defer

from exchange.cities.queries import Pager
from exchange.db import db
from exchange.domain.text import fold
from exchange.forums.models import Forum
from exchange.mail import Mail, MailState

PER_PAGE = 50
SEARCHED = 5_000


def outbox(forum: Forum | None, *, private: bool, q: str = "", state: str = "", page: int = 1) -> Pager:
    """One page of the mails of a forum (None: all), newest first; keys to sign in only with `private`."""
    conditions = _seen(forum, private)
    if state in set(MailState):
        conditions.append(Mail.state == MailState(state))
    if q.strip():
        conditions.append(Mail.id.in_(_found(conditions, q)))
    total = db.session.scalar(sa.select(sa.func.count(Mail.id)).where(*conditions)) or 0
    pages = max(1, -(-total // PER_PAGE))
    page = min(max(1, page), pages)
    wanted = sa.select(Mail).where(*conditions).order_by(Mail.id.desc()).options(defer(Mail.body), defer(Mail.calendar))
    items = db.session.scalars(wanted.limit(PER_PAGE).offset((page - 1) * PER_PAGE)).all()
    return Pager(items, page, pages, total, PER_PAGE)


def _seen(forum: Forum | None, private: bool) -> list[sa.ColumnElement[bool]]:
    found: list[sa.ColumnElement[bool]] = []
    if forum is not None:
        found.append(Mail.forum_id == forum.id)
    if not private:
        found.append(Mail.private.is_(False))
    return found


def _found(conditions: list[sa.ColumnElement[bool]], q: str) -> list[int]:
    """Mails among the newest whose address, name or subject has every word, whatever its accents."""
    columns = sa.select(Mail.id, Mail.recipient, Mail.name, Mail.subject).where(*conditions)
    words = fold(q[:100]).split()
    rows = db.session.execute(columns.order_by(Mail.id.desc()).limit(SEARCHED))
    return [number for number, *texts in rows if all(word in fold(" ".join(texts)) for word in words)]


def mail_with(number: int, forum: Forum | None, *, private: bool) -> Mail | None:
    """One mail of a forum (None: of all)."""
    return db.session.scalar(sa.select(Mail).where(Mail.id == number, *_seen(forum, private)))

"""How often somebody may do a thing in an hour; counted in the database, so that it holds over several machines."""

import hashlib
from datetime import datetime, timedelta
from enum import StrEnum

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from exchange import clock
from exchange.db import Base, db, pk
from exchange.domain.refusal import Refusal

WINDOW = timedelta(hours=1)


class Reason(StrEnum):
    TOO_OFTEN = "too_often"


class Attempt(Base):
    """Somebody tried something; who is a hash, so that the table tells nothing about people."""

    __tablename__ = "attempt"
    __table_args__ = (sa.Index("ix_attempt_recent", "key", "at"),)

    id: Mapped[int] = pk()
    key: Mapped[str] = mapped_column(sa.String(64))
    at: Mapped[datetime]


def count(kind: str, who: str, per_hour: int) -> None:
    """Counts an attempt; raises Refusal when `who` has used up the hour's."""
    key = hashlib.sha256(f"{kind}:{who}".encode()).hexdigest()
    since = clock.now() - WINDOW
    db.session.execute(sa.delete(Attempt).where(Attempt.at < since))
    recent = db.session.scalar(sa.select(sa.func.count()).where(Attempt.key == key, Attempt.at >= since)) or 0
    if recent >= per_hour:
        raise Refusal(Reason.TOO_OFTEN)
    db.session.add(Attempt(key=key, at=clock.now()))

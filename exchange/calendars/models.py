"""A person's private calendar feeds."""

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from exchange.db import Base, fk, pk


class CalendarFeed(Base):
    """An address a calendar program reads. Only the hash of the token is kept; a revoked one answers 410."""

    __tablename__ = "calendar_feed"

    id: Mapped[int] = pk()
    person_id: Mapped[int] = fk("person.id", ondelete="CASCADE")
    token_hash: Mapped[str] = mapped_column(sa.String(64), unique=True)
    label: Mapped[str] = mapped_column(sa.String(80), default="")
    language: Mapped[str] = mapped_column(sa.String(8), default="en")
    created_at: Mapped[datetime]
    revoked_at: Mapped[datetime | None] = mapped_column(default=None)
    last_used_at: Mapped[datetime | None] = mapped_column(default=None)

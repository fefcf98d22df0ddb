"""Who did what to which thing, when: one line a change, never with private data."""

from datetime import datetime
from typing import Any

import sqlalchemy as sa
from flask import g, has_request_context
from sqlalchemy.orm import Mapped, mapped_column

from exchange import clock
from exchange.db import Base, db, pk


class AuditLine(Base):
    """One change. `thing` is the table's name; `details` holds codes and numbers, not what people typed."""

    __tablename__ = "audit_line"
    __table_args__ = (sa.Index("ix_audit_line_thing", "thing", "thing_id"),)

    id: Mapped[int] = pk()
    at: Mapped[datetime]
    person_id: Mapped[int | None] = mapped_column(default=None)
    verb: Mapped[str] = mapped_column(sa.String(60))
    thing: Mapped[str] = mapped_column(sa.String(40))
    thing_id: Mapped[int | None] = mapped_column(default=None)
    details: Mapped[dict[str, Any]] = mapped_column(sa.JSON, default_factory=dict)
    request_id: Mapped[str] = mapped_column(sa.String(32), default="")


def record(verb: str, thing: Base, **details: Any) -> None:
    """Writes an audit line in the same transaction as the change ('registration.approved')."""
    db.session.flush()
    person = g.get("person") if has_request_context() else None
    db.session.add(
        AuditLine(
            at=clock.now(),
            person_id=person.id if person else None,
            verb=verb,
            thing=thing.__tablename__,
            thing_id=getattr(thing, "id", None),
            details=details,
            request_id=g.get("request_id", "") if has_request_context() else "",
        )
    )


def lines_about(thing: Base, limit: int = 100) -> list[AuditLine]:
    """What happened to a row, newest first."""
    about = AuditLine.thing == thing.__tablename__, AuditLine.thing_id == getattr(thing, "id", None)
    return list(db.session.scalars(sa.select(AuditLine).where(*about).order_by(AuditLine.id.desc()).limit(limit)))

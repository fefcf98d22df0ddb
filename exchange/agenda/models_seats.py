"""Sessions with a limit: what the organiser set for each, and who has, was offered or waits for a seat."""

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from exchange.agenda.models import Session
from exchange.db import Base, Codes, fk, pk, stored_enum
from exchange.domain.session_seats import SeatStanding
from exchange.domain.waiting import WaitingRule
from exchange.registration.models import Registration

LIVE_SEAT = "standing IN ('held', 'offered', 'waiting')"


class SessionSignup(Base):
    """A session that needs signing up. Who decides about its seats locks this row first.

    `overbook` is in percent; no `roles`: everybody; `city_cap` None: no limit; `opens_at` None: open at once.
    """

    __tablename__ = "session_signup"

    session_id: Mapped[int] = mapped_column(sa.ForeignKey("session.id", ondelete="CASCADE"), primary_key=True)
    session: Mapped[Session] = relationship(init=False)
    places: Mapped[int]
    overbook: Mapped[int] = mapped_column(default=0)
    city_cap: Mapped[int | None] = mapped_column(default=None)
    opens_at: Mapped[datetime | None] = mapped_column(default=None)
    roles: Mapped[Codes] = mapped_column(default_factory=list)
    rule: Mapped[WaitingRule] = mapped_column(stored_enum(WaitingRule), default=WaitingRule.FIRST_COME)
    created_at: Mapped[datetime]
    updated_at: Mapped[datetime]


class SessionSeat(Base):
    """Somebody's seat in a session, from asking to the end; one that is over stays as a record.

    `answer_until`: an offer stands until then; of a held seat, the holder chooses until then between it and
    something else that a release put at the same time.
    """

    __tablename__ = "session_seat"
    __table_args__ = (
        sa.Index(
            "uq_session_seat_live",
            "session_id",
            "registration_id",
            unique=True,
            sqlite_where=sa.text(LIVE_SEAT),
            postgresql_where=sa.text(LIVE_SEAT),
        ),
        sa.Index("ix_session_seat_standing", "session_id", "standing"),
    )

    id: Mapped[int] = pk()
    session_id: Mapped[int] = fk("session_signup.session_id", ondelete="CASCADE", index=False)
    signup: Mapped[SessionSignup] = relationship(init=False)
    registration_id: Mapped[int] = fk("registration.id", ondelete="CASCADE")
    registration: Mapped[Registration] = relationship(init=False)
    standing: Mapped[SeatStanding] = mapped_column(stored_enum(SeatStanding))
    answer_until: Mapped[datetime | None] = mapped_column(default=None)
    reason: Mapped[str] = mapped_column(sa.String(300), default="")
    given_by_id: Mapped[int | None] = fk("person.id", default=None, index=False)
    asked_at: Mapped[datetime]
    changed_at: Mapped[datetime]

"""Proposals for an agenda: what was asked, how far the planner is, and what it found."""

from datetime import datetime
from enum import StrEnum
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from exchange.accounts.models import Person
from exchange.db import Base, fk, pk, stored_enum
from exchange.jobs import Job


class ProposalKind(StrEnum):
    """tray: places what lies in the tray; all: moves everything that is not locked; mend: the fewest moves that keep
    every rule."""

    TRAY = "tray"
    ALL = "all"
    MEND = "mend"


class AgendaProposal(Base):
    """A plan that an organiser asked for. `options` are domain.agenda_grid.Hours as text, and how hard to try.

    `result` is None while the planner works, then {moves: [{session, room, starts_at, seen}], unplaced: [session],
    because and give_up: [fact], before and after: figures, gap, proven, unit_minutes, delegates}.
    """

    __tablename__ = "agenda_proposal"

    id: Mapped[int] = pk()
    forum_id: Mapped[int] = fk("forum.id", ondelete="CASCADE")
    kind: Mapped[ProposalKind] = mapped_column(stored_enum(ProposalKind))
    options: Mapped[dict[str, Any]] = mapped_column(sa.JSON, default_factory=dict)
    asked_by_id: Mapped[int | None] = fk("person.id", ondelete="SET NULL", default=None, index=False)
    asked_by: Mapped[Person | None] = relationship(init=False)
    asked_at: Mapped[datetime]
    job_id: Mapped[int | None] = fk("job.id", ondelete="SET NULL", default=None, index=False)
    job: Mapped[Job | None] = relationship(init=False)
    stop_asked: Mapped[bool] = mapped_column(default=False)
    result: Mapped[dict[str, Any] | None] = mapped_column(sa.JSON(none_as_null=True), default=None)

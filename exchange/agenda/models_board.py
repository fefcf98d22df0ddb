"""What was moved on the agenda board, so that it can be undone."""

from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from exchange.db import Base, fk, pk


class Move(Base):
    """Sessions that somebody moved in one go. `steps` are [{session, code, before, after}] of places as JSON
    (placing.Spot); a move with `undone_at` waits to be done again."""

    __tablename__ = "agenda_move"
    __table_args__ = (sa.Index("ix_agenda_move_mine", "forum_id", "person_id"),)

    id: Mapped[int] = pk()
    forum_id: Mapped[int] = fk("forum.id", ondelete="CASCADE", index=False)
    person_id: Mapped[int] = fk("person.id", ondelete="CASCADE", index=False)
    steps: Mapped[list[Any]] = mapped_column(sa.JSON)
    made_at: Mapped[datetime]
    undone_at: Mapped[datetime | None] = mapped_column(default=None)

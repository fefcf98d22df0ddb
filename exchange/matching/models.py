"""What cities need and what they can offer."""

from datetime import datetime
from enum import StrEnum

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from exchange.cities.models import City
from exchange.db import Base, fk, pk, stored_enum
from exchange.practices.models import Subtheme


class Direction(StrEnum):
    """lesson: an offer too, of something that failed."""

    NEED = "need"
    OFFER = "offer"
    LESSON = "lesson"


class Level(StrEnum):
    STARTING = "starting"
    RUNNING = "running"
    CAN_TEACH = "can_teach"


class Statement(Base):
    """One sentence of a city about one subtheme: a need, an offer, or a lesson from failure."""

    __tablename__ = "statement"
    __table_args__ = (sa.UniqueConstraint("city_id", "subtheme_code", "direction"),)

    id: Mapped[int] = pk()
    city_id: Mapped[int] = fk("city.id", ondelete="CASCADE")
    city: Mapped[City] = relationship(init=False)
    subtheme_code: Mapped[str] = fk("subtheme.code")
    subtheme: Mapped[Subtheme] = relationship(init=False)
    direction: Mapped[Direction] = mapped_column(stored_enum(Direction))
    level: Mapped[Level] = mapped_column(stored_enum(Level), default=Level.STARTING)
    priority: Mapped[int] = mapped_column(default=2)
    sentence: Mapped[str] = mapped_column(sa.String(600))
    language: Mapped[str] = mapped_column(sa.String(8), default="en")
    written_by_id: Mapped[int | None] = fk("person.id", default=None, index=False)
    created_at: Mapped[datetime]
    updated_at: Mapped[datetime]

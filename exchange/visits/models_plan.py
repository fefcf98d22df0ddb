"""What a host plans beside the way: who helps, what to wear, what could go wrong, what it costs, what was said.

Names and notes here are working papers in one language (StudyVisit.written_in), not texts for the public.
"""

from datetime import datetime
from decimal import Decimal
from enum import StrEnum

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from exchange.accounts.models import Person
from exchange.db import Base, fk, pk, stored_enum


class StaffRole(StrEnum):
    """What somebody does on the day, beside the one who leads. The steward walks at the rear."""

    DEPUTY = "deputy"
    GUIDE = "guide"
    STEWARD = "steward"
    INTERPRETER = "interpreter"
    DRIVER = "driver"
    FIRST_AID = "first_aid"


class VisitStaff(Base):
    """A person who works on a visit. `language` is the one an interpreter gives; one who whispers reaches few."""

    __tablename__ = "visit_staff"

    id: Mapped[int] = pk()
    visit_id: Mapped[int] = fk("study_visit.id", ondelete="CASCADE", default=None)
    position: Mapped[int]
    role: Mapped[StaffRole] = mapped_column(stored_enum(StaffRole))
    name: Mapped[str] = mapped_column(sa.String(160))
    phone: Mapped[str] = mapped_column(sa.String(40), default="")
    language: Mapped[str] = mapped_column(sa.String(8), default="")
    whispers: Mapped[bool] = mapped_column(default=False)


class VisitEquipment(Base):
    """Something everybody wears or carries, such as a helmet, and how many pieces the host has; None: not counted."""

    __tablename__ = "visit_equipment"

    id: Mapped[int] = pk()
    visit_id: Mapped[int] = fk("study_visit.id", ondelete="CASCADE", default=None)
    position: Mapped[int]
    name: Mapped[str] = mapped_column(sa.String(120))
    pieces: Mapped[int | None] = mapped_column(default=None)
    note: Mapped[str] = mapped_column(sa.String(200), default="")


class VisitRisk(Base):
    """What could go wrong, how likely (1 to 3) and how bad (1 to 3), what is done about it, and who does it."""

    __tablename__ = "visit_risk"
    __table_args__ = (
        sa.CheckConstraint("likelihood BETWEEN 1 AND 3", name="likelihood"),
        sa.CheckConstraint("effect BETWEEN 1 AND 3", name="effect"),
    )

    id: Mapped[int] = pk()
    visit_id: Mapped[int] = fk("study_visit.id", ondelete="CASCADE", default=None)
    position: Mapped[int]
    hazard: Mapped[str] = mapped_column(sa.String(200))
    likelihood: Mapped[int] = mapped_column(default=2)
    effect: Mapped[int] = mapped_column(default=2)
    measure: Mapped[str] = mapped_column(sa.String(400), default="")
    owner: Mapped[str] = mapped_column(sa.String(160), default="")


class CostKind(StrEnum):
    COACH = "coach"
    GUIDE = "guide"
    INTERPRETER = "interpreter"
    MEAL = "meal"
    ENTRY = "entry"
    GIFT = "gift"
    OTHER = "other"


class VisitCost(Base):
    """A cost line in the visit's currency; an amount per head counts once for each seat."""

    __tablename__ = "visit_cost"

    id: Mapped[int] = pk()
    visit_id: Mapped[int] = fk("study_visit.id", ondelete="CASCADE", default=None)
    position: Mapped[int]
    kind: Mapped[CostKind] = mapped_column(stored_enum(CostKind))
    note: Mapped[str] = mapped_column(sa.String(200), default="")
    amount: Mapped[Decimal] = mapped_column(sa.Numeric(12, 2))
    per_head: Mapped[bool] = mapped_column(default=False)


class VisitComment(Base):
    """What organiser and host write to each other about an offer; `asks` is a change the organiser waits for."""

    __tablename__ = "visit_comment"

    id: Mapped[int] = pk()
    visit_id: Mapped[int] = fk("study_visit.id", ondelete="CASCADE", default=None)
    person_id: Mapped[int | None] = fk("person.id", ondelete="SET NULL", default=None, index=False)
    person: Mapped[Person | None] = relationship(init=False)
    text: Mapped[str] = mapped_column(sa.Text())
    asks: Mapped[bool] = mapped_column(default=False)
    done_at: Mapped[datetime | None] = mapped_column(default=None)
    created_at: Mapped[datetime]

"""Who wants to come, for which city, in which role, and where they stand."""

import uuid
from datetime import date, datetime, time
from enum import StrEnum

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from exchange.accounts.models import Person
from exchange.cities.models import City, CityRequest
from exchange.db import Base, Codes, fk, pk, stored_enum
from exchange.domain.delegations import Role, Standing
from exchange.forums.models import Forum


class Gender(StrEnum):
    WOMAN = "woman"
    MAN = "man"
    OTHER = "other"


class Diet(StrEnum):
    """What the kitchen must know."""

    HALAL = "halal"
    KOSHER = "kosher"
    VEGETARIAN = "vegetarian"
    VEGAN = "vegan"
    GLUTEN_FREE = "gluten_free"
    LACTOSE_FREE = "lactose_free"
    NUT_ALLERGY = "nut_allergy"


class Access(StrEnum):
    """What is to be prepared so that somebody can take part; never the reason for it."""

    WHEELCHAIR = "wheelchair"
    LOW_VISION = "low_vision"
    HEARING_LOOP = "hearing_loop"
    SIGN_LANGUAGE = "sign_language"
    ASSISTANT = "assistant"
    GUIDE_DOG = "guide_dog"
    QUIET_ROOM = "quiet_room"
    PRAYER_ROOM = "prayer_room"
    NURSING_ROOM = "nursing_room"
    CHILDCARE = "childcare"


LIVE = "standing NOT IN ('cancelled', 'substituted')"


class Registration(Base):
    """One person's registration for one forum; a cancelled one stays as a record beside a new one."""

    __tablename__ = "registration"
    __table_args__ = (
        sa.Index(
            "uq_registration_live",
            "forum_id",
            "person_id",
            unique=True,
            sqlite_where=sa.text(LIVE),
            postgresql_where=sa.text(LIVE),
        ),
        sa.Index("ix_registration_queue", "forum_id", "standing"),
    )

    id: Mapped[int] = pk()
    uid: Mapped[str] = mapped_column(sa.String(36), unique=True, default_factory=lambda: str(uuid.uuid4()))
    forum_id: Mapped[int] = fk("forum.id")
    forum: Mapped[Forum] = relationship(init=False)
    person_id: Mapped[int] = fk("person.id")
    person: Mapped[Person] = relationship(init=False, foreign_keys=[person_id])
    city_id: Mapped[int | None] = fk("city.id", default=None)
    city: Mapped[City | None] = relationship(init=False)
    city_request_id: Mapped[int | None] = fk("city_request.id", default=None)
    city_request: Mapped[CityRequest | None] = relationship(init=False)
    organisation: Mapped[str] = mapped_column(sa.String(160), default="")
    role: Mapped[Role] = mapped_column(stored_enum(Role), default=Role.DELEGATE)
    function: Mapped[str] = mapped_column(sa.String(160), default="")
    gender: Mapped[Gender | None] = mapped_column(stored_enum(Gender), default=None)
    speaks: Mapped[Codes] = mapped_column(default_factory=list)
    understands: Mapped[Codes] = mapped_column(default_factory=list)
    diet: Mapped[Codes] = mapped_column(default_factory=list)
    diet_note: Mapped[str] = mapped_column(sa.String(500), default="")
    access: Mapped[Codes] = mapped_column(default_factory=list)
    access_note: Mapped[str] = mapped_column(sa.String(500), default="")
    arrives_on: Mapped[date | None] = mapped_column(default=None)
    arrives_at: Mapped[time | None] = mapped_column(default=None)
    arrival_note: Mapped[str] = mapped_column(sa.String(160), default="")
    leaves_on: Mapped[date | None] = mapped_column(default=None)
    listed: Mapped[bool] = mapped_column(default=False)
    needs_given: Mapped[bool] = mapped_column(default=False)
    standing: Mapped[Standing] = mapped_column(stored_enum(Standing), default=Standing.DRAFT)
    reason: Mapped[str] = mapped_column(sa.String(500), default="")
    submitted_at: Mapped[datetime | None] = mapped_column(default=None)
    decided_at: Mapped[datetime | None] = mapped_column(default=None)
    decided_by_id: Mapped[int | None] = fk("person.id", default=None, index=False)
    sequence: Mapped[int] = mapped_column(default=0)
    created_at: Mapped[datetime]
    updated_at: Mapped[datetime]

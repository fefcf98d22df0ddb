"""A forum: one conference, its rooms, its themes and the people who run it."""

from datetime import date, datetime
from enum import StrEnum
from zoneinfo import ZoneInfo

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from exchange.accounts.models import Person
from exchange.cities.models import City
from exchange.db import Base, Codes, Texts, fk, pk, stored_enum
from exchange.domain.waiting import WaitingRule
from exchange.practices.models import Theme


class ForumState(StrEnum):
    """draft: organisers only; public: for everyone; closed: over, still to be read; archived: off the front page."""

    DRAFT = "draft"
    PUBLIC = "public"
    CLOSED = "closed"
    ARCHIVED = "archived"


class Forum(Base):
    """One conference. `languages[0]` is the fallback of every text."""

    __tablename__ = "forum"

    id: Mapped[int] = pk()
    slug: Mapped[str] = mapped_column(sa.String(60), unique=True)
    titles: Mapped[Texts]
    summaries: Mapped[Texts] = mapped_column(default_factory=dict)
    welcomes: Mapped[Texts] = mapped_column(default_factory=dict)
    languages: Mapped[Codes]
    starts_on: Mapped[date]
    ends_on: Mapped[date]
    time_zone: Mapped[str] = mapped_column(sa.String(64))
    host_city_id: Mapped[int | None] = fk("city.id", default=None)
    host_city: Mapped[City | None] = relationship(init=False)
    venue_name: Mapped[str] = mapped_column(sa.String(160), default="")
    venue_address: Mapped[str] = mapped_column(sa.String(300), default="")
    venue_latitude: Mapped[float | None] = mapped_column(default=None)
    venue_longitude: Mapped[float | None] = mapped_column(default=None)
    accent: Mapped[str] = mapped_column(sa.String(7), default="#b4472a")
    pattern_seed: Mapped[str] = mapped_column(sa.String(60), default="")
    state: Mapped[ForumState] = mapped_column(stored_enum(ForumState), default=ForumState.DRAFT)
    registration_opens_at: Mapped[datetime | None] = mapped_column(default=None)
    registration_closes_at: Mapped[datetime | None] = mapped_column(default=None)
    capacity: Mapped[int | None] = mapped_column(default=None)
    city_quota: Mapped[int | None] = mapped_column(default=None)
    host_quota: Mapped[int | None] = mapped_column(default=None)
    approves_by_itself: Mapped[bool] = mapped_column(default=False)
    waiting_rule: Mapped[WaitingRule] = mapped_column(stored_enum(WaitingRule), default=WaitingRule.FIRST_COME)
    visit_wish_limit: Mapped[int] = mapped_column(default=3)
    # How roads are here: how much longer than the straight line, how fast one drives, how long a group takes to board.
    road_factor: Mapped[float] = mapped_column(default=1.35)
    road_kmh: Mapped[int] = mapped_column(default=22)
    boarding_minutes: Mapped[int] = mapped_column(default=5)
    fictional: Mapped[bool] = mapped_column(default=False)
    created_at: Mapped[datetime]
    updated_at: Mapped[datetime]
    rooms: Mapped[list["Room"]] = relationship(
        init=False, back_populates="forum", order_by="Room.position, Room.id", cascade="all, delete-orphan"
    )
    themes: Mapped[list["ForumTheme"]] = relationship(
        init=False, order_by="ForumTheme.theme_code", cascade="all, delete-orphan"
    )

    @property
    def zone(self) -> ZoneInfo:
        """The forum's time zone."""
        return ZoneInfo(self.time_zone)


class Room(Base):
    """A room of the venue; `booths` are the languages that can be interpreted there.

    `capacities` holds how many people fit with a layout where that is not `capacity`; `features` what it has beside
    `step_free`; `site` is its building, where a forum has more than one.
    """

    __tablename__ = "room"
    __table_args__ = (sa.UniqueConstraint("forum_id", "code"),)

    id: Mapped[int] = pk()
    forum_id: Mapped[int] = fk("forum.id", ondelete="CASCADE", default=None)
    forum: Mapped[Forum] = relationship(init=False, back_populates="rooms")
    code: Mapped[str] = mapped_column(sa.String(8))
    name: Mapped[str] = mapped_column(sa.String(80))
    capacity: Mapped[int]
    booths: Mapped[Codes] = mapped_column(default_factory=list)
    step_free: Mapped[bool] = mapped_column(default=True)
    place: Mapped[str] = mapped_column(sa.String(120), default="")
    # Per language; `name` and `place` are what stands in the first of them.
    names: Mapped[Texts] = mapped_column(default_factory=dict)
    places: Mapped[Texts] = mapped_column(default_factory=dict)
    position: Mapped[int] = mapped_column(default=0)
    capacities: Mapped[dict[str, int]] = mapped_column(sa.JSON, default_factory=dict)
    setup_minutes: Mapped[int] = mapped_column(default=0)
    features: Mapped[Codes] = mapped_column(default_factory=list)
    site: Mapped[str] = mapped_column(sa.String(80), default="")
    outages: Mapped[list["RoomOutage"]] = relationship(
        init=False, order_by="RoomOutage.starts_at", cascade="all, delete-orphan"
    )


class RoomOutage(Base):
    """When a room cannot be used, and why."""

    __tablename__ = "room_outage"

    id: Mapped[int] = pk()
    room_id: Mapped[int] = fk("room.id", ondelete="CASCADE", default=None)
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    reason: Mapped[str] = mapped_column(sa.String(160), default="")


class ForumTheme(Base):
    """A theme this forum is about."""

    __tablename__ = "forum_theme"

    forum_id: Mapped[int] = mapped_column(sa.ForeignKey("forum.id", ondelete="CASCADE"), primary_key=True, default=None)
    theme_code: Mapped[str] = mapped_column(sa.ForeignKey("theme.code"), primary_key=True)
    theme: Mapped[Theme] = relationship(init=False)


class Duty(StrEnum):
    """What somebody does for a forum."""

    ORGANISER = "organiser"
    DESK = "desk"
    REVIEWER = "reviewer"


class ForumDuty(Base):
    """A person's right to work on a forum."""

    __tablename__ = "forum_duty"

    forum_id: Mapped[int] = mapped_column(sa.ForeignKey("forum.id", ondelete="CASCADE"), primary_key=True)
    person_id: Mapped[int] = mapped_column(sa.ForeignKey("person.id", ondelete="CASCADE"), primary_key=True, index=True)
    duty: Mapped[Duty] = mapped_column(stored_enum(Duty), primary_key=True)
    person: Mapped[Person] = relationship(init=False)

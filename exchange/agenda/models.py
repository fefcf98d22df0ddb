"""Sessions and where they stand, the releases of an agenda, and what delegates wish to see."""

import uuid
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from exchange.accounts.models import Person
from exchange.cities.models import City
from exchange.db import Base, Codes, Snapshot, Texts, fk, pk, stored_enum
from exchange.domain.timetable import BreakKind, Layout
from exchange.forums.models import Forum, Room


class Format(StrEnum):
    PLENARY = "plenary"
    PANEL = "panel"
    WORKSHOP = "workshop"
    PEER_ASSIST = "peer_assist"
    SIDE_EVENT = "side_event"
    ACTION_LEARNING = "action_learning"
    WORLD_CAFE = "world_cafe"
    FISHBOWL = "fishbowl"
    MARKETPLACE = "marketplace"
    CLINIC = "clinic"
    FAILURE_FAIR = "failure_fair"
    SPEED_MENTORING = "speed_mentoring"
    MATCHMAKING = "matchmaking"
    DEBRIEF = "debrief"
    LAB = "lab"
    CLOSED = "closed"
    SOCIAL = "social"


class SessionState(StrEnum):
    PLANNED = "planned"
    CANCELLED = "cancelled"


class SessionRole(StrEnum):
    CHAIR = "chair"
    SPEAKER = "speaker"
    MODERATOR = "moderator"
    RAPPORTEUR = "rapporteur"


class Session(Base):
    """A session of a forum; without room and start it lies in the tray.

    `guid` and `number` are for life: calendars and volunteer systems know a session by them.
    `languages[0]` is the floor, the others are interpreted. `seats` is how many people are expected. `needs` are those
    of domain.timetable, `allowed` the only times it may have, [start, end] in ISO 8601 (none: any); what is locked is
    moved by nobody before it is unlocked.
    """

    __tablename__ = "session"
    __table_args__ = (sa.UniqueConstraint("forum_id", "code"), sa.UniqueConstraint("forum_id", "number"))

    id: Mapped[int] = pk()
    guid: Mapped[str] = mapped_column(sa.String(36), unique=True, default_factory=lambda: str(uuid.uuid4()))
    forum_id: Mapped[int] = fk("forum.id", ondelete="CASCADE")
    forum: Mapped[Forum] = relationship(init=False)
    number: Mapped[int]
    code: Mapped[str] = mapped_column(sa.String(8))
    format: Mapped[Format] = mapped_column(stored_enum(Format))
    titles: Mapped[Texts]
    abstracts: Mapped[Texts] = mapped_column(default_factory=dict)
    theme_code: Mapped[str | None] = fk("theme.code", default=None)
    languages: Mapped[Codes] = mapped_column(default_factory=list)
    minutes: Mapped[int] = mapped_column(default=90)
    seats: Mapped[int | None] = mapped_column(default=None)
    room_id: Mapped[int | None] = fk("room.id", default=None)
    room: Mapped[Room | None] = relationship(init=False)
    starts_at: Mapped[datetime | None] = mapped_column(default=None)
    state: Mapped[SessionState] = mapped_column(stored_enum(SessionState), default=SessionState.PLANNED)
    sequence: Mapped[int] = mapped_column(default=0)
    created_at: Mapped[datetime]
    updated_at: Mapped[datetime]
    layout: Mapped[Layout | None] = mapped_column(stored_enum(Layout), default=None)
    needs: Mapped[Codes] = mapped_column(default_factory=list)
    series: Mapped[str] = mapped_column(sa.String(60), default="")
    exclusive: Mapped[bool] = mapped_column(default=False)
    allowed: Mapped[list[list[str]]] = mapped_column(sa.JSON, default_factory=list)
    time_locked: Mapped[bool] = mapped_column(default=False)
    room_locked: Mapped[bool] = mapped_column(default=False)
    people: Mapped[list["SessionPerson"]] = relationship(
        init=False, cascade="all, delete-orphan", order_by="SessionPerson.position, SessionPerson.id"
    )
    cities: Mapped[list["SessionCity"]] = relationship(
        init=False, cascade="all, delete-orphan", order_by="SessionCity.position"
    )
    after: Mapped[list["SessionOrder"]] = relationship(
        init=False, cascade="all, delete-orphan", foreign_keys="SessionOrder.session_id"
    )

    @property
    def ends_at(self) -> datetime | None:
        """When the session ends, or None while it has no start."""
        return self.starts_at and self.starts_at + timedelta(minutes=self.minutes)


class SessionPerson(Base):
    """Somebody with a role in a session; function and city as the programme prints them."""

    __tablename__ = "session_person"
    __table_args__ = (sa.UniqueConstraint("session_id", "person_id", "role"),)

    id: Mapped[int] = pk()
    session_id: Mapped[int] = fk("session.id", ondelete="CASCADE", default=None)
    person_id: Mapped[int] = fk("person.id")
    person: Mapped[Person] = relationship(init=False)
    role: Mapped[SessionRole] = mapped_column(stored_enum(SessionRole))
    function: Mapped[str] = mapped_column(sa.String(160), default="")
    city_id: Mapped[int | None] = fk("city.id", default=None)
    city: Mapped[City | None] = relationship(init=False)
    position: Mapped[int] = mapped_column(default=0)


class SessionCity(Base):
    """A city that takes part in a session; it cannot be in two at once."""

    __tablename__ = "session_city"

    session_id: Mapped[int] = mapped_column(
        sa.ForeignKey("session.id", ondelete="CASCADE"), primary_key=True, default=None
    )
    city_id: Mapped[int] = mapped_column(sa.ForeignKey("city.id"), primary_key=True, index=True)
    city: Mapped[City] = relationship(init=False)
    position: Mapped[int] = mapped_column(default=0)


class SessionOrder(Base):
    """A session that comes after another one."""

    __tablename__ = "session_order"

    session_id: Mapped[int] = mapped_column(
        sa.ForeignKey("session.id", ondelete="CASCADE"), primary_key=True, default=None
    )
    after_id: Mapped[int] = mapped_column(sa.ForeignKey("session.id", ondelete="CASCADE"), primary_key=True, index=True)


class Pause(Base):
    """Coffee, lunch, a prayer, a round of meetings: time for everyone, in no room of the grid.

    `alone` matters to meetings: nothing should run beside them.
    """

    __tablename__ = "pause"

    id: Mapped[int] = pk()
    forum_id: Mapped[int] = fk("forum.id", ondelete="CASCADE")
    titles: Mapped[Texts]
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    kind: Mapped[BreakKind] = mapped_column(stored_enum(BreakKind), default=BreakKind.OTHER)
    alone: Mapped[bool] = mapped_column(default=True)


class Release(Base):
    """A published version of the agenda: frozen, never changed. `snapshot` is domain.programme's JSON.

    `digest` is the snapshot's SHA-256: what is made from a release is kept and tagged by it.
    """

    __tablename__ = "release"
    __table_args__ = (sa.UniqueConstraint("forum_id", "version"),)

    id: Mapped[int] = pk()
    forum_id: Mapped[int] = fk("forum.id", ondelete="CASCADE")
    version: Mapped[int]
    note: Mapped[Texts] = mapped_column(default_factory=dict)
    digest: Mapped[str] = mapped_column(sa.String(64))
    snapshot: Mapped[Snapshot] = mapped_column(default_factory=dict, deferred=True)
    changes: Mapped[list[Any]] = mapped_column(sa.JSON, default_factory=list, deferred=True)
    published_at: Mapped[datetime]
    published_by_id: Mapped[int | None] = fk("person.id", default=None, index=False)
    published_by: Mapped[Person | None] = relationship(init=False)


class SessionWish(Base):
    """A session somebody wants; weight 3: must, 1: would like."""

    __tablename__ = "session_wish"

    session_id: Mapped[int] = mapped_column(sa.ForeignKey("session.id", ondelete="CASCADE"), primary_key=True)
    person_id: Mapped[int] = mapped_column(sa.ForeignKey("person.id", ondelete="CASCADE"), primary_key=True, index=True)
    weight: Mapped[int] = mapped_column(default=1)
    created_at: Mapped[datetime]

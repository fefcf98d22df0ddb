"""What an organiser tells an agenda beside its sessions: presets, rules, interpreters, ways, and people's times."""

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from exchange.accounts.models import Person
from exchange.agenda.models import Format
from exchange.db import Base, Codes, fk, pk, stored_enum
from exchange.domain.timetable import ClashKind, Layout, Level


class FormatPreset(Base):
    """What is usual for a format at one forum; a format without a row has the defaults of agenda.formats."""

    __tablename__ = "format_preset"

    forum_id: Mapped[int] = mapped_column(sa.ForeignKey("forum.id", ondelete="CASCADE"), primary_key=True)
    format: Mapped[Format] = mapped_column(stored_enum(Format), primary_key=True)
    minutes: Mapped[int]
    seats: Mapped[int]
    layout: Mapped[Layout | None] = mapped_column(stored_enum(Layout), default=None)
    roles: Mapped[Codes] = mapped_column(default_factory=list)


class AgendaRule(Base):
    """The level an organiser gave a rule; `number` is from where on many want both (WISH_CLASH)."""

    __tablename__ = "agenda_rule"

    forum_id: Mapped[int] = mapped_column(sa.ForeignKey("forum.id", ondelete="CASCADE"), primary_key=True)
    kind: Mapped[ClashKind] = mapped_column(stored_enum(ClashKind), primary_key=True)
    level: Mapped[Level] = mapped_column(stored_enum(Level))
    number: Mapped[int | None] = mapped_column(default=None)


class InterpreterTeam(Base):
    """How many teams of two interpret a language, and how long each of them may work on a day."""

    __tablename__ = "interpreter_team"

    forum_id: Mapped[int] = mapped_column(sa.ForeignKey("forum.id", ondelete="CASCADE"), primary_key=True)
    language: Mapped[str] = mapped_column(sa.String(8), primary_key=True)
    teams: Mapped[int]
    minutes_a_day: Mapped[int] = mapped_column(default=420)


class SiteWalk(Base):
    """How long one walks between two buildings, either way; the names are those of rooms, the smaller one first."""

    __tablename__ = "site_walk"

    forum_id: Mapped[int] = mapped_column(sa.ForeignKey("forum.id", ondelete="CASCADE"), primary_key=True)
    one: Mapped[str] = mapped_column(sa.String(80), primary_key=True)
    other: Mapped[str] = mapped_column(sa.String(80), primary_key=True)
    minutes: Mapped[int]


class Absence(Base):
    """When somebody cannot be at a forum. The note is for organisers alone."""

    __tablename__ = "absence"

    id: Mapped[int] = pk()
    forum_id: Mapped[int] = fk("forum.id", ondelete="CASCADE")
    person_id: Mapped[int] = fk("person.id", ondelete="CASCADE")
    person: Mapped[Person] = relationship(init=False)
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    note: Mapped[str] = mapped_column(sa.String(160), default="")


class Vip(Base):
    """Somebody who needs minutes between two sessions."""

    __tablename__ = "vip"

    forum_id: Mapped[int] = mapped_column(sa.ForeignKey("forum.id", ondelete="CASCADE"), primary_key=True)
    person_id: Mapped[int] = mapped_column(sa.ForeignKey("person.id", ondelete="CASCADE"), primary_key=True, index=True)
    person: Mapped[Person] = relationship(init=False)
    minutes: Mapped[int] = mapped_column(default=30)

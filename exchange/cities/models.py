"""The member cities of the network."""

from datetime import datetime
from enum import StrEnum

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from exchange.accounts.models import Person
from exchange.db import Base, Codes, fk, pk, stored_enum


class Region(StrEnum):
    """The alliance's own regions."""

    AFRICA = "africa"
    ASIA_PACIFIC = "asia_pacific"
    EURASIA = "eurasia"
    EUROPE = "europe"
    LATIN_AMERICA_CARIBBEAN = "latin_america_caribbean"
    MIDDLE_EAST_WEST_ASIA = "middle_east_west_asia"
    NORTH_AMERICA = "north_america"


class IncomeGroup(StrEnum):
    """World Bank income group of the country."""

    LOW = "low"
    LOWER_MIDDLE = "lower_middle"
    UPPER_MIDDLE = "upper_middle"
    HIGH = "high"


class CityStatus(StrEnum):
    MEMBER = "member"
    APPLICANT = "applicant"
    OBSERVER = "observer"
    FORMER = "former"


class City(Base):
    """A city of the network; `search_key` holds the words of its names and its country's, for searching."""

    __tablename__ = "city"
    __table_args__ = (sa.UniqueConstraint("name_key", "country_code"),)

    id: Mapped[int] = pk()
    name: Mapped[str] = mapped_column(sa.String(120))
    name_key: Mapped[str] = mapped_column(sa.String(120))
    other_names: Mapped[Codes] = mapped_column(default_factory=list)
    country_code: Mapped[str] = mapped_column(sa.String(2), index=True)
    region: Mapped[Region] = mapped_column(stored_enum(Region), index=True)
    income_group: Mapped[IncomeGroup] = mapped_column(stored_enum(IncomeGroup))
    status: Mapped[CityStatus] = mapped_column(stored_enum(CityStatus), default=CityStatus.MEMBER)
    languages: Mapped[Codes] = mapped_column(default_factory=list)
    latitude: Mapped[float | None] = mapped_column(default=None)
    longitude: Mapped[float | None] = mapped_column(default=None)
    population: Mapped[int | None] = mapped_column(default=None)
    website: Mapped[str] = mapped_column(sa.String(300), default="")
    focal_point_id: Mapped[int | None] = fk("person.id", ondelete="SET NULL", default=None)
    focal_point: Mapped[Person | None] = relationship(init=False)
    search_key: Mapped[str] = mapped_column(sa.String(400), default="")
    created_at: Mapped[datetime]
    updated_at: Mapped[datetime]


class RequestState(StrEnum):
    ASKED = "asked"
    ACCEPTED = "accepted"
    DECLINED = "declined"


class CityRequest(Base):
    """'My city is not listed': what somebody typed, until the secretariat decides."""

    __tablename__ = "city_request"

    id: Mapped[int] = pk()
    name: Mapped[str] = mapped_column(sa.String(120))
    country_code: Mapped[str] = mapped_column(sa.String(2))
    note: Mapped[str] = mapped_column(sa.String(1000), default="")
    asked_by_id: Mapped[int] = fk("person.id")
    asked_by: Mapped[Person] = relationship(init=False)
    state: Mapped[RequestState] = mapped_column(stored_enum(RequestState), default=RequestState.ASKED)
    reason: Mapped[str] = mapped_column(sa.String(500), default="")
    city_id: Mapped[int | None] = fk("city.id", default=None)
    city: Mapped[City | None] = relationship(init=False)
    created_at: Mapped[datetime]
    decided_at: Mapped[datetime | None] = mapped_column(default=None)

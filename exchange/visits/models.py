"""Study visits: stops and legs, wishes for them, and the seats given."""

import uuid
from datetime import datetime, time
from decimal import Decimal
from enum import StrEnum
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from exchange.accounts.models import Person
from exchange.cities.models import City
from exchange.db import Base, Codes, Texts, fk, pk, stored_enum
from exchange.forums.models import Forum
from exchange.registration.models import Registration
from exchange.visits.models_plan import VisitComment, VisitCost, VisitEquipment, VisitRisk, VisitStaff


class VisitState(StrEnum):
    """idea: the host writes; offered: the organiser looks; open: public; full, assigned, run, reported follow."""

    IDEA = "idea"
    OFFERED = "offered"
    CHECKED = "checked"
    OPEN = "open"
    FULL = "full"
    ASSIGNED = "assigned"
    RUN = "run"
    REPORTED = "reported"
    CANCELLED = "cancelled"


PUBLIC_STATES = frozenset({VisitState.OPEN, VisitState.FULL, VisitState.ASSIGNED, VisitState.RUN, VisitState.REPORTED})


class StepFree(StrEnum):
    YES = "yes"
    PARTLY = "partly"
    NO = "no"


class StopForm(StrEnum):
    TALK = "talk"
    WALK = "walk"
    DEMONSTRATION = "demonstration"
    DISCUSSION = "discussion"
    MEAL = "meal"
    MEETING_POINT = "meeting_point"


class LegMode(StrEnum):
    COACH = "coach"
    MINIBUS = "minibus"
    PUBLIC_TRANSPORT = "public_transport"
    BOAT = "boat"
    WALK = "walk"


class Setting(StrEnum):
    """Where a stop takes place."""

    INDOORS = "indoors"
    OUTDOORS = "outdoors"
    BOTH = "both"


class PhotoRule(StrEnum):
    """Whether visitors may take pictures at a stop."""

    FREE = "free"
    ASK = "ask"
    NONE = "none"


class Surface(StrEnum):
    """What people walk on."""

    PAVED = "paved"
    UNEVEN = "uneven"
    SAND = "sand"
    STAIRS = "stairs"


class StudyVisit(Base):
    """A visit as its host writes it; `published` is the sheet the public reads, frozen when the organiser publishes."""

    __tablename__ = "study_visit"
    __table_args__ = (sa.UniqueConstraint("forum_id", "code"),)

    id: Mapped[int] = pk()
    guid: Mapped[str] = mapped_column(sa.String(36), unique=True, default_factory=lambda: str(uuid.uuid4()))
    forum_id: Mapped[int] = fk("forum.id", ondelete="CASCADE")
    forum: Mapped[Forum] = relationship(init=False)
    code: Mapped[str] = mapped_column(sa.String(8))
    titles: Mapped[Texts]
    summaries: Mapped[Texts] = mapped_column(default_factory=dict)
    questions: Mapped[Texts] = mapped_column(default_factory=dict)
    did_not_work: Mapped[Texts] = mapped_column(default_factory=dict)
    bring: Mapped[Texts] = mapped_column(default_factory=dict)
    limits: Mapped[Texts] = mapped_column(default_factory=dict)
    subtheme_codes: Mapped[Codes] = mapped_column(default_factory=list)
    languages: Mapped[Codes] = mapped_column(default_factory=list)
    host_city_id: Mapped[int | None] = fk("city.id", default=None)
    host_city: Mapped[City | None] = relationship(init=False)
    host_organisation: Mapped[str] = mapped_column(sa.String(200), default="")
    lead_name: Mapped[str] = mapped_column(sa.String(160), default="")
    lead_phone: Mapped[str] = mapped_column(sa.String(40), default="")
    # Whom it suits: function and level, per language.
    suits: Mapped[Texts] = mapped_column(default_factory=dict)
    # The language of working papers: risks, costs, notes. Empty: the forum's first.
    written_in: Mapped[str] = mapped_column(sa.String(8), default="")
    capacity_min: Mapped[int] = mapped_column(default=1)
    capacity: Mapped[int] = mapped_column(default=20)
    # None, no limit, is kept as such and not taken for "not given".
    city_cap: Mapped[int | None] = mapped_column(sa.Integer().evaluates_none(), default=1)
    step_free: Mapped[StepFree] = mapped_column(stored_enum(StepFree), default=StepFree.PARTLY)
    walk_km: Mapped[float | None] = mapped_column(default=None)
    surface: Mapped[Surface | None] = mapped_column(stored_enum(Surface), default=None)
    min_age: Mapped[int | None] = mapped_column(default=None)
    meal_halal: Mapped[bool] = mapped_column(default=False)
    meal_vegetarian: Mapped[bool] = mapped_column(default=False)
    water: Mapped[bool] = mapped_column(default=False)
    clinic: Mapped[str] = mapped_column(sa.String(300), default="")
    clinic_phone: Mapped[str] = mapped_column(sa.String(40), default="")
    emergency_number: Mapped[str] = mapped_column(sa.String(40), default="")
    insurance: Mapped[str] = mapped_column(sa.String(300), default="")
    consent_form: Mapped[bool] = mapped_column(default=False)
    cost_per_head: Mapped[int | None] = mapped_column(default=None)
    # ISO 4217; `exchange_rate` units of `currency` are one of `other_currency`.
    currency: Mapped[str] = mapped_column(sa.String(3), default="")
    other_currency: Mapped[str] = mapped_column(sa.String(3), default="")
    exchange_rate: Mapped[Decimal | None] = mapped_column(sa.Numeric(14, 6), default=None)
    state: Mapped[VisitState] = mapped_column(stored_enum(VisitState), default=VisitState.IDEA)
    published: Mapped[dict[str, Any] | None] = mapped_column(sa.JSON(none_as_null=True), default=None)
    published_at: Mapped[datetime | None] = mapped_column(default=None)
    sequence: Mapped[int] = mapped_column(default=0)
    created_at: Mapped[datetime]
    updated_at: Mapped[datetime]
    stops: Mapped[list["VisitStop"]] = relationship(
        init=False, cascade="all, delete-orphan", order_by="VisitStop.position"
    )
    legs: Mapped[list["VisitLeg"]] = relationship(
        init=False, cascade="all, delete-orphan", order_by="VisitLeg.position"
    )
    hosts: Mapped[list["VisitHost"]] = relationship(init=False, cascade="all, delete-orphan")
    staff: Mapped[list[VisitStaff]] = relationship(
        init=False, cascade="all, delete-orphan", order_by=VisitStaff.position
    )
    equipment: Mapped[list[VisitEquipment]] = relationship(
        init=False, cascade="all, delete-orphan", order_by=VisitEquipment.position
    )
    risks: Mapped[list[VisitRisk]] = relationship(init=False, cascade="all, delete-orphan", order_by=VisitRisk.position)
    costs: Mapped[list[VisitCost]] = relationship(init=False, cascade="all, delete-orphan", order_by=VisitCost.position)
    comments: Mapped[list[VisitComment]] = relationship(
        init=False, cascade="all, delete-orphan", order_by=VisitComment.id
    )


class VisitStop(Base):
    """A place on the visit. The first is the meeting point (it has no arrival), the last the return (no departure)."""

    __tablename__ = "visit_stop"

    id: Mapped[int] = pk()
    visit_id: Mapped[int] = fk("study_visit.id", ondelete="CASCADE", default=None)
    position: Mapped[int]
    # What it is called where no language is known; `names` are per language and begin with the same text.
    name: Mapped[str] = mapped_column(sa.String(160))
    names: Mapped[Texts] = mapped_column(default_factory=dict)
    address: Mapped[str] = mapped_column(sa.String(300), default="")
    arrives_at: Mapped[datetime | None] = mapped_column(default=None)
    leaves_at: Mapped[datetime | None] = mapped_column(default=None)
    purposes: Mapped[Texts] = mapped_column(default_factory=dict)
    form: Mapped[StopForm] = mapped_column(stored_enum(StopForm), default=StopForm.TALK)
    latitude: Mapped[float | None] = mapped_column(default=None)
    longitude: Mapped[float | None] = mapped_column(default=None)
    # None where nobody has looked yet: a check can ask for it.
    speaker: Mapped[str] = mapped_column(sa.String(160), default="")
    setting: Mapped[Setting | None] = mapped_column(stored_enum(Setting), default=None)
    toilets: Mapped[bool | None] = mapped_column(default=None)
    steps: Mapped[bool | None] = mapped_column(default=None)
    shade: Mapped[bool | None] = mapped_column(default=None)
    photo_rule: Mapped[PhotoRule | None] = mapped_column(stored_enum(PhotoRule), default=None)
    capacity: Mapped[int | None] = mapped_column(default=None)
    opens: Mapped[time | None] = mapped_column(default=None)
    closes: Mapped[time | None] = mapped_column(default=None)


class VisitLeg(Base):
    """The way from stop `position` to the next one; minutes follow from the stops' times."""

    __tablename__ = "visit_leg"

    id: Mapped[int] = pk()
    visit_id: Mapped[int] = fk("study_visit.id", ondelete="CASCADE", default=None)
    position: Mapped[int]
    mode: Mapped[LegMode] = mapped_column(stored_enum(LegMode), default=LegMode.COACH)
    vehicle: Mapped[str] = mapped_column(sa.String(120), default="")
    seats: Mapped[int | None] = mapped_column(default=None)
    distance_km: Mapped[float | None] = mapped_column(default=None)
    # Minutes kept free beside the drive itself, for boarding and traffic.
    buffer_minutes: Mapped[int | None] = mapped_column(default=None)
    wheelchair_place: Mapped[bool | None] = mapped_column(default=None)
    pick_up: Mapped[str] = mapped_column(sa.String(160), default="")


class VisitHost(Base):
    """A person who may edit this visit."""

    __tablename__ = "visit_host"

    visit_id: Mapped[int] = mapped_column(
        sa.ForeignKey("study_visit.id", ondelete="CASCADE"), primary_key=True, default=None
    )
    person_id: Mapped[int] = mapped_column(sa.ForeignKey("person.id", ondelete="CASCADE"), primary_key=True, index=True)
    person: Mapped[Person] = relationship(init=False)


class VisitWish(Base):
    """A delegate's ranked wish, with the question they bring."""

    __tablename__ = "visit_wish"
    __table_args__ = (sa.UniqueConstraint("registration_id", "visit_id"),)

    id: Mapped[int] = pk()
    registration_id: Mapped[int] = fk("registration.id", ondelete="CASCADE")
    registration: Mapped[Registration] = relationship(init=False)
    visit_id: Mapped[int] = fk("study_visit.id", ondelete="CASCADE")
    visit: Mapped[StudyVisit] = relationship(init=False)
    rank: Mapped[int]
    question: Mapped[str] = mapped_column(sa.String(500), default="")
    created_at: Mapped[datetime]


class VisitSeat(Base):
    """A seat on a visit, given to one registration."""

    __tablename__ = "visit_seat"

    visit_id: Mapped[int] = mapped_column(sa.ForeignKey("study_visit.id", ondelete="CASCADE"), primary_key=True)
    registration_id: Mapped[int] = mapped_column(
        sa.ForeignKey("registration.id", ondelete="CASCADE"), primary_key=True, index=True
    )
    visit: Mapped[StudyVisit] = relationship(init=False)
    registration: Mapped[Registration] = relationship(init=False)
    given_by_id: Mapped[int | None] = fk("person.id", default=None, index=False)
    given_at: Mapped[datetime]

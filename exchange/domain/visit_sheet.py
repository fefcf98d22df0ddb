"""A published study visit as plain values, and what it shares with a session: whether it takes place."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from exchange.domain.localised import Texts


class Status(StrEnum):
    """Whether something takes place; what is cancelled stays in the release and says so."""

    CONFIRMED = "confirmed"
    CANCELLED = "cancelled"


class StepFree(StrEnum):
    """Whether a visit can be made without a step."""

    YES = "yes"
    PARTLY = "partly"
    NO = "no"


@dataclass(frozen=True)
class Stop:
    """A stop of a study visit, in order; the first has no arrival, the last no departure.

    `names` are per language; `name` stands where there are none, as in sheets of before. Positions in degrees.
    """

    name: str
    arrives: datetime | None
    leaves: datetime | None
    purpose: Texts = field(default_factory=dict)
    form: str = ""
    latitude: float | None = None
    longitude: float | None = None
    address: str = ""
    names: Texts = field(default_factory=dict)


@dataclass(frozen=True)
class Leg:
    """The way to the next stop: leg 0 goes from stop 0 to stop 1."""

    mode: str
    minutes: int
    distance_km: float | None = None
    vehicle: str = ""


@dataclass(frozen=True)
class VisitSheet:
    """A published study visit, as a participant may see it."""

    guid: str
    number: int
    code: str
    titles: Texts
    summaries: Texts
    themes: tuple[str, ...]
    starts_at: datetime
    ends_at: datetime
    capacity: int
    languages: tuple[str, ...]
    step_free: StepFree
    bring: Texts
    question: Texts
    lead: str
    stops: tuple[Stop, ...]
    legs: tuple[Leg, ...] = ()
    limits: Texts = field(default_factory=dict)
    walk_km: float | None = None
    did_not_work: Texts = field(default_factory=dict)
    host_city: str = ""
    status: Status = Status.CONFIRMED
    sequence: int = 0
    updated_at: datetime = field(kw_only=True)

    @property
    def is_cancelled(self) -> bool:
        return self.status is Status.CANCELLED

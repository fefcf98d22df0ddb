"""The shapes of the demo's data. Times are aware UTC, which is also the time in Dakar; texts are {language: text}."""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time

from exchange.domain.waiting import WaitingRule

SEED = 20270525
EVENT_LANGUAGES = ("en", "fr", "es", "pt")

Words = dict[str, str]


@dataclass(frozen=True)
class Subtheme:
    """A subtheme such as HOU-2."""

    code: str
    names: Words


@dataclass(frozen=True)
class Theme:
    """A theme such as HOU, with the development goals it serves."""

    code: str
    names: Words
    goals: tuple[str, ...]
    subthemes: tuple[Subtheme, ...]


@dataclass(frozen=True)
class City:
    """A member city; `languages[0]` is the one its delegation works in, `delegates` the seats it takes."""

    code: str
    name: str
    country: str
    region: str
    income: str
    latitude: float
    longitude: float
    population: int
    languages: tuple[str, ...]
    zone: str
    delegates: int
    other_names: tuple[str, ...]


@dataclass(frozen=True)
class Room:
    """A room of the venue; `booths` are languages that can be interpreted there."""

    code: str
    name: str
    capacity: int
    booths: tuple[str, ...] = ()
    step_free: bool = True
    places: Words = field(default_factory=dict)


@dataclass(frozen=True)
class Forum:
    """The forum's own page."""

    slug: str
    titles: Words
    summaries: Words
    welcomes: Words
    languages: tuple[str, ...]
    starts_on: date
    ends_on: date
    zone: str
    host_city: str
    venue: str
    venue_address: str
    latitude: float
    longitude: float
    accent: str
    pattern_seed: str
    registration_opens: datetime
    registration_closes: datetime
    capacity: int
    city_quota: int
    host_quota: int
    rooms: tuple[Room, ...]


@dataclass(frozen=True)
class Person:
    """Somebody with an account. `kind`: mayor, councillor, senior, project, civil, business, host, organiser, guest."""

    key: str
    given: str
    family: str
    email: str
    city: str
    gender: str | None
    kind: str
    theme: str
    function: str
    language: str
    speaks: tuple[str, ...]
    understands: tuple[str, ...]

    @property
    def name(self) -> str:
        return f"{self.given} {self.family}"


@dataclass(frozen=True)
class Registration:
    """A person's registration; `standing` as domain.delegations.Standing has it."""

    person: Person
    role: str
    standing: str
    reason: str
    submitted_at: datetime
    decided_at: datetime | None
    diet: tuple[str, ...]
    access: tuple[str, ...]
    arrives: datetime | None
    leaves_on: date | None
    listed: bool
    needs_given: bool
    companion: bool
    childcare: bool
    visa_letter: bool
    vip: bool


@dataclass(frozen=True)
class Session:
    """A session of the agenda; `languages[0]` is the floor, `speakers` are keys of people."""

    code: str
    starts: datetime
    ends: datetime
    room: str
    languages: tuple[str, ...]
    format: str
    theme: str
    chair: str
    speakers: tuple[str, ...]
    titles: Words
    abstracts: Words


@dataclass(frozen=True)
class Pause:
    """Coffee, lunch or a reception, for everybody."""

    titles: Words
    starts: datetime
    ends: datetime
    kind: str


@dataclass(frozen=True)
class Stop:
    """A place on a visit; the first has no arrival, the last no departure."""

    names: Words
    address: str
    latitude: float
    longitude: float
    arrives: datetime | None
    leaves: datetime | None
    form: str
    purposes: Words


@dataclass(frozen=True)
class Leg:
    """The way to the next stop; `distance_km` is straight line x 1.35."""

    mode: str
    vehicle: str
    seats: int | None
    distance_km: float


@dataclass(frozen=True)
class Visit:
    """A study visit with its stops and legs (always one leg fewer than stops)."""

    code: str
    titles: Words
    summaries: Words
    questions: Words
    did_not_work: Words
    bring: Words
    limits: Words
    subthemes: tuple[str, ...]
    languages: tuple[str, ...]
    lead: str
    capacity_min: int
    capacity: int
    step_free: str
    walk_km: float | None
    cost: int
    stops: tuple[Stop, ...]
    legs: tuple[Leg, ...]


@dataclass(frozen=True)
class Ranking:
    """The three visits somebody wants, best first, and the question they bring to the first."""

    person: str
    visits: tuple[str, str, str]
    question: str


@dataclass(frozen=True)
class Wish:
    """A session somebody wants: weight 3 must, 1 would like."""

    person: str
    session: str
    weight: int


@dataclass(frozen=True)
class Statement:
    """What a city needs, offers or learned from failure; level starting, running or can_teach; priority 1 to 3."""

    city: str
    direction: str
    subtheme: str
    level: str
    priority: int
    language: str
    sentence: str


@dataclass(frozen=True)
class CityRequest:
    """'My city is not listed', asked by a person without a city."""

    name: str
    country: str
    note: str
    asked_by: Person


def at(day: int, clock: str) -> datetime:
    """The moment in May 2027 on that day at 'HH:MM' in Dakar, which keeps UTC all year."""
    return datetime.combine(date(2027, 5, day), time.fromisoformat(clock), UTC)


@dataclass(frozen=True)
class Limited:
    """A session that needs signing up; `overbook` in percent."""

    session: str
    places: int
    overbook: int = 0
    city_cap: int | None = None
    rule: WaitingRule = WaitingRule.FIRST_COME

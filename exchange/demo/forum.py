"""The forum itself, its venue and rooms, the first release, and what changed after it."""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime

from exchange.demo.reading import tables
from exchange.demo.values import EVENT_LANGUAGES, Forum, Pause, Room, Words, at

_TEXTS = tables("forum")

_GROUND = {"en": "Ground floor", "fr": "Rez-de-chaussée", "es": "Planta baja"}
_FIRST = {"en": "First floor, lift A", "fr": "Premier étage, ascenseur A", "es": "Primer piso, ascensor A"}
_GARDEN = {
    "en": "Garden pavilion, one step",
    "fr": "Pavillon du jardin, une marche",
    "es": "Pabellón del jardín, un escalón",
}
_HALL = {
    "en": "Ground floor, 25 tables, portable headsets",
    "fr": "Rez-de-chaussée, 25 tables, casques portables",
    "es": "Planta baja, 25 mesas, auriculares portátiles",
}
ROOMS = (
    Room("R1", "Baobab", 250, EVENT_LANGUAGES, places=_GROUND),
    Room("R2", "Téranga", 120, EVENT_LANGUAGES, places=_GROUND),
    Room("R3", "Sahel", 80, ("en", "fr"), places=_FIRST),
    Room("R4", "Casamance", 60, ("en", "fr", "es"), places=_FIRST),
    Room("R5", "Gorée", 40, places=_FIRST),
    Room("R6", "Saloum", 40, step_free=False, places=_GARDEN),
    Room("R7", "Atelier", 30, places=_GROUND),
    Room("R8", "Solutions Hall", 150, EVENT_LANGUAGES, places=_HALL),
)

FORUM = Forum(
    slug="dakar-2027",
    titles=_TEXTS["forum"]["title"],
    summaries=_TEXTS["forum"]["summary"],
    welcomes=_TEXTS["forum"]["welcome"],
    languages=EVENT_LANGUAGES,
    starts_on=date(2027, 5, 25),
    ends_on=date(2027, 5, 27),
    zone="Africa/Dakar",
    host_city="SN-DKR",
    venue="Forum Centre, Dakar-Plateau",
    venue_address="Dakar-Plateau, Dakar, Senegal",
    latitude=14.6680,
    longitude=-17.4330,
    accent="#b4472a",
    pattern_seed="dakar-2027",
    registration_opens=datetime(2026, 10, 1, 8, tzinfo=UTC),
    registration_closes=datetime(2027, 4, 30, 22, tzinfo=UTC),
    capacity=180,
    city_quota=3,
    host_quota=10,
    rooms=ROOMS,
)

_COFFEE, _LUNCH, _RECEPTION = (_TEXTS["pauses"][name] for name in ("coffee", "lunch", "reception"))

PAUSES = (
    Pause(_COFFEE, at(25, "10:15"), at(25, "10:45"), "coffee"),
    Pause(_LUNCH, at(25, "12:15"), at(25, "12:45"), "meal"),
    Pause(_COFFEE, at(25, "15:15"), at(25, "15:45"), "coffee"),
    Pause(_RECEPTION, at(25, "18:45"), at(25, "20:30"), "reception"),
    Pause(_LUNCH, at(26, "12:45"), at(26, "14:30"), "meal"),
    Pause(_COFFEE, at(26, "15:30"), at(26, "16:00"), "coffee"),
    Pause(_COFFEE, at(27, "10:30"), at(27, "11:00"), "coffee"),
    Pause(_LUNCH, at(27, "12:15"), at(27, "12:45"), "meal"),
)

RELEASED_AT = datetime(2026, 11, 16, 10, tzinfo=UTC)
RELEASE_NOTE: Words = _TEXTS["release"]["note"]


@dataclass(frozen=True)
class DraftChange:
    """What the organiser changed after the release; None: as it was."""

    session: str
    room: str | None = None
    starts: datetime | None = None
    titles: Words = field(default_factory=dict)


# What the organiser has changed since, not yet published: another room, another time, another title.
DRAFT_CHANGES = (
    DraftChange("S34", room="R5"),
    DraftChange("S38", starts=at(27, "13:00")),
    DraftChange("S07", titles=_TEXTS["draft"]["S07"]),
)

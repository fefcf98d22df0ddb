"""What a forum still lacks before each step; the rooms above add what they know."""

from dataclasses import dataclass
from enum import StrEnum


class Step(StrEnum):
    """What the organiser does next, in the usual order."""

    REGISTRATION = "registration"
    AGENDA = "agenda"
    VISITS = "visits"
    PRINT = "print"
    MATCHING = "matching"


class Check(StrEnum):
    """What must be there."""

    TITLES = "titles"
    WELCOME = "welcome"
    HOST_CITY = "host_city"
    VENUE = "venue"
    WINDOW = "window"
    CAPACITY = "capacity"
    QUOTA = "quota"
    ORGANISER = "organiser"
    PUBLIC = "public"
    THEMES = "themes"
    ROOMS = "rooms"
    BOOTHS = "booths"
    SUMMARIES = "summaries"
    ADDRESS = "address"


@dataclass(frozen=True)
class ForumCounts:
    """What a forum has: numbers of texts, rooms, themes, people; whether single facts are there."""

    languages: int
    titles: int
    welcomes: int
    summaries: int
    rooms: int
    booths: int
    themes: int
    organisers: int
    host_city: bool
    venue: bool
    address: bool
    window: bool
    capacity: bool
    quota: bool
    public: bool


@dataclass(frozen=True)
class Checked:
    """One line of the checklist; `have` of `wanted` where it is a matter of numbers."""

    step: Step
    check: Check
    done: bool
    have: int | None = None
    wanted: int | None = None


def forum_checks(counts: ForumCounts) -> list[Checked]:
    """The lines that the forum itself answers for, in the order in which they are best done."""
    registration, agenda, print_ = Step.REGISTRATION, Step.AGENDA, Step.PRINT
    return [
        _texts(registration, Check.TITLES, counts.titles, counts.languages),
        _texts(registration, Check.WELCOME, counts.welcomes, counts.languages),
        Checked(registration, Check.HOST_CITY, counts.host_city),
        Checked(registration, Check.VENUE, counts.venue),
        Checked(registration, Check.WINDOW, counts.window),
        Checked(registration, Check.CAPACITY, counts.capacity),
        Checked(registration, Check.QUOTA, counts.quota),
        Checked(registration, Check.ORGANISER, counts.organisers > 0, counts.organisers),
        Checked(registration, Check.PUBLIC, counts.public),
        Checked(agenda, Check.ROOMS, counts.rooms > 0, counts.rooms),
        # With one language nobody needs an interpreter.
        Checked(agenda, Check.BOOTHS, counts.languages < 2 or counts.booths > 0, counts.booths),
        Checked(agenda, Check.THEMES, counts.themes > 0, counts.themes),
        _texts(print_, Check.SUMMARIES, counts.summaries, counts.languages),
        Checked(print_, Check.ADDRESS, counts.address),
        Checked(Step.MATCHING, Check.THEMES, counts.themes > 0, counts.themes),
    ]


def _texts(step: Step, check: Check, have: int, wanted: int) -> Checked:
    return Checked(step, check, have >= wanted, have, wanted)

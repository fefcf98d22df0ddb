"""The 41 sessions and who speaks in them."""

from functools import cache
from typing import Any

from exchange.demo.cities import themes_of
from exchange.demo.people import delegations, people
from exchange.demo.reading import tables
from exchange.demo.registrations import approved, roles
from exchange.demo.values import Session, at

# Day of May 2027 for each file.
DAYS = {25: "sessions-day1", 26: "sessions-day2", 27: "sessions-day3"}
CLOSED = "S20"


@cache
def sessions() -> tuple[Session, ...]:
    """S01 to S41 in the order of the programme; a speaker is free at that time and speaks a language of the session."""
    plan = [_planned(code, cells, day) for day, name in DAYS.items() for code, cells in tables(name).items()]
    casting = _Casting([session for session, _ in plan])
    return tuple(casting.cast(session, cities) for session, cities in plan)


def _planned(code: str, cells: dict[str, Any], day: int) -> tuple[Session, list[str]]:
    session = Session(
        code=code,
        starts=at(day, cells["from"]),
        ends=at(day, cells["to"]),
        room=cells["room"],
        languages=tuple(cells["languages"]),
        format=cells["format"],
        theme=cells["theme"],
        chair=cells["chair"],
        speakers=(),
        titles=cells["title"],
        abstracts=cells["abstract"],
    )
    return session, cells["cities"]


def overlap(one: Session, other: Session) -> bool:
    """Whether the two sessions share a minute."""
    return one.starts < other.ends and other.starts < one.ends


class _Casting:
    """Finds one speaker from each city a session asks for."""

    def __init__(self, plan: list[Session]) -> None:
        self._busy: dict[str, list[Session]] = {}
        for session in plan:
            self._busy.setdefault(session.chair, []).append(session)

    def cast(self, session: Session, cities: list[str]) -> Session:
        speakers = tuple(self._speaker(session, city) for city in cities)
        return Session(**{**vars(session), "speakers": speakers})

    def _speaker(self, session: Session, city: str) -> str:
        free = [key for key in delegations()[city] if self._can_speak(key, session)]
        if not free:
            raise LookupError(f"nobody of {city} can speak in {session.code}")
        chosen = max(free, key=lambda key: self._fit(key, session))
        self._busy.setdefault(chosen, []).append(session)
        return chosen

    def _can_speak(self, key: str, session: Session) -> bool:
        return (
            key in approved()
            and any(language in people()[key].speaks for language in session.languages)
            and not any(overlap(session, other) for other in self._busy.get(key, ()))
            and (session.code != CLOSED or roles()[key] == "head")
        )

    def _fit(self, key: str, session: Session) -> tuple[bool, bool, int, str]:
        """Own theme first; heads for what a head should say; then whoever speaks least."""
        person = people()[key]
        plenary = session.format in ("plenary", "closed") and roles()[key] == "head"
        related = session.theme in themes_of(person.city) and person.kind in ("senior", "project")
        return (person.theme == session.theme or plenary, related, -len(self._busy.get(key, ())), key)


@cache
def engagements() -> dict[str, tuple[str, ...]]:
    """Codes of the sessions in which each person chairs or speaks."""
    found: dict[str, tuple[str, ...]] = {}
    for session in sessions():
        for key in (session.chair, *session.speakers):
            found[key] = (*found.get(key, ()), session.code)
    return found

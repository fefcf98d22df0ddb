"""Forums to measure on: topic (wishes follow themes), zero (a plan without a clash is planted), uniform (90 minutes).

Half-hour units, four blocks a day; plenaries are locked and alone, study visits take half a day, a few sessions are
locked, speakers are away at times, interpreters are few, series must not overlap and some sessions follow others.
"""

import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

BLOCKS, BLOCK_UNITS = 4, 3
DAY = BLOCKS * BLOCK_UNITS
CLOCK = ("09:00", "09:30", "10:00", "11:00", "11:30", "12:00", "14:00", "14:30", "15:00", "16:00", "16:30", "17:00")
LANGUAGES = ("fr", "es", "ar")
KINDS = (("workshop", 3), ("peer_exchange", 2), ("short_exchange", 1))
SHARES = (45, 35, 20)


@dataclass(frozen=True)
class Size:
    """How large a forum is."""

    sessions: int
    delegates: int
    days: int
    rooms: int


SIZES = {30: Size(30, 200, 3, 6), 80: Size(80, 500, 3, 10), 200: Size(200, 1000, 3, 20), 400: Size(400, 2000, 4, 28)}


def forum(family: str, size: Size, seed: int) -> dict[str, Any]:
    """An instance in the file format, with the plan it was built around under "planted".

    The rules are drawn around that plan, so there is always one that keeps them all.
    """
    return _Builder(family, size, random.Random(f"{family} {size} {seed}")).build(f"{family}-{size.sessions}-{seed}")


class _Builder:
    def __init__(self, family: str, size: Size, chance: random.Random) -> None:
        self.family, self.size, self.chance = family, size, chance
        self.units = size.days * DAY
        self.rooms = [self._room(number) for number in range(size.rooms)]
        self.free = {room["id"]: set(range(self.units)) - set(room["unavailable"]) for room in self.rooms}
        self.planted: dict[str, tuple[int, str | None]] = {}
        self.sessions: list[dict[str, Any]] = []
        self.spans: dict[str, set[int]] = {}
        self.tracks = max(4, size.sessions // 12)

    def build(self, name: str) -> dict[str, Any]:
        self._place_sessions()
        self._add_speakers()
        self._add_interpretation()
        self._add_locks()
        return {
            "name": name,
            "unit_minutes": 30,
            "units": [
                {"day": u // DAY, "block": u % DAY // BLOCK_UNITS, "start": CLOCK[u % DAY]} for u in range(self.units)
            ],
            "rooms": self.rooms,
            "sessions": self.sessions,
            "speakers": self.speakers,
            "interpreters": self.interpreters,
            "no_overlap_groups": list(self._groups()),
            "precedence": list(self._precedence()),
            "wishes": list(self._wishes()),
            "planted": {name: list(place) for name, place in self.planted.items()},
        }

    def _room(self, number: int) -> dict[str, Any]:
        share = number / max(self.size.rooms - 1, 1)
        away = self.chance.random() < 0.15 and number > 0
        begin = self.chance.randrange(self.units // BLOCK_UNITS) * BLOCK_UNITS
        return {
            "id": f"R{number:02}",
            "capacity": max(25, round(self.size.delegates * 1.2 * 0.02**share)),
            "features": [
                one for one in ("projector", "hybrid", "movable_chairs", "hearing_loop") if self.chance.random() < 0.6
            ],
            "booths": max(0, 5 - 6 * number // self.size.rooms),
            "unavailable": list(range(begin, min(begin + 6, self.units))) if away else [],
        }

    def _place_sessions(self) -> None:
        if self.family != "uniform":
            for day in range(self.size.days):
                self._add("plenary", 3, "R00", day * DAY, exclusive=True)
        visits = self.size.sessions // 25 if self.family != "uniform" else 0
        for _ in range(visits):
            self._add("study_visit", 6, None, self.chance.choice([u for u in range(6, self.units, 6) if u % DAY]))
        count = self.size.sessions - len(self.sessions)
        kinds = [0] * count if self.family == "uniform" else self.chance.choices(range(len(KINDS)), SHARES, k=count)
        # The long ones first: later the rooms have only short gaps left.
        for kind in sorted(kinds):
            self._add_anywhere(*KINDS[kind])

    def _add_anywhere(self, kind: str, units: int) -> None:
        wide = [
            (room, start)
            for room in self.rooms
            for start in range(self.units)
            if start % BLOCK_UNITS + units <= BLOCK_UNITS
            and self.free[room["id"]].issuperset(range(start, start + units))
        ]
        room, start = self.chance.choice(wide)
        self._add(kind, units, room["id"], start)
        session = self.sessions[-1]
        session["min_capacity"] = int(room["capacity"] * self.chance.uniform(0.1, 0.8))
        session["features"] = [one for one in room["features"] if self.chance.random() < 0.25]

    def _add(self, kind: str, units: int, room: str | None, start: int, exclusive: bool = False) -> None:
        name = f"S{len(self.sessions):03}"
        span = set(range(start, start + units))
        for key in self.free if exclusive else [room]:
            if key is not None:
                self.free[key] -= span
        self.planted[name], self.spans[name] = (start, room), span
        self.sessions.append(
            {"id": name, "kind": kind, "dur": units, "track": self.chance.randrange(self.tracks), "speakers": [],
             "interpretation": [], "features": [], "min_capacity": 0, "starts": None,
             "lock_start": start if exclusive else None, "lock_room": room if exclusive else None,
             "exclusive": exclusive}
        )  # fmt: skip

    def _add_speakers(self) -> None:
        """One to three a session; who is away is away when the planted plan does not need them."""
        busy: dict[str, set[int]] = {f"P{n:03}": set() for n in range(self.size.sessions)}
        for session in self.sessions:
            span = self._span(session["id"])
            able = [person for person, units in busy.items() if units.isdisjoint(span)]
            session["speakers"] = sorted(self.chance.sample(able, min(self.chance.randint(1, 3), len(able))))
            for person in session["speakers"]:
                busy[person] |= span
        self.speakers = []
        for person, units in busy.items():
            day = self.chance.randrange(self.size.days)
            away = set(range(day * DAY, day * DAY + DAY)) - units if self.chance.random() < 0.15 else set()
            self.speakers.append({"id": person, "unavailable": sorted(away)})

    def _add_interpretation(self) -> None:
        booths = {room["id"]: room["booths"] for room in self.rooms}
        for session in self.sessions:
            most = booths.get(self.planted[session["id"]][1] or "", 0)
            if most and self.chance.random() < 0.4:
                session["interpretation"] = sorted(self.chance.sample(LANGUAGES, min(most, self.chance.randint(1, 2))))
        self.interpreters = [{"lang": one, "teams": self._peak(one)} for one in LANGUAGES]

    def _peak(self, language: str) -> int:
        spans = [self._span(one["id"]) for one in self.sessions if language in one["interpretation"]]
        return max((sum(unit in span for span in spans) for unit in range(self.units)), default=0) + 1

    def _add_locks(self) -> None:
        for session in self.sessions:
            if self.chance.random() < 0.08:
                session["lock_start"], room = self.planted[session["id"]]
                session["lock_room"] = room if self.chance.random() < 0.5 else None

    def _groups(self) -> Iterator[dict[str, Any]]:
        for track in range(self.tracks):
            chosen: list[str] = []
            for session in self.chance.sample(self.sessions, len(self.sessions)):
                apart = all(self._span(session["id"]).isdisjoint(self._span(name)) for name in chosen)
                if session["track"] == track and apart and len(chosen) < 4:
                    chosen.append(session["id"])
            if len(chosen) > 1:
                yield {"id": f"track-{track}", "sessions": chosen}

    def _precedence(self) -> Iterator[list[str]]:
        for _ in range(self.size.sessions // 15):
            first, second = (one["id"] for one in self.chance.sample(self.sessions, 2))
            if max(self._span(first)) < min(self._span(second)):
                yield [first, second]

    def _wishes(self) -> Iterator[list[str]]:
        popular = {one["id"]: self.chance.paretovariate(1.2) for one in self.sessions if not one["exclusive"]}
        tracks = {one["id"]: one["track"] for one in self.sessions}
        for _ in range(self.size.delegates):
            favourites = self.chance.sample(range(self.tracks), min(2, self.tracks))
            taste = {name: min(value, 8) * (4 if tracks[name] in favourites else 1) for name, value in popular.items()}
            yield self._picked(taste, self.chance.randint(3, 12), self._fits if self.family == "zero" else None)

    def _picked(self, taste: dict[str, float], count: int, fits: Callable[[str, list[str]], bool] | None) -> list[str]:
        chosen: list[str] = []
        left = dict(taste)
        while left and len(chosen) < count:
            name = self.chance.choices(list(left), list(left.values()))[0]
            del left[name]
            if fits is None or fits(name, chosen):
                chosen.append(name)
        return chosen

    def _fits(self, name: str, chosen: list[str]) -> bool:
        return all(self._span(name).isdisjoint(self._span(other)) for other in chosen)

    def _span(self, name: str) -> set[int]:
        return self.spans[name]

"""How long it takes to check a whole agenda, and to map where one session could stand."""

import random
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from exchange.domain.timetable import Break, BreakKind, Facts, Hall, Involved, Layout, Need, Placed, Span, Team
from exchange.domain.timetable_check import Timetable

OPENS = datetime(2027, 5, 25, tzinfo=UTC)
STARTS = [OPENS + timedelta(days=day, minutes=540 + 10 * step) for day in range(3) for step in range(60)]
LANGUAGES = ("en", "fr", "es", "pt")


def run() -> Iterator[tuple[str, str]]:
    """An agenda with every kind of fact in it, as crowded as a draft gets."""
    agenda = forum(200, 16)
    yield "agenda check 200 sessions ms", _milliseconds(lambda: Timetable(agenda).clashes())
    crowded = Timetable(forum(400, 28))
    keys = iter(range(400))
    yield "agenda map 400 sessions 28 rooms 180 starts ms", _milliseconds(lambda: _map(crowded, next(keys)))


def forum(sessions: int, rooms: int, seed: int = 1) -> Facts:
    """An agenda drawn from a seed: rooms are taken in turn, people and wishes by chance."""
    chance = random.Random(seed)
    return Facts(
        sessions=[_session(key, rooms, chance) for key in range(sessions)],
        halls=[_hall(key, chance) for key in range(rooms)],
        breaks=[_break(day, hour, kind) for day in range(3) for hour, kind in _PAUSES],
        opens=OPENS,
        closes=OPENS + timedelta(days=3),
        zone=ZoneInfo("Africa/Dakar"),
        absences={person: [Span(OPENS, OPENS + timedelta(days=1))] for person in range(20)},
        vips=dict.fromkeys(range(20, 40), 20),
        teams={language: Team(4) for language in LANGUAGES},
        walks={("A", "B"): 12},
        wished_together={(a, b): 20 for a in range(sessions) for b in chance.sample(range(sessions), 4) if a < b},
    )


_PAUSES = ((10, BreakKind.COFFEE), (12, BreakKind.MEAL), (16, BreakKind.PRAYER))


def _session(key: int, rooms: int, chance: random.Random) -> Placed:
    starts_at = OPENS + timedelta(days=key // rooms % 3, minutes=540 + 100 * (key // rooms // 3))
    return Placed(
        key,
        f"S{key:03}",
        f"Session {key}",
        key % rooms,
        starts_at,
        starts_at + timedelta(minutes=90),
        people=tuple(Involved(person, f"Person {person}", "speaker") for person in chance.sample(range(700), 4)),
        cities=tuple(Involved(city, f"City {city}", "") for city in chance.sample(range(200), 2)),
        seats=chance.randint(10, 150),
        languages=LANGUAGES[: chance.randint(1, 3)] if key % 2 else ("en",),
        layout=chance.choice(list(Layout)),
        needs=frozenset(chance.sample(list(Need), 2)),
        series=f"Series {key % 60}" if key % 4 == 0 else "",
        after=frozenset({key - 1}) if key % 10 == 9 else frozenset(),
        exclusive=key % 100 == 0,
    )


def _hall(key: int, chance: random.Random) -> Hall:
    features = frozenset(chance.sample(list(Need), 4))
    return Hall(key, f"R{key:02}", chance.randint(30, 300), LANGUAGES, {}, 30, features, "AB"[key % 2])


def _break(day: int, hour: int, kind: BreakKind) -> Break:
    starts_at = OPENS + timedelta(days=day, hours=hour)
    return Break(kind.value, starts_at, starts_at + timedelta(minutes=30), kind)


def _map(timetable: Timetable, key: int) -> int:
    rooms = range(len(timetable.facts.halls))
    return sum(len(timetable.clashes_if(key, room, start)) for start in STARTS for room in rooms)


def _milliseconds(work: Callable[[], object]) -> str:
    """The best of seven: what else the machine does is not ours."""
    times = []
    for _turn in range(7):
        started = time.perf_counter()
        work()
        times.append((time.perf_counter() - started) * 1000)
    return f"{min(times):.1f}"

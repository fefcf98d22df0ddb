"""A day as a grid for screen and paper: rooms are columns, minutes go down.

Sessions stand where they are in time, true to the minute; a plenary with nothing beside it
goes across all rooms, so does a pause; sessions at the same time in the same room share its
width in lanes; all study visits of a day share one wide column.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from enum import StrEnum

from exchange.domain.programme import Day, Pause, Programme, Room, Session, VisitSheet

PLENARY = "plenary"
VISITS = "visits"
ELSEWHERE = "elsewhere"


class ItemKind(StrEnum):
    SESSION = "session"
    PLENARY = "plenary"
    PAUSE = "pause"
    VISITS = "visits"


@dataclass(frozen=True)
class GridColumn:
    """A room; or, with `room` None, the study visits (VISITS) or sessions in no room (ELSEWHERE)."""

    key: str
    room: Room | None
    weight: int = 1


@dataclass(frozen=True)
class GridItem:
    """Something in the grid.

    `start` and `end` are minutes from the grid's `starts_at`; `row` and `row_end` number the
    grid's `lines` from 1, as CSS grid lines do; `column` counts from 0 and `columns` is how many
    it covers. In a column with `lanes` > 1 the item takes lane `lane` (from 0). `free` tells for
    a pause which columns nothing else uses meanwhile, as (first, how many): put its name there.
    """

    kind: ItemKind
    start: int
    end: int
    column: int
    columns: int = 1
    lane: int = 0
    lanes: int = 1
    row: int = 0
    row_end: int = 0
    session: Session | None = None
    pause: Pause | None = None
    visits: tuple[VisitSheet, ...] = ()
    free: tuple[int, int] = (0, 0)


@dataclass(frozen=True)
class DayGrid:
    """`starts_at` is a full hour; `hours` are (minute, local time) of every full hour; it ends on a half;
    `lines` are the minutes at which something starts or ends, in order, each once."""

    day: Day
    starts_at: datetime
    minutes: int
    columns: tuple[GridColumn, ...]
    items: tuple[GridItem, ...]
    hours: tuple[tuple[int, datetime], ...]
    lines: tuple[int, ...]


def day_grid(
    programme: Programme,
    day: Day,
    visits: Iterable[VisitSheet] = (),
    sessions: Iterable[Session] | None = None,
    *,
    every_room: bool = False,
) -> DayGrid | None:
    """The grid of a day, or None when nothing takes place on it.

    `sessions` narrows the grid to these (a filter's result); cancelled ones are left out.
    `every_room` also gives a column to rooms in which nothing takes place.
    """
    wanted = None if sessions is None else {session.guid for session in sessions}
    shown = [s for s in day.confirmed if wanted is None or s.guid in wanted]
    tours = tuple(sorted(_on(programme, day.date, visits), key=lambda v: v.code))
    spans = [(s.starts_at, s.ends_at) for s in shown] + [(v.starts_at, v.ends_at) for v in tours]
    if not spans:
        return None
    start = _full_hour(programme, min(begin for begin, _ in spans))
    columns = _columns(programme, shown, tours, every_room)
    pauses = [p for p in day.pauses if p.starts_at >= start and p.starts_at <= max(end for _, end in spans)]
    items = _items(start, columns, shown, tours, pauses)
    return _grid(programme, day, start, columns, items)


def _grid(
    programme: Programme, day: Day, start: datetime, columns: Sequence[GridColumn], items: Sequence[GridItem]
) -> DayGrid:
    last = max(item.end for item in items)
    minutes = -(-last // 30) * 30
    lines = sorted({0, minutes, *(i.start for i in items), *(i.end for i in items)})
    row = {minute: number for number, minute in enumerate(lines, start=1)}
    return DayGrid(
        day=day,
        starts_at=start,
        minutes=minutes,
        columns=tuple(columns),
        items=tuple(replace(item, row=row[item.start], row_end=row[item.end]) for item in items),
        hours=tuple((m, programme.local(start + timedelta(minutes=m))) for m in range(0, minutes + 1, 60)),
        lines=tuple(lines),
    )


def _on(programme: Programme, day: date, visits: Iterable[VisitSheet]) -> list[VisitSheet]:
    return [v for v in visits if not v.is_cancelled and programme.local(v.starts_at).date() == day]


def _full_hour(programme: Programme, instant: datetime) -> datetime:
    local = programme.local(instant)
    return instant - timedelta(minutes=local.minute, seconds=local.second)


def _columns(
    programme: Programme, sessions: list[Session], visits: Sequence[VisitSheet], every_room: bool
) -> list[GridColumn]:
    used = {session.room for session in sessions}
    columns = [GridColumn(room.code, room) for room in programme.rooms if every_room or room.code in used]
    if any(programme.room(code) is None for code in used):
        columns.append(GridColumn(ELSEWHERE, None))
    if visits:
        columns.append(GridColumn(VISITS, None, weight=2))
    return columns


def _items(
    start: datetime,
    columns: list[GridColumn],
    sessions: list[Session],
    visits: tuple[VisitSheet, ...],
    pauses: list[Pause],
) -> list[GridItem]:
    place = {column.key: number for number, column in enumerate(columns)}
    items = [_session_item(start, place, len(columns), session, sessions, visits) for session in sessions]
    items = _in_lanes(items)
    if visits:
        begin, end = min(v.starts_at for v in visits), max(v.ends_at for v in visits)
        items.append(
            GridItem(ItemKind.VISITS, _minute(start, begin), _minute(start, end), place[VISITS], visits=visits)
        )
    return [*(_pause_item(start, pause, len(columns), items) for pause in pauses), *items]


def _session_item(
    start: datetime,
    place: dict[str, int],
    width: int,
    session: Session,
    sessions: list[Session],
    visits: tuple[VisitSheet, ...],
) -> GridItem:
    begin, end = _minute(start, session.starts_at), _minute(start, session.ends_at)
    others: list[Session | VisitSheet] = [*sessions, *visits]
    beside = any(_overlap(session, other) for other in others if other is not session)
    if session.format == PLENARY and not beside:
        return GridItem(ItemKind.PLENARY, begin, end, 0, width, session=session)
    column = place.get(session.room or "", place.get(ELSEWHERE, 0))
    return GridItem(ItemKind.SESSION, begin, end, column, session=session)


def _pause_item(start: datetime, pause: Pause, width: int, items: list[GridItem]) -> GridItem:
    begin, end = _minute(start, pause.starts_at), _minute(start, pause.ends_at)
    taken = {
        column
        for item in items
        if item.start < end and begin < item.end
        for column in range(item.column, item.column + item.columns)
    }
    return GridItem(ItemKind.PAUSE, begin, end, 0, width, pause=pause, free=_widest_gap(taken, width))


def _widest_gap(taken: set[int], width: int) -> tuple[int, int]:
    best, first = (0, 0), 0
    for column in range(width + 1):
        if column in taken or column == width:
            best = max(best, (first, column - first), key=lambda gap: gap[1])
            first = column + 1
    return best


def _in_lanes(items: list[GridItem]) -> list[GridItem]:
    """Items of one column that overlap get lanes beside each other; the others keep the full width."""
    placed: list[GridItem] = []
    for column in sorted({item.column for item in items}):
        mine = sorted((i for i in items if i.column == column), key=lambda i: (i.start, i.end))
        for cluster in _clusters(mine):
            placed += _lanes(cluster)
    return sorted(placed, key=lambda i: (i.start, i.column, i.lane))


def _clusters(items: list[GridItem]) -> list[list[GridItem]]:
    clusters: list[list[GridItem]] = []
    end = -1
    for item in items:
        if item.start >= end:
            clusters.append([])
        clusters[-1].append(item)
        end = max(end, item.end)
    return clusters


def _lanes(cluster: list[GridItem]) -> list[GridItem]:
    ends: list[int] = []
    lanes: list[int] = []
    for item in cluster:
        free = next((n for n, end in enumerate(ends) if end <= item.start), len(ends))
        ends[free : free + 1] = [item.end]
        lanes.append(free)
    return [replace(item, lane=lane, lanes=len(ends)) for item, lane in zip(cluster, lanes, strict=True)]


def _overlap(one: Session, other: Session | VisitSheet) -> bool:
    return one.starts_at < other.ends_at and other.starts_at < one.ends_at


def _minute(start: datetime, instant: datetime) -> int:
    return int((instant - start).total_seconds() // 60)

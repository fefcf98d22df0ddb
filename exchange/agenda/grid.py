"""A day of a programme as templates/parts/agenda.html draws it: rooms as columns, five minutes as a row."""

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from typing import Any

from flask_babel import gettext as _

from exchange.agenda.history import NO_NEWS, News
from exchange.agenda.sentences import clock, format_name, page_language, room_called, said, span
from exchange.domain.day_grid import DayGrid, GridItem, ItemKind, day_grid
from exchange.domain.programme import Day, Programme, Session, VisitSheet

STEP = 5
MOST_STEPS = 168


@dataclass(frozen=True)
class GridPage:
    """What the macro day_grid takes; `cancelled` are left out of the grid and shown below it."""

    rooms: list[dict[str, str]]
    items: list[dict[str, Any]]
    hours: list[tuple[int, str]]
    cancelled: tuple[Session, ...]


def grid_page(
    programme: Programme,
    day: Day,
    address: Callable[[Session], str],
    *,
    visits: Iterable[VisitSheet] = (),
    visits_address: str = "",
    sessions: Collection[Session] | None = None,
    mine: Collection[str] = (),
    every_room: bool = False,
    news: News = NO_NEWS,
) -> GridPage | None:
    """A day for the page, or None when nothing takes place on it. `mine` are guids; `sessions` narrows;
    `every_room` shows the rooms that are free all day too; what `news` tells of is marked."""
    grid = day_grid(programme, day, visits, sessions, every_room=every_room)
    shown = day.sessions if sessions is None else sessions
    cancelled = tuple(session for session in shown if session.is_cancelled)
    if grid is None:
        return GridPage([], [], [], cancelled) if cancelled else None
    drawing = _Drawing(programme, grid, address, visits_address, mine, news)
    return GridPage(drawing.rooms(), drawing.items(), drawing.hours(), cancelled)


class _Drawing:
    def __init__(
        self,
        programme: Programme,
        grid: DayGrid,
        address: Callable[[Session], str],
        visits_address: str,
        mine: Collection[str],
        news: News,
    ) -> None:
        self.programme, self.grid = programme, grid
        self.address, self.visits_address, self.mine, self.news = address, visits_address, mine, news
        # A room with two things at a time gets as many columns: a draft may still have clashes.
        self.widths = [self._lanes(number) for number in range(len(grid.columns))]
        self.offsets = [sum(self.widths[:number]) for number in range(len(grid.columns))]

    def _lanes(self, column: int) -> int:
        return max([item.lanes for item in self.grid.items if item.column == column and item.session], default=1)

    def rooms(self) -> list[dict[str, str]]:
        found = []
        for column, width in zip(self.grid.columns, self.widths, strict=True):
            room = column.room
            name = self.programme.room_name(room, page_language()).text
            name = name or (_("Study visits") if column.key == "visits" else _("Elsewhere"))
            found += [{"name": name, "text": str(room.capacity) if room else ""}] * width
        return found

    def hours(self) -> list[tuple[int, str]]:
        return [(minute // STEP, f"{local:%H:%M}") for minute, local in self.grid.hours if minute // STEP <= MOST_STEPS]

    def items(self) -> list[dict[str, Any]]:
        in_time = sorted(self.grid.items, key=lambda item: (item.start, item.column, item.lane))
        return [self._item(item) for item in in_time]

    def _item(self, item: GridItem) -> dict[str, Any]:
        start = min(item.start // STEP, MOST_STEPS)
        place = {"start": start, "span": max(1, min(-(-item.end // STEP) - start, MOST_STEPS))}
        if item.kind is ItemKind.PAUSE:
            return place | self._pause(item)
        if item.kind is ItemKind.VISITS:
            return place | self._visits(item)
        return place | self._session(item)

    def _pause(self, item: GridItem) -> dict[str, Any]:
        assert item.pause  # noqa: S101
        title = said(self.programme, item.pause.titles)
        first, count = item.free if item.free[1] else (0, len(self.widths))
        return {
            "title": title.text,
            "title_language": title.language if title.is_fallback else None,
            "time": span(item.pause.starts_at, item.pause.ends_at, self.programme.forum.zone),
            "kind": "break",
            "column": self.offsets[first],
            "columns": sum(self.widths[first : first + count]) if count < len(self.widths) else 0,
        }

    def _visits(self, item: GridItem) -> dict[str, Any]:
        titles = (f"{visit.code} {said(self.programme, visit.titles).text}" for visit in item.visits)
        first, last = min(v.starts_at for v in item.visits), max(v.ends_at for v in item.visits)
        return {
            "title": _("Study visits"),
            "href": self.visits_address,
            "time": f"{clock(first, self.programme.forum.zone)}–{clock(last, self.programme.forum.zone)}",
            "text": " · ".join(titles),
            "column": self.offsets[item.column],
            "columns": 1,
        }

    def _session(self, item: GridItem) -> dict[str, Any]:
        assert item.session  # noqa: S101
        session, programme = item.session, self.programme
        title, theme = said(programme, session.titles), programme.theme(session.theme)
        plenary = item.kind is ItemKind.PLENARY
        return {
            "title": title.text,
            "title_language": title.language if title.is_fallback else None,
            "href": self.address(session),
            "time": span(session.starts_at, session.ends_at, programme.forum.zone),
            "text": self._plenary_text(session) if plenary else self._people_text(session),
            "theme": theme.code if theme else None,
            "theme_label": said(programme, theme.names).text if theme else None,
            "languages": session.languages,
            "kind": "wide" if plenary else None,
            "news": " · ".join(self.news.marks(session.guid)),
            "mark": "mine" if session.guid in self.mine else None,
            "column": 0 if plenary else self.offsets[item.column] + item.lane,
            "columns": 0 if plenary else self._covered(item),
        }

    def _covered(self, item: GridItem) -> int:
        return self.widths[item.column] if item.lanes == 1 else 1

    def _plenary_text(self, session: Session) -> str:
        room = room_called(self.programme, session).text
        return " · ".join(filter(None, (format_name(session.format), room)))

    def _people_text(self, session: Session) -> str:
        people = self.programme.people_of(session)
        return " · ".join(", ".join(filter(None, (one.family_name or one.name, one.city))) for one, _role in people)

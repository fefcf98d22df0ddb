"""The public agenda page: what the reader asked for, and the day that answers it."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from flask import render_template, request, url_for
from markupsafe import Markup
from werkzeug.datastructures import MultiDict

from exchange import clock
from exchange.agenda.cards import session_values
from exchange.agenda.freshness import code_mark
from exchange.agenda.grid import grid_page
from exchange.agenda.history import News
from exchange.agenda.sentences import format_name, page_language, said
from exchange.agenda.shelf import Shelf
from exchange.domain.programme import Day, Programme, Session, VisitSheet
from exchange.domain.programme_filter import Filter, matching
from exchange.domain.text import fold
from exchange.i18n import SPOKEN, language_name

_days: Shelf[tuple[Markup, tuple[int, ...]]] = Shelf(400)


@dataclass(frozen=True)
class Asked:
    """What the query string says; nothing in it is trusted to exist."""

    day: str = ""
    view: str = "grid"
    theme: str = ""
    language: str = ""
    room: str = ""
    format: str = ""
    q: str = ""
    understand: tuple[str, ...] = ()

    @property
    def narrows(self) -> bool:
        """Whether any filter is set."""
        return bool(self.theme or self.language or self.room or self.format or self.q or self.understand)

    def filter(self) -> Filter:
        """The same for the programme."""
        return Filter(self.theme, self.language, self.room, self.format, self.q, self.understand)


@dataclass(frozen=True)
class Reader:
    """What the page knows about who reads it: weights of wishes by guid (0: has a role), and languages."""

    wishes: Mapping[str, int] = field(default_factory=dict)
    understands: tuple[str, ...] = ()
    may_wish: bool = False


def asked(args: MultiDict[str, str], understands: tuple[str, ...] = ()) -> Asked:
    """The query string's wishes; `follow` stands for the languages the reader told us."""
    typed = {name: args.get(name, "")[:80].strip() for name in ("day", "theme", "language", "room", "format", "q")}
    chosen = [code for part in args.getlist("understand") for code in part.lower().split(",")]
    languages = tuple(dict.fromkeys(code for code in chosen if code in SPOKEN))
    if args.get("follow") and understands:
        languages = understands
    return Asked(**typed, view="list" if args.get("view") == "list" else "grid", understand=languages)


def chosen_day(programme: Programme, wanted: Asked) -> Day:
    """The day asked for; else today, else the first one."""
    by_date = {day.date.isoformat(): day for day in programme.days}
    today = programme.local(clock.now()).date().isoformat()
    return by_date.get(wanted.day) or by_date.get(today) or programme.days[0]


def day_html(
    digest: str,
    programme: Programme,
    day: Day,
    wanted: Asked,
    reader: Reader,
    visits: tuple[VisitSheet, ...],
    news: News,
) -> tuple[Markup, tuple[int, ...]]:
    """The day as HTML, and how many sessions fit on each day; kept, for it only depends on what is in the key.

    A release's news are as fixed as its digest.
    """
    key = (
        digest, code_mark(), page_language(), day.index, replace(wanted, day=""), request.script_root,
        frozenset(reader.wishes.items()), reader.may_wish, tuple((visit.guid, visit.sequence) for visit in visits),
    )  # fmt: skip
    return _days.get(key, lambda: _render(programme, day, wanted, reader, visits, news))


def forget() -> None:
    """Empties what is kept; for measuring."""
    _days.clear()


def _render(
    programme: Programme, day: Day, wanted: Asked, reader: Reader, visits: tuple[VisitSheet, ...], news: News
) -> tuple[Markup, tuple[int, ...]]:
    fitting = matching(programme, wanted.filter()) if wanted.narrows else programme.in_order
    found = {session.guid for session in fitting}
    counts = tuple(sum(1 for session in one.sessions if session.guid in found) for one in programme.days)
    here = [session for session in day.sessions if session.guid in found]
    shown = _list(programme, here, reader, news) if wanted.view == "list" else {}
    if wanted.view == "grid":
        slug = programme.forum.slug
        shown["grid"] = grid_page(
            programme, day, lambda session: _address(programme, session), sessions=here, mine=set(reader.wishes),
            visits=() if wanted.narrows else visits, visits_address=f"{request.script_root}/f/{slug}/visits/",
            news=news,
        )  # fmt: skip
    page = render_template(
        "agenda/day.html", programme=programme, day=day, here=here, view=wanted.view, may_wish=reader.may_wish,
        wishes=reader.wishes, address=_address, said=said, **shown,
    )  # fmt: skip
    return Markup(page), counts  # noqa: S704 - rendered by a template that escapes


def _list(programme: Programme, sessions: list[Session], reader: Reader, news: News) -> dict[str, Any]:
    slots: dict[str, list[tuple[Session, dict[str, Any]]]] = {}
    for session in sessions:
        start = f"{programme.local(session.starts_at):%H:%M}"
        values = session_values(programme, session, _address(programme, session), reader.wishes, news)
        slots.setdefault(start, []).append((session, values))
    return {"slots": slots}


def _address(programme: Programme, session: Session) -> str:
    return url_for("agenda.session", slug=programme.forum.slug, code=session.code)


def filter_choices(programme: Programme) -> dict[str, list[tuple[str, str]]]:
    """What the filters offer: only what the programme has."""
    sessions = programme.sessions
    themes, rooms = {s.theme for s in sessions}, {s.room for s in sessions}
    spoken = sorted({code for session in sessions for code in session.languages})
    formats = sorted({(session.format, format_name(session.format)) for session in sessions}, key=lambda pair: pair[1])
    named = [(theme.code, said(programme, theme.names).text) for theme in programme.themes if theme.code in themes]
    return {
        "theme": sorted(named, key=lambda pair: fold(pair[1])),
        "room": [
            (room.code, programme.room_name(room, page_language()).text)
            for room in programme.rooms
            if room.code in rooms
        ],
        "language": [(code, language_name(code)) for code in spoken],
        "format": formats,
    }

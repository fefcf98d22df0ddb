"""Somebody's own agenda: what they wish to see, where they speak, and what other rooms add."""

from dataclasses import dataclass, field, replace
from datetime import date

from flask import url_for

from exchange.accounts.models import Person
from exchange.agenda import queries, queries_seats, sentences
from exchange.agenda.cards import wish_name
from exchange.agenda.seat_panel import SeatPanel, asked_panels
from exchange.agenda.signals import MyItem, answers, my_agenda_shown
from exchange.domain.programme import Programme, Session
from exchange.domain.session_seats import SeatStanding
from exchange.domain.timetable import overlapping
from exchange.forums.models import Forum
from exchange.i18n import word


@dataclass(frozen=True)
class MyLine:
    """One line of the page. `code` is that of a wished session, whose wish can be taken back; `seat` the code of one
    that needs signing up; `beside` are titles of what happens at the same time."""

    item: MyItem
    code: str = ""
    cancelled: bool = False
    seat: str = ""
    beside: tuple[str, ...] = ()


@dataclass(frozen=True)
class MyAgenda:
    """Lines by day, how many overlap, whether the person may choose sessions, and which seats ask for an answer."""

    days: dict[date, list[MyLine]] = field(default_factory=dict)
    overlaps: int = 0
    may_wish: bool = False
    asked: list[SeatPanel] = field(default_factory=list)


def my_days(person: Person, forum: Forum, programme: Programme | None) -> MyAgenda:
    """Everything of somebody in a forum, by day and time, with what overlaps."""
    lines = _sessions(person, forum, programme) if programme else []
    added = (item for items in answers(my_agenda_shown, forum, person=person) for item in items)
    lines += [MyLine(item) for item in added]
    lines = _with_overlaps(sorted(lines, key=lambda line: (line.item.starts_at, line.item.title)))
    days: dict[date, list[MyLine]] = {}
    for line in lines:
        days.setdefault(line.item.starts_at.astimezone(forum.zone).date(), []).append(line)
    may_wish = queries.understood_by(person, forum) is not None
    asked = asked_panels(person, forum, programme) if programme else []
    return MyAgenda(days, sum(1 for line in lines if line.beside), may_wish, asked)


def _sessions(person: Person, forum: Forum, programme: Programme) -> list[MyLine]:
    wishes = queries.wishes_of(person, forum)
    own = {session.guid: session for session in programme.sessions_of(str(person.id))}
    seats = queries_seats.standings_of(person.id)
    limited = {signup.session.guid for signup in queries_seats.signups_of(forum)}
    chosen = [one for one in programme.in_order if (one.guid in wishes or one.guid in seats) and one.guid not in own]
    return [_own(programme, session, str(person.id)) for session in own.values()] + [
        _chosen(programme, session, wishes.get(session.guid), seats.get(session.guid), session.guid in limited)
        for session in chosen
    ]


def _chosen(
    programme: Programme, session: Session, weight: int | None, seat: SeatStanding | None, limited: bool
) -> MyLine:
    """A session that is wished or signed up for; who only waits for a seat there is not bound yet."""
    note = word(seat) if seat else wish_name(weight or 0)
    item = replace(_item(programme, session, note), tentative=seat in (SeatStanding.WAITING, SeatStanding.OFFERED))
    code = session.code if weight and seat is not SeatStanding.HELD else ""
    return MyLine(item, code, session.is_cancelled, session.code if limited and not session.is_cancelled else "")


def _own(programme: Programme, session: Session, key: str) -> MyLine:
    roles = ", ".join(sentences.role_name(part.role) for part in session.people if part.person == key)
    return MyLine(_item(programme, session, roles), cancelled=session.is_cancelled)


def _item(programme: Programme, session: Session, note: str) -> MyItem:
    return MyItem(
        starts_at=session.starts_at,
        ends_at=session.ends_at,
        title=sentences.said(programme, session.titles).text,
        href=url_for("agenda.session", slug=programme.forum.slug, code=session.code),
        kind=sentences.format_name(session.format),
        place=sentences.room_called(programme, session).text,
        note=note,
        theme=session.theme,
        languages=session.languages,
    )


def _with_overlaps(lines: list[MyLine]) -> list[MyLine]:
    firm = [line for line in lines if not (line.cancelled or line.item.tentative)]
    beside: dict[int, list[str]] = {}
    for one, other in overlapping([(line.item.starts_at, line.item.ends_at) for line in firm]):
        beside.setdefault(id(firm[one]), []).append(firm[other].item.title)
        beside.setdefault(id(firm[other]), []).append(firm[one].item.title)
    return [replace(line, beside=tuple(beside.get(id(line), ()))) for line in lines]

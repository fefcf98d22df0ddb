"""All that is known about a forum's agenda, gathered for its judge; the same number of queries for any agenda."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, time, timedelta

import sqlalchemy as sa
from sqlalchemy.orm import aliased, selectinload

from exchange.agenda.models import Pause, Session, SessionPerson, SessionWish
from exchange.agenda.models_facts import Absence, AgendaRule, InterpreterTeam, SiteWalk, Vip
from exchange.agenda.queries import ENDED
from exchange.agenda.signals import answers, outings_asked
from exchange.db import db
from exchange.domain.timetable import (
    Break,
    ClashKind,
    Facts,
    Hall,
    Involved,
    Layout,
    Level,
    Need,
    Outage,
    Outing,
    Placed,
    Span,
    Team,
    Waiting,
)
from exchange.domain.timetable_levels import levels_with
from exchange.forums.models import Forum, Room
from exchange.i18n import localised
from exchange.registration.models import Access, Registration

# From how many delegates on it matters that they want both of two sessions, where the organiser has not said.
WISHED_BY = 20

_NEEDED_BY: Mapping[str, Need] = {Access.WHEELCHAIR: Need.STEP_FREE, Access.HEARING_LOOP: Need.HEARING_LOOP}


@dataclass(frozen=True)
class Rules:
    """The levels of a forum's rules, and from how many delegates on a shared wish counts."""

    levels: Mapping[ClashKind, Level]
    wished_by: int = WISHED_BY


def facts_of(forum: Forum, rows: Sequence[Session]) -> Facts:
    """What the judge of these sessions has to know."""
    rules = rules_of(forum)
    needs, wishes = _needs_of_people(forum), wishes_for(forum)
    sessions = [asked(row) for row in rows]
    return Facts(
        sessions=[replace(one, needs=_with_people(one, needs), wishes=wishes.get(one.key, 0)) for one in sessions],
        halls=[hall(room) for room in rooms_of(forum)],
        breaks=[_break(forum, pause) for pause in pauses_of(forum)],
        outings=outings_of(forum),
        opens=opening(forum),
        closes=closing(forum),
        zone=forum.zone,
        absences=_absences(forum),
        vips={row.person_id: row.minutes for row in db.session.scalars(sa.select(Vip).filter_by(forum_id=forum.id))},
        teams={row.language: Team(row.teams, row.minutes_a_day) for row in teams_of(forum)},
        walks={(row.one, row.other): row.minutes for row in walks_of(forum)},
        wished_together=_wished_together(forum, rules),
        levels=rules.levels,
    )


def opening(forum: Forum) -> datetime:
    """The first instant of the forum's first day."""
    return datetime.combine(forum.starts_on, time(), forum.zone)


def closing(forum: Forum) -> datetime:
    """The first instant after the forum's last day."""
    return datetime.combine(forum.ends_on + timedelta(days=1), time(), forum.zone)


def pauses_of(forum: Forum) -> list[Pause]:
    """Coffee and lunch, in order."""
    return list(db.session.scalars(sa.select(Pause).where(Pause.forum_id == forum.id).order_by(Pause.starts_at)))


def asked(row: Session) -> Placed | Waiting:
    """A session as the timetable sees it: where it stands, or waiting in the tray."""
    waiting = Waiting(
        key=row.id,
        code=row.code,
        title=localised(row.titles).text,
        minutes=row.minutes,
        people=tuple(Involved(part.person_id, part.person.name, part.role.value) for part in row.people),
        cities=tuple(Involved(part.city_id, part.city.name, "") for part in row.cities),
        seats=row.seats,
        languages=tuple(row.languages),
        layout=row.layout,
        needs=frozenset(Need(need) for need in row.needs),
        series=row.series,
        after=frozenset(part.after_id for part in row.after),
        exclusive=row.exclusive,
        allowed=spans_of(row),
        time_locked=row.time_locked,
        room_locked=row.room_locked,
    )
    return replace(waiting.at(row.starts_at), room=row.room_id) if row.starts_at else waiting


def spans_of(row: Session) -> tuple[Span, ...]:
    """The only times a session may have."""
    return tuple(Span(datetime.fromisoformat(start), datetime.fromisoformat(end)) for start, end in row.allowed)


def hall(room: Room) -> Hall:
    """A room as the timetable sees it."""
    features = [*room.features, *([Need.STEP_FREE] if room.step_free else [])]
    return Hall(
        room.id,
        room.name,
        room.capacity,
        tuple(room.booths),
        capacities={Layout(layout): people for layout, people in room.capacities.items()},
        setup_minutes=room.setup_minutes,
        features=frozenset(Need(feature) for feature in features),
        site=room.site,
        outages=tuple(Outage(row.starts_at, row.ends_at, row.reason) for row in room.outages),
    )


def _break(forum: Forum, pause: Pause) -> Break:
    name = localised(pause.titles, forum.languages).text
    return Break(name, pause.starts_at, pause.ends_at, pause.kind, pause.alone)


def rooms_of(forum: Forum) -> list[Room]:
    """A forum's rooms with their outages, in their order."""
    wanted = sa.select(Room).where(Room.forum_id == forum.id).options(selectinload(Room.outages))
    return list(db.session.scalars(wanted.order_by(Room.position, Room.id)))


def outings_of(forum: Forum) -> list[Outing]:
    """The study visits during which people are elsewhere."""
    return [outing for outings in answers(outings_asked, forum) for outing in outings]


def rules_of(forum: Forum) -> Rules:
    """The forum's own levels over the usual ones."""
    rows = list(db.session.scalars(sa.select(AgendaRule).where(AgendaRule.forum_id == forum.id)))
    numbers = [row.number for row in rows if row.kind is ClashKind.WISH_CLASH and row.number]
    return Rules(levels_with({row.kind: row.level for row in rows}), numbers[0] if numbers else WISHED_BY)


def teams_of(forum: Forum) -> list[InterpreterTeam]:
    """The forum's interpreters by language."""
    wanted = sa.select(InterpreterTeam).where(InterpreterTeam.forum_id == forum.id)
    return list(db.session.scalars(wanted.order_by(InterpreterTeam.language)))


def walks_of(forum: Forum) -> list[SiteWalk]:
    """The ways between the forum's buildings."""
    wanted = sa.select(SiteWalk).where(SiteWalk.forum_id == forum.id)
    return list(db.session.scalars(wanted.order_by(SiteWalk.one, SiteWalk.other)))


def wishes_for(forum: Forum) -> dict[int, int]:
    """How many people who take part want each session."""
    wanted = _wishes(forum).with_only_columns(SessionWish.session_id, sa.func.count())
    return dict(db.session.execute(wanted.group_by(SessionWish.session_id)).all())


def wishes_by_delegate(forum: Forum) -> list[dict[int, int]]:
    """For each of the people who take part the weight of each session they want, without saying who they are."""
    wanted = _wishes(forum).with_only_columns(SessionWish.person_id, SessionWish.session_id, SessionWish.weight)
    found: dict[int, dict[int, int]] = {}
    for person, session, weight in db.session.execute(wanted.order_by(SessionWish.person_id, SessionWish.session_id)):
        found.setdefault(person, {})[session] = weight
    return list(found.values())


def _wishes(forum: Forum) -> sa.Select[SessionWish]:
    return (
        sa.select(SessionWish)
        .join(Session, Session.id == SessionWish.session_id)
        .join(Registration, Registration.person_id == SessionWish.person_id)
        .where(Session.forum_id == forum.id, Registration.forum_id == forum.id, Registration.standing.not_in(ENDED))
    )


def _wished_together(forum: Forum, rules: Rules) -> dict[tuple[int, int], int]:
    """How many people want both of two sessions, where they are as many as the organiser minds."""
    if rules.levels[ClashKind.WISH_CLASH] is Level.IGNORE:
        return {}
    other = aliased(SessionWish)
    both = (other.person_id == SessionWish.person_id) & (other.session_id > SessionWish.session_id)
    wanted = (
        _wishes(forum)
        .join(other, both)
        .with_only_columns(SessionWish.session_id, other.session_id, sa.func.count())
        .group_by(SessionWish.session_id, other.session_id)
        .having(sa.func.count() >= rules.wished_by)
    )
    return {(first, second): people for first, second, people in db.session.execute(wanted)}


def _absences(forum: Forum) -> dict[int, list[Span]]:
    found: defaultdict[int, list[Span]] = defaultdict(list)
    for row in db.session.scalars(sa.select(Absence).where(Absence.forum_id == forum.id)):
        found[row.person_id].append(Span(row.starts_at, row.ends_at))
    return dict(found)


def _needs_of_people(forum: Forum) -> dict[int, frozenset[Need]]:
    """What the people of sessions need of a room, never for what reason."""
    speaking = (
        sa.select(SessionPerson.person_id)
        .join(Session, Session.id == SessionPerson.session_id)
        .where(Session.forum_id == forum.id)
    )
    wanted = sa.select(Registration.person_id, Registration.access).where(
        Registration.forum_id == forum.id, Registration.standing.not_in(ENDED), Registration.person_id.in_(speaking)
    )
    return {
        person: frozenset(_NEEDED_BY[code] for code in codes if code in _NEEDED_BY)
        for person, codes in db.session.execute(wanted)
    }


def _with_people(one: Placed | Waiting, needs: Mapping[int, frozenset[Need]]) -> frozenset[Need]:
    """A session's needs with those of its people; from then on nobody can tell one from the other."""
    return one.needs.union(*(needs.get(person.key, frozenset()) for person in one.people))

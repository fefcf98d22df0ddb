"""Turns the demo's registrations, sessions and visits into rows."""

from typing import Any
from uuid import NAMESPACE_URL, uuid5

import sqlalchemy as sa

from exchange.agenda.models import Format, Session, SessionPerson, SessionRole, SessionWish
from exchange.audit import AuditLine
from exchange.db import db
from exchange.demo import values
from exchange.demo.forum import FORUM
from exchange.demo.people import people
from exchange.demo.registrations import registrations
from exchange.demo.rows_network import Made
from exchange.demo.sessions import sessions
from exchange.demo.visits import visits
from exchange.demo.wishes import rankings, session_wishes
from exchange.domain.delegations import Role, Standing
from exchange.forums.models import Forum
from exchange.i18n import SPOKEN
from exchange.registration.models import Gender, Registration
from exchange.registration.service import Event
from exchange.visits.models import (
    LegMode,
    StepFree,
    StopForm,
    StudyVisit,
    VisitHost,
    VisitLeg,
    VisitState,
    VisitStop,
    VisitWish,
)

# How many people a session of a format is planned for; never more than its room holds.
EXPECTED = {
    "plenary": 150, "failure_fair": 150, "debrief": 140, "marketplace": 140, "matchmaking": 100, "panel": 80,
    "closed": 60, "workshop": 40, "lab": 50, "clinic": 40, "fishbowl": 30, "side_event": 30, "world_cafe": 30,
    "speed_mentoring": 20, "peer_assist": 10, "action_learning": 8,
}  # fmt: skip


def stable(*parts: str) -> str:
    """A UUID that is the same in every demo, so that subscribed calendars stay in step."""
    return str(uuid5(NAMESPACE_URL, "/".join((FORUM.slug, *parts))))


def make_registrations(forum: Forum, made: Made) -> None:
    """Adds the 150 registrations in their standings."""
    organiser = made.people["O1"].id
    made.registrations = {each.person.key: _registration(forum, each, made, organiser) for each in registrations()}
    db.session.add_all(made.registrations.values())
    db.session.flush()
    history = [line for each in made.registrations.values() for line in _history(each)]
    db.session.execute(sa.insert(AuditLine), history)


def _history(row: Registration) -> list[dict[str, Any]]:
    """What the audit trail would hold: sent by the person, decided by the organiser."""
    thing = {"thing": Registration.__tablename__, "thing_id": row.id, "request_id": ""}
    lines = []
    if row.submitted_at:
        sent = {"at": row.submitted_at, "person_id": row.person_id, "verb": Event.SUBMITTED.value}
        lines.append(thing | sent | {"details": {"before": Standing.DRAFT.value}})
    if row.decided_at:
        decided = {"at": row.decided_at, "person_id": row.decided_by_id, "verb": f"registration.{row.standing.value}"}
        lines.append(thing | decided | {"details": {"before": Standing.SUBMITTED.value}})
    return lines


def _registration(forum: Forum, each: values.Registration, made: Made, organiser: int) -> Registration:
    person = each.person
    return Registration(
        uid=stable("registration", person.key),
        forum_id=forum.id,
        person_id=made.people[person.key].id,
        city_id=made.cities[person.city].id,
        role=Role(each.role),
        function=person.function,
        gender=Gender(person.gender) if person.gender else None,
        speaks=[code for code in person.speaks if code in SPOKEN],
        understands=[code for code in person.understands if code in SPOKEN],
        diet=list(each.diet),
        access=[*each.access, *(["childcare"] if each.childcare else [])],
        arrives_on=each.arrives.date() if each.arrives else None,
        arrives_at=each.arrives.time() if each.arrives else None,
        leaves_on=each.leaves_on,
        listed=each.listed,
        needs_given=each.needs_given,
        standing=Standing(each.standing),
        reason=each.reason,
        submitted_at=each.submitted_at if each.standing != "draft" else None,
        decided_at=each.decided_at,
        decided_by_id=organiser if each.decided_at else None,
        created_at=each.submitted_at,
        updated_at=each.decided_at or each.submitted_at,
    )


def make_sessions(forum: Forum, made: Made) -> None:
    """Adds the 41 sessions in their rooms with chairs and speakers, and the wishes for them."""
    made.sessions = {each.code: _session(forum, each, made) for each in sessions()}
    db.session.add_all(made.sessions.values())
    db.session.flush()
    wishes = [
        {
            "session_id": made.sessions[each.session].id,
            "person_id": made.people[each.person].id,
            "weight": each.weight,
            "created_at": made.now,
        }
        for each in session_wishes()
    ]
    db.session.execute(sa.insert(SessionWish), wishes)


def _session(forum: Forum, each: values.Session, made: Made) -> Session:
    room = made.rooms[each.room]
    session = Session(
        guid=stable("session", each.code),
        forum_id=forum.id,
        number=int(each.code.removeprefix("S")),
        code=each.code,
        format=Format(each.format),
        titles=each.titles,
        abstracts=each.abstracts,
        theme_code=each.theme,
        languages=list(each.languages),
        minutes=int((each.ends - each.starts).total_seconds() // 60),
        seats=min(EXPECTED[each.format], room.capacity),
        room_id=room.id,
        starts_at=each.starts,
        created_at=made.now,
        updated_at=made.now,
    )
    parts = [(each.chair, SessionRole.CHAIR), *((key, SessionRole.SPEAKER) for key in each.speakers)]
    session.people = [_part(key, role, place, made) for place, (key, role) in enumerate(parts)]
    return session


def _part(key: str, role: SessionRole, place: int, made: Made) -> SessionPerson:
    person = people()[key]
    return SessionPerson(
        person_id=made.people[key].id,
        role=role,
        function=person.function,
        city_id=made.cities[person.city].id,
        position=place,
    )


def make_visits(forum: Forum, made: Made) -> None:
    """Adds the six visits as their hosts wrote them, and the 138 rankings."""
    made.visits = {each.code: _visit(forum, each, made) for each in visits()}
    db.session.add_all(made.visits.values())
    db.session.flush()
    wishes = [
        {
            "registration_id": made.registrations[each.person].id,
            "visit_id": made.visits[code].id,
            "rank": rank,
            "question": each.question if rank == 1 else "",
            "created_at": made.now,
        }
        for each in rankings()
        for rank, code in enumerate(each.visits, 1)
    ]
    db.session.execute(sa.insert(VisitWish), wishes)


def _visit(forum: Forum, each: values.Visit, made: Made) -> StudyVisit:
    visit = StudyVisit(
        guid=stable("visit", each.code),
        forum_id=forum.id,
        code=each.code,
        titles=each.titles,
        summaries=each.summaries,
        questions=each.questions,
        did_not_work=each.did_not_work,
        bring=each.bring,
        limits=each.limits,
        subtheme_codes=list(each.subthemes),
        languages=list(each.languages),
        host_city_id=forum.host_city_id,
        lead_name=people()[each.lead].name,
        capacity_min=each.capacity_min,
        capacity=each.capacity,
        step_free=StepFree(each.step_free),
        walk_km=each.walk_km,
        cost_per_head=each.cost,
        state=VisitState.CHECKED,
        created_at=made.now,
        updated_at=made.now,
    )
    visit.stops = [_stop(place, stop) for place, stop in enumerate(each.stops)]
    visit.legs = [
        VisitLeg(
            position=place, mode=LegMode(leg.mode), vehicle=leg.vehicle, seats=leg.seats, distance_km=leg.distance_km
        )
        for place, leg in enumerate(each.legs)
    ]
    visit.hosts = [VisitHost(person_id=made.people[each.lead].id)]
    return visit


def _stop(place: int, stop: values.Stop) -> VisitStop:
    return VisitStop(
        position=place,
        name=stop.names["en"],
        names=stop.names,
        address=stop.address,
        arrives_at=stop.arrives,
        leaves_at=stop.leaves,
        purposes=stop.purposes,
        form=StopForm(stop.form),
        latitude=stop.latitude,
        longitude=stop.longitude,
    )

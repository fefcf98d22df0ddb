"""Setting up forums: making, copying, changing them, their rooms, themes and the people who run them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum
from typing import Any

import sqlalchemy as sa
from flask import current_app
from sqlalchemy.exc import IntegrityError

from exchange import audit, clock, mail
from exchange.accounts.models import Person
from exchange.accounts.service import person_with
from exchange.db import db, db_lock
from exchange.domain.forum_rules import ForumPlan, check_slug, problems, shifted
from exchange.domain.refusal import Refusal
from exchange.domain.revision import refuse_stale, revision
from exchange.domain.timetable import Outage
from exchange.forums import queries
from exchange.forums.models import Duty, Forum, ForumDuty, ForumState, ForumTheme, Room, RoomOutage
from exchange.forums.signals import forum_copied, places_changed, room_removal_asked
from exchange.i18n import INTERFACE

COPIED = (
    "summaries", "welcomes", "languages", "time_zone", "host_city_id", "venue_name", "venue_address",
    "venue_latitude", "venue_longitude", "accent", "capacity", "city_quota", "host_quota", "approves_by_itself",
    "waiting_rule", "visit_wish_limit", "fictional",
)  # fmt: skip
ROOM_FIELDS = (
    "code", "name", "capacity", "booths", "step_free", "place", "names", "places", "position", "capacities",
    "setup_minutes", "features", "site",
)  # fmt: skip


class Reason(StrEnum):
    SLUG_TAKEN = "slug_taken"
    ROOM_CODE_TAKEN = "room_code_taken"
    ROOM_IN_USE = "room_in_use"
    ROOM_IN_USE_SOMEWHERE = "room_in_use_somewhere"
    LAST_ORGANISER = "last_organiser"
    NOT_A_DUTY = "not_a_duty"
    STATE_CHANGED = "state_changed"


@dataclass(frozen=True)
class Settings:
    """All that an organiser sets: `plan` holds dates, window and numbers, `values` the other fields of Forum."""

    plan: ForumPlan
    values: Mapping[str, Any] = field(default_factory=dict)


def create_forum(slug: str, titles: Mapping[str, str], settings: Settings, organiser: str = "") -> Forum:
    """A new draft. Raises Refusal for an address that is odd or taken, and for dates that make no sense."""
    _check_new(slug)
    _check(settings.plan)
    forum = _new(slug, titles, settings.plan.starts_on, settings.plan.ends_on, time_zone=settings.plan.time_zone)
    _write(forum, settings)
    db.session.add(forum)
    audit.record("forum.created", forum)
    if organiser:
        add_duty(forum, organiser, Duty.ORGANISER)
    return forum


def _check_new(slug: str) -> None:
    check_slug(slug)
    if queries.forum_with_slug(slug):
        raise Refusal(Reason.SLUG_TAKEN, slug=slug)


def _check(plan: ForumPlan) -> None:
    for _field, refusal in problems(plan):
        raise refusal


def _new(slug: str, titles: Mapping[str, str], starts_on: date, ends_on: date, **values: Any) -> Forum:
    now = clock.now()
    fields = {"languages": list(titles), "pattern_seed": slug} | values
    return Forum(
        slug=slug, titles=dict(titles), starts_on=starts_on, ends_on=ends_on, created_at=now, updated_at=now, **fields
    )


def copy_forum(source: Forum, slug: str, titles: Mapping[str, str], starts_on: date) -> Forum:
    """A draft with the rooms, themes, texts and settings of another; its registration window moves with the dates."""
    _check_new(slug)
    days = (starts_on - source.starts_on).days
    forum = _new(
        slug,
        titles,
        starts_on,
        source.ends_on + timedelta(days=days),
        registration_opens_at=shifted(source.registration_opens_at, source.zone, days),
        registration_closes_at=shifted(source.registration_closes_at, source.zone, days),
        **{name: getattr(source, name) for name in COPIED},
    )
    forum.rooms.extend(Room(**{name: getattr(room, name) for name in ROOM_FIELDS}) for room in source.rooms)
    forum.themes.extend(ForumTheme(theme_code=theme.theme_code) for theme in source.themes)
    _check(plan_of(forum))
    db.session.add(forum)
    audit.record("forum.copied", forum, source=source.id)
    forum_copied.send(forum, source=source)
    return forum


def plan_of(forum: Forum) -> ForumPlan:
    """A forum's dates and numbers, its window in local time."""
    opens, closes = forum.registration_opens_at, forum.registration_closes_at
    return ForumPlan(
        starts_on=forum.starts_on,
        ends_on=forum.ends_on,
        time_zone=forum.time_zone,
        opens=opens and opens.astimezone(forum.zone).replace(tzinfo=None),
        closes=closes and closes.astimezone(forum.zone).replace(tzinfo=None),
        capacity=forum.capacity,
        city_quota=forum.city_quota,
        host_quota=forum.host_quota,
    )


def change_settings(forum: Forum, settings: Settings) -> None:
    """Changes a forum. Raises Refusal for dates and numbers that make no sense."""
    _check(settings.plan)
    forum = db_lock(Forum, forum.id)
    _write(forum, settings)
    audit.record("forum.changed", forum)
    places_changed.send(forum)


def _write(forum: Forum, settings: Settings) -> None:
    plan = settings.plan
    for name in ("starts_on", "ends_on", "time_zone", "capacity", "city_quota", "host_quota"):
        setattr(forum, name, getattr(plan, name))
    forum.registration_opens_at = plan.opens and plan.opens.replace(tzinfo=forum.zone)
    forum.registration_closes_at = plan.closes and plan.closes.replace(tzinfo=forum.zone)
    for name, value in settings.values.items():
        setattr(forum, name, value)
    forum.updated_at = clock.now()


def change_state(forum: Forum, state: ForumState, seen: str = "") -> None:
    """Shows a forum to the public, closes it, puts it away, or takes it back.

    `seen` is the state that was on the screen. Raises Refusal when somebody changed it since.
    """
    forum = db_lock(Forum, forum.id)
    if seen and seen != forum.state.value:
        raise Refusal(Reason.STATE_CHANGED, state=forum.state)
    before, forum.state = forum.state, state
    forum.updated_at = clock.now()
    audit.record("forum.state_changed", forum, before=before.value, after=state.value)


# Rooms


def save_room(
    forum: Forum, room: Room | None, values: Mapping[str, Any], outages: Iterable[Outage] = (), seen: str = ""
) -> Room:
    """Adds a room (room=None) or changes it. Raises Refusal when the forum has a room of that code.

    `seen` is the revision that was on the screen; raises Refusal when somebody changed the room since.
    """
    db_lock(Forum, forum.id)
    if room:
        refuse_stale(seen, room_revision(room))
    others = queries.rooms_of(forum)
    if any(other.code.lower() == values["code"].lower() and other is not room for other in others):
        raise Refusal(Reason.ROOM_CODE_TAKEN, code=values["code"])
    if room is None:
        last = max((other.position for other in others), default=0)
        room = Room(forum_id=forum.id, position=last + 1, **values)
        db.session.add(room)
    else:
        for name, value in values.items():
            setattr(room, name, value)
    room.outages = [RoomOutage(starts_at=out.starts_at, ends_at=out.ends_at, reason=out.reason) for out in outages]
    audit.record("room.saved", room, forum=forum.id)
    return room


def room_revision(room: Room) -> str:
    """A mark of all that is stored about a room."""
    outages = [[row.starts_at.isoformat(), row.ends_at.isoformat(), row.reason] for row in room.outages]
    return revision(*(getattr(room, name) for name in ROOM_FIELDS), outages)


def users_of(room: Room) -> list[str]:
    """Names of what takes place in a room; others know."""
    return [name for _receiver, names in room_removal_asked.send(room) for name in names or ()]


def remove_room(room: Room) -> None:
    """Removes a room. Raises Refusal while something takes place there."""
    if names := users_of(room):
        raise Refusal(Reason.ROOM_IN_USE, name=room.name, uses=", ".join(names))
    audit.record("room.removed", room, forum=room.forum_id)
    try:
        with db.session.begin_nested():
            db.session.execute(sa.delete(Room).where(Room.id == room.id))
    except IntegrityError:
        raise Refusal(Reason.ROOM_IN_USE_SOMEWHERE, name=room.name) from None


# Themes and people


def choose_themes(forum: Forum, codes: Iterable[str]) -> None:
    """The themes a forum is about, from now on."""
    db_lock(Forum, forum.id)
    wanted = set(codes)
    there = {theme.theme_code: theme for theme in forum.themes}
    for code in there.keys() - wanted:
        forum.themes.remove(there[code])
    forum.themes.extend(ForumTheme(theme_code=code) for code in sorted(wanted - there.keys()))
    audit.record("forum.themes_chosen", forum, themes=sorted(wanted))


def add_duty(forum: Forum, email: str, duty: Duty) -> Person:
    """Lets a person work on a forum; somebody new gets an account by their address."""
    # Nobody knows yet what somebody new reads: the forum's first language is the best guess.
    person = person_with(email, next((code for code in forum.languages if code in INTERFACE), "en"))
    db.session.flush()
    if db.session.get(ForumDuty, (forum.id, person.id, duty)) is None:
        db.session.add(ForumDuty(forum_id=forum.id, person_id=person.id, duty=duty))
        audit.record("forum.duty_given", forum, person=person.id, duty=duty.value)
    return person


def give_duty(forum: Forum, email: str, duty: Duty, by: Person) -> Person:
    """Adds a duty and tells the person by mail, unless they had it or gave it to themselves."""
    db.session.flush()
    before = {(row.person.email, row.duty) for row in queries.duties_at(forum)}
    person = add_duty(forum, email, duty)
    if person.id != by.id and (person.email, duty) not in before:
        _tell_duty(forum, person, duty)
    return person


def _tell_duty(forum: Forum, person: Person, duty: Duty) -> None:
    home = f"{current_app.extensions['settings'].public_url}/f/{forum.slug}/"
    organises = duty is Duty.ORGANISER
    mail.write(
        "duty_given",
        to=person.email,
        name=person.name,
        language=person.language,
        forum_id=forum.id,
        forum_titles=forum.titles,
        forum_languages=forum.languages,
        duty=duty,
        organises=organises,
        url=f"{home}manage/" if organises else home,
    )


def remove_duty(forum: Forum, person_id: int, duty: Duty) -> None:
    """Takes a duty away. Raises Refusal for the last organiser, and for a duty that nobody has."""
    db_lock(Forum, forum.id)
    row = db.session.get(ForumDuty, (forum.id, person_id, duty))
    if row is None:
        raise Refusal(Reason.NOT_A_DUTY)
    organisers = [other for other in queries.duties_at(forum) if other.duty is Duty.ORGANISER]
    if duty is Duty.ORGANISER and len(organisers) == 1:
        raise Refusal(Reason.LAST_ORGANISER)
    db.session.delete(row)
    audit.record("forum.duty_taken", forum, person=person_id, duty=duty.value)

"""Registering for a forum, changing it, giving it up. Seats are decided under the lock on the Forum's row, always."""

from datetime import datetime

from exchange import audit, clock
from exchange.accounts.models import Person
from exchange.accounts.service import change_profile
from exchange.cities.models import CityRequest
from exchange.db import db, db_lock
from exchange.domain.delegations import (
    Reason,
    Role,
    Standing,
    check_open,
    first_standing,
    standing_after_change,
)
from exchange.domain.refusal import Refusal
from exchange.domain.revision import refuse_stale
from exchange.forums.models import Forum, ForumState
from exchange.registration import queries
from exchange.registration.deciding import decide_one
from exchange.registration.identity import NEW, Identity, identity_of, revision_of
from exchange.registration.ledger import Ledger
from exchange.registration.models import Registration
from exchange.registration.moves import Event as Event
from exchange.registration.moves import move
from exchange.registration.needs import forget_needs
from exchange.registration.places import Place, city_of, place_of
from exchange.registration.waiting import fill_freed_places


def check_window(forum: Forum, now: datetime) -> None:
    """Raises Refusal when nobody can register for this forum now."""
    if forum.state in (ForumState.CLOSED, ForumState.ARCHIVED):
        raise Refusal(Reason.CLOSED)
    check_open(now, forum.registration_opens_at, forum.registration_closes_at)


# The person's side


def save_draft(forum: Forum, person: Person, identity: Identity) -> None:
    """Keeps what somebody has typed so far; what was sent already is not touched."""
    registration = queries.my_registration(forum, person)
    if registration is None:
        forum = db_lock(Forum, forum.id)
        registration = queries.my_registration(forum, person) or _new(forum, person)
    if registration.standing is Standing.DRAFT:
        _write(registration, identity, Place(city=city_of(identity)))


def submit(forum: Forum, person: Person, identity: Identity, seen: str = "") -> Registration:
    """Sends a registration, or changes the one that was sent. Raises Refusal; then nothing is changed.

    `seen` is the revision that was on the screen: what somebody changed since is not overwritten.
    """
    forum = db_lock(Forum, forum.id)
    before = queries.my_registration(forum, person)
    _refuse_older_page(before, seen)
    registration = before or _new(forum, person)
    if registration.standing in (Standing.DRAFT, Standing.DECLINED):
        check_window(forum, clock.now())
        _send(registration, identity)
    else:
        change(registration, identity)
    return registration


def _refuse_older_page(registration: Registration | None, seen: str) -> None:
    if registration is None and seen not in ("", NEW):
        raise Refusal(Reason.WITHDRAWN)
    # A draft is what this very person types; it changes with every letter.
    if registration is not None and registration.standing is not Standing.DRAFT:
        refuse_stale(seen, revision_of(registration))


def submit_claimed(forum: Forum, person: Person, identity: Identity) -> bool:
    """Sends what waited for the click on a link; False when the person is registered already, which is left alone.

    It was typed while registration was open, so the window is not asked again.
    """
    forum = db_lock(Forum, forum.id)
    registration = queries.my_registration(forum, person)
    if registration is not None and registration.standing is not Standing.DRAFT:
        return False
    _send(registration or _new(forum, person), identity)
    return True


def _new(forum: Forum, person: Person) -> Registration:
    now = clock.now()
    registration = Registration(forum_id=forum.id, person_id=person.id, created_at=now, updated_at=now)
    registration.person, registration.forum = person, forum
    db.session.add(registration)
    db.session.flush()
    return registration


def _send(registration: Registration, identity: Identity) -> None:
    _write(registration, identity, place_of(registration, identity))
    registration.submitted_at = clock.now()
    move(registration, _first_standing(registration, Ledger(registration.forum)))


def _first_standing(registration: Registration, ledger: Ledger) -> Standing:
    return first_standing(
        registration.role,
        ledger.places(registration.city_id),
        has_city=registration.city_id is not None,
        approves_by_itself=registration.forum.approves_by_itself,
    )


def change(registration: Registration, identity: Identity, *, by_organiser: bool = False) -> None:
    """Changes a registration that was sent; another city or role goes back through the place check.

    The forum's row is locked. Raises Refusal, before anything is changed, when somebody approved would have no place.
    """
    place = place_of(registration, identity)
    moves = (registration.city_id, registration.role) != (place.city_id, identity.role)
    wanted = registration.standing
    if moves:
        wanted = _standing_elsewhere(registration, identity.role, place, by_organiser)
    _write(registration, identity, place)
    audit.record(Event.CHANGED.value, registration)
    if wanted is not registration.standing:
        move(registration, wanted)
    if moves:
        fill_freed_places(registration.forum)


def _standing_elsewhere(registration: Registration, role: Role, place: Place, by_organiser: bool) -> Standing:
    if by_organiser and registration.standing is not Standing.APPROVED:
        return registration.standing
    ledger = Ledger(registration.forum)
    has_city = place.city_id is not None
    # What an organiser changes is approved by that.
    by_itself = by_organiser or registration.forum.approves_by_itself
    if registration.standing is not Standing.APPROVED:
        return first_standing(role, ledger.places(place.city_id), has_city=has_city, approves_by_itself=by_itself)
    ledger.free(registration)
    return standing_after_change(role, ledger.places(place.city_id), has_city=has_city, approves_by_itself=by_itself)


def _write(registration: Registration, identity: Identity, place: Place) -> None:
    person = registration.person
    if (person.given_name, person.family_name) != (identity.given_name, identity.family_name) and identity.given_name:
        change_profile(person, given_name=identity.given_name, family_name=identity.family_name)
    registration.city_id, registration.city = place.city_id, place.city
    registration.city_request_id, registration.city_request = place.request_id, place.request
    for name in ("organisation", "role", "function", "gender", "listed"):
        setattr(registration, name, getattr(identity, name))
    registration.speaks = list(identity.speaks)
    # Who speaks a language understands it.
    registration.understands = list(dict.fromkeys([*identity.speaks, *identity.understands]))
    registration.updated_at = clock.now()


def withdraw(registration: Registration, reason: str = "") -> None:
    """Gives a registration up, by the person or an organiser; its place goes to who waits. Raises Refusal."""
    forum = db_lock(Forum, registration.forum_id)
    db.session.refresh(registration, ["standing", "sequence"])
    move(registration, Standing.CANCELLED, reason)
    # Nobody needs to know any more what would have been prepared.
    forget_needs(registration)
    fill_freed_places(forum)


def city_granted(request: CityRequest) -> None:
    """The secretariat listed a city that people registered for: theirs is this one now."""
    for registration in queries.waiting_for_city(request):
        forum = db_lock(Forum, registration.forum_id)
        registration.city_id = request.city_id
        db.session.flush()
        if registration.standing is Standing.SUBMITTED and forum.approves_by_itself:
            _approve_if_free(registration)


def _approve_if_free(registration: Registration) -> None:
    wanted = _first_standing(registration, Ledger(registration.forum))
    if wanted is not registration.standing:
        move(registration, wanted)


def change_by_organiser(registration: Registration, identity: Identity, seen: str = "") -> None:
    """An organiser corrects a registration; somebody approved stays so while there is a place. Raises Refusal."""
    registration.forum = db_lock(Forum, registration.forum_id)
    registration = queries.registrations_of(registration.forum, [registration.id])[0]
    _refuse_older_page(registration, seen)
    change(registration, identity, by_organiser=True)


def put(
    forum: Forum, person: Person, identity: Identity, standing: Standing | None, *,
    mailed: bool, by: Person | None = None, event: Event = Event.IMPORTED,
) -> Refusal | None:  # fmt: skip
    """Enters what organisers know; the forum's row is locked. Returns why the wanted standing was not given."""
    registration = queries.my_registration(forum, person)
    if registration is None or registration.standing is Standing.DRAFT:
        registration = registration or _new(forum, person)
        _write(registration, identity, place_of(registration, identity))
        registration.submitted_at = clock.now()
        audit.record(event.value, registration)
        return _put_where(registration, standing or Standing.SUBMITTED, by, mailed=mailed)
    if identity_of(registration) != identity:
        try:
            change(registration, identity, by_organiser=True)
        except Refusal as refusal:
            return refusal
    return _put_where(registration, standing or registration.standing, by, mailed=mailed)


def _put_where(registration: Registration, wanted: Standing, by: Person | None, *, mailed: bool) -> Refusal | None:
    if wanted is registration.standing:
        return None
    try:
        decide_one(registration, wanted, Ledger(registration.forum), by=by, mailed=mailed)
    except Refusal as refusal:
        if registration.standing is Standing.DRAFT:
            move(registration, Standing.WAITING, by=by, mailed=mailed)
        return refusal
    return None

"""Somebody registered by the organisers: an invited guest, a call on the phone, who stands at the desk."""

from dataclasses import replace
from enum import StrEnum

from exchange.accounts.models import Person
from exchange.accounts.service import normal_email, person_with
from exchange.db import db_lock
from exchange.domain.delegations import Standing
from exchange.domain.refusal import Refusal
from exchange.forums.models import Forum
from exchange.i18n import INTERFACE
from exchange.registration import queries, service
from exchange.registration.identity import Identity
from exchange.registration.models import Registration
from exchange.registration.moves import Event


class AddReason(StrEnum):
    REGISTERED_ALREADY = "registered_already"


def entered(forum: Forum, email: str, identity: Identity) -> tuple[Person, Identity]:
    """The person of an address and what is entered about them; one forum does not rename who is known elsewhere."""
    known = queries.person_of(email)
    if known and known.given_name and queries.my_registration(forum, known) is None:
        identity = replace(identity, given_name=known.given_name, family_name=known.family_name)
    language = next((code for code in forum.languages if code in INTERFACE), "en")
    return known or person_with(email, language), identity


def add(forum: Forum, email: str, identity: Identity, *, approved: bool, by: Person) -> Registration:
    """Registers somebody and tells them. Raises Refusal when they are registered or have no place: roll back then."""
    forum = db_lock(Forum, forum.id)
    person, identity = entered(forum, normal_email(email), identity)
    before = queries.my_registration(forum, person)
    if before is not None and before.standing is not Standing.DRAFT:
        raise Refusal(AddReason.REGISTERED_ALREADY, name=person.name)
    wanted = Standing.APPROVED if approved else Standing.SUBMITTED
    if refusal := service.put(forum, person, identity, wanted, mailed=True, by=by, event=Event.ADDED):
        raise refusal
    return queries.live_registration(forum, person)

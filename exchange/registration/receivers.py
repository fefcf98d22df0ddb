"""What registration does when something happened elsewhere."""

from typing import Any

from flask import url_for
from flask_babel import gettext, ngettext

from exchange.accounts.models import LinkPurpose, Person, SignInLink
from exchange.accounts.signals import link_claimed
from exchange.cities.models import CityRequest
from exchange.cities.signals import city_request_accepted
from exchange.db import db
from exchange.domain.delegations import Standing
from exchange.forums.models import Forum
from exchange.forums.signals import DashboardLink, dashboard_shown, places_asked, places_changed
from exchange.registration import queries, service
from exchange.registration.identity import from_payload
from exchange.registration.waiting import fill_freed_places


@link_claimed.connect
def register_who_clicked(link: SignInLink, *, person: Person, **_: Any) -> None:
    """What a stranger typed becomes their registration when they open the link in their mail."""
    if link.purpose is not LinkPurpose.REGISTER or "forum_id" not in link.payload:
        return
    forum = db.session.get(Forum, link.payload["forum_id"])
    if forum is None:
        return
    if service.submit_claimed(forum, person, from_payload(link.payload["identity"])):
        link.target = f"/f/{forum.slug}/register/needs"
    else:
        link.target = f"/f/{forum.slug}/me?kept=1"
    # What was typed has arrived; it is not kept twice.
    link.payload = {}


@dashboard_shown.connect
def dashboard(forum: Forum) -> list[DashboardLink]:
    """The way to the queue, with how many wait for a decision."""
    asking = queries.count_standing(forum, Standing.SUBMITTED)
    note = ngettext("%(num)s waits for a decision", "%(num)s wait for a decision", asking)
    return [DashboardLink(gettext("Registrations"), url_for("registration_manage.index", slug=forum.slug), note)]


@places_asked.connect
def places_left(forum: Forum) -> int | None:
    """What the front page says of free places."""
    return queries.places_left(forum)


@places_changed.connect
def let_in_who_waits(forum: Forum) -> None:
    """More places, or another rule: who waits gets them where the forum approves by itself."""
    fill_freed_places(forum)


@city_request_accepted.connect
def set_city(request: CityRequest, **_: Any) -> None:
    """Who registered for a city that was not listed belongs to it now."""
    service.city_granted(request)

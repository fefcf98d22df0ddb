"""What visits does when something happened elsewhere."""

from typing import Any

from flask import url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from exchange.accounts.models import Person
from exchange.agenda.signals import MyItem, agenda_shown, my_agenda_shown, outings_asked
from exchange.domain.checklist import Step
from exchange.domain.delegations import Standing
from exchange.domain.programme import VisitSheet
from exchange.domain.timetable import Outing
from exchange.forums.models import Forum
from exchange.forums.signals import ChecklistItem, DashboardLink, checklist_asked, dashboard_shown, forum_shown
from exchange.i18n import localised
from exchange.registration.models import Registration
from exchange.registration.signals import MeTask, me_shown, standing_changed
from exchange.visits import queries, seating
from exchange.visits.gate import may_host
from exchange.visits.models import PUBLIC_STATES, VisitState


@forum_shown.connect
def offer_host_side(forum: Forum, *, person: Person | None, nav: dict[str, Any]) -> None:
    """Shows the way to the host's side to those who have something to do there."""
    nav["may_host"] = may_host(person, forum)


@agenda_shown.connect
def stand_beside_the_agenda(forum: Forum) -> list[VisitSheet]:
    """The published visits, for the grid, the feeds and the paper."""
    return queries.published_visits(forum)


@outings_asked.connect
def who_is_away(forum: Forum) -> list[Outing]:
    """The visits with their hosts and those who have a seat, for whoever puts the agenda together."""
    return queries.outings(forum)


@me_shown.connect
def tasks(registration: Registration) -> list[MeTask]:
    """Ranking visits while one can, and the seats given."""
    forum = registration.forum
    seats = queries.seats_of(registration)
    found = [
        MeTask(
            _("You have a seat on study visit %(code)s", code=seat.visit.code),
            done=True,
            href=url_for("visits.visit", slug=forum.slug, code=seat.visit.code),
        )
        for seat in seats
    ]
    if queries.takes_wishes(forum) and forum.visit_wish_limit > 0:
        done = bool(queries.wishes_of(registration))
        found.append(MeTask(_("Rank study visits"), done, url_for("visits.wishes", slug=forum.slug)))
    return found


@my_agenda_shown.connect
def my_visits(forum: Forum, *, person: Person) -> list[MyItem]:
    """The visits on which somebody has a seat."""
    registration = queries.registration_of(person, forum)
    if registration is None:
        return []
    mine = {seat.visit.guid for seat in queries.seats_of(registration)}
    if not mine:
        return []
    return [_item(sheet, forum) for sheet in queries.published_visits(forum) if sheet.guid in mine]


def _item(sheet: VisitSheet, forum: Forum) -> MyItem:
    return MyItem(
        starts_at=sheet.starts_at,
        ends_at=sheet.ends_at,
        title=f"{sheet.code} · {localised(sheet.titles, forum.languages).text}",
        href=url_for("visits.visit", slug=forum.slug, code=sheet.code),
        kind=_("Study visit"),
        place=sheet.stops[0].name if sheet.stops else "",
        theme=sheet.themes[0].split("-", 1)[0] if sheet.themes else None,
        languages=sheet.languages,
    )


@standing_changed.connect
def free_the_seats(registration: Registration, *, before: Standing, **_facts: Any) -> None:
    """Who no longer comes gives their seats back."""
    if before is Standing.APPROVED and registration.standing is not Standing.APPROVED:
        seating.free_seats_of(registration)


@dashboard_shown.connect
def dashboard(forum: Forum) -> list[DashboardLink]:
    """The way to the visits, with how many there are and how many wait for the organiser."""
    states = queries.states(forum)
    waiting = states.get(VisitState.OFFERED, 0) + states.get(VisitState.CHECKED, 0)
    note = ngettext("%(num)s visit", "%(num)s visits", sum(states.values()))
    if waiting:
        note = ngettext("%(num)s waits to be published", "%(num)s wait to be published", waiting)
    return [DashboardLink(_("Study visits"), url_for("visits_manage.visits", slug=forum.slug), note)]


@checklist_asked.connect
def checklist(forum: Forum) -> list[ChecklistItem]:
    """Whether there are visits, and whether all of them are public."""
    states = queries.states(forum)
    public = sum(number for state, number in states.items() if state in PUBLIC_STATES)
    ahead = sum(number for state, number in states.items() if state is not VisitState.CANCELLED)
    return [
        ChecklistItem(
            Step.VISITS,
            _("Study visits are published"),
            done=bool(public) and public == ahead,
            href=url_for("visits_manage.visits", slug=forum.slug),
            note=_("%(public)s of %(all)s are public.", public=public, all=ahead),
        )
    ]

"""Mails about study visits: a seat given or lost, a host invited."""

from typing import Any
from urllib.parse import urlencode

from flask import current_app

from exchange import mail
from exchange.accounts.models import LinkPurpose, Person
from exchange.accounts.service import create_link
from exchange.domain.localised import localise, named
from exchange.registration.models import Registration
from exchange.visits.models import StudyVisit
from exchange.visits.seating import span_of
from exchange.visits.signals import host_invited, seat_given, seat_taken


@seat_given.connect
def tell_of_a_seat(visit: StudyVisit, *, registration: Registration) -> None:
    """Tells somebody that they have a seat, when and where."""
    _write("visit_seat_given", visit, registration.person, "visits/{code}")


@seat_taken.connect
def tell_of_a_lost_seat(visit: StudyVisit, *, registration: Registration, cancelled: bool) -> None:
    """Tells somebody that their seat is gone, and whether the whole visit is off."""
    template = "visit_cancelled" if cancelled else "visit_seat_taken"
    _write(template, visit, registration.person, "visits/")


@host_invited.connect
def tell_a_host(visit: StudyVisit, *, person: Person) -> None:
    """Tells somebody that they may write a visit, with a link that signs them in and leads to it."""
    page = f"/f/{visit.forum.slug}/host/{visit.code}"
    site = current_app.extensions["settings"].public_url
    token = create_link(person.email, LinkPurpose.INVITE, page)
    again = f"{site}/sign-in?{urlencode({'next': page})}"
    _write("visit_host", visit, person, "host/{code}", private=True, sign_in=f"{site}/sign-in/{token}", again=again)


def _write(template: str, visit: StudyVisit, person: Person, page: str, *, private: bool = False, **more: Any) -> None:
    """Mails about a visit with the address of a page of its forum; made by hand, for jobs have no request."""
    forum, language = visit.forum, person.language
    site = current_app.extensions["settings"].public_url
    mail.write(
        template,
        to=person.email,
        name=person.name,
        language=language,
        forum_id=forum.id,
        private=private,
        person_name=f"{person.given_name} {person.family_name}".strip(),
        code=visit.code,
        title=localise(visit.titles, language, tuple(forum.languages)).text,
        forum_title=localise(forum.titles, language, tuple(forum.languages)).text,
        meeting_point=_meeting_point(visit, language),
        bring=localise(visit.bring, language, tuple(forum.languages)).text,
        url=f"{site}/f/{forum.slug}/{page.format(code=visit.code)}",
        **_times(visit),
        **more,
    )


def _meeting_point(visit: StudyVisit, language: str) -> str:
    if not visit.stops:
        return ""
    start = visit.stops[0]
    return named(start.name, start.names, language, visit.forum.languages).text


def _times(visit: StudyVisit) -> dict[str, Any]:
    span = span_of(visit)
    if span is None:
        return {"day": None, "leaves": "", "back": "", "zone": visit.forum.time_zone}
    leaves, back = (moment.astimezone(visit.forum.zone) for moment in span)
    return {
        "day": leaves.date(),
        "leaves": f"{leaves:%H:%M}",
        "back": f"{back:%H:%M}",
        "zone": visit.forum.time_zone,
    }

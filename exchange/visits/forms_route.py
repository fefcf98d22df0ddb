"""The stops and legs of a visit, as a host types them."""

from datetime import datetime, time, timedelta
from typing import Any

import wtforms
from flask import request
from flask_babel import format_date
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import validators as v

from exchange.domain.programme import Stop, localise
from exchange.domain.visit_route import MAX_STOPS
from exchange.fields import Rows, WholeField, texts_form, tidy, written
from exchange.forums.models import Forum
from exchange.i18n import word
from exchange.stale import Revised
from exchange.visits.forms import ClockField, NumberField
from exchange.visits.models import LegMode, StopForm, StudyVisit
from exchange.visits.service import route_revision
from exchange.web import Form


def _stop_forms() -> list[tuple[StopForm, str]]:
    return [(form, word(form)) for form in StopForm]


def _leg_modes() -> list[tuple[LegMode, str]]:
    return [(mode, word(mode)) for mode in LegMode]


class LegEntry(wtforms.Form):
    mode = wtforms.SelectField(_l("How"), choices=_leg_modes, coerce=LegMode)
    vehicle = wtforms.StringField(_l("Vehicle"), filters=[tidy], validators=[v.Length(max=120)])
    seats = WholeField(_l("Seats"), validators=[v.Optional(), v.NumberRange(1, 1000)])
    distance_km = NumberField(_l("Kilometres"), validators=[v.Optional(), v.NumberRange(0, 2000)])


def _stop_entry(languages: list[str]) -> type[wtforms.Form]:
    class StopEntry(wtforms.Form):
        names = wtforms.FormField(texts_form(languages, 160, needed=_l("Please give this stop a name.")), _l("Name"))
        address = wtforms.StringField(_l("Address"), filters=[tidy], validators=[v.Length(max=300)])
        arrives = ClockField(_l("Arrive"), validators=[v.Optional()])
        leaves = ClockField(_l("Leave"), validators=[v.Optional()])
        form = wtforms.SelectField(_l("What happens there"), choices=_stop_forms, coerce=StopForm)
        latitude = NumberField(_l("Latitude"), validators=[v.Optional()])
        longitude = NumberField(_l("Longitude"), validators=[v.Optional()])
        purposes = wtforms.FormField(texts_form(languages, 400), _l("Why the group goes there"))

    return StopEntry


def route_form(visit: StudyVisit, formdata: Any = None) -> Revised:
    """Day, stops and legs of a visit; filled from `formdata`, or the request, or the visit."""
    forum = visit.forum

    class RouteForm(Revised):
        day = wtforms.SelectField(_l("Day"))
        stops = Rows(wtforms.FormField(_stop_entry(forum.languages)), row=_l("Stop %(number)s"), max_entries=MAX_STOPS)
        legs = Rows(wtforms.FormField(LegEntry), row=_l("From stop %(number)s to the next"), max_entries=MAX_STOPS - 1)

    # What stands in the database fills the form only when nothing was typed: a new stop takes no times of an old one.
    formdata = request.form if formdata is None and request.method == "POST" else formdata
    form = RouteForm(data=route_as_typed(visit)) if formdata is None else RouteForm(formdata)
    form.day.choices = day_choices(forum)
    return form


def route_as_typed(visit: StudyVisit) -> dict[str, Any]:
    """The fields of the form for what is stored."""
    zone = visit.forum.zone

    def clock(moment: datetime | None) -> time | None:
        return moment.astimezone(zone).time() if moment else None

    moments = [at for stop in visit.stops for at in (stop.leaves_at, stop.arrives_at) if at]
    day = min(moments).astimezone(zone).date() if moments else None
    return {
        "revision": route_revision(visit),
        "day": day.isoformat() if day else "",
        "stops": [
            {
                "names": stop.names or dict.fromkeys(visit.forum.languages, stop.name),
                "address": stop.address,
                "arrives": clock(stop.arrives_at),
                "leaves": clock(stop.leaves_at),
                "form": stop.form,
                "latitude": stop.latitude,
                "longitude": stop.longitude,
                "purposes": stop.purposes,
            }
            for stop in visit.stops
        ],
        "legs": [
            {"mode": leg.mode, "vehicle": leg.vehicle, "seats": leg.seats, "distance_km": leg.distance_km}
            for leg in visit.legs
        ],
    }


def day_choices(forum: Forum) -> list[tuple[str, str]]:
    """The days of the forum."""
    days = [forum.starts_on + timedelta(days=n) for n in range((forum.ends_on - forum.starts_on).days + 1)]
    return [("", _("Choose a day of the forum")), *((day.isoformat(), format_date(day, "full")) for day in days)]


def route_values(form: Form, visit: StudyVisit) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """Stops and legs of a valid route form as columns; times stand in the forum's zone."""
    day = datetime.fromisoformat(form.day.data).date() if form.day.data else None
    zone = visit.forum.zone

    def moment(clock: time | None) -> datetime | None:
        return datetime.combine(day, clock, zone) if day and clock else None

    last = len(form.stops) - 1
    stops = [
        {
            "name": _first(entry["names"], visit.forum),
            "names": written(entry["names"]),
            "address": entry["address"],
            "form": entry["form"],
            "latitude": entry["latitude"],
            "longitude": entry["longitude"],
            "purposes": written(entry["purposes"]),
            "arrives_at": moment(entry["arrives"]) if place > 0 else None,
            "leaves_at": moment(entry["leaves"]) if place < last else None,
        }
        for place, entry in enumerate(form.stops.data)
    ]
    return stops, [dict(leg) for leg in form.legs.data]


def _first(names: dict[str, str], forum: Forum) -> str:
    return localise(names, forum.languages[0], forum.languages).text


def as_stops(rows: list[dict[str, Any]]) -> tuple[Stop, ...]:
    """Stops of a form as values for the rules."""
    return tuple(
        Stop(row["name"], row["arrives_at"], row["leaves_at"], latitude=row["latitude"], longitude=row["longitude"])
        for row in rows
    )

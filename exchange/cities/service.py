"""Changing the list of cities: by hand, by a table, and by those who do not find theirs."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Any

import sqlalchemy as sa

from exchange import audit, clock, limits, mail
from exchange.accounts.models import Person
from exchange.accounts.service import person_with
from exchange.cities import queries
from exchange.cities.importing import Line, plan
from exchange.cities.keys import name_key, search_key
from exchange.cities.models import City, CityRequest, RequestState
from exchange.cities.signals import city_request_accepted
from exchange.db import db, db_lock
from exchange.domain.refusal import Refusal
from exchange.domain.text import clean_line, clean_text
from exchange.files import Outcome, Upload, rows_of

UPLOAD = "cities"
REQUESTS_PER_HOUR = 10


class Reason(StrEnum):
    NAME_TAKEN = "name_taken"
    ALREADY_LISTED = "already_listed"
    DECIDED = "decided"
    REASON_MISSING = "reason_missing"


def create_city(values: Mapping[str, Any]) -> City:
    """A new city from the fields of City, and `focal_point` (an e-mail address). Raises Refusal for a name twice."""
    now = clock.now()
    fields = {name: value for name, value in values.items() if name != "focal_point"}
    city = City(name_key="", created_at=now, updated_at=now, **fields)
    _set_keys(city)
    db.session.add(city)
    _set_focal_point(city, values)
    audit.record("city.created", city)
    return city


def change_city(city: City, values: Mapping[str, Any]) -> None:
    """Changes the given fields of a city. Raises Refusal when another city of the country has the name."""
    for name, value in values.items():
        if name != "focal_point":
            setattr(city, name, value)
    _set_keys(city)
    _set_focal_point(city, values)
    city.updated_at = clock.now()
    audit.record("city.changed", city, fields=sorted(values))


def _set_keys(city: City) -> None:
    city.name_key = name_key(city.name)
    city.search_key = search_key(city.name, city.country_code, city.other_names)
    with db.session.no_autoflush:
        taken = queries.find_city(city.name, city.country_code)
    if taken is not None and taken is not city:
        raise Refusal(Reason.NAME_TAKEN, name=taken.name)


def _set_focal_point(city: City, values: Mapping[str, Any]) -> None:
    if "focal_point" in values:
        email = values["focal_point"]
        city.focal_point_id = person_with(email).id if email else None


# A table of cities


def planned(upload: Upload) -> list[Line]:
    """What a kept table would do now."""
    return plan(rows_of(upload), queries.cities_by_key())


def apply_upload(number: int) -> dict[Outcome, int] | None:
    """Does what the rows without faults ask for, all or nothing; None when that was done before."""
    upload = db_lock(Upload, number)
    if upload.applied_at:
        return None
    upload.applied_at = clock.now()
    counts = dict.fromkeys(Outcome, 0)
    for line in planned(upload):
        counts[line.outcome] += 1
        _apply(line)
    audit.record("cities.imported", upload, **{outcome.value: count for outcome, count in counts.items()})
    return counts


def _apply(line: Line) -> None:
    if line.outcome is Outcome.NEW:
        create_city(line.values)
    elif line.outcome is Outcome.CHANGED and line.city is not None:
        change_city(line.city, {column: line.values[column] for column in line.changes})


# My city is not listed


def ask_for_city(person: Person, name: str, country_code: str, note: str = "") -> CityRequest:
    """Asks the secretariat to list a city; asked twice it is one request. Raises Refusal when it is listed."""
    limits.count("city-request", person.email, REQUESTS_PER_HOUR)
    name = clean_line(name)[:120]
    if listed := queries.find_city(name, country_code):
        raise Refusal(Reason.ALREADY_LISTED, name=listed.name)
    if open_request := _open_request(person, name, country_code):
        return open_request
    request = CityRequest(
        name=name,
        country_code=country_code,
        note=clean_text(note)[:1000],
        asked_by_id=person.id,
        created_at=clock.now(),
    )
    db.session.add(request)
    audit.record("city_request.asked", request)
    return request


def _open_request(person: Person, name: str, country_code: str) -> CityRequest | None:
    same = (
        CityRequest.asked_by_id == person.id,
        CityRequest.country_code == country_code,
        CityRequest.state == RequestState.ASKED,
    )
    found = db.session.scalars(sa.select(CityRequest).where(*same))
    return next((request for request in found if name_key(request.name) == name_key(name)), None)


def accept_as_new(number: int, values: Mapping[str, Any]) -> City:
    """Creates the city that was asked for. Raises Refusal when it is there already or the request was decided."""
    request = _undecided(number)
    city = create_city(values)
    _accept(request, city)
    return city


def accept_with(number: int, city: City) -> None:
    """Answers a request with a city that is listed already, under another spelling."""
    _accept(_undecided(number), city)


def _accept(request: CityRequest, city: City) -> None:
    _decide(request, RequestState.ACCEPTED)
    request.city_id = city.id
    audit.record("city_request.accepted", request, city=city.id)
    city_request_accepted.send(request, city=city)
    _tell(request, "city_request_accepted", city_name=city.name)


def decline(number: int, reason: str) -> None:
    """Declines a request; the reason goes to who asked."""
    request = _undecided(number)
    request.reason = clean_text(reason)[:500]
    if not request.reason:
        raise Refusal(Reason.REASON_MISSING)
    _decide(request, RequestState.DECLINED)
    audit.record("city_request.declined", request)
    _tell(request, "city_request_declined", reason=request.reason)


def _undecided(number: int) -> CityRequest:
    request = db_lock(CityRequest, number)
    if request.state is not RequestState.ASKED:
        raise Refusal(Reason.DECIDED, name=request.name)
    return request


def _decide(request: CityRequest, state: RequestState) -> None:
    request.state, request.decided_at = state, clock.now()


def _tell(request: CityRequest, template: str, **context: Any) -> None:
    person = request.asked_by
    mail.write(
        template,
        to=person.email,
        name=person.name,
        language=person.language,
        asked_name=request.name,
        country_code=request.country_code,
        **context,
    )


def request_values(request: CityRequest) -> dict[str, Any]:
    """What is known of a city that was asked for: its country's region and income group come from a neighbour."""
    neighbour = queries.neighbour_of(request.country_code)
    known = {"region": neighbour.region, "income_group": neighbour.income_group} if neighbour else {}
    return {"name": request.name, "country": request.country_code, **known}

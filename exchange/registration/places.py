"""For which city somebody comes: one of the directory, or one that the secretariat is asked to list."""

from dataclasses import dataclass

from exchange.cities import queries as cities
from exchange.cities.keys import name_key
from exchange.cities.models import City, CityRequest, RequestState
from exchange.cities.service import ask_for_city
from exchange.db import db
from exchange.domain.delegations import check_city
from exchange.registration.identity import Identity
from exchange.registration.models import Registration


@dataclass(frozen=True)
class Place:
    """For which city somebody comes: one of the directory, one that was asked for, or none."""

    city: City | None = None
    request: CityRequest | None = None

    @property
    def city_id(self) -> int | None:
        return self.city.id if self.city else None

    @property
    def request_id(self) -> int | None:
        return self.request.id if self.request else None


def place_of(registration: Registration, identity: Identity) -> Place:
    """The city chosen or typed, or a request to list it. Raises Refusal when a delegate comes for no city."""
    city = city_of(identity)
    typed = bool(identity.city_name and city is None)
    has_organisation = bool(identity.organisation)
    check_city(identity.role, has_city=city is not None, has_request=typed, has_organisation=has_organisation)
    if not typed:
        return Place(city=city)
    if _same_request(registration.city_request, identity):
        return Place(request=registration.city_request)
    request = ask_for_city(registration.person, identity.city_name, identity.city_country, "")
    db.session.flush()
    return Place(request=request)


def city_of(identity: Identity) -> City | None:
    """The city of the directory that was chosen or typed."""
    if identity.city_id is not None:
        return cities.city_with(identity.city_id)
    if identity.city_name:
        return cities.find_city(identity.city_name, identity.city_country)
    return None


def _same_request(request: CityRequest | None, identity: Identity) -> bool:
    if request is None or request.state is not RequestState.ASKED:
        return False
    return (name_key(request.name), request.country_code) == (name_key(identity.city_name), identity.city_country)

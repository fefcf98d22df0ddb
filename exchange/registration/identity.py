"""The first stage of a registration as one value: who comes, for whom, as what."""

from dataclasses import asdict, dataclass, field
from typing import Any

from exchange.domain.delegations import Role
from exchange.domain.revision import revision
from exchange.registration.models import Gender, Registration


@dataclass(frozen=True)
class Identity:
    """What the form of the first stage holds; a city is chosen by its number or typed with its country's code."""

    given_name: str = ""
    family_name: str = ""
    city_id: int | None = None
    city_name: str = ""
    city_country: str = ""
    organisation: str = ""
    role: Role = Role.DELEGATE
    function: str = ""
    gender: Gender | None = None
    speaks: list[str] = field(default_factory=list)
    understands: list[str] = field(default_factory=list)
    listed: bool = False

    def as_payload(self) -> dict[str, Any]:
        """Plain values, to wait in a sign-in link."""
        return asdict(self)


def from_payload(payload: dict[str, Any]) -> Identity:
    """The identity that waited in a sign-in link."""
    gender = payload.get("gender")
    return Identity(**(payload | {"role": Role(payload["role"]), "gender": Gender(gender) if gender else None}))


def identity_of(registration: Registration) -> Identity:
    """What a registration holds of the first stage."""
    request = registration.city_request if registration.city_id is None else None
    return Identity(
        given_name=registration.person.given_name,
        family_name=registration.person.family_name,
        city_id=registration.city_id,
        city_name=request.name if request else "",
        city_country=request.country_code if request else "",
        organisation=registration.organisation,
        role=registration.role,
        function=registration.function,
        gender=registration.gender,
        speaks=list(registration.speaks),
        understands=list(registration.understands),
        listed=registration.listed,
    )


# What a page saw on which nothing was stored yet.
NEW = "new"


def revision_of(registration: Registration | None) -> str:
    """The state of the first stage that a page shows."""
    return NEW if registration is None else revision(vars(identity_of(registration)))

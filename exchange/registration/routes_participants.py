"""The list of participants, for those who take part; as a table for the organisers."""

from flask import Blueprint, Response, render_template, request
from flask.typing import ResponseReturnValue

from exchange.accounts.gate import sign_in_required, the_person
from exchange.cities.models import Region
from exchange.cities.queries import page_of
from exchange.domain.text import fold
from exchange.forums.gate import managed_forum, public_forum
from exchange.i18n import SPOKEN, country_name, language_name, word
from exchange.registration import participants, queries
from exchange.registration.participants import Participant
from exchange.registration.routes_tables import table_file

# Part of the blueprint registration.
bp = Blueprint("participants", __name__)

COLUMNS = ("given_name", "family_name", "function", "city", "country", "organisation", "languages")


@bp.get("/f/<slug>/participants")
@sign_in_required
def index(slug: str) -> ResponseReturnValue:
    forum = public_forum(slug)
    registration = queries.my_registration(forum, the_person())
    if not participants.may_see(the_person(), forum):
        return render_template("registration/participants_closed.html", registration=registration), 403
    everybody = participants.participants(forum)
    wanted = participants.wanted_from(request.args)
    return render_template(
        "registration/participants.html",
        registration=registration,
        everybody=everybody,
        wanted=wanted,
        pager=page_of(participants.those(everybody, wanted), request.args.get("page", 1, type=int)),
        choices=_choices(everybody),
        asked={name: value for name, value in request.args.items() if name not in {"lang", "page"}},
    )


def _choices(everybody: list[Participant]) -> dict[str, list[tuple[object, str]]]:
    """What can be looked for: only what somebody in the list has."""
    cities = {one.city_id: f"{one.city}, {country_name(one.country_code)}" for one in everybody if one.city_id}
    spoken = {code for one in everybody for code in one.languages}
    return {
        "city": sorted(cities.items(), key=lambda pair: fold(pair[1])),
        "region": [(each.value, word(each)) for each in Region if each in {one.region for one in everybody}],
        "language": [(code, language_name(code)) for code in SPOKEN if code in spoken],
    }


@bp.get("/f/<slug>/participants/export.<any(csv, xlsx):kind>")
def export(slug: str, kind: str) -> Response:
    """The list as the page shows it, for the organisers: only who said yes to it, and no addresses."""
    forum = managed_forum(slug)
    found = participants.those(participants.participants(forum), participants.wanted_from(request.args))
    return table_file(f"{forum.slug}-participants", kind, COLUMNS, [_cells(one) for one in found])


def _cells(one: Participant) -> list[object]:
    languages = " ".join(one.languages)
    return [one.given_name, one.family_name, one.function, one.city, one.country_code, one.organisation, languages]

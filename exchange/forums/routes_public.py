"""The first page of the network, and the front page and look of a forum."""

from datetime import datetime

from flask import Blueprint, Response, g, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from exchange import clock
from exchange.cities import atlas
from exchange.cities.queries import CityLine, Search, find_cities
from exchange.cities.signals import sections
from exchange.domain.colour import accent_stylesheet
from exchange.domain.forum_rules import Phase, phase
from exchange.forums import queries
from exchange.forums.face import days, local_time
from exchange.forums.gate import public_forum
from exchange.forums.look import tile_svg
from exchange.forums.models import Forum, ForumState
from exchange.forums.signals import front_shown, places_asked
from exchange.i18n import localised, word

bp = Blueprint("forums", __name__)

SHAPES = {"strip": (60, 2), "cover": (16, 14)}


@bp.get("/")
def home() -> ResponseReturnValue:
    cities = find_cities(Search())
    return render_template(
        "forums/home.html",
        upcoming=[_card(forum) for forum in queries.upcoming_forums()],
        past=[_card(forum) for forum in queries.past_forums()],
        own=[_card(forum) for forum in queries.organised_by(g.person)] if g.person else [],
        map=atlas.network_map(cities),
        numbers=_numbers(cities),
    )


def _numbers(cities: list[CityLine]) -> dict[str, int]:
    return {
        "cities": len(cities),
        "countries": len({city.country_code for city in cities}),
        "regions": len({city.region for city in cities}),
    }


def _card(forum: Forum) -> dict[str, object]:
    place = forum.host_city.name if forum.host_city else forum.venue_name
    now_open = phase(*_window(forum), clock.now(), over=forum.state is not ForumState.PUBLIC)
    return {
        "slug": forum.slug,
        "title": localised(forum.titles, forum.languages),
        "when": days(forum),
        "where": place or _("Place to be announced"),
        "text": localised(forum.summaries, forum.languages).text,
        "marks": [("good", word(now_open))] if now_open is Phase.OPEN else [],
        "draft": forum.state is ForumState.DRAFT,
    }


def _window(forum: Forum) -> tuple[datetime | None, datetime | None]:
    return forum.registration_opens_at, forum.registration_closes_at


@bp.get("/f/<slug>/")
def front(slug: str) -> ResponseReturnValue:
    forum = public_forum(slug)
    now_open, text = registration_state(forum)
    return render_template(
        "forums/front.html",
        days=days(forum),
        themes=queries.theme_choices(forum),
        phase=now_open,
        registration=text,
        key_dates=_key_dates(forum),
        sections=sections(front_shown, forum, person=g.person),
    )


def registration_state(forum: Forum) -> tuple[Phase, str]:
    """Whether one can register, and the sentence that says so."""
    answers = [places for _receiver, places in places_asked.send(forum) if places is not None]
    over = forum.state in {ForumState.CLOSED, ForumState.ARCHIVED}
    found = phase(*_window(forum), clock.now(), over=over, places=min(answers) if answers else None)
    return found, _sentence(forum, found)


def _sentence(forum: Forum, found: Phase) -> str:
    opens, closes = (moment and local_time(moment, forum) for moment in _window(forum))
    until = _("Registration is open until %(when)s.", when=closes) if closes else _("Registration is open.")
    sentences: dict[Phase, str] = {
        Phase.NOT_SET: _("Registration is not open yet. Its date will stand here."),
        Phase.OPENS_LATER: _("Registration opens on %(when)s.", when=opens),
        Phase.OPEN: until,
        Phase.FULL: _("All places are taken. You can still register for the waiting list."),
        Phase.CLOSED: _("Registration is closed."),
    }
    return sentences[found]


def _key_dates(forum: Forum) -> list[tuple[str, str]]:
    opens, closes = forum.registration_opens_at, forum.registration_closes_at
    return [
        (_("Registration opens"), local_time(opens, forum) if opens else ""),
        (_("Registration closes"), local_time(closes, forum) if closes else ""),
        (_("The forum"), days(forum)),
    ]


@bp.get("/f/<slug>/accent.css")
def accent_css(slug: str) -> Response:
    forum = public_forum(slug)
    return _cached(accent_stylesheet(forum.accent), "text/css", forum)


@bp.get("/f/<slug>/pattern.svg")
def pattern(slug: str) -> Response:
    """The forum's artwork: ?shape=strip (the band of its pages) or cover."""
    forum = public_forum(slug)
    columns, rows = SHAPES.get(request.args.get("shape", ""), SHAPES["cover"])
    return _cached(tile_svg(forum.pattern_seed or forum.slug, forum.accent, columns, rows), "image/svg+xml", forum)


def _cached(content: str, mimetype: str, forum: Forum) -> Response:
    response = Response(content, mimetype=mimetype)
    response.add_etag()
    # An organiser sees a change at once; everybody else within five minutes.
    public = forum.state is not ForumState.DRAFT and not g.nav.get("may_manage")
    response.headers["Cache-Control"] = "public, max-age=300" if public else "private, no-cache"
    response.vary.add("Cookie")
    response.make_conditional(request)
    return response

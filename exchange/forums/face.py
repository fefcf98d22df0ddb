"""A forum as the frame of every page shows it."""

from dataclasses import dataclass
from datetime import datetime

from babel import dates
from flask import Flask, g
from flask_babel import get_locale

from exchange.domain.programme import Localised
from exchange.forums.models import Forum
from exchange.i18n import localised


@dataclass(frozen=True)
class Face:
    """Name, dates and artwork of a forum in the page's language."""

    slug: str
    title: Localised
    subtitle: str
    zone: str
    accent: str
    pattern_seed: str
    fictional: bool


def face_of(forum: Forum) -> Face:
    """The face of a forum in the page's language."""
    place = forum.host_city.name if forum.host_city else forum.venue_name
    return Face(
        slug=forum.slug,
        title=localised(forum.titles, forum.languages),
        subtitle=" · ".join(filter(None, (days(forum), place))),
        zone=forum.time_zone,
        accent=forum.accent,
        pattern_seed=forum.pattern_seed or forum.slug,
        fictional=forum.fictional,
    )


def date_locale() -> str:
    """The locale that writes dates in the page's language; English ones begin with the day, as most of the world's."""
    code = str(get_locale() or "en")
    return "en_GB" if code == "en" else code


def days(forum: Forum) -> str:
    """'25–27 May 2027' in the page's language; one date when it lasts a day."""
    if forum.starts_on == forum.ends_on:
        return dates.format_date(forum.starts_on, "long", locale=date_locale())
    return dates.format_interval(forum.starts_on, forum.ends_on, "yMMMMd", locale=date_locale())


def local_time(moment: datetime, forum: Forum) -> str:
    """'30 April 2027, 22:00 (Africa/Dakar)' in the page's language."""
    local = moment.astimezone(forum.zone)
    day = dates.format_date(local, "long", locale=date_locale())
    hour = dates.format_time(local.time(), "short", locale=date_locale())
    return f"{day}, {hour} ({forum.time_zone})"


def init_app(app: Flask) -> None:
    """Gives every page of a forum its face as `forum`."""
    app.context_processor(lambda: {"forum": face_of(g.forum) if g.get("forum") else None})

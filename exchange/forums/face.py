"""A forum as the frame of every page shows it."""

from dataclasses import dataclass

from flask import Flask, g
from flask_babel import format_date

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


def days(forum: Forum) -> str:
    """'25 May 2027 – 27 May 2027' in the page's language; one date when it lasts a day."""
    first, last = format_date(forum.starts_on, "long"), format_date(forum.ends_on, "long")
    return first if forum.starts_on == forum.ends_on else f"{first} – {last}"


def init_app(app: Flask) -> None:
    """Gives every page of a forum its face as `forum`."""
    app.context_processor(lambda: {"forum": face_of(g.forum) if g.get("forum") else None})

"""The release as files: iCalendar, schedule.json, schedule.xml; made once, and 304 where nothing changed."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from flask import Blueprint, Response, abort, current_app, url_for
from flask_babel import gettext as _

from exchange.agenda import freshness, queries, sentences
from exchange.agenda.draft import empty_programme
from exchange.agenda.models import Release
from exchange.agenda.shelf import Shelf
from exchange.agenda.signals import visits_beside, visits_state
from exchange.domain.calendar_entries import session_entry, visit_entry
from exchange.domain.ical import EventValue, FeedValue, feed_bytes
from exchange.domain.programme import Programme, Session, VisitSheet
from exchange.domain.schedule_export import Addresses, schedule_json, schedule_xml
from exchange.forums.gate import public_forum
from exchange.forums.models import Forum, ForumState
from exchange.markdown import plain_text

bp = Blueprint("exports", __name__)

GENERATOR_VERSION = "0.1.0"
_kept: Shelf[bytes] = Shelf(64)


@dataclass(frozen=True)
class Source:
    """What an export is made of."""

    forum: Forum
    programme: Programme
    visits: tuple[VisitSheet, ...]
    changed_at: datetime


@bp.get("/agenda.ics")
def calendar(slug: str) -> Response:
    """Every session and visit, to subscribe to."""
    return _export(slug, "ics", "text/calendar; charset=utf-8", _calendar)


@bp.get("/agenda.json")
def schedule(slug: str) -> Response:
    """schedule.json as c3voc defines it."""
    return _export(slug, "json", "application/json", _schedule_json)


@bp.get("/agenda.xml")
def schedule_as_xml(slug: str) -> Response:
    """schedule.xml as c3voc defines it."""
    return _export(slug, "xml", "application/xml", _schedule_xml)


@bp.get("/sessions/<code>.ics")
def session_calendar(slug: str, code: str) -> Response:
    """One session, to add to one's own calendar."""
    return _export(slug, f"session {code}", "text/calendar; charset=utf-8", lambda source: _one(source, code))


def _export(slug: str, kind: str, content_type: str, make: Callable[[Source], bytes]) -> Response:
    """The file, or 304 before release and visits are read: their digests and dates tell all there is to compare."""
    forum = public_forum(slug)
    release, visits = queries.newest_release(forum), visits_state(forum)
    changed = max(filter(None, (release.published_at if release else forum.updated_at, visits.changed_at)))
    mark = freshness.tag(kind, release.digest if release else freshness.forum_mark(forum), visits.mark)
    control = "private, no-cache" if forum.state is ForumState.DRAFT else "public, max-age=300"
    if unchanged := freshness.not_modified(mark, changed, control):
        return unchanged
    content = _kept.get(mark, lambda: make(_source(forum, release, changed)))
    return freshness.marked(Response(content, content_type=content_type), mark, changed, control)


def _source(forum: Forum, release: Release | None, changed_at: datetime) -> Source:
    programme = queries.programme_of(release) if release else empty_programme(forum)
    return Source(forum, programme, visits_beside(forum), changed_at)


def _public_url() -> str:
    return str(current_app.extensions["settings"].public_url)


def _host() -> str:
    return str(current_app.extensions["settings"].public_host)


def _calendar(source: Source) -> bytes:
    programme = source.programme
    language = sentences.page_language()
    home = f"{_public_url()}/f/{programme.forum.slug}"
    visits = [
        visit_entry(programme, visit, language=language, host=_host(), url=f"{home}/visits/{visit.code}")
        for visit in source.visits
    ]
    events = [_entry(programme, session) for session in programme.in_order]
    return feed_bytes(_feed(source, f"{home}/agenda.ics"), [*events, *visits])


def _one(source: Source, code: str) -> bytes:
    session = source.programme.session(code)
    if session is None:
        abort(404)
    home = f"{_public_url()}/f/{source.programme.forum.slug}"
    return feed_bytes(_feed(source, f"{home}/sessions/{code}.ics"), [_entry(source.programme, session)])


def _entry(programme: Programme, session: Session) -> EventValue:
    return session_entry(
        programme,
        session,
        language=sentences.page_language(),
        host=_host(),
        url=_public_url() + url_for("agenda.session", slug=programme.forum.slug, code=session.code),
        format_name=sentences.format_name,
        plain=plain_text,
    )


def _feed(source: Source, address: str) -> FeedValue:
    forum = source.programme.forum
    title = sentences.said(source.programme, forum.titles)
    return FeedValue(
        uid=f"agenda-{forum.slug}@{_host()}",
        name=_("%(forum)s: agenda", forum=title.text),
        zone=forum.time_zone,
        description=_description(source.programme),
        language=title.language,
        url=f"{_public_url()}/f/{forum.slug}/agenda",
        source=address,
        accent=forum.accent,
        updated_at=source.changed_at,
    )


def _description(programme: Programme) -> str:
    """What the forum is, and what was said about this version."""
    texts = (programme.forum.summaries, programme.note)
    return "\n\n".join(filter(None, (plain_text(sentences.said(programme, text).text) for text in texts)))


def _schedule_json(source: Source) -> bytes:
    addresses = _addresses(source, "json")
    return schedule_json(source.programme, source.visits, addresses, sentences.page_language(), GENERATOR_VERSION)


def _schedule_xml(source: Source) -> bytes:
    addresses = _addresses(source, "xml")
    return schedule_xml(source.programme, source.visits, addresses, sentences.page_language(), GENERATOR_VERSION)


def _addresses(source: Source, kind: str) -> Addresses:
    home = f"{_public_url()}/f/{source.programme.forum.slug}/"
    return Addresses(forum=home, schedule=f"{home}agenda.{kind}")

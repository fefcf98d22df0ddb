"""The agenda as everybody sees it: from the newest release only."""

from flask import Blueprint, abort, g, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from exchange import clock, web
from exchange.accounts.gate import the_person
from exchange.agenda import freshness, queries, queries_seats, sentences, service
from exchange.agenda.cards import people_values, wish_name
from exchange.agenda.history import news_of
from exchange.agenda.mine import my_days
from exchange.agenda.models import Release
from exchange.agenda.routes_exports import bp as exports_bp
from exchange.agenda.routes_seats import bp as seats_bp
from exchange.agenda.seat_panel import seat_panel, tie_sentence
from exchange.agenda.signals import visits_beside, visits_state
from exchange.agenda.view import Reader, asked, chosen_day, day_html, filter_choices
from exchange.domain.programme import Programme, Session
from exchange.domain.programme_diff import changes as changes_between
from exchange.domain.refusal import Refusal
from exchange.forums.gate import public_forum
from exchange.forums.models import Forum
from exchange.markdown import markdown

bp = Blueprint("agenda", __name__, url_prefix="/f/<slug>")
bp.register_blueprint(exports_bp)
bp.register_blueprint(seats_bp)


@bp.get("/agenda")
def index(slug: str) -> ResponseReturnValue:
    forum = public_forum(slug)
    release = queries.newest_release(forum)
    if release is None:
        return render_template("agenda/empty.html")
    if not freshness.is_plain_reader():
        return _agenda_page(forum, release)
    today = clock.now().astimezone(forum.zone).date()
    mark = freshness.tag(
        "agenda", release.digest, freshness.forum_mark(forum), visits_state(forum).mark, request.query_string, today
    )  # fmt: skip
    return freshness.not_modified(mark) or freshness.marked(make_response(_agenda_page(forum, release)), mark)


def _agenda_page(forum: Forum, release: Release) -> str:
    programme = queries.programme_of(release)
    reader = _reader(forum, programme)
    wanted = asked(request.args, reader.understands)
    day = chosen_day(programme, wanted)
    news = news_of(release)
    html, counts = day_html(release.digest, programme, day, wanted, reader, visits_beside(forum), news)
    return render_template(
        "agenda/index.html",
        programme=programme,
        release=release,
        day=day,
        days=list(zip(programme.days, counts, strict=True)),
        html=html,
        news=news,
        asked=wanted,
        follow=bool(request.args.get("follow")),
        choices=filter_choices(programme),
        reader=reader,
        says=sentences,
        back=request.full_path if request.method == "GET" else url_for("agenda.index", slug=forum.slug),
    )


def _reader(forum: Forum, programme: Programme) -> Reader:
    if g.person is None:
        return Reader()
    understands = queries.understood_by(g.person, forum)
    own = {session.guid: 0 for session in programme.sessions_of(str(g.person.id))}
    return Reader(queries.wishes_of(g.person, forum) | own, understands or (), understands is not None)


@bp.get("/sessions/<code>")
def session(slug: str, code: str) -> ResponseReturnValue:
    forum = public_forum(slug)
    release = queries.newest_release(forum)
    programme = queries.programme_of(release) if release else None
    shown = programme.session(code) if programme else None
    if programme is None or release is None or shown is None:
        abort(404)
    if not freshness.is_plain_reader():
        return _session_page(forum, release, shown)
    # Whether one must sign up is part of the page; how many places are free is asked by the page itself.
    limited = queries_seats.needs_signing_up(forum, shown.guid)
    mark = freshness.tag("session", code, release.digest, freshness.forum_mark(forum), request.query_string, limited)
    return freshness.not_modified(mark) or freshness.marked(make_response(_session_page(forum, release, shown)), mark)


def _session_page(forum: Forum, release: Release, shown: Session) -> str:
    programme, news = queries.programme_of(release), news_of(release)
    reader = _reader(forum, programme)
    abstract = sentences.said(programme, shown.abstracts)
    people = zip(programme.people_of(shown), people_values(programme, shown), strict=True)
    return render_template(
        "agenda/session.html",
        programme=programme,
        session=shown,
        title=sentences.said(programme, shown.titles),
        abstract=abstract,
        abstract_html=markdown(abstract.text),
        people_shown=[values | {"text": _with_role(values["text"], role)} for (_one, role), values in people],
        room=programme.room(shown.room),
        theme=programme.theme(shown.theme),
        news=news,
        change=news.changes.get(shown.guid),
        reader=reader,
        wish=reader.wishes.get(shown.guid),
        wish_name=wish_name,
        own_seat=seat_panel(forum, programme, shown, g.person) if g.person else None,
        limited=not shown.is_cancelled and queries_seats.needs_signing_up(forum, shown.guid),
        tie_sentence=tie_sentence,
        says=sentences,
    )


def _with_role(text: str, role: str) -> str:
    return " · ".join(filter(None, (sentences.role_name(role), text)))


@bp.get("/agenda/changes")
def changes(slug: str) -> ResponseReturnValue:
    """What is different since an earlier version; the one before, unless `since` names another."""
    forum = public_forum(slug)
    release = queries.newest_release(forum)
    if release is None:
        return render_template("agenda/empty.html")
    since = request.args.get("since", release.version - 1, type=int)
    before = queries.release_of(forum, since) if since < release.version else None
    programme = queries.programme_of(release)
    previous = queries.programme_of(before) if before else None
    return render_template(
        "agenda/changes.html",
        programme=programme,
        previous=previous,
        changes=changes_between(previous, programme),
        versions=[_version(row, programme) for row in queries.releases_of(forum) if row.version < release.version],
        says=sentences,
    )


def _version(row: Release, programme: Programme) -> tuple[str, str]:
    day = sentences.full_date(programme.local(row.published_at).date())
    return str(row.version), _("Version %(version)s of %(when)s", version=row.version, when=day)


@bp.get("/agenda/mine")
def mine(slug: str) -> ResponseReturnValue:
    person = the_person()
    forum = public_forum(slug)
    release = queries.newest_release(forum)
    programme = queries.programme_of(release) if release else None
    page = my_days(person, forum, programme)
    return render_template(
        "agenda/mine.html", page=page, programme=programme, says=sentences, zone=forum.zone, tie_sentence=tie_sentence
    )


@bp.post("/agenda/wishes")
def wishes(slug: str) -> ResponseReturnValue:
    """One wish: `wish` is a code and a weight, 'S05:3'; weight 0 takes it back."""
    person = the_person()
    forum = public_forum(slug)
    code, _colon, weight = request.form.get("wish", "")[:20].partition(":")
    try:
        if weight == "0":
            service.unwish(person, forum, code)
        else:
            service.wish(person, forum, code, service.MUST if weight == "3" else service.WOULD_LIKE)
    except Refusal as refusal:
        # Back to the page the click came from, with its day and filters, under the sentence that says why.
        web.refused(refusal)
        return redirect(_own_page(forum, request.form.get("back", ""), ""), 303)
    return redirect(_own_page(forum, request.form.get("back", ""), code), 303)


def _own_page(forum: Forum, back: str, code: str) -> str:
    """Where the click came from, if that is a page of this forum."""
    home = url_for("agenda.index", slug=forum.slug).removesuffix("agenda")
    good = back.startswith(home) and "\\" not in back and "\n" not in back and "\r" not in back
    if good and not (not code and "/sessions/" in back):
        return back.rstrip("?")
    return url_for("agenda.session", slug=forum.slug, code=code) if code else url_for("agenda.index", slug=forum.slug)

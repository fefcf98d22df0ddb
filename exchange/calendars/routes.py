"""Private feeds: the addresses calendar programs read, and the page where a person makes and revokes them."""

from datetime import timedelta
from urllib.parse import quote

import segno
import sqlalchemy as sa
from flask import Blueprint, Response, abort, current_app, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from exchange import clock, i18n
from exchange.accounts.gate import sign_in_required, the_person
from exchange.calendars import queries, service
from exchange.calendars.forms import FeedForm
from exchange.calendars.models import CalendarFeed
from exchange.db import db, may_write

bp = Blueprint("calendars", __name__)


@bp.get("/calendar/<token>.ics")
def feed(token: str) -> ResponseReturnValue:
    """A person's private feed: no cookie, no redirect, and 304 before anything is built."""
    found = queries.feed_with(token)
    if found is None:
        return _plain("Not found.", 404)
    if found.revoked_at:
        return _plain("This calendar was revoked by its owner.", 410)
    response = Response(content_type="text/calendar; charset=utf-8")
    response.set_etag(queries.revision(found))
    response.headers["Cache-Control"] = "private, max-age=300"
    response.headers["X-Robots-Tag"] = "noindex"
    response.headers["Referrer-Policy"] = "no-referrer"
    if response.make_conditional(request).status_code != 304:
        response.data = service.build_feed(found)
    _note_use(found)
    return response


def _plain(text: str, status: int) -> Response:
    return Response(text + "\n", status, content_type="text/plain; charset=utf-8")


def _note_use(found: CalendarFeed) -> None:
    """Notes at most once a day that a feed is read: people revoke what they no longer use."""
    now = clock.now()
    if found.last_used_at and found.last_used_at > now - timedelta(days=1):
        return
    number = found.id
    db.session.rollback()
    with may_write():
        db.session.execute(sa.update(CalendarFeed).where(CalendarFeed.id == number).values(last_used_at=now))
        db.session.commit()


@bp.route("/account/calendars", methods=["GET", "POST"])
@sign_in_required
def feeds() -> ResponseReturnValue:
    person = the_person()
    form = FeedForm(language=i18n.current_language())
    form.offer_languages()
    mine = queries.feeds_of(person)
    if form.validate_on_submit():
        if len(mine) >= service.MOST_FEEDS:
            flash(_("You have %(count)s calendars already. Revoke one first.", count=len(mine)), "error")
            return _show(form, mine), 409
        created = service.create_feed(person, form.label.data or _("My calendar"), form.language.data)
        flash(_("Your calendar is ready. Choose the program you use below."), "success")
        return redirect(url_for("calendars.feeds") + f"#calendar-{created.id}", 303)
    return _show(form, mine), 422 if form.errors else 200


def _show(form: FeedForm, mine: list[CalendarFeed]) -> str:
    shown = [(row, _addresses(row)) for row in mine]
    return render_template("calendars/feeds.html", form=form, feeds=shown)


def _addresses(row: CalendarFeed) -> dict[str, str]:
    url = f"{current_app.extensions['settings'].public_url}/calendar/{service.token_of(row)}.ics"
    webcal = "webcal://" + url.split("://", 1)[1]
    return {
        "https": url,
        "webcal": webcal,
        "google": f"https://calendar.google.com/calendar/r?cid={quote(webcal, safe='')}",
        "outlook": f"https://outlook.live.com/calendar/0/addfromweb?url={quote(url, safe='')}",
        "qr": segno.make(webcal, micro=False).png_data_uri(scale=4, border=2),
    }


@bp.route("/account/calendars/<int:number>/revoke", methods=["GET", "POST"])
@sign_in_required
def revoke(number: int) -> ResponseReturnValue:
    row = queries.feed_of(the_person(), number)
    if row is None or row.revoked_at:
        abort(404)
    if request.method == "GET":
        return render_template("calendars/revoke.html", feed=row)
    service.revoke_feed(row)
    flash(_("The calendar is revoked. Programs that read it are told so."), "success")
    return redirect(url_for("calendars.feeds"), 303)

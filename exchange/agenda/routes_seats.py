"""Seats in sessions for those who come: always the state of this moment, so nothing here is kept."""

from collections.abc import Callable

from flask import Blueprint, abort, flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from exchange import web
from exchange.accounts.gate import the_person
from exchange.agenda import queries, seats, sentences
from exchange.agenda.seat_lists import signup_lines
from exchange.agenda.seat_panel import seat_panel, tie_sentence
from exchange.domain import programme as published
from exchange.domain.programme import Programme
from exchange.domain.refusal import Refusal
from exchange.forums.gate import public_forum
from exchange.forums.models import Forum

bp = Blueprint("seats", __name__)


def _shown(slug: str, code: str) -> tuple[Forum, Programme, published.Session]:
    forum = public_forum(slug)
    programme = queries.published_programme(forum)
    session = programme.session(code) if programme else None
    if programme is None or session is None:
        abort(404)
    return forum, programme, session


@bp.get("/agenda/seats")
def index(slug: str) -> str:
    """Every published session that needs signing up, with what is free now."""
    forum = public_forum(slug)
    programme = queries.published_programme(forum)
    by_guid = {line.signup.session.guid: line for line in signup_lines(forum, programme)} if programme else {}
    sessions = programme.in_order if programme else ()
    lines = [(one, by_guid[one.guid]) for one in sessions if one.guid in by_guid and not one.is_cancelled]
    return render_template("agenda/seats.html", programme=programme, lines=lines, says=sentences)


@bp.get("/sessions/<code>/seat")
def seat(slug: str, code: str) -> ResponseReturnValue:
    return _page(*_shown(slug, code))


def _page(forum: Forum, programme: Programme, session: published.Session) -> str:
    own_seat = seat_panel(forum, programme, session, g.person)
    title = sentences.said(programme, session.titles)
    return render_template(
        "agenda/seat.html", programme=programme, session=session, own_seat=own_seat, title=title, says=sentences,
        tie_sentence=tie_sentence,
    )  # fmt: skip


@bp.get("/sessions/<code>/seat/give-back")
def ask(slug: str, code: str) -> ResponseReturnValue:
    """What is lost when a seat is given back."""
    person = the_person()
    forum, programme, session = _shown(slug, code)
    panel = seat_panel(forum, programme, session, person)
    if panel is None or panel.standing is None:
        return redirect(url_for("agenda.seats.seat", slug=slug, code=code))
    title = sentences.said(programme, session.titles).text
    return render_template("agenda/seat_give_back.html", session=session, panel=panel, title=title)


VERBS: dict[str, tuple[Callable[..., object], Callable[[], str]]] = {
    "take": (seats.take_seat, lambda: _("You have a seat. A mail with a calendar entry is on its way.")),
    "accept": (seats.accept_offer, lambda: _("You have a seat. A mail with a calendar entry is on its way.")),
    "keep": (seats.keep_seat, lambda: _("You keep this seat.")),
    "wait": (seats.join_list, lambda: _("You are on the waiting list. A mail tells you when a seat is free.")),
    "decline": (seats.decline_offer, lambda: _("Done. The place goes to the next person.")),
    "give-back": (seats.give_back, lambda: _("Done. The place goes to the next person.")),
}


@bp.post("/sessions/<code>/seat/<any(take,accept,keep,wait,decline,'give-back'):verb>")
def act(slug: str, code: str, verb: str) -> ResponseReturnValue:
    """Does one thing; `instead` are codes of the sessions whose seats are given up for it in the same step."""
    person = the_person()
    forum = public_forum(slug)
    do, told = VERBS[verb]
    given_up = {} if verb in ("wait", "decline", "give-back") else {"given_up": request.form.getlist("instead")}
    try:
        do(forum, person, code, **given_up)
    except Refusal as refusal:
        web.refused(refusal)
        return _page(*_shown(slug, code)), 422
    flash(told(), "success")
    return redirect(_back(forum, code), 303)


def _back(forum: Forum, code: str) -> str:
    """The page the click came from when it is one of those with such buttons."""
    pages = {
        "session": url_for("agenda.session", slug=forum.slug, code=code),
        "mine": url_for("agenda.mine", slug=forum.slug),
    }
    return pages.get(request.form.get("back", ""), url_for("agenda.seats.seat", slug=forum.slug, code=code))

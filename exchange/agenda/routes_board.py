"""The agenda board: its page, its state as JSON, what it asks and what it changes."""

import gzip
from collections.abc import Callable
from datetime import date
from http import HTTPStatus
from typing import Any

from flask import Blueprint, Response, abort, jsonify, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from exchange.accounts.gate import the_person
from exchange.accounts.models import Person
from exchange.agenda import board, moving, queries, sentences
from exchange.agenda.board_news import told
from exchange.agenda.board_words import board_words
from exchange.agenda.draft import plan
from exchange.agenda.forms_board import Unreadable, asking_in, day_choices, wishes_in
from exchange.agenda.freshness import marked, not_modified
from exchange.agenda.heat import heat
from exchange.agenda.models import Format, SessionState
from exchange.agenda.routes_board_list import bp as list_bp
from exchange.db import db
from exchange.domain.refusal import Refusal
from exchange.forums.gate import managed_forum
from exchange.forums.models import Forum
from exchange.forums.queries import theme_choices
from exchange.i18n import word

bp = Blueprint("board", __name__, url_prefix="/board")
bp.register_blueprint(list_bp)

# More than these would fill the screen; the cards have them all.
MOST_TOLD = 3


@bp.get("/")
def index(slug: str) -> str:
    forum = managed_forum(slug)
    return render_template(
        "agenda/manage/board.html",
        days=[(key, sentences.short_day(date.fromisoformat(key))) for key, _name in day_choices(forum)],
        themes=theme_choices(forum),
        formats=[(kind.value, word(kind)) for kind in Format],
        words=board_words(),
        total=queries.session_count(forum),
    )


@bp.get("/state")
def state(slug: str) -> Response:
    forum, person = managed_forum(slug), the_person()
    mark = board.draft_mark(forum, person)
    fresh = not_modified(mark) or _packed(board.board_state(forum, person, mark))
    return marked(fresh, mark, control="private, no-cache")


@bp.get("/heat")
def cells(slug: str) -> Response:
    forum = managed_forum(slug)
    rows = plan(forum)
    asking = asking_in(request.args, {row.code: row for row in rows if row.state is SessionState.PLANNED})
    if asking is None:
        abort(404)
    return _packed(heat(forum, rows, asking))


@bp.post("/moves")
def moves(slug: str) -> ResponseReturnValue:
    forum, person = managed_forum(slug), the_person()

    def move() -> list[str]:
        wishes = wishes_in(request.get_json(silent=True), forum)
        return [row.code for row in moving.move(forum, person, wishes)]

    return _answer(forum, person, move, _to_know)


@bp.post("/undo")
def undo(slug: str) -> ResponseReturnValue:
    forum, person = managed_forum(slug), the_person()
    undone = lambda codes, _state: _("Undone: %(codes)s.", codes=", ".join(codes))  # noqa: E731
    return _answer(forum, person, lambda: board.codes_of(moving.undo(forum, person)), undone)


@bp.post("/redo")
def redo(slug: str) -> ResponseReturnValue:
    forum, person = managed_forum(slug), the_person()
    redone = lambda codes, _state: _("Done again: %(codes)s.", codes=", ".join(codes))  # noqa: E731
    return _answer(forum, person, lambda: board.codes_of(moving.redo(forum, person)), redone)


def _to_know(codes: list[str], state: dict[str, Any]) -> str:
    """What clashes, though not so that it stops the move, with sessions that were moved."""
    placed = {one["code"] for one in state["sessions"] if one["code"] in codes and one["day"]}
    found = [clash["text"] for clash in state["clashes"] if placed.intersection(clash["codes"])]
    return " ".join(found[:MOST_TOLD])


def _answer(
    forum: Forum,
    person: Person,
    change: Callable[[], list[str]],
    message: Callable[[list[str], dict[str, Any]], str],
) -> ResponseReturnValue:
    """The board as it is after a change, or after its refusal with the sentence that says why."""
    try:
        codes = change()
    except Unreadable as error:
        return _refused(forum, person, str(error), HTTPStatus.UNPROCESSABLE_ENTITY)
    except Refusal as refusal:
        return _refused(forum, person, told(refusal, forum), HTTPStatus.CONFLICT)
    state = board.board_state(forum, person)
    return _packed({"message": message(codes, state), "state": state})


def _refused(forum: Forum, person: Person, message: str, status: HTTPStatus) -> ResponseReturnValue:
    db.session.rollback()
    return _packed({"message": message, "state": board.board_state(forum, person)}), int(status)


def _packed(value: dict[str, Any]) -> Response:
    """JSON, a sixth of its size where the browser can unpack it: an agenda of 400 sessions goes over slow lines."""
    answer = jsonify(value)
    answer.vary.add("Accept-Encoding")
    if request.accept_encodings.quality("gzip"):
        answer.data = gzip.compress(answer.data, 5)
        answer.headers["Content-Encoding"] = "gzip"
    return answer

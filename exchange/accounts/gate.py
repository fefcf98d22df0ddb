"""Who is asking: the signed-in person of a request, and routes only for them."""

from collections.abc import Callable
from functools import wraps
from typing import Any, NoReturn, ParamSpec, TypeVar

from flask import Flask, abort, g, redirect, request, session, url_for
from werkzeug.exceptions import RequestEntityTooLarge

from exchange import web
from exchange.accounts import queries
from exchange.accounts.models import Person

P = ParamSpec("P")
R = TypeVar("R")
COOKIE_KEY = "signed_in"


def init_app(app: Flask) -> None:
    """Sets g.person before every request that may need it."""
    app.before_request(_recognise)
    app.register_error_handler(RequestEntityTooLarge, _too_large)


def _too_large(_error: RequestEntityTooLarge) -> tuple[str, int]:
    # A body that is too large ends a request before anybody was recognised.
    if "person" not in g:
        _recognise()
    return web.error_page(413)


def _recognise() -> None:
    g.person = g.signed_in = None
    if request.endpoint == "static" or not (token := session.get(COOKIE_KEY)):
        return
    if signed_in := queries.signed_in_by(token):
        g.signed_in, g.person = signed_in, signed_in.person


def sign_in_required(route: Callable[P, R]) -> Callable[P, R]:
    """Sends strangers to the sign-in page, and back here afterwards."""

    @wraps(route)
    def guarded(*args: P.args, **kwargs: P.kwargs) -> R:
        the_person()
        return route(*args, **kwargs)

    return guarded


def the_person() -> Person:
    """The signed-in person; ends the request at the sign-in page when nobody is."""
    if g.person is None:
        ask_to_sign_in()
    person: Person = g.person
    return person


def ask_to_sign_in() -> NoReturn:
    """Ends the request at the sign-in page; after signing in the person comes back to a page they can GET."""
    target: Any = request.full_path.rstrip("?") if request.method == "GET" else request.path
    abort(redirect(url_for("accounts.sign_in", next=target), 303))


def admin_required(route: Callable[P, R]) -> Callable[P, R]:
    """Only for the alliance's secretariat; others get a 403 that tells nothing."""

    @wraps(route)
    def guarded(*args: P.args, **kwargs: P.kwargs) -> R:
        if not the_person().is_admin:
            abort(403)
        return route(*args, **kwargs)

    return guarded

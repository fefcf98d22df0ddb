"""What every request gets: one transaction, a request id, safe headers, kind errors, a line in the log."""

import json
import logging
import sys
import time
import uuid
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, ClassVar

import sqlalchemy as sa
from flask import Flask, Response, flash, g, render_template, request
from flask_wtf import CSRFProtect, FlaskForm
from sqlalchemy.exc import IntegrityError
from werkzeug.exceptions import HTTPException
from werkzeug.middleware.proxy_fix import ProxyFix

from exchange import i18n, once
from exchange.db import db, read_only_from_here
from exchange.domain.refusal import Refusal

SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
POLICY = (
    "default-src 'self'; img-src 'self' data:; object-src 'none'; base-uri 'none'; "
    "form-action 'self'; frame-ancestors 'none'"
)
HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=(), payment=()",
}

log = logging.getLogger("exchange.web")
csrf = CSRFProtect()


class Form(FlaskForm):  # type: ignore[misc]
    """Base of every form."""

    class Meta(FlaskForm.Meta):  # type: ignore[misc]
        # The token is rendered by form_head, once a form.
        csrf_time_limit: ClassVar[int] = 12 * 3600


def init_app(app: Flask) -> None:
    """Connects what every request gets; the order of the hooks matters."""
    settings = app.extensions["settings"]
    if settings.trusted_proxies:
        count = settings.trusted_proxies
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=count, x_proto=count, x_host=count)  # type: ignore[method-assign]
    # Functions after the request run last registered first: headers, then the commit, then once's note before it.
    app.before_request(_begin)
    app.after_request(_finish)
    app.after_request(_end_transaction)
    once.init_app(app)
    csrf.init_app(app)
    app.register_error_handler(HTTPException, _show_error)
    app.register_error_handler(Refusal, _show_refusal)
    app.register_error_handler(IntegrityError, _show_conflict)
    app.register_error_handler(Exception, _show_bug)
    app.context_processor(_context)
    app.url_defaults(_fresh_static)
    app.teardown_request(lambda _error: read_only_from_here(False))


def _begin() -> None:
    g.request_id = uuid.uuid4().hex[:12]
    g.started = time.perf_counter()
    read_only_from_here(request.method in SAFE)


def _end_transaction(response: Response) -> Response:
    if request.method not in SAFE and response.status_code < 400:
        db.session.commit()
    else:
        db.session.rollback()
    return response


def _finish(response: Response) -> Response:
    response.headers["X-Request-ID"] = g.get("request_id", "")
    for name, value in HEADERS.items():
        response.headers.setdefault(name, value)
    if request.is_secure:
        response.headers.setdefault("Strict-Transport-Security", "max-age=31536000; includeSubDomains")
    if request.endpoint == "static" and "v" not in request.args and request.path.endswith(".js"):
        # A module that another one imports has no mark in its address: the browser asks whether it has changed.
        response.headers["Cache-Control"] = "no-cache"
    if response.mimetype == "text/html":
        response.headers.setdefault("Cache-Control", "no-store" if g.get("person") else "private, no-cache")
        response.vary.update(("Cookie", "Accept-Language"))
    _log_request(response)
    return response


def _log_request(response: Response) -> None:
    if request.endpoint == "static":
        return
    # The rule, not the path: paths of feeds and sign-in links are keys.
    log.info(
        "request",
        extra={
            "method": request.method,
            "rule": request.url_rule.rule if request.url_rule else "-",
            "status": response.status_code,
            "ms": round((time.perf_counter() - g.get("started", time.perf_counter())) * 1000, 1),
            "person": p.id if (p := g.get("person")) else None,
            "request_id": g.get("request_id", ""),
        },
    )


def _context() -> dict[str, Any]:
    return {
        "language": i18n.current_language(),
        "direction": i18n.direction(),
        "languages": i18n.languages(),
        "demo": _settings().demo,
        "alliance_name": _settings().alliance_name,
        "request_id": g.get("request_id", ""),
        "nav": g.get("nav") or {},
    }


def _settings() -> Any:
    from flask import current_app

    return current_app.extensions["settings"]


_marks: dict[str, str] = {}


def _fresh_static(endpoint: str, values: dict[str, Any]) -> None:
    """Adds the file's age to its address, so that browsers may keep it for a year."""
    if endpoint != "static" or "filename" not in values:
        return
    name = values["filename"]
    if name not in _marks:
        path = Path(str(_static_folder())) / name
        _marks[name] = format(int(path.stat().st_mtime), "x") if path.exists() else "0"
    values["v"] = _marks[name]


def _static_folder() -> str:
    from flask import current_app

    return str(current_app.static_folder)


def refused(refusal: Refusal) -> None:
    """Shows why something was refused at the head of the next page."""
    flash(i18n.sentence(refusal), "error")


PAGES = {400, 403, 404, 409, 410, 413, 422, 429, 500}


def error_page(status: int, message: str = "") -> tuple[str, int]:
    """A page that says what went wrong and what to do next."""
    db.session.rollback()
    page = status if status in PAGES else (400 if status < 500 else 500)
    return render_template(f"errors/{page}.html", message=message, forum=None), status


def _show_error(error: HTTPException) -> Any:
    status = error.code or 500
    if status < 400 or error.response is not None:
        return error
    message = error.description if getattr(error, "told", False) else ""
    return error_page(status, message or "")


def _show_refusal(refusal: Refusal) -> Any:
    status = 429 if refusal.reason == "too_often" else 409
    return error_page(status, i18n.sentence(refusal))


def _show_conflict(error: IntegrityError) -> Any:
    log.warning("conflict", extra={"error": str(error.orig)[:200], "request_id": g.get("request_id", "")})
    return error_page(409)


def _show_bug(error: Exception) -> Any:
    db.session.rollback()
    log.exception("bug", extra={"request_id": g.get("request_id", "")})
    return error_page(500)


class JsonLines(logging.Formatter):
    """One JSON object a line, with what `extra=` holds."""

    KNOWN = frozenset(vars(logging.LogRecord("", 0, "", 0, "", (), None))) | {"message", "asctime", "taskName"}

    def format(self, record: logging.LogRecord) -> str:
        line = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "message": record.getMessage(),
        }
        line |= {key: value for key, value in vars(record).items() if key not in self.KNOWN}
        if record.exc_info:
            line["error"] = self.formatException(record.exc_info)
        return json.dumps(line, default=str, ensure_ascii=False)


def log_to_stderr(level: str) -> None:
    """Structured logs on standard error; called once, when a process starts."""
    stream = logging.StreamHandler(sys.stderr)
    stream.setFormatter(JsonLines())
    logging.basicConfig(level=level, handlers=[stream], force=True)
    for noisy in ("fontTools", "weasyprint", "alembic.runtime.migration"):
        logging.getLogger(noisy).setLevel("WARNING")


def database_answers() -> bool:
    """True when a trivial query comes back."""
    return db.session.scalar(sa.select(1)) == 1

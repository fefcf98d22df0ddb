"""A form sent twice is done once: every form carries a token that is used up with the change it made."""

import secrets
from datetime import datetime, timedelta

import sqlalchemy as sa
from flask import Flask, Response, g, redirect, request
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Mapped, mapped_column
from werkzeug.wrappers import Response as WerkzeugResponse

from exchange import clock
from exchange.db import Base, db

KEPT = timedelta(days=2)


class UsedToken(Base):
    """The token of a form that was carried out, and where its sender was sent."""

    __tablename__ = "used_token"

    token: Mapped[str] = mapped_column(sa.String(40), primary_key=True)
    location: Mapped[str] = mapped_column(sa.String(400), default="")
    used_at: Mapped[datetime]


def init_app(app: Flask) -> None:
    """Answers the second click with the first one's result; call before anything that reads the database."""
    app.jinja_env.globals.update(once_token=lambda: secrets.token_urlsafe(12))
    app.before_request(_claim)
    app.after_request(_note_result)


def _claim() -> WerkzeugResponse | None:
    token = request.form.get("once", "")[:40] if request.method == "POST" else ""
    if not token:
        return None
    insert = postgresql.insert if db.engine.dialect.name == "postgresql" else sqlite.insert
    # A second request waits here until the first has committed or failed.
    row = insert(UsedToken).values(token=token, location="", used_at=clock.now()).on_conflict_do_nothing()
    if db.session.scalar(row.returning(UsedToken.token)):
        g.once = token
        return None
    location = db.session.scalar(sa.select(UsedToken.location).where(UsedToken.token == token))
    return redirect(location or request.path, 303)


def _note_result(response: Response) -> Response:
    if (token := g.get("once")) and response.status_code in (301, 302, 303):
        db.session.execute(
            sa.update(UsedToken).where(UsedToken.token == token).values(location=response.headers["Location"][:400])
        )
        db.session.execute(sa.delete(UsedToken).where(UsedToken.used_at < clock.now() - KEPT))
    return response

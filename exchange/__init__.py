"""Exchange: the conference manager for networks of cities. This module only connects the rooms."""

from importlib import import_module
from pathlib import Path

from flask import Flask
from flask_migrate import Migrate

from config import Settings, load_settings

ROOT = Path(__file__).resolve().parent.parent
MAX_REQUEST = 8_000_000

# The rooms and their doors; a room's words and signal receivers are connected by importing them.
BLUEPRINTS = (
    "exchange.health",
    "exchange.accounts.routes",
    "exchange.cities.routes_public",
    "exchange.cities.routes_manage",
    "exchange.forums.routes_public",
    "exchange.forums.routes_manage",
    "exchange.registration.routes_public",
    "exchange.registration.routes_manage",
    "exchange.agenda.routes_public",
    "exchange.agenda.routes_manage",
    "exchange.calls.routes_public",
    "exchange.calls.routes_review",
    "exchange.calls.routes_manage",
    "exchange.visits.routes_public",
    "exchange.visits.routes_host",
    "exchange.visits.routes_manage",
    "exchange.matching.routes",
    "exchange.calendars.routes",
    "exchange.documents.routes",
    "exchange.messages.routes",
)
MODELS = (
    "audit",
    "files",
    "limits",
    "accounts.models",
    "cities.models",
    "practices.models",
    "forums.models",
    "registration.models",
    "agenda.models",
    "agenda.models_board",
    "agenda.models_facts",
    "agenda.models_seats",
    "agenda.models_board",
    "agenda.models_proposal",
    "calls.models",
    "visits.models",
    "matching.models",
    "calendars.models",
)
WORDS = ("accounts", "cities", "forums", "registration", "agenda", "calls", "visits", "matching")
RECEIVERS = ("registration", "agenda", "calls", "visits", "matching", "calendars", "documents", "messages")


def create_app(settings: Settings | None = None) -> Flask:
    """An application with all rooms connected; settings come from the environment unless given."""
    from exchange import db as database
    from exchange import i18n, jobs, markdown, web
    from exchange.accounts import gate
    from exchange.forums import face

    settings = settings or load_settings()
    app = Flask(__name__, template_folder=str(ROOT / "templates"), static_folder=str(ROOT / "static"))
    app.extensions["settings"] = settings
    _configure(app, settings)
    database.db.init_app(app)
    with app.app_context():
        database.tune_engine(database.db.engine)
    Migrate(app, database.db, directory=str(ROOT / "migrations"), compare_type=True, render_as_batch=True)
    i18n.init_app(app)
    markdown.init_app(app)
    web.init_app(app)
    gate.init_app(app)
    face.init_app(app)
    jobs.init_app(app)
    _connect(app)
    return app


def _configure(app: Flask, settings: Settings) -> None:
    app.config.update(
        SECRET_KEY=settings.signing_key,
        SQLALCHEMY_DATABASE_URI=settings.database,
        MAX_CONTENT_LENGTH=MAX_REQUEST,
        MAX_FORM_MEMORY_SIZE=MAX_REQUEST,
        SEND_FILE_MAX_AGE_DEFAULT=31_536_000,
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_COOKIE_SECURE=settings.https,
        SESSION_COOKIE_NAME="exchange",
        PERMANENT_SESSION_LIFETIME=30 * 86_400,
        SESSION_REFRESH_EACH_REQUEST=False,
        WTF_CSRF_TIME_LIMIT=None,
        BABEL_DEFAULT_LOCALE="en",
    )
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True


def _connect(app: Flask) -> None:
    for tables in MODELS:
        import_module(f"exchange.{tables}")
    for room in WORDS:
        import_module(f"exchange.{room}.words")
    for room in RECEIVERS:
        import_module(f"exchange.{room}.receivers")
    for door in BLUEPRINTS:
        app.register_blueprint(import_module(door).bp)
    from exchange import cli

    cli.init_app(app)

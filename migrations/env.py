"""Runs the migrations on the application's own engine; batch mode, because SQLite cannot alter a column."""

from alembic import context
from flask import current_app

from exchange.db import Base, UtcDateTime


def render_item(kind: str, item: object, _context: object) -> str | bool:
    """Writes our column kinds as SQLAlchemy's own: a migration must not change with the application's code."""
    return "sa.DateTime(timezone=True)" if kind == "type" and isinstance(item, UtcDateTime) else False


def run() -> None:
    engine = current_app.extensions["migrate"].db.engine
    with engine.connect() as connection:
        context.configure(
            connection=connection,
            target_metadata=Base.metadata,
            compare_type=True,
            render_as_batch=True,
            render_item=render_item,
            # The queue keeps its own tables where the database is PostgreSQL.
            include_name=lambda name, kind, _parents: not (kind == "table" and str(name).startswith("huey_")),
        )
        with context.begin_transaction():
            context.run_migrations()
        connection.commit()


run()

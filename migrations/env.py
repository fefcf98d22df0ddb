"""Runs the migrations on the application's own engine; batch mode, because SQLite cannot alter a column."""

import sqlalchemy as sa
from alembic import context
from flask import current_app

from exchange.db import Base, UtcDateTime


def render_item(kind: str, item: object, _context: object) -> str | bool:
    """Writes our column kinds as SQLAlchemy's own: a migration must not change with the application's code."""
    return "sa.DateTime(timezone=True)" if kind == "type" and isinstance(item, UtcDateTime) else False


def leave_children_alone(connection: sa.Connection) -> None:
    """SQLite rebuilds a table by dropping it, which would take along or be refused for the rows that point to it."""
    if connection.dialect.name == "sqlite":
        connection.connection.driver_connection.execute("PRAGMA foreign_keys=OFF")


def check_children(connection: sa.Connection) -> None:
    """What was left alone must still have its parents. Raises IntegrityError."""
    if connection.dialect.name != "sqlite":
        return
    if lost := connection.exec_driver_sql("PRAGMA foreign_key_check").all():
        raise sa.exc.IntegrityError("PRAGMA foreign_key_check", None, ValueError(f"rows without a parent: {lost[:5]}"))


def run() -> None:
    engine = current_app.extensions["migrate"].db.engine
    with engine.connect() as connection:
        leave_children_alone(connection)
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
        check_children(connection)
        connection.commit()
        # Nobody else may get this connection: it keeps no foreign keys.
        connection.invalidate()


run()

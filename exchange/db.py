"""The database: typed base, column kinds, and the locks that keep limited things limited."""

import sqlite3
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, datetime
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated, Any, TypeVar, dataclass_transform

import sqlalchemy as sa
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy.orm import DeclarativeBase, Mapped, MappedAsDataclass, mapped_column, relationship

if TYPE_CHECKING:
    from collections.abc import Iterator

NAMING = {
    "ix": "ix_%(column_0_N_label)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}


class UtcDateTime(sa.TypeDecorator[datetime]):
    """An aware moment; stored in UTC, read back aware on every engine."""

    impl = sa.DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: sa.Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError(f"{value} has no time zone")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: sa.Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


# What organisers write, by language code: {"en": "Opening", "fr": "Ouverture"}. Replace, never mutate.
Texts = Annotated[dict[str, str], mapped_column(sa.JSON, nullable=False)]
# A short list of codes: languages, diets, access needs. Replace, never mutate.
Codes = Annotated[list[str], mapped_column(sa.JSON, nullable=False)]
Snapshot = Annotated[dict[str, Any], mapped_column(sa.JSON, nullable=False)]
Moment = Annotated[datetime, mapped_column(UtcDateTime)]


@dataclass_transform(kw_only_default=True, eq_default=False, field_specifiers=(mapped_column, relationship))
class Base(MappedAsDataclass, DeclarativeBase, kw_only=True, eq=False, repr=False):
    """Base of every table; rows are built with keywords only."""

    metadata = sa.MetaData(naming_convention=NAMING)
    type_annotation_map = {datetime: UtcDateTime}  # noqa: RUF012 - SQLAlchemy reads it so

    def __repr__(self) -> str:
        return f"<{type(self).__name__} {getattr(self, 'id', '?')}>"


M = TypeVar("M", bound=Base)


def pk() -> Mapped[int]:
    """The numeric primary key that the database gives."""
    return mapped_column(primary_key=True, init=False)


def fk(target: str, *, ondelete: str | None = None, **options: Any) -> Any:
    """A foreign key column to 'table.column', indexed unless told otherwise."""
    options.setdefault("index", True)
    return mapped_column(sa.ForeignKey(target, ondelete=ondelete), **options)


def stored_enum(kind: type[StrEnum]) -> sa.Enum:
    """Column type for a StrEnum: its value as text, the same on every engine."""
    return sa.Enum(kind, native_enum=False, length=24, values_callable=lambda e: [member.value for member in e])


db = SQLAlchemy(metadata=Base.metadata, session_options={"expire_on_commit": False})

# SQLite takes its only write lock at BEGIN, so the answer to "who may write" must be known before the first read.
_reading: ContextVar[bool] = ContextVar("reading", default=False)


@contextmanager
def reading_only() -> "Iterator[None]":
    """Transactions begun inside take no write lock (SQLite) and are expected to be rolled back."""
    token = _reading.set(True)
    try:
        yield
    finally:
        _reading.reset(token)


@contextmanager
def may_write() -> "Iterator[None]":
    """Transactions begun inside may write, whatever was said around it."""
    token = _reading.set(False)
    try:
        yield
    finally:
        _reading.reset(token)


def read_only_from_here(reading: bool) -> None:
    """Sets whether transactions begun from now on in this request only read."""
    _reading.set(reading)


def db_lock(model: type[M], key: int) -> M:
    """The row, locked until the end of the transaction and read afresh. Raises NoResultFound."""
    return db.session.execute(
        sa.select(model)
        .where(sa.inspect(model).primary_key[0] == key)
        .with_for_update()
        .execution_options(populate_existing=True)
    ).scalar_one()


def tune_engine(engine: sa.Engine) -> None:
    """Makes SQLite keep foreign keys, wait for its turn and lock at BEGIN."""
    if engine.dialect.name != "sqlite":
        return
    sa.event.listen(engine, "connect", _prepare_sqlite)
    sa.event.listen(engine, "begin", _begin_sqlite)


def _prepare_sqlite(connection: sqlite3.Connection, _record: object) -> None:
    connection.isolation_level = None
    for pragma in ("journal_mode=WAL", "foreign_keys=ON", "busy_timeout=15000", "synchronous=NORMAL"):
        connection.execute(f"PRAGMA {pragma}")


def _begin_sqlite(connection: sa.Connection) -> None:
    connection.exec_driver_sql("BEGIN" if _reading.get() else "BEGIN IMMEDIATE")

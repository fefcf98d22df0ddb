"""Long work: a row says what is to do and how far it is; huey only carries the row's number to a worker."""

import logging
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

import sqlalchemy as sa
from flask import Flask, current_app
from huey import Huey, PostgresHuey, SqliteHuey, crontab
from sqlalchemy.orm import Mapped, mapped_column
from sqlalchemy.orm import Session as OrmSession

from exchange import clock
from exchange.db import Base, db, fk, may_write, pk, reading_only, stored_enum

log = logging.getLogger(__name__)

LEASE = timedelta(minutes=5)
TRIES = 5

Handler = Callable[..., dict[str, Any] | None]
_handlers: dict[str, Handler] = {}


class JobState(StrEnum):
    QUEUED = "queued"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"


class Job(Base):
    """Work to be done once. A running job whose lease ran out lost its worker and is taken up again."""

    __tablename__ = "job"
    __table_args__ = (sa.Index("ix_job_waiting", "state", "due_at"),)

    id: Mapped[int] = pk()
    kind: Mapped[str] = mapped_column(sa.String(60))
    arguments: Mapped[dict[str, Any]] = mapped_column(sa.JSON, default_factory=dict)
    person_id: Mapped[int | None] = fk("person.id", ondelete="SET NULL", default=None, index=False)
    state: Mapped[JobState] = mapped_column(stored_enum(JobState), default=JobState.QUEUED)
    done: Mapped[int] = mapped_column(default=0)
    total: Mapped[int | None] = mapped_column(default=None)
    result: Mapped[dict[str, Any] | None] = mapped_column(sa.JSON, default=None)
    error: Mapped[str] = mapped_column(sa.Text, default="")
    tries: Mapped[int] = mapped_column(default=0)
    due_at: Mapped[datetime]
    lease_until: Mapped[datetime | None] = mapped_column(default=None)
    created_at: Mapped[datetime]
    ended_at: Mapped[datetime | None] = mapped_column(default=None)


def handler(kind: str) -> Callable[[Handler], Handler]:
    """Marks the function that does jobs of a kind: called with the job's arguments, may return a JSON result.

    It starts outside any write lock; what it changes goes inside `with writing():`. It may run twice.
    """

    def remember(function: Handler) -> Handler:
        _handlers[kind] = function
        return function

    return remember


def enqueue(kind: str, *, person_id: int | None = None, delay: timedelta = timedelta(0), **arguments: Any) -> Job:
    """Writes the row in the current transaction; a worker hears of it when that is committed."""
    if kind not in _handlers:
        raise LookupError(f"no handler for jobs of kind {kind!r}")
    now = clock.now()
    job = Job(kind=kind, arguments=arguments, person_id=person_id, due_at=now + delay, created_at=now)
    db.session.add(job)
    db.session.info.setdefault("new_jobs", []).append(job)
    return job


def init_app(app: Flask) -> None:
    """Gives the application its queue; the worker runs `consumer(app)`."""
    app.extensions["huey"] = _queue(app)
    sa.event.listen(db.session, "after_commit", _announce)
    sa.event.listen(db.session, "after_rollback", lambda session: session.info.pop("new_jobs", None))
    queue: Huey = app.extensions["huey"]

    @queue.task(name="exchange_job")
    def carry(job_id: int) -> None:
        with app.app_context():
            run(job_id)

    @queue.periodic_task(crontab(minute="*"), name="exchange_sweep")
    def sweep() -> None:
        with app.app_context():
            run_queued()

    app.extensions["carry_job"] = carry
    # Making the queue's tables opened a connection; processes that are forked from here must not share it.
    queue.storage.close()


def _queue(app: Flask) -> Huey:
    settings = app.extensions["settings"]
    if settings.database.startswith("postgresql"):
        dsn = settings.database.replace("postgresql+psycopg://", "postgresql://", 1)
        return PostgresHuey("exchange", dsn=dsn, results=False)
    return SqliteHuey("exchange", filename=str(settings.data_path / "queue.sqlite3"), results=False)


def _announce(session: OrmSession) -> None:
    for job in session.info.pop("new_jobs", []):
        try:
            current_app.extensions["carry_job"](job.id)
        except Exception:  # the row is the truth: the sweep takes it up within a minute
            log.exception("queue not reached", extra={"job": job.id})


def run_queued(limit: int = 200) -> int:
    """Runs the jobs that are due or whose worker died; returns how many ran."""
    now = clock.now()
    due = sa.select(Job.id).where(_takeable(now)).order_by(Job.due_at, Job.id).limit(limit)
    numbers = list(db.session.scalars(due))
    db.session.rollback()
    return sum(run(number) for number in numbers)


def run(job_id: int) -> bool:
    """Runs one job if it is still to do. Failures are tried again later, then kept with their reason."""
    job = _take(job_id)
    if job is None:
        return False
    kind, arguments = job.kind, job.arguments
    try:
        with reading_only():
            result = _handlers[kind](**arguments)
    except Exception as error:  # the one place where any error is caught: a job must never take its worker down
        db.session.rollback()
        log.exception("job failed", extra={"job": job_id, "kind": kind})
        _end(job_id, error=error)
    else:
        db.session.rollback()
        _end(job_id, result=result)
    return True


@contextmanager
def writing() -> Iterator[None]:
    """A transaction of its own inside a job: committed at the end of the block."""
    db.session.rollback()
    with may_write():
        try:
            yield
            db.session.commit()
        finally:
            db.session.rollback()


def progress(job_id: int, done: int, total: int) -> None:
    """Tells people how far a job is and renews its lease."""
    with writing():
        values = {"done": done, "total": total, "lease_until": clock.now() + LEASE}
        db.session.execute(sa.update(Job).where(Job.id == job_id).values(values))


def _takeable(now: datetime) -> sa.ColumnElement[bool]:
    lost = sa.and_(Job.state == JobState.RUNNING, Job.lease_until < now)
    return sa.or_(sa.and_(Job.state == JobState.QUEUED, Job.due_at <= now), lost)


def _take(job_id: int) -> Job | None:
    now = clock.now()
    db.session.rollback()
    taken = db.session.scalar(
        sa.update(Job)
        .where(Job.id == job_id, _takeable(now))
        .values(state=JobState.RUNNING, lease_until=now + LEASE, tries=Job.tries + 1)
        .returning(Job.id)
        .execution_options(synchronize_session=False)
    )
    db.session.commit()
    return db.session.get(Job, job_id, populate_existing=True) if taken else None


def _end(job_id: int, *, result: dict[str, Any] | None = None, error: Exception | None = None) -> None:
    with writing():
        job = db.session.get_one(Job, job_id)
        job.lease_until = None
        if error is None:
            job.state, job.result, job.ended_at = JobState.DONE, result, clock.now()
            return
        job.error = "".join(traceback.format_exception_only(error)).strip()[:2000]
        if job.tries >= TRIES:
            job.state, job.ended_at = JobState.FAILED, clock.now()
        else:
            job.state, job.due_at = JobState.QUEUED, clock.now() + timedelta(seconds=30 * 2**job.tries)

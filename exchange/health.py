"""What operators and their monitors ask."""

import sqlalchemy as sa
from flask import Blueprint, jsonify
from flask.typing import ResponseReturnValue

from exchange import clock, jobs, mail, web
from exchange.db import db
from exchange.jobs import Job, JobState

bp = Blueprint("health", __name__)


@bp.get("/healthz")
def healthz() -> ResponseReturnValue:
    """200 while the database answers; `late_jobs` counts work that waited more than its lease."""
    late = sa.select(sa.func.count()).where(Job.state == JobState.QUEUED, Job.due_at < clock.now() - jobs.LEASE)
    return jsonify(status="ok", database=web.database_answers(), late_jobs=db.session.scalar(late))


@bp.get("/metrics")
def metrics() -> ResponseReturnValue:
    """Counts by state in the text format that monitors read."""
    lines = ["# TYPE exchange_jobs gauge"]
    lines += [f'exchange_jobs{{state="{state}"}} {n}' for state, n in _counts(Job.state)]
    lines += ["# TYPE exchange_mails gauge"]
    lines += [f'exchange_mails{{state="{state}"}} {n}' for state, n in _counts(mail.Mail.state)]
    return "\n".join(lines) + "\n", 200, {"Content-Type": "text/plain; version=0.0.4"}


def _counts(column: sa.orm.InstrumentedAttribute[object]) -> list[tuple[object, int]]:
    return [(state, n) for state, n in db.session.execute(sa.select(column, sa.func.count()).group_by(column))]

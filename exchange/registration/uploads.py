"""Tables of registrations on their way in: kept, shown, and taken over by a job in steps."""

from dataclasses import dataclass
from typing import Any

from exchange import audit, clock, jobs
from exchange.accounts.models import Person
from exchange.cities.queries import cities_by_key
from exchange.db import db, db_lock
from exchange.domain.delegations import Standing
from exchange.domain.refusal import Refusal
from exchange.files import Outcome, Upload, rows_of
from exchange.forums.models import Forum
from exchange.i18n import in_language, sentence
from exchange.registration import queries, service
from exchange.registration.adding import entered
from exchange.registration.importing import Known, Line, live_by_email, plan

KIND = "registrations"
# So many lines hold the forum's lock at a time; between two steps others have their turn.
STEP = 50
# So many of those who were not imported as asked are named.
NAMED = 200


@dataclass(frozen=True)
class NotAsAsked:
    """Somebody whose standing is not what the table wanted; `waits`: they are on the waiting list."""

    name: str
    refusal: Refusal
    waits: bool


def upload_of(forum: Forum, number: int) -> Upload | None:
    """A kept table of this forum."""
    upload = db.session.get(Upload, number)
    return upload if upload and upload.kind == KIND and upload.forum_id == forum.id else None


def planned(forum: Forum, upload: Upload) -> list[Line]:
    """What a kept table would do now."""
    return plan(rows_of(upload), Known(cities_by_key(), live_by_email(queries.live_registrations(forum))))


def start(upload: Upload, *, mailed: bool, language: str) -> jobs.Job | None:
    """Lets a worker take the table over; None when that was started before."""
    upload = db_lock(Upload, upload.id)
    if upload.applied_at:
        return None
    upload.applied_at = clock.now()
    audit.record("registrations.imported", upload)
    arguments = {"upload_id": upload.id, "mailed": mailed, "language": language}
    job = jobs.enqueue("import_registrations", person_id=upload.person_id)
    db.session.flush()
    # The number of its own row lets the job tell how far it is.
    job.arguments = arguments | {"job_id": job.id}
    return job


@jobs.handler("import_registrations")
def take_over(upload_id: int, mailed: bool, language: str, job_id: int) -> dict[str, Any]:
    """Takes a table over; run again, it finds what it did before unchanged. Result: counts and who is named."""
    upload = db.session.get_one(Upload, upload_id)
    forum = db.session.get_one(Forum, upload.forum_id)
    lines = [line for line in planned(forum, upload) if line.outcome in (Outcome.NEW, Outcome.CHANGED)]
    refused: list[NotAsAsked] = []
    for first in range(0, len(lines), STEP):
        with jobs.writing():
            locked, by = db_lock(Forum, forum.id), db.session.get_one(Person, upload.person_id)
            refused += [found for line in lines[first : first + STEP] if (found := _put(locked, line, by, mailed))]
        jobs.progress(job_id, min(first + STEP, len(lines)), len(lines))
    with in_language(language):
        said = {waits: [[each.name, sentence(each.refusal)] for each in refused if each.waits is waits][:NAMED]
                for waits in (True, False)}  # fmt: skip
    asked = len(lines) - len(refused)
    return {"lines": len(lines), "asked": asked, "waiting": said[True], "refused": said[False]}


def _put(forum: Forum, line: Line, by: Person, mailed: bool) -> NotAsAsked | None:
    person, identity = entered(forum, line.email, line.identity)
    refusal = service.put(forum, person, identity, line.standing, mailed=mailed, by=by)
    if refusal is None:
        return None
    standing = queries.live_registration(forum, person).standing
    return NotAsAsked(person.name, refusal, standing is Standing.WAITING)

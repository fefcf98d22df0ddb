"""Tables of registrations on their way in: kept, shown, and taken over by a job in steps."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from exchange import audit, clock, jobs
from exchange.accounts.models import Person
from exchange.accounts.service import person_with
from exchange.cities.queries import cities_by_key
from exchange.db import db, db_lock
from exchange.domain.text import clean_line
from exchange.files import Row, Upload
from exchange.forums.models import Forum
from exchange.i18n import INTERFACE, in_language, sentence
from exchange.registration import queries, service
from exchange.registration.deciding import Refused
from exchange.registration.importing import Known, Line, Result, live_by_email, plan

KIND = "registrations"
# So many lines hold the forum's lock at a time; between two steps others have their turn.
STEP = 50


def keep(forum: Forum, person: Person, file_name: str, rows: Sequence[Row]) -> Upload:
    """Keeps a table until somebody has looked at what it would do."""
    upload = Upload(
        kind=KIND,
        forum_id=forum.id,
        person_id=person.id,
        file_name=clean_line(file_name)[:200],
        rows=[{"line": row.line, "cells": row.cells} for row in rows],
        created_at=clock.now(),
    )
    db.session.add(upload)
    db.session.flush()
    return upload


def upload_of(forum: Forum, number: int) -> Upload | None:
    """A kept table of this forum."""
    upload = db.session.get(Upload, number)
    return upload if upload and upload.kind == KIND and upload.forum_id == forum.id else None


def planned(forum: Forum, upload: Upload) -> list[Line]:
    """What a kept table would do now."""
    rows = [Row(row["line"], row["cells"]) for row in upload.rows]
    return plan(rows, Known(cities_by_key(), live_by_email(queries.live_registrations(forum))))


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
    """Takes a table over; run again, it finds what it did before unchanged. Result: counts and what was refused."""
    upload = db.session.get_one(Upload, upload_id)
    forum = db.session.get_one(Forum, upload.forum_id)
    lines = [line for line in planned(forum, upload) if line.result in (Result.NEW, Result.CHANGED)]
    refused: list[Refused] = []
    for first in range(0, len(lines), STEP):
        with jobs.writing():
            locked = db_lock(Forum, forum.id)
            refused += [found for line in lines[first : first + STEP] if (found := _put(locked, line, mailed))]
        jobs.progress(job_id, min(first + STEP, len(lines)), len(lines))
    with in_language(language):
        said = [[each.name, sentence(each.refusal)] for each in refused[:200]]
    return {"lines": len(lines), "refused": said}


def _put(forum: Forum, line: Line, mailed: bool) -> Refused | None:
    known = queries.person_of(line.email)
    language = next((code for code in forum.languages if code in INTERFACE), "en")
    person = known or person_with(line.email, language)
    identity = line.identity
    if known and known.given_name and queries.my_registration(forum, known) is None:
        # A table of one forum does not rename somebody known from elsewhere.
        identity = replace(identity, given_name=known.given_name, family_name=known.family_name)
    refusal = service.put(forum, person, identity, line.standing, mailed=mailed)
    return Refused(person.name, refusal) if refusal else None

"""Jobs: the row is the truth, a worker may die at any moment."""

from datetime import timedelta

import pytest
import sqlalchemy as sa

from exchange import clock, jobs
from exchange.accounts.models import Person
from exchange.db import db
from exchange.jobs import Job, JobState
from tests import make

ran: list[str] = []


@jobs.handler("test_note")
def note(text: str) -> dict[str, str]:
    ran.append(text)
    with jobs.writing():
        make_person = Person(email=f"{text}@city.example", created_at=clock.now())
        db.session.add(make_person)
    return {"text": text}


@jobs.handler("test_break")
def break_down() -> None:
    raise OSError("the printer burns")


@pytest.fixture(autouse=True)
def nothing_ran():
    ran.clear()


def only_job():
    db.session.rollback()
    return db.session.scalar(sa.select(Job).execution_options(populate_existing=True))


def test_a_job_runs_after_the_commit_and_keeps_its_result(app, work):
    jobs.enqueue("test_note", text="hello")
    db.session.commit()
    assert work() == 1
    job = only_job()
    assert (job.state, job.result, ran) == (JobState.DONE, {"text": "hello"}, ["hello"])
    assert db.session.scalar(sa.select(Person.email)) == "hello@city.example"
    assert work() == 0, "done is done"


def test_a_job_of_a_rolled_back_change_never_runs(app, work):
    jobs.enqueue("test_note", text="never")
    db.session.rollback()
    assert work() == 0
    assert ran == []


def test_a_failing_job_is_tried_again_later_and_then_kept_with_its_reason(app, work):
    jobs.enqueue("test_break")
    db.session.commit()
    moment = clock.now()
    for _attempt in range(jobs.TRIES):
        with clock.frozen_at(moment):
            assert work() == 1
        moment += timedelta(hours=1)
    job = only_job()
    assert job.state is JobState.FAILED
    assert "the printer burns" in job.error


def test_a_job_whose_worker_died_is_taken_up_again(app, work):
    job = jobs.enqueue("test_note", text="again")
    db.session.commit()
    assert jobs._take(job.id), "a worker took it"
    db.session.rollback()
    assert work() == 0, "and still has it"
    with clock.frozen_at(clock.now() + jobs.LEASE + timedelta(seconds=1)):
        assert work() == 1
    assert ran == ["again"]


def test_two_workers_never_run_the_same_job(app):
    job = jobs.enqueue("test_note", text="one")
    db.session.commit()
    assert jobs.run(job.id) is True
    assert jobs.run(job.id) is False
    assert ran == ["one"]


def test_progress_is_seen_while_the_job_runs(app):
    job = jobs.enqueue("test_note", text="long")
    db.session.commit()
    jobs.progress(job.id, 3, 10)
    row = only_job()
    assert (row.done, row.total) == (3, 10)


def test_the_queue_hears_of_a_job_when_it_is_committed(app):
    huey = app.extensions["huey"]
    before = huey.pending_count()
    jobs.enqueue("test_note", text="heard")
    assert huey.pending_count() == before
    db.session.commit()
    assert huey.pending_count() == before + 1
    make.person()

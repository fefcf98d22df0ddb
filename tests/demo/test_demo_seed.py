"""The demo forum in a real database."""

import time
from collections import Counter

import pytest
import sqlalchemy as sa
from flask import Flask

from exchange.accounts.models import LinkPurpose, Person, SignInLink
from exchange.agenda.draft import clashes_in, draft_programme, plan
from exchange.agenda.models import Release, SessionOrder, SessionWish
from exchange.agenda.models_facts import Absence, InterpreterTeam, Vip
from exchange.agenda.queries import published_programme
from exchange.cities.models import City, CityRequest, RequestState
from exchange.clock import now
from exchange.db import Base, db
from exchange.demo.people import ACCOUNTS, people
from exchange.demo.seed import demo_links, seed
from exchange.domain.delegations import Standing
from exchange.domain.programme_diff import ChangeKind, changes, next_release
from exchange.domain.timetable import ClashKind, Level
from exchange.forums.models import Forum
from exchange.matching.models import Statement
from exchange.registration.models import Registration
from exchange.visits.models import VisitHost, VisitWish
from exchange.visits.queries import published_visits


@pytest.fixture
def forum(app: Flask) -> Forum:
    seed()
    return db.session.scalars(sa.select(Forum)).one()


def count(model: type[Base]) -> int:
    return db.session.scalar(sa.select(sa.func.count()).select_from(model)) or 0


def test_the_seed_fills_the_database_quickly(app: Flask) -> None:
    began = time.process_time()
    seed()
    assert time.process_time() - began < 4
    assert (count(City), count(Registration), count(Statement)) == (60, 150, 154)
    assert (count(VisitWish), count(SessionWish)) == (3 * 138, 830)


def test_a_second_seed_changes_nothing(forum: Forum) -> None:
    before = {table.name: rows(table) for table in Base.metadata.sorted_tables}
    seed()
    assert {table.name: rows(table) for table in Base.metadata.sorted_tables} == before


def rows(table: sa.Table) -> int:
    return db.session.scalar(sa.select(sa.func.count()).select_from(table)) or 0


def test_release_1_holds_all_sessions_and_the_draft_three_changes(forum: Forum) -> None:
    release = db.session.scalars(sa.select(Release)).one()
    programme = published_programme(forum)
    assert programme is not None
    assert (release.version, len(programme.sessions), len(programme.rooms)) == (1, 41, 8)
    changed = changes(programme, next_release(programme, draft_programme(forum), now()))
    assert {(each.code, each.kinds) for each in changed} == {
        ("S07", (ChangeKind.RETITLED,)),
        ("S34", (ChangeKind.MOVED_ROOM,)),
        ("S38", (ChangeKind.MOVED_TIME,)),
    }


def test_nothing_in_the_draft_stops_publishing_and_only_wishes_warn(forum: Forum) -> None:
    found = [
        (clash.kind, clash.level, [one.code for one in clash.sessions]) for clash in clashes_in(forum, plan(forum))
    ]
    assert found == [
        (ClashKind.TOO_SMALL_FOR_WISHES, Level.WARN, ["S06"]),
        (ClashKind.WISH_CLASH, Level.WARN, ["S30", "S31"]),
    ]


def test_the_agenda_knows_interpreters_absences_series_and_layouts(forum: Forum) -> None:
    assert (count(InterpreterTeam), count(Absence), count(Vip), count(SessionOrder)) == (4, 3, 4, 3)
    sessions = plan(forum)
    assert {one.series for one in sessions} == {"", "Money for cities", "From evidence to action"}
    assert [one.code for one in sessions if one.time_locked and one.room_locked] == ["S01", "S41"]
    assert all(one.layout for one in sessions)


def test_the_six_visits_are_public(forum: Forum) -> None:
    sheets = published_visits(forum)
    assert sorted(sheet.code for sheet in sheets) == ["V1", "V2", "V3", "V4", "V5", "V6"]
    assert [len(sheet.stops) for sheet in sheets] == [5] * 6
    assert count(VisitHost) == 6


def test_registrations_stand_as_the_values_say(forum: Forum) -> None:
    standings = Counter(db.session.scalars(sa.select(Registration.standing)))
    assert standings[Standing.APPROVED] == 142
    assert sum(standings.values()) == 150


def test_two_cities_wait_for_the_secretariat(forum: Forum) -> None:
    assert set(db.session.scalars(sa.select(CityRequest.state))) == {RequestState.ASKED}
    assert count(CityRequest) == 2


def test_every_city_has_a_focal_point_of_its_own(forum: Forum) -> None:
    found = list(db.session.scalars(sa.select(City.focal_point_id)))
    assert None not in found
    assert len(set(found)) == 60


def test_the_demo_links_sign_in_as_four_people(forum: Forum) -> None:
    links = demo_links()
    assert list(links) == ["delegate", "focal point", "organiser", "host"]
    assert all(url.startswith("http://localhost/sign-in/") for url in links.values())
    db.session.flush()
    addresses = set(db.session.scalars(sa.select(SignInLink.email).where(SignInLink.purpose == LinkPurpose.DEMO)))
    assert addresses == {people()[key].email for key in ACCOUNTS.values()}
    assert addresses <= set(db.session.scalars(sa.select(Person.email)))

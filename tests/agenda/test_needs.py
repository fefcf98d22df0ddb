"""What a session needs: the part of its form that is closed at first, and the locks that keep it in place."""

from datetime import timedelta

import pytest
import sqlalchemy as sa

from exchange.agenda.draft import clashes_in, plan, timetable_of
from exchange.agenda.models import Session, SessionCity, SessionOrder
from exchange.db import db
from exchange.domain.timetable import ClashKind, Layout
from exchange.forums.models import RoomOutage
from tests import make
from tests.agenda.scene import count, scene, typed
from tests.browser import path_of
from tests.counting import count_queries


@pytest.fixture
def here(app):
    return scene(3)


@pytest.fixture
def desk(client, here):
    return client.sign_in(here.organiser)


def base(here):
    return f"/f/{here.forum.slug}/manage/agenda"


def edit(desk, here, code="S01", **changes):
    """Saves a session where it stands, with some changes."""
    page = f"{base(here)}/sessions/{code}"
    desk.get(page)
    row = named(code)
    seen = desk.page.find(".//input[@name='revision']").get("value")
    place = {"room": str(row.room_id), "day": "2027-05-25", "start": f"{row.starts_at:%H:%M}", "revision": seen}
    return desk.post(page, typed(**(place | changes)))


def named(code):
    return db.session.scalar(sa.select(Session).where(Session.code == code))


def details(desk):
    return desk.page.find(".//details[@id='what-it-needs']")


def test_the_part_is_closed_until_something_is_said_in_it(desk, here):
    desk.get(f"{base(here)}/sessions/new")
    assert details(desk).get("open") is None
    edit(desk, here, series="Money")
    desk.get(f"{base(here)}/sessions/S01")
    assert details(desk).get("open") is not None


def test_all_that_a_session_needs_is_kept_shown_again_and_copied(desk, here):
    make.city("Dakar", "SN")
    answer = edit(
        desk, here, layout="cabaret", needs=["projector", "movable_chairs"], series="Money", after="s02, S03",
        cities="Dakar (SN)\n", exclusive="y", time_locked="y", room_locked="y",
        **{"allowed-0-day": "2027-05-25", "allowed-0-start": "08:00", "allowed-0-end": "12:00"},
    )  # fmt: skip
    assert path_of(answer) == f"{base(here)}/"
    row = named("S01")
    assert (row.layout, row.needs, row.series) == (Layout.CABARET, ["projector", "movable_chairs"], "Money")
    assert row.exclusive and row.time_locked and row.room_locked
    assert row.allowed == [["2027-05-25T08:00:00+00:00", "2027-05-25T12:00:00+00:00"]]
    assert (count(SessionCity), count(SessionOrder)) == (1, 2)
    desk.get(f"{base(here)}/sessions/S01")
    assert desk.page.find(".//input[@name='after']").get("value") == "S02, S03"
    assert desk.page.find(".//textarea[@name='cities']").text.strip() == "Dakar (SN)"
    assert desk.page.find(".//input[@name='allowed-0-end']").get("value") == "12:00"
    desk.post(f"{base(here)}/sessions/S01/duplicate", {})
    copy = db.session.scalar(sa.select(Session).order_by(Session.number.desc()))
    assert (copy.layout, copy.series, len(copy.cities), len(copy.after)) == (Layout.CABARET, "Money", 1, 0)
    assert not copy.time_locked and not copy.room_locked


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"after": "S77"}, "There is no other session with this code: S77."),
        ({"after": "S01"}, "There is no other session with this code: S01."),
        ({"cities": "Nowhere"}, "Not in the directory: Nowhere."),
        ({"allowed-0-day": "2027-05-25", "allowed-0-start": "12:00", "allowed-0-end": "08:00"}, "the end after the"),
        ({"allowed-0-day": "2027-05-25"}, "the end after the beginning"),
        ({"allowed-0-day": "2031-01-01"}, "Not a valid choice"),
        (
            {"allowed-0-day": "2027-05-25", "allowed-0-start": "08:00", "allowed-0-end": "08:30"},
            "longer than any of the times",
        ),
        ({"time_locked": "y", "day": "", "start": ""}, "Only a session that has a time can keep it."),
        ({"room_locked": "y", "room": ""}, "Only a session that has a room can keep it."),
        ({"needs": ["gold"]}, "not a valid choice"),
        ({"layout": "pyramid"}, "Invalid Choice"),
    ],
)
def test_a_need_that_makes_no_sense_is_refused_with_what_was_typed(desk, here, changes, sentence):
    answer = edit(desk, here, **({"series": "Typed"} | changes))
    assert answer.status_code == 422
    assert sentence.lower() in desk.text.lower()
    assert desk.page.find(".//input[@name='series']").get("value") == "Typed"
    db.session.expire_all()
    assert named("S01").series == ""


def test_an_order_that_runs_in_a_circle_is_refused(desk, here):
    edit(desk, here, "S02", after="S01")
    edit(desk, here, "S03", after="S02")
    assert edit(desk, here, "S01", after="S03").status_code == 422
    assert "S03 comes after this session already." in desk.text
    assert count(SessionOrder) == 2


def test_an_order_is_counted_when_it_is_broken(desk, here):
    edit(desk, here, "S01", after="S02")
    db.session.expire_all()
    (clash,) = clashes_in(here.forum, plan(here.forum))
    assert (clash.kind, [one.code for one in clash.sessions]) == (ClashKind.ORDER, ["S01", "S02"])
    desk.get(f"{base(here)}/publish")
    assert "S01 “Care within ten minutes” (09:00–10:00) must come after S02 “Title 2” (10:00–11:00)." in desk.text


def test_a_locked_time_stays_until_it_is_unlocked(desk, here):
    edit(desk, here, time_locked="y")
    assert edit(desk, here, time_locked="y", start="15:00").status_code == 422
    assert "The time of S01 is locked." in desk.text
    grid = f"{base(here)}/grid?day=2027-05-25"
    desk.get(grid)
    place = {"session": "S01", "day": "2027-05-25", "start": "15:00", "room": str(here.baobab.id)}
    assert desk.post(grid, place).status_code == 422
    assert "The time of S01 is locked." in desk.text
    desk.get(f"{base(here)}/sessions/S01")
    assert "Its time is locked." in desk.text and "Back to the tray" not in desk.text
    desk.post(f"{base(here)}/sessions/S01/unplace", {})
    assert named("S01").starts_at == make.OPENING
    desk.get(grid)
    desk.post(grid, place | {"start": "09:00", "room": str(here.atelier.id)})
    assert named("S01").room_id == here.atelier.id
    edit(desk, here, start="15:00")
    assert named("S01").starts_at == make.OPENING + timedelta(hours=6)


def test_a_locked_room_stays_while_the_time_may_change(desk, here):
    edit(desk, here, room_locked="y")
    assert edit(desk, here, room_locked="y", room=str(here.atelier.id)).status_code == 422
    assert "The room of S01 is locked." in desk.text
    edit(desk, here, room_locked="y", start="15:00")
    assert named("S01").starts_at == make.OPENING + timedelta(hours=6)


def test_a_stale_save_does_not_undo_a_lock(desk, here):
    page = f"{base(here)}/sessions/S01"
    desk.get(page)
    seen = desk.page.find(".//input[@name='revision']").get("value")
    edit(desk, here, time_locked="y")
    place = {"room": str(here.baobab.id), "day": "2027-05-25", "start": "15:00", "revision": seen}
    assert desk.post(page, typed(**place)).status_code == 422
    assert named("S01").time_locked


def test_a_forum_without_rooms_says_so_and_its_agenda_can_be_written(client, app):
    organiser = make.person()
    forum = make.forum(organiser=organiser)
    desk = client.sign_in(organiser)
    desk.get(f"/f/{forum.slug}/manage/agenda/sessions/new")
    assert "This forum has no rooms yet." in desk.text
    desk.post(f"/f/{forum.slug}/manage/agenda/sessions/new", typed(theme="", day="2027-05-25", start="09:00"))
    assert [clash.kind for clash in clashes_in(forum, plan(forum))] == [ClashKind.NO_ROOM]


def test_a_rooms_layouts_outages_and_equipment_are_kept_and_counted(desk, here):
    page = f"/f/{here.forum.slug}/manage/rooms/{here.baobab.id}"
    desk.get(page)
    seen = desk.page.find(".//input[@name='revision']").get("value")
    values = {
        "code": "R1", "name": "Baobab", "capacity": "100", "place": "", "site": "Centre", "booths": ["en", "fr"],
        "step_free": "y", "features": ["projector"], "layouts-cabaret": "40", "setup_minutes": "20",
        "outages-0-starts": "2027-05-25T09:30", "outages-0-ends": "2027-05-25T10:30", "outages-0-reason": "Painted",
        "revision": seen,
    }  # fmt: skip
    assert path_of(desk.post(page, values)) == f"/f/{here.forum.slug}/manage/rooms/"
    db.session.expire_all()
    room = here.baobab
    assert (room.capacities, room.setup_minutes, room.features, room.site) == (
        {"cabaret": 40},
        20,
        ["projector"],
        "Centre",
    )
    clashes = clashes_in(here.forum, plan(here.forum))
    assert [(clash.kind, clash.sessions[0].code) for clash in clashes] == [
        (ClashKind.ROOM_OUT, "S01"),
        (ClashKind.ROOM_OUT, "S02"),
    ]
    answer = desk.post(page, values | {"site": "Annex"})
    assert answer.status_code == 422 and "Building is now: Centre" in desk.text
    desk.get(page)
    assert desk.page.find(".//input[@name='outages-0-starts']").get("value") == "2027-05-25T09:30"
    seen = desk.page.find(".//input[@name='revision']").get("value")
    backwards = values | {"outages-0-ends": "2027-05-25T09:00", "revision": seen}
    assert desk.post(page, backwards).status_code == 422
    assert "the end after the beginning" in desk.text
    gone = {"outages-0-starts": "", "outages-0-ends": "", "revision": seen}
    desk.post(page, values | gone)
    assert count(RoomOutage) == 0


def test_the_judge_costs_as_many_queries_for_three_sessions_as_for_one(app):
    def cost(sessions):
        here = scene(sessions)
        for row in here.sessions:
            make.save(SessionCity(session_id=row.id, city_id=make.city().id))
        db.session.expire_all()
        with count_queries() as statements:
            timetable_of(here.forum, plan(here.forum)).clashes()
        return len(statements)

    assert cost(1) == cost(3) <= 20

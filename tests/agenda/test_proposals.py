"""Proposals: asked for, made by a worker, looked at, taken over whole or in part, and undone."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
import sqlalchemy as sa

from exchange import clock
from exchange.agenda import moving, proposing
from exchange.agenda.draft import revision_of
from exchange.agenda.models import Pause, Session, SessionWish
from exchange.agenda.models_proposal import AgendaProposal, ProposalKind
from exchange.db import db
from exchange.domain.timetable import BreakKind
from exchange.forums.models import Room, RoomOutage
from tests import make
from tests.agenda.scene import count, scene, speaks

ASKED = {"kind": "tray", "opens": "09:00", "closes": "17:00", "step": "30", "effort": "quick", "seed": "1"}


@pytest.fixture
def here(app):
    return scene()


def base(here):
    return f"/f/{here.forum.slug}/manage/agenda/proposals/"


def asked(here, client, work, **values):
    """A proposal made by a worker."""
    client.sign_in(here.organiser).get(base(here))
    answer = client.post(base(here), ASKED | values)
    assert answer.status_code == 303
    work()
    db.session.expire_all()
    return db.session.scalars(sa.select(AgendaProposal).order_by(AgendaProposal.id.desc())).first()


def test_what_lies_in_the_tray_is_placed_and_what_stands_stays(here, client, work):
    waiting = make.session(here.forum, minutes=60, seats=20)
    before = [(one.room_id, one.starts_at) for one in here.sessions]
    proposal = asked(here, client, work)
    assert [move["session"] for move in proposal.result["moves"]] == [waiting.id]
    client.get(f"{base(here)}{proposal.id}")
    assert "Can be moved" in client.text and "In the tray" in client.text
    client.post(f"{base(here)}{proposal.id}/take", {"what": "all"}, follow=True)
    assert "1 session is moved in the draft." in client.text and "Stands there" in client.text
    db.session.expire_all()
    assert waiting.starts_at is not None and waiting.room_id is not None
    assert [(one.room_id, one.starts_at) for one in here.sessions] == before


def test_taking_over_can_be_undone(here, client, work):
    waiting = make.session(here.forum, minutes=60)
    proposal = asked(here, client, work)
    client.get(f"{base(here)}{proposal.id}")
    client.post(f"{base(here)}{proposal.id}/take", {"what": "some", "ids": [waiting.code]})
    client.get(f"{base(here)}{proposal.id}")
    client.post(f"{base(here)}{proposal.id}/undo", follow=True)
    assert "back where they were" in client.text
    db.session.expire_all()
    assert waiting.starts_at is None


def test_wishes_decide_what_runs_beside_what(here, client, work):
    """Two sessions that everybody wants are not put at the same time, though there is room for both."""
    here.sessions[1].starts_at = here.sessions[0].starts_at
    here.sessions[1].room_id = here.atelier.id
    for _ in range(6):
        person = make.registration(here.forum).person
        for session in here.sessions[:2]:
            make.save(SessionWish(session_id=session.id, person_id=person.id, weight=3, created_at=clock.now()))
    proposal = asked(here, client, work, kind="all")
    assert (proposal.result["before"]["clashes"], proposal.result["after"]["clashes"]) == (6, 0)
    client.get(f"{base(here)}{proposal.id}")
    assert "Wishes met" in client.text and "100%" in client.text


def test_few_delegates_are_not_counted(here, client, work):
    person = make.registration(here.forum).person
    for session in here.sessions[:2]:
        make.save(SessionWish(session_id=session.id, person_id=person.id, weight=3, created_at=clock.now()))
    proposal = asked(here, client, work, kind="all")
    client.get(f"{base(here)}{proposal.id}")
    assert "Fewer than five delegates" in client.text and "Wishes met" not in client.text


def test_a_session_changed_meanwhile_keeps_its_place_and_the_others_move(here, client, work):
    first, second = make.session(here.forum, minutes=60), make.session(here.forum, minutes=60)
    proposal = asked(here, client, work)
    first.minutes = 90
    db.session.commit()
    client.get(f"{base(here)}{proposal.id}")
    assert "Changed meanwhile" in client.text
    client.post(f"{base(here)}{proposal.id}/take", {"what": "all"}, follow=True)
    db.session.expire_all()
    assert first.starts_at is None and second.starts_at is not None


def test_a_place_taken_meanwhile_is_not_taken_twice(here, client, work):
    waiting = make.session(here.forum, minutes=60)
    proposal = asked(here, client, work)
    (move,) = proposal.result["moves"]
    other = make.session(here.forum, minutes=60)
    other.room_id, other.starts_at = move["room"], datetime.fromisoformat(move["starts_at"])
    db.session.commit()
    client.get(f"{base(here)}{proposal.id}")
    assert "Clashes by now" in client.text and other.code in client.text
    client.post(f"{base(here)}{proposal.id}/take", {"what": "all"}, follow=True)
    assert "Nothing could be moved" in client.text
    assert "Undo taking it over" not in client.text
    db.session.expire_all()
    assert waiting.starts_at is None


def test_a_session_too_large_for_every_room_stays_in_the_tray_with_its_reason(here, client, work):
    large = make.session(here.forum, minutes=60, seats=100_000)
    small = make.session(here.forum, minutes=60, seats=10)
    proposal = asked(here, client, work)
    assert proposal.result["unplaced"] == [large.id]
    assert [move["session"] for move in proposal.result["moves"]] == [small.id]
    client.get(f"{base(here)}{proposal.id}")
    assert f"{large.code} needs 100000 seats; no room has so many." in client.text


def test_the_least_change_moves_what_clashes_and_nothing_else(here, client, work):
    first, second = here.sessions[:2]
    second.starts_at = first.starts_at
    second.room_id = first.room_id
    db.session.commit()
    proposal = asked(here, client, work, kind="mend")
    assert len(proposal.result["moves"]) == 1 and proposal.result["proven"]
    client.get(f"{base(here)}{proposal.id}")
    assert "no change with fewer moves" in client.text


def test_why_not_when_two_locked_sessions_need_one_person(here, client, work):
    """One stays; the other cannot run beside it while both are fixed, and the facts say so."""
    first, second = here.sessions[:2]
    person = make.person()
    speaks(first, person)
    speaks(second, person)
    second.starts_at, second.time_locked = first.starts_at, True
    first.time_locked = True
    db.session.commit()
    proposal = asked(here, client, work, kind="mend")
    assert proposal.result["moves"] == []
    kinds = {fact["kind"] for fact in proposal.result["because"]}
    assert kinds == {"speaker", "lock_start"}
    client.get(f"{base(here)}{proposal.id}")
    assert f"{person.name} is needed in" in client.text and "is fixed at" in client.text
    assert "The least to give up" in client.text


def test_stopping_keeps_the_best_so_far(here, client, work):
    make.session(here.forum, minutes=60)
    client.sign_in(here.organiser).get(base(here))
    client.post(base(here), ASKED)
    proposal = db.session.scalar(sa.select(AgendaProposal))
    client.get(f"{base(here)}{proposal.id}")
    assert "waiting for its turn" in client.text
    client.post(f"{base(here)}{proposal.id}/stop")
    work()
    db.session.expire_all()
    assert proposal.result is not None and len(proposal.result["moves"]) == 1


def test_only_one_proposal_is_made_at_a_time(here, client):
    make.session(here.forum)
    client.sign_in(here.organiser).get(base(here))
    client.post(base(here), ASKED)
    assert client.post(base(here), ASKED).status_code == 422
    assert "being made already" in client.text
    assert count(AgendaProposal) == 1


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        ({"opens": "18:00"}, "The day must end after it begins."),
        ({"opens": ""}, "Type a time."),
        ({"seed": "0"}, "Type a number from 1 to 9999."),
        ({"kind": "tray"}, "Every session has a time."),
    ],
)
def test_what_cannot_be_planned_is_said(here, client, values, sentence):
    client.sign_in(here.organiser).get(base(here))
    assert client.post(base(here), ASKED | values).status_code == 422
    assert sentence in client.text


def test_an_agenda_with_no_rooms_says_what_is_missing(client):
    organiser = make.person()
    forum = make.forum(organiser=organiser)
    make.session(forum)
    client.sign_in(organiser).get(f"/f/{forum.slug}/manage/agenda/proposals/")
    assert client.post(f"/f/{forum.slug}/manage/agenda/proposals/", ASKED).status_code == 422
    assert "The forum has no rooms yet." in client.text


def test_throwing_away_changes_nothing(here, client, work):
    make.session(here.forum)
    proposal = asked(here, client, work)
    client.get(f"{base(here)}{proposal.id}")
    client.post(f"{base(here)}{proposal.id}/discard", follow=True)
    assert count(AgendaProposal) == 0 and "None yet." in client.text


def test_strangers_and_colleagues_of_another_forum_see_no_proposal(here, client, work):
    make.session(here.forum)
    proposal = asked(here, client, work)
    elsewhere = make.person()
    make.forum(organiser=elsewhere)
    assert client.sign_in(make.person()).get(f"{base(here)}{proposal.id}").status_code == 403
    assert client.sign_in(elsewhere).get(f"{base(here)}{proposal.id}").status_code == 403
    other = make.forum(organiser=here.organiser)
    address = f"/f/{other.slug}/manage/agenda/proposals/{proposal.id}"
    assert client.sign_in(here.organiser).get(address).status_code == 404
    assert client.post(f"{address}/take", {"what": "all"}).status_code == 404


def test_the_planner_runs_again_after_its_worker_died_and_not_after_it_ended(here, client, work):
    make.session(here.forum)
    proposal = asked(here, client, work)
    result = proposal.result
    assert proposing.make(proposal.id) is None
    db.session.expire_all()
    assert proposal.result == result


def test_a_lost_room_is_left_by_what_stood_in_it(here, client, work):
    room = db.session.get_one(Room, here.sessions[0].room_id)
    start = here.sessions[0].starts_at
    make.save(RoomOutage(room_id=room.id, starts_at=start - timedelta(hours=1), ends_at=start + timedelta(hours=9)))
    proposal = asked(here, client, work, kind="mend")
    moved = {move["session"]: move["room"] for move in proposal.result["moves"]}
    inside = {one.id for one in here.sessions if one.room_id == room.id and one.starts_at.date() == start.date()}
    assert set(moved) == inside and room.id not in moved.values()
    assert proposal.kind is ProposalKind.MEND and db.session.get(Session, here.sessions[0].id).room_id == room.id


def test_a_move_says_whom_it_touches_and_never_who_wishes(here, client, work):
    waiting = make.session(here.forum, minutes=60)
    speaker, quiet = make.person(given_name="Ngozi"), make.person(given_name="Quiet")
    speaks(waiting, speaker)
    for person in [quiet, *(make.person() for _ in range(5))]:
        make.registration(here.forum, person)
        make.save(SessionWish(session_id=waiting.id, person_id=person.id, weight=1, created_at=clock.now()))
    proposal = asked(here, client, work)
    client.get(f"{base(here)}{proposal.id}")
    assert speaker.name in client.text and "6 delegates want it" in client.text
    assert quiet.name not in client.text


def test_a_session_longer_than_any_stretch_between_pauses_says_so(here, client, work):
    make.session(here.forum, minutes=700)
    proposal = asked(here, client, work)
    client.get(f"{base(here)}{proposal.id}")
    assert "longer than any stretch between two pauses" in client.text


def test_a_ticked_move_that_needs_another_to_make_way_says_which(here, client, work):
    """Two sessions change places; one alone cannot."""
    first, second = here.sessions[:2]
    proposal = make.save(
        AgendaProposal(
            forum_id=here.forum.id, kind=ProposalKind.ALL, asked_at=clock.now(),
            result={
                "moves": [
                    {"session": one.id, "room": other.room_id, "starts_at": other.starts_at.isoformat(),
                     "seen": revision_of(one)}
                    for one, other in ((first, second), (second, first))
                ],
                "unplaced": [], "because": [], "give_up": [], "unit_minutes": 30, "delegates": 0,
                "before": {"placed": 2}, "after": {"placed": 2}, "gap": None, "proven": False,
            },
        )
    )  # fmt: skip
    client.sign_in(here.organiser).get(f"{base(here)}{proposal.id}")
    client.post(f"{base(here)}{proposal.id}/take", {"what": "some", "ids": [first.code]}, follow=True)
    assert "Not moved: Room Baobab has both" in client.text
    client.post(f"{base(here)}{proposal.id}/take", {"what": "all"}, follow=True)
    assert "2 sessions are moved in the draft." in client.text


def test_what_is_undone_here_is_what_was_taken_over_here(here, client, work):
    waiting = make.session(here.forum, minutes=60)
    proposal = asked(here, client, work)
    spot = moving.spot_of(here.sessions[0])
    moving.move(
        here.forum,
        here.organiser,
        [moving.Wish(here.sessions[0].code, revision_of(here.sessions[0]), replace(spot, time_locked=True))],
    )
    db.session.commit()
    client.get(f"{base(here)}{proposal.id}")
    assert client.post(f"{base(here)}{proposal.id}/undo").status_code == 409
    db.session.expire_all()
    assert here.sessions[0].time_locked and waiting.starts_at is None


def test_a_proposal_says_what_would_still_clash(here, client, work):
    """A rule that stops publishing and that the planner does not know stays on the page."""
    here.sessions[0].titles = {"en": "Title 1"}
    pause = Pause(
        forum_id=here.forum.id, titles={"en": "Prayer"}, kind=BreakKind.PRAYER,
        starts_at=here.sessions[0].starts_at, ends_at=here.sessions[0].ends_at,
    )  # fmt: skip
    make.save(pause)
    make.session(here.forum, minutes=60)
    proposal = asked(here, client, work)
    client.get(f"{base(here)}{proposal.id}")
    assert "What would still clash" in client.text and "Prayer" in client.text

"""What an organiser tells the agenda: rules and their levels, formats, interpreters and ways, absences and VIPs."""

from datetime import timedelta

import pytest
import sqlalchemy as sa

from exchange.agenda.draft import clashes_in, plan
from exchange.agenda.facts import facts_of, rules_of
from exchange.agenda.models import Format, Pause, Session, SessionWish
from exchange.agenda.models_facts import Absence, AgendaRule, FormatPreset, InterpreterTeam, SiteWalk, Vip
from exchange.clock import now
from exchange.db import db
from exchange.domain.timetable import BreakKind, ClashKind, Layout, Level
from exchange.forums.models import Duty, ForumDuty
from exchange.forums.service import copy_forum
from exchange.registration.models import Access
from exchange.visits.models import VisitSeat
from tests import make
from tests.agenda.scene import cost, count, scene, speaks, typed
from tests.browser import Browser, path_of


@pytest.fixture
def here(app):
    return scene()


@pytest.fixture
def desk(client, here):
    return client.sign_in(here.organiser)


def base(here):
    return f"/f/{here.forum.slug}/manage/agenda"


def kinds(here):
    db.session.expire_all()
    return [clash.kind for clash in clashes_in(here.forum, plan(here.forum))]


def hidden(desk, name="seen"):
    return desk.page.find(f".//input[@name='{name}']").get("value")


def rules_as_typed(here, **changes):
    levels = {kind.value: level.value for kind, level in rules_of(here.forum).levels.items()}
    return levels | {"wished_by": "20"} | changes


def test_every_rule_is_a_sentence_with_its_usual_level_marked(desk, here):
    desk.get(f"{base(here)}/rules")
    assert desk.page.findall(".//h2")
    for sentence in ("A room has one session at a time.", "No session runs during a prayer.", "Warn (usual)"):
        assert sentence in desk.text
    checked = [
        box.get("name") for box in desk.page.findall(".//input[@type='radio']") if box.get("checked") is not None
    ]
    assert sorted(checked) == sorted(kind.value for kind in ClashKind)


def test_a_level_is_changed_counts_at_once_and_goes_back_to_usual(desk, here):
    here.sessions[0].seats = 101
    db.session.commit()
    desk.get(f"{base(here)}/rules")
    assert path_of(desk.post(f"{base(here)}/rules", rules_as_typed(here, too_small="publish"))) == f"{base(here)}/rules"
    assert count(AgendaRule) == 1
    desk.get(f"{base(here)}/publish")
    assert "Must be solved before publishing" in desk.text
    assert desk.post(f"{base(here)}/publish", {"note-en": ""}).status_code == 422
    desk.post(f"{base(here)}/rules/reset", {})
    assert count(AgendaRule) == 0
    desk.get(f"{base(here)}/publish")
    assert "Must be solved before publishing" not in desk.text


def test_a_rule_that_must_hold_cannot_be_ignored(desk, here):
    desk.get(f"{base(here)}/rules")
    assert desk.post(f"{base(here)}/rules", rules_as_typed(here, ends_before_start="ignore")).status_code == 422
    assert count(AgendaRule) == 0


def test_rules_that_somebody_else_saved_meanwhile_are_not_overwritten(desk, here):
    desk.get(f"{base(here)}/rules")
    seen = hidden(desk)
    desk.post(f"{base(here)}/rules", rules_as_typed(here, no_room="ignore"))
    answer = desk.post(f"{base(here)}/rules", rules_as_typed(here, no_room="block", seen=seen))
    assert answer.status_code == 422 and "Somebody else wrote here: Ignore" in desk.text
    assert rules_of(here.forum).levels[ClashKind.NO_ROOM] is Level.IGNORE
    desk.post(f"{base(here)}/rules", rules_as_typed(here, no_room="block", seen=hidden(desk)))
    assert rules_of(here.forum).levels[ClashKind.NO_ROOM] is Level.BLOCK


def test_a_rule_that_blocks_refuses_a_session_by_name(desk, here):
    desk.get(f"{base(here)}/rules")
    desk.post(f"{base(here)}/rules", rules_as_typed(here, too_small="block"))
    desk.get(f"{base(here)}/sessions/new")
    place = {"room": str(here.atelier.id), "day": "2027-05-25", "start": "15:00"}
    answer = desk.post(f"{base(here)}/sessions/new", typed(seats="31", **place))
    assert answer.status_code == 422
    assert "The session expects 31 people" in desk.text or "expects 31 people; Atelier holds 30." in desk.text
    assert count(Session) == 2


def test_a_format_of_ones_own_fills_what_is_left_empty(desk, here):
    desk.get(f"{base(here)}/formats/panel")
    assert "90" in desk.page.find(".//input[@name='minutes']").get("value")
    values = {"minutes": "45", "seats": "25", "layout": "circle", "roles": ["moderator"], "seen": hidden(desk)}
    assert path_of(desk.post(f"{base(here)}/formats/panel", values)) == f"{base(here)}/formats/"
    desk.get(f"{base(here)}/formats/")
    assert "this forum" in desk.text
    desk.get(f"{base(here)}/sessions/new")
    desk.post(f"{base(here)}/sessions/new", typed(minutes="", seats=""))
    row = db.session.scalar(sa.select(Session).order_by(Session.number.desc()))
    assert (row.minutes, row.seats, row.layout) == (45, 25, Layout.CIRCLE)
    desk.get(f"{base(here)}/sessions/{row.code}")
    assert "nobody has it yet: Moderator" in desk.text
    desk.post(f"{base(here)}/formats/panel/reset", {})
    assert count(FormatPreset) == 0


@pytest.mark.parametrize(
    ("minutes", "sentence"), [("47", "multiple of five"), ("0", "between 5 and 720"), ("", "required")]
)
def test_a_format_with_an_odd_length_is_refused(desk, here, minutes, sentence):
    desk.get(f"{base(here)}/formats/panel")
    assert (
        desk.post(f"{base(here)}/formats/panel", {"minutes": minutes, "seats": "25", "layout": ""}).status_code == 422
    )
    assert sentence in desk.text and count(FormatPreset) == 0
    assert desk.get(f"{base(here)}/formats/nonsense").status_code == 404


def test_interpreters_and_ways_are_told_once_and_counted(desk, here):
    here.baobab.site, here.atelier.site = "Centre", "Annex"
    here.sessions[0].languages = ["en", "fr"]
    db.session.commit()
    desk.get(f"{base(here)}/interpreters")
    assert "Minutes from Annex to Centre" in desk.text
    values = {"teams_en": "1", "hours_en": "6.5", "teams_fr": "", "way_0": "12", "seen": hidden(desk)}
    desk.post(f"{base(here)}/interpreters", values)
    team, walk = db.session.scalars(sa.select(InterpreterTeam)).one(), db.session.scalars(sa.select(SiteWalk)).one()
    assert (team.language, team.teams, team.minutes_a_day) == ("en", 1, 390)
    assert (walk.one, walk.other, walk.minutes) == ("Annex", "Centre", 12)
    assert kinds(here) == [ClashKind.TEAMS_SHORT]
    desk.get(f"{base(here)}/clashes")
    assert "S01 run at the same time and need 1 teams for French; there are 0." in desk.text
    assert desk.post(f"{base(here)}/interpreters", values | {"teams_fr": "1"}).status_code == 422


def test_an_absence_is_noted_counted_and_taken_out(desk, here):
    speaks(here.sessions[0], make.person("ama@city.example", given_name="Ama", family_name="Owusu"))
    desk.get(f"{base(here)}/people")
    values = {"away-who": "Ama Owusu", "away-starts": "2027-05-25T08:00", "away-ends": "2027-05-25T20:00"}
    assert path_of(desk.post(f"{base(here)}/people/absences", values)) == f"{base(here)}/people"
    assert kinds(here) == [ClashKind.ABSENCE]
    desk.get(f"{base(here)}/clashes")
    assert "Ama Owusu is needed in S01 “Title 1” (09:00–10:00) but is away" in desk.text
    row = db.session.scalars(sa.select(Absence)).one()
    desk.post(f"{base(here)}/people/absences/{row.id}/delete", {})
    assert count(Absence) == 0


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"away-who": "Nobody"}, "Nobody with this name is registered"),
        ({"away-who": ""}, "Type a name"),
        ({"away-ends": "2027-05-25T08:00"}, "after the beginning"),
        ({"away-starts": "2026-05-25T08:00", "away-ends": "2026-05-25T09:00"}, "does not take place then"),
        ({"away-starts": ""}, "Choose when it begins."),
    ],
)
def test_an_absence_that_makes_no_sense_is_refused_with_what_was_typed(desk, here, changes, sentence):
    speaks(here.sessions[0], make.person("ama@city.example", given_name="Ama", family_name="Owusu"))
    desk.get(f"{base(here)}/people")
    values = {"away-who": "Ama Owusu", "away-starts": "2027-05-25T08:00", "away-ends": "2027-05-25T20:00"}
    values |= {"away-note": "Flight"} | changes
    assert desk.post(f"{base(here)}/people/absences", values).status_code == 422
    assert sentence in desk.text and count(Absence) == 0
    assert desk.page.find(".//input[@name='away-note']").get("value") == "Flight"


def test_a_vip_is_marked_and_has_time_between_sessions(desk, here):
    ama = make.person("ama@city.example", given_name="Ama", family_name="Owusu")
    for session in here.sessions:
        speaks(session, ama)
    desk.get(f"{base(here)}/people")
    desk.post(f"{base(here)}/people/vips", {"vip-who": "Ama Owusu <ama@city.example>", "vip-minutes": "30"})
    assert kinds(here) == [ClashKind.VIP_GAP]
    desk.post(f"{base(here)}/people/vips", {"vip-who": "Ama Owusu", "vip-minutes": "0"})
    assert "between 1 and 240" in desk.text
    desk.get(f"{base(here)}/people")
    desk.post(f"{base(here)}/people/vips/{ama.id}/delete", {})
    assert count(Vip) == 0


def test_somebodys_access_makes_a_finding_without_who_or_why(desk, here):
    ama = make.person("ama@city.example", given_name="Ama", family_name="Owusu")
    make.registration(here.forum, ama, access=[Access.WHEELCHAIR.value])
    speaks(here.sessions[0], ama)
    here.baobab.step_free = False
    db.session.commit()
    desk.get(f"{base(here)}/clashes")
    assert "S01 needs a step-free room; Baobab has a step." in desk.text
    assert "Owusu" not in desk.text and "heelchair" not in desk.text


def test_a_withdrawn_registration_needs_nothing_any_more(desk, here):
    ama = make.person()
    make.registration(here.forum, ama, access=[Access.WHEELCHAIR.value], standing="cancelled")
    speaks(here.sessions[0], ama)
    here.baobab.step_free = False
    db.session.commit()
    assert kinds(here) == []


def wish(session, people):
    for person in people:
        make.save(SessionWish(session_id=session.id, person_id=person.id, created_at=now()))


def test_shared_wishes_are_counted_from_the_organisers_number_on_without_names(desk, here):
    people = [make.person() for _number in range(6)]
    for person in people:
        make.registration(here.forum, person)
    here.sessions[1].starts_at, here.sessions[1].room_id = here.sessions[0].starts_at, here.atelier.id
    for session in here.sessions:
        wish(session, people)
    db.session.commit()
    assert kinds(here) == []
    desk.get(f"{base(here)}/rules")
    assert desk.post(f"{base(here)}/rules", rules_as_typed(here, wished_by="4")).status_code == 422
    desk.post(f"{base(here)}/rules", rules_as_typed(here, wished_by="6"))
    assert kinds(here) == [ClashKind.WISH_CLASH]
    desk.get(f"{base(here)}/clashes")
    assert "6 delegates want both S01" in desk.text
    assert not any(person.family_name in desk.text for person in people)


def test_who_hosts_or_joins_a_visit_is_elsewhere_until_it_is_cancelled(here):
    host, guest = make.person(), make.person()
    visit = make.visit(here.forum, host=host)
    make.save(VisitSeat(visit_id=visit.id, registration_id=make.registration(here.forum, guest).id, given_at=now()))
    here.sessions[0].starts_at = make.OPENING + timedelta(days=1)
    speaks(here.sessions[0], host)
    speaks(here.sessions[0], guest)
    db.session.commit()
    assert kinds(here) == [ClashKind.PERSON_TWICE, ClashKind.VISIT_SEAT]
    visit.state = "cancelled"
    db.session.commit()
    assert kinds(here) == []


def test_a_pause_says_what_it_is_for(desk, here):
    desk.get(f"{base(here)}/pauses")
    values = {"titles-en": "Friday prayer", "kind": "prayer", "day": "2027-05-25", "start": "09:00", "minutes": "30"}
    desk.post(f"{base(here)}/pauses", values)
    assert db.session.scalars(sa.select(Pause)).one().kind is BreakKind.PRAYER
    assert kinds(here) == [ClashKind.IN_PRAYER]


def test_a_copied_forum_begins_with_what_the_first_one_knew_but_not_with_peoples_times(here):
    forum = here.forum
    make.save(FormatPreset(forum_id=forum.id, format=Format.PANEL, minutes=45, seats=20, layout=Layout.CIRCLE))
    make.save(AgendaRule(forum_id=forum.id, kind=ClashKind.NO_ROOM, level=Level.PUBLISH))
    make.save(InterpreterTeam(forum_id=forum.id, language="fr", teams=2))
    make.save(SiteWalk(forum_id=forum.id, one="A", other="B", minutes=9))
    make.save(Vip(forum_id=forum.id, person_id=here.organiser.id))
    here.baobab.capacities, here.baobab.features, here.baobab.site = {"cabaret": 40}, ["projector"], "A"
    copy = copy_forum(forum, "second-2028", {"en": "Second"}, forum.starts_on + timedelta(days=365))
    db.session.commit()
    for table in (FormatPreset, AgendaRule, InterpreterTeam, SiteWalk):
        assert db.session.scalar(sa.select(sa.func.count()).where(table.forum_id == copy.id)) == 1, table
    facts = facts_of(copy, [])
    assert (facts.teams["fr"].teams, facts.walks, facts.vips) == (2, {("A", "B"): 9}, {})
    assert facts.halls[0].capacities == {Layout.CABARET: 40} and facts.halls[0].site == "A"


PAGES = ("/rules", "/formats/", "/formats/panel", "/interpreters", "/people")


def test_every_page_is_for_organisers_of_this_forum_only(client, here):
    absence = make.save(
        Absence(
            forum_id=here.forum.id, person_id=here.organiser.id, starts_at=make.OPENING,
            ends_at=make.OPENING + timedelta(hours=1),
        )
    )  # fmt: skip
    other = scene()
    for visitor in (make.person(), other.organiser):
        client.sign_in(visitor)
        assert all(client.get(base(here) + page).status_code in (403, 404) for page in PAGES)
        client.get("/")
        assert client.post(f"{base(here)}/rules/reset", {}).status_code in (403, 404)
        assert client.post(f"{base(other)}/people/absences/{absence.id}/delete", {}).status_code in (403, 404)
    colleague = make.person()
    make.save(ForumDuty(forum_id=here.forum.id, person_id=colleague.id, duty=Duty.ORGANISER))
    client.sign_in(colleague)
    assert [client.get(base(here) + page).status_code for page in PAGES] == [200] * len(PAGES)
    assert count(Absence) == 1


def test_pages_take_as_many_queries_with_three_rows_as_with_one(app):
    def costs(rows):
        here = scene(rows)
        for number in range(rows):
            person = make.person()
            speaks(here.sessions[number], person)
            make.save(Vip(forum_id=here.forum.id, person_id=person.id))
            span = {"starts_at": make.OPENING, "ends_at": make.OPENING + timedelta(hours=1)}
            make.save(Absence(forum_id=here.forum.id, person_id=person.id, **span))
        owner = Browser(app).sign_in(here.organiser)
        return [cost(owner, base(here) + page) for page in (*PAGES, "/clashes")]

    assert costs(1) == costs(3)

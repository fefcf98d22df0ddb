"""Setting up a forum: creating, copying, settings, rooms, themes, people, state, and who may do it."""

from datetime import date

import pytest
import sqlalchemy as sa

from exchange.accounts.models import LinkPurpose
from exchange.accounts.service import create_link
from exchange.db import db
from exchange.domain.checklist import Step
from exchange.forums.models import Duty, Forum, ForumDuty, ForumState, Room
from exchange.forums.signals import (
    ChecklistItem,
    DashboardLink,
    checklist_asked,
    dashboard_shown,
    room_removal_asked,
)
from exchange.mail import Mail
from tests import make
from tests.browser import Browser, path_of
from tests.counting import count_queries

NEW = {
    "title": "Cities Together", "language": "en", "slug": "dakar-2027", "starts_on": "2027-05-25",
    "ends_on": "2027-05-27", "time_zone": "Dakar", "host_city_id": "", "venue_name": "Forum Centre", "organiser": "",
}  # fmt: skip
SETTINGS = {
    "titles-en": "Cities Together", "titles-fr": "Villes ensemble", "titles-es": "", "summaries-en": "Short.",
    "welcomes-en": "Come.", "languages": ["en", "fr"], "first_language": "fr", "starts_on": "2027-05-25",
    "ends_on": "2027-05-27", "time_zone": "Africa/Nairobi", "host_city_id": "", "venue_name": "Hall",
    "venue_address": "Street 1", "opens": "2026-10-01T08:00", "closes": "2027-04-30T22:00", "capacity": "1 80",
    "city_quota": "3", "host_quota": "", "approves_by_itself": "y", "visit_wish_limit": "2", "accent": "#1f4e9e",
    "pattern_seed": "seed",
}  # fmt: skip


@pytest.fixture
def organiser(app):
    return make.person(given_name="Olu")


@pytest.fixture
def forum(organiser):
    return make.forum("dakar-2027", organiser=organiser)


def forums():
    db.session.rollback()
    return list(db.session.scalars(sa.select(Forum).order_by(Forum.id)))


def test_a_forum_is_created_as_a_draft(client):
    client.sign_in(make.admin()).get("/manage/forums/new")
    answer = client.post("/manage/forums/new", NEW | {"organiser": "Olu@city.example", "slug": ""})
    assert path_of(answer) == "/f/cities-together/manage/"
    (forum,) = forums()
    assert (forum.state, forum.time_zone, forum.titles) == (ForumState.DRAFT, "Africa/Dakar", {"en": "Cities Together"})
    assert db.session.scalar(sa.select(ForumDuty)).person.email == "olu@city.example"
    assert client.get("/f/cities-together/manage/").status_code == 200
    assert "missing" in client.text


def test_a_new_forum_that_makes_no_sense_is_kept_as_typed(client):
    make.forum("taken-1")
    client.sign_in(make.admin()).get("/manage/forums/new")
    for wrong, sentence in (
        ({"title": ""}, "Please type a title"),
        ({"ends_on": "2027-05-24"}, "must not come before the first"),
        ({"time_zone": "Atlantis"}, "“Atlantis” is not a time zone"),
        ({"slug": "taken-1"}, "“taken-1” already"),
        ({"slug": "No Good"}, "small letters"),
        ({"starts_on": "tomorrow"}, "valid date"),
        ({"starts_on": "0027-05-25"}, "between 2000 and 2100"),
        ({"organiser": "nobody"}, "not an e-mail address"),
        ({"host_city_id": "77"}, "valid choice"),
    ):
        assert client.post("/manage/forums/new", NEW | wrong).status_code == 422, wrong
        assert sentence in client.text, wrong
        assert client.page.find(".//input[@name='venue_name']").get("value") == "Forum Centre"
    assert len(forums()) == 1


def test_a_copy_takes_rooms_themes_and_texts_and_moves_the_window(client, forum):
    make.room(forum, "R1", booths=["en"])
    make.theme("HOU")
    client.sign_in(make.admin()).get("/f/dakar-2027/manage/themes")
    client.post("/f/dakar-2027/manage/themes", {"themes": ["HOU"]})
    client.post("/f/dakar-2027/manage/settings", SETTINGS)
    client.get("/manage/forums/dakar-2027/copy")
    answer = client.post(
        "/manage/forums/dakar-2027/copy", {"title": "Again", "slug": "nairobi-2028", "starts_on": "2028-05-23"}
    )
    assert path_of(answer) == "/f/nairobi-2028/manage/settings"
    source, copied = forums()
    assert (copied.state, copied.starts_on, copied.ends_on) == (ForumState.DRAFT, date(2028, 5, 23), date(2028, 5, 25))
    assert copied.registration_opens_at - source.registration_opens_at == copied.starts_on - source.starts_on
    assert [room.code for room in copied.rooms] == ["R1"] and copied.rooms[0].id != source.rooms[0].id
    assert [theme.theme_code for theme in copied.themes] == ["HOU"]
    assert (copied.welcomes, copied.capacity, copied.city_quota) == ({"en": "Come."}, 180, 3)
    assert client.post(
        "/manage/forums/dakar-2027/copy", {"title": "x", "slug": "nairobi-2028", "starts_on": "2028-05-23"}
    ).status_code == 422  # fmt: skip
    assert client.get("/manage/forums/nowhere/copy").status_code == 404


def test_settings_are_saved_in_the_forums_zone(client, forum, organiser):
    client.sign_in(organiser).get("/f/dakar-2027/manage/settings")
    assert client.post("/f/dakar-2027/manage/settings", SETTINGS).status_code == 303
    db.session.expire_all()
    assert forum.titles == {"en": "Cities Together", "fr": "Villes ensemble"}
    assert forum.languages == ["fr", "en"]
    assert forum.registration_opens_at.isoformat() == "2026-10-01T05:00:00+00:00"
    assert (forum.capacity, forum.city_quota, forum.host_quota, forum.visit_wish_limit) == (180, 3, None, 2)
    assert forum.approves_by_itself and forum.accent == "#1f4e9e"
    client.get("/f/dakar-2027/manage/settings")
    assert client.page.find(".//input[@name='opens']").get("value") == "2026-10-01T08:00"


def test_settings_that_make_no_sense_are_kept_as_typed(client, forum, organiser):
    client.sign_in(organiser).get("/f/dakar-2027/manage/settings")
    for wrong, sentence in (
        ({"titles-en": ""}, "Please type a title"),
        ({"ends_on": "2027-05-24"}, "must not come before the first"),
        ({"opens": "2027-05-01T08:00"}, "must close after it opens"),
        ({"closes": "2027-06-01T08:00"}, "before the forum is over"),
        ({"city_quota": "500"}, "more than the 180 people"),
        ({"capacity": "many"}, "type a whole number"),
        ({"capacity": "-1"}, "at least 1"),
        ({"accent": "red"}, "choose a colour"),
        ({"visit_wish_limit": "99"}, "between 1 and 10"),
        ({"first_language": "es"}, "one of the forum's languages"),
        ({"languages": []}, "Please choose a language"),
        ({"welcomes-en": "x" * 20_001}, "20000 characters at most"),
        ({"time_zone": "Mars/Base"}, "is not a time zone"),
    ):
        assert client.post("/f/dakar-2027/manage/settings", SETTINGS | wrong).status_code == 422, wrong
        assert sentence in client.text, wrong
        if "venue_name" not in wrong:
            assert client.page.find(".//input[@name='venue_name']").get("value") == "Hall"
    db.session.expire_all()
    assert forum.venue_name == "Forum Centre"


def test_ten_megabytes_of_text_are_refused_with_a_page(client, forum, organiser):
    client.sign_in(organiser).get("/f/dakar-2027/manage/settings")
    assert client.post("/f/dakar-2027/manage/settings", SETTINGS | {"welcomes-en": "x" * 10_000_000}).status_code == 413
    assert "too large" in client.text


def test_a_text_in_a_language_no_longer_shown_is_not_lost(client, forum, organiser):
    client.sign_in(organiser).get("/f/dakar-2027/manage/settings")
    client.post("/f/dakar-2027/manage/settings", SETTINGS)
    client.post("/f/dakar-2027/manage/settings", SETTINGS | {"languages": ["fr"]})
    db.session.expire_all()
    assert forum.languages == ["fr"] and forum.titles["en"] == "Cities Together"


def test_the_look_is_shown_before_it_is_saved(client, forum, organiser):
    client.sign_in(organiser)
    answer = client.get("/f/dakar-2027/manage/look?accent=%23ffff00&pattern_seed=abc")
    assert "only" in answer.text and "seed=abc" in answer.text
    assert "good to read" in client.get("/f/dakar-2027/manage/look?accent=%2314213d&pattern_seed=").text
    assert client.get("/f/dakar-2027/manage/look.svg?accent=red&seed=x").mimetype == "image/svg+xml"


ROOM = {"code": "R1", "name": "Baobab", "capacity": "250", "booths": ["en", "fr"], "step_free": "y", "place": "Garden"}


def test_rooms_are_added_changed_and_removed(client, forum, organiser):
    client.sign_in(organiser).get("/f/dakar-2027/manage/rooms/")
    assert "No room yet" in client.text
    client.get("/f/dakar-2027/manage/rooms/new")
    assert client.post("/f/dakar-2027/manage/rooms/new", ROOM).status_code == 303
    assert client.post("/f/dakar-2027/manage/rooms/new", ROOM | {"code": "r1"}).status_code == 422
    assert "has the code r1 already" in client.text
    for wrong in (
        {"code": ""},
        {"name": ""},
        {"capacity": "0"},
        {"capacity": "x"},
        {"booths": ["xx"]},
        {"code": "a b"},
    ):
        assert client.post("/f/dakar-2027/manage/rooms/new", ROOM | {"code": "R2"} | wrong).status_code == 422, wrong
    (room,) = db.session.scalars(sa.select(Room))
    assert (room.capacity, room.booths, room.step_free) == (250, ["en", "fr"], True)
    address = f"/f/dakar-2027/manage/rooms/{room.id}"
    client.get(address)
    assert client.post(address, ROOM | {"name": "Téranga", "step_free": ""}).status_code == 303
    client.get("/f/dakar-2027/manage/rooms/")
    assert "Téranga" in client.text
    client.get(f"{address}/remove")
    assert client.post(f"{address}/remove").status_code == 303
    db.session.rollback()
    assert db.session.scalar(sa.select(sa.func.count()).select_from(Room)) == 0


def test_a_room_in_use_stays_and_says_who_uses_it(client, forum, organiser):
    room = make.room(forum, "R1")
    make.session(forum, "S01", room=room, starts_at=make.OPENING)
    address = f"/f/dakar-2027/manage/rooms/{room.id}/remove"
    client.sign_in(organiser).get("/f/dakar-2027/manage/themes")

    def opening(sender):
        return ["S01 Opening"]

    with room_removal_asked.connected_to(opening):
        client.get(address)
        assert "S01 Opening" in client.text
        client.get("/f/dakar-2027/manage/duties")
        assert client.post(address).status_code == 422
        assert "S01 Opening" in client.text
    client.get("/f/dakar-2027/manage/duties")
    assert client.post(address).status_code == 422
    db.session.rollback()
    assert db.session.get(Room, room.id)


def test_themes_are_ticked_with_their_subthemes_in_sight(client, forum, organiser):
    make.theme("HOU")
    make.theme("WSH", "Water")
    client.sign_in(organiser).get("/f/dakar-2027/manage/themes")
    assert "Water 1 · Water 2" in client.text
    for chosen in (["HOU", "WSH"], ["WSH"], []):
        client.post("/f/dakar-2027/manage/themes", {"themes": chosen})
        db.session.expire_all()
        assert [theme.theme_code for theme in forum.themes] == chosen
    assert client.post("/f/dakar-2027/manage/themes", {"themes": ["XXX"]}).status_code == 422


def test_people_are_added_by_address_and_the_last_organiser_stays(client, forum, organiser):
    client.sign_in(organiser).get("/f/dakar-2027/manage/duties")
    assert client.post("/f/dakar-2027/manage/duties", {"email": "nobody", "duty": "desk"}).status_code == 422
    assert client.post("/f/dakar-2027/manage/duties", {"email": "a@b.example", "duty": "king"}).status_code == 422
    remove = "/f/dakar-2027/manage/duties/remove"
    assert client.post(remove, {"person": organiser.id, "duty": "organiser"}).status_code == 409
    assert "at least one organiser" in client.text
    for _twice in range(2):
        answer = client.post("/f/dakar-2027/manage/duties", {"email": "Efua@city.example", "duty": "organiser"})
        assert answer.status_code == 303
    client.get("/f/dakar-2027/manage/duties")
    assert client.text.count("efua@city.example") >= 1
    assert client.post(remove, {"person": organiser.id, "duty": "organiser"}).status_code == 303
    assert client.get("/f/dakar-2027/manage/").status_code == 403
    assert db.session.scalar(sa.select(sa.func.count()).select_from(ForumDuty)) == 1


def test_the_state_changes_after_a_confirmation(client, forum, organiser):
    client.sign_in(organiser).get("/f/dakar-2027/manage/state")
    for state in (ForumState.DRAFT, ForumState.PUBLIC, ForumState.CLOSED, ForumState.ARCHIVED):
        client.get(f"/f/dakar-2027/manage/state/{state}")
        db.session.refresh(forum)
        assert forum.state is not state, "looking must not change it"
        assert client.post(f"/f/dakar-2027/manage/state/{state}").status_code == 303
        db.session.refresh(forum)
        assert forum.state is state
    assert client.get("/f/dakar-2027/manage/state/nonsense").status_code == 404


def test_making_a_forum_public_says_what_is_missing(client, organiser):
    make.forum("draft-1", state=ForumState.DRAFT, organiser=organiser, venue_name="")
    client.sign_in(organiser).get("/f/draft-1/manage/state/public")
    assert "Still missing" in client.text and "The venue" in client.text


def test_other_rooms_answer_for_their_part_of_the_checklist(client, forum, organiser):
    def sessions(sender):
        return [ChecklistItem(Step.AGENDA, "Sessions placed", False, "/x", "3 of 41")]

    def entrance(sender):
        return [DashboardLink("Registrations", "/y", "12 wait")]

    client.sign_in(organiser)
    with checklist_asked.connected_to(sessions), dashboard_shown.connected_to(entrance):
        client.get("/f/dakar-2027/manage/")
    for words in ("Sessions placed", "3 of 41", "Registrations", "12 wait"):
        assert words in client.text


@pytest.fixture
def people(app, forum, organiser):
    """Owner, secretariat, colleague (of another forum), desk of this one, focal point, stranger."""
    colleague, desk, focal = make.person(), make.person(), make.person()
    make.forum(organiser=colleague)
    make.save(ForumDuty(forum_id=forum.id, person_id=desk.id, duty=Duty.DESK))
    city = make.city(focal_point_id=focal.id)
    assert city.focal_point_id
    return {"owner": organiser, "admin": make.admin(), "colleague": colleague, "desk": desk, "focal": focal}


def browsers(app, people):
    for name, person in people.items():
        yield name, Browser(app).sign_in(person)
    yield "stranger", Browser(app)


def test_only_organisers_manage_a_forum(app, forum, people):
    room = make.room(forum)
    pages = [
        f"/f/dakar-2027/manage/{path}"
        for path in (
            "", "settings", "look", "look.svg", "rooms/", "rooms/new", f"rooms/{room.id}", f"rooms/{room.id}/remove",
            "themes", "duties", "state", "state/closed",
        )
    ]  # fmt: skip
    for name, browser in browsers(app, people):
        status = {"owner": 200, "admin": 200, "stranger": 303}.get(name, 403)
        for page in pages:
            assert browser.get(page).status_code == status, (name, page)
        if status == 200:
            continue
        for path in (
            "settings",
            "rooms/new",
            f"rooms/{room.id}/remove",
            "themes",
            "duties",
            "duties/remove",
            "state/closed",
        ):
            assert browser.post(f"/f/dakar-2027/manage/{path}").status_code == status, (name, path)
    assert db.session.get(Room, room.id)


def test_a_room_of_another_forum_is_not_reached_through_mine(client, forum, people):
    other = make.room(make.forum("other-1"))
    client.sign_in(people["owner"]).get("/f/dakar-2027/manage/themes")
    assert client.get(f"/f/dakar-2027/manage/rooms/{other.id}").status_code == 404
    client.get("/f/dakar-2027/manage/themes")
    assert client.post(f"/f/dakar-2027/manage/rooms/{other.id}/remove").status_code == 404


def test_only_the_secretariat_sees_all_forums(app, people):
    for name, browser in browsers(app, people):
        status = {"admin": 200, "stranger": 303}.get(name, 403)
        for page in ("/manage/", "/manage/forums/new", "/manage/forums/dakar-2027/copy"):
            assert browser.get(page).status_code == status, (name, page)
        if status != 200:
            assert browser.post("/manage/forums/new", NEW | {"slug": "mine-1"}).status_code == status
    assert len(forums()) == 2


def test_lists_cost_the_same_with_one_row_and_with_three(client, forum, people):
    client.sign_in(people["admin"])
    make.room(forum)
    counts = []
    for _round in range(2):
        with count_queries() as queries:
            for page in (
                "/manage/",
                "/f/dakar-2027/manage/rooms/",
                "/f/dakar-2027/manage/duties",
                "/f/dakar-2027/manage/",
            ):
                client.get(page)
        counts.append(len(queries))
        for _row in range(2):
            make.room(forum)
            make.forum(host_city_id=make.city().id)
            make.save(ForumDuty(forum_id=forum.id, person_id=make.person().id, duty=Duty.REVIEWER))
    assert counts[0] == counts[1]


def test_the_secretariat_finds_the_outbox(client):
    client.sign_in(make.admin()).get("/manage/")
    (link,) = [each for each in client.page.findall(".//main//a") if each.text == "Outbox"]
    assert client.get(link.get("href")).status_code == 200


def mails():
    db.session.rollback()
    return list(db.session.scalars(sa.select(Mail).order_by(Mail.id)))


def test_who_is_given_a_duty_is_told_in_their_language(client, forum, organiser):
    make.person("ama@city.example", language="fr")
    client.sign_in(organiser).get("/f/dakar-2027/manage/duties")
    for email, duty in (
        ("ama@city.example", "organiser"), ("ama@city.example", "organiser"), ("new@city.example", "desk"),
        (organiser.email, "desk"),
    ):  # fmt: skip
        assert client.post("/f/dakar-2027/manage/duties", {"email": email, "duty": duty}).status_code == 303
    first, second = mails()
    assert (first.recipient, first.language) == ("ama@city.example", "fr")
    assert "http://localhost/f/dakar-2027/manage/" in first.body
    assert (second.recipient, second.language) == ("new@city.example", forum.languages[0])
    assert "Desk" in second.body and "/manage/" not in second.body, "the desk cannot open the organisers' page"


def test_the_first_organiser_of_a_new_forum_is_told(client):
    admin = make.admin()
    client.sign_in(admin).get("/manage/forums/new")
    client.post("/manage/forums/new", NEW | {"organiser": "olu@city.example"})
    client.get("/manage/forums/new")
    client.post("/manage/forums/new", NEW | {"organiser": admin.email, "slug": "other-2027"})
    assert [mail.recipient for mail in mails()] == ["olu@city.example"]


def test_the_organiser_of_one_forum_begins_there(client, forum, organiser):
    def begin(target="/"):
        token = create_link(organiser.email, LinkPurpose.SIGN_IN, target)
        client.get(f"/sign-in/{token}")
        return path_of(client.post(f"/sign-in/{token}"))

    assert begin() == "/f/dakar-2027/manage/"
    assert begin("/account/") == "/account/"
    make.forum("other-2027", organiser=organiser)
    assert begin() == "/"


def test_the_checklist_leads_to_the_part_of_the_settings(client, forum, organiser):
    client.sign_in(organiser).get("/f/dakar-2027/manage/")
    links = [link.get("href") for link in client.page.findall(".//main//a")]
    anchors = {link.partition("#")[2] for link in links if "/manage/settings#" in link}
    assert {"venue", "quota", "welcomes"} <= anchors
    client.get("/f/dakar-2027/manage/settings")
    assert anchors <= {element.get("id") for element in client.page.iter()}

"""The organisers' side: sessions, people, places, pauses, and who may touch them."""

from datetime import timedelta

import pytest
import sqlalchemy as sa

from exchange.accounts.models import Person
from exchange.agenda.models import Format, Pause, Session, SessionRole, SessionState
from exchange.db import db
from exchange.forums.models import Duty, ForumDuty, ForumTheme
from tests import make
from tests.agenda.scene import cost, count, publish, published, scene, speaks, typed
from tests.browser import Browser, path_of

HALF = timedelta(minutes=30)


@pytest.fixture
def here(app):
    return scene()


@pytest.fixture
def desk(client, here):
    return client.sign_in(here.organiser)


def base(here):
    return f"/f/{here.forum.slug}/manage/agenda"


def named(code):
    return db.session.scalar(sa.select(Session).where(Session.code == code))


def create(desk, here, **changes):
    desk.get(f"{base(here)}/sessions/new")
    return desk.post(f"{base(here)}/sessions/new", typed(**changes))


def test_a_session_gets_its_code_number_and_guid_by_itself(desk, here):
    assert path_of(create(desk, here)) == f"{base(here)}/"
    session = db.session.scalar(sa.select(Session).order_by(Session.number.desc()))
    assert session.code == f"S{session.number:02}"
    assert session.guid and session.titles == {"en": "Care within ten minutes"}
    assert session.languages == ["en", "fr"]
    desk.get(f"{base(here)}/")
    assert "Care within ten minutes" in desk.text and "Not placed yet" in desk.text


def test_length_and_size_come_from_the_format_when_left_empty(desk, here):
    create(desk, here, format="plenary", minutes="", seats="")
    session = db.session.scalar(sa.select(Session).where(Session.format == Format.PLENARY))
    assert (session.minutes, session.seats) == (75, 200)


def test_a_title_in_one_language_is_required_and_what_was_typed_is_kept(desk, here):
    answer = create(desk, here, **{"titles-en": " ", "abstracts-fr": "Une idée", "seats": "many"})
    assert answer.status_code == 422
    assert "Give the session a title in at least one language." in desk.text
    assert desk.page.find(".//textarea[@name='abstracts-fr']").text.strip() == "Une idée"
    assert desk.page.find(".//input[@name='seats']").get("value") == "many"


def test_a_taken_room_is_refused_with_names_and_nothing_is_saved(desk, here):
    before = count(Session)
    answer = create(desk, here, room=str(here.baobab.id), day="2027-05-25", start="09:30")
    assert answer.status_code == 422
    assert "Room Baobab has S01 “Title 1” 09:00–10:00." in desk.text
    assert desk.page.find(".//input[@name='start']").get("value") == "09:30"
    assert count(Session) == before


def test_a_person_who_chairs_another_session_then_is_refused_by_name(desk, here):
    aissatou = make.person(given_name="Aïssatou", family_name="Belmar")
    speaks(here.sessions[0], aissatou, SessionRole.CHAIR)
    answer = create(
        desk, here, room=str(here.atelier.id), day="2027-05-25", start="09:30",
        **{"people-0-role": "speaker", "people-0-who": "aissatou belmar", "people-0-function": "", "people-0-city": ""},
    )  # fmt: skip
    assert answer.status_code == 422
    assert "Aïssatou Belmar chairs S01 “Title 1” at that time (09:00–10:00)." in desk.text
    assert desk.page.find(".//input[@name='people-0-who']").get("value") == "aissatou belmar"


def test_a_small_room_and_a_missing_booth_are_saved_with_a_warning(desk, here):
    answer = create(desk, here, room=str(here.atelier.id), day="2027-05-26", start="09:00")
    assert answer.status_code == 303
    desk.get(path_of(answer))
    assert "expects 40 people; Atelier holds 30." in desk.text
    assert "needs a booth for French; Atelier has none." in desk.text


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"day": "2027-05-25"}, "Type the time at which it starts."),
        ({"start": "09:00"}, "Choose the day."),
        ({"day": "2027-06-01", "start": "09:00"}, "Not a valid choice"),
        ({"day": "2027-05-25", "start": "09:03"}, "Choose a multiple of five minutes."),
        ({"minutes": "-5"}, "between 5 and 720"),
        ({"titles-en": "x" * 201}, "longer than 200"),
        ({"room": "999999"}, "Not a valid choice"),
        ({"people-0-role": "chair", "people-0-who": "Nobody Known"}, "Nobody with this name is registered."),
        ({"people-0-role": "chair", "people-0-who": "x <not an address>"}, "This is not an e-mail address."),
        ({"people-0-role": "chair", "people-0-who": "a@b.org", "people-0-city": "Atlantis"}, "not in the directory"),
    ],
)
def test_bad_input_gets_a_sentence_and_changes_nothing(desk, here, changes, sentence):
    before = count(Session), count(Person)
    assert create(desk, here, **changes).status_code == 422
    assert sentence in desk.text
    assert (count(Session), count(Person)) == before


def test_an_hour_that_summer_time_leaves_out_is_refused(client, app):
    here = scene(time_zone="Europe/Lisbon", starts_on=make.date(2027, 3, 28), ends_on=make.date(2027, 3, 28))
    client.sign_in(here.organiser)
    answer = create(client, here, day="2027-03-28", start="01:30", room=str(here.atelier.id))
    assert answer.status_code == 422
    assert "this time does not exist" in client.text


def test_times_are_typed_in_the_forums_zone(client, app):
    here = scene(time_zone="America/La_Paz")
    client.sign_in(here.organiser)
    create(client, here, day="2027-05-26", start="09:00", room=str(here.atelier.id))
    session = db.session.scalar(sa.select(Session).order_by(Session.number.desc()))
    assert session.starts_at.isoformat() == "2027-05-26T13:00:00+00:00"
    client.get(f"{base(here)}/sessions/{session.code}")
    assert "America/La_Paz" in client.text
    assert client.page.find(".//input[@name='start']").get("value") == "09:00"


def test_somebody_new_is_added_by_name_and_address_and_a_registrant_by_name(desk, here):
    city = make.city("Kumasi")
    kwabena = make.person(given_name="Kwabena", family_name="Ofosu-Tray")
    make.registration(here.forum, kwabena, city, function="Deputy mayor")
    create(
        desk, here,
        **{
            "people-0-role": "chair", "people-0-who": "kwabena ofosu-tray",
            "people-0-function": "", "people-0-city": "",
            "people-1-role": "speaker", "people-1-who": "Lucía Arbeláez-Quint <lucia@med.example>",
            "people-1-function": "Secretary", "people-1-city": "kumasi",
        },
    )  # fmt: skip
    session = db.session.scalar(sa.select(Session).order_by(Session.number.desc()))
    chair, speaker = session.people
    assert (chair.person_id, chair.function, chair.city_id) == (kwabena.id, "Deputy mayor", city.id)
    assert (speaker.person.name, speaker.person.email) == ("Lucía Arbeláez-Quint", "lucia@med.example")
    assert speaker.city_id == city.id


def test_people_are_changed_taken_out_and_not_listed_twice(desk, here):
    ama, kofi = make.person(), make.person()
    speaks(here.sessions[0], ama, SessionRole.CHAIR)
    speaks(here.sessions[0], kofi)
    path = f"{base(here)}/sessions/S01"
    desk.get(path)
    people = {"people-0-role": "speaker", "people-0-who": kofi.email, "people-1-role": "chair", "people-1-who": ""}
    assert desk.post(path, typed(**people)).status_code == 303
    assert [(part.person_id, part.role) for part in named("S01").people] == [(kofi.id, SessionRole.SPEAKER)]
    desk.get(path)
    people |= {"people-1-role": "speaker", "people-1-who": kofi.email.upper()}
    assert desk.post(path, typed(**people)).status_code == 422
    assert "twice with the same role" in desk.text


def test_more_lines_for_people_keep_what_was_typed(desk, here):
    desk.get(f"{base(here)}/sessions/new")
    assert desk.post(f"{base(here)}/sessions/new", typed(more="1", **{"titles-en": "Half"})).status_code == 200
    assert desk.page.find(".//input[@name='titles-en']").get("value") == "Half"
    assert desk.page.find(".//input[@name='people-4-who']") is not None
    assert count(Session) == 2


def test_a_session_keeps_code_number_and_guid_when_it_changes(desk, here):
    before = here.sessions[0].code, here.sessions[0].number, here.sessions[0].guid
    desk.get(f"{base(here)}/sessions/S01")
    desk.post(f"{base(here)}/sessions/S01", typed())
    session = named("S01")
    assert (session.code, session.number, session.guid) == before
    assert session.starts_at is None


def test_a_stale_save_is_refused_keeps_what_was_typed_and_goes_through_the_second_time(desk, here):
    path = f"{base(here)}/sessions/S01"

    def revision():
        return desk.page.find(".//input[@name='revision']").get("value")

    desk.get(path)
    old = revision()
    assert desk.post(path, typed(revision=old, **{"titles-en": "By a colleague"})).status_code == 303
    mine = typed(**{"titles-en": "Mine"})
    desk.get(path)
    assert desk.post(path, mine | {"revision": old}).status_code == 422
    assert "Somebody changed this after you opened the page." in desk.text and "save again to keep yours" in desk.text
    assert "Title (EN) is now: By a colleague" in desk.text
    assert desk.page.find(".//input[@name='titles-en']").get("value") == "Mine"
    assert named("S01").titles["en"] == "By a colleague"
    assert desk.post(path, mine | {"revision": revision()}).status_code == 303
    assert named("S01").titles["en"] == "Mine"


def test_of_two_who_change_a_pause_the_later_one_is_told_and_keeps_what_the_other_wrote(desk, here):
    pause = make.save(
        Pause(forum_id=here.forum.id, titles={"en": "Coffee"}, starts_at=make.OPENING, ends_at=make.OPENING + HALF)
    )
    path = f"{base(here)}/pauses/{pause.id}"
    desk.get(path)
    typing = {"titles-en": "Coffee", "kind": "other", "alone": "y", "day": "2027-05-25", "start": "09:00"}
    typing |= {"minutes": "30", "seen": desk.page.find(".//main//input[@name='seen']").get("value")}
    assert desk.post(path, typing | {"start": "10:00"}).status_code == 303
    desk.get(path)
    assert desk.post(path, typing | {"minutes": "45"}).status_code == 422
    assert "and changed: Start." in desk.text
    fields = {field.get("name"): field.get("value") for field in desk.page.findall(".//main//input")}
    assert (fields["start"], fields["minutes"]) == ("10:00", "45")
    assert desk.post(path, typing | {name: fields[name] for name in ("start", "minutes", "seen")}).status_code == 303
    row = db.session.get(Pause, pause.id, populate_existing=True)
    assert (row.starts_at, row.ends_at - row.starts_at) == (make.OPENING + 2 * HALF, 1.5 * HALF)


def test_asking_for_lines_or_mistyping_does_not_hide_that_somebody_else_saved(desk, here):
    path = f"{base(here)}/sessions/S01"
    desk.get(path)
    old = desk.page.find(".//input[@name='revision']").get("value")
    here.sessions[0].seats = 77
    db.session.commit()
    for typing in ({"more": "1"}, {"seats": "many"}):
        desk.post(path, typed(revision=old, **typing))
        assert desk.page.find(".//input[@name='revision']").get("value") == old


def test_a_session_past_midnight_is_refused_and_one_in_a_pause_is_saved_with_a_warning(desk, here):
    late = {"room": str(here.atelier.id), "day": "2027-05-25", "start": "23:30", "minutes": "60"}
    assert create(desk, here, **late).status_code == 422
    assert "The session goes on past midnight (23:30–00:30)." in desk.text
    noon = make.OPENING + timedelta(hours=3)
    make.save(Pause(forum_id=here.forum.id, titles={"en": "Lunch"}, starts_at=noon, ends_at=noon + timedelta(hours=1)))
    answer = create(desk, here, **late | {"start": "12:30"})
    assert answer.status_code == 303
    desk.get(path_of(answer))
    assert "(12:30–13:30) takes place during “Lunch” (12:00–13:00)." in desk.text


def test_the_planning_grid_shows_rooms_that_are_free_all_day(desk, here, app):
    desk.get(f"{base(here)}/grid?day=2027-05-25")
    assert "Atelier" in " ".join(desk.page.find(".//main").itertext()).split("Place a session")[0]
    publish(here.forum)
    desk.get(f"/f/{here.forum.slug}/agenda?day=2027-05-25")
    assert "Atelier" not in " ".join(desk.page.find(".//div[@id='results']").itertext())


def test_themes_are_offered_by_their_name_in_the_pages_language(client, app):
    here = scene()
    for code, name, french in (("AAA", "Water", "Eau"), ("ZZZ", "Éducation", "Éducation"), ("MMM", "Air", "Vent")):
        theme = make.theme(code)
        theme.names = {"en": name, "fr": french}
        db.session.add(ForumTheme(forum_id=here.forum.id, theme_code=code))
    db.session.commit()
    client.sign_in(here.organiser)
    for page in ("/", "/sessions/new"):
        client.get(base(here) + page)
        offered = [one.text for one in client.page.findall(".//select[@name='theme']/option")]
        names = [name for name in offered if name in ("Water", "Éducation", "Air")]
        assert names == ["Air", "Éducation", "Water"], page


def test_a_text_in_a_language_the_form_does_not_offer_is_kept(desk, here):
    here.sessions[0].titles = {"en": "One", "pt": "Um"}
    desk.get(f"{base(here)}/sessions/S01")
    desk.post(f"{base(here)}/sessions/S01", typed())
    assert named("S01").titles == {"en": "Care within ten minutes", "pt": "Um"}


def test_a_copy_has_the_same_texts_and_people_but_its_own_code(desk, here):
    speaks(here.sessions[0], make.person())
    desk.get(f"{base(here)}/sessions/S01")
    answer = desk.post(f"{base(here)}/sessions/S01/duplicate")
    copy = named(path_of(answer).rsplit("/", 1)[1])
    assert copy.titles == named("S01").titles and len(copy.people) == 1
    assert copy.starts_at is None and copy.guid != named("S01").guid


def test_a_session_is_cancelled_after_a_question_and_taken_back(desk, here):
    desk.get(f"{base(here)}/sessions/S01/cancel")
    assert "stays in the agenda as cancelled" in desk.text
    desk.post(f"{base(here)}/sessions/S01/cancel")
    assert named("S01").state is SessionState.CANCELLED
    desk.get(f"{base(here)}/sessions/S01")
    desk.post(f"{base(here)}/sessions/S01/restore")
    assert named("S01").state is SessionState.PLANNED


def test_a_cancelled_session_does_not_come_back_into_a_room_given_away(desk, here):
    here.sessions[0].state = SessionState.CANCELLED
    make.session(here.forum, "S77", room=here.baobab, starts_at=make.OPENING)
    desk.get(f"{base(here)}/sessions/S01")
    assert desk.post(f"{base(here)}/sessions/S01/restore").status_code == 422
    assert "Baobab" in desk.text and "S77" in desk.text
    assert named("S01").state is SessionState.CANCELLED


def test_only_what_was_never_published_can_be_deleted(desk, here):
    desk.get(f"{base(here)}/sessions/S02/delete")
    desk.post(f"{base(here)}/sessions/S02/delete")
    assert named("S02") is None
    publish(here.forum)
    desk.get(f"{base(here)}/sessions/S01/delete")
    assert "Cancel it instead" in desk.text
    assert desk.post(f"{base(here)}/sessions/S01/delete").status_code == 422
    assert named("S01")


def test_a_session_is_placed_on_the_grid_and_refused_where_another_stands(desk, here):
    make.session(here.forum, "S50")
    path = f"{base(here)}/grid?day=2027-05-25"
    desk.get(f"{path}&session=S50")
    assert desk.page.find(".//select[@name='session']//option[@selected]").get("value") == "S50"
    place = {"session": "S50", "day": "2027-05-25", "start": "09:15", "room": str(here.baobab.id)}
    assert desk.post(path, place).status_code == 422
    assert "Room Baobab has S01" in desk.text
    assert "Baobab" in " ".join(desk.page.find(".//*[@id='room-error']").itertext())
    assert named("S50").starts_at is None
    assert desk.post(path, place | {"start": "14:00"}).status_code == 303
    assert named("S50").starts_at == make.OPENING + timedelta(hours=5)
    desk.get(path)
    assert named("S50").titles["en"] in desk.text
    desk.post(f"{base(here)}/sessions/S50/unplace")
    assert named("S50").starts_at is None


def test_the_list_is_searched_without_accents_and_filtered(desk, here):
    speaks(here.sessions[1], make.person(given_name="Aïssatou", family_name="Belmar"))
    make.session(here.forum, "S60", titles={"en": "Loose"}, format=Format.LAB)

    def shown(query):
        desk.get(f"{base(here)}/?{query}")
        return [words for words in ("Title 1", "Title 2", "Loose") if words in _results(desk)]

    assert shown("q=aissatou") == ["Title 2"]
    assert shown("day=2027-05-25") == ["Title 1", "Title 2"]
    assert shown("day=none") == ["Loose"]
    assert shown("format=lab") == ["Loose"]
    assert shown(f"room={here.baobab.id}") == ["Title 1", "Title 2"]
    assert shown("theme=HOU&q=title+2") == ["Title 2"]
    assert shown("q=nothing+fits") == []
    assert shown("sort=-title") == ["Title 1", "Title 2", "Loose"]


def _results(desk):
    return " ".join(" ".join(desk.page.find(".//div[@id='results']").itertext()).split())


def test_clashes_are_listed_with_names(desk, here):
    make.session(here.forum, "S88", room=here.baobab, starts_at=make.OPENING + timedelta(minutes=30))
    desk.get(f"{base(here)}/clashes")
    assert "Room Baobab has both S01 “Title 1” 09:00–10:00 and S88" in desk.text
    desk.get(f"{base(here)}/grid")
    assert "S88" in desk.text


def test_pauses_are_added_changed_and_deleted(desk, here):
    path = f"{base(here)}/pauses"
    desk.get(path)
    coffee = {"titles-en": "Coffee", "day": "2027-05-25", "start": "10:15", "minutes": "30"}
    assert desk.post(path, coffee | {"titles-en": ""}).status_code == 422
    assert desk.post(path, coffee | {"start": ""}).status_code == 422
    assert desk.post(path, coffee).status_code == 303
    pause = db.session.scalar(sa.select(Pause))
    desk.get(f"{path}/{pause.id}")
    desk.post(f"{path}/{pause.id}", coffee | {"minutes": "45"})
    db.session.expire_all()
    pause = db.session.scalar(sa.select(Pause))
    assert pause.ends_at - pause.starts_at == timedelta(minutes=45)
    desk.get(path)
    desk.post(f"{path}/{pause.id}/delete")
    assert count(Pause) == 0


PAGES = ("/", "/sessions/new", "/sessions/S01", "/sessions/S01/cancel", "/sessions/S01/delete", "/grid", "/clashes",
         "/pauses", "/pauses/{pause}", "/publish", "/releases/", "/releases/1")  # fmt: skip
POSTS = ("/sessions/new", "/sessions/S01", "/sessions/S01/duplicate", "/sessions/S01/cancel", "/sessions/S01/restore",
         "/sessions/S01/delete", "/sessions/S01/unplace", "/grid", "/pauses", "/pauses/{pause}",
         "/pauses/{pause}/delete", "/publish")  # fmt: skip


def test_every_page_is_for_organisers_of_this_forum_only(app):
    here = published()
    pause = make.save(Pause(forum_id=here.forum.id, titles={"en": "Tea"}, starts_at=make.OPENING, ends_at=make.OPENING))
    other = make.forum(organiser=(colleague := make.person()))
    assert other.slug != here.forum.slug
    desk_helper = make.person()
    make.save(ForumDuty(forum_id=here.forum.id, person_id=desk_helper.id, duty=Duty.DESK))
    owner = Browser(app).sign_in(here.organiser)
    outsiders = [Browser(app).sign_in(colleague), Browser(app).sign_in(desk_helper)]
    for page in PAGES:
        path = base(here) + page.format(pause=pause.id)
        assert owner.get(path).status_code == 200, path
        assert [browser.get(path).status_code for browser in outsiders] == [403, 403], path
        assert path_of(Browser(app).get(path)).startswith("/sign-in"), path
    for page in POSTS:
        path = base(here) + page.format(pause=pause.id)
        assert [browser.post(path, {}).status_code for browser in outsiders] == [403, 403], path
        assert path_of(Browser(app).post(path, {})).startswith("/sign-in"), path


def test_a_session_or_pause_of_another_forum_is_not_found(app):
    here, other = scene(), scene(sessions=1)
    tea = make.save(Pause(forum_id=here.forum.id, titles={"en": "Tea"}, starts_at=make.OPENING, ends_at=make.OPENING))
    stranger = Browser(app).sign_in(other.organiser)
    stranger.get(f"{base(other)}/")
    for path in ("/sessions/S02", f"/pauses/{tea.id}", "/releases/1"):
        assert stranger.get(base(other) + path).status_code == 404
    assert stranger.post(f"{base(other)}/pauses/{tea.id}/delete").status_code == 404


def test_pages_take_few_queries_however_many_rows_there_are(app):
    def costs(sessions):
        here = published(sessions)
        for row in here.sessions:
            speaks(row, make.person(), city_id=make.city().id)
        owner = Browser(app).sign_in(here.organiser)
        pages = ("/", "/sessions/S01", "/grid", "/clashes", "/pauses", "/publish", "/releases/", "/releases/1")
        return [cost(owner, base(here) + page) for page in pages]

    one, three = costs(1), costs(3)
    assert one == three
    assert max(three) < 40

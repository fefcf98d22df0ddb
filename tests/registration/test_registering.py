"""A person registers, comes back, changes and withdraws."""

from datetime import date, timedelta

import pytest
import sqlalchemy as sa

from exchange import clock
from exchange.accounts.models import Person
from exchange.cities.models import CityRequest
from exchange.cities.service import accept_as_new
from exchange.db import db
from exchange.domain.delegations import Role, Standing
from exchange.registration.models import Registration
from exchange.registration.needs import erase_old_needs
from tests import make
from tests.browser import Browser, path_of


def all_registrations():
    db.session.rollback()
    db.session.expire_all()
    return list(db.session.scalars(sa.select(Registration).order_by(Registration.id)))


def the_registration():
    (found,) = all_registrations()
    return found


def confirm(client, link):
    client.get(link)
    return client.post(link)


def test_a_stranger_registers_by_the_link_in_the_mail(client, forum, typed, mails, link_in):
    client.get("/f/meeting/register")
    answer = client.post("/f/meeting/register", {**typed, "email": "Ama@City.example"})
    assert path_of(answer) == "/f/meeting/register/sent"
    client.get("/f/meeting/register/sent")
    assert "ama@city.example" in client.text
    assert all_registrations() == [], "nothing is there before the click"
    answer = confirm(client, link_in("ama@city.example"))
    assert path_of(answer) == "/f/meeting/register/needs"
    registration = the_registration()
    assert registration.standing is Standing.SUBMITTED
    assert registration.person.name == "Ama Owusu"
    assert registration.understands == ["en", "fr"]
    assert registration.listed
    client.get("/f/meeting/register/needs")
    assert mails("ama@city.example")[0].template == "registration_submitted"


def test_back_to_the_form_brings_back_what_this_browser_sent(client, app, forum, typed, link_in):
    client.get("/f/meeting/register")
    client.post("/f/meeting/register", {**typed, "email": "ama@city.example"})
    client.get("/f/meeting/register/sent")
    back = client.page.find(".//a[@href='/f/meeting/register?again=1']").get("href")
    client.get(back)
    assert client.page.find(".//input[@name='email']").get("value") == "ama@city.example"
    assert client.page.find(".//input[@name='function']").get("value") == "Planner"
    assert client.page.find(".//select[@name='city']//option[@selected]").text == "Kumasi"
    client.get("/f/meeting/register")
    assert not client.page.find(".//input[@name='email']").get("value")
    other = Browser(app)
    other.get(back)
    assert not other.page.find(".//input[@name='function']").get("value"), "another browser sees nothing of it"
    confirm(Browser(app), link_in("ama@city.example"))
    client.get(back)
    assert not client.page.find(".//input[@name='function']").get("value"), "what was confirmed is not shown again"


def test_the_answer_is_the_same_for_a_known_address(client, app, forum, typed):
    known = make.person("known@city.example")
    make.registration(forum, known)
    answers = []
    for address in ("known@city.example", "nobody@city.example"):
        browser = Browser(app)
        browser.get("/f/meeting/register")
        answer = browser.post("/f/meeting/register", {**typed, "email": address})
        answers.append((answer.status_code, path_of(answer)))
    assert answers[0] == answers[1]


def test_a_link_never_overwrites_a_live_registration(client, forum, typed, city, link_in):
    known = make.person("known@city.example", given_name="Kofi")
    make.registration(forum, known, city, standing=Standing.APPROVED, function="Mayor")
    client.get("/f/meeting/register")
    client.post("/f/meeting/register", {**typed, "email": "known@city.example"})
    answer = confirm(client, link_in("known@city.example"))
    assert path_of(answer) == "/f/meeting/me?kept=1"
    client.get(path_of(answer))
    assert "registered already" in client.text
    registration = the_registration()
    assert (registration.function, registration.standing) == ("Mayor", Standing.APPROVED)
    assert registration.person.given_name == "Kofi"


def test_the_mail_before_the_click_holds_nothing_that_was_typed(client, forum, typed, mails):
    client.get("/f/meeting/register")
    client.post("/f/meeting/register", {**typed, "given_name": "http://evil.example", "email": "a@city.example"})
    assert "evil" not in mails("a@city.example")[0].body


def test_a_person_is_saved_while_typing_and_then_sends(client, forum, typed, city):
    ama = make.person()
    client.sign_in(ama).get("/f/meeting/register")
    answer = client.post(
        "/f/meeting/register/draft", {"given_name": "Ama", "city": str(city.id), "function": "x" * 500}
    )
    assert answer.status_code == 204
    draft = the_registration()
    assert (draft.standing, draft.city_id, draft.function) == (Standing.DRAFT, city.id, "")
    client.get("/f/meeting/me")
    assert "not sent yet" in client.text
    client.get("/f/meeting/register")
    answer = client.post("/f/meeting/register", typed)
    assert path_of(answer) == "/f/meeting/register/needs"
    assert the_registration().standing is Standing.SUBMITTED
    client.post("/f/meeting/register/draft", {**typed, "function": "late"})
    assert the_registration().function == "Planner", "what was sent is not changed by typing"


@pytest.mark.parametrize(
    ("given", "family"),
    [("O", ""), ("عائشة", "بلمار"), ("สมชาย", "ใจดี"), ("N’Deye", "O'Brien-D'Arc"), ("Ngô", "Thị Bích <b>")],
)
def test_names_of_the_world_are_kept(client, forum, typed, given, family):
    client.sign_in(make.person()).get("/f/meeting/register")
    assert client.post("/f/meeting/register", {**typed, "given_name": given, "family_name": family}).status_code == 303
    person = the_registration().person
    assert (person.given_name, person.family_name) == (given, family)
    client.get("/f/meeting/me")
    assert given in client.text


def test_wrong_fields_are_said_and_what_was_typed_stays(client, forum, typed):
    client.get("/f/meeting/register")
    wrong = {**typed, "email": "no address", "given_name": " ", "speaks": [], "function": "f" * 200, "role": ""}
    answer = client.post("/f/meeting/register", wrong)
    assert answer.status_code == 422
    for sentence in (
        "not an e-mail address",
        "type your name",
        "at least one language",
        "160 characters",
        "one of these",
    ):
        assert sentence in client.text, sentence
    assert client.page.find(".//input[@name='function']").get("value") == "f" * 200
    assert client.page.find(".//input[@name='email']").get("value") == "no address"


def test_a_delegate_needs_a_city_and_an_observer_an_organisation(client, forum, typed):
    client.sign_in(make.person()).get("/f/meeting/register")
    assert client.post("/f/meeting/register", {**typed, "city": ""}).status_code == 422
    assert "choose your city" in client.text
    observer = {**typed, "city": "", "role": "observer"}
    assert client.post("/f/meeting/register", observer).status_code == 422
    assert "organisation you come" in client.text
    assert client.post("/f/meeting/register", {**observer, "organisation": "Water Trust"}).status_code == 303
    assert the_registration().organisation == "Water Trust"


def test_a_city_that_is_not_listed_becomes_a_request_and_then_the_city(client, forum, typed):
    client.sign_in(make.person()).get("/f/meeting/register")
    new = {**typed, "city": "", "city_name": "El Alto"}
    assert client.post("/f/meeting/register", new).status_code == 422
    assert "country of your city" in client.text
    assert client.post("/f/meeting/register", {**new, "city_country": "BO"}).status_code == 303
    registration = the_registration()
    assert (registration.city_id, registration.city_request.name) == (None, "El Alto")
    client.get("/f/meeting/me")
    assert "El Alto is not in the directory yet" in client.text
    client.get("/f/meeting/register")
    client.post("/f/meeting/register", {**new, "city_country": "BO", "function": "Director"})
    request = db.session.scalar(sa.select(CityRequest))
    values = {
        "name": "El Alto",
        "country_code": "BO",
        "region": "latin_america_caribbean",
        "income_group": "lower_middle",
    }
    city = accept_as_new(request.id, values)
    db.session.commit()
    assert the_registration().city_id == city.id


def test_a_typed_city_that_is_listed_is_that_city(client, forum, typed, city):
    client.sign_in(make.person()).get("/f/meeting/register")
    client.post("/f/meeting/register", {**typed, "city": "", "city_name": "KUMASÍ", "city_country": "GH"})
    assert the_registration().city_id == city.id


def test_a_typed_other_name_is_the_city_of_the_list(client, forum, typed):
    ghent = make.city("Ghent", "BE", other_names=["Gent", "Gand"])
    client.sign_in(make.person()).get("/f/meeting/register")
    assert client.page.find(f".//option[@value='{ghent.id}']").get("data-names") == "Gent Gand"
    client.post("/f/meeting/register", {**typed, "city": "", "city_name": "gand", "city_country": "BE"})
    assert the_registration().city_id == ghent.id


def test_a_double_click_registers_once(client, forum, typed):
    client.sign_in(make.person()).get("/f/meeting/register")
    once = client.page.find(".//main//input[@name='once']").get("value")
    first = client.post("/f/meeting/register", {**typed, "once": once})
    second = client.post("/f/meeting/register", {**typed, "once": once})
    assert path_of(first) == path_of(second) == "/f/meeting/register/needs"
    third = client.post("/f/meeting/register", {**typed, "once": "another"})
    assert third.status_code == 303
    assert len(all_registrations()) == 1


def test_before_and_after_the_window_nothing_is_taken_and_nothing_lost(client, app, typed):
    now = clock.now()
    make.forum("meeting", registration_opens_at=now + timedelta(days=1), registration_closes_at=now + timedelta(days=9))
    client.get("/f/meeting/register")
    assert "not open yet" in client.text
    with clock.frozen_at(now + timedelta(days=2)):
        client.get("/f/meeting/register")
    with clock.frozen_at(now + timedelta(days=10)):
        answer = client.post("/f/meeting/register", {**typed, "email": "a@city.example"})
        assert answer.status_code == 422
        assert "Registration is closed" in client.text
        assert client.page.find(".//input[@name='function']").get("value") == "Planner"
        client.get("/f/meeting/register")
        assert "Registration is closed" in client.text


def test_a_click_after_closing_still_counts(client, app, forum, typed, link_in):
    client.get("/f/meeting/register")
    client.post("/f/meeting/register", {**typed, "email": "a@city.example"})
    forum.registration_closes_at = clock.now() - timedelta(seconds=1)
    db.session.commit()
    confirm(client, link_in("a@city.example"))
    assert the_registration().standing is Standing.SUBMITTED


def test_a_forum_that_approves_by_itself_gives_places_until_they_are_gone(client, app, typed):
    make.forum("meeting", approves_by_itself=True, capacity=1)
    for expected in (Standing.APPROVED, Standing.WAITING):
        browser = Browser(app).sign_in(make.person())
        browser.get("/f/meeting/register")
        browser.post("/f/meeting/register", typed)
        assert all_registrations()[-1].standing is expected
        browser.get("/f/meeting/me")


def test_another_role_after_approval_is_checked_again(client, forum, typed, city):
    ama = make.person()
    registration = make.registration(forum, ama, city, standing=Standing.APPROVED, role=Role.COMPANION)
    make.registration(forum, city_=city, standing=Standing.APPROVED)
    forum.city_quota = 1
    db.session.commit()
    client.sign_in(ama).get("/f/meeting/register")
    assert client.post("/f/meeting/register", typed).status_code == 422
    assert "All places of this city are taken" in client.text
    db.session.refresh(registration)
    assert (registration.standing, registration.role) == (Standing.APPROVED, Role.COMPANION)
    forum.city_quota = 2
    db.session.commit()
    assert client.post("/f/meeting/register", typed).status_code == 303
    db.session.refresh(registration)
    assert (registration.standing, registration.role) == (Standing.SUBMITTED, Role.DELEGATE)
    assert client.post("/f/meeting/register", {**typed, "function": "Mayor"}).status_code == 303


def test_the_needs_are_kept_and_the_days_are_around_the_forum(client, forum, city):
    ama = make.person()
    registration = make.registration(forum, ama, city, standing=Standing.APPROVED)
    client.sign_in(ama).get("/f/meeting/register/needs")
    needs = {"diet": ["halal"], "access": ["hearing_loop"], "arrives_on": "2027-05-24", "leaves_on": "2027-05-28"}
    for wrong, sentence in (
        ({"arrives_on": "2026-05-24"}, "more than two weeks before"),
        ({"arrives_on": "2027-05-29", "leaves_on": "2027-05-30"}, "The forum is over"),
        ({"arrives_on": "", "leaves_on": "2027-05-20"}, "has not begun"),
        ({"arrives_on": "2027-05-27", "leaves_on": "2027-05-26"}, "before you arrive"),
        ({"arrives_on": "soon"}, "choose a day"),
    ):
        assert client.post("/f/meeting/register/needs", {**needs, **wrong}).status_code == 422
        assert sentence in client.text, wrong
    assert path_of(client.post("/f/meeting/register/needs", needs)) == "/f/meeting/register/review"
    db.session.refresh(registration)
    assert (registration.diet, registration.access) == (["halal"], ["hearing_loop"])
    assert registration.arrives_on == date(2027, 5, 24)
    client.get("/f/meeting/register/review")
    assert "Halal" in client.text
    assert "hearing loop" in client.text


def test_days_far_from_the_forum_can_be_said_to_be_right(client, forum, city):
    ama = make.person()
    registration = make.registration(forum, ama, city, standing=Standing.APPROVED)
    client.sign_in(ama).get("/f/meeting/register/needs")
    assert client.page.find(".//input[@name='sure']") is None
    far = {"arrives_on": "2027-03-01", "leaves_on": "2027-07-01"}
    assert client.post("/f/meeting/register/needs", far).status_code == 422
    assert "more than two weeks before" in client.text and "more than two weeks after" in client.text
    box = client.page.find(".//input[@name='sure']")
    assert box.get("checked") is None
    sure = {"sure": box.get("value")}
    assert client.post("/f/meeting/register/needs", {**far, **sure, "leaves_on": "2027-08-01"}).status_code == 422
    assert client.page.find(".//input[@name='sure']").get("checked") is None, "other days are asked about again"
    assert client.post("/f/meeting/register/needs", {**far, **sure}).status_code == 303
    db.session.refresh(registration)
    assert (registration.arrives_on, registration.leaves_on) == (date(2027, 3, 1), date(2027, 7, 1))
    answer = client.post("/f/meeting/register/needs", {**far, "diet": ["halal"]})
    assert answer.status_code == 303, "what was said once is not asked twice"


def hidden(client, name="revision"):
    return client.page.find(f".//main//input[@name='{name}']").get("value")


def test_an_older_page_does_not_overwrite_what_another_one_saved(client, forum, typed, city):
    ama = make.person(given_name="Ama", family_name="Owusu")
    registration = make.registration(forum, ama, city, standing=Standing.APPROVED, speaks=["en", "fr"])
    client.sign_in(ama).get("/f/meeting/register")
    older = hidden(client)
    assert client.post("/f/meeting/register", {**typed, "revision": older, "function": "Mayor"}).status_code == 303
    answer = client.post("/f/meeting/register", {**typed, "revision": older, "function": "Clerk", "gender": "woman"})
    assert answer.status_code == 422
    assert "after you opened the page" in client.text
    assert "Your function is now: Mayor" in client.text
    assert "Your city is now" not in client.text
    assert client.page.find(".//input[@name='function']").get("value") == "Clerk"
    db.session.refresh(registration)
    assert registration.function == "Mayor"
    again = {**typed, "revision": hidden(client), "function": "Clerk"}
    assert client.post("/f/meeting/register", again).status_code == 303
    db.session.refresh(registration)
    assert registration.function == "Clerk"


def test_a_page_from_before_the_registration_was_sent_or_withdrawn_is_refused_too(client, forum, typed):
    client.sign_in(make.person()).get("/f/meeting/register")
    first = hidden(client)
    assert client.post("/f/meeting/register", {**typed, "revision": first}).status_code == 303
    assert client.post("/f/meeting/register", {**typed, "revision": first, "function": "Clerk"}).status_code == 422
    second = hidden(client)
    client.post("/f/meeting/me/withdraw")
    client.get("/f/meeting/me")
    assert client.post("/f/meeting/register", {**typed, "revision": second}).status_code == 422
    assert "was withdrawn after you opened this page" in client.text
    assert [each.standing for each in all_registrations()] == [Standing.CANCELLED]
    assert client.post("/f/meeting/register", {**typed, "revision": hidden(client)}).status_code == 303


def test_an_older_page_of_needs_is_refused_with_what_changed(client, forum, city):
    ama = make.person()
    registration = make.registration(forum, ama, city, standing=Standing.APPROVED)
    client.sign_in(ama).get("/f/meeting/register/needs")
    older = hidden(client)
    client.post("/f/meeting/register/needs", {"revision": older, "diet": ["vegan"], "arrives_on": "2027-05-24"})
    answer = client.post("/f/meeting/register/needs", {"revision": older, "diet": ["halal"], "arrives_on": ""})
    assert answer.status_code == 422
    assert "You eat is now: Vegan" in client.text
    assert "Day you arrive is now: 24 May 2027" in client.text
    db.session.refresh(registration)
    assert registration.diet == ["vegan"]
    answer = client.post("/f/meeting/register/needs", {"revision": hidden(client), "diet": ["halal"]})
    assert answer.status_code == 303


@pytest.mark.parametrize(
    ("standing", "said"),
    [
        (Standing.SUBMITTED, "Your registration has arrived"),
        (Standing.APPROVED, "You are coming"),
        (Standing.WAITING, "You are on the waiting list"),
    ],
)
def test_what_follows_the_first_stage_says_first_where_one_stands(client, forum, city, standing, said):
    ama = make.person()
    make.registration(forum, ama, city, standing=standing)
    client.sign_in(ama)
    for page in ("needs", "review"):
        client.get(f"/f/meeting/register/{page}")
        assert client.text.index(said) < client.text.index("Who you are"), page


def test_withdrawing_frees_the_place_erases_the_needs_and_allows_to_come_back(client, forum, typed, city, mails):
    ama = make.person()
    values = {"diet": ["halal"], "access_note": "a lift", "needs_given": True}
    registration = make.registration(forum, ama, city, standing=Standing.APPROVED, **values)
    client.sign_in(ama).get("/f/meeting/me/withdraw")
    assert path_of(client.post("/f/meeting/me/withdraw")) == "/f/meeting/me"
    db.session.refresh(registration)
    assert (registration.standing, registration.diet, registration.access_note) == (Standing.CANCELLED, [], "")
    cancelled = mails(ama.email)[0]
    assert "METHOD:CANCEL" in cancelled.calendar
    assert f"UID:{registration.uid}@localhost" in cancelled.calendar
    client.get("/f/meeting/me")
    assert "not registered" in client.text
    client.get("/f/meeting/register")
    assert client.post("/f/meeting/register", typed).status_code == 303
    assert [each.standing for each in all_registrations()] == [Standing.CANCELLED, Standing.SUBMITTED]


def test_my_page_lists_what_is_missing_in_my_language(client, forum, city):
    ama = make.person(language="fr")
    make.registration(forum, ama, city, function="")
    page = client.sign_in(ama)
    page.get("/f/meeting/me")
    states = [item.get("class") for item in page.page.findall(".//ul[@class='checklist']/li")]
    assert states[:4] == ["is-done", "is-missing", "is-missing", "is-missing"]


def test_too_many_registrations_from_one_network_are_refused(client, app, forum, typed, monkeypatch):
    settings = app.extensions["settings"].model_copy(update={"posts_per_hour": 1})
    monkeypatch.setitem(app.extensions, "settings", settings)
    client.get("/f/meeting/register")
    codes = [
        client.post("/f/meeting/register", {**typed, "email": f"a{number}@city.example"}).status_code
        for number in range(2)
    ]
    assert codes == [303, 429]
    assert client.page.find(".//input[@name='function']").get("value") == "Planner"


def test_pages_of_registering_stay_small_with_a_thousand_cities(client, forum):
    now = clock.now()
    from exchange.cities.models import City

    db.session.execute(
        sa.insert(City),
        [
            {"name": f"Town {number}", "name_key": f"town {number}", "country_code": ["GH", "SN", "FR"][number % 3],
             "region": "africa", "income_group": "low", "status": "member", "languages": [], "created_at": now,
             "updated_at": now, "website": "", "search_key": ""}
            for number in range(1000)
        ],
    )  # fmt: skip
    assert len(client.get("/f/meeting/register").data) < 200_000


def test_cities_stand_under_their_country(client, forum, city):
    client.get("/f/meeting/register")
    (option,) = client.page.findall(f".//select[@name='city']/optgroup[@label='Ghana']/option[@value='{city.id}']")
    assert option.text == "Kumasi"


def test_a_person_of_another_forum_starts_with_what_is_known(client, app, city):
    ama = make.person()
    make.registration(make.forum("first"), ama, city, function="Mayor", standing=Standing.APPROVED)
    make.forum("second")
    client.sign_in(ama).get("/f/second/register")
    assert client.page.find(".//input[@name='function']").get("value") == "Mayor"
    assert db.session.get(Person, ama.id).given_name == "Ama"


def test_needs_are_erased_thirty_days_after_the_forum_as_the_form_says(client, forum, city):
    ama = make.person()
    values = {"needs_given": True, "diet": ["halal"], "access_note": "a lift", "arrives_on": date(2027, 5, 24)}
    registration = make.registration(forum, ama, city, standing=Standing.APPROVED, **values)
    client.sign_in(ama).get("/f/meeting/register/needs")
    assert "26 June 2027" in client.text
    assert erase_old_needs(date(2027, 6, 26)) == 0
    assert erase_old_needs(date(2027, 6, 27)) == 1
    assert (registration.diet, registration.access_note, registration.arrives_on) == ([], "", None)
    assert erase_old_needs(date(2027, 6, 28)) == 0


def test_a_full_forum_says_so_before_anybody_fills_the_form(client, forum):
    forum.capacity = 1
    db.session.commit()
    client.get("/f/meeting/register")
    assert "All places are taken now" not in client.text
    make.registration(forum, standing=Standing.APPROVED)
    client.get("/f/meeting/register")
    assert "All places are taken now. You can register all the same" in client.text

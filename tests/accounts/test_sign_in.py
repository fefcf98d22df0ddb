"""Signing in by a link in a mail."""

import re
from datetime import timedelta

import sqlalchemy as sa

from exchange import clock
from exchange.accounts.models import Person, SignedIn
from exchange.db import db
from exchange.mail import Mail
from tests import make
from tests.browser import Browser, path_of


def mailed_link(email):
    body = db.session.scalar(sa.select(Mail.body).where(Mail.recipient == email).order_by(Mail.id.desc()))
    db.session.rollback()
    return re.search(r"http://localhost(/sign-in/[\w-]+)", body)[1]


def ask(client, email):
    client.get("/sign-in")
    return client.post("/sign-in", {"email": email})


def test_a_link_signs_in_once(client, app):
    assert path_of(ask(client, "Ama@City.example ")) == "/sign-in/sent"
    link = mailed_link("ama@city.example")
    client.get(link)
    assert client.get("/account/").status_code == 303, "opening the link must not use it up"
    client.get(link)
    assert client.post(link).status_code == 303
    assert client.get("/account/").status_code == 200
    assert client.post(link).status_code == 410
    assert Browser(app).get(link).status_code == 410


def test_an_old_link_says_so(client):
    ask(client, "ama@city.example")
    link = mailed_link("ama@city.example")
    with clock.frozen_at(clock.now() + timedelta(minutes=16)):
        assert client.get(link).status_code == 410
        assert "too old" in client.text


def test_the_answer_never_tells_whether_somebody_exists(client, app):
    known = make.person()
    first = ask(client, known.email)
    second = ask(Browser(app), "nobody@city.example")
    assert (first.status_code, path_of(first)) == (second.status_code, path_of(second))


def test_a_wrong_address_is_kept_with_a_sentence(client):
    client.get("/sign-in")
    answer = client.post("/sign-in", {"email": "no address"})
    assert answer.status_code == 422
    assert "not an e-mail address" in client.text
    assert client.page.find(".//input[@name='email']").get("value") == "no address"


def test_a_link_leads_back_to_the_page_but_never_to_another_site(client):
    client.get("/sign-in?next=//evil.example/")
    assert client.page.find(".//input[@name='next']").get("value") == "/"
    client.get("/sign-in?next=/account/")
    assert client.page.find(".//input[@name='next']").get("value") == "/account/"


def test_a_person_ends_their_own_sessions_only(client, app):
    ama, kofi = make.person(), make.person()
    client.sign_in(ama)
    other = Browser(app).sign_in(kofi)
    kofis = db.session.scalar(sa.select(SignedIn.id).where(SignedIn.person_id == kofi.id))
    client.get("/account/")
    assert client.post(f"/account/sessions/{kofis}/end").status_code == 404
    assert other.get("/account/").status_code == 200
    other.get("/account/")
    assert other.post(f"/account/sessions/{kofis}/end").status_code == 303
    assert other.get("/account/").status_code == 303


def test_a_stranger_is_sent_to_sign_in_and_a_profile_is_saved(client):
    assert path_of(client.get("/account/")) == "/sign-in?next=/account/"
    ama = make.person()
    client.sign_in(ama).get("/account/")
    answer = client.post("/account/", {"given_name": "Ama\n", "family_name": "Ó", "phone": "", "language": "fr"})
    assert answer.status_code == 303
    client.get("/account/")
    assert client.page.get("lang") == "fr"
    assert db.session.get(Person, ama.id).family_name == "Ó"


def test_too_many_links_for_one_address_are_refused(client, app, monkeypatch):
    monkeypatch.setitem(
        app.extensions, "settings", app.extensions["settings"].model_copy(update={"sign_in_links_per_hour": 2})
    )
    assert [ask(client, "ama@city.example").status_code for _ in range(3)] == [303, 303, 429]

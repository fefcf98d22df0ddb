"""Signing in by a link in a mail."""

import re
from datetime import timedelta

import pytest
import sqlalchemy as sa

from exchange import clock
from exchange.accounts import service
from exchange.accounts.models import LinkPurpose, Person, SignedIn
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


@pytest.mark.parametrize(
    ("agent", "words"),
    [
        ("Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0", "Firefox on Linux"),
        ("Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 Chrome/139.0 Mobile Safari/537.36", "Chrome on Android"),
        ("Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 Chrome/139.0 Safari/537.36 Edg/139.0", "Edge on Windows"),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) Version/18.0 Safari/604.1", "Safari on iPhone"),
        ("curl/8", "Unknown"),
    ],
)
def test_a_browser_is_named_in_words(client, agent, words):
    token = service.create_link("ama@city.example", LinkPurpose.SIGN_IN)
    client.get(f"/sign-in/{token}")
    client.post(f"/sign-in/{token}", headers={"User-Agent": agent})
    with clock.frozen_at(clock.now()):
        client.get("/account/")
    assert f"{words} this one" in client.text
    assert re.search(r"\d, \d\d:\d\d UTC", client.text), "no seconds"


def test_ending_the_present_session_says_who_is_signed_out(client):
    client.sign_in(make.person()).get("/account/")
    number = db.session.scalar(sa.select(SignedIn.id))
    assert path_of(client.post(f"/account/sessions/{number}/end")) == "/"
    client.get("/")
    assert "You are signed out." in client.text and client.get("/account/").status_code == 303


def test_too_large_a_file_leads_back_and_knows_who_is_signed_in(client):
    client.sign_in(make.person()).get("/account/")
    large = {"phone": "1" * 8_100_000}
    assert client.post("/account/", large, headers={"Referer": "http://localhost/account/"}).status_code == 413
    ways = {link.text: link.get("href") for link in client.page.findall(".//main//a")}
    assert ways == {"Go back": "http://localhost/account/", "Go to the first page": "/"}
    assert "Sign in" not in client.text
    client.get("/account/")
    client.post("/account/", large, headers={"Referer": "https://evil.example/"})
    assert [link.get("href") for link in client.page.findall(".//main//a")] == ["/"]

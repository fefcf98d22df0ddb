"""What every request gets."""

import logging

import pytest
import sqlalchemy as sa

from exchange import limits, once
from exchange.accounts.models import Person
from exchange.db import db
from exchange.domain.refusal import Refusal
from tests import make


def test_every_answer_has_safe_headers_and_a_request_id(client):
    headers = client.get("/sign-in").headers
    assert "default-src 'self'" in headers["Content-Security-Policy"]
    assert "unsafe" not in headers["Content-Security-Policy"]
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "same-origin"
    assert len(headers["X-Request-ID"]) == 12


def test_an_unknown_address_is_answered_kindly(client):
    assert client.get("/nowhere").status_code == 404
    assert client.page.find(".//a[@href='/']") is not None


def test_pages_of_signed_in_people_are_never_stored(client):
    client.sign_in(make.person())
    assert client.get("/account/").headers["Cache-Control"] == "no-store"


def test_a_post_without_the_token_changes_nothing(client):
    ama = make.person(given_name="Ama")
    client.sign_in(ama).get("/account/")
    answer = client.post("/account/", {"csrf_token": "forged", "given_name": "Eve", "language": "en"})
    assert answer.status_code == 400
    db.session.expire_all()
    assert db.session.get(Person, ama.id).given_name == "Ama"


def test_a_double_click_is_one_change(client):
    make.theme()
    client.get("/sign-in")
    first = client.post("/sign-in", {"email": "ama@city.example", "once": "the-same"})
    second = client.post("/sign-in", {"email": "ama@city.example", "once": "the-same"})
    assert (first.status_code, second.status_code) == (303, 303)
    assert first.headers["Location"] == second.headers["Location"]
    from exchange.mail import Mail

    assert db.session.scalar(sa.select(sa.func.count()).select_from(Mail)) == 1


def test_a_refused_form_does_not_use_up_its_token(client):
    client.get("/sign-in")
    assert client.post("/sign-in", {"email": "nonsense", "once": "again"}).status_code == 422
    assert client.post("/sign-in", {"email": "ama@city.example", "once": "again"}).status_code == 303
    assert db.session.scalar(sa.select(once.UsedToken.location)) == "/sign-in/sent"


def test_the_log_holds_the_rule_and_never_the_key(client, caplog):
    with caplog.at_level(logging.INFO, "exchange.web"):
        client.get("/sign-in/a-secret-token")
    records = [record for record in caplog.records if record.message == "request"]
    assert records[-1].rule == "/sign-in/<token>"
    assert "a-secret-token" not in str(vars(records[-1]))


def test_health_answers(client):
    assert client.get("/healthz").get_json()["status"] == "ok"
    assert "exchange_jobs" in client.get("/metrics").get_data(as_text=True)


def test_more_than_eight_megabytes_are_refused_with_a_page(client):
    client.get("/sign-in")
    assert client.post("/sign-in", {"email": "a" * 10_000_000}).status_code == 413


def test_attempts_are_counted_for_an_hour(app):
    for _attempt in range(3):
        limits.count("test", "somebody", 3)
    with pytest.raises(Refusal):
        limits.count("test", "somebody", 3)
    limits.count("test", "somebody else", 3)


@pytest.mark.parametrize(
    ("asked", "language"), [("/sign-in?lang=fr", "fr"), ("/sign-in?lang=es", "es"), ("/sign-in?lang=xx", "en")]
)
def test_the_language_is_asked_for_and_remembered(client, asked, language):
    client.get(asked)
    assert client.page.get("lang") == language
    client.get("/sign-in")
    assert client.page.get("lang") == language


def test_the_browsers_language_decides_when_nobody_chose(client):
    client.get("/sign-in", headers={"Accept-Language": "fr-SN,fr;q=0.9,en;q=0.5"})
    assert client.page.get("lang") == "fr"


def test_a_right_to_left_language_turns_the_page(client):
    client.get("/sign-in?lang=ar")
    assert client.page.get("dir") == "rtl"
    assert "Sign in" not in client.text, "the pseudo-language shows every text that is not translated"

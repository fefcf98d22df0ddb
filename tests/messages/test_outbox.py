"""The outbox, and mails on their way to a real mail server."""

import email
import email.header
import email.policy
import socket

import pytest
import sqlalchemy as sa
from aiosmtpd.controller import Controller
from aiosmtpd.handlers import Message

from exchange import mail
from exchange.accounts.service import person_with
from exchange.db import db
from exchange.domain.delegations import Standing
from exchange.mail import Mail, MailState
from exchange.registration import deciding, service
from tests import make
from tests.browser import Browser, path_of
from tests.domain.ical_check import problems


@pytest.fixture
def forum(app):
    return make.forum("meeting", organiser=make.person("organiser@alliance.example"))


@pytest.fixture
def organiser(client, forum):
    return client.sign_in(person_with("organiser@alliance.example"))


@pytest.fixture
def approved(app, forum):
    """An approved registration of somebody with a long Arabic and Latin name, and the mail about it."""
    person = make.person("ndeye@city.example", given_name="N’Deye عائشة", family_name="Ó" * 60, language="fr")
    registration = make.registration(forum, person, make.city("Thiès", "SN"))
    deciding.decide(forum, [registration.id], Standing.APPROVED)
    db.session.commit()
    return registration


@pytest.fixture
def demo(app, monkeypatch):
    settings = app.extensions["settings"].model_copy(update={"demo": True})
    monkeypatch.setitem(app.extensions, "settings", settings)


class Sink(Message):
    """Keeps what arrives, as a mail program reads it."""

    def __init__(self):
        super().__init__()
        self.arrived = []

    def prepare_message(self, session, envelope):
        return email.message_from_bytes(envelope.content, policy=email.policy.default)

    def handle_message(self, message):
        self.arrived.append(message)


@pytest.fixture
def server(app, monkeypatch):
    """A mail server in a thread, which the settings name."""
    sink = Sink()
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    controller = Controller(sink, hostname="127.0.0.1", port=port)
    controller.start()
    settings = app.extensions["settings"].model_copy(update={"smtp_host": "127.0.0.1", "smtp_port": port})
    monkeypatch.setitem(app.extensions, "settings", settings)
    yield sink
    controller.stop()


def addressee(message):
    """Who a mail is for, decoded; the newer parser of the library puts spaces into long names."""
    raw = email.message_from_bytes(message.as_bytes(), policy=email.policy.compat32)["To"]
    return str(email.header.make_header(email.header.decode_header(raw)))


def only_mail():
    db.session.rollback()
    db.session.expire_all()
    return db.session.scalars(sa.select(Mail).order_by(Mail.id)).one()


def calendar_part(message):
    return next(part for part in message.walk() if part.get_content_type() == "text/calendar")


def test_a_mail_arrives_at_a_real_server_with_names_and_an_invitation(server, approved, work):
    work()
    (message,) = server.arrived
    assert addressee(message) == f"{approved.person.name} <ndeye@city.example>"
    part = calendar_part(message)
    assert part.get_param("method") == "REQUEST"
    assert problems(only_mail().calendar.encode()) == []
    text = part.get_content()
    assert f"UID:{approved.uid}@localhost" in text
    assert "METHOD:REQUEST" in text
    assert "mailto:ndeye@city.example" in text.replace("\r\n ", "").replace("\n ", "")
    assert {part.get_content_type() for part in message.walk()} >= {"text/plain", "text/html", "application/ics"}
    assert only_mail().state is MailState.SENT


def test_a_message_keeps_its_id_when_it_is_sent_twice(server, approved, work):
    work()
    written = only_mail()
    written.state = MailState.QUEUED
    db.session.commit()
    mail.send(written.id)
    first, second = server.arrived
    assert first["Message-ID"] == second["Message-ID"]
    mail.send(written.id)
    assert len(server.arrived) == 2, "what has left is not sent again"


def test_giving_up_sends_the_cancelling_of_the_same_entry(server, approved, work):
    service.withdraw(approved)
    db.session.commit()
    work()
    request, cancel = [calendar_part(message).get_content() for message in server.arrived]
    assert "METHOD:CANCEL" in cancel
    assert "STATUS:CANCELLED" in cancel
    uid = f"UID:{approved.uid}@localhost"
    assert uid in request
    assert uid in cancel
    assert "SEQUENCE:1" in request
    assert "SEQUENCE:2" in cancel


def test_without_a_server_the_message_lies_in_the_outbox_folder(approved, work, data_dir):
    work()
    written = only_mail()
    assert written.state is MailState.KEPT
    message = email.message_from_bytes(
        (data_dir / "outbox" / f"{written.id:06}.eml").read_bytes(), policy=email.policy.default
    )
    assert addressee(message) == f"{approved.person.name} <ndeye@city.example>"


def test_an_organiser_reads_the_forums_mails(organiser, approved, forum):
    make.person()
    mail.write("sign_in", to="x@city.example", private=True, forum_id=forum.id, url="http://localhost/sign-in/key")
    db.session.commit()
    organiser.get("/f/meeting/manage/outbox")
    assert "ndeye@city.example" in organiser.text
    assert "x@city.example" not in organiser.text
    written = db.session.scalar(sa.select(Mail).where(Mail.private.is_(False)))
    organiser.get(f"/f/meeting/manage/outbox/{written.id}")
    assert "an invitation" in organiser.text
    file = organiser.get(f"/f/meeting/manage/outbox/{written.id}.eml")
    assert email.message_from_bytes(file.data, policy=email.policy.default)["To"]
    assert file.mimetype == "message/rfc822"
    key = db.session.scalar(sa.select(Mail.id).where(Mail.private))
    for path in (f"/f/meeting/manage/outbox/{key}", f"/f/meeting/manage/outbox/{key}.eml"):
        assert organiser.get(path).status_code == 404


def test_the_outbox_is_searched_and_filtered(organiser, approved, work):
    for query, found in (
        ("q=thies", 0),
        ("q=ndeye+ÓÓÓ", 1),
        ("state=sent", 0),
        ("state=queued", 1),
        ("state=x&page=9", 1),
    ):
        organiser.get(f"/f/meeting/manage/outbox?{query}")
        assert len(organiser.page.findall(".//tbody/tr")) == found, query


@pytest.mark.parametrize("end", ["", "/{id}", "/{id}.eml"])
def test_only_those_who_run_a_forum_read_its_mails(client, app, forum, approved, end):
    end = end.format(id=only_mail().id)
    other = make.person()
    make.forum("other", organiser=other)
    for person in (approved.person, make.person(), other):
        assert Browser(app).sign_in(person).get(f"/f/meeting/manage/outbox{end}").status_code == 403
        assert Browser(app).sign_in(person).get(f"/manage/outbox{end}").status_code == 403
    assert path_of(client.get(f"/f/meeting/manage/outbox{end}")).startswith("/sign-in")
    assert path_of(client.get(f"/manage/outbox{end}")).startswith("/sign-in")
    assert Browser(app).sign_in(make.admin()).get(f"/manage/outbox{end}").status_code == 200
    if end:
        assert Browser(app).sign_in(other).get(f"/f/other/manage/outbox{end}").status_code == 404


def test_outside_a_demonstration_there_is_no_open_outbox(client, approved):
    number = only_mail().id
    for path in ("/demo/outbox", f"/demo/outbox/{number}", f"/demo/outbox/{number}.eml"):
        assert client.get(path).status_code == 404


def test_in_a_demonstration_links_can_be_opened(client, demo):
    client.get("/demo/outbox")
    assert "No mail yet" in client.text
    client.get("/sign-in")
    client.post("/sign-in", {"email": "ama@city.example"})
    client.get("/sign-in/sent")
    client.get("/demo/outbox")
    number = only_mail().id
    client.get(f"/demo/outbox/{number}")
    link = next(a.get("href") for a in client.page.findall(".//article//a") if "/sign-in/" in a.get("href"))
    client.get(link.removeprefix("http://localhost"))
    assert "ama@city.example" in client.text


def test_what_people_write_in_a_mail_cannot_break_the_page(organiser, forum):
    registration = make.registration(forum, make.person(given_name="<b>Ama</b>"))
    reason = "# Big\n<script>alert(1)</script> [x](javascript:alert(1))"
    deciding.decide(forum, [registration.id], Standing.DECLINED, reason)
    db.session.commit()
    page = organiser.get(f"/f/meeting/manage/outbox/{only_mail().id}").get_data(as_text=True)
    assert "<script>alert" not in page
    assert 'href="javascript' not in page

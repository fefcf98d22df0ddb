"""/f/<slug>/programme.pdf: always a PDF once there is a release, made once, and asked for cheaply."""

import io
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pypdf
import pytest

from exchange import clock
from exchange.agenda import service as agenda
from exchange.agenda.models import SessionPerson, SessionRole
from exchange.db import db
from exchange.documents import service
from exchange.domain.programme_json import visit_to_json
from exchange.forums.models import ForumState
from exchange.i18n import INTERFACE
from tests import make
from tests.samples import sample_visits


@pytest.fixture
def forum(app, data_dir):
    for path in (data_dir / "documents").glob("*"):
        path.unlink()
    row = make.forum("dakar-2027", themes=("HOU",))
    room = make.room(row, "R1")
    session = make.session(row, "S01", room=room, starts_at=make.OPENING, theme_code="HOU")
    speaker = make.person(given_name="Ama", family_name="Mensah")
    make.save(SessionPerson(session_id=session.id, person_id=speaker.id, role=SessionRole.CHAIR, function="Planner"))
    agenda.publish(row)
    db.session.commit()
    return row


@pytest.fixture
def prints(monkeypatch):
    """Counts how often a PDF is really made; the real work is done."""
    made = []
    real = service.programme_pdf

    def counting(*values, **options):
        made.append(values[2])
        return real(*values, **options)

    monkeypatch.setattr(service, "programme_pdf", counting)
    return made


def text_of(response):
    return " ".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(response.data)).pages)


def with_visit(forum):
    visit = make.visit(forum, "V1")
    sheet = sample_visits()[0]
    visit.published, visit.published_at = visit_to_json(sheet), clock.now()
    db.session.commit()


def test_before_the_first_release_a_sentence_says_so(client, app):
    make.forum("empty")
    response = client.get("/f/empty/programme.pdf")
    assert response.status_code == 404
    assert "not published yet" in client.text


def test_the_programme_of_a_draft_forum_is_not_there_for_strangers(client, forum):
    forum.state = ForumState.DRAFT
    db.session.commit()
    assert client.get("/f/dakar-2027/programme.pdf").status_code == 404


def test_anybody_gets_the_programme_as_a_pdf(client, forum, prints):
    response = client.get("/f/dakar-2027/programme.pdf")
    assert (response.status_code, response.mimetype) == (200, "application/pdf")
    assert "dakar-2027-programme-en.pdf" in response.headers["Content-Disposition"]
    text = text_of(response)
    assert "Ama Mensah" in text
    assert "Chair · Planner" in text
    assert "localhost/f/dakar-2027/agenda" in text
    assert client.get("/f/dakar-2027/programme.pdf").data == response.data
    assert prints == ["en"]


def test_an_unchanged_programme_is_neither_made_nor_sent_again(client, forum, prints):
    tag = client.get("/f/dakar-2027/programme.pdf").headers["ETag"]
    for path in service._folder().glob("*.pdf"):
        path.unlink()
    response = client.get("/f/dakar-2027/programme.pdf", headers={"If-None-Match": tag})
    assert (response.status_code, response.data, response.headers["ETag"]) == (304, b"", tag)
    assert prints == ["en"]


def test_the_language_asked_for_is_the_language_of_the_paper(client, forum):
    response = client.get("/f/dakar-2027/programme.pdf?lang=fr")
    assert response.headers["Content-Language"] == "fr"
    assert "Mardi 25 mai" in text_of(response)
    assert "Villes ensemble" in text_of(response)


def test_a_new_release_and_a_new_visit_make_another_programme(client, forum):
    first = service.printed_programme(forum, "en").key
    make.session(forum, "S02", starts_at=make.OPENING + timedelta(hours=2))
    assert service.printed_programme(forum, "en").key == first
    agenda.publish(forum)
    second = service.printed_programme(forum, "en").key
    with_visit(forum)
    third = service.printed_programme(forum, "en").key
    assert len({first, second, third}) == 3


def test_visits_are_printed_with_words_for_their_legs(client, forum):
    with_visit(forum)
    text = text_of(client.get("/f/dakar-2027/programme.pdf"))
    assert "Flood-safe Pikine" in text
    assert "coach" in text.lower()


def test_readers_at_the_same_time_wait_for_one_print(app, forum, prints):
    def read(_number):
        return app.test_client().get("/f/dakar-2027/programme.pdf").data

    with ThreadPoolExecutor(4) as pool:
        answers = set(pool.map(read, range(4)))
    assert len(answers) == 1
    assert prints == ["en"]


def test_publishing_prints_ahead_in_every_language(client, forum, work, prints):
    work()
    assert sorted(prints) == sorted(INTERFACE)
    assert client.get("/f/dakar-2027/programme.pdf?lang=es").status_code == 200
    assert len(prints) == len(INTERFACE)


def test_old_programmes_are_thrown_away(app, forum):
    folder = service._folder()
    for number in range(6):
        (folder / f"programme-{forum.id}-en-{number}.pdf").write_bytes(b"old")
        (folder / f"programme-{forum.id + 1}-en-{number}.pdf").write_bytes(b"of another forum")
    printed = service.printed_programme(forum, "en")
    printed.build()
    assert printed.path.exists()
    assert len(list(folder.glob(f"programme-{forum.id}-en-*.pdf"))) == service.KEPT + 1
    assert len(list(folder.glob(f"programme-{forum.id + 1}-en-*.pdf"))) == 6


def test_the_same_address_answers_head(client, forum):
    response = client.client.head("/f/dakar-2027/programme.pdf")
    assert (response.status_code, response.data) == (200, b"")
    assert int(response.headers["Content-Length"]) > 10_000

"""Who may see and do what: the delegate, a colleague of the same city, organisers, strangers."""

import pytest

from exchange.db import db
from exchange.domain.delegations import Standing
from exchange.forums.models import ForumState
from exchange.registration.models import Registration
from tests import make
from tests.browser import Browser, path_of

OWN = ["/f/meeting/me", "/f/meeting/me/withdraw", "/f/meeting/register/needs", "/f/meeting/register/review"]
MANAGE = [
    "/f/meeting/manage/registrations/",
    "/f/meeting/manage/registrations/{id}",
    "/f/meeting/manage/registrations/{id}/edit",
    "/f/meeting/manage/registrations/{id}/cancel",
    "/f/meeting/manage/registrations/decline?ids={id}",
    "/f/meeting/manage/registrations/export.csv",
    "/f/meeting/manage/registrations/export.xlsx",
    "/f/meeting/manage/registrations/needs.csv",
    "/f/meeting/manage/registrations/new",
    "/f/meeting/manage/registrations/import",
    "/f/meeting/manage/registrations/import/1",
]
POSTS = [
    ("/f/meeting/manage/registrations/decide", {"action": "approve", "ids": "{id}"}),
    ("/f/meeting/manage/registrations/decline", {"reason": "No", "ids": "{id}"}),
    ("/f/meeting/manage/registrations/{id}/edit", {}),
    ("/f/meeting/manage/registrations/{id}/cancel", {}),
    ("/f/meeting/manage/registrations/new", {}),
    ("/f/meeting/manage/registrations/import", {}),
    ("/f/meeting/manage/registrations/import/1", {}),
    ("/f/meeting/manage/registrations/import/1/discard", {}),
]


@pytest.fixture
def registration(forum, city):
    values = {"needs_given": True, "diet_note": "only for me", "access": ["wheelchair"]}
    return make.registration(forum, make.person("ama@city.example"), city, **values)


@pytest.fixture
def browsers(app, forum, city, registration, organiser):
    """A signed-in browser for each kind of person."""
    colleague = make.person()
    make.registration(forum, colleague, city)
    other = make.person()
    make.forum("other", organiser=other)
    people = {
        "owner": registration.person,
        "colleague": colleague,
        "organiser": organiser,
        "other organiser": other,
        "admin": make.admin(),
    }
    return {name: Browser(app).sign_in(person) for name, person in people.items()} | {"stranger": Browser(app)}


@pytest.mark.parametrize("path", MANAGE)
def test_only_organisers_of_the_forum_see_the_queue(browsers, registration, path):
    path = path.format(id=registration.id)
    for name in ("owner", "colleague", "other organiser"):
        assert browsers[name].get(path).status_code == 403, name
    assert path_of(browsers["stranger"].get(path)).startswith("/sign-in")
    expected = 404 if path.endswith("/1") and "import" in path else 200
    for name in ("organiser", "admin"):
        assert browsers[name].get(path).status_code == expected, name


@pytest.mark.parametrize(("path", "data"), POSTS)
def test_only_organisers_of_the_forum_decide(browsers, registration, path, data):
    path = path.format(id=registration.id)
    data = {key: value.format(id=registration.id) for key, value in data.items()}
    for name in ("owner", "colleague", "other organiser"):
        assert browsers[name].post(path, data).status_code == 403, name
    browsers["stranger"].get("/sign-in")
    assert path_of(browsers["stranger"].post(path, data)).startswith("/sign-in")
    db.session.expire_all()
    assert db.session.get(Registration, registration.id).standing is Standing.SUBMITTED


@pytest.mark.parametrize("path", OWN)
def test_a_persons_own_pages_show_nobody_else(browsers, registration, path):
    assert path_of(browsers["stranger"].get(path)).startswith("/sign-in")
    browsers["owner"].get(path)
    for name in ("colleague", "organiser", "other organiser"):
        answer = browsers[name].get(path)
        assert "only for me" not in answer.get_data(as_text=True), name
        assert registration.person.name not in answer.get_data(as_text=True), name


def test_what_somebody_sends_never_changes_a_colleagues_registration(browsers, registration, typed):
    colleague = browsers["colleague"]
    colleague.get("/f/meeting/register")
    colleague.post("/f/meeting/register", {**typed, "given_name": "Changed"})
    colleague.get("/f/meeting/me/withdraw")
    colleague.post("/f/meeting/me/withdraw")
    db.session.expire_all()
    found = db.session.get(Registration, registration.id)
    assert (found.standing, found.person.given_name) == (Standing.SUBMITTED, "Ama")


def test_a_draft_forum_is_there_for_its_organisers_only(browsers, forum):
    forum.state = ForumState.DRAFT
    db.session.commit()
    for name in ("owner", "other organiser"):
        assert browsers[name].get("/f/meeting/register").status_code == 404
        assert browsers[name].get("/f/meeting/manage/registrations/").status_code == 404
    assert browsers["organiser"].get("/f/meeting/manage/registrations/").status_code == 200


def test_a_stranger_cannot_save_a_draft(browsers, forum):
    browsers["stranger"].get("/f/meeting/register")
    assert path_of(browsers["stranger"].post("/f/meeting/register/draft", {})).startswith("/sign-in")

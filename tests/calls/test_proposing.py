"""A city proposes a session: form, mail link, draft, limits, withdrawing."""

import re
import threading
from datetime import timedelta

import pytest
import sqlalchemy as sa

from exchange import clock, jobs
from exchange.calls import service, setting_up
from exchange.calls.models import Proposal
from exchange.db import db
from exchange.domain.calls import OnePer, ProposalState
from exchange.domain.refusal import Refusal
from tests import make
from tests.browser import Browser, path_of
from tests.calls import building

NEW = "/f/dakar/call/new"


def stored():
    db.session.rollback()
    db.session.expire_all()
    return list(db.session.scalars(sa.select(Proposal).order_by(Proposal.id)))


def link_in(mail):
    return re.search(r"http://localhost(/sign-in/[\w-]+)", mail.body)[1]


def test_everybody_reads_the_call_in_their_language(client, call):
    client.get("/f/dakar/call")
    assert "Bring lessons." in client.text and "Propose a session" in client.text
    client.get("/f/dakar/call?lang=fr")
    assert "Apportez des leçons." in client.text
    client.get("/f/dakar/?lang=en")
    assert "The call for sessions is open until" in client.text


def test_a_forum_without_a_call_says_nothing_of_one(client, forum):
    assert client.get("/f/dakar/call").status_code == 404
    client.get("/f/dakar/")
    assert "Call for sessions" not in client.text


def test_a_closed_call_is_still_read_but_takes_nothing(client, closed, typed):
    client.get("/f/dakar/call")
    assert "The call closed on" in client.text
    assert client.get(NEW).status_code == 303
    answer = client.sign_in(make.person()).post(NEW, typed.fields)
    assert answer.status_code == 422 and "The call is closed" in client.text
    client.get("/f/dakar/")
    assert "Call for sessions" not in client.text
    assert stored() == []


def test_a_stranger_types_first_and_confirms_after(client, call, typed, mails):
    client.get(NEW)
    answer = client.post(NEW, typed.fields | {"email": "Ama@kumasi.example"})
    assert path_of(answer) == "/f/dakar/call/sent" and stored() == []
    path = link_in(mails("ama@kumasi.example")[0])
    client.get(path)
    assert "Confirm your proposal" in client.text
    answer = client.post(path)
    assert path_of(answer) == "/f/dakar/call/proposals/1"
    (proposal,) = stored()
    assert proposal.state is ProposalState.SUBMITTED and proposal.proposer.email == "ama@kumasi.example"
    assert (proposal.theme_code, proposal.subtheme_code, proposal.seats) == ("WSH", "WSH-2", 40)
    assert [(each.name, each.email, each.city_id) for each in proposal.people] == [
        ("Ama Owusu", "ama@kumasi.example", typed.city.id)
    ]
    client.get("/f/dakar/call/proposals/1")
    assert "Your proposal has arrived" in client.text
    assert "Your session proposal has arrived" in mails("ama@kumasi.example")[-1].subject


def test_the_link_keeps_what_cannot_be_sent_as_a_draft_and_says_why(client, call, typed, mails):
    client.get(NEW)
    client.post(NEW, typed.fields | {"email": "late@kumasi.example"})
    building.proposal(call, city=typed.city)
    client.post(link_in(mails("late@kumasi.example")[0]), follow=True)
    assert "Kept as a draft, not sent Your city has already proposed" in client.text
    assert [each.state for each in stored()] == [ProposalState.SUBMITTED, ProposalState.DRAFT]


def test_a_draft_needs_a_title_only_and_sending_needs_the_rest(client, call):
    client.sign_in(make.person())
    client.get(NEW)
    empty = {"title": "An idea", "language": "en", "city": "", "people-0-name": "", "people-0-role": "speaker"}
    assert client.post(NEW, empty | {"action": "draft"}).status_code == 303
    assert client.post("/f/dakar/call/proposals/1/edit", empty | {"action": "send"}).status_code == 422
    for sentence in ("Please choose a format.", "Please choose your city", "Please name at least one person"):
        assert sentence in client.text
    assert stored()[0].state is ProposalState.DRAFT
    client.get("/f/dakar/call")
    assert "An idea" in client.text


def test_what_is_wrong_comes_back_as_typed(client, call, typed):
    client.sign_in(make.person())
    client.get(NEW)
    wrong = {"people-0-email": "nowhere", "people-0-city": "Atlantis", "seats": "many", "title": ""}
    assert client.post(NEW, typed.fields | wrong).status_code == 422
    for sentence in ("not an e-mail address", "This city is not in the directory", "Please type a whole number."):
        assert sentence in client.text
    assert client.page.find(".//input[@value='Atlantis']") is not None
    assert client.post(NEW, typed.fields | {"title": "x" * 201}).status_code == 422
    assert client.post(NEW, typed.fields | {"abstract": "x" * 4001}).status_code == 422
    assert client.post(NEW, typed.fields | {"format": "closed"}).status_code == 422
    assert client.post(NEW, typed.fields | {"abstract": "x" * 10_000_000}).status_code == 413
    assert stored() == []


def test_names_and_markdown_of_any_kind_are_text(client, call, typed):
    client.sign_in(make.person())
    client.get(NEW)
    odd = {
        "title": "<script>alert(1)</script> \u202e=1+1",
        "abstract": "<img src=x onerror=alert(1)> [click](javascript:alert(1)) ![p](http://x.example/p.png)",
        "people-0-name": "Zoë “null” <b>O'Neil</b>",
    }
    assert client.post(NEW, typed.fields | odd).status_code == 303
    body = client.get("/f/dakar/call/proposals/1").get_data(as_text=True)
    assert "<script>alert" not in body and "<img src=x" not in body and 'href="javascript' not in body
    assert "\u202e" not in body and 'p.png"' not in body


def test_each_city_may_send_one_and_nobody_learns_who_did(client, call, typed):
    building.proposal(call, city=typed.city, proposer=make.person("first@kumasi.example", given_name="Secret"))
    client.sign_in(make.person())
    client.get(NEW)
    assert client.post(NEW, typed.fields).status_code == 422
    assert "Your city has already proposed a session" in client.text
    assert "Secret" not in client.text and "first@" not in client.text
    assert client.post(NEW, typed.fields | {"action": "draft"}).status_code == 303


def test_a_withdrawn_proposal_makes_room_for_another(client, call, typed):
    person = make.person()
    client.sign_in(person)
    client.get(NEW)
    client.post(NEW, typed.fields)
    client.get("/f/dakar/call/proposals/1/withdraw")
    client.post("/f/dakar/call/proposals/1/withdraw", follow=True)
    assert "P01 is withdrawn." in client.text
    assert client.post(NEW, typed.fields).status_code == 303
    assert [each.state for each in stored()] == [ProposalState.WITHDRAWN, ProposalState.SUBMITTED]


def test_one_for_each_person_when_the_organiser_wants_it_so(client, call, typed):
    call.one_per = OnePer.PERSON
    client.sign_in(make.person())
    client.get(NEW)
    assert client.post(NEW, typed.fields).status_code == 303
    assert client.post(NEW, typed.fields | {"city": str(make.city().id)}).status_code == 422
    assert "each person may send one" in client.text
    assert Browser(client.app).sign_in(make.person()).post(NEW, typed.fields).status_code == 303


def test_organisations_are_compared_by_name(client, call, typed):
    client.sign_in(make.person())
    client.get(NEW)
    assert client.post(NEW, typed.fields | {"city": "", "organisation": "Réseau Eau"}).status_code == 303
    other = Browser(client.app).sign_in(make.person())
    assert other.post(NEW, typed.fields | {"city": "", "organisation": "  reseau  EAU"}).status_code == 422


def test_what_was_sent_is_changed_until_the_close_and_stays_complete(client, call, typed):
    client.sign_in(make.person())
    client.get(NEW)
    client.post(NEW, typed.fields)
    edit = "/f/dakar/call/proposals/1/edit"
    client.get(edit)
    assert client.page.find(".//input[@value='Toilets that stay open']") is not None
    assert client.post(edit, typed.fields | {"title": "Other title"}).status_code == 303
    assert client.post(edit, typed.fields | {"outcome": "", "action": ""}).status_code == 422
    assert stored()[0].title == "Other title"
    call.closes_at = clock.now()
    assert client.post(edit, typed.fields).status_code == 422
    assert client.get(edit).status_code == 303


def test_ten_drafts_are_enough(call, typed):
    person = make.person()
    for _number in range(service.MOST_DRAFTS):
        building.proposal(call, proposer=person, state=ProposalState.DRAFT)
    with pytest.raises(Refusal, match="TOO_MANY_DRAFTS"):
        service.propose(call, person, service.ProposalDraft(language="en", title="One more"), send=False)


def test_a_proposal_is_its_proposers_own(client, call, organiser):
    proposer = make.person()
    building.proposal(call, proposer=proposer)
    page = "/f/dakar/call/proposals/1"
    assert client.get(page).status_code == 303
    for other in (make.person(), organiser):
        browser = Browser(client.app).sign_in(other)
        for path in (page, f"{page}/edit", f"{page}/withdraw"):
            assert browser.get(path).status_code == 404
    assert Browser(client.app).sign_in(proposer).get(page).status_code == 200


def test_posting_is_limited(app, client, call, typed, monkeypatch):
    settings = app.extensions["settings"].model_copy(update={"posts_per_hour": 2})
    monkeypatch.setitem(app.extensions, "settings", settings)
    client.sign_in(make.person())
    client.get(NEW)
    answers = [client.post(NEW, typed.fields | {"action": "draft"}).status_code for _time in range(3)]
    assert answers == [303, 303, 429]


def test_drafts_are_reminded_once_two_days_before_the_close(call, mails, work):
    draft = building.proposal(call, state=ProposalState.DRAFT, proposer=make.person("d@city.example", language="fr"))
    building.proposal(call, proposer=make.person("sent@city.example"))
    setting_up._plan_reminder(call)
    db.session.commit()
    before = call.closes_at
    with clock.frozen_at(before - timedelta(days=3)):
        work()
        assert mails("d@city.example") == []
    with clock.frozen_at(before - timedelta(days=2)):
        jobs.run_queued()
        jobs.run_queued()
    (mail,) = mails("d@city.example")
    assert mail.language == "fr" and draft.title in mail.body
    assert mails("sent@city.example") == []


def test_a_close_that_was_moved_is_reminded_of_at_its_new_time(call, mails):
    building.proposal(call, state=ProposalState.DRAFT, proposer=make.person("d@city.example"))
    setting_up._plan_reminder(call)
    old, settings = call.closes_at, _settings_of(call)
    setting_up.save_call(call.forum, settings(closes_at=call.closes_at + timedelta(days=5)))
    db.session.commit()
    with clock.frozen_at(old - timedelta(days=2)):
        jobs.run_queued()
        assert mails("d@city.example") == []
    with clock.frozen_at(old + timedelta(days=3)):
        jobs.run_queued()
    (mail,) = mails("d@city.example")
    assert "The closing date was moved" in mail.body


def _settings_of(call):
    names = ("texts", "duties", "opens_at", "closes_at", "formats", "one_per", "anonymous", "reviews_wanted")
    values = {name: getattr(call, name) for name in names}
    return lambda **changes: setting_up.CallSettings(**(values | changes))


def test_many_who_send_for_one_city_at_once_send_one(app, call):
    city, people = make.city(), [make.person() for _number in range(8)]
    drafts = [building.proposal(call, city=city, proposer=each, state=ProposalState.DRAFT) for each in people]
    numbers, answers = [each.id for each in drafts], []
    barrier = threading.Barrier(len(numbers))

    def send(number):
        with app.app_context():
            barrier.wait()
            proposal = db.session.get_one(Proposal, number)
            try:
                service.change(proposal, service.draft_of(proposal), send=True)
                db.session.commit()
                answers.append("sent")
            except Refusal as refusal:
                db.session.rollback()
                answers.append(refusal.reason.value)
            finally:
                db.session.remove()

    threads = [threading.Thread(target=send, args=(number,)) for number in numbers]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(answers) == ["city_has_proposed"] * 7 + ["sent"]
    assert sum(each.state is ProposalState.SUBMITTED for each in stored()) == 1


def test_my_forum_says_where_my_proposals_stand(client, forum, call):
    person = make.person()
    make.registration(forum, person, standing="approved")
    building.proposal(call, proposer=person, title="Sent one")
    building.proposal(call, proposer=person, title="Begun one", state=ProposalState.DRAFT)
    building.proposal(call, title="Another's")
    client.sign_in(person).get("/f/dakar/me")
    assert "Session proposal “Sent one”: Sent" in client.text
    assert "Send your session proposal “Begun one”" in client.text and "Another's" not in client.text

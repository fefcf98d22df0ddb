"""Organisers open a call, choose, merge, decide, undo; accepted sessions land in the tray."""

import csv
import io
import threading
from datetime import timedelta

import pytest
import sqlalchemy as sa

from exchange import clock, jobs
from exchange.agenda.formats import PRESETS
from exchange.agenda.models import Format, Session
from exchange.agenda.models_facts import FormatPreset
from exchange.audit import AuditLine
from exchange.calls import choosing, queries
from exchange.calls.models import Announcement, Call, Proposal
from exchange.cities.models import IncomeGroup, Region
from exchange.db import db
from exchange.domain.calls import Decision, ProposalState, Reason, ReviewState
from exchange.domain.refusal import Refusal
from exchange.domain.timetable import Layout
from tests import make
from tests.browser import Browser
from tests.calls import building
from tests.counting import count_queries

MANAGE = "/f/dakar/manage/call"


def rows(model):
    db.session.rollback()
    db.session.expire_all()
    return list(db.session.scalars(sa.select(model).order_by(model.id)))


def states():
    return [each.state.value for each in rows(Proposal)]


@pytest.fixture
def manage(client, organiser, closed):
    client.sign_in(organiser)
    return client


def mark(browser, action, *numbers):
    return browser.post(f"{MANAGE}/choose", {"action": action, "ids": [str(number) for number in numbers]})


def decide(browser, *numbers, **fields):
    browser.get(f"{MANAGE}/decide")
    return browser.post(f"{MANAGE}/decide", {"action": "decide", "seen": [str(number) for number in numbers], **fields})


def settings_form(call, **changes):
    zone = call.forum.zone
    moment = "%Y-%m-%dT%H:%M"
    fields = {
        "opens": call.opens_at.astimezone(zone).strftime(moment),
        "closes": call.closes_at.astimezone(zone).strftime(moment),
        "texts-en": "Bring lessons.", "duties-en": "", "formats-workshop": "90", "one_per": "city",
        "reviews_wanted": "2",
    }  # fmt: skip
    return fields | changes


def test_a_call_is_opened_with_the_usual_criteria_in_each_language(client, organiser, forum):
    client.sign_in(organiser)
    client.get(f"{MANAGE}/")
    assert "There is no call yet" in client.text
    client.get(f"{MANAGE}/settings")
    fields = {
        "opens": "2026-09-01T09:00", "closes": "2026-10-25T18:00", "texts-en": "Bring **lessons**", "duties-en": "Pay.",
        "formats-workshop": "90", "formats-panel": "", "one_per": "city", "reviews_wanted": "2", "anonymous": "y",
    }  # fmt: skip
    assert client.post(f"{MANAGE}/settings", fields).status_code == 303
    (call,) = rows(Call)
    assert call.opens_at.isoformat() == "2026-09-01T09:00:00+00:00"
    assert (call.formats, call.anonymous, len(call.criteria)) == ({"workshop": 90}, True, 6)
    assert set(call.criteria[0].names) == {"en", "fr", "es"}
    assert sum(each.weight for each in call.criteria) == 100


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"closes": "2020-01-01T00:00"}, "must close after it opens"),
        ({"closes": "2027-05-26T00:00"}, "must close before the forum begins"),
        ({"formats-workshop": ""}, "at least one format"),
        ({"formats-workshop": "three"}, "whole number"),
        ({"reviews_wanted": "1"}, "between 2 and 10"),
        ({"one_per": "world"}, ""),
        ({"opens": "soon"}, ""),
    ],
)
def test_settings_that_make_no_sense_come_back_with_a_sentence(client, organiser, call, changes, sentence):
    client.sign_in(organiser)
    client.get(f"{MANAGE}/settings")
    assert client.post(f"{MANAGE}/settings", settings_form(call, **changes)).status_code == 422
    assert sentence in client.text


def test_criteria_are_edited_but_one_that_was_scored_is_not_lost(manage, closed, reviewers):
    first, second = closed.criteria
    building.review(building.proposal(closed), reviewers[0], 5)
    manage.get(f"{MANAGE}/criteria")
    both = {
        "rows-0-number": str(first.id), "rows-0-names-en": "Outcome", "rows-0-weight": "40",
        "rows-1-number": str(second.id), "rows-1-names-en": "", "rows-1-weight": "10",
        "rows-2-names-en": "New one", "rows-2-weight": "5",
    }  # fmt: skip
    assert manage.post(f"{MANAGE}/criteria", both).status_code == 303
    assert [(each.names["en"], each.weight) for each in rows(Call)[0].criteria] == [("Outcome", 40), ("New one", 5)]
    manage.get(f"{MANAGE}/criteria")
    gone = {"rows-0-number": str(first.id), "rows-0-names-en": "", "rows-1-names-en": "Only", "rows-1-weight": "1"}
    assert manage.post(f"{MANAGE}/criteria", gone).status_code == 422
    assert "Give it the weight 0 instead" in manage.text
    assert manage.post(f"{MANAGE}/criteria", {"rows-0-names-en": "", "rows-0-weight": ""}).status_code == 422


def test_the_table_ranks_by_the_weighted_mean_and_shows_spread_conflicts_and_comments(manage, closed, reviewers):
    low, high = building.proposal(closed, title="Low one"), building.proposal(closed, title="High one")
    building.review(low, reviewers[0], 2, 0)
    building.review(high, reviewers[0], 5, 1, comment="Strong outcome.")
    building.review(high, reviewers[1], 3, 5)
    building.review(high, reviewers[2], state=ReviewState.CONFLICT, conflict_reason="Friend")
    manage.get(f"{MANAGE}/")
    text = manage.text
    assert text.index("High one") < text.index("Low one")
    assert "Strong outcome." in text and "1 conflict" in text and "2 of 2" in text
    # (5·30 + 1·10) and (3·30 + 5·10) of 5·40: 80 and 70.
    assert "75 spread 10" in text
    manage.get(f"{MANAGE}/?sort=title&q=high")
    assert "High one" in manage.text and "Low one" not in manage.text
    manage.get(f"{MANAGE}/?q=nothing-like-this")
    assert "Nothing fits" in manage.text


def test_counting_shows_the_balance_of_what_is_ticked_and_changes_nothing(manage, closed, forum):
    togo = make.city("Lomé", "TG", income_group=IncomeGroup.LOW)
    nantes = make.city("Nantes", "FR", region=Region.EUROPE, income_group=IncomeGroup.HIGH)
    woman = make.person("speaker1-0@city.example")
    make.registration(forum, woman, togo, gender="woman")
    building.proposal(closed, city=togo)
    building.proposal(closed, city=nantes)
    manage.get(f"{MANAGE}/")
    assert "0 chosen" in manage.text
    answer = manage.post(f"{MANAGE}/choose", {"action": "count", "ids": ["1"]})
    assert answer.status_code == 200
    for words in (
        "1 chosen · 1.5 h",
        "Least developed countries 1 of 1",
        "Africa 1 of 1",
        "Europe 0 of 1",
        "Woman 1 of 1",
    ):
        assert words in manage.text, words
    assert [each.mark for each in rows(Proposal)] == [None, None]
    assert manage.page.find(".//input[@name='ids'][@value='1']").get("checked") is not None


def test_marks_are_tentative_and_proposers_see_nothing_of_them(manage, closed):
    proposer = make.person()
    building.proposal(closed, proposer=proposer)
    manage.get(f"{MANAGE}/")
    mark(manage, "decline", 1)
    assert rows(Proposal)[0].mark is Decision.DECLINE
    other = Browser(manage.app).sign_in(proposer)
    other.get("/f/dakar/call/proposals/1")
    assert "Sent" in other.text and "decline" not in other.text.lower()
    mark(manage, "clear", 1)
    assert rows(Proposal)[0].mark is None
    assert mark(manage, "accept").status_code == 303
    assert mark(manage, "explode", 1).status_code == 303


def test_a_new_call_offers_the_lengths_the_forums_formats_have(client, organiser, forum):
    make.save(FormatPreset(forum_id=forum.id, format=Format.WORKSHOP, minutes=105, seats=25))
    client.sign_in(organiser)
    client.get(f"{MANAGE}/settings")
    shown = {length.get("name"): length.get("value") for length in client.page.iter("input")}
    assert (shown["formats-workshop"], shown["formats-panel"]) == ("105", str(PRESETS[Format.PANEL].minutes))


def test_what_a_proposal_needs_of_its_room_the_session_needs_and_the_rest_is_as_usual_for_the_format(manage, closed):
    building.proposal(closed, needs=["projector"])
    building.proposal(closed, needs=["step_free", "projector"])
    make.save(
        FormatPreset(forum_id=closed.forum_id, format=Format.WORKSHOP, minutes=105, seats=25, layout=Layout.CIRCLE)
    )
    choosing.merge(rows(Proposal)[0], [rows(Proposal)[1]], "Together", "Both.")
    db.session.commit()
    manage.get(f"{MANAGE}/")
    decide(manage, 1, 2)
    (session,) = rows(Session)
    assert (sorted(session.needs), session.layout) == (["projector", "step_free"], Layout.CIRCLE)
    assert (session.minutes, session.seats) == (90, 25)


def test_accepted_ones_land_in_the_tray_with_people_and_a_second_click_changes_nothing(manage, closed):
    city = make.city("Kumasi")
    building.proposal(closed, city=city, people=2, title="Toilets", languages=["fr", "en"], seats=30)
    manage.get(f"{MANAGE}/")
    mark(manage, "accept", 1)
    assert decide(manage, 1).status_code == 303
    (session,) = rows(Session)
    assert (session.titles, session.languages, session.minutes, session.seats) == (
        {"en": "Toilets"},
        ["fr", "en"],
        90,
        30,
    )
    assert (session.starts_at, session.room_id, session.theme_code) == (None, None, "HOU")
    assert [part.person.email for part in session.people] == ["speaker1-0@city.example", "speaker1-1@city.example"]
    assert states() == ["accepted"] and rows(Proposal)[0].session_id == session.id
    assert decide(manage, 1).status_code == 422
    assert len(rows(Session)) == 1
    verbs = {line.verb for line in rows(AuditLine)}
    assert {"proposal.marked", "proposal.accepted", "proposal.in_agenda", "call.decided", "session.created"} <= verbs


def test_the_letters_are_shown_before_and_leave_later_in_each_language(manage, closed, mails):
    kept = building.proposal(closed, proposer=make.person("fr@city.example", language="fr"))
    building.proposal(closed, proposer=make.person("es@city.example", language="es"))
    building.proposal(closed, proposer=make.person("en@city.example"))
    manage.get(f"{MANAGE}/")
    mark(manage, "decline", 1)
    mark(manage, "wait", 2)
    mark(manage, "accept", 3)
    manage.get(f"{MANAGE}/decide")
    manage.post(f"{MANAGE}/decide", {"action": "preview", "reason-1": "Trop proche d'une autre."})
    assert "Trop proche d'une autre." in manage.text and "You pay your own travel." in manage.text
    assert states() == ["submitted"] * 3 and rows(Proposal)[0].reason == "Trop proche d'une autre."
    decide(manage, 1, 2, 3, **{"reason-1": "Trop proche d'une autre."})
    assert states() == ["declined", "waiting", "accepted"] and mails("fr@city.example") == []
    other = Browser(manage.app).sign_in(kept.proposer)
    other.get("/f/dakar/call/proposals/1?lang=en")
    assert "Reviewers read it now." in other.text
    with clock.frozen_at(clock.now() + choosing.TOLD_AFTER + timedelta(minutes=1)):
        jobs.run_queued()
    (french,) = mails("fr@city.example")
    assert french.language == "fr" and "Trop proche d'une autre." in french.body
    assert [mails(f"{code}@city.example")[0].template for code in ("es", "en")] == [
        "proposal_waiting",
        "proposal_accepted",
    ]
    other.get("/f/dakar/call/proposals/1?lang=en")
    assert "Declined" in other.text


def test_what_nobody_has_heard_of_can_be_undone(manage, closed, mails):
    proposal = building.proposal(closed)
    manage.get(f"{MANAGE}/")
    mark(manage, "accept", 1)
    decide(manage, 1)
    manage.get(f"{MANAGE}/")
    assert "Decided, and not told yet" in manage.text
    assert mark(manage, "decline", 1).status_code == 303
    assert rows(Proposal)[0].mark is Decision.ACCEPT
    (announcement,) = rows(Announcement)
    manage.post(f"{MANAGE}/announcements/{announcement.id}/undo", follow=True)
    assert "Undone: nobody was told." in manage.text
    assert rows(Session) == [] and states() == ["submitted"] and rows(Proposal)[0].mark is Decision.ACCEPT
    with clock.frozen_at(clock.now() + timedelta(hours=1)):
        jobs.run_queued()
    assert mails(proposal.proposer.email) == []
    decide(manage, 1)
    assert len(rows(Session)) == 1


def test_a_waiting_one_that_is_undone_waits_again(manage, closed):
    building.proposal(closed, state=ProposalState.WAITING)
    manage.get(f"{MANAGE}/")
    mark(manage, "accept", 1)
    decide(manage, 1)
    manage.post(f"{MANAGE}/announcements/{rows(Announcement)[0].id}/undo")
    assert states() == ["waiting"]


def test_after_the_mails_or_once_it_has_a_time_nothing_is_undone(manage, closed, forum):
    for _number in range(2):
        building.proposal(closed)
    manage.get(f"{MANAGE}/")
    mark(manage, "accept", 1)
    decide(manage, 1)
    manage.post(f"{MANAGE}/announcements/{rows(Announcement)[0].id}/send", follow=True)
    assert "1 mail is on its way." in manage.text
    manage.post(f"{MANAGE}/announcements/{rows(Announcement)[0].id}/undo", follow=True)
    assert "too late to undo" in manage.text
    mark(manage, "accept", 2)
    decide(manage, 2)
    rows(Session)[1].starts_at = make.OPENING
    db.session.commit()
    manage.post(f"{MANAGE}/announcements/{rows(Announcement)[1].id}/undo", follow=True)
    assert "has a time in the agenda already" in manage.text
    assert states() == ["accepted", "accepted"]


def test_two_become_one_session_with_the_people_of_both(manage, closed, mails):
    building.proposal(closed, title="Toilets", proposer=make.person("one@city.example"))
    building.proposal(closed, title="Latrines", proposer=make.person("two@city.example"), languages=["fr"])
    manage.get(f"{MANAGE}/")
    answer = mark(manage, "merge", 1, 2)
    manage.get(answer.headers["Location"])
    assert "Toilets" in manage.text and "Latrines" in manage.text
    fields = {"ids": "1,2", "lead": "2", "title": "Toilets and latrines", "abstract": "Both.", "action": "merge"}
    assert manage.post(f"{MANAGE}/merge", fields | {"title": ""}).status_code == 422
    assert manage.post(f"{MANAGE}/merge", fields).status_code == 303
    decide(manage, 1, 2)
    (session,) = rows(Session)
    assert session.titles == {"en": "Toilets and latrines"} and session.languages == ["fr", "en"]
    assert {part.person.email for part in session.people} == {"speaker1-0@city.example", "speaker2-0@city.example"}
    assert states() == ["merged", "accepted"]
    manage.post(f"{MANAGE}/announcements/{rows(Announcement)[0].id}/send")
    for address in ("one@city.example", "two@city.example"):
        assert "Toilets and latrines" in mails(address)[0].body
    assert rows(Proposal)[1].title == "Latrines"


def test_a_merged_one_needs_a_lead_that_is_accepted(manage, closed):
    lead, other = building.proposal(closed), building.proposal(closed)
    choosing.merge(lead, [other], "Together", "Both.")
    db.session.commit()
    manage.get(f"{MANAGE}/")
    mark(manage, "decline", 1)
    assert decide(manage, 1, 2).status_code == 422
    assert "not accepted" in manage.text and states() == ["submitted", "submitted"]


def test_only_what_was_seen_is_decided(manage, closed):
    for _number in range(2):
        building.proposal(closed)
    manage.get(f"{MANAGE}/")
    mark(manage, "decline", 1, 2)
    decide(manage, 1)
    assert states() == ["declined", "submitted"]


def test_deciding_at_once_from_many_windows_makes_one_session(app, closed, organiser):
    building.proposal(closed)
    choosing.mark(closed, [1], Decision.ACCEPT)
    db.session.commit()
    number, person = closed.id, organiser.id
    answers = []

    def press():
        with app.app_context():
            try:
                call, by = db.session.get_one(Call, number), db.session.get_one(type(organiser), person)
                choosing.decide(call, {}, by, [1])
                db.session.commit()
                answers.append("done")
            except Refusal as refusal:
                db.session.rollback()
                answers.append(refusal.reason)
            finally:
                db.session.remove()

    threads = [threading.Thread(target=press) for _number in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(map(str, answers)) == ["done", *[Reason.NOTHING_MARKED.value] * 5]
    assert len(rows(Session)) == 1


def test_the_table_to_take_away_holds_scores_and_no_person(manage, closed, reviewers):
    proposal = building.proposal(closed, title="=cmd|' /C calc'!A0", proposer=make.person("who@city.example"))
    building.review(proposal, reviewers[0], 5, 5, comment="Secret thought")
    answer = manage.get(f"{MANAGE}/export.csv")
    text = answer.get_data().decode("utf-8-sig")
    (line,) = csv.DictReader(io.StringIO(text))
    assert line["title"].startswith("'=cmd") and (line["mean"], line["Outcome"]) == ("100.0", "5.0")
    for private in ("who@city.example", "speaker1-0", "Secret", "Rita"):
        assert private not in text
    assert manage.get(f"{MANAGE}/export.xlsx").status_code == 200


def test_only_organisers_choose(client, closed, organiser, reviewers):
    building.proposal(closed)
    building.proposal(closed, state=ProposalState.DRAFT)
    pages = ("", "settings", "criteria", "reviewers", "proposals/1", "proposals/1/withdraw", "decide", "merge?ids=1",
             "export.csv")  # fmt: skip
    for page in pages:
        assert client.get(f"{MANAGE}/{page}").status_code == 303, page
    for person in (make.person(), reviewers[0]):
        browser = Browser(client.app).sign_in(person)
        for page in pages:
            assert browser.get(f"{MANAGE}/{page}").status_code == 403, page
        for page in ("choose", "decide", "merge", "reviewers", "proposals/1/withdraw", "announcements/1/undo"):
            assert browser.post(f"{MANAGE}/{page}", {}).status_code == 403, page
    browser = Browser(client.app).sign_in(organiser)
    assert browser.get(f"{MANAGE}/proposals/1").status_code == 200
    assert browser.get(f"{MANAGE}/proposals/2").status_code == 404


def test_an_organiser_of_another_forum_reaches_nothing(client, closed):
    stranger = make.person()
    other = make.forum("other", organiser=stranger)
    building.call(other)
    number = building.proposal(closed).number
    client.sign_in(stranger)
    assert client.get(f"{MANAGE}/proposals/{number}").status_code == 403
    assert client.get(f"/f/other/manage/call/proposals/{number}").status_code == 404


def test_an_organiser_takes_out_what_should_not_be_there(manage, closed):
    building.proposal(closed)
    manage.get(f"{MANAGE}/proposals/1/withdraw")
    manage.post(f"{MANAGE}/proposals/1/withdraw", follow=True)
    assert states() == ["withdrawn"] and "P01 is withdrawn." in manage.text


def test_dashboard_and_checklist_say_how_things_stand(manage, closed, reviewers):
    building.review(building.proposal(closed), reviewers[0], state=ReviewState.ASSIGNED)
    manage.get("/f/dakar/manage/")
    for words in (
        "Call for sessions 1 proposal",
        "All proposals are reviewed",
        "1 review is still to come.",
        "0 of 1 are.",
    ):
        assert words in manage.text, words


def test_the_table_takes_the_same_queries_with_one_and_three(manage, closed, reviewers):
    counts = []
    for more in (1, 2):
        for _number in range(more):
            proposal = building.proposal(closed)
            for person in reviewers:
                building.review(proposal, person, 3, 3)
        with count_queries() as seen:
            assert manage.get(f"{MANAGE}/").status_code == 200
        counts.append(len(seen))
    assert counts[0] == counts[1]
    assert len(queries.sent_proposals(closed)) == 3

"""Reviewers read, score, and declare conflicts; organisers assign."""

import pytest
import sqlalchemy as sa

from exchange import clock
from exchange.calls import queries, ranking, reviewing
from exchange.calls.models import Review
from exchange.db import db
from exchange.domain.calls import ProposalState, Reason, ReviewState
from exchange.domain.refusal import Refusal
from tests import make
from tests.browser import Browser, path_of
from tests.calls import building
from tests.counting import count_queries

REVIEW = "/f/dakar/review/"
MANAGE = "/f/dakar/manage/call"


def reviews():
    db.session.rollback()
    db.session.expire_all()
    return list(db.session.scalars(sa.select(Review).order_by(Review.proposal_id, Review.reviewer_id)))


def scores_of(call, *scores):
    return {f"score_{each.id}": str(score) for each, score in zip(call.criteria, scores, strict=False)}


def test_assigning_in_one_click_is_even_leaves_out_conflicts_and_tells_each_once(
    client, closed, organiser, reviewers, mails
):
    for number in range(6):
        building.proposal(closed, city=building.city_of(reviewers[0]) if number == 0 else None)
    client.sign_in(organiser)
    client.get(f"{MANAGE}/reviewers")
    client.post(f"{MANAGE}/reviewers", follow=True)
    assert "12 reviews are assigned." in client.text
    found = reviews()
    assert all(sum(each.proposal_id == review.proposal_id for each in found) == 2 for review in found)
    assert [sum(each.reviewer_id == person.id for each in found) for person in reviewers] == [4, 4, 4]
    own = [each.reviewer_id for each in found if each.proposal.number == 1]
    assert reviewers[0].id not in own
    for person in reviewers:
        (mail,) = mails(person.email)
        assert "4 session proposals" in mail.body
    client.post(f"{MANAGE}/reviewers", follow=True)
    assert "Nothing was left to assign" in client.text


def test_without_reviewers_the_organiser_is_told_where_to_add_them(client, closed, organiser):
    building.proposal(closed)
    client.sign_in(organiser)
    client.get(f"{MANAGE}/reviewers")
    assert "Nobody reviews yet" in client.text
    client.post(f"{MANAGE}/reviewers", follow=True)
    assert "Nobody has the duty to review yet" in client.text


def test_by_hand_a_conflict_is_refused_and_who_has_begun_stays(client, closed, organiser, reviewers):
    one, two, own = reviewers
    proposal = building.proposal(closed, city=building.city_of(own))
    building.review(proposal, one, 3, state=ReviewState.DRAFT)
    building.review(proposal, two, state=ReviewState.ASSIGNED)
    client.sign_in(organiser)
    client.get(f"{MANAGE}/proposals/1")
    assert "own city, or named in it" in client.text
    client.post(f"{MANAGE}/proposals/1/reviewers", {"reviewers": [str(own.id)]}, follow=True)
    assert "has a conflict of interest here" in client.text
    client.post(f"{MANAGE}/proposals/1/reviewers", {"reviewers": []})
    assert [each.reviewer_id for each in reviews()] == [one.id]


def test_a_reviewer_scores_saves_submits_and_goes_on_to_the_next(client, closed, reviewers):
    first, second = building.proposal(closed), building.proposal(closed)
    for proposal in (first, second):
        building.review(proposal, reviewers[0], state=ReviewState.ASSIGNED)
    client.sign_in(reviewers[0])
    client.get(REVIEW)
    assert "0 of 2" in client.text and "Review P01" in client.text
    client.get(f"{REVIEW}1")
    assert client.post(f"{REVIEW}1", {"action": "submit", **scores_of(closed, 4)}).status_code == 422
    assert "Please choose a score from 0 to 5." in client.text
    assert client.post(f"{REVIEW}1", {"action": "submit", **scores_of(closed, 6, 1)}).status_code == 422
    assert path_of(client.post(f"{REVIEW}1", {"action": "save", **scores_of(closed, 4)})) == f"{REVIEW}1"
    assert reviews()[0].state is ReviewState.DRAFT
    answer = client.post(f"{REVIEW}1", {"action": "submit", "comment": "Good.", **scores_of(closed, 4, 2)})
    assert path_of(answer) == f"{REVIEW}2"
    assert (reviews()[0].state, reviews()[0].comment) == (ReviewState.SUBMITTED, "Good.")
    answer = client.post(f"{REVIEW}2", {"action": "submit", **scores_of(closed, 0, 5)})
    assert path_of(answer) == REVIEW


def test_nobody_sees_what_others_think_before_they_have_submitted(client, closed, reviewers):
    proposal = building.proposal(closed)
    building.review(proposal, reviewers[0], 5, 5, comment="Brilliant work.")
    building.review(proposal, reviewers[1], state=ReviewState.ASSIGNED)
    client.sign_in(reviewers[1])
    client.get(f"{REVIEW}1")
    assert "Brilliant" not in client.text and "What others think" not in client.text
    client.post(f"{REVIEW}1", {"action": "save", **scores_of(closed, 1, 1)})
    client.get(f"{REVIEW}1")
    assert "Brilliant" not in client.text
    client.post(f"{REVIEW}1", {"action": "submit", **scores_of(closed, 1, 1)})
    client.get(f"{REVIEW}1")
    assert "Brilliant" in client.text and "100 of 100" in client.text
    assert reviewers[0].name not in client.text


def test_a_declared_conflict_erases_the_scores_and_never_counts(client, closed, organiser, reviewers):
    proposal = building.proposal(closed)
    building.review(proposal, reviewers[0], 0, 0)
    building.review(proposal, reviewers[1], 5, 5)
    client.sign_in(reviewers[0])
    client.get(f"{REVIEW}1/conflict")
    assert client.post(f"{REVIEW}1/conflict", {"reason": ""}).status_code == 422
    client.post(f"{REVIEW}1/conflict", {"reason": "My cousin proposes it."}, follow=True)
    mine = reviews()[0]
    assert (mine.state, mine.points, mine.conflict_reason) == (ReviewState.CONFLICT, {}, "My cousin proposes it.")
    (row,) = ranking.rows_of(closed, queries.sent_proposals(closed))
    assert (row.rating.mean, row.rating.reviews, row.rating.conflicts) == (100, 1, 1)
    client.get(f"{REVIEW}1")
    assert client.post(f"{REVIEW}1", {"action": "submit", **scores_of(closed, 0, 0)}).status_code == 422
    client.post(f"{REVIEW}1/conflict/take-back")
    assert reviews()[0].state is ReviewState.ASSIGNED


def test_ones_own_city_is_a_conflict_even_when_it_was_assigned_before(client, closed, reviewers):
    proposal = building.proposal(closed)
    building.review(proposal, reviewers[0], 5, 5)
    building.review(proposal, reviewers[1], 1, 1)
    proposal.city.focal_point_id = reviewers[0].id
    db.session.commit()
    (row,) = ranking.rows_of(closed, queries.sent_proposals(closed))
    assert (row.rating.mean, row.rating.conflicts) == (20, 1)
    client.sign_in(reviewers[0])
    client.get(f"{REVIEW}1")
    assert "This is your own city's proposal" in client.text
    assert client.post(f"{REVIEW}1", {"action": "submit", **scores_of(closed, 5, 5)}).status_code == 422


def test_reviewing_waits_for_the_close_and_ends_with_the_decision(client, call, reviewers):
    proposal = building.proposal(call)
    building.review(proposal, reviewers[0], state=ReviewState.ASSIGNED)
    client.sign_in(reviewers[0])
    client.get(f"{REVIEW}1")
    assert "Reviewing begins when the call closes" in client.text
    assert client.post(f"{REVIEW}1", {"action": "submit", **scores_of(call, 5, 5)}).status_code == 422
    call.closes_at = clock.now()
    proposal.state = ProposalState.DECLINED
    client.get(f"{REVIEW}1")
    assert client.post(f"{REVIEW}1", {"action": "submit", **scores_of(call, 5, 5)}).status_code == 422
    assert "has been decided" in client.text


@pytest.mark.parametrize(("anonymous", "shown"), [(False, True), (True, False)])
def test_names_are_hidden_when_the_review_is_anonymous_and_addresses_always(
    client, closed, reviewers, anonymous, shown
):
    closed.anonymous = anonymous
    proposal = building.proposal(closed, proposer=make.person("who@city.example", family_name="Zwerg"))
    building.review(proposal, reviewers[0], state=ReviewState.ASSIGNED)
    client.sign_in(reviewers[0])
    client.get(f"{REVIEW}1")
    assert ("Speaker 1-0" in client.text) is shown
    assert "speaker1-0@city.example" not in client.text and "Zwerg" not in client.text
    client.get(REVIEW)
    assert "Speaker 1-0" not in client.text


def test_only_the_reviewer_it_was_given_to_opens_it(client, closed, organiser, reviewers):
    building.review(building.proposal(closed), reviewers[0], state=ReviewState.ASSIGNED)
    assert client.get(f"{REVIEW}1").status_code == 303
    expected = {reviewers[0]: (200, 200), reviewers[1]: (200, 404), organiser: (403, 403), make.person(): (403, 403)}
    for person, (listed, opened) in expected.items():
        browser = Browser(client.app).sign_in(person)
        assert browser.get(REVIEW).status_code == listed
        for page in ("1", "1/conflict"):
            assert browser.get(REVIEW + page).status_code == opened, (person, page)
            assert (browser.post(REVIEW + page, {}).status_code in (200, 303, 422)) is (opened == 200)


def test_a_reviewer_reads_the_call_of_a_draft_forum(client, closed, forum, reviewers):
    forum.state = "draft"
    db.session.commit()
    assert client.get("/f/dakar/call").status_code == 404
    assert Browser(client.app).sign_in(reviewers[0]).get(REVIEW).status_code == 200


def test_a_submitted_review_is_saved_whole_or_not_at_all(closed, reviewers):
    review = building.review(building.proposal(closed), reviewers[0], 2, 2)
    with pytest.raises(Refusal) as refused:
        reviewing.save_review(review, {closed.criteria[0].id: 5}, "", submit=False)
    assert refused.value.reason is Reason.SCORES_MISSING
    assert list(review.points.values()) == [2, 2]


def test_the_list_takes_the_same_queries_with_one_and_three(client, closed, reviewers):
    client.sign_in(reviewers[0])
    counts = []
    for more in (1, 2):
        for _number in range(more):
            building.review(building.proposal(closed), reviewers[0], state=ReviewState.ASSIGNED)
        with count_queries() as seen:
            assert client.get(REVIEW).status_code == 200
        counts.append(len(seen))
    assert counts[0] == counts[1], "\n".join(seen)

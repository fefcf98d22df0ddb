"""Calls, proposals and reviews for tests, with sensible values where the test does not care."""

from datetime import timedelta

import sqlalchemy as sa

from exchange import clock
from exchange.agenda.models import Format, SessionRole
from exchange.calls.models import Call, Criterion, Proposal, ProposalPerson, Review, ReviewScore
from exchange.calls.queries import last_number
from exchange.cities.models import City
from exchange.db import db
from exchange.domain.calls import ProposalState, ReviewState
from tests import make


def call(forum, **values):
    """An open call with two criteria, weights 30 and 10."""
    now = clock.now()
    values = {
        "texts": {"en": "Bring lessons.", "fr": "Apportez des leçons."},
        "duties": {"en": "You pay your own travel."},
        "opens_at": now - timedelta(days=10),
        "closes_at": now + timedelta(days=10),
        "formats": {"workshop": 90, "panel": 60},
    } | values
    row = Call(forum_id=forum.id, created_at=now, updated_at=now, **values)
    row.forum = forum
    row.criteria = [
        Criterion(names={"en": "Outcome"}, sentences={"en": "Can they use it?"}, weight=30, position=0),
        Criterion(names={"en": "Inclusion"}, sentences={"en": "Who takes part?"}, weight=10, position=1),
    ]
    return make.save(row)


def proposal(call, *, state=ProposalState.SUBMITTED, proposer=None, city=None, people=1, **values):
    """A proposal of a city of its own with one named speaker."""
    now = clock.now()
    proposer, city = proposer or make.person(), city or make.city()
    number = last_number(call) + 1
    values = {
        "title": f"Proposal {number}",
        "abstract": "What we tried, and what became of it.",
        "format": Format.WORKSHOP,
        "theme_code": "HOU",
        "languages": ["en"],
        "outcome": "A checklist.",
        "consent": True,
    } | values
    row = Proposal(
        call_id=call.id, number=number, proposer_id=proposer.id, city_id=city.id, language="en", state=state,
        created_at=now, updated_at=now, submitted_at=None if state is ProposalState.DRAFT else now, **values,
    )  # fmt: skip
    row.people = [
        ProposalPerson(name=f"Speaker {number}-{place}", email=f"speaker{number}-{place}@city.example", position=place)
        for place in range(people)
    ]
    return make.save(row)


def review(proposal, reviewer, *scores, state=ReviewState.SUBMITTED, **values):
    """A review with a score for each criterion, in their order."""
    now = clock.now()
    row = Review(
        proposal_id=proposal.id, reviewer_id=reviewer.id, state=state, assigned_at=now,
        submitted_at=now if state is ReviewState.SUBMITTED else None, **values,
    )  # fmt: skip
    pairs = zip(proposal.call.criteria, scores, strict=False)
    row.scores = [ReviewScore(criterion_id=each.id, score=score) for each, score in pairs]
    db.session.add(row)
    db.session.commit()
    db.session.expire_all()
    return row


def typed(city, **changes):
    """The form of a proposal as a browser posts it."""
    fields = {
        "title": "Toilets that stay open",
        "language": "en",
        "abstract": "How a co-operative of traders keeps forty toilets clean.",
        "format": "workshop",
        "theme": "WSH-2",
        "city": str(city.id),
        "organisation": "",
        "languages": ["en", "fr"],
        "outcome": "A contract one can copy.",
        "lesson": "The first tender failed.",
        "prior": "",
        "seats": "40",
        "needs": ["movable_chairs"],
        "needs_note": "",
        "people-0-name": "Ama Owusu",
        "people-0-email": "Ama@Kumasi.example",
        "people-0-role": SessionRole.SPEAKER.value,
        "people-0-function": "Planner",
        "people-0-city": "Kumasi (GH)",
        "consent": "y",
        "action": "send",
    }
    return fields | changes


def city_of(person):
    """The city whose focal point somebody is."""
    return db.session.scalars(sa.select(City).where(City.focal_point_id == person.id)).one()

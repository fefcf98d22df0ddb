"""Reads of calls, proposals and reviews, named after the pages that need them."""

from collections.abc import Collection

import sqlalchemy as sa
from sqlalchemy.orm import joinedload, selectinload

from exchange.accounts.models import Person
from exchange.calls.models import Announcement, Call, Proposal, ProposalPerson, Review, body_of
from exchange.cities.models import City
from exchange.db import db
from exchange.domain.calls import COUNTED, ProposalState, ReviewState, Sender
from exchange.domain.delegations import ENDED
from exchange.forums.models import Duty, Forum, ForumDuty
from exchange.registration.models import Gender, Registration

WHOLE = (
    joinedload(Proposal.call).joinedload(Call.forum),
    joinedload(Proposal.proposer),
    joinedload(Proposal.city),
    joinedload(Proposal.session),
    joinedload(Proposal.announcement),
    joinedload(Proposal.lead),
    selectinload(Proposal.people).joinedload(ProposalPerson.city),
)
REVIEWED = (
    selectinload(Proposal.reviews).joinedload(Review.reviewer),
    selectinload(Proposal.reviews).selectinload(Review.scores),
)


def call_of(forum: Forum) -> Call | None:
    """The forum's call with its criteria."""
    wanted = sa.select(Call).where(Call.forum_id == forum.id)
    return db.session.scalar(wanted.options(joinedload(Call.forum), selectinload(Call.criteria)))


def own_proposals(person: Person, call: Call) -> list[Proposal]:
    """What somebody proposed, the newest first; withdrawn ones too."""
    wanted = sa.select(Proposal).where(Proposal.call_id == call.id, Proposal.proposer_id == person.id)
    return list(db.session.scalars(wanted.options(*WHOLE).order_by(Proposal.id.desc())))


def proposal_with(call: Call, number: int) -> Proposal | None:
    """A proposal of a call by its number, with people, reviews and scores."""
    wanted = sa.select(Proposal).where(Proposal.call_id == call.id, Proposal.number == number)
    return db.session.scalar(wanted.options(*WHOLE, *REVIEWED))


def sent_proposals(call: Call) -> list[Proposal]:
    """Everything that was sent and not taken back, with people, reviews and scores, by number."""
    wanted = sa.select(Proposal).where(Proposal.call_id == call.id, Proposal.state.in_(COUNTED))
    return list(db.session.scalars(wanted.options(*WHOLE, *REVIEWED).order_by(Proposal.number)))


def proposals_numbered(call: Call, numbers: Collection[int]) -> list[Proposal]:
    """Sent proposals by number, read afresh."""
    wanted = sa.select(Proposal).where(
        Proposal.call_id == call.id, Proposal.number.in_(numbers), Proposal.state.in_(COUNTED)
    )
    ordered = wanted.options(*WHOLE).order_by(Proposal.number)
    return list(db.session.scalars(ordered.execution_options(populate_existing=True)))


def senders(call: Call, but: int | None) -> list[Sender]:
    """Who has sent a proposal; `but` is the number of a row to leave out."""
    columns = Proposal.id, Proposal.proposer_id, Proposal.city_id, Proposal.organisation
    rows = db.session.execute(sa.select(*columns).where(Proposal.call_id == call.id, Proposal.state.in_(COUNTED)))
    return [Sender(person, body_of(city, name)) for number, person, city, name in rows if number != but]


def drafts_of(call: Call) -> list[Proposal]:
    """Proposals that were begun and not sent."""
    wanted = sa.select(Proposal).where(Proposal.call_id == call.id, Proposal.state == ProposalState.DRAFT)
    return list(db.session.scalars(wanted.options(*WHOLE).order_by(Proposal.number)))


def last_number(call: Call) -> int:
    """The highest number a proposal of the call ever had."""
    return db.session.scalar(sa.select(sa.func.max(Proposal.number)).where(Proposal.call_id == call.id)) or 0


def counts(call: Call) -> dict[ProposalState, int]:
    """How many proposals stand where."""
    wanted = sa.select(Proposal.state, sa.func.count()).where(Proposal.call_id == call.id).group_by(Proposal.state)
    return {row[0]: row[1] for row in db.session.execute(wanted)}


def review_counts(call: Call) -> dict[ReviewState, int]:
    """How many reviews stand where."""
    wanted = sa.select(Review.state, sa.func.count()).join(Review.proposal).group_by(Review.state)
    sent = Proposal.call_id == call.id, Proposal.state.in_(COUNTED)
    return {row[0]: row[1] for row in db.session.execute(wanted.where(*sent))}


def announcements_of(call: Call) -> list[Announcement]:
    """Decisions that were made, the newest first."""
    wanted = sa.select(Announcement).where(Announcement.call_id == call.id)
    return list(db.session.scalars(wanted.order_by(Announcement.id.desc())))


def proposals_told_in(announcement: Announcement) -> list[Proposal]:
    """What an announcement decides."""
    wanted = sa.select(Proposal).where(Proposal.announcement_id == announcement.id)
    return list(db.session.scalars(wanted.options(*WHOLE).order_by(Proposal.number)))


def merged_into(proposals: Collection[Proposal]) -> dict[int, list[Proposal]]:
    """Proposals merged, or meant to be, into each of some, by the number of the lead's row."""
    wanted = sa.select(Proposal).where(Proposal.lead_id.in_([each.id for each in proposals]))
    found: dict[int, list[Proposal]] = {}
    for proposal in db.session.scalars(wanted.options(*WHOLE).order_by(Proposal.number)):
        found.setdefault(proposal.lead_id or 0, []).append(proposal)
    return found


# Reviewers


def reviewers_of(forum: Forum) -> list[Person]:
    """Everybody with the duty to review, by name."""
    wanted = sa.select(Person).join(ForumDuty, ForumDuty.person_id == Person.id)
    duty = ForumDuty.forum_id == forum.id, ForumDuty.duty == Duty.REVIEWER
    return list(db.session.scalars(wanted.where(*duty).order_by(Person.family_name, Person.given_name, Person.id)))


def reviews_of(person: Person, call: Call) -> list[Review]:
    """What somebody is to review, by proposal, with scores; withdrawn proposals are left out."""
    wanted = sa.select(Review).join(Review.proposal).where(Review.reviewer_id == person.id)
    sent = Proposal.call_id == call.id, Proposal.state.in_(COUNTED)
    loaded = (
        joinedload(Review.proposal).joinedload(Proposal.city),
        joinedload(Review.proposal).joinedload(Proposal.call),
        joinedload(Review.proposal).selectinload(Proposal.people),
        selectinload(Review.scores),
    )
    return list(db.session.scalars(wanted.where(*sent).options(*loaded).order_by(Proposal.number)))


def other_reviews(review: Review) -> list[Review]:
    """What the others have submitted about the same proposal, with scores, in no telling order."""
    wanted = sa.select(Review).where(
        Review.proposal_id == review.proposal_id, Review.id != review.id, Review.state == ReviewState.SUBMITTED
    )
    return list(db.session.scalars(wanted.options(selectinload(Review.scores)).order_by(Review.submitted_at)))


def cities_of(people: Collection[int], forum: Forum) -> dict[int, set[int]]:
    """The cities people belong to: registered for at this forum, or whose focal point they are."""
    found: dict[int, set[int]] = {number: set() for number in people}
    registered = sa.select(Registration.person_id, Registration.city_id).where(
        Registration.forum_id == forum.id,
        Registration.person_id.in_(people),
        Registration.city_id.is_not(None),
        Registration.standing.not_in(ENDED),
    )
    focal = sa.select(City.focal_point_id, City.id).where(City.focal_point_id.in_(people))
    for person, city in db.session.execute(registered.union_all(focal)):
        if city is not None:
            found[person].add(city)
    return found


def people_with(emails: Collection[str]) -> dict[str, int]:
    """Numbers of the people with these addresses."""
    rows = db.session.execute(sa.select(Person.email, Person.id).where(Person.email.in_(emails)))
    return {row[0]: row[1] for row in rows}


def genders_at(forum: Forum, emails: Collection[str]) -> dict[str, Gender]:
    """Gender of the people with these addresses who told it when they registered for the forum."""
    wanted = sa.select(Person.email, Registration.gender).join(Registration, Registration.person_id == Person.id)
    told = Registration.forum_id == forum.id, Registration.gender.is_not(None), Person.email.in_(emails)
    return {email: gender for email, gender in db.session.execute(wanted.where(*told)) if gender}

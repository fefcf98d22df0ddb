"""A forum's call for sessions, what cities propose, how reviewers see it, and what was decided."""

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from exchange.accounts.models import Person
from exchange.agenda.models import Format, Session, SessionRole
from exchange.cities.models import City
from exchange.db import Base, Codes, Texts, fk, pk, stored_enum
from exchange.domain.calls import Decision, OnePer, ProposalState, ReviewState
from exchange.domain.text import fold
from exchange.domain.timetable import Need
from exchange.forums.models import Forum
from exchange.practices.models import Subtheme, Theme


def body_of(city_id: int | None, organisation: str) -> int | str:
    """For whom a proposal is: the city's number or, without one, the organisation's folded name."""
    return city_id if city_id is not None else fold(organisation)


class Call(Base):
    """The call of a forum. `formats` holds the length in minutes of each format one may propose."""

    __tablename__ = "session_call"

    id: Mapped[int] = pk()
    forum_id: Mapped[int] = fk("forum.id", ondelete="CASCADE", unique=True, index=False)
    forum: Mapped[Forum] = relationship(init=False)
    texts: Mapped[Texts] = mapped_column(default_factory=dict)
    duties: Mapped[Texts] = mapped_column(default_factory=dict)
    opens_at: Mapped[datetime]
    closes_at: Mapped[datetime]
    # The date that stood there before, when it was changed while drafts lay there.
    closed_before_at: Mapped[datetime | None] = mapped_column(default=None)
    # The closing date of which drafts were reminded.
    reminded_for: Mapped[datetime | None] = mapped_column(default=None)
    formats: Mapped[dict[str, int]] = mapped_column(sa.JSON, default_factory=dict)
    theme_codes: Mapped[Codes] = mapped_column(default_factory=list)
    one_per: Mapped[OnePer] = mapped_column(stored_enum(OnePer), default=OnePer.CITY)
    anonymous: Mapped[bool] = mapped_column(default=False)
    reviews_wanted: Mapped[int] = mapped_column(default=2)
    created_at: Mapped[datetime]
    updated_at: Mapped[datetime]
    criteria: Mapped[list["Criterion"]] = relationship(
        init=False, cascade="all, delete-orphan", order_by="Criterion.position, Criterion.id"
    )

    @property
    def weights(self) -> dict[int, int]:
        """Weight of each criterion by its number."""
        return {criterion.id: criterion.weight for criterion in self.criteria}


class Criterion(Base):
    """Something that reviewers score from 0 to 5; `sentences` say what to look for."""

    __tablename__ = "call_criterion"

    id: Mapped[int] = pk()
    call_id: Mapped[int] = fk("session_call.id", ondelete="CASCADE", default=None)
    names: Mapped[Texts]
    sentences: Mapped[Texts] = mapped_column(default_factory=dict)
    weight: Mapped[int]
    position: Mapped[int]


class Announcement(Base):
    """Decisions made together; people are told when `due_at` has come, and until then it can be undone."""

    __tablename__ = "call_announcement"

    id: Mapped[int] = pk()
    call_id: Mapped[int] = fk("session_call.id", ondelete="CASCADE")
    made_by_id: Mapped[int | None] = fk("person.id", default=None, index=False)
    made_at: Mapped[datetime]
    due_at: Mapped[datetime]
    told_at: Mapped[datetime | None] = mapped_column(default=None)
    undone_at: Mapped[datetime | None] = mapped_column(default=None)


class Proposal(Base):
    """A session that somebody proposes, in the language they wrote it in.

    `mark`, `lead` and the `final_` texts are the organisers' own until they decide; the proposer's words stay as sent.
    """

    __tablename__ = "proposal"
    __table_args__ = (
        sa.UniqueConstraint("call_id", "number"),
        sa.UniqueConstraint("session_id"),
        sa.Index("ix_proposal_state", "call_id", "state"),
    )

    id: Mapped[int] = pk()
    call_id: Mapped[int] = fk("session_call.id", ondelete="CASCADE", index=False)
    call: Mapped[Call] = relationship(init=False)
    number: Mapped[int]
    proposer_id: Mapped[int] = fk("person.id")
    proposer: Mapped[Person] = relationship(init=False, foreign_keys=[proposer_id])
    city_id: Mapped[int | None] = fk("city.id", default=None)
    city: Mapped[City | None] = relationship(init=False)
    organisation: Mapped[str] = mapped_column(sa.String(160), default="")
    language: Mapped[str] = mapped_column(sa.String(8))
    title: Mapped[str] = mapped_column(sa.String(200))
    abstract: Mapped[str] = mapped_column(sa.Text, default="")
    format: Mapped[Format | None] = mapped_column(stored_enum(Format), default=None)
    theme_code: Mapped[str | None] = fk("theme.code", default=None)
    theme: Mapped[Theme | None] = relationship(init=False)
    subtheme_code: Mapped[str | None] = fk("subtheme.code", default=None, index=False)
    subtheme: Mapped[Subtheme | None] = relationship(init=False)
    languages: Mapped[Codes] = mapped_column(default_factory=list)
    outcome: Mapped[str] = mapped_column(sa.Text, default="")
    lesson: Mapped[str] = mapped_column(sa.Text, default="")
    prior: Mapped[str] = mapped_column(sa.Text, default="")
    seats: Mapped[int | None] = mapped_column(default=None)
    needs: Mapped[Codes] = mapped_column(default_factory=list)
    needs_note: Mapped[str] = mapped_column(sa.String(500), default="")
    consent: Mapped[bool] = mapped_column(default=False)
    state: Mapped[ProposalState] = mapped_column(stored_enum(ProposalState), default=ProposalState.DRAFT)
    # Where it stood before the last decision, to come back to.
    state_before: Mapped[ProposalState | None] = mapped_column(stored_enum(ProposalState), default=None)
    mark: Mapped[Decision | None] = mapped_column(stored_enum(Decision), default=None)
    lead_id: Mapped[int | None] = fk("proposal.id", default=None)
    lead: Mapped["Proposal | None"] = relationship(init=False, remote_side="Proposal.id")
    final_title: Mapped[str] = mapped_column(sa.String(200), default="")
    final_abstract: Mapped[str] = mapped_column(sa.Text, default="")
    reason: Mapped[str] = mapped_column(sa.String(1000), default="")
    announcement_id: Mapped[int | None] = fk("call_announcement.id", default=None)
    announcement: Mapped[Announcement | None] = relationship(init=False)
    session_id: Mapped[int | None] = fk("session.id", ondelete="SET NULL", default=None, index=False)
    session: Mapped[Session | None] = relationship(init=False)
    created_at: Mapped[datetime]
    updated_at: Mapped[datetime]
    submitted_at: Mapped[datetime | None] = mapped_column(default=None)
    people: Mapped[list["ProposalPerson"]] = relationship(
        init=False, cascade="all, delete-orphan", order_by="ProposalPerson.position, ProposalPerson.id"
    )
    reviews: Mapped[list["Review"]] = relationship(
        init=False, cascade="all, delete-orphan", order_by="Review.id", back_populates="proposal"
    )

    @property
    def code(self) -> str:
        """'P07', by which people speak of it."""
        return f"P{self.number:02}"

    @property
    def is_pending(self) -> bool:
        """Whether it was decided and its proposer has not been told yet."""
        return self.announcement is not None and self.announcement.told_at is None

    @property
    def told_state(self) -> ProposalState:
        """Where it stands as far as its proposer knows."""
        return (self.state_before or ProposalState.SUBMITTED) if self.is_pending else self.state

    @property
    def body(self) -> int | str:
        """For whom it is: the city's number, or an organisation's folded name."""
        return body_of(self.city_id, self.organisation)

    @property
    def room_needs(self) -> list[Need]:
        """What the room needs, in the order of the form."""
        return [need for need in Need if need.value in self.needs]

    @property
    def minutes(self) -> int:
        """How long the call lets its format last; 0 while it has none."""
        return self.call.formats.get(self.format.value, 0) if self.format else 0


class ProposalPerson(Base):
    """Somebody who is to take part, as the proposer named them."""

    __tablename__ = "proposal_person"

    id: Mapped[int] = pk()
    proposal_id: Mapped[int] = fk("proposal.id", ondelete="CASCADE", default=None)
    name: Mapped[str] = mapped_column(sa.String(240))
    email: Mapped[str] = mapped_column(sa.String(254), default="")
    role: Mapped[SessionRole] = mapped_column(stored_enum(SessionRole), default=SessionRole.SPEAKER)
    function: Mapped[str] = mapped_column(sa.String(160), default="")
    city_id: Mapped[int | None] = fk("city.id", default=None, index=False)
    city: Mapped[City | None] = relationship(init=False)
    position: Mapped[int] = mapped_column(default=0)


class Review(Base):
    """What a reviewer is to look at. A conflict of interest keeps no scores."""

    __tablename__ = "proposal_review"
    __table_args__ = (sa.UniqueConstraint("proposal_id", "reviewer_id"),)

    id: Mapped[int] = pk()
    proposal_id: Mapped[int] = fk("proposal.id", ondelete="CASCADE", index=False)
    proposal: Mapped[Proposal] = relationship(init=False, back_populates="reviews")
    reviewer_id: Mapped[int] = fk("person.id")
    reviewer: Mapped[Person] = relationship(init=False)
    state: Mapped[ReviewState] = mapped_column(stored_enum(ReviewState), default=ReviewState.ASSIGNED)
    comment: Mapped[str] = mapped_column(sa.Text, default="")
    conflict_reason: Mapped[str] = mapped_column(sa.String(500), default="")
    assigned_at: Mapped[datetime]
    submitted_at: Mapped[datetime | None] = mapped_column(default=None)
    scores: Mapped[list["ReviewScore"]] = relationship(
        init=False, cascade="all, delete-orphan", order_by="ReviewScore.criterion_id"
    )

    @property
    def points(self) -> dict[int, int]:
        """Score of each criterion by its number."""
        return {score.criterion_id: score.score for score in self.scores}


class ReviewScore(Base):
    """One criterion's score, 0 to 5."""

    __tablename__ = "proposal_score"
    __table_args__ = (sa.CheckConstraint("score BETWEEN 0 AND 5", name="scale"),)

    review_id: Mapped[int] = mapped_column(
        sa.ForeignKey("proposal_review.id", ondelete="CASCADE"), primary_key=True, default=None
    )
    criterion_id: Mapped[int] = mapped_column(
        sa.ForeignKey("call_criterion.id", ondelete="CASCADE"), primary_key=True, index=True
    )
    score: Mapped[int]

"""Turns the demo's call for sessions into rows: proposals, three reviewers with their scores, what was decided."""

from datetime import UTC, datetime, timedelta
from typing import Any

from exchange.accounts.models import Person
from exchange.agenda.models import Format, SessionRole
from exchange.calls.defaults import usual_criteria, usual_duties
from exchange.calls.models import Announcement, Call, Criterion, Proposal, ProposalPerson, Review, ReviewScore
from exchange.db import db
from exchange.demo.people import ACCOUNTS, focal_points, people
from exchange.demo.reading import tables
from exchange.demo.rows_network import Made
from exchange.domain.calls import Decision, ProposalState, ReviewState
from exchange.forums.models import Duty, Forum, ForumDuty

OPENED = datetime(2026, 9, 5, 8, tzinfo=UTC)
CLOSED = datetime(2026, 10, 20, 18, tzinfo=UTC)
DECIDED = datetime(2026, 11, 5, 15, tzinfo=UTC)
# Who reviews, by the letter or key that stands in the file.
REVIEWERS = {"P03": "P03", "P10": "P10", "F": ACCOUNTS["focal point"]}
LENGTHS = {"side_event": 45, "panel": 90, "workshop": 90, "peer_assist": 90, "action_learning": 90}
OPEN = ("submitted", "draft", "withdrawn")


def make_call(forum: Forum, made: Made) -> None:
    """Adds the call with everything that was proposed, and the duty of the three who review."""
    for key in REVIEWERS.values():
        db.session.add(ForumDuty(forum_id=forum.id, person_id=made.people[key].id, duty=Duty.REVIEWER))
    cells = dict(tables("calls"))
    texts = cells.pop("call")["text"]
    call = _call(forum, texts)
    told = Announcement(
        call_id=call.id, made_by_id=made.people["O1"].id, made_at=DECIDED, due_at=DECIDED, told_at=DECIDED
    )
    db.session.add(told)
    db.session.flush()
    proposals = {code: _proposal(call, code, row, made, told) for code, row in cells.items()}
    db.session.add_all(proposals.values())
    db.session.flush()
    for code, row in cells.items():
        if "lead" in row:
            proposals[code].lead_id = proposals[row["lead"]].id
    db.session.flush()


def _call(forum: Forum, texts: dict[str, str]) -> Call:
    call = Call(
        forum_id=forum.id,
        texts={code: text.strip() for code, text in texts.items()},
        duties=usual_duties(forum),
        opens_at=OPENED,
        closes_at=CLOSED,
        reminded_for=CLOSED,
        formats=LENGTHS,
        created_at=OPENED,
        updated_at=OPENED,
    )
    call.forum = forum
    call.criteria = [
        Criterion(names=each.names, sentences=each.sentences, weight=each.weight, position=place)
        for place, each in enumerate(usual_criteria(forum))
    ]
    db.session.add(call)
    db.session.flush()
    return call


def _proposal(call: Call, code: str, row: dict[str, Any], made: Made, told: Announcement) -> Proposal:
    key = row["by"] if row["by"] in people() else focal_points()[row["by"]]
    decision = row.get("decision", "submitted")
    decided = decision not in OPEN
    proposal = Proposal(
        call_id=call.id,
        number=int(code.removeprefix("P")),
        proposer_id=made.people[key].id,
        city_id=made.cities[people()[key].city].id,
        language=row["language"],
        outcome=row.get("outcome", ""),
        lesson=row.get("lesson", ""),
        prior=row.get("prior", ""),
        seats=row.get("seats"),
        needs=row.get("needs", []),
        consent=decision != "draft",
        state=ProposalState(decision),
        state_before=ProposalState.SUBMITTED if decided else None,
        mark=Decision(row["mark"]) if "mark" in row else None,
        reason=row.get("reason", ""),
        announcement_id=told.id if decided else None,
        created_at=OPENED + timedelta(days=5),
        updated_at=DECIDED if decided else CLOSED - timedelta(days=1),
        submitted_at=None if decision == "draft" else CLOSED - timedelta(days=1),
        **_about(row, made),
    )
    proposal.people = [_speaker(place, city, made) for place, city in enumerate(row.get("speakers", []))]
    proposal.reviews = [_review(call, who, review, made) for who, review in row.get("reviews", {}).items()]
    return proposal


def _about(row: dict[str, Any], made: Made) -> dict[str, Any]:
    """Title, text, format, theme and languages: of the session it became, or as they were typed."""
    if "session" not in row:
        theme = row["theme"]
        return {
            "title": row["title"],
            "abstract": row["abstract"],
            "format": Format(row["format"]),
            "theme_code": theme.split("-")[0],
            "subtheme_code": theme,
            "languages": row["languages"],
        }
    session = made.sessions[row["session"]]
    return {
        "title": session.titles[row["language"]],
        "abstract": session.abstracts[row["language"]],
        "format": session.format,
        "theme_code": session.theme_code,
        "languages": list(session.languages),
        "session_id": session.id,
    }


def _speaker(place: int, city: str, made: Made) -> ProposalPerson:
    """The focal point of a city stands for whom it would send."""
    key = focal_points()[city]
    person: Person = made.people[key]
    return ProposalPerson(
        name=person.name,
        email=person.email,
        role=SessionRole.SPEAKER,
        function=people()[key].function,
        city_id=made.cities[city].id,
        position=place,
    )


def _review(call: Call, who: str, cells: dict[str, Any], made: Made) -> Review:
    state = ReviewState.CONFLICT if "conflict" in cells else ReviewState.ASSIGNED
    scores = cells.get("scores", [])
    review = Review(
        proposal_id=0,
        reviewer_id=made.people[REVIEWERS[who]].id,
        state=ReviewState.SUBMITTED if scores else state,
        comment=cells.get("comment", ""),
        conflict_reason=cells.get("conflict", ""),
        assigned_at=CLOSED,
        submitted_at=CLOSED + timedelta(days=8) if scores else None,
    )
    pairs = zip(call.criteria, scores, strict=False)
    review.scores = [ReviewScore(criterion_id=criterion.id, score=score) for criterion, score in pairs]
    return review

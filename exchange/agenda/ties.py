"""What binds people at a time: seats in sessions, roles in them, and what other rooms know."""

from collections.abc import Collection

from exchange.agenda import queries_seats
from exchange.agenda.signals import engagements
from exchange.domain import programme as published
from exchange.domain.programme import Programme
from exchange.domain.session_seats import Engagement, Tie
from exchange.forums.models import Forum


def ties_of(forum: Forum, programme: Programme, people: Collection[int]) -> dict[int, list[Engagement]]:
    """Everything that binds people, by person id, as it was published; cancelled sessions bind nobody."""
    found: dict[int, list[Engagement]] = {person: [] for person in people}
    if not found:
        return found
    known = {session.guid: session for session in programme.sessions if not session.is_cancelled}
    held = [(person, guid) for person, guid in queries_seats.held_by(forum, people) if guid in known]
    ties = [_tie(person, Tie.SEAT, known[guid]) for person, guid in held]
    ties += [
        _tie(int(part.person), Tie.ROLE, session)
        for session in known.values()
        for part in session.people
        if int(part.person) in found
    ]
    for tie in [*ties, *engagements(forum, people)]:
        found[tie.person].append(tie)
    return found


def _tie(person: int, kind: Tie, session: published.Session) -> Engagement:
    span = (session.starts_at, session.ends_at)
    return Engagement(person, kind, session.code, session.titles, span, session.guid)

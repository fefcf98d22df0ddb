"""What others may want to know about the agenda, and what they add to it."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from blinker import Signal

from exchange.domain.programme import VisitSheet
from exchange.domain.session_seats import Engagement
from exchange.domain.touched import Holding
from exchange.forums.models import Forum

# Sent in the publishing's own transaction (sender: Release; forum=Forum, programme=Programme,
# previous=Programme | None, changes=list[domain.programme_diff.Change]).
release_published = Signal("release published")

# Asked when it is known which published sessions changed (sender: Forum; guids=frozenset of their guids); receivers
# return a list of domain.touched.Holding: who else is to be told, and by what. It must cost no more than a query.
people_touched = Signal("people touched")

# Sent when an agenda is shown or exported (sender: Forum); receivers return the published study visits (VisitSheet)
# that stand beside its sessions. Asked on every request, so the answer must cost no more than a query.
agenda_shown = Signal("agenda shown")

# Sent when it is asked whether an agenda has changed (sender: Forum); receivers return a VisitsState, from one query
# that reads no visit.
agenda_compared = Signal("agenda compared")

# Sent when the draft is checked (sender: Forum); receivers return list[domain.timetable.Outing]: study visits and
# whoever is away on them.
outings_asked = Signal("outings asked")

# Sent when somebody's own agenda is shown (sender: Forum; person=Person); receivers return a list of MyItem.
my_agenda_shown = Signal("my agenda shown")

# Sent when it is decided whether people are free for a session (sender: Forum; people=collection of person ids);
# receivers return list[domain.session_seats.Engagement] of what binds them elsewhere.
engagements_asked = Signal("engagements asked")

# Sent in the change's own transaction when somebody's seat in a session changed (sender: SessionSeat; event=SeatEvent,
# beside=list[Engagement]: what is at the same time, of a choice).
session_seat_changed = Signal("session seat changed")


class SeatEvent(StrEnum):
    """What happened to somebody's seat in a session."""

    TAKEN = "taken"
    OFFERED = "offered"
    OFFER_LAPSED = "offer_lapsed"
    GIVEN_BACK = "given_back"
    TAKEN_BACK = "taken_back"
    SESSION_CANCELLED = "session_cancelled"
    CHOICE_ASKED = "choice_asked"
    CHOICE_LAPSED = "choice_lapsed"


@dataclass(frozen=True)
class VisitsState:
    """What tells one state of the published study visits from another, and when they last changed."""

    mark: str
    changed_at: datetime | None


@dataclass(frozen=True)
class MyItem:
    """Something in somebody's own agenda. `kind` is a word for it ("Study visit"), `note` what to know about it;
    a `tentative` one (a place on a waiting list) overlaps with nothing."""

    starts_at: datetime
    ends_at: datetime
    title: str
    href: str
    kind: str = ""
    place: str = ""
    note: str = ""
    theme: str | None = None
    languages: tuple[str, ...] = ()
    tentative: bool = False


def visits_beside(forum: Forum) -> tuple[VisitSheet, ...]:
    """The published study visits of a forum, by code."""
    found = (visit for visits in answers(agenda_shown, forum) for visit in visits)
    return tuple(sorted(found, key=lambda visit: visit.code))


def visits_state(forum: Forum) -> VisitsState:
    """The state of what visits_beside() would return."""
    found = list(answers(agenda_compared, forum))
    changed = [state.changed_at for state in found if state.changed_at]
    return VisitsState(" ".join(sorted(state.mark for state in found)), max(changed, default=None))


def held_in(forum: Forum, guids: frozenset[str]) -> list[Holding]:
    """What other rooms know of people who hold something in these sessions."""
    return [held for found in answers(people_touched, forum, guids=guids) for held in found]


def answers(signal: Signal, sender: Any, **facts: Any) -> Iterator[Any]:
    """What receivers returned, without those that returned nothing."""
    return (answer for _, answer in signal.send(sender, **facts) if answer)


def engagements(forum: Forum, people: Collection[int]) -> list[Engagement]:
    """What other rooms know to bind people at some time."""
    return [one for found in answers(engagements_asked, forum, people=people) for one in found]

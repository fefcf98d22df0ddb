"""What others may want to know about the agenda, and what they add to it."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from blinker import Signal

from exchange.domain.programme import VisitSheet
from exchange.domain.session_seats import Engagement
from exchange.forums.models import Forum

# Sent in the publishing's own transaction (sender: Release; forum=Forum, programme=Programme,
# previous=Programme | None, changes=list[domain.programme_diff.Change]).
release_published = Signal("release published")

# Sent when an agenda is shown or exported (sender: Forum); receivers return the published study visits (VisitSheet)
# that stand beside its sessions. Asked on every request, so the answer must cost no more than a query.
agenda_shown = Signal("agenda shown")

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


def answers(signal: Signal, sender: Any, **facts: Any) -> Iterator[Any]:
    """What receivers returned, without those that returned nothing."""
    return (answer for _, answer in signal.send(sender, **facts) if answer)


def engagements(forum: Forum, people: Collection[int]) -> list[Engagement]:
    """What other rooms know to bind people at some time."""
    return [one for found in answers(engagements_asked, forum, people=people) for one in found]

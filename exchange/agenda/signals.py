"""What others may want to know about the agenda, and what they add to it."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from blinker import Signal

from exchange.domain.programme import VisitSheet
from exchange.forums.models import Forum

# Sent in the publishing's own transaction (sender: Release; forum=Forum, programme=Programme,
# previous=Programme | None, changes=list[domain.programme_diff.Change]).
release_published = Signal("release published")

# Sent when an agenda is shown or exported (sender: Forum); receivers return the published study visits (VisitSheet)
# that stand beside its sessions. Asked on every request, so the answer must cost no more than a query.
agenda_shown = Signal("agenda shown")

# Sent when the draft is checked (sender: Forum); receivers return list[domain.timetable.Outing]: study visits and
# whoever is away on them.
outings_asked = Signal("outings asked")

# Sent when somebody's own agenda is shown (sender: Forum; person=Person); receivers return a list of MyItem.
my_agenda_shown = Signal("my agenda shown")


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

"""What others add when a forum is shown, and what they are asked about it."""

from dataclasses import dataclass

from blinker import Signal

from exchange.domain.checklist import Step


@dataclass(frozen=True)
class ChecklistItem:
    """A line of the organiser's checklist, in the page's language; `href` is where it is done."""

    step: Step
    text: str
    done: bool
    href: str
    note: str = ""


@dataclass(frozen=True)
class DashboardLink:
    """A room's entrance on the organiser's dashboard; `note` says in a few words how things stand there."""

    text: str
    href: str
    note: str = ""


# Sent when a page of a forum is about to be shown (sender: Forum; person=Person|None; nav=dict to add flags to).
forum_shown = Signal("forum shown")

# Sent when a forum's front page is made (sender: Forum; person=Person|None); receivers return a list of
# cities.signals.Section.
front_shown = Signal("front page shown")

# Sent when the front page says whether one can register (sender: Forum); receivers return the number of places left,
# or None where there is no limit.
places_asked = Signal("places asked")

# Sent in the change's own transaction, with the forum's row locked, when its settings were changed (sender: Forum).
places_changed = Signal("places changed")

# Sent when the organiser's checklist is made (sender: Forum); receivers return list[ChecklistItem].
checklist_asked = Signal("checklist asked")

# Sent when the organiser's dashboard is made (sender: Forum); receivers return list[DashboardLink].
dashboard_shown = Signal("dashboard shown")

# Sent when a forum was made as a copy of another one (sender: the new Forum; source=Forum), in the same transaction.
forum_copied = Signal("forum copied")

# Sent before a room is removed (sender: Room); receivers return list[str]: names of what still takes place there.
room_removal_asked = Signal("room removal asked")

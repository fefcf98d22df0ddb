"""What others add to somebody's registration, and what they want to know about it."""

from dataclasses import dataclass

from blinker import Signal


@dataclass(frozen=True)
class MeTask:
    """Something a person taking part should do, in their language; `href` is a path on this site."""

    text: str
    done: bool
    href: str


# Sent when somebody's tasks are listed, on their page and in mails (sender: Registration); receivers return
# list[MeTask] in the language of the moment. Only asked for those who take part or may still do so.
me_shown = Signal("me shown")

# Sent in the change's own transaction (sender: Registration; before=Standing, mailed=bool). `before` is where it
# stood; the registration already stands elsewhere. A place in the forum is freed when before is APPROVED.
standing_changed = Signal("standing changed")

"""What a proposal is worth, in words: figures of the agenda as it is and as proposed.

Figures speak of all delegates together; where fewer than five said what they want, nothing is counted.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from flask_babel import format_percent, gettext

from exchange.agenda.taking_over import Line
from exchange.domain.programme import Programme, Session
from exchange.forums.models import Room

FEWEST = 5

Row = tuple[str, str, str]


def _(text: str, **facts: object) -> str:
    return str(gettext(text, **facts))


def figure_rows(result: Mapping[str, Any]) -> list[Row]:
    """(name, now, proposed) of each figure."""
    before, after = result["before"], result["after"]
    rows = [(_("Sessions with a place"), str(before["placed"]), str(after["placed"]))]
    if result["delegates"] < FEWEST:
        return rows
    return [
        *rows,
        (_("Wishes met"), _share(before["share_met"]), _share(after["share_met"])),
        (_("Wishes that cannot be met"), str(before["missed"]), str(after["missed"])),
        (
            _("Wishes met, for the tenth of delegates with the least"),
            _share(before["worst_tenth"]),
            _share(after["worst_tenth"]),
        ),
        (_("Times two wished sessions overlap for somebody"), str(before["clashes"]), str(after["clashes"])),
        (_("Sessions wished by more people than the room holds"), str(before["overfull"]), str(after["overfull"])),
    ]  # fmt: skip


def _share(share: float) -> str:
    return str(format_percent(share))


def certificate(result: Mapping[str, Any]) -> str:
    """How good the proposal is at least, where that is known."""
    if result["proven"]:
        return _("It is proven that no change with fewer moves keeps every rule.")
    if result["delegates"] < FEWEST:
        return _("Fewer than five delegates have said which sessions they want, so wishes are not counted.")
    if result["gap"] == 0:
        return _("It is proven that no agenda with these rules has fewer clashes of wishes.")
    if result["gap"] is not None:
        return _(
            "It is proven that no agenda with these rules has more than %(share)s fewer clashes of wishes.",
            share=_share(result["gap"]),
        )
    return ""


def release_changes(programme: Programme | None, lines: Sequence[Line], rooms: Mapping[int, Room]) -> int:
    """How many of the moved sessions people would find elsewhere than the newest release says."""
    seen = {session.guid: session for session in programme.sessions} if programme else {}
    return sum(_moves(seen, line, rooms) for line in lines)


def _moves(seen: Mapping[str, Session], line: Line, rooms: Mapping[int, Room]) -> bool:
    session = seen.get(line.row.guid) if line.row else None
    if session is None or line.spot is None:
        return False
    room = rooms.get(line.spot.room or 0)
    return (session.starts_at, session.room) != (line.spot.time.starts_at, room.code if room else None)

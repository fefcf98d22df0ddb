"""What a draft becomes when an earlier release is put back into it."""

from collections.abc import Collection
from dataclasses import dataclass, replace

from exchange.domain.programme import Programme, Room, Session
from exchange.domain.programme_diff import Change, changes


@dataclass(frozen=True)
class Restoration:
    """`sessions`: what the draft then says of the release's sessions.

    `changed`: placed sessions that are not what they were (before: the draft, after: the release).
    `back`: sessions of the release that were deleted since. `again`: those that lie in the tray now.
    `to_tray`: placed sessions that the release does not know. `lost_rooms`: rooms of the release that are gone.
    """

    sessions: tuple[Session, ...] = ()
    changed: tuple[Change, ...] = ()
    back: tuple[Session, ...] = ()
    again: tuple[Session, ...] = ()
    to_tray: tuple[Session, ...] = ()
    lost_rooms: tuple[Room, ...] = ()
    pauses: bool = False

    @property
    def does_nothing(self) -> bool:
        """Whether the draft says already what the release says."""
        return not (self.changed or self.back or self.again or self.to_tray or self.pauses)


def restoration(draft: Programme, tray: Collection[str], release: Programme) -> Restoration:
    """`draft` holds the placed sessions, `tray` the guids of the others.

    Rooms of the release that the forum no longer has are left out: their sessions come back without one.
    What was cancelled then and is deleted now stays away.
    """
    rooms = {room.code for room in draft.rooms}
    lost = tuple(room for room in release.rooms if room.code not in rooms)
    placed = {session.guid for session in draft.sessions}
    kept = (s for s in release.in_order if not s.is_cancelled or s.guid in placed or s.guid in tray)
    wanted = tuple(s if s.room in rooms else replace(s, room=None) for s in kept)
    there = tuple(session for session in wanted if session.guid in placed)
    used = {session.room for session in release.sessions}
    known = {session.guid for session in wanted}
    return Restoration(
        sessions=wanted,
        changed=_changed(draft, replace(release, sessions=there)),
        back=tuple(s for s in wanted if s.guid not in placed and s.guid not in tray),
        again=tuple(s for s in wanted if s.guid in tray),
        to_tray=tuple(session for session in draft.in_order if session.guid not in known),
        lost_rooms=tuple(room for room in lost if room.code in used),
        pauses=draft.pauses != release.pauses,
    )


def _changed(draft: Programme, wanted: Programme) -> tuple[Change, ...]:
    both = {session.guid for session in wanted.sessions}
    before = replace(draft, sessions=tuple(s for s in draft.sessions if s.guid in both))
    return tuple(changes(before, wanted))

"""Whom a release concerns, and why: nobody else is written to about it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from exchange.domain.programme import Programme, Session
from exchange.domain.programme_diff import Change, ChangeKind, changes


class Tie(StrEnum):
    """What binds somebody to a session, the strongest first."""

    ROLE = "role"
    SEAT = "seat"
    MUST = "must"
    WISH = "wish"


@dataclass(frozen=True)
class Holding:
    """Somebody wishes a session or holds a seat in it; `person` is the number of their row."""

    guid: str
    person: int
    tie: Tie


@dataclass(frozen=True)
class Touch:
    """A changed session that concerns somebody. `was` and `now` are their roles before and after;
    `tie` is the strongest bond that is left, or ROLE when the last one has just gone."""

    change: Change
    tie: Tie
    was: tuple[str, ...] = ()
    now: tuple[str, ...] = ()

    @property
    def left(self) -> bool:
        """Whether they were in the session and have nothing to do with it any more."""
        return self.tie is Tie.ROLE and not self.now

    @property
    def joined(self) -> bool:
        """Whether they have a role now and had none."""
        return bool(self.now) and not self.was

    @property
    def is_off(self) -> bool:
        """Whether it goes out of their calendar."""
        return self.left or self.change.after.is_cancelled


def told_changes(previous: Programme | None, current: Programme, now: datetime) -> list[Change]:
    """The changes people are written to about; before the first telling, every session is new.

    What is over, before and after the change, is nobody's concern any more.
    """
    if previous is None:
        found = [Change((ChangeKind.NEW,), None, one) for one in current.in_order if not one.is_cancelled]
    else:
        found = changes(previous, current)
    return [change for change in found if _last_end(change) > now]


def touches(told: Iterable[Change], holdings: Iterable[Holding]) -> dict[int, tuple[Touch, ...]]:
    """The changed sessions that concern each person, by the person's number, in the order of the changes.

    Somebody with a role, before or after, learns of everything; somebody with a seat or a wish of all
    but revised descriptions.
    """
    held = _strongest(holdings)
    found: dict[int, list[Touch]] = {}
    for change in told:
        was, now = _roles(change.before), _roles(change.after)
        bonds = held.get(change.guid, {}) if change.kinds != (ChangeKind.DETAILS,) else {}
        for person in sorted({*was, *now, *bonds}):
            tie = Tie.ROLE if person in now or person not in bonds else bonds[person]
            touch = Touch(change, tie, was.get(person, ()), now.get(person, ()))
            found.setdefault(person, []).append(touch)
    return {person: tuple(concerned) for person, concerned in found.items()}


def counted(concerned: Mapping[int, tuple[Touch, ...]]) -> dict[Tie, int]:
    """How many people are written to by what binds them most; a must counts as a wish."""
    order = list(Tie)
    counts = dict.fromkeys((Tie.ROLE, Tie.SEAT, Tie.WISH), 0)
    for found in concerned.values():
        tie = min((touch.tie for touch in found), key=order.index)
        counts[Tie.WISH if tie is Tie.MUST else tie] += 1
    return counts


def _last_end(change: Change) -> datetime:
    return max(change.after.ends_at, change.before.ends_at if change.before else change.after.ends_at)


def _roles(session: Session | None) -> dict[int, tuple[str, ...]]:
    """Roles by person. A contributor's key is the number of the person's row."""
    found: dict[int, tuple[str, ...]] = {}
    for part in session.people if session else ():
        found[int(part.person)] = (*found.get(int(part.person), ()), part.role)
    return found


def _strongest(holdings: Iterable[Holding]) -> dict[str, dict[int, Tie]]:
    order = list(Tie)
    found: dict[str, dict[int, Tie]] = {}
    for held in sorted(holdings, key=lambda one: order.index(one.tie)):
        found.setdefault(held.guid, {}).setdefault(held.person, held.tie)
    return found

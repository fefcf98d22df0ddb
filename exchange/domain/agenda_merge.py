"""Taking a plan over into an agenda that people went on editing: what still fits goes in, the rest is shown."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from exchange.domain.agenda_instance import Spot
from exchange.domain.agenda_items import minutes_of
from exchange.domain.timetable import Clash, Facts, Placed, Waiting
from exchange.domain.timetable_check import Timetable


@dataclass(frozen=True)
class Merge:
    """`fits` are the spots that can be taken over together; `refused` the others, with what each would clash with."""

    fits: dict[int, Spot]
    refused: dict[int, list[Clash]] = field(default_factory=dict)


def what_fits(facts: Facts, spots: Mapping[int, Spot]) -> Merge:
    """The most of a plan that can be taken over without a clash that blocks.

    Sessions are moved all at once, because two may change places. While something blocks, those concerned stay where
    they are, and the rest is asked again: whoever wanted their place may have to stay too.
    """
    known = {one.key for one in facts.sessions}
    fits = {key: spot for key, spot in spots.items() if key in known}
    refused: dict[int, list[Clash]] = {}
    while fits:
        blocking = _blocking(facts, fits)
        if not blocking:
            break
        for key in blocking:
            del fits[key]
        refused |= blocking
    return Merge(fits, refused)


def with_spots(facts: Facts, spots: Mapping[int, Spot]) -> Facts:
    """The agenda as it would be."""
    return replace(facts, sessions=[_at(one, spots[one.key]) if one.key in spots else one for one in facts.sessions])


def _at(one: Placed | Waiting, spot: Spot) -> Placed:
    # An agenda may have been given another length meanwhile: a session keeps the one it has.
    return replace(one.at(spot.time.starts_at, minutes_of(one)), room=spot.room)


def _blocking(facts: Facts, fits: Mapping[int, Spot]) -> dict[int, list[Clash]]:
    """The moved sessions that clash in a way that blocks, by key."""
    found: dict[int, list[Clash]] = {}
    for clash in Timetable(with_spots(facts, fits)).clashes():
        if clash.blocks:
            for one in clash.sessions:
                if one.key in fits:
                    found.setdefault(one.key, []).append(clash)
    return found

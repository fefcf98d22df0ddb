"""Adds, removes and moves the stops of a form as it was typed: nothing is read, so nothing can be lost."""

import re
from collections import defaultdict

from werkzeug.datastructures import MultiDict

from exchange.domain.visit_route import MAX_STOPS

Entry = dict[str, list[str]]
_NAME = re.compile(r"(stops|legs)-(\d{1,3})-(.+)")


def rearranged(formdata: MultiDict[str, str], order: str) -> MultiDict[str, str]:
    """The form after an order of one of its buttons: 'add:2' (after stop 2), 'remove:2', 'up:2', 'down:2'."""
    verb, _, text = order.partition(":")
    place = int(text) if text.isdecimal() else -1
    rest, stops, legs = _parted(formdata)
    if 0 <= place < len(stops):
        _carry_out(verb, place, stops, legs)
    return _joined(rest, stops, legs)


def _parted(formdata: MultiDict[str, str]) -> tuple[dict[str, list[str]], list[Entry], list[Entry]]:
    rest: dict[str, list[str]] = {}
    found: dict[str, dict[int, Entry]] = {"stops": defaultdict(dict), "legs": defaultdict(dict)}
    for name, values in formdata.lists():
        if match := _NAME.fullmatch(name):
            found[match[1]][int(match[2])][match[3]] = values
        else:
            rest[name] = values
    stops, legs = ([entries[number] for number in sorted(entries)] for entries in found.values())
    return rest, stops, legs


def _carry_out(verb: str, place: int, stops: list[Entry], legs: list[Entry]) -> None:
    if verb == "add" and len(stops) < MAX_STOPS:
        # After the last stop means before it: the visit comes back to where it ends.
        place = min(place, len(stops) - 2) if len(stops) > 1 else place
        stops.insert(place + 1, {"form": ["talk"]})
        legs.insert(min(place + 1, len(legs)), {"mode": ["coach"]})
    elif verb == "remove" and len(stops) > 2:
        del stops[place]
        if legs:
            del legs[min(place, len(legs) - 1)]
    elif verb == "up" and place > 0:
        stops[place - 1], stops[place] = stops[place], stops[place - 1]
    elif verb == "down" and place < len(stops) - 1:
        stops[place + 1], stops[place] = stops[place], stops[place + 1]


def _joined(rest: dict[str, list[str]], stops: list[Entry], legs: list[Entry]) -> MultiDict[str, str]:
    joined: MultiDict[str, str] = MultiDict()
    for name, values in rest.items():
        joined.setlist(name, values)
    for kind, entries in (("stops", stops), ("legs", legs)):
        for number, entry in enumerate(entries):
            for name, values in entry.items():
                joined.setlist(f"{kind}-{number}-{name}", values)
    return joined

"""What clashes over a room, in a sentence each."""

from zoneinfo import ZoneInfo

from exchange.agenda.clash_parts import HIDDEN_BELOW, called, facts_of, pair, room_of
from exchange.agenda.moments import _, moment, span
from exchange.domain.timetable import Clash, Need, Placed
from exchange.i18n import language_name, word


def room_twice(clash: Clash, zone: ZoneInfo, own: int | None) -> str:
    room = room_of(clash)
    if own is not None and (other := clash.beside(own)):
        return _("Room %(room)s has %(code)s “%(title)s” %(time)s.", room=room, **facts_of(other, zone))
    first, second = clash.sessions
    return _(
        "Room %(room)s has both %(first)s “%(first_title)s” %(first_time)s and %(second)s “%(second_title)s” "
        "%(second_time)s.",
        room=room, first=first.code, first_title=first.title, first_time=span(first.starts_at, first.ends_at, zone),
        second=second.code, second_title=second.title,
        second_time=span(second.starts_at, second.ends_at, zone),
    )  # fmt: skip


def no_room(clash: Clash, zone: ZoneInfo, own: int | None) -> str:
    one = clash.sessions[0]
    return _("%(code)s “%(title)s” has a time but no room.", code=one.code, title=one.title)


def too_small(clash: Clash, zone: ZoneInfo, own: int | None) -> str:
    code = clash.sessions[0].code
    return _(
        "%(code)s expects %(seats)s people; %(room)s holds %(capacity)s.", code=code, room=room_of(clash), **clash.facts
    )


def too_small_for_wishes(clash: Clash, zone: ZoneInfo, own: int | None) -> str:
    code = called(clash.sessions[0])
    if clash.facts["wishes"] < HIDDEN_BELOW:
        return _("More people want %(code)s than %(room)s holds.", code=code, room=room_of(clash))
    return _(
        "%(wishes)s people want %(code)s; %(room)s holds %(capacity)s.", code=code, room=room_of(clash), **clash.facts
    )


def room_out(clash: Clash, zone: ZoneInfo, own: int | None) -> str:
    outage = clash.facts["outage"]
    facts = {
        "code": called(clash.sessions[0]),
        "room": room_of(clash),
        "start": moment(outage.starts_at, zone),
        "end": moment(outage.ends_at, zone),
    }
    if outage.reason:
        facts["reason"] = outage.reason
        return _("%(code)s: %(room)s cannot be used from %(start)s to %(end)s (%(reason)s).", **facts)
    return _("%(code)s: %(room)s cannot be used from %(start)s to %(end)s.", **facts)


def setup_short(clash: Clash, zone: ZoneInfo, own: int | None) -> str:
    first, second = clash.sessions
    return _(
        "In %(room)s the chairs move from “%(before)s” to “%(after)s” between %(first)s and %(second)s: that takes "
        "%(needed)s minutes, there are %(minutes)s.",
        room=room_of(clash), before=_layout(first), after=_layout(second),
        needed=clash.facts["needed"], minutes=clash.facts["minutes"], **pair(clash, zone),
    )  # fmt: skip


def _layout(one: Placed) -> str:
    return word(one.layout) if one.layout else ""


def access(clash: Clash, zone: ZoneInfo, own: int | None) -> str:
    """Never for whom, nor why."""
    facts = {"code": called(clash.sessions[0]), "room": room_of(clash)}
    missing = set(clash.facts["missing"])
    if missing == {Need.STEP_FREE}:
        return _("%(code)s needs a step-free room; %(room)s has a step.", **facts)
    if missing == {Need.HEARING_LOOP}:
        return _("%(code)s needs a room with a hearing loop; %(room)s has none.", **facts)
    return _("%(code)s needs a step-free room with a hearing loop; %(room)s is neither.", **facts)


def feature_missing(clash: Clash, zone: ZoneInfo, own: int | None) -> str:
    missing = ", ".join(word(Need(need)) for need in clash.facts["missing"])
    return _("%(code)s needs: %(needs)s. %(room)s does not have it.", code=called(clash.sessions[0]), needs=missing,
             room=room_of(clash))  # fmt: skip


def booth_missing(clash: Clash, zone: ZoneInfo, own: int | None) -> str:
    languages = ", ".join(language_name(code) for code in clash.facts["missing"])
    code = clash.sessions[0].code
    return _(
        "%(code)s needs a booth for %(languages)s; %(room)s has none.",
        code=code, languages=languages, room=room_of(clash),
    )  # fmt: skip

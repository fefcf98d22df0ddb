"""What clashes, in a sentence each, with names: both sessions, the reason, and who."""

from collections.abc import Callable
from zoneinfo import ZoneInfo

from flask_babel import ngettext

from exchange.agenda.models import SessionRole
from exchange.agenda.moments import _, clock, day_name, moment, span
from exchange.domain.timetable import Clash, ClashKind, Need, Placed
from exchange.i18n import language_name, word

# Fewer delegates than this are not counted in public: a number would point at people.
HIDDEN_BELOW = 5


def clash_sentence(clash: Clash, zone: ZoneInfo, own: int | None = None) -> str:
    """What clashes, with names. `own`: key of the session being edited, which need not be named again."""
    return _SAY[clash.kind](clash, zone, own)


def _facts(one: Placed, zone: ZoneInfo) -> dict[str, str]:
    return {"code": one.code, "title": one.title, "time": span(one.starts_at, one.ends_at, zone)}


def _named(one: Placed, zone: ZoneInfo) -> str:
    """'S02 “Title” (09:00–10:00)'."""
    return _("%(code)s “%(title)s” (%(time)s)", **(_facts(one, zone) | {"code": _called(one)}))


def _pair(clash: Clash, zone: ZoneInfo) -> dict[str, str]:
    first, second = clash.sessions
    return {"first": _named(first, zone), "second": _named(second, zone)}


def _called(one: Placed) -> str:
    """A session's code; one that is not saved yet has none."""
    return one.code or _("The session")


def _codes(clash: Clash) -> str:
    return ", ".join(_called(one) for one in clash.sessions)


def _room(clash: Clash) -> str:
    return clash.room.name if clash.room else ""


def _name(clash: Clash) -> str:
    return clash.person.name if clash.person else ""


def _hours(minutes: int) -> str:
    """'6 h', '6 h 45'."""
    whole, rest = divmod(minutes, 60)
    return _("%(hours)s h %(minutes)s", hours=whole, minutes=f"{rest:02}") if rest else _("%(hours)s h", hours=whole)


# Rooms


def _room_twice(clash: Clash, zone: ZoneInfo, own: int | None) -> str:
    room = _room(clash)
    if own is not None and (other := clash.beside(own)):
        return _("Room %(room)s has %(code)s “%(title)s” %(time)s.", room=room, **_facts(other, zone))
    first, second = clash.sessions
    return _(
        "Room %(room)s has both %(first)s “%(first_title)s” %(first_time)s and %(second)s “%(second_title)s” "
        "%(second_time)s.",
        room=room, first=first.code, first_title=first.title, first_time=span(first.starts_at, first.ends_at, zone),
        second=second.code, second_title=second.title,
        second_time=span(second.starts_at, second.ends_at, zone),
    )  # fmt: skip


def _no_room(clash: Clash, zone: ZoneInfo, own: int | None) -> str:
    one = clash.sessions[0]
    return _("%(code)s “%(title)s” has a time but no room.", code=one.code, title=one.title)


def _too_small(clash: Clash, zone: ZoneInfo, own: int | None) -> str:
    code = clash.sessions[0].code
    return _(
        "%(code)s expects %(seats)s people; %(room)s holds %(capacity)s.", code=code, room=_room(clash), **clash.facts
    )


def _too_small_for_wishes(clash: Clash, zone: ZoneInfo, own: int | None) -> str:
    code = _called(clash.sessions[0])
    if clash.facts["wishes"] < HIDDEN_BELOW:
        return _("More people want %(code)s than %(room)s holds.", code=code, room=_room(clash))
    return _(
        "%(wishes)s people want %(code)s; %(room)s holds %(capacity)s.", code=code, room=_room(clash), **clash.facts
    )


def _room_out(clash: Clash, zone: ZoneInfo, own: int | None) -> str:
    outage = clash.facts["outage"]
    facts = {
        "code": _called(clash.sessions[0]),
        "room": _room(clash),
        "start": moment(outage.starts_at, zone),
        "end": moment(outage.ends_at, zone),
    }
    if outage.reason:
        facts["reason"] = outage.reason
        return _("%(code)s: %(room)s cannot be used from %(start)s to %(end)s (%(reason)s).", **facts)
    return _("%(code)s: %(room)s cannot be used from %(start)s to %(end)s.", **facts)


def _setup_short(clash: Clash, zone: ZoneInfo, own: int | None) -> str:
    first, second = clash.sessions
    return _(
        "In %(room)s the chairs move from “%(before)s” to “%(after)s” between %(first)s and %(second)s: that takes "
        "%(needed)s minutes, there are %(minutes)s.",
        room=_room(clash), before=_layout(first), after=_layout(second),
        needed=clash.facts["needed"], minutes=clash.facts["minutes"], **_pair(clash, zone),
    )  # fmt: skip


def _layout(one: Placed) -> str:
    return word(one.layout) if one.layout else ""


def _access(clash: Clash, zone: ZoneInfo, own: int | None) -> str:
    """Never for whom, nor why."""
    facts = {"code": _called(clash.sessions[0]), "room": _room(clash)}
    missing = set(clash.facts["missing"])
    if missing == {Need.STEP_FREE}:
        return _("%(code)s needs a step-free room; %(room)s has a step.", **facts)
    if missing == {Need.HEARING_LOOP}:
        return _("%(code)s needs a room with a hearing loop; %(room)s has none.", **facts)
    return _("%(code)s needs a step-free room with a hearing loop; %(room)s is neither.", **facts)


def _feature_missing(clash: Clash, zone: ZoneInfo, own: int | None) -> str:
    missing = ", ".join(word(Need(need)) for need in clash.facts["missing"])
    return _("%(code)s needs: %(needs)s. %(room)s does not have it.", code=_called(clash.sessions[0]), needs=missing,
             room=_room(clash))  # fmt: skip


def _booth_missing(clash: Clash, zone: ZoneInfo, own: int | None) -> str:
    languages = ", ".join(language_name(code) for code in clash.facts["missing"])
    code = clash.sessions[0].code
    return _(
        "%(code)s needs a booth for %(languages)s; %(room)s has none.",
        code=code, languages=languages, room=_room(clash),
    )  # fmt: skip


# People


def _person_twice(clash: Clash, zone: ZoneInfo, own: int | None) -> str:
    name = _name(clash)
    if "outing" in clash.facts:
        return _leads_visit(clash, zone)
    if own is not None and (other := clash.beside(own)):
        facts = {"name": name, **_facts(other, zone)}
        if clash.role_in(other) == SessionRole.CHAIR:
            return _("%(name)s chairs %(code)s “%(title)s” at that time (%(time)s).", **facts)
        return _("%(name)s takes part in %(code)s “%(title)s” at that time (%(time)s).", **facts)
    first, second = clash.sessions
    return _(
        "%(name)s is needed in %(first)s %(first_time)s and in %(second)s %(second_time)s.",
        name=name, first=first.code, first_time=span(first.starts_at, first.ends_at, zone),
        second=second.code, second_time=span(second.starts_at, second.ends_at, zone),
    )  # fmt: skip


def _visit_facts(clash: Clash, zone: ZoneInfo) -> dict[str, str]:
    outing = clash.facts["outing"]
    visit_time = span(outing.starts_at, outing.ends_at, zone)
    session = _named(clash.sessions[0], zone)
    return {"name": _name(clash), "session": session, "visit": outing.name, "visit_time": visit_time}


def _leads_visit(clash: Clash, zone: ZoneInfo) -> str:
    return _(
        "%(name)s is needed in %(session)s and leads study visit %(visit)s (%(visit_time)s).",
        **_visit_facts(clash, zone),
    )


def _visit_seat(clash: Clash, zone: ZoneInfo, own: int | None) -> str:
    return _(
        "%(name)s is needed in %(session)s and has a seat on study visit %(visit)s (%(visit_time)s).",
        **_visit_facts(clash, zone),
    )


def _city_twice(clash: Clash, zone: ZoneInfo, own: int | None) -> str:
    return _("%(city)s takes part in both %(first)s and %(second)s.", city=_name(clash), **_pair(clash, zone))


def _absence(clash: Clash, zone: ZoneInfo, own: int | None) -> str:
    away = clash.facts["away"]
    return _(
        "%(name)s is needed in %(session)s but is away from %(start)s to %(end)s.",
        name=_name(clash), session=_named(clash.sessions[0], zone),
        start=moment(away.starts_at, zone), end=moment(away.ends_at, zone),
    )  # fmt: skip


def _vip_gap(clash: Clash, zone: ZoneInfo, own: int | None) -> str:
    return _(
        "%(name)s has %(minutes)s minutes between %(first)s and %(second)s and should have %(needed)s.",
        name=_name(clash), minutes=clash.facts["minutes"], needed=clash.facts["needed"], **_pair(clash, zone),
    )  # fmt: skip


def _walking_short(clash: Clash, zone: ZoneInfo, own: int | None) -> str:
    start, end = clash.facts["sites"]
    return _(
        "%(name)s has %(minutes)s minutes from %(first)s to %(second)s; the way from %(start)s to %(end)s takes "
        "%(needed)s.",
        name=_name(clash), minutes=clash.facts["minutes"], needed=clash.facts["needed"], start=start, end=end,
        **_pair(clash, zone),
    )  # fmt: skip


def _teams_short(clash: Clash, zone: ZoneInfo, own: int | None) -> str:
    return _(
        "%(sessions)s run at the same time and need %(needed)s teams for %(language)s; there are %(teams)s.",
        sessions=_codes(clash), language=language_name(clash.facts["language"]), needed=clash.facts["needed"],
        teams=clash.facts["teams"],
    )  # fmt: skip


def _team_hours(clash: Clash, zone: ZoneInfo, own: int | None) -> str:
    day = day_name(clash.sessions[0].starts_at.astimezone(zone).date())
    return _(
        "%(day)s: %(language)s is interpreted for %(needed)s (%(sessions)s); the teams may work %(allowed)s.",
        day=day, language=language_name(clash.facts["language"]), needed=_hours(clash.facts["minutes"]),
        sessions=_codes(clash), allowed=_hours(clash.facts["allowed"]),
    )  # fmt: skip


# Sessions beside each other


def _series(clash: Clash, zone: ZoneInfo, own: int | None) -> str:
    series = clash.sessions[0].series
    return _("%(first)s and %(second)s belong to the series “%(series)s” and overlap.", series=series,
             **_pair(clash, zone))  # fmt: skip


def _order(clash: Clash, zone: ZoneInfo, own: int | None) -> str:
    follows = next(one for one in clash.sessions if one.key == clash.facts["follows"])
    before = clash.beside(follows.key) or follows
    return _("%(after)s must come after %(before)s.", after=_named(follows, zone), before=_named(before, zone))


def _exclusive(clash: Clash, zone: ZoneInfo, own: int | None) -> str:
    alone = next(one for one in clash.sessions if one.exclusive)
    other = clash.beside(alone.key) or alone
    return _("%(other)s runs beside %(alone)s, beside which nothing should run.",
             other=_named(other, zone), alone=_named(alone, zone))  # fmt: skip


def _wish_clash(clash: Clash, zone: ZoneInfo, own: int | None) -> str:
    delegates = clash.facts["delegates"]
    if delegates < HIDDEN_BELOW:
        return _("Fewer than five delegates want both %(first)s and %(second)s.", **_pair(clash, zone))
    return str(
        ngettext(
            "%(num)s delegate wants both %(first)s and %(second)s.",
            "%(num)s delegates want both %(first)s and %(second)s.",
            delegates,
            **_pair(clash, zone),
        )
    )


# Times


def _outside(clash: Clash, zone: ZoneInfo, own: int | None) -> str:
    one = clash.sessions[0]
    day = day_name(one.starts_at.astimezone(zone).date())
    return _("%(code)s is on %(day)s: that is no day of the forum.", code=_called(one), day=day)


def _backwards(clash: Clash, zone: ZoneInfo, own: int | None) -> str:
    return _("%(code)s ends before it starts.", code=_called(clash.sessions[0]))


def _past_midnight(clash: Clash, zone: ZoneInfo, own: int | None) -> str:
    one = clash.sessions[0]
    time = span(one.starts_at, one.ends_at, zone)
    return _(
        "%(code)s goes on past midnight (%(time)s). It must end on the day it starts.", code=_called(one), time=time
    )


def _in_pause(clash: Clash, zone: ZoneInfo, own: int | None) -> str:
    one, pause = clash.sessions[0], clash.facts["pause"]
    return _(
        "%(code)s (%(time)s) takes place during “%(pause)s” (%(pause_time)s).",
        code=_called(one), time=span(one.starts_at, one.ends_at, zone),
        pause=pause.name, pause_time=span(pause.starts_at, pause.ends_at, zone),
    )  # fmt: skip


def _outside_allowed(clash: Clash, zone: ZoneInfo, own: int | None) -> str:
    one = clash.sessions[0]
    times = "; ".join(f"{moment(each.starts_at, zone)}–{clock(each.ends_at, zone)}" for each in one.allowed)
    return _("%(session)s may only take place then: %(times)s.", session=_named(one, zone), times=times)


_SAY: dict[ClashKind, Callable[[Clash, ZoneInfo, int | None], str]] = {
    ClashKind.ROOM_TWICE: _room_twice,
    ClashKind.PERSON_TWICE: _person_twice,
    ClashKind.CITY_TWICE: _city_twice,
    ClashKind.ABSENCE: _absence,
    ClashKind.VISIT_SEAT: _visit_seat,
    ClashKind.VIP_GAP: _vip_gap,
    ClashKind.WALKING_SHORT: _walking_short,
    ClashKind.NO_ROOM: _no_room,
    ClashKind.TOO_SMALL: _too_small,
    ClashKind.TOO_SMALL_FOR_WISHES: _too_small_for_wishes,
    ClashKind.ROOM_OUT: _room_out,
    ClashKind.SETUP_SHORT: _setup_short,
    ClashKind.ACCESS: _access,
    ClashKind.FEATURE_MISSING: _feature_missing,
    ClashKind.BOOTH_MISSING: _booth_missing,
    ClashKind.TEAMS_SHORT: _teams_short,
    ClashKind.TEAM_HOURS: _team_hours,
    ClashKind.SERIES: _series,
    ClashKind.ORDER: _order,
    ClashKind.EXCLUSIVE: _exclusive,
    ClashKind.WISH_CLASH: _wish_clash,
    ClashKind.OUTSIDE_ALLOWED: _outside_allowed,
    ClashKind.IN_PAUSE: _in_pause,
    ClashKind.IN_MEAL: _in_pause,
    ClashKind.IN_PRAYER: _in_pause,
    ClashKind.IN_MEETINGS: _in_pause,
    ClashKind.OUTSIDE_DAYS: _outside,
    ClashKind.PAST_MIDNIGHT: _past_midnight,
    ClashKind.ENDS_BEFORE_START: _backwards,
}

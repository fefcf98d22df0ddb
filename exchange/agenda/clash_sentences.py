"""What clashes, in a sentence each, with names: both sessions, the reason, and who."""

from collections.abc import Callable
from zoneinfo import ZoneInfo

from flask_babel import ngettext

from exchange.agenda import clash_sentences_rooms as rooms
from exchange.agenda.clash_parts import HIDDEN_BELOW, called, codes_of, facts_of, hours, name_of, named, pair
from exchange.agenda.models import SessionRole
from exchange.agenda.moments import _, clock, day_name, moment, span
from exchange.domain.timetable import Clash, ClashKind
from exchange.i18n import language_name


def clash_sentence(clash: Clash, zone: ZoneInfo, own: int | None = None) -> str:
    """What clashes, with names. `own`: key of the session being edited, which need not be named again."""
    return _SAY[clash.kind](clash, zone, own)


# People


def _person_twice(clash: Clash, zone: ZoneInfo, own: int | None) -> str:
    name = name_of(clash)
    if "outing" in clash.facts:
        return _leads_visit(clash, zone)
    if own is not None and (other := clash.beside(own)):
        facts = {"name": name, **facts_of(other, zone)}
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
    session = named(clash.sessions[0], zone)
    return {"name": name_of(clash), "session": session, "visit": outing.name, "visit_time": visit_time}


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
    return _("%(city)s takes part in both %(first)s and %(second)s.", city=name_of(clash), **pair(clash, zone))


def _absence(clash: Clash, zone: ZoneInfo, own: int | None) -> str:
    away = clash.facts["away"]
    return _(
        "%(name)s is needed in %(session)s but is away from %(start)s to %(end)s.",
        name=name_of(clash), session=named(clash.sessions[0], zone),
        start=moment(away.starts_at, zone), end=moment(away.ends_at, zone),
    )  # fmt: skip


def _vip_gap(clash: Clash, zone: ZoneInfo, own: int | None) -> str:
    return _(
        "%(name)s has %(minutes)s minutes between %(first)s and %(second)s and should have %(needed)s.",
        name=name_of(clash), minutes=clash.facts["minutes"], needed=clash.facts["needed"], **pair(clash, zone),
    )  # fmt: skip


def _walking_short(clash: Clash, zone: ZoneInfo, own: int | None) -> str:
    start, end = clash.facts["sites"]
    return _(
        "%(name)s has %(minutes)s minutes from %(first)s to %(second)s; the way from %(start)s to %(end)s takes "
        "%(needed)s.",
        name=name_of(clash), minutes=clash.facts["minutes"], needed=clash.facts["needed"], start=start, end=end,
        **pair(clash, zone),
    )  # fmt: skip


def _teams_short(clash: Clash, zone: ZoneInfo, own: int | None) -> str:
    return _(
        "%(sessions)s run at the same time and need %(needed)s teams for %(language)s; there are %(teams)s.",
        sessions=codes_of(clash), language=language_name(clash.facts["language"]), needed=clash.facts["needed"],
        teams=clash.facts["teams"],
    )  # fmt: skip


def _team_hours(clash: Clash, zone: ZoneInfo, own: int | None) -> str:
    day = day_name(clash.sessions[0].starts_at.astimezone(zone).date())
    return _(
        "%(day)s: %(language)s is interpreted for %(needed)s (%(sessions)s); the teams may work %(allowed)s.",
        day=day, language=language_name(clash.facts["language"]), needed=hours(clash.facts["minutes"]),
        sessions=codes_of(clash), allowed=hours(clash.facts["allowed"]),
    )  # fmt: skip


# Sessions beside each other


def _series(clash: Clash, zone: ZoneInfo, own: int | None) -> str:
    series = clash.sessions[0].series
    return _("%(first)s and %(second)s belong to the series “%(series)s” and overlap.", series=series,
             **pair(clash, zone))  # fmt: skip


def _order(clash: Clash, zone: ZoneInfo, own: int | None) -> str:
    follows = next(one for one in clash.sessions if one.key == clash.facts["follows"])
    before = clash.beside(follows.key) or follows
    return _("%(after)s must come after %(before)s.", after=named(follows, zone), before=named(before, zone))


def _exclusive(clash: Clash, zone: ZoneInfo, own: int | None) -> str:
    alone = next(one for one in clash.sessions if one.exclusive)
    other = clash.beside(alone.key) or alone
    return _("%(other)s runs beside %(alone)s, beside which nothing should run.",
             other=named(other, zone), alone=named(alone, zone))  # fmt: skip


def _wish_clash(clash: Clash, zone: ZoneInfo, own: int | None) -> str:
    delegates = clash.facts["delegates"]
    if delegates < HIDDEN_BELOW:
        return _("Fewer than five delegates want both %(first)s and %(second)s.", **pair(clash, zone))
    return str(
        ngettext(
            "%(num)s delegate wants both %(first)s and %(second)s.",
            "%(num)s delegates want both %(first)s and %(second)s.",
            delegates,
            **pair(clash, zone),
        )
    )


# Times


def _outside(clash: Clash, zone: ZoneInfo, own: int | None) -> str:
    one = clash.sessions[0]
    day = day_name(one.starts_at.astimezone(zone).date())
    return _("%(code)s is on %(day)s: that is no day of the forum.", code=called(one), day=day)


def _backwards(clash: Clash, zone: ZoneInfo, own: int | None) -> str:
    return _("%(code)s ends before it starts.", code=called(clash.sessions[0]))


def _past_midnight(clash: Clash, zone: ZoneInfo, own: int | None) -> str:
    one = clash.sessions[0]
    time = span(one.starts_at, one.ends_at, zone)
    return _(
        "%(code)s goes on past midnight (%(time)s). It must end on the day it starts.", code=called(one), time=time
    )


def _in_pause(clash: Clash, zone: ZoneInfo, own: int | None) -> str:
    one, pause = clash.sessions[0], clash.facts["pause"]
    return _(
        "%(code)s (%(time)s) takes place during “%(pause)s” (%(pause_time)s).",
        code=called(one), time=span(one.starts_at, one.ends_at, zone),
        pause=pause.name, pause_time=span(pause.starts_at, pause.ends_at, zone),
    )  # fmt: skip


def _outside_allowed(clash: Clash, zone: ZoneInfo, own: int | None) -> str:
    one = clash.sessions[0]
    times = "; ".join(f"{moment(each.starts_at, zone)}–{clock(each.ends_at, zone)}" for each in one.allowed)
    return _("%(session)s may only take place then: %(times)s.", session=named(one, zone), times=times)


_SAY: dict[ClashKind, Callable[[Clash, ZoneInfo, int | None], str]] = {
    ClashKind.ROOM_TWICE: rooms.room_twice,
    ClashKind.PERSON_TWICE: _person_twice,
    ClashKind.CITY_TWICE: _city_twice,
    ClashKind.ABSENCE: _absence,
    ClashKind.VISIT_SEAT: _visit_seat,
    ClashKind.VIP_GAP: _vip_gap,
    ClashKind.WALKING_SHORT: _walking_short,
    ClashKind.NO_ROOM: rooms.no_room,
    ClashKind.TOO_SMALL: rooms.too_small,
    ClashKind.TOO_SMALL_FOR_WISHES: rooms.too_small_for_wishes,
    ClashKind.ROOM_OUT: rooms.room_out,
    ClashKind.SETUP_SHORT: rooms.setup_short,
    ClashKind.ACCESS: rooms.access,
    ClashKind.FEATURE_MISSING: rooms.feature_missing,
    ClashKind.BOOTH_MISSING: rooms.booth_missing,
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

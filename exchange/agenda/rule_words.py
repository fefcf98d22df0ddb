"""The rules of an agenda in plain sentences, in the order in which an organiser reads them."""

from flask_babel import lazy_gettext as _l

from exchange.domain.timetable import ClashKind

ROOMS = (
    ClashKind.ROOM_TWICE,
    ClashKind.NO_ROOM,
    ClashKind.ROOM_OUT,
    ClashKind.TOO_SMALL,
    ClashKind.TOO_SMALL_FOR_WISHES,
    ClashKind.SETUP_SHORT,
    ClashKind.ACCESS,
    ClashKind.FEATURE_MISSING,
)
PEOPLE = (
    ClashKind.PERSON_TWICE,
    ClashKind.CITY_TWICE,
    ClashKind.ABSENCE,
    ClashKind.VISIT_SEAT,
    ClashKind.VIP_GAP,
    ClashKind.WALKING_SHORT,
)
LANGUAGES = (ClashKind.BOOTH_MISSING, ClashKind.TEAMS_SHORT, ClashKind.TEAM_HOURS)
SESSIONS = (ClashKind.SERIES, ClashKind.ORDER, ClashKind.EXCLUSIVE, ClashKind.WISH_CLASH)
TIMES = (
    ClashKind.OUTSIDE_ALLOWED,
    ClashKind.IN_PAUSE,
    ClashKind.IN_MEAL,
    ClashKind.IN_PRAYER,
    ClashKind.IN_MEETINGS,
    ClashKind.OUTSIDE_DAYS,
    ClashKind.PAST_MIDNIGHT,
    ClashKind.ENDS_BEFORE_START,
)

GROUPS = (
    (_l("Rooms"), ROOMS),
    (_l("People and cities"), PEOPLE),
    (_l("Languages"), LANGUAGES),
    (_l("Sessions beside each other"), SESSIONS),
    (_l("Times"), TIMES),
)

RULES = {
    ClashKind.ROOM_TWICE: _l("A room has one session at a time."),
    ClashKind.NO_ROOM: _l("A session that has a time also has a room."),
    ClashKind.ROOM_OUT: _l("No session is in a room that cannot be used then."),
    ClashKind.TOO_SMALL: _l("The people a session expects fit into its room, in its layout."),
    ClashKind.TOO_SMALL_FOR_WISHES: _l("The delegates who want a session fit into its room."),
    ClashKind.SETUP_SHORT: _l("There is time to move the chairs between two sessions with different layouts."),
    ClashKind.ACCESS: _l("Everybody who speaks can get in and hear: a way without a step, a hearing loop."),
    ClashKind.FEATURE_MISSING: _l("The room has what the session needs: movable chairs, a projector, hybrid."),
    ClashKind.PERSON_TWICE: _l("Nobody is in two sessions at once, or leads a study visit meanwhile."),
    ClashKind.CITY_TWICE: _l("No city takes part in two sessions at once."),
    ClashKind.ABSENCE: _l("Nobody is in a session while they are away."),
    ClashKind.VISIT_SEAT: _l("Nobody is in a session while they have a seat on a study visit."),
    ClashKind.VIP_GAP: _l("VIPs have time between two of their sessions."),
    ClashKind.WALKING_SHORT: _l("Whoever is in two sessions has time to walk from one building to the other."),
    ClashKind.BOOTH_MISSING: _l("The room has a booth for each language a session is interpreted into."),
    ClashKind.TEAMS_SHORT: _l("There are enough teams of interpreters for all sessions that run at the same time."),
    ClashKind.TEAM_HOURS: _l("No team of interpreters works longer on a day than it may."),
    ClashKind.SERIES: _l("Sessions of one series do not overlap."),
    ClashKind.ORDER: _l("A session comes after those it builds on."),
    ClashKind.EXCLUSIVE: _l("Nothing runs beside a session that should stand alone."),
    ClashKind.WISH_CLASH: _l("Sessions that many delegates want both of do not overlap."),
    ClashKind.OUTSIDE_ALLOWED: _l("A session stands in one of the times it may have."),
    ClashKind.IN_PAUSE: _l("No session runs during coffee, a reception or another pause."),
    ClashKind.IN_MEAL: _l("No session runs during a meal."),
    ClashKind.IN_PRAYER: _l("No session runs during a prayer."),
    ClashKind.IN_MEETINGS: _l("No session runs during a round of meetings that should stand alone."),
    ClashKind.OUTSIDE_DAYS: _l("A session is on a day of the forum."),
    ClashKind.PAST_MIDNIGHT: _l("A session ends on the day it starts."),
    ClashKind.ENDS_BEFORE_START: _l("A session ends after it starts."),
}

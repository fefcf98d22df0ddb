"""Words of agenda."""

from flask_babel import lazy_gettext as _l

from exchange.agenda import planning, service
from exchange.agenda.models import Format, SessionRole, SessionState
from exchange.domain.session_seats import Reason as SeatReason
from exchange.domain.session_seats import SeatStanding, WaitingRule
from exchange.domain.timetable import ClashKind, Level
from exchange.i18n import words

words(
    {
        Format.PLENARY: _l("Plenary"),
        Format.PANEL: _l("Panel"),
        Format.WORKSHOP: _l("Workshop"),
        Format.PEER_ASSIST: _l("Peer assist"),
        Format.SIDE_EVENT: _l("Side event"),
        Format.ACTION_LEARNING: _l("Action learning"),
        Format.WORLD_CAFE: _l("World café"),
        Format.FISHBOWL: _l("Fishbowl"),
        Format.MARKETPLACE: _l("Solutions marketplace"),
        Format.CLINIC: _l("Clinic"),
        Format.FAILURE_FAIR: _l("Failure fair"),
        Format.SPEED_MENTORING: _l("Speed mentoring"),
        Format.MATCHMAKING: _l("Matchmaking"),
        Format.DEBRIEF: _l("Debrief"),
        Format.LAB: _l("Lab"),
        Format.CLOSED: _l("By invitation"),
        Format.SOCIAL: _l("Social"),
    }
)
words({SessionState.PLANNED: _l("Planned"), SessionState.CANCELLED: _l("Cancelled")})
words(
    {
        SessionRole.CHAIR: _l("Chair"),
        SessionRole.SPEAKER: _l("Speaker"),
        SessionRole.MODERATOR: _l("Moderator"),
        SessionRole.RAPPORTEUR: _l("Rapporteur"),
    }
)
words({Level.BLOCK: _l("Must be solved"), Level.WARN: _l("To know")})
words(
    {
        ClashKind.ROOM_TWICE: _l("Room taken twice"),
        ClashKind.PERSON_TWICE: _l("Person needed twice"),
        ClashKind.OUTSIDE_DAYS: _l("Outside the forum's days"),
        ClashKind.ENDS_BEFORE_START: _l("Ends before it starts"),
        ClashKind.PAST_MIDNIGHT: _l("Ends after midnight"),
        ClashKind.IN_PAUSE: _l("During a pause"),
        ClashKind.TOO_SMALL: _l("Room too small"),
        ClashKind.BOOTH_MISSING: _l("No booth for a language"),
        ClashKind.NO_ROOM: _l("No room"),
    }
)
words(
    {
        planning.Reason.CLASHES: _l("The session cannot stand there."),
        planning.Reason.PUBLISHED: _l("%(code)s has been published, so it cannot be deleted. Cancel it instead."),
        planning.Reason.NO_TIME: _l("The session has no time yet."),
        planning.Reason.STALE: _l(
            "Somebody changed this session at %(time)s. What you typed is below; save again to keep yours."
        ),
    }
)
words(
    {
        service.Reason.NOTHING_CHANGED: _l(
            "Nothing has changed since the last release, so there is nothing to publish."
        ),
        service.Reason.NOTHING_PLACED: _l("No session has a time yet. Place one first."),
        service.Reason.CLASHES_REMAIN: _l(
            "The agenda has clashes that must be solved before it is published (%(count)s)."
        ),
        service.Reason.SESSION_GONE: _l(
            "%(code)s is no longer in the agenda. A newer version was published while your page was open."
        ),
        service.Reason.SESSION_CANCELLED: _l("%(code)s has been cancelled, so it cannot be chosen."),
        service.Reason.NOT_REGISTERED: _l("Register for the forum first; then you can choose sessions."),
    }
)
words(
    {
        SeatStanding.HELD: _l("Has a seat"),
        SeatStanding.OFFERED: _l("Was offered a seat"),
        SeatStanding.WAITING: _l("On the waiting list"),
        SeatStanding.RELEASED: _l("Given back"),
    }
)
words(
    {
        WaitingRule.FIRST_COME: _l("Who asked first"),
        WaitingRule.CITY_FIRST: _l("First cities without a seat, then who asked first"),
    }
)
words(
    {
        SeatReason.NO_SIGN_UP: _l("%(code)s needs no signing up: simply come."),
        SeatReason.NOT_APPROVED: _l("Seats are for people whose registration is approved."),
        SeatReason.WRONG_ROLE: _l("The organisers keep this session for other roles."),
        SeatReason.NOT_OPEN_YET: _l("Signing up has not opened yet."),
        SeatReason.STARTED: _l("The session has begun, so there is no more signing up."),
        SeatReason.FULL: _l("Every place is taken (%(places)s)."),
        SeatReason.CITY_FULL: _l("The seats that one city may have in this session are taken (%(cap)s)."),
        SeatReason.HAS_SEAT: _l("There is a seat in %(code)s, or a place on its waiting list, already."),
        SeatReason.TAKES_PART: _l("Who has a part in the session needs no seat."),
        SeatReason.CLASH: _l("%(code)s is at the same time. Nobody can be in two places; one must be given up first."),
        SeatReason.NO_OFFER: _l("The offer of a seat in %(code)s has run out."),
        SeatReason.NO_SEAT: _l("There is no seat in %(code)s any more that could be given back."),
        SeatReason.PEOPLE_THERE: _l(
            "People have a seat or wait for one (%(count)s). Take them out first, or keep the signing up."
        ),
    }
)

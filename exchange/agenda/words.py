"""Words of agenda."""

from flask_babel import lazy_gettext as _l
from flask_babel import lazy_pgettext

from exchange.agenda import moving, planning, proposing, service, taking_over, telling
from exchange.agenda.models import Format, SessionRole, SessionState
from exchange.agenda.models_proposal import ProposalKind
from exchange.agenda.needs import Locked
from exchange.domain.programme_diff import ChangeKind
from exchange.domain.session_seats import Reason as SeatReason
from exchange.domain.session_seats import SeatStanding
from exchange.domain.timetable import BreakKind, ClashKind, Level
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
words(
    {
        ChangeKind.NEW: lazy_pgettext("a session", "New"),
        ChangeKind.CANCELLED: _l("Cancelled"),
        ChangeKind.RESTORED: _l("Takes place after all"),
        ChangeKind.MOVED_TIME: _l("New time"),
        ChangeKind.MOVED_ROOM: _l("New room"),
        ChangeKind.RETITLED: _l("New title"),
        ChangeKind.PEOPLE: _l("Other people"),
        ChangeKind.LANGUAGES: _l("Other languages"),
        ChangeKind.DETAILS: _l("Description revised"),
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
words(
    {
        Level.IGNORE: _l("Ignore"),
        Level.WARN: _l("Warn"),
        Level.PUBLISH: _l("Stop at publishing"),
        Level.BLOCK: _l("Stop at once"),
    }
)
words(
    {
        ClashKind.ROOM_TWICE: _l("Room taken twice"),
        ClashKind.PERSON_TWICE: _l("Person needed twice"),
        ClashKind.CITY_TWICE: _l("City needed twice"),
        ClashKind.ABSENCE: _l("Person away"),
        ClashKind.VISIT_SEAT: _l("Person on a study visit"),
        ClashKind.VIP_GAP: _l("No time between two sessions"),
        ClashKind.WALKING_SHORT: _l("Too far to walk"),
        ClashKind.NO_ROOM: _l("No room"),
        ClashKind.TOO_SMALL: _l("Room too small"),
        ClashKind.TOO_SMALL_FOR_WISHES: _l("Room too small for the wishes"),
        ClashKind.ROOM_OUT: _l("Room cannot be used"),
        ClashKind.SETUP_SHORT: _l("No time to move the chairs"),
        ClashKind.ACCESS: _l("Room shuts somebody out"),
        ClashKind.FEATURE_MISSING: _l("Room lacks something"),
        ClashKind.BOOTH_MISSING: _l("No booth for a language"),
        ClashKind.TEAMS_SHORT: _l("Too few interpreters"),
        ClashKind.TEAM_HOURS: _l("Interpreters' day too long"),
        ClashKind.SERIES: _l("Series overlaps"),
        ClashKind.ORDER: _l("Wrong order"),
        ClashKind.EXCLUSIVE: _l("Beside a session for everyone"),
        ClashKind.WISH_CLASH: _l("Many want both"),
        ClashKind.OUTSIDE_ALLOWED: _l("Outside its allowed times"),
        ClashKind.IN_PAUSE: _l("During a pause"),
        ClashKind.IN_MEAL: _l("During a meal"),
        ClashKind.IN_PRAYER: _l("During a prayer"),
        ClashKind.IN_MEETINGS: _l("During meetings of cities"),
        ClashKind.OUTSIDE_DAYS: _l("Outside the forum's days"),
        ClashKind.PAST_MIDNIGHT: _l("Ends after midnight"),
        ClashKind.ENDS_BEFORE_START: _l("Ends before it starts"),
    }
)
words(
    {
        BreakKind.COFFEE: _l("Coffee"),
        BreakKind.MEAL: _l("Meal"),
        BreakKind.PRAYER: _l("Prayer"),
        BreakKind.RECEPTION: _l("Reception"),
        BreakKind.MEETINGS: _l("Meetings of cities"),
        BreakKind.OTHER: _l("Something else"),
    }
)
words(
    {
        planning.Reason.CLASHES: _l("The session cannot stand there."),
        planning.Reason.PUBLISHED: _l("%(code)s has been published, so it cannot be deleted. Cancel it instead."),
        planning.Reason.NO_TIME: _l("The session has no time yet."),
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
        service.Reason.NOTHING_TO_RESTORE: _l("The draft says already what version %(version)s says."),
        service.Reason.DRAFT_CHANGED: _l(
            "The draft has changed since you opened this page. Look at the list again; nothing was done, and what you "
            "typed is kept."
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
        moving.Reason.GONE: _l("%(code)s is no longer in the agenda."),
        moving.Reason.CANCELLED: _l("%(code)s is cancelled, so it cannot be moved."),
        moving.Reason.STALE: _l("Your move of %(code)s was not made; the board shows where it stands now."),
        moving.Reason.NOTHING_TO_UNDO: _l("There is nothing of yours to undo."),
        moving.Reason.NOTHING_TO_REDO: _l("There is nothing of yours to do again."),
        moving.Reason.CHANGED_SINCE: _l("Your move of %(code)s cannot be taken back any more."),
    }
)
words(
    {
        Locked.TIME: _l("The time of %(code)s is locked. Unlock it on the session's page to move it."),
        Locked.ROOM: _l("The room of %(code)s is locked. Unlock it on the session's page to move it."),
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
        telling.Reason.ENDS_FIRST: _l("This must be after the beginning."),
        telling.Reason.OUTSIDE_FORUM: _l("The forum does not take place then."),
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
        SeatReason.NOTHING_TO_DECLINE: _l(
            "No seat in %(code)s is offered to you any more, so there is nothing to decline. What you have is below."
        ),
        SeatReason.NO_OFFER: _l("The offer of a seat in %(code)s has run out."),
        SeatReason.NO_SEAT: _l("There is no seat in %(code)s any more that could be given back."),
        SeatReason.PEOPLE_THERE: _l(
            "People have a seat or wait for one (%(count)s). Take them out first, or keep the signing up."
        ),
    }
)
words(
    {
        ProposalKind.TRAY: _l("A place for what lies in the tray"),
        ProposalKind.ALL: _l("A new agenda around what is locked"),
        ProposalKind.MEND: _l("The fewest moves that keep every rule"),
    }
)
words(
    {
        taking_over.Fate.OPEN: _l("Can be moved"),
        taking_over.Fate.CLASHES: _l("Clashes by now"),
        taking_over.Fate.CHANGED: _l("Changed meanwhile"),
        taking_over.Fate.GONE: _l("No longer in the agenda"),
        taking_over.Fate.TAKEN: _l("Stands there"),
    }
)
words(
    {
        proposing.Reason.NO_ROOMS: _l("The forum has no rooms yet. Add one first; then sessions can be placed."),
        proposing.Reason.NO_SESSIONS: _l("There is no session to place yet."),
        proposing.Reason.TRAY_EMPTY: _l("Every session has a time. Choose another kind of proposal."),
        proposing.Reason.ALREADY_RUNNING: _l("A proposal is being made already. Wait for it or stop it."),
        proposing.Reason.STILL_RUNNING: _l("The proposal is still being made. Stop it first."),
    }
)

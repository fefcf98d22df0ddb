"""Words of agenda."""

from flask_babel import lazy_gettext as _l
from flask_babel import lazy_pgettext

from exchange.agenda import planning, service
from exchange.agenda.models import Format, SessionRole, SessionState
from exchange.domain.programme_diff import ChangeKind
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

"""Words of forums."""

from flask_babel import lazy_gettext as _l
from flask_babel import lazy_pgettext

from exchange.domain.checklist import Check, Step
from exchange.domain.forum_rules import Phase
from exchange.domain.forum_rules import Reason as Rule
from exchange.domain.timetable import Layout, Need
from exchange.domain.waiting import WaitingRule
from exchange.forums.models import Duty, ForumState
from exchange.forums.service import Reason
from exchange.i18n import words

words(
    {
        ForumState.DRAFT: _l("Draft"),
        ForumState.PUBLIC: _l("Public"),
        ForumState.CLOSED: _l("Closed"),
        ForumState.ARCHIVED: _l("Archived"),
    }
)
words(
    {
        Duty.ORGANISER: _l("Organiser"),
        Duty.DESK: _l("Desk"),
        Duty.REVIEWER: _l("Reviewer"),
    }
)
words(
    {
        WaitingRule.FIRST_COME: _l("Who asked first"),
        WaitingRule.NEW_CITY_FIRST: _l("Cities that have nobody yet, then who asked first"),
    }
)
words(
    {
        Phase.NOT_SET: _l("Registration is not open yet"),
        Phase.OPENS_LATER: _l("Registration opens soon"),
        Phase.OPEN: _l("Registration is open"),
        Phase.FULL: _l("All places are taken"),
        Phase.CLOSED: _l("Registration is closed"),
    }
)
words(
    {
        Step.REGISTRATION: _l("Before registration opens"),
        Step.AGENDA: _l("Before the agenda is published"),
        Step.VISITS: _l("Before study visits open"),
        Step.PRINT: _l("Before the programme is printed"),
        Step.MATCHING: _l("Before cities are matched"),
    }
)
words(
    {
        Check.TITLES: _l("A title in every language"),
        Check.WELCOME: _l("A welcome in every language"),
        Check.HOST_CITY: _l("The host city"),
        Check.VENUE: _l("The venue"),
        Check.WINDOW: _l("When registration opens and closes"),
        Check.CAPACITY: _l("How many people can come"),
        Check.QUOTA: _l("How many people each city may send"),
        Check.ORGANISER: _l("At least one organiser"),
        Check.PUBLIC: _l("The forum is public"),
        Check.THEMES: _l("The themes"),
        Check.ROOMS: _l("The rooms"),
        Check.BOOTHS: _l("A room with interpretation"),
        Check.SUMMARIES: _l("A summary in every language"),
        Check.ADDRESS: _l("The address of the venue"),
    }
)
words(
    {
        Rule.SLUG_ODD: _l(
            "An address has 3 to 60 small letters, digits and hyphens, such as dakar-2027; some words are not free."
        ),
        Rule.YEAR_ODD: _l("The year must lie between %(first)s and %(last)s."),
        Rule.END_BEFORE_START: _l("The last day must not come before the first."),
        Rule.TOO_LONG: _l("A forum lasts at most %(days)s days. Please check the dates."),
        Rule.UNKNOWN_ZONE: _l("“%(value)s” is not a time zone. Type a city such as Dakar and choose from the list."),
        Rule.CLOSES_BEFORE_OPENING: _l("Registration must close after it opens."),
        Rule.CLOSES_AFTER_FORUM: _l("Registration must close before the forum is over."),
        Rule.OPENS_AFTER_FORUM: _l("Registration must open before the forum is over."),
        Rule.NOT_POSITIVE: _l("This must be at least 1. Leave it empty for no limit."),
        Rule.TOO_MANY: _l("This can be %(most)s at most."),
        Rule.QUOTA_OVER_CAPACITY: _l("This is more than the %(capacity)s people who can come altogether."),
    }
)
words(
    {
        Reason.SLUG_TAKEN: _l("Another forum has the address “%(slug)s” already."),
        Reason.ROOM_CODE_TAKEN: _l("Another room has the code %(code)s already."),
        Reason.ROOM_IN_USE: _l("%(name)s cannot be removed while it is in use: %(uses)s. Move these first."),
        Reason.ROOM_IN_USE_SOMEWHERE: _l("%(name)s cannot be removed: something still takes place there."),
        Reason.LAST_ORGANISER: _l("A forum needs at least one organiser. Add another one first."),
        Reason.STATE_CHANGED: _l(
            "Somebody else has changed the state meanwhile: it is now “%(state)s”. Nothing was changed."
        ),
        Reason.NOT_A_DUTY: _l("This person does not have that duty any more."),
    }
)
words(
    {
        Layout.THEATRE: _l("Theatre"),
        Layout.CLASSROOM: _l("Classroom"),
        Layout.CABARET: _l("Cabaret"),
        Layout.BOARDROOM: _l("Boardroom"),
        Layout.U_SHAPE: _l("U shape"),
        Layout.CIRCLE: _l("Circle of chairs"),
        Layout.STANDING: lazy_pgettext("layout", "Standing"),
    }
)
words(
    {
        Need.STEP_FREE: _l("A way in without a step"),
        Need.HEARING_LOOP: _l("Hearing loop"),
        Need.MOVABLE_CHAIRS: _l("Movable chairs"),
        Need.PROJECTOR: _l("Projector"),
        Need.HYBRID: _l("Hybrid: people join from afar"),
    }
)

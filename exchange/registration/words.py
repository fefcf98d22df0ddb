"""Words of registration."""

from flask_babel import lazy_gettext as _l

from exchange.domain.delegations import Reason, Role, Standing
from exchange.i18n import word, words
from exchange.registration.adding import AddReason
from exchange.registration.importing import Fault
from exchange.registration.models import Access, Diet, Gender, Registration
from exchange.registration.moves import Event
from exchange.registration.queue import Missing

words(
    {
        Role.HEAD: _l("Head of delegation"),
        Role.ALTERNATE: _l("Alternate"),
        Role.DELEGATE: _l("Delegate"),
        Role.ADVISER: _l("Adviser"),
        Role.INTERPRETER: _l("Interpreter of a delegate"),
        Role.COMPANION: _l("Companion"),
        Role.PRESS: _l("Press"),
        Role.OBSERVER: _l("Observer"),
        Role.GUEST: _l("Guest"),
        Role.SPEAKER: _l("Speaker"),
        Role.STAFF: _l("Staff"),
    }
)
words(
    {
        Standing.DRAFT: _l("Not sent yet"),
        Standing.SUBMITTED: _l("Sent"),
        Standing.APPROVED: _l("Approved"),
        Standing.WAITING: _l("Waiting list"),
        Standing.DECLINED: _l("Declined"),
        Standing.CANCELLED: _l("Withdrawn"),
        Standing.SUBSTITUTED: _l("Handed over"),
    }
)
words(
    {
        Reason.FORUM_FULL: _l("All places of the forum are taken (there are %(capacity)s)."),
        Reason.CITY_FULL: _l("All places of this city are taken (it has %(quota)s)."),
        Reason.NOT_OPEN: _l("Registration is not open yet."),
        Reason.CLOSED: _l("Registration is closed. Please write to the organisers."),
        Reason.WRONG_STANDING: _l("Now: %(current)s. From there it cannot become: %(wanted)s."),
        Reason.UNFINISHED: _l("Something is still missing in this registration."),
        Reason.CITY_MISSING: _l(
            "Please choose a city, or type the name of yours if it is not listed. "
            "Observers, press and guests may give an organisation instead."
        ),
        Reason.CITY_NOT_ACCEPTED: _l("The secretariat has not accepted this city yet."),
        Reason.REASON_MISSING: _l("Please say why; the reason goes into the mail."),
        Reason.ARRIVES_TOO_EARLY: _l("This is more than two weeks before the forum. Is the day right?"),
        Reason.ARRIVES_TOO_LATE: _l("The forum is over on this day. Is the day right?"),
        Reason.LEAVES_TOO_EARLY: _l("The forum has not begun on this day. Is the day right?"),
        Reason.LEAVES_TOO_LATE: _l("This is more than two weeks after the forum. Is the day right?"),
        Reason.WITHDRAWN: _l(
            "Your registration was withdrawn after you opened this page. What you typed is below; send it again to "
            "register anew."
        ),
        Reason.LEAVES_FIRST: _l("This is before you arrive."),
    }
)
words({Gender.WOMAN: _l("Woman"), Gender.MAN: _l("Man"), Gender.OTHER: _l("Other")})
words(
    {
        Diet.HALAL: _l("Halal"),
        Diet.KOSHER: _l("Kosher"),
        Diet.VEGETARIAN: _l("Vegetarian"),
        Diet.VEGAN: _l("Vegan"),
        Diet.GLUTEN_FREE: _l("Without gluten"),
        Diet.LACTOSE_FREE: _l("Without lactose"),
        Diet.NUT_ALLERGY: _l("Without nuts (allergy)"),
    }
)
words(
    {
        Access.WHEELCHAIR: _l("A step-free way and space for a wheelchair"),
        Access.LOW_VISION: _l("Large print and strong contrast"),
        Access.HEARING_LOOP: _l("A hearing loop or captions"),
        Access.SIGN_LANGUAGE: _l("Sign language interpretation"),
        Access.ASSISTANT: _l("A seat for my assistant"),
        Access.GUIDE_DOG: _l("A place for a guide dog"),
        Access.QUIET_ROOM: _l("A quiet room to rest"),
        Access.PRAYER_ROOM: _l("A room for prayer"),
        Access.NURSING_ROOM: _l("A room for nursing"),
        Access.CHILDCARE: _l("Care for a child during the day"),
    }
)
words(
    {
        Event.SUBMITTED: _l("Sent"),
        Event.CHANGED: _l("Changed"),
        Event.NEEDS: _l("Said what they need"),
        Event.APPROVED: _l("Approved"),
        Event.WAITING: _l("Put on the waiting list"),
        Event.DECLINED: _l("Declined"),
        Event.CANCELLED: _l("Withdrawn"),
        Event.IMPORTED: _l("Imported from a table"),
        Event.ADDED: _l("Entered by the organisers"),
    }
)
words(
    {
        Missing.CITY: _l("City"),
        Missing.FUNCTION: _l("Function"),
        Missing.NEEDS: _l("Food and access"),
        Missing.ARRIVAL: _l("Arrival or departure"),
    }
)
words(
    {
        Fault.MISSING: _l("is missing."),
        Fault.TOO_LONG: _l("is longer than %(most)s characters."),
        Fault.NO_EMAIL: _l("“%(value)s” is not an e-mail address."),
        Fault.TWICE: _l("stands already in line %(line)s."),
        Fault.UNKNOWN_COUNTRY: _l("“%(value)s” is no country we know; a code such as SN or NA is best."),
        Fault.UNKNOWN_CITY: _l("“%(value)s” (%(country)s) is not in the directory of cities."),
        Fault.UNKNOWN_VALUE: _l("“%(value)s” is none of: %(known)s."),
        Fault.UNKNOWN_LANGUAGE: _l("“%(value)s” is none of the languages: %(known)s."),
    }
)
words({AddReason.REGISTERED_ALREADY: _l("%(name)s is registered already. Find the registration in the queue.")})


def needs_words(registration: Registration) -> dict[str, list[str]]:
    """What somebody eats and what to prepare for them, in the page's language: {"diets", "access"}."""
    return {
        "diets": [word(Diet(code)) for code in registration.diet if code in set(Diet)],
        "access": [word(Access(code)) for code in registration.access if code in set(Access)],
    }

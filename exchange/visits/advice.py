"""What a delegate should know before wishing for a visit: nothing is hidden, everything is said."""

from flask_babel import gettext as _

from exchange.domain.programme import StepFree, VisitSheet
from exchange.domain.seats import overlap
from exchange.forums.models import Forum
from exchange.i18n import language_name
from exchange.registration.models import Access, Registration
from exchange.visits import queries

# Access needs with which steps are in the way.
NEEDS_STEP_FREE = frozenset({Access.WHEELCHAIR.value})


def warnings(visits: list[VisitSheet], registration: Registration, forum: Forum) -> dict[str, list[str]]:
    """Sentences by the guid of each visit that does not suit this person."""
    busy = queries.engagements(registration.person_id, forum)
    found = {visit.guid: _about(visit, registration) for visit in visits}
    for visit in visits:
        for session in busy:
            times = (session.starts_at, session.ends_at) if session.starts_at and session.ends_at else None
            if overlap((visit.starts_at, visit.ends_at), times):
                found[visit.guid].append(_("You have a role in session %(code)s at that time.", code=session.code))
    return found


def _about(visit: VisitSheet, registration: Registration) -> list[str]:
    found = []
    if visit.is_cancelled:
        found.append(_("This visit is cancelled."))
    if visit.step_free is StepFree.NO and NEEDS_STEP_FREE & set(registration.access):
        found.append(_("You asked for step-free access; this visit is not step-free."))
    understood = {*registration.speaks, *registration.understands}
    if understood and understood.isdisjoint(visit.languages):
        names = ", ".join(language_name(code) for code in visit.languages)
        found.append(_("It is held in %(languages)s, which you did not name among your languages.", languages=names))
    return found

"""Words of visits."""

from flask_babel import lazy_gettext as _l

from exchange.domain import seats
from exchange.domain.visit_route import Problem
from exchange.i18n import words
from exchange.visits import service
from exchange.visits.models import LegMode, StepFree, StopForm, VisitState
from exchange.visits.sheet import Missing, Part

words(
    {
        VisitState.IDEA: _l("Idea"),
        VisitState.OFFERED: _l("Offered"),
        VisitState.CHECKED: _l("Checked"),
        VisitState.OPEN: _l("Open for wishes"),
        VisitState.FULL: _l("Closed for wishes"),
        VisitState.ASSIGNED: _l("Seats given"),
        VisitState.RUN: _l("Took place"),
        VisitState.REPORTED: _l("Reported"),
        VisitState.CANCELLED: _l("Cancelled"),
    }
)
words(
    {
        StepFree.YES: _l("Step-free"),
        StepFree.PARTLY: _l("Partly step-free"),
        StepFree.NO: _l("Not step-free"),
    }
)
words(
    {
        StopForm.TALK: _l("Talk"),
        StopForm.WALK: _l("Walk"),
        StopForm.DEMONSTRATION: _l("Demonstration"),
        StopForm.DISCUSSION: _l("Discussion"),
        StopForm.MEAL: _l("Meal"),
        StopForm.MEETING_POINT: _l("Meeting point"),
    }
)
words(
    {
        LegMode.COACH: _l("Coach"),
        LegMode.MINIBUS: _l("Minibus"),
        LegMode.PUBLIC_TRANSPORT: _l("Public transport"),
        LegMode.BOAT: _l("Boat"),
        LegMode.WALK: _l("On foot"),
    }
)
words(
    {
        seats.Reason.VISIT_FULL: _l("%(name)s: all %(seats)s seats of this visit are given."),
        seats.Reason.CITY_HAS_SEATS: _l(
            "%(name)s: %(city)s already has as many seats as one city may have here (%(seats)s)."
        ),
        seats.Reason.HAS_SEAT: _l("%(name)s already has a seat on %(code)s."),
        seats.Reason.OTHER_VISIT: _l("%(name)s has a seat on %(code)s, which is at the same time."),
        seats.Reason.NOT_APPROVED: _l("The registration of %(name)s is not approved yet."),
        seats.Reason.BELOW_SEATS_GIVEN: _l("%(seats)s seats are given already, so there must be at least that many."),
        seats.Reason.CAP_BELOW_SEATS_GIVEN: _l("One city already has %(seats)s seats, so the limit cannot be lower."),
        seats.Reason.NOT_OPEN: _l("Visit %(code)s takes no wishes and gives no seats now."),
        seats.Reason.TWICE: _l("This visit is already one of your choices. Please choose another one, or none."),
        seats.Reason.NO_VISIT: _l("Please choose the visit this question is for."),
    }
)
words(
    {
        service.Reason.WRONG_STATE: _l("That cannot be done with this visit now. Its state is: %(state)s."),
        service.Reason.UNFINISHED: _l("A title, a language, at least one stop and times that fit are still missing."),
        service.Reason.WRITTEN_SINCE: _l(
            "The host has changed %(code)s since you opened this page. Nothing was published: look at it again first."
        ),
        service.Reason.SEATS_GIVEN: _l("%(seats)s seats are given. Take them back first, or cancel the visit."),
    }
)
words(
    {
        Part.TITLES: _l("Title"),
        Part.SUMMARIES: _l("Summary"),
        Part.QUESTION: _l("Learning question"),
        Part.DID_NOT_WORK: _l("What did not work"),
        Part.BRING: _l("What to bring"),
        Part.LIMITS: _l("Limits"),
        Part.THEMES: _l("Themes"),
        Part.LANGUAGES: _l("Languages"),
        Part.CAPACITY: _l("Seats"),
        Part.STEP_FREE: _l("Step-free access"),
        Part.WALK_KM: _l("Kilometres on foot"),
        Part.LEAD: _l("Who leads the visit"),
        Part.HOST_CITY: _l("Host city"),
        Part.TIMES: _l("Times"),
        Part.STOPS: _l("Stops"),
        Part.LEGS: _l("Ways between the stops"),
    }
)
words(
    {
        Missing.TITLE: _l("A title"),
        Missing.LANGUAGES: _l("The languages of the visit"),
        Missing.ROUTE: _l("At least one stop, with times that fit"),
        Missing.SUMMARY: _l("A summary"),
        Missing.QUESTION: _l("The learning question"),
        Missing.THEME: _l("A theme"),
        Missing.LEAD: _l("Who leads the visit, with a phone number"),
        Missing.BRING: _l("What to bring"),
        Missing.DID_NOT_WORK: _l("What did not work here"),
    }
)
words(
    {
        Problem.TOO_FEW_STOPS: _l("A visit needs at least a place to leave from and a place to come back to."),
        Problem.NO_ARRIVAL: _l("Stop %(stop)s has no time of arrival."),
        Problem.NO_DEPARTURE: _l("Stop %(stop)s has no time of departure."),
        Problem.ENDS_BEFORE_START: _l("Stop %(stop)s ends before it starts."),
        Problem.NEGATIVE_LEG: _l("The group would arrive at stop %(stop)s before it left the stop before."),
        Problem.HALF_A_PLACE: _l("Stop %(stop)s has only half of its position: give latitude and longitude."),
        Problem.OUTSIDE_THE_WORLD: _l("The position of stop %(stop)s is outside the world."),
        Problem.SWAPPED: _l("Latitude and longitude of stop %(stop)s seem to be swapped."),
        Problem.FAR_AWAY: _l("Stop %(stop)s is very far from the forum. Is its position right?"),
        Problem.NO_TIME_FOR_LEG: _l("There is no time to get to stop %(stop)s."),
        Problem.LITTLE_ON_SITE: _l("Only %(number)s %% of the time is spent on the sites, the rest on the way."),
        Problem.FEW_SEATS: _l("The vehicle to stop %(stop)s has only %(number)s seats, fewer than the visit."),
    }
)

"""Words of calls."""

from flask_babel import lazy_gettext as _l
from flask_babel import lazy_pgettext

from exchange.calls.ranking import Stand
from exchange.domain.calls import Decision, OnePer, Phase, ProposalState, Reason, ReviewState
from exchange.i18n import words

words(
    {
        Phase.OPENS_LATER: _l("Opens later"),
        Phase.OPEN: lazy_pgettext("call", "Open"),
        Phase.CLOSED: lazy_pgettext("call", "Closed"),
    }
)
words(
    {
        OnePer.CITY: _l("One for each city"),
        OnePer.PERSON: _l("One for each person"),
    }
)
words(
    {
        ProposalState.DRAFT: lazy_pgettext("proposal", "Draft"),
        ProposalState.SUBMITTED: lazy_pgettext("proposal", "Sent"),
        ProposalState.WITHDRAWN: lazy_pgettext("proposal", "Withdrawn"),
        ProposalState.ACCEPTED: lazy_pgettext("proposal", "Accepted"),
        ProposalState.WAITING: lazy_pgettext("proposal", "On the waiting list"),
        ProposalState.DECLINED: lazy_pgettext("proposal", "Declined"),
        ProposalState.MERGED: lazy_pgettext("proposal", "Merged"),
    }
)
words(
    {
        Decision.ACCEPT: lazy_pgettext("mark", "accept"),
        Decision.WAIT: lazy_pgettext("mark", "waiting list"),
        Decision.DECLINE: lazy_pgettext("mark", "decline"),
        Decision.MERGE: lazy_pgettext("mark", "merge"),
    }
)
words(
    {
        ReviewState.ASSIGNED: lazy_pgettext("review", "To do"),
        ReviewState.DRAFT: lazy_pgettext("review", "Begun"),
        ReviewState.SUBMITTED: lazy_pgettext("review", "Submitted"),
        ReviewState.CONFLICT: lazy_pgettext("review", "Conflict of interest"),
    }
)
words(
    {
        Stand.UNMARKED: _l("Nothing marked yet"),
        Stand.MARKED: _l("Marked"),
        Stand.ACCEPTED: lazy_pgettext("proposal", "Accepted"),
        Stand.WAITING: lazy_pgettext("proposal", "On the waiting list"),
        Stand.DECLINED: lazy_pgettext("proposal", "Declined"),
    }
)
words(
    {
        Reason.NOT_OPEN: _l("The call is not open yet."),
        Reason.CLOSED: _l("The call is closed, so nothing can be proposed or changed any more."),
        Reason.NOT_CLOSED: _l("Reviewing begins when the call has closed: until then proposals may still change."),
        Reason.CITY_HAS_PROPOSED: _l(
            "Your city has already proposed a session, and each city may send one. Ask your city's focal point, or the"
            " organisers, to have it edited or withdrawn."
        ),
        Reason.PERSON_HAS_PROPOSED: _l(
            "You have already proposed a session, and each person may send one. Edit it, or withdraw it first."
        ),
        Reason.TOO_MANY_DRAFTS: _l("You have %(most)s drafts already. Send or withdraw one first."),
        Reason.NOT_EDITABLE: _l(
            "%(code)s cannot be changed any more: it was withdrawn or is being decided. Write to the organisers."
        ),
        Reason.NOT_DECIDABLE: _l("%(code)s has been decided already."),
        Reason.CONFLICT: _l(
            "%(name)s has a conflict of interest here: the proposal is their own city's or names them."
        ),
        Reason.SCORES_MISSING: _l("Every criterion needs a score before you submit. You can save what you have."),
        Reason.DECIDED: _l("This proposal has been decided, so its reviews stay as they are."),
        Reason.NO_REVIEWERS: _l("Nobody has the duty to review yet. Add reviewers under People first."),
        Reason.NOTHING_MARKED: _l("Nothing is marked that could be decided."),
        Reason.LEAD_NOT_ACCEPTED: _l(
            "%(code)s is to be merged into a proposal that is not accepted. Accept that one too, or unmark %(code)s."
        ),
        Reason.LEAD_MERGED: _l("%(code)s is to be merged into a proposal that is merged itself. Choose another lead."),
        Reason.HAS_REVIEWS: _l(
            "Reviewers have scored a criterion that you took out. Give it the weight 0 instead: then it does not count."
        ),
        Reason.ALREADY_TOLD: _l("It is too late to undo this: the mails have left. Decide anew instead."),
        Reason.IN_AGENDA: _l(
            "%(code)s has a time in the agenda already, so this cannot be undone. Put it back into the tray first."
        ),
    }
)

"""Words of matching."""

from flask_babel import lazy_gettext as _l

from exchange.domain.matching import Likeness, NoMatch
from exchange.i18n import words
from exchange.matching import service
from exchange.matching.models import Direction, Level

words(
    {
        Direction.NEED: _l("We need"),
        Direction.OFFER: _l("We offer"),
        Direction.LESSON: _l("What did not work"),
    }
)
words(
    {
        Level.STARTING: _l("Starting"),
        Level.RUNNING: _l("Running"),
        Level.CAN_TEACH: _l("Can teach others"),
    }
)
words(
    {
        Likeness.REGION: _l("Both are in the same region."),
        Likeness.INCOME: _l("Both are in countries of the same income group."),
        Likeness.SIZE: _l("Both are about the same size."),
    }
)
words(
    {
        NoMatch.NOTHING_SAID: _l(
            "No good match yet, because your city has not said what it needs and what it can offer."
        ),
        NoMatch.NOBODY_ELSE: _l("No good match yet, because no other city is registered for this forum."),
        NoMatch.NOBODY_ON_THIS: _l(
            "No good match yet, because no registered city has said anything that answers yours, on any of your themes."
        ),
        NoMatch.NO_LANGUAGE: _l(
            "No good match yet, because the cities with an answer for you share no language with you."
        ),
    }
)
words(
    {
        service.Reason.SAID_ALREADY: _l(
            "Your city has said this about the subtheme already. Change that sentence instead."
        ),
    }
)

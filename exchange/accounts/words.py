"""Why signing in is refused, in words."""

from flask_babel import lazy_gettext as _l

from exchange import limits
from exchange.accounts.service import Reason
from exchange.i18n import words

words(
    {
        Reason.LINK_UNKNOWN: _l("This link is not known here. Please ask for a new one."),
        Reason.LINK_EXPIRED: _l("This link is too old. Please ask for a new one."),
        Reason.LINK_USED: _l("This link has been used already. Please ask for a new one."),
    }
)
words({limits.Reason.TOO_OFTEN: _l("That was tried too often. Please wait an hour and try again.")})

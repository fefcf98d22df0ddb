"""Words of messages."""

from flask_babel import lazy_gettext as _l

from exchange.i18n import words
from exchange.mail import MailState

words(
    {
        MailState.QUEUED: _l("Waiting"),
        MailState.SENT: _l("Sent"),
        MailState.KEPT: _l("Kept here: there is no mail server"),
    }
)

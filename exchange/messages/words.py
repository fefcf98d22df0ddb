"""Words of messages."""

from flask_babel import lazy_gettext as _l
from flask_babel import lazy_pgettext

from exchange.i18n import words
from exchange.mail import MailState

words(
    {
        MailState.QUEUED: _l("Waiting"),
        MailState.SENT: lazy_pgettext("mail", "Sent"),
        MailState.KEPT: _l("Kept here: there is no mail server"),
    }
)

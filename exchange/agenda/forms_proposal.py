"""What organisers choose when they ask for a proposal."""

from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import IntegerField, RadioField, SelectField, TimeField
from wtforms.validators import InputRequired, NumberRange

from exchange.agenda.models_proposal import ProposalKind
from exchange.agenda.proposing import Wanted
from exchange.domain.agenda_grid import Hours
from exchange.web import Form

STEPS = (15, 30, 45, 60, 90)
KINDS = {
    ProposalKind.TRAY.value: _l("Only what lies in the tray"),
    ProposalKind.ALL.value: _l("Everything that is not locked"),
    ProposalKind.MEND.value: _l("As little as possible, until every rule is kept"),
}
EFFORTS = {"quick": _l("Some seconds"), "thorough": _l("A minute or more: fewer clashes in large forums")}


class ProposalForm(Form):
    """What may move, and when sessions may take place."""

    kind = RadioField(_l("What may move?"))
    opens = TimeField(_l("Sessions from"), validators=[InputRequired(_l("Type a time."))])
    closes = TimeField(_l("to"), validators=[InputRequired(_l("Type a time."))])
    step = SelectField(_l("A session may begin every"), coerce=int)
    effort = RadioField(_l("How long may it take?"), default="quick")
    seed = IntegerField(
        _l("Variant"),
        default=1,
        validators=[NumberRange(1, 9999, _l("Type a number from 1 to 9999."))],
    )

    def __init__(self, **values: Any) -> None:
        super().__init__(**values)
        self.kind.choices = list(KINDS.items())
        self.effort.choices = list(EFFORTS.items())
        self.step.choices = [(minutes, _("%(minutes)s min", minutes=minutes)) for minutes in STEPS]

    def validate(self, extra_validators: Any = None) -> bool:
        """Also whether the day ends after it begins."""
        good = bool(super().validate(extra_validators))
        if self.opens.data and self.closes.data and self.closes.data <= self.opens.data:
            self.closes.errors = [_("The day must end after it begins.")]
            return False
        return good

    @property
    def wanted(self) -> Wanted:
        """What was chosen."""
        assert self.opens.data and self.closes.data  # noqa: S101 - validated
        hours = Hours(self.opens.data, self.closes.data, self.step.data)
        return Wanted(ProposalKind(self.kind.data), hours, self.effort.data, self.seed.data or 1)


def proposal_form(hours: Hours, kind: ProposalKind) -> ProposalForm:
    """The form with what is likely."""
    typed = {"opens": hours.opens, "closes": hours.closes, "step": hours.step, "kind": kind.value}
    return ProposalForm(data=typed)

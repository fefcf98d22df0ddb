"""What matching does when something happened elsewhere."""

from typing import Any

from flask import url_for
from flask_babel import gettext as _

from exchange.accounts.models import Person
from exchange.cities.models import City
from exchange.cities.signals import Section, city_shown
from exchange.domain.checklist import Step
from exchange.forums.models import Forum
from exchange.forums.signals import ChecklistItem, checklist_asked
from exchange.matching import queries
from exchange.matching.gate import may_speak_for
from exchange.registration.models import Registration
from exchange.registration.signals import MeTask, me_shown


@city_shown.connect
def needs_and_offers(city: City, *, person: Person | None, **_facts: Any) -> list[Section]:
    """What the city says, on its page."""
    statements = queries.statements_of(city)
    may_edit = may_speak_for(person, city)
    if not statements and not may_edit:
        return []
    return [Section("matching/city_section.html", {"city": city, "statements": statements, "may_edit": may_edit})]


@me_shown.connect
def tasks(registration: Registration) -> list[MeTask]:
    """Saying what one's city needs and offers, for those who may."""
    city = registration.city
    if city is None or not may_speak_for(registration.person, city):
        return []
    href = url_for("matching.city_exchange", number=city.id)
    return [MeTask(_("Say what your city needs and offers"), queries.has_said(city.id), href)]


@checklist_asked.connect
def checklist(forum: Forum) -> list[ChecklistItem]:
    """Whether enough cities have said something to be matched."""
    cities, said = queries.said_at(forum)
    return [
        ChecklistItem(
            Step.MATCHING,
            _("Cities have said what they need and offer"),
            done=cities > 1 and said * 2 >= cities,
            href=url_for("matching.statements", slug=forum.slug),
            note=_("%(said)s of %(all)s registered cities have.", said=said, all=cities),
        )
    ]

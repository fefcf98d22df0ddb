"""The organiser's checklist in words: what the forum's own rules and the rooms above say is missing."""

from flask import url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from exchange.domain.checklist import Check, Checked, Step, forum_checks
from exchange.forums import queries
from exchange.forums.models import Forum, ForumState
from exchange.forums.signals import ChecklistItem, checklist_asked
from exchange.i18n import word

# Where each line of the checklist is done.
PLACES = {
    Check.ROOMS: "forums_manage.rooms",
    Check.BOOTHS: "forums_manage.rooms",
    Check.THEMES: "forums_manage.themes",
    Check.ORGANISER: "forums_manage.duties",
    Check.PUBLIC: "forums_manage.state",
}
# The part of the settings where it is done.
PARTS = {
    Check.TITLES: "titles",
    Check.SUMMARIES: "summaries",
    Check.WELCOME: "welcomes",
    Check.HOST_CITY: "place",
    Check.VENUE: "venue",
    Check.ADDRESS: "venue",
    Check.WINDOW: "registration",
    Check.CAPACITY: "quota",
    Check.QUOTA: "quota",
}


def steps_of(forum: Forum) -> list[tuple[Step, list[ChecklistItem]]]:
    """Every step with its lines, the forum's own first."""
    items = [_item(forum, line) for line in forum_checks(queries.counts_of(forum))]
    others = [item for _receiver, answer in checklist_asked.send(forum) for item in answer or ()]
    # Receivers answer in no fixed order.
    items += sorted(others, key=lambda item: (item.href, item.text))
    return [(step, [item for item in items if item.step is step]) for step in Step]


def missing_for(forum: Forum, state: ForumState) -> list[Check]:
    """What should be there before a forum takes a state and is not."""
    if state is not ForumState.PUBLIC:
        return []
    lines = forum_checks(queries.counts_of(forum))
    return [
        line.check
        for line in lines
        if line.step is Step.REGISTRATION and not line.done and line.check is not Check.PUBLIC
    ]


def _item(forum: Forum, line: Checked) -> ChecklistItem:
    href = url_for(PLACES.get(line.check, "forums_manage.settings"), slug=forum.slug, _anchor=PARTS.get(line.check))
    return ChecklistItem(line.step, word(line.check), line.done, href, _note(line))


def _note(line: Checked) -> str:
    note: str = ""
    if line.wanted is not None:
        note = _("%(have)s of %(wanted)s languages", have=line.have, wanted=line.wanted)
    elif line.check is Check.ROOMS and line.have:
        note = ngettext("%(num)s room", "%(num)s rooms", line.have)
    elif line.check is Check.THEMES and line.have:
        note = ngettext("%(num)s theme", "%(num)s themes", line.have)
    return note

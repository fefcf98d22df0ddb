"""What somebody who registered should still do: our own questions, then those of the other rooms."""

from flask import url_for
from flask_babel import gettext as _

from exchange.domain.delegations import Standing
from exchange.registration.models import Registration
from exchange.registration.signals import MeTask, me_shown

# Those whose answers somebody waits for.
HOPEFUL = frozenset({Standing.DRAFT, Standing.SUBMITTED, Standing.WAITING, Standing.APPROVED})


def tasks_of(registration: Registration) -> list[MeTask]:
    """All tasks of a registration in the language of the moment; none for who was declined or has left."""
    if registration.standing not in HOPEFUL:
        return []
    own = _own_tasks(registration)
    if registration.standing is Standing.DRAFT:
        return own
    others = [task for _receiver, tasks in me_shown.send(registration) for task in tasks or ()]
    # Receivers answer in no fixed order.
    return own + sorted(others, key=lambda task: task.href)


def _own_tasks(registration: Registration) -> list[MeTask]:
    slug = registration.forum.slug
    form = url_for("registration.register", slug=slug)
    needs = url_for("registration.needs", slug=slug)
    tasks = [MeTask(_("Send your registration"), registration.standing is not Standing.DRAFT, form)]
    tasks.append(MeTask(_("Give your function, for the badge and the list"), bool(registration.function), form))
    tasks.append(MeTask(_("Say what you eat and what we should prepare"), registration.needs_given, needs))
    if not _at_home(registration):
        known = bool(registration.arrives_on and registration.leaves_on)
        tasks.append(MeTask(_("Say when you arrive and leave"), known, needs))
    return tasks


def _at_home(registration: Registration) -> bool:
    host = registration.forum.host_city_id
    return host is not None and registration.city_id == host

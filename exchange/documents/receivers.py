"""What documents does when something happened elsewhere."""

from typing import Any

from exchange import jobs
from exchange.agenda.models import Release
from exchange.agenda.signals import release_published
from exchange.documents.service import PROGRAMME
from exchange.forums.models import Forum


@release_published.connect
def print_ahead(_release: Release, *, forum: Forum, **_facts: Any) -> None:
    """Has the programme made before anybody asks for it."""
    jobs.enqueue(PROGRAMME, forum_id=forum.id)

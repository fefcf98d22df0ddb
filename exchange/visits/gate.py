"""Who may write a visit, and which visit a request is about."""

from flask import abort, g

from exchange.accounts.gate import the_person
from exchange.accounts.models import Person
from exchange.forums.gate import may_organise, public_forum
from exchange.forums.models import Forum
from exchange.visits import queries
from exchange.visits.models import StudyVisit


def may_edit(person: Person | None, visit: StudyVisit) -> bool:
    """Hosts of the visit and organisers of its forum."""
    return person is not None and (may_organise(person, visit.forum) or queries.is_host(person, visit))


def may_create(person: Person | None, forum: Forum) -> bool:
    """Organisers, and the focal point and approved delegates of the city that receives the forum."""
    return person is not None and (may_organise(person, forum) or queries.is_of_host_city(person, forum))


def may_host(person: Person | None, forum: Forum) -> bool:
    """Whether a person has anything to do on the host's side of a forum."""
    return person is not None and (queries.hosts_in(person, forum) or queries.is_of_host_city(person, forum))


def may_enter(person: Person | None, forum: Forum) -> bool:
    """Who may open the host's side: hosts, those who may become one, and organisers."""
    return may_organise(person, forum) or may_host(person, forum)


def hosting_forum(slug: str) -> Forum:
    """The forum of an address for somebody on the host's side; sign-in page for strangers, 403 for others."""
    person = the_person()
    forum = public_forum(slug, also=lambda forum: may_enter(person, forum))
    if not may_enter(person, forum):
        abort(403)
    return forum


def hosted_visit(slug: str, code: str) -> StudyVisit:
    """The visit of an address for one of its hosts or an organiser; 404 for others who are on the host's side."""
    forum = hosting_forum(slug)
    visit = queries.visit_of(forum, code)
    if visit is None or not may_edit(g.person, visit):
        abort(404)
    return visit

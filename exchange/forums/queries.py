"""Reads of forums."""

from datetime import date, timedelta

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from exchange import clock
from exchange.accounts.models import Person
from exchange.db import db
from exchange.domain.checklist import ForumCounts
from exchange.forums.models import Duty, Forum, ForumDuty, ForumState, ForumTheme, Room
from exchange.i18n import localised
from exchange.practices.models import Theme

SHOWN = (ForumState.PUBLIC, ForumState.CLOSED)


def _today() -> date:
    # The day that is still on somewhere on earth: a forum leaves the list only when it is over for everyone.
    return (clock.now() - timedelta(hours=12)).date()


def _forums(*conditions: sa.ColumnElement[bool]) -> sa.Select[Forum]:
    return sa.select(Forum).where(*conditions).options(joinedload(Forum.host_city))


def upcoming_forums() -> list[Forum]:
    """Public forums that are not over yet, the next one first."""
    wanted = _forums(Forum.state.in_(SHOWN), Forum.ends_on >= _today())
    return list(db.session.scalars(wanted.order_by(Forum.starts_on, Forum.id)))


def past_forums(limit: int = 6) -> list[Forum]:
    """Forums that are over and not archived, the last one first."""
    wanted = _forums(Forum.state.in_(SHOWN), Forum.ends_on < _today())
    return list(db.session.scalars(wanted.order_by(Forum.starts_on.desc(), Forum.id).limit(limit)))


def all_forums() -> list[Forum]:
    """Every forum for the secretariat, the latest first."""
    return list(db.session.scalars(_forums().order_by(Forum.starts_on.desc(), Forum.id.desc())))


def organised_by(person: Person) -> list[Forum]:
    """The forums somebody organises, the latest first."""
    theirs = sa.select(ForumDuty.forum_id).where(ForumDuty.person_id == person.id, ForumDuty.duty == Duty.ORGANISER)
    return list(db.session.scalars(_forums(Forum.id.in_(theirs)).order_by(Forum.starts_on.desc(), Forum.id.desc())))


def forum_with_slug(slug: str) -> Forum | None:
    """The forum of an address."""
    return db.session.scalar(sa.select(Forum).where(Forum.slug == slug))


def rooms_of(forum: Forum) -> list[Room]:
    """A forum's rooms in their order."""
    wanted = sa.select(Room).where(Room.forum_id == forum.id).order_by(Room.position, Room.id)
    return list(db.session.scalars(wanted))


def room_of(forum: Forum, number: int) -> Room | None:
    """A room of this forum; None for another forum's."""
    return db.session.scalar(sa.select(Room).where(Room.id == number, Room.forum_id == forum.id))


def themes_of(forum: Forum) -> list[Theme]:
    """The themes a forum is about, in the alliance's order."""
    wanted = (
        sa.select(Theme)
        .join(ForumTheme, ForumTheme.theme_code == Theme.code)
        .where(ForumTheme.forum_id == forum.id)
        .order_by(Theme.position, Theme.code)
    )
    return list(db.session.scalars(wanted))


def theme_choices(forum: Forum) -> list[tuple[str, str]]:
    """(code, name in the page's language) of a forum's themes."""
    return [(theme.code, localised(theme.names, forum.languages).text) for theme in themes_of(forum)]


def duties_at(forum: Forum) -> list[ForumDuty]:
    """Who works on a forum, by duty and name."""
    wanted = (
        sa.select(ForumDuty)
        .join(ForumDuty.person)
        .where(ForumDuty.forum_id == forum.id)
        .options(joinedload(ForumDuty.person))
        .order_by(ForumDuty.duty, Person.family_name, Person.email)
    )
    return list(db.session.scalars(wanted))


def counts_of(forum: Forum) -> ForumCounts:
    """What the checklist asks about the forum itself."""
    rooms = rooms_of(forum)
    return ForumCounts(
        languages=len(forum.languages),
        titles=_written(forum, forum.titles),
        welcomes=_written(forum, forum.welcomes),
        summaries=_written(forum, forum.summaries),
        rooms=len(rooms),
        booths=sum(bool(room.booths) for room in rooms),
        themes=_count(ForumTheme, ForumTheme.forum_id == forum.id),
        organisers=_count(ForumDuty, ForumDuty.forum_id == forum.id, ForumDuty.duty == Duty.ORGANISER),
        host_city=forum.host_city_id is not None,
        venue=bool(forum.venue_name),
        address=bool(forum.venue_address),
        window=bool(forum.registration_opens_at and forum.registration_closes_at),
        capacity=forum.capacity is not None,
        quota=forum.city_quota is not None,
        public=forum.state is not ForumState.DRAFT,
    )


def _written(forum: Forum, texts: dict[str, str]) -> int:
    return sum(bool(texts.get(language)) for language in forum.languages)


def _count(table: type[ForumTheme] | type[ForumDuty], *conditions: sa.ColumnElement[bool]) -> int:
    return db.session.scalar(sa.select(sa.func.count()).select_from(table).where(*conditions)) or 0

"""Telling the agenda what it should know: presets, rules, interpreters, ways, absences and VIPs."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

import sqlalchemy as sa

from exchange import audit
from exchange.accounts.models import Person
from exchange.agenda.facts import WISHED_BY, teams_of, walks_of
from exchange.agenda.formats import Preset
from exchange.agenda.models import Format
from exchange.agenda.models_facts import Absence, AgendaRule, FormatPreset, InterpreterTeam, SiteWalk, Vip
from exchange.db import db, db_lock
from exchange.domain.refusal import Refusal
from exchange.domain.timetable import ClashKind, Level, Team
from exchange.domain.timetable_levels import DEFAULT_LEVELS
from exchange.forums.models import Forum


class Reason(StrEnum):
    """Why something is not noted."""

    ENDS_FIRST = "ends_first"
    OUTSIDE_FORUM = "outside_forum"


# Formats


def set_preset(forum: Forum, kind: Format, preset: Preset) -> None:
    """What is usual for a format at this forum from now on; sessions that exist keep what they have."""
    db_lock(Forum, forum.id)
    row = db.session.get(FormatPreset, (forum.id, kind))
    if row is None:
        row = FormatPreset(forum_id=forum.id, format=kind, minutes=preset.minutes, seats=preset.seats)
        db.session.add(row)
    row.minutes, row.seats, row.layout, row.roles = preset.minutes, preset.seats, preset.layout, list(preset.roles)
    audit.record("agenda.preset_set", forum, format=kind.value)


def reset_preset(forum: Forum, kind: Format) -> None:
    """Back to what is usual everywhere."""
    db.session.execute(sa.delete(FormatPreset).where(FormatPreset.forum_id == forum.id, FormatPreset.format == kind))
    audit.record("agenda.preset_reset", forum, format=kind.value)


# Rules


def set_rules(forum: Forum, levels: Mapping[ClashKind, Level], wished_by: int) -> None:
    """The level of every rule; one that is as usual leaves no row."""
    db_lock(Forum, forum.id)
    _clear_rules(forum)
    for kind, level in levels.items():
        number = wished_by if kind is ClashKind.WISH_CLASH and wished_by != WISHED_BY else None
        if number or level is not DEFAULT_LEVELS[kind]:
            db.session.add(AgendaRule(forum_id=forum.id, kind=kind, level=level, number=number))
    audit.record("agenda.rules_set", forum, levels={kind.value: level.value for kind, level in levels.items()})


def reset_rules(forum: Forum) -> None:
    """Every rule as it is usually."""
    db_lock(Forum, forum.id)
    _clear_rules(forum)
    audit.record("agenda.rules_reset", forum)


def _clear_rules(forum: Forum) -> None:
    db.session.execute(sa.delete(AgendaRule).where(AgendaRule.forum_id == forum.id))


# Interpreters and ways


@dataclass(frozen=True)
class Staffing:
    """Interpreters by language and minutes between two buildings (the smaller name first)."""

    teams: Mapping[str, Team]
    walks: Mapping[tuple[str, str], int]


def staffing_of(forum: Forum) -> Staffing:
    """What the forum knows of interpreters and ways."""
    return Staffing(
        teams={row.language: Team(row.teams, row.minutes_a_day) for row in teams_of(forum)},
        walks={(row.one, row.other): row.minutes for row in walks_of(forum)},
    )


def set_staffing(forum: Forum, staffing: Staffing) -> None:
    """Interpreters and ways as typed; a language without teams and a way without minutes leave no row."""
    db_lock(Forum, forum.id)
    db.session.execute(sa.delete(InterpreterTeam).where(InterpreterTeam.forum_id == forum.id))
    db.session.execute(sa.delete(SiteWalk).where(SiteWalk.forum_id == forum.id))
    for language, team in staffing.teams.items():
        minutes = team.minutes_a_day
        db.session.add(InterpreterTeam(forum_id=forum.id, language=language, teams=team.teams, minutes_a_day=minutes))
    for (one, other), minutes in staffing.walks.items():
        db.session.add(SiteWalk(forum_id=forum.id, one=one, other=other, minutes=minutes))
    audit.record("agenda.staffing_set", forum)


# People


def note_absence(forum: Forum, person: Person, starts_at: datetime, ends_at: datetime, note: str) -> Absence:
    """Notes when somebody cannot be there. Raises Refusal for a time that ends first or misses the forum."""
    if ends_at <= starts_at:
        raise Refusal(Reason.ENDS_FIRST)
    first, last = starts_at.astimezone(forum.zone).date(), ends_at.astimezone(forum.zone).date()
    if last < forum.starts_on or first > forum.ends_on:
        raise Refusal(Reason.OUTSIDE_FORUM)
    row = Absence(forum_id=forum.id, person_id=person.id, starts_at=starts_at, ends_at=ends_at, note=note)
    db.session.add(row)
    audit.record("agenda.absence_noted", row, person=person.id)
    return row


def forget_absence(absence: Absence) -> None:
    """Takes an absence back."""
    audit.record("agenda.absence_forgotten", absence, person=absence.person_id)
    db.session.delete(absence)


def mark_vip(forum: Forum, person: Person, minutes: int) -> None:
    """Somebody has this many minutes between two sessions from now on."""
    row = db.session.get(Vip, (forum.id, person.id))
    if row is None:
        row = Vip(forum_id=forum.id, person_id=person.id)
        db.session.add(row)
    row.minutes = minutes
    audit.record("agenda.vip_marked", forum, person=person.id)


def unmark_vip(forum: Forum, person_id: int) -> None:
    """Somebody is treated as everybody again."""
    db.session.execute(sa.delete(Vip).where(Vip.forum_id == forum.id, Vip.person_id == person_id))
    audit.record("agenda.vip_unmarked", forum, person=person_id)


# Copying


def copy_knowledge(source: Forum, forum: Forum) -> None:
    """What one forum knows and the next may start from; people's times are not among it."""
    for table in (FormatPreset, AgendaRule, InterpreterTeam, SiteWalk):
        columns = [column for column in table.__table__.columns if column.name != "forum_id"]
        for row in db.session.execute(sa.select(*columns).where(table.forum_id == source.id)).mappings():
            db.session.add(table(forum_id=forum.id, **row))

"""The interpreters' rota: which team is in which booth, how long each works, and where teams are short.

Practice (AIIC's working conditions): two interpreters a booth take turns of about half an hour and work about seven
hours a day at most; beyond that a third one joins them. A language's booth is needed in every session that has more
than one language, the floor's own too: it speaks when an answer comes in another one.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, tzinfo

from exchange.domain.timetable import Facts, Placed

BOOTH = 2
LONG_DAY_BOOTH = 3
LONG_DAY_MINUTES = 420
# To leave one booth and settle in another. The clash rule knows no such minutes, so a team goes without them before it
# is said that one is missing.
CHANGE_MINUTES = 10


@dataclass(frozen=True)
class TeamDay:
    """What one team does on one day; `number` counts from 1 within a language. `extra`: nobody has this team."""

    language: str
    number: int
    day: date
    sessions: tuple[Placed, ...]
    extra: bool = False

    @property
    def minutes(self) -> int:
        """Minutes in the booth."""
        return sum(_minutes(one) for one in self.sessions)

    @property
    def interpreters(self) -> int:
        """How many people the team needs that day."""
        return LONG_DAY_BOOTH if self.minutes > LONG_DAY_MINUTES else BOOTH

    @property
    def too_long(self) -> bool:
        """Whether a third interpreter must join them."""
        return self.minutes > LONG_DAY_MINUTES


@dataclass(frozen=True)
class Rota:
    """All team days, by day, language and team. `peak` is how many interpreters work on the busiest day, `headsets` how
    many people sit at most in interpreted sessions that run at once."""

    team_days: tuple[TeamDay, ...]
    peak: int
    headsets: int

    @property
    def languages(self) -> tuple[str, ...]:
        """The languages of the booths."""
        return tuple(sorted({one.language for one in self.team_days}))

    @property
    def interpreter_days(self) -> int:
        """Days of interpreters to pay."""
        return sum(one.interpreters for one in self.team_days)

    @property
    def short(self) -> tuple[TeamDay, ...]:
        """Team days that nobody has been found for."""
        return tuple(one for one in self.team_days if one.extra)

    def interpreters_by_language(self) -> dict[str, int]:
        """The most interpreters of each language on one day."""
        by_day: defaultdict[tuple[str, date], int] = defaultdict(int)
        for one in self.team_days:
            by_day[one.language, one.day] += one.interpreters
        return {code: max(n for (each, _day), n in by_day.items() if each == code) for code in self.languages}


def rota_of(facts: Facts) -> Rota:
    """The rota of an agenda with the fewest team days its hours allow, the hours shared out evenly."""
    zone = facts.zone or UTC
    booths: defaultdict[tuple[date, str], list[Placed]] = defaultdict(list)
    interpreted = [one for one in facts.sessions if isinstance(one, Placed) and len(one.languages) > 1]
    sane = sorted(
        (one for one in interpreted if one.ends_at > one.starts_at), key=lambda one: (one.starts_at, one.code)
    )
    for one in sane:
        for language in one.languages:
            booths[_day(one, zone), language].append(one)
    days: list[TeamDay] = []
    for (day, language), sessions in sorted(booths.items()):
        team = facts.teams.get(language)
        most = team.minutes_a_day if team else LONG_DAY_MINUTES
        known = team.teams if team else len(sessions) if not facts.teams else 0
        for number, shift in enumerate(_shared_out(sessions, most, known), 1):
            days.append(TeamDay(language, number, day, tuple(shift), extra=number > known))
    return Rota(tuple(days), _peak(days), _headsets(sane, facts))


def _shared_out(sessions: Sequence[Placed], most: int, known: int) -> list[list[Placed]]:
    """Sessions of one language and day among as few teams as will do; in a hurry rather than with a missing one."""
    calm = _among_fewest(sessions, most, CHANGE_MINUTES)
    return calm if len(calm) <= known else min(calm, _among_fewest(sessions, most, 0), key=len)


def _among_fewest(sessions: Sequence[Placed], most: int, change: int) -> list[list[Placed]]:
    total = sum(_minutes(one) for one in sessions)
    fewest = max(_most_at_once(sessions), -(-total // max(most, 1)))
    for teams in range(fewest, len(sessions)):
        if found := _among(sessions, teams, most, change):
            return found
    return [[one] for one in sessions]


def _among(sessions: Sequence[Placed], teams: int, most: int, change: int) -> list[list[Placed]] | None:
    """Each session goes to the team that has worked least and can be there in time; None when there is none."""
    shifts: list[list[Placed]] = [[] for _ in range(teams)]
    for one in sessions:
        free = [shift for shift in shifts if _can_take(shift, one, most, change)]
        if not free:
            return None
        min(free, key=lambda shift: sum(_minutes(each) for each in shift)).append(one)
    return [shift for shift in shifts if shift]


def _can_take(shift: list[Placed], one: Placed, most: int, change: int) -> bool:
    if not shift:
        return True
    last = shift[-1]
    settling = timedelta(minutes=0 if last.room == one.room else change)
    return last.ends_at + settling <= one.starts_at and sum(_minutes(each) for each in (*shift, one)) <= most


def _most_at_once(sessions: Sequence[Placed]) -> int:
    return max(sum(other.starts_at <= one.starts_at < other.ends_at for other in sessions) for one in sessions)


def _peak(days: Iterable[TeamDay]) -> int:
    by_day: defaultdict[date, int] = defaultdict(int)
    for one in days:
        by_day[one.day] += one.interpreters
    return max(by_day.values(), default=0)


def _headsets(sessions: Sequence[Placed], facts: Facts) -> int:
    halls: Mapping[int | None, int] = {hall.key: hall.capacity for hall in facts.halls}
    moments = {one.starts_at for one in sessions}
    return max((_seated(sessions, halls, moment) for moment in moments), default=0)


def _seated(sessions: Iterable[Placed], halls: Mapping[int | None, int], moment: datetime) -> int:
    """People in interpreted sessions at one moment: those expected, or as many as the room holds."""
    running = [one for one in sessions if one.starts_at <= moment < one.ends_at]
    return sum(min(one.seats or halls.get(one.room, 0), halls.get(one.room, one.seats or 0)) for one in running)


def _minutes(one: Placed) -> int:
    return int((one.ends_at - one.starts_at).total_seconds()) // 60


def _day(one: Placed, zone: tzinfo) -> date:
    return one.starts_at.astimezone(zone).date()

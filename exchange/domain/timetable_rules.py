"""What can be wrong with the time of a session: its day, its pauses, and who else must be where."""

from collections.abc import Callable, Iterator

from exchange.domain.timetable import Break, BreakKind, Clash, Involved, Placed
from exchange.domain.timetable_index import Index, meet, minutes_between
from exchange.domain.timetable_levels import ClashKind

Rule = Callable[[Index, Placed], Iterator[Clash]]

_KIND_OF_BREAK = {
    BreakKind.MEAL: ClashKind.IN_MEAL,
    BreakKind.PRAYER: ClashKind.IN_PRAYER,
    BreakKind.MEETINGS: ClashKind.IN_MEETINGS,
}


def in_order(index: Index, one: Placed) -> Iterator[Clash]:
    """An end after the start, and both on one day of the forum; midnight itself still belongs to the day."""
    opens, closes = index.facts.opens, index.facts.closes
    if one.ends_at <= one.starts_at:
        yield index.found(ClashKind.ENDS_BEFORE_START, one)
    elif (closes and one.starts_at < closes < one.ends_at) or (
        index.facts.zone and index.night_after(one.starts_at) < one.ends_at
    ):
        yield index.found(ClashKind.PAST_MIDNIGHT, one)
    if (opens and one.starts_at < opens) or (closes and one.starts_at >= closes):
        yield index.found(ClashKind.OUTSIDE_DAYS, one)


def in_allowed_times(index: Index, one: Placed) -> Iterator[Clash]:
    """Within one of the times the session may have."""
    fits = any(span.starts_at <= one.starts_at and one.ends_at <= span.ends_at for span in one.allowed)
    if one.allowed and not fits:
        yield index.found(ClashKind.OUTSIDE_ALLOWED, one)


def beside_pauses(index: Index, one: Placed) -> Iterator[Clash]:
    """Not while people eat, pray, meet or rest."""
    for pause in index.facts.breaks:
        if meet(one, pause) and _counts(pause):
            yield index.found(_KIND_OF_BREAK.get(pause.kind, ClashKind.IN_PAUSE), one, pause=pause)


def _counts(pause: Break) -> bool:
    return pause.alone or pause.kind is not BreakKind.MEETINGS


def people_once(index: Index, one: Placed) -> Iterator[Clash]:
    """Nobody in two places at once, and a VIP with time to breathe between two sessions."""
    people = {person.key: person for person in one.people}
    for key, other in index.others(index.of_person, people, one):
        gap = minutes_between(one, other)
        needed = index.facts.vips.get(key, 0)
        if gap < 0:
            yield index.found(ClashKind.PERSON_TWICE, one, other, person=people[key])
        elif gap < needed:
            yield index.found(ClashKind.VIP_GAP, one, other, person=people[key], minutes=gap, needed=needed)


def people_there(index: Index, one: Placed) -> Iterator[Clash]:
    """Everybody at the forum, and not away on a study visit."""
    for person in {person.key: person for person in one.people}.values():
        for away in index.facts.absences.get(person.key, ()):
            if meet(one, away):
                yield index.found(ClashKind.ABSENCE, one, person=person, away=away)
        yield from _on_visits(index, one, person)


def _on_visits(index: Index, one: Placed, person: Involved) -> Iterator[Clash]:
    for outing in index.outings_of.get(person.key, ()):
        if meet(one, outing):
            kind = ClashKind.PERSON_TWICE if person.key in outing.leads else ClashKind.VISIT_SEAT
            yield index.found(kind, one, person=person, outing=outing)


def cities_once(index: Index, one: Placed) -> Iterator[Clash]:
    """No city in two sessions at once."""
    cities = {city.key: city for city in one.cities}
    for key, other in index.others(index.of_city, cities, one):
        if meet(one, other):
            yield index.found(ClashKind.CITY_TWICE, one, other, person=cities[key])


def series_apart(index: Index, one: Placed) -> Iterator[Clash]:
    """Sessions of one series one after the other."""
    for _series, other in index.others(index.in_series, [one.series], one):
        if meet(one, other):
            yield index.found(ClashKind.SERIES, one, other)


def after_what_comes_before(index: Index, one: Placed) -> Iterator[Clash]:
    """Each session after those it builds on. The earlier session of the finding is the one that comes too soon."""
    for key in one.after:
        before = index.standing.get(key)
        if before and one.starts_at < before.ends_at:
            yield index.found(ClashKind.ORDER, one, before, follows=one.key)
    for _key, follower in index.others(index.following, [one.key], one):
        if follower.starts_at < one.ends_at:
            yield index.found(ClashKind.ORDER, one, follower, follows=follower.key)


def alone_where_exclusive(index: Index, one: Placed) -> Iterator[Clash]:
    """Nothing beside a session that is for everyone."""
    for other in index.standing.values() if one.exclusive else index.exclusive:
        if other.key != one.key and meet(one, other):
            yield index.found(ClashKind.EXCLUSIVE, one, other)


def wishes_apart(index: Index, one: Placed) -> Iterator[Clash]:
    """What many delegates want both of not at the same time."""
    for key, delegates in index.wished_with.get(one.key, ()):
        other = index.standing.get(key)
        if other and meet(one, other):
            yield index.found(ClashKind.WISH_CLASH, one, other, delegates=delegates)


def teams_enough(index: Index, one: Placed) -> Iterator[Clash]:
    """A team of interpreters for each language of each session; nothing is said while nobody told the teams."""
    if not index.facts.teams:
        return
    for language, day in index.teams_wanted(one):
        team = index.facts.teams.get(language)
        running = [other for _key, other in index.others(index.interpreted, [(language, day)], one) if meet(one, other)]
        most = _busiest(one, running)
        if len(most) > (team.teams if team else 0):
            teams = team.teams if team else 0
            yield index.found(ClashKind.TEAMS_SHORT, *most, language=language, teams=teams, needed=len(most))


def _busiest(one: Placed, running: list[Placed]) -> list[Placed]:
    """The most sessions that run at one moment of a session, itself among them."""
    moments = [one.starts_at, *(other.starts_at for other in running if other.starts_at > one.starts_at)]
    at_once = [[other for other in running if other.starts_at <= moment < other.ends_at] for moment in moments]
    return [one, *max(at_once, key=len)]


def teams_rested(index: Index, one: Placed) -> Iterator[Clash]:
    """No language with more hours on a day than its teams may work."""
    for language, day in index.teams_wanted(one):
        team = index.facts.teams.get(language)
        if team is None:
            continue
        same_day = [one, *(other for _key, other in index.others(index.interpreted, [(language, day)], one))]
        minutes = int(sum((each.ends_at - each.starts_at).total_seconds() for each in same_day) // 60)
        allowed = team.teams * team.minutes_a_day
        if minutes > allowed:
            yield index.found(ClashKind.TEAM_HOURS, *same_day, language=language, minutes=minutes, allowed=allowed)


BY_TIME: tuple[Rule, ...] = (
    in_allowed_times,
    beside_pauses,
    people_once,
    people_there,
    cities_once,
    series_apart,
    after_what_comes_before,
    alone_where_exclusive,
    wishes_apart,
    teams_enough,
    teams_rested,
)

"""The requirements of an instance one by one: listed as facts, and taken out of it again."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace

from exchange.domain.agenda_planner.facts import Fact, FactKind
from exchange.domain.agenda_planner.instance import Instance, Session

# What it costs to give a fact up: people and promises are dearer than wishes for a room.
PRICES = {
    FactKind.FEATURE: 1, FactKind.ROOM_CHOICE: 1, FactKind.STARTS: 2, FactKind.SEATS: 2, FactKind.ROOM_LOCK: 2,
    FactKind.SERIES: 2, FactKind.START_LOCK: 3, FactKind.ORDER: 3, FactKind.BOOTHS: 3, FactKind.EXCLUSIVE: 4,
    FactKind.TEAMS: 4, FactKind.ROOM_AWAY: 5, FactKind.PERSON_AWAY: 5, FactKind.PERSON_ONCE: 9,
}  # fmt: skip
# What everybody comes to, such as an opening, is fixed for more reasons than a plan can know.
PLENARY_PRICE = 10


def price(fact: Fact, instance: Instance) -> int:
    """What it costs to give a fact up: by its kind, and more where it is about a session with nothing beside it."""
    everybody = any(instance.session[name].exclusive for name in fact.sessions if name in instance.session)
    alone = len(fact.sessions) == 1 or fact.kind is FactKind.EXCLUSIVE
    return PRICES[fact.kind] + (PLENARY_PRICE if everybody and alone else 0)


def requirements(instance: Instance) -> list[Fact]:
    """Every fact that could be given up, sorted."""
    return sorted(
        [fact for session in instance.session.values() for fact in _of_session(session)]
        + list(_of_people(instance))
        + list(_of_rooms(instance))
        + list(_of_several(instance))
    )


def without(instance: Instance, facts: Iterable[Fact]) -> Instance:
    """The instance in which these facts do not hold."""
    dropped = set(facts)
    aliases = _aliases(instance, dropped)
    languages = {fact.name for fact in dropped if fact.kind is FactKind.TEAMS}
    overlapping = {fact.name for fact in dropped if fact.kind is FactKind.SERIES}
    rooms = {fact.rooms for fact in dropped if fact.kind is FactKind.ROOM_AWAY}
    plenty = (len(instance.sessions),) * len(instance.blocks)
    return replace(
        instance,
        sessions=tuple(_freed(session, dropped, aliases) for session in instance.sessions),
        rooms=tuple(replace(r, unavailable=frozenset()) if (r.id,) in rooms else r for r in instance.rooms),
        absences=_absences(instance, dropped, aliases),
        teams={**instance.teams, **dict.fromkeys(sorted(languages), plenty)},
        series=tuple(series for series in instance.series if series.id not in overlapping),
        order=tuple(pair for pair in instance.order if Fact(FactKind.ORDER, pair) not in dropped),
    )


def _of_session(one: Session) -> Iterator[Fact]:
    about = (one.id,)
    if one.starts is not None:
        yield Fact(FactKind.STARTS, about)
    if one.lock_start is not None:
        yield Fact(FactKind.START_LOCK, about, number=one.lock_start)
    if one.exclusive:
        yield Fact(FactKind.EXCLUSIVE, about)
    if not one.roomless:
        yield from _room_needs(one)


def _room_needs(one: Session) -> Iterator[Fact]:
    about = (one.id,)
    if one.seats:
        yield Fact(FactKind.SEATS, about, number=one.seats)
    if one.booths_needed:
        yield Fact(FactKind.BOOTHS, about, number=one.booths_needed)
    if one.rooms is not None:
        yield Fact(FactKind.ROOM_CHOICE, about, tuple(sorted(one.rooms)))
    if one.lock_room is not None:
        yield Fact(FactKind.ROOM_LOCK, about, (one.lock_room,))
    for feature in sorted(one.features):
        yield Fact(FactKind.FEATURE, about, name=feature)


def _of_people(instance: Instance) -> Iterator[Fact]:
    for person in sorted({person for one in instance.sessions for person in one.people}):
        sessions = tuple(name for name, one in instance.session.items() if person in one.people)
        if instance.absences.get(person):
            yield Fact(FactKind.PERSON_AWAY, sessions, name=person)
        if len(sessions) > 1:
            yield Fact(FactKind.PERSON_ONCE, sessions, name=person)


def _of_rooms(instance: Instance) -> Iterator[Fact]:
    for room in instance.rooms:
        if room.unavailable:
            yield Fact(FactKind.ROOM_AWAY, rooms=(room.id,))


def _of_several(instance: Instance) -> Iterator[Fact]:
    for series in instance.series:
        if len(set(series.sessions)) > 1:
            yield Fact(FactKind.SERIES, tuple(sorted(set(series.sessions))), name=series.id)
    for pair in sorted(set(instance.order)):
        yield Fact(FactKind.ORDER, pair)
    for language in sorted({language for one in instance.sessions for language in one.languages}):
        sessions = tuple(name for name, one in instance.session.items() if language in one.languages)
        yield Fact(FactKind.TEAMS, sessions, name=language, number=max(instance.teams.get(language, ()), default=0))


def _freed(session: Session, dropped: set[Fact], aliases: dict[tuple[str, str], str]) -> Session:
    """The session without what is dropped of it."""
    about = (session.id,)
    kinds = Counter(fact.kind for fact in dropped if fact.sessions == about)
    gone: Callable[[FactKind], bool] = lambda kind: kinds[kind] > 0  # noqa: E731
    features = {fact.name for fact in dropped if fact.kind is FactKind.FEATURE and fact.sessions == about}
    return replace(
        session,
        starts=None if gone(FactKind.STARTS) else session.starts,
        lock_start=None if gone(FactKind.START_LOCK) else session.lock_start,
        exclusive=session.exclusive and not gone(FactKind.EXCLUSIVE),
        seats=0 if gone(FactKind.SEATS) else session.seats,
        booths=0 if gone(FactKind.BOOTHS) else session.booths,
        rooms=None if gone(FactKind.ROOM_CHOICE) else session.rooms,
        lock_room=None if gone(FactKind.ROOM_LOCK) else session.lock_room,
        features=session.features - features,
        people=frozenset(aliases.get((person, session.id), person) for person in session.people),
    )


def _aliases(instance: Instance, dropped: set[Fact]) -> dict[tuple[str, str], str]:
    """A person who may be in two sessions at once becomes another one in each of them."""
    torn = [fact for fact in dropped if fact.kind is FactKind.PERSON_ONCE]
    return {(fact.name, name): f"{fact.name}\0{name}" for fact in torn for name in fact.sessions}


def _absences(instance: Instance, dropped: set[Fact], aliases: dict[tuple[str, str], str]) -> dict[str, frozenset[int]]:
    there = {fact.name for fact in dropped if fact.kind is FactKind.PERSON_AWAY}
    kept = {person: units for person, units in instance.absences.items() if person not in there}
    return kept | {alias: kept[person] for (person, _), alias in aliases.items() if person in kept}

"""What the delegates want: three study visits each, and sessions."""

import random
from functools import cache

from exchange.demo.cities import cities, themes_of
from exchange.demo.people import people
from exchange.demo.reading import rows
from exchange.demo.registrations import approved, registrations, roles
from exchange.demo.sessions import CLOSED, engagements, sessions
from exchange.demo.values import EVENT_LANGUAGES, SEED, Person, Ranking, Session, Visit, Wish
from exchange.demo.visits import visits

# First choices as the scenario states them: 138 in all for 124 seats.
FIRST_CHOICES = {"V1": 31, "V2": 17, "V3": 38, "V4": 19, "V5": 9, "V6": 24}
DURING_VISITS = ("S21", "S22")


@cache
def rankers() -> tuple[str, ...]:
    """Keys of the 138 who rank: approved, and not needed in a clinic while the visits run."""
    return tuple(key for key in approved() if not set(engagements().get(key, ())) & set(DURING_VISITS))


@cache
def rankings() -> tuple[Ranking, ...]:
    """Three visits each, with the stated number of first choices."""
    chance = random.Random(SEED + 3)
    asked = _Questions(chance)
    first = _first_choices(chance)
    return tuple(_ranking(people()[key], first[key], asked, chance) for key in rankers())


@cache
def _wheelchair_users() -> frozenset[str]:
    return frozenset(each.person.key for each in registrations() if "wheelchair" in each.access)


def open_to(person: Person, visit: Visit) -> bool:
    """Whether the person follows a language of the visit and can get around on it."""
    reachable = visit.step_free != "no" or person.key not in _wheelchair_users()
    return reachable and any(language in person.understands for language in visit.languages)


def _appeal(person: Person, visit: Visit) -> float:
    """How much a visit suits a person: their theme, then the themes of the city."""
    themes = {code.split("-")[0] for code in visit.subthemes}
    return 1 + 4 * (person.theme in themes) + len(themes & set(themes_of(person.city)))


def _first_choices(chance: random.Random) -> dict[str, str]:
    """Deals the first choices out, those with the least to choose from first."""
    left = dict(FIRST_CHOICES)
    order = list(rankers())
    chance.shuffle(order)
    choices = {key: [visit for visit in visits() if open_to(people()[key], visit)] for key in order}
    found: dict[str, str] = {}
    for key in sorted(order, key=lambda key: len(choices[key])):
        able = [visit for visit in choices[key] if left[visit.code]]
        weights = [left[visit.code] * _appeal(people()[key], visit) for visit in able]
        found[key] = chance.choices(able, weights)[0].code
        left[found[key]] -= 1
    return found


def _ranking(person: Person, first: str, asked: "_Questions", chance: random.Random) -> Ranking:
    others = [visit for visit in visits() if visit.code != first]
    # What somebody cannot follow or reach comes last, if there is no other.
    others.sort(key=lambda visit: (not open_to(person, visit), -_appeal(person, visit) * chance.random()))
    return Ranking(person.key, (first, others[0].code, others[1].code), asked.take(person, first))


class _Questions:
    """Hands out the sentences of a visit in turn, so that neighbours in the list ask different things."""

    def __init__(self, chance: random.Random) -> None:
        self._left: dict[tuple[str, str], list[str]] = {}
        self._all: dict[tuple[str, str], list[str]] = {}
        for visit, *sentences in rows("questions"):
            for language, sentence in zip(EVENT_LANGUAGES, sentences, strict=True):
                self._all.setdefault((visit, language), []).append(sentence)
        self._chance = chance

    def take(self, person: Person, visit: str) -> str:
        key = (visit, person.language)
        if not self._left.get(key):
            self._left[key] = self._chance.sample(self._all[key], len(self._all[key]))
        return self._left[key].pop().format(city=cities()[person.city].name)


@cache
def session_wishes() -> tuple[Wish, ...]:
    """Four to eight sessions for each approved delegate, one to three of them a must."""
    chance = random.Random(SEED + 4)
    return tuple(wish for key in approved() for wish in _wishes_of(people()[key], chance))


def _wishes_of(person: Person, chance: random.Random) -> list[Wish]:
    able = [each for each in sessions() if _may_wish(person, each)]
    able.sort(key=lambda each: -_interest(person, each) * chance.random())
    musts = chance.randint(1, 3)
    chosen = able[: chance.randint(4, 8)]
    return [Wish(person.key, each.code, 3 if place < musts else 1) for place, each in enumerate(chosen)]


def _may_wish(person: Person, session: Session) -> bool:
    """What somebody can follow, does not speak in, and is let into."""
    return (
        any(language in person.understands for language in session.languages)
        and session.code not in engagements().get(person.key, ())
        and (session.code != CLOSED or roles()[person.key] == "head")
        and (session.code not in DURING_VISITS or person.key not in rankers())
    )


def _interest(person: Person, session: Session) -> float:
    near = session.theme in themes_of(person.city)
    return 1 + 5 * (session.theme == person.theme) + 3 * near + 1.5 * (session.format in ("plenary", "failure_fair"))

"""Who they are: the named people, and the others made from name parts of their country."""

import random
from functools import cache
from typing import NamedTuple

from exchange.demo.cities import cities, themes_of
from exchange.demo.reading import plain, rows
from exchange.demo.values import EVENT_LANGUAGES, SEED, City, CityRequest, Person

KINDS = {"M": "mayor", "C": "councillor", "S": "senior", "P": "project", "V": "civil", "B": "business"}
# 76 women, 72 men and 2 who do not say; the 24 named delegates are 14 women and 10 men.
GENDERS: tuple[str | None, ...] = ("woman",) * 62 + ("man",) * 62 + (None,) * 2
# Chance that somebody who works in the first language also follows the second.
ALSO = {
    "en": {"fr": 0.25, "es": 0.06},
    "fr": {"en": 0.45, "es": 0.08, "pt": 0.05},
    "es": {"en": 0.55, "fr": 0.2, "pt": 0.25},
    "pt": {"en": 0.6, "es": 0.5, "fr": 0.3},
}
# Chairs who work in a language that is not their city's.
EXTRA = {
    "P01": ("en",),
    "P09": ("en", "fr"),
    "P10": ("en",),
    "P15": ("fr",),
    "P23": ("en",),
    "L2": ("en",),
    "L3": ("en",),
    "O1": ("en",),
    "O2": ("en",),
}


class Seat(NamedTuple):
    """A generated delegate's place: 'GH-KMS.3' is the third seat of Kumasi."""

    key: str
    city: City
    kind: str


def email(given: str, family: str, city: str) -> str:
    """An address under the reserved ending .example."""
    return f"{plain(given)}.{plain(family)}@{plain(city)}.example"


@cache
def named() -> dict[str, Person]:
    """The people the scenario names, the leads of the visits (L1 to L6) and the secretariat (O1, O2)."""
    return {row[0]: _named(row) for row in rows("people")}


def _named(row: list[str]) -> Person:
    key, code, given, family, gender, kind, theme, function = row
    home = cities()[code]
    speaks = tuple(dict.fromkeys((*home.languages, *EXTRA.get(key, ()))))
    language = "en" if kind == "organiser" and key == "O2" else home.languages[0]
    address = email(given, family, "secretariat" if kind == "organiser" else home.name)
    understands = tuple(each for each in EVENT_LANGUAGES if each in speaks)
    return Person(key, given, family, address, code, gender, kind, theme, function, language, speaks, understands)


@cache
def delegations() -> dict[str, tuple[str, ...]]:
    """Keys of the delegates of each city, in the order of the file: {'GH-KMS': ('P02', 'GH-KMS.2', 'GH-KMS.3')}."""
    return {
        city: tuple(seat if seat in named() else f"{city}.{place}" for place, seat in enumerate(seats.split(), 1))
        for city, seats in rows("delegations")
    }


def _seats() -> list[Seat]:
    return [
        Seat(f"{city}.{place}", cities()[city], kind)
        for city, seats in rows("delegations")
        for place, kind in enumerate(seats.split(), 1)
        if kind in KINDS
    ]


@cache
def people() -> dict[str, Person]:
    """Everybody by key: the named ones and 126 generated delegates."""
    chance = random.Random(SEED)
    genders = list(GENDERS)
    chance.shuffle(genders)
    names = _names(chance)
    jobs = _Jobs()
    everybody = dict(named())
    for seat, gender in zip(_seats(), genders, strict=True):
        given, family = names[seat.city.country].take(gender)
        everybody[seat.key] = _generated(seat, gender, given, family, jobs.take(seat, gender, chance), chance)
    return everybody


def _generated(
    seat: Seat, gender: str | None, given: str, family: str, job: tuple[str, str], chance: random.Random
) -> Person:
    theme, function = job
    home = seat.city
    first = home.languages[0]
    own = [each for each in EVENT_LANGUAGES if each in home.languages]
    also = [each for each, odds in ALSO[first].items() if chance.random() < odds]
    understands = tuple(dict.fromkeys((first, *own, *also)))
    speaks = tuple(dict.fromkeys((*home.languages, *also[:1])))
    address = email(given, family, home.name)
    return Person(
        seat.key,
        given,
        family,
        address,
        home.code,
        gender,
        KINDS[seat.kind],
        theme,
        function,
        first,
        speaks,
        understands,
    )


class _Pool:
    """The name parts of one country, each used once."""

    def __init__(self, women: str, men: str, families: str, chance: random.Random) -> None:
        self._given: dict[str | None, list[str]] = {"woman": women.split(","), "man": men.split(",")}
        self._families = families.split(",")
        for part in (*self._given.values(), self._families):
            chance.shuffle(part)

    def take(self, gender: str | None) -> tuple[str, str]:
        return self._given[gender or "man"].pop(), self._families.pop()


def _names(chance: random.Random) -> dict[str, _Pool]:
    return {country: _Pool(women, men, families, chance) for country, women, men, families in rows("names")}


class _Jobs:
    """Hands out functions: first what the city has stated something about, never the same twice in a city."""

    def __init__(self) -> None:
        self._titles = {(kind, place): cells for place, (kind, *cells) in enumerate(rows("functions"))}
        self._given: set[tuple[str, int]] = {("SN-DKR", 0)}

    def take(self, seat: Seat, gender: str | None, chance: random.Random) -> tuple[str, str]:
        """Theme and function, in the language the person works in."""
        wanted = themes_of(seat.city.code)
        free = [
            place for kind, place in self._titles if kind == seat.kind and (seat.city.code, place) not in self._given
        ]
        fitting = [place for place in free if self._titles[seat.kind, place][0] in wanted]
        place = chance.choice(fitting or free)
        self._given.add((seat.city.code, place))
        theme, *titles = self._titles[seat.kind, place]
        forms = titles[EVENT_LANGUAGES.index(seat.city.languages[0])].split("/")
        return (chance.choice(wanted) if theme == "*" else theme), forms[0 if gender == "woman" else -1]


# What each demo link signs in as.
ACCOUNTS = {"delegate": "GH-KMS.3", "focal point": "TG-LFW.2", "organiser": "O1", "host": "L1"}


@cache
def focal_points() -> dict[str, str]:
    """One person of each city who answers for it: staff before politicians, {'TG-LFW': 'TG-LFW.2'}."""
    order = ("senior", "project", "councillor", "mayor", "civil", "business")
    return {
        city: min(keys, key=lambda key: (order.index(people()[key].kind), key in named(), key))
        for city, keys in delegations().items()
    }


def _guest(key: str, given: str, family: str, city: str, gender: str, language: str) -> Person:
    address = email(given, family, city)
    return Person(key, given, family, address, "", gender, "guest", "GOV", "", language, (language,), (language,))


CITY_REQUESTS = (
    CityRequest(
        "Gulu", "UG", "Our council voted to join in September; the letter is on its way.",
        _guest("G1", "Lakareber", "Odongtoo", "Gulu", "woman", "en"),
    ),
    CityRequest(
        "Sucre", "BO", "Trabajamos con El Alto desde hace dos años y queremos inscribirnos como ciudad.",
        _guest("G2", "Zoraida", "Quirpemayta", "Sucre", "woman", "es"),
    ),
)  # fmt: skip

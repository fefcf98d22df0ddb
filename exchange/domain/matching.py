"""Which cities fit, and why: needs of one side against offers of the other. Facts: DOMAIN 4, 'Matching'.

Whole numbers only and ids sorted, so that the same input gives the same answer on every machine.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

SAME_SUBTHEME = 40
SAME_THEME = 20
LEVEL_BONUS = (0, 0, 3, 6)
FURTHER_SUBTHEME = 3
MOST_FURTHER = 9
MUTUAL = 10
SAME_REGION, SAME_INCOME, SAME_SIZE = 7, 7, 6
CITY_LANGUAGE, SPOKEN_LANGUAGE = 15, 10
HELPS_LOW_INCOME = 10
# Upper ends of the population bands; cities of one band face likeness in size.
BANDS = (100_000, 500_000, 1_500_000, 5_000_000)
LOW = "low"


class Likeness(StrEnum):
    """In what two cities are alike."""

    REGION = "region"
    INCOME = "income"
    SIZE = "size"


class NoMatch(StrEnum):
    """Why there is no good match yet."""

    NOTHING_SAID = "nothing_said"
    NOBODY_ELSE = "nobody_else"
    NOBODY_ON_THIS = "nobody_on_this"
    NO_LANGUAGE = "no_language"


@dataclass(frozen=True, order=True)
class Said:
    """A need or an offer (a lesson is an offer too). level: 1 starting, 2 running, 3 can teach; priority 1 to 3."""

    subtheme: str
    id: int
    level: int = 1
    priority: int = 2

    @property
    def theme(self) -> str:
        return self.subtheme.split("-", 1)[0]


@dataclass(frozen=True)
class CityProfile:
    """A city as the rule sees it. `languages` are the city's, `spoken` those of its people at the forum as well."""

    id: int
    languages: tuple[str, ...] = ()
    spoken: tuple[str, ...] = ()
    region: str = ""
    income: str = ""
    population: int | None = None
    needs: tuple[Said, ...] = ()
    offers: tuple[Said, ...] = ()

    @property
    def understood(self) -> frozenset[str]:
        return frozenset(self.languages) | frozenset(self.spoken)


@dataclass(frozen=True)
class Pair:
    """A need and the offer that answers it; `exact` when both are about the same subtheme."""

    need: Said
    offer: Said

    @property
    def exact(self) -> bool:
        return self.need.subtheme == self.offer.subtheme

    @property
    def worth(self) -> int:
        return (SAME_SUBTHEME if self.exact else SAME_THEME) + LEVEL_BONUS[self.offer.level]


@dataclass(frozen=True)
class Fit:
    """A city that fits: what we get from it and give to it (best first), common languages, and in what we are alike."""

    city: int
    score: int
    we_get: tuple[Pair, ...]
    we_give: tuple[Pair, ...]
    languages: tuple[str, ...]
    alike: tuple[Likeness, ...]
    helps_low_income: bool


def fits(mine: CityProfile, others: Iterable[CityProfile]) -> list[Fit]:
    """The cities that fit, best first, ties by id. Never our own, and never without a language in common.

    A city without a need that meets an offer is no match, however alike it is.
    """
    found = (_fit(mine, other) for other in _others(mine, others))
    return sorted((fit for fit in found if fit and fit.languages), key=lambda fit: (-fit.score, fit.city))


def without_language(mine: CityProfile, others: Iterable[CityProfile]) -> list[int]:
    """Ids of the cities that would fit if there was a language in common."""
    found = (_fit(mine, other) for other in _others(mine, others))
    return sorted(fit.city for fit in found if fit and not fit.languages)


def why_none(mine: CityProfile, others: Iterable[CityProfile]) -> NoMatch:
    """Why `fits` found nothing."""
    there = _others(mine, others)
    if not mine.needs and not mine.offers:
        return NoMatch.NOTHING_SAID
    if not there:
        return NoMatch.NOBODY_ELSE
    return NoMatch.NO_LANGUAGE if without_language(mine, there) else NoMatch.NOBODY_ON_THIS


def _others(mine: CityProfile, others: Iterable[CityProfile]) -> list[CityProfile]:
    return sorted((other for other in others if other.id != mine.id), key=lambda other: other.id)


def pairs(needs: Iterable[Said], offers: Sequence[Said]) -> tuple[Pair, ...]:
    """For each need the best offer that answers it, best pair first."""
    best = (
        min((Pair(need, offer) for offer in offers if offer.theme == need.theme), key=_rank, default=None)
        for need in needs
    )
    return tuple(sorted((pair for pair in best if pair), key=_rank))


def _rank(pair: Pair) -> tuple[int, int, str, int, int]:
    return -pair.worth, -pair.need.priority, pair.need.subtheme, pair.need.id, pair.offer.id


def _fit(mine: CityProfile, other: CityProfile) -> Fit | None:
    we_get, we_give = pairs(mine.needs, other.offers), pairs(other.needs, mine.offers)
    if not we_get and not we_give:
        return None
    alike = _alike(mine, other)
    helps = (bool(we_give) and other.income == LOW) or (bool(we_get) and mine.income == LOW)
    score = _exchange(we_get, we_give) + _context(alike) + _language(mine, other) + HELPS_LOW_INCOME * helps
    common = tuple(sorted(mine.understood & other.understood))
    return Fit(other.id, score, we_get, we_give, common, alike, helps)


def _exchange(we_get: tuple[Pair, ...], we_give: tuple[Pair, ...]) -> int:
    """Points for the exchange itself. Only giving counts a third: people come to a forum with their own question."""
    if not we_get:
        return we_give[0].worth // 3
    further = sum(FURTHER_SUBTHEME for pair in we_get[1:] if pair.exact)
    return we_get[0].worth + min(further, MOST_FURTHER) + (MUTUAL if we_give else 0)


def _alike(mine: CityProfile, other: CityProfile) -> tuple[Likeness, ...]:
    same = (
        (Likeness.REGION, bool(mine.region) and mine.region == other.region),
        (Likeness.INCOME, bool(mine.income) and mine.income == other.income),
        (Likeness.SIZE, _band(mine) is not None and _band(mine) == _band(other)),
    )
    return tuple(likeness for likeness, is_so in same if is_so)


def _band(city: CityProfile) -> int | None:
    return None if city.population is None else sum(city.population >= end for end in BANDS)


def _context(alike: tuple[Likeness, ...]) -> int:
    points = {Likeness.REGION: SAME_REGION, Likeness.INCOME: SAME_INCOME, Likeness.SIZE: SAME_SIZE}
    return sum(points[likeness] for likeness in alike)


def _language(mine: CityProfile, other: CityProfile) -> int:
    if set(mine.languages) & set(other.languages):
        return CITY_LANGUAGE
    return SPOKEN_LANGUAGE if mine.understood & other.understood else 0

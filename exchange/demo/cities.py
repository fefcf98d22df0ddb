"""The themes, the cities, and what the cities say about themselves."""

from dataclasses import dataclass
from functools import cache

from exchange.demo.reading import rows
from exchange.demo.values import City, Statement, Subtheme, Theme, Words

_LANGUAGES = ("en", "fr", "es")


@dataclass(frozen=True)
class Failure:
    """A story of the failure fair; the city is withheld, so none is stored."""

    subtheme: str
    stories: Words


def _subtheme(theme: str, position: int, names: str) -> Subtheme:
    return Subtheme(f"{theme}-{position}", dict(zip(_LANGUAGES, names.split("="), strict=True)))


@cache
def themes() -> tuple[Theme, ...]:
    """The 22 themes with four subthemes each."""
    return tuple(
        Theme(
            code,
            dict(zip(_LANGUAGES, names, strict=True)),
            tuple(goals.split(",")),
            tuple(_subtheme(code, position, each) for position, each in enumerate(subthemes.split(";"), 1)),
        )
        for code, *names, goals, _partnership, subthemes in rows("themes")
    )


@cache
def cities() -> dict[str, City]:
    """The 60 member cities by code, such as 'SN-DKR'."""
    return {cells[0]: _city(cells) for cells in rows("cities")}


def _city(cells: list[str]) -> City:
    code, name, country, region, income, latitude, longitude, population, languages, zone, delegates, others = cells
    return City(
        code=code,
        name=name,
        country=country,
        region=region,
        income=income,
        latitude=float(latitude),
        longitude=float(longitude),
        population=int(population),
        languages=tuple(languages.split(",")),
        zone=zone,
        delegates=int(delegates),
        other_names=tuple(others.split(",")) if others else (),
    )


@cache
def statements() -> tuple[Statement, ...]:
    """Needs, offers and lessons of all cities, two to five of each city."""
    return tuple(
        Statement(city, direction, subtheme, level, int(priority), cities()[city].languages[0], sentence)
        for city, direction, subtheme, level, priority, sentence in rows("statements")
    )


@cache
def themes_of(city: str) -> tuple[str, ...]:
    """Codes of the themes a city has a statement about."""
    return tuple(dict.fromkeys(each.subtheme.split("-")[0] for each in statements() if each.city == city))


@cache
def failures() -> tuple[Failure, ...]:
    """The five stories of the failure fair, without their cities."""
    return tuple(Failure(code, dict(zip(_LANGUAGES, texts, strict=True))) for code, *texts in rows("failures"))

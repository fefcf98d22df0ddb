"""Why two cities fit, in words, for both sides."""

from collections.abc import Mapping
from dataclasses import dataclass

from flask_babel import gettext as _

from exchange.cities.models import City
from exchange.domain.matching import Fit, Pair
from exchange.i18n import language_name, localised, word
from exchange.matching.models import Direction, Statement

SHOWN_PAIRS = 3


@dataclass(frozen=True)
class Reason:
    """A sentence, and the statement that it rests on, to be quoted in its own language."""

    text: str
    quoted: Statement


@dataclass(frozen=True)
class Match:
    """A city that fits as its card shows it."""

    city: City
    score: int
    gets: list[Reason]
    gives: list[Reason]
    context: list[str]
    themes: list[tuple[str, str]]
    languages: tuple[str, ...]


def explained(fit: Fit, city: City, statements: Mapping[int, Statement]) -> Match:
    """A fit in the page's language; `statements` by id, those of both cities."""
    pairs = [*fit.we_get, *fit.we_give]
    themes = {pair.need.theme: statements[pair.need.id].subtheme.theme for pair in pairs}
    return Match(
        city=city,
        score=fit.score,
        gets=[_gets(pair, city, statements) for pair in fit.we_get[:SHOWN_PAIRS]],
        gives=[_gives(pair, city, statements) for pair in fit.we_give[:SHOWN_PAIRS]],
        context=_context(fit),
        themes=[(code, localised(theme.names).text) for code, theme in themes.items()],
        languages=fit.languages,
    )


def _gets(pair: Pair, city: City, statements: Mapping[int, Statement]) -> Reason:
    need, offer = statements[pair.need.id], statements[pair.offer.id]
    names = {"need": _name(need), "offer": _name(offer), "city": city.name}
    if offer.direction is Direction.LESSON:
        return Reason(_("You need: %(need)s. %(city)s tells what did not work: %(offer)s.", **names), offer)
    return Reason(_("You need: %(need)s. %(city)s offers: %(offer)s.", **names), offer)


def _gives(pair: Pair, city: City, statements: Mapping[int, Statement]) -> Reason:
    need, offer = statements[pair.need.id], statements[pair.offer.id]
    names = {"need": _name(need), "offer": _name(offer), "city": city.name}
    if offer.direction is Direction.LESSON:
        return Reason(_("%(city)s needs: %(need)s. You can tell what did not work: %(offer)s.", **names), need)
    return Reason(_("%(city)s needs: %(need)s. You offer: %(offer)s.", **names), need)


def _name(statement: Statement) -> str:
    return localised(statement.subtheme.names).text


def _context(fit: Fit) -> list[str]:
    spoken = ", ".join(language_name(code) for code in fit.languages)
    said = [_("Both speak %(languages)s.", languages=spoken), *(word(likeness) for likeness in fit.alike)]
    if fit.helps_low_income:
        said.append(_("The exchange helps a city in a low-income country."))
    return said

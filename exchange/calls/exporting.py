"""Proposals with their scores as a table. Names, addresses and comments stay in the house."""

from collections.abc import Sequence

from exchange.calls.models import Call
from exchange.calls.ranking import Row, is_least_developed
from exchange.i18n import localised

COLUMNS = (
    "code", "state", "marked", "title", "language", "city", "country", "region", "income_group", "least_developed",
    "organisation", "format", "minutes", "theme", "subtheme", "languages", "wished_size", "needs", "speakers", "mean",
    "spread", "reviews", "conflicts",
)  # fmt: skip


def columns(call: Call) -> list[str]:
    """COLUMNS, then each criterion by its name in the page's language."""
    return [*COLUMNS, *(localised(each.names, call.forum.languages).text for each in call.criteria)]


def cells(row: Row, call: Call) -> Sequence[object]:
    """The cells of columns(); means are rounded to one place."""
    proposal, city = row.proposal, row.proposal.city
    mean = row.rating.mean
    return [
        proposal.code, proposal.state.value, proposal.mark.value if proposal.mark else "", proposal.title,
        proposal.language, city.name if city else "", city.country_code if city else "",
        city.region.value if city else "", city.income_group.value if city else "",
        "yes" if is_least_developed(proposal) else "no", proposal.organisation,
        proposal.format.value if proposal.format else "", proposal.minutes, proposal.theme_code or "",
        proposal.subtheme_code or "", " ".join(proposal.languages), proposal.seats or "", " ".join(proposal.needs),
        len(proposal.people), "" if mean is None else round(mean, 1), round(row.rating.spread, 1), row.rating.reviews,
        row.rating.conflicts,
        *(round(row.criteria[each.id], 1) if each.id in row.criteria else "" for each in call.criteria),
    ]  # fmt: skip

"""How a choice of sessions is made up: regions, income, themes, languages, genders, least developed countries."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

# United Nations list of least developed countries, as of 2025.
LEAST_DEVELOPED = frozenset(
    (
        "AF", "AO", "BD", "BF", "BI", "BJ", "CD", "CF", "DJ", "ER", "ET", "GM", "GN", "GW", "HT", "KH", "KI", "KM",
        "LA", "LR", "LS", "MG", "ML", "MM", "MR", "MW", "MZ", "NE", "NP", "RW", "SB", "SD", "SL", "SN", "SO", "SS",
        "TD", "TG", "TL", "TV", "TZ", "UG", "YE", "ZM",
    )
)  # fmt: skip


@dataclass(frozen=True)
class Traits:
    """What the balance of a choice is counted by; `genders` are the speakers' (None: not known)."""

    minutes: int
    region: str | None = None
    income_group: str | None = None
    theme: str | None = None
    format: str | None = None
    country: str = ""
    languages: tuple[str, ...] = ()
    genders: tuple[str | None, ...] = ()

    @property
    def least_developed(self) -> bool:
        return self.country in LEAST_DEVELOPED


FACETS = ("region", "income_group", "theme", "format")


@dataclass(frozen=True)
class Balance:
    """How a choice is made up: proposals by facet, languages (a proposal may have several), speakers by gender."""

    chosen: int
    minutes: int
    least_developed: int
    facets: Mapping[str, Counter[str | None]]
    languages: Counter[str]
    genders: Counter[str | None]


def balance(chosen: Sequence[Traits]) -> Balance:
    """Counts a choice."""
    return Balance(
        chosen=len(chosen),
        minutes=sum(each.minutes for each in chosen),
        least_developed=sum(each.least_developed for each in chosen),
        facets={name: Counter(getattr(each, name) for each in chosen) for name in FACETS},
        languages=Counter(code for each in chosen for code in dict.fromkeys(each.languages)),
        genders=Counter(gender for each in chosen for gender in each.genders),
    )

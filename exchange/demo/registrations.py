"""How the 150 delegates registered: role, standing, needs and arrival."""

import random
from datetime import UTC, date, datetime, timedelta
from functools import cache

from exchange.demo.cities import cities
from exchange.demo.forum import FORUM
from exchange.demo.people import ACCOUNTS, delegations, focal_points, named, people
from exchange.demo.reading import tables
from exchange.demo.values import SEED, Person, Registration, at

RANKS = ("mayor", "councillor", "senior", "project", "civil", "business")
ADVISERS = ("civil", "business")
# Nobody of these waits: they chair, speak by name, or are signed in by a demo link.
SETTLED_CITIES = ("GH-KMS", "TG-LFW", "SN-DKR")
UNSETTLED = {"submitted": 3, "waiting": 2, "declined": 1, "cancelled": 1, "draft": 1}
MUSLIM_COUNTRIES = ("SN", "ML", "NE", "BF", "MR", "TN", "MA", "JO", "LB", "BD", "TR", "KZ", "SL")
ACCESS = ("wheelchair",) * 3 + ("low_vision",) * 2 + ("hearing_loop",) * 2 + ("sign_language",)
WAVES = (
    at(23, "06:10"), at(23, "14:25"), at(23, "21:40"),
    at(24, "05:30"), at(24, "11:15"), at(24, "17:50"), at(24, "22:35"),
    at(25, "04:55"), at(25, "06:40"),
)  # fmt: skip
# Shares of the waves: most come the day before.
WAVE_WEIGHTS = (1, 2, 3, 3, 4, 5, 4, 2, 1)


@cache
def delegates() -> tuple[Person, ...]:
    """The 150 delegates, city by city."""
    return tuple(people()[key] for keys in delegations().values() for key in keys)


@cache
def roles() -> dict[str, str]:
    """Role of each delegate: the highest rank heads, the next stands in, outsiders advise."""
    found: dict[str, str] = {}
    for keys in delegations().values():
        head, *others = sorted(keys, key=lambda key: RANKS.index(people()[key].kind))
        found[head] = "head"
        inside = [key for key in others if people()[key].kind not in ADVISERS]
        found |= {key: "alternate" if key == inside[0] else "delegate" for key in inside}
        found |= {key: "adviser" for key in others if key not in inside}
    return found


@cache
def standings() -> dict[str, str]:
    """Standing of each delegate: 142 approved, 8 otherwise, and every city has at least two approved or all."""
    chance = random.Random(SEED + 1)
    thirds = [
        keys[2]
        for city, keys in delegations().items()
        if len(keys) == 3 and city not in SETTLED_CITIES and keys[2] not in (*focal_points().values(), "SN-XLS.3")
    ]
    open_cases = chance.sample(thirds, 8)
    found = dict.fromkeys((person.key for person in delegates()), "approved")
    for standing, count in UNSETTLED.items():
        for _ in range(count):
            found[open_cases.pop()] = standing
    return found


class _Needs:
    """Who needs what: the counts of the scenario, dealt out once."""

    def __init__(self, chance: random.Random) -> None:
        keys = [person.key for person in delegates()]
        approved = [key for key in keys if standings()[key] == "approved"]
        self.diet = _diets(chance)
        self.access = _access(approved, chance)
        self.companions = set(chance.sample(approved, 11))
        self.childcare = set(chance.sample(approved, 4))
        abroad = [person.key for person in delegates() if cities()[person.city].country != "SN"]
        self.visa = set(chance.sample(abroad, 58))


def _diets(chance: random.Random) -> dict[str, tuple[str, ...]]:
    country = {person.key: cities()[person.city].country for person in delegates()}
    halal = chance.sample([key for key in country if country[key] in MUSLIM_COUNTRIES], 41)
    others = [key for key in country if key not in halal]
    vegetarian = [key for key in others if country[key] in ("IN", "NP")]
    rest = [key for key in others if key not in vegetarian]
    chance.shuffle(rest)
    vegetarian += [rest.pop() for _ in range(22 - len(vegetarian))]
    found: dict[str, tuple[str, ...]] = dict.fromkeys(halal, ("halal",))
    found |= dict.fromkeys(vegetarian, ("vegetarian",))
    for name, count in (("vegan", 4), ("gluten_free", 3), ("nut_allergy", 2)):
        found |= {rest.pop(): (name,) for _ in range(count)}
    return found


def _access(approved: list[str], chance: random.Random) -> dict[str, tuple[str, ...]]:
    # The speaker of the accessibility clinic uses a wheelchair herself.
    chosen = ["SN-XLS.3", *chance.sample([key for key in approved if key != "SN-XLS.3"], len(ACCESS) - 1)]
    found: dict[str, tuple[str, ...]] = {key: (need,) for key, need in zip(chosen, ACCESS, strict=True)}
    for key in (chosen[1], chosen[3]):
        found[key] += ("assistant",)
    return found


@cache
def registrations() -> tuple[Registration, ...]:
    """The 150 registrations in the order of the delegations."""
    chance = random.Random(SEED + 2)
    needs = _Needs(chance)
    return tuple(_registration(person, needs, chance) for person in delegates())


def _registration(person: Person, needs: _Needs, chance: random.Random) -> Registration:
    standing = standings()[person.key]
    known = {*named(), *ACCOUNTS.values()}
    submitted = datetime(2026, 10, 1, 8, tzinfo=UTC) + timedelta(minutes=chance.randrange(44 * 24 * 60))
    decided = submitted + timedelta(hours=chance.randrange(5, 96))
    diet, access = needs.diet.get(person.key, ()), needs.access.get(person.key, ())
    # The demo's delegate has still something to tell, so that the list of what is missing is not empty.
    told = bool(diet or access) or (standing == "approved" and person.key != ACCOUNTS["delegate"])
    arrives = _arrival(person, chance) if told else None
    return Registration(
        person=person,
        role=roles()[person.key],
        standing=standing,
        reason=tables("forum")["reasons"].get(standing, {}).get(person.language, ""),
        submitted_at=submitted,
        decided_at=decided if standing not in ("submitted", "draft") else None,
        diet=diet,
        access=access,
        arrives=arrives,
        leaves_on=arrives and date(2027, 5, chance.choice((27, 28, 28, 29))),
        listed=standing == "approved" and (person.key in known or chance.random() < 0.85),
        needs_given=told,
        companion=person.key in needs.companions,
        childcare=person.key in needs.childcare,
        visa_letter=person.key in needs.visa,
        vip=person.kind == "mayor",
    )


def _arrival(person: Person, chance: random.Random) -> datetime | None:
    """One of nine waves; people of Dakar are at home, the neighbours come by road."""
    if person.city == FORUM.host_city:
        return None
    if cities()[person.city].country == "SN":
        return at(24, "17:50")
    return chance.choices(WAVES, WAVE_WEIGHTS)[0]


@cache
def approved() -> tuple[str, ...]:
    """Keys of the approved delegates."""
    return tuple(person.key for person in delegates() if standings()[person.key] == "approved")

"""Forums with study visits, drawn from a seed: wishes crowd on a few visits, cities send one to four people."""

import random
from dataclasses import dataclass
from typing import Any

LANGUAGES = ("en", "fr", "es", "pt")


@dataclass(frozen=True)
class Size:
    """`people` a visit takes on average; `least` of them it needs. `crowding` is how much more the favourites are
    wished for: 0 not at all."""

    delegates: int
    visits: int
    wishes: int
    people: int
    least: int
    half_days: int = 1
    crowding: float = 0.8
    seats_per_delegate: int = 1


SIZES = {
    "demo": Size(138, 6, 3, 21, 10),
    "large": Size(2000, 40, 5, 45, 15, 4),
    "several": Size(2000, 40, 6, 60, 15, 4, seats_per_delegate=2),
    "minimums": Size(400, 40, 4, 16, 12, 2, 0.3),
}


def forum(size: Size, seed: int) -> dict[str, Any]:
    """The content of an instance file."""
    source = random.Random(seed)
    visits = [_visit(source, size, number) for number in range(size.visits)]
    liked = [1 / (place + 1) ** size.crowding for place in range(size.visits)]
    source.shuffle(liked)
    cities = [f"C{number:04}" for number in range(size.delegates) for _ in range(source.choice((1, 2, 2, 3, 4)))]
    return {
        "name": f"{size.delegates} people, {size.visits} visits, seed {seed}",
        "half_days": size.half_days,
        "seats_per_delegate": size.seats_per_delegate,
        "visits": visits,
        "delegates": [_delegate(source, size, number, cities[number], liked) for number in range(size.delegates)],
    }


def _visit(source: random.Random, size: Size, number: int) -> dict[str, Any]:
    return {
        "id": f"V{number + 1}",
        "half_day": number % size.half_days,
        "min": size.least,
        "max": max(size.least, round(size.people * source.uniform(0.6, 1.4))),
        "step_free": source.random() < 0.5,
        "languages": ["fr", *source.sample(("en", "es", "pt"), source.choice((1, 2, 2)))],
        "city_cap": 2 if source.random() < 0.1 else 1,
    }


def _delegate(source: random.Random, size: Size, number: int, city: str, liked: list[float]) -> dict[str, Any]:
    wishes = [f"V{visit + 1}" for visit in _drawn(source, liked, size.wishes)]
    return {
        "id": f"D{number:04}",
        "city": city,
        "wishes": wishes,
        "step_free": source.random() < 0.03,
        "languages": source.sample(LANGUAGES, source.choice((1, 1, 2))),
        "busy": [source.randrange(size.half_days)] if size.half_days > 1 and source.random() < 0.1 else [],
        "locked": None,
        "barred": [source.choice(wishes)] if source.random() < 0.03 else [],
    }


def _drawn(source: random.Random, weights: list[float], number: int) -> list[int]:
    """Different places, drawn one after the other by their weights."""
    left = list(range(len(weights)))
    drawn = []
    for _ in range(min(number, len(left))):
        (one,) = source.choices(left, [weights[place] for place in left])
        left.remove(one)
        drawn.append(one)
    return drawn

"""Four sessions with limited places: who has a seat in them and who waits, taken from who wished for them."""

from functools import cache

from exchange.demo.people import ACCOUNTS, people
from exchange.demo.sessions import engagements, overlap, sessions
from exchange.demo.values import Limited
from exchange.demo.wishes import session_wishes
from exchange.domain.waiting import WaitingRule

# A peer assist of ten, one to a city; two sets of action learning of eight; speed mentoring with room to spare.
PLANS = (
    Limited("S06", places=10, city_cap=1, rule=WaitingRule.NEW_CITY_FIRST),
    Limited("S12", places=8),
    Limited("S29", places=8),
    Limited("S33", places=20, overbook=10),
)
# One place of this session was freed, and the delegate of the demonstration is next.
OFFERED = "S29"


@cache
def seats() -> dict[str, tuple[tuple[str, ...], tuple[str, ...]]]:
    """(who holds a seat, who waits) by session, each in the order in which they asked."""
    return {plan.session: _dealt(plan) for plan in PLANS}


def _dealt(plan: Limited) -> tuple[tuple[str, ...], tuple[str, ...]]:
    asked = [wish.person for wish in session_wishes() if wish.session == plan.session and _is_free(wish.person, plan)]
    places = plan.places - 1 if plan.session == OFFERED else plan.places
    holding: list[str] = []
    for key in asked:
        of_city = sum(1 for other in holding if people()[other].city == people()[key].city)
        if len(holding) < places and of_city < (plan.city_cap or places):
            holding.append(key)
    waiting = [key for key in asked if key not in holding]
    first = [ACCOUNTS["delegate"]] if plan.session == OFFERED else []
    return tuple(holding), (*first, *waiting)


def _is_free(key: str, plan: Limited) -> bool:
    """Whether somebody has no part in anything at that time."""
    by_code = {session.code: session for session in sessions()}
    here = by_code[plan.session]
    return not any(overlap(here, by_code[code]) for code in engagements().get(key, ()))

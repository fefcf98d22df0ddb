"""What a plan is worth to the delegates: wishes missed, the share met, those worst off, rooms too small for them."""

from bisect import bisect_right
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from exchange.domain.agenda_planner.checker import clash_count
from exchange.domain.agenda_planner.instance import Instance, Plan


@dataclass(frozen=True)
class Quality:
    """`missed` wishes nobody can meet because two overlap (each delegate goes where they gain most), of `wishes`;
    `share_met` of their weight; `worst_tenth` the same for the tenth of the delegates with the least. `overfull` are
    the sessions that more delegates wish than the room holds, with how many too many."""

    clashes: int
    wishes: int
    missed: int
    share_met: float
    worst_tenth: float
    overfull: Mapping[str, int]


def quality(instance: Instance, plan: Plan) -> Quality:
    """The figures of a plan; sessions without a place are missed."""
    known = [{name: w for name, w in wished.items() if name in instance.session} for wished in instance.wishes]
    met = [_attended(instance, plan, wished) for wished in known if wished]
    shares = sorted(gained / sum(wished.values()) for (gained, _), wished in zip(met, filter(None, known), strict=True))
    weight = sum(sum(wished.values()) for wished in known)
    tenth = shares[: max(len(shares) // 10, 1)]
    return Quality(
        clashes=clash_count(instance, plan),
        wishes=sum(map(len, known)),
        missed=sum(map(len, known)) - sum(count for _, count in met),
        share_met=sum(gained for gained, _ in met) / weight if weight else 1.0,
        worst_tenth=sum(tenth) / len(tenth) if tenth else 1.0,
        overfull=_overfull(instance, plan),
    )


def changes(before: Plan, after: Plan) -> tuple[str, ...]:
    """Sessions that are elsewhere, at another time, gone or new, sorted."""
    return tuple(sorted(name for name in {**before, **after} if before.get(name) != after.get(name)))


def _attended(instance: Instance, plan: Plan, wished: Mapping[str, int]) -> tuple[int, int]:
    """The greatest weight of wished sessions one person can attend, and how many sessions that is.

    Weighted interval scheduling: sessions by their ends, each taken or left.
    """
    spans = sorted(
        (plan[name].start + instance.session[name].units, plan[name].start, weight)
        for name, weight in wished.items()
        if name in plan
    )
    ends = [end for end, _, _ in spans]
    best = [(0, 0)]
    for place, (_, start, weight) in enumerate(spans):
        gained, count = best[bisect_right(ends, start, hi=place)]
        best.append(max(best[-1], (gained + weight, count + 1)))
    return best[-1]


def _overfull(instance: Instance, plan: Plan) -> dict[str, int]:
    wanted = Counter(name for wished in instance.wishes for name in wished)
    room = {name: instance.room.get(place.room or "") for name, place in plan.items()}
    over = {name: wanted[name] - own.capacity for name, own in sorted(room.items()) if own}
    return {name: more for name, more in over.items() if more > 0}

"""The same agenda by conference-scheduler (PyConUK; PyPI 3.0.1, with PuLP below 3), where somebody has installed it.

It knows neither wishes nor order nor interpreters: sessions, rooms, times, speakers and who may not overlap. What the
delegates wish is told to it in the only way there is: pairs that many wish may not be parallel.
"""

from importlib import import_module

from exchange.domain.agenda_planner import Instance, Placement, clash_count
from exchange.domain.agenda_planner.cells import legal_cells
from exchange.domain.agenda_planner.constraint_model import clubs


def conference_scheduler_clashes(instance: Instance) -> int:
    """Clashes of its schedule; the sessions must all be of one length that fills a block."""
    resources, scheduler = (import_module(f"conference_scheduler.{name}") for name in ("resources", "scheduler"))
    starts = [
        unit for unit in range(len(instance.blocks)) if instance.blocks[unit - 1] != instance.blocks[unit] or not unit
    ]
    slots = [
        resources.Slot(venue=room.id, starts_at=start, duration=90, capacity=room.capacity, session=str(start))
        for room in instance.rooms
        for start in starts
    ]
    events = {name: resources.Event(name=name, duration=90, demand=one.seats) for name, one in instance.session.items()}
    for name, event in events.items():
        cells = legal_cells(instance, instance.session[name])
        event.add_unavailability(*(slot for slot in slots if slot.venue not in cells.get(slot.starts_at, ())))
    for club in clubs(instance):
        for first in club:
            events[first].add_unavailability(*(events[other] for other in club if other != first))
    schedule = scheduler.schedule(list(events.values()), slots)
    plan = {item.event.name: Placement(item.slot.starts_at, item.slot.venue) for item in schedule}
    return clash_count(instance, plan)

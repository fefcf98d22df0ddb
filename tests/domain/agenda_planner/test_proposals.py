"""A proposal keeps every rule, places what can be placed, and is the same everywhere."""

import json
import os
import random
import subprocess
import sys
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings

from benchmarks.agenda.files import instance_of
from benchmarks.agenda.forums import Size, forum
from exchange import ROOT
from exchange.domain.agenda_planner import Effort, Instance, Placement, Room, Session, Watch, plan, quality, violations
from exchange.domain.agenda_planner.greedy import place_greedily
from exchange.domain.agenda_planner.tables import tables_of
from tests.domain.agenda_planner.small_agendas import agendas, cost, every_plan, tiny

QUICK = Effort(steps=3000, bound_seconds=0.1, reason_seconds=0.0)
SMALL = Size(24, 60, 2, 5)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(agendas())
def test_a_proposal_keeps_every_rule_and_costs_no_more_than_any_plan(instance):
    proposal = plan(instance, QUICK)
    possible = list(every_plan(instance))
    assert violations(instance, proposal.placements, complete=False) == []
    assert proposal.complete == bool(possible)
    if possible:
        best = min(cost(instance, one) for one in possible)
        assert proposal.cost == cost(instance, proposal.placements) == best
        assert proposal.bound <= best


def test_a_thousand_forums_get_plans_without_a_violation():
    chance = random.Random(7)
    for seed in range(1000):
        size = Size(chance.randint(6, 22), 10, chance.randint(1, 3), chance.randint(2, 6))
        size = replace(size, sessions=min(size.sessions, size.days * size.rooms * 2))
        instance = instance_of(forum(chance.choice(("topic", "zero")), size, seed))
        placements, _ = place_greedily(tables_of(instance))
        assert violations(instance, placements, complete=False) == []
        if seed % 10 == 0:
            proposal = plan(instance, replace(QUICK, steps=1000, seed=seed))
            assert proposal.complete and violations(instance, proposal.placements) == []


def test_annealing_beats_the_first_plan_by_far():
    instance = instance_of(forum("topic", SMALL, 3))
    proposal = plan(instance, Effort(steps=15_000))
    assert proposal.clashes < 0.9 * proposal.greedy_clashes


def test_a_planted_plan_without_clashes_is_found():
    instance = instance_of(forum("zero", SMALL, 1))
    assert plan(instance, Effort(steps=15_000, starts=3)).clashes == 0


def test_the_bound_is_tight_where_all_sessions_are_of_one_length():
    instance = instance_of(forum("uniform", Size(24, 100, 2, 4), 1))
    proposal = plan(instance, Effort(steps=20_000))
    assert 0.8 * proposal.cost < proposal.bound <= proposal.cost
    assert proposal.gap is not None and proposal.gap < 0.2


def test_two_processes_find_what_one_finds():
    instance = instance_of(forum("topic", SMALL, 2))
    alone = plan(instance, Effort(steps=4000, starts=2))
    assert plan(instance, Effort(steps=4000, starts=2, processes=2)) == alone


PRINT_PLAN = """
import json
from benchmarks.agenda.files import instance_of
from benchmarks.agenda.forums import Size, forum
from exchange.domain.agenda_planner import Effort, plan
print(json.dumps(plan(instance_of(forum("topic", Size(24, 60, 2, 5), 5)), Effort(seed=3, steps=4000)).placements))
"""


@pytest.mark.parametrize("hash_seed", ["1", "2"])
def test_another_process_with_other_hashes_makes_the_same_plan(hash_seed):
    here = plan(instance_of(forum("topic", SMALL, 5)), Effort(seed=3, steps=4000)).placements
    answer = subprocess.run(
        [sys.executable, "-c", PRINT_PLAN], capture_output=True, check=True, text=True, cwd=ROOT,
        env={**os.environ, "PYTHONHASHSEED": hash_seed},
    )  # fmt: skip
    assert {name: Placement(*place) for name, place in json.loads(answer.stdout).items()} == here


def test_the_planner_is_imported_without_the_solvers():
    script = "import sys, exchange.domain.agenda_planner; print({'numpy', 'ortools', 'pandas'} & set(sys.modules))"
    answer = subprocess.run([sys.executable, "-c", script], capture_output=True, check=True, text=True, cwd=ROOT)
    assert answer.stdout.strip() == "set()"


def test_whoever_cancels_gets_the_best_plan_so_far():
    instance = instance_of(forum("topic", SMALL, 2))
    heard = []
    watch = Watch(progress=lambda share, cost: heard.append((share, cost)), cancelled=lambda: True)
    proposal = plan(instance, Effort(steps=10**8), watch)
    assert violations(instance, proposal.placements) == [] and len(heard) == 1
    assert proposal.clashes < proposal.greedy_clashes


def test_the_clock_ends_a_search_that_was_planned_too_long():
    proposal = plan(instance_of(forum("topic", SMALL, 2)), Effort(steps=10**8, seconds=1.0))
    assert proposal.cut_short and proposal.clashes < proposal.greedy_clashes


def test_what_does_not_fit_stays_in_the_tray_with_its_reason():
    instance = tiny([Session("a", 3), Session("b", 3), Session("c", 1), Session("large", 1, seats=101)])
    proposal = plan(instance, QUICK)
    assert len(proposal.placements) == 2 and "large" in proposal.unplaced and not proposal.complete
    explained = plan(instance, replace(QUICK, reason_seconds=10.0)).reason
    assert explained is not None and "large" in explained.facts[0].sessions


def test_a_forum_without_sessions_or_wishes_is_planned_too():
    assert plan(Instance((), ())).placements == {}
    assert plan(tiny([Session("a", 1)]), QUICK).clashes == 0


def test_figures_of_a_plan_say_what_delegates_miss():
    instance = tiny(
        [Session("a", 1), Session("b", 1), Session("c", 1)], [Room("A", 1), Room("B", 100)],
        wishes=({"a": 3, "b": 1, "gone": 3}, {"a": 1, "c": 1}, {}),
    )  # fmt: skip
    found = quality(instance, {"a": Placement(0, "A"), "b": Placement(0, "B"), "c": Placement(1, "B")})
    assert (found.clashes, found.wishes, found.missed) == (1, 4, 1)
    assert found.share_met == pytest.approx(5 / 6) and found.worst_tenth == pytest.approx(3 / 4)
    assert found.overfull == {"a": 1}


def test_an_agenda_that_names_what_is_not_there_is_refused():
    with pytest.raises(ValueError, match="no room B"):
        tiny([Session("a", 1, lock_room="B")])
    with pytest.raises(ValueError, match="no session b"):
        tiny([Session("a", 1)], order=(("a", "b"),))
    with pytest.raises(ValueError, match="session a is there twice"):
        tiny([Session("a", 1), Session("a", 2)])

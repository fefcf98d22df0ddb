"""The rules of a call: scores, conflicts, even assignment, one each, marks, balance."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exchange.domain.call_balance import LEAST_DEVELOPED, Traits, balance
from exchange.domain.call_reviews import Given, Reviewer, Stakes, assign_evenly, is_partial, rating, weighted_score
from exchange.domain.calls import (
    COUNTED,
    Decision,
    Mark,
    OnePer,
    Phase,
    ProposalState,
    Reason,
    ReviewState,
    Sender,
    check_marks,
    check_one_each,
    check_open,
    phase,
)
from exchange.domain.refusal import Refusal

OPENS = datetime(2026, 9, 1, tzinfo=UTC)
CLOSES = datetime(2026, 10, 1, tzinfo=UTC)
SECOND = timedelta(seconds=1)

weights_and_scores = st.dictionaries(st.integers(1, 8), st.tuples(st.integers(0, 100), st.integers(0, 5)), min_size=1)
few = st.frozensets(st.integers(1, 5), max_size=2)


def parted(pairs):
    return {key: weight for key, (weight, _score) in pairs.items()}, {key: score for key, (_w, score) in pairs.items()}


@pytest.mark.parametrize(
    ("now", "found"),
    [
        (OPENS - SECOND, Phase.OPENS_LATER),
        (OPENS, Phase.OPEN),
        (CLOSES - SECOND, Phase.OPEN),
        (CLOSES, Phase.CLOSED),
    ],
)
def test_a_call_is_open_from_its_opening_until_just_before_its_close(now, found):
    assert phase(OPENS, CLOSES, now) is found
    if found is Phase.OPEN:
        check_open(OPENS, CLOSES, now)
    else:
        with pytest.raises(Refusal):
            check_open(OPENS, CLOSES, now)


def test_a_score_is_weighted_out_of_a_hundred():
    assert weighted_score({1: 5, 2: 1}, {1: 30, 2: 10}) == 80
    assert weighted_score({1: 5}, {1: 0}) == 100
    assert weighted_score({}, {1: 10}) == 0


@given(weights_and_scores)
def test_a_score_lies_between_its_worst_and_its_best_criterion(pairs):
    weights, scores = parted(pairs)
    found = weighted_score(scores, weights)
    assert 20 * min(scores.values()) - 1e-9 <= found <= 20 * max(scores.values()) + 1e-9


@given(weights_and_scores, st.integers(1, 9))
def test_only_the_proportions_of_the_weights_matter(pairs, factor):
    weights, scores = parted(pairs)
    scaled = {key: weight * factor for key, weight in weights.items()}
    assert weighted_score(scores, weights) == pytest.approx(weighted_score(scores, scaled))


@given(weights_and_scores, st.data())
def test_a_better_score_never_makes_it_worse(pairs, data):
    weights, scores = parted(pairs)
    key = data.draw(st.sampled_from(sorted(scores)))
    better = scores | {key: data.draw(st.integers(scores[key], 5))}
    assert weighted_score(better, weights) >= weighted_score(scores, weights) - 1e-9


@given(st.lists(st.tuples(st.sampled_from(list(ReviewState)), st.integers(0, 5), st.booleans()), max_size=6))
def test_only_submitted_reviews_without_a_conflict_count(rows):
    reviews = [Given(state, {1: score}, conflict) for state, score, conflict in rows]
    found = rating(reviews, {1: 7})
    points = [20 * score for state, score, conflict in rows if state is ReviewState.SUBMITTED and not conflict]
    assert found.reviews == len(points)
    assert found.mean == (pytest.approx(sum(points) / len(points)) if points else None)
    assert found.spread == (max(points) - min(points) if points else 0)
    assert found.conflicts == sum(state is ReviewState.CONFLICT or conflict for state, _score, conflict in rows)


def test_own_city_and_being_named_make_partial():
    stakes = Stakes(cities=frozenset({7}), people=frozenset({3}))
    assert is_partial(Reviewer(1, cities=frozenset({7, 8})), stakes)
    assert is_partial(Reviewer(3), stakes)
    assert not is_partial(Reviewer(1, cities=frozenset({8})), stakes)


proposals_strategy = st.dictionaries(st.integers(1, 20), st.builds(Stakes, few, few), max_size=12)
reviewers_strategy = st.lists(
    st.builds(Reviewer, st.integers(1, 9), few, st.frozensets(st.integers(1, 20), max_size=3)),
    max_size=7,
    unique_by=lambda each: each.key,
)


@given(proposals_strategy, reviewers_strategy, st.integers(2, 4))
def test_each_proposal_gets_all_it_can_and_nobody_judges_their_own(proposals, reviewers, wanted):
    pairs = assign_evenly(proposals, reviewers, wanted)
    assert len(set(pairs)) == len(pairs)
    by_key = {each.key: each for each in reviewers}
    for proposal, person in pairs:
        assert not is_partial(by_key[person], proposals[proposal]) and proposal not in by_key[person].declared
    for key, stakes in proposals.items():
        able = [each for each in reviewers if not is_partial(each, stakes) and key not in each.declared]
        assert sum(proposal == key for proposal, _person in pairs) == min(wanted, len(able))


@given(proposals_strategy, reviewers_strategy, st.integers(2, 4), st.randoms())
def test_assigning_is_always_the_same_and_a_second_time_adds_nothing(proposals, reviewers, wanted, random):
    pairs = assign_evenly(proposals, reviewers, wanted)
    shuffled = list(reviewers)
    random.shuffle(shuffled)
    assert assign_evenly(dict(reversed(proposals.items())), shuffled, wanted) == pairs
    assert assign_evenly(proposals, reviewers, wanted, pairs) == []


@given(st.integers(1, 20), st.integers(2, 7), st.integers(2, 4))
def test_without_conflicts_nobody_has_more_than_one_above_another(number, people, wanted):
    pairs = assign_evenly({key: Stakes() for key in range(number)}, [Reviewer(key) for key in range(people)], wanted)
    load = [sum(person == key for _proposal, person in pairs) for key in range(people)]
    assert max(load) - min(load) <= 1


@given(proposals_strategy, reviewers_strategy, st.integers(2, 4))
def test_no_single_move_would_make_it_more_even(proposals, reviewers, wanted):
    pairs = assign_evenly(proposals, reviewers, wanted)
    load = {each.key: sum(person == each.key for _proposal, person in pairs) for each in reviewers}
    for proposal, person in pairs:
        for other in reviewers:
            free = (proposal, other.key) not in pairs and proposal not in other.declared
            if free and not is_partial(other, proposals[proposal]):
                assert load[other.key] + 2 > load[person]


@given(st.sampled_from(list(OnePer)), st.lists(st.builds(Sender, st.integers(1, 4), st.integers(1, 4)), max_size=6))
def test_a_second_one_is_refused_for_the_same_city_or_person_only(rule, others):
    sender = Sender(1, 1)
    same = any(each.body == 1 if rule is OnePer.CITY else each.person == 1 for each in others)
    if same:
        with pytest.raises(Refusal):
            check_one_each(rule, sender, others)
    else:
        check_one_each(rule, sender, others)


def test_drafts_and_withdrawn_ones_take_no_place():
    assert {ProposalState.DRAFT, ProposalState.WITHDRAWN}.isdisjoint(COUNTED)
    assert len(COUNTED) == 5


@pytest.mark.parametrize(
    ("marks", "accepted", "reason"),
    [
        ([], [], Reason.NOTHING_MARKED),
        ([Mark(1, "P01", Decision.MERGE, 2)], [], Reason.LEAD_NOT_ACCEPTED),
        ([Mark(1, "P01", Decision.MERGE, 2), Mark(2, "P02", Decision.DECLINE)], [], Reason.LEAD_NOT_ACCEPTED),
        ([Mark(1, "P01", Decision.MERGE, 2), Mark(2, "P02", Decision.MERGE, 3)], [3], Reason.LEAD_MERGED),
        ([Mark(1, "P01", Decision.MERGE, 2), Mark(2, "P02", Decision.ACCEPT)], [], None),
        ([Mark(1, "P01", Decision.MERGE, 2)], [2], None),
    ],
)
def test_a_merged_proposal_needs_a_lead_that_takes_place(marks, accepted, reason):
    if reason is None:
        check_marks(marks, accepted)
        return
    with pytest.raises(Refusal) as refused:
        check_marks(marks, accepted)
    assert refused.value.reason is reason


traits = st.builds(
    Traits,
    minutes=st.integers(5, 480),
    region=st.sampled_from(["africa", "europe", None]),
    theme=st.sampled_from(["HOU", "WSH"]),
    country=st.sampled_from(["TG", "FR", ""]),
    languages=st.lists(st.sampled_from(["en", "fr"]), max_size=3).map(tuple),
    genders=st.lists(st.sampled_from(["woman", "man", None]), max_size=4).map(tuple),
)


@given(st.lists(traits, max_size=8), st.lists(traits, max_size=8))
def test_balances_add_up(one, other):
    both, first, second = balance(one + other), balance(one), balance(other)
    assert both.chosen == first.chosen + second.chosen and both.minutes == first.minutes + second.minutes
    assert both.languages == first.languages + second.languages and both.genders == first.genders + second.genders
    for name, counter in both.facets.items():
        assert counter == first.facets[name] + second.facets[name]
        assert sum(counter.values()) == both.chosen
    assert both.least_developed == sum(each.country == "TG" for each in one + other)


def test_the_list_of_least_developed_countries_has_forty_four():
    assert len(LEAST_DEVELOPED) == 44 and {"TG", "SN", "BD"} <= LEAST_DEVELOPED and "GH" not in LEAST_DEVELOPED

"""The demo's sessions, visits and wishes keep the rules of the scenario."""

from collections import Counter
from datetime import timedelta
from itertools import combinations, pairwise

from exchange.demo.cities import themes
from exchange.demo.forum import DRAFT_CHANGES, FORUM, PAUSES, ROOMS
from exchange.demo.people import people
from exchange.demo.registrations import approved, registrations, roles
from exchange.demo.seats import PLANS, seats
from exchange.demo.sessions import engagements, overlap, sessions
from exchange.demo.values import Session
from exchange.demo.visits import road_km, visits
from exchange.demo.wishes import FIRST_CHOICES, rankings, session_wishes

ROOM = {room.code: room for room in ROOMS}


def drafted() -> list[Session]:
    """The sessions after the draft's three changes."""
    changes = {change.session: change for change in DRAFT_CHANGES}
    found = []
    for session in sessions():
        change = changes.get(session.code)
        if change is None:
            found.append(session)
            continue
        starts = change.starts or session.starts
        ends = starts + (session.ends - session.starts)
        found.append(Session(**{**vars(session), "room": change.room or session.room, "starts": starts, "ends": ends}))
    return found


def test_41_sessions_lie_in_eight_rooms_on_three_days() -> None:
    assert [session.code for session in sessions()] == [f"S{number:02}" for number in range(1, 42)]
    assert {session.room for session in sessions()} == set(ROOM)
    assert Counter(session.starts.day for session in sessions()) == {25: 20, 26: 9, 27: 12}
    assert {session.theme for session in sessions()} == {theme.code for theme in themes()}


def test_each_language_can_follow_the_stated_number_of_sessions() -> None:
    followed = Counter(language for session in sessions() for language in session.languages)
    assert followed == {"es": 19, "en": 32, "fr": 29, "pt": 12}


def test_no_room_or_person_is_in_two_places_in_release_and_draft() -> None:
    for programme in (list(sessions()), drafted()):
        for one, other in combinations(programme, 2):
            if overlap(one, other):
                assert one.room != other.room, (one.code, other.code)
                assert not {one.chair, *one.speakers} & {other.chair, *other.speakers}, (one.code, other.code)


def test_interpreted_languages_have_a_booth_and_the_peak_is_nine_teams() -> None:
    for session in drafted():
        if len(session.languages) > 1:
            assert set(session.languages) <= set(ROOM[session.room].booths), session.code
    peak: Counter[str] = Counter()
    for moment in {session.starts for session in sessions()}:
        running = [each for each in sessions() if each.starts <= moment < each.ends and each.room != "R8"]
        peak |= Counter(language for each in running if len(each.languages) > 1 for language in each.languages)
    assert peak == {"en": 3, "fr": 3, "es": 2, "pt": 1}


def test_speakers_are_approved_and_speak_a_language_of_the_session() -> None:
    for session in sessions():
        for key in (session.chair, *session.speakers):
            assert set(people()[key].speaks) & set(session.languages), (session.code, key)
            assert key in approved()
        assert len({session.chair, *session.speakers}) == 1 + len(session.speakers) <= 5
    closed = next(session for session in sessions() if session.code == "S20")
    assert {roles()[key] for key in (closed.chair, *closed.speakers)} == {"head"}


def test_titles_and_abstracts_exist_in_the_languages_of_the_session() -> None:
    for session in sessions():
        assert {"en", "fr", "es"} <= set(session.titles)
        assert set(session.languages) <= set(session.titles), session.code
        assert {"en", "fr", "es"} <= set(session.abstracts), session.code
        assert all(len(text) > 80 for text in session.abstracts.values()), session.code
    assert "pt" in next(session for session in sessions() if session.code == "S27").abstracts


def test_pauses_lie_in_the_gaps() -> None:
    for pause in PAUSES:
        during = [each.code for each in drafted() if each.starts < pause.ends and pause.starts < each.ends]
        assert not during, (pause.titles["en"], during)


def test_three_sessions_change_after_the_release() -> None:
    codes = {session.code for session in sessions()}
    assert len(DRAFT_CHANGES) == 3
    assert {change.session for change in DRAFT_CHANGES} <= codes
    assert all((change.room, change.starts, change.titles) != (None, None, {}) for change in DRAFT_CHANGES)


def test_every_leg_of_a_visit_fits_the_clock() -> None:
    for visit in visits():
        assert len(visit.legs) == len(visit.stops) - 1
        for start, end in pairwise(visit.stops):
            assert start.leaves is not None
            assert end.arrives is not None
            needed = timedelta(minutes=round(road_km(start, end) / 22 * 60) + 5)
            assert end.arrives - start.leaves >= needed, (visit.code, end.name)


def test_the_share_of_time_on_site_is_the_stated_one() -> None:
    shares = {}
    for visit in visits():
        on_site = sum((stop.leaves - stop.arrives for stop in visit.stops if stop.leaves and stop.arrives), timedelta())
        first, last = visit.stops[0].leaves, visit.stops[-1].arrives
        assert first is not None
        assert last is not None
        shares[visit.code] = round(100 * (on_site / (last - first)))
    assert shares == {"V1": 48, "V2": 49, "V3": 41, "V4": 55, "V5": 50, "V6": 75}


def test_the_visits_have_124_seats_and_begin_and_end_at_the_venue() -> None:
    assert sum(visit.capacity for visit in visits()) == 124
    assert {visit.code: (visit.capacity_min, visit.capacity) for visit in visits()} == {
        "V1": (12, 24), "V2": (10, 20), "V3": (8, 16), "V4": (10, 22), "V5": (10, 24), "V6": (8, 18),
    }  # fmt: skip
    for visit in visits():
        for end in (visit.stops[0], visit.stops[-1]):
            assert (end.latitude, end.longitude) == (FORUM.latitude, FORUM.longitude)
        for stop in visit.stops[1:-1]:
            assert 14.66 <= stop.latitude <= 14.81, stop.name
            assert -17.48 <= stop.longitude <= -17.30, stop.name
            assert set(stop.purposes) == {"en", "fr", "es"}


def test_138_people_rank_three_with_the_stated_first_choices() -> None:
    assert len(rankings()) == 138
    assert Counter(each.visits[0] for each in rankings()) == FIRST_CHOICES
    assert all(len(set(each.visits)) == 3 for each in rankings())
    assert len({each.person for each in rankings()}) == 138
    assert {each.person for each in rankings()} <= set(approved())


def test_each_ranking_brings_a_question_and_few_ask_the_same() -> None:
    asked = Counter(each.question for each in rankings())
    assert len(asked) > 110
    assert max(asked.values()) <= 2
    assert all(20 < len(question) < 200 and "{" not in question for question in asked)


def test_nobody_ranks_first_what_they_cannot_reach_or_follow() -> None:
    sheet = {visit.code: visit for visit in visits()}
    wheelchairs = {each.person.key for each in registrations() if "wheelchair" in each.access}
    assert len(wheelchairs) == 3
    for each in rankings():
        first = sheet[each.visits[0]]
        assert set(people()[each.person].understands) & set(first.languages)
        assert each.person not in wheelchairs or all(sheet[code].step_free != "no" for code in each.visits)


def test_nobody_ranks_a_visit_while_they_are_needed_in_a_clinic() -> None:
    busy = {key for each in sessions() if each.code in ("S21", "S22") for key in (each.chair, *each.speakers)}
    assert not busy & {each.person for each in rankings()}


def test_session_wishes_are_for_sessions_the_person_can_follow() -> None:
    languages = {session.code: set(session.languages) for session in sessions()}
    per_person = Counter(wish.person for wish in session_wishes())
    assert set(per_person) == set(approved())
    assert all(4 <= count <= 8 for count in per_person.values())
    assert {wish.weight for wish in session_wishes()} == {1, 3}
    assert all(languages[wish.session] & set(people()[wish.person].understands) for wish in session_wishes())
    assert len({(wish.person, wish.session) for wish in session_wishes()}) == len(session_wishes())


def test_seats_in_limited_sessions_are_held_by_people_who_come_and_are_free() -> None:
    by_code = {session.code: session for session in sessions()}
    for plan in PLANS:
        holding, waiting = seats()[plan.session]
        assert not set(holding) & set(waiting)
        assert {*holding, *waiting} <= set(approved())
        assert len(holding) <= plan.places
        of_city = Counter(people()[key].city for key in holding)
        assert max(of_city.values()) <= (plan.city_cap or plan.places)
        for key in {*holding, *waiting}:
            others = [by_code[code] for code in engagements().get(key, ())]
            assert not any(overlap(by_code[plan.session], other) for other in others)
    assert {code: (len(holding), len(waiting)) for code, (holding, waiting) in seats().items()} == {
        "S06": (10, 19), "S12": (8, 2), "S29": (7, 1), "S33": (7, 0),
    }  # fmt: skip

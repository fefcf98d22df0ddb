"""The demo's cities and people add up to what the scenario says."""

import os
import re
import subprocess
import sys
from collections import Counter
from zoneinfo import ZoneInfo

from exchange import ROOT
from exchange.demo.cities import cities, failures, statements, themes
from exchange.demo.people import ACCOUNTS, CITY_REQUESTS, delegations, focal_points, named, people
from exchange.demo.registrations import approved, delegates, registrations

# south, north, west, east of each country: rough boxes that catch a swapped or mistyped coordinate.
BOXES = {
    "BF": (9, 16, -6, 3), "ML": (10, 25, -13, 5), "NE": (11, 24, 0, 16), "TG": (6, 12, -1, 2), "SL": (6, 11, -14, -10),
    "LR": (4, 9, -12, -7), "CD": (-14, 6, 12, 32), "RW": (-3, -1, 28, 31), "UG": (-2, 5, 29, 36), "ET": (3, 15, 32, 48),
    "MW": (-18, -9, 32, 36), "MZ": (-27, -10, 30, 41), "MG": (-26, -11, 43, 51), "SN": (12, 17, -18, -11),
    "BJ": (6, 13, 0, 4), "CI": (4, 11, -9, -2), "GH": (4, 12, -4, 2), "NG": (4, 14, 2, 15), "MR": (14, 28, -18, -4),
    "CV": (14, 18, -26, -22), "CM": (1, 14, 8, 17), "KE": (-5, 6, 33, 42), "ZM": (-19, -8, 21, 34),
    "ZW": (-23, -15, 25, 34), "TN": (30, 38, 7, 12), "MA": (27, 36, -14, -1), "JO": (29, 34, 34, 40),
    "LB": (33, 35, 35, 37), "BO": (-23, -9, -70, -57), "HN": (12, 17, -90, -83), "HT": (18, 21, -75, -71),
    "BD": (20, 27, 88, 93), "NP": (26, 31, 80, 89), "PH": (4, 21, 116, 127), "KH": (10, 15, 102, 108),
    "IN": (6, 36, 68, 98), "SB": (-13, -6, 155, 171), "ZA": (-35, -22, 16, 33), "NA": (-29, -16, 11, 26),
    "TR": (35, 43, 25, 45), "GE": (41, 44, 40, 47), "CO": (-5, 14, -80, -66), "EC": (-6, 2, -82, -75),
    "AR": (-56, -21, -74, -53), "PY": (-28, -19, -63, -54), "BR": (-34, 6, -74, -34), "KZ": (40, 56, 46, 88),
    "FR": (41, 52, -6, 10), "ES": (36, 44, -10, 5), "PT": (36, 43, -10, -6),
    "BE": (49, 52, 2, 7), "IT": (36, 48, 6, 19), "CA": (41, 84, -141, -52),
}  # fmt: skip
NEEDS = (
    "TG-LFW ENE-3, MZ-BEW CLI-1, BO-EAL HOU-2, BF-OUA WSH-2, MG-TNR WST-1, ZW-HRE FIN-1, KE-KIS FOD-2, NP-PKR CLI-3, "
    "UG-KLA MIG-1, LB-TRI MIG-3, PY-ASU POV-2, SN-THI POV-2"
)
OFFERS = (
    "CA-YEA ENE-4, MA-CHE ENE-3, BD-KHL CLI-1, ZA-DUR CLI-3, CO-MDE HOU-1, BR-REC HOU-2, ZM-LUN WSH-2, SN-DKR WSH-2, "
    "BR-BHZ WST-1, BJ-COO WST-2, SL-FNA FIN-1, IT-TRN FIN-4, AR-ROS FOD-3, ES-ZAZ FOD-1, CO-MZL CLI-3, TR-GZT MIG-1, "
    "BE-GNE POV-2"
)


def subthemes() -> set[str]:
    return {each.code for theme in themes() for each in theme.subthemes}


def test_there_are_22_themes_of_four_subthemes_in_three_languages() -> None:
    assert len(themes()) == 22
    assert len(subthemes()) == 88
    assert {len(theme.subthemes) for theme in themes()} == {4}
    named_things = [*themes(), *(each for theme in themes() for each in theme.subthemes)]
    assert all(set(each.names) == {"en", "fr", "es"} and all(each.names.values()) for each in named_things)
    assert all(1 <= int(goal) <= 17 for theme in themes() for goal in theme.goals)


def test_sixty_cities_of_53_countries_send_150_delegates() -> None:
    found = cities().values()
    assert len(found) == 60
    assert len({city.country for city in found}) == 53
    assert sum(city.delegates for city in found) == 150
    assert all(city.delegates == len(delegations()[city.code]) for city in found)
    by_income = Counter(city.income for city in found)
    assert by_income == {"low": 15, "lower_middle": 27, "upper_middle": 12, "high": 6}
    delegates_of = {income: sum(city.delegates for city in found if city.income == income) for income in by_income}
    assert delegates_of == {"low": 38, "lower_middle": 70, "upper_middle": 28, "high": 14}


def test_quotas_hold_and_namibia_keeps_its_code() -> None:
    assert all(city.delegates <= (10 if city.code == "SN-DKR" else 3) for city in cities().values())
    assert cities()["NA-WDH"].country == "NA"


def test_every_city_lies_in_its_country_and_in_a_real_zone() -> None:
    for city in cities().values():
        south, north, west, east = BOXES[city.country]
        assert south <= city.latitude <= north, city
        assert west <= city.longitude <= east, city
        assert ZoneInfo(city.zone)


def test_the_delegates_are_who_the_scenario_says() -> None:
    assert Counter(person.kind for person in delegates()) == {
        "mayor": 34, "councillor": 16, "senior": 62, "project": 22, "civil": 10, "business": 6,
    }  # fmt: skip
    assert Counter(person.gender for person in delegates()) == {"woman": 76, "man": 72, None: 2}
    assert Counter(person.language for person in delegates()) == {"en": 60, "fr": 52, "es": 22, "pt": 16}
    assert {f"P{number:02}" for number in range(1, 25)} <= {person.key for person in delegates()}
    assert people()["P01"].name == "Aïssatou Belmar"
    assert people()["P21"].name == "Odile Razafimbelo-Ny"


def test_everybody_has_a_name_a_function_and_an_address_of_their_own() -> None:
    everybody = [*people().values(), *(request.asked_by for request in CITY_REQUESTS)]
    assert len({person.email for person in everybody}) == len(everybody) == 160
    assert len({person.name for person in everybody}) == len(everybody)
    assert all(re.fullmatch(r"[a-z0-9-]+\.[a-z0-9-]+@[a-z0-9-]+\.example", person.email) for person in everybody)
    assert all(person.function for person in delegates())
    assert all(person.language in person.understands and person.language in person.speaks for person in everybody)
    assert people()["P01"].email == "aissatou.belmar@dakar.example"


def test_most_registrations_are_approved_and_every_city_is_among_them() -> None:
    found = Counter(each.standing for each in registrations())
    assert found == {"approved": 142, "submitted": 3, "waiting": 2, "draft": 1, "declined": 1, "cancelled": 1}
    assert {people()[key].city for key in approved()} == set(cities())
    assert Counter(each.role for each in registrations())["head"] == 60
    assert all(each.reason for each in registrations() if each.standing in ("waiting", "declined", "cancelled"))


def test_needs_are_counted_as_the_scenario_counts_them() -> None:
    found = registrations()
    assert Counter(diet for each in found for diet in each.diet) == {
        "halal": 41, "vegetarian": 22, "vegan": 4, "gluten_free": 3, "nut_allergy": 2,
    }  # fmt: skip
    assert Counter(need for each in found for need in each.access) == {
        "wheelchair": 3, "low_vision": 2, "hearing_loop": 2, "sign_language": 1, "assistant": 2,
    }  # fmt: skip
    assert sum(each.companion for each in found) == 11
    assert sum(each.childcare for each in found) == 4
    assert sum(each.visa_letter for each in found) == 58
    assert sum(each.vip for each in found) == 34
    assert len({each.arrives for each in found if each.arrives}) == 9


def test_the_scenarios_needs_and_offers_are_stated() -> None:
    stated = {(each.direction, f"{each.city} {each.subtheme}") for each in statements()}
    assert {("need", each) for each in NEEDS.split(", ")} <= stated
    assert {("offer", each) for each in OFFERS.split(", ")} <= stated


def test_every_city_states_two_to_five_things_about_subthemes_that_exist() -> None:
    per_city = Counter(each.city for each in statements())
    assert set(per_city) == set(cities())
    assert all(2 <= count <= 5 for count in per_city.values())
    assert {each.subtheme for each in (*statements(), *failures())} <= subthemes()
    assert len({(each.city, each.subtheme, each.direction) for each in statements()}) == len(statements())
    assert {each.direction for each in statements()} == {"need", "offer", "lesson"}
    assert {each.level for each in statements()} == {"starting", "running", "can_teach"}
    assert all(20 < len(each.sentence) <= 600 for each in statements())


def test_the_demo_links_stand_for_four_kinds_of_people() -> None:
    delegate, focal, organiser, host = (people()[ACCOUNTS[name]] for name in ACCOUNTS)
    assert delegate.city == "GH-KMS"
    assert delegate.key != focal_points()["GH-KMS"]
    assert focal.key == focal_points()["TG-LFW"]
    assert {delegate.key, focal.key} <= set(approved())
    assert (organiser.kind, host.kind) == ("organiser", "host")
    assert host == named()["L1"]


def test_another_process_makes_the_same_forum() -> None:
    program = (
        "import hashlib\n"
        "from exchange.demo import people, registrations, sessions, visits, wishes\n"
        "parts = people.people(), registrations.registrations(), sessions.sessions(), visits.visits()\n"
        "print(hashlib.sha256(repr((*parts, wishes.rankings(), wishes.session_wishes())).encode()).hexdigest())"
    )
    runs = {
        subprocess.run(
            [sys.executable, "-c", program], cwd=ROOT, env=os.environ | {"PYTHONHASHSEED": seed},
            capture_output=True, text=True, check=True,
        ).stdout
        for seed in ("1", "2")
    }  # fmt: skip
    assert len(runs) == 1

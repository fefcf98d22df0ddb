"""Every clash in a sentence, in each language, with both sessions and who."""

import re
from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest
from flask_babel import force_locale

from exchange.agenda.clash_sentences import clash_sentence
from exchange.domain.timetable import (
    Break,
    BreakKind,
    Clash,
    ClashKind,
    Hall,
    Involved,
    Layout,
    Level,
    Outage,
    Outing,
    Placed,
    Span,
)
from exchange.i18n import word
from tests.make import OPENING

ZONE = ZoneInfo("Africa/Dakar")
LATER = OPENING + timedelta(hours=1)
PAUSE = Break("Lunch", OPENING, LATER, BreakKind.MEAL)


def session(key, **values):
    return Placed(key, f"S{key:02}", f"Title {key}", 1, OPENING, LATER, **values)


FIRST = session(1, exclusive=True, layout=Layout.THEATRE, series="Money", allowed=(Span(OPENING, LATER),))
SECOND = session(2, layout=Layout.CABARET, series="Money")
FACTS = {
    ClashKind.TOO_SMALL: {"seats": 120, "capacity": 100},
    ClashKind.TOO_SMALL_FOR_WISHES: {"wishes": 120, "capacity": 100},
    ClashKind.BOOTH_MISSING: {"missing": ("es", "pt")},
    ClashKind.ACCESS: {"missing": ("hearing_loop", "step_free")},
    ClashKind.FEATURE_MISSING: {"missing": ("projector",)},
    ClashKind.IN_PAUSE: {"pause": PAUSE},
    ClashKind.IN_MEAL: {"pause": PAUSE},
    ClashKind.IN_PRAYER: {"pause": PAUSE},
    ClashKind.IN_MEETINGS: {"pause": PAUSE},
    ClashKind.VISIT_SEAT: {"outing": Outing("V1", OPENING, LATER)},
    ClashKind.ROOM_OUT: {"outage": Outage(OPENING, LATER, "painted")},
    ClashKind.ABSENCE: {"away": Span(OPENING, LATER)},
    ClashKind.TEAMS_SHORT: {"language": "es", "teams": 1, "needed": 2},
    ClashKind.TEAM_HOURS: {"language": "es", "minutes": 450, "allowed": 420},
    ClashKind.SETUP_SHORT: {"minutes": 10, "needed": 30},
    ClashKind.VIP_GAP: {"minutes": 10, "needed": 30},
    ClashKind.WALKING_SHORT: {"minutes": 10, "needed": 30, "sites": ("Centre", "Annex")},
    ClashKind.ORDER: {"follows": 1},
    ClashKind.WISH_CLASH: {"delegates": 12},
}
PAIRS = {
    ClashKind.ROOM_TWICE, ClashKind.PERSON_TWICE, ClashKind.CITY_TWICE, ClashKind.VIP_GAP, ClashKind.WALKING_SHORT,
    ClashKind.SETUP_SHORT, ClashKind.TEAMS_SHORT, ClashKind.TEAM_HOURS, ClashKind.SERIES, ClashKind.ORDER,
    ClashKind.EXCLUSIVE, ClashKind.WISH_CLASH,
}  # fmt: skip
WHO = {
    ClashKind.PERSON_TWICE, ClashKind.CITY_TWICE, ClashKind.VIP_GAP, ClashKind.WALKING_SHORT, ClashKind.ABSENCE,
    ClashKind.VISIT_SEAT,
}  # fmt: skip


def clash(kind, **facts):
    sessions = (FIRST, SECOND) if kind in PAIRS else (FIRST,)
    room, person = Hall(1, "Baobab", 100), Involved(7, "Ama Mensah", "chair")
    return Clash(kind, sessions, Level.WARN, room, person, facts or FACTS.get(kind, {}))


@pytest.mark.parametrize("language", ["en", "fr", "es"])
@pytest.mark.parametrize("kind", list(ClashKind))
def test_a_clash_names_its_sessions_and_who(app, kind, language):
    with app.test_request_context(), force_locale(language):
        sentence = clash_sentence(clash(kind), ZONE)
        assert "S01" in sentence and ("S02" in sentence) == (kind in PAIRS)
        assert ("Ama Mensah" in sentence) == (kind in WHO)
        assert not re.search(r"%\(|\bNone\b", sentence)
        assert word(kind)


def test_fewer_than_five_delegates_are_never_counted(app):
    with app.test_request_context():
        few = clash_sentence(clash(ClashKind.WISH_CLASH, delegates=4), ZONE)
        assert few.startswith("Fewer than five delegates want both S01")
        small = clash_sentence(clash(ClashKind.TOO_SMALL_FOR_WISHES, wishes=4, capacity=3), ZONE)
        assert small == "More people want S01 than Baobab holds."


def test_access_says_what_the_room_needs_and_nothing_else(app):
    with app.test_request_context():
        step = clash_sentence(clash(ClashKind.ACCESS, missing=("step_free",)), ZONE)
        assert step == "S01 needs a step-free room; Baobab has a step."
        loop = clash_sentence(clash(ClashKind.ACCESS, missing=("hearing_loop",)), ZONE)
        assert loop == "S01 needs a room with a hearing loop; Baobab has none."


def test_who_leads_a_visit_is_told_with_it(app):
    with app.test_request_context():
        leads = Clash(
            ClashKind.PERSON_TWICE, (FIRST,), Level.BLOCK, person=Involved(7, "Ama Mensah", "chair"),
            facts={"outing": Outing("V1", OPENING, LATER)},
        )  # fmt: skip
        assert clash_sentence(leads, ZONE).endswith("leads study visit V1 (09:00–10:00).")

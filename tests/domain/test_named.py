"""Names of rooms and stops per language, and releases of before, which had one name only."""

from dataclasses import replace

from exchange.domain.localised import Localised
from exchange.domain.programme_json import from_json, to_json, visit_from_json, visit_to_json
from tests import samples


def test_a_release_without_names_per_language_is_still_read_and_marks_no_fallback():
    written = to_json(samples.sample_programme())
    for room in written["rooms"]:
        del room["names"], room["places"]
    programme = from_json(written)
    room = programme.rooms[0]
    assert programme.room_name(room, "fr") == Localised("Baobab", "fr", is_fallback=False)
    assert programme.room_place(room, "fr").text == "ground floor"


def test_a_sheet_without_names_per_language_is_still_read():
    written = visit_to_json(samples.sample_visits()[0])
    for stop in written["stops"]:
        del stop["names"]
    sheet = visit_from_json(written)
    assert samples.sample_programme().stop_name(sheet.stops[0], "es").text == sheet.stops[0].name


def test_a_reader_gets_their_language_or_a_marked_fallback():
    programme = samples.sample_programme()
    room = replace(programme.rooms[0], names={"en": "Baobab Hall", "fr": "Salle Baobab"})
    assert programme.room_name(room, "fr") == Localised("Salle Baobab", "fr", is_fallback=False)
    assert programme.room_name(room, "es") == Localised("Baobab Hall", "en", is_fallback=True)
    assert programme.room_name(None, "es").text == ""

"""A release as values: days, languages, filters, and its JSON."""

import json
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from exchange.domain.programme import direction, localise
from exchange.domain.programme_filter import Filter, can_follow, matching
from exchange.domain.programme_json import UnknownRelease, from_json, to_json, visit_from_json, visit_to_json
from tests.samples import PUBLISHED, instant, sample_programme, sample_visits

PROGRAMME = sample_programme()


def codes(**wanted):
    return [session.code for session in matching(PROGRAMME, Filter(**wanted))]


def test_a_release_comes_back_from_json_as_it_went():
    assert from_json(json.loads(json.dumps(to_json(PROGRAMME)))) == PROGRAMME


def test_a_visit_comes_back_from_json_as_it_went():
    for visit in sample_visits():
        assert visit_from_json(json.loads(json.dumps(visit_to_json(visit)))) == visit


def test_json_of_another_schema_is_refused():
    with pytest.raises(UnknownRelease):
        from_json(to_json(PROGRAMME) | {"schema": 2})
    with pytest.raises(UnknownRelease):
        visit_from_json(visit_to_json(sample_visits()[0]) | {"schema": None})


def test_an_instant_without_a_zone_is_refused():
    with pytest.raises(UnknownRelease):
        from_json(to_json(PROGRAMME) | {"published_at": "2027-04-02T08:30:00"})


def test_fields_of_an_older_writer_may_be_missing():
    data = to_json(PROGRAMME)
    del data["sessions"][0]["status"]
    assert from_json(data) == PROGRAMME


def test_every_day_of_the_forum_is_there_even_when_empty():
    longer = replace(PROGRAMME, forum=replace(PROGRAMME.forum, ends_on=date(2027, 5, 28)))
    assert [len(day.sessions) for day in longer.days] == [20, 9, 12, 0]
    assert [day.index for day in longer.days] == [1, 2, 3, 4]


def test_days_are_those_of_the_forums_zone():
    late = replace(PROGRAMME.sessions[0], starts_at=instant(1, "23:30"), ends_at=instant(1, "23:45"))
    abroad = replace(PROGRAMME, sessions=(late,), forum=replace(PROGRAMME.forum, time_zone="Asia/Tokyo"))
    (day,) = [day for day in abroad.days if day.sessions]
    assert day.date == date(2027, 5, 26)


def test_sessions_are_in_order_of_time_and_code():
    first = PROGRAMME.days[0].by_start()
    assert [(start, [s.code for s in sessions]) for start, sessions in first][:2] == [
        (datetime(2027, 5, 25, 9, tzinfo=UTC), ["S01"]),
        (datetime(2027, 5, 25, 10, 45, tzinfo=UTC), ["S02", "S03", "S04", "S05", "S06"]),
    ]


@pytest.mark.parametrize(("language", "count"), [("es", 19), ("en", 32), ("fr", 29), ("pt", 12)])
def test_i_see_what_i_can_follow(language, count):
    found = matching(PROGRAMME, Filter(understands=(language,)))
    assert len(found) == count
    assert all(can_follow(session, {language}) for session in found)


def test_who_understands_two_languages_can_follow_more():
    assert len(codes(understands=("es", "pt"))) == 21


def test_filters_narrow_each_other():
    assert codes(theme="GOV", room="R1") == ["S23", "S30", "S41"]
    assert codes(theme="GOV", room="R1", format="plenary") == ["S41"]
    assert codes(day=date(2027, 5, 26), language="pt") == ["S23", "S24", "S27"]


@pytest.mark.parametrize("text", ["lome solaire", "LOMÉ", "agbezudor codev", "s19"])
def test_search_minds_neither_case_nor_accents(text):
    assert "S19" in codes(text=text)


def test_search_wants_every_word():
    assert codes(text="lome nowhere") == []


def test_people_and_their_sessions():
    assert [s.code for s in PROGRAMME.sessions_of("P01")][:2] == ["S01", "S20"]
    (chair, role), *_ = PROGRAMME.people_of(PROGRAMME.session("S01"))
    assert (chair.name, chair.initials, role) == ("Aïssatou Belmar", "AB", "chair")


def test_a_text_falls_back_to_the_forums_first_language_and_says_so():
    texts = {"fr": "Bonjour", "pt": "Bom dia"}
    assert localise(texts, "pt", ("en", "fr")).text == "Bom dia"
    fallback = localise(texts, "es", ("en", "fr"))
    assert (fallback.text, fallback.language, fallback.is_fallback) == ("Bonjour", "fr", True)


def test_an_empty_text_counts_as_missing():
    assert localise({"en": " ", "ar": "مرحبا"}, "en", ("en",)).direction == "rtl"
    assert localise({}, "en", ()).text == ""


def test_directions():
    assert [direction(code) for code in ("ar", "fa-IR", "fr")] == ["rtl", "rtl", "ltr"]


def test_published_is_when_it_was_published():
    assert PROGRAMME.published_at == PUBLISHED

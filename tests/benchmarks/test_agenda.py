"""The planner on instance files, as others run it."""

import gzip
import json
import subprocess
import sys

import pytest

from benchmarks.agenda.__main__ import main
from benchmarks.agenda.files import instance_of, read_plan
from benchmarks.agenda.forums import Size, forum
from exchange import ROOT
from exchange.domain.agenda_planner import Placement, clash_count, violations

SMALL = Size(12, 30, 2, 4)


def planned(capsys, path, *options):
    assert main(["plan", str(path), "--steps", "4000", *options]) == 0
    return json.loads(capsys.readouterr().out)


def places(answer):
    return {name: Placement(*place) for name, place in answer["placements"].items()}


@pytest.fixture
def content():
    return forum("topic", SMALL, 1)


@pytest.fixture
def file(tmp_path, content):
    path = tmp_path / "forum.json"
    path.write_text(json.dumps(content))
    return path


def test_a_plan_is_one_json_object_and_progress_goes_elsewhere(file, content):
    answer = subprocess.run(
        [sys.executable, "-m", "benchmarks.agenda", "plan", str(file), "--seconds", "3", "--seed", "4"],
        capture_output=True, text=True, check=True, cwd=ROOT,
    )  # fmt: skip
    result = json.loads(answer.stdout)
    instance = instance_of(content)
    assert result["feasible"] and violations(instance, places(result)) == []
    assert result["clashes"] == clash_count(instance, places(result)) >= result["bound"] >= 0
    assert result["seconds"] < 30
    assert any(place[1] is None for place in result["placements"].values()) == any(
        one["kind"] == "study_visit" for one in content["sessions"]
    )


def test_a_packed_file_gives_the_same_plan(capsys, file, tmp_path):
    packed = tmp_path / "forum.json.gz"
    packed.write_bytes(gzip.compress(file.read_bytes()))
    assert planned(capsys, packed)["placements"] == planned(capsys, file)["placements"]


def test_what_contradicts_itself_is_said(capsys, file, content):
    content["sessions"][5]["min_capacity"] = 10_000
    file.write_text(json.dumps(content))
    answer = planned(capsys, file)
    assert answer["feasible"] is False
    assert answer["because"] == [
        {"rule": "capacity", "sessions": [content["sessions"][5]["id"]], "rooms": [], "number": 10_000}
    ]


def test_a_lost_room_moves_only_its_sessions(capsys, file, content, tmp_path):
    before = planned(capsys, file)
    lost = next(place[1] for place in before["placements"].values() if place[1] not in (None, "R00"))
    for room in content["rooms"]:
        if room["id"] == lost:
            room["unavailable"] = list(range(len(content["units"])))
    for session in content["sessions"]:
        session["lock_room"] = session["lock_room"] if session["lock_room"] != lost else None
        session["min_capacity"], session["features"], session["interpretation"] = 0, [], []
    file.write_text(json.dumps(content))
    current = tmp_path / "current.json"
    current.write_text(json.dumps(before))
    answer = planned(capsys, file, "--current", str(current))
    moved = {name for name, place in answer["placements"].items() if before["placements"][name] != place}
    assert moved == {name for name, place in before["placements"].items() if place[1] == lost}
    assert answer["proven"] and set(answer["moves"]) == moved
    assert read_plan(current) == places(before)


def test_rules_of_the_file_format_reach_the_planner(content):
    content["sessions"][0] |= {"kind": "study_visit", "dur": 6, "starts": [0, 3, 12], "lock_start": None, "extra": 1}
    content["wishes"].append(["S001", "withdrawn"])
    instance = instance_of(content)
    visit = instance.session["S000"]
    assert (visit.roomless, visit.spans_breaks, visit.starts) == (True, True, frozenset({0, 12}))
    assert instance.blocks[11:13] == (3, 4) and instance.days[11:13] == (0, 1)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "not JSON"),
        ("[1]", "is a JSON object"),
        ("{}", "'units' is missing"),
        ('{"units": [], "rooms": [], "sessions": [{"id": "a"}]}', "'dur' is missing"),
        ('{"units": [], "rooms": [], "sessions": [{"id": "a", "dur": "x"}]}', "a whole number"),
        ('{"units": [], "rooms": [], "sessions": [{"id": "a", "dur": 0}]}', "a has no length"),
        ('{"units": [], "rooms": [], "sessions": [{"id": "a", "dur": 1, "lock_room": "R"}]}', "no room R"),
        ('{"units": 3, "rooms": [], "sessions": []}', "not iterable"),
    ],
)
def test_a_broken_file_gives_one_clear_line(capsys, tmp_path, text, said):
    path = tmp_path / "broken.json"
    path.write_text(text)
    assert main(["plan", str(path)]) == 1
    printed = capsys.readouterr()
    assert printed.out == "" and said in printed.err and printed.err.count("\n") == 1


def test_a_file_that_is_not_there_or_damaged_is_said_so(capsys, tmp_path):
    assert main(["plan", str(tmp_path / "none.json")]) == 1
    damaged = tmp_path / "damaged.json.gz"
    damaged.write_bytes(gzip.compress(b"{}" * 50)[:-20])
    assert main(["plan", str(damaged)]) == 1
    assert capsys.readouterr().err.count("\n") == 2

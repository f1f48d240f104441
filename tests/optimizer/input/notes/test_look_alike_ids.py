"""Tests for ids that look alike."""

from __future__ import annotations

import unicodedata
from pathlib import Path

import pytest

from optimizer.errors import ScenarioError
from optimizer.input.folder import read_scenario
from optimizer.input.notes.id_folding import fold_id
from tests.optimizer.input.notes.villages import beside, notes, request, village


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Thôn 1", "Thôn\u00a01"),
        ("Thôn 1", "thôn  1"),
        ("Hòa Sơn", "Hoà Sơn"),
        ("Thủy", "Thuỷ"),
        ("Khoẻ", unicodedata.normalize("NFD", "Khỏe")),
        ("01", "1"),
        ("1", "1.0"),
        ("Thôn 01", "Thôn 1"),
        ("Đá", "Ðá"),
        ("v-1", "v\u20131"),
        ("a\u200cb", "ab"),
        ("v1", "v1."),
        ("v1", "'v1"),
        ("V10", "V1O"),
        ("Thôn 1", "Thôn-1"),
        ("Thôn 1", "Thôn1"),
        ("Tân Lập", "Tân_Lập"),
        ("Mỹ Hòa", "Mĩ Hoà"),
        ("Quý", "Quí"),
        ("a1", "\u0430" + "1"),
        ("Thôn 1,2", "Thôn 1, 2"),
    ],
)
def test_that_spellings_of_one_id_fold_to_the_same(one: str, other: str) -> None:
    """Tests that spaces, tones, forms, case, zeros and dashes make no difference."""
    assert fold_id(one) == fold_id(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Hòa", "Hoa"),
        ("Hoá", "Hòa"),
        ("Tân", "Tăn"),
        ("1", "10"),
        ("1.5", "1"),
        ("v10", "v1"),
        ("1a", "1oa"),
        ("vo", "v0"),
        ("1.1", "1.10"),
        ("1-11", "11-1"),
        ("Thúy", "Thúi"),
    ],
)
def test_that_different_ids_stay_different(one: str, other: str) -> None:
    """Tests that another tone, letter or number is another id."""
    assert fold_id(one) != fold_id(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Thôn 1", "Thon 1"),
        ("Thôn 1", "Thôn I"),
        ("Thôn Một", "T1"),
        ("Thôn Tân Lập", "Tân Lập (cũ)"),
        ("Bản Đôn", "Buôn Đôn"),
        ("Thôn 2", "2"),
    ],
)
def test_that_halves_of_a_village_are_named_however_it_is_spelled(
    tmp_path: Path, one: str, other: str
) -> None:
    """Tests that households alone beside members alone are one village to a loose reader."""
    left = {**village(one), "members": []}
    right = {**village(other), "households": []}
    assert [note.code for note in notes(request(left, right))] == ["LOOK_ALIKE_IDS"]
    assert notes(request(village(one), beside(other))) == ()
    place = folder(tmp_path / "s", f"{one},h1,108.91,11.61\n", f"{other},m1,108.91,11.61\n")
    with pytest.raises(ScenarioError) as caught:
        read_scenario(place)
    assert [problem.code for problem in caught.value.problems] == ["LOOK_ALIKE_IDS"]


def test_that_villages_that_look_alike_are_named_with_what_they_have() -> None:
    """Tests that both rows and the numbers of both are told."""
    left = {**village("Thôn 1"), "members": []}
    right = {**beside("Thôn  1"), "households": []}
    (note,) = notes(request(left, right))
    assert (note.code, note.pointer, note.rows) == ("LOOK_ALIKE_IDS", "/villages", (0, 1))
    assert (note.params["second_households"], note.params["second_members"]) == (0, 3) or (
        note.params["first_households"],
        note.params["first_members"],
    ) == (0, 3)


def test_that_households_that_look_alike_are_named() -> None:
    """Tests that H01 and h1 of one village are told, and of two villages are not."""
    left, right = village("v1"), beside("v2")
    left["households"][4]["id"] = "H01"
    (note,) = notes(request(left, right))
    assert (note.code, note.rows) == ("LOOK_ALIKE_IDS", (1, 4))
    assert note.pointer == "/villages/0/households"


def folder(place: Path, households: str, members: str, villages: str = "") -> Path:
    place.mkdir()
    (place / "scenario.yaml").write_text("coordinates: lonlat\n")
    (place / "households.csv").write_text("village,id,x,y\n" + households, encoding="utf-8")
    (place / "members.csv").write_text("village,id,x,y\n" + members, encoding="utf-8")
    if villages:
        (place / "villages.csv").write_text("id,name\n" + villages, encoding="utf-8")
    return place


def test_that_a_village_is_not_invented_beside_a_look_alike(tmp_path: Path) -> None:
    """Tests that households of 01 and members of 1 are refused with both places."""
    source = folder(tmp_path / "s", "01,h1,108.9,11.6\n", "1,m1,108.9,11.6\n")
    with pytest.raises(ScenarioError) as caught:
        read_scenario(source)
    (problem,) = caught.value.problems
    assert problem.code == "LOOK_ALIKE_IDS"
    assert "'01' (households.csv row 2)" in problem.message
    assert "'1' (members.csv row 2)" in problem.message


def test_that_a_village_written_in_two_ways_is_noted_by_row(tmp_path: Path) -> None:
    """Tests that where both spellings have both, the rows of the rarer one are named."""
    source = folder(
        tmp_path / "s",
        "A,h1,108.9,11.6\nA,h2,108.9,11.6\na,h3,108.9,11.6\n",
        "A,m1,108.9,11.6\na,m2,108.9,11.6\n",
    )
    found = read_scenario(source).notes
    assert {(note.code, note.pointer, note.rows) for note in found} == {
        ("LOOK_ALIKE_IDS", "/households", (4,)),
        ("LOOK_ALIKE_IDS", "/members", (3,)),
    }


def test_that_an_unknown_village_is_told_what_it_looks_like(tmp_path: Path) -> None:
    """Tests that a refused row names the village that was probably meant."""
    source = folder(tmp_path / "s", "01,h1,108.9,11.6\n", "1,m1,108.9,11.6\n", "01,Thôn 1\n")
    with pytest.raises(ScenarioError) as caught:
        read_scenario(source)
    first, second = caught.value.problems
    assert (first.code, second.code) == ("LOOK_ALIKE_IDS", "UNKNOWN_VILLAGE")
    assert "'01'" in first.message

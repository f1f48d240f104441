from __future__ import annotations

from dataclasses import replace
from unicodedata import normalize

import pytest

from optimizer.input.checks import RawTable
from optimizer.input.checks.text_columns import identifiers
from optimizer.input.request import scenario_from_request
from tests.optimizer.inputs import line, only, problems, request, village

THON = "Thôn Phước Bình"


def test_names_are_composed() -> None:
    """Tests that decomposed Vietnamese is the same as composed, in ids, names, areas and pairs."""
    apart = normalize("NFD", THON)
    assert apart != THON
    one = scenario_from_request(
        request(
            village(
                apart,
                name=f" {apart} ".strip(),
                area=[apart],
                households=[{"id": apart, "x": 0, "y": 0}],
                locked=[[THON, "m1"]],
            )
        )
    ).villages[0]
    assert (one.id, one.name, one.area, one.households.ids.tolist()) == (
        THON,
        THON,
        (THON,),
        [THON],
    )
    assert one.locked.tolist() == [[0, 0]]


def test_ids_that_meet_once_composed() -> None:
    """Tests that two spellings of one id are duplicates, and the first place is told."""
    rows = [{"id": THON, "x": 0, "y": 0}, {"id": normalize("NFD", THON), "x": 1, "y": 0}]
    found = only(problems(request(village(households=rows))))
    assert (found.code, found.where) == ("DUPLICATE_ID", "/villages/0/households/1")
    assert "/villages/0/households/0" in found.message


def test_three_of_one_id_all_name_the_first() -> None:
    """Tests that the second and the third of three equal ids are named, with the first's place."""
    rows = line("h", 4)
    for number in (0, 2, 3):
        rows[number]["id"] = "x"
    found = problems(request(village(households=rows)))
    assert [problem.where for problem in found] == [f"/villages/0/households/{n}" for n in (2, 3)]
    assert all("/villages/0/households/0" in problem.message for problem in found)


def test_ids_are_free_across_villages_and_tables() -> None:
    """Tests that an id may stand in two villages, and as household, member and place."""
    same = village(members=line("h", 2), places=line("h", 2))
    assert len(scenario_from_request(request(same, same | {"id": "v2"})).villages) == 2


def test_villages_of_one_id() -> None:
    """Tests that the second village of an id is named."""
    found = only(problems(request(village(), village("v0"), village())))
    assert (found.code, found.where) == ("DUPLICATE_ID", "/villages/2")


@pytest.mark.parametrize(
    ("name", "code"),
    [
        (None, "MISSING"), ("", "MISSING"), (17, "NOT_TEXT"), (True, "NOT_TEXT"), ([], "NOT_TEXT"),
        ("h\x00", "UNSEEN_CHARACTER"), ("h\n", "UNSEEN_CHARACTER"), ("h\u200b", "UNSEEN_CHARACTER"),
        ("\ufeffh", "UNSEEN_CHARACTER"), ("\ud800", "UNSEEN_CHARACTER"),
        (" h", "SPACES"), ("h ", "SPACES"), ("h" * 201, "TOO_LONG"),
    ],
)  # fmt: skip
def test_ids_that_are_none(name: object, code: str) -> None:
    """Tests that an id must be text that everybody can see and nobody confuses."""
    rows = [{"id": name, "x": 0, "y": 0}, *line("h", 2)]
    found = only(problems(request(village(households=rows))))
    assert (found.code, found.where, found.field) == (code, "/villages/0/households/0", "id")


@pytest.mark.parametrize("name", ["h" * 200, "a b", "17", "007", "1.0", "hộ 1/2", "می‌خواهم", "-"])
def test_ids_that_are_fine(name: str) -> None:
    """Tests that any visible text up to 200 characters is an id, kept as it is."""
    given = request(village(households=[{"id": name, "x": 0, "y": 0}]))
    assert scenario_from_request(given).villages[0].households.ids.tolist() == [name]


def test_that_a_rounded_number_is_no_id() -> None:
    """Tests that a number whose last digits a spreadsheet has lost is refused."""
    for number, codes in ((123_456_789_012_345.0, []), (1_234_567_890_123_456.0, ["ROUNDED"])):
        table = RawTable("households", 1, {"id": [number]}, "".format, "f", text=True)
        _, faults = identifiers(table, "id")
        assert [fault.code for fault in faults] == codes


@pytest.mark.parametrize(
    ("cell", "code"),
    [
        ("1.23E+12", "ROUNDED"),
        ("2026-05-01", "MADE_A_DATE"),
        ("1-May", "MADE_A_DATE"),
        ("May-01", "MADE_A_DATE"),
    ],
)
def test_ids_that_a_spreadsheet_has_changed_are_refused(cell: str, code: str) -> None:
    """Tests that a power of ten and a date in a file are no ids, and like words are."""
    table = RawTable("households", 1, {"id": [cell]}, str, "households.csv", text=True)
    assert [fault.code for fault in identifiers(table, "id")[1]] == [code]
    for plain in ("12e4", "1-5", "May", "2026-05", "E+5"):
        assert identifiers(replace(table, columns={"id": [plain]}), "id")[1] == []

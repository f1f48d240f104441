from __future__ import annotations

import csv
import json
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from optimizer.diagnosis.verdicts import verdict as planned_verdict
from optimizer.domain.plan import Verdict
from optimizer.domain.rules import Rules
from optimizer.errors import ScenarioError
from optimizer.screening import screen, screen_file
from optimizer.screening.counts_file import write_screen
from tests.optimizer.random_villages import random_village


def one(households: int, members: int, **rules: int) -> dict[str, object]:
    (row,) = screen([{"id": "v", "households": households, "members": members, **rules}])
    return row


@pytest.mark.parametrize(
    ("households", "members", "word", "recruits", "active"),
    [
        (0, 0, "OK", 0, 0),
        (0, 3, "SURPLUS", 0, 0),
        (1, 0, "NO_MEMBERS", 1, 0),
        (10, 0, "NO_MEMBERS", 1, 0),
        (11, 0, "NO_MEMBERS", 2, 0),
        (4, 1, "SURPLUS", 0, 0),
        (5, 1, "OK", 0, 1),
        (9, 1, "OK", 0, 1),
        (10, 1, "TIGHT", 0, 1),
        (11, 1, "NEEDS_MEMBERS", 1, 1),
        (20, 1, "NEEDS_MEMBERS", 1, 1),
        (21, 1, "NEEDS_MEMBERS", 2, 1),
        (18, 2, "OK", 0, 2),
        (19, 2, "TIGHT", 0, 2),
        (9, 2, "SURPLUS", 0, 1),
    ],
)
def test_that_the_edges_are_right(
    households: int, members: int, word: str, recruits: int, active: int
) -> None:
    """Tests that verdict and bounds change exactly at 4/5 and 10/11 households a member."""
    row = one(households, members)
    assert (row["verdict"], row["recruits_at_least"]) == (word, recruits)
    assert (row["active_at_most"], row["reserve_at_least"]) == (active, members - active)
    assert row["room"] == 10 * members
    assert row["certain"] == (word in {"NO_MEMBERS", "NEEDS_MEMBERS"})


@given(st.integers(0, 10_000), st.integers(0, 500), st.integers(0, 12), st.integers(0, 12))
def test_that_a_certain_need_is_the_fewest_by_counting(
    households: int, members: int, least: int, more: int
) -> None:
    """Tests that so many recruits make room enough, and that one fewer never does."""
    most = max(least + more, 1)
    row = one(households, members, min_households=least, max_households=most)
    recruits = row["recruits_at_least"]
    assert isinstance(recruits, int)
    assert (members + recruits) * most >= households
    assert recruits == 0 or (members + recruits - 1) * most < households


@given(st.integers(0, 1000))
def test_that_a_plan_never_contradicts_the_counts(seed: int) -> None:
    """Tests that a village with points has the same verdict where everybody is served."""
    village = random_village(seed)
    counts = {
        "id": "v",
        "households": len(village.households),
        "members": len(village.members),
        "min_households": village.rules.min_households,
        "max_households": village.rules.max_households,
    }
    own = (village.members.minimum != village.rules.min_households).any()
    own |= (village.members.maximum != village.rules.max_households).any()
    (row,) = screen([counts])
    if row["verdict"] not in {"NO_MEMBERS", "NEEDS_MEMBERS"} and not own:
        assert row["verdict"] == planned_verdict(village, 0)


def test_that_the_certificate_can_be_counted() -> None:
    """Tests that a need is shown by its arithmetic, in both languages."""
    message = screen([{"id": "v", "name": "Thôn Một", "households": 412, "members": 36}])[0]
    assert message["message"] == {
        "en": "Thôn Một: 412 households, 36 members. The members hold 36 \N{MULTIPLICATION SIGN} "
        "10 = 360; for the other 52 at least 6 more are needed (52 ÷ 10, rounded up), "
        "wherever people live.",
        "vi": "Thôn Một: 412 hộ, 36 thành viên. Các thành viên phụ trách được 36 "
        "\N{MULTIPLICATION SIGN} 10 = 360 hộ; còn 52 hộ cần bổ sung ít nhất 6 người "
        "(52 ÷ 10, làm tròn lên), dù các hộ ở đâu.",
    }
    alone = one(11, 0)["message"]
    assert isinstance(alone, dict)
    assert alone["en"].endswith(
        "At least 2 are needed (11 ÷ 10, rounded up), wherever people live."
    )


def test_that_enough_by_counts_is_not_called_enough() -> None:
    """Tests that a village that counts do not object to is told what counts do not know."""
    said = one(9, 2)["message"]
    assert isinstance(said, dict)
    assert "At most 1 of the members can have 5 or more (9 ÷ 5); 1 cannot." in said["en"]
    assert said["en"].endswith("so members may still be missing in places.")
    assert said["vi"].endswith("có thể vẫn thiếu cục bộ.")
    nobody = one(0, 2)["message"]
    assert isinstance(nobody, dict)
    assert nobody["en"] == "Village v: 0 households, 2 members. There is nobody to look after."


def test_that_rules_and_areas_of_a_village_count() -> None:
    """Tests that a village's own window lies over that of the rules, and that areas are kept."""
    rows = [
        {"village": "a", "households": 30, "members": 2, "max_households": 15, "area": ["N", "X"]},
        {"id": "b", "households": 30, "members": 2},
    ]
    first, second = screen(rows, Rules(min_households=2, max_households=12))
    assert (first["area"], first["recruits_at_least"], first["min_households"]) == (
        ["N", "X"],
        0,
        2,
    )
    assert (second["area"], second["recruits_at_least"]) == ([], 1)


def test_that_every_problem_is_named_at_once() -> None:
    """Tests that each fault is told with its row, field, value and remedy, and nothing is lost."""
    rows = [
        {"id": "a", "households": -1, "members": 2.5, "name": "A"},
        {"id": "a", "households": "many", "members": 1, "phone": "090"},
        {"id": "", "members": 1, "min_households": 9, "max_households": 8},
    ]
    with pytest.raises(ScenarioError) as caught:
        screen(rows)
    told = {(problem.code, problem.where, problem.field) for problem in caught.value.problems}
    assert told == {
        ("UNKNOWN_FIELD", "/villages/1", "phone"),
        ("NEGATIVE", "/villages/0", "households"),
        ("NOT_WHOLE", "/villages/0", "members"),
        ("DUPLICATE_ID", "/villages/1", "id"),
        ("NOT_A_NUMBER", "/villages/1", "households"),
        ("MISSING", "/villages/2", "id"),
        ("MISSING", "/villages/2", "households"),
        ("BAD_RULE", "/villages/2", ""),
    }


@pytest.mark.parametrize(
    ("rows", "code"),
    [([], "NO_VILLAGES"), ([3, "x"], "NOT_AN_OBJECT"), ([{"id": "a"}], "MISSING_COLUMN")],
)
def test_that_no_table_at_all_is_a_problem(rows: list[object], code: str) -> None:
    """Tests that nothing, no objects and missing columns are named as such."""
    with pytest.raises(ScenarioError) as caught:
        screen(rows)
    assert {problem.code for problem in caught.value.problems} == {code}


def test_that_every_kind_of_table_is_read_alike(tmp_path: Path) -> None:
    """Tests that CSV with semicolons, Excel and Parquet give the same, the neediest first."""
    frame = pd.DataFrame(
        {
            "village": ["007", "b", "c"],
            "area_1": ["N", "N", "S"],
            "households": [412, 90, 30],
            "members": [36, 10, 0],
        }
    )
    frame.to_csv(tmp_path / "c.csv", index=False, sep=";", encoding="utf-8-sig")
    frame.to_parquet(tmp_path / "c.parquet")
    frame.to_excel(tmp_path / "c.xlsx", index=False, engine="xlsxwriter")
    read = [screen_file(tmp_path / f"c.{kind}", Rules()) for kind in ("csv", "parquet", "xlsx")]
    assert read[0] == read[1] == read[2]
    assert [row.counted.id for row in read[0]] == ["007", "c", "b"]
    assert [row.verdict for row in read[0]] == [
        Verdict.NEEDS_MEMBERS,
        Verdict.NO_MEMBERS,
        Verdict.OK,
    ]


def test_that_a_file_that_is_none_is_told(tmp_path: Path) -> None:
    """Tests that a missing file, another format and a ragged row are problems with a remedy."""
    for name, text, code in (
        ("no.csv", None, "NOT_FOUND"),
        ("c.txt", "x", "UNKNOWN_FORMAT"),
        ("c.csv", "id,households,members\na,1\nb,x,1\n", "WRONG_CELL_COUNT"),
    ):
        if text is not None:
            (tmp_path / name).write_text(text, encoding="utf-8")
        with pytest.raises(ScenarioError) as caught:
            screen_file(tmp_path / name, Rules())
        assert code in {problem.code for problem in caught.value.problems}
    assert {"c.csv row 2", "c.csv row 3"} == {problem.where for problem in caught.value.problems}


def test_that_the_result_is_written_whole(tmp_path: Path) -> None:
    """Tests that CSV and JSON hold every village, replace an earlier file and leave no other."""
    (tmp_path / "c.csv").write_text("id,name,households,members\n=v,Thôn,11,1\n", encoding="utf-8")
    rows = screen_file(tmp_path / "c.csv", Rules())
    for _ in range(2):
        write_screen(tmp_path / "out" / "s.csv", rows)
        write_screen(tmp_path / "out" / "s.json", rows)
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == ["s.csv", "s.json"]
    with (tmp_path / "out" / "s.csv").open(encoding="utf-8-sig", newline="") as file:
        (line,) = csv.DictReader(file)
    assert (line["village"], line["verdict"], line["recruits_at_least"]) == (
        "'=v",
        "NEEDS_MEMBERS",
        "1",
    )
    document = json.loads((tmp_path / "out" / "s.json").read_text(encoding="utf-8"))
    assert document["villages"][0]["id"] == "=v"
    assert document["summary"]["recruits_at_least"] == 1
    assert document["summary"]["verdicts"] == {"NEEDS_MEMBERS": 1}

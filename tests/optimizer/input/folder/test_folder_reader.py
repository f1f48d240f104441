from __future__ import annotations

from pathlib import Path

import pytest

from optimizer.domain.goals import Priority
from optimizer.domain.rules import MinimumPolicy, Rules
from optimizer.errors import ScenarioError
from optimizer.input.folder import read_scenario
from tests.optimizer.inputs import HOUSEHOLDS, MEMBERS, folder, folder_problems, only, places

TABLES = {"households.csv": HOUSEHOLDS, "members.csv": MEMBERS}
TWO = {
    "villages.csv": "id,name,area\nv2,Thôn Hai,Bác Ái/Phước Bình\nv1,,Bác Ái\n",
    "households.csv": HOUSEHOLDS + "v2,h1,0,0\n",
    "members.csv": MEMBERS + "v2,m1,0,0\n",
}


def test_villages_are_those_the_tables_name(tmp_path: Path) -> None:
    """Tests that without a villages table every village named anywhere is there, sorted."""
    files = TABLES | {"members.csv": MEMBERS + "v0,m1,0,0\n"}
    made = read_scenario(folder(tmp_path, files))
    assert [(v.id, len(v.households), len(v.members)) for v in made.villages] == [
        ("v0", 0, 1),
        ("v1", 3, 1),
    ]


def test_a_folder_without_any_village_is_one(tmp_path: Path) -> None:
    """Tests that tables without a village column are one village of the folder's name."""
    files = {"households.csv": "id,x,y\nh1,0,0\n", "members.csv": "id,x,y\nm1,0,0\n"}
    assert [v.id for v in read_scenario(folder(tmp_path / "Thôn", files)).villages] == ["Thôn"]


def test_the_only_village_of_a_table_takes_all_rows(tmp_path: Path) -> None:
    """Tests that a villages table with one row needs no village column elsewhere."""
    files = {
        "villages.csv": "id\nv9\n",
        "households.csv": "id,x,y\nh1,0,0\n",
        "members.csv": "id,x,y\nm1,0,0\n",
        "pairs.csv": "household,member,kind\nh1,m1,locked\n",
    }
    one = read_scenario(folder(tmp_path, files)).villages[0]
    assert (one.id, one.locked.tolist()) == ("v9", [[0, 0]])


def test_several_villages_need_the_column(tmp_path: Path) -> None:
    """Tests that rows without a village are refused where there are two villages."""
    files = TWO | {"members.csv": "id,x,y\nm1,0,0\n"}
    found = only(folder_problems(folder(tmp_path, files)))
    assert (found.code, found.where, found.field) == ("MISSING_COLUMN", "members.csv", "village")


def test_villages_with_names_areas_and_rules(tmp_path: Path) -> None:
    """Tests that a village's rules lie over its areas', and these over the scenario's."""
    settings = """
        description: two villages
        coordinates: metres
        rules: {max_distance_m: 100, max_recruits: 4, priorities: [longest]}
        areas:
          Bác Ái: {max_distance_m: 200, min_households: 4}
          Bác Ái/Phước Bình: {max_distance_m: 300}
    """
    head = "id,name,area,min_households,max_recruits,recruiting,priorities,minimum,max_distance_m\n"
    rows = "v2,Thôn Hai,Bác Ái/Phước Bình,3,none,no,walk balance,enforce,\nv1,,Bác Ái,,,,,,50\n"
    made = read_scenario(
        folder(tmp_path, TWO | {"scenario.yaml": settings, "villages.csv": head + rows})
    )
    one, two = made.villages
    assert (one.name, two.name, two.area) == ("v1", "Thôn Hai", ("Bác Ái", "Phước Bình"))
    shared = Rules(max_distance_m=100.0, max_recruits=4, priorities=(Priority.LONGEST,))
    assert made.rules == shared
    assert one.rules == shared.model_copy(update={"max_distance_m": 50.0, "min_households": 4})
    assert two.rules == Rules(
        max_distance_m=300.0,
        min_households=3,
        recruiting=False,
        minimum=MinimumPolicy.ENFORCE,
        priorities=(Priority.WALK, Priority.BALANCE),
    )


def test_areas_as_columns_and_as_a_list(tmp_path: Path) -> None:
    """Tests that area_1, area_2 hold codes with slashes, which a list of areas can name."""
    settings = "coordinates: metres\nareas: [{area: [A/B, 17], rules: {max_distance_m: 7}}]\n"
    files = TWO | {
        "scenario.yaml": settings,
        "villages.csv": "village,area_1,area_2\nv1,A/B,17\nv2,A/B,\n",
    }
    one, two = read_scenario(folder(tmp_path, files)).villages
    assert (one.area, two.area) == (("A/B", "17"), ("A/B",))
    assert (one.rules.max_distance_m, two.rules.max_distance_m) == (7.0, 1000.0)


@pytest.mark.parametrize(
    ("files", "expected"),
    [
        ({"villages.csv": "id\nv1\nv1\n"}, ("DUPLICATE_ID", "villages.csv row 3", "id")),
        ({"villages.csv": "id\nv0\n"}, ("UNKNOWN_VILLAGE", "households.csv row 2", "village")),
        ({"villages.csv": "id\n"}, ("NO_VILLAGES", "villages.csv", "")),
        ({"villages.csv": "name\nx\n"}, ("MISSING_COLUMN", "villages.csv row 1", "id")),
        ({"villages.csv": "id,area_1,area_2\nv1,,b\n"}, ("BAD_AREA", "villages.csv row 2", "area")),
        ({"villages.csv": "id,area,area_1\nv1,a,a\n"}, ("TWO_AREAS", "villages.csv", "area")),
        (
            {"villages.csv": "id,max_households\nv1,many\n"},
            ("BAD_RULE", "villages.csv row 2", "max_households"),
        ),
        (
            {"villages.csv": "id,recruiting\nv1,perhaps\n"},
            ("BAD_RULE", "villages.csv row 2", "recruiting"),
        ),
        (
            {"villages.csv": "id,max_distance_m\nv1,nan\n"},
            ("BAD_RULE", "villages.csv row 2", "max_distance_m"),
        ),
        ({"villages.csv": "id,min_households\nv1,11\n"}, ("BAD_RULE", "villages.csv row 2", "")),
        ({"pairs.csv": "village,household,member,kind\nv1,h1,m1,fixed\n"},
         ("UNKNOWN_KIND", "pairs.csv row 2", "kind")),
        ({"pairs.csv": "village,household,member,kind\nv1,h9,m1,locked\n"},
         ("UNKNOWN_HOUSEHOLD", "pairs.csv row 2", "household")),
        ({"pairs.csv": "village,household,member,kind\nv1,h1,m1,locked\nv1,h1,m1,locked\n"},
         ("PAIR_TWICE", "pairs.csv row 3", "household")),
        ({"pairs.csv": "village,household,member,kind\nv9,h1,m1,locked\n"},
         ("UNKNOWN_VILLAGE", "pairs.csv row 2", "village")),
        ({"members.csv": MEMBERS.replace("y\n", "y,min\n").replace("0\n", "0,-1\n")},
         ("NEGATIVE", "members.csv row 2", "min")),
        ({"houses.csv": ""}, ("UNKNOWN_TABLE", "houses.csv", "")),
        ({"households.txt": ""}, ("UNKNOWN_TABLE", "households.txt", "")),
        ({"Households.geojson": "{}"}, ("TABLE_TWICE", "folder", "households")),
        ({"households.parquet": "PAR1"}, ("UNREADABLE", "households.parquet", "")),
        ({"households.parquet": "PAR1"}, ("TABLE_TWICE", "folder", "households")),
        ({"scenario.yml": ""}, ("TABLE_TWICE", "folder", "")),
    ],
)  # fmt: skip
def test_wrong_folders(
    tmp_path: Path, files: dict[str, str], expected: tuple[str, str, str]
) -> None:
    """Tests that each fault of a folder is named with file, row and column."""
    if "villages.csv" not in files:
        files = {"villages.csv": "id\nv1\n"} | files
    assert expected in places(folder_problems(folder(tmp_path / "folder", TABLES | files)))


@pytest.mark.parametrize("ending", ["csv", "parquet", "xlsx", "geojson", "gpkg"])
@pytest.mark.parametrize(
    "content", [b"", b"\xff\xfe\x00", b"PK\x03\x04", b'{"type": "Feat', b"\x00"]
)
def test_garbage_is_a_problem(tmp_path: Path, ending: str, content: bytes) -> None:
    """Tests that a file of any format that holds anything else is a fault of that file."""
    made = folder(tmp_path, {"members.csv": MEMBERS})
    (made / f"households.{ending}").write_bytes(content)
    assert f"households.{ending}" in {one.where.split()[0] for one in folder_problems(made)}


@pytest.mark.parametrize("missing", ["households.csv", "members.csv"])
def test_a_missing_table(tmp_path: Path, missing: str) -> None:
    """Tests that households and members are both needed."""
    files = {name: text for name, text in TABLES.items() if name != missing}
    found = only(folder_problems(folder(tmp_path, files)))
    assert (found.code, found.field) == ("MISSING_TABLE", missing.removesuffix(".csv"))


def test_all_tables_are_blamed_at_once(tmp_path: Path) -> None:
    """Tests that faults of scenario.yaml and of every table come in one error."""
    files = {
        "scenario.yaml": "coordinates: feet\nrules: {a: 3}\nareas: {X: {max_distance_m: -1}}\n",
        "villages.csv": "id,population\nv1,3\n",
        "households.csv": HOUSEHOLDS.replace("h2", "h1"),
        "members.csv": MEMBERS.replace("m1,0", "m1,zero"),
        "places.csv": "village,id,x,y\nv1,p1,,0\n",
        "pairs.csv": "village,household,member,kind\nv1,h1,m2,current\n",
        "notes.txt": "",
    }
    found = folder_problems(folder(tmp_path, files))
    assert {(problem.code, problem.where.split()[0]) for problem in found} == {
        ("UNKNOWN_COORDINATES", "scenario.yaml"),
        ("UNKNOWN_FIELD", "scenario.yaml"),
        ("BAD_RULE", "scenario.yaml"),
        ("UNKNOWN_TABLE", "notes.txt"),
        ("UNKNOWN_FIELD", "villages.csv"),
        ("DUPLICATE_ID", "households.csv"),
        ("NOT_A_NUMBER", "members.csv"),
        ("MISSING", "places.csv"),
        ("UNKNOWN_MEMBER", "pairs.csv"),
    }


def test_files_beside_the_tables(tmp_path: Path) -> None:
    """Tests that a README, hidden files, answers and a spreadsheet's lock file are no tables."""
    names = ["README.md", ".hidden", "known_answer.json", "answer.json", "~$households.xlsx"]
    files = TABLES | dict.fromkeys(names, "x")
    assert len(read_scenario(folder(tmp_path, files)).villages) == 1


def test_coordinates_are_never_guessed(tmp_path: Path) -> None:
    """Tests that tables of x and y need to be told to be metres or degrees."""
    found = only(folder_problems(folder(tmp_path, TABLES | {"scenario.yaml": "description: x\n"})))
    assert (found.code, found.where, found.field) == ("MISSING", "scenario.yaml", "coordinates")


def test_neither_file_nor_folder(tmp_path: Path) -> None:
    """Tests that a wrong name and a file of another kind are faults of the input."""
    assert only(folder_problems(tmp_path / "nowhere")).code == "NOT_FOUND"
    (tmp_path / "households.csv").write_text(HOUSEHOLDS)
    assert only(folder_problems(tmp_path / "households.csv")).code == "UNKNOWN_FORMAT"


@pytest.mark.parametrize(
    ("written", "large", "small"), [("1.500", 1500, 1.5), ("20.000", 20000, 20)]
)
@pytest.mark.parametrize("mark", [",", ";"])
def test_that_a_distance_of_two_readings_is_refused(
    written: str, large: float, small: float, mark: str, tmp_path: Path
) -> None:
    """Tests that 1.500 is neither 1,500 m nor 1.5 m until its author says which."""
    (tmp_path / "scenario.yaml").write_text("coordinates: metres\n")
    (tmp_path / "villages.csv").write_text(f"id{mark}max_distance_m\nv1{mark}{written}\n")
    for name in ("households", "members"):
        (tmp_path / f"{name}.csv").write_text("village,id,x,y\nv1,a,0,0\n")
    with pytest.raises(ScenarioError) as caught:
        read_scenario(tmp_path)
    (problem,) = caught.value.problems
    assert (problem.code, problem.where) == ("AMBIGUOUS_NUMBER", "villages.csv row 2")
    assert f"{large:g} m or {small:g} m" in problem.message


def test_that_a_folder_may_ask_for_strictness(tmp_path: Path) -> None:
    """Tests that what looks wrong is noted, and refused where that is wished."""
    (tmp_path / "scenario.yaml").write_text("coordinates: metres\nrules: {max_distance_m: 1.5}\n")
    for name in ("households", "members"):
        (tmp_path / f"{name}.csv").write_text("village,id,x,y\nv1,a,0,0\n")
    (note,) = read_scenario(tmp_path).notes
    assert note.code == "ABSURD_VALUE"
    with pytest.raises(ScenarioError, match="ABSURD_VALUE"):
        read_scenario(tmp_path, strict=True)
    text = "coordinates: metres\nstrict: true\nrules: {max_distance_m: 1.5}\n"
    (tmp_path / "scenario.yaml").write_text(text)
    with pytest.raises(ScenarioError, match="ABSURD_VALUE"):
        read_scenario(tmp_path)

"""`liengia attrition` as a planner meets it."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from api.cli.planner_app import app
from optimizer.execution import leaver_draws
from optimizer.execution.workers.call import Call

RULES: dict[str, object] = {
    "min_households": 1,
    "max_households": 2,
    "max_distance_m": 10,
    "recruiting": True,
}
VILLAGE: dict[str, object] = {
    "id": "v",
    "rules": RULES,
    "households": [{"id": f"h{x}", "x": x, "y": 0} for x in (0, 1, 9, 10)],
    "members": [{"id": "m0", "x": 0, "y": 0}],
}
EMPTY = VILLAGE | {"id": "w", "members": []}
ALONE = EMPTY | {"id": "x", "rules": RULES | {"recruiting": False}}
HEADING = (
    "village,share,households,members,leaving,draws,seed,unserved_if_none_leaves,"
    "unserved_mean,unserved_p95,unserved_worst"
)


def run(*arguments: object) -> Result:
    return CliRunner().invoke(app, [str(argument) for argument in arguments])


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with a scenario, its plan as a response and as a result folder."""
    place = tmp_path_factory.mktemp("attrition")
    (place / "s.json").write_text(json.dumps({"villages": [VILLAGE, EMPTY, ALONE]}))
    for output in ("plan.json", "plan"):
        options = ("--output", place / output, "--workers", 1)
        assert run("optimize", place / "s.json", *options).exit_code == 0
    return place


def ask(folder: Path, *options: object, plan: str = "plan.json") -> Result:
    return run("attrition", folder / plan, "--scenario", folder / "s.json", *options)


def rows(path: Path, delimiter: str = ",") -> list[list[str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.reader(file, delimiter=delimiter))


@pytest.mark.parametrize("plan", ["plan.json", "plan"])
def test_that_it_is_a_table(folder: Path, tmp_path: Path, plan: str) -> None:
    """Tests that each village and share has its row, all together last, from either result."""
    options = ("--share", 100, "--share", 0, "--draws", 3, "--output", tmp_path / "a.csv")
    done = ask(folder, *options, plan=plan)
    assert done.exit_code == 0, done.output
    assert [",".join(row) for row in rows(tmp_path / "a.csv")] == [
        HEADING,
        "v,0.0,4,1,0.0,3,0,2,2.0,2,2",
        "v,100.0,4,1,1.0,3,0,2,4.0,4,4",
        "w,0.0,4,0,0.0,3,0,4,4.0,4,4",
        "w,100.0,4,0,0.0,3,0,4,4.0,4,4",
        "x,0.0,4,0,0.0,3,0,4,4.0,4,4",
        "x,100.0,4,0,0.0,3,0,4,4.0,4,4",
        ",0.0,12,1,0.0,3,0,10,10.0,10,10",
        ",100.0,12,1,1.0,3,0,10,12.0,12,12",
    ]
    assert "Villages: 3. Draws: 3, seed 0. Nobody leaves: 10 of 12" in done.stdout
    assert "100% leave (1.0 of 1 members): without anybody: mean 12.0," in done.stdout
    assert "villages: 3 of 3" in done.stderr


@pytest.mark.parametrize("plan", ["plan.json", "plan"])
def test_that_recruits_may_leave_too(folder: Path, tmp_path: Path, plan: str) -> None:
    """Tests that the plan after recruiting counts its recruits, who serve and may leave."""
    made = tmp_path / "a.json"
    options = ("--plan", "after", "--share", 50, "--draws", 40, "--output", made)
    assert ask(folder, *options, plan=plan).exit_code == 0
    document = json.loads(made.read_bytes())
    figures = [
        (one["id"], one["members"], one["unserved_if_none_leaves"], one["shares"][0])
        for one in document["villages"]
    ]
    share = {"share": 50.0, "unserved_mean": 2.0, "unserved_p95": 2, "unserved_worst": 2}
    share["leaving"] = 1.0
    assert figures[:2] == [("v", 2, 0, share), ("w", 2, 0, share)]
    assert figures[2][:3] == ("x", 0, 4)  # nobody may be recruited there
    assert (document["plan"], document["draws"], document["seed"]) == ("after", 40, 0)
    assert document["together"]["shares"][0]["unserved_worst"] == 8


def test_that_a_folder_has_a_picture(folder: Path, tmp_path: Path) -> None:
    """Tests that a folder holds table, JSON and picture, in Vietnamese, and is written again."""
    made = tmp_path / "a"
    for village in ("w", "v"):
        done = ask(folder, "--village", village, "--lang", "vi", "--output", made)
        assert done.exit_code == 0, done.output
    names = sorted(path.name for path in made.iterdir())
    assert names == ["attrition.csv", "attrition.json", "attrition.svg"]
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a"]
    assert [row[:2] for row in rows(made / "attrition.csv", ";")[1:]] == [
        ["v", "5,0"],
        ["v", "10,0"],
        ["v", "20,0"],
    ]
    assert "Số hộ chưa có ai" in (made / "attrition.svg").read_text(encoding="utf-8")
    assert "Số lần rút thăm: 200" in done.stdout
    # Alone, and by another name of the file, a village is drawn as it is among all.
    assert ask(folder, "--output", tmp_path / "b.json").exit_code == 0
    alone, among = (
        json.loads(path.read_bytes()) for path in (made / names[1], tmp_path / "b.json")
    )
    assert alone["villages"][0] == among["villages"][0]


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (("--share", "120"), "BAD_SHARE"),
        (("--share", "nan", "--lang", "vi"), "tỷ lệ người nghỉ"),
        (("--village", "zz"), "UNKNOWN_VILLAGE"),
        (("--draws", "0"), "--draws"),
        (("--share", "many"), "--share"),
    ],
)
def test_that_what_cannot_be_is_refused(
    folder: Path, tmp_path: Path, options: tuple[str, ...], said: str
) -> None:
    """Tests that bad options end with exit code 2 and a word, and that nothing is written."""
    done = ask(folder, *options, "--output", tmp_path / "a.csv")
    assert done.exit_code == 2
    assert said in done.stderr
    assert list(tmp_path.iterdir()) == []


def test_that_nothing_of_others_is_replaced(folder: Path, tmp_path: Path) -> None:
    """Tests that other folders and files stay, and that a result needs its own scenario."""
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "letter.txt").write_text("dear")
    (tmp_path / "text").write_text("dear")
    (tmp_path / "x.csv").mkdir()
    for name, said in (("mine", "attrition.json"), ("text", "is a file"), ("x.csv", "a folder")):
        done = ask(folder, "--output", tmp_path / name)
        assert (done.exit_code, said in done.stderr) == (2, True)
    assert [path.name for path in (tmp_path / "mine").iterdir()] == ["letter.txt"]
    done = run("attrition", folder / "plan.json", "--output", tmp_path / "a.csv")
    assert (done.exit_code, "--scenario" in done.stderr) == (2, True)
    other = tmp_path / "other.json"
    other.write_text(json.dumps({"villages": [VILLAGE]}))
    done = run(
        "attrition", folder / "plan.json", "--scenario", other, "--output", tmp_path / "a.csv"
    )
    assert (done.exit_code, "PLAN_OF_ANOTHER_SCENARIO" in done.stderr) == (2, True)


def test_that_recruits_of_a_damaged_plan_are_named(folder: Path, tmp_path: Path) -> None:
    """Tests that a recruit at an unknown place, and a village without a plan, are refused."""
    plan = json.loads((folder / "plan.json").read_bytes())
    plan["villages"][0]["recruitment"]["recruits"][0]["place"] = "nowhere"
    (tmp_path / "p.json").write_text(json.dumps(plan))
    asked = ("--scenario", folder / "s.json", "--plan", "after", "--output", tmp_path / "a.csv")
    done = run("attrition", tmp_path / "p.json", *asked)
    assert (done.exit_code, "nowhere" in done.stderr) == (2, True)
    plan["villages"][0] |= {"today": None, "after": None}
    (tmp_path / "p.json").write_text(json.dumps(plan))
    done = run("attrition", tmp_path / "p.json", *asked)
    assert (done.exit_code, "village v: " in done.stderr, "NO_PLAN" in done.stderr) == (2,) + (
        True,
    ) * 2


def test_that_processes_and_time_change_nothing(folder: Path, tmp_path: Path) -> None:
    """Tests that any number of processes draws the same, and the time of the run is stated."""
    for workers in (1, 2):
        options = ("--workers", workers, "--output", tmp_path / f"{workers}.json")
        done = ask(folder, *options, "--total-time", 60)
        assert done.exit_code == 0, done.output
        assert f"Processes: {workers}; at most 60 s" in done.stderr
    assert (tmp_path / "1.json").read_bytes() == (tmp_path / "2.json").read_bytes()
    assert json.loads((tmp_path / "1.json").read_bytes())["left_out"] == []


def test_that_villages_beyond_the_time_are_named(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Tests that the time's end is told with the villages that it cut off, in both languages."""

    def only_first(calls: dict[str, Call[object]], *_: object, **__: object) -> object:
        name, call = next(iter(calls.items()))
        yield name, call.carry_out()

    monkeypatch.setattr(leaver_draws, "ask_in_processes", only_first)
    for language, said in (("en", "2 villages were not drawn"), ("vi", "2 thôn chưa được rút")):
        options = ("--output", tmp_path / "a.json", "--lang", language)
        done = ask(folder, *options)
        assert done.exit_code == 0, done.output
        assert f"{said}" in done.stderr
        assert "v, w" in done.stderr or "w, x" in done.stderr
    made = json.loads((tmp_path / "a.json").read_bytes())
    assert len(made["villages"]) == 1
    assert made["together"]["households"] == 4
    assert sorted([*made["left_out"], made["villages"][0]["id"]]) == ["v", "w", "x"]


def test_that_no_time_at_all_is_a_failure(folder: Path, tmp_path: Path) -> None:
    """Tests that nothing is written where not one village was drawn."""
    done = ask(folder, "--total-time", 0.001, "--output", tmp_path / "a.json")
    assert done.exit_code == 1
    assert "--total-time" in done.stderr
    assert list(tmp_path.iterdir()) == []

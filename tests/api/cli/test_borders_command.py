"""`liengia merge` and `liengia split`: the border moves, and everybody keeps an id."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from api.cli.planner_app import app
from optimizer.input.folder import read_scenario
from tests.optimizer.inputs import line, request, village


def run(*arguments: object) -> Result:
    return CliRunner().invoke(app, [str(argument) for argument in arguments])


@pytest.fixture
def scenario(tmp_path: Path) -> Path:
    """Return two villages with the same ids, and a third."""
    far = [{"id": f"f{n}", "x": 5_000.0 + n, "y": 0.0} for n in range(3)]
    made = [
        village("v1", current=[["h1", "m1"]], locked=[["h2", "m1"]]),
        village("v2", members=line("k", 1), current=[["h1", "k1"]]),
        village("v3", households=[*line("a", 3), *far], members=line("b", 1)),
    ]
    (tmp_path / "s.json").write_text(json.dumps(request(*made)))
    return tmp_path / "s.json"


def test_that_two_villages_become_one(scenario: Path, tmp_path: Path) -> None:
    """Tests that ids stay where they are unique, and pairs of both villages are carried over."""
    result = run("merge", scenario, "v1", "v2", "--id", "v12", "--output", tmp_path / "out")
    assert result.exit_code == 0, result.output
    assert "Villages: 3 before, 2 now. Pairs of the plan in force: 2 kept, 0" in result.stdout
    merged, other = read_scenario(tmp_path / "out").villages
    assert (merged.id, other.id) == ("v12", "v3")
    assert merged.households.ids.tolist() == [f"v{v}/h{n}" for v in (1, 2) for n in range(1, 7)]
    assert merged.members.ids.tolist() == ["k1", "m1"]
    names = [
        (merged.households.ids[home], merged.members.ids[member])
        for home, member in merged.current.tolist()
    ]
    assert names == [("v1/h1", "m1"), ("v2/h1", "k1")]
    assert len(merged.locked) == 1


def test_that_a_village_is_split_by_hamlet(scenario: Path, tmp_path: Path) -> None:
    """Tests that the far hamlet becomes a village, and one without members."""
    result = run("split", scenario, "v3", "--by", "hamlet", "--output", tmp_path / "out")
    assert result.exit_code == 0, result.output
    villages = {one.id: one for one in read_scenario(tmp_path / "out").villages}
    assert sorted(villages) == ["v1", "v2", "v3/A", "v3/B"]
    assert sorted(len(villages[name].households) for name in ("v3/A", "v3/B")) == [3, 3]
    assert sorted(len(villages[name].members) for name in ("v3/A", "v3/B")) == [0, 1]


def test_that_a_table_splits_and_pairs_across_the_border_end(
    scenario: Path, tmp_path: Path
) -> None:
    """Tests that a current pair with one end on each side ends, and the others stay."""
    rows = ["table,id,village", "members,m1,west"]
    rows += [f"households,h{n},{'east' if n == 1 else 'west'}" for n in range(1, 7)]
    (tmp_path / "t.csv").write_text("\n".join(rows))
    result = run("split", scenario, "v1", "--by", tmp_path / "t.csv", "--output", tmp_path / "out")
    assert result.exit_code == 0, result.output
    assert "1 kept, 1 ended" in result.stdout
    villages = {one.id: one for one in read_scenario(tmp_path / "out").villages}
    assert len(villages["west"].locked) == 1
    assert not len(villages["east"].members)


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (("merge", "v1", "v9", "--id", "x"), "UNKNOWN_VILLAGE"),
        (("merge", "v1", "v1", "--id", "x"), "BAD_MERGE"),
        (("merge", "v1", "v2", "--id", "v3"), "DUPLICATE_ID"),
        (("split", "v9", "--by", "hamlet"), "UNKNOWN_VILLAGE"),
        (("split", "v1", "--by", "hamlet"), "BAD_SPLIT"),
        (("split", "v1", "--by", "nowhere.csv"), "NOT_FOUND"),
    ],
)
def test_that_nonsense_is_refused(
    scenario: Path, tmp_path: Path, arguments: tuple[str, ...], code: str
) -> None:
    """Tests that what cannot be meant is told, and nothing written."""
    command, *rest = arguments
    result = run(command, scenario, *rest, "--output", tmp_path / "out")
    assert result.exit_code == 2, result.output
    assert f"[{code}]" in result.stderr
    assert not (tmp_path / "out").exists()

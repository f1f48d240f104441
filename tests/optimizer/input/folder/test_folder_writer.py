from __future__ import annotations

import tempfile
from pathlib import Path

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from optimizer.errors import OutputError
from optimizer.input.folder import read_scenario, write_scenario
from optimizer.input.folder.folder_writer import Format
from optimizer.input.request import scenario_from_request
from tests.optimizer.inputs import Row, assert_same, line, request, requests, village

BOTH: tuple[Format, ...] = ("parquet", "csv")


@settings(deadline=None)
@given(requests(), st.sampled_from(BOTH))
def test_round_trip(document: Row, form: Format) -> None:
    """Tests that any scenario written as a folder reads back to the last bit."""
    made = scenario_from_request(document)
    with tempfile.TemporaryDirectory() as temporary:
        write_scenario(made, Path(temporary) / "s", format=form)
        assert_same(read_scenario(Path(temporary) / "s"), made)


@pytest.mark.parametrize("form", BOTH)
def test_odd_values_survive(tmp_path: Path, form: Format) -> None:
    """Tests that quotes, separators, floats and a null of a village's own come back."""
    given_ = request(
        village(
            'a"b;c,d',
            area=["1/2", "=1+1"],
            rules={"max_recruits": None, "max_distance_m": 0.1, "priorities": ["balance", "walk"]},
            households=[
                {"id": "007", "x": 0.1 + 0.2, "y": -0.0},
                {"id": "1.0", "x": 1e-300, "y": 5},
            ],
            members=line("m", 2, team="Tổ, 1"),
            places=line("p", 1),
            locked=[["007", "m1"]],
            forbidden=[["1.0", "m2"]],
            current=[["1.0", "m1"]],
        ),
        village("empty", households=[], members=[]),
        rules={"max_recruits": 3, "recruits_per_place": 1},
    )
    made = scenario_from_request(given_)
    write_scenario(made, tmp_path / "s", format=form, description="Thôn thử")
    assert_same(read_scenario(tmp_path / "s"), made)
    said = yaml.safe_load((tmp_path / "s" / "scenario.yaml").read_text(encoding="utf-8"))
    assert (said["description"], said["coordinates"]) == ("Thôn thử", "metres")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["s"]


def test_csv_carries_a_mark_for_excel(tmp_path: Path) -> None:
    """Tests that CSV begins with a byte order mark."""
    write_scenario(scenario_from_request(request()), tmp_path / "s", format="csv")
    assert (
        (tmp_path / "s" / "households.csv").read_bytes().startswith(b"\xef\xbb\xbfvillage,id,x,y\n")
    )


def test_an_earlier_folder_is_replaced(tmp_path: Path) -> None:
    """Tests that an earlier scenario gives way wholly, its other format too."""
    write_scenario(scenario_from_request(request()), tmp_path / "s", format="csv")
    write_scenario(scenario_from_request(request(village("v9"))), tmp_path / "s")
    assert [one.id for one in read_scenario(tmp_path / "s").villages] == ["v9"]


def test_anything_else_stays(tmp_path: Path) -> None:
    """Tests that a folder with other files, and a file, are never replaced."""
    made = scenario_from_request(request())
    (tmp_path / "s").mkdir()
    (tmp_path / "s" / "diary.txt").write_text("dear diary")
    (tmp_path / "file").write_text("x")
    for name, told in (("s", "holds diary.txt"), ("file", "is a file")):
        with pytest.raises(OutputError, match=told):
            write_scenario(made, tmp_path / name)
    assert (tmp_path / "s" / "diary.txt").read_text() == "dear diary"


def test_nothing_half_written_stays(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Tests that an interruption leaves neither the folder nor its temporary name."""

    def interrupted(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("optimizer.input.folder.folder_writer._write_csv", interrupted)
    with pytest.raises(KeyboardInterrupt):
        write_scenario(scenario_from_request(request()), tmp_path / "s", format="csv")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("form", BOTH)
def test_a_metric_of_a_village_of_its_own_comes_back(tmp_path: Path, form: Format) -> None:
    """Tests that one village of a list among others with points reads back with its numbers."""
    listed = {"kind": "list", "house_m": 20, "alley_m": 90}
    houses = [{"id": "h1", "hamlet": "Đông", "alley": "Ngõ 1", "order": 1}]
    members = [{"id": "m1", "hamlet": "Đông", "alley": "Ngõ 1", "order": 4}]
    made = scenario_from_request(
        request(
            village("v1"),
            village("v2", rules={"metric": listed}, households=houses, members=members),
        )
    )
    write_scenario(made, tmp_path / "s", format=form)
    assert_same(read_scenario(tmp_path / "s"), made)

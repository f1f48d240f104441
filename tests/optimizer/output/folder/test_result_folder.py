from __future__ import annotations

import csv
import errno
import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace

import geopandas as gpd
import pandas as pd
import pytest
from pyogrio.errors import DataSourceError

from optimizer.domain.goals import Stage
from optimizer.domain.languages import Language
from optimizer.domain.plan import VillagePlan
from optimizer.domain.proof import Proof
from optimizer.errors import OutputError
from optimizer.output.folder.result_folder import fill_folder
from optimizer.output.formats import OutputFormat
from optimizer.output.summary.row_store import RowStore
from tests.optimizer.hand_made import PLANS, SCENARIO, SERVED_PLAN, SHORT_PLAN
from tests.optimizer.written_results import write_folder, write_response

assert SHORT_PLAN.after is not None
AFTER = SHORT_PLAN.after


def write(folder: Path, *formats: OutputFormat) -> Path:
    write_folder(SCENARIO, PLANS, folder, formats=formats)
    return folder


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def test_that_the_folder_holds_what_the_contract_names(tmp_path: Path) -> None:
    """Tests that every file of the contract is there and nothing else, also beside it."""
    write(tmp_path / "out")
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == [
        "areas.csv",
        "assignments.parquet",
        "bounds.json",
        "notes.csv",
        "pockets.json",
        "recruits.csv",
        "report.html",
        "report.xlsx",
        "run.json",
        "summary.json",
        "unserved.csv",
        "villages.csv",
        "villages.parquet",
    ]
    assert [path.name for path in tmp_path.iterdir()] == ["out"]


def test_that_the_summary_adds_the_villages_up(tmp_path: Path) -> None:
    """Tests that summary.json has the figures of the response's summary."""
    document = json.loads((write(tmp_path / "out") / "summary.json").read_text())
    areas = document.pop("areas")
    assert document == {
        "villages": 2,
        "households": 14,
        "members": 2,
        "unserved_today": 2,
        "recruits_needed": 1,
        "verdicts": {"NEEDS_MEMBERS_LOCAL": 1, "OK": 1},
        "failed": 0,
    }
    assert [(area["area"], area["recruits_needed"]) for area in areas] == [
        ([], 1),
        (["Bác Ái"], 1),
        (["Bác Ái", "Phước Bình"], 1),
    ]


def test_that_villages_in_need_come_first(tmp_path: Path) -> None:
    """Tests that villages.csv is sorted by recruits and opens in Excel with its accents."""
    out = write(tmp_path / "out")
    assert (out / "villages.csv").read_bytes().startswith(b"\xef\xbb\xbf")
    table = rows(out / "villages.csv")
    assert [row["village"] for row in table] == ["b", "a"]
    assert table[0]["name"] == "Thôn b"
    assert table[0]["area"] == "Bác Ái / Phước Bình"
    assert (table[0]["recruits_needed"], table[1]["recruits_needed"]) == ("1", "")
    assert (table[0]["unserved_today"], table[1]["unserved_today"]) == ("2", "0")


def test_that_both_plans_say_what_is_proven(tmp_path: Path) -> None:
    """Tests that villages.csv has the gaps of today's plan and of that after recruiting."""
    open_after = {**AFTER.proofs, Stage.WALK: Proof(200.0, 150.0)}
    plan = replace(SHORT_PLAN, after=replace(AFTER, proofs=open_after))
    plans = (SERVED_PLAN, plan)
    write_folder(SCENARIO, plans, tmp_path / "out")
    short, served = rows(tmp_path / "out" / "villages.csv")
    assert (short["proven"], short["largest_gap"]) == ("yes", "0.0")
    assert (short["after_proven"], short["after_largest_gap"]) == ("no", "0.25")
    assert (served["after_proven"], served["after_largest_gap"]) == ("", "")


def test_that_every_village_has_its_middle_and_its_teams(tmp_path: Path) -> None:
    """Tests that coordinates are those given, and that teams nobody wrote down are unknown."""
    short, served = rows(write(tmp_path / "out") / "villages.csv")
    assert (short["x"], short["y"], served["x"]) == ("35.0", "0.0", "25.0")
    assert (short["teams"], short["has_team"], short["failure"]) == ("", "", "")


def test_that_areas_have_a_line_each(tmp_path: Path) -> None:
    """Tests that areas.csv has the total first and then every unit of the tree."""
    lines = rows(write(tmp_path / "out") / "areas.csv")
    assert [(line["level"], line["area"], line["recruits_needed"]) for line in lines] == [
        ("0", "", "1"),
        ("1", "Bác Ái", "1"),
        ("2", "Bác Ái / Phước Bình", "1"),
    ]
    total = lines[0]
    assert (total["villages"], total["ok"], total["needs_members_local"]) == ("2", "1", "1")
    assert (total["unserved_today"], total["unserved_distance"]) == ("2", "2")
    assert (total["households"], total["members"], total["failed"]) == ("14", "2", "0")
    assert total["villages_without_team"] == ""


def test_that_every_village_has_its_sentences(tmp_path: Path) -> None:
    """Tests that villages.csv and recruits.csv say in both languages what can be done."""
    out = write(tmp_path / "out")
    short, served = rows(out / "villages.csv")
    assert short["message_en"].startswith("Thôn b: 8 households, 1 member. Add at least 1 near ")
    assert short["message_vi"].startswith("Thôn b: 8 hộ, 1 thành viên. Cần bổ sung ít nhất 1 ")
    assert served["message_en"] == "Thôn a: 6 households, 1 member. Everyone is looked after."
    (recruit,) = rows(out / "recruits.csv")
    assert recruit["hamlet"] == "A"
    assert recruit["message_en"].startswith("recruit-1 is wanted near household h7 in hamlet A: ")
    assert recruit["message_vi"].startswith("Người bổ sung 1: cần ở gần hộ h7, xóm A; ")


def test_that_assignments_hold_both_plans(tmp_path: Path) -> None:
    """Tests that assignments.parquet has a row for each served household of either plan."""
    table = pd.read_parquet(write(tmp_path / "out") / "assignments.parquet")
    assert table.columns.tolist() == ["village", "household", "person", "metres", "plan"]
    assert table.groupby(["village", "plan"], observed=True).size().to_dict() == {
        ("a", "today"): 6,
        ("b", "today"): 6,
        ("b", "after"): 8,
    }
    last = table.iloc[-1]
    assert (last.household, last.person, last.metres, last.plan) == (
        "h7",
        "recruit-1",
        0.0,
        "after",
    )


def test_that_people_find_who_is_left_and_who_would_help(tmp_path: Path) -> None:
    """Tests that unserved.csv and recruits.csv name households, reasons, places and loads."""
    out = write(tmp_path / "out")
    assert [
        (row["household"], row["today"], row["after"]) for row in rows(out / "unserved.csv")
    ] == [
        ("h6", "DISTANCE", ""),
        ("h7", "DISTANCE", ""),
    ]
    (recruit,) = rows(out / "recruits.csv")
    assert (recruit["recruit"], recruit["place"], recruit["x"]) == ("recruit-1", "h7", "70.0")
    assert (recruit["households"], recruit["serves_more"]) == ("3", "2")


def test_that_pockets_can_be_counted(tmp_path: Path) -> None:
    """Tests that pockets.json gives the households and members of each reason by id."""
    document = json.loads((write(tmp_path / "out") / "pockets.json").read_text())
    assert document == {
        "villages": [
            {
                "id": "b",
                "needed": 1,
                "bound": 1,
                "by": "pockets",
                "pockets": [
                    {"households": ["h6", "h7"], "members": [], "room": 0, "recruits_at_least": 1}
                ],
            }
        ]
    }


def test_that_a_geopackage_draws_every_layer(tmp_path: Path) -> None:
    """Tests that plan.gpkg has areas, points and lines of all villages, and a style for each."""
    path = write(tmp_path / "out", OutputFormat.GPKG) / "plan.gpkg"
    counts = {layer: len(gpd.read_file(path, layer=layer)) for layer in gpd.list_layers(path).name}
    drawn = {"villages": 2, "territories": 4, "members": 2, "recruits": 1}
    assert counts == {**drawn, "households": 14, "lines": 20, "layer_styles": 6}
    lines = gpd.read_file(path, layer="lines")
    assert lines.geometry.length.tolist() == pytest.approx(lines.metres.tolist())


@pytest.mark.parametrize(("free", "kind"), [(1 << 24, OSError), (1 << 25, DataSourceError)])
def test_that_a_map_without_room_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, free: int, kind: type[Exception]
) -> None:
    """Tests that a map that cannot be written is a full disk where the disk is, and only there."""

    def refuse(*_: object, **__: object) -> None:
        raise DataSourceError("Failed to commit transaction")

    monkeypatch.setattr(gpd.GeoDataFrame, "to_file", refuse)
    monkeypatch.setattr("shutil.disk_usage", lambda _: SimpleNamespace(free=free))
    with pytest.raises(kind) as told:
        write(tmp_path / "out", OutputFormat.GPKG)
    assert getattr(told.value, "errno", None) == (errno.ENOSPC if kind is OSError else None)


def test_that_a_geojson_draws_the_same(tmp_path: Path) -> None:
    """Tests that plan.geojson is one collection whose features name their layer."""
    path = write(tmp_path / "out", OutputFormat.GEOJSON) / "plan.geojson"
    features = json.loads(path.read_text())["features"]
    kinds = [feature["properties"]["layer"] for feature in features]
    assert {kind: kinds.count(kind) for kind in kinds} == {
        "households": 14,
        "members": 2,
        "lines": 20,
        "recruits": 1,
        "villages": 2,
        "territories": 4,
    }
    alone = next(
        f["properties"]
        for f in features
        if f["properties"].get("id") == "h7" and f["properties"]["village"] == "b"
    )
    assert (alone["today_person"], alone["today_metres"], alone["today_reason"]) == (
        "",
        None,
        "DISTANCE",
    )


def test_that_an_earlier_result_is_replaced(tmp_path: Path) -> None:
    """Tests that planning again into the same folder leaves only the new result."""
    write(tmp_path / "out", OutputFormat.GEOJSON)
    write(tmp_path / "out")
    assert not (tmp_path / "out" / "plan.geojson").exists()
    assert [path.name for path in tmp_path.iterdir()] == ["out"]


def test_that_a_strangers_folder_is_left_alone(tmp_path: Path) -> None:
    """Tests that a folder without run.json is refused and nothing in it is touched."""
    (tmp_path / "photos").mkdir()
    (tmp_path / "photos" / "cat.jpg").write_text("cat")
    with pytest.raises(OutputError, match=r"photos holds other things than a result"):
        write(tmp_path / "photos")
    assert [path.name for path in (tmp_path / "photos").iterdir()] == ["cat.jpg"]


def test_that_an_empty_folder_is_taken(tmp_path: Path) -> None:
    """Tests that an empty folder, which loses nothing, becomes the result folder."""
    (tmp_path / "out").mkdir()
    assert (write(tmp_path / "out") / "run.json").is_file()


def test_that_an_interruption_leaves_no_trace(tmp_path: Path) -> None:
    """Tests that Ctrl-C between two villages leaves the earlier result as it was."""
    before = (write(tmp_path / "out") / "villages.csv").read_bytes()

    def interrupted() -> Iterator[VillagePlan]:
        yield SERVED_PLAN
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        write_folder(SCENARIO, interrupted(), tmp_path / "out")
    assert [path.name for path in tmp_path.iterdir()] == ["out"]
    assert (tmp_path / "out" / "villages.csv").read_bytes() == before


def test_that_a_response_appears_whole(tmp_path: Path) -> None:
    """Tests that a response that cannot be written leaves the earlier file in place."""
    path = tmp_path / "deep" / "plan.json"
    write_response(SCENARIO, PLANS, path)
    before = path.read_bytes()
    with pytest.raises(TypeError):
        write_response(SCENARIO, PLANS, path, run={"seed": object()})
    assert path.read_bytes() == before
    assert [entry.name for entry in path.parent.iterdir()] == ["plan.json"]


def test_that_a_response_does_not_take_a_folders_place(tmp_path: Path) -> None:
    """Tests that a folder called something.json is refused with a sentence."""
    (tmp_path / "plan.json").mkdir()
    with pytest.raises(OutputError, match="is a folder"):
        write_response(SCENARIO, PLANS, tmp_path / "plan.json")


def test_that_vietnamese_spreadsheets_read_the_same_numbers(tmp_path: Path) -> None:
    """Tests that with Vietnamese a comma stands before decimals, and every number is the same."""
    write(tmp_path / "en")
    made, folder = zip(SCENARIO.villages, PLANS, strict=True), tmp_path / "vi"
    folder.mkdir()
    with RowStore(tmp_path) as kept:
        fill_folder(
            folder, made, kept, lonlat=False, describe_run=lambda: {"seed": 0}, language=Language.VI
        )
    for name in ("villages.csv", "areas.csv"):
        english = rows(tmp_path / "en" / name)
        text = (tmp_path / "vi" / name).read_text(encoding="utf-8-sig")
        lines = list(csv.DictReader(text.splitlines(), delimiter=";"))
        assert len(lines) == len(english)
        for line, row in zip(lines, english, strict=True):
            assert line.keys() == row.keys()
            for key, cell in row.items():
                number = cell.replace(".", "", 1).isdigit()
                assert line[key] == (cell.replace(".", ",") if number else cell)
    assert any("," in line["walk_m"] for line in lines_of(tmp_path / "vi" / "villages.csv"))


def lines_of(path: Path) -> list[dict[str, str]]:
    text = path.read_text(encoding="utf-8-sig")
    return list(csv.DictReader(text.splitlines(), delimiter=";"))

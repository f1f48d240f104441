"""Results taken home: the same content whatever the format, nothing without the scope."""

from __future__ import annotations

import csv
import io
import sqlite3
import zipfile
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest
from python_calamine import CalamineWorkbook

from api.auth.keys import create_key
from optimizer.output.formats import (
    FILES,
    MEDIA_TYPES,
    TABLE_ENDINGS,
    TABLES,
    OutputFormat,
    media_type,
)
from tests.api.client import TestClient, running
from tests.api.planned import REQUEST, Results, keep, keep_plan, store_of
from tests.optimizer.output.earth_village import request

EVERYTHING = [*(f"tables/{table}.{ending}" for table in TABLES for ending in TABLE_ENDINGS), *FILES]


def rows_of(client: TestClient, name: str, table: str, ending: str) -> list[list[str]]:
    """Return a table as texts, numbers in one way of writing."""
    answer = client.get(f"/v1/results/{name}/tables/{table}.{ending}")
    assert answer.status_code == 200, answer.text
    assert answer.headers["content-type"] == MEDIA_TYPES[ending]
    rows: list[list[Any]]
    if ending == "csv":
        assert answer.content.startswith(b"\xef\xbb\xbf")
        rows = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))
    elif ending == "parquet":
        read = pq.read_table(io.BytesIO(answer.content))
        columns = [column.to_pylist() for column in read.columns]
        rows = [read.column_names, *(list(row) for row in zip(*columns, strict=True))]
    else:
        book = CalamineWorkbook.from_filelike(io.BytesIO(answer.content))
        rows = book.get_sheet_by_index(0).to_python(skip_empty_area=False)
    return [[written(cell) for cell in row] for row in rows]


def written(cell: object) -> str:
    try:
        return f"{float(str(cell)):.6f}"
    except ValueError:
        return "" if cell is None else str(cell).removeprefix("'")


def test_that_formats_of_the_earth_want_a_place_on_it(planned: Results) -> None:
    """Tests that a plane is refused with its remedy, in both languages, and degrees are not."""
    client, name, _ = planned
    for kind in OutputFormat:
        answer = client.get(f"/v1/results/{name}/{kind.file}", headers={"Accept-Language": "vi"})
        assert answer.status_code == (409 if kind.on_earth else 200), kind
        if kind.on_earth:
            told = answer.json()["errors"][0]
            assert told["code"] == "NEEDS_LONLAT"
            assert kind.file in answer.text
            assert "hệ tọa độ" in answer.text
        else:
            assert answer.headers["content-type"] == media_type(kind.file)
    earth = keep_plan(store_of(client), keep(client, request()))
    for kind in OutputFormat:
        answer = client.get(f"/v1/results/{earth}/{kind.file}", headers={"Accept-Language": "vi"})
        assert answer.status_code == 200, kind
    found = zipfile.ZipFile(io.BytesIO(client.get(f"/v1/results/{earth}/gpx.zip").content))
    assert len(found.namelist()) == 4


@pytest.mark.parametrize("table", TABLES)
def test_that_a_table_is_the_same_in_every_format(planned: Results, table: str) -> None:
    """Tests that CSV, Parquet and Excel hold the same cells, with a row for everything planned."""
    client, name, _ = planned
    found = [rows_of(client, name, table, ending) for ending in TABLE_ENDINGS]
    assert found[0] == found[1] == found[2]
    whole = client.get(f"/v1/results/{name}").json()["villages"]
    plans = [one[plan] for one in whole for plan in ("today", "after") if one[plan]]
    expected = {
        "villages": len(whole),
        "assignments": sum(len(plan["assignments"]) for plan in plans),
        "recruits": sum(len((one["recruitment"] or {}).get("recruits", ())) for one in whole),
        "unserved": sum(len(one["today"]["unserved"]) for one in whole),
    }
    assert len(found[0]) - 1 == expected[table]


def test_that_assignments_are_those_of_the_response(planned: Results) -> None:
    """Tests that who looks after whom is what the response says, in both plans."""
    client, name, _ = planned
    rows = rows_of(client, name, "assignments", "csv")[1:]
    whole = client.get(f"/v1/results/{name}").json()["villages"]
    assert sorted([*row[:3], row[4]] for row in rows) == sorted(
        [written(one["id"]), written(home), written(person), plan]
        for one in whole
        for plan in ("today", "after")
        if one[plan]
        for home, person, _ in one[plan]["assignments"]
    )


def test_that_maps_show_every_household(planned: Results) -> None:
    """Tests that GeoJSON and GeoPackage hold the villages and all their households."""
    client, name, _ = planned
    count = sum(len(village["households"]) for village in REQUEST["villages"])
    answer = client.get(f"/v1/results/{name}/plan.geojson")
    assert answer.headers["content-type"] == "application/geo+json"
    drawn = [one["properties"]["layer"] for one in answer.json()["features"]]
    assert (drawn.count("households"), drawn.count("villages")) == (count, 3)


def test_that_a_geopackage_opens(planned: Results, tmp_path: Path) -> None:
    """Tests that the map for QGIS is a database with the households in it."""
    client, name, _ = planned
    path = tmp_path / "plan.gpkg"
    path.write_bytes(client.get(f"/v1/results/{name}/plan.gpkg").content)
    connection = sqlite3.connect(path)
    [(count,)] = connection.execute("select count(*) from households").fetchall()
    connection.close()
    assert count == sum(len(village["households"]) for village in REQUEST["villages"])


def test_that_reports_are_written_in_the_readers_language(planned: Results) -> None:
    """Tests that the report names the villages and begins in the asked language."""
    client, name, _ = planned
    for language in ("vi", "en"):
        headers = {"Accept-Language": language}
        answer = client.get(f"/v1/results/{name}/report.html", headers=headers)
        assert f'lang="{language}"' in answer.text
        assert "attachment" in answer.headers["content-disposition"]
    assert client.get(f"/v1/results/{name}/report.xlsx").content.startswith(b"PK")


def test_that_a_failed_village_stops_no_export(planned: Results) -> None:
    """Tests that every file is made although a village has no plan."""
    client, _, name = planned
    plane = {kind.file for kind in OutputFormat if kind.on_earth}
    for file in EVERYTHING:
        expected = 409 if file in plane else 200
        assert client.get(f"/v1/results/{name}/{file}").status_code == expected, file


def test_that_an_export_is_fetched_once_and_leaves_nothing(
    planned: Results, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Tests that files have tags and what was written for them is removed."""
    client, name, _ = planned
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    where = f"/v1/results/{name}/tables/unserved.csv"
    tag = client.get(where).headers["etag"]
    assert client.get(where, headers={"If-None-Match": tag}).status_code == 304
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    "file", ["tables/none.csv", "tables/villages.exe", "tables/villages", "plan.shp", "..", "x"]
)
def test_that_an_unknown_file_is_not_there(planned: Results, file: str) -> None:
    """Tests that a name that is no file of a result is a 404."""
    client, name, _ = planned
    assert client.get(f"/v1/results/{name}/{file}").status_code == 404


def test_that_two_results_are_compared(planned: Results) -> None:
    """Tests that a what-if stands beside its base: verdicts, recruits, walks, changed persons."""
    client, name, failed = planned
    store = store_of(client)
    base = client.get(f"/v1/jobs/{name}").json()["scenario_id"]
    body = {"parent_id": base, "village_rules": {"hamlets": {"max_distance_m": 1}}}
    other = keep_plan(store, client.post("/v1/scenarios", json=body).json()["id"])
    compared = client.get(f"/v1/comparisons?a={name}&b={other}").json()
    plans = [client.get(f"/v1/results/{one}").json()["villages"][0] for one in (name, other)]
    persons = [{home: who for home, who, _ in plan["today"]["assignments"]} for plan in plans]
    homes = {home["id"] for home in REQUEST["villages"][0]["households"]}
    changed = sum(persons[0].get(home) != persons[1].get(home) for home in homes)
    first = compared["villages"][0]
    assert first["verdict"] == [plan["verdict"] for plan in plans]
    assert first["unserved"] == [len(plan["today"]["unserved"]) for plan in plans]
    assert first["households_changed"] == changed > 0
    assert [one["households_changed"] for one in compared["villages"][1:]] == [0, 0]
    assert compared["summary"]["households_changed"] == changed
    assert compared["summary"]["villages"] == [3, 3]
    broken = client.get(f"/v1/comparisons?a={name}&b={failed}").json()["villages"][2]
    assert (broken["verdict"][1], broken["households_changed"]) == (None, None)


def test_that_villages_of_one_result_alone_are_told(planned: Results) -> None:
    """Tests that results of different villages are paired by id, with nulls for what is not."""
    client, name, _ = planned
    store = store_of(client)
    some = {**REQUEST, "villages": REQUEST["villages"][1:2]}
    other = keep_plan(store, keep(client, some))
    compared = client.get(f"/v1/comparisons?a={other}&b={name}").json()
    assert [one["id"] for one in compared["villages"]] == ["hamlets", "one-recruit", "surplus"]
    assert [one["verdict"][0] is None for one in compared["villages"]] == [True, False, True]
    assert compared["villages"][1]["households_changed"] == 0


@pytest.mark.parametrize(
    ("query", "status"), [("", 422), ("a=x", 422), ("a=x&b=y", 404), ("a=&b=", 422)]
)
def test_that_comparisons_need_two_results(planned: Results, query: str, status: int) -> None:
    """Tests that without two results there is nothing to compare."""
    assert planned[0].get(f"/v1/comparisons?{query}").status_code == status


def test_that_exports_are_guarded(database_url: str) -> None:
    """Tests that aggregates need no scope for households, all else does, and tenants are apart."""
    with running(database_url) as client:
        request = {**REQUEST, "villages": REQUEST["villages"][:1]}
        store = store_of(client)
        name = keep_plan(store, keep(client, request))
        sums = create_key(store, name="k", tenant="default", scopes=["read"])
        theirs = create_key(store, name="k", tenant="other", scopes=["read", "households"])
        app: Any = client.app
        app.state.here.keys.forget()
        paths = [f"/v1/results/{name}/{file}" for file in EVERYTHING]
        paths.append(f"/v1/comparisons?a={name}&b={name}")
        found = {
            path: [
                client.get(path, headers={"Authorization": f"Bearer {key}"}).status_code
                for key in (theirs, sums)
            ]
            for path in paths
        }
        assert {statuses[0] for statuses in found.values()} == {404}
        allowed = {
            path.rpartition("/")[2] for path, statuses in found.items() if statuses[1] == 200
        }
        assert allowed == {
            "villages.csv",
            "villages.parquet",
            "villages.xlsx",
            "report.html",
            f"comparisons?a={name}&b={name}",
        }
        assert {statuses[1] for statuses in found.values()} == {200, 403}

"""Files become scenarios, whatever their format; what is no scenario is refused by name."""

from __future__ import annotations

import io
import json
import stat
import zipfile
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from xlsxwriter import Workbook

from api.http.errors import ServiceError
from api.tasks.planner_task import Sizes
from api.tasks.uploads.uploaded_files import Sent, UnpackLimits, scenario_of_files
from optimizer.domain.fingerprint import scenario_sha256
from optimizer.errors import ScenarioError
from optimizer.input.folder import write_scenario
from optimizer.input.request import request_from_scenario, scenario_from_request
from tests.api.client import TestClient
from tests.api.planned import REQUEST

BOUNDS = UnpackLimits(Sizes(100, 1_000, 100), 200_000, 20)
SCENARIO = scenario_from_request(REQUEST)
YAML = b"coordinates: metres\n"
HOUSEHOLDS, MEMBERS = b"village,id,x,y\nv,h1,0,0\n", b"village,id,x,y\nv,m1,1,0\n"
TABLES = {"scenario.yaml": YAML, "households.csv": HOUSEHOLDS, "members.csv": MEMBERS}


def folder_of(path: Path, kind: str) -> dict[str, bytes]:
    write_scenario(SCENARIO, path / "s", format="csv" if kind == "csv" else "parquet")
    return {file.name: file.read_bytes() for file in (path / "s").iterdir()}


def zipped(files: dict[str, bytes], **of: int) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            info = zipfile.ZipInfo(name)
            info.compress_type = zipfile.ZIP_DEFLATED
            info.external_attr = of.get("attr", 0o100644 << 16)
            archive.writestr(info, content)
    return made.getvalue()


def sent(files: dict[str, bytes]) -> list[tuple[str, tuple[str, bytes]]]:
    return [("file", (name, content)) for name, content in files.items()]


@pytest.mark.parametrize("kind", ["csv", "parquet", "json", "zip", "zip in a folder"])
def test_that_every_format_is_the_same_scenario(
    service: TestClient, tmp_path: Path, kind: str
) -> None:
    """Tests that one scenario in any format is kept with one fingerprint."""
    files = folder_of(tmp_path, kind)
    if kind == "json":
        request = json.dumps(request_from_scenario(SCENARIO)).encode()
        files = {"xã một.json": request}
    elif kind.startswith("zip"):
        around = "xã/" if "folder" in kind else ""
        files = {"xã một.zip": zipped({around + name: text for name, text in files.items()})}
    answer = service.post("/v1/scenarios", files=sent(files), data={"name": "xã"})
    assert answer.status_code == 201, answer.text
    made = answer.json()
    assert (made["name"], made["sha256"]) == ("xã", scenario_sha256(SCENARIO))
    checked = service.post("/v1/validate", files=sent(files)).json()
    assert (checked["valid"], checked["villages"]) == (True, 3)
    assert checked["households"] == made["households"]


def test_that_a_workbook_may_have_any_name(service: TestClient) -> None:
    """Tests that one workbook with all tables is read; the form says what x and y are."""
    made = io.BytesIO()
    with Workbook(made) as book:
        for table, rows in (("households", HOUSEHOLDS), ("members", MEMBERS)):
            sheet = book.add_worksheet(table)
            for number, line in enumerate(rows.decode().split()):
                sheet.write_row(number, 0, line.split(","))
    files = sent({"Thôn Một.xlsx": made.getvalue()})
    assert service.post("/v1/scenarios", files=files).status_code == 422
    answer = service.post("/v1/scenarios", files=files, data={"coordinates": "metres"})
    assert answer.status_code == 201, answer.text
    assert (answer.json()["name"], answer.json()["villages"]) == ("Thôn Một", 1)


def test_that_every_row_is_pointed_at(service: TestClient) -> None:
    """Tests that problems of files name table, row and field."""
    files = TABLES | {"households.csv": b"village,id,x,y\nv,h1,zero,0\nv,,0,0\n"}
    checked = service.post("/v1/validate", files=sent(files)).json()
    assert checked["valid"] is False
    pointers = {one["pointer"] for one in checked["errors"]}
    assert pointers == {"/households/2/x", "/households/3/id"}
    answer = service.post("/v1/scenarios", files=sent(files))
    assert answer.status_code == 422
    assert answer.json()["errors"] == checked["errors"]


def damaged(packing: int) -> bytes:
    """Return an archive whose list is whole, and whose first file cannot be unpacked."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        archive.writestr("households.csv", HOUSEHOLDS * 100, packing)
    content = bytearray(made.getvalue())
    begun = content.index(b"households.csv") + len("households.csv") + 9
    content[begun : begun + 12] = b"\xff" * 12
    return bytes(content)


def nameless() -> bytes:
    """Return an archive whose one file has no name: its byte belongs to what follows."""
    made = bytearray(zipped({"x": b""}))
    at = made.index(b"PK\x01\x02")
    made[26], made[28] = 0, 1
    made[at + 28], made[at + 30] = 0, 1
    return bytes(made)


BOMB = zipped(TABLES | {"readme.txt": b"0" * 300_000})
REFUSED = {
    "a name that leads up": zipped({"../households.csv": HOUSEHOLDS}),
    "a name from the root": zipped({"/etc/passwd.csv": HOUSEHOLDS}),
    "a name of another system": zipped({"..\\households.csv": HOUSEHOLDS}),
    "a drive": zipped({"C:/households.csv": HOUSEHOLDS}),
    "a link": zipped({"households.csv": b"/etc/passwd"}, attr=(stat.S_IFLNK | 0o777) << 16),
    "an archive inside": zipped(TABLES | {"more.zip": zipped(TABLES)}),
    "a name twice": zipped(TABLES | {"Households.CSV": HOUSEHOLDS}),
    "a folder in a folder": zipped({"a/b/households.csv": HOUSEHOLDS, "a/members.csv": MEMBERS}),
    "a bomb": BOMB,
    "a program": zipped(TABLES | {"run.exe": b"MZ"}),
    "many files": zipped({f"readme{nth}": b"" for nth in range(30)}),
    "nothing": zipped({}),
    "a cut archive": zipped(TABLES)[:-40],
    "damaged content": zipped(TABLES).replace(b"\x00\x00\x00members", b"\x00\x00\x00nembers", 1),
    "no archive": b"PK\x03\x04 or so",
    "a file without a name": nameless(),
    "damaged bytes": damaged(zipfile.ZIP_DEFLATED),
    "damaged bytes, packed with BZIP2": damaged(zipfile.ZIP_BZIP2),
    "damaged bytes, packed with LZMA": damaged(zipfile.ZIP_LZMA),
}


@pytest.mark.parametrize("what", REFUSED)
def test_that_archives_are_not_believed(what: str) -> None:
    """Tests that an archive with more or other than plain files of a scenario is refused."""
    with pytest.raises(ServiceError) as caught:
        scenario_of_files([Sent("s.zip", REFUSED[what])], BOUNDS, "")
    assert caught.value.code in {"BAD_FILE", "BAD_ARCHIVE"}
    assert caught.value.pointer.startswith("/file")


def test_that_packed_tables_are_bounded() -> None:
    """Tests that a workbook and a Parquet file that grow when read are refused before it."""
    book = zipped({"xl/workbook.xml": b"0" * 300_000})
    rows = io.BytesIO()
    pq.write_table(pa.table({"id": ["a"] * 5_000}), rows)
    for name, content in (("a.xlsx", book), ("households.parquet", rows.getvalue())):
        with pytest.raises(ServiceError) as caught:
            scenario_of_files([Sent(name, content)], BOUNDS, "")
        assert caught.value.code == "BAD_FILE"


@pytest.mark.parametrize("packing", [zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_that_a_damaged_workbook_is_told_with_its_file(packing: int) -> None:
    """Tests that a workbook with a part that cannot be unpacked is no fault of ours."""
    for name in ("scenario.xlsx", "households.xlsx"):
        with pytest.raises(ServiceError, match="no whole Excel file") as caught:
            scenario_of_files([Sent(name, damaged(packing))], BOUNDS, "")
        assert (caught.value.code, caught.value.pointer) == ("BAD_FILE", f"/file/{name}")


@pytest.mark.parametrize("name", ["../households.csv", "a/households.csv", "x.exe", "", "a\0.csv"])
def test_that_names_of_files_stay_inside(name: str) -> None:
    """Tests that a file's name neither leads elsewhere nor has another ending."""
    with pytest.raises(ServiceError) as caught:
        scenario_of_files([Sent(name, HOUSEHOLDS), Sent("members.csv", MEMBERS)], BOUNDS, "")
    assert caught.value.code == "BAD_FILE"


def test_that_damaged_tables_are_problems_not_faults() -> None:
    """Tests that content that is not what its name says is told with its file."""
    for name in ("households.parquet", "households.gpkg", "households.geojson"):
        with pytest.raises(ScenarioError) as caught:
            scenario_of_files([Sent(name, b"\x00junk"), Sent("members.csv", MEMBERS)], BOUNDS, "")
        assert name in str(caught.value)


@pytest.mark.parametrize(
    ("files", "data"),
    [
        ({}, {"name": "x"}),
        (TABLES, {"coordinates": "miles"}),
        (TABLES, {"other": "x"}),
        (TABLES, {"name": "x" * 201}),
    ],
)
def test_that_forms_are_closed(
    service: TestClient, files: dict[str, bytes], data: dict[str, str]
) -> None:
    """Tests that a form without a file, or with other fields, is a 422."""
    form = sent(files) or [("nothing", ("", b""))]
    assert service.post("/v1/scenarios", files=form, data=data).status_code == 422


def test_that_other_bodies_are_not_read(service: TestClient) -> None:
    """Tests that a body of another type is a 415."""
    headers = {"Content-Type": "text/csv"}
    assert service.post("/v1/scenarios", content=b"a", headers=headers).status_code == 415
    broken = {"Content-Type": "multipart/form-data; boundary=x"}
    assert service.post("/v1/scenarios", content=b"a", headers=broken).status_code in {400, 422}


def test_that_the_template_is_a_scenario(service: TestClient) -> None:
    """Tests that the empty workbook is read as it is, and has a sheet for every table."""
    answer = service.get("/v1/template.xlsx")
    made = scenario_of_files([Sent("mẫu.xlsx", answer.content)], BOUNDS, "metres")
    [village] = made.villages
    assert (village.name, village.area, made.lonlat) == (
        "Thôn Một",
        ("Bác Ái", "Phước Bình"),
        False,
    )
    assert [len(village.households), len(village.members), len(village.current)] == [1, 1, 1]
    files = sent({"mẫu.xlsx": answer.content})
    checked = service.post("/v1/validate", files=files, data={"coordinates": "metres"}).json()
    assert checked["valid"] is True


def test_that_the_template_asks_what_x_and_y_are(service: TestClient) -> None:
    """Tests that nobody's degrees become metres because the template said so."""
    files = sent({"mẫu.xlsx": service.get("/v1/template.xlsx").content})
    (error,) = service.post("/v1/validate", files=files).json()["errors"]
    assert (error["code"], error["params"]["field"]) == ("MISSING", "coordinates")


DOUBTFUL = {
    "scenario.yaml": b"coordinates: metres\n",
    "households.csv": b"village,id,x,y\n"
    + b"".join(b"v,h%d,%d,0\n" % (n, 50 * n) for n in range(20))
    + b"v,far,60000,0\n",
    "members.csv": b"village,id,x,y\nv,m1,0,0\n",
}


def test_that_files_are_refused_strictly_where_asked(service: TestClient) -> None:
    """Tests that strict refuses what looks wrong in files, and is true or false."""
    files = [("file", (name, content)) for name, content in DOUBTFUL.items()]
    for strict, valid in (("", True), ("false", True), ("true", False)):
        data = {"strict": strict} if strict else {}
        told = service.post("/v1/validate", files=files, data=data).json()
        assert told["valid"] is valid
        kept = service.post("/v1/scenarios", files=files, data=data)
        assert kept.status_code == (201 if valid else 422)
    assert [error["code"] for error in told["errors"]] == ["OUTLIER"]
    refused = service.post("/v1/validate", files=files, data={"strict": "1"})
    assert (refused.status_code, refused.json()["errors"][0]["pointer"]) == (422, "/strict")


@pytest.mark.parametrize("name", ["danh sách.xls", "households.ods"])
def test_that_other_spreadsheets_are_answered_with_what_to_do(
    service: TestClient, name: str
) -> None:
    """Tests that a page under the name of a workbook is named, in either language."""
    files = {"file": (name, b"<html><table><tr><td>id</td></tr></table></html>")}
    for language, words in (("en", "save it as .xlsx"), ("vi", "lưu dạng .xlsx")):
        told = service.post("/v1/validate", files=files, headers={"Accept-Language": language})
        (error,) = told.json()["errors"]
        assert error["code"] == "SAVE_AS_XLSX"
        assert words in error["message"]

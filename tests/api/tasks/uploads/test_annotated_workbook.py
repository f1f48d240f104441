"""A workbook comes back with what is wrong beside each row, and can be sent again once mended."""

from __future__ import annotations

import io

from python_calamine import CalamineWorkbook
from xlsxwriter import Workbook

from api.tasks.uploads.annotated_workbook import ERRORS
from tests.api.client import TestClient

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
Grid = list[list[str | float]]


def book_of(sheets: dict[str, Grid]) -> bytes:
    made = io.BytesIO()
    with Workbook(made, {"strings_to_formulas": False}) as book:
        for name, rows in sheets.items():
            sheet = book.add_worksheet(name)
            for number, row in enumerate(rows):
                sheet.write_row(number, 0, row)
    return made.getvalue()


def marked(client: TestClient, book: bytes) -> dict[str, Grid]:
    files = [("file", ("thôn.xlsx", book))]
    data, headers = {"coordinates": "metres"}, {"Accept": XLSX}
    answer = client.post("/v1/validate", files=files, data=data, headers=headers)
    assert answer.status_code == 200, answer.text
    assert answer.headers["content-type"] == XLSX
    read = CalamineWorkbook.from_filelike(io.BytesIO(answer.content))
    return {
        name: read.get_sheet_by_name(name).to_python(skip_empty_area=False)  # type: ignore[misc]  # these have texts and numbers alone
        for name in read.sheet_names
    }


MEMBERS: Grid = [["id", "x", "y"], ["m1", 1.0, 0.0]]


def test_that_problems_stand_beside_their_rows(service: TestClient) -> None:
    """Tests that sheets and cells are kept and each bad row gets its sentence."""
    homes: Grid = [["id", "x", "y"], ["h1", 0.0, 0.0], ["=1+1", "zero", 2.5]]
    made = marked(service, book_of({"members": MEMBERS, "households": homes}))
    assert list(made) == ["members", "households"]
    assert made["members"] == MEMBERS
    assert [row[:3] for row in made["households"]] == homes
    assert [row[3] for row in made["households"][:2]] == [ERRORS, ""]
    assert str(made["households"][2][3]).startswith("x: ")


def test_that_a_mended_workbook_is_good(service: TestClient) -> None:
    """Tests that the column of problems is passed over, and goes when it is empty."""
    homes: Grid = [["id", "x", "y", ERRORS], ["h1", 0.0, 0.0, "x: was wrong"]]
    book = book_of({"households": homes, "members": MEMBERS})
    files, data = [("file", ("a.xlsx", book))], {"coordinates": "metres"}
    assert service.post("/v1/validate", files=files, data=data).json()["valid"] is True
    assert marked(service, book)["households"] == [row[:3] for row in homes]


def test_that_what_is_no_workbook_is_refused(service: TestClient) -> None:
    """Tests that a damaged file is a 422 with its name."""
    files = [("file", ("a.xlsx", b"PK no"))]
    answer = service.post("/v1/validate", files=files, headers={"Accept": XLSX})
    assert (answer.status_code, answer.json()["errors"][0]["code"]) == (422, "BAD_FILE")

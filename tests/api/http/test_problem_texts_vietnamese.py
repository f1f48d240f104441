"""Problems in Vietnamese: a sentence for every code, wherever a planner reads them."""

from __future__ import annotations

import ast
import io
import re
from pathlib import Path

from python_calamine import CalamineWorkbook
from xlsxwriter import Workbook

from api.http.problem_texts_vietnamese import SENTENCES, WITH_PARAMS, vietnamese
from tests.api.client import TestClient

OPTIMIZER = Path(__file__).parents[3] / "optimizer"
READERS = ("checks", "request", "folder", "openstreetmap", "boundaries", "budgets", "columns")
WORDS = {
    "BYTE_ARRAY",
    "EDGE",
    "EPSG",
    "FIXED_LEN_BYTE_ARRAY",
    "GPKG",
    "IMMUTABLE",
    "INSIDE",
    "NEAR",
    "OGR_GEOJSON_MAX_OBJ_SIZE",
    "OUTSIDE",
    "SEVERAL",
    "STATED",
    "WGS84",
}
"""Words in capitals there that are no codes of problems."""
TWICE = {"villages": [{"id": "v", "households": [], "members": []} for _ in range(2)]}
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def test_that_every_code_has_a_sentence() -> None:
    """Tests that no reader names a problem that Vietnamese has no words for."""
    constants = {
        node.value
        for folder in READERS
        for path in (OPTIMIZER / "input" / folder).glob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }
    codes = {
        text
        for text in constants
        if re.fullmatch(r"[A-Z][A-Z0-9]{3,}(_[A-Z0-9]+)*|[A-Z]+(_[A-Z0-9]+)+", text)
    }
    assert "DUPLICATE_ID" in codes
    assert codes - SENTENCES.keys() == WORDS


def test_that_a_request_is_told_in_either_language(service: TestClient) -> None:
    """Tests that validating and planning name the same fault in the caller's language."""
    said = "mã này đã dùng ở /villages/0; đổi một trong hai"
    for path in ("/v1/validate", "/v1/optimize"):
        vietnamese, english = (
            service.post(path, json=TWICE, headers={"Accept-Language": language}).json()
            for language in ("vi", "en")
        )
        assert [fault["message"] for fault in vietnamese["errors"]] == [said], path
        assert "rename" in english["errors"][0]["message"]


def test_that_a_workbook_is_told_in_vietnamese(service: TestClient) -> None:
    """Tests that a file's problems, as rows and as a column, are in the planner's language."""
    made = io.BytesIO()
    with Workbook(made) as book:
        for name, heads in (
            ("villages", ["id"]),
            ("households", ["village", "id", "x", "y"]),
            ("members", ["village", "id", "x", "y"]),
        ):
            sheet = book.add_worksheet(name)
            sheet.write_row(0, 0, heads)
            for row in (1, 2):
                sheet.write_row(row, 0, ["v"] if name == "villages" else ["v", f"a{row}", 0, 0])
    files: dict[str, tuple[str | None, bytes | str]] = {
        "file": ("xa.xlsx", made.getvalue()),
        "coordinates": (None, "metres"),
    }
    headers = {"Accept-Language": "vi"}
    told = service.post("/v1/validate", files=files, headers=headers).json()
    said = "mã này đã dùng ở xa.xlsx trang tính villages dòng 2; đổi một trong hai"
    assert [fault["message"] for fault in told["errors"]] == [said]
    marked = service.post("/v1/validate", files=files, headers=headers | {"Accept": XLSX})
    rows = CalamineWorkbook.from_filelike(io.BytesIO(marked.content)).get_sheet_by_name("villages")
    assert said in str(rows.to_python()[2][-1])


def test_that_every_sentence_with_params_has_a_plain_one() -> None:
    """Tests that a problem without params still has words."""
    assert WITH_PARAMS.keys() <= SENTENCES.keys()
    assert vietnamese("DUPLICATE_ID", {}) == SENTENCES["DUPLICATE_ID"]
    told = vietnamese("DUPLICATE_ID", {"first": "scenario.xlsx sheet households row 3"})
    assert told == "mã này đã dùng ở scenario.xlsx trang tính households dòng 3; đổi một trong hai"

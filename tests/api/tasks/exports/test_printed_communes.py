"""Lists of a whole commune in one file: every village with its overview, chosen and bounded."""

from __future__ import annotations

import io
from zipfile import ZipFile

import pytest
from pypdf import PdfReader

from api.http.errors import ServiceError
from api.tasks.exports import printed_result
from api.tasks.exports.printed_result import check_pages
from tests.api.client import TestClient
from tests.api.planned import Results, keep, keep_plan, request_of, store_of
from tests.optimizer.output.team_results import request


def pages(client: TestClient, path: str, language: str = "vi") -> list[str]:
    answer = client.get(path, headers={"Accept-Language": language})
    assert answer.status_code == 200, answer.text
    assert answer.headers["content-type"] == "application/pdf"
    return [page.extract_text() for page in PdfReader(io.BytesIO(answer.content)).pages]


def test_that_a_commune_is_one_pdf(planned: Results) -> None:
    """Tests that every village comes with its overview, its lists and its own foot."""
    client, name, _ = planned
    where = f"/v1/results/{name}/printed/sheets.pdf?overview=true&plan=after"
    found = pages(client, where)
    sheets = [page for page in found if "(ký, ghi rõ họ tên)" in page]
    assert len(sheets) == 3
    rows = {row["id"]: row for row in client.get(f"/v1/results/{name}/villages").json()["items"]}
    for sheet, row in zip(sheets, rows.values(), strict=True):
        assert sheet.startswith(row["name"])
        assert f"Số hộ: {row['households']} " in sheet
        assert f"Thành viên: {row['members']} " in sheet
        assert "ngày ...... tháng ...... năm" in sheet
        assert "Khoảng cách đường chim bay." in sheet
    assert "Thiếu cục bộ" in sheets[0]
    assert "Người bổ sung 1" in sheets[0]
    # Who needs nobody is printed with today's plan, and the sheet says so.
    assert "Phương án sau khi bổ sung" in sheets[0]
    assert "Phương án hiện nay" in sheets[2]
    for row in rows.values():
        assert any(page.rstrip().count(f"{row['name']} · Bản đề xuất") for page in found)


def test_that_villages_and_areas_are_chosen(planned: Results) -> None:
    """Tests that an area and ids name what is printed, and unknown ones are refused by name."""
    client, name, _ = planned
    where = f"/v1/results/{name}/printed/sheets.pdf"
    whole = pages(client, where)
    one = pages(client, f"{where}?area=Bác Ái / hamlets")
    assert one == pages(client, f"/v1/results/{name}/villages/hamlets/sheets.pdf")
    assert pages(client, f"{where}?village=hamlets") == one
    two = pages(client, f"{where}?village=hamlets&village=surplus")
    assert len(one) < len(two) < len(whole)
    assert len(pages(client, f"{where}?area=Bác Ái")) == len(whole)
    for query, what in (("village=hamlets&village=x9", "x9"), ("area=Nowhere", "Nowhere")):
        answer = client.get(f"{where}?{query}")
        assert answer.status_code == 404
        [error] = answer.json()["errors"]
        assert (error["code"], error["params"]["what"]) == ("NOT_IN_RESULT", what)


def test_that_an_area_may_have_the_mark_between_areas_in_its_name(service: TestClient) -> None:
    """Tests that a ward named "3 / 4" is printed as the page names it."""
    document = request_of("tiny", "surplus")
    for village, ward in zip(document["villages"], ("Tổ 3 / 4", "Tổ 5"), strict=True):
        village["area"] = ["Phước Bình", ward]
    name = keep_plan(store_of(service), keep(service, document))
    where = f"/v1/results/{name}/printed/sheets.pdf"
    assert pages(service, f"{where}?area=Phước Bình / Tổ 3 / 4") == pages(
        service, f"{where}?village=tiny"
    )
    assert service.get(f"{where}?area=Phước Bình / Tổ 3 /").status_code == 404


def test_that_a_zip_has_a_pdf_a_village(planned: Results) -> None:
    """Tests that a village that could not be planned has a page that says so."""
    client, _, failed = planned
    answer = client.get(f"/v1/results/{failed}/printed/sheets.zip")
    assert answer.headers["content-type"] == "application/zip"
    with ZipFile(io.BytesIO(answer.content)) as archive:
        names = archive.namelist()
        assert [name[:5] for name in names] == ["0001-", "0002-", "0003-"]
        last = PdfReader(io.BytesIO(archive.read(names[2]))).pages
        assert len(last) == 1
        assert "This village could not be planned" in last[0].extract_text()


def test_that_too_many_lists_are_refused(planned: Results, monkeypatch: pytest.MonkeyPatch) -> None:
    """Tests that the refusal says how many there would be, and what to do."""
    client, name, _ = planned
    monkeypatch.setattr(printed_result, "MOST_PAGES", {"pdf": 10})
    check_pages([2, 4], "sheets.pdf")
    with pytest.raises(ServiceError) as refused:
        check_pages([2, 5], "sheets.pdf")
    assert refused.value.code == "TOO_MANY_LISTS"
    assert refused.value.params == {"pages": 11, "most": 10, "name": "sheets.pdf"}
    assert client.get(f"/v1/results/{name}/printed/lists.pdf").status_code == 404


def test_that_large_type_takes_more_room(planned: Results) -> None:
    """Tests that the same lists have larger letters."""
    client, name, _ = planned
    where = f"/v1/results/{name}/villages/hamlets/sheets.pdf"

    def size(path: str) -> float:
        sizes: list[float] = []
        page = PdfReader(io.BytesIO(client.get(path).content)).pages[0]
        page.extract_text(visitor_text=lambda _text, _cm, _tm, _font, size: sizes.append(size))
        return max(sizes)

    assert size(f"{where}?large=true") == pytest.approx(1.4 * size(where))


def test_that_a_commune_is_printed_by_team(planned: Results) -> None:
    """Tests that lists by team come for all villages, with teams on the overview."""
    client, plain, _ = planned
    name = keep_plan(store_of(client), keep(client, request()))
    found = pages(client, f"/v1/results/{name}/printed/sheets.pdf?by=team&overview=true")
    assert sum("Tổ Nhân dân tự quản T1" in page for page in found) >= 1
    assert "T1" in found[0]
    answer = client.get(f"/v1/results/{plain}/printed/sheets.pdf?by=team")
    assert (answer.status_code, answer.json()["errors"][0]["code"]) == (409, "NO_TEAMS")

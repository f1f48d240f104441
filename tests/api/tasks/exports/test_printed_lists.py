"""Lists to print: every household once, in Vietnamese letters, and names never as markup."""

from __future__ import annotations

import copy
import io

import numpy as np
import pytest
from pypdf import PdfReader

from api.tasks.exports.home_sketch import sketch
from tests.api.client import TestClient
from tests.api.planned import REQUEST, Results, keep, keep_plan, store_of


def text_of(client: TestClient, path: str, language: str = "vi") -> list[str]:
    """Return the text of every page."""
    answer = client.get(path, headers={"Accept-Language": language})
    assert answer.status_code == 200, answer.text
    assert answer.headers["content-type"] == "application/pdf"
    return [page.extract_text() for page in PdfReader(io.BytesIO(answer.content)).pages]


def test_that_every_person_has_a_page(planned: Results) -> None:
    """Tests that each list names the person and the households with their metres."""
    client, name, _ = planned
    where = f"/v1/results/{name}/villages/hamlets"
    today = client.get(where).json()["today"]
    persons = {person for _, person, _ in today["assignments"]}
    pages = text_of(client, f"{where}/sheets.pdf")
    assert len(pages) >= len(persons)
    for household, person, metres in today["assignments"]:
        [page] = [page for page in pages if f"{person}: danh sách hộ phụ trách" in page]
        assert household in page
        assert f"{metres:.0f}" in page
    for household, _ in today["unserved"]:
        assert household in pages[-1]
    assert all("Bản đề xuất: chưa được duyệt" in page for page in pages)
    assert "households to look after" in text_of(client, f"{where}/sheets.pdf", "en")[0]


def test_that_only_the_approved_plan_is_approved(planned: Results) -> None:
    """Tests that lists say who approved them, and those of the other plan that nobody did."""
    client, name, _ = planned
    sheets = f"/v1/results/{name}/villages/one-recruit/sheets.pdf"
    body = {"by": "An", "plan": "after"}
    assert client.post(f"/v1/results/{name}/approve", json=body).status_code == 200
    try:
        assert "Đã duyệt: An" in text_of(client, f"{sheets}?plan=after")[0]
        assert "Bản đề xuất: chưa được duyệt" in text_of(client, sheets)[0]
    finally:
        client.post(f"/v1/results/{name}/withdraw", json={"by": "An", "reason": "thử"})


def test_that_names_are_text_and_no_markup(planned: Results) -> None:
    """Tests that what would be markup, code or a path is printed as it was written."""
    client, _, _ = planned
    wild = '#panic("x") *đậm* $ \\ ] @a <b> "Ổ Gà Ỡ"'
    request = copy.deepcopy({**REQUEST, "villages": REQUEST["villages"][:1]})
    request["villages"][0]["name"] = wild
    result = keep_plan(store_of(client), keep(client, request))
    pages = text_of(client, f"/v1/results/{result}/villages/hamlets/sheets.pdf")
    assert wild in pages[0].replace("\n", " ")


def test_that_the_list_of_the_unserved_says_what_keeps_them_off_the_paths(planned: Results) -> None:
    """Tests that a house 340 m from the path, and one beyond the limit, stand there with why."""
    client, _, _ = planned
    homes = {**{f"h{nth}": (20.0 * nth, 5.0) for nth in range(6)}, "off": (50.0, 340.0)}
    homes["far"] = (2900.0, 0.0)
    village = {
        "id": "lane",
        "households": [{"id": name, "x": x, "y": y} for name, (x, y) in homes.items()],
        "members": [{"id": "m1", "x": 0.0, "y": 0.0}],
        "network": {"nodes": [[0.0, 0.0], [3000.0, 0.0]], "edges": [[0, 1]]},
    }
    rules = {"metric": {"kind": "path"}, "recruiting": False}
    request = {"coordinates": "metres", "rules": rules, "villages": [village]}
    result = keep_plan(store_of(client), keep(client, request))
    where = f"/v1/results/{result}/villages/lane/sheets.pdf"
    last = " ".join(text_of(client, where, "en")[-1].split())
    assert "no member lives within the distance limit: the nearest path is 340 m away" in last
    assert "along the paths the nearest member lives 2,900 m away; the limit is 1,000 m" in last
    last = " ".join(text_of(client, where)[-1].split())
    assert "không có thành viên nào trong cự ly cho phép: đường đi gần nhất cách 340 m" in last


def test_that_recruits_have_lists_in_the_plan_after(planned: Results) -> None:
    """Tests that the plan with recruits can be printed too, where there is one."""
    client, name, _ = planned
    where = f"/v1/results/{name}/villages"
    pages = text_of(client, f"{where}/one-recruit/sheets.pdf?plan=after")
    assert [page for page in pages if page.startswith("Người bổ sung 1:")]
    assert client.get(f"{where}/surplus/sheets.pdf?plan=after").status_code == 404


@pytest.mark.parametrize(("path", "status"), [("none/sheets.pdf", 404), ("x?plan=y", 422)])
def test_that_there_is_nothing_else_to_print(planned: Results, path: str, status: int) -> None:
    """Tests that an unknown village and a failed one have no lists, and a plan is asked of none."""
    client, name, failed = planned
    assert client.get(f"/v1/results/{name}/villages/{path}").status_code == status
    assert client.get(f"/v1/results/{failed}/villages/surplus/sheets.pdf").status_code == 404
    query = f"/v1/results/{name}/villages/hamlets/sheets.pdf?plan=never"
    assert client.get(query).status_code == 422


def test_that_a_sketch_fits_its_box() -> None:
    """Tests that home and households are inside, north is up, and one point is no fault."""
    home, own = np.array([0.0, 0.0]), np.array([[900.0, 0.0], [0.0, 400.0]])
    drawn = sketch(home, own, own)
    points = np.array([drawn["home"], *drawn["own"]])
    assert (points >= 0).all()
    assert (points <= [80, 60]).all()
    assert points[2, 1] < points[0, 1]
    assert drawn["bar_text"] == "100 m"
    alone = sketch(home, home[None], home[None])
    assert alone["own"] == [[40.0, 30.0]]

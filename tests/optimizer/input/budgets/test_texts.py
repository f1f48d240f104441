"""YAML, JSON and CSV that become more than they look."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from optimizer.errors import ScenarioError
from optimizer.input.budgets import file_budgets, json_text
from optimizer.input.budgets.csv_budget import check_csv
from optimizer.input.budgets.json_text import check_json, measure
from optimizer.input.budgets.yaml_text import check_yaml
from optimizer.input.folder.scenario_yaml import read_scenario_settings


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("a: &a [x]\nb: *a\n", 1),
        ("a: 1\nb: &b {c: 1}\n", 2),
        ("a: 1\nrules: {<<: {min_households: 1}}\n", 2),
        ("a: *nowhere\n", 1),
        ("a: &a [*a]\n", 1),
    ],
)
def test_that_nothing_is_repeated(tmp_path: Path, text: str, line: int) -> None:
    """Tests that anchors, aliases and merge keys are refused with their line and the remedy."""
    path = tmp_path / "scenario.yaml"
    path.write_text(text)
    with pytest.raises(ScenarioError, match=rf"yaml line {line}.*write the rules out.*YAML_ALIAS"):
        read_scenario_settings(path)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("[" * 21 + "]" * 21, "TOO_DEEP"),
        ("a: {" * 1 + "b: {" * 30, "TOO_DEEP"),
        ("a: " + "1:0" * 5_000, "TOO_LONG"),
        ("\n".join(f"k{number}: v" for number in range(50_000)), "TOO_MANY_NODES"),
        ("description: " + "x y " * 3_000, "TOO_LONG"),
    ],
)
def test_that_settings_have_limits(text: str, code: str) -> None:
    """Tests that depth, the length of a value, and the number of keys and values are bounded."""
    with pytest.raises(ScenarioError, match=code):
        check_yaml(text, "scenario.yaml")


def test_that_as_many_areas_as_a_country_has_are_read(tmp_path: Path) -> None:
    """Tests that rules for 9,000 areas are read, by paths and as objects of a list."""
    path = tmp_path / "scenario.yaml"
    by_path = "".join(f"  a/k{number}: {{max_households: 9}}\n" for number in range(9_000))
    listed = "".join(f"  - {{area: [k{number}], rules: {{}}}}\n" for number in range(9_000))
    for text in (by_path, listed):
        path.write_text(f"coordinates: metres\nareas:\n{text}")
        assert len(read_scenario_settings(path).areas) == 9_000
    path.write_text("a: 1\n<: 2\n'<<': 3\n")  # a text that is quoted is no merge key
    assert len(read_scenario_settings(path).problems) == 3


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inside: (
        st.lists(inside, max_size=4) | st.dictionaries(st.text(max_size=4), inside, max_size=4)
    ),
    max_leaves=20,
)


def depth_of(value: object) -> int:
    if isinstance(value, dict):
        return 1 + max(map(depth_of, value.values()), default=0)
    if isinstance(value, list):
        return 1 + max(map(depth_of, value), default=0)
    return 0


def weight_of(value: object) -> int:
    """Count as the budget says: an object as four, a list as one, and what parts their members."""
    if isinstance(value, dict):
        return 4 + max(0, len(value) - 1) + sum(map(weight_of, value.values()))
    if isinstance(value, list):
        return 1 + max(0, len(value) - 1) + sum(map(weight_of, value))
    return 0


@given(value=JSON, ascii_only=st.booleans(), size=st.integers(1, 9))
def test_that_json_is_measured_without_parsing(
    value: object, *, ascii_only: bool, size: int
) -> None:
    """Tests that depth and weight are those of the parsed document, however text is cut."""
    text = json.dumps(value, ensure_ascii=ascii_only).encode()
    found = measure((text[at : at + size] for at in range(0, len(text), size)), "r.json")
    assert (found.deepest, found.depth, found.weight) == (depth_of(value), 0, weight_of(value))


@given(st.binary(max_size=60))
def test_that_any_bytes_are_measured(content: bytes) -> None:
    """Tests that what is no JSON is left for the parser to name."""
    check_json(content, "r.json")


@pytest.mark.parametrize(
    ("text", "code"),
    [
        (b"[" * 65, "TOO_DEEP"),
        (b'{"a":' * 100, "TOO_DEEP"),
        (b"[" + b"0," * 200 + b"0]", "TOO_MANY_ELEMENTS"),
        (b"[" + b"{}," * 60 + b"0]", "TOO_MANY_ELEMENTS"),
        (b'"' + b"x" * 2_000, "TOO_LONG"),
    ],
)
def test_that_json_has_limits(monkeypatch: pytest.MonkeyPatch, text: bytes, code: str) -> None:
    """Tests that depth, weight and a missing end are refused; brackets inside a text are none."""
    monkeypatch.setattr(file_budgets, "JSON_WEIGHT", replace(file_budgets.JSON_WEIGHT, most=200))
    monkeypatch.setattr(file_budgets, "JSON_STRING", replace(file_budgets.JSON_STRING, most=1_000))
    with pytest.raises(ScenarioError, match=rf"r\.json.*{code}"):
        check_json(text, "r.json")
    quoted = json.dumps(text.decode()[:900]).encode()
    check_json(quoted, "r.json")


def test_that_a_long_text_is_carried_over_pieces(monkeypatch: pytest.MonkeyPatch) -> None:
    """Tests that a text longer than a piece is one."""
    monkeypatch.setattr(json_text, "_CHUNK", 16)
    check_json(b'["' + b'[[[[\\"' * 50 + b'"]', "r.json")


def test_that_cells_of_csv_have_a_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    """Tests that cells are read up to the limit, and refused beyond it."""
    monkeypatch.setattr(file_budgets, "SHEET_CELLS", replace(file_budgets.SHEET_CELLS, most=6))
    check_csv("a,b\n1,2\n", ",", "h.csv")
    with pytest.raises(ScenarioError, match=r"h\.csv.*TOO_MANY_CELLS"):
        check_csv("a,b\n1,2\n,\n,", ",", "h.csv")


@pytest.mark.parametrize(("text", "fits"), [("id\n1\n2\n", True), ("id\n1\n2\n\n", False)])
def test_that_short_lines_of_csv_count_as_rows(
    monkeypatch: pytest.MonkeyPatch, text: str, *, fits: bool
) -> None:
    """Tests that a line counts for three cells at least, as it becomes a row all the same."""
    monkeypatch.setattr(file_budgets, "SHEET_CELLS", replace(file_budgets.SHEET_CELLS, most=9))
    if fits:
        check_csv(text, ",", "h.csv")
    else:
        with pytest.raises(ScenarioError, match=r"h\.csv.*12 > 9.*TOO_MANY_CELLS"):
            check_csv(text, ",", "h.csv")


def test_that_lists_and_features_are_counted_piece_by_piece() -> None:
    """Tests that a map with too many of them is refused before its end is looked at."""
    budget = replace(file_budgets.GEOJSON_PIECES, most=7)
    begun = b'{"a": {"b": {}, "c": [[1], "[[[\\"["]'

    def pieces() -> Iterator[bytes]:
        yield begun + b", [3]"
        yield b"[2]"
        raise AssertionError

    assert measure([begun, b", [3]"], "a.geojson", pieces=budget).lists == 3
    with pytest.raises(ScenarioError, match=r"a\.geojson.*at most 7.*TOO_MANY_VERTICES"):
        measure(pieces(), "a.geojson", pieces=budget)


@pytest.mark.parametrize("text", ["a: 0750\n", "rules: {max_distance_m: 10:30}\n", "a: [1, 007]\n"])
def test_numbers_in_eights_and_sixties_are_refused(text: str) -> None:
    """Tests that a plain number that YAML counts in another base is named, a quoted one not."""
    with pytest.raises(ScenarioError) as caught:
        check_yaml(text, "scenario.yaml")
    assert [problem.code for problem in caught.value.problems] == ["AMBIGUOUS_NUMBER"]
    check_yaml('a: "0750"\nb: 0.75\nc: 0\nd: 1_500\n', "scenario.yaml")

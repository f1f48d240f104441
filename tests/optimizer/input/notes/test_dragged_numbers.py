"""Tests for loads, limits and distances that a spreadsheet has filled downwards."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest

from optimizer.domain.notes import Note
from optimizer.errors import ScenarioError
from optimizer.input.folder import read_scenario
from optimizer.input.notes.note_texts import note_line
from tests.optimizer.input.notes.villages import notes, points, request, rows, village
from tests.optimizer.inputs import HOUSEHOLDS, MEMBERS, folder


def dragged(document: object) -> list[tuple[str, object, tuple[int, ...]]]:
    """Return pointer, field and rows of what is named as dragged."""
    found = [note for note in notes(document) if note.code == "DRAGGED_COLUMN"]
    return [(note.pointer, note.params["field"], note.rows) for note in found]


def crew(**columns: list[int]) -> dict[str, Any]:
    """Return a village whose members have these loads."""
    many = len(next(iter(columns.values())))
    made = village(members=points(many, seed=9))
    for row, member in enumerate(made["members"]):
        member |= {field: values[row] for field, values in columns.items()}
    return made


@pytest.mark.parametrize(
    ("most", "found"),
    [
        ([10, 10, 10, 10, 10, 10, 10, 10], []),
        ([8, 10, 9, 11, 12, 13, 10, 8], []),
        ([8, 10, 11, 12, 13, 14, 15, 16], [tuple(range(1, 8))]),
        ([10, 20, 30, 40, 50, 60, 70, 80], [tuple(range(8))]),
        ([13, 10, 15, 11, 14, 12, 9, 10], []),
        ([13, 10, 15, 11, 14, 12, 9, 16], [tuple(range(8))]),
        ([20, 18, 16, 14, 12, 10, 8, 6], [tuple(range(8))]),
    ],
)
def test_that_loads_filled_downwards_are_named(most: list[int], found: list[object]) -> None:
    """Tests that five loads in equal steps are told with their rows, equal ones and four not."""
    told = dragged(request(crew(max=most, min=[0] * 8)))
    assert [(field, at) for _, field, at in told] == [("max", at) for at in found]


def test_that_both_loads_may_be_dragged() -> None:
    """Tests that min and max are looked at each by itself."""
    told = dragged(request(crew(min=list(range(2, 8)), max=list(range(10, 16)))))
    assert [field for _, field, _ in told] == ["min", "max"]


@pytest.mark.parametrize("seed", range(5))
def test_that_loads_of_few_values_are_left_alone(seed: int) -> None:
    """Tests that five steps among 3,000 random loads of 8 to 12 are no reason for a word."""
    loads = np.random.default_rng(seed).integers(8, 13, 3000).tolist()
    homes = village(xy=points(20), members=points(3000, seed=9))
    homes["members"] = [
        one | {"max": most} for one, most in zip(homes["members"], loads, strict=True)
    ]
    assert dragged(request(homes)) == []


def test_that_limits_of_villages_filled_downwards_are_named() -> None:
    """Tests that rules of one village after the other are told by the villages."""
    made = [
        {
            "id": f"v{n}",
            "rules": {"max_distance_m": 1000.0 + n},
            "households": rows(points(6, lon=108.9 + n / 20, seed=n)),
            "members": rows(points(2, lon=108.9 + n / 20, seed=50 + n), "m"),
        }
        for n in range(6)
    ]
    assert dragged(request(*made)) == [("/villages", "max_distance_m", tuple(range(6)))]


def distances(metres: list[float]) -> tuple[Note, ...]:
    """Return the notes of a village whose only member is so far from each household."""
    homes = [{"id": f"h{n}"} for n in range(len(metres))]
    named = [[f"h{n}", "m1", far] for n, far in enumerate(metres)]
    one: dict[str, Any] = {"id": "v", "households": homes, "members": [{"id": "m1"}]}
    one["distances"] = {"members": named}
    return notes(request(one, coordinates="metres", rules={"metric": {"kind": "matrix"}}))


@pytest.mark.parametrize(
    ("metres", "found"),
    [
        ([340.0, 112.0, 560.0, 87.0, 405.0, 610.0, 233.0], []),
        ([340.0, 112.0, 113.0, 114.0, 115.0, 116.0, 233.0], [(1, 2, 3, 4, 5)]),
        ([112.5] * 7, [tuple(range(7))]),
        ([500.0] * 7, []),
        ([100.0, 110.0, 120.0, 130.0, 140.0, 150.0, 160.0], [tuple(range(7))]),
    ],
)
def test_that_distances_filled_downwards_are_named(
    metres: list[float], found: list[object]
) -> None:
    """Tests that metres counted on, or copied with their decimals, are told; a round one is not."""
    told = [note for note in distances(metres) if note.code == "DRAGGED_COLUMN"]
    assert [note.rows for note in told] == found
    assert all(note.params["field"] == "metres" for note in told)


def test_that_loads_which_cannot_be_are_told_with_their_cause(tmp_path: Path) -> None:
    """Tests that minima that were dragged beyond the maximum are called dragged."""
    members = [f"v1,m{n},0,{n},{n + 5}\n" for n in range(9)]
    made = {
        "scenario.yaml": "coordinates: metres\n",
        "households.csv": HOUSEHOLDS,
        "members.csv": MEMBERS.splitlines()[0] + ",min\n" + "".join(members),
    }
    with pytest.raises(ScenarioError) as caught:
        read_scenario(folder(tmp_path, made))
    assert {found.code for found in caught.value.problems} == {"MIN_ABOVE_MAX", "DRAGGED_COLUMN"}


def test_that_rows_are_told_in_vietnamese() -> None:
    """Tests that the sentence has the figures, and no English."""
    (note,) = distances([100.0, 101.0, 102.0, 103.0, 104.0, 105.0])
    assert "metres chạy từ 100 đến 105, mỗi dòng thêm 1" in note_line(note, "vi")


@pytest.mark.parametrize("step", [10.0, 100.0, 3.7])
def test_that_other_steps_of_coordinates_are_named(step: float) -> None:
    """Tests that tens, hundreds and the step of two cells dragged together are told."""
    rng = np.random.default_rng(3)
    xy = np.round(rng.uniform(0, 900, (20, 2)) + np.array([523_400.0, 1_283_100.0]), 1)
    xy[6:14, 1] = np.round(xy[6, 1] + step * np.arange(8), 1)
    homes = village(xy=xy.tolist(), members=xy[:1].tolist())
    told = dragged(request(homes, coordinates="metres"))
    assert [(field, at) for _, field, at in told] == [("y", tuple(range(6, 14)))]

"""Choices and entities as ODK Central and KoboToolbox take them."""

from __future__ import annotations

import csv
import io
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from optimizer.output.field_tools.odk_lists import choice_name
from optimizer.output.formats import OutputFormat
from tests.optimizer.output.earth_village import SOUTH, WEST, entries, plans_on_earth, write

CHOICES = ("villages.csv", "people.csv", "households.csv")


def tables(tmp_path: Path) -> dict[str, list[dict[str, str]]]:
    found = entries(write(tmp_path / "out", OutputFormat.ODK))
    assert not any(text.startswith("\ufeff") for text in found.values())
    return {name: list(csv.DictReader(io.StringIO(text))) for name, text in found.items()}


def test_that_choices_have_names_and_labels(tmp_path: Path) -> None:
    """Tests that each choice has a label and a name of its own without blanks."""
    found = tables(tmp_path)
    assert set(found) == {*CHOICES, "entities.csv"}
    for file in CHOICES:
        names = [row["name"] for row in found[file]]
        assert names
        assert len(set(names)) == len(names)
        assert not any(any(map(str.isspace, name)) or not name for name in names)
        assert all(row["label"] for row in found[file])


def test_that_choices_lead_from_one_to_the_next(tmp_path: Path) -> None:
    """Tests that a household's village and person are names of the other lists, as filters need."""
    found = tables(tmp_path)
    villages = {row["name"] for row in found["villages.csv"]}
    people = {row["name"]: row["village"] for row in found["people.csv"]}
    assert set(people.values()) <= villages
    for row in found["households.csv"]:
        assert row["village"] in villages
        for column in ("person", "person_after"):
            assert row[column] == "" or people[row[column]] == row["village"]
    left = [row["label"] for row in found["households.csv"] if not row["person"]]
    assert len(left) == len(plans_on_earth()[1][0].today.unserved) == 3
    assert all(row["person_after"] for row in found["households.csv"])


def test_that_entities_have_a_label_and_a_point(tmp_path: Path) -> None:
    """Tests that an entity has its label, its point as latitude, longitude, height, accuracy."""
    rows = tables(tmp_path)["entities.csv"]
    assert list(rows[0]) == [
        *("label", "geometry", "village", "household", "person", "person_after")
    ]
    assert rows[2]["geometry"] == f"{SOUTH + 0.0018:.7f} {WEST:.7f} 0 0"
    assert rows[2]["label"] == "Thôn Một / Đông: hộ <&\"' 2"
    assert len({row["label"] for row in rows}) == len(rows) == 10


@given(st.lists(st.tuples(st.text(), st.text()), unique=True, max_size=6))
def test_that_different_ids_have_different_names(ids: list[tuple[str, str]]) -> None:
    """Tests that what stands for blanks can be mistaken for nothing else."""
    names = [choice_name(*one) for one in ids]
    assert len(set(names)) == len(names)
    assert not any(any(map(str.isspace, name)) for name in names)

from __future__ import annotations

from pathlib import Path

import pytest

from optimizer.input.openstreetmap.features import read_buildings

CORNERS = ((0, 0), (0, 1), (1, 1), (1, 0))


def house(first: int, way: int, lon: float, **marks: str) -> tuple[list[str], str]:
    """Return the nodes and the way of a house of about ten metres."""
    nodes = [
        f"<node id='{first + nth if first > 0 else first - nth}' "
        f"lat='{11.6 + y * 1e-4}' lon='{lon + x * 1e-4}'/>"
        for nth, (x, y) in enumerate(CORNERS)
    ]
    refs = [first + nth if first > 0 else first - nth for nth in (0, 1, 2, 3, 0)]
    said = "".join(f" {key}='{value}'" for key, value in marks.items())
    inside = "".join(f"<nd ref='{ref}'/>" for ref in refs) + "<tag k='building' v='yes'/>"
    return nodes, f"<way id='{way}'{said}>{inside}</way>"


def file(path: Path, *lines: str) -> Path:
    path.write_text(f"<?xml version='1.0'?><osm version='0.6'>{''.join(lines)}</osm>")
    return path


NEW, OLD = house(-1, -9, 108.9), house(1, 9, 108.91)


@pytest.mark.parametrize("ending", [".osm"])
def test_new_objects_have_negative_ids(tmp_path: Path, ending: str) -> None:
    """Tests that a house drawn in an editor is there, under the number that it has there."""
    path = file(tmp_path / f"a{ending}", *NEW[0], *OLD[0], NEW[1], OLD[1])
    found = read_buildings(path)
    assert sorted(found.ids.tolist()) == ["w-9", "w9"]
    assert sorted(round(shape.x, 3) for shape in found.shapes) == [108.9, 108.91]


def test_the_order_of_a_file_changes_nothing(tmp_path: Path) -> None:
    """Tests that ways before their nodes are found as well."""
    path = file(tmp_path / "a.osm", OLD[1], *reversed(OLD[0]))
    assert read_buildings(path).ids.tolist() == ["w9"]


@pytest.mark.parametrize("mark", [{"action": "delete"}, {"visible": "false"}])
def test_what_is_deleted_is_not_there(tmp_path: Path, mark: dict[str, str]) -> None:
    """Tests that a house that its editor has deleted is no household."""
    gone = house(1, 9, 108.91, **mark)
    other = house(5, 10, 108.92, action="modify")
    path = file(tmp_path / "a.osm", *gone[0], *other[0], gone[1], other[1])
    assert read_buildings(path).ids.tolist() == ["w10"]

"""FlatGeobuf: what its head states is not believed, and its features fill the file."""

from __future__ import annotations

import struct
from pathlib import Path

import geopandas as gpd
import pytest
import shapely

from optimizer.errors import ScenarioError
from optimizer.input.budgets import file_budgets
from optimizer.input.budgets.file_budgets import Budget
from optimizer.input.budgets.flatgeobuf_budget import check_flatgeobuf
from optimizer.input.gdal_drivers import write_dataframe


def flatgeobuf(path: Path, count: int, *, index: bool = True) -> Path:
    shapes = [shapely.Point(109 + n / 1000, 11) for n in range(count)]
    ids = [f"h{n}" for n in range(count)]
    frame = gpd.GeoDataFrame({"id": ids}, geometry=shapes, crs=4326)
    asked = "YES" if index else "NO"
    write_dataframe(frame, path, driver="FlatGeobuf", SPATIAL_INDEX=asked)
    return path


@pytest.mark.parametrize("count", [0, 1, 2, 16, 17, 300])
@pytest.mark.parametrize("index", [True, False])
def test_that_a_whole_file_is_taken(tmp_path: Path, count: int, *, index: bool) -> None:
    """Tests that the tree over any number of features is passed over to its end."""
    check_flatgeobuf(flatgeobuf(tmp_path / "a.fgb", count, index=index), "a.fgb")


@pytest.mark.parametrize(
    "damage",
    [
        lambda content: content[:-1],
        lambda content: content + b"\0",
        lambda content: content[:9],
        lambda content: content[:0],
        lambda content: b"x" + content[1:],
        lambda content: content[:8] + struct.pack("<I", 1 << 31) + content[12:],
        lambda content: content[:12] + b"\xff" * 4 + content[16:],
        lambda content: content.replace(struct.pack("<Q", 300), struct.pack("<Q", 1 << 40)),
        lambda content: content.replace(struct.pack("<Q", 300), struct.pack("<Q", 299)),
    ],
)
def test_that_sizes_which_do_not_fit_are_refused(tmp_path: Path, damage: object) -> None:
    """Tests that a cut file, bytes behind it, and features that are only stated are told."""
    path = flatgeobuf(tmp_path / "a.fgb", 300)
    before = path.read_bytes()
    path.write_bytes(damage(before))  # type: ignore[operator]  # one of the functions above
    assert path.read_bytes() != before
    with pytest.raises(ScenarioError, match=r"a\.fgb: it is no whole FlatGeobuf"):
        check_flatgeobuf(path, "a.fgb")


@pytest.mark.parametrize(("name", "code"), [("MAP_FEATURES", "TOO_MANY_FEATURES"),
                                            ("MAP_CELLS", "TOO_MANY_PROPERTIES")])  # fmt: skip
def test_that_too_many_are_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, code: str
) -> None:
    """Tests that features, and their cells, are counted before GDAL sees them."""
    known: Budget = getattr(file_budgets, name)
    monkeypatch.setattr(file_budgets, name, Budget(known.code, 299, known.unit, known.remedy))
    with pytest.raises(ScenarioError, match=f"300.*{code}"):
        check_flatgeobuf(flatgeobuf(tmp_path / "a.fgb", 300), "a.fgb")

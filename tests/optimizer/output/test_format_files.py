"""The list of formats: each has a file, words for HTTP, and is the same whenever it is written."""

from __future__ import annotations

from pathlib import Path

import pytest

from optimizer.domain.languages import Language
from optimizer.output.format_files import FileRequest, open_files
from optimizer.output.formats import FILES, OutputFormat, media_type
from tests.optimizer.output.earth_village import plans_on_earth, write


@pytest.mark.parametrize("kind", OutputFormat)
def test_that_a_format_is_written_the_same_twice(tmp_path: Path, kind: OutputFormat) -> None:
    """Tests that a file of each format is there, has a media type, and depends on no clock."""
    one, two = (write(tmp_path / name, kind) for name in ("one", "two"))
    assert one.stat().st_size > 0
    assert kind.file in FILES
    assert media_type(kind.file)
    if kind is not OutputFormat.GPKG:  # SQLite counts its changes
        assert one.read_bytes() == two.read_bytes()


def test_that_all_formats_are_written_at_once(tmp_path: Path) -> None:
    """Tests that a request may name them all, one of them twice, and leaves nothing else."""
    scenario, plans = plans_on_earth()
    wanted = [*OutputFormat, OutputFormat.KML]
    with open_files(tmp_path, FileRequest(wanted, scenario.lonlat, Language.VI)) as files:
        for village, plan in zip(scenario.villages, plans, strict=True):
            files.add(village, plan)
    found = {path.name for path in tmp_path.iterdir() if path.suffix != ".qml"}
    assert found == {kind.file for kind in OutputFormat}


def test_that_a_plane_has_no_place_on_the_earth(tmp_path: Path) -> None:
    """Tests that formats of longitudes and latitudes are refused before anything is written."""
    request = FileRequest(list(OutputFormat), lonlat=False)
    assert {kind.value for kind in request.impossible} == {"kml", "gpx", "dhis2"}
    with pytest.raises(ValueError, match="kml, gpx, dhis2"), open_files(tmp_path, request):
        pass
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("kind", OutputFormat)
def test_that_a_fault_leaves_no_folder_behind(tmp_path: Path, kind: OutputFormat) -> None:
    """Tests that what a format keeps on the disk while it is written is gone after a fault."""
    scenario, plans = plans_on_earth()
    request = FileRequest([kind], scenario.lonlat)

    def fill() -> None:
        with open_files(tmp_path, request) as file:
            file.add(scenario.villages[0], plans[0])
            raise RuntimeError("full")

    with pytest.raises(RuntimeError, match="full"):
        fill()
    assert [path for path in tmp_path.iterdir() if path.is_dir()] == []

from __future__ import annotations

import numpy as np
import pytest
from pyproj import Geod, Proj

from optimizer.distance.projection import to_metres
from optimizer.domain.scenario import Floats


def around(centre: tuple[float, float], radius_m: float, count: int = 400) -> Floats:
    """Return points on the circle and inside it, seeded."""
    rng = np.random.default_rng(7)
    reach = radius_m * np.where(np.arange(count) % 2, 1.0, np.sqrt(rng.random(count)))
    lon, lat, _ = Geod(ellps="WGS84").fwd(
        np.full(count, centre[0]), np.full(count, centre[1]), 360 * rng.random(count), reach
    )
    return np.column_stack((lon, lat))


@pytest.mark.parametrize(("radius_m", "share"), [(5e3, 1.1e-7), (2e4, 1.7e-6), (1e5, 4.2e-5)])
@pytest.mark.parametrize("centre", [(108.9, 11.6), (34.0, -1.8), (9.5, 47.1), (25.0, 70.0)])
def test_error_grows_with_the_square_of_the_radius(
    radius_m: float, share: float, centre: tuple[float, float]
) -> None:
    """Tests that distances are off by no more than the documented share of their length."""
    lonlat = around(centre, radius_m)
    xy = to_metres(lonlat, np.tile(centre, (len(lonlat), 1)))
    one, other = np.arange(0, 200), np.arange(200, 400)
    _, _, true_m = Geod(ellps="WGS84").inv(*lonlat[one].T, *lonlat[other].T)
    plane_m = np.hypot(*(xy[one] - xy[other]).T)
    error = np.abs(plane_m - true_m) / true_m
    assert error.max() <= share
    assert error.max() > share / 20


def test_is_the_azimuthal_equidistant_projection() -> None:
    """Tests that every village gets the plane that PROJ draws around its centre."""
    centres = np.array([[108.9, 11.6], [34.0, -1.8]])
    lonlat = np.concatenate([around((108.9, 11.6), 5e3, 50), around((34.0, -1.8), 5e3, 50)])
    xy = to_metres(lonlat, np.repeat(centres, 50, axis=0))
    for rows, (lon, lat) in ((slice(0, 50), centres[0]), (slice(50, 100), centres[1])):
        plane = Proj(proj="aeqd", lon_0=lon, lat_0=lat, ellps="WGS84")
        np.testing.assert_allclose(xy[rows], np.column_stack(plane(*lonlat[rows].T)), atol=1e-6)


def test_the_centre_is_the_origin() -> None:
    """Tests that the centre lies at zero and no point vanishes there."""
    centre = np.array([[108.9, 11.6]])
    np.testing.assert_array_equal(to_metres(centre, centre), [[0.0, 0.0]])


def test_no_points() -> None:
    """Tests that no points give no metres."""
    assert to_metres(np.empty((0, 2)), np.empty((0, 2))).shape == (0, 2)

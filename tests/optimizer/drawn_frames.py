"""Two hamlets as GeoDataFrames: twelve households and two members, one of whom may have five."""

from __future__ import annotations

import numpy as np
import pandas as pd
from geopandas import GeoDataFrame, points_from_xy

from optimizer.errors import Problem
from tests.optimizer.inputs import raised

UTM = "EPSG:32649"
EAST, NORTH = 300_000.0, 1_290_000.0
_X = (0, 13, 37, 52, 71, 88, 905, 919, 934, 958, 971, 997)
_Y = (0, 41, 12, 66, 29, 83, 7, 58, 33, 91, 14, 62)


def households(crs: str | None = UTM) -> GeoDataFrame:
    """Return h01 to h12: six round the first member, six some 900 m to the east."""
    xy = np.column_stack((_X, _Y)) + ((EAST, NORTH) if crs else (0, 0))
    index = [f"h{row:02}" for row in range(1, 13)]
    return GeoDataFrame(geometry=points_from_xy(xy[:, 0], xy[:, 1]), crs=crs, index=index)


def members(crs: str | None = UTM) -> GeoDataFrame:
    """Return the members 7, at the first household, and 8, at the seventh, who may have five."""
    homes = households(crs).geometry.iloc[[0, 6]]
    table = {"min": [1, 1], "max": [10, 5]}
    return GeoDataFrame(table, geometry=homes.tolist(), crs=crs, index=[7, 8])


def plain(frame: GeoDataFrame) -> pd.DataFrame:
    """Return the same rows with columns x and y in the place of shapes."""
    table = pd.DataFrame(frame.drop(columns="geometry"))
    return table.assign(x=frame.geometry.x, y=frame.geometry.y)


def refusals(call: object) -> list[tuple[str, str, str, str]]:
    """Return code, place, field and value of each problem of a call."""
    assert callable(call)
    return [_short(problem) for problem in raised(call)]


def _short(problem: Problem) -> tuple[str, str, str, str]:
    return problem.code, problem.where, problem.field, problem.value

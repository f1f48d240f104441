"""What is drawn of a plan, and what is said where nothing can draw it."""

from __future__ import annotations

from dataclasses import dataclass, field

import pandas as pd
import pytest
from geopandas import GeoDataFrame

import optimizer
from optimizer.frames import drawing
from optimizer.frames.drawing import Drawn, drawn_layers
from tests.optimizer.drawn_frames import households, members


@pytest.fixture(scope="module", name="made")
def _made() -> optimizer.Plan:
    return optimizer.plan(households(), members(), max_distance_m=400)


def layers(made: optimizer.Plan, which: str) -> dict[str, Drawn]:
    lines = made.lines("today" if which == "today" else "after")
    drawn = drawn_layers(lines, made.assignments, made.members, made.recruits, which)
    return {layer.name: layer for layer in drawn}


def test_that_today_shows_who_is_left_out(made: optimizer.Plan) -> None:
    """Tests that lines lie below, and households without anybody are a layer of their own."""
    drawn = layers(made, "today")
    assert list(drawn) == ["lines", "households", "left out", "members"]
    assert drawn["left out"].frame.index.tolist() == ["h12"]
    assert len(drawn["lines"].frame) == len(drawn["households"].frame) == 11


def test_that_after_shows_recruits(made: optimizer.Plan) -> None:
    """Tests that the plan with recruits leaves nobody out and shows them."""
    drawn = layers(made, "after")
    assert list(drawn) == ["lines", "households", "members", "recruits"]
    assert len(drawn["lines"].frame) == 12


@pytest.mark.parametrize("method", ["plot", "explore"])
def test_that_a_missing_library_is_named(
    made: optimizer.Plan, method: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Tests that who cannot draw is told what to install."""
    monkeypatch.setattr(drawing, "find_spec", lambda _: None)
    with pytest.raises(ImportError, match=r"pip install .*matplotlib"):
        getattr(made, method)()


@dataclass
class Canvas:
    """Keeps what is drawn on it."""

    asked: list[dict[str, object]] = field(default_factory=list)
    bare: bool = False

    def set_axis_off(self) -> None:
        self.bare = True


@pytest.fixture(name="canvas")
def _canvas(monkeypatch: pytest.MonkeyPatch) -> Canvas:
    """Let geopandas draw on a canvas that keeps what it is asked, as nothing here can draw."""
    canvas = Canvas()

    def draw(frame: GeoDataFrame, **asked: object) -> Canvas:
        canvas.asked.append({"rows": len(frame), **asked})
        return canvas

    monkeypatch.setattr(drawing, "find_spec", lambda name: name)
    monkeypatch.setattr(GeoDataFrame, "plot", property(lambda frame: lambda **a: draw(frame, **a)))
    monkeypatch.setattr(GeoDataFrame, "explore", draw)
    return canvas


def test_that_a_plot_is_one_picture(made: optimizer.Plan, canvas: Canvas) -> None:
    """Tests that layers are drawn on one another, and the figure's size is said once."""
    assert made.plot(figsize=(8, 8)) is canvas
    assert [asked["rows"] for asked in canvas.asked] == [11, 11, 1, 2]
    assert [asked["ax"] for asked in canvas.asked] == [None, canvas, canvas, canvas]
    assert ["figsize" in asked for asked in canvas.asked] == [True, False, False, False]
    assert canvas.bare


def test_that_a_map_has_a_layer_each(made: optimizer.Plan, canvas: Canvas) -> None:
    """Tests that layers of a map have names, and options hold for each."""
    assert made.explore("after", tiles=None) is canvas
    assert [asked["name"] for asked in canvas.asked] == list(layers(made, "after"))
    assert {asked["tiles"] for asked in canvas.asked} == {None}


@pytest.mark.usefixtures("canvas")
def test_that_a_plan_without_points_cannot_be_drawn() -> None:
    """Tests that a plan of distances alone says why there is no picture."""
    homes, crew = (pd.DataFrame(index=["a", "b"]) for _ in range(2))
    made = optimizer.plan(homes, crew, distances=[[1.0, 2.0], [2.0, 1.0]], min_households=1)
    with pytest.raises(ValueError, match="nothing has a point"):
        made.plot()

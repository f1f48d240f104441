"""A plan drawn by geopandas' own methods: what is drawn, and in which colours."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib.util import find_spec

from geopandas import GeoDataFrame

_LIBRARIES = {"plot": ("matplotlib",), "explore": ("folium", "matplotlib", "mapclassify")}
_PALE, _SERVED, _LEFT, _MEMBER, _RECRUIT = "#9aa5b1", "#2f6f9f", "#c62828", "#1b1b1b", "#e08a00"


@dataclass(frozen=True, slots=True, eq=False)
class Drawn:
    """One layer: its rows, and how the two methods of geopandas are asked to draw it."""

    name: str
    frame: GeoDataFrame
    plot: Mapping[str, object]
    explore: Mapping[str, object]


def check_libraries(method: str) -> None:
    """See that what a method of geopandas needs is installed.

    Raises
    ------
    ImportError
        With what to install.
    """
    missing = [name for name in _LIBRARIES[method] if find_spec(name) is None]
    if missing:
        needed = " ".join(_LIBRARIES[method])
        raise ImportError(
            f"{method}() draws with {' and '.join(missing)}, not installed here; install it with: "
            f"pip install {needed}"
        )


def drawn_layers(
    lines: GeoDataFrame,
    households: GeoDataFrame,
    members: GeoDataFrame,
    recruits: GeoDataFrame,
    which: str,
) -> Sequence[Drawn]:
    """Return what is drawn, the lowest first; layers without a shape are left out.

    Parameters
    ----------
    lines
        From households to their persons.
    which
        ``today``, or ``after`` with the recruits.
    """
    person = "person" if which == "today" else "after_person"
    served = households[person].notna()
    layers = (
        Drawn("lines", lines, {"color": _PALE, "linewidth": 0.6, "zorder": 1}, _ink(_PALE)),
        Drawn("households", households[served], _marks(_SERVED, 9, "o", 2), _ink(_SERVED)),
        Drawn("left out", households[~served], _marks(_LEFT, 26, "X", 3), _ink(_LEFT)),
        Drawn("members", members, _marks(_MEMBER, 26, "^", 4), _ink(_MEMBER)),
        *(
            ()
            if which == "today"
            else (Drawn("recruits", recruits, _marks(_RECRUIT, 90, "*", 5), _ink(_RECRUIT)),)
        ),
    )
    shown = (
        Drawn(layer.name, layer.frame[layer.frame.geometry.notna()], layer.plot, layer.explore)
        for layer in layers
    )
    return [layer for layer in shown if len(layer.frame)]


def _marks(colour: str, size: float, marker: str, above: int) -> dict[str, object]:
    return {"color": colour, "markersize": size, "marker": marker, "zorder": above}


def _ink(colour: str) -> dict[str, object]:
    return {"color": colour}

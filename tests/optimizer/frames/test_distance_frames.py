"""Distances of one's own: a row a pair, a table across, an array."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from numpy.typing import NDArray

import optimizer
from optimizer.frames.distance_frames import DistanceTables
from tests.optimizer.drawn_frames import households, members, refusals

HOMES, CREW = households().index, members().index


def metres(to: pd.Index) -> NDArray[np.float64]:
    """Return metres from every household to members or to households."""
    ends = members().geometry if to is CREW else households().geometry
    return np.array([ends.distance(point).to_numpy() for point in households().geometry])


ACROSS = pd.DataFrame(metres(CREW), HOMES, CREW)
LONG = (
    ACROSS.rename_axis("household")
    .reset_index()
    .melt("household", var_name="member", value_name="metres")
)
BARE = pd.DataFrame(index=HOMES), members().drop(columns="geometry")


@pytest.mark.parametrize(
    "distances",
    [ACROSS, ACROSS.iloc[::-1, ::-1], ACROSS.to_numpy(), LONG, {"members": LONG}],
    ids=["across", "turned", "array", "long", "mapping"],
)
def test_that_distances_may_have_any_shape(distances: DistanceTables) -> None:
    """Tests that the same metres give the same plan, with points or without."""
    usual = optimizer.plan(households(), members(), max_distance_m=400, recruiting=False)
    for homes, crew in (BARE, (households(), members())):
        made = optimizer.plan(
            homes, crew, distances=distances, max_distance_m=400, recruiting=False
        )
        assert made.assignments["person"].equals(usual.assignments["person"])
        assert made.scenario.villages[0].rules.metric.kind == "matrix"


def test_that_a_gap_is_no_way() -> None:
    """Tests that NaN and infinity in a table across are out of reach, and not 0 m."""
    cut = ACROSS.copy()
    cut.loc["h01", 7], cut.loc["h02", 7] = np.nan, np.inf
    made = optimizer.plan(*BARE, distances=cut, max_distance_m=400, recruiting=False)
    assert made.unserved["reason"][["h01", "h02"]].tolist() == ["DISTANCE", "DISTANCE"]


def test_that_recruits_need_distances_to_places() -> None:
    """Tests that a number of recruits made of own doors alone is warned about, and no other."""
    with pytest.warns(optimizer.PlanWarning, match="name no places"):
        optimizer.plan(*BARE, distances=ACROSS, max_distance_m=400)
    both = {"members": ACROSS, "places": metres(HOMES)}
    made = optimizer.plan(*BARE, distances=both, max_distance_m=400)
    assert made.summary["recruits_needed"] == 1
    assert made.recruits.geometry.isna().all()


def test_that_places_may_be_a_table_of_their_own() -> None:
    """Tests that recruits are suggested at places that the distances name."""
    places = pd.DataFrame(index=["dinh", "cho"])
    to = pd.DataFrame(300.0, HOMES, places.index)
    made = optimizer.plan(
        *BARE, places, distances={"members": ACROSS, "places": to}, max_distance_m=400
    )
    assert made.recruits["place"].isin(places.index).all()
    assert made.assignments["after_person"].notna().all()


def test_that_villages_need_a_row_a_pair() -> None:
    """Tests that with several villages a table across is refused, and one with villages is read."""
    homes, crew = (table.assign(thon="A") for table in BARE)
    homes.loc["h12", "thon"] = "B"
    named = LONG.assign(thon=np.where(LONG["household"] == "h12", "B", "A"))
    two = pd.concat([crew, crew.iloc[1:].assign(thon="B")])
    asked = {"village": "thon", "max_distance_m": 400, "recruiting": False}
    found = refusals(lambda: optimizer.plan(homes, two, distances=ACROSS, **asked))  # type: ignore[arg-type]  # of a mapping
    assert found[0][:3] == ("MISSING_COLUMN", "distances", "village")
    wrong = named[named["household"].ne("h12") | named["member"].eq(8)]
    made = optimizer.plan(homes, two, distances=wrong, **asked)  # type: ignore[arg-type]  # of a mapping
    assert made.assignments["person"]["h12"] == 8
    found = refusals(lambda: optimizer.plan(homes, two, distances=LONG, **asked))  # type: ignore[arg-type]  # of a mapping
    assert found[0][:3] == ("MISSING_COLUMN", "distances", "village")


def test_that_wrong_distances_are_named() -> None:
    """Tests that shape, text, unknown labels, negative metres and unknown kinds are refused."""
    low = ACROSS.copy()
    low.loc["h03", 7] = -1
    other = ACROSS.rename(index={"h01": "x"})
    for distances, wanted in (
        (ACROSS.to_numpy()[:5], ("NOT_A_DISTANCE", "distances", "", "")),
        (np.arange(5), ("NOT_A_DISTANCE", "distances", "", "")),
        (ACROSS.astype(object).replace(0.0, "0 m"), ("NOT_A_NUMBER", "distances", "", "0 m")),
        (low, ("NEGATIVE", "distances.loc['h03', 7]", "metres", "-1.0")),
        (other, ("UNKNOWN_HOUSEHOLD", "distances.loc['x', 7]", "household", "x")),
        ({"member": ACROSS}, ("UNKNOWN_FIELD", "distances", "member", "")),
    ):
        found = refusals(lambda given=distances: optimizer.plan(*BARE, distances=given))
        assert found[0] == wanted

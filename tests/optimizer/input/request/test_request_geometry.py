"""Paths and barriers of a request."""

from __future__ import annotations

import numpy as np
import pytest

from optimizer.domain.fingerprint import scenario_sha256
from optimizer.domain.rules import Path, Rules, Straight
from optimizer.errors import ScenarioError
from optimizer.input.request import request_from_scenario, scenario_from_kept, scenario_from_request
from tests.optimizer.inputs import Row, only, problems, request, village

NETWORK: Row = {"nodes": [[0, 0], [100, 0], [100, 50]], "edges": [[0, 1], [2, 1, 80.5]]}
BARRIERS: Row = {
    "lines": [[[0, 5], [50, 5], [90, 6]]],
    "polygons": [
        [[200, 0], [210, 0], [210, 9]],
        [[[0, 40], [9, 40], [9, 49]], [[6, 41], [8, 41], [8, 43]]],
    ],
    "crossings": [[50, 5]],
}


def test_that_the_metric_is_a_rule_of_the_request_and_of_a_village() -> None:
    """Tests that straight is usual, that a word will do, and that a village may differ."""
    assert Rules().metric == Straight(detour=1.0)
    own = village("v2", rules={"metric": "straight"})
    made = scenario_from_request(
        request(
            village(), own, rules={"metric": {"kind": "path", "max_leg_m": 50}}, network=NETWORK
        )
    )
    assert made.rules.metric == Path(max_leg_m=50.0)
    assert [one.rules.metric.kind for one in made.villages] == ["path", "straight"]


@pytest.mark.parametrize(
    "metric",
    [{"kind": "bus"}, {"detour": 1.2}, 7, {"kind": "straight", "detour": 0.9},
     {"kind": "path", "max_leg_m": -1}, {"kind": "path", "detour": 2},
     {"kind": "path", "max_leg_m": "x"}],
)  # fmt: skip
def test_that_a_metric_that_is_none_is_named(metric: object) -> None:
    """Tests that one problem names the metric, whatever is wrong with it."""
    found = only(problems(request(network=NETWORK, rules={"metric": metric})))
    assert found.where == "/rules"
    assert found.field.startswith("metric")


def test_that_nodes_and_edges_become_arrays_in_their_own_order() -> None:
    """Tests that lengths may be stated or not, and that a node that nothing joins is left out."""
    paths = (
        scenario_from_request(
            request(
                network={
                    "nodes": [[100, 50], [7, 7], [100, 0], [0, 0]],
                    "edges": [[0, 2, 80.5], [3, 2, None]],
                }
            )
        )
        .villages[0]
        .network
    )
    assert paths is not None
    np.testing.assert_array_equal(paths.xy, [[0, 0], [100, 0], [100, 50]])
    np.testing.assert_array_equal(paths.edges, [[0, 1], [1, 2]])
    np.testing.assert_array_equal(paths.metres, [100.0, 80.5])


def test_that_an_area_is_its_outlines() -> None:
    """Tests that rings are closed, holes count, and every piece stands once."""
    walls = scenario_from_request(request(barriers=BARRIERS)).villages[0].barriers
    assert walls is not None
    assert walls.xy.shape == (2 + 3 + 6, 2, 2)
    assert walls.crossings_xy.tolist() == [[50, 5]]
    twice = (
        scenario_from_request(
            request(barriers={"lines": [*BARRIERS["lines"], BARRIERS["lines"][0][::-1]]})
        )
        .villages[0]
        .barriers
    )
    assert twice is not None
    assert len(twice) == 2


def test_that_a_village_may_have_its_own() -> None:
    """Tests that what a village has takes the place of what the request has."""
    own = village("v2", network={"nodes": [[5, 5], [6, 5]], "edges": [[0, 1]]}, barriers={})
    one, two = scenario_from_request(
        request(village(), own, network=NETWORK, barriers=BARRIERS)
    ).villages
    assert one.network is not None
    assert two.network is not None
    assert (len(one.network), len(two.network)) == (2, 1)
    assert two.barriers is not None
    assert len(two.barriers) == 0


def test_that_a_village_takes_the_paths_near_it() -> None:
    """Tests that shared paths are cut at twice the limit around a village, and no nearer."""
    nodes = [[0, 0], [60, 0], [2059, 0], [2063, 0], [2062, 0], [9000, 0]]
    paths = (
        scenario_from_request(
            request(network={"nodes": nodes, "edges": [[0, 1], [1, 2], [3, 5], [2, 4]]})
        )
        .villages[0]
        .network
    )
    assert paths is not None
    # Households and members lie from x = 10 to x = 60; the belt is 2,000 m.
    assert sorted(paths.xy[:, 0].tolist()) == [0, 60, 2059, 2062]


def test_that_paths_are_read_back() -> None:
    """Tests that a written request is the same scenario, in metres and in degrees."""
    lonlat = request(
        village(households=[{"id": "h", "x": 109.0, "y": 11.5}], members=[]),
        coordinates="lonlat",
        network={
            "nodes": [[109.0, 11.5], [109.001, 11.5], [109.0, 11.501]],
            "edges": [[0, 1], [1, 2, 500]],
        },
        barriers={"lines": [[[109.0, 11.5], [109.001, 11.6]]], "crossings": [[109.0005, 11.55]]},
    )
    for document in (request(network=NETWORK, barriers=BARRIERS), lonlat):
        made = scenario_from_request(document)
        again = scenario_from_request(request_from_scenario(made))
        assert scenario_sha256(again) == scenario_sha256(made)


def test_that_the_fingerprint_knows_the_land() -> None:
    """Tests that another length, wall or metric is another scenario, another order not."""
    turned = {"nodes": NETWORK["nodes"][::-1], "edges": [[1, 0, 80.5], [1, 2]]}
    variants = [
        {},
        {"network": NETWORK},
        {"network": {**NETWORK, "edges": [[0, 1], [2, 1, 81.5]]}},
        {"barriers": BARRIERS},
        {"barriers": {**BARRIERS, "crossings": []}},
        {"rules": {"metric": {"kind": "straight", "detour": 1.1}}},
    ]
    marks = [scenario_sha256(scenario_from_request(request(**one))) for one in variants]
    assert len(set(marks)) == len(marks)
    assert scenario_sha256(scenario_from_request(request(network=turned))) == marks[1]


def test_that_a_path_metric_needs_paths() -> None:
    """Tests that the villages without a network are named, those with one are not."""
    document = request(village(), village("v2", network=NETWORK), rules={"metric": "path"})
    found = only(problems(document))
    assert (found.code, found.where) == ("NO_NETWORK", "/villages/0")


@pytest.mark.parametrize("nodes", [[], [[0, 0]]])
def test_that_a_path_metric_needs_edges(nodes: list[list[int]]) -> None:
    """Tests that paths without an edge are named where they stand, with what to do about it."""
    empty = {"nodes": nodes, "edges": []}
    alone = only(problems(request(network=empty, rules={"metric": "path"})))
    assert (alone.code, alone.where) == ("NO_PATHS", "/network")
    assert 'or the metric "straight"' in alone.message
    walks = village(network=empty, rules={"metric": "path"})
    own = only(problems(request(walks, village("v2", network=empty), network=NETWORK)))
    assert (own.code, own.where) == ("NO_PATHS", "/villages/0/network")
    # A broken edge is one problem, and not that there is none besides.
    broken = {"nodes": [[0, 0]], "edges": [[0, 0]]}
    assert only(problems(request(network=broken, rules={"metric": "path"}))).code == "LOOP"
    # Nobody walks along them: there may be none.
    assert len(scenario_from_request(request(network=empty)).villages) == 1


WIDE = [{"id": f"h{nth}", "x": 50.0 * nth, "y": 0.0} for nth in range(9)]
"""Households 400 m apart at most."""


@pytest.mark.parametrize(
    ("moved", "sized", "code"),
    [
        ((0.0, 0.0), 100.0, None),
        ((100_400.0, 0.0), 100.0, None),
        ((100_401.0, 0.0), 100.0, "FAR_PATHS"),
        ((108.9, 11.5), 0.01, "FAR_PATHS"),  # degrees beside metres near zero
        ((108.9, 11.5), 4.0, None),
        ((208.9, 11.5), 0.01, None),
    ],
)
def test_that_paths_lie_near_those_who_walk(
    moved: tuple[float, float], sized: float, code: str | None
) -> None:
    """Tests that paths 100 km off, or as small as degrees, are refused; nearer ones are taken."""
    (x, y), members = moved, [{"id": "m1", "x": 0.0, "y": 0.0}]
    lane = {"nodes": [[x, y], [x + sized, y]], "edges": [[0, 1]]}
    homes = village(network=lane, households=WIDE, members=members)
    document = request(homes, rules={"metric": "path"})
    if code is None:
        assert len(scenario_from_request(document).villages) == 1
        return
    found = only(problems(document))
    assert (found.code, found.where) == (code, "/villages/0/network")
    assert "all in degrees or all in metres" in found.message
    # Nobody walks along them: they may lie anywhere.
    assert scenario_from_request(request(homes)).villages[0].network is not None


def test_that_shared_paths_need_lie_near_one_village() -> None:
    """Tests that a province's paths may be far from some villages and not from all."""
    lane = {"nodes": [[0.0, 0.0], [100.0, 0.0]], "edges": [[0, 1]]}
    far = [{"id": "h1", "x": 300_000.0, "y": 0.0}]
    near, away = village(), village("v2", households=far, members=[])
    shared = {"rules": {"metric": "path"}, "network": lane}
    assert len(scenario_from_request(request(near, away) | shared).villages) == 2
    found = only(problems(request(away) | shared))
    assert (found.code, found.where, found.value) == ("FAR_PATHS", "/network", "0, 0")


def test_that_a_part_of_shared_paths_may_be_small() -> None:
    """Tests that a kept village with its part of the paths is read again as it was."""
    lanes = [[0.0, 0.0], [3.0, 0.0], [9000.0, 0.0], [9900.0, 0.0]]
    shared = {"nodes": lanes, "edges": [[0, 1], [2, 3]]}
    homes = village(households=WIDE, members=[{"id": "m1", "x": 0.0, "y": 0.0}])
    made = scenario_from_request(request(homes, rules={"metric": "path"}, network=shared))
    kept = request_from_scenario(made)
    assert scenario_sha256(scenario_from_kept(kept)) == scenario_sha256(made)
    # Sent by somebody it may well be in degrees.
    assert only(problems(kept)).code == "FAR_PATHS"
    kept["rules"] = 7
    with pytest.raises(ScenarioError):
        scenario_from_kept(kept)


@pytest.mark.parametrize(
    ("latitude", "east", "code"),
    [
        (0.0, 0.9, None),
        (0.0, 0.92, "FAR_PATHS"),
        (60.0, 1.81, None),
        (-60.0, 1.83, "FAR_PATHS"),
        (60.0, 359.0, None),
    ],
)
def test_that_a_degree_is_shorter_far_from_the_equator(
    latitude: float, east: float, code: str | None
) -> None:
    """Tests that the distance to paths in degrees is metres on the ground, either way round."""
    middle = [{"id": "p", "x": -179.9, "y": latitude}]
    lane = {"nodes": [[east - 179.9, latitude], [east - 179.899, latitude]], "edges": [[0, 1]]}
    homes = village(network=lane, households=middle, members=middle)
    document = request(homes, rules={"metric": "path"}, coordinates="lonlat")
    if code is None:
        assert len(scenario_from_request(document).villages) == 1
    else:
        assert only(problems(document)).code == code


def nodes(*rows: object) -> Row:
    return {"network": {**NETWORK, "nodes": list(rows)}}


def edges(*rows: object) -> Row:
    return {"network": {**NETWORK, "edges": list(rows)}}


@pytest.mark.parametrize(
    ("fields", "code", "where"),
    [
        ({"network": 7}, "NOT_AN_OBJECT", "/network"),
        ({"network": {"nodes": []}}, "MISSING", "/network"),
        ({"network": {**NETWORK, "speed": 1}}, "UNKNOWN_FIELD", "/network"),
        (nodes([0, 0], [1, "1"], [3, 3]), "NOT_A_POINT", "/network/nodes/1"),
        (edges([0, 9]), "UNKNOWN_NODE", "/network/edges/0"),
        (edges([0, -1]), "UNKNOWN_NODE", "/network/edges/0"),
        (edges([0, 1], [1, 1]), "LOOP", "/network/edges/1"),
        (edges([0, True]), "NOT_AN_EDGE", "/network/edges/0"),
        (edges([0, 1, 2, 3]), "NOT_AN_EDGE", "/network/edges/0"),
        (edges([0, 1, -5]), "BAD_LENGTH", "/network/edges/0"),
        (edges([0, 1, float("nan")]), "BAD_LENGTH", "/network/edges/0"),
        (edges([0, 1, 90]), "TOO_SHORT", "/network/edges/0"),
        (nodes([0, 0], [1e9, 0], [3, 3]), "OUT_OF_RANGE", "/network"),
        ({"barriers": {"rivers": []}}, "UNKNOWN_FIELD", "/barriers"),
        ({"barriers": {"lines": [[[0, 0]]]}}, "NOT_A_LINE", "/barriers/lines/0"),
        ({"barriers": {"polygons": [[[0, 0], [1, 1]]]}}, "NOT_A_LINE", "/barriers/polygons/0"),
        ({"barriers": {"crossings": [[0, 0, 0]]}}, "NOT_A_POINT", "/barriers/crossings/0"),
        ({"villages": [village(barriers=[])]}, "NOT_AN_OBJECT", "/villages/0/barriers"),
    ],
)  # fmt: skip
def test_that_a_fault_is_named_where_it_stands(fields: Row, code: str, where: str) -> None:
    """Tests that every fault of paths and barriers is found, alone, at its pointer."""
    found = only(problems(request() | fields))
    assert (found.code, found.where) == (code, where)

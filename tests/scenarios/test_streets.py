"""Paths that are laid through made-up villages."""

from __future__ import annotations

import networkx as nx
import numpy as np
from scipy.spatial import cKDTree

from optimizer.domain.fingerprint import scenario_sha256
from optimizer.input.request import request_from_scenario, scenario_from_request
from scenarios import generate


def test_that_households_stay_where_they_are_without_paths() -> None:
    """Tests that only the paths and the metric differ, villages lying apart."""
    plain, walked = generate("mountain").villages, generate("mountain-paths").villages
    for one, other in zip(plain, walked, strict=True):
        apart = other.households.xy - one.households.xy
        assert np.ptp(apart, axis=0).max() < 1e-6
        assert one.network is None
        assert other.rules.metric.kind == "path"


def test_that_paths_are_in_one_piece_and_near_everybody() -> None:
    """Tests that every household has a path nearby, and that all paths are joined."""
    for village in generate("mountain-paths").villages:
        assert village.network is not None
        graph = nx.Graph(village.network.edges.tolist())
        assert nx.is_connected(graph)
        away, _ = cKDTree(village.network.xy).query(village.households.xy)
        assert np.max(away) < 60.0
        assert 900 < len(village.network.xy) < 2000


def test_that_the_preset_is_read_back() -> None:
    """Tests that the request of a preset with paths is the same scenario."""
    made = generate("mountain-paths", scale=0.25)
    assert scenario_sha256(generate("mountain-paths", scale=0.25)) == scenario_sha256(made)
    again = scenario_from_request(request_from_scenario(made))
    assert scenario_sha256(again) == scenario_sha256(made)

"""Distances of a scenario by a router, against a server of the tests' own on loopback."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import httpx
import numpy as np
import pytest
from typer.testing import CliRunner

from api.cli.planner_app import app
from optimizer.errors import RouterError, ScenarioError
from optimizer.input.folder import read_scenario
from optimizer.input.request import scenario_from_request
from optimizer.pipeline import plan_village
from optimizer.routing.answer_cache import AnswerCache
from optimizer.routing.engines import ENGINES
from optimizer.routing.fill_distances import check_routable, fill_distances
from optimizer.routing.router_client import RouterClient
from optimizer.verification import verify_plan
from tests.optimizer.routing_server import RoutingServer, routing_server


def request(households: int = 60) -> dict[str, Any]:
    """Return a village of a few hundred metres on both sides of a longitude without a bridge."""
    rng = np.random.default_rng(5)
    x, y = rng.uniform(108.915, 108.925, households), rng.uniform(11.6, 11.606, households)
    homes = [
        {"id": f"h{n}", "x": float(x[n].round(6)), "y": float(y[n].round(6))}
        for n in range(households)
    ]
    members = [{"id": f"m{n}", "x": homes[n]["x"], "y": homes[n]["y"]} for n in range(5)]
    return {
        "coordinates": "lonlat",
        "rules": {"max_distance_m": 600},
        "villages": [{"id": "v1", "households": homes, "members": members}],
    }


def filled(server: RoutingServer, path: Path, engine: str = "osrm", query: str = "") -> Any:  # noqa: ANN401 - a scenario
    """Return the request's scenario with the distances of the server."""
    scenario = scenario_from_request(request())
    with AnswerCache(path) as cache, httpx.Client() as http:
        address = httpx.URL(server.url + query)
        router = RouterClient(ENGINES[engine], address, "foot", http, sleep=lambda _: None)
        return fill_distances(scenario, router, cache, lambda: None)


@pytest.mark.parametrize("engine", ENGINES)
def test_that_every_engine_fills_the_same_table(engine: str, tmp_path: Path) -> None:
    """Tests that each engine's metres are the ways of the pairs that a straight line lets hope."""
    with routing_server() as server:
        village = filled(server, tmp_path / "answers", engine).villages[0]
    named = village.distances.members
    given = village.households.given, village.members.given
    pairs = zip(named.rows.tolist(), named.columns.tolist(), strict=True)
    seen = dict(zip(pairs, named.metres.tolist(), strict=True))
    apart = village.households.xy[:, None] - village.members.xy
    straight = np.hypot(apart[..., 0], apart[..., 1])
    for row in range(60):
        for column in range(5):
            way = server.metres(tuple(given[0][row]), tuple(given[1][column]))
            near = straight[row, column] <= 600
            assert ((row, column) in seen) == (near and way is not None)
            if near and way is not None:
                assert seen[row, column] == pytest.approx(way)
    plan = plan_village(village)
    assert verify_plan(village, plan) == ()
    assert all(len(path) < 6000 for path in server.paths)


def test_that_a_run_goes_on_where_it_ended(tmp_path: Path) -> None:
    """Tests that what was answered is not asked again, also after a line that was cut off."""
    kept = tmp_path / "answers"
    with routing_server() as server:
        server.fail_after = 3
        with pytest.raises(RouterError, match="no more today"):
            filled(server, kept)
        kept.write_bytes(kept.read_bytes() + b'["half a li')
        server.fail_after = None
        before = server.answered
        village = filled(server, kept).villages[0]
        more = server.answered - before
        again = filled(server, kept).villages[0]
        assert server.answered - before == more
    whole = tmp_path / "whole"
    with routing_server() as server:
        fresh = filled(server, whole).villages[0]
        assert server.answered == more + 3
    for one in (again, fresh):
        assert one.distances.sites.metres.tolist() == village.distances.sites.metres.tolist()


def test_that_a_busy_router_is_waited_for(tmp_path: Path) -> None:
    """Tests that 429 is asked again, and that a router which stays busy is said without its key."""
    with routing_server() as server:
        server.busy = 3
        assert filled(server, tmp_path / "a").villages[0].distances is not None
        server.busy = 10_000
        with pytest.raises(RouterError) as caught:
            filled(server, tmp_path / "b", query="?key=secret")
    assert "secret" not in str(caught.value)
    assert "key=secret" in server.paths[-1]


def test_that_no_table_is_no_distances(tmp_path: Path) -> None:
    """Tests that an answer of another size is refused, and a router that is not there."""
    with routing_server() as server:
        server.broken = True
        with pytest.raises(RouterError, match="no table of"):
            filled(server, tmp_path / "a")
    with pytest.raises(RouterError, match="is it up"):
        filled(server, tmp_path / "b")


def test_that_a_router_needs_degrees() -> None:
    """Tests that metres of an unnamed plane are refused before anything is asked."""
    document = request() | {"coordinates": "metres"}
    for home in document["villages"][0]["households"] + document["villages"][0]["members"]:
        home["x"], home["y"] = home["x"] * 10_000, home["y"] * 10_000
    with pytest.raises(ScenarioError, match="NO_DEGREES"):
        check_routable(scenario_from_request(document))


def test_that_the_command_writes_a_scenario(tmp_path: Path) -> None:
    """Tests that the command fills the table, that it plans, and what it says where it cannot."""
    source = tmp_path / "request.json"
    source.write_text(json.dumps(request()), encoding="utf-8")
    output = tmp_path / "out"
    with routing_server() as server:
        options = ["--engine", "osrm", "--url", server.url, "--output", str(output)]
        done = CliRunner().invoke(app, ["distances", str(source), *options])
    assert done.exit_code == 0, done.output
    scenario = read_scenario(output)
    assert scenario.villages[0].rules.metric.kind == "matrix"
    assert verify_plan(scenario.villages[0], plan_village(scenario.villages[0])) == ()
    bad = ["--url", "router", "--output", str(output)]
    refused = CliRunner().invoke(app, ["distances", str(source), *bad])
    assert refused.exit_code == 2

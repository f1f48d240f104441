"""What the command ``distances`` does: read, ask the router, write."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from pathlib import Path

import httpx
from rich.console import Console

from api.cli.scenario_argument import open_scenario
from optimizer.errors import Problem, RouterError, ScenarioError
from optimizer.execution.progress import progress
from optimizer.input.columns import ReadingChoices
from optimizer.input.folder import write_scenario
from optimizer.routing.answer_cache import AnswerCache
from optimizer.routing.engines import ENGINES
from optimizer.routing.fill_distances import check_routable, fill_distances
from optimizer.routing.router_client import RouterClient

_TIMEOUT_S = 60.0


@dataclass(frozen=True, slots=True)
class RouterChoice:
    """The router as the planner named it."""

    engine: str
    url: str
    profile: str


def measure(
    source: str, output: Path, asked: RouterChoice, choices: ReadingChoices, *, seed: int
) -> None:
    """Write a scenario whose distances are a router's; what it answered is kept beside it.

    Raises
    ------
    ScenarioError
        With the problems of the scenario, or when the address is none.
    RouterError
        When the router cannot be reached or refuses.
    """
    address = _address(asked.url)
    scenario = open_scenario(source, seed=seed, choices=choices)
    check_routable(scenario)
    kept = output.absolute().with_name(f"{output.name}.answers")
    kept.parent.mkdir(parents=True, exist_ok=True)
    villages = len(scenario.villages)
    try:
        with (
            AnswerCache(kept) as cache,
            httpx.Client(timeout=_TIMEOUT_S) as http,
            progress(Console(stderr=True), "villages", villages) as advance,
        ):
            router = RouterClient(ENGINES[asked.engine], address, asked.profile, http)
            filled = fill_distances(scenario, router, cache, lambda: advance("measured"))
    except (RouterError, KeyboardInterrupt) as fault:
        fault.add_note(f"What was answered is in {kept}; the same command goes on from there.")
        raise
    write_scenario(filled, output, description=f"distances by {asked.engine} at {router.place}")
    named = [village.distances for village in filled.villages if village.distances is not None]
    count = sum(len(one.members) + len(one.sites) + len(one.teams) for one in named)
    sys.stdout.write(f"{output}: {villages:,} villages, {count:,} distances\n")


def _address(text: str) -> httpx.URL:
    try:
        address = httpx.URL(text)
    except httpx.InvalidURL:
        address = httpx.URL("")
    if address.scheme in {"http", "https"} and address.host:
        return address
    remedy = "write the router's address, as in http://127.0.0.1:5000"
    raise ScenarioError([Problem("BAD_ADDRESS", "--url", "", text[:60], remedy)])

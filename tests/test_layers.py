"""The order of the imports: everything points down, and every library has its rooms."""

from __future__ import annotations

import ast
from graphlib import TopologicalSorter
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PACKAGES = ("optimizer", "scenarios", "api", "benchmarks")

# From the bottom up; a room imports rooms of lower lines only, and siblings do not know each other.
LAYERS = (
    "api api.docs api.handbook api.web domain errors extras",
    "distance verification",
    "input solvers",
    "diagnosis pockets",
    "assignment output",
    "names recruitment scenarios routing screening",
    "borders budget lending",
    "resilience",
    "large_villages teams",
    "pipeline",
    "replanning",
    "execution",
    "frames",
    "optimizer",
    "api.settings",
    "api.http",
    "api.db api.pages",
    "api.auth api.webhooks",
    "api.jobs api.schemas",
    "api.openapi api.tasks",
    "api.state",
    "api.background api.idempotency api.mcp_server",
    "api.lifespan api.routes",
    "api.main",
    "api.cli",
    "benchmarks",
)

# Who may talk to a library; a name stands for everything below it too.
ROOMS_OF = {
    "ortools": (
        "optimizer.solvers",
        "optimizer.assignment",
        "optimizer.recruitment",
        "optimizer.recruitment.siting",
        "optimizer.teams",
        "benchmarks",
    ),
    "osmium": ("optimizer.input.openstreetmap", "benchmarks.reader_files"),
    "shapely": (
        "optimizer.input.gdal_drivers",
        "optimizer.input.openstreetmap",
        "optimizer.input.boundaries",
        "optimizer.output.map",
        "optimizer.output.folder",
        "optimizer.input.folder.point_maps",
        "optimizer.input.folder.geoparquet",
        "optimizer.input.folder.shape_points",
        "optimizer.input.folder.wkt_column",
        "optimizer.input.folder.line_maps",
        "optimizer.input.folder.land_writer",
        "optimizer.input.checks.land_checks",
        "optimizer.frames",
        "optimizer.distance",
        "optimizer.verification.walls",
        "scenarios",
        "benchmarks.reader_files",
    ),
    "pyogrio": ("optimizer.input.gdal_drivers",),
    "networkx": ("optimizer.distance", "benchmarks"),
    "fastapi": ("api",),
    "distributed": ("optimizer.execution.workers",),
    "dask": ("optimizer.execution.workers",),
    "sqlalchemy": ("api",),
    "uvicorn": ("api",),
    "mcp": ("api.mcp_server",),
    "httpx": ("api", "optimizer.routing", "benchmarks"),
}


def modules() -> dict[str, ast.Module]:
    return {
        ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__"): ast.parse(
            path.read_text(encoding="utf-8")
        )
        for package in PACKAGES
        for path in sorted((ROOT / package).rglob("*.py"))
    }


MODULES = modules()


def imported(tree: ast.AST) -> set[str]:
    """Return the full names that a module imports; a name out of a package counts as a module."""
    names: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            deep = {f"{node.module}.{alias.name}" for alias in node.names}
            names |= (deep & MODULES.keys()) or {node.module}
    return names


def room(module: str) -> str:
    """Return the part of the house that a module belongs to."""
    package, *inside = module.split(".")
    if package == "api" and inside:
        return f"api.{inside[0]}"
    return inside[0] if package == "optimizer" and inside else package


def level(name: str) -> int:
    return next((nth for nth, line in enumerate(LAYERS) if name in line.split()), -1)


def test_that_every_module_has_a_place() -> None:
    """Tests that a new module is put on a line of the drawing."""
    rooms = {room(module) for module in MODULES} - {"optimizer"}
    assert sorted(name for name in rooms if level(name) < 0) == []


def test_that_imports_point_down() -> None:
    """Tests that no module imports its own line or one above it."""
    upward = [
        f"{module} imports {name}"
        for module, tree in MODULES.items()
        for name in imported(tree)
        if name.split(".")[0] in PACKAGES and room(name) != room(module)
        if level(room(name)) >= level(room(module))
    ]
    assert sorted(upward) == []


def test_that_there_are_no_cycles() -> None:
    """Tests that the modules can be put in an order, also inside one folder."""
    graph = {module: imported(tree) - {module} for module, tree in MODULES.items()}
    order = list(TopologicalSorter(graph).static_order())
    assert set(MODULES) <= set(order)


@pytest.mark.parametrize("library", ROOMS_OF)
def test_that_a_library_stays_in_its_rooms(library: str) -> None:
    """Tests that solvers, geometry, graphs and the service's framework are not spread about."""
    elsewhere = [
        module
        for module, tree in MODULES.items()
        if any(name.split(".")[0] == library for name in imported(tree))
        if not f"{module}.".startswith(tuple(f"{place}." for place in ROOMS_OF[library]))
    ]
    assert elsewhere == []


def test_that_the_verifier_is_independent() -> None:
    """Tests that the check of a plan shares nothing with what made the plan."""
    known = {
        room(name)
        for module, tree in MODULES.items()
        if room(module) == "verification"
        for name in imported(tree)
        if name.startswith("optimizer")
    }
    assert known <= {"verification", "domain"}


def test_that_imports_stand_at_the_top() -> None:
    """Tests that an import waits inside a function only where it is slow and seldom needed."""
    inside = {
        module
        for module, tree in MODULES.items()
        for function in ast.walk(tree)
        if isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef)
        if any(isinstance(node, ast.Import | ast.ImportFrom) for node in ast.walk(function))
    }
    # The command line must start quickly; maps and CP-SAT's model load pandas, for half a second,
    # Dask takes as long, and networkx half of that.
    assert inside <= {
        "api.cli.across_app",
        "api.cli.distances_app",
        "api.cli.mcp_app",
        "api.cli.names_app",
        "api.cli.year_app",
        "api.cli.entry",
        "api.cli.planner_app",
        "api.cli.reading_options",
        "api.cli.scenario_argument",
        "optimizer.output.format_files",
        "optimizer.output.text.map_notes",
        "optimizer.input.folder.point_maps",
        "optimizer.input.folder.geoparquet",
        "optimizer.input.folder.map_drivers",
        "optimizer.assignment.exact.squared_loads",
        "optimizer.teams.plan_teams",
        "optimizer.teams.supervisors",
        "optimizer.execution.workers.opening",
        # What not every system has.
        "optimizer.execution.system_calls",
        "optimizer.execution.workers.memory_limit",
        "optimizer.execution.workers.parent_watch",
    }

"""The page's modules: everything points down, and the state stands in one place."""

from __future__ import annotations

import re
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

SOURCE = Path(__file__).parents[2] / "api" / "web" / "src"

# From the bottom up; a room imports rooms of lower lines only, and siblings do not know each other.
FLOORS = (
    "geometry words",
    "api",
    "marks",
    "model",
    "workbook",
    "state",
    "components map",
    (
        "views/start views/province views/village views/whatif views/takehome "
        "views/counts views/points views/budget"
    ),
    "page",
    "main",
)
FROM = re.compile(r'(?:^(?:import|export)\b[^;"]*|\bimport\()"(\.[^"]+)"', re.MULTILINE)
LONGEST = 300
CATALOGUES = {"words/vi", "words/en"}

# Outside of the classes that the store is made of nothing may change once a module is loaded.
CHANGING = re.compile(
    r"^(?:export )?(?:let|var) |"
    r"^(?:export )?const \w+(?:: [^=]+)? = "
    r"(?:new (?:Map|Set|WeakMap|WeakSet|Array)\b|signal\(|\[\])",
    re.MULTILINE,
)

Graph = dict[str, set[str]]


def name(path: Path) -> str:
    return path.relative_to(SOURCE).with_suffix("").as_posix()


def modules() -> dict[str, str]:
    """Return the text of every module by its name."""
    return {
        name(path): path.read_text(encoding="utf-8")
        for path in sorted(SOURCE.rglob("*.ts*"))
        if path.suffix in {".ts", ".tsx"}
    }


def imports(texts: dict[str, str]) -> Graph:
    """Return what every module imports of the page, types too."""
    found: Graph = {}
    for module, text in texts.items():
        folder = SOURCE / Path(module).parent
        targets = [(folder / target).resolve() for target in FROM.findall(text)]
        found[module] = {
            target.relative_to(SOURCE).as_posix()
            for target in targets
            if target.is_relative_to(SOURCE) and target.suffix != ".css"
        }
    return found


def circle(graph: Graph) -> list[str]:
    """Return the modules of a circle, none where there is none."""
    try:
        TopologicalSorter(graph).prepare()
    except CycleError as error:
        return list(error.args[1])
    return []


def room(module: str) -> str:
    """Return the room of a module: its folder, of a view the view's."""
    parts = module.split("/")
    return "/".join(parts[:2]) if parts[0] == "views" else parts[0]


FLOOR = {room: nth for nth, floor in enumerate(FLOORS) for room in floor.split()}


def climbing(graph: Graph) -> list[str]:
    """Return the imports that do not point down."""
    return [
        f"{module} imports {target}"
        for module, targets in sorted(graph.items())
        for target in sorted(targets)
        if room(module) != room(target) and FLOOR[room(target)] >= FLOOR[room(module)]
    ]


def test_that_the_walk_sees_the_page() -> None:
    """Tests that every import is followed to a module, a lazy one and one for its types too."""
    graph = imports(modules())
    assert {room(module) for module in graph} == set(FLOOR)
    assert {target for targets in graph.values() for target in targets} <= set(graph)
    assert "components/chart" in graph["components/histogram"]
    assert "api/types" in graph["marks"]
    assert "page" in graph["main"]


def test_that_no_module_imports_itself_round_a_corner() -> None:
    """Tests that the imports of the page have no circle."""
    assert circle(imports(modules())) == []


def test_that_imports_point_down() -> None:
    """Tests that a lower floor knows nothing of a higher one, nor one view of another."""
    assert climbing(imports(modules())) == []


def test_that_the_checks_find_what_they_look_for() -> None:
    """Tests that a circle and an import that climbs are found where there are such."""
    assert set(circle({"model/a": {"model/b"}, "model/b": {"model/a"}})) == {"model/a", "model/b"}
    assert climbing({"api/a": {"state/b"}, "views/start/a": {"views/village/b"}}) == [
        "api/a imports state/b",
        "views/start/a imports views/village/b",
    ]
    lines = ("let shown = 1;", "export const kept: Kept = new Map();", "const over = signal(null);")
    assert all(CHANGING.search(line) for line in lines)


def test_that_no_module_keeps_state() -> None:
    """Tests that nothing at the top of a module can change: state is the store's and the views'."""
    found = {module: CHANGING.findall(text) for module, text in modules().items()}
    assert {module: lines for module, lines in found.items() if lines} == {}


def test_that_one_module_fetches() -> None:
    """Tests that the client alone talks to the service."""
    fetching = [module for module, text in modules().items() if re.search(r"\bfetch\(", text)]
    assert fetching == ["api/client"]


def test_that_modules_are_short() -> None:
    """Tests that no module but a catalogue is longer than can be read in one sitting."""
    lengths = {module: len(text.splitlines()) for module, text in modules().items()}
    long = {module: lines for module, lines in lengths.items() if lines > LONGEST}
    assert set(long) <= CATALOGUES

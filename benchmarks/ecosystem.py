"""``python -m benchmarks.ecosystem [FOLDER]``: clients that generators make of the OpenAPI file.

The generators are installed in FOLDER, in the versions below, from the registries that pip and npm
are set to; openapi-generator needs Java beside. Every client is made from the kept file, compiled
under strict settings, and plans a village, runs a job, pages and downloads a PDF on a service of
its own. What came out is printed as the rows of ``ecosystem.md``; the exit code is 1 where
something failed.
"""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import venv
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.web.service import serving

OPENAPI = Path(__file__).parents[1] / "api" / "openapi.json"
CALLERS = Path(__file__).with_name("clients")
PYTHON_TOOLS = ("openapi-python-client==0.29.1", "openapi-generator-cli==7.26.0", "mypy==2.4.1")
CLIENT_NEEDS = ("urllib3", "python-dateutil", "pydantic", "types-python-dateutil")
NODE_TOOLS = (
    "openapi-typescript@7.13.0",
    "typescript@5.9.3",
    "@types/node@24",
    "@redocly/cli@2.77.0",
    "@stoplight/spectral-cli@6.16.3",
)
FILES = "application/octet-stream"
OVERRIDES = {
    "content_type_overrides": {
        "application/pdf": FILES,
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": FILES,
    }
}
"""openapi-python-client leaves out answers of kinds that it does not know."""
_STRICT = ("--strict", "--target", "es2022", "--module", "nodenext", "--types", "node")
_WAIT_S = 600
_REQUEST = {
    "coordinates": "metres",
    "rules": {"min_households": 1, "max_households": 2},
    "villages": [
        {
            "id": "v1",
            "households": [{"id": f"h{n}", "x": 10.0 * n, "y": 0.0} for n in range(3)],
            "members": [{"id": "m1", "x": 3.5, "y": 0.0}],
        }
    ],
}
"""One village that needs one recruit."""


@dataclass(frozen=True, slots=True)
class Trial:
    """What one program was tried with, and how that ended: the last of what it said if badly."""

    program: str
    did: str
    failure: str = ""


class Workbench:
    """A folder with the tools, in which commands run.

    Parameters
    ----------
    folder
        Kept between runs where it is the caller's.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._bin = folder / "venv" / "bin"

    def install(self) -> None:
        """Bring the tools, unless they are there."""
        if not self._bin.is_dir():
            venv.create(self.folder / "venv", with_pip=True)
        self.run("venv/bin/pip", "install", "--quiet", *PYTHON_TOOLS, *CLIENT_NEEDS)
        self.run("npm", "install", "--silent", "--no-save", *NODE_TOOLS)

    def run(self, *command: str) -> str:
        """Run a command, and return what it said on standard output.

        Raises
        ------
        RuntimeError
            It failed: the end of what it said.
        """
        tool, *words = command
        local = self.folder / tool
        ended = subprocess.run(  # noqa: S603 - the tools above, on files of our own
            [str(local) if local.exists() else tool, *words],
            cwd=self.folder,
            capture_output=True,
            text=True,
            check=False,
            timeout=_WAIT_S,
        )
        if ended.returncode:
            said = (ended.stdout + ended.stderr).strip().splitlines()
            raise RuntimeError("; ".join(said[-3:]) or f"exit code {ended.returncode}")
        return ended.stdout

    def node(self, tool: str, *words: str) -> str:
        """Run one of npm's tools."""
        return self.run(f"node_modules/.bin/{tool}", *words)

    def generate(self, generator: str, folder: str, *options: str) -> None:
        """Let openapi-generator make a client in an empty folder."""
        shutil.rmtree(self.folder / folder, ignore_errors=True)
        command = ("generate", "-i", str(OPENAPI), "-g", generator, "-o", folder, *options)
        self.run("venv/bin/openapi-generator-cli", *command)

    def lay(self, caller: str, beside: str) -> str:
        """Lay a caller beside a client, and return its path."""
        place = f"{beside}/{caller.removesuffix('.txt')}"
        shutil.copy(CALLERS / caller, self.folder / place)
        return place


def redocly(bench: Workbench, _address: str) -> str:
    """Lint the file under Redocly's strict rules."""
    bench.node("redocly", "lint", str(OPENAPI), "--extends", "recommended-strict")
    return "lints the file under `recommended-strict`: nothing"


def spectral(bench: Workbench, _address: str) -> str:
    """Lint the file under Spectral's recommended rules."""
    (bench.folder / ".spectral.yaml").write_text("extends: spectral:oas\n", encoding="utf-8")
    words = ("--ruleset", ".spectral.yaml", "--fail-severity", "hint")
    bench.node("spectral", "lint", str(OPENAPI), *words)
    return "lints the file under `spectral:oas`, from hints on: nothing"


def openapi_python_client(bench: Workbench, address: str) -> str:
    """Make, check and use a client with httpx and attrs."""
    (bench.folder / "overrides.json").write_text(json.dumps(OVERRIDES), encoding="utf-8")
    shutil.rmtree(bench.folder / "opc", ignore_errors=True)
    (bench.folder / "opc").mkdir()
    made = ("--output-path", "opc/client_of_service", "--meta", "none")
    settings = ("--config", "overrides.json")
    command = ("generate", "--path", str(OPENAPI), *made, *settings)
    bench.run("venv/bin/openapi-python-client", *command)
    caller = bench.lay("use_openapi_python_client.py.txt", "opc")
    bench.run("venv/bin/mypy", "--strict", "opc")
    _call(bench, "venv/bin/python", caller, address)
    return "client and caller pass `mypy --strict`; " + _CALLS


def openapi_generator_python(bench: Workbench, address: str) -> str:
    """Make, check and use a client with urllib3 and pydantic."""
    bench.generate("python", "oap")
    caller = bench.lay("use_openapi_generator.py.txt", "oap")
    settings = ("--config-file", "oap/pyproject.toml")
    try:
        of_its_own = bench.run("venv/bin/mypy", *settings, "oap/openapi_client").strip()
    except RuntimeError as fault:  # lists in lists are beyond its templates
        of_its_own = str(fault).rpartition("; ")[2]
    bench.run("venv/bin/mypy", *settings, "--strict", "--follow-imports", "silent", caller)
    _call(bench, "venv/bin/python", caller, address)
    return f"the caller passes `mypy --strict`, what is generated: {of_its_own}; {_CALLS}"


def openapi_generator_fetch(bench: Workbench, address: str) -> str:
    """Make, compile and use a TypeScript client."""
    extensions = "importFileExtension=.js"
    whole = ("--global-property", "skipFormModel=false", "--additional-properties", extensions)
    bench.generate("typescript-fetch", "fetch/client", *whole)
    caller = bench.lay("use-typescript-fetch.ts", "fetch")
    _compile(bench, "fetch", caller)
    _call(bench, "node", "fetch/out/use-typescript-fetch.js", address)
    return "client and caller compile under `--strict`; " + _CALLS


def openapi_generator_java(bench: Workbench, _address: str) -> str:
    """Make a Java client."""
    options = ("--library", "native", "--additional-properties", "openApiNullable=false")
    bench.generate("java", "java", *options)
    return "generates; not compiled: Debian has no jackson-datatype-jsr310"


def openapi_typescript(bench: Workbench, address: str) -> str:
    """Make types, and compile and use a caller that has nothing but them and fetch."""
    shutil.rmtree(bench.folder / "types", ignore_errors=True)
    (bench.folder / "types").mkdir()
    bench.node("openapi-typescript", str(OPENAPI), "--output", "types/schema.ts")
    caller = bench.lay("use-openapi-typescript.ts", "types")
    _compile(bench, "types", caller, "--exactOptionalPropertyTypes", "--noUncheckedIndexedAccess")
    _call(bench, "node", "types/out/use-openapi-typescript.js", address)
    return "types and caller compile under `--strict` and two settings more; " + _CALLS


_CALLS = "the caller planned a village, ran a job, paged, downloaded a PDF"
TRIALS = {
    f"Redocly CLI {NODE_TOOLS[3].rpartition('@')[2]}": redocly,
    f"Spectral {NODE_TOOLS[4].rpartition('@')[2]}": spectral,
    f"openapi-python-client {PYTHON_TOOLS[0].rpartition('=')[2]}": openapi_python_client,
    f"openapi-generator {PYTHON_TOOLS[1].rpartition('=')[2]}, python": openapi_generator_python,
    f"openapi-generator {PYTHON_TOOLS[1].rpartition('=')[2]}, typescript-fetch": (
        openapi_generator_fetch
    ),
    f"openapi-generator {PYTHON_TOOLS[1].rpartition('=')[2]}, java": openapi_generator_java,
    f"openapi-typescript {NODE_TOOLS[0].rpartition('@')[2]}": openapi_typescript,
}


def _compile(bench: Workbench, folder: str, caller: str, *settings: str) -> None:
    """Compile a caller and what it imports to JavaScript modules."""
    (bench.folder / folder / "package.json").write_text('{"type": "module"}\n', encoding="utf-8")
    bench.node("tsc", *_STRICT, *settings, "--outDir", f"{folder}/out", caller)


def _call(bench: Workbench, runner: str, caller: str, address: str) -> None:
    """Run a caller, and hold what it says to what the village needs."""
    said = bench.run(runner, caller, address, "request.json").split()
    if said != ["1", "succeeded", "1", "%PDF"]:
        raise RuntimeError(f"the caller says {said}")


@contextmanager
def _folder(arguments: Sequence[str]) -> Iterator[Path]:
    if arguments:
        folder = Path(arguments[0]).resolve()
        folder.mkdir(parents=True, exist_ok=True)
        yield folder
    else:
        with TemporaryDirectory(prefix="liengia-") as place:
            yield Path(place)


def trials(bench: Workbench, address: str) -> Iterator[Trial]:
    """Try every program."""
    for program, trial in TRIALS.items():
        try:
            yield Trial(program, trial(bench, address))
        except (RuntimeError, subprocess.TimeoutExpired) as fault:
            yield Trial(program, "", str(fault))


def main(arguments: Sequence[str]) -> int:
    """Try every program, and print what came of it."""
    failed = 0
    with _folder(arguments) as folder:
        bench = Workbench(folder)
        bench.install()
        (folder / "request.json").write_text(json.dumps(_REQUEST), encoding="utf-8")
        (folder / "data").mkdir(exist_ok=True)
        with serving(folder / "data") as address:
            for trial in trials(bench, address):
                failed += bool(trial.failure)
                outcome = f"FAILED: {trial.failure}" if trial.failure else trial.did
                sys.stdout.write(f"| {trial.program} | {outcome} |\n")
                sys.stdout.flush()
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
